#include "audit/records.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

namespace scrutineer {

RecordTally tally_of(const Cards& cards, std::size_t contest, std::optional<Votes> most_choices) {
  RecordTally tally;
  tally.candidates.resize(cards.contests()[contest].candidates.size());
  std::vector<std::uint32_t> named;
  for (std::size_t card = 0; card < cards.size(); ++card) {
    if (!cards.lists(card, contest)) continue;
    ++tally.cards;
    named.clear();
    const auto marks = cards.marks(card, contest);
    for (const Mark& mark : marks) {
      if (std::find(named.begin(), named.end(), mark.candidate) == named.end())
        named.push_back(mark.candidate);
    }
    if (named.empty()) {
      ++tally.blanks;
    } else if (most_choices && static_cast<Votes>(named.size()) > *most_choices) {
      ++tally.overvotes;
    } else {
      ++tally.candidates[named.front()].first;
      for (const std::uint32_t candidate : named) {
        const auto mark = std::find_if(marks.begin(), marks.end(),
                                       [&](const Mark& one) { return one.candidate == candidate; });
        ++tally.candidates[candidate].cards;
        tally.candidates[candidate].points += mark->points;
      }
    }
  }
  return tally;
}

std::string_view name_of(RecordFindingKind kind) {
  switch (kind) {
    case RecordFindingKind::container_not_stated:
      return "container-not-stated";
    case RecordFindingKind::container_unknown:
      return "container-unknown";
    case RecordFindingKind::container_twice:
      return "container-twice";
    case RecordFindingKind::too_many_records:
      return "too-many-records";
    case RecordFindingKind::too_few_records:
      return "too-few-records";
    case RecordFindingKind::no_records:
      return "no-records";
    case RecordFindingKind::position_beyond:
      return "position-beyond";
    case RecordFindingKind::position_twice:
      break;
  }
  return "position-twice";
}

bool is_contradiction(RecordFindingKind kind) {
  return kind != RecordFindingKind::too_few_records && kind != RecordFindingKind::no_records &&
         kind != RecordFindingKind::container_not_stated;
}

std::string to_sentence(const RecordFinding& finding) {
  const std::string container = "Container \"" + finding.container + "\"";
  const std::string records = std::to_string(finding.records);
  const std::string cards = std::to_string(finding.cards);
  const std::string position = std::to_string(finding.position);
  switch (finding.kind) {
    case RecordFindingKind::container_not_stated:
      return records + " records do not say in which container their card is; the first is \"" +
             finding.card + "\".";
    case RecordFindingKind::container_unknown:
      return container + " has " + records +
             " records and is not in the manifest; the first is \"" + finding.card + "\".";
    case RecordFindingKind::container_twice:
      return container + " is in the manifest more than once.";
    case RecordFindingKind::too_many_records:
      return container + " has " + records + " records; the manifest says " + cards + " cards.";
    case RecordFindingKind::too_few_records:
      return container + " has records of " + records + " of its " + cards + " cards.";
    case RecordFindingKind::no_records:
      return container + " has " + cards + " cards and no record.";
    case RecordFindingKind::position_beyond:
      return container + " has " + cards + " cards, and the record \"" + finding.card +
             "\" has position " + position + ".";
    case RecordFindingKind::position_twice:
      break;
  }
  return container + " has " + records + " records of its card number " + position +
         "; the first is \"" + finding.card + "\".";
}

namespace {

struct Found {
  std::size_t first = 0;  // card
  Votes records = 0;
  std::map<std::int64_t, std::pair<std::size_t, Votes>> places;  // first card, records
};

void check_container(const Cards& cards, const Container& container, const Found* found,
                     std::vector<RecordFinding>& findings) {
  const auto add = [&](RecordFindingKind kind, std::string card = "", std::int64_t position = 0,
                       Votes records = 0) {
    findings.push_back({kind, container.id, std::move(card), position, records, container.cards});
  };
  if (found == nullptr) {
    if (container.cards > 0) add(RecordFindingKind::no_records);
    return;
  }
  if (found->records > container.cards) {
    add(RecordFindingKind::too_many_records, cards.id(found->first), 0, found->records);
  } else if (found->records < container.cards) {
    add(RecordFindingKind::too_few_records, cards.id(found->first), 0, found->records);
  }
  for (const auto& [position, records] : found->places) {
    const std::string& card = cards.id(records.first);
    if (position > container.cards)
      add(RecordFindingKind::position_beyond, card, position, records.second);
    if (records.second > 1) add(RecordFindingKind::position_twice, card, position, records.second);
  }
}

}  // namespace

std::vector<RecordFinding> check_records(const Cards& cards, const Manifest& manifest) {
  std::unordered_map<std::string, Found> by_container;
  std::vector<std::string> order;
  for (std::size_t card = 0; card < cards.size(); ++card) {
    const CardPlace place = cards.place(card);
    const auto [at, is_new] = by_container.try_emplace(place.container);
    if (is_new) {
      order.push_back(place.container);
      at->second.first = card;
    }
    ++at->second.records;
    if (place.position > 0) {
      ++at->second.places.try_emplace(place.position, card, 0).first->second.second;
    }
  }
  std::vector<RecordFinding> findings;
  std::set<std::string> listed;
  for (const Container& container : manifest.containers) {
    if (!listed.insert(container.id).second) {
      findings.push_back(
          {RecordFindingKind::container_twice, container.id, "", 0, 0, container.cards});
      continue;
    }
    const auto found = by_container.find(container.id);
    check_container(cards, container, found == by_container.end() ? nullptr : &found->second,
                    findings);
  }
  for (const std::string& container : order) {
    if (listed.contains(container)) continue;
    const Found& found = by_container.at(container);
    findings.push_back({container.empty() ? RecordFindingKind::container_not_stated
                                          : RecordFindingKind::container_unknown,
                        container, cards.id(found.first), 0, found.records, 0});
  }
  return findings;
}

}  // namespace scrutineer
