// The greatest price over all tables that agree with the facts: one linear program. Used inside
// this folder only; the mathematics is in docs/partial-knowledge.md.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "outcome/published_options.hpp"

namespace scrutineer {

struct GreatestPrice {
  bool contradictory = false;
  std::optional<Votes> high;  // proven; empty where the facts do not bound it
  std::vector<std::size_t> rests_on;
  std::vector<double> point;  // the proposed votes, by variable
};

GreatestPrice greatest_price(const PublishedProblem& problem, const std::vector<FactRow>& rows,
                             const VoteBox& box, const SeatShift& shift, Change change);

}  // namespace scrutineer
