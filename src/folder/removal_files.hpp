// What people know of removals beside the rolls: documented causes, a life table, areas with the
// shares of an earlier election, days of removal.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "folder/linkage_files.hpp"
#include "roll/removals.hpp"

namespace scrutineer {

// Columns cause, persons; low and high, or neither, as an interval of `confidence`.
Result<std::vector<roll::KnownCause>> read_causes(const NamedBytes& file, double confidence);

// Columns persons, yearly_probability: a row a cell of age and sex of the old roll.
Result<std::vector<roll::DeathCell>> read_deaths(const NamedBytes& file);

// Columns unit, province, district; kind (town or country) may be left out. `shares` and `controls`
// name further columns, all of them stated in every row.
struct AreaRow {
  std::string unit, province, district, kind;
  std::vector<double> shares;    // 0 to 1
  std::vector<double> controls;  // any number
  std::int64_t row = 0;          // of the file
};
Result<std::vector<AreaRow>> read_areas(const NamedBytes& file,
                                        const std::vector<std::string>& shares,
                                        const std::vector<std::string>& controls);

// Columns id, date (2013-05-31): when entries of the old roll were removed. Days since 1 January
// 1970.
struct DatedEntry {
  std::string id;
  std::int32_t day = 0;
};
Result<std::vector<DatedEntry>> read_removal_dates(const NamedBytes& file);
std::string day_text(std::int32_t day);

}  // namespace scrutineer
