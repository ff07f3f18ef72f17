#include "roll/part_lines.hpp"

#include <array>
#include <charconv>
#include <limits>

#include <fmt/format.h>

#include "base/digest.hpp"
#include "base/text.hpp"

namespace scrutineer::roll {

namespace {

void append_number(std::string& text, std::uint64_t number) {
  char digits[20];
  const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
  text.append(digits, end);
}

// Numbers of one line after another, each with the sign that ends it.
class LineReader {
 public:
  LineReader(std::string_view name, std::string_view text)
      : name_(name), begin_(text.data()), at_(begin_), end_(begin_ + text.size()) {}

  bool is_at_end() const { return at_ == end_; }
  bool is_good() const { return errors_.empty(); }
  Errors errors() const { return errors_; }

  // Whether the next sign is this one; it is then passed over.
  bool has(char sign) {
    if (!is_good() || at_ == end_ || *at_ != sign) return false;
    ++at_;
    return true;
  }

  // A number from `least` to `most`, then `after` (0: whatever comes). 0 where there was an error.
  std::uint64_t number(std::string_view column, std::uint64_t least, std::uint64_t most,
                       char after) {
    if (!is_good()) return 0;
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(at_, end_, value);
    if (error != std::errc{} || value < least || value > most) {
      refuse(column, fmt::format("a whole number from {} to {}", least, most));
      return 0;
    }
    at_ = end;
    if (after != '\0') skip(column, after);
    return value;
  }

  // Exactly this text.
  void words(std::string_view expected) {
    if (!is_good()) return;
    if (!std::string_view(at_, static_cast<std::size_t>(end_ - at_)).starts_with(expected)) {
      const bool is_line = expected.ends_with('\n');
      refuse("", fmt::format("\"{}\"", expected.substr(0, expected.size() - (is_line ? 1 : 0))));
      return;
    }
    at_ += expected.size();
    if (expected.ends_with('\n')) ++line_;
  }

  // Up to `after`.
  std::string word(char after) {
    const char* from = at_;
    while (at_ != end_ && *at_ != after && *at_ != '\n') ++at_;
    std::string word(from, at_);
    skip("", after);
    return word;
  }

  void refuse(std::string_view column, std::string expected) {
    if (!is_good()) return;
    const char* end = at_;
    while (end != end_ && *end != '\n' && *end != '\t' && *end != ' ' && end - at_ < 40) ++end;
    Error error;
    error.file = name_;
    error.row = line_;
    error.column = column;
    error.found = shown(std::string_view(at_, static_cast<std::size_t>(end - at_)));
    error.expected = std::move(expected);
    errors_.push_back(std::move(error));
  }

  void skip(std::string_view column, char after) {
    if (!is_good()) return;
    if (at_ == end_ || *at_ != after) {
      refuse(column, after == '\n'   ? "the end of the line"
                     : after == '\t' ? "a tab"
                                     : fmt::format("'{}'", after));
      return;
    }
    ++at_;
    if (after == '\n') ++line_;
  }

  std::string_view read() const { return {begin_, static_cast<std::size_t>(at_ - begin_)}; }

 private:
  std::string name_;
  const char* begin_;
  const char* at_;
  const char* end_;
  std::int64_t line_ = 1;
  Errors errors_;
};

constexpr std::uint64_t kMostRuns = std::numeric_limits<std::uint32_t>::max() - 1;

}  // namespace

void append_record_line(std::string& text, RunKey key, std::uint32_t row,
                        std::span<const ValueId> values, std::span<const std::uint32_t> earlier) {
  // In few pieces, as there are millions of lines.
  std::array<char, 256> buffer;
  char* at = buffer.data();
  const auto put = [&](std::uint32_t number, char after) {
    constexpr std::ptrdiff_t kLongest = 12;  // ten digits, a sign and a tab behind it
    if (buffer.data() + buffer.size() - at < kLongest) {
      text.append(buffer.data(), at);
      at = buffer.data();
    }
    at = std::to_chars(at, at + kLongest - 2, number).ptr;
    *at++ = after;
  };
  const auto put_list = [&](std::span<const std::uint32_t> numbers, char after) {
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      put(numbers[i], i + 1 == numbers.size() ? after : ' ');
    }
  };
  put(key.pass + 1, ':');
  put(key.run + 1, key.is_windowed ? 'w' : '\t');
  if (key.is_windowed) *at++ = '\t';
  put(row, '\t');
  put_list(values, '\t');
  put_list(earlier, '\n');
  text.append(buffer.data(), at);
  if (earlier.empty()) text += '\n';
}

