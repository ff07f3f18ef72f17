#include "cli/encoded_file.hpp"

#include <algorithm>

#include <fmt/core.h>

#include "base/csv.hpp"
#include "base/text.hpp"
#include "privacy/secret_key.hpp"

namespace scrutineer::cli {

std::string bytes_of(const roll::Encoding& encoding) {
  std::string bytes;
  for (std::size_t i = 0; i < kFilterBytes; ++i) {
    bytes += static_cast<char>(encoding.words[i / 8] >> (i % 8 * 8) & 255U);
  }
  return bytes;
}

roll::Encoding encoding_of(std::string_view bytes) {
  roll::Encoding encoding;
  for (std::size_t i = 0; i < kFilterBytes; ++i) {
    encoding.words[i / 8] |= std::uint64_t{static_cast<std::uint8_t>(bytes[i])} << (i % 8 * 8);
  }
  return encoding;
}

Result<EncodedFile> parse_encoded(const std::string& name, std::string_view bytes) {
  CsvLimits limits;
  limits.bytes = std::size_t{4} << 30U;
  const auto table = read_csv(name, bytes, limits);
  if (!table) return tl::unexpected(table.error());
  if (table->header().size() != 2 || table->header()[0] != kEntryColumn ||
      !table->header()[1].starts_with(kFilterColumn)) {
    return fail(name +
                ": expected the columns entry and clk_1024_…, as `roll encode` writes them.");
  }
  EncodedFile file;
  file.header = table->header()[1];
  Errors errors;
  for (std::size_t row = 0; row < table->rows() && errors.size() < limits.errors; ++row) {
    const auto filter = privacy::from_hexadecimal(table->cell(row, 1));
    if (!filter || filter->size() != kFilterBytes) {
      errors.push_back({name, table->number(row), file.header,
                        shown(table->cell(row, 1).substr(0, 40)), "256 hexadecimal digits", ""});
      continue;
    }
    file.encodings.push_back(encoding_of(*filter));
    file.entries.emplace_back(table->cell(row, 0));
  }
  auto sorted = file.entries;
  std::sort(sorted.begin(), sorted.end());
  const auto twice = std::adjacent_find(sorted.begin(), sorted.end());
  if (errors.empty() && twice != sorted.end()) {
    return fail(fmt::format("{}: entry {} is there twice.", name, shown(*twice)));
  }
  if (!errors.empty()) return tl::unexpected(std::move(errors));
  return file;
}

}  // namespace scrutineer::cli
