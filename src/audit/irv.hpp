// Assertions for an instant runoff that together rule out every other winner, such that the hardest
// of them is as easy as any set's can be (after Blom, Stuckey & Teague 2018, "RAIRE: Risk-limiting
// audits for IRV elections").
//
// What rules out that candidate c leaves while the set S remains depends on c and S alone, not on
// the order within S. So the search is for a widest path over sets rather than over orders: from
// the last candidate standing to the set of all, by the easiest assertion of each step. A path is
// as hard to rule out as its easiest step; the hardest path gives the least possible difficulty of
// any set of these assertions, and a set that reaches it. Each set is visited at most once, best
// first. One thread: the searches of real contests take milliseconds.
#pragma once

#include <cstddef>
#include <optional>

#include "audit/irv_proof.hpp"
#include "election/ranked.hpp"

namespace scrutineer {

inline constexpr std::size_t kMostIrvCandidates = 128;

struct IrvAudit {
  // uncontested: one candidate. no_votes: no ballot ranks anybody. tie: some other order of
  // elimination is not ruled out by any assertion, since a round that decides is level, or since
  // the reported winner is not the winner of these ballots: only a full count settles it.
  Standing standing = Standing::contested;
  std::size_t winner = 0;
  double difficulty = 0;              // of the hardest assertion; infinite for a tie
  std::vector<Assertion> assertions;  // hardest first; none for a tie
  std::vector<double> difficulties;   // of each
  IrvProof proof;
  std::size_t sets_visited = 0;
};

// The winner as reported, or of the ballots where none is. Fails for no candidate or more than 128,
// for choices that are no candidates, for more ballots than cards, and where many candidates are so
// alike that any proof would need tens of thousands of assertions.
Result<IrvAudit> irv_assertions(const RankedContest& contest, const Difficulty& difficulty);

}  // namespace scrutineer
