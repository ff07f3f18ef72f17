#include "majority_audit.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace scrutineer::battery {

namespace {

struct Mean {
  double ballots = 0;
  std::int64_t confirmed = 0;
};

Mean mean_of(const std::vector<MajorityRun>& runs) {
  Mean mean;
  for (const MajorityRun& run : runs) {
    mean.ballots += static_cast<double>(run.ballots) / static_cast<double>(runs.size());
    mean.confirmed += run.confirmed ? 1 : 0;
  }
  return mean;
}

Result<MajorityPlan> plan_of(const MajorityClaim& claim, MajorityDesign design,
                             double risk_limit = 0.05) {
  MajorityOptions options;
  options.design = design;
  options.risk_limit = risk_limit;
  return plan_majority_audit(claim, options);
}

bool is_ours(const MajorityClaim& claim, std::size_t party) {
  return std::find(claim.who.begin(), claim.who.end(), party) != claim.who.end();
}

// The last `lost` reported seats of the first of `who` become level with the next ones of the
// strongest other party: v_a / d(l) = v_b / d(m) exactly. What rounding leaves is invalid.
Result<void> make_level(const MajorityConstituency& place, const MajorityClaim& claim, Seats lost,
                        std::vector<Votes>& cards) {
  const auto reported = allocate({place.tally.unit, place.seats, place.tally.votes}, claim.rules);
  if (!reported) return tl::unexpected(reported.error());
  const std::size_t a = claim.who[0];
  std::size_t b = a == 0 ? 1 : 0;
  for (std::size_t p = 0; p < place.tally.votes.size(); ++p) {
    if (!is_ours(claim, p) && place.tally.votes[p] > place.tally.votes[b]) b = p;
  }
  const Seats first = divisor(claim.rules.rule, reported->minimum[a] - lost + 1);
  const Seats second = divisor(claim.rules.rule, reported->minimum[b] + lost);
  const Votes both = cards[a] + cards[b], quotient = both / (first + second);
  cards[a] = quotient * first;
  cards[b] = quotient * second;
  cards[place.tally.votes.size()] += both - cards[a] - cards[b];
  const auto now = allocate(
      {place.tally.unit,
       place.seats,
       {cards.begin(), cards.begin() + static_cast<std::ptrdiff_t>(place.tally.votes.size())}},
      claim.rules);
  if (!now) return tl::unexpected(now.error());
  if (now->minimum[a] != reported->minimum[a] - lost || now->maximum[a] <= now->minimum[a]) {
    return fail("The seats of " + place.tally.unit + " could not be made level.");
  }
  return {};
}

// By the ballots that the last seat is expected to need, the cheapest first; who has none is last.
std::vector<std::size_t> by_ballots(const MajorityPlan& plan) {
  std::vector<std::pair<double, std::size_t>> costs;
  for (std::size_t j = 0; j < plan.constituencies.size(); ++j) {
    PlannedConstituency one = plan.constituencies[j];
    if (one.claims.bounds.empty()) continue;
    one.required = one.claims.bounds[0].assertions;
    costs.emplace_back(-expected_ballots(one, plan.options.risk_limit), j);
  }
  std::sort(costs.begin(), costs.end());
  std::vector<std::size_t> order;
  for (const auto& [cost, j] : costs) order.push_back(j);
  return order;
}

std::vector<Seats> seats_to_tie(const MajorityPlan& plan, Boundary boundary) {
  Seats left = plan.spare() + 1;
  std::vector<Seats> tied(plan.constituencies.size(), 0);
  if (boundary == Boundary::narrowest) {
    for (const std::size_t j : by_ballots(plan)) {
      if (left > 0) tied[j] = 1;
      left -= tied[j];
    }
    return tied;
  }
  // At most half of the seats of each, the largest first.
  std::vector<std::size_t> order(tied.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t i, std::size_t j) {
    return plan.constituencies[i].claims.reported > plan.constituencies[j].claims.reported;
  });
  for (const std::size_t j : order) {
    tied[j] = std::min({left, plan.constituencies[j].claims.reported / 2, Seats{3}});
    left -= tied[j];
  }
  return tied;
}

}  // namespace

