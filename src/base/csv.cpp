#include "base/csv.hpp"

#include <algorithm>
#include <cstdint>
#include <set>
#include <utility>

#include "base/text.hpp"

namespace scrutineer {

std::string_view CsvTable::cell(std::size_t row, std::size_t column) const {
  const std::size_t at = row * header_.size() + column;
  const std::size_t start = at == 0 ? 0 : ends_[at - 1];
  return std::string_view(text_).substr(start, ends_[at] - start);
}

namespace {

constexpr std::string_view kUtf8Mark = "\xEF\xBB\xBF";

// A control character that no text needs: all but tab and the line ends. Without a branch and in
// one type, so that a compiler looks at sixteen at a time.
std::uint8_t foreign_control(char c) {
  const auto byte = static_cast<std::uint8_t>(c);
  const auto is_line_end = static_cast<std::uint8_t>((byte == '\n') | (byte == '\r'));
  const auto is_low = static_cast<std::uint8_t>((byte < 0x20) & (byte != '\t'));
  return static_cast<std::uint8_t>((is_low & ~is_line_end) | (byte == 0x7F));
}

bool is_foreign_control(char c) { return foreign_control(c) != 0; }

std::string byte_name(char c) { return "byte " + shown(std::string_view(&c, 1)); }

}  // namespace

char find_csv_separator(std::string_view bytes) {
  bytes.remove_prefix(std::min(bytes.find_first_not_of("\r\n"), bytes.size()));
  std::size_t commas = 0;
  std::size_t semicolons = 0;
  std::size_t tabs = 0;
  bool quoted = false;
  for (const char c : bytes) {
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == '\n') break;
    commas += c == ',' ? 1 : 0;
    semicolons += c == ';' ? 1 : 0;
    tabs += c == '\t' ? 1 : 0;
  }
  if (commas >= semicolons && commas >= tabs) return ',';
  return semicolons >= tabs ? ';' : '\t';
}

bool is_clean_csv_text(std::string_view bytes) {
  std::uint8_t high = 0;
  std::uint8_t control = 0;
  for (const char c : bytes) {
    high |= static_cast<std::uint8_t>(c);
    control |= foreign_control(c);
  }
  return control == 0 && (high < 0x80 || find_invalid_utf8(bytes) == std::string_view::npos);
}

class CsvParser {
 public:
  CsvParser(std::string_view name, std::string_view bytes, const CsvLimits& limits,
            bool has_header = true)
      : name_(name), bytes_(bytes), limits_(limits), has_header_(has_header) {}

  Result<CsvTable> parse() {
    if (!accept_encoding()) return tl::unexpected<Errors>(std::move(errors_));
    separator_ = find_csv_separator(bytes_);
    clean_ = is_clean_csv_text(bytes_);
    while (at_ < bytes_.size() && !stopped_) {
      ++row_;
      if (pass_blank_line()) continue;
      read_record();
      finish_record();
    }
    if (!stopped_ && table_.header_.empty()) {
      report(
          described(name_, 0, "", "an empty file", "a header row with the names of the columns"));
    }
    if (suppressed_ > 0) {
      errors_.push_back(
          {name_, 0, "", "", "", "there are " + std::to_string(suppressed_) + " more errors."});
    }
    if (!errors_.empty()) return tl::unexpected<Errors>(std::move(errors_));
    return std::move(table_);
  }

 private:
  void report(Error error) {
    if (errors_.size() < limits_.errors) {
      errors_.push_back(std::move(error));
    } else {
      ++suppressed_;
    }
  }

  void report_cell(std::string found, std::string expected) {
    report(
        described(name_, row_, column_name(cells_.size()), std::move(found), std::move(expected)));
  }

  std::string column_name(std::size_t column) const {
    const bool named = column < table_.header_.size() && !table_.header_[column].empty();
    return named ? shown(table_.header_[column]) : std::to_string(column + 1);
  }

