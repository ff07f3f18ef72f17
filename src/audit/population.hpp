// The cards that an audit draws from. Every card of the manifest has an id: that of the record at
// its place, else "container/position". Phantoms stand for cards that may exist: up to the bound of
// a contest in a constituency, "phantom/contest/unit/k", k = 1, 2, …
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "audit/cards.hpp"
#include "base/result.hpp"

namespace scrutineer {

// So many cards fit into memory with their ids and tickets.
inline constexpr Votes kMostAuditCards = 30'000'000;

class CardList {
 public:
  static constexpr std::uint32_t kNoContainer = UINT32_MAX;

  // All cards of the manifest, in its order. An error where records and manifest disagree: an
  // unknown container, a position that is not in it or not stated, two records at one place, an id
  // that two cards would have.
  static Result<CardList> make(const Manifest& manifest, const Cards* records);

  // Returns the position of the first.
  std::size_t add_phantoms(std::string_view contest, std::string_view unit, std::size_t count);

  std::size_t size() const { return ids_.size(); }
  const std::string& id(std::size_t card) const { return ids_[card]; }
  std::span<const std::string> ids() const { return ids_; }
  bool is_phantom(std::size_t card) const { return card >= real_; }
  // Position in the manifest, and in the container from 1; not of phantoms.
  std::uint32_t container(std::size_t card) const { return container_[card]; }
  std::int64_t position(std::size_t card) const {
    return static_cast<std::int64_t>(card - first_[container_[card]]) + 1;
  }
  std::optional<std::size_t> record(std::size_t card) const {
    if (is_phantom(card) || record_.empty() || record_[card] == kNone) return std::nullopt;
    return record_[card];
  }
  // The cards of one container: first and one beyond the last.
  std::size_t first_of(std::size_t container) const { return first_[container]; }
  std::size_t end_of(std::size_t container) const {
    return container + 1 < first_.size() ? first_[container + 1] : real_;
  }

 private:
  static constexpr std::size_t kNone = SIZE_MAX;

  Result<void> place_records(const Manifest& manifest, const Cards& records);
  Errors repeated_ids() const;

  std::vector<std::string> ids_;
  std::vector<std::uint32_t> container_;
  std::vector<std::size_t> record_;  // empty without records
  std::vector<std::size_t> first_;   // by container
  std::size_t real_ = 0;
};

}  // namespace scrutineer
