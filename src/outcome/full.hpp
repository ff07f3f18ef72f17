// The answer where the votes of every constituency are known: exact margins and exact doubts.
#pragma once

#include <vector>

#include "election/basis.hpp"
#include "election/election.hpp"
#include "outcome/outcome.hpp"

namespace scrutineer {

// Fills `outcome` (question, basis, base given) from complete figures.
Result<void> answer_from_returns(const Election& election, const Basis& basis,
                                 const Question& question, Base base,
                                 const std::vector<const Doubt*>& doubts, std::int64_t nodes,
                                 QuestionOutcome& outcome);

// For every constituency, the cheapest seat that any party could gain there, by each kind of
// change.
Result<std::vector<NextSeat>> next_seats_of(const Election& election, const Basis& basis);

}  // namespace scrutineer
