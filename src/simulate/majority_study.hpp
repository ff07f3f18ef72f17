// What would it have taken to settle who holds a majority? The votes to be supposed: what a source
// returned of every constituency or, where only totals, seats and margins are published, twins
// drawn from all that agrees with them (simulate.hpp).
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "audit/majority.hpp"
#include "base/result.hpp"
#include "election/election.hpp"
#include "simulate/simulate.hpp"

namespace scrutineer {

struct MajorityStudy {
  std::size_t question = 0;  // position in Election::questions
  // The answer by these votes. Where it is no, what an audit confirms is that all others hold so
  // many seats that these cannot hold theirs.
  bool holds = true;
  SourceIndex source;  // whose count is supposed to be true
  std::vector<std::string> units;
  bool from_twins = false;
  std::vector<MajorityClaim> claims;     // one, or one a twin
  std::vector<std::string> assumptions;  // of the twins: what is supposed and not published
};

// The votes that are supposed to be the true ones: those of the commission's count where it is
// complete in this contest, else twins.
struct SupposedVotes {
  SourceIndex source;
  bool from_twins = false;
  std::vector<Election> elections;
  std::vector<std::string> assumptions;
};
// Fails as simulate_family().
Result<SupposedVotes> suppose_votes(const Election& election, ContestIndex contest,
                                    std::size_t draws, const TwinOptions& options);

// Fails where the question is not of kind seats-at-least in a contest of lists.
Result<MajorityStudy> study_majority(const Election& election, std::size_t question,
                                     const SupposedVotes& supposed);

}  // namespace scrutineer
