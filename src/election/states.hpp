// Whether a unit's return is counted, set aside for now, or annulled: claims of the kind
// "unit-state" (docs/formats/election-folder.md, claims.csv).
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "election/election.hpp"

namespace scrutineer {

enum class UnitState { counted, quarantined, annulled };
std::string_view name_of(UnitState state);
std::optional<UnitState> unit_state_of(std::string_view name);

// By unit, in the count of `of`. A state is stated by `of` itself, by a commission or by a court;
// the latest statement holds (by date, then time, then id), unless it was corrected. What is stated
// of a unit holds for all below it that have no later statement of their own.
std::vector<UnitState> unit_states(const Election& election, ContestIndex contest, SourceIndex of);

// Which claims another one names in `corrects`. `election` outlives it, unchanged.
class Corrections {
 public:
  explicit Corrections(const Election& election);
  bool name(const Claim& claim) const;

 private:
  std::vector<std::string_view> ids_;  // of what is corrected, ascending
};

}  // namespace scrutineer
