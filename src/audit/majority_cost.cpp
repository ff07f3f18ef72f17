#include "audit/majority_cost.hpp"

#include <algorithm>
#include <numeric>
#include <optional>
#include <span>

#include "base/threads.hpp"

namespace scrutineer {

namespace {

// Claims that are audited side by side, between two reports of progress.
constexpr std::size_t kAtATime = 16;

bool is_simulated(MajorityDesign design, const MajorityCostOptions& options) {
  return design == MajorityDesign::adaptive ||
         (design == MajorityDesign::bundle && !options.expected_only);
}

// One claim: its plan, and ballots by constituency of each audit (or of none, as expected).
struct Audited {
  std::optional<Result<MajorityPlan>> plan;
  std::vector<MajorityRun> runs;
};

void add_expected(const MajorityPlan& plan, MajorityCost& cost) {
  double sum = 0;
  for (std::size_t j = 0; j < plan.constituencies.size(); ++j) {
    const double here = expected_ballots(plan.constituencies[j], plan.options.risk_limit);
    cost.by_constituency[j] += here;
    sum += here;
  }
  cost.ballots.push_back(sum);
  cost.means.push_back(sum);
}

void add_runs(const std::vector<MajorityRun>& runs, MajorityCost& cost) {
  double sum = 0;
  for (const MajorityRun& run : runs) {
    cost.confirmed += run.confirmed ? 1 : 0;
    cost.ballots.push_back(static_cast<double>(run.ballots));
    sum += cost.ballots.back();
    for (std::size_t j = 0; j < run.by_constituency.size(); ++j) {
      cost.by_constituency[j] += static_cast<double>(run.by_constituency[j]);
    }
  }
  cost.means.push_back(sum / static_cast<double>(runs.size()));
}

// All audits of all these claims side by side: pieces do not start pieces of their own.
std::vector<Audited> audited(std::span<const MajorityClaim> claims, const MajorityOptions& design,
                             const MajorityCostOptions& options, std::uint64_t seed) {
  std::vector<Audited> all(claims.size());
  for_each_piece(all.size(),
                 [&](std::size_t t) { all[t].plan = plan_majority_audit(claims[t], design); });
  if (!is_simulated(design.design, options)) return all;
  const auto audits = static_cast<std::size_t>(options.audits);
  for (Audited& one : all) one.runs.resize(audits);
  for_each_piece(all.size() * audits, [&](std::size_t piece) {
    const std::size_t t = piece / audits, run = piece % audits;
    if (!*all[t].plan) return;
    all[t].runs[run] = simulate_majority_audit(**all[t].plan, reported_cards(claims[t]),
                                               Random(seed + t).fork(run), options.simulation);
  });
  return all;
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
    const auto part = std::span(claims).subspan(from, std::min(kAtATime, claims.size() - from));
    for (const Audited& one : audited(part, majority, options, options.seed + from)) {
      if (!*one.plan) return tl::unexpected(one.plan->error());
      if (cost.is_simulated) {
        add_runs(one.runs, cost);
      } else {
        add_expected(**one.plan, cost);
      }
    }
    if (progress) progress(from + part.size());
  }
  for (double& ballots : cost.by_constituency) ballots /= static_cast<double>(cost.ballots.size());
  std::sort(cost.ballots.begin(), cost.ballots.end());
  std::sort(cost.means.begin(), cost.means.end());
  return cost;
}

}  // namespace scrutineer
