#include "cli/audit_counter_units.hpp"

#include <algorithm>
#include <numeric>

namespace scrutineer::cli {

CounterUnits::CounterUnits(const Election& election, ContestIndex contest, SourceIndex basis)
    : election_(election),
      basis_(arrange(election, contest, basis)),
      children_(election.units.size()) {
  for (const Cell& cell : basis_.cells) {
    if (cell.reported && cell.state == UnitState::counted) cells_[cell.unit] = &cell;
  }
  for (std::uint32_t u = 0; u < election.units.size(); ++u) {
    if (election.units[u].parent) children_[election.units[u].parent->value].push_back({u});
  }
}

std::vector<UnitIndex> CounterUnits::lowest(UnitIndex unit) const {
  std::vector<UnitIndex> found;
  std::vector<UnitIndex> open = {unit};
  while (!open.empty()) {
    const UnitIndex next = open.back();
    open.pop_back();
    const auto& below = children_[next.value];
    if (below.empty()) found.push_back(next);
    open.insert(open.end(), below.begin(), below.end());
  }
  std::sort(found.begin(), found.end(), [this](UnitIndex a, UnitIndex b) {
    return election_.units[a.value].id < election_.units[b.value].id;
  });
  return found;
}

const Cell* CounterUnits::of_basis(UnitIndex unit) const {
  const auto found = cells_.find(unit);
  return found == cells_.end() ? nullptr : found->second;
}

CardBound CounterUnits::bound(UnitIndex unit) const {
  const Count registered = election_.units[unit.value].registered;
  const Cell* cell = of_basis(unit);
  const Votes ballots = cell == nullptr ? 0 : ballots_of(*cell);
  // Where more voted than are registered, the roll bounds nothing.
  if (registered && *registered >= ballots) return {CardBound::Kind::registered, *registered};
  if (cell != nullptr) return {CardBound::Kind::ballots_of_basis, ballots};
  return {};
}

Votes ballots_of(const Cell& cell) {
  const Votes votes = std::accumulate(cell.votes.begin(), cell.votes.end(), Votes{0});
  const Votes valid = std::max(votes, cell.valid.value_or(0));
  return std::max(cell.cast.value_or(0), valid + cell.invalid.value_or(0));
}

HeldForms forms_of(const Election& election, ContestIndex contest, SourceIndex source) {
  HeldForms forms;
  forms.arranged = arrange(election, contest, source);
  for (const Missing& missing : forms.arranged.missing) {
    if (missing.what.starts_with("votes of ")) forms.incomplete.insert(missing.unit);
  }
  for (const Cell& cell : forms.arranged.cells) {
    const bool counts = cell.state != UnitState::quarantined;
    if (cell.reported && counts && !forms.incomplete.contains(cell.unit)) {
      forms.usable[cell.unit] = &cell;
    }
  }
  return forms;
}

}  // namespace scrutineer::cli
