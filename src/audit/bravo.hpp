// BRAVO (Lindeman, Stark & Yates 2012): ballot polling, one pair of candidates at a time, cards
// drawn with replacement. Its p-value is the martingale `bravo`; here it is in closed form, with
// the sizes that are planned with it. Sizes are for planning only and carry no guarantee.
#pragma once

#include <cstdint>
#include <optional>

namespace scrutineer {

struct BravoPair {
  double winner = 0, loser = 0;                    // reported votes, by cards: winner > loser
  std::int64_t drawn_winner = 0, drawn_loser = 0;  // so far
};

// Rounded up; at most 1. After the last card, not the least so far.
double bravo_p_value(const BravoPair& pair);

// Expected number of further cards (Lindeman, Stark & Yates 2012, section 4).
double bravo_expected_cards(const BravoPair& pair, double alpha);

// Further cards after which the pair is confirmed with about this probability: the normal
// approximation, then upwards until the binomial quantile is enough.
std::int64_t bravo_cards(const BravoPair& pair, double alpha, double probability);

// The probability that the pair is confirmed by its last card after so many further cards, by the
// normal approximation.
double bravo_probability(const BravoPair& pair, double alpha, std::int64_t cards);

}  // namespace scrutineer
