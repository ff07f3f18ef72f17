#include "roll/timing.hpp"

#include <algorithm>
#include <map>

namespace scrutineer::roll {

namespace {

constexpr std::size_t kLeastDays = 8;

// Four times the quartile of sorted numbers: between places (n − 1) q / 4 and the next.
std::int64_t quartile_times_four(const std::vector<std::int64_t>& sorted, std::size_t quarter) {
  const std::size_t place = (sorted.size() - 1) * quarter;
  const auto part = static_cast<std::int64_t>(place % 4);
  const std::int64_t low = sorted[place / 4];
  const std::int64_t high = sorted[std::min(place / 4 + 1, sorted.size() - 1)];
  return 4 * low + part * (high - low);
}

}  // namespace

DayFlags flag_days(const std::vector<std::int32_t>& days_of_removals) {
  std::map<std::int32_t, std::int64_t> by_day;
  for (const std::int32_t day : days_of_removals) ++by_day[day];
  DayFlags flags;
  flags.days = by_day.size();
  flags.is_decided = flags.days >= kLeastDays;
  if (!flags.is_decided) return flags;
  std::vector<std::int64_t> counts;
  for (const auto& [day, count] : by_day) counts.push_back(count);
  std::sort(counts.begin(), counts.end());
  const std::int64_t q1 = quartile_times_four(counts, 1);
  const std::int64_t q3 = quartile_times_four(counts, 3);
  flags.bound_in_quarters = q3 + 3 * (q3 - q1);
  for (const auto& [day, count] : by_day) {
    if (4 * count > flags.bound_in_quarters) flags.flagged.push_back({day, count});
  }
  return flags;
}

RunFlags flag_runs(const std::vector<bool>& removed, double expected) {
  const std::size_t all = removed.size();
  const auto gone = static_cast<std::size_t>(std::count(removed.begin(), removed.end(), true));
  RunFlags flags;
  // At length 0 each kept record, and the end of the list, closes a run.
  flags.expected = static_cast<double>(all - gone + 1);
  while (flags.expected > expected && flags.length < gone) {
    flags.expected *=
        static_cast<double>(gone - flags.length) / static_cast<double>(all - flags.length);
    ++flags.length;
  }
  if (flags.expected > expected || flags.length == 0) return {};
  for (std::size_t i = 0; i < all;) {
    if (!removed[i]) {
      ++i;
      continue;
    }
    std::size_t end = i;
    while (end < all && removed[end]) ++end;
    if (end - i >= flags.length) flags.runs.push_back({i, end - i});
    i = end;
  }
  return flags;
}

}  // namespace scrutineer::roll
