// scrutineer demo: the main job on the elections that ship with the product.
#include <filesystem>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "cli/answers.hpp"
#include "cli/command.hpp"
#include "cli/site.hpp"
#include "cli/table.hpp"
#include "findings/findings.hpp"

namespace scrutineer::cli {

namespace {

struct Request {
  Options options;
  std::string examples = "examples";
  std::string site = "out/demo";
};

Result<Json> show(const Request& request, const std::string& example, std::string& text) {
  const std::string path = (std::filesystem::path(request.examples) / example).string();
  const Result<LoadedFolder> folder = load({path, "", 0});
  if (!folder) return tl::unexpected(folder.error());
  const Result<ReportInput> input = analyse(*folder, "examples/" + example, {});
  if (!input) return tl::unexpected(input.error());
  const auto files = render_site(*input);
  if (!files) return tl::unexpected(files.error());
  const std::string site = (std::filesystem::path(request.site) / example).string();
  const Result<std::size_t> written = write_site(*files, site);
  if (!written) return tl::unexpected(written.error());
  const Election& election = folder->election;
  text += fmt::format("{} ({})\n\n", label(election, election.name, election.id), election.date);
  text += outcome_text(election, input->outcome, input->chambers);
  text += fmt::format("\nThe report: {}/index.html\n\n", site);
  Json json = outcome_json(election, input->outcome);
  json["election"] = election.id;
  json["site"] = site;
  return json;
}

int run(const Request& request) {
  std::string text = "Could the irregularities have changed the outcome?\n\n";
  Json list = Json::array();
  for (const char* example : {"denmark-2014-ep", "cambodia-2013"}) {
    const Result<Json> shown = show(request, example, text);
    if (!shown) return report_errors(shown.error());
    list.push_back(*shown);
  }
  if (request.options.json) {
    return emit(request.options, Json{{"scrutineer", SCRUTINEER_VERSION},
                                      {"verb", "demo"},
                                      {"inputs", Json::array()},
                                      {"result", {{"elections", list}}}});
  }
  return emit(request.options, text);
}

}  // namespace

void add_demo(CLI::App& app, Action& action) {
  auto request = std::make_shared<Request>();
  CLI::App* verb =
      app.add_subcommand("demo", "The main job on the elections that come with the product");
  verb->add_option("--examples", request->examples, "Where the examples are")
      ->capture_default_str();
  verb->add_option("-o,--output", request->site, "Folder of the reports")->capture_default_str();
  add_common_options(*verb, request->options);
  verb->footer("Example:\n  scrutineer demo --examples examples -o out/demo");
  verb->callback([request, &action] { action = [request] { return run(*request); }; });
}

}  // namespace scrutineer::cli
