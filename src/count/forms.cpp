#include "count/forms.hpp"

#include <algorithm>
#include <functional>
#include <numeric>

#include "base/threads.hpp"

namespace scrutineer {

namespace {

constexpr std::size_t kRowsAtATime = 16'384;

}  // namespace

Forms::Forms(const Election& election, const ReturnTable& table)
    : election_(&election),
      table_(&table),
      fields_(kFieldCount, nullptr),
      by_party_(election.parties.size()) {
  for (const Column& column : table.columns) {
    if (column.field) fields_[static_cast<std::size_t>(*column.field)] = &column;
    if (!column.party) continue;
    PartyColumns& party = by_party_[column.party->value];
    if (column.candidate.empty()) {
      party.list = &column;
    } else {
      party.candidates.push_back(&column);
    }
  }
  for (std::size_t p = 0; p < by_party_.size(); ++p) {
    const bool has_list = by_party_[p].list != nullptr;
    const bool has_candidates = !by_party_[p].candidates.empty();
    if (has_list || has_candidates) parties_.push_back(p);
    if (has_list && has_candidates) with_candidates_.push_back(p);
  }
  order_rows();
  bound_counts();
}

AllForms all_forms(const Election& election) {
  AllForms forms;
  for (const ReturnTable& table : election.returns) {
    forms.push_back(std::make_shared<const Forms>(election, table));
  }
  return forms;
}

void Forms::order_rows() {
  const ReturnTable& table = *table_;
  in_order_ = std::adjacent_find(table.unit.begin(), table.unit.end(), std::greater_equal<>()) ==
              table.unit.end();
  if (in_order_) {  // as files of one revision mostly are
    rows_.resize(table.unit.size());
    std::iota(rows_.begin(), rows_.end(), std::size_t{0});
    return;
  }
  std::vector<std::size_t> order(table.unit.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return table.unit[a] != table.unit[b] ? table.unit[a] < table.unit[b]
                                          : table.revision[a] < table.revision[b];
  });
  for (std::size_t i = 0; i < order.size(); ++i) {
    const bool last = i + 1 == order.size() || table.unit[order[i + 1]] != table.unit[order[i]];
    if (last) rows_.push_back(order[i]);
  }
}

void Forms::bound_counts() {
  for (const Column& column : table_->columns) {
    if (!column.cells.is_wide()) continue;
    for (const Count count : column.cells)
      largest_count_ = std::max(largest_count_, count.value_or(0));
  }
  largest_count_ = std::max<Votes>(largest_count_, INT32_MAX);
  const Slices slices{table_->unit.size(), kRowsAtATime};
  std::vector<Votes> registered(slices.count(), 0);
  for_each_piece(slices.count(), [&](std::size_t slice) {
    Votes largest = 0;
    for (std::size_t row = slices.begin(slice); row < slices.end(slice); ++row) {
      const Count here = election_->units[table_->unit[row].value].registered;
      largest = std::max(largest, here.value_or(0));
    }
    registered[slice] = largest;
  });
  for (const Votes largest : registered) largest_count_ = std::max(largest_count_, largest);
  largest_count_ *= static_cast<Votes>(table_->columns.size() + 1);  // the sum of the parties
}

bool Forms::has(std::size_t slot) const {
  const FormSlots slots;
  if (slot == static_cast<std::size_t>(Field::registered)) return true;
  if (slot < kFieldCount) return fields_[slot] != nullptr;
  if (slot < slots.first_party) return !parties_.empty();
  return std::binary_search(parties_.begin(), parties_.end(), slot - slots.first_party);
}

void Forms::fill(std::size_t slot, std::span<const std::size_t> rows, std::int64_t* out) const {
  const FormSlots slots;
  const Column* column = slot < kFieldCount          ? fields_[slot]
                         : slot >= slots.first_party ? by_party_[slot - slots.first_party].list
                                                     : nullptr;
  if (slot == slots.parties || slot == slots.largest) return fill_parties(slot, rows, out);
  if (column != nullptr && !column->cells.is_wide() && !rows.empty()) {
    const std::span<const std::int32_t> cells = column->cells.narrow();
    // Rows that follow one another, as in most tables, are copied without looking each of them up.
    if (in_order_ && rows.back() - rows.front() + 1 == rows.size()) {
      std::copy_n(cells.begin() + static_cast<std::ptrdiff_t>(rows.front()), rows.size(), out);
    } else {
      for (std::size_t i = 0; i < rows.size(); ++i) out[i] = cells[rows[i]];
    }
  } else {
    std::fill(out, out + rows.size(), -1);
    if (column == nullptr && !has(slot)) return;
  }
  const bool has_more =
      slot == static_cast<std::size_t>(Field::registered) || column == nullptr ||
      column->cells.is_wide() ||
      (slot >= slots.first_party && !by_party_[slot - slots.first_party].candidates.empty());
  if (!has_more) return;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (out[i] < 0) out[i] = count(rows[i], slot).value_or(-1);
  }
}

// The sum of the parties, or the largest of them; not stated where one party's count is not.
void Forms::fill_parties(std::size_t slot, std::span<const std::size_t> rows,
                         std::int64_t* out) const {
  const FormSlots slots;
  std::fill(out, out + rows.size(), parties_.empty() ? -1 : 0);
  std::vector<std::int64_t> votes(rows.size());
  for (const std::size_t party : parties_) {
    fill(slots.first_party + party, rows, votes.data());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const std::int64_t with =
          slot == slots.parties ? out[i] + votes[i] : std::max(out[i], votes[i]);
      out[i] = out[i] < 0 || votes[i] < 0 ? -1 : with;
    }
  }
}

Count Forms::list_total(std::size_t row, std::size_t party) const {
  const Column* list = by_party_[party].list;
  return list == nullptr ? std::nullopt : list->cells[row];
}

Count Forms::candidates(std::size_t row, std::size_t party) const {
  const auto& columns = by_party_[party].candidates;
  if (columns.empty()) return std::nullopt;
  Votes sum = 0;
  for (const Column* column : columns) {
    if (!column->cells[row]) return std::nullopt;
    sum += *column->cells[row];
  }
  return sum;
}

Count Forms::count(std::size_t row, std::size_t slot) const {
  const FormSlots slots;
  if (slot < kFieldCount) {
    const Column* column = fields_[slot];
    if (column != nullptr && column->cells[row]) return column->cells[row];
    if (slot != static_cast<std::size_t>(Field::registered)) return std::nullopt;
    return election_->units[table_->unit[row].value].registered;
  }
  if (slot >= slots.first_party) {
    const std::size_t party = slot - slots.first_party;
    const Count list = list_total(row, party);
    return list ? list : candidates(row, party);
  }
  if (parties_.empty()) return std::nullopt;
  Votes sum = 0;
  Votes largest = 0;
  for (const std::size_t party : parties_) {
    const Count votes = count(row, slots.first_party + party);
    if (!votes) return std::nullopt;
    sum += *votes;
    largest = std::max(largest, *votes);
  }
  return slot == slots.parties ? sum : largest;
}

}  // namespace scrutineer
