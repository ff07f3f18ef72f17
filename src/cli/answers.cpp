#include "cli/answers.hpp"

#include <fmt/core.h>

#include "cli/table.hpp"
#include "findings/findings.hpp"

namespace scrutineer::cli {

namespace {

Json price_json(const PriceBounds& price) {
  return {
      {"low", to_json(price.low)}, {"high", to_json(price.high)}, {"reachable", price.reachable}};
}

Json rational_json(const std::optional<Rational>& value) {
  if (!value) return nullptr;
  return fmt::format("{}/{}", value->numerator, value->denominator);
}

Json holds_json(const QuestionOutcome& outcome) {
  if (!outcome.holds_known) return nullptr;
  if (outcome.holds == Holds::tie) return "tie";
  return outcome.holds == Holds::yes;
}

Json reason_json(OpenReason reason) {
  if (reason == OpenReason::missing) return "missing";
  if (reason == OpenReason::search) return "search";
  return nullptr;
}

Json witness_json(const Election& election, const QuestionOutcome& outcome) {
  if (outcome.witness.empty()) return nullptr;
  Json list = Json::array();
  for (const UnitVotes& line : outcome.witness) {
    list.push_back({{"unit", line.unit},
                    {"party", election.parties[line.party.value].id},
                    {"votes", line.votes}});
  }
  return list;
}

Json missing_json(const Election& election, const std::vector<Missing>& missing) {
  Json list = Json::array();
  for (const Missing& item : missing) {
    list.push_back({{"unit", election.units[item.unit.value].id}, {"what", item.what}});
  }
  return list;
}

Json question_json(const Election& election, const QuestionOutcome& outcome) {
  const Question& question = election.questions[outcome.question];
  Json json = {
      {"id", question.id},
      {"contest", election.contests[question.contest.value].id},
      {"basis", election.sources[outcome.basis.value].id},
      {"base", outcome.base.empty() ? Json(nullptr) : Json(outcome.base)},
      {"kind", std::string(name_of(question.kind))},
      {"who", question.who.empty() ? Json(nullptr) : Json(question.who)},
      {"unit", question.unit ? Json(election.units[question.unit->value].id) : Json(nullptr)},
      {"holds", holds_json(outcome)},
      {"answer", std::string(name_of(outcome.answer))},
      {"exact", outcome.exact},
      {"reason", reason_json(outcome.reason)},
      {"confidence", rational_json(outcome.confidence)},
      {"price",
       {{"switch", price_json(outcome.price_switch)},
        {"add", price_json(outcome.price_add)},
        {"remove", price_json(outcome.price_remove)}}},
      {"in_doubt",
       {{"removable", outcome.removable},
        {"addable", outcome.addable},
        {"switchable", outcome.switchable},
        {"unknown", outcome.unknown}}},
      {"votes_needed", to_json(outcome.votes_needed)},
      {"votes_needed_high", to_json(outcome.votes_needed_high)},
      {"votes_in_doubt", outcome.votes_in_doubt},
      {"required_lean", rational_json(outcome.required_lean)},
      {"required_share", rational_json(outcome.required_share)},
      {"witness", witness_json(election, outcome)},
      {"witness_seats",
       outcome.witness_seats.empty() ? Json(nullptr) : by_party(election, outcome.witness_seats)},
      {"doubts", outcome.doubts},
      {"decisive_doubts", outcome.decisive_doubts},
      {"idle_doubts", outcome.idle_doubts},
      {"missing", missing_json(election, outcome.missing)},
      {"rests_on", outcome.rests_on}};
  return json;
}

}  // namespace

Json outcome_json(const Election& election, const OutcomeReport& report) {
  Json questions = Json::array();
  for (const QuestionOutcome& outcome : report.questions) {
    questions.push_back(question_json(election, outcome));
  }
  Json cuts = Json::array();
  for (const StatusCut& cut : report.by_status) {
    cuts.push_back({{"question", election.questions[cut.question].id},
                    {"basis", election.sources[cut.basis.value].id},
                    {"status", std::string(name_of(cut.status))},
                    {"answer", std::string(name_of(cut.answer))},
                    {"doubts", cut.doubts}});
  }
  Json contradictions = Json::array();
  for (const Contradiction& contradiction : report.contradictions) {
    contradictions.push_back(contradiction.claims);
  }
  return {{"questions", questions}, {"by_status", cuts}, {"contradictions", contradictions}};
}

std::string price_text(const PriceBounds& price) {
  if (!price.reachable) return "cannot";
  if (price.low && price.high) {
    if (*price.low == *price.high) return grouped(*price.low);
    return grouped(*price.low) + "–" + grouped(*price.high);
  }
  if (price.low) return "at least " + grouped(*price.low);
  if (price.high) return "at most " + grouped(*price.high);
  return "not known";
}

std::string outcome_text(const Election& election, const OutcomeReport& report,
                         const std::vector<Chamber>& chambers) {
  std::string text;
  Table table({"question", "basis", "holds", "answer", "switch", "add", "remove", "in doubt"},
              {false, false, false, false, true, true, true, true});
  for (const QuestionOutcome& outcome : report.questions) {
    const Question& question = election.questions[outcome.question];
    const std::string holds = !outcome.holds_known          ? "not known"
                              : outcome.holds == Holds::tie ? "tie"
                              : outcome.holds == Holds::yes ? "yes"
                                                            : "no";
    table.add({question.id,
               election.sources[outcome.basis.value].id +
                   (outcome.base.empty() ? "" : " of " + outcome.base),
               holds, std::string(name_of(outcome.answer)), price_text(outcome.price_switch),
               price_text(outcome.price_add), price_text(outcome.price_remove),
               grouped(outcome.votes_in_doubt)});
  }
  text += table.text() + "\n";
  for (const QuestionOutcome& outcome : report.questions) {
    const Finding finding = outcome_finding(election, chambers, outcome);
    text += election.questions[outcome.question].id + "\n";
    text += wrapped(text_in(finding.statement, "en", election.languages, ""), 92, "  ");
  }
  return text;
}

Result<std::vector<Chamber>> all_chambers(const Election& election) {
  std::vector<Chamber> list;
  for (std::uint32_t contest = 0; contest < election.contests.size(); ++contest) {
    Result<std::vector<Chamber>> some = chambers(election, {contest});
    if (!some) return tl::unexpected(some.error());
    list.insert(list.end(), std::make_move_iterator(some->begin()),
                std::make_move_iterator(some->end()));
  }
  return list;
}

}  // namespace scrutineer::cli
