// units.csv: the tree of places. The canonical order is by level, top to bottom, then by id, so
// that a unit stands below its parent and the order in which levels first appear is their order.
#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "base/text.hpp"
#include "folder/canonical.hpp"
#include "folder/parts.hpp"
#include "folder/sheet.hpp"

namespace scrutineer {

namespace {

constexpr std::string_view kFile = "units.csv";
constexpr std::size_t kDeepestTree = 32;
constexpr Seats kMostSeats = 1'000'000;

constexpr std::array<ColumnRule, 8> kColumns = {{{"unit", Need::required},
                                                 {"parent"},
                                                 {"level", Need::required},
                                                 {"name", Need::optional, true},
                                                 {"seats"},
                                                 {"registered"},
                                                 {"lat"},
                                                 {"lon"}}};

struct UnitRow {
  Unit unit;  // its parent and level are filled in when all rows are known
  std::string parent, level;
  std::int64_t number = 0;
  std::optional<std::size_t> parent_row;
};

bool is_degrees(std::string_view text, int most) {
  if (text.starts_with('-')) text.remove_prefix(1);
  const auto value = text.size() <= 14 ? parse_rational(text) : std::nullopt;
  return value && text.find_first_not_of("0123456789.") == std::string_view::npos &&
         *value <= Rational::of(most, 1);
}

std::optional<std::string> degrees(const Row& row, std::string_view column, int most) {
  const std::string found = row.text(column);
  if (found.empty()) return std::nullopt;
  if (!is_degrees(found, most)) {
    row.expected(column, "decimal degrees from -" + std::to_string(most) + " to " +
                             std::to_string(most) + ", such as 11.5564");
  }
  return found;
}

UnitRow read_unit(const Row& row, const std::vector<std::string>& languages) {
  UnitRow result;
  result.number = row.number();
  Unit& unit = result.unit;
  unit.id = row.cell("unit");
  if (!is_unit_code(unit.id)) {
    row.expected("unit", "an identifier (letters a to z, digits, - _ . /, at most 64)");
  }
  result.parent = row.cell("parent");
  result.level = row.identifier("level");
  unit.name = row.localized("name", languages);
  unit.seats = row.count("seats", kMostSeats);
  unit.registered = row.count("registered");
  Location location{degrees(row, "lat", 90), degrees(row, "lon", 180)};
  if (location.latitude || location.longitude) {
    unit.location = std::make_shared<const Location>(std::move(location));
  }
  return result;
}

// Positions in `rows` by id; a unit that is named twice is reported.
std::map<std::string_view, std::size_t> index_rows(const std::vector<UnitRow>& rows,
                                                   Problems& problems) {
  std::map<std::string_view, std::size_t> by_id;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto [place, is_new] = by_id.emplace(rows[i].unit.id, i);
    if (is_new || rows[i].unit.id.empty()) continue;
    problems.quote(
        kFile, rows[i].number, "unit", rows[i].unit.id,
        "each unit once (row " + std::to_string(rows[place->second].number) + " has it)");
  }
  return by_id;
}

void link_parents(std::vector<UnitRow>& rows, Problems& problems) {
  const auto by_id = index_rows(rows, problems);
  std::set<std::size_t> parents;
  for (UnitRow& row : rows) {
    if (row.parent.empty()) continue;
    if (const auto found = by_id.find(row.parent); found != by_id.end()) {
      row.parent_row = found->second;
      parents.insert(found->second);
      continue;
    }
    std::vector<std::string> ids;
    for (const auto& [id, position] : by_id) {
      if (ids.size() < 5'000 && !problems.is_full(kFile)) ids.emplace_back(id);
    }
    const auto meant = nearest(row.parent, ids);
    problems.quote(kFile, row.number, "parent", row.parent,
                   "a unit of units.csv" + (meant ? " (did you mean \"" + *meant + "\"?)" : ""));
  }
  // Only a unit without others below it may keep the commission's own code.
  for (const std::size_t parent : parents) {
    const UnitRow& row = rows[parent];
    if (is_unit_code(row.unit.id) && !is_identifier(row.unit.id)) {
      problems.quote(kFile, row.number, "unit", row.unit.id,
                     "lower-case letters a to z, digits, - _ . where other units stand below it");
    }
  }
}

// Reports each circle once, at its first row in the file. Whether there is none.
bool check_circles(const std::vector<UnitRow>& rows, Problems& problems) {
  enum class State { fresh, open, done };
  bool right = true;
  std::vector<State> states(rows.size(), State::fresh);
  for (std::size_t start = 0; start < rows.size(); ++start) {
    std::vector<std::size_t> path;
    std::optional<std::size_t> at = start;
    while (at && states[*at] == State::fresh) {
      states[*at] = State::open;
      path.push_back(*at);
      at = rows[*at].parent_row;
    }
    if (at && states[*at] == State::open) {
      right = false;
      std::string circle;
      for (auto i = std::find(path.begin(), path.end(), *at); i != path.end(); ++i) {
        circle += rows[*i].unit.id + " → ";
      }
      problems.quote(kFile, rows[*at].number, "parent", rows[*at].parent,
                     "a unit above it; this goes in a circle: " + circle + rows[*at].unit.id);
    }
    for (const std::size_t i : path) states[i] = State::done;
  }
  return right;
}

void check_depth(const std::vector<UnitRow>& rows, Problems& problems) {
  for (const UnitRow& row : rows) {
    std::size_t depth = 1;
    for (auto at = row.parent_row; at && depth <= kDeepestTree; at = rows[*at].parent_row) ++depth;
    if (depth <= kDeepestTree) continue;
    problems.quote(kFile, row.number, "parent", row.parent,
                   "a tree of at most " + std::to_string(kDeepestTree) + " levels");
    return;
  }
}

// Units of `waiting` levels stand both above and below each other; a row that says so is named.
void report_order(const std::vector<UnitRow>& rows, const std::vector<std::string>& waiting,
                  Problems& problems) {
  const auto waits = [&](const std::string& level) {
    return std::find(waiting.begin(), waiting.end(), level) != waiting.end();
  };
  const auto last = std::find_if(rows.rbegin(), rows.rend(), [&](const UnitRow& row) {
    return row.parent_row && waits(row.level) && waits(rows[*row.parent_row].level);
  });
  if (last == rows.rend()) return;
  problems.quote(kFile, last->number, "level", last->level,
                 "levels in one order from top to bottom; other units of the level \"" +
                     last->level + "\" stand above those of the level \"" +
                     rows[*last->parent_row].level + "\"");
}

// Levels top to bottom: a level stands above another where a unit of it has one of the other below
// it; levels that no unit connects keep the order of their first appearance. Empty where there is
// no such order.
std::vector<std::string> order_levels(const std::vector<UnitRow>& rows, Problems& problems) {
  std::vector<std::string> waiting;
  std::set<std::pair<std::string, std::string>> above;
  for (const UnitRow& row : rows) {
    if (std::find(waiting.begin(), waiting.end(), row.level) == waiting.end()) {
      waiting.push_back(row.level);
    }
    if (waiting.size() > kDeepestTree) {
      problems.quote(kFile, row.number, "level", row.level,
                     "at most " + std::to_string(kDeepestTree) + " levels");
      return {};
    }
    if (!row.parent_row) continue;
    const std::string& level_above = rows[*row.parent_row].level;
    if (level_above == row.level) {
      problems.quote(kFile, row.number, "level", row.level,
                     "another level than that of its parent " + row.parent);
      continue;
    }
    above.emplace(level_above, row.level);
  }
  std::vector<std::string> ordered;
  while (!waiting.empty()) {
    const auto top = std::find_if(waiting.begin(), waiting.end(), [&](const std::string& level) {
      return std::none_of(waiting.begin(), waiting.end(),
                          [&](const std::string& other) { return above.contains({other, level}); });
    });
    if (top == waiting.end()) {
      report_order(rows, waiting, problems);
      return {};
    }
    ordered.push_back(*top);
    waiting.erase(top);
  }
  return ordered;
}

void take_units(std::vector<UnitRow> rows, Draft& draft) {
  Election& election = draft.election;
  for (UnitRow& row : rows) {
    const auto level = std::find(election.levels.begin(), election.levels.end(), row.level);
    row.unit.level = static_cast<std::uint32_t>(level - election.levels.begin());
  }
  std::vector<std::size_t> order(rows.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    const Unit& x = rows[a].unit;
    const Unit& y = rows[b].unit;
    return x.level != y.level ? x.level < y.level : x.id < y.id;
  });
  std::vector<UnitIndex> place(rows.size());
  for (std::size_t i = 0; i < order.size(); ++i)
    place[order[i]].value = static_cast<std::uint32_t>(i);
  for (const std::size_t i : order) {
    if (rows[i].parent_row) rows[i].unit.parent = place[*rows[i].parent_row];
    draft.units.add(rows[i].unit.id, place[i]);
    election.units.push_back(std::move(rows[i].unit));
  }
}

}  // namespace

