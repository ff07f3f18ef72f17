// Plain tables for a terminal: columns as wide as their widest cell, numbers to the right.
#pragma once

#include <string>
#include <vector>

namespace scrutineer::cli {

class Table {
 public:
  // `numbers`: for each column, whether its cells stand to the right.
  Table(std::vector<std::string> header, std::vector<bool> numbers);
  void add(std::vector<std::string> row);
  std::string text() const;

 private:
  std::vector<bool> numbers_;
  std::vector<std::vector<std::string>> rows_;
};

// Columns of a terminal that a UTF-8 text takes; combining marks take none.
std::size_t display_width(const std::string& text);

// 215890 → "215,890".
std::string grouped(std::int64_t value);

// Breaks a text into lines of at most `width` columns, at spaces.
std::string wrapped(const std::string& text, std::size_t width, const std::string& indent = "");

}  // namespace scrutineer::cli
