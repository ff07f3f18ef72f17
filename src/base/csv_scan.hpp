// The fast way through a large, plain CSV file: no copy of it, in pieces that may be read at the
// same time. It gives what base/csv.hpp gives for the same file or nothing at all: a file with
// anything unusual in it (a cell with line ends or doubled quotation marks, a row of another width,
// a blank line, a byte that is not UTF-8) is left to that reader, which also says what is wrong.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace scrutineer {

class CsvScan {
 public:
  // Nothing where the file is not plain. `bytes` must outlive the scan.
  static std::optional<CsvScan> open(std::string_view bytes);

  const std::vector<std::string>& header() const { return header_; }
  std::size_t rows() const { return starts_.back(); }
  std::size_t pieces() const { return pieces_.size(); }
  std::size_t first_row(std::size_t piece) const { return starts_[piece]; }
  // Of the bytes that were given: everything before it may be read.
  const char* end() const { return end_; }

  // One row: its number from 0 and its cells, untrimmed. False stops the piece.
  using Visit = std::function<bool(std::size_t row, std::span<const std::string_view> cells)>;
  // The rows of one piece in their order. False where a row is not plain or `visit` said so; what
  // was visited before is then worth nothing.
  bool read(std::size_t piece, const Visit& visit) const;

 private:
  std::vector<std::string> header_;
  char separator_ = ',';
  const char* end_ = nullptr;
  std::vector<std::string_view> pieces_;  // whole lines each
  std::vector<std::size_t> starts_;       // of pieces, in rows; then the number of rows
};

}  // namespace scrutineer
