// What the makers of assertions share.
#pragma once

#include <optional>
#include <string>

#include "audit/assertion.hpp"

namespace scrutineer {

// The faults of a tally, or none. `least_candidates` where a contest needs some.
Errors faults_of(const ContestTally& tally);

Votes valid_ballots(const ContestTally& tally);

// The assertion of a claim with its margin over the reported votes; weights are reduced first.
// Fails where a weight is beyond kMaximumCount, or where no ballot bears on the claim.
Result<Assertion> assertion_of(const ContestTally& tally, AssertionKind kind, LinearClaim claim);

// `winner` has more votes (points) than `loser`.
Result<Assertion> pair_assertion(const ContestTally& tally, std::size_t winner, std::size_t loser);

// One party above, or below, a share of the base.
Result<Assertion> share_assertion(const ContestTally& tally, std::size_t party,
                                  const Threshold& threshold, Votes registered, bool above);

// Adds an assertion to a set; one without a positive margin makes the set a tie.
void add_assertion(AssertionSet& set, Assertion assertion);

}  // namespace scrutineer
