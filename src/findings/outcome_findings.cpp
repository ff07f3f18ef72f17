// One question, one basis: the paragraph that a journalist can quote, and what stands behind it.
#include <algorithm>
#include <string>

#include "findings/findings.hpp"
#include "findings/phrases.hpp"

namespace scrutineer {

namespace {

const Question& question_of(const Election& election, const QuestionOutcome& outcome) {
  return election.questions[outcome.question];
}

const Doubt* find_doubt(const Election& election, const std::string& id) {
  const auto found = std::find_if(election.doubts.begin(), election.doubts.end(),
                                  [&](const Doubt& doubt) { return doubt.id == id; });
  return found == election.doubts.end() ? nullptr : &*found;
}

// The seats of the question's `who` as the basis has them, where a chamber tells.
std::optional<Seats> held_seats(const std::vector<Chamber>& chambers, const Question& question,
                                SourceIndex basis) {
  for (const Chamber& chamber : chambers) {
    if (chamber.of != basis || chamber.contest != question.contest || chamber.reading) continue;
    const std::vector<std::optional<Seats>>* by_party = question.unit ? nullptr : &chamber.by_party;
    for (const Chamber::Constituency& constituency : chamber.constituencies)
      if (question.unit && constituency.unit == *question.unit) by_party = &constituency.by_party;
    if (by_party == nullptr) continue;
    Seats held = 0;
    bool stated = true;
    for (const PartyIndex party : question.parties) {
      stated = stated && party.value < by_party->size() && (*by_party)[party.value];
      if (stated) held += *(*by_party)[party.value];
    }
    if (stated) return held;
  }
  return std::nullopt;
}

std::string_view holds_id(const QuestionOutcome& outcome) {
  if (!outcome.holds_known) return "published.question.unknown";
  switch (outcome.holds) {
    case Holds::yes:
      return "published.question.yes";
    case Holds::no:
      return "published.question.no";
    case Holds::tie:
      return "published.question.tie";
  }
  return "published.question.unknown";
}

LocalizedText published_sentence(const Election& election, const std::vector<Chamber>& chambers,
                                 const QuestionOutcome& outcome) {
  const Question& question = question_of(election, outcome);
  const LocalizedText source = spoken(name_of(election, outcome.basis));
  const auto held = held_seats(chambers, question, outcome.basis);
  if (question.kind == QuestionKind::seats_equal)
    return say(
        "published.seats-equal",
        {{"source", source}, {"all", number(election.contests[question.contest.value].seats)}});
  if (question.kind != QuestionKind::seats_at_least || !held || !outcome.holds_known ||
      outcome.holds == Holds::tie)
    return say(holds_id(outcome), {{"source", source}, {"what", clause_of(election, question)}});
  const Seats all = election.contests[question.contest.value].seats;
  const Count in_unit = question.unit ? election.units[question.unit->value].seats : Count{all};
  const Values values = {
      {"source", source},
      {"who", who_of(election, question)},
      {"held", number(*held)},
      {"all", number(in_unit.value_or(all))},
      {"seats", number(question.seats)},
      {"unit", question.unit ? name_of(election, *question.unit) : everywhere("")}};
  if (question.unit) return say("published.seats-in", values);
  if (question.seats != all / 2 + 1) return say("published.seats", values);
  return say(outcome.holds == Holds::yes ? "published.majority.yes" : "published.majority.no",
             values);
}

LocalizedText answer_sentence(const Election& election, const QuestionOutcome& outcome) {
  std::string id = "answer." + std::string(name_of(outcome.answer));
  if (outcome.doubts.empty() && outcome.answer == Answer::cannot_change) id = "answer.no-doubts";
  if (outcome.answer == Answer::not_determined)
    id += outcome.reason == OpenReason::search ? ".search" : ".missing";
  return say(id, {{"what", clause_of(election, question_of(election, outcome))}});
}

std::vector<LocalizedText> needed_sentences(const QuestionOutcome& outcome) {
  if (!outcome.votes_needed || outcome.votes_in_doubt == 0 || outcome.from_published_facts)
    return {};
  const Values values = {
      {"needed", votes(outcome.votes_needed)},
      {"doubt", votes(outcome.votes_in_doubt)},
      {"lean", everywhere(outcome.required_lean ? percent(*outcome.required_lean) : "")}};
  if (outcome.answer == Answer::cannot_change) return {say("needed.beyond", values)};
  if (!outcome.required_lean) return {};
  return {say("needed.reach", values)};
}

LocalizedText statement_of(const Election& election, const std::vector<Chamber>& chambers,
                           const QuestionOutcome& outcome) {
  std::vector<LocalizedText> parts = {published_sentence(election, chambers, outcome)};
  std::vector<LocalizedText> needed = needed_sentences(outcome);
  for (LocalizedText& sentence : doubt_sentences(election, outcome, needed.empty()))
    parts.push_back(std::move(sentence));
  parts.push_back(answer_sentence(election, outcome));
  if (outcome.confidence)
    parts.push_back(
        say("answer.confidence", {{"confidence", everywhere(percent(*outcome.confidence))}}));
  for (const auto& [change, price] : prices_in_play(election, outcome))
    parts.push_back(price_sentence(*price, change));
  for (LocalizedText& sentence : needed) parts.push_back(std::move(sentence));
  return join(parts);
}

LocalizedText summary_of(const Election& election, const std::vector<Chamber>& chambers,
                         const QuestionOutcome& outcome) {
  std::vector<LocalizedText> parts = {published_sentence(election, chambers, outcome)};
  for (const auto& [change, price] : prices_in_play(election, outcome))
    parts.push_back(price_sentence(*price, change));
  for (LocalizedText& sentence : needed_sentences(outcome)) parts.push_back(std::move(sentence));
  return join(parts);
}

std::vector<LocalizedText> caveats_of(const Election& election, const QuestionOutcome& outcome) {
  std::vector<LocalizedText> caveats;
  bool has_low = false;
  for (const auto& [change, price] : prices_in_play(election, outcome)) {
    if (!price->reachable || !price->low || !price->high || *price->low == *price->high) continue;
    has_low = has_low || *price->low > 1;
    const std::string_view way = change == Change::added      ? "way.add"
                                 : change == Change::switched ? "way.switch"
                                                              : "way.remove";
    caveats.push_back(
        say(*price->low <= 1 ? "threshold.at-most" : "threshold.range",
            {{"low", number(*price->low)}, {"high", number(*price->high)}, {"way", say(way)}}));
  }
  if (has_low && outcome.from_published_facts) caveats.push_back(say("caveat.weak"));
  if (!outcome.exact && !outcome.from_published_facts) caveats.push_back(say("caveat.bound"));
  caveats.push_back(say("caveat.could"));
  return caveats;
}

std::vector<LocalizedText> assumptions_of(const Election& election,
                                          const QuestionOutcome& outcome) {
  const Contest& contest = election.contests[question_of(election, outcome).contest.value];
  std::vector<LocalizedText> assumptions;
  if (outcome.from_published_facts)
    assumptions.push_back(
        say("assumption.published", {{"source", spoken(name_of(election, outcome.basis))}}));
  const QuestionKind kind = question_of(election, outcome).kind;
  if (kind == QuestionKind::seats_at_least || kind == QuestionKind::seats_equal)
    assumptions.push_back(
        say("assumption.rule", {{"rule", say("rule." + std::string(name_of(contest.rule)))}}));
  assumptions.push_back(say("assumption.fall"));
  assumptions.push_back(say("assumption.tie"));
  return assumptions;
}

// What is missing, one sentence per kind of figure, in the order of first mention.
std::vector<LocalizedText> missing_of(const Election& election, const QuestionOutcome& outcome) {
  std::vector<std::pair<std::string, std::int64_t>> kinds;
  for (const Missing& missing : outcome.missing) {
    const auto known = std::find_if(kinds.begin(), kinds.end(),
                                    [&](const auto& kind) { return kind.first == missing.what; });
    if (known == kinds.end()) {
      kinds.emplace_back(missing.what, 1);
    } else {
      ++known->second;
    }
  }
  std::vector<LocalizedText> sentences;
  for (const auto& [what, count] : kinds) {
    const std::string_view id = what == "votes"   ? "open.votes"
                                : what == "seats" ? "open.seats"
                                                  : "open.field";
    sentences.push_back(say(id, {{"source", spoken(name_of(election, outcome.basis))},
                                 {"id", everywhere(election.sources[outcome.basis.value].id)},
                                 {"count", number(count)},
                                 {"what", everywhere(what)}}));
  }
  return sentences;
}

std::vector<LocalizedText> open_of(const Election& election, const QuestionOutcome& outcome) {
  std::vector<LocalizedText> open = missing_of(election, outcome);
  const LocalizedText what = clause_of(election, question_of(election, outcome));
  for (const std::string& id : outcome.decisive_doubts) {
    const Doubt* doubt = find_doubt(election, id);
    if (doubt == nullptr) continue;
    const LocalizedText source = spoken(name_of(election, doubt->source));
    if (doubt->units.empty())
      open.push_back(say("open.place", {{"source", source}, {"doubt", everywhere(id)}}));
    if (doubt->status != Status::established)
      open.push_back(
          say("open.evidence", {{"source", source},
                                {"doubt", everywhere(id)},
                                {"what", what},
                                {"status", say("status." + std::string(name_of(doubt->status)))}}));
  }
  if (outcome.reason == OpenReason::search) open.push_back(say("open.search", {{"what", what}}));
  return open;
}

}  // namespace

std::string outcome_id(const Election& election, const QuestionOutcome& outcome) {
  const std::string id = "outcome/" + question_of(election, outcome).id + "/" +
                         election.sources[outcome.basis.value].id;
  return outcome.base.empty() ? id : id + "/" + outcome.base;
}

Finding outcome_finding(const Election& election, const std::vector<Chamber>& chambers,
                        const QuestionOutcome& outcome) {
  Finding finding;
  finding.id = outcome_id(election, outcome);
  finding.kind = "outcome";
  finding.statement = statement_of(election, chambers, outcome);
  finding.summary = summary_of(election, chambers, outcome);
  finding.method = join({say(outcome.from_published_facts ? "method.published" : "method.exact"),
                         say("method.doubts")});
  finding.assumptions = assumptions_of(election, outcome);
  finding.caveats = caveats_of(election, outcome);
  finding.open = open_of(election, outcome);
  finding.rests_on = outcome.rests_on;
  return finding;
}

}  // namespace scrutineer
