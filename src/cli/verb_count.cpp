// scrutineer count: returns of every source, checked, compared, consolidated.
#include <algorithm>
#include <filesystem>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "cli/command.hpp"
#include "cli/count_text.hpp"
#include "count/count.hpp"
#include "count/plausibility.hpp"

namespace scrutineer::cli {

namespace {

struct Request {
  Options options;
  InputChoice source;
  std::string of, level, unit;
  bool all = false;
  bool neighbours = false;
};

// The source named, else the first commission that states returns, else the first source.
Result<SourceIndex> chosen(const Election& election, const std::string& name) {
  if (!name.empty()) return find_source(election, name);
  if (const auto source = counting_source(election)) return *source;
  return fail("This election has no returns: there is no file in its folder returns/.");
}

Result<std::optional<std::uint32_t>> chosen_level(const Election& election,
                                                  const std::string& name) {
  if (name.empty()) return std::optional<std::uint32_t>{};
  const auto found = std::find(election.levels.begin(), election.levels.end(), name);
  if (found != election.levels.end()) {
    return std::optional(static_cast<std::uint32_t>(found - election.levels.begin()));
  }
  std::string known;
  for (const std::string& level : election.levels) known += (known.empty() ? "" : ", ") + level;
  return fail("--level: found \"" + name + "\", expected one of " + known + ".");
}

// A folder, or one CSV of returns.
Result<LoadedFolder> load_returns(const InputChoice& choice) {
  std::error_code ignored;
  if (std::filesystem::is_regular_file(choice.path, ignored))
    return read_returns_table(choice.path);
  return read_folder(choice.path);
}

int run_check(const Request& request) {
  const Result<LoadedFolder> folder = load_returns(request.source);
  if (!folder) return report_errors(folder.error());
  const auto rules = rules_of(folder->election);
  if (!rules) return report_errors(rules.error());
  CheckReport report = check_returns(folder->election, *rules);
  if (request.neighbours) {
    for (Violation& found : find_implausible(folder->election)) {
      report.violations.push_back(std::move(found));
    }
  }
  const bool is_clean =
      std::none_of(report.violations.begin(), report.violations.end(),
                   [](const Violation& v) { return v.severity == Severity::error; });
  const int status = is_clean ? kDone : kAnswerIsNo;
  if (request.options.json) {
    return emit(request.options,
                envelope("count check", *folder, check_json(folder->election, report)), status);
  }
  return emit(request.options, check_text(folder->election, *rules, report, request.all), status);
}

int run_compare(const Request& request) {
  const Result<LoadedFolder> folder = load_returns(request.source);
  if (!folder) return report_errors(folder.error());
  const Election& election = folder->election;
  const auto reference = chosen(election, request.of);
  if (!reference) return report_errors(reference.error());
  const auto level = chosen_level(election, request.level);
  if (!level) return report_errors(level.error());
  const CountComparison result = {compare_copies(election, *reference), differing_forms(election),
                                  *level};
  if (request.options.json) {
    return emit(request.options,
                envelope("count compare", *folder, compare_json(election, result)));
  }
  return emit(request.options, compare_text(election, result, request.all));
}

int run_consolidate(const Request& request) {
  const Result<LoadedFolder>& folder = kept(load_returns(request.source));
  if (!folder) return report_errors(folder.error());
  const Election& election = folder->election;
  const auto source = chosen(election, request.of);
  if (!source) return report_errors(source.error());
  CountConsolidation result;
  const auto level = chosen_level(election, request.level);
  if (!level) return report_errors(level.error());
  result.level = *level;
  if (!request.unit.empty()) {
    const auto unit = find_unit(election, request.unit);
    if (!unit) return report_errors(unit.error());
    result.unit = *unit;
  }
  const auto rules = rules_of(election);
  if (!rules) return report_errors(rules.error());
  const AllForms forms = all_forms(election);
  const CheckReport checks = check_returns(election, *rules, forms);
  for (const auto& of_table : forms) {
    const ReturnTable& table = of_table->table();
    if (table.source != *source) continue;
    result.contests.push_back({consolidate(election, of_table), history_of(election, *of_table),
                               forms_with_errors(election, checks, table.source, table.contest)});
  }
  if (result.contests.empty()) {
    return report_errors(
        fail(election.sources[source->value].id + " states no returns in this election.").value());
  }
  if (request.options.json) {
    return emit(request.options,
                envelope("count consolidate", *folder, consolidate_json(election, result)));
  }
  return emit(request.options, consolidate_text(election, result));
}

int run_doubts(const Request& request) {
  const Result<LoadedFolder> folder = load_returns(request.source);
  if (!folder) return report_errors(folder.error());
  const Election& election = folder->election;
  const auto basis = chosen(election, request.of);
  if (!basis) return report_errors(basis.error());
  std::vector<Doubt> doubts;
  for (std::uint32_t c = 0; c < election.contests.size(); ++c) {
    for (Doubt& doubt : doubts_of_count(election, {c}, *basis)) doubts.push_back(std::move(doubt));
  }
  if (request.options.json) {
    return emit(request.options, envelope("count doubts", *folder, doubts_json(election, doubts)));
  }
  return emit(request.options, doubts_text(election, doubts, request.all));
}

// The checks in force for a folder, or those that ship with the program.
int run_rules(const Request& request) {
  LoadedFolder folder;
  folder.election.languages = {"en", "km"};
  if (!request.source.path.empty()) {
    Result<LoadedFolder> read = read_folder(request.source.path);
    if (!read) return report_errors(read.error());
    folder = std::move(*read);
  } else if (!request.options.json) {  // the page tells of those, too, that a folder may ask for
    for (const std::string& code : rules_left_to_folders()) {
      folder.election.checks.emplace_back().code = code;
    }
  }
  const auto rules = rules_of(folder.election);
  if (!rules) return report_errors(rules.error());
  if (request.options.json) {
    return emit(request.options, envelope("count rules", folder, rules_json(*rules)));
  }
  return emit(request.options, rules_text(folder.election, *rules));
}

std::shared_ptr<Request> add(CLI::App& count, const std::string& name, const std::string& what,
                             const std::string& footer, Action& action, int (*run)(const Request&),
                             CLI::App*& verb) {
  auto request = std::make_shared<Request>();
  verb = count.add_subcommand(name, what);
  CLI::Option* folder = verb->add_option(
      "folder", request->source.path, "Election folder, or a CSV of returns: places, unit, counts");
  if (name != "rules") folder->required();
  add_common_options(*verb, request->options);
  verb->footer(footer);
  verb->callback([request, run, &action] { action = [request, run] { return run(*request); }; });
  return request;
}

}  // namespace

void add_count(CLI::App& app, Action& action) {
  CLI::App* count =
      app.add_subcommand("count", "Returns of every source: checked, compared, consolidated");
  count->require_subcommand(1);
  CLI::App* verb = nullptr;
  auto check =
      add(*count, "check", "Does each form agree with itself?",
          "Exit status 1 where a form has an error; warnings are to be explained.\n"
          "Tolerances and rules of the folder's own: [[check]] in election.toml.\n"
          "What --neighbours finds is unlikely, and happens too: about 39 of 10,000 forms of a\n"
          "made-up country without errors (docs/simulate.md).\n"
          "Examples:\n"
          "  scrutineer count check my-election\n"
          "  scrutineer count check my-election --neighbours\n"
          "  scrutineer count check stations.csv --all",
          action, run_check, verb);
  verb->add_flag("--all", check->all, "Print every form, not only the first of each rule");
  verb->add_flag("--neighbours", check->neighbours,
                 "Also warn of forms that are unlike their neighbours, or too much like one");
  auto compare =
      add(*count, "compare", "Where do copies of the same forms differ, and by how much?",
          "No copy is taken for the truth; --reference only says what to count from.\n"
          "Examples:\n"
          "  scrutineer count compare my-election\n"
          "  scrutineer count compare my-election --reference observers --level district",
          action, run_compare, verb);
  verb->add_option("--reference", compare->of, "Count from this source (default: the commission)");
  verb->add_option("--level", compare->level, "Add differences up by the units of this level too");
  verb->add_flag("--all", compare->all, "Print every form that differs");
  auto sums = add(*count, "consolidate", "What do the forms add up to, at every level?",
                  "A row above others that report is a stated total: compared, never added.\n"
                  "Forms are checked too: \"errors in 3\" counts those that contradict themselves\n"
                  "(count check says how).\n"
                  "Examples:\n"
                  "  scrutineer count consolidate my-election\n"
                  "  scrutineer count consolidate my-election --unit east     one unit and below\n"
                  "  scrutineer count consolidate stations.csv --level district",
                  action, run_consolidate, verb);
  verb->add_option("--source", sums->of, "Whose forms (default: the commission's)");
  verb->add_option("--level", sums->level, "Only units of this level");
  verb->add_option("--unit", sums->unit, "Only this unit and those directly below it");
  auto doubts =
      add(*count, "doubts", "What does the count leave open for the outcome?",
          "Forms of which copies differ, and quarantined units, as alternatives; outcome\n"
          "and report take them by themselves.\n"
          "Examples:\n"
          "  scrutineer count doubts my-election --basis nec",
          action, run_doubts, verb);
  verb->add_option("--basis", doubts->of, "Whose count (default: the commission's)");
  verb->add_flag("--all", doubts->all, "Print every one of them");
  add(*count, "rules", "Which checks are made of a form, with which tolerances?",
      "Without a folder: those that ship with the program (docs/checks.md).\n"
      "Examples:\n"
      "  scrutineer count rules\n"
      "  scrutineer count rules my-election",
      action, run_rules, verb);
  add_quick(*count, action);
}

}  // namespace scrutineer::cli
