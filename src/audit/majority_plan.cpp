// What is fixed before the first ballot: claims, bets, and the seats that a bundle gives up.
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include <fmt/core.h>

#include "audit/majority.hpp"

namespace scrutineer {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
// What the twins of docs/majority-audit.md need least ballots with.
constexpr double kPartOfAdaptive = 0.8, kPartOfSingle = 0.9;

double part_of_kelly(const MajorityOptions& options) {
  const bool adaptive = options.design == MajorityDesign::adaptive;
  return options.part_of_kelly.value_or(adaptive ? kPartOfAdaptive : kPartOfSingle);
}

// Cards by what they show, as reported.
std::vector<double> reported_cards(const ContestTally& tally) {
  std::vector<double> cards;
  Votes rest = tally.cards - tally.invalid;
  for (const Votes votes : tally.votes) {
    cards.push_back(static_cast<double>(votes));
    rest -= votes;
  }
  cards.push_back(static_cast<double>(tally.invalid));
  cards.push_back(static_cast<double>(rest));
  cards.push_back(0);
  return cards;
}

std::vector<double> values_of(const Assertion& assertion, std::size_t parties) {
  std::vector<double> values;
  Interpretation ballot;
  for (std::size_t p = 0; p < parties; ++p) {
    ballot.choices = {p};
    values.push_back(to_double(value_of(assertion.assorter, ballot)));
  }
  ballot.choices.clear();
  values.push_back(to_double(value_of(assertion.assorter, ballot)));
  for (const auto card : {Interpretation::Card::without_contest, Interpretation::Card::missing}) {
    ballot.card = card;
    values.push_back(to_double(value_of(assertion.assorter, ballot)));
  }
  return values;
}

// A claim that has become impossible bets no more, and leaves it to other constituencies.
Result<PlannedAssertion> planned(const Assertion& assertion, const ContestTally& tally,
                                 double part) {
  constexpr double kHalf = 0.5;
  std::vector<double> values = values_of(assertion, tally.votes.size());
  const std::vector<double> cards = reported_cards(tally);
  const double bet = part * kelly_bet(values, cards, kHalf);
  double growth = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (cards[i] > 0) growth += cards[i] * std::log1p(bet * (values[i] - kHalf));
  }
  MeanClaim claim;
  claim.u = to_double(upper_bound(assertion.assorter));
  claim.cards = tally.cards;
  claim.rests = true;
  auto fresh = Martingale::make("fixed-bet", {{"lambda", bet}}, claim);
  if (!fresh) return tl::unexpected(fresh.error());
  growth = bet > 0 ? growth / static_cast<double>(tally.cards) : 0;
  return PlannedAssertion{std::move(values), growth, std::move(*fresh)};
}

double slowest(const PlannedConstituency& constituency, const std::vector<std::size_t>& numbers) {
  double growth = kInfinity;
  for (const std::size_t number : numbers) {
    growth = std::min(growth, constituency.assertions[number].growth);
  }
  return growth;
}

double ballots_for(const PlannedConstituency& constituency,
                   const std::vector<std::size_t>& required, double risk_limit) {
  if (required.empty()) return 0;
  const double growth = slowest(constituency, required);
  const auto cards = static_cast<double>(constituency.cards);
  return growth > 0 ? std::min(cards, -std::log(risk_limit) / growth) : cards;
}

Result<PlannedConstituency> plan_of(const MajorityConstituency& constituency,
                                    const MajorityClaim& claim, const MajorityOptions& options) {
  PlannedConstituency plan;
  plan.cards = constituency.tally.cards;
  auto bounds = constituency_bounds(constituency.tally, constituency.seats, claim.rules, claim.who,
                                    constituency.registered);
  if (!bounds) return tl::unexpected(bounds.error());
  plan.claims = std::move(*bounds);
  if (options.design == MajorityDesign::every_seat) {
    auto all = seat_assertions(constituency.tally, constituency.seats, claim.rules, {},
                               constituency.registered);
    if (!all) return tl::unexpected(all.error());
    plan.claims.bounds.clear();
    plan.claims.assertions = std::move(all->assertions);
    plan.required.resize(plan.claims.assertions.size());
    std::iota(plan.required.begin(), plan.required.end(), std::size_t{0});
  }
  for (const Assertion& assertion : plan.claims.assertions) {
    auto one = planned(assertion, constituency.tally, part_of_kelly(options));
    if (!one) return tl::unexpected(one.error());
    plan.assertions.push_back(std::move(*one));
  }
  return plan;
}

// The seats to be given up, at most the spare ones, so that the rest costs least: a min-plus
// knapsack over the constituencies.
void choose_bundle(MajorityPlan& plan) {
  const auto spare = static_cast<std::size_t>(plan.spare());
  std::vector<double> least(spare + 1, 0);
  std::vector<std::vector<std::size_t>> chosen;
  for (const PlannedConstituency& one : plan.constituencies) {
    std::vector<double> next(spare + 1, kInfinity);
    std::vector<std::size_t> choice(spare + 1, 0);
    for (std::size_t given = 0; given <= spare; ++given) {
      for (std::size_t d = 0; d <= std::min(given, one.claims.bounds.size()); ++d) {
        const bool none_left = d == one.claims.bounds.size();
        const double cost =
            least[given - d] + (none_left ? 0
                                          : ballots_for(one, one.claims.bounds[d].assertions,
                                                        plan.options.risk_limit));
        if (cost >= next[given]) continue;
        next[given] = cost;
        choice[given] = d;
      }
    }
    chosen.push_back(std::move(choice));
    least = std::move(next);
  }
  std::size_t left = spare;
  for (std::size_t j = plan.constituencies.size(); j-- > 0;) {
    PlannedConstituency& one = plan.constituencies[j];
    const std::size_t d = chosen[j][left];
    one.given_up = static_cast<Seats>(d);
    if (d < one.claims.bounds.size()) one.required = one.claims.bounds[d].assertions;
    left -= d;
  }
}

