// What a random sample of ballots or of forms excludes of the seats of one constituency: a set of
// seat vectors that holds the true one with at least 1 − risk limit.
//
// If s is the outcome under a divisor rule d, no party's last seat comes after another's next one:
//     V_A / d(s_A) >= V_B / d(s_B + 1)    for every A with a seat and every other B.
// The opposite of each of these is a claim with an assorter (assertion_seats.hpp): a vote for B is
// worth (1 + d(s_A)/d(s_B+1))/2, one for A 0, anything else 1/2, and its mean is at most 1/2 where
// the inequality holds. A martingale of each pair is thus an e-value against s, and so is E_s, the
// mean over all pairs of s, since a mean of e-values under one null hypothesis is one. Excluded is
// each s with E_s >= 1/risk limit; one s only is true (all of them, where lots decide), so nothing
// is corrected for the number of vectors. E_s is taken once, when the sample ends: an e-process is
// an e-value at any time that the draws so far decide. Bets are a mixture fixed before any draw.
//
// Sources: Stark 2020, 2023; Waudby-Smith, Stark & Ramdas 2021 (RiLACS); shared notes 6.1, 6.3.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/numbers.hpp"
#include "base/result.hpp"
#include "election/election.hpp"

namespace scrutineer {

// One draw: a card, or all cards of a polling station by its form.
struct SeatDraw {
  std::vector<Votes> votes;  // by party
  // It was drawn, but nobody could read it. It then counts as what speaks most for the vector that
  // is tested, for each pair anew: `cards` votes for A.
  bool is_missing = false;
  Votes cards = 1;  // what it can hold at most
};

struct SeatSample {
  Rule rule = Rule::dhondt;
  Seats seats = 0;
  std::size_t parties = 0;
  std::int64_t population = 0;  // cards, or stations, that could be drawn
  Votes most_cards = 1;         // no draw of the population holds more
  std::vector<SeatDraw> drawn;  // in drawing order, uniformly without replacement
};

inline constexpr std::size_t kMostSeatVectors = 200'000;
inline constexpr std::int64_t kMostSeatSetSteps = 400'000'000;

struct SeatSet {
  // Where more than kMostSeatVectors could not be excluded, no list: bounds of each party alone.
  bool is_listed = true;
  std::vector<std::vector<Seats>> vectors;  // ascending
  std::vector<Seats> least, most;           // by party; of no use where is_empty
  // No vector is left. As likely as the risk limit at most, or the assumptions are wrong.
  bool is_empty = false;
};

// The evidence of a sample against every seat vector.
class SeatEvidence {
 public:
  // Fails for rules without divisors, where the sample contradicts its population or a bound, and
  // where it would take more than kMostSeatSetSteps.
  static Result<SeatEvidence> make(const SeatSample& sample);

  // A lower bound of E_s, cut at 1e200. Precondition: s sums to the seats.
  double against(const std::vector<Seats>& s) const;

  // Precondition: 1e-12 <= risk_limit < 1.
  SeatSet set(double risk_limit, std::size_t most_vectors = kMostSeatVectors) const;

 private:
  friend class SeatSetSearch;
  // Against "A's k-th seat does not come after B's l-th", k and l from 1.
  double pair(std::size_t a, Seats k, std::size_t b, Seats l) const {
    const auto seats = static_cast<std::size_t>(seats_);
    return pairs_[((a * seats + static_cast<std::size_t>(k - 1)) * parties_ + b) * seats +
                  static_cast<std::size_t>(l - 1)];
  }
  // What two parties with so many seats add to the sum over pairs.
  double both(std::size_t a, Seats of_a, std::size_t b, Seats of_b) const {
    return (of_a > 0 ? pair(a, of_a, b, of_b + 1) : 0) +
           (of_b > 0 ? pair(b, of_b, a, of_a + 1) : 0);
  }

  Seats seats_ = 0;
  std::size_t parties_ = 0;
  std::vector<double> pairs_;
};

// The value of a draw for one pair, rounded down: callers of tests compare with it.
double seat_draw_value(const SeatSample& sample, const SeatDraw& draw, std::size_t a, Seats k,
                       std::size_t b, Seats l);

}  // namespace scrutineer
