// Several parties that are not connected, as one side: the fewest votes by which together they hold
// at least, or at most, so many seats.
//
// Their seats are counted against a bar: at least l keys of the side at or above it, at most S − l
// keys of the others. A higher bar asks more lifts of the side and fewer cuts of the others, so the
// best bar is where the two prices cross. Exact for rules of highest averages and plurality, and
// for switches under largest remainders (where the quota stands still). The side of a target of at
// most l seats is everybody else, with at least S − l.
#pragma once

#include <optional>
#include <vector>

#include "outcome/margin_program.hpp"

namespace scrutineer {

// As MarginProgram, for the entrants that `side` marks; no threshold.
struct GroupProgram {
  MarginProgram base;  // base.entrant is not used
  std::vector<bool> side;
};

bool group_is_exact(Rule rule, Change change);

std::optional<MarginPlan> least_votes_of_group(const GroupProgram& program);

}  // namespace scrutineer
