#include "audit/population.hpp"

#include <unordered_map>
#include <unordered_set>

#include <fmt/core.h>

#include "audit/records.hpp"
#include "base/text.hpp"

namespace scrutineer {

namespace {

constexpr std::size_t kMostErrors = 1000;

}  // namespace

Result<CardList> CardList::make(const Manifest& manifest, const Cards* records) {
  Wide total = 0;
  for (const Container& container : manifest.containers) total += container.cards;
  if (total > kMostAuditCards) {
    return fail(fmt::format("The manifest has {} cards; an audit takes at most {}.",
                            to_string(total), kMostAuditCards));
  }
  CardList list;
  list.ids_.reserve(static_cast<std::size_t>(total));
  for (std::size_t c = 0; c < manifest.containers.size(); ++c) {
    const Container& container = manifest.containers[c];
    list.first_.push_back(list.ids_.size());
    for (Votes position = 1; position <= container.cards; ++position) {
      list.ids_.push_back(container.id + "/" + std::to_string(position));
      list.container_.push_back(static_cast<std::uint32_t>(c));
    }
  }
  list.real_ = list.ids_.size();
  if (records != nullptr) {
    if (auto placed = list.place_records(manifest, *records); !placed) {
      return tl::unexpected(placed.error());
    }
  }
  if (Errors errors = list.repeated_ids(); !errors.empty()) return tl::unexpected(errors);
  return list;
}

// Where records and manifest cannot both be right is found by check_records; an audit also needs a
// place for every record.
Result<void> CardList::place_records(const Manifest& manifest, const Cards& records) {
  Errors errors;
  const auto add = [&](std::string sentence) {
    if (errors.size() >= kMostErrors) return;
    errors.push_back({"audit/records.csv", 0, "", "", "", std::move(sentence)});
  };
  for (const RecordFinding& finding : check_records(records, manifest)) {
    const bool has_no_place = finding.kind == RecordFindingKind::container_not_stated;
    if (has_no_place || is_contradiction(finding.kind)) add(to_sentence(finding));
  }
  for (std::size_t card = 0; card < records.size(); ++card) {
    const CardPlace place = records.place(card);
    const std::string id = shown(records.id(card));
    if (!place.container.empty() && place.position < 1) {
      add(fmt::format("Card \"{}\" has no position; expected its number in \"{}\", from 1.", id,
                      shown(place.container)));
    }
    if (records.id(card).starts_with("phantom/")) {
      add(fmt::format("Card \"{}\": expected another id, as phantoms are cards that nobody has.",
                      id));
    }
  }
  if (!errors.empty()) return tl::unexpected(errors);
  std::unordered_map<std::string_view, std::size_t> first;
  for (std::size_t c = 0; c < manifest.containers.size(); ++c) {
    first.emplace(manifest.containers[c].id, first_[c]);
  }
  record_.assign(ids_.size(), kNone);
  for (std::size_t card = 0; card < records.size(); ++card) {
    const CardPlace place = records.place(card);
    const std::size_t at = first.at(place.container) + static_cast<std::size_t>(place.position) - 1;
    record_[at] = card;
    ids_[at] = records.id(card);
  }
  return {};
}

Errors CardList::repeated_ids() const {
  Errors errors;
  std::unordered_set<std::string_view> known;
  known.reserve(ids_.size());
  for (std::size_t card = 0; card < real_; ++card) {
    if (known.insert(ids_[card]).second || errors.size() >= kMostErrors) continue;
    errors.push_back({"", 0, "", "", "",
                      fmt::format("Two cards would be called \"{}\": a record has the name of "
                                  "another place; give the record another id.",
                                  shown(ids_[card]))});
  }
  return errors;
}

std::size_t CardList::add_phantoms(std::string_view contest, std::string_view unit,
                                   std::size_t count) {
  const std::size_t first = ids_.size();
  for (std::size_t k = 1; k <= count; ++k) {
    ids_.push_back(fmt::format("phantom/{}/{}/{}", contest, unit, k));
    container_.push_back(kNoContainer);
  }
  return first;
}

}  // namespace scrutineer
