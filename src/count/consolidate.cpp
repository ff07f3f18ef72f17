#include "count/consolidate.hpp"

#include <algorithm>
#include <span>
#include <utility>

#include "base/threads.hpp"

namespace scrutineer {

namespace {

constexpr std::size_t kFormsAtATime = 4096;
constexpr std::size_t kUnitsAtATime = 65'536;
constexpr std::uint32_t kNoParent = UINT32_MAX;

void add_all(const std::vector<Count>& below, std::vector<Count>& sum) {
  if (below.empty()) return;
  sum.resize(below.size());
  for (std::size_t slot = 0; slot < below.size(); ++slot) {
    if (below[slot]) sum[slot] = sum[slot].value_or(0) + *below[slot];
  }
}

void add_unit(const ConsolidatedUnit& below, ConsolidatedUnit& unit) {
  unit.leaves += below.leaves;
  unit.reported += below.reported;
  unit.quarantined += below.quarantined;
  unit.annulled += below.annulled;
  add_all(below.quarantined_sum, unit.quarantined_sum);
  add_all(below.annulled_sum, unit.annulled_sum);
  add_all(below.sum, unit.sum);
  for (std::size_t slot = 0; slot < unit.sum.size(); ++slot) {
    unit.missing_in_sum[slot] += below.missing_in_sum[slot];
  }
}

}  // namespace

class Consolidator {
 public:
  Consolidator(const Election& election, std::shared_ptr<const Forms> forms) : election_(election) {
    const ReturnTable& table = forms->table();
    sums_.source = table.source;
    sums_.contest = table.contest;
    sums_.forms_ = std::move(forms);
    sums_.states_ = unit_states(election, table.contest, table.source);
    sums_.slots_ = FormSlots{}.first_party + election.parties.size();
    sums_.row_.assign(election.units.size(), 0);
    for (const std::size_t row : sums_.forms_->rows()) {
      sums_.row_[table.unit[row].value] = static_cast<std::uint32_t>(row + 1);
    }
    copy_parents();
    find_inner_units();
  }

  // Units come parents first (units.csv), so the tree is walked from its end.
  Consolidation run() {
    add_leaves();
    for (std::size_t i = sums_.inner_.size(); i-- > 0;) add_up(sums_.inner_[i]);
    for (std::uint32_t u = 0; u < election_.units.size(); ++u) {
      if (is_leaf(u) && sums_.row_[u] == 0 && !is_covered(u)) sums_.missing.push_back({u});
    }
    std::sort(sums_.missing.begin(), sums_.missing.end(), [&](UnitIndex a, UnitIndex b) {
      return election_.units[a.value].id < election_.units[b.value].id;
    });
    return std::move(sums_);
  }

 private:
  bool is_leaf(std::size_t u) const { return sums_.inner_at_[u] == 0; }
  ConsolidatedUnit& above(std::size_t u) { return sums_.inner_[sums_.inner_at_[parents_[u]] - 1]; }

  // The tree is walked several times: four bytes a unit, where a unit takes two lines of a cache.
  void copy_parents() {
    parents_.resize(election_.units.size());
    const Slices slices{parents_.size(), kUnitsAtATime};
    for_each_piece(slices.count(), [&](std::size_t slice) {
      for (std::size_t u = slices.begin(slice); u < slices.end(slice); ++u) {
        const std::optional<UnitIndex>& parent = election_.units[u].parent;
        parents_[u] = parent ? parent->value : kNoParent;
      }
    });
  }

  void find_inner_units() {
    sums_.inner_at_.assign(election_.units.size(), 0);
    for (const std::uint32_t parent : parents_) {
      if (parent != kNoParent) sums_.inner_at_[parent] = 1;
    }
    for (std::uint32_t u = 0; u < election_.units.size(); ++u) {
      if (parents_[u] == kNoParent) sums_.tops_.push_back({u});
      if (is_leaf(u)) continue;
      ConsolidatedUnit unit;
      unit.unit = {u};
      unit.sum.assign(sums_.slots_, std::nullopt);
      unit.missing_in_sum.assign(sums_.slots_, 0);
      sums_.inner_.push_back(std::move(unit));
      sums_.inner_at_[u] = static_cast<std::uint32_t>(sums_.inner_.size());
    }
  }

  // Leaves go straight into the unit above them: counted ones column by column, few others one by
  // one.
  void add_leaves() {
    std::vector<std::size_t> counted;
    std::vector<std::uint32_t> into;  // positions in inner()
    counted.reserve(sums_.forms_->rows().size());
    into.reserve(sums_.forms_->rows().size());
    forms_in_.assign(sums_.inner_.size(), 0);
    for (std::uint32_t u = 0; u < election_.units.size(); ++u) {
      if (!is_leaf(u) || parents_[u] == kNoParent) continue;
      const bool is_counted = sums_.row_[u] > 0 && sums_.states_[u] == UnitState::counted;
      if (!is_counted) {
        add_unit(sums_.at({u}), above(u));
        continue;
      }
      counted.push_back(sums_.row_[u] - 1);
      into.push_back(sums_.inner_at_[parents_[u]] - 1);
      ++forms_in_[into.back()];
    }
    for (std::size_t i = 0; i < forms_in_.size(); ++i) {
      sums_.inner_[i].leaves += forms_in_[i];
      sums_.inner_[i].reported += forms_in_[i];
    }
    for_each_piece(sums_.slots_, [&](std::size_t slot) { add_column(slot, counted, into); });
  }

