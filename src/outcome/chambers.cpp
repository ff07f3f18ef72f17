// Who says which seats: computed from a source's returns, or as the source states them.
#include <algorithm>
#include <map>
#include <utility>

#include "election/states.hpp"
#include "outcome/outcome.hpp"

namespace scrutineer {

namespace {

Result<Chamber> compute(const Election& election, const Basis& basis, Rule rule) {
  Chamber chamber;
  chamber.source = chamber.of = basis.source;
  chamber.contest = basis.contest;
  chamber.computed = true;
  chamber.rule = rule;
  ContestVotes contest = votes_of(election, basis);
  contest.rules.rule = rule;
  chamber.by_party.assign(election.parties.size(), 0);
  chamber.by_party_at_least.assign(election.parties.size(), std::nullopt);
  chamber.by_list.assign(contest.rules.connected.size(), 0);
  for (std::size_t c = 0; c < contest.constituencies.size(); ++c) {
    const Lot lot = contest.lots.empty() ? Lot{} : contest.lots[c];
    Result<Allocation> allocation =
        allocate(contest.constituencies[c], contest.rules, lot, /*with_steps=*/true);
    if (!allocation) return tl::unexpected(allocation.error());
    Chamber::Constituency line;
    line.unit = basis.constituencies[c].unit;
    line.seats = contest.constituencies[c].seats;
    for (std::size_t p = 0; p < allocation->seats.size(); ++p) {
      line.by_party.emplace_back(allocation->seats[p]);
      *chamber.by_party[p] += allocation->seats[p];
    }
    for (std::size_t l = 0; l < contest.rules.connected.size(); ++l) {
      for (const std::size_t p : contest.rules.connected[l]) {
        chamber.by_list[l] += allocation->seats[p];
      }
    }
    chamber.settled = chamber.settled && allocation->settled();
    line.allocation = std::move(*allocation);
    chamber.constituencies.push_back(std::move(line));
  }
  return chamber;
}

void take_statement(const Election& election, const Claim& claim,
                    const std::vector<UnitIndex>& constituencies, Chamber& chamber) {
  const std::size_t party = claim.party->value;
  if (!claim.unit || !election.units[claim.unit->value].parent) {
    if (claim.count) chamber.by_party[party] = claim.count;
    if (!claim.count && claim.count_low) chamber.by_party_at_least[party] = claim.count_low;
  } else {
    const auto at = std::find(constituencies.begin(), constituencies.end(), *claim.unit);
    if (at == constituencies.end() || !claim.count) return;
    const auto c = static_cast<std::size_t>(at - constituencies.begin());
    chamber.constituencies[c].by_party[party] = claim.count;
  }
  chamber.rests_on.push_back(claim.id);
}

// Claims of seats, one chamber for each pair of who states and whose count it is about.
std::vector<Chamber> stated(const Election& election, ContestIndex contest) {
  const std::vector<UnitIndex> constituencies = constituencies_of(election, contest);
  const Corrections corrections(election);
  std::map<std::pair<SourceIndex, SourceIndex>, Chamber> chambers;
  for (const Claim& claim : election.claims) {
    if (claim.kind != "seats" || !claim.party || corrections.name(claim)) continue;
    if (claim.contest && *claim.contest != contest) continue;
    const auto [found, inserted] = chambers.try_emplace({claim.of, claim.source});
    Chamber& chamber = found->second;
    if (inserted) {
      chamber.source = claim.source;
      chamber.of = claim.of;
      chamber.contest = contest;
      chamber.rule = election.contests[contest.value].rule;
      chamber.by_party.assign(election.parties.size(), std::nullopt);
      chamber.by_party_at_least.assign(election.parties.size(), std::nullopt);
      for (const UnitIndex unit : constituencies) {
        Chamber::Constituency line;
        line.unit = unit;
        line.seats = election.units[unit.value].seats;
        line.by_party.assign(election.parties.size(), std::nullopt);
        chamber.constituencies.push_back(std::move(line));
      }
    }
    take_statement(election, claim, constituencies, chamber);
  }
  std::vector<Chamber> list;
  for (auto& [key, chamber] : chambers) list.push_back(std::move(chamber));
  return list;
}

}  // namespace

Result<std::vector<Chamber>> chambers(const Election& election, ContestIndex contest) {
  std::vector<Chamber> list = stated(election, contest);
  for (std::uint32_t s = 0; s < election.sources.size(); ++s) {
    const Basis basis = arrange(election, contest, {s});
    if (!basis.complete() || basis.cells.empty()) continue;
    const bool counts_all = election.sources[s].role == Role::commission || basis.fully_reported();
    if (!counts_all) continue;  // a sample gives no seats
    Result<Chamber> chamber = compute(election, basis, election.contests[contest.value].rule);
    if (!chamber) return tl::unexpected(chamber.error());
    list.push_back(std::move(*chamber));
    for (std::size_t r = 0; r < election.readings.size(); ++r) {
      if (election.readings[r].contest != contest) continue;
      Result<Chamber> other = compute(election, basis, election.readings[r].rule);
      if (!other) return tl::unexpected(other.error());
      other->reading = r;
      list.push_back(std::move(*other));
    }
  }
  const auto is_commission = [&](const Chamber& chamber) {
    return election.sources[chamber.of.value].role == Role::commission;
  };
  std::stable_sort(list.begin(), list.end(), [&](const Chamber& a, const Chamber& b) {
    if (is_commission(a) != is_commission(b)) return is_commission(a);
    return a.of < b.of;
  });
  return list;
}

}  // namespace scrutineer
