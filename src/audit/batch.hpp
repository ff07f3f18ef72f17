// Batch comparison with batches drawn in proportion to their error bounds (PPEB: Aslam, Popa &
// Rivest 2008; Stark 2009). Every draw of batch p gives its taint T = e_p / u_p: the greatest
// relative overstatement found in it, of the greatest that could be there. If the outcome is wrong
// the mean taint is at least 1/U, U = Σ u_p; so the claim is that the mean of Y = 1 − T is above 1
// − 1/U, and every martingale of the table tests it (Kaplan–Markov's bet is 1/m).
//
// e_p and u_p must be of the same batch: where containers were put together, of all of them. A
// taint above 1 says that a bound was wrong: Y is then 0 — evidence against the claim, never for
// it. (Dividing a combined error by one container's bound gives negative p-values:
// notes/audit.md 5.2.)
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "audit/martingale.hpp"
#include "base/numbers.hpp"

namespace scrutineer {

// One pair of candidates in one batch; `margin` is that of the whole contest, above 0.
struct BatchPair {
  Votes winner = 0, loser = 0;  // reported in the batch
  Votes margin = 1;
};

struct BatchBounds {
  double overstatement = 0;   // u_p: no more can be found
  double understatement = 0;  // the least e_p that can be found, negative or 0
};

// For a batch of at most so many cards; `votes_allowed` is how many a candidate can get on a card.
BatchBounds batch_bounds(std::span<const BatchPair> pairs, Votes cards, Votes votes_allowed = 1);

// e_p: the greatest of (reported lead − lead found) / margin over the pairs. `found` is in the
// order of `pairs`; its margins are not read.
double batch_overstatement(std::span<const BatchPair> pairs, std::span<const BatchPair> found);

// The claim about Y for all batches of a contest, drawn with replacement. An error where U is at
// most 1 or a bound is not positive.
Result<MeanClaim> batch_claim(std::span<const BatchBounds> batches);

// Y of one draw.
double batch_value(double overstatement, const BatchBounds& bounds);

// Draws without error that Kaplan–Markov needs for a p-value of alpha.
std::int64_t batch_sample_size(const MeanClaim& claim, double alpha);

}  // namespace scrutineer
