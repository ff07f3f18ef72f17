#include "outcome/doubt_problem.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <utility>

namespace scrutineer {

namespace {

Votes total(const std::vector<Votes>& votes) {
  return std::accumulate(votes.begin(), votes.end(), Votes{0});
}

class Builder {
 public:
  Builder(const Election& election, const Basis& basis) : election_(election), basis_(basis) {
    for (std::size_t i = 0; i < basis.cells.size(); ++i) cell_of_[basis.cells[i].unit] = i;
  }

  BuiltProblem run(const Question& question, Base base, const std::vector<const Doubt*>& doubts) {
    take_contest();
    take_question(question, base);
    for (const Cell& cell : basis_.cells) take_cell(cell);
    for (const Doubt* doubt : doubts) take_doubt(*doubt);
    for (std::size_t i = 0; i < basis_.cells.size(); ++i) {
      if (!basis_.cells[i].reported) take_unreported(i);
    }
    return std::move(built_);
  }

 private:
  void take_contest() {
    DoubtProblem& problem = built_.problem;
    const ContestVotes contest = votes_of(election_, basis_);
    problem.rules = contest.rules;
    problem.lots = contest.lots;
    problem.parties = election_.parties.size();
    for (const ConstituencyVotes& constituency : contest.constituencies) {
      problem.constituencies.push_back(constituency.unit);
      problem.seats.push_back(constituency.seats);
      problem.base_beyond_valid.push_back(constituency.base_beyond_valid);
    }
  }

  void take_question(const Question& question, Base base) {
    DoubtQuestion& asked = built_.problem.question;
    asked.kind = question.kind;
    for (const PartyIndex party : question.parties) asked.who.push_back(party.value);
    std::sort(asked.who.begin(), asked.who.end());
    asked.seats = question.seats;
    asked.share = question.share;
    asked.has_share = question.has_share;
    asked.strict = question.strict;
    asked.points = question.points;
    if (question.over) asked.over = question.over->value;
    if (question.unit) {
      for (std::size_t c = 0; c < basis_.constituencies.size(); ++c) {
        if (basis_.constituencies[c].unit == *question.unit) asked.constituency = c;
      }
    }
    Votes valid = 0;
    Votes of_base = 0;
    for (const BasisConstituency& constituency : basis_.constituencies) {
      const Votes own = total(constituency.votes);
      valid += own;
      const Count stated = base == Base::cast         ? constituency.cast
                           : base == Base::registered ? constituency.registered
                                                      : Count{own};
      of_base += stated.value_or(own);
    }
    asked.base_beyond_valid = of_base - valid;
    asked.base_is_fixed = base == Base::registered;
  }

  void take_cell(const Cell& cell) {
    DoubtCell taken;
    taken.unit = election_.units[cell.unit.value].id;
    taken.constituency = cell.constituency;
    taken.votes = cell.votes;
    if (cell.state != UnitState::counted) {
      taken.can_be_added = 0;  // votes of those who came are set aside, not kept away
    } else if (cell.registered && cell.cast) {
      taken.can_be_added = std::max<Votes>(0, *cell.registered - *cell.cast);
    } else if (cell.registered && !cell.reported) {
      taken.can_be_added = cell.registered;
    }
    built_.problem.cells.push_back(std::move(taken));
  }

  std::vector<std::size_t> cells_of(const Doubt& doubt) {
    std::vector<bool> taken(basis_.cells.size(), doubt.units.empty());
    for (const UnitIndex unit : doubt.units) {
      bool found = false;
      for (std::size_t i = 0; i < basis_.cells.size(); ++i) {
        if (is_within(election_, basis_.cells[i].unit, unit)) taken[i] = found = true;
      }
      if (found) continue;
      // The unit lies below the counts that are stated: its share of them is not known.
      for (std::size_t i = 0; i < basis_.cells.size(); ++i) {
        if (is_within(election_, unit, basis_.cells[i].unit)) taken[i] = true;
      }
      built_.missing.push_back({unit, "votes"});
    }
    std::vector<std::size_t> cells;
    for (std::size_t i = 0; i < taken.size(); ++i) {
      if (taken[i]) cells.push_back(i);
    }
    return cells;
  }

  std::vector<bool> parties_of(const std::vector<PartyIndex>& named) const {
    std::vector<bool> flags(election_.parties.size(), named.empty());
    for (const PartyIndex party : named) flags[party.value] = true;
    return flags;
  }

  void take_doubt(const Doubt& doubt) {
    CellDoubt taken;
    taken.id = doubt.id;
    taken.way = doubt.way;
    taken.low = doubt.low;
    taken.high = doubt.high;
    taken.from = parties_of(doubt.from);
    taken.to = parties_of(doubt.to);
    taken.confidence = doubt.confidence;
    if (doubt.way == Way::alternatives) {
      take_alternatives(doubt, taken);
    } else {
      taken.cells = cells_of(doubt);
      taken.unlocated = doubt.units.empty();
    }
    built_.problem.doubts.push_back(std::move(taken));
  }

  void take_alternatives(const Doubt& doubt, CellDoubt& taken) {
    std::map<std::string, std::map<std::size_t, std::vector<Votes>>> options;
    std::set<std::size_t> touched;
    for (const AlternativeVotes& line : doubt.alternatives) {
      const auto cell = cell_of_.find(line.unit);
      if (cell == cell_of_.end()) {
        built_.missing.push_back({line.unit, "votes"});
        continue;
      }
      const std::size_t at = cell->second;
      touched.insert(at);
      std::vector<Votes>& votes = options[line.alternative][at];
      votes.resize(election_.parties.size(), 0);
      votes[line.party.value] = line.votes;
    }
    for (auto& [name, cells] : options) {
      std::vector<CellAlternative> option;
      for (auto& [cell, votes] : cells) option.push_back({cell, std::move(votes)});
      taken.options.push_back(std::move(option));
    }
    taken.cells.assign(touched.begin(), touched.end());
  }

  // A station that has not reported: addable, up to its registered names.
  void take_unreported(std::size_t cell) {
    const Cell& station = basis_.cells[cell];
    CellDoubt taken;
    taken.id = "not-reported:" + election_.units[station.unit.value].id;
    taken.way = Way::addable;
    taken.cells = {cell};
    taken.high = station.registered;
    taken.from.assign(election_.parties.size(), true);
    taken.to.assign(election_.parties.size(), true);
    if (!station.registered) {
      taken.high = kMaximumCount / 1000;
      built_.missing.push_back({station.unit, "registered"});
    }
    built_.problem.doubts.push_back(std::move(taken));
  }

  const Election& election_;
  const Basis& basis_;
  std::map<UnitIndex, std::size_t> cell_of_;
  BuiltProblem built_;
};

}  // namespace

std::vector<const Doubt*> doubts_that_count(const Election& election, ContestIndex contest,
                                            const OutcomeOptions& options) {
  std::vector<const Doubt*> counted;
  for (const Doubt& doubt : election.doubts) {
    if (doubt.contest != contest) continue;
    const bool named = std::find(options.named_doubts.begin(), options.named_doubts.end(),
                                 doubt.id) != options.named_doubts.end();
    const bool strong = doubt.status != Status::dismissed && doubt.status >= options.status;
    if (named || strong) counted.push_back(&doubt);
  }
  return counted;
}

BuiltProblem build_problem(const Election& election, const Basis& basis, const Question& question,
                           Base base, const std::vector<const Doubt*>& doubts) {
  return Builder(election, basis).run(question, base, doubts);
}

}  // namespace scrutineer
