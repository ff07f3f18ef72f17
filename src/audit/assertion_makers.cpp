// Assertions of contests that elect or decide by votes: plurality, scores, shares, linear claims.
#include <algorithm>
#include <numeric>

#include <fmt/core.h>

#include "audit/assertion_parts.hpp"
#include "seats/keys.hpp"

namespace scrutineer {

namespace {

// Times the cards it stays within 128 bits.
constexpr Wide kGreatestScale = 4'000'000'000'000'000'000;

std::string place_of(const ContestTally& tally) {
  std::string place = tally.contest;
  if (!tally.unit.empty()) place += (place.empty() ? "" : ", ") + tally.unit;
  return place.empty() ? "" : place + ": ";
}

Wide total_of(const ContestTally& tally) {
  Wide sum = 0;
  for (const Votes votes : tally.votes) sum += votes;
  return sum;
}

// The reported value of the claim's weighted sum.
Wide total_of(const ContestTally& tally, const LinearClaim& claim) {
  Wide sum = static_cast<Wide>(claim.per_valid) * valid_ballots(tally) +
             static_cast<Wide>(claim.per_invalid) * tally.invalid +
             static_cast<Wide>(claim.per_card) * tally.cards;
  for (std::size_t c = 0; c < tally.votes.size(); ++c) {
    sum += static_cast<Wide>(claim.per_vote[c]) * tally.votes[c];
  }
  return sum;
}

void divide_by_common(LinearClaim& claim) {
  Votes divisor = std::gcd(std::gcd(claim.per_valid, claim.per_invalid), claim.per_card);
  for (const Votes weight : claim.per_vote) divisor = std::gcd(divisor, weight);
  if (divisor <= 1) return;
  claim.per_valid /= divisor;
  claim.per_invalid /= divisor;
  claim.per_card /= divisor;
  for (Votes& weight : claim.per_vote) weight /= divisor;
}

bool has_small_weights(const LinearClaim& claim) {
  const auto small = [](Votes weight) {
    return weight >= -kMaximumCount && weight <= kMaximumCount;
  };
  return small(claim.per_valid) && small(claim.per_invalid) && small(claim.per_card) &&
         std::all_of(claim.per_vote.begin(), claim.per_vote.end(), small);
}

// Candidates by votes, most first; those who are level by position.
std::vector<std::size_t> by_votes(const std::vector<Votes>& votes) {
  std::vector<std::size_t> order(votes.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return votes[a] > votes[b]; });
  return order;
}

// Two tallies of ballots that may hold both: each card holds at most one of each.
void add_ballots(const ContestTally& tally, std::size_t winner, std::size_t loser,
                 Assertion& assertion) {
  const Votes both = std::max<Votes>(0, tally.votes[winner] + tally.votes[loser] - tally.cards);
  assertion.winner_ballots = tally.votes[winner] - both;
  assertion.loser_ballots = tally.votes[loser] - both;
}

}  // namespace

Votes valid_ballots(const ContestTally& tally) {
  return tally.valid ? *tally.valid : static_cast<Votes>(total_of(tally));
}

Errors faults_of(const ContestTally& tally) {
  Errors errors;
  const auto check = [&](bool right, const std::string& sentence) {
    if (!right) errors.push_back({"", 0, "", "", "", place_of(tally) + sentence});
  };
  const auto in_range = [](Votes value) { return value >= 0 && value <= kMaximumCount; };
  bool counts =
      in_range(tally.cards) && in_range(tally.invalid) && in_range(tally.valid.value_or(0));
  for (const Votes votes : tally.votes) counts = counts && in_range(votes);
  check(counts && total_of(tally) <= kMaximumCount,
        fmt::format("a count is negative or above {}.", kMaximumCount));
  if (!errors.empty()) return errors;
  check(tally.form.most_choices > 0, "a ballot needs at least one choice.");
  check(tally.form.most_score >= 0 && tally.form.most_score <= kMaximumCount / 1'000,
        "the highest score is out of range.");
  check(tally.valid || (tally.form.most_choices == 1 && tally.form.most_score == 0),
        "ballots may hold several choices; the number of valid ballots must be stated.");
  const Votes valid = valid_ballots(tally);
  check(valid + tally.invalid <= tally.cards,
        fmt::format("{} ballots are reported but at most {} cards hold the contest.",
                    valid + tally.invalid, tally.cards));
  const Votes most = tally.form.most_score > 0 ? tally.form.most_score : 1;
  for (const Votes votes : tally.votes) {
    check(votes <= static_cast<Wide>(valid) * most,
          fmt::format("a candidate has {} votes of {} valid ballots.", votes, valid));
  }
  if (tally.form.most_score == 0) {
    check(total_of(tally) <= static_cast<Wide>(valid) * tally.form.most_choices,
          fmt::format("{} valid ballots cannot hold {} votes.", valid, to_string(total_of(tally))));
  }
  return errors;
}

