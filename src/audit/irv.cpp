#include "audit/irv.hpp"

#include <algorithm>
#include <limits>

#include <fmt/core.h>

#include "audit/irv_steps.hpp"

namespace scrutineer {

namespace {

// A second or so. A longer search would end in tens of thousands of assertions.
constexpr std::size_t kMostWork = 200'000'000;

Errors faults_of(const RankedContest& contest) {
  Errors errors;
  const auto add = [&](const std::string& sentence) {
    errors.push_back({"", 0, "", "", "", "Contest " + contest.id + ": " + sentence});
  };
  const std::size_t n = contest.candidates.size();
  if (n == 0 || n > kMostIrvCandidates) {
    add(fmt::format("{} candidates, expected 1 to {}.", n, kMostIrvCandidates));
    return errors;
  }
  if (contest.winner && *contest.winner >= n) add("the reported winner is no candidate.");
  Wide sum = 0;
  for (const Ranking& ranking : contest.rankings) {
    sum += ranking.count;
    std::vector<bool> named(n, false);
    bool right = ranking.count >= 0 && ranking.count <= kMaximumCount;
    for (const std::uint16_t choice : ranking.choices) {
      right = right && choice < n && !named[choice];
      if (right) named[choice] = true;
    }
    if (right) continue;
    add("a ranking names nobody's number, or a candidate twice, or has a negative count.");
    return errors;
  }
  if (sum > contest.cards || contest.cards > kMaximumCount) {
    add(fmt::format("{} ballots but at most {} cards.", to_string(sum), contest.cards));
  }
  return errors;
}

// Counts the ballots; among the last who are level the first by position leaves. If assertions rule
// out every other winner, then so they do whoever leaves.
std::size_t winner_of(const RankedContest& contest) {
  const IrvTallies tallies(contest);
  CandidateSet standing;
  const std::size_t n = contest.candidates.size();
  for (std::size_t c = 0; c < n; ++c) standing.set(c, true);
  for (std::size_t left = n; left > 1; --left) {
    const std::vector<Votes> tally = tallies.among(standing);
    std::size_t lowest = n;
    for (std::size_t c = 0; c < n; ++c) {
      if (standing.holds(c) && (lowest == n || tally[c] < tally[lowest])) lowest = c;
    }
    standing.set(lowest, false);
  }
  std::size_t winner = 0;
  while (!standing.holds(winner)) ++winner;
  return winner;
}

Assertion assertion_of(const RankedContest& contest, const IrvClaim& claim) {
  Assertion assertion;
  assertion.kind =
      claim.is_next ? AssertionKind::not_eliminated_next : AssertionKind::not_eliminated_before;
  assertion.contest = contest.id;
  assertion.winner = {claim.winner, false};
  assertion.loser = Contender{claim.loser, false};
  assertion.cards = contest.cards;
  assertion.winner_ballots = claim.winner_ballots;
  assertion.loser_ballots = claim.loser_ballots;
  assertion.margin = reduced({claim.winner_ballots - claim.loser_ballots, contest.cards});
  if (!claim.is_next) {
    assertion.assorter = NotEliminatedBefore{claim.winner, claim.loser};
    return assertion;
  }
  NotEliminatedNext next{claim.winner, claim.loser, {}};
  for (std::size_t c = 0; c < contest.candidates.size(); ++c) {
    if (claim.continuing.holds(c)) next.continuing.push_back(c);
  }
  assertion.assorter = std::move(next);
  return assertion;
}

}  // namespace

Result<IrvAudit> irv_assertions(const RankedContest& contest, const Difficulty& difficulty) {
  const Errors faults = faults_of(contest);
  if (!faults.empty()) return tl::unexpected(faults);
  IrvAudit audit;
  const bool has_votes = std::any_of(
      contest.rankings.begin(), contest.rankings.end(),
      [](const Ranking& ranking) { return !ranking.choices.empty() && ranking.count > 0; });
  audit.winner = contest.winner.value_or(0);
  if (contest.candidates.size() == 1) {
    audit.standing = Standing::uncontested;
    audit.proof.nodes.emplace_back();
    return audit;
  }
  if (!has_votes) {
    audit.standing = Standing::no_votes;
    return audit;
  }
  if (!contest.winner) audit.winner = winner_of(contest);
  IrvSteps steps(contest, difficulty);
  const auto bound = least_difficulty(steps, audit.winner, kMostWork);
  if (!bound) {
    return fail(
        fmt::format("Contest {}: so many candidates are so alike that no proof of a "
                    "useful size was found.",
                    contest.id));
  }
  audit.difficulty = bound->difficulty;
  audit.sets_visited = bound->sets_visited;
  if (bound->difficulty == std::numeric_limits<double>::infinity()) {
    audit.standing = Standing::tie;
    return audit;
  }
  const auto claims = sufficient_claims(steps, audit.winner, bound->difficulty);
  audit.proof = proof_of(claims, contest.candidates.size(), audit.winner);
  for (const IrvClaim& claim : claims) {
    audit.assertions.push_back(assertion_of(contest, claim));
    audit.difficulties.push_back(claim.difficulty);
  }
  return audit;
}

}  // namespace scrutineer