void read_units(std::string_view bytes, Draft& draft) {
  Problems& problems = draft.problems;
  const auto& languages = draft.election.languages;
  const auto sheet = Sheet::open(std::string(kFile), bytes, kColumns, languages, problems);
  if (!sheet) {
    draft.units.mark_unreadable();
    return;
  }
  std::vector<UnitRow> rows;
  sheet->for_each_row(problems, [&](const Row& row) { rows.push_back(read_unit(row, languages)); });
  if (rows.empty()) {
    problems.describe(kFile, 0, "", "no unit", "at least one row below the header");
    draft.units.mark_unreadable();
    return;
  }
  link_parents(rows, problems);
  const bool is_forest = check_circles(rows, problems);
  if (is_forest) check_depth(rows, problems);
  draft.election.levels = order_levels(rows, problems);
  // Nothing may rely on units whose parents go in a circle or whose levels have no order.
  if (is_forest && !draft.election.levels.empty()) {
    take_units(std::move(rows), draft);
  } else {
    draft.units.mark_unreadable();
  }
}

std::string write_units(const Election& election) {
  CanonicalTable table(kColumns, election.languages);
  std::vector<const Unit*> units;
  for (const Unit& unit : election.units) units.push_back(&unit);
  std::sort(units.begin(), units.end(), [](const Unit* a, const Unit* b) {
    return a->level != b->level ? a->level < b->level : a->id < b->id;
  });
  for (const Unit* unit : units) {
    table.add_row();
    table.set("unit", unit->id);
    if (unit->parent) table.set("parent", election.units[unit->parent->value].id);
    table.set("level", election.levels[unit->level]);
    table.set("name", unit->name);
    table.set("seats", unit->seats);
    table.set("registered", unit->registered);
    if (unit->location != nullptr) {
      table.set("lat", unit->location->latitude.value_or(""));
      table.set("lon", unit->location->longitude.value_or(""));
    }
  }
  return table.text();
}

}  // namespace scrutineer
