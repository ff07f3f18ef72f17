// The question put to final votes. Internal to doubts*.cpp.
#pragma once

#include <vector>

#include "outcome/doubts.hpp"

namespace scrutineer::doubting {

// How many seats a set of parties holds, over all lots that are still open.
struct SeatRange {
  Seats low = 0;
  Seats high = 0;
};
SeatRange seats_of(const Allocation& allocation, const std::vector<bool>& who, bool has_lists);

Result<Allocation> allocate_in(const DoubtProblem& problem, std::size_t constituency,
                               const std::vector<Votes>& votes);

// `who` of the question by party.
std::vector<bool> who_of(const DoubtProblem& problem);

// The cells' present votes.
std::vector<std::vector<Votes>> present_votes(const DoubtProblem& problem);

// A demand on votes: sum of weight × votes >= at_least.
struct VoteDemand {
  std::vector<std::int64_t> weight;
  std::int64_t at_least = 0;
};
// What makes the answer yes for share_at_least and lead_at_least: all of these hold.
// `present_valid` is the base of shares where votes do not move it.
Result<std::vector<VoteDemand>> demands_for_yes(const DoubtProblem& problem,
                                                const std::vector<Votes>& present);

}  // namespace scrutineer::doubting
