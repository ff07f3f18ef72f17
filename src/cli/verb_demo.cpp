// scrutineer demo: the main job on the elections that ship with the product.
#include <filesystem>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "cli/answers.hpp"
#include "cli/command.hpp"
#include "cli/settling.hpp"
#include "cli/site.hpp"
#include "cli/table.hpp"
#include "findings/findings.hpp"
#include "simulate/simulate.hpp"

namespace scrutineer::cli {

namespace {

struct Request {
  Options options;
  std::string examples = "examples";
  std::string site = "out/demo";
  std::size_t draws = 100;
};

// `place` names the report; `folder_name` is how its commands call the folder.
Result<Json> show(const Request& request, const LoadedFolder& folder, const std::string& place,
                  const std::string& folder_name, std::string& text) {
  Result<ReportInput> input = analyse(folder, folder_name, {});
  if (!input) return tl::unexpected(input.error());
  input->settling = settling_of(folder.election, {request.draws, request.options.seed}, {});
  const auto files = render_site(*input);
  if (!files) return tl::unexpected(files.error());
  const std::string site = (std::filesystem::path(request.site) / place).string();
  const Result<std::size_t> written = write_site(*files, site);
  if (!written) return tl::unexpected(written.error());
  const Election& election = folder.election;
  text += fmt::format("{} ({})\n\n", label(election, election.name, election.id), election.date);
  text += outcome_text(election, input->outcome, input->chambers);
  text += fmt::format("\nThe report: {}/index.html\n\n", site);
  Json json = outcome_json(election, input->outcome);
  json["election"] = election.id;
  json["site"] = site;
  return json;
}

Result<LoadedFolder> load_example(const Request& request, const std::string& example) {
  return load({(std::filesystem::path(request.examples) / example).string(), "", 0});
}

// With a thousand stations instead of 19,009, so that nobody waits for it.
Result<LoadedFolder> make_twin(const Election& original) {
  TwinOptions options;
  options.seed = 1;
  options.stations = 1'000;
  options.errors = 1;
  const Result<Simulation> twin = simulate_twin(original, options);
  if (!twin) return tl::unexpected(twin.error());
  return parse_folder(canonical_files(twin->election));
}

Result<Json> show_all(const Request& request, std::string& text) {
  Json list = Json::array();
  const auto take = [&](const Result<LoadedFolder>& folder, const std::string& place,
                        const std::string& folder_name) -> Result<void> {
    if (!folder) return tl::unexpected(folder.error());
    Result<Json> shown = show(request, *folder, place, folder_name, text);
    if (!shown) return tl::unexpected(shown.error());
    list.push_back(std::move(*shown));
    return {};
  };
  const Result<LoadedFolder> cambodia = load_example(request, "cambodia-2013");
  auto shown = take(cambodia, "cambodia-2013", "examples/cambodia-2013");
  if (shown) {
    text +=
        "A made-up country that agrees with all that was published of this one:\n"
        "scrutineer simulate --fit examples/cambodia-2013 --seed 1 --stations 1000 --errors 1 "
        "-o out/twin\n\n";
    shown = take(make_twin(cambodia->election), "cambodia-2013-twin", "out/twin");
  }
  if (shown) {
    shown = take(load_example(request, "denmark-2014-ep"), "denmark-2014-ep",
                 "examples/denmark-2014-ep");
  }
  if (!shown) return tl::unexpected(shown.error());
  return list;
}

int run(const Request& request) {
  std::string text = "Could the irregularities have changed the outcome?\n\n";
  const Result<Json> list = show_all(request, text);
  if (!list) return report_errors(list.error());
  if (request.options.json) {
    return emit(request.options, Json{{"scrutineer", SCRUTINEER_VERSION},
                                      {"verb", "demo"},
                                      {"inputs", Json::array()},
                                      {"result", {{"elections", *list}}}});
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
  add_settling_option(*verb, request->draws);
  add_common_options(*verb, request->options);
  verb->footer("Example:\n  scrutineer demo --examples examples -o out/demo");
  verb->callback([request, &action] { action = [request] { return run(*request); }; });
}

}  // namespace scrutineer::cli