Result<Assertion> assertion_of(const ContestTally& tally, AssertionKind kind, LinearClaim claim) {
  if (claim.per_vote.size() != tally.votes.size() || !has_small_weights(claim)) {
    return fail(place_of(tally) + "a claim needs a weight of at most 10^15 for each candidate.");
  }
  divide_by_common(claim);
  Assertion assertion;
  assertion.kind = kind;
  assertion.contest = tally.contest;
  assertion.unit = tally.unit;
  assertion.cards = tally.cards;
  const Wide total = total_of(tally, claim);
  const LinearAssorter assorter(std::move(claim), tally.form);
  if (assorter.scale() <= 0 || tally.cards == 0) {
    return fail(place_of(tally) + "no ballot bears on a claim, so that none can confirm it.");
  }
  if (assorter.scale() > kGreatestScale) {
    return fail(place_of(tally) + "the weights of one ballot add up beyond 4·10^18.");
  }
  // Both factors first without what they share: the product stays in 128 bits.
  const Fraction per_scale = reduced({total, assorter.scale()});
  const Fraction per_card = reduced({per_scale.numerator, tally.cards});
  assertion.margin = {per_card.numerator, per_scale.denominator * per_card.denominator};
  assertion.assorter = assorter;
  return assertion;
}

void add_assertion(AssertionSet& set, Assertion assertion) {
  if (assertion.margin.numerator <= 0) set.standing = Standing::tie;
  set.assertions.push_back(std::move(assertion));
}

Result<Assertion> pair_assertion(const ContestTally& tally, std::size_t winner, std::size_t loser) {
  LinearClaim claim;
  claim.per_vote.assign(tally.votes.size(), 0);
  claim.per_vote[winner] = 1;
  claim.per_vote[loser] = -1;
  const bool scores = tally.form.most_score > 0;
  auto assertion = assertion_of(tally, scores ? AssertionKind::scoring : AssertionKind::plurality,
                                std::move(claim));
  if (!assertion) return assertion;
  assertion->winner = {winner};
  assertion->loser = Contender{loser};
  if (!scores) add_ballots(tally, winner, loser, *assertion);
  return assertion;
}

Result<AssertionSet> plurality_assertions(const ContestTally& tally, std::size_t winners) {
  const Errors faults = faults_of(tally);
  if (!faults.empty()) return tl::unexpected(faults);
  if (winners == 0) return fail(place_of(tally) + "a contest needs at least one winner.");
  AssertionSet set;
  if (winners >= tally.votes.size()) {
    set.standing = Standing::uncontested;
    return set;
  }
  const auto order = by_votes(tally.votes);
  if (tally.votes[order[0]] == 0) {
    set.standing = Standing::no_votes;
    return set;
  }
  for (std::size_t w = 0; w < winners; ++w) {
    for (std::size_t l = winners; l < order.size(); ++l) {
      auto assertion = pair_assertion(tally, order[w], order[l]);
      if (!assertion) return tl::unexpected(assertion.error());
      add_assertion(set, std::move(*assertion));
    }
  }
  return set;
}

Result<AssertionSet> scoring_assertions(const ContestTally& tally, std::size_t winners) {
  if (tally.form.most_score <= 0) {
    return fail(place_of(tally) + "the highest score that a ballot can give is not stated.");
  }
  return plurality_assertions(tally, winners);
}

