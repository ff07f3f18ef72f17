// Margins: the fewest votes switched, added or removed that change who holds what. Exact integers
// over constituencies of any allocation rule, with a witness that the allocator re-checks.
//
// Single party, one constituency: for a given number of changed votes the cheapest way to hold
// rivals down (or lift them up) is a small min-plus program over keys (seats/seats.hpp), monotone
// in the number of votes except where it removes votes under a rule whose quota moves (there: a
// scan by a Lipschitz bound). Over constituencies: min-plus combination. Source: shared notes on
// seats, section 2.2; Bredereck et al., IJCAI 2020.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/numbers.hpp"
#include "base/result.hpp"
#include "election/election.hpp"
#include "seats/seats.hpp"

namespace scrutineer {

struct ContestVotes {
  AllocationRules rules;
  std::vector<ConstituencyVotes> constituencies;
  std::vector<Lot> lots;  // empty, or one per constituency: recorded lots
};

// `who` holds (in one constituency or all) at least, or at most, `seats` seats.
struct SeatTarget {
  std::vector<std::size_t> who;  // one party, or the members of a coalition; ascending
  bool at_least = true;
  Seats seats = 0;
  std::optional<std::size_t> constituency;  // empty: over all constituencies
};

// Votes taken from one party (from), given to one (to), or both (switched), in a constituency.
struct Move {
  std::size_t constituency = 0;
  std::optional<std::size_t> from, to;
  Votes votes = 0;
};

struct UnitPrice {  // what the change asks of one constituency
  std::size_t constituency = 0;
  Seats seats_changed = 0;
  Votes votes = 0;
};

// `votes`: the fewest that reach the target whatever the lots; `votes_to_tie`: that reach it for at
// least one draw of the lots. Both are empty where no number of votes does (and `exact` is true).
// Where `exact` is false, `lower` <= votes <= `upper` and `votes` is empty or the witness's size.
struct Margin {
  std::optional<Votes> votes, votes_to_tie;
  bool exact = true;
  std::optional<Votes> lower, upper;
  std::optional<Votes> tie_lower, tie_upper;
  std::vector<Move> witness;         // attains `votes`
  std::vector<Move> witness_to_tie;  // attains `votes_to_tie`
  std::vector<UnitPrice> by_unit;    // of `witness`
};

// Already true: zero votes, empty witness. Errors: as allocate().
Result<Margin> seat_margin(const ContestVotes& contest, const SeatTarget& target, Change change);

// The price of each number of seats in one constituency: entry k is the fewest votes by which
// `party` gains (or loses) k seats or more; entry 0 is 0; empty from the first k that cannot be
// reached. Seats are counted from those that the party is sure of (gain) or may have at most (lose)
// in `outright`, and the other way round in `to_tie`; the two starts differ only where a tie is
// open now. Where `exact` is false, the entries are attained and the lower ones proven.
struct PriceList {
  std::vector<Votes> outright;
  std::vector<Votes> to_tie;
  bool exact = true;
  std::vector<Votes> outright_lower;
  std::vector<Votes> to_tie_lower;
};
Result<PriceList> price_list(const ConstituencyVotes& constituency, const AllocationRules& rules,
                             std::size_t party, bool gain, Change change, Seats most_seats,
                             const Lot& lot = {});

// The party that needs the fewest votes for one seat more in a constituency, and how many (to reach
// a tie for it); nothing where no number of votes gives anybody a seat more. First of equals.
struct CheapestSeat {
  std::size_t party = 0;
  Votes votes = 0;
};
Result<std::optional<CheapestSeat>> cheapest_seat(const ConstituencyVotes& constituency,
                                                  const AllocationRules& rules, Change change,
                                                  const Lot& lot = {});

// Fewest votes that change the composition of the chamber (any constituency's allocation, or
// that of one).
Result<Margin> any_seat_margin(const ContestVotes& contest, Change change,
                               std::optional<std::size_t> constituency = {});

// Questions on votes, not seats. Totals are national; `base_beyond_valid` as in ConstituencyVotes.
struct VoteTotals {
  std::vector<Votes> votes;
  Votes base_beyond_valid = 0;
};
// Fewest votes that make "who has the most votes" change: from true to tie or false, or back.
// `votes` ends a tie or reverses the answer, `votes_to_tie` reaches equality.
Margin wins_margin(const VoteTotals& totals, const std::vector<std::size_t>& who, Change change);
// Whether who's votes are at least (strictly more than) share × base; and the fewest that change
// it. Equality is decided by `strict`, so `votes_to_tie` equals `votes`. With `base_is_fixed` the
// base (registered voters) does not move with the votes.
Margin share_margin(const VoteTotals& totals, const std::vector<std::size_t>& who, Rational share,
                    bool strict, bool base_is_fixed, Change change);

// Applies moves to a copy; the tests and callers re-check witnesses with it. Where the threshold's
// scope is the contest, the other constituencies' bases follow.
ContestVotes apply(const ContestVotes& contest, const std::vector<Move>& moves);

}  // namespace scrutineer
