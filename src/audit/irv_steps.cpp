#include "audit/irv_steps.hpp"

#include <algorithm>
#include <limits>
#include <queue>
#include <tuple>
#include <unordered_set>

namespace scrutineer {

namespace {

constexpr double kNever = std::numeric_limits<double>::infinity();

}  // namespace

IrvSteps::IrvSteps(const RankedContest& contest, const Difficulty& difficulty)
    : tallies_(contest),
      difficulty_(difficulty),
      cards_(contest.cards),
      rankings_(contest.rankings.size()) {
  const std::size_t n = candidates();
  before_.assign(n * n, kNever);
  for (std::size_t a = 0; a < n; ++a) {
    for (std::size_t b = 0; b < n; ++b) {
      if (a != b) before_[a * n + b] = claim_before(a, b).difficulty;
    }
  }
}

IrvClaim IrvSteps::claim_before(std::size_t winner, std::size_t loser) const {
  IrvClaim claim;
  claim.winner = winner;
  claim.loser = loser;
  claim.winner_ballots = tallies_.first(winner);
  claim.loser_ballots = tallies_.without(winner, loser);
  claim.difficulty = difficulty_of(difficulty_, claim.winner_ballots, claim.loser_ballots, cards_);
  return claim;
}

double IrvSteps::easiest_before(std::size_t leaving, const CandidateSet& set) const {
  double easiest = kNever;
  for (std::size_t other = 0; other < candidates(); ++other) {
    if (other == leaving) continue;
    easiest = std::min(easiest, set.holds(other) ? before(leaving, other) : before(other, leaving));
  }
  return easiest;
}

IrvClaim IrvSteps::easiest_next(std::size_t leaving, const CandidateSet& set) {
  auto [known, is_new] = known_.try_emplace(set);
  if (is_new) known->second = tallies_.among(set);
  const std::vector<Votes>& tally = known->second;
  IrvClaim claim;
  claim.is_next = true;
  claim.winner = claim.loser = leaving;
  claim.continuing = set;
  for (std::size_t other = 0; other < candidates(); ++other) {
    if (other == leaving || !set.holds(other)) continue;
    if (claim.loser == leaving || tally[other] < tally[claim.loser]) claim.loser = other;
  }
  claim.winner_ballots = tally[leaving];
  claim.loser_ballots = tally[claim.loser];
  claim.difficulty = difficulty_of(difficulty_, claim.winner_ballots, claim.loser_ballots, cards_);
  return claim;
}

namespace {

// A path to a set by its hardest step so far; `exact` once the step's claims are all known.
struct Path {
  double difficulty = kNever;
  std::size_t size = 0;
  CandidateSet set;
  std::size_t leaving = 0;
  bool exact = false;
};

// Hardest first; among equals the longest, then by the set.
struct Easier {
  bool operator()(const Path& a, const Path& b) const {
    return std::tie(a.difficulty, a.size, a.set, a.leaving, a.exact) <
           std::tie(b.difficulty, b.size, b.set, b.leaving, b.exact);
  }
};

}  // namespace

std::optional<IrvBound> least_difficulty(IrvSteps& steps, std::size_t winner, std::size_t most) {
  const std::size_t n = steps.candidates();
  std::priority_queue<Path, std::vector<Path>, Easier> open;
  std::unordered_set<CandidateSet, CandidateSetHash> visited;
  const auto extend = [&](const Path& from, std::size_t c) {
    Path path;
    path.set = from.set.with(c);
    path.size = from.size + 1;
    path.leaving = c;
    path.difficulty = std::min(from.difficulty, steps.easiest_before(c, path.set));
    if (!visited.contains(path.set)) open.push(path);
  };
  for (std::size_t c = 0; c < n; ++c) {
    if (c != winner) extend({}, c);
  }
  std::size_t taken = 0;
  while (!open.empty()) {
    if (steps.work() + visited.size() * n * n + 50 * ++taken > most) return {};
    Path path = open.top();
    open.pop();
    if (visited.contains(path.set)) continue;
    if (!path.exact) {
      path.exact = true;
      const double next = steps.easiest_next(path.leaving, path.set).difficulty;
      if (next < path.difficulty) {
        path.difficulty = next;
        open.push(path);
        continue;
      }
    }
    visited.insert(path.set);
    if (path.size == n) return IrvBound{path.difficulty, visited.size()};
    for (std::size_t c = 0; c < n; ++c) {
      if (!path.set.holds(c)) extend(path, c);
    }
  }
  return IrvBound{};  // one candidate: there is no other winner
}

}  // namespace scrutineer
