#include "audit/seat_bound.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <tuple>

#include "audit/assertion_seats.hpp"
#include "seats/keys.hpp"

namespace scrutineer {

namespace {

constexpr Seats kMostSeats = 10'000;
constexpr double kWorst = -std::numeric_limits<double>::infinity();

// How fast ballots confirm a claim of these weights: the square of the mean weight by the mean
// square, but for a factor that a constituency's claims share; negative for one that is false.
// Plain arithmetic only, so that it is the same everywhere.
double ease_of(double mean, double square) {
  return square > 0 ? mean * std::fabs(mean) / square : kWorst;
}

double ease_of(const ContestTally& tally, const Assertion& assertion) {
  const LinearClaim& claim = std::get<LinearAssorter>(assertion.assorter).claim();
  double mean = 0, square = 0;
  const auto count = [&](Votes weight, Votes ballots) {
    const auto w = static_cast<double>(weight), n = static_cast<double>(ballots);
    mean += w * n;
    square += w * w * n;
  };
  for (std::size_t p = 0; p < tally.votes.size(); ++p) {
    count(claim.per_vote[p] + claim.per_valid + claim.per_card, tally.votes[p]);
  }
  count(claim.per_invalid + claim.per_card, tally.invalid);
  count(claim.per_card, tally.cards - valid_ballots(tally) - tally.invalid);
  return ease_of(mean, square);
}

// What stands against one opponent.
struct Opponent {
  std::size_t entrant = 0;
  Seats conceded = 0;                // r_p
  std::optional<std::size_t> below;  // the placing that would exclude it
  double ease_below = kWorst;
  double ease_pairs = kWorst;
  double ease() const { return std::max(ease_below, ease_pairs); }
};

// One constituency while its bounds are chosen.
struct Chooser {
  const ContestTally& tally;
  SharingOf sharing;
  Votes total = 0;                  // of all entrants
  std::vector<bool> ours;           // by entrant
  std::vector<Assertion> placings;  // of a barrier, in this constituency
  bool all_placed = false;          // every placing is needed
  ConstituencyBounds result;
  std::map<std::tuple<std::size_t, Seats, std::size_t, Seats>, std::size_t> known_pairs;
  std::map<std::size_t, std::size_t> known_placings;

