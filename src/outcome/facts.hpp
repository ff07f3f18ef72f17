// The facts of a published result, gathered from returns, units and claims, as published.hpp takes
// them.
#pragma once

#include "election/basis.hpp"
#include "election/election.hpp"
#include "outcome/published.hpp"

namespace scrutineer {

// Everything that is stated about the basis's count: claims of the kinds seats, votes, registered,
// cast and margin that are `of` it, its returns (stated totals too), and the registered voters of
// units. Statements of one quantity that differ become the interval that they span.
PublishedProblem gather_facts(const Election& election, const Basis& basis);

// Whether anything is known of the basis at all.
bool has_facts(const PublishedProblem& problem);

}  // namespace scrutineer