  bool accept_encoding() {
    const std::string advice = "UTF-8 text (in a spreadsheet, save as \"CSV UTF-8\")";
    if (bytes_.starts_with("\xFF\xFE") || bytes_.starts_with("\xFE\xFF")) {
      report(described(name_, 0, "", "UTF-16 text (its byte-order mark)", advice));
    } else if (bytes_.starts_with("PK\x03\x04")) {
      report(described(name_, 0, "", "a workbook or another compressed file", advice));
    } else if (bytes_.size() > limits_.bytes) {
      report(described(name_, 0, "", std::to_string(bytes_.size()) + " bytes",
                       "a file of at most " + std::to_string(limits_.bytes) + " bytes"));
    }
    if (bytes_.starts_with(kUtf8Mark)) bytes_.remove_prefix(kUtf8Mark.size());
    return errors_.empty();
  }

  bool pass_blank_line() {
    std::size_t end = at_;
    if (bytes_[end] == '\r') ++end;
    if (end < bytes_.size() && bytes_[end] != '\n') return false;
    if (end == bytes_.size() && end == at_) return false;
    at_ = std::min(end + 1, bytes_.size());
    return true;
  }

  bool at_line_end() const {
    return at_ == bytes_.size() || bytes_[at_] == '\n' ||
           (bytes_[at_] == '\r' && at_ + 1 < bytes_.size() && bytes_[at_ + 1] == '\n') ||
           (bytes_[at_] == '\r' && at_ + 1 == bytes_.size());
  }

  void pass_line_end() {
    if (at_ < bytes_.size() && bytes_[at_] == '\r') ++at_;
    if (at_ < bytes_.size()) ++at_;
  }

  // Reads one record into cells_; a quoted cell may run over several lines.
  void read_record() {
    cells_.clear();
    const std::size_t start = at_;
    for (;;) {
      std::string cell;
      if (!has_header_ && bytes_.substr(at_).starts_with("=\"")) ++at_;
      if (at_ < bytes_.size() && bytes_[at_] == '"') {
        if (!read_quoted(cell)) return;
      } else {
        read_bare(cell);
      }
      if (!clean_) check_characters(cell);
      cells_.push_back(std::move(cell));
      if (at_ - start > limits_.row_bytes || cells_.size() > limits_.columns)
        return stop_at_limit();
      if (at_line_end()) break;
      ++at_;
    }
    pass_line_end();
  }

  void stop_at_limit() {
    const bool wide = cells_.size() > limits_.columns;
    report(described(name_, row_, "", wide ? "too many columns" : "too long a row",
                     wide ? "at most " + std::to_string(limits_.columns) + " columns"
                          : "at most " + std::to_string(limits_.row_bytes) + " bytes in a row"));
    stopped_ = true;
  }

  void read_bare(std::string& cell) {
    const std::size_t start = at_;
    while (!at_line_end() && bytes_[at_] != separator_) ++at_;
    cell = bytes_.substr(start, at_ - start);
    if (cell.find('"') != std::string::npos) {
      report_cell("a quotation mark inside a cell that is not quoted",
                  "the cell in quotation marks, with those inside doubled");
    }
    if (cell.find('\r') != std::string::npos) {
      report_cell("a carriage return alone", "lines that end in LF or CRLF");
    }
  }

  // False where the file ends before the closing quotation mark: nothing can be read after that.
  bool read_quoted(std::string& cell) {
    ++at_;
    for (;;) {
      const std::size_t quote = bytes_.find('"', at_);
      if (quote == std::string_view::npos) {
        report_cell("an opening quotation mark without a closing one", "a closing quotation mark");
        stopped_ = true;
        return false;
      }
      cell += bytes_.substr(at_, quote - at_);
      at_ = quote + 1;
      if (at_ == bytes_.size() || bytes_[at_] != '"') break;
      cell += '"';
      ++at_;
    }
    if (!at_line_end() && bytes_[at_] != separator_) {
      report_cell("text after the closing quotation mark", "a separator or the end of the line");
      while (!at_line_end() && bytes_[at_] != separator_) ++at_;
    }
    // A line end inside a cell is LF, whatever the file's own line ends are.
    for (std::size_t mark = cell.find("\r\n"); mark != std::string::npos;
         mark = cell.find("\r\n", mark)) {
      cell.erase(mark, 1);
    }
    if (cell.find('\r') != std::string::npos) {
      report_cell("a carriage return alone", "lines that end in LF or CRLF");
    }
    return true;
  }

