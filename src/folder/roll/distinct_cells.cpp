#include "folder/roll/distinct_cells.hpp"

#include <cstring>

namespace scrutineer::roll_files {

namespace {

template <typename T>
std::uint64_t load(const char* at) {
  T value;
  std::memcpy(&value, at, sizeof value);
  return value;
}

std::uint64_t mixed(std::uint64_t hash) {
  hash *= 0x9E3779B97F4A7C15U;
  return hash ^ hash >> 32U;
}

constexpr std::uint64_t kUpperHalf = 0xFFFFFFFF00000000U;

}  // namespace

// Eight bytes at a time, the last ones overlapping: cells are short.
std::uint64_t place_of(std::string_view text) {
  const char* at = text.data();
  std::size_t left = text.size();
  std::uint64_t hash = mixed(left + 1);
  for (; left > 8; left -= 8, at += 8) hash = mixed(hash ^ load<std::uint64_t>(at));
  if (left == 8) {
    hash ^= load<std::uint64_t>(at);
  } else if (left >= 4) {
    hash ^= load<std::uint32_t>(at) << 32U | load<std::uint32_t>(at + left - 4);
  } else if (left > 0) {
    hash ^= load<std::uint8_t>(at) << 16U | load<std::uint8_t>(at + left / 2) << 8U |
            load<std::uint8_t>(at + left - 1);
  }
  return mixed(mixed(hash));
}

std::uint32_t DistinctCells::number(std::string_view cell, bool& is_new) {
  const std::uint64_t hash = place_of(cell);
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = hash & mask;
  for (; slots_[slot] != 0; slot = (slot + 1) & mask) {
    if (((slots_[slot] ^ hash) & kUpperHalf) != 0) continue;
    const auto number = static_cast<std::uint32_t>(slots_[slot]) - 1;
    if (text(number) != cell) continue;
    is_new = false;
    return number;
  }
  is_new = true;
  const auto number = static_cast<std::uint32_t>(ends_.size());
  bytes_ += cell;
  ends_.push_back(bytes_.size());
  slots_[slot] = (hash & kUpperHalf) | (std::uint64_t{number} + 1);
  // At most half full, so that a search is short.
  if (ends_.size() * 2 > slots_.size()) grow();
  return number;
}

void DistinctCells::grow() {
  slots_.assign(slots_.size() * 2, 0);
  const std::size_t mask = slots_.size() - 1;
  for (std::uint32_t number = 0; number < ends_.size(); ++number) {
    const std::uint64_t hash = place_of(text(number));
    std::size_t slot = hash & mask;
    while (slots_[slot] != 0) slot = (slot + 1) & mask;
    slots_[slot] = (hash & kUpperHalf) | (std::uint64_t{number} + 1);
  }
}

}  // namespace scrutineer::roll_files
