// One run of the question for given terms: cannot, can or must. Internal to doubts*.cpp.
#pragma once

#include <optional>
#include <vector>

#include "outcome/doubts_program.hpp"

namespace scrutineer::doubting {

struct Change {  // the cheapest change of the answer that was found
  Attempt attempt;
  Applied applied;  // where found; re-checked by ask()
};

// The cheapest change within the terms, as if unlocated doubts did not overlap.
Result<Change> cheapest_change(const DoubtProblem& problem, const Terms& terms, Holds holds,
                               const DoubtLimits& limits);

struct Verdict {
  Answer answer = Answer::not_determined;
  bool search_stopped = false;
  bool overlap_open = false;
  Change change;  // within the budgets, or (cannot) with the budgets lifted

  std::optional<Votes> needed() const;
};

// Whether nothing need have happened: it is a resolution that every vote stays where it is.
bool may_all_stay(const DoubtProblem& problem, const Terms& terms);

// With `lift`, a "cannot" also says how many votes it would take if the budgets were lifted.
Result<Verdict> judge(const DoubtProblem& problem, const Terms& terms, Holds holds,
                      const DoubtLimits& limits, bool lift);

// Whether every resolution with at least `low` of each doubt changes the answer; empty where the
// search was cut short. Asks only for what keeps it: the caller knows that it can change.
Result<std::optional<bool>> must_change(const DoubtProblem& problem, const Terms& terms,
                                        Holds holds, const DoubtLimits& limits);

}  // namespace scrutineer::doubting
