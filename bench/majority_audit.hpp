// What the tables of docs/majority-audit.md are made of: what each design needs on each twin, and
// how often a majority that was lost by the least possible amount is confirmed.
#pragma once

#include <cstdint>
#include <vector>

#include "audit/majority_simulation.hpp"

namespace scrutineer::battery {

// One twin: mean ballots of each design over the same audits.
struct TwinCost {
  double adaptive = 0, bundle = 0, every_seat = 0;  // every-seat: by formula
  std::int64_t audits = 0, adaptive_confirmed = 0, bundle_confirmed = 0;
  double ratio() const { return adaptive / bundle; }
};
Result<TwinCost> cost_of(const MajorityClaim& claim, std::int64_t audits, std::uint64_t seed,
                         std::int64_t round);

// Reported votes with a majority, and cards on which so many of the reported seats that it has just
// one too few are level with another party's next seat, to the vote.
struct LostByATie {
  MajorityClaim claim;
  CardCounts cards;
  std::vector<Seats> tied;  // seats lost by lot, by constituency
};

// The seats that are tied: the cheapest to confirm, one in each of so many constituencies; or the
// last two or more in each of the largest.
enum class Boundary { narrowest, largest };
Result<LostByATie> lost_by_a_tie(MajorityClaim claim, Boundary boundary);

// The same country with about so many cards in all, and as many seats to spare.
MajorityClaim shrunk(MajorityClaim claim, Votes cards);

std::int64_t wrong_confirmations(const LostByATie& lost, double risk_limit, std::int64_t audits,
                                 std::uint64_t seed, const MajoritySimulation& options);

}  // namespace scrutineer::battery
