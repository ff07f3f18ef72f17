// scrutineer roll removals: from the links between two rolls to removed and wrongly removed
// persons, which are never mixed; whether removals fell on one side's areas, and when.
#include <memory>

#include <CLI/CLI.hpp>

#include "base/text.hpp"
#include "cli/roll_removals.hpp"
#include "cli/roll_verbs.hpp"

namespace scrutineer::cli {

namespace {

Errors wrong_options(const RemovalsRequest& request) {
  Errors errors;
  const auto check = [&](bool is_right, const std::string& option, const std::string& found,
                         const char* expected) {
    if (is_right) return;
    errors.push_back({"", 0, "", "", "",
                      "--" + option + ": found \"" + shown(found) + "\", expected " + expected});
  };
  for (const std::string* date : {&request.old_date, &request.new_date}) {
    check(date->empty() || is_date(*date), date == &request.old_date ? "old-date" : "new-date",
          *date, "a date such as 2013-07-28.");
  }
  check(is_identifier(request.doubt_source), "doubt-source", request.doubt_source,
        "the id of a source in election.toml.");
  check(request.contest.empty() || is_identifier(request.contest), "contest", request.contest,
        "the id of a contest in election.toml.");
  return errors;
}

int run(const RemovalsRequest& request) {
  if (const Errors errors = wrong_options(request); !errors.empty()) return report_errors(errors);
  const auto answer = answer_removals(request);
  if (!answer) return report_errors(answer.error());
  if (!request.output.empty()) {
    if (const auto written = write_findings(request, *answer); !written) {
      return report_errors(written.error());
    }
  }
  if (request.options.json) {
    return emit(request.options,
                envelope("roll removals", answer->inputs, removals_json(request, *answer)));
  }
  return emit(request.options, removals_text(request, *answer));
}

void add_estimates(CLI::App& verb, RemovalsRequest& request) {
  verb.add_option("--clerical", request.clerical,
                  "The form of roll clerical, filled in (its .draw.csv beside it)");
  verb.add_option("--field", request.field,
                  "Visits to removed names: a form of roll survey draw with outcomes, and for "
                  "apparent removals a column on_new_roll (yes, no)");
  verb.add_option("--drawn-from", request.drawn_from,
                  "What --field was drawn from: apparent removals, or those confirmed before")
      ->check(CLI::IsMember({"apparent", "confirmed"}))
      ->capture_default_str();
  verb.add_option("--behind-links", request.behind_links,
                  "How many removed persons behind false links are wrongly removed")
      ->check(CLI::IsMember({"unknown", "like-removed"}))
      ->capture_default_str();
  verb.add_option("--causes", request.causes, "Documented causes: CSV of cause,persons[,low,high]");
  verb.add_option("--deaths", request.deaths,
                  "A life table over the old roll: CSV of persons,yearly_probability");
  verb.add_option("--years", request.years, "Between the rolls, for --deaths")
      ->capture_default_str();
  verb.add_option("--table-error", request.table_error,
                  "Relative standard error of the life table as a whole")
      ->capture_default_str();
  verb.add_option("--by-name", request.by_name, "Persons each known to be removed and entitled")
      ->check(CLI::Range(std::int64_t{0}, std::int64_t{1'000'000'000}));
  verb.add_option("--confidence", request.confidence, "Of intervals")->capture_default_str();
}

void add_patterns(CLI::App& verb, RemovalsRequest& request) {
  verb.add_option("--areas", request.areas,
                  "CSV of unit,province,district and a share of each unit; kind may be added");
  verb.add_option("--share", request.shares, "The column of the share, once for each to be tested")
      ->allow_extra_args(false)
      ->capture_default_str();
  verb.add_option("--control", request.controls, "A column of --areas to be held fixed")
      ->allow_extra_args(false);
  verb.add_option("--before", request.before,
                  "units.csv of another comparison (a placebo: an earlier year)");
  verb.add_option(
      "--extra-missed", request.extra_missed,
      "By how much more links may be missed on the side with more removals, as measured");
  verb.add_option("--draws", request.draws, "Orders of the permutation tests")
      ->check(CLI::Range(std::uint64_t{99}, std::uint64_t{1'000'000}))
      ->capture_default_str();
  verb.add_option("--dates", request.dates, "When entries were removed: CSV of id,date");
  verb.add_option("--order", request.order, "The old roll: runs of removed entries in its order");
  verb.add_option("--duplicates", request.duplicates,
                  "What roll dedupe wrote of the roll that was voted with");
  verb.add_option("--id", request.identifier,
                  "The column of --order that tells rows apart, as roll diff had it");
}

void add_publication(CLI::App& verb, RemovalsRequest& request) {
  verb.add_option("-o,--output", request.output,
                  "A new folder of findings, counts alone, for roll/ of an election folder");
  verb.add_option("--least-cell", request.least_cell,
                  "Counts of units from 1 to less than this are left out")
      ->check(CLI::Range(std::int64_t{2}, std::int64_t{1'000}))
      ->capture_default_str();
  verb.add_option("--old-date", request.old_date, "Of the earlier snapshot");
  verb.add_option("--new-date", request.new_date, "Of the later one");
  verb.add_option("--contest", request.contest, "Of the doubt, where there are several");
  verb.add_option("--doubt-source", request.doubt_source, "Of the doubt, as in election.toml")
      ->capture_default_str();
  verb.add_option("--doubt-status", request.doubt_status, "Of the doubt")
      ->check(CLI::IsMember({"established", "admitted", "alleged"}))
      ->capture_default_str();
}

}  // namespace

void add_roll_removals(CLI::App& roll, Action& action) {
  auto request = std::make_shared<RemovalsRequest>();
  CLI::App* verb = roll.add_subcommand(
      "removals",
      "Apparent removals, removed persons, wrongly removed ones: what each is known by");
  verb->add_option("folder", request->folder, "What roll diff wrote with -o")->required();
  add_estimates(*verb, *request);
  add_patterns(*verb, *request);
  add_publication(*verb, *request);
  add_common_options(*verb, request->options);
  verb->footer(
      "Nothing of a person is printed or written.\n"
      "Examples:\n"
      "  scrutineer roll removals out/changes\n"
      "  scrutineer roll removals out/changes --clerical form.csv --field visits.csv \\\n"
      "      --areas areas.csv --share opposition -o election/roll");
  verb->callback([request, &action] { action = [request] { return run(*request); }; });
}

}  // namespace scrutineer::cli
