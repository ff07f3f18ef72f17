#include "count/forms.hpp"

#include <algorithm>
#include <numeric>

namespace scrutineer {

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
    if (by_party_[p].list != nullptr || !by_party_[p].candidates.empty()) parties_.push_back(p);
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
