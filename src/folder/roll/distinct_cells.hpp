// The different cells of one column, numbered in the order in which they were first met. Not for
// other modules.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace scrutineer::roll_files {

// A place for a text in a table; the same on every machine that stores numbers alike, and nothing
// but places depends on it.
std::uint64_t place_of(std::string_view text);

class DistinctCells {
 public:
  DistinctCells() : slots_(64, 0) {}
  // The cell's number; `is_new` is set where it was not met before.
  std::uint32_t number(std::string_view cell, bool& is_new);
  std::string_view text(std::uint32_t number) const {
    const std::uint64_t begin = number == 0 ? 0 : ends_[number - 1];
    return std::string_view(bytes_).substr(begin, ends_[number] - begin);
  }
  std::size_t size() const { return ends_.size(); }

 private:
  void grow();

  std::string bytes_;
  std::vector<std::uint64_t> ends_;
  // Open addressing: half of a cell's hash, and its number + 1, or 0.
  std::vector<std::uint64_t> slots_;
};

}  // namespace scrutineer::roll_files
