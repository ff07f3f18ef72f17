#include "election/basis.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace scrutineer {

namespace {

// The current row of each unit: the highest revision, the later row where revisions are equal.
struct Row {
  std::size_t table = 0;
  std::size_t row = 0;
  std::int64_t revision = 0;
};

std::map<UnitIndex, Row> current_rows(const Election& election, ContestIndex contest,
                                      SourceIndex source) {
  std::map<UnitIndex, Row> rows;
  for (std::size_t t = 0; t < election.returns.size(); ++t) {
    const ReturnTable& table = election.returns[t];
    if (table.source != source || table.contest != contest) continue;
    for (std::size_t r = 0; r < table.unit.size(); ++r) {
      const Row row{t, r, table.revision[r]};
      const auto [found, inserted] = rows.try_emplace(table.unit[r], row);
      if (!inserted && row.revision >= found->second.revision) found->second = row;
    }
  }
  return rows;
}

void take_field(Cell& cell, Field field, const Count& count) {
  switch (field) {
    case Field::registered:
      cell.registered = count;
      break;
    case Field::cast:
      cell.cast = count;
      break;
    case Field::valid:
      cell.valid = count;
      break;
    case Field::invalid:
      cell.invalid = count;
      break;
    default:
      break;
  }
}

// A list total stands above its candidates; where it is not stated, they add up to it.
Cell read_cell(const Election& election, UnitIndex unit, const Row& row,
               std::vector<bool>* stated_parties) {
  Cell cell;
  cell.unit = unit;
  cell.votes.assign(election.parties.size(), 0);
  std::vector<Count> lists(election.parties.size());
  std::vector<Count> candidates(election.parties.size());
  for (const Column& column : election.returns[row.table].columns) {
    const Count& count = column.cells[row.row];
    if (!count) continue;
    if (column.field) take_field(cell, *column.field, count);
    if (!column.party) continue;
    Count& sum = (column.candidate.empty() ? lists : candidates)[column.party->value];
    sum = sum.value_or(0) + *count;
  }
  stated_parties->assign(election.parties.size(), false);
  for (std::size_t p = 0; p < lists.size(); ++p) {
    const Count& votes = lists[p] ? lists[p] : candidates[p];
    cell.votes[p] = votes.value_or(0);
    (*stated_parties)[p] = votes.has_value();
  }
  return cell;
}

class Arranger {
 public:
  Arranger(const Election& election, ContestIndex contest, SourceIndex source)
      : election_(election),
        rows_(current_rows(election, contest, source)),
        states_(unit_states(election, contest, source)) {
    children_.resize(election.units.size());
    for (std::uint32_t u = 0; u < election.units.size(); ++u) {
      if (election.units[u].parent) children_[election.units[u].parent->value].push_back({u});
    }
    basis_.contest = contest;
    basis_.source = source;
  }

  Basis run() {
    for (const UnitIndex unit : constituencies_of(election_, basis_.contest)) {
      add_constituency(unit, election_.units[unit.value].seats);
    }
    if (basis_.constituencies.size() == 1 && !basis_.constituencies[0].seats) {
      basis_.constituencies[0].seats = election_.contests[basis_.contest.value].seats;
    }
    for (std::size_t c = 0; c < basis_.constituencies.size(); ++c) collect(c);
    return finish();
  }

  // The same where seats are to be allocated: a threshold of the votes cast needs them stated.
  Basis run_for_seats() {
    Basis basis = run();
    const auto& threshold = election_.contests[basis.contest.value].threshold;
    if (!threshold || threshold->of != Base::cast) return basis;
    for (BasisConstituency& constituency : basis.constituencies) {
      if (!constituency.complete || constituency.cast) continue;
      basis.missing.push_back({constituency.unit, "cast"});
      constituency.complete = false;
    }
    return basis;
  }

