// The first row of a roll, and the rows below it. Not for other modules.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "folder/roll/row_scanner.hpp"

namespace scrutineer::roll_files {

inline constexpr std::size_t kMostColumns = 4'000;

struct OpenRoll {
  std::vector<std::string> header;
  std::int64_t header_number = 1;
  RowScanner rows;  // below the header
};

// `bytes` must outlive it.
Result<OpenRoll> open_roll(std::string_view name, std::string_view bytes);

}  // namespace scrutineer::roll_files