  Sharing keys() const { return {sharing.rule, sharing.seats, total}; }
  double ease(std::size_t a, Seats w, std::size_t b, Seats l) const;
  std::vector<Seats> own_keys(Seats wanted) const;
  double hardest_pair(const std::vector<Seats>& held, const Opponent& opponent) const;
  std::vector<Opponent> conceding(const std::vector<Seats>& held, Seats seats) const;
  bool needs(const Assertion& of_placing, const std::vector<Seats>& held) const;
  Result<void> add_bound(Seats at_least);
  Result<std::size_t> pair(std::size_t a, Seats w, std::size_t b, Seats l);
  std::size_t placing(std::size_t number);
};

double Chooser::ease(std::size_t a, Seats w, std::size_t b, Seats l) const {
  const auto va = static_cast<double>(sharing.entrants[a].votes);
  const auto vb = static_cast<double>(sharing.entrants[b].votes);
  double up = 1, down = 1, rest = 0;
  if (is_divisor_rule(sharing.rule)) {
    up = static_cast<double>(divisor(sharing.rule, l));
    down = static_cast<double>(divisor(sharing.rule, w));
  } else if (sharing.rule == Rule::hare_largest_remainder) {
    rest = static_cast<double>(l - w);
    up = static_cast<double>(sharing.seats) + rest;
    down = static_cast<double>(sharing.seats) - rest;
  }
  const double others = static_cast<double>(total) - va - vb;
  return ease_of(up * va - down * vb + rest * others,
                 up * up * va + down * down * vb + rest * rest * others);
}

// How many of our `wanted` highest keys each of our entrants has.
std::vector<Seats> Chooser::own_keys(Seats wanted) const {
  std::vector<Seats> held(sharing.entrants.size(), 0);
  for (Seats given = 0; given < wanted; ++given) {
    std::size_t best = held.size();
    Key highest;
    for (std::size_t a = 0; a < held.size(); ++a) {
      if (!ours[a]) continue;
      const Key key = key_of(keys(), sharing.entrants[a].votes, held[a] + 1);
      if (best < held.size() && key <= highest) continue;
      best = a;
      highest = key;
    }
    ++held[best];
  }
  return held;
}

Result<std::size_t> Chooser::pair(std::size_t a, Seats w, std::size_t b, Seats l) {
  const auto [known, is_new] = known_pairs.try_emplace({a, w, b, l}, result.assertions.size());
  if (!is_new) return known->second;
  auto assertion = key_assertion(tally, sharing, sharing.entrants[a], w, sharing.entrants[b], l);
  if (!assertion) return tl::unexpected(assertion.error());
  result.assertions.push_back(std::move(*assertion));
  return known->second;
}

std::size_t Chooser::placing(std::size_t number) {
  const auto [known, is_new] = known_placings.try_emplace(number, result.assertions.size());
  if (is_new) result.assertions.push_back(placings[number]);
  return known->second;
}

double Chooser::hardest_pair(const std::vector<Seats>& held, const Opponent& opponent) const {
  double worst = -kWorst;
  for (std::size_t a = 0; a < held.size(); ++a) {
    if (held[a] == 0) continue;
    worst = std::min(worst, ease(a, held[a], opponent.entrant, opponent.conceded + 1));
  }
  return worst;
}

// Seats that we do not ask for are conceded one by one to whoever is the hardest to beat.
std::vector<Opponent> Chooser::conceding(const std::vector<Seats>& held, Seats seats) const {
  std::vector<Opponent> opponents;
  for (std::size_t p = 0; p < held.size(); ++p) {
    if (ours[p]) continue;
    Opponent opponent;
    opponent.entrant = p;
    for (std::size_t i = 0; !all_placed && i < placings.size(); ++i) {
      if (placings[i].winner != sharing.entrants[p].name) continue;
      if (placings[i].kind != AssertionKind::below_share) continue;
      opponent.below = i;
      opponent.ease_below = ease_of(tally, placings[i]);
    }
    opponent.ease_pairs = hardest_pair(held, opponent);
    opponents.push_back(opponent);
  }
  const auto harder = [](const Opponent& a, const Opponent& b) { return a.ease() < b.ease(); };
  for (Seats given = 0; given < seats && !opponents.empty(); ++given) {
    Opponent& hardest = *std::min_element(opponents.begin(), opponents.end(), harder);
    ++hardest.conceded;
    hardest.ease_pairs = hardest_pair(held, hardest);
  }
  return opponents;
}

// Whether those of ours who hold a key must be shown to be above a barrier; or everybody's place.
bool Chooser::needs(const Assertion& of_placing, const std::vector<Seats>& held) const {
  if (all_placed) return true;
  for (std::size_t a = 0; a < held.size(); ++a) {
    if (sharing.entrants[a].name == of_placing.winner) return held[a] > 0;
  }
  return false;
}

Result<void> Chooser::add_bound(Seats at_least) {
  const bool one_prize = sharing.rule == Rule::plurality;
  const std::vector<Seats> held = own_keys(one_prize ? 1 : at_least);
  SeatBound bound;
  bound.at_least = at_least;
  for (std::size_t i = 0; i < placings.size(); ++i) {
    if (needs(placings[i], held)) bound.assertions.push_back(placing(i));
  }
  for (const Opponent& opponent : conceding(held, one_prize ? 0 : sharing.seats - at_least)) {
    if (opponent.below && opponent.ease_below > opponent.ease_pairs) {
      bound.assertions.push_back(placing(*opponent.below));
      continue;
    }
    for (std::size_t a = 0; a < held.size(); ++a) {
      if (held[a] == 0) continue;
      const auto number = pair(a, held[a], opponent.entrant, opponent.conceded + 1);
      if (!number) return tl::unexpected(number.error());
      bound.assertions.push_back(*number);
    }
  }
  result.bounds.push_back(std::move(bound));
  return {};
}

// Which of the contenders are ours: a list with all of its members.
Result<std::vector<bool>> ours_among(const std::vector<Entrant>& entrants,
                                     const AllocationRules& rules,
                                     const std::vector<std::size_t>& who, std::size_t parties) {
  std::vector<bool> named(parties, false);
  for (const std::size_t p : who) {
    if (p >= parties) return fail("A bound on seats names a party that is not in the table.");
    named[p] = true;
  }
  for (const auto& list : rules.connected) {
    const auto members = std::count_if(list.begin(), list.end(),
                                       [&](std::size_t p) { return static_cast<bool>(named[p]); });
    if (members != 0 && members != static_cast<std::ptrdiff_t>(list.size())) {
      return fail("A bound on seats names some members of a connected list; name all or none.");
    }
  }
  std::vector<bool> ours;
  for (const Entrant& entrant : entrants) ours.push_back(named[entrant.parties.front()]);
  return ours;
}

Result<ConstituencyBounds> bounds_of(const ContestTally& tally, Seats seats,
                                     const AllocationRules& rules, const std::vector<bool>& counted,
                                     const std::vector<bool>& above,
                                     std::vector<Assertion> placings, bool all_placed,
                                     const std::vector<std::size_t>& who) {
  if (seats > kMostSeats)
    return fail("Bounds are made for constituencies of at most 10,000 seats.");
  ConstituencyVotes table{tally.unit, seats, tally.votes};
  for (std::size_t p = 0; p < above.size(); ++p) {
    if (!above[p]) table.votes[p] = 0;
  }
  const auto allocation = allocate(table, rules);
  if (!allocation) return tl::unexpected(allocation.error());
  Chooser chooser{tally, {rules.rule, seats, {}}, 0, {}, std::move(placings), all_placed, {}, {},
                  {}};
  chooser.sharing.entrants = entrants_among(tally, rules.connected, counted);
  auto ours = ours_among(chooser.sharing.entrants, rules, who, tally.votes.size());
  if (!ours) return tl::unexpected(ours.error());
  chooser.ours = std::move(*ours);
  chooser.result.unit = tally.unit;
  for (std::size_t i = 0; i < chooser.sharing.entrants.size(); ++i) {
    const Entrant& entrant = chooser.sharing.entrants[i];
    chooser.total += entrant.votes;
    if (!chooser.ours[i]) continue;
    const std::size_t position = entrant.name.position;
    chooser.result.reported +=
        entrant.name.is_list ? allocation->list_minimum[position] : allocation->minimum[position];
  }
  for (Seats deficit = 1; deficit <= chooser.result.reported; ++deficit) {
    if (auto added = chooser.add_bound(chooser.result.reported - deficit + 1); !added) {
      return tl::unexpected(added.error());
    }
  }
  return std::move(chooser.result);
}

}  // namespace

Result<ConstituencyBounds> constituency_bounds_among(const ContestTally& tally, Seats seats,
                                                     const AllocationRules& rules,
                                                     const std::vector<bool>& above,
                                                     const std::vector<std::size_t>& who) {
  // Checks the tally, the lists and who is above.
  const auto checked = seat_assertions_among(tally, seats, rules, above);
  if (!checked) return tl::unexpected(checked.error());
  return bounds_of(tally, seats, rules, above, above, {}, false, who);
}

Result<ConstituencyBounds> constituency_bounds(const ContestTally& tally, Seats seats,
                                               const AllocationRules& rules,
                                               const std::vector<std::size_t>& who,
                                               Votes registered) {
  const auto checked = seat_assertions(tally, seats, rules, {}, registered);
  if (!checked) return tl::unexpected(checked.error());
  const std::vector<bool> everybody(tally.votes.size(), true);
  if (!rules.threshold) return constituency_bounds_among(tally, seats, rules, everybody, who);
  AllocationRules without = rules;
  without.threshold.reset();
  auto barriers = barrier_assertions(tally, *rules.threshold, registered);
  if (!barriers) return tl::unexpected(barriers.error());
  std::vector<bool> above(tally.votes.size(), valid_ballots(tally) > 0);
  for (const Assertion& one : barriers->assertions) {
    above[one.winner.position] = one.kind == AssertionKind::above_share;
  }
  const bool all_placed = rules.rule == Rule::hare_largest_remainder || !rules.connected.empty();
  // A party of ours that is below takes no part; another may, as if it were above.
  std::vector<bool> counted = all_placed ? above : everybody;
  for (const std::size_t p : who) {
    if (p < counted.size()) counted[p] = above[p];
  }
  return bounds_of(tally, seats, without, counted, above, std::move(barriers->assertions),
                   all_placed, who);
}

DeficitEvidence deficit_evidence(const ConstituencyBounds& bounds,
                                 const std::vector<double>& log_e_of_assertions) {
  DeficitEvidence evidence;
  for (const SeatBound& bound : bounds.bounds) {
    double weakest = std::numeric_limits<double>::infinity();
    std::size_t binding = 0;
    for (const std::size_t number : bound.assertions) {
      const double stated = log_e_of_assertions[number];
      const double log_e = std::isnan(stated) ? kWorst : stated;  // confirms nothing
      if (log_e >= weakest) continue;
      weakest = log_e;
      binding = number;
    }
    evidence.log_e.push_back(weakest);
    evidence.binding.push_back(binding);
  }
  return evidence;
}

}  // namespace scrutineer
