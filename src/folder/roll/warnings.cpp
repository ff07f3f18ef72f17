#include <fmt/core.h>

#include "base/text.hpp"
#include "folder/roll_files.hpp"

namespace scrutineer {

namespace {

std::string warned(const RollWarning& warning) {
  const std::uint64_t count = warning.count;
  const std::uint64_t of = warning.of;
  switch (warning.kind) {
    case RollWarningKind::no_rows:
      return "there is a header and no row below it";
    case RollWarningKind::never_stated:
      return "nothing is stated in any row";
    case RollWarningKind::constant:
      return fmt::format("all {} rows that state anything state the same", of);
    case RollWarningKind::unreadable_dates:
      return fmt::format(
          "{} of {} dates cannot be read and count as not stated; cells may have been shifted",
          count, of);
    case RollWarningKind::mixed_orders:
      return fmt::format(
          "{} of {} dates are written in another order of day, month and year than the others",
          count, of);
    case RollWarningKind::unknown_order:
      return fmt::format("no date of {} tells day and month apart; the day is taken to come first",
                         of);
    case RollWarningKind::other_sexes:
      return fmt::format("{} of {} cells are none of the usual words for a sex", count, of);
  }
  return "";
}

}  // namespace

std::string to_sentence(const RollWarning& warning) {
  if (warning.header.empty()) return fmt::format("{}: {}.", warning.file, warned(warning));
  return fmt::format("{}, column {}: {}.", warning.file, shown(warning.header), warned(warning));
}

}  // namespace scrutineer
