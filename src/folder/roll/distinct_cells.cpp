#include "folder/roll/distinct_cells.hpp"

namespace scrutineer::roll_files {

void DistinctCells::look_ahead(std::span<const std::string_view> cells,
                               std::vector<std::uint64_t>& places) const {
  const std::size_t mask = slots_.size() - 1;
  places.clear();
  for (const std::string_view cell : cells) {
    places.push_back(place_of(cell));
    __builtin_prefetch(&slots_[places.back() & mask]);
  }
  for (const std::uint64_t place : places) {
    const std::uint64_t slot = slots_[place & mask];
    if (slot != 0) __builtin_prefetch(&ends_[number_in(slot)]);
  }
  for (const std::uint64_t place : places) {
    const std::uint64_t slot = slots_[place & mask];
    if (slot != 0) __builtin_prefetch(bytes_.data() + ends_[number_in(slot)]);
  }
}

std::uint32_t DistinctCells::add(std::string_view cell, std::uint64_t place, std::size_t slot) {
  const auto number = static_cast<std::uint32_t>(size());
  bytes_ += cell;
  ends_.push_back(bytes_.size());
  slots_[slot] = (place & kUpperHalf) | (std::uint64_t{number} + 1);
  // At most half full, so that a search is short.
  if (ends_.size() * 2 > slots_.size()) grow();
  return number;
}

void DistinctCells::grow() {
  slots_.assign(slots_.size() * 2, 0);
  const std::size_t mask = slots_.size() - 1;
  for (std::uint32_t number = 0; number < size(); ++number) {
    const std::uint64_t place = place_of(text(number));
    std::size_t slot = place & mask;
    while (slots_[slot] != 0) slot = (slot + 1) & mask;
    slots_[slot] = (place & kUpperHalf) | (std::uint64_t{number} + 1);
  }
}

}  // namespace scrutineer::roll_files
