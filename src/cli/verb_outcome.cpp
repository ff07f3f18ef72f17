// scrutineer outcome: could the irregularities have changed the answer to each question?
#include <memory>

#include <CLI/CLI.hpp>

#include "cli/answers.hpp"
#include "cli/command.hpp"

namespace scrutineer::cli {

namespace {

struct Request {
  Options options;
  InputChoice source;
  std::string status = "alleged";
  std::string basis;
  std::vector<std::string> doubts;
  bool no_copies = false;
};

// A table alone asks nothing: its own question is whether its composition stays as it is.
void ask_something(Election& election) {
  if (!election.questions.empty() || election.contests.empty()) return;
  Question question;
  question.id = "composition";
  question.kind = QuestionKind::seats_equal;
  election.questions.push_back(question);
}

int run(const Request& request) {
  Result<LoadedFolder> folder = load(request.source);
  if (!folder) return report_errors(folder.error());
  ask_something(folder->election);
  if (!request.no_copies) take_doubts_of_count(folder->election);
  const Election& election = folder->election;
  OutcomeOptions options;
  options.status = *from_name<Status>(request.status);
  options.named_doubts = request.doubts;
  for (const std::string& id : request.doubts) {
    bool known = false;
    for (const Doubt& doubt : election.doubts) known = known || doubt.id == id;
    if (!known) return report_errors(fail("--doubt: no doubt is called \"" + id + "\".").value());
  }
  if (!request.basis.empty()) {
    const Result<SourceIndex> source = find_source(election, request.basis);
    if (!source) return report_errors(source.error());
    options.basis = *source;
  }
  const Result<OutcomeReport> report = analyse_outcome(election, options);
  if (!report) return report_errors(report.error());
  if (request.options.json) {
    return emit(request.options, envelope("outcome", *folder, outcome_json(election, *report)));
  }
  const Result<std::vector<Chamber>> seats = all_chambers(election);
  if (!seats) return report_errors(seats.error());
  return emit(request.options, outcome_text(election, *report, *seats));
}

}  // namespace

void add_outcome(CLI::App& app, Action& action) {
  auto request = std::make_shared<Request>();
  CLI::App* verb =
      app.add_subcommand("outcome", "Could the irregularities have changed the outcome?");
  add_source_options(*verb, request->source);
  verb->add_option("--status", request->status, "Only doubts of this status or stronger")
      ->check(CLI::IsMember({"alleged", "admitted", "established"}))
      ->capture_default_str();
  verb->add_option("--doubt", request->doubts,
                   "Count this dismissed doubt all the same (repeatable)");
  verb->add_option("--basis", request->basis,
                   "Whose count (default: the commission's, then every complete one)");
  verb->add_flag("--no-copies", request->no_copies,
                 "Leave out forms of which copies differ, and quarantined units (count doubts)");
  add_common_options(*verb, request->options);
  verb->footer(
      "Answers: cannot-change, can-change, must-change, not-determined (docs/formats/).\n"
      "Examples:\n"
      "  scrutineer outcome examples/cambodia-2013\n"
      "  scrutineer outcome examples/cambodia-2013 --status admitted\n"
      "  scrutineer outcome examples/cases/austria-2016 --json");
  verb->callback([request, &action] { action = [request] { return run(*request); }; });
}

}  // namespace scrutineer::cli
