#include "base/csv_scan.hpp"

#include <algorithm>
#include <atomic>
#include <cstdint>

#include "base/csv.hpp"
#include "base/csv_specials.hpp"
#include "base/threads.hpp"

namespace scrutineer {

namespace {

constexpr std::size_t kPieceBytes = std::size_t{1} << 20U;

// Cut after line ends, so that pieces hold whole rows; where they do not (a cell with a line end),
// reading the piece that the cell begins in finds out.
std::vector<std::string_view> cut(std::string_view bytes) {
  std::vector<std::string_view> pieces;
  while (!bytes.empty()) {
    const std::size_t end = bytes.find('\n', std::min(kPieceBytes, bytes.size() - 1));
    const std::size_t length = end == std::string_view::npos ? bytes.size() : end + 1;
    pieces.push_back(bytes.substr(0, length));
    bytes.remove_prefix(length);
  }
  return pieces;
}

std::size_t count_lines(std::string_view piece) {
  const auto ends = static_cast<std::size_t>(std::count(piece.begin(), piece.end(), '\n'));
  return ends + (piece.back() == '\n' ? 0 : 1);
}

// Reads the cells of one line after another.
class LineReader {
 public:
  LineReader(std::string_view piece, char separator)
      : at_(piece.data()),
        end_(piece.data() + piece.size()),
        separator_(separator),
        specials_(at_, end_, separator) {}

  bool at_end() const { return at_ == end_; }
  std::size_t bytes_since(const char* start) const { return static_cast<std::size_t>(at_ - start); }
  const char* position() const { return at_; }

  // The cells of one line. False where it is not plain or has not as many as are asked for.
  bool read(std::vector<std::string_view>& cells) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (at_ != end_ && *at_ == '"' ? !read_quoted(cells[i]) : !read_bare(cells[i])) return false;
      const bool last = i + 1 == cells.size();
      if (!(last ? pass_line_end() : pass_separator())) return false;
    }
    return true;
  }

 private:
  bool read_bare(std::string_view& cell) {
    const char* start = at_;
    at_ = specials_.next(at_);
    cell = {start, static_cast<std::size_t>(at_ - start)};
    return at_ == end_ || *at_ != '"';
  }

  bool read_quoted(std::string_view& cell) {
    const char* start = ++at_;
    while (at_ != end_ && *at_ != '"' && *at_ != '\n' && *at_ != '\r') ++at_;
    if (at_ == end_ || *at_ != '"') return false;
    cell = {start, static_cast<std::size_t>(at_ - start)};
    ++at_;
    return at_ == end_ || *at_ != '"';
  }

  bool pass_separator() {
    if (at_ == end_ || *at_ != separator_) return false;
    ++at_;
    return true;
  }

  bool pass_line_end() {
    if (at_ == end_) return true;
    if (*at_ == '\r') {
      ++at_;
      if (at_ == end_) return false;
    }
    return *at_++ == '\n';
  }

  const char* at_;
  const char* end_;
  char separator_;
  CsvSpecials specials_;
};

bool is_not_plain_text(std::string_view bytes, const CsvLimits& limits) {
  return bytes.empty() || bytes.size() > limits.bytes || bytes.starts_with("\xFF\xFE") ||
         bytes.starts_with("\xFE\xFF") || bytes.starts_with("PK\x03\x04");
}

}  // namespace

std::optional<CsvScan> CsvScan::open(std::string_view bytes) {
  const CsvLimits limits;
  if (is_not_plain_text(bytes, limits)) return std::nullopt;
  // A header over several lines ends inside a cell, which its reader does not accept.
  const std::size_t end = std::min(bytes.find('\n'), bytes.size());
  const auto header = read_csv("", bytes.substr(0, end), limits);
  if (!header) return std::nullopt;
  CsvScan scan;
  scan.header_ = header->header();
  scan.end_ = bytes.data() + bytes.size();
  scan.separator_ = find_csv_separator(bytes.substr(0, end));
  scan.pieces_ = cut(bytes.substr(std::min(end + 1, bytes.size())));
  std::vector<std::size_t> lines(scan.pieces_.size());
  std::atomic<bool> clean = is_clean_csv_text(bytes.substr(0, end));
  for_each_piece(scan.pieces_.size(), [&](std::size_t piece) {
    lines[piece] = count_lines(scan.pieces_[piece]);
    if (!is_clean_csv_text(scan.pieces_[piece])) clean = false;
  });
  scan.starts_ = {0};
  for (const std::size_t count : lines) scan.starts_.push_back(scan.starts_.back() + count);
  if (!clean || scan.rows() > limits.rows) return std::nullopt;
  return scan;
}

bool CsvScan::read(std::size_t piece, const Visit& visit) const {
  LineReader reader(pieces_[piece], separator_);
  std::vector<std::string_view> cells(header_.size());
  const std::size_t longest = CsvLimits{}.row_bytes;
  for (std::size_t row = starts_[piece]; row < starts_[piece + 1]; ++row) {
    const char* start = reader.position();
    if (reader.at_end() || !reader.read(cells) || reader.bytes_since(start) > longest) return false;
    if (cells.size() == 1 && cells[0].empty()) return false;  // a blank line
    if (!visit(row, cells)) return false;
  }
  return reader.at_end();
}

}  // namespace scrutineer
