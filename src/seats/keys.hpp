// The key of a party's k-th seat: the one comparison that every rule of this folder comes down to.
#pragma once

#include <compare>

#include "base/numbers.hpp"
#include "election/election.hpp"

namespace scrutineer {

// A fraction with a positive denominator. Numerators stay below 2^101 and denominators below 2^51
// where the numerator is a count, and the denominator is 1 elsewhere: products fit 128 bits.
struct Key {
  Wide numerator = 0;
  Wide denominator = 1;

  friend std::strong_ordering operator<=>(const Key& a, const Key& b) {
    return a.numerator * b.denominator <=> b.numerator * a.denominator;
  }
  friend bool operator==(const Key& a, const Key& b) { return (a <=> b) == 0; }
};

// What one sharing of seats is about: by which rule, how many, and among how many votes.
struct Sharing {
  Rule rule = Rule::dhondt;
  Seats seats = 0;
  Votes total = 0;  // of those who take part
};

inline constexpr bool is_divisor_rule(Rule rule) {
  return rule == Rule::dhondt || rule == Rule::sainte_lague ||
         rule == Rule::hare_then_highest_averages;
}

// The key of the k-th seat (k = 1, 2, …) of a party with so many votes. Under plurality there is
// one prize only, the whole constituency, and its key is the vote itself.
Key key_of(const Sharing& sharing, Votes votes, Seats k);

// A number of seats that a party is sure to reach, so that allocation may start there.
Seats sure_seats(const Sharing& sharing, Votes votes, Seats parties);

// Whether a party with so many votes passes the threshold, whose base has `base` votes.
bool passes(const Threshold& threshold, Votes votes, Votes base);

}  // namespace scrutineer
