// What was published of Cambodia 2013, from the example's own files. This folder may not know
// folder/, so the few columns that matter are read here.
#pragma once

#include <fstream>
#include <map>
#include <sstream>
#include <string>

#include "base/csv.hpp"
#include "base/text.hpp"
#include "election/election.hpp"

namespace scrutineer {

inline CsvTable example_csv(const std::string& name) {
  std::ifstream stream(std::string(SCRUTINEER_SOURCE_DIR) + "/examples/cambodia-2013/" + name);
  std::stringstream bytes;
  bytes << stream.rdbuf();
  return *read_csv(name, bytes.str());
}

inline std::string cell_of(const CsvTable& table, std::size_t row, const std::string& column) {
  for (std::size_t c = 0; c < table.header().size(); ++c) {
    if (table.header()[c] == column) return std::string(table.cell(row, c));
  }
  return "";
}

inline Count count_of(const std::string& cell) {
  const auto count = parse_count(cell);
  return count ? Count(*count) : std::nullopt;
}

// Units, parties, the commission's national row, and its seats, votes and margins.
inline Election cambodia() {
  Election election;
  election.id = "kh-2013";
  election.date = "2013-07-28";
  election.languages = {"en"};
  election.name["en"] = "Cambodia";
  election.levels = {"country", "province"};
  Contest contest;
  contest.id = "assembly";
  contest.seats = 123;
  contest.rule = Rule::hare_then_highest_averages;
  contest.constituencies = "province";
  election.contests = {contest};
  std::map<std::string, PartyIndex> parties;
  for (const char* id : {"cpp", "cnrp", "funcinpec", "ldp", "kapp", "cnp", "kedp", "drp"}) {
    parties[id] = {static_cast<std::uint32_t>(election.parties.size())};
    Party party;
    party.id = id;
    election.parties.push_back(party);
  }
  Source nec;
  nec.id = "nec";
  nec.role = Role::commission;
  election.sources = {nec};
  std::map<std::string, UnitIndex> units;
  const CsvTable rows = example_csv("units.csv");
  for (std::size_t r = 0; r < rows.rows(); ++r) {
    Unit unit;
    unit.id = cell_of(rows, r, "unit");
    unit.level = r == 0 ? 0 : 1;
    if (r > 0) unit.parent = UnitIndex{0};
    unit.seats = count_of(cell_of(rows, r, "seats"));
    unit.registered = count_of(cell_of(rows, r, "registered"));
    units[unit.id] = {static_cast<std::uint32_t>(election.units.size())};
    election.units.push_back(unit);
  }
  const CsvTable claims = example_csv("claims.csv");
  for (std::size_t r = 0; r < claims.rows(); ++r) {
    const std::string of = cell_of(claims, r, "of"), source = cell_of(claims, r, "source");
    if (of != "nec" && !(of.empty() && source == "nec")) continue;
    Claim claim;
    claim.id = cell_of(claims, r, "id");
    claim.kind = cell_of(claims, r, "kind");
    claim.value = cell_of(claims, r, "value");
    claim.count = count_of(claim.value);
    claim.corrects = cell_of(claims, r, "corrects");
    const std::string unit = cell_of(claims, r, "unit"), party = cell_of(claims, r, "party");
    if (!unit.empty()) claim.unit = units.at(unit);
    if (!party.empty()) claim.party = parties.at(party);
    if (cell_of(claims, r, "way") == "add") claim.way = Change::added;
    election.claims.push_back(claim);
  }
  const CsvTable returns = example_csv("returns/nec.csv");
  ReturnTable table;
  table.unit = {units.at("kh")};
  table.revision = {0};
  table.stated_at = {""};
  for (const std::string& name : returns.header()) {
    if (name == "unit") continue;
    Column column;
    column.field = from_name<Field>(name);
    if (!column.field) column.party = parties.at(name);
    column.cells = {count_of(cell_of(returns, 0, name))};
    table.columns.push_back(column);
  }
  election.returns = {table};
  return election;
}

}  // namespace scrutineer
