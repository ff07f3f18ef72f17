// From the least possible difficulty to few claims that reach it, and to their proof.
#include <algorithm>
#include <limits>
#include <queue>
#include <tuple>
#include <unordered_map>

#include "audit/irv_steps.hpp"

namespace scrutineer {

namespace {

// Trying to do without a claim walks through sets; all trials together visit no more than this,
// and one no more than so many beyond those of the proof.
constexpr std::size_t kMostSteps = 5'000'000;
constexpr std::size_t kMoreSets = 200;

// Claims to choose from for one step.
constexpr std::size_t kEnough = 32;

struct Walked {
  bool closed = false;  // the set of all was not reached
  std::size_t sets = 1;
  std::size_t steps = 0;
};

// Walks the sets that are left open, from the end on: `is_closed(leaving, set)` says whether a step
// is ruled out; `visit(from, leaving, to)` is told of the others.
template <typename IsClosed, typename Visit>
Walked walk(std::size_t candidates, std::size_t winner, std::size_t most, IsClosed is_closed,
            Visit visit) {
  Walked walked;
  std::vector<CandidateSet> sets(1);
  std::unordered_map<CandidateSet, std::size_t, CandidateSetHash> numbers{{sets.front(), 0}};
  for (std::size_t at = 0; at < sets.size(); ++at) {
    const CandidateSet set = sets[at];
    for (std::size_t c = 0; c < candidates; ++c) {
      if (set.holds(c) || (at == 0 && c == winner)) continue;
      ++walked.steps;
      const CandidateSet more = set.with(c);
      if (is_closed(c, more)) continue;
      if (more.size() == candidates || sets.size() >= most) return walked;
      const auto [number, is_new] = numbers.try_emplace(more, sets.size());
      if (is_new) sets.push_back(more);
      visit(at, c, number->second);
    }
  }
  walked.closed = true;
  walked.sets = sets.size();
  return walked;
}

constexpr auto kNobody = [](std::size_t, std::size_t, std::size_t) {};

// Every step that is to be closed with the claims that are easy enough, and a greedy cover.
class Cover {
 public:
  Cover(IrvSteps& steps, double difficulty) : steps_(steps), difficulty_(difficulty) {}

  // Notes the claims that close a step; false where there is none.
  bool close(std::size_t leaving, const CandidateSet& set) {
    std::vector<std::size_t> closing;
    for (std::size_t other = 0; other < steps_.candidates(); ++other) {
      if (other == leaving) continue;
      const std::size_t a = set.holds(other) ? leaving : other;
      const std::size_t b = set.holds(other) ? other : leaving;
      if (steps_.before(a, b) > difficulty_) continue;
      if (closing.size() < kEnough) closing.push_back(number_of_before(a, b));
    }
    const IrvClaim next = steps_.easiest_next(leaving, set);
    if (next.difficulty <= difficulty_) closing.push_back(number_of(next));
    for (const std::size_t claim : closing) closes_[claim].push_back(closed_by_.size());
    if (closing.empty()) return false;
    closed_by_.push_back(std::move(closing));
    return true;
  }

  // Again and again the claim that closes most steps; among equals the easiest, then the first.
  std::vector<IrvClaim> choose() const {
    using Entry = std::tuple<std::size_t, double, std::size_t>;  // steps, −difficulty, ~number
    std::priority_queue<Entry> queue;
    std::vector<std::size_t> left;
    for (std::size_t i = 0; i < claims_.size(); ++i) {
      left.push_back(closes_[i].size());
      queue.emplace(left[i], -claims_[i].difficulty, ~i);
    }
    std::vector<bool> is_closed(closed_by_.size(), false);
    std::vector<IrvClaim> chosen;
    while (!queue.empty() && std::get<0>(queue.top()) > 0) {
      const auto [steps, easiness, number] = queue.top();
      const std::size_t claim = ~number;
      queue.pop();
      if (steps != left[claim]) {
        queue.emplace(left[claim], easiness, number);
        continue;
      }
      chosen.push_back(claims_[claim]);
      for (const std::size_t step : closes_[claim]) {
        if (is_closed[step]) continue;
        is_closed[step] = true;
        for (const std::size_t other : closed_by_[step]) --left[other];
      }
    }
    return chosen;
  }

 private:
  std::size_t number_of(const IrvClaim& claim) {
    claims_.push_back(claim);
    closes_.emplace_back();
    return claims_.size() - 1;
  }

  std::size_t number_of_before(std::size_t a, std::size_t b) {
    const auto [known, is_new] = before_.try_emplace(a * steps_.candidates() + b, 0);
    if (is_new) known->second = number_of(steps_.claim_before(a, b));
    return known->second;
  }

  IrvSteps& steps_;
  double difficulty_;
  std::vector<IrvClaim> claims_;
  std::vector<std::vector<std::size_t>> closes_;     // steps, by claim
  std::vector<std::vector<std::size_t>> closed_by_;  // claims, by step
  std::unordered_map<std::size_t, std::size_t> before_;
};

// Claims by what they rule out; one can be taken out and put back.
class ClaimIndex {
 public:
  ClaimIndex(const std::vector<IrvClaim>& claims, std::size_t candidates)
      : claims_(claims), is_out_(claims.size(), false), beats_(candidates), beaten_by_(candidates) {
    for (std::size_t i = 0; i < claims.size(); ++i) {
      const IrvClaim& claim = claims[i];
      if (claim.is_next) {
        next_[claim.continuing].push_back(i);
      } else {
        before_.emplace(claim.winner * candidates + claim.loser, i);
      }
      set_out(i, false);
    }
  }

