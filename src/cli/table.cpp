#include "cli/table.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace scrutineer::cli {

namespace {

// Khmer vowel signs, subscripts and other marks stand on their consonant; U+200B has no width.
bool takes_no_column(std::uint32_t code) {
  return (code >= 0x0300 && code <= 0x036F) || (code >= 0x17B4 && code <= 0x17D3) ||
         code == 0x17DD || (code >= 0x200B && code <= 0x200F) || code == 0xFEFF;
}

}  // namespace

std::size_t display_width(const std::string& text) {
  std::size_t width = 0;
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    std::uint32_t code = length == 1 ? lead : lead & (0xFFU >> (length + 1));
    for (std::size_t k = 1; k < length && i + k < text.size(); ++k) {
      code = (code << 6U) | (static_cast<unsigned char>(text[i + k]) & 0x3FU);
    }
    if (!takes_no_column(code)) ++width;
    i += length;
  }
  return width;
}

std::string grouped(std::int64_t value) {
  std::string digits = std::to_string(value);
  const std::size_t first = value < 0 ? 1 : 0;
  for (std::size_t at = digits.size(); at > first + 3;) {
    at -= 3;
    digits.insert(at, ",");
  }
  return digits;
}

std::string wrapped(const std::string& text, std::size_t width, const std::string& indent) {
  std::string lines = indent;
  std::size_t column = display_width(indent);
  std::size_t start = 0;
  bool line_is_empty = true;
  while (start < text.size()) {
    std::size_t end = text.find(' ', start);
    if (end == std::string::npos) end = text.size();
    const std::string word = text.substr(start, end - start);
    const std::size_t room = display_width(word) + (line_is_empty ? 0 : 1);
    if (!line_is_empty && column + room > width) {
      lines += "\n" + indent;
      column = display_width(indent);
      line_is_empty = true;
    }
    if (!line_is_empty) lines += " ";
    lines += word;
    column += room;
    line_is_empty = false;
    start = end + 1;
  }
  return lines + "\n";
}

Table::Table(std::vector<std::string> header, std::vector<bool> numbers)
    : numbers_(std::move(numbers)) {
  rows_.push_back(std::move(header));
}

void Table::add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }

std::string Table::text() const {
  std::vector<std::size_t> widths(numbers_.size(), 0);
  for (const auto& row : rows_) {
    for (std::size_t c = 0; c < row.size(); ++c) {
      widths[c] = std::max(widths[c], display_width(row[c]));
    }
  }
  std::string text;
  for (std::size_t r = 0; r < rows_.size(); ++r) {
    std::string line;
    for (std::size_t c = 0; c < rows_[r].size(); ++c) {
      const std::string& cell = rows_[r][c];
      const std::string space(widths[c] - display_width(cell), ' ');
      if (c > 0) line += "  ";
      line += numbers_[c] ? space + cell : cell + space;
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
    if (r == 0) {
      std::size_t total = 0;
      for (const std::size_t width : widths) total += width;
      text += std::string(total + 2 * (widths.size() - 1), '-') + "\n";
    }
  }
  return text;
}

}  // namespace scrutineer::cli
