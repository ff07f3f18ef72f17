// Assorters (Stark 2020, "Sets of half-average nulls generate risk-limiting audits"): a number that
// each card is worth, from 0 to an upper bound, such that a claim about the votes holds exactly
// where the mean over all cards is above 1/2. Values are exact; a double is made of them last.
//
// What is the same for every assorter: a card that holds no countable vote of the contest is worth
// 1/2 (unless the claim itself speaks of such ballots), a card without the contest is worth 1/2,
// and a card that should be there and is missing is worth 0, the worst for the claim.
#pragma once

#include <cstddef>
#include <cstdint>
#include <variant>
#include <vector>

#include "base/numbers.hpp"

namespace scrutineer {

// An exact fraction; the denominator is positive.
struct Fraction {
  Wide numerator = 0;
  Wide denominator = 1;
};
Fraction reduced(Fraction value);
// The nearest double, and the greatest double that is not above the value.
double to_double(const Fraction& value);
double rounded_down(const Fraction& value);

// What was read on one card, for one contest.
struct Interpretation {
  enum class Card { present, without_contest, missing };
  Card card = Card::present;
  // The candidates chosen, in order of preference on a ranked ballot; a candidate that is named
  // again counts once, where it was named first. Empty: no countable vote.
  std::vector<std::size_t> choices;
  // By candidate, on a ballot that scores; empty: no countable vote.
  std::vector<Votes> scores;
};

// How many choices a ballot may have (1; n for vote-for-n; all for approval), or how high a score.
// A ballot beyond either holds no countable vote.
struct BallotForm {
  std::size_t most_choices = 1;
  Votes most_score = 0;  // above 0: ballots score every candidate from 0 to this
};

// A claim that a weighted sum of votes is above zero (Blom et al. 2021, "Assertion-based approaches
// to auditing complex elections"). Weights are whole numbers of at most kMaximumCount in size.
struct LinearClaim {
  std::vector<Votes> per_vote;  // by candidate; for scores, of each point
  Votes per_valid = 0;          // of each ballot that holds a countable vote
  Votes per_invalid = 0;        // of each card with the contest that holds none
  Votes per_card = 0;           // of each card of the bound, whatever it holds
};

class LinearAssorter {
 public:
  LinearAssorter() = default;
  LinearAssorter(LinearClaim claim, BallotForm form);

  Fraction value(const Interpretation& ballot) const;
  Fraction upper_bound() const;
  const LinearClaim& claim() const { return claim_; }
  // value = 1/2 + weight / (2 scale); 0 where no ballot has a weight.
  Wide scale() const { return scale_; }

 private:
  Wide weight(const Interpretation& ballot) const;

  LinearClaim claim_;
  BallotForm form_;
  Wide scale_ = 0;
  Wide highest_ = 0;
};

// Instant runoff: `winner` is first on more ballots than name `loser` before `winner`, so the loser
// can never leave the winner behind (not eliminated before).
struct NotEliminatedBefore {
  std::size_t winner = 0;
  std::size_t loser = 0;
};

// Instant runoff: when exactly `continuing` remain (ascending; both are among them), more ballots
// stand for `winner` than for `loser`, so the winner is not the one eliminated next.
struct NotEliminatedNext {
  std::size_t winner = 0;
  std::size_t loser = 0;
  std::vector<std::size_t> continuing;
};

using Assorter = std::variant<LinearAssorter, NotEliminatedBefore, NotEliminatedNext>;

Fraction value_of(const Assorter& assorter, const Interpretation& ballot);
Fraction upper_bound(const Assorter& assorter);

}  // namespace scrutineer
