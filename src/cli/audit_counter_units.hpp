// The lowest units of a contest with the forms of a source and of the basis.
#pragma once

#include <map>
#include <set>
#include <vector>

#include "cli/audit_counter.hpp"

namespace scrutineer::cli {

class CounterUnits {
 public:
  CounterUnits(const Election& election, ContestIndex contest, SourceIndex basis);

  const Basis& basis() const { return basis_; }
  // The lowest units below a unit, itself where nothing is below it, by id.
  std::vector<UnitIndex> lowest(UnitIndex unit) const;
  // The basis's counted form of just this unit.
  const Cell* of_basis(UnitIndex unit) const;
  CardBound bound(UnitIndex unit) const;

 private:
  const Election& election_;
  Basis basis_;
  std::map<UnitIndex, const Cell*> cells_;
  std::vector<std::vector<UnitIndex>> children_;
};

// Ballots that a form states: cast, else valid ones (or the votes) and invalid ones.
Votes ballots_of(const Cell& cell);

// Forms of a source that can be used: cells that reported, are counted or annulled, and state every
// party. The others are in `incomplete`.
struct HeldForms {
  HeldForms() = default;
  // `usable` points into `arranged`, which moving keeps where it is.
  HeldForms(HeldForms&&) = default;
  HeldForms& operator=(HeldForms&&) = default;

  Basis arranged;
  std::map<UnitIndex, const Cell*> usable;
  std::set<UnitIndex> incomplete;
};
HeldForms forms_of(const Election& election, ContestIndex contest, SourceIndex source);

}  // namespace scrutineer::cli
