#include "folder/roll/row_scanner.hpp"

#include <cstring>

namespace scrutineer::roll_files {

namespace {

std::string_view between(const char* begin, const char* end) {
  return {begin, static_cast<std::size_t>(end - begin)};
}

}  // namespace

RowScanner::RowScanner(std::string_view bytes, char separator, std::size_t most_cells)
    : begin_(bytes.data()),
      at_(begin_),
      end_(begin_ + bytes.size()),
      separator_(separator),
      specials_(begin_, end_, separator),
      cells_(most_cells) {}

bool RowScanner::read() {
  faults_.clear();
  if (!unescaped_.empty()) unescaped_.clear();
  width_ = 0;
  if (!pass_blank_lines()) return false;
  ++number_;
  while (true) {
    const char* start = at_;
    at_ = specials_.next(at_);
    if (at_ != end_ && *at_ == separator_) {  // most cells
      add(between(start, at_));
      ++at_;
      continue;
    }
    add(at_ == start && at_ != end_ && *at_ == '"' ? read_quoted() : read_bare(start));
    if (at_ == end_) return true;
    const bool is_separator = *at_ == separator_;
    if (*at_ == '\r' && at_ + 1 != end_) ++at_;
    ++at_;
    if (!is_separator) return true;
  }
}

bool RowScanner::at_line_end() const {
  if (at_ == end_ || *at_ == '\n') return true;
  return *at_ == '\r' && (at_ + 1 == end_ || at_[1] == '\n');
}

bool RowScanner::pass_blank_lines() {
  while (at_ != end_ && at_line_end()) {
    if (*at_ == '\r' && at_ + 1 != end_) ++at_;
    ++at_;
    ++number_;
  }
  return at_ != end_;
}

std::string_view RowScanner::read_bare(const char* start) {
  while (!at_line_end() && *at_ != separator_) {
    if (*at_ == '"') {
      fault("a quotation mark inside a cell that is not quoted",
            "the cell in quotation marks, with those inside doubled");
    } else {
      fault("a carriage return alone", "lines that end in LF or CRLF");
    }
    at_ = specials_.next(at_ + 1);
  }
  return between(start, at_);
}

std::string_view RowScanner::read_quoted() {
  const char* start = ++at_;
  bool is_plain = true;
  while (true) {
    const void* quote = std::memchr(at_, '"', static_cast<std::size_t>(end_ - at_));
    if (quote == nullptr) {
      fault("an opening quotation mark without a closing one", "a closing quotation mark");
      at_ = end_;
      is_cut_off_ = true;
      return {};
    }
    at_ = static_cast<const char*>(quote) + 1;
    if (at_ == end_ || *at_ != '"') break;
    is_plain = false;
    ++at_;
  }
  const std::string_view quoted = between(start, at_ - 1);
  if (!at_line_end() && *at_ != separator_) {
    fault("text after the closing quotation mark", "a separator or the end of the line");
    while (!at_line_end() && *at_ != separator_) at_ = specials_.next(at_ + 1);
  }
  if (is_plain && quoted.find('\r') == std::string_view::npos) return quoted;
  return unescaped(quoted);
}

std::string_view RowScanner::unescaped(std::string_view quoted) {
  std::string& cell = unescaped_.emplace_back();
  for (std::size_t i = 0; i < quoted.size(); ++i) {
    const char next = i + 1 < quoted.size() ? quoted[i + 1] : '\0';
    if (quoted[i] == '\r' && next == '\n') continue;
    if (quoted[i] == '\r') fault("a carriage return alone", "lines that end in LF or CRLF");
    cell += quoted[i];
    if (quoted[i] == '"') ++i;
  }
  return cell;
}

void RowScanner::fault(std::string_view found, std::string_view expected) {
  // One a cell: the first says enough, and a cell may hold millions.
  if (!faults_.empty() && faults_.back().column == width_) return;
  faults_.push_back({width_, found, expected});
}

}  // namespace scrutineer::roll_files
