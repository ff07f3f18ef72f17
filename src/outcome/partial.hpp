// The answer where votes are not published by constituency: what the doubts can do over every vote
// table that agrees with the published facts.
#pragma once

#include <vector>

#include "election/basis.hpp"
#include "election/election.hpp"
#include "outcome/outcome.hpp"
#include "outcome/published.hpp"

namespace scrutineer {

// Fills `outcome` (question, basis given) for a question on seats. Prices are bounds over all
// tables. can_change: a doubt's budget reaches the greatest price of its way. cannot_change: all
// budgets together stay below the least price. Else not_determined, because figures are missing.
Result<void> answer_from_facts(const Election& election, const Basis& basis,
                               const PublishedProblem& facts, const Question& question,
                               const std::vector<const Doubt*>& doubts, QuestionOutcome& outcome);

}  // namespace scrutineer
