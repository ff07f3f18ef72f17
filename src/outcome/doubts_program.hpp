// One integer program: the resolution with the fewest (or most) doubtful votes whose final votes
// satisfy given rows. Internal to doubts*.cpp.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "outcome/doubts_regions.hpp"

namespace scrutineer::doubting {

struct Use {  // votes of one doubt in one place
  std::size_t doubt = 0;
  std::size_t place = 0;
  std::optional<std::size_t> from, to;
  Votes votes = 0;
};

struct Plan {
  Votes cost = 0;
  std::vector<Use> uses;
  std::vector<std::optional<std::size_t>> speakers;  // by place: whose vector holds
};

struct Order {
  std::vector<bool> areas;  // where votes may move; options are chosen everywhere
  std::vector<Row> rows;
  bool with_low = false;       // each doubt uses at least its `low`
  bool most = false;           // the most votes instead of the fewest
  std::optional<Votes> below;  // only plans cheaper than this are of interest
  std::int64_t nodes = 20'000;
};

struct Attempt {
  enum class State { found, impossible, stopped };
  State state = State::stopped;
  Votes lower = 0;  // proven: no plan is cheaper (or, for the most, none is larger: see `upper`)
  Votes upper = 0;  // of the most, proven
  bool optimal = false;
  Plan plan;  // where found
  std::int64_t nodes = 0;
};

Attempt solve(const Arena& arena, const Order& order);

// The cells' votes after a plan, and the plan as moves of single cells.
struct Applied {
  std::vector<std::vector<Votes>> votes;
  std::vector<CellMove> moves;
};
Applied apply(const Arena& arena, const Plan& plan);

}  // namespace scrutineer::doubting
