// From the doubts of an election folder to cells and parties, as doubts.hpp takes them.
#pragma once

#include <string>
#include <vector>

#include "election/basis.hpp"
#include "election/election.hpp"
#include "outcome/doubts.hpp"
#include "outcome/outcome.hpp"

namespace scrutineer {

// The doubts that count under these options: of the contest, and of the status or stronger;
// dismissed ones only where named.
std::vector<const Doubt*> doubts_that_count(const Election& election, ContestIndex contest,
                                            const OutcomeOptions& options);

struct BuiltProblem {
  DoubtProblem problem;
  // What the doubts would need to be placed exactly: a unit below every stated count, or the
  // registered voters of a station that has not reported. Where not empty, only "cannot" is
  // certain.
  std::vector<Missing> missing;
};

// `base` is the base of shares and leads; ignored for questions on seats.
BuiltProblem build_problem(const Election& election, const Basis& basis, const Question& question,
                           Base base, const std::vector<const Doubt*>& doubts);

}  // namespace scrutineer
