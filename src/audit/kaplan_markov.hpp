// The Kaplan–Markov test for card comparison in closed form ("super-simple", Stark 2010), as Arlo
// and ColoradoRLA publish it: from counts of errors alone, not their order.
//
// The counts hold only if an error is measured against the margin of its own pair: a card counted
// for w that shows l overstates each pair (w, x) by its votes there, divided by the votes between w
// and x. The relative overstatement of a card is the greatest of these, times the smallest margin;
// it is at most the greatest number of votes, which is what the counts use. (Choosing the pair with
// the most votes and then dividing by its margin confirms wrong outcomes: notes/audit.md 5.1.)
#pragma once

#include <cstdint>
#include <span>

#include "base/result.hpp"

namespace scrutineer {

// Cards by how many votes of margin the record overstates or understates.
struct OverstatementCounts {
  std::int64_t one_over = 0, two_over = 0, one_under = 0, two_under = 0;
};

struct OverstatementRates {
  double one_over = 0, two_over = 0, one_under = 0, two_under = 0;
};

struct KaplanMarkov {
  double diluted_margin = 0;  // the smallest margin in votes, by cards: above 0, at most 1
  double gamma = 1.03905;     // above 1: how much an error counts

  // An error names the number that is out of range.
  static Result<KaplanMarkov> make(double diluted_margin, double gamma);

  // Rounded up. After n cards with these errors; at most 1.
  double p_value(std::int64_t cards, const OverstatementCounts& errors) const;
  // The same from the relative overstatement of each card drawn: of −2, …, 2, clean cards included.
  double p_value(std::span<const double> relative_overstatements) const;

  // The least number of cards at which the p-value can be alpha, if these errors occur among them;
  // by the linear bound ln(1 − x) <= −x, as in Stark's tools (a card or two more than needed).
  std::int64_t sample_size(double alpha, const OverstatementCounts& expected) const;
  // The same, errors at these rates: one-vote errors rounded up, two-vote errors to the nearest.
  std::int64_t sample_size(double alpha, const OverstatementRates& expected) const;
  // Without the linear bound and without rounding errors to whole cards (SUITE's planning). None
  // where the rates leave nothing to gain.
  Result<std::int64_t> exact_sample_size(double alpha, const OverstatementRates& expected) const;
};

// One pair of candidates on one card: by how many votes the record says more for the winner's lead
// than the card does, and the reported lead.
struct PairOverstatement {
  std::int64_t votes = 0;
  std::int64_t margin = 1;
};

// The greatest votes / margin, times the smallest margin of the pairs.
double relative_overstatement(std::span<const PairOverstatement> pairs);

}  // namespace scrutineer
