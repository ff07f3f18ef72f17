// What a voter who asks "am I on the roll, was I removed?" is told, by name and date of birth
// alone: what became of the entries that have them. Entries of one name and one date of birth are
// not told apart.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "roll/changes.hpp"
#include "roll/entry_texts.hpp"

namespace scrutineer::roll {

// Of the entries of one key. A single roll is the old one.
struct VoterStatus {
  std::uint8_t old_entries = 0, new_entries = 0;  // 2: two or more
  bool is_removed = false;                        // an old entry has no link: an apparent removal
  bool is_elsewhere = false;  // an old entry is linked with a new one that has another key
  bool has_changed = false;   // an old entry is linked, and another field differs

  // The byte that a directory keeps (docs/formats/roll-lookup.md).
  std::uint8_t byte() const;
  static VoterStatus of(std::uint8_t byte);
  bool operator==(const VoterStatus&) const = default;
};

// Names, date of birth and, where it is asked for, unit; empty where one of them is not stated.
std::string voter_key(std::string_view names, std::string_view date);
std::string voter_key(std::string_view names, std::string_view date, std::string_view unit);

struct Voter {
  std::string key;
  VoterStatus status;
};

struct VoterDirectory {
  std::vector<Voter> voters;                                            // by key; each once
  std::array<std::uint64_t, 2> entries = {0, 0}, without_key = {0, 0};  // old, new
  std::uint64_t keys_of_several = 0;  // that two or more entries of one snapshot have
};

// `changes` of both snapshots, or null where there is one.
VoterDirectory voter_directory(const Rolls& rolls, const EntryTexts& texts,
                               const RollChanges* changes, bool with_unit);

// How a register may have a day of birth (canonical, as the voter knows it): as it is, the default
// days of its year, its month alone, its year alone. Always five, so that their number says nothing
// of the date; some may be alike.
std::array<std::string, 5> dates_in_registers(std::string_view date);

}  // namespace scrutineer::roll
