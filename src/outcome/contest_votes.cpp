// From the model to what the allocator takes: rules, votes by constituency, recorded lots.
#include <algorithm>
#include <map>

#include "outcome/outcome.hpp"

namespace scrutineer {

namespace {

// Recorded lots are claims of kind "lot": party, unit, and the order in which it was drawn (1
// first).
std::vector<Lot> recorded_lots(const Election& election, const Basis& basis) {
  std::vector<std::map<Votes, std::size_t>> drawn(basis.constituencies.size());
  bool any = false;
  for (const Claim& claim : election.claims) {
    if (claim.kind != "lot" || !claim.count || !claim.party) continue;
    if (claim.contest && *claim.contest != basis.contest) continue;
    for (std::size_t c = 0; c < basis.constituencies.size(); ++c) {
      if (claim.unit && *claim.unit != basis.constituencies[c].unit) continue;
      drawn[c][*claim.count] = claim.party->value;
      any = true;
    }
  }
  std::vector<Lot> lots;
  if (!any) return lots;
  for (const auto& order : drawn) {
    Lot lot;
    for (const auto& [position, party] : order) lot.push_back(party);
    lots.push_back(std::move(lot));
  }
  return lots;
}

Votes total(const std::vector<Votes>& votes) {
  Votes sum = 0;
  for (const Votes v : votes) sum += v;
  return sum;
}

}  // namespace

AllocationRules rules_of(const Election& election, ContestIndex contest) {
  AllocationRules rules;
  rules.rule = election.contests[contest.value].rule;
  rules.threshold = election.contests[contest.value].threshold;
  for (const Coalition& coalition : election.coalitions) {
    if (!coalition.connected) continue;
    std::vector<std::size_t> list;
    for (const PartyIndex party : coalition.parties) list.push_back(party.value);
    std::sort(list.begin(), list.end());
    rules.connected.push_back(std::move(list));
  }
  return rules;
}

ContestVotes votes_of(const Election& election, const Basis& basis) {
  ContestVotes contest;
  contest.rules = rules_of(election, basis.contest);
  contest.lots = recorded_lots(election, basis);
  const auto& threshold = contest.rules.threshold;
  Votes everywhere = 0;
  Votes cast_everywhere = 0;
  for (const BasisConstituency& constituency : basis.constituencies) {
    everywhere += total(constituency.votes);
    cast_everywhere += constituency.cast.value_or(total(constituency.votes));
  }
  for (const BasisConstituency& constituency : basis.constituencies) {
    ConstituencyVotes votes;
    votes.unit = election.units[constituency.unit.value].id;
    votes.seats = constituency.seats.value_or(0);
    votes.votes = constituency.votes;
    if (threshold) {
      const bool counts_cast = threshold->of == Base::cast;
      const Votes own = total(constituency.votes);
      const Votes base = threshold->scope == Scope::contest
                             ? (counts_cast ? cast_everywhere : everywhere)
                             : (counts_cast ? constituency.cast.value_or(own) : own);
      votes.base_beyond_valid = std::max<Votes>(0, base - own);
    }
    contest.constituencies.push_back(std::move(votes));
  }
  return contest;
}

}  // namespace scrutineer