  Basis run_whole(UnitIndex root, bool parts_are_complete) {
    add_constituency(root, election_.contests[basis_.contest.value].seats);
    collect(0);
    // The parts are incomplete, but the whole is stated.
    if (!parts_are_complete && states_votes(root)) {
      basis_.cells.clear();
      basis_.missing.clear();
      take_row(root, 0);
      basis_.constituencies[0].votes.assign(election_.parties.size(), 0);
      add_up(basis_.constituencies[0], 0);
      basis_.constituencies[0].complete = basis_.complete();
    }
    return finish();
  }

 private:
  void add_constituency(UnitIndex unit, Count seats) {
    BasisConstituency constituency;
    constituency.unit = unit;
    constituency.seats = seats;
    constituency.votes.assign(election_.parties.size(), 0);
    basis_.constituencies.push_back(std::move(constituency));
  }

  Basis finish() {
    std::sort(basis_.cells.begin(), basis_.cells.end(), [this](const Cell& a, const Cell& b) {
      return election_.units[a.unit.value].id < election_.units[b.unit.value].id;
    });
    return std::move(basis_);
  }

  bool states_votes(UnitIndex unit) const {
    const auto found = rows_.find(unit);
    if (found == rows_.end()) return false;
    for (const Column& column : election_.returns[found->second.table].columns) {
      if (column.party && column.cells[found->second.row]) return true;
    }
    return false;
  }

  bool any_below(UnitIndex unit) const {
    return std::any_of(children_[unit.value].begin(), children_[unit.value].end(),
                       [this](UnitIndex child) { return states_votes(child) || any_below(child); });
  }

  void collect(std::size_t c) {
    BasisConstituency& constituency = basis_.constituencies[c];
    const UnitIndex unit = constituency.unit;
    if (!constituency.seats) basis_.missing.push_back({unit, "seats"});
    if (!states_votes(unit) && !any_below(unit)) {
      basis_.missing.push_back({unit, "votes"});
      return;
    }
    const std::size_t first = basis_.cells.size();
    const std::size_t missing_before = basis_.missing.size();
    walk(unit, c);
    add_up(constituency, first);
    constituency.complete = basis_.missing.size() == missing_before;
  }

  // Descends to the lowest rows that state votes; a stated total above them is not summed again.
  void walk(UnitIndex unit, std::size_t c) {
    if (any_below(unit)) {
      for (const UnitIndex child : children_[unit.value]) walk(child, c);
      return;
    }
    if (states_votes(unit)) {
      take_row(unit, c);
      return;
    }
    if (!children_[unit.value].empty()) {
      for (const UnitIndex child : children_[unit.value]) walk(child, c);
      return;
    }
    Cell cell;
    cell.unit = unit;
    cell.constituency = c;
    cell.votes.assign(election_.parties.size(), 0);
    cell.registered = election_.units[unit.value].registered;
    cell.state = states_[unit.value];
    cell.reported = cell.state == UnitState::annulled;
    basis_.cells.push_back(std::move(cell));
  }

  // A row that stands for the units below it cannot be told apart from what is set aside there.
  void miss_what_is_set_aside_below(UnitIndex unit) {
    for (const UnitIndex child : children_[unit.value]) {
      if (states_[child.value] != states_[unit.value]) {
        basis_.missing.push_back({child, "votes"});
      } else {
        miss_what_is_set_aside_below(child);
      }
    }
  }

  void take_row(UnitIndex unit, std::size_t c) {
    std::vector<bool> stated;
    Cell cell = read_cell(election_, unit, rows_.at(unit), &stated);
    cell.constituency = c;
    cell.reported = true;
    if (!cell.registered) cell.registered = election_.units[unit.value].registered;
    miss_what_is_set_aside_below(unit);
    cell.state = states_[unit.value];
    if (cell.state != UnitState::counted) {
      std::fill(cell.votes.begin(), cell.votes.end(), 0);
      for (Count* count : {&cell.cast, &cell.valid, &cell.invalid}) {
        if (*count) *count = 0;
      }
    }
    for (std::size_t p = 0; p < stated.size(); ++p) {
      if (!stated[p] && column_exists(rows_.at(unit), p)) {
        basis_.missing.push_back({unit, "votes of " + election_.parties[p].id});
      }
    }
    basis_.cells.push_back(std::move(cell));
  }

