#include "count/consolidate.hpp"

#include <algorithm>
#include <utility>

#include "count/forms.hpp"
#include "election/states.hpp"

namespace scrutineer {

namespace {

class Consolidator {
 public:
  Consolidator(const Election& election, const ReturnTable& table)
      : election_(election),
        forms_(election, table),
        states_(unit_states(election, table.contest, table.source)) {
    slots_ = FormSlots{}.first_party + election.parties.size();
    children_.resize(election.units.size());
    row_.resize(election.units.size());
    for (std::uint32_t u = 0; u < election.units.size(); ++u) {
      if (election.units[u].parent) children_[election.units[u].parent->value].push_back(u);
    }
    for (const std::size_t row : forms_.rows()) row_[forms_.unit(row).value] = row;
    result_.source = table.source;
    result_.contest = table.contest;
  }

  // Units come parents first (units.csv), so the tree is walked from its end.
  Consolidation run() {
    const std::size_t count = election_.units.size();
    result_.units.resize(count);
    for (std::size_t u = count; u-- > 0;) add_up(u);
    for (std::size_t u = 0; u < count; ++u) {
      const ConsolidatedUnit& unit = result_.units[u];
      if (children_[u].empty() && !covered_by_parent(u) && unit.missing() > 0) {
        result_.missing.push_back({static_cast<std::uint32_t>(u)});
      }
    }
    std::sort(result_.missing.begin(), result_.missing.end(), [&](UnitIndex a, UnitIndex b) {
      return election_.units[a.value].id < election_.units[b.value].id;
    });
    return std::move(result_);
  }

 private:
  void add_up(std::size_t u) {
    ConsolidatedUnit& unit = result_.units[u];
    unit.unit = {static_cast<std::uint32_t>(u)};
    unit.sum.assign(slots_, std::nullopt);
    unit.missing_in_sum.assign(slots_, 0);
    for (const std::size_t child : children_[u]) {
      const ConsolidatedUnit& below = result_.units[child];
      unit.leaves += below.leaves;
      unit.reported += below.reported;
      unit.quarantined += below.quarantined;
      unit.annulled += below.annulled;
      add_all(below.quarantined_sum, unit.quarantined_sum);
      add_all(below.annulled_sum, unit.annulled_sum);
      for (std::size_t slot = 0; slot < slots_; ++slot) {
        if (below.sum[slot]) unit.sum[slot] = unit.sum[slot].value_or(0) + *below.sum[slot];
        unit.missing_in_sum[slot] += below.missing_in_sum[slot];
      }
    }
    if (children_[u].empty()) unit.leaves = 1;
    if (!row_[u]) return;
    if (unit.missing() == unit.leaves) {  // nothing below reports: this row is the lowest there is
      take_row(u, unit);
      return;
    }
    unit.stated.assign(slots_, std::nullopt);
    for (std::size_t slot = 0; slot < slots_; ++slot) {
      unit.stated[slot] = own(u, slot);
      const bool complete = unit.missing() == 0 && unit.missing_in_sum[slot] == 0;
      if (complete && unit.stated[slot] && unit.stated[slot] != unit.sum[slot]) {
        unit.differs.push_back(slot);
      }
    }
  }

  void take_row(std::size_t u, ConsolidatedUnit& unit) {
    std::vector<Count> row(slots_);
    for (std::size_t slot = 0; slot < slots_; ++slot) row[slot] = own(u, slot);
    if (states_[u] == UnitState::quarantined) {
      unit.quarantined = unit.leaves;
      unit.quarantined_sum = std::move(row);
    } else if (states_[u] == UnitState::annulled) {
      unit.annulled = unit.leaves;
      unit.annulled_sum = std::move(row);
    } else {
      unit.reported = unit.leaves;
      for (std::size_t slot = 0; slot < slots_; ++slot) {
        if (!row[slot]) unit.missing_in_sum[slot] = 1;
      }
      unit.sum = std::move(row);
    }
  }

  static void add_all(const std::vector<Count>& below, std::vector<Count>& sum) {
    if (below.empty()) return;
    sum.resize(below.size());
    for (std::size_t slot = 0; slot < below.size(); ++slot) {
      if (below[slot]) sum[slot] = sum[slot].value_or(0) + *below[slot];
    }
  }

  // What the unit's own row states; the largest party of a form is no count to add up.
  Count own(std::size_t u, std::size_t slot) const {
    return slot == FormSlots{}.largest ? std::nullopt : forms_.count(*row_[u], slot);
  }

  bool covered_by_parent(std::size_t u) const {
    for (auto at = election_.units[u].parent; at; at = election_.units[at->value].parent) {
      const ConsolidatedUnit& above = result_.units[at->value];
      if (row_[at->value] && above.stated.empty()) return true;
    }
    return false;
  }

  const Election& election_;
  Forms forms_;
  std::vector<UnitState> states_;
  std::size_t slots_ = 0;
  std::vector<std::vector<std::size_t>> children_;
  std::vector<std::optional<std::size_t>> row_;
  Consolidation result_;
};

}  // namespace

Consolidation consolidate(const Election& election, const ReturnTable& table) {
  return Consolidator(election, table).run();
}

Count whole_count(const Election& election, const Consolidation& sums, std::size_t slot) {
  Count whole;
  for (const ConsolidatedUnit& unit : sums.units) {
    if (election.units[unit.unit.value].parent || !unit.sum[slot]) continue;
    whole = whole.value_or(0) + *unit.sum[slot];
  }
  return whole;
}

std::vector<std::size_t> largest_parties(const Election& election, const Consolidation& sums,
                                         std::size_t most) {
  std::vector<std::pair<Votes, std::size_t>> totals;
  for (std::size_t p = 0; p < election.parties.size(); ++p) {
    const Votes votes = whole_count(election, sums, FormSlots{}.first_party + p).value_or(0);
    if (votes > 0) totals.emplace_back(-votes, p);
  }
  std::sort(totals.begin(), totals.end());
  if (totals.size() > most) totals.resize(most);
  std::vector<std::size_t> parties;
  for (const auto& [votes, party] : totals) parties.push_back(party);
  std::sort(parties.begin(), parties.end());
  return parties;
}

}  // namespace scrutineer