// Seats without a margin: their tie is of margin zero, or a barrier is met exactly.
Seats beyond_samples(const PlannedConstituency& constituency) {
  Seats seats = 0;
  for (std::size_t d = 0; d < constituency.claims.bounds.size(); ++d) {
    const double growth = slowest(constituency, constituency.claims.bounds[d].assertions);
    if (!(growth > 0)) seats = static_cast<Seats>(d) + 1;
  }
  return seats;
}

Result<void> check_reported(const MajorityClaim& claim, const MajorityPlan& plan) {
  if (plan.reported < claim.needed) {
    if (!claim.rules.threshold && most_seats(claim) >= claim.needed) {
      return fail(fmt::format(
          "The reported votes give {} seats for sure and the majority of {} only by a lot: no "
          "sample of ballots can confirm it. A full count and the lot settle it.",
          plan.reported, claim.needed));
    }
    return fail(fmt::format(
        "The majority is not reported: the reported votes give {} seats, and {} are needed. An "
        "audit confirms what is reported, or ends in a full count.",
        plan.reported, claim.needed));
  }
  Seats without_margin = 0;
  for (const PlannedConstituency& one : plan.constituencies) {
    without_margin += beyond_samples(one);
  }
  if (without_margin > plan.spare()) {
    return fail(fmt::format(
        "{} of the reported {} seats have no margin at all, and the majority can spare {}: no "
        "sample of ballots can confirm it. Only a full count settles it.",
        without_margin, plan.reported, plan.spare()));
  }
  return {};
}

Result<void> check_claim(const MajorityClaim& claim, const MajorityOptions& options) {
  if (claim.constituencies.empty()) {
    return fail("A chamber is made of 1 to 3,000 constituencies.");
  }
  if (claim.who.empty()) return fail("Say whose majority is to be audited.");
  if (claim.needed < 1) return fail("A majority is of at least one seat.");
  if (!(options.risk_limit > 0 && options.risk_limit < 1)) {
    return fail("A risk limit is a share above 0 and below 1, such as 0.05.");
  }
  if (options.part_of_kelly && !(*options.part_of_kelly > 0 && *options.part_of_kelly <= 1)) {
    return fail("The part of Kelly's bet is above 0 and at most 1.");
  }
  for (const MajorityConstituency& one : claim.constituencies) {
    if (one.tally.votes.size() == claim.constituencies[0].tally.votes.size()) continue;
    return fail("The votes of all constituencies name the same parties in the same order.");
  }
  return {};
}

}  // namespace

Seats most_seats(const MajorityClaim& claim) {
  Seats most = 0;
  for (const MajorityConstituency& one : claim.constituencies) {
    const auto allocation = allocate({one.tally.unit, one.seats, one.tally.votes}, claim.rules);
    for (const std::size_t p : claim.who) most += allocation ? allocation->maximum[p] : 0;
  }
  return most;
}

std::string_view name_of(MajorityDesign design) {
  switch (design) {
    case MajorityDesign::adaptive:
      return "adaptive";
    case MajorityDesign::bundle:
      return "bundle";
    case MajorityDesign::every_seat:
      break;
  }
  return "every-seat";
}

std::size_t shown_on_card(std::size_t parties, NoVote what) {
  return parties + static_cast<std::size_t>(what);
}

double expected_ballots(const PlannedConstituency& constituency, double risk_limit) {
  return ballots_for(constituency, constituency.required, risk_limit);
}

Result<MajorityPlan> plan_majority_audit(const MajorityClaim& claim,
                                         const MajorityOptions& options) {
  if (auto checked = check_claim(claim, options); !checked) return tl::unexpected(checked.error());
  MajorityPlan plan;
  plan.options = options;
  plan.parties = claim.constituencies[0].tally.votes.size();
  plan.needed = claim.needed;
  Errors errors;
  for (const MajorityConstituency& constituency : claim.constituencies) {
    auto one = plan_of(constituency, claim, options);
    if (!one) {
      errors.insert(errors.end(), one.error().begin(), one.error().end());
      continue;
    }
    plan.reported += one->claims.reported;
    plan.constituencies.push_back(std::move(*one));
  }
  if (!errors.empty()) return tl::unexpected(std::move(errors));
  if (auto checked = check_reported(claim, plan); !checked) return tl::unexpected(checked.error());
  std::vector<Seats> reported;
  for (const PlannedConstituency& one : plan.constituencies) {
    reported.push_back(one.claims.reported);
  }
  if (const auto chamber = ChamberEvidence::make(std::move(reported), claim.needed); !chamber) {
    return tl::unexpected(chamber.error());
  }
  if (options.design == MajorityDesign::bundle) choose_bundle(plan);
  return plan;
}

}  // namespace scrutineer
