#include "count/quick_sample.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <set>
#include <unordered_map>

#include <fmt/core.h>

#include "base/csv.hpp"
#include "base/digest.hpp"
#include "base/text.hpp"

namespace scrutineer {

namespace {

using UnitsById = std::unordered_map<std::string_view, std::uint32_t>;

UnitsById units_by_id(const Election& election) {
  UnitsById map;
  for (std::uint32_t u = 0; u < election.units.size(); ++u) map.emplace(election.units[u].id, u);
  return map;
}

std::vector<bool> has_children(const Election& election) {
  std::vector<bool> has(election.units.size(), false);
  for (const Unit& unit : election.units) {
    if (unit.parent) has[unit.parent->value] = true;
  }
  return has;
}

QuickFrame frame_of(const Election& election,
                    const std::map<std::string, std::vector<UnitIndex>>& by_stratum) {
  QuickFrame frame;
  for (const auto& [id, stations] : by_stratum) {
    frame.strata.push_back({id, stations});
    auto& list = frame.strata.back().stations;
    std::sort(list.begin(), list.end(), [&](UnitIndex a, UnitIndex b) {
      return election.units[a.value].id < election.units[b.value].id;
    });
  }
  return frame;
}

std::optional<std::size_t> column_of(const CsvTable& table, std::string_view name) {
  const auto at = std::find(table.header().begin(), table.header().end(), name);
  if (at == table.header().end()) return std::nullopt;
  return static_cast<std::size_t>(at - table.header().begin());
}

// A CSV with a row for each unit, and a few more columns.
class UnitTable {
 public:
  UnitTable(const Election& election, std::string_view file, const CsvTable& table)
      : file_(file), table_(table), by_id_(units_by_id(election)) {
    has_children_ = has_children(election);
  }

  std::size_t require(const std::string& name) {
    if (const auto at = column_of(table_, name)) return *at;
    errors.push_back(described(file_, table_.header_number(), name, "no such column", "it"));
    return 0;
  }

  // The station that the row names, once.
  std::optional<UnitIndex> station(std::size_t row, std::size_t column) {
    const std::string_view id = trimmed(table_.cell(row, column));
    const auto at = by_id_.find(id);
    if (at == by_id_.end()) {
      return fault(row, "unit", id, "the id of a unit of this election");
    }
    if (has_children_[at->second]) {
      return fault(row, "unit", id, "a station: a unit without others below it");
    }
    if (!seen_.insert(at->second).second) {
      return fault(row, "unit", id, "each unit once");
    }
    return UnitIndex{at->second};
  }

  std::nullopt_t fault(std::size_t row, std::string column, std::string_view found,
                       std::string expected) {
    errors.push_back(
        {file_, table_.number(row), std::move(column), shown(found), std::move(expected), ""});
    return std::nullopt;
  }

  const UnitsById& by_id() const { return by_id_; }
  Errors errors;

 private:
  std::string file_;
  const CsvTable& table_;
  UnitsById by_id_;
  std::vector<bool> has_children_;
  std::set<std::uint32_t> seen_;
};

// The level of the units that the sample names as its strata.
Result<QuickFrame> frame_of_sample(const Election& election, UnitTable& units,
                                   const CsvTable& table, std::size_t column) {
  std::set<std::uint32_t> levels;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const std::string_view stratum = trimmed(table.cell(row, column));
    const auto at = units.by_id().find(stratum);
    if (at == units.by_id().end()) {
      units.fault(row, "stratum", stratum,
                  "a unit of this election (give --strata-file where strata are no units)");
    } else {
      levels.insert(election.units[at->second].level);
    }
  }
  if (!units.errors.empty()) return tl::unexpected(units.errors);
  if (levels.size() != 1) return fail("The strata of the sample are units of several levels.");
  return frame_by_level(election, election.levels[*levels.begin()]);
}

}  // namespace

std::size_t QuickFrame::stations() const {
  std::size_t sum = 0;
  for (const QuickStratum& stratum : strata) sum += stratum.stations.size();
  return sum;
}

std::vector<std::size_t> QuickFrame::sizes() const {
  std::vector<std::size_t> list;
  for (const QuickStratum& stratum : strata) list.push_back(stratum.stations.size());
  return list;
}

Result<QuickFrame> frame_by_level(const Election& election, const std::string& level) {
  const auto found = std::find(election.levels.begin(), election.levels.end(), level);
  if (found == election.levels.end()) {
    std::string known;
    for (const std::string& name : election.levels) known += (known.empty() ? "" : ", ") + name;
    return fail(fmt::format("--strata: no level is called \"{}\"; this election has: {}.",
                            shown(level), known));
  }
  const auto position = static_cast<std::uint32_t>(found - election.levels.begin());
  const std::vector<bool> inner = has_children(election);
  std::map<std::string, std::vector<UnitIndex>> by_stratum;
  std::size_t outside = 0;
  std::string first_outside;
  for (std::uint32_t u = 0; u < election.units.size(); ++u) {
    if (inner[u]) continue;
    std::optional<UnitIndex> at = UnitIndex{u};
    while (at && election.units[at->value].level != position) at = election.units[at->value].parent;
    if (at) {
      by_stratum[election.units[at->value].id].push_back({u});
    } else if (outside++ == 0) {
      first_outside = election.units[u].id;
    }
  }
  if (outside > 0) {
    return fail(fmt::format("--strata: {} stations ({}{}) stand below no unit of the level {}.",
                            outside, first_outside, outside > 1 ? ", …" : "", level));
  }
  return frame_of(election, by_stratum);
}

