// A small country for the tests of this folder: a country, two districts, five stations, parties
// red, blue and green, one commission and one observer.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "election/election.hpp"

namespace scrutineer {

inline Election small_country() {
  Election election;
  election.languages = {"en"};
  election.levels = {"country", "district", "station"};
  const auto add = [&](const char* id, std::optional<std::uint32_t> parent, std::uint32_t level) {
    Unit unit;
    unit.id = id;
    if (parent) unit.parent = UnitIndex{*parent};
    unit.level = level;
    election.units.push_back(unit);
  };
  add("country", {}, 0);
  add("east", 0, 1);
  add("west", 0, 1);
  for (const char* id : {"e1", "e2", "e3"}) add(id, 1, 2);
  for (const char* id : {"w1", "w2"}) add(id, 2, 2);
  for (const char* id : {"red", "blue", "green"}) {
    Party party;
    party.id = id;
    election.parties.push_back(party);
  }
  Contest contest;
  contest.id = "council";
  election.contests = {contest};
  for (const char* id : {"commission", "observers"}) {
    Source source;
    source.id = id;
    election.sources.push_back(source);
  }
  return election;
}

// One row a unit; `columns` by name: a field, a party, or party/candidate.
inline ReturnTable forms_of(
    const Election& election, std::uint32_t source, const std::vector<std::uint32_t>& units,
    const std::vector<std::pair<std::string, std::vector<Count>>>& columns) {
  ReturnTable table;
  table.source = SourceIndex{source};
  table.contest = ContestIndex{0};
  for (const std::uint32_t unit : units) table.unit.push_back({unit});
  table.revision.assign(units.size(), 0);
  table.stated_at.assign(units.size(), "");
  for (const auto& [name, cells] : columns) {
    Column column;
    column.field = from_name<Field>(name);
    const std::size_t slash = name.find('/');
    for (std::uint32_t p = 0; p < election.parties.size() && !column.field; ++p) {
      if (election.parties[p].id == name.substr(0, slash)) column.party = PartyIndex{p};
    }
    if (slash != std::string::npos) column.candidate = name.substr(slash + 1);
    column.cells = cells;
    table.columns.push_back(std::move(column));
  }
  return table;
}

}  // namespace scrutineer