Result<Assertion> share_assertion(const ContestTally& tally, std::size_t party,
                                  const Threshold& threshold, Votes registered, bool above) {
  // den · votes − num · base, over zero for a party above, under zero for one below.
  const Wide sign = above ? 1 : -1;
  Wide of_party = sign * threshold.share.denominator;
  Wide of_base = -sign * threshold.share.numerator;
  if (threshold.of == Base::registered) {
    // A constant of every card: both sides are multiplied by their number.
    const Fraction per_card = reduced({of_base * registered, std::max<Votes>(1, tally.cards)});
    of_party *= per_card.denominator;
    of_base = per_card.numerator;
  }
  const Wide largest = std::max({of_party, -of_party, of_base, -of_base});
  if (largest > kMaximumCount) {
    return fail(place_of(tally) + "the share cannot be written in whole numbers up to 10^15.");
  }
  LinearClaim claim;
  claim.per_vote.assign(tally.votes.size(), 0);
  claim.per_vote[party] = static_cast<Votes>(of_party);
  const auto base = static_cast<Votes>(of_base);
  (threshold.of == Base::registered ? claim.per_card : claim.per_valid) = base;
  if (threshold.of == Base::cast) claim.per_invalid = base;
  auto assertion = assertion_of(
      tally, above ? AssertionKind::above_share : AssertionKind::below_share, std::move(claim));
  if (!assertion) return assertion;
  assertion->winner = {party};
  assertion->share = threshold.share;
  return assertion;
}

Result<AssertionSet> barrier_assertions(const ContestTally& tally, const Threshold& threshold,
                                        Votes registered) {
  Errors faults = faults_of(tally);
  if (threshold.of == Base::registered && (registered < 1 || registered > kMaximumCount)) {
    faults.push_back(
        {"", 0, "", "", "",
         place_of(tally) + "how many voters are registered is not stated, or is above 10^15."});
  }
  if (!faults.empty()) return tl::unexpected(faults);
  AssertionSet set;
  const Votes valid = valid_ballots(tally);
  if (valid == 0) {
    set.standing = Standing::no_votes;
    return set;
  }
  // A share of nothing that everybody has.
  if (threshold.share.numerator <= 0 && !threshold.strict) {
    set.standing = Standing::uncontested;
    return set;
  }
  const Votes base = threshold.of == Base::valid  ? valid
                     : threshold.of == Base::cast ? valid + tally.invalid
                                                  : registered;
  for (std::size_t p = 0; p < tally.votes.size(); ++p) {
    auto assertion =
        share_assertion(tally, p, threshold, registered, passes(threshold, tally.votes[p], base));
    if (!assertion) return tl::unexpected(assertion.error());
    add_assertion(set, std::move(*assertion));
  }
  return set;
}

Result<AssertionSet> supermajority_assertions(const ContestTally& tally, const Rational& share) {
  if (share < Rational{1, 2} || share >= Rational{1, 1}) {
    return fail(place_of(tally) + "a majority is a share from 1/2 to less than 1.");
  }
  const Threshold threshold{share, Base::valid, Scope::constituency, true};
  auto all = barrier_assertions(tally, threshold);
  if (!all || all->standing == Standing::no_votes) return all;
  AssertionSet above;
  for (const Assertion& one : all->assertions) {
    if (one.kind == AssertionKind::above_share) add_assertion(above, one);
  }
  return above.assertions.empty() ? *all : above;
}

Result<Assertion> full_quotas_assertion(const ContestTally& tally, std::size_t candidate, Seats k,
                                        Seats seats) {
  const Errors faults = faults_of(tally);
  if (!faults.empty()) return tl::unexpected(faults);
  if (candidate >= tally.votes.size() || seats < 1 || seats > kMaximumCount || k < 0 ||
      k >= seats) {
    return fail(place_of(tally) +
                "quotas are asked of a candidate, from 0 to fewer than all seats.");
  }
  return share_assertion(tally, candidate,
                         {Rational::of(k, seats), Base::valid, Scope::constituency, true}, 0, true);
}

Result<Assertion> linear_assertion(const ContestTally& tally, const LinearClaim& claim,
                                   Contender winner, std::optional<Contender> loser) {
  const Errors faults = faults_of(tally);
  if (!faults.empty()) return tl::unexpected(faults);
  auto assertion = assertion_of(tally, AssertionKind::linear, claim);
  if (!assertion) return assertion;
  assertion->winner = winner;
  assertion->loser = loser;
  return assertion;
}

}  // namespace scrutineer
