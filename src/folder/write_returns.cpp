// The canonical form of returns: one file for each source and contest, rows by unit and revision.
#include <algorithm>
#include <numeric>
#include <utility>

#include "base/csv.hpp"
#include "folder/parts.hpp"
#include "folder/returns.hpp"

namespace scrutineer {

namespace {

ColumnKey key_of(const Column& column, const Election& election) {
  if (column.field) return {static_cast<std::size_t>(*column.field), ""};
  return {kFieldCount, column_name(column, election)};
}

Column named(const ColumnKey& key, const Election& election) {
  Column column;
  if (key.first < kFieldCount) {
    column.field = static_cast<Field>(key.first);
    return column;
  }
  const std::size_t slash = key.second.find('/');
  const std::string party = key.second.substr(0, slash);
  const auto found = std::find_if(election.parties.begin(), election.parties.end(),
                                  [&](const Party& other) { return other.id == party; });
  column.party = PartyIndex{static_cast<std::uint32_t>(found - election.parties.begin())};
  if (slash != std::string::npos) column.candidate = key.second.substr(slash + 1);
  return column;
}

bool states_anything(const std::vector<Count>& cells) {
  return std::any_of(cells.begin(), cells.end(),
                     [](const Count& cell) { return cell.has_value(); });
}

// A source whose id holds a '.' cannot be told from a file's name.
bool needs_source_column(const Election& election, const ReturnTable& table) {
  return election.sources[table.source.value].id.find('.') != std::string::npos;
}

}  // namespace

std::string column_name(const Column& column, const Election& election) {
  if (column.field) return std::string(name_of(*column.field));
  const std::string& party = election.parties[column.party->value].id;
  return column.candidate.empty() ? party : party + "/" + column.candidate;
}

ReturnTable to_table(const ReturnRows& rows, SourceIndex source, ContestIndex contest,
                     const Election& election) {
  ReturnTable table;
  table.source = source;
  table.contest = contest;
  std::vector<std::size_t> order(rows.rows.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    const auto& x = rows.rows[a];
    const auto& y = rows.rows[b];
    if (x.unit != y.unit) {
      return election.units[x.unit.value].id < election.units[y.unit.value].id;
    }
    return x.revision < y.revision;
  });
  for (const std::size_t i : order) {
    table.unit.push_back(rows.rows[i].unit);
    table.revision.push_back(rows.rows[i].revision);
    table.stated_at.push_back(rows.rows[i].stated_at);
  }
  for (const auto& [key, cells] : rows.columns) {
    if (!states_anything(cells)) continue;
    Column column = named(key, election);
    for (const std::size_t i : order) column.cells.push_back(i < cells.size() ? cells[i] : Count{});
    table.columns.push_back(std::move(column));
  }
  return table;
}

std::string returns_path(const Election& election, const ReturnTable& table) {
  std::string path = "returns/" + election.sources[table.source.value].id;
  if (election.contests.size() > 1) path += "." + election.contests[table.contest.value].id;
  return path + ".csv";
}

std::string write_returns(const Election& election, const ReturnTable& table) {
  const bool with_source = needs_source_column(election, table);
  const bool with_contest = election.contests.size() > 1;
  const bool with_revision = std::any_of(table.revision.begin(), table.revision.end(),
                                         [](std::int64_t revision) { return revision != 0; });
  const bool with_time = table.stated_at.any();
  std::vector<const Column*> columns;
  for (const Column& column : table.columns) {
    if (column.cells.states_anything()) columns.push_back(&column);
  }
  std::sort(columns.begin(), columns.end(), [&](const Column* a, const Column* b) {
    return key_of(*a, election) < key_of(*b, election);
  });
  std::vector<std::size_t> order(table.unit.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    const std::string& x = election.units[table.unit[a].value].id;
    const std::string& y = election.units[table.unit[b].value].id;
    return x != y ? x < y : table.revision[a] < table.revision[b];
  });

  std::vector<std::string> cells = {"unit"};
  if (with_source) cells.emplace_back("source");
  if (with_contest) cells.emplace_back("contest");
  if (with_revision) cells.emplace_back("revision");
  if (with_time) cells.emplace_back("stated_at");
  for (const Column* column : columns) cells.push_back(column_name(*column, election));
  std::string csv;
  append_csv_header(csv, cells);
  for (const std::size_t i : order) {
    cells = {election.units[table.unit[i].value].id};
    if (with_source) cells.push_back(election.sources[table.source.value].id);
    if (with_contest) cells.push_back(election.contests[table.contest.value].id);
    if (with_revision) cells.push_back(std::to_string(table.revision[i]));
    if (with_time) cells.push_back(table.stated_at[i]);
    for (const Column* column : columns) {
      const Count cell = column->cells[i];
      cells.push_back(cell ? std::to_string(*cell) : "");
    }
    append_csv_row(csv, cells);
  }
  return csv;
}

}  // namespace scrutineer
