// The core of the margins: one constituency, one entrant against its rivals, one kind of change.
//
// The entrant reaches its target exactly where enough keys of rivals are below (or above) one of
// its own keys. For a given number of votes the cheapest way to cut rivals down (or lift them up)
// so far is a min-plus program over the seats in excess; the least number of votes for which it
// fits is found by bisection, see margin_program.cpp for the proofs.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "election/election.hpp"
#include "seats/keys.hpp"

namespace scrutineer {

// Thresholds are exact for divisor rules; for largest remainders none may be given here.
struct MarginProgram {
  Rule rule = Rule::dhondt;
  Seats seats = 0;
  std::vector<Votes> votes;  // by entrant
  std::size_t entrant = 0;
  std::optional<Threshold> threshold;
  Votes base_beyond_valid = 0;
  Change change = Change::switched;
  bool at_least = true;  // the entrant holds at least, or at most, `target` seats
  Seats target = 0;
  bool outright = true;  // whatever the lots, or for one draw at least
};

struct MarginPlan {
  Votes votes = 0;           // switched, added or removed
  std::vector<Votes> after;  // the votes by entrant afterwards
};

// The fewest votes, not below `from`; nothing where no number reaches the target. With `from` > 0
// the caller states that fewer do not; more than `most` are of no interest, and nothing is returned
// then. The plan's `after` is filled where `with_plan`.
std::optional<MarginPlan> least_votes(const MarginProgram& program, Votes from, bool with_plan,
                                      Votes most = kMaximumCount);

// Whether exactly `votes` of the most useful votes reach the target. For tests of minimality.
bool reaches(const MarginProgram& program, Votes votes);

}  // namespace scrutineer
