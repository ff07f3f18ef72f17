#include "outcome/partial_budget.hpp"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>

namespace scrutineer {

Budget BudgetMaker::budget_of(const Doubt& doubt) const {
  Budget budget;
  budget.doubt = &doubt;
  budget.high = doubt.high;
  std::set<std::size_t> places;
  budget.everywhere = doubt.units.empty();
  for (const UnitIndex unit : doubt.units) {
    for (std::size_t c = 0; c < basis_.constituencies.size(); ++c) {
      const UnitIndex constituency = basis_.constituencies[c].unit;
      if (is_within(election_, constituency, unit)) {
        places.insert(c);
      } else if (is_within(election_, unit, constituency)) {
        places.insert(c);
        budget.below_constituency = true;
      }
    }
    if (!election_.units[unit.value].parent) budget.everywhere = true;
  }
  if (!budget.everywhere) budget.places.assign(places.begin(), places.end());
  if (doubt.way == Way::alternatives) {
    budget.high = alternatives_budget(doubt);
    budget.below_constituency = true;
  } else if (!budget.high) {
    const bool adds = doubt.way == Way::addable;
    budget.high = stated_total(adds ? Fact::Kind::registered : Fact::Kind::votes);
  }
  return budget;
}

// An alternative moves, in each unit, the votes by which it differs from the count; where that
// count is not published, any that the unit may have.
Count BudgetMaker::alternatives_budget(const Doubt& doubt) const {
  std::map<UnitIndex, std::map<std::string, std::vector<Votes>>> stated;
  for (const AlternativeVotes& line : doubt.alternatives) {
    std::vector<Votes>& votes = stated[line.unit][line.alternative];
    votes.resize(election_.parties.size(), 0);
    votes[line.party.value] = line.votes;
  }
  const Count all = stated_total(Fact::Kind::votes);
  Votes budget = 0;
  for (const auto& [unit, by_alternative] : stated) {
    const auto cell = std::find_if(basis_.cells.begin(), basis_.cells.end(),
                                   [&](const Cell& c) { return c.unit == unit && c.reported; });
    const bool known = cell != basis_.cells.end();
    if (!known && !all) return std::nullopt;
    Votes most = known ? 0 : *all;
    for (const auto& [name, votes] : by_alternative) {
      Votes more = 0, fewer = 0;
      for (std::size_t p = 0; p < votes.size(); ++p) {
        const Votes change = votes[p] - (known ? cell->votes[p] : 0);
        (change > 0 ? more : fewer) += std::abs(change);
      }
      most = std::max({most, more, fewer});
    }
    budget += most;
  }
  return budget;
}

// Every valid vote there is, or every registered name, where such a total is published.
Count BudgetMaker::stated_total(Fact::Kind kind) const {
  Count total;
  for (const Fact& fact : facts_.facts) {
    if (fact.kind == kind && !fact.party && !fact.constituency) total = fact.high;
  }
  return total;
}

// Names that surely did not vote in a constituency (or all), where both numbers are published.
Count BudgetMaker::names_left(std::optional<std::size_t> constituency) const {
  Count registered, cast;
  for (const Fact& fact : facts_.facts) {
    if (fact.constituency != constituency) continue;
    if (fact.kind == Fact::Kind::registered) registered = fact.low;
    if (fact.kind == Fact::Kind::cast) cast = fact.high;
  }
  if (!registered || !cast) return std::nullopt;
  return std::max<Votes>(0, *registered - *cast);
}

bool BudgetMaker::has_names_for(const Budget& budget, Votes votes) const {
  const Count everywhere = names_left(std::nullopt);
  if (everywhere && *everywhere < votes) return false;
  // "all" are as many as are stated.
  const bool stated = budget.doubt->high.has_value() || (budget.everywhere && everywhere);
  for (std::size_t c = 0; c < facts_.constituencies.size(); ++c) {
    const auto& places = budget.places;
    const bool inside =
        budget.everywhere || std::find(places.begin(), places.end(), c) != places.end();
    if (!inside) continue;
    const Count here = names_left(c);
    if (here ? *here < votes : !stated) return false;
  }
  return true;
}

}  // namespace scrutineer
