// roll/flow.csv and roll/units.csv: what became of the entries of a roll, in all and by unit. Sums
// are checked as far as their parts are stated: small cells are not.
#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

#include "folder/roll_findings/parts.hpp"

namespace scrutineer {

namespace {

constexpr const char* kFlowFile = "roll/flow.csv";
constexpr const char* kUnitsFile = "roll/units.csv";

constexpr std::array<ColumnRule, 2> kFlowColumns = {
    {{"class", Need::required}, {"entries", Need::required}}};
constexpr std::array<ColumnRule, 14> kUnitColumns = {{{"unit", Need::required},
                                                      {"old"},
                                                      {"new"},
                                                      {"unchanged"},
                                                      {"changed"},
                                                      {"moved_out"},
                                                      {"moved_in"},
                                                      {"ambiguous_old"},
                                                      {"ambiguous_new"},
                                                      {"removed"},
                                                      {"added"},
                                                      {"removed_persons"},
                                                      {"removed_persons_low"},
                                                      {"removed_persons_high"}}};

using FlowCell = Count roll::Flow::*;
constexpr std::array<std::pair<std::string_view, FlowCell>, 8> kClasses = {
    {{"old", &roll::Flow::old_entries},
     {"new", &roll::Flow::new_entries},
     {"unchanged", &roll::Flow::unchanged},
     {"changed", &roll::Flow::changed},
     {"moved", &roll::Flow::moved},
     {"ambiguous", &roll::Flow::ambiguous},
     {"removed", &roll::Flow::removed},
     {"added", &roll::Flow::added}}};

struct Part {
  std::string_view name;
  Count entries;
};

// What a total should be, where it is not: "300: unchanged + changed + …", "at least 300: …" where
// parts are not stated.
std::optional<std::string> better_total(const Count& total, const std::vector<Part>& parts) {
  if (!total) return std::nullopt;
  Votes sum = 0;
  bool is_whole = true;
  std::string names;
  for (const Part& part : parts) {
    if (!part.entries) {
      is_whole = false;
      continue;
    }
    sum += *part.entries;
    names += (names.empty() ? "" : " + ") + std::string(part.name);
  }
  if (*total == sum || (!is_whole && *total > sum)) return std::nullopt;
  return (is_whole ? "" : "at least ") + std::to_string(sum) + ": " + names;
}

void check_flow(const roll::Flow& flow, const std::map<std::string_view, std::int64_t>& rows,
                Problems& problems) {
  const auto check = [&](std::string_view whole, const Count& total, Part last) {
    const auto expected = better_total(total, {{"unchanged", flow.unchanged},
                                               {"changed", flow.changed},
                                               {"moved", flow.moved},
                                               {"ambiguous", flow.ambiguous},
                                               last});
    if (!expected) return;
    problems.quote(kFlowFile, rows.at(whole), "entries", std::to_string(*total), *expected);
  };
  check("old", flow.old_entries, {"removed", flow.removed});
  check("new", flow.new_entries, {"added", flow.added});
}

// By its id, else by its name in one of the election's languages where only one unit has it.
std::optional<UnitIndex> unit_called(std::string_view words, const Draft& draft,
                                     const std::map<std::string, std::optional<UnitIndex>>& named) {
  if (const auto unit = draft.units.find(words)) return unit;
  const auto found = named.find(std::string(words));
  return found == named.end() ? std::nullopt : found->second;
}

std::map<std::string, std::optional<UnitIndex>> units_by_name(const Election& election) {
  std::map<std::string, std::optional<UnitIndex>> named;
  for (std::uint32_t u = 0; u < election.units.size(); ++u) {
    std::set<std::string> names;
    for (const auto& [language, name] : election.units[u].name) names.insert(name);
    for (const std::string& name : names) {
      const auto [place, is_new] = named.emplace(name, UnitIndex{u});
      if (!is_new) place->second = std::nullopt;
    }
  }
  return named;
}

roll::UnitFlow read_unit(const Row& row) {
  roll::UnitFlow unit;
  unit.name = row.text("unit", Need::required);
  unit.old_entries = row.count("old");
  unit.new_entries = row.count("new");
  unit.unchanged = row.count("unchanged");
  unit.changed = row.count("changed");
  unit.moved_out = row.count("moved_out");
  unit.moved_in = row.count("moved_in");
  unit.ambiguous_old = row.count("ambiguous_old");
  unit.ambiguous_new = row.count("ambiguous_new");
  unit.removed = row.count("removed");
  unit.added = row.count("added");
  unit.removed_persons = row.count("removed_persons");
  unit.removed_persons_low = row.count("removed_persons_low");
  unit.removed_persons_high = row.count("removed_persons_high");
  check_interval(row, "removed_persons", unit.removed_persons, "removed_persons_low",
                 unit.removed_persons_low, "removed_persons_high", unit.removed_persons_high);
  return unit;
}

void check_unit(const Row& row, const roll::UnitFlow& unit) {
  const auto before = better_total(unit.old_entries, {{"unchanged", unit.unchanged},
                                                      {"changed", unit.changed},
                                                      {"moved_out", unit.moved_out},
                                                      {"ambiguous_old", unit.ambiguous_old},
                                                      {"removed", unit.removed}});
  if (before) row.expected("old", *before);
  const auto after = better_total(unit.new_entries, {{"unchanged", unit.unchanged},
                                                     {"changed", unit.changed},
                                                     {"moved_in", unit.moved_in},
                                                     {"ambiguous_new", unit.ambiguous_new},
                                                     {"added", unit.added}});
  if (after) row.expected("new", *after);
}

}  // namespace

std::string read_roll_flow(std::string_view bytes, Draft& draft) {
  Problems& problems = draft.problems;
  const auto sheet = Sheet::open(kFlowFile, bytes, kFlowColumns, {}, problems);
  if (!sheet) return "";
  roll::Flow& flow = draft.roll.flow;
  std::map<std::string_view, std::int64_t> rows;
  sheet->for_each_row(problems, [&](const Row& row) {
    const auto cell = chosen(row, "class", Need::required, kClasses);
    const Count entries = row.count("entries");
    if (!cell) return;
    if (!rows.emplace(row.cell("class"), row.number()).second) {
      row.expected("class", "each class once (row " + std::to_string(rows.at(row.cell("class"))) +
                                " has it)");
    }
    flow.*(*cell) = entries;
  });
  check_flow(flow, rows, problems);
  return canonical_text(*sheet, kFlowColumns, problems);
}

std::string read_roll_units(std::string_view bytes, Draft& draft) {
  Problems& problems = draft.problems;
  const auto sheet = Sheet::open(kUnitsFile, bytes, kUnitColumns, {}, problems);
  if (!sheet) return "";
  const auto named = units_by_name(draft.election);
  std::map<std::string, std::int64_t> rows;  // by id, or by the words of units that have none
  sheet->for_each_row(problems, [&](const Row& row) {
    roll::UnitFlow unit = read_unit(row);
    unit.unit = unit_called(unit.name, draft, named);
    check_unit(row, unit);
    const std::string key =
        unit.unit ? draft.election.units[unit.unit->value].id : "\n" + unit.name;
    const auto [place, is_new] = rows.emplace(key, row.number());
    if (!is_new && !unit.name.empty()) {
      row.expected("unit", "each unit once (row " + std::to_string(place->second) + " has it)");
    }
    draft.roll.units.push_back(std::move(unit));
  });
  return canonical_text(*sheet, kUnitColumns, problems);
}

}  // namespace scrutineer
