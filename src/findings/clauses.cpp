// Clauses that several findings share: the question, the doubt, the place, the price.
#include <algorithm>
#include <optional>
#include <string>

#include "findings/findings.hpp"
#include "findings/phrases.hpp"

namespace scrutineer {

namespace {

std::string_view base_id(Base base) {
  switch (base) {
    case Base::valid:
      return "base.valid";
    case Base::cast:
      return "base.cast";
    case Base::registered:
      return "base.registered";
  }
  return "base.valid";
}

LocalizedText seats_clause(const Election& election, const Question& question) {
  const Seats all = election.contests[question.contest.value].seats;
  const LocalizedText who = who_of(election, question);
  if (question.unit) {
    const Count seats = election.units[question.unit->value].seats;
    return say("question.seats-in", {{"who", who},
                                     {"seats", number(question.seats)},
                                     {"all", seats ? number(*seats) : everywhere("?")},
                                     {"unit", name_of(election, *question.unit)}});
  }
  return say(question.seats == all / 2 + 1 ? "question.majority" : "question.seats",
             {{"who", who}, {"seats", number(question.seats)}, {"all", number(all)}});
}

LocalizedText amount_of(const Doubt& doubt) {
  if (doubt.way == Way::alternatives) return say("amount.versions");
  if (!doubt.high) return say("amount.all");
  return say("amount.up-to", {{"number", number(*doubt.high)}});
}

std::string_view price_way(Change change) {
  switch (change) {
    case Change::switched:
      return "way.switch";
    case Change::added:
      return "way.add";
    case Change::removed:
      return "way.remove";
  }
  return "way.add";
}

}  // namespace

std::string_view name_of(Answer answer) {
  switch (answer) {
    case Answer::cannot_change:
      return "cannot-change";
    case Answer::can_change:
      return "can-change";
    case Answer::must_change:
      return "must-change";
    case Answer::not_determined:
      return "not-determined";
  }
  return "not-determined";
}

LocalizedText clause_of(const Election& election, const Question& question) {
  const LocalizedText who = who_of(election, question);
  const LocalizedText base = say(base_id(question.of));
  switch (question.kind) {
    case QuestionKind::seats_at_least:
      return seats_clause(election, question);
    case QuestionKind::wins:
      if (!question.unit) return say("question.wins", {{"who", who}});
      return say("question.wins-in", {{"who", who}, {"unit", name_of(election, *question.unit)}});
    case QuestionKind::share_at_least:
      return say(question.strict ? "question.share-strict" : "question.share",
                 {{"who", who}, {"share", everywhere(percent(question.share))}, {"base", base}});
    case QuestionKind::lead_at_least:
      return say("question.lead",
                 {{"who", who}, {"points", everywhere(percent(question.points))}, {"base", base}});
    case QuestionKind::seats_equal:
      return say("question.seats-equal",
                 {{"all", number(election.contests[question.contest.value].seats)}});
  }
  return everywhere(question.id);
}

LocalizedText place_of(const Election& election, const std::vector<UnitIndex>& units) {
  if (units.empty()) {
    std::optional<UnitIndex> root;
    std::size_t roots = 0;
    for (std::size_t i = 0; i < election.units.size(); ++i) {
      if (election.units[i].parent) continue;
      ++roots;
      root = UnitIndex{static_cast<std::uint32_t>(i)};
    }
    if (roots != 1) return say("where.anywhere");
    return say("where.anywhere-in", {{"unit", name_of(election, *root)}});
  }
  if (units.size() > 3)
    return say("where.count", {{"count", number(static_cast<std::int64_t>(units.size()))}});
  std::vector<LocalizedText> names;
  names.reserve(units.size());
  for (const UnitIndex unit : units) names.push_back(name_of(election, unit));
  return say("where.units", {{"units", list_of(names)}});
}

LocalizedText sentence_of(const Election& election, const std::vector<const Doubt*>& doubts) {
  if (doubts.empty()) return everywhere("");
  const Doubt& first = *doubts.front();
  std::vector<LocalizedText> sources;
  sources.reserve(doubts.size());
  for (const Doubt* doubt : doubts) {
    sources.push_back(
        say("doubt.by." + std::string(name_of(doubt->status)),
            {{"amount", amount_of(*doubt)}, {"source", spoken(name_of(election, doubt->source))}}));
  }
  const LocalizedText claim =
      say("doubt." + std::string(name_of(first.way)), {{"where", place_of(election, first.units)}});
  return sentence(say("doubt.sentence", {{"claim", claim}, {"sources", list_of(sources)}}));
}

LocalizedText price_sentence(const PriceBounds& price, Change change) {
  const LocalizedText way = say(price_way(change));
  if (!price.reachable || !price.low) return say("price.none", {{"way", way}});
  if (!price.high) return say("price.at-least", {{"low", number(*price.low)}, {"way", way}});
  if (*price.low == *price.high)
    return say("price.exact", {{"high", votes(price.high)}, {"way", way}});
  if (*price.low <= 1) return say("price.at-most", {{"high", votes(price.high)}, {"way", way}});
  return say("price.range",
             {{"low", number(*price.low)}, {"high", votes(price.high)}, {"way", way}});
}

}  // namespace scrutineer