  // A party without a column did not stand there; a party with an empty cell is not stated.
  bool column_exists(const Row& row, std::size_t party) const {
    const auto& columns = election_.returns[row.table].columns;
    return std::any_of(columns.begin(), columns.end(), [&](const Column& column) {
      return column.party && column.party->value == party;
    });
  }

  void add_up(BasisConstituency& constituency, std::size_t first) {
    Count cast = 0;
    Count registered = 0;
    Count invalid = 0;
    const auto add = [](Count& sum, const Count& value) {
      if (sum && value) {
        *sum += *value;
      } else {
        sum.reset();
      }
    };
    for (std::size_t i = first; i < basis_.cells.size(); ++i) {
      const Cell& cell = basis_.cells[i];
      for (std::size_t p = 0; p < cell.votes.size(); ++p) constituency.votes[p] += cell.votes[p];
      add(registered, cell.registered);
      if (!cell.reported) continue;
      add(cast, cell.cast);
      add(invalid, cell.invalid);
    }
    constituency.cast = cast;
    constituency.registered = registered;
    constituency.invalid = invalid;
  }

  const Election& election_;
  std::map<UnitIndex, Row> rows_;
  std::vector<UnitState> states_;
  std::vector<std::vector<UnitIndex>> children_;
  Basis basis_;
};

}  // namespace

bool Basis::fully_reported() const {
  return !cells.empty() &&
         std::all_of(cells.begin(), cells.end(), [](const Cell& cell) { return cell.reported; });
}

std::optional<SourceIndex> commission_of(const Election& election) {
  for (std::uint32_t s = 0; s < election.sources.size(); ++s) {
    if (election.sources[s].role == Role::commission) return SourceIndex{s};
  }
  return std::nullopt;
}

bool is_within(const Election& election, UnitIndex unit, UnitIndex ancestor) {
  std::optional<UnitIndex> current = unit;
  while (current) {
    if (*current == ancestor) return true;
    current = election.units[current->value].parent;
  }
  return false;
}

std::vector<UnitIndex> constituencies_of(const Election& election, ContestIndex contest) {
  const std::string& level_name = election.contests[contest.value].constituencies;
  const auto level = std::find(election.levels.begin(), election.levels.end(), level_name);
  std::vector<UnitIndex> units;
  for (std::uint32_t u = 0; u < election.units.size(); ++u) {
    const Unit& unit = election.units[u];
    const bool elects =
        level == election.levels.end()
            ? !unit.parent.has_value()
            : unit.level == static_cast<std::uint32_t>(level - election.levels.begin());
    if (elects) units.push_back({u});
  }
  std::sort(units.begin(), units.end(), [&](UnitIndex a, UnitIndex b) {
    return election.units[a.value].id < election.units[b.value].id;
  });
  return units;
}

Basis arrange(const Election& election, ContestIndex contest, SourceIndex source) {
  return Arranger(election, contest, source).run_for_seats();
}

Basis arrange_whole(const Election& election, ContestIndex contest, SourceIndex source) {
  std::optional<UnitIndex> root;
  for (std::uint32_t u = 0; u < election.units.size(); ++u) {
    if (election.units[u].parent) continue;
    // Several roots have no row of their own that could stand for them all.
    if (root) return Arranger(election, contest, source).run();
    root = UnitIndex{u};
  }
  if (!root) return Arranger(election, contest, source).run();
  const bool parts_are_complete = Arranger(election, contest, source).run().complete();
  return Arranger(election, contest, source).run_whole(*root, parts_are_complete);
}

}  // namespace scrutineer
