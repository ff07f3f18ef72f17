// What became of the entries of an old snapshot in a new one, as the links between them say. Every
// word here is about entries, not people: an entry that was not linked is an *apparent* removal or
// addition, of which some are links that were missed (removals.hpp says how many, and of whom).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "roll/link.hpp"
#include "roll/roll.hpp"

namespace scrutineer::roll {

enum class EntryClass : std::uint8_t {
  unchanged,  // linked, and every field that both state is equal
  changed,    // linked, another field than the unit differs
  moved,      // linked, and registered in another unit
  ambiguous,  // linked, but another link would be as good
  removed,    // of the old snapshot, not linked
  added,      // of the new snapshot, not linked
};
inline constexpr std::size_t kEntryClasses = 6;
std::string_view name_of(EntryClass what);

struct EntryLink {
  Link link;
  EntryClass what = EntryClass::unchanged;
  std::vector<std::size_t> differing;  // fields of the schema that both state, and not alike
};

// Entries by unit as the snapshot at hand has it; value 0: entries that state none.
struct UnitChanges {
  ValueId unit = 0;
  std::uint64_t old_entries = 0, new_entries = 0;
  std::uint64_t unchanged = 0, changed = 0;   // of the old entries
  std::uint64_t moved_out = 0, moved_in = 0;  // of the old, of the new ones
  std::uint64_t ambiguous_old = 0, ambiguous_new = 0;
  std::uint64_t removed = 0, added = 0;
};

struct RollChanges {
  std::vector<EntryLink> links;           // by old row
  std::vector<std::uint32_t> removed;     // old rows
  std::vector<std::uint32_t> added;       // new rows
  std::vector<std::uint64_t> counts;      // by EntryClass; a link counts once
  std::vector<std::uint64_t> differing;   // links whose field differs, by field
  std::optional<std::size_t> unit_field;  // the schema's first unit, where it has one
  std::vector<UnitChanges> units;         // in the order of their names
};

// The new entry that an old one is most like, whomever that one is linked to: of second entries of
// a person one is linked, and the other's best candidate is the same new entry. Of equal ones the
// first row.
struct BestCandidate {
  std::uint32_t row = 0;  // of the new snapshot
  Weight log_odds = 0;
  double probability() const { return probability_of(log_odds); }
};
// Of each of `rows` (old ones, ascending); nothing where no pair with it was kept.
std::vector<std::optional<BestCandidate>> best_candidates(const Linkage& linkage,
                                                          const std::vector<std::uint32_t>& rows);

// `linkage` is of rolls.snapshots[0] and [1].
RollChanges changes_between(const Rolls& rolls, const Linkage& linkage);

}  // namespace scrutineer::roll