  void check_characters(const std::string& cell) {
    if (const std::size_t at = find_invalid_utf8(cell); at != std::string::npos) {
      report_cell(byte_name(cell[at]) + ", which is not UTF-8",
                  "UTF-8 text (in a spreadsheet, save as \"CSV UTF-8\")");
      return;
    }
    const auto control = std::find_if(cell.begin(), cell.end(), is_foreign_control);
    if (control != cell.end())
      report_cell("the control character " + shown({&*control, 1}), "text");
  }

  void finish_record() {
    if (stopped_) return;
    if (table_.header_.empty()) {
      if (has_header_) return take_header();
      for (std::size_t i = 1; i <= cells_.size(); ++i) table_.header_.push_back(std::to_string(i));
    }
    if (cells_.size() != table_.header_.size()) {
      report(described(name_, row_, "", std::to_string(cells_.size()) + " cells",
                       std::to_string(table_.header_.size()) +
                           (has_header_ ? ", as in the header" : ", as in the first row")));
      return;
    }
    if (table_.rows() == limits_.rows) {
      report(described(name_, row_, "", "too many rows",
                       "at most " + std::to_string(limits_.rows) + " rows"));
      stopped_ = true;
      return;
    }
    table_.numbers_.push_back(row_);
    for (const std::string& cell : cells_) {
      table_.text_ += cell;
      table_.ends_.push_back(static_cast<std::uint32_t>(table_.text_.size()));
    }
  }

  void take_header() {
    table_.header_number_ = row_;
    std::set<std::string> seen;
    for (std::size_t column = 0; column < cells_.size(); ++column) {
      std::string title(trimmed(cells_[column]));
      const std::string place = std::to_string(column + 1);
      if (title.empty()) {
        report({name_, row_, place, "", "the name of the column", ""});
      } else if (!seen.insert(title).second) {
        report({name_, row_, place, shown(title), "a name that no other column has", ""});
      }
      table_.header_.push_back(std::move(title));
    }
  }

  std::string name_;
  std::string_view bytes_;
  CsvLimits limits_;
  bool has_header_;
  std::size_t at_ = 0;
  std::int64_t row_ = 0;
  char separator_ = ',';
  bool clean_ = true;     // the whole file is UTF-8 without foreign control characters
  bool stopped_ = false;  // nothing after this point can be read
  std::vector<std::string> cells_;
  CsvTable table_;
  Errors errors_;
  std::size_t suppressed_ = 0;
};

Result<CsvTable> read_csv(std::string_view name, std::string_view bytes, const CsvLimits& limits) {
  return CsvParser(name, bytes, limits).parse();
}

Result<CsvTable> read_csv_rows(std::string_view name, std::string_view bytes,
                               const CsvLimits& limits) {
  return CsvParser(name, bytes, limits, false).parse();
}

namespace {

void append_quoted(std::string& csv, const std::string& cell) {
  csv += '"';
  for (const char c : cell) {
    if (c == '"') csv += '"';
    csv += c;
  }
  csv += '"';
}

void append_line(std::string& csv, const std::vector<std::string>& cells, const char* special) {
  // A row of one empty cell would be a blank line; its quotes keep it a row.
  if (cells.size() == 1 && cells.front().empty()) {
    csv += "\"\"\n";
    return;
  }
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) csv += ',';
    // What looks like the file's own byte-order mark would be taken for it.
    const bool is_bare = cells[i].find_first_of(special) == std::string::npos &&
                         !(csv.empty() && cells[i].starts_with(kUtf8Mark));
    if (is_bare) {
      csv += cells[i];
    } else {
      append_quoted(csv, cells[i]);
    }
  }
  csv += '\n';
}

}  // namespace

void append_csv_row(std::string& csv, const std::vector<std::string>& cells) {
  append_line(csv, cells, ",\"\n\r");
}

void append_csv_header(std::string& csv, const std::vector<std::string>& names) {
  append_line(csv, names, ",\"\n\r;\t");
}

}  // namespace scrutineer
