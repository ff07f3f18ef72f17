// Partial knowledge: what the published facts alone (seats, totals, margins) say about the price of
// a question, over all vote tables that agree with them. Each fact is a linear inequality in the
// unknown votes by constituency and party; bounds carry certificates
// (outcome/certified_program.hpp).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/numbers.hpp"
#include "base/result.hpp"
#include "election/election.hpp"
#include "outcome/margin.hpp"
#include "seats/seats.hpp"

namespace scrutineer {

// A published figure. Empty constituency = the whole contest; empty party = all parties (valid
// votes).
struct Fact {
  enum class Kind { seats, votes, registered, cast, margin };
  Kind kind = Kind::votes;
  std::optional<std::size_t> constituency;
  std::optional<std::size_t> party;
  Votes low = 0, high = 0;          // the interval that all statements of this quantity span
  Change way = Change::added;       // margin: the least votes by which `party` misses its next seat
  std::vector<std::string> claims;  // ids of the claims (or files) it comes from
};

struct PublishedProblem {
  AllocationRules rules;
  std::vector<std::string> constituencies;  // ids
  std::vector<Seats> seats;                 // by constituency
  std::size_t parties = 0;
  std::vector<Fact> facts;
};

// The price of `target` (outcome/margin.hpp) over all tables: no table has a smaller one than
// `low`, none a greater one than `high`. Ties count as a change. Empty high: not bounded by what is
// published.
struct PriceRange {
  bool reachable = true;  // false: votes may change only where the question does not look
  Votes low = 0;
  std::optional<Votes> high;
  std::vector<std::size_t> rests_on;  // facts with a multiplier in the proof of `high`
};

struct Contradiction {
  std::vector<std::size_t> facts;  // smallest set that cannot hold together; empty = none
  std::vector<std::string> claims;
};

Contradiction find_contradiction(const PublishedProblem& problem);

// Where the doubts may act: constituencies (empty = all).
Result<PriceRange> price_range(const PublishedProblem& problem, const SeatTarget& target,
                               Change change, const std::vector<std::size_t>& only_in = {});

}  // namespace scrutineer
