// Min-plus combination over constituencies: the cheapest way to change so many seats in all, given
// each constituency's price of each number of seats.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "base/numbers.hpp"

namespace scrutineer {

struct Combination {
  Votes votes = 0;
  std::vector<Seats> seats;  // taken from each constituency
};

// prices[c][k] is the price of k seats in constituency c, prices[c][0] = 0, not falling. Nothing
// where the prices do not reach so far.
std::optional<Combination> combine(const std::vector<std::vector<Votes>>& prices, Seats needed);

}  // namespace scrutineer
