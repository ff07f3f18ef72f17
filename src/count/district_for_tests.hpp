// A district of stations for tests of forms beside their neighbours.
#pragma once

#include <string>
#include <vector>

#include "count/check.hpp"
#include "count/example_for_tests.hpp"

namespace scrutineer {

// One district with `rows.size()` stations; a row has the votes of red, blue and green, then, where
// it has more, invalid ballots.
struct District {
  Election election = small_country();
  ReturnTable table;

  explicit District(const std::vector<std::vector<Votes>>& rows) {
    std::vector<std::uint32_t> units;
    std::vector<std::vector<Count>> columns(rows[0].size());
    for (std::size_t r = 0; r < rows.size(); ++r) {
      Unit unit;
      unit.id = "s" + std::to_string(r);
      unit.parent = UnitIndex{1};
      unit.level = 2;
      units.push_back(static_cast<std::uint32_t>(election.units.size()));
      election.units.push_back(unit);
      for (std::size_t p = 0; p < columns.size(); ++p) columns[p].push_back(rows[r][p]);
    }
    std::vector<std::pair<std::string, std::vector<Count>>> named;
    for (const char* name : {"red", "blue", "green", "invalid"}) {
      if (named.size() < columns.size()) named.emplace_back(name, columns[named.size()]);
    }
    table = forms_of(election, 0, units, named);
  }
  std::string unit(const Violation& v) const { return election.units[v.unit.value].id; }
};

inline const std::vector<std::vector<Votes>> kHonest = {
    {2010, 1402, 620}, {1875, 1533, 581}, {2204, 1297, 655}, {1960, 1466, 604}, {2101, 1350, 698}};

inline std::vector<std::vector<Votes>> with(std::vector<Votes> row) {
  auto rows = kHonest;
  rows.push_back(std::move(row));
  return rows;
}

}  // namespace scrutineer
