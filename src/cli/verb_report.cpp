// scrutineer report: one static site with the answer, for people.
#include <filesystem>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "cli/answers.hpp"
#include "cli/audit_report.hpp"
#include "cli/command.hpp"
#include "cli/settling.hpp"
#include "cli/site.hpp"

namespace scrutineer::cli {

namespace {

struct Request {
  Options options;
  InputChoice source;
  std::string status = "alleged";
  std::string site;
  std::size_t draws = 100;
};

int run(const Request& request) {
  const Result<LoadedFolder> folder = load(request.source);
  if (!folder) return report_errors(folder.error());
  if (shows_progress(request.options)) fmt::print(stderr, "margins and doubts …\n");
  OutcomeOptions options;
  options.status = *from_name<Status>(request.status);
  const std::string name = std::filesystem::path(request.source.path).lexically_normal().filename();
  Result<ReportInput> input = analyse(*folder, name.empty() ? folder->election.id : name, options);
  if (!input) return report_errors(input.error());
  auto audit = audit_report_of(request.source.path);
  if (!audit) return report_errors(audit.error());
  input->audit = std::move(*audit);
  input->settling = settling_of(folder->election, {request.draws, request.options.seed},
                                [&](const std::string& what) {
                                  if (shows_progress(request.options)) {
                                    fmt::print(stderr, "{} …\n", what);
                                  }
                                });
  if (shows_progress(request.options)) fmt::print(stderr, "pages …\n");
  const auto files = render_site(*input);
  if (!files) return report_errors(files.error());
  const Result<std::size_t> written = write_site(*files, request.site);
  if (!written) return report_errors(written.error());
  if (request.options.json) {
    Json names = Json::array();
    for (const auto& [path, bytes] : *files) names.push_back(path);
    Json result = outcome_json(folder->election, input->outcome);
    result["files"] = names;
    Options to_terminal = request.options;
    return emit(to_terminal, envelope("report", *folder, result));
  }
  return emit(request.options, fmt::format("{} files in {}; open {}/index.html\n", *written,
                                           request.site, request.site));
}

}  // namespace

void add_report(CLI::App& app, Action& action) {
  auto request = std::make_shared<Request>();
  CLI::App* verb =
      app.add_subcommand("report", "Write the answer as a site: readable, printable, offline");
  add_source_options(*verb, request->source);
  verb->add_option("-o,--output", request->site,
                   "Folder of the site (new, empty or an earlier report)")
      ->required();
  verb->add_option("--status", request->status, "Only doubts of this status or stronger")
      ->check(CLI::IsMember({"alleged", "admitted", "established"}))
      ->capture_default_str();
  add_settling_option(*verb, request->draws);
  add_common_options(*verb, request->options);
  verb->footer("Example:\n  scrutineer report examples/cambodia-2013 -o out/cambodia");
  verb->callback([request, &action] { action = [request] { return run(*request); }; });
}

}  // namespace scrutineer::cli
