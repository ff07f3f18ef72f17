// Assertions: what must be true of the ballots for a reported outcome to be the right one, and the
// makers that write them down from reported votes. If every assertion of a set holds, the outcome
// holds; each is tested at the whole risk limit, and no correction for their number is needed,
// since a wrong outcome makes at least one of them false.
//
// Degenerate contests have defined answers, as the set's standing:
//   uncontested  at most as many candidates (lists) as there is to win: no ballot can change who
//                wins, no assertion is made, nothing is sampled
//   tie          two stand exactly level where it matters (also at a barrier): what is certain has
//                its assertions; the tie has one of margin zero, which no sample ever confirms, so
//                that only a full count and the lot settle it, also where the lot was drawn
//   no_votes     nobody has a vote that counts: there is no outcome to confirm
// Nothing here limits the number of candidates but BallotForm's memory: n candidates of one winner
// have n − 1 assertions.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "audit/assorter.hpp"
#include "base/result.hpp"
#include "seats/seats.hpp"

namespace scrutineer {

enum class AssertionKind {
  plurality,              // also vote-for-n, approval and the general ticket
  scoring,                // more points
  above_share,            // more than a share of the votes: supermajority, barrier, k full quotas
  below_share,            // less than a share
  linear,                 // any other weighted sum above zero
  highest_averages,       // a seat of the winner comes before one of the loser
  largest_remainders,     // the same for Hare's quotas and remainders
  not_eliminated_before,  // instant runoff
  not_eliminated_next
};
std::string_view name_of(AssertionKind kind);

// Who an assertion is about: a candidate or party by its position in the votes, or a connected list
// by its position in AllocationRules::connected.
struct Contender {
  std::size_t position = 0;
  bool is_list = false;
  friend auto operator<=>(const Contender&, const Contender&) = default;
};

struct Assertion {
  AssertionKind kind = AssertionKind::linear;
  std::string contest;
  std::string unit;
  Contender winner;
  std::optional<Contender> loser;  // empty: everybody else together
  Seats winner_seat = 0;           // for seats: the winner's such seat …
  Seats loser_seat = 0;            // … against the loser's such seat
  Rational share;                  // of above_share and below_share
  Assorter assorter;
  Votes cards = 0;  // the bound on cards that may hold the contest
  Fraction margin;  // diluted: 2 · reported mean − 1, over all cards
  // Reported ballots worth more, and less, than 1/2, where two tallies say so (plurality, instant
  // runoff); where ballots may hold both, neither is counted less than it could be.
  Count winner_ballots, loser_ballots;
};

// The diluted margin, never more than the exact one.
double diluted_margin(const Assertion& assertion);

// How many ballots a test is expected to need while everything is as reported; infinite for a
// margin of zero or less.
enum class DifficultyTest {
  one_on_margin,  // upper bound over diluted margin: cards / margin in votes for plurality
  bravo,          // average sample number of Wald's test between two tallies, with replacement
  macro           // super-simple comparison without discrepancies: 2 γ ln(1/α) / margin
};
struct Difficulty {
  DifficultyTest test = DifficultyTest::one_on_margin;
  double risk_limit = 0.05;
  double gamma = 1.1;  // of macro
};
std::string_view name_of(DifficultyTest test);
// Of two tallies among so many cards, as assertions of instant runoff have them.
double difficulty_of(const Difficulty& difficulty, Votes winner, Votes loser, Votes cards);
// Nothing for bravo where an assertion is not between two tallies.
std::optional<double> difficulty_of(const Difficulty& difficulty, const Assertion& assertion);

enum class Standing { contested, uncontested, tie, no_votes };
std::string_view name_of(Standing standing);

struct AssertionSet {
  Standing standing = Standing::contested;
  std::vector<Assertion> assertions;
};

// What is reported of a contest. The cards bound comes from outside the count.
struct ContestTally {
  std::string contest;
  std::string unit;
  Votes cards = 0;
  std::vector<Votes> votes;  // by candidate; of ballots that score, their points
  Count valid;               // ballots with a countable vote; not stated: the sum of the votes
  Votes invalid = 0;         // ballots without one
  BallotForm form;
};

// The makers fail, with a sentence, where a tally contradicts itself: a negative count, more
// ballots than cards, more votes than the ballots can hold, or numbers beyond 10^15.

// The `winners` with most votes: every pair of one that wins and one that does not.
Result<AssertionSet> plurality_assertions(const ContestTally& tally, std::size_t winners);
// The same by points.
Result<AssertionSet> scoring_assertions(const ContestTally& tally, std::size_t winners);
// A share of the valid ballots, 1/2 or more, to be exceeded: one assertion for each who does (one,
// unless ballots hold several choices); where nobody does, one a candidate ("no winner").
Result<AssertionSet> supermajority_assertions(const ContestTally& tally, const Rational& share);
// A barrier: each party is above or below, as reported. `registered` is for a share of the
// registered voters. At exactly the share, who passes is known, but no sample can show it: a tie.
Result<AssertionSet> barrier_assertions(const ContestTally& tally, const Threshold& threshold,
                                        Votes registered = 0);
// One candidate has more than k of S Hare quotas.
Result<Assertion> full_quotas_assertion(const ContestTally& tally, std::size_t candidate, Seats k,
                                        Seats seats);
// Any linear claim.
Result<Assertion> linear_assertion(const ContestTally& tally, const LinearClaim& claim,
                                   Contender winner, std::optional<Contender> loser = {});

// The seats of one constituency, as allocate() gives them for the reported votes: barriers first,
// then pairs among those above; connected lists first, then their members. For highest averages
// and largest remainders: each contender's last seat against every other's first lost seat (pairs
// whose winner has no seat follow from these). Allocation, who passes, and the lists' seats are
// right exactly where all assertions hold. `registered` as above. A threshold of the whole contest
// is asserted over the whole contest: give its rules without the threshold, and who is above it.
Result<AssertionSet> seat_assertions(const ContestTally& tally, Seats seats,
                                     const AllocationRules& rules, const Lot& lot = {},
                                     Votes registered = 0);
Result<AssertionSet> seat_assertions_among(const ContestTally& tally, Seats seats,
                                           const AllocationRules& rules,
                                           const std::vector<bool>& above, const Lot& lot = {});

}  // namespace scrutineer