  // Each slot is a place of its own in every unit, so columns may be added at the same time; in
  // memory of their own until the end, as threads that write side by side wait for each other.
  void add_column(std::size_t slot, std::span<const std::size_t> rows,
                  std::span<const std::uint32_t> into) {
    std::vector<Votes> sum(sums_.inner_.size(), 0);
    std::vector<std::uint32_t> stated(sums_.inner_.size(), 0);
    if (slot != FormSlots{}.largest && sums_.forms_->has(slot)) {
      const Slices slices{rows.size(), kFormsAtATime};
      std::vector<std::int64_t> counts(kFormsAtATime);
      for (std::size_t slice = 0; slice < slices.count(); ++slice) {
        const std::size_t begin = slices.begin(slice);
        const auto some = rows.subspan(begin, slices.end(slice) - begin);
        sums_.forms_->fill(slot, some, counts.data());
        for (std::size_t i = 0; i < some.size(); ++i) {
          const bool is_count = counts[i] >= 0;
          sum[into[begin + i]] += is_count ? counts[i] : 0;
          stated[into[begin + i]] += is_count ? 1 : 0;
        }
      }
    }
    for (std::size_t u = 0; u < sum.size(); ++u) {
      ConsolidatedUnit& unit = sums_.inner_[u];
      if (stated[u] > 0) unit.sum[slot] = unit.sum[slot].value_or(0) + sum[u];
      unit.missing_in_sum[slot] += forms_in_[u] - stated[u];
    }
  }

  // Everything below the unit has been added to it: its own row comes in, and it goes up.
  void add_up(ConsolidatedUnit& unit) {
    const std::size_t u = unit.unit.value;
    if (sums_.row_[u] > 0) {
      if (unit.missing() ==
          unit.leaves) {  // nothing below reports: this row is the lowest there is
        sums_.take_row(sums_.row_[u] - 1, unit);
      } else {
        compare(sums_.stated_by(sums_.row_[u] - 1), unit);
      }
    }
    if (parents_[u] != kNoParent) add_unit(unit, above(u));
  }

  void compare(std::vector<Count> stated, ConsolidatedUnit& unit) const {
    unit.stated = std::move(stated);
    for (std::size_t slot = 0; slot < sums_.slots_; ++slot) {
      const bool complete = unit.missing() == 0 && unit.missing_in_sum[slot] == 0;
      if (complete && unit.stated[slot] && unit.stated[slot] != unit.sum[slot]) {
        unit.differs.push_back(slot);
      }
    }
  }

  // Whether a row above the leaf stands for it.
  bool is_covered(std::size_t u) {
    for (std::uint32_t at = parents_[u]; at != kNoParent; at = parents_[at]) {
      const bool stands_alone = sums_.inner_[sums_.inner_at_[at] - 1].stated.empty();
      if (sums_.row_[at] > 0 && stands_alone) return true;
    }
    return false;
  }

  const Election& election_;
  std::vector<std::uint32_t> parents_;   // by unit
  std::vector<std::uint32_t> forms_in_;  // by position in inner(): counted forms right below it
  Consolidation sums_;
};

std::vector<Count> Consolidation::stated_by(std::size_t row) const {
  std::vector<Count> counts(slots_);
  for (std::size_t slot = 0; slot < slots_; ++slot) {
    if (slot != FormSlots{}.largest) counts[slot] = forms_->count(row, slot);
  }
  return counts;
}

void Consolidation::take_row(std::size_t row, ConsolidatedUnit& unit) const {
  std::vector<Count> counts = stated_by(row);
  const UnitState state = states_[unit.unit.value];
  if (state == UnitState::quarantined) {
    unit.quarantined = unit.leaves;
    unit.quarantined_sum = std::move(counts);
  } else if (state == UnitState::annulled) {
    unit.annulled = unit.leaves;
    unit.annulled_sum = std::move(counts);
  } else {
    unit.reported = unit.leaves;
    for (std::size_t slot = 0; slot < slots_; ++slot) {
      if (!counts[slot]) unit.missing_in_sum[slot] = 1;
    }
    unit.sum = std::move(counts);
  }
}

ConsolidatedUnit Consolidation::at(UnitIndex unit) const {
  if (inner_at_[unit.value] > 0) return inner_[inner_at_[unit.value] - 1];
  ConsolidatedUnit leaf;
  leaf.unit = unit;
  leaf.leaves = 1;
  leaf.sum.assign(slots_, std::nullopt);
  leaf.missing_in_sum.assign(slots_, 0);
  if (row_[unit.value] > 0) take_row(row_[unit.value] - 1, leaf);
  return leaf;
}

Consolidation consolidate(const Election& election, const ReturnTable& table) {
  return consolidate(election, std::make_shared<const Forms>(election, table));
}

Consolidation consolidate(const Election& election, std::shared_ptr<const Forms> forms) {
  return Consolidator(election, std::move(forms)).run();
}

Count whole_count(const Consolidation& sums, std::size_t slot) {
  Count whole;
  for (const UnitIndex top : sums.tops()) {
    const Count sum = sums.at(top).sum[slot];
    if (sum) whole = whole.value_or(0) + *sum;
  }
  return whole;
}

std::vector<std::size_t> largest_parties(const Election& election, const Consolidation& sums,
                                         std::size_t most) {
  std::vector<std::pair<Votes, std::size_t>> totals;
  for (std::size_t p = 0; p < election.parties.size(); ++p) {
    const Votes votes = whole_count(sums, FormSlots{}.first_party + p).value_or(0);
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
