// How many ballots would settle who holds a majority: the distribution over all votes that are
// supposed (one claim, or one for each twin), by design.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "audit/majority.hpp"
#include "audit/majority_simulation.hpp"
#include "base/result.hpp"

namespace scrutineer {

struct MajorityCost {
  MajorityDesign design = MajorityDesign::adaptive;
  bool is_simulated = true;             // else expected ballots, by expected_ballots()
  std::int64_t confirmed = 0;           // audits
  std::vector<double> ballots;          // by audit (every-seat: by claim), ascending
  std::vector<double> means;            // by claim, ascending
  std::vector<double> by_constituency;  // mean
};

struct MajorityCostOptions {
  double risk_limit = 0.05;
  std::int64_t audits = 1;  // of each claim
  std::uint64_t seed = 0;
  MajoritySimulation simulation;
  // The bundle's expected ballots instead of its simulation. (Every-seat is never simulated, and
  // the adaptive design always.)
  bool expected_only = false;
};

// Audits of claim t follow from the seed and t alone, the same for every design, whatever the
// threads. `progress` is told how many claims are done, from the thread that asked. Fails as
// plan_majority_audit() does, and where there is no claim.
Result<MajorityCost> majority_cost(const std::vector<MajorityClaim>& claims, MajorityDesign design,
                                   const MajorityCostOptions& options,
                                   const std::function<void(std::size_t)>& progress = {});

double mean_of(const std::vector<double>& values);

}  // namespace scrutineer
