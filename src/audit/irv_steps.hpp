// The assertions that can rule out one step of an instant runoff backwards: that `leaving` is
// eliminated while `set` (with it) remains. Difficulties are those of the reported ballots.
#pragma once

#include <cstddef>
#include <optional>
#include <unordered_map>
#include <vector>

#include "audit/assertion.hpp"
#include "audit/irv_proof.hpp"
#include "audit/irv_tallies.hpp"

namespace scrutineer {

// An assertion of instant runoff by the sets it is about.
struct IrvClaim {
  bool is_next = false;  // not eliminated next, among `continuing`; else not eliminated before
  std::size_t winner = 0, loser = 0;
  CandidateSet continuing;
  Votes winner_ballots = 0, loser_ballots = 0;
  double difficulty = 0;
};

class IrvSteps {
 public:
  IrvSteps(const RankedContest& contest, const Difficulty& difficulty);
  std::size_t candidates() const { return tallies_.candidates(); }
  // Rankings that were looked at so far.
  std::size_t work() const { return known_.size() * rankings_; }

  double before(std::size_t winner, std::size_t loser) const {
    return before_[winner * candidates() + loser];
  }
  IrvClaim claim_before(std::size_t winner, std::size_t loser) const;
  // The easiest of the claims "not eliminated before" that rule the step out.
  double easiest_before(std::size_t leaving, const CandidateSet& set) const;
  // The easiest claim that `leaving` is not the next: against whoever has the fewest ballots. Its
  // difficulty is infinite where there is none.
  IrvClaim easiest_next(std::size_t leaving, const CandidateSet& set);

 private:
  IrvTallies tallies_;
  Difficulty difficulty_;
  Votes cards_ = 0;
  std::size_t rankings_ = 0;
  std::vector<double> before_;
  std::unordered_map<CandidateSet, std::vector<Votes>, CandidateSetHash> known_;
};

// The least difficulty that a set of claims against every other winner than `winner` can have, and
// how many sets were visited to prove it; nothing where that takes more than `most` elementary
// steps (nanoseconds, about).
struct IrvBound {
  double difficulty = 0;
  std::size_t sets_visited = 0;
};
std::optional<IrvBound> least_difficulty(IrvSteps& steps, std::size_t winner, std::size_t most);

// Few claims, none harder than `difficulty`, that rule out every other winner; hardest first.
std::vector<IrvClaim> sufficient_claims(IrvSteps& steps, std::size_t winner, double difficulty);

// The end, then every set that the claims leave open, in the order of finding. The claims must be
// sufficient.
IrvProof proof_of(const std::vector<IrvClaim>& claims, std::size_t candidates, std::size_t winner);

}  // namespace scrutineer