Result<QuickFrame> frame_by_file(const Election& election, std::string_view file,
                                 std::string_view bytes) {
  const auto table = read_csv(file, bytes);
  if (!table) return tl::unexpected(table.error());
  UnitTable units(election, file, *table);
  const std::size_t unit = units.require("unit");
  const std::size_t stratum = units.require("stratum");
  if (!units.errors.empty()) return tl::unexpected(units.errors);
  std::map<std::string, std::vector<UnitIndex>> by_stratum;
  for (std::size_t row = 0; row < table->rows(); ++row) {
    const auto station = units.station(row, unit);
    const std::string_view name = trimmed(table->cell(row, stratum));
    if (name.empty()) units.fault(row, "stratum", name, "the name of a stratum");
    if (station && !name.empty()) by_stratum[std::string(name)].push_back(*station);
  }
  if (units.errors.empty() && by_stratum.empty()) return fail("The file of strata has no station.");
  if (!units.errors.empty()) return tl::unexpected(units.errors);
  return frame_of(election, by_stratum);
}

std::vector<DrawnStation> draw_sample(const Election& election, const QuickFrame& frame,
                                      const std::vector<std::size_t>& sizes,
                                      std::string_view seed) {
  std::vector<DrawnStation> sample;
  const std::string prefix = std::string(seed) + ":";
  for (std::size_t h = 0; h < frame.strata.size(); ++h) {
    std::vector<DrawnStation> all;
    for (const UnitIndex unit : frame.strata[h].stations) {
      all.push_back({unit, h, sha256_hex(prefix + election.units[unit.value].id), 0});
    }
    std::sort(all.begin(), all.end(),
              [](const DrawnStation& a, const DrawnStation& b) { return a.ticket < b.ticket; });
    all.resize(std::min(all.size(), sizes[h]));
    for (std::size_t i = 0; i < all.size(); ++i) {
      all[i].position = i + 1;
      sample.push_back(std::move(all[i]));
    }
  }
  return sample;
}

std::string sample_csv(const Election& election, const QuickFrame& frame,
                       const std::vector<DrawnStation>& sample) {
  std::string csv;
  append_csv_header(csv, {"unit", "stratum", "ticket", "position"});
  for (const DrawnStation& drawn : sample) {
    append_csv_row(csv, {election.units[drawn.unit.value].id, frame.strata[drawn.stratum].id,
                         drawn.ticket, std::to_string(drawn.position)});
  }
  return csv;
}

Result<QuickSample> read_sample(const Election& election, std::string_view file,
                                std::string_view bytes, std::optional<QuickFrame> frame) {
  const auto table = read_csv(file, bytes);
  if (!table) return tl::unexpected(table.error());
  UnitTable units(election, file, *table);
  const std::size_t unit = units.require("unit");
  const std::size_t stratum = units.require("stratum");
  if (!units.errors.empty()) return tl::unexpected(units.errors);
  if (table->rows() == 0) return fail(std::string(file) + ": the sample has no station.");
  if (!frame) {
    auto found = frame_of_sample(election, units, *table, stratum);
    if (!found) return tl::unexpected(found.error());
    frame = std::move(*found);
  }
  std::unordered_map<std::uint32_t, std::size_t> stratum_of;
  for (std::size_t h = 0; h < frame->strata.size(); ++h) {
    for (const UnitIndex station : frame->strata[h].stations) stratum_of[station.value] = h;
  }
  QuickSample sample{std::move(*frame), {}};
  const auto ticket = column_of(*table, "ticket");
  for (std::size_t row = 0; row < table->rows(); ++row) {
    const auto station = units.station(row, unit);
    if (!station) continue;
    const auto h = stratum_of.find(station->value);
    const std::string_view named = trimmed(table->cell(row, stratum));
    if (h == stratum_of.end()) {
      units.fault(row, "unit", election.units[station->value].id, "a station of the frame");
    } else if (sample.frame.strata[h->second].id != named) {
      units.fault(
          row, "stratum", named,
          fmt::format("\"{}\", the stratum of this unit", sample.frame.strata[h->second].id));
    } else {
      sample.stations.push_back(
          {*station, h->second,
           ticket ? std::string(trimmed(table->cell(row, *ticket))) : std::string(), 0});
    }
  }
  if (!units.errors.empty()) return tl::unexpected(units.errors);
  std::sort(sample.stations.begin(), sample.stations.end(),
            [&](const DrawnStation& a, const DrawnStation& b) {
              return a.stratum != b.stratum
                         ? a.stratum < b.stratum
                         : election.units[a.unit.value].id < election.units[b.unit.value].id;
            });
  return sample;
}

bool is_drawn_by(const Election& election, const QuickSample& sample, std::string_view seed) {
  std::vector<std::size_t> sizes(sample.frame.strata.size(), 0);
  std::map<std::uint32_t, std::string_view> tickets;
  for (const DrawnStation& drawn : sample.stations) {
    ++sizes[drawn.stratum];
    tickets[drawn.unit.value] = drawn.ticket;
  }
  const auto again = draw_sample(election, sample.frame, sizes, seed);
  return std::all_of(again.begin(), again.end(), [&](const DrawnStation& drawn) {
    const auto at = tickets.find(drawn.unit.value);
    return at != tickets.end() && (at->second.empty() || at->second == drawn.ticket);
  });
}

}  // namespace scrutineer
