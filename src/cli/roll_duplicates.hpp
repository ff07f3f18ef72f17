// Second entries of persons in one roll: groups by the linkage, pairs that are equal, and how many
// such pairs coincidence alone makes. `roll dedupe` writes it, `roll removals` reads it.
#pragma once

#include <optional>
#include <string>

#include "cli/roll_linkage.hpp"
#include "roll/equal_pairs.hpp"
#include "roll/link.hpp"

namespace scrutineer::cli {

struct Duplicates {
  std::uint64_t second_entries = 0;  // entries in groups less one of each group
  std::optional<roll::EqualPairs> equal;
  // The chance, by the model, that both entries of a person agree exactly in names, sex and date.
  double agreement = 1;
  double confidence = 0.95;

  // Equal pairs beyond coincidence at least; at most as many as there are if only a part of the
  // pairs of one person, `agreement`, is written alike, or all second entries of groups where these
  // are more.
  roll::Interval bounds() const;
};
Duplicates duplicates_of(const roll::Rolls& rolls, const roll::Deduplication& found);

// figure,value,low,high: counts alone.
std::string duplicates_csv(const Duplicates& duplicates);
std::string duplicates_text(const Duplicates& duplicates);
Json duplicates_json(const Duplicates& duplicates);

// The bounds of duplicates.csv in the folder of `roll dedupe`.
Result<roll::Interval> read_duplicates(const std::string& folder, std::vector<InputFile>& inputs);

}  // namespace scrutineer::cli
