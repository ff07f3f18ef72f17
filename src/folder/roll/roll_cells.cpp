// Cells of a few rows as the file has them: what a person reads, not what is compared.
#include <algorithm>

#include "base/text.hpp"
#include "folder/roll/header.hpp"
#include "folder/roll_files.hpp"

namespace scrutineer {

Result<std::vector<std::vector<std::string>>> roll_cells(std::string_view name,
                                                         std::string_view bytes,
                                                         const std::vector<std::string>& headers,
                                                         const std::vector<std::size_t>& rows) {
  auto roll = roll_files::open_roll(name, bytes);
  if (!roll) return tl::unexpected<Errors>(roll.error());
  std::vector<std::size_t> columns;
  for (const std::string& header : headers) {
    const auto place = std::find(roll->header.begin(), roll->header.end(), header);
    if (place == roll->header.end()) {
      return fail(described(std::string(name), roll->header_number, header, "no such column",
                            "the columns with which it was read before"));
    }
    columns.push_back(static_cast<std::size_t>(place - roll->header.begin()));
  }
  std::vector<std::vector<std::string>> cells;
  for (std::size_t row = 0; cells.size() < rows.size() && roll->rows.read(); ++row) {
    if (row != rows[cells.size()]) continue;
    cells.emplace_back();
    for (const std::size_t column : columns) {
      const auto found = roll->rows.cells();
      cells.back().emplace_back(column < found.size() ? trimmed(found[column]) : "");
    }
  }
  if (cells.size() < rows.size()) {
    return fail(described(std::string(name), 0, "", "fewer rows than when it was read before",
                          "a file that nobody writes to"));
  }
  return cells;
}

}  // namespace scrutineer
