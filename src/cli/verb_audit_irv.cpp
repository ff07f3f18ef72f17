// scrutineer audit irv: the assertions that settle an instant runoff, and their proof.
#include <cmath>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "audit/irv.hpp"
#include "base/text.hpp"
#include "cli/command.hpp"
#include "cli/table.hpp"
#include "folder/raire.hpp"

namespace scrutineer::cli {

namespace {

struct Request {
  Options options;
  std::string file, contest, test = "one-on-margin", risk_limit = "5%";
  double gamma = 1.1;
  std::int64_t cards = 0;
  bool with_proof = false;
};

struct Answer {
  RankedContest contest;
  IrvAudit audit;
  Votes with_repetitions = 0;
};

std::string number_text(double value) {
  return std::isfinite(value) ? fmt::format("{:.6g}", value) : "never";
}

Result<Difficulty> difficulty_in(const Request& request) {
  Difficulty difficulty;
  for (const auto test :
       {DifficultyTest::one_on_margin, DifficultyTest::bravo, DifficultyTest::macro}) {
    if (name_of(test) == request.test) difficulty.test = test;
  }
  const auto limit = share_option("--risk-limit", request.risk_limit);
  if (!limit) return tl::unexpected(limit.error());
  difficulty.risk_limit = *limit;
  difficulty.gamma = request.gamma;
  return difficulty;
}

Result<RaireFile> read_file(const Request& request, LoadedFolder& folder) {
  const auto bytes = read_input(request.file, folder.inputs);
  if (!bytes) return tl::unexpected(bytes.error());
  return parse_raire(folder.inputs.back().path, *bytes);
}

Result<std::vector<Answer>> answers_to(const Request& request, RaireFile file) {
  const auto difficulty = difficulty_in(request);
  if (!difficulty) return tl::unexpected(difficulty.error());
  std::vector<Answer> answers;
  std::string known;
  for (std::size_t i = 0; i < file.contests.size(); ++i) {
    RankedContest& contest = file.contests[i];
    known += (i > 0 ? ", " : "") + contest.id;
    if (!request.contest.empty() && contest.id != request.contest) continue;
    if (request.cards > 0) contest.cards = request.cards;
    auto audit = irv_assertions(contest, *difficulty);
    if (!audit) return tl::unexpected(audit.error());
    answers.push_back({std::move(contest), std::move(*audit), file.with_repetitions[i]});
  }
  if (answers.empty()) {
    return fail(fmt::format("--contest: no contest is called \"{}\"; this file has: {}.",
                            shown(request.contest), known));
  }
  return answers;
}

Json names_json(const RankedContest& contest, const std::vector<std::size_t>& candidates) {
  Json names = Json::array();
  for (const std::size_t c : candidates) names.push_back(contest.candidates[c]);
  return names;
}

Json assertion_json(const Answer& answer, std::size_t number) {
  const Assertion& assertion = answer.audit.assertions[number];
  const auto& names = answer.contest.candidates;
  Json json = {{"kind", std::string(name_of(assertion.kind))},
               {"winner", names[assertion.winner.position]},
               {"loser", names[assertion.loser->position]},
               {"unit", assertion.unit}};
  if (const auto* next = std::get_if<NotEliminatedNext>(&assertion.assorter)) {
    json["continuing"] = names_json(answer.contest, next->continuing);
  }
  json["winner_ballots"] = *assertion.winner_ballots;
  json["loser_ballots"] = *assertion.loser_ballots;
  json["margin"] = number_json(diluted_margin(assertion));
  json["difficulty"] = number_json(answer.audit.difficulties[number]);
  return json;
}

Json proof_json(const Answer& answer) {
  Json nodes = Json::array();
  for (const IrvNode& node : answer.audit.proof.nodes) {
    Json steps = Json::array();
    for (const IrvStep& step : node.steps) {
      Json one = {{"leaves", answer.contest.candidates[step.candidate]}};
      if (step.assertion) {
        one["assertion"] = *step.assertion;
      } else {
        one["node"] = step.node;
      }
      steps.push_back(std::move(one));
    }
    nodes.push_back({{"standing", names_json(answer.contest, node.standing)}, {"steps", steps}});
  }
  return nodes;
}

Json answer_json(const Answer& answer) {
  const RankedContest& contest = answer.contest;
  Json assertions = Json::array();
  for (std::size_t i = 0; i < answer.audit.assertions.size(); ++i) {
    assertions.push_back(assertion_json(answer, i));
  }
  const bool decided = answer.audit.standing == Standing::contested ||
                       answer.audit.standing == Standing::uncontested;
  return {{"contest", contest.id},
          {"candidates", contest.candidates},
          {"cards", contest.cards},
          {"ballots_naming_twice", answer.with_repetitions},
          {"standing", std::string(name_of(answer.audit.standing))},
          {"winner", decided || contest.winner ? Json(contest.candidates[answer.audit.winner])
                                               : Json(nullptr)},
          {"difficulty", number_json(answer.audit.difficulty)},
          {"assertions", std::move(assertions)},
          {"proof", proof_json(answer)}};
}

std::string assertion_text(const Answer& answer, const Assertion& assertion) {
  const auto& names = answer.contest.candidates;
  const std::string& winner = names[assertion.winner.position];
  const std::string& loser = names[assertion.loser->position];
  const auto* next = std::get_if<NotEliminatedNext>(&assertion.assorter);
  if (next == nullptr) return fmt::format("{} does not leave before {}", winner, loser);
  std::string others;
  for (const std::size_t c : next->continuing) {
    if (c == assertion.winner.position || c == assertion.loser->position) continue;
    others += (others.empty() ? " beside " : ", ") + names[c];
  }
  return fmt::format("{} is ahead of {}{}", winner, loser, others);
}

std::string proof_text(const Answer& answer) {
  std::string text = "\nProof, from the last who stand backwards:\n";
  const auto& names = answer.contest.candidates;
  for (std::size_t number = 0; number < answer.audit.proof.nodes.size(); ++number) {
    const IrvNode& node = answer.audit.proof.nodes[number];
    std::string standing;
    for (const std::size_t c : node.standing) standing += " " + names[c];
    text += fmt::format("{}:{}\n", number, standing.empty() ? " (the end)" : standing);
    for (const IrvStep& step : node.steps) {
      text += fmt::format("  before them {}: {}\n", names[step.candidate],
                          step.assertion ? fmt::format("against assertion {}", *step.assertion + 1)
                                         : fmt::format("see {}", step.node));
    }
  }
  return text;
}

// What each standing means for who would audit.
std::string standing_text(const Answer& answer) {
  const std::string& winner = answer.contest.candidates[answer.audit.winner];
  switch (answer.audit.standing) {
    case Standing::contested:
      return fmt::format("{} won if all of these hold:\n", winner);
    case Standing::uncontested:
      return fmt::format("{} is the only candidate.\n", winner);
    case Standing::no_votes:
      return "No ballot ranks anybody; there is nothing to confirm.\n";
    case Standing::tie:
      break;
  }
  return fmt::format(
      "These ballots do not show that {} won: a round that decides is level, or another won. Only "
      "a full count settles it.\n",
      winner);
}

std::string answer_text(const Answer& answer, bool with_proof) {
  std::string text = fmt::format("Contest {} (candidates: {}, cards: {})\n", answer.contest.id,
                                 answer.contest.candidates.size(), grouped(answer.contest.cards));
  if (answer.with_repetitions > 0) {
    text += fmt::format("{} ballots name a candidate twice; the first mention counts.\n",
                        grouped(answer.with_repetitions));
  }
  text += standing_text(answer);
  if (answer.audit.standing != Standing::contested) return text;
  Table table({"", "assertion", "ballots for", "against", "difficulty"},
              {true, false, true, true, true});
  for (std::size_t i = 0; i < answer.audit.assertions.size(); ++i) {
    const Assertion& assertion = answer.audit.assertions[i];
    table.add({std::to_string(i + 1), assertion_text(answer, assertion),
               grouped(*assertion.winner_ballots), grouped(*assertion.loser_ballots),
               number_text(answer.audit.difficulties[i])});
  }
  return text + table.text() + (with_proof ? proof_text(answer) : "");
}

// No proof leaves the program unchecked.
void check_proof(const Answer& answer) {
  const IrvAudit& audit = answer.audit;
  if (audit.standing != Standing::contested) return;
  const auto fault =
      fault_of(audit.proof, answer.contest.candidates.size(), audit.winner, audit.assertions);
  if (fault) throw std::logic_error("a proof of an instant runoff does not hold: " + *fault);
}

int run(const Request& request) {
  LoadedFolder folder;
  auto file = read_file(request, folder);
  if (!file) return report_errors(file.error());
  const auto answers = answers_to(request, std::move(*file));
  if (!answers) return report_errors(answers.error());
  Json contests = Json::array();
  std::string text;
  for (const Answer& answer : *answers) {
    check_proof(answer);
    contests.push_back(answer_json(answer));
    text += (text.empty() ? "" : "\n") + answer_text(answer, request.with_proof);
  }
  if (!request.options.json) return emit(request.options, text);
  Json result = {{"difficulty_test", request.test}, {"contests", std::move(contests)}};
  return emit(request.options, envelope("audit irv", folder, std::move(result)));
}

}  // namespace

void add_audit_irv(CLI::App& audit, Action& action) {
  auto request = std::make_shared<Request>();
  CLI::App* verb =
      audit.add_subcommand("irv", "What an audit of an instant runoff must confirm, and why");
  verb->add_option("file", request->file, "Ballots as RAIRE reads them")->required();
  verb->add_option("--contest", request->contest, "One contest (default: all of the file)");
  verb->add_option("--cards", request->cards,
                   "The bound on cards (default: the ballots of the contest)")
      ->check(CLI::Range(std::int64_t{1}, kMaximumCount));
  verb->add_option("--difficulty", request->test, "The test whose sample is to be least")
      ->check(CLI::IsMember({"one-on-margin", "bravo", "macro"}))
      ->capture_default_str();
  verb->add_option("--risk-limit", request->risk_limit, "Of bravo and macro")
      ->capture_default_str();
  verb->add_option("--gamma", request->gamma, "Of macro")
      ->check(CLI::Range(1.0, 1000.0))
      ->capture_default_str();
  verb->add_flag("--proof", request->with_proof, "Print the proof too (--json always has it)");
  add_common_options(*verb, request->options);
  verb->footer(
      "The hardest assertion is as easy as that of any set can be; every proof is checked again\n"
      "from the assertions alone before it is printed.\n"
      "Examples:\n"
      "  scrutineer audit irv mayor.raire\n"
      "  scrutineer audit irv mayor.raire --difficulty bravo --risk-limit 5% --proof");
  verb->callback([request, &action] { action = [request] { return run(*request); }; });
}

}  // namespace scrutineer::cli
