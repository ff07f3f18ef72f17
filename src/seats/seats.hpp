// Allocation of the seats of one constituency, exactly, with the steps that a court would write
// down.
//
// Every rule here is a rule of keys: party p's k-th seat has a key that falls with k, and the S
// highest keys win the S seats. Divisor rules: votes/d(k). Hare with largest remainders: votes·S −
// k·V (the k-th full quota or remainder; the theorem is in seats/README.md). Keys compare in 128
// bits. Where keys tie at the last seat, the tie is a result: who is certain, who draws lots, for
// how many seats.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/numbers.hpp"
#include "base/result.hpp"
#include "election/election.hpp"

namespace scrutineer {

// What decides an allocation besides the votes. Positions are those of the votes (party indices).
struct AllocationRules {
  Rule rule = Rule::dhondt;
  std::optional<Threshold> threshold;
  // Connected lists (apparentement): each inner vector shares seats as one list first. Disjoint.
  std::vector<std::vector<std::size_t>> connected;
};

struct ConstituencyVotes {
  std::string unit;  // id, for messages and witnesses
  Seats seats = 0;
  std::vector<Votes> votes;  // one per party, none negative
  // What a threshold's base has beyond the valid votes of this table (invalid ballots where the law
  // counts them, or the votes of the rest of the contest where its scope is the contest).
  Votes base_beyond_valid = 0;
  // Where a threshold's scope is the contest: each party's votes in the rest of it, which count at
  // the threshold and nowhere else. Else empty.
  std::vector<Votes> votes_elsewhere = {};
};

// A recorded lot: the order in which tied parties were drawn in this constituency, first drawn
// first.
using Lot = std::vector<std::size_t>;

struct Tie {
  std::vector<std::size_t> candidates;  // ascending
  Seats seats = 0;                      // to be given among them, at most one each, except:
  bool block = false;    // plurality with several seats: all of them to one candidate
  bool drawn = false;    // decided by the recorded lot
  std::size_t list = 0;  // 0: between lists; i+1: inside connected[i]
};

// One line of the protocol of an allocation.
struct Step {
  enum class Kind { quota, full_quotas, seat, below_threshold, lot, vacant };
  Kind kind = Kind::seat;
  Seats number = 0;       // the seat's number where one is given
  std::size_t party = 0;  // or the position in `connected` where `of_list`
  bool of_list = false;
  Votes votes = 0;
  Seats divisor = 0;  // d(k) where one applies
  Rational value;     // quotient, quota or remainder; exact
};

struct Allocation {
  std::vector<Seats> seats;    // certain seats, plus those a recorded lot gave
  std::vector<Seats> minimum;  // over all lots that are still open
  std::vector<Seats> maximum;
  std::vector<Seats> list_minimum;  // of connected lists, by position in `connected`
  std::vector<Seats> list_maximum;
  std::vector<Tie> ties;
  std::vector<Step> steps;  // only where asked for
  Seats vacant = 0;         // seats that nobody can take (no valid vote, nobody over the threshold)
  bool settled() const;     // no tie is open
};

// Errors: a negative seat number or count, or totals beyond kMaximumCount.
Result<Allocation> allocate(const ConstituencyVotes& constituency, const AllocationRules& rules,
                            const Lot& lot = {}, bool with_steps = false);

// d(k) for k = 1, 2, …: k for D'Hondt (and the Cambodian rule, which equals it), 2k−1 for
// Sainte-Laguë. 0 for rules without divisors.
Seats divisor(Rule rule, Seats k);

// The same rules, written naively and apart from allocate(): repeated search over exact rationals.
// The twin that property tests compare with. No thresholds or connected lists.
Allocation allocate_naively(const ConstituencyVotes& constituency, Rule rule);

}  // namespace scrutineer
