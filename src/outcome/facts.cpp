#include "outcome/facts.hpp"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "election/states.hpp"
#include "outcome/outcome.hpp"

namespace scrutineer {

namespace {

// One quantity: what it is, where, whose. Positions are −1 where they do not apply.
using Quantity = std::tuple<Fact::Kind, std::int64_t, std::int64_t, Change>;

class Gatherer {
 public:
  Gatherer(const Election& election, const Basis& basis) : election_(election), basis_(basis) {
    problem_.rules = rules_of(election, basis.contest);
    problem_.parties = election.parties.size();
    for (const BasisConstituency& constituency : basis.constituencies) {
      problem_.constituencies.push_back(election.units[constituency.unit.value].id);
      problem_.seats.push_back(constituency.seats.value_or(0));
    }
    for (const Unit& unit : election.units) {
      place_.push_back(unit.parent ? std::nullopt : std::optional<std::int64_t>(-1));
    }
    for (std::size_t c = basis.constituencies.size(); c-- > 0;) {
      place_[basis.constituencies[c].unit.value] = static_cast<std::int64_t>(c);
    }
  }

  PublishedProblem run() {
    for (const Claim& claim : election_.claims) take_claim(claim);
    for (const ReturnTable& table : election_.returns) take_returns(table);
    for (std::uint32_t u = 0; u < election_.units.size(); ++u) {
      const Count registered = election_.units[u].registered;
      if (registered)
        state(Fact::Kind::registered, UnitIndex{u}, {}, *registered, *registered, "units.csv");
    }
    for (auto& [quantity, fact] : facts_) problem_.facts.push_back(std::move(fact));
    return std::move(problem_);
  }

 private:
  // The constituency of a unit: −1 for the whole contest, nothing where it is neither.
  std::optional<std::int64_t> place(std::optional<UnitIndex> unit) const {
    return unit ? place_[unit->value] : -1;
  }

  void state(Fact::Kind kind, std::optional<UnitIndex> unit, std::optional<PartyIndex> party,
             Votes low, Votes high, const std::string& origin, Change way = Change::added) {
    const auto where = place(unit);
    if (!where) return;
    const std::int64_t who = party ? static_cast<std::int64_t>(party->value) : -1;
    const auto [found, inserted] = facts_.try_emplace(Quantity{kind, *where, who, way});
    Fact& fact = found->second;
    if (inserted) {
      fact.kind = kind;
      if (*where >= 0) fact.constituency = static_cast<std::size_t>(*where);
      if (who >= 0) fact.party = static_cast<std::size_t>(who);
      fact.way = way;
      fact.low = low;
      fact.high = high;
    } else {
      fact.low = std::min(fact.low, low);
      fact.high = std::max(fact.high, high);
    }
    fact.claims.push_back(origin);
  }

  void take_claim(const Claim& claim) {
    static const std::map<std::string, Fact::Kind> kinds = {{"seats", Fact::Kind::seats},
                                                            {"votes", Fact::Kind::votes},
                                                            {"registered", Fact::Kind::registered},
                                                            {"cast", Fact::Kind::cast},
                                                            {"margin", Fact::Kind::margin}};
    const auto kind = kinds.find(claim.kind);
    if (kind == kinds.end() || claim.of != basis_.source || is_corrected(election_, claim)) return;
    if (claim.contest && *claim.contest != basis_.contest) return;
    const Count low = claim.count ? claim.count : claim.count_low;
    const Count high = claim.count ? claim.count : claim.count_high;
    const bool needs_party =
        kind->second == Fact::Kind::seats || kind->second == Fact::Kind::margin;
    if (!low || !high || (needs_party && !claim.party)) return;
    state(kind->second, claim.unit, claim.party, *low, *high, claim.id,
          claim.way.value_or(Change::added));
  }

  void take_returns(const ReturnTable& table) {
    if (table.source != basis_.source || table.contest != basis_.contest) return;
    const std::string origin = "returns of " + election_.sources[table.source.value].id;
    std::map<UnitIndex, std::int64_t> last;  // revision
    for (std::size_t r = 0; r < table.unit.size(); ++r) {
      if (!place(table.unit[r])) continue;
      const auto known = last.try_emplace(table.unit[r], table.revision[r]).first;
      known->second = std::max(known->second, table.revision[r]);
    }
    for (std::size_t r = 0; r < table.unit.size(); ++r) {
      const auto known = last.find(table.unit[r]);
      if (known == last.end() || known->second > table.revision[r]) continue;
      for (const Column& column : table.columns) {
        const Count& count = column.cells[r];
        if (!count || !column.candidate.empty()) continue;
        if (column.party) {
          state(Fact::Kind::votes, table.unit[r], column.party, *count, *count, origin);
        } else if (column.field == Field::valid) {
          state(Fact::Kind::votes, table.unit[r], {}, *count, *count, origin);
        } else if (column.field == Field::cast) {
          state(Fact::Kind::cast, table.unit[r], {}, *count, *count, origin);
        } else if (column.field == Field::registered) {
          state(Fact::Kind::registered, table.unit[r], {}, *count, *count, origin);
        }
      }
    }
  }

  const Election& election_;
  const Basis& basis_;
  PublishedProblem problem_;
  std::vector<std::optional<std::int64_t>> place_;  // by unit
  std::map<Quantity, Fact> facts_;
};

}  // namespace

PublishedProblem gather_facts(const Election& election, const Basis& basis) {
  return Gatherer(election, basis).run();
}

bool has_facts(const PublishedProblem& problem) {
  return std::any_of(problem.facts.begin(), problem.facts.end(), [](const Fact& fact) {
    return fact.kind == Fact::Kind::seats || fact.kind == Fact::Kind::votes;
  });
}

}  // namespace scrutineer
