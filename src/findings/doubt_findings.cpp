// What the doubts of a question say: few of them one by one, many of them by their kinds.
#include <algorithm>
#include <map>
#include <string>

#include "findings/findings.hpp"
#include "findings/phrases.hpp"

namespace scrutineer {

namespace {

constexpr std::size_t kGroupsInParagraph = 2;
constexpr std::size_t kSourcesInGroup = 3;
constexpr std::size_t kFew = 10;

using DoubtsById = std::map<std::string_view, const Doubt*>;

DoubtsById doubts_by_id(const Election& election) {
  DoubtsById doubts;
  for (const Doubt& doubt : election.doubts) doubts.emplace(doubt.id, &doubt);
  return doubts;
}

// The doubts that decide, else all that were taken where they are few; the largest first.
std::vector<const Doubt*> doubts_to_tell(const DoubtsById& by_id, const QuestionOutcome& outcome) {
  std::vector<const Doubt*> doubts;
  const bool all = outcome.decisive_doubts.empty();
  if (all && outcome.doubts.size() > kFew) return doubts;
  for (const std::string& id : all ? outcome.doubts : outcome.decisive_doubts) {
    const auto found = by_id.find(id);
    if (found != by_id.end()) doubts.push_back(found->second);
  }
  std::stable_sort(doubts.begin(), doubts.end(), [](const Doubt* a, const Doubt* b) {
    return a->high.value_or(kMaximumCount) > b->high.value_or(kMaximumCount);
  });
  return doubts;
}

bool alike(const Doubt& a, const Doubt& b) {
  return a.way == b.way && a.status == b.status && a.units == b.units;
}

// Doubts of one kind and place are told together, the largest of each source; at most two such
// groups of at most three. The others are counted.
std::vector<std::vector<const Doubt*>> groups_to_tell(const std::vector<const Doubt*>& doubts) {
  std::vector<std::vector<const Doubt*>> groups;
  for (const Doubt* doubt : doubts) {
    const auto group = std::find_if(groups.begin(), groups.end(), [&](const auto& other) {
      return alike(*other.front(), *doubt);
    });
    if (group == groups.end()) {
      if (groups.size() < kGroupsInParagraph) groups.push_back({doubt});
      continue;
    }
    const bool told = std::any_of(group->begin(), group->end(), [&](const Doubt* other) {
      return other->source == doubt->source;
    });
    if (!told && group->size() < kSourcesInGroup) group->push_back(doubt);
  }
  return groups;
}

// "181 doubts count here: 179 of a result that exists in more than one version and 2 of …".
LocalizedText kinds_sentence(const DoubtsById& by_id, const QuestionOutcome& outcome) {
  std::map<std::string, std::int64_t> kinds;
  for (const std::string& id : outcome.doubts) {
    const auto found = by_id.find(id);
    const bool known = found != by_id.end();
    ++kinds[known ? std::string(name_of(found->second->way)) : std::string("not-reported")];
  }
  const LocalizedText all = number(static_cast<std::int64_t>(outcome.doubts.size()));
  if (kinds.size() == 1) {
    const LocalizedText kind = say("doubt-kind." + kinds.begin()->first);
    return say("doubt.one-kind", {{"count", all}, {"kind", kind}});
  }
  std::vector<std::pair<std::int64_t, std::string>> most_first;
  for (const auto& [kind, count] : kinds) most_first.emplace_back(-count, kind);
  std::sort(most_first.begin(), most_first.end());
  std::vector<LocalizedText> parts;
  for (const auto& [count, kind] : most_first) {
    parts.push_back(
        say("doubt.of-kind", {{"count", number(-count)}, {"kind", say("doubt-kind." + kind)}}));
  }
  return say("doubt.kinds", {{"count", all}, {"list", list_of(parts)}});
}

}  // namespace

std::vector<LocalizedText> doubt_sentences(const Election& election, const QuestionOutcome& outcome,
                                           bool with_total) {
  const DoubtsById by_id = doubts_by_id(election);
  std::vector<LocalizedText> sentences;
  std::size_t told = 0;
  for (const auto& group : groups_to_tell(doubts_to_tell(by_id, outcome))) {
    sentences.push_back(sentence_of(election, group));
    told += group.size();
  }
  if (outcome.doubts.size() > kFew) {
    sentences.push_back(kinds_sentence(by_id, outcome));
    if (with_total && outcome.votes_in_doubt > 0 && outcome.votes_in_doubt < kMaximumCount)
      sentences.push_back(say("doubt.total", {{"votes", votes(outcome.votes_in_doubt)}}));
    return sentences;
  }
  const std::size_t further = outcome.doubts.size() - std::min(outcome.doubts.size(), told);
  if (further > 0 && !sentences.empty())
    sentences.push_back(say(further == 1 ? "doubt.further.one" : "doubt.further.many",
                            {{"count", number(static_cast<std::int64_t>(further))}}));
  return sentences;
}

std::vector<std::pair<Change, const PriceBounds*>> prices_in_play(const Election& election,
                                                                  const QuestionOutcome& outcome) {
  const DoubtsById by_id = doubts_by_id(election);
  const bool versions =
      std::any_of(outcome.doubts.begin(), outcome.doubts.end(), [&](const std::string& id) {
        const auto found = by_id.find(id);
        return found != by_id.end() && found->second->way == Way::alternatives;
      });
  const bool any = versions || outcome.unknown > 0 ||
                   (outcome.addable == 0 && outcome.switchable == 0 && outcome.removable == 0);
  std::vector<std::pair<Change, const PriceBounds*>> prices;
  if (any || outcome.addable > 0) prices.emplace_back(Change::added, &outcome.price_add);
  if (any || outcome.switchable > 0) prices.emplace_back(Change::switched, &outcome.price_switch);
  if (any || outcome.removable > 0) prices.emplace_back(Change::removed, &outcome.price_remove);
  return prices;
}

}  // namespace scrutineer