namespace {

// One line, added to `records`.
void parse_record(LineReader& reader, const RecordLimits& limits, PartRecords& records) {
  RunKey key;
  key.pass = static_cast<std::uint32_t>(reader.number("key", 1, limits.passes, ':') - 1);
  key.run = static_cast<std::uint32_t>(reader.number("key", 1, kMostRuns, '\0') - 1);
  key.is_windowed = reader.has('w');
  reader.skip("key", '\t');
  const std::uint64_t rows =
      limits.is_exhaustive ? limits.left_rows : limits.left_rows + limits.right_rows;
  const auto row = static_cast<std::uint32_t>(reader.number("row", 0, rows - 1, '\t'));
  const std::size_t fields = limits.values.size();
  for (std::size_t f = 0; f < fields; ++f) {
    records.values.push_back(static_cast<ValueId>(
        reader.number("values", 0, limits.values[f] - 1, f + 1 == fields ? '\t' : ' ')));
  }
  if (!reader.is_good()) return;
  for (std::uint32_t q = 0; q < limits.passes; ++q) {
    const std::uint64_t run =
        q < key.pass ? reader.number("runs", 0, kMostRuns, q + 1 == key.pass ? '\n' : ' ') : 0;
    records.earlier.push_back(static_cast<std::uint32_t>(run));
  }
  if (key.pass == 0) reader.words("\n");
  records.keys.push_back(key);
  records.rows.push_back(row);
}

}  // namespace

Result<PartRecords> parse_record_lines(std::string_view name, std::string_view text,
                                       const RecordLimits& limits) {
  PartRecords records;
  LineReader reader(name, text);
  while (reader.is_good() && !reader.is_at_end()) {
    if (limits.passes == 0 || records.size() >= std::numeric_limits<std::uint32_t>::max() - 1) {
      reader.refuse("key", limits.passes == 0 ? "no records, as a roll has no rows"
                                              : "fewer than 4,294,967,294 records");
      break;
    }
    parse_record(reader, limits, records);
  }
  if (!reader.is_good()) return tl::unexpected(reader.errors());
  return records;
}

std::string result_text(const ResultOf& of, const PartResult& result) {
  std::string text = "scrutineer roll result 1\nplan " + of.plan + "\npart ";
  append_number(text, of.part);
  text += " " + of.records + "\n";
  for (const PassCounts& pass : result.passes) {
    text += fmt::format("pass {} {} {} {}\n", pass.records, pass.pairs, pass.new_pairs, pass.kept);
  }
  text += fmt::format("patterns {}\n", result.patterns.size());
  for (const PatternCount& count : result.patterns) {
    append_number(text, count.pattern);
    text += ' ';
    append_number(text, count.pairs);
    text += '\n';
  }
  text += fmt::format("pairs {}\n", result.edges.size());
  for (const Edge& edge : result.edges) {
    append_number(text, edge.left);
    text += ' ';
    append_number(text, edge.right);
    text += '\n';
  }
  return text + "sha256 " + sha256_hex(text) + "\n";
}

Result<StatedResult> parse_result(std::string_view name, std::string_view text,
                                  const RecordLimits& limits) {
  constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max() - 1;
  StatedResult stated;
  LineReader reader(name, text);
  reader.words("scrutineer roll result 1\n");
  reader.words("plan ");
  stated.of.plan = reader.word('\n');
  reader.words("part ");
  stated.of.part = reader.number("", 0, kMostParts, ' ');
  stated.of.records = reader.word('\n');
  for (std::size_t p = 0; p < limits.passes; ++p) {
    PassCounts& pass = stated.result.passes.emplace_back();
    reader.words("pass ");
    pass.records = reader.number("", 0, kMost, ' ');
    pass.pairs = reader.number("", 0, kMost, ' ');
    pass.new_pairs = reader.number("", 0, kMost, ' ');
    pass.kept = reader.number("", 0, kMost, '\n');
  }
  reader.words("patterns ");
  for (std::uint64_t rest = reader.number("", 0, kMost, '\n'); rest > 0 && reader.is_good();
       --rest) {
    PatternCount& count = stated.result.patterns.emplace_back();
    count.pattern = reader.number("", 0, kMost, ' ');
    count.pairs = reader.number("", 1, kMost, '\n');
  }
  reader.words("pairs ");
  const bool has_rows = limits.left_rows > 0 && limits.right_rows > 0;
  for (std::uint64_t rest = reader.number("", 0, has_rows ? kMost : 0, '\n');
       rest > 0 && reader.is_good(); --rest) {
    Edge& edge = stated.result.edges.emplace_back();
    edge.left = static_cast<std::uint32_t>(reader.number("", 0, limits.left_rows - 1, ' '));
    edge.right = static_cast<std::uint32_t>(reader.number("", 0, limits.right_rows - 1, '\n'));
  }
  const std::string digest = reader.is_good() ? sha256_hex(reader.read()) : "";
  reader.words("sha256 " + digest + "\n");
  if (reader.is_good() && !reader.is_at_end()) reader.refuse("", "the end of the file");
  if (!reader.is_good()) return tl::unexpected(reader.errors());
  return stated;
}

}  // namespace scrutineer::roll
