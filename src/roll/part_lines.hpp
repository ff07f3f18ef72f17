// What plans, whoever weighs and whoever links say to each other, as lines of text, so that an
// engine may sort, cut and carry them without knowing what they are. Only texts here: files are the
// command's.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "roll/parts.hpp"

namespace scrutineer::roll {

// One record of a run: "PASS:RUN<tab>ROW<tab>VALUES<tab>RUNS" and a line end, in decimal; PASS and
// RUN counted from 1, and a "w" behind them where the run is windowed; ROW counted from 0, VALUES
// (in the comparisons' spaces) and RUNS (of the earlier passes) with spaces between them.
void append_record_line(std::string& text, RunKey key, std::uint32_t row,
                        std::span<const ValueId> values, std::span<const std::uint32_t> earlier);

// What a record may say.
struct RecordLimits {
  std::vector<std::size_t> values;  // sizes of the spaces, by field
  std::size_t passes = 0;
  std::uint64_t left_rows = 0, right_rows = 0;
  bool is_exhaustive = false;
};

// Lines in any order. `name` is what errors call the text; they name the line, and the
// tab-separated column as key, row, values, runs. Stops at the first line that is not one.
Result<PartRecords> parse_record_lines(std::string_view name, std::string_view text,
                                       const RecordLimits& limits);

// Whose result it is: of a part, or of any records of a stream.
struct ResultOf {
  std::string plan;      // digest
  std::size_t part = 0;  // from 1; 0: of a stream
  std::string records;   // the part's digest; empty: of a stream
  bool operator==(const ResultOf&) const = default;
};

// The last line is the digest of those before it.
std::string result_text(const ResultOf& of, const PartResult& result);

struct StatedResult {
  ResultOf of;
  PartResult result;
};
// An error where a byte is missing or another one than was written.
Result<StatedResult> parse_result(std::string_view name, std::string_view text,
                                  const RecordLimits& limits);

}  // namespace scrutineer::roll
