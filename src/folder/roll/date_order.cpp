#include "folder/roll/date_order.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>

namespace scrutineer::roll_files {

namespace {

using roll::DateOrder;

constexpr std::array<DateOrder, 3> kOrders = {DateOrder::year_month_day, DateOrder::day_month_year,
                                              DateOrder::month_day_year};
constexpr std::size_t kYearFirst = 0;
constexpr std::size_t kDayFirst = 1;
constexpr std::size_t kMonthFirst = 2;
constexpr std::size_t kWholeDate = 10;  // 1970-05-31

// Which orders read a date: a set of bits, and rows by it.
using RowsBySet = std::array<std::uint64_t, 8>;

bool has(std::size_t set, std::size_t order) { return (set >> order & 1U) != 0; }

template <typename Condition>
std::uint64_t rows_where(const RowsBySet& rows, Condition condition) {
  std::uint64_t sum = 0;
  for (std::size_t set = 0; set < rows.size(); ++set) sum += condition(set) ? rows[set] : 0;
  return sum;
}

}  // namespace

FoundOrder find_date_order(const std::vector<DateCell>& cells) {
  RowsBySet rows{};
  bool is_ambiguous = false;  // 3/4/1970, but not 5/5/1970
  for (const DateCell& cell : cells) {
    std::array<std::string, 3> dates;
    std::size_t set = 0;
    for (std::size_t i = 0; i < kOrders.size(); ++i) {
      dates[i] = roll::canonical_date(cell.text, kOrders[i]);
      set |= std::size_t{dates[i].size() == kWholeDate} << i;
    }
    rows[set] += cell.rows;
    is_ambiguous = is_ambiguous || dates[kDayFirst] != dates[kMonthFirst];
  }
  std::array<std::uint64_t, 3> read{};
  for (std::size_t i = 0; i < read.size(); ++i) {
    read[i] = rows_where(rows, [&](std::size_t set) { return has(set, i); });
  }
  const auto best =
      static_cast<std::size_t>(std::max_element(read.begin(), read.end()) - read.begin());
  FoundOrder found;
  found.order = kOrders[best];
  found.against = rows_where(rows, [&](std::size_t set) {
    return set != 0 && (!has(set, best) || (best != kYearFirst && has(set, kYearFirst)));
  });
  const std::uint64_t telling = rows_where(
      rows, [](std::size_t set) { return has(set, kDayFirst) != has(set, kMonthFirst); });
  found.is_unknown = best != kYearFirst && telling == 0 && is_ambiguous;
  return found;
}

}  // namespace scrutineer::roll_files
