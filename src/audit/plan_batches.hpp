// What batch comparison would take: batches are drawn in proportion to their error bounds
// (batch.hpp), and every ballot of a batch that is drawn is counted by hand. A batch is what has a
// return of its own: the pool of an audit by pools, which needs the same tallies and fewer ballots.
#pragma once

#include <cstddef>

#include "audit/plan.hpp"

namespace scrutineer {

struct BatchForecast {
  SizeForecast size;      // cards
  double containers = 0;  // mean
};

// Cards of the batches of one stream that are counted until all these assertions are confirmed,
// simulated while every batch is as reported. `agenda` is one by pools, with a margin above zero in
// each assertion. The phantoms are a batch in which nothing is found.
BatchForecast forecast_batches(const AuditAgenda& agenda, std::size_t stream,
                               const std::vector<std::size_t>& assertions,
                               const PlanOptions& options);

// Of every target that asks for all of its assertions; a chamber's are left out. `next_round` has
// what is expected to be counted for all of them, each drawn by itself.
AuditPlan plan_batches(const AuditAgenda& agenda, const PlanOptions& options);

}  // namespace scrutineer
