#include "count/quick_data.hpp"

#include <algorithm>

namespace scrutineer {

const ReturnTable* returns_of(const Election& election, ContestIndex contest, SourceIndex source) {
  for (const ReturnTable& table : election.returns) {
    if (table.contest == contest && table.source == source) return &table;
  }
  return nullptr;
}

QuickData::QuickData(const Election& election, const ReturnTable& table)
    : forms_(election, table), row_of_(election.units.size()) {
  for (const std::size_t party : forms_.parties()) {
    parties_.push_back({static_cast<std::uint32_t>(party)});
  }
  const FormSlots slots;
  for (const std::size_t row : forms_.rows()) {
    row_of_[forms_.unit(row).value] = row;
    const bool complete = forms_.count(row, slots.parties).has_value();
    const bool states_valid = forms_.count(row, static_cast<std::size_t>(Field::valid)).has_value();
    if (complete && !states_valid) of_valid_ = false;
  }
}

std::optional<std::size_t> QuickData::row(UnitIndex unit) const { return row_of_[unit.value]; }

bool QuickData::has_form(UnitIndex unit) const { return row(unit).has_value(); }

std::optional<QuickData::Station> QuickData::station(UnitIndex unit) const {
  const auto at = row(unit);
  const FormSlots slots;
  if (!at || !forms_.count(*at, slots.parties)) return std::nullopt;
  Station station;
  for (const PartyIndex party : parties_) {
    station.votes.push_back(*forms_.count(*at, slots.first_party + party.value));
  }
  const std::size_t base = of_valid_ ? static_cast<std::size_t>(Field::valid) : slots.parties;
  station.base = *forms_.count(*at, base);
  return station;
}

std::optional<Votes> QuickData::field(UnitIndex unit, Field field) const {
  const auto at = row(unit);
  return at ? forms_.count(*at, static_cast<std::size_t>(field)) : std::nullopt;
}

}  // namespace scrutineer