Result<TwinCost> cost_of(const MajorityClaim& claim, std::int64_t audits, std::uint64_t seed,
                         std::int64_t round) {
  const auto adaptive = plan_of(claim, MajorityDesign::adaptive);
  const auto bundle = plan_of(claim, MajorityDesign::bundle);
  const auto every_seat = plan_of(claim, MajorityDesign::every_seat);
  for (const auto* plan : {&adaptive, &bundle, &every_seat}) {
    if (!*plan) return tl::unexpected(plan->error());
  }
  TwinCost cost;
  cost.audits = audits;
  for (const PlannedConstituency& one : every_seat->constituencies) {
    cost.every_seat += expected_ballots(one, every_seat->options.risk_limit);
  }
  const CardCounts cards = reported_cards(claim);
  const MajoritySimulation options{round, 0};
  const Mean of_adaptive =
      mean_of(simulate_majority_audits(*adaptive, cards, audits, seed, options));
  const Mean of_bundle = mean_of(simulate_majority_audits(*bundle, cards, audits, seed, options));
  cost.adaptive = of_adaptive.ballots;
  cost.adaptive_confirmed = of_adaptive.confirmed;
  cost.bundle = of_bundle.ballots;
  cost.bundle_confirmed = of_bundle.confirmed;
  return cost;
}

Result<LostByATie> lost_by_a_tie(MajorityClaim claim, Boundary boundary) {
  const auto plan = plan_of(claim, MajorityDesign::adaptive);
  if (!plan) return tl::unexpected(plan.error());
  LostByATie lost;
  lost.tied = seats_to_tie(*plan, boundary);
  lost.cards = reported_cards(claim);
  Seats kept = plan->reported;
  for (std::size_t j = 0; j < lost.tied.size(); ++j) {
    if (lost.tied[j] == 0) continue;
    if (auto made = make_level(claim.constituencies[j], claim, lost.tied[j], lost.cards[j]);
        !made) {
      return tl::unexpected(made.error());
    }
    kept -= lost.tied[j];
  }
  if (kept != claim.needed - 1) return fail("Too few seats could be made level.");
  lost.claim = std::move(claim);
  return lost;
}

MajorityClaim shrunk(MajorityClaim claim, Votes cards) {
  Votes all = 0;
  Seats before = 0, after = 0;
  const auto seats_of = [&](const MajorityConstituency& one) {
    const auto allocation = allocate({one.tally.unit, one.seats, one.tally.votes}, claim.rules);
    Seats seats = 0;
    for (const std::size_t p : claim.who) seats += allocation ? allocation->minimum[p] : 0;
    return seats;
  };
  for (const MajorityConstituency& one : claim.constituencies) all += one.tally.cards;
  for (MajorityConstituency& one : claim.constituencies) {
    before += seats_of(one);
    for (Votes& votes : one.tally.votes) votes = (votes * cards + all / 2) / all;
    one.tally.invalid = one.tally.invalid * cards / all;
    one.tally.cards =
        std::accumulate(one.tally.votes.begin(), one.tally.votes.end(), one.tally.invalid);
    after += seats_of(one);
  }
  claim.needed += after - before;
  return claim;
}

std::int64_t wrong_confirmations(const LostByATie& lost, double risk_limit, std::int64_t audits,
                                 std::uint64_t seed, const MajoritySimulation& options) {
  const auto plan = plan_of(lost.claim, MajorityDesign::adaptive, risk_limit);
  if (!plan) return audits;
  return mean_of(simulate_majority_audits(*plan, lost.cards, audits, seed, options)).confirmed;
}

}  // namespace scrutineer::battery
