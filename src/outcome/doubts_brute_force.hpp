// The twin of resolve_doubts for tests: every resolution of small doubts, vote by vote. It shares
// nothing with the search but ask().
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "outcome/doubts.hpp"

namespace scrutineer::brute {

struct Findings {
  bool finished = false;  // false: more resolutions than a test should try
  Holds holds = Holds::no;
  Answer answer = Answer::not_determined;
  bool overlap_open = false;
  std::optional<Votes> needed;   // within the budgets; of `cannot` see `lifted`
  std::optional<Votes> lifted;   // with the budgets lifted, where found
  std::optional<Votes> none_to;  // lifted: nothing that costs up to this changes the answer
  bool lifted_never = false;     // lifted: nothing at all does
  Votes in_doubt = 0;
};

Findings try_every_resolution(const DoubtProblem& problem, const std::vector<bool>& active,
                              std::size_t most_states);

}  // namespace scrutineer::brute
