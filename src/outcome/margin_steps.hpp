// The min-plus program of the margins: several items, each with the price of its first, second, …
// step (not falling); the cheapest way to take at least so many steps in all.
#pragma once

#include <cstddef>
#include <limits>
#include <vector>

#include "base/numbers.hpp"

namespace scrutineer {

inline constexpr Wide kNever = std::numeric_limits<Wide>::max() / 4;

class StepProgram {
 public:
  void clear();
  void add_step(Wide price) { prices_.push_back(price); }
  void end_item() { first_.push_back(prices_.size()); }

  // The least sum, kNever where there are not enough steps.
  Wide solve(Seats needed, bool with_choices);
  // The steps taken of each item, after solve() with choices found a sum.
  std::vector<Seats> choices() const;

 private:
  std::vector<Wide> prices_;
  std::vector<std::size_t> first_{0};  // of item i from first_[i] to first_[i + 1]
  std::vector<Wide> best_;
  std::vector<Seats> choice_;  // by item, then by steps so far
};

}  // namespace scrutineer
