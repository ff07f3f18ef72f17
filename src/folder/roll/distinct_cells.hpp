// The different cells of one column, numbered in the order in which they were first met. Not for
// other modules.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace scrutineer::roll_files {

// A place for a text in a table, of which nothing that is kept depends. Eight bytes at a time, the
// last ones overlapping: cells are short.
inline std::uint64_t place_of(std::string_view text) {
  const auto load = []<typename T>(const char* at, T value) -> std::uint64_t {
    std::memcpy(&value, at, sizeof value);
    return value;
  };
  const auto mixed = [](std::uint64_t hash) {
    hash *= 0x9E3779B97F4A7C15U;
    return hash ^ hash >> 32U;
  };
  const char* at = text.data();
  std::size_t left = text.size();
  std::uint64_t hash = mixed(left + 1);
  for (; left > 8; left -= 8, at += 8) hash = mixed(hash ^ load(at, std::uint64_t{}));
  if (left == 8) {
    hash ^= load(at, std::uint64_t{});
  } else if (left >= 4) {
    hash ^= load(at, std::uint32_t{}) << 32U | load(at + left - 4, std::uint32_t{});
  } else if (left > 0) {
    hash ^= load(at, std::uint8_t{}) << 16U | load(at + left / 2, std::uint8_t{}) << 8U |
            load(at + left - 1, std::uint8_t{});
  }
  return mixed(mixed(hash));
}

class DistinctCells {
 public:
  DistinctCells() : ends_(1, 0), slots_(64, 0) {}

  // Fetches what the numbers of these cells will be found with, all together: a table of many cells
  // lies far from the processor, and one by one each cell would wait for it three times. Gives
  // their places.
  void look_ahead(std::span<const std::string_view> cells,
                  std::vector<std::uint64_t>& places) const;

  // The cell's number; `is_new` is set where it was not met before.
  std::uint32_t number(std::string_view cell, std::uint64_t place, bool& is_new) {
    const std::size_t mask = slots_.size() - 1;
    std::size_t slot = place & mask;
    for (; slots_[slot] != 0; slot = (slot + 1) & mask) {
      if (((slots_[slot] ^ place) & kUpperHalf) != 0) continue;
      const std::uint32_t number = number_in(slots_[slot]);
      if (text(number) != cell) continue;
      is_new = false;
      return number;
    }
    is_new = true;
    return add(cell, place, slot);
  }
  std::string_view text(std::uint32_t number) const {
    return std::string_view(bytes_).substr(ends_[number], ends_[number + 1] - ends_[number]);
  }
  std::size_t size() const { return ends_.size() - 1; }

 private:
  static constexpr std::uint64_t kUpperHalf = 0xFFFFFFFF00000000U;

  static std::uint32_t number_in(std::uint64_t slot) {
    return static_cast<std::uint32_t>(slot) - 1;
  }
  std::uint32_t add(std::string_view cell, std::uint64_t place, std::size_t slot);
  void grow();

  std::string bytes_;
  std::vector<std::uint64_t> ends_;  // 0, and then of each cell in bytes_
  // Open addressing: half of a cell's place, and its number + 1, or 0.
  std::vector<std::uint64_t> slots_;
};

}  // namespace scrutineer::roll_files
