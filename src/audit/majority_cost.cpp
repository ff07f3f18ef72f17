#include "audit/majority_cost.hpp"

#include <algorithm>
#include <numeric>
#include <optional>

#include "base/threads.hpp"

namespace scrutineer {

namespace {

// Claims that are audited side by side, between two reports of progress.
constexpr std::size_t kAtATime = 16;

// What one claim adds to the whole.
struct ClaimCost {
  std::int64_t confirmed = 0;
  std::vector<double> ballots;
  std::vector<double> by_constituency;  // sum over audits
};

bool is_simulated(MajorityDesign design, const MajorityCostOptions& options) {
  return design == MajorityDesign::adaptive ||
         (design == MajorityDesign::bundle && !options.expected_only);
}

Result<ClaimCost> cost_of(const MajorityClaim& claim, const MajorityOptions& design,
                          const MajorityCostOptions& options, std::uint64_t seed) {
  const auto plan = plan_majority_audit(claim, design);
  if (!plan) return tl::unexpected(plan.error());
  ClaimCost cost;
  if (!is_simulated(design.design, options)) {
    for (const PlannedConstituency& one : plan->constituencies) {
      cost.by_constituency.push_back(expected_ballots(one, design.risk_limit));
    }
    cost.ballots.push_back(
        std::accumulate(cost.by_constituency.begin(), cost.by_constituency.end(), 0.0));
    return cost;
  }
  cost.by_constituency.assign(plan->constituencies.size(), 0);
  for (const MajorityRun& run : simulate_majority_audits(
           *plan, reported_cards(claim), options.audits, seed, options.simulation)) {
    cost.confirmed += run.confirmed ? 1 : 0;
    cost.ballots.push_back(static_cast<double>(run.ballots));
    for (std::size_t j = 0; j < run.by_constituency.size(); ++j) {
      cost.by_constituency[j] += static_cast<double>(run.by_constituency[j]);
    }
  }
  return cost;
}

}  // namespace

double mean_of(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

Result<MajorityCost> majority_cost(const std::vector<MajorityClaim>& claims, MajorityDesign design,
                                   const MajorityCostOptions& options,
                                   const std::function<void(std::size_t)>& progress) {
  if (claims.empty()) return fail("There is no claim of a majority to be audited.");
  MajorityCost cost;
  cost.design = design;
  cost.is_simulated = is_simulated(design, options);
  cost.by_constituency.assign(claims[0].constituencies.size(), 0);
  MajorityOptions majority;
  majority.design = design;
  majority.risk_limit = options.risk_limit;
  for (std::size_t from = 0; from < claims.size(); from += kAtATime) {
    std::vector<std::optional<Result<ClaimCost>>> done(std::min(kAtATime, claims.size() - from));
    for_each_piece(done.size(), [&](std::size_t i) {
      done[i] = cost_of(claims[from + i], majority, options, options.seed + from + i);
    });
    for (const auto& one : done) {
      if (!*one) return tl::unexpected(one->error());
      const ClaimCost& claim = **one;
      cost.confirmed += claim.confirmed;
      cost.means.push_back(mean_of(claim.ballots));
      cost.ballots.insert(cost.ballots.end(), claim.ballots.begin(), claim.ballots.end());
      for (std::size_t j = 0; j < claim.by_constituency.size(); ++j) {
        cost.by_constituency[j] += claim.by_constituency[j];
      }
    }
    if (progress) progress(from + done.size());
  }
  for (double& ballots : cost.by_constituency) ballots /= static_cast<double>(cost.ballots.size());
  std::sort(cost.ballots.begin(), cost.ballots.end());
  std::sort(cost.means.begin(), cost.means.end());
  return cost;
}

}  // namespace scrutineer
