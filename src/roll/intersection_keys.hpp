// Composite keys by which two parties find the entries that both have without showing each other
// the others: an entry has up to six, and is in common where one of them is. Each key joins fields
// that are seldom alike for two people and often right for one, so that an error in one field
// leaves another key whole.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "roll/entry_texts.hpp"

namespace scrutineer::roll {

inline constexpr std::size_t kIntersectionKeys = 6;

// What each key is made of. Part of the exchange: another meaning needs another name.
inline constexpr std::array<std::string_view, kIntersectionKeys> kIntersectionKeyNames = {
    "names, date of birth",
    "names, unit",
    "given name, date of birth, unit",
    "family name, date of birth, unit",
    "names, year of birth, sex",
    "names, day and month of birth"};

// The keys of an entry, by number; empty where a part is not stated. Full names have no third and
// fourth. The sixth is left out for default days, which a quarter of a roll may share.
std::array<std::string, kIntersectionKeys> intersection_keys(const EntryTexts& texts,
                                                             std::size_t snapshot, std::size_t row);

// Every different key of a snapshot, sorted, and of each row and key its place in that list.
struct KeyedSnapshot {
  static constexpr std::uint32_t kNone = 0xffffffff;
  std::vector<std::string> keys;
  std::vector<std::array<std::uint32_t, kIntersectionKeys>> places;  // by row
};
KeyedSnapshot keyed_snapshot(const Rolls& rolls, const EntryTexts& texts, std::size_t snapshot);

}  // namespace scrutineer::roll
