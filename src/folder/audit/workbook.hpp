// The first sheet of a workbook (XLSX) as CSV; rows keep their numbers. Not for other modules.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace scrutineer::records {

Result<std::string> first_sheet_as_csv(std::string_view name, std::string_view bytes);

}  // namespace scrutineer::records
