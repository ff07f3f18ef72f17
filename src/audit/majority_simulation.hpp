// What would it take to settle who holds the majority? Audits of assumed votes, simulated.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "audit/majority.hpp"
#include "base/random.hpp"

namespace scrutineer {

// The cards of each constituency by what they show (shown_on_card), as they are supposed to be.
using CardCounts = std::vector<std::vector<Votes>>;
// As reported.
CardCounts reported_cards(const MajorityClaim& claim);

struct MajorityRun {
  bool confirmed = false;
  std::int64_t ballots = 0;
  std::vector<std::int64_t> by_constituency;
};

struct MajoritySimulation {
  // Ballots between two decisions where to draw.
  std::int64_t round = 10;
  // Ends unconfirmed after so many; 0: when no card that can help is left.
  std::int64_t most_ballots = 0;
};

// One audit. Cards are drawn without replacement; the order of a constituency's cards follows from
// the seed of `random` alone, so that designs meet the same cards.
MajorityRun simulate_majority_audit(const MajorityPlan& plan, const CardCounts& cards,
                                    const Random& random, const MajoritySimulation& options = {});

// Audit number k of so many follows from the seed and k alone, whatever the threads.
std::vector<MajorityRun> simulate_majority_audits(const MajorityPlan& plan, const CardCounts& cards,
                                                  std::int64_t runs, std::uint64_t seed,
                                                  const MajoritySimulation& options = {});

}  // namespace scrutineer
