// The order of day, month and year in a column of dates, from the dates. Not for other modules.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "roll/dates.hpp"

namespace scrutineer::roll_files {

struct DateCell {
  std::string_view text;
  std::uint64_t rows = 0;
};

struct FoundOrder {
  roll::DateOrder order = roll::DateOrder::year_month_day;
  // Rows with a whole date that only another order reads, or that states the year first where the
  // order has it last.
  std::uint64_t against = 0;
  // No date tells its day from its month.
  bool is_unknown = false;
};

// The order that reads most rows; of several the one that stands first in DateOrder.
FoundOrder find_date_order(const std::vector<DateCell>& cells);

}  // namespace scrutineer::roll_files
