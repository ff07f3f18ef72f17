// What the tests of assertions share: exact means over ballots, and every small table of votes.
#pragma once

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <vector>

#include "audit/assertion.hpp"

namespace scrutineer {

// Sanitizer builds do a part of the work: SCRUTINEER_TEST_SCALE is a percentage.
inline int test_scale() {
  const char* percent = std::getenv("SCRUTINEER_TEST_SCALE");
  return percent == nullptr ? 100 : std::max(1, std::atoi(percent));
}

inline Fraction sum_of(const Fraction& a, const Fraction& b) {
  return reduced(
      {a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator});
}

struct Ballots {
  Interpretation ballot;
  Votes count = 0;
};

// Whether the exact mean of the assorter over these cards is above 1/2.
inline bool holds(const Assorter& assorter, const std::vector<Ballots>& cards) {
  Fraction sum{0, 1};
  Votes number = 0;
  for (const Ballots& one : cards) {
    const Fraction value = value_of(assorter, one.ballot);
    sum = sum_of(sum, {value.numerator * one.count, value.denominator});
    number += one.count;
  }
  return 2 * sum.numerator > sum.denominator * number;
}

inline bool all_hold(const std::vector<Assertion>& assertions, const std::vector<Ballots>& cards) {
  return std::all_of(assertions.begin(), assertions.end(),
                     [&](const Assertion& one) { return holds(one.assorter, cards); });
}

// One ballot for each list, then a ballot without a countable vote.
inline std::vector<Ballots> list_ballots(const std::vector<Votes>& votes, Votes invalid) {
  std::vector<Ballots> cards;
  for (std::size_t p = 0; p < votes.size(); ++p) {
    Interpretation ballot;
    ballot.choices = {p};
    cards.push_back({ballot, votes[p]});
  }
  cards.push_back({{}, invalid});
  return cards;
}

// Every vector of `size` counts with exactly this sum.
inline void for_each_sum(std::size_t size, Votes sum,
                         const std::function<void(const std::vector<Votes>&)>& visit) {
  std::vector<Votes> counts(size, 0);
  const std::function<void(std::size_t, Votes)> fill = [&](std::size_t i, Votes left) {
    if (i + 1 == size) {
      counts[i] = left;
      return visit(counts);
    }
    for (Votes count = 0; count <= left; ++count) {
      counts[i] = count;
      fill(i + 1, left - count);
    }
  };
  fill(0, sum);
}

}  // namespace scrutineer
