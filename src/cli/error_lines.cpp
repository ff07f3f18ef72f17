#include "cli/error_lines.hpp"

#include <map>
#include <tuple>

#include <fmt/core.h>

namespace scrutineer::cli {

namespace {

struct Alike {
  std::size_t errors = 0, printed = 0;
  std::int64_t last_row = 0;
};

auto key_of(const Error& error) {
  return std::tuple(error.file, error.column, error.found, error.expected, error.message);
}

}  // namespace

std::vector<std::string> error_lines(const Errors& errors) {
  constexpr std::size_t kMany = 5, kPrinted = 3;
  std::map<decltype(key_of(Error())), Alike> groups;
  for (const Error& error : errors) {
    Alike& alike = groups[key_of(error)];
    ++alike.errors;
    alike.last_row = error.row;
  }
  std::vector<std::string> lines;
  for (const Error& error : errors) {
    Alike& alike = groups[key_of(error)];
    const bool is_one_of_many = alike.errors > kMany && error.row > 0;
    if (is_one_of_many && alike.printed == kPrinted) continue;
    lines.push_back(to_sentence(error));
    if (!is_one_of_many || ++alike.printed < kPrinted) continue;
    lines.push_back(fmt::format("{}{}{}: the same in {} more rows, the last of them row {}.",
                                error.file, error.column.empty() ? "" : ", column ", error.column,
                                alike.errors - kPrinted, alike.last_row));
  }
  return lines;
}

}  // namespace scrutineer::cli
