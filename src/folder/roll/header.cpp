#include "folder/roll/header.hpp"

#include <utility>

#include "base/csv.hpp"

namespace scrutineer::roll_files {

namespace {

constexpr std::string_view kUtf8Mark = "\xEF\xBB\xBF";

}  // namespace

Result<OpenRoll> open_roll(std::string_view name, std::string_view bytes) {
  const std::string_view text = bytes.substr(bytes.starts_with(kUtf8Mark) ? kUtf8Mark.size() : 0);
  const char separator = find_csv_separator(text);
  RowScanner rows(text, separator, kMostColumns);
  rows.read();
  // The reader of small tables says what is wrong with a header, and with files of another kind.
  CsvLimits limits;
  limits.columns = kMostColumns;
  const auto table =
      read_csv(name, bytes.substr(0, bytes.size() - text.size() + rows.position()), limits);
  if (!table) return tl::unexpected<Errors>(table.error());
  return OpenRoll{table->header(), table->header_number(), std::move(rows)};
}

}  // namespace scrutineer::roll_files