  void set_out(std::size_t number, bool out) {
    is_out_[number] = out;
    const IrvClaim& claim = claims_[number];
    if (claim.is_next) return;
    beats_[claim.winner].set(claim.loser, !out);
    beaten_by_[claim.loser].set(claim.winner, !out);
  }

  bool closes(std::size_t leaving, const CandidateSet& set) const {
    return beats_[leaving].intersects(set) || beaten_by_[leaving].exceeds(set) ||
           next_of(leaving, set) < claims_.size();
  }

  // The first claim that rules the step out.
  std::size_t first(std::size_t leaving, const CandidateSet& set) const {
    std::size_t least = next_of(leaving, set);
    for (std::size_t other = 0; other < beats_.size(); ++other) {
      const bool stays = set.holds(other);
      const std::size_t a = stays ? leaving : other, b = stays ? other : leaving;
      const auto found = before_.find(a * beats_.size() + b);
      if (found != before_.end()) least = std::min(least, found->second);
    }
    return least;
  }

 private:
  // As many as there are claims: none.
  std::size_t next_of(std::size_t leaving, const CandidateSet& set) const {
    const auto found = next_.find(set);
    if (found == next_.end()) return claims_.size();
    for (const std::size_t number : found->second) {
      if (claims_[number].winner == leaving && !is_out_[number]) return number;
    }
    return claims_.size();
  }

  const std::vector<IrvClaim>& claims_;
  std::vector<bool> is_out_;
  std::vector<CandidateSet> beats_, beaten_by_;
  std::unordered_map<std::size_t, std::size_t> before_;
  std::unordered_map<CandidateSet, std::vector<std::size_t>, CandidateSetHash> next_;
};

std::vector<std::size_t> members(const CandidateSet& set, std::size_t candidates) {
  std::vector<std::size_t> all;
  for (std::size_t c = 0; c < candidates; ++c) {
    if (set.holds(c)) all.push_back(c);
  }
  return all;
}

// Without each claim in turn, the hardest first, where the others do without it.
std::vector<IrvClaim> without_needless(const std::vector<IrvClaim>& claims, std::size_t candidates,
                                       std::size_t winner, std::size_t sets) {
  ClaimIndex index(claims, candidates);
  const auto is_closed = [&](std::size_t leaving, const CandidateSet& set) {
    return index.closes(leaving, set);
  };
  std::vector<IrvClaim> needed;
  std::size_t steps = 0;
  for (std::size_t i = 0; i < claims.size(); ++i) {
    index.set_out(i, true);
    bool is_needless = false;
    if (steps < kMostSteps) {
      const Walked walked = walk(candidates, winner, sets + kMoreSets, is_closed, kNobody);
      steps += walked.steps;
      is_needless = walked.closed;
    }
    if (is_needless) continue;
    index.set_out(i, false);
    needed.push_back(claims[i]);
  }
  return needed;
}

}  // namespace

std::vector<IrvClaim> sufficient_claims(IrvSteps& steps, std::size_t winner, double difficulty) {
  Cover cover(steps, difficulty);
  const std::size_t n = steps.candidates();
  const Walked walked = walk(
      n, winner, std::numeric_limits<std::size_t>::max(),
      [&](std::size_t leaving, const CandidateSet& set) { return cover.close(leaving, set); },
      kNobody);
  std::vector<IrvClaim> claims = cover.choose();
  const auto key = [](const IrvClaim& claim) {
    return std::tuple(-claim.difficulty, claim.is_next, claim.winner, claim.loser,
                      claim.continuing);
  };
  std::sort(claims.begin(), claims.end(),
            [&](const IrvClaim& a, const IrvClaim& b) { return key(a) < key(b); });
  return without_needless(claims, n, winner, walked.sets);
}

IrvProof proof_of(const std::vector<IrvClaim>& claims, std::size_t candidates, std::size_t winner) {
  const ClaimIndex index(claims, candidates);
  IrvProof proof;
  proof.nodes.emplace_back();
  std::vector<CandidateSet> sets(1);
  const auto is_closed = [&](std::size_t leaving, const CandidateSet& set) {
    return index.closes(leaving, set);
  };
  const auto visit = [&](std::size_t from, std::size_t candidate, std::size_t number) {
    if (number == sets.size()) {
      sets.push_back(sets[from].with(candidate));
      proof.nodes.push_back({members(sets.back(), candidates), {}});
    }
    proof.nodes[from].steps.push_back({candidate, {}, number});
  };
  walk(candidates, winner, std::numeric_limits<std::size_t>::max(), is_closed, visit);
  // The steps that are ruled out, between those that lead on.
  for (std::size_t at = 0; at < sets.size(); ++at) {
    std::vector<IrvStep> steps;
    auto open = proof.nodes[at].steps.begin();
    for (std::size_t c = 0; c < candidates; ++c) {
      if (sets[at].holds(c) || (at == 0 && c == winner)) continue;
      if (open != proof.nodes[at].steps.end() && open->candidate == c) {
        steps.push_back(*open++);
      } else {
        steps.push_back({c, index.first(c, sets[at].with(c)), 0});
      }
    }
    proof.nodes[at].steps = std::move(steps);
  }
  return proof;
}

}  // namespace scrutineer
