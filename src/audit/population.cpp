#include "audit/population.hpp"

#include <unordered_map>
#include <unordered_set>

#include <fmt/core.h>

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

Result<void> CardList::place_records(const Manifest& manifest, const Cards& records) {
  Errors errors;
  const auto add = [&](std::size_t card, std::string found, std::string expected) {
    if (errors.size() >= kMostErrors) return;
    errors.push_back(
        {"audit/records.csv", 0, "", "", "",
         fmt::format("Card \"{}\": {}; expected {}.", shown(records.id(card)), found, expected)});
  };
  std::unordered_map<std::string_view, std::size_t> containers;
  for (std::size_t c = 0; c < manifest.containers.size(); ++c) {
    containers.emplace(manifest.containers[c].id, c);
  }
  record_.assign(ids_.size(), kNone);
  for (std::size_t card = 0; card < records.size(); ++card) {
    const CardPlace place = records.place(card);
    const auto container = containers.find(place.container);
    if (container == containers.end()) {
      add(card, fmt::format("it lies in the container \"{}\"", shown(place.container)),
          "a container of audit/manifest.csv");
      continue;
    }
    const Votes cards = manifest.containers[container->second].cards;
    if (place.position < 1 || place.position > cards) {
      add(card, fmt::format("its position is {}", place.position),
          fmt::format("a position from 1 to the {} cards that the manifest has for \"{}\"", cards,
                      shown(place.container)));
      continue;
    }
    const std::size_t at = first_[container->second] + static_cast<std::size_t>(place.position) - 1;
    if (record_[at] != kNone) {
      add(card, fmt::format("it lies where card \"{}\" lies", shown(records.id(record_[at]))),
          "one record for each place");
      continue;
    }
    if (records.id(card).starts_with("phantom/")) {
      add(card, "its id begins with phantom/", "another id: phantoms are cards that nobody has");
      continue;
    }
    record_[at] = card;
    ids_[at] = records.id(card);
  }
  if (!errors.empty()) return tl::unexpected(errors);
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
