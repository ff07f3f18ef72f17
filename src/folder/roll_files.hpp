// Snapshots of a register of voters from CSV files, which are too large for a table of cells: rows
// are read one after another, every different cell is normalised once, and what is kept of a cell
// is a number (roll/roll.hpp). Rolls are personal data: nothing here writes any of it, but errors
// quote the cells that cannot be read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "election/roll_schema.hpp"
#include "roll/dates.hpp"
#include "roll/roll.hpp"

namespace scrutineer {

struct RollLimits {
  std::size_t rows = 200'000'000;
  std::size_t cell_bytes = 4'096;  // of a cell that is read
  // A column of dates of which more cannot be read is warned of: its cells may have been shifted.
  std::uint64_t unreadable_percent = 5;
};

// What a column was found to hold. Counts are rows.
struct RollColumn {
  std::string field;
  std::string header;
  std::uint64_t stated = 0;
  std::uint64_t unreadable = 0;  // dates that say something and cannot be read: not stated
  std::uint64_t values = 0;      // different ones, as they are compared
  std::optional<roll::DateOrder> order;
};

enum class RollWarningKind : std::uint8_t {
  no_rows,
  never_stated,
  constant,          // one value in every row that states one
  unreadable_dates,  // more than the limit
  mixed_orders,      // dates that only another order reads, or that state the year elsewhere
  unknown_order,     // no date says whether its day or its month comes first
  other_sexes,       // more than the limit are neither of the usual words
};

struct RollWarning {
  RollWarningKind kind = RollWarningKind::no_rows;
  std::string file;
  std::string header;       // of the column; empty for no_rows
  std::uint64_t count = 0;  // rows that are concerned
  std::uint64_t of = 0;     // rows that state anything in the column
};

std::string to_sentence(const RollWarning& warning);

struct RollReading {
  std::uint64_t rows = 0;
  std::vector<RollColumn> columns;  // by field of the schema
  std::vector<RollWarning> warnings;
};

// Reads a file and adds it to `rolls` as its next snapshot. Where it is the first, the schema
// becomes that of all. Every fault of the file is reported (at most 1,000, then their number):
// quoting, rows of another width, text that is not UTF-8, cells that are too long, identifiers that
// are missing or there twice, columns that are missing. `rolls` is then as it was before. A header
// without rows is an empty snapshot and a warning; a file without a header is an error.
Result<RollReading> read_roll(std::string_view name, std::string_view bytes,
                              const RollSchema& schema, roll::Rolls& rolls,
                              const RollLimits& limits = {});

struct RollInput {
  std::string_view name;  // for messages
  std::string_view bytes;
};

struct RollGuess {
  RollSchema schema;
  std::vector<std::string> reasons;  // lines: what each column was taken for, and why
};

// A schema for one roll, or for several that are to be compared, from the headers (English, French,
// Khmer) and from the first rows: the fields that all of them have. An error where there is none.
Result<RollGuess> guess_roll_schema(const std::vector<RollInput>& rolls);

// The cells of some rows (as a snapshot counts them; ascending) under these headers, as they are
// written. Fails where the file has no such column or row.
Result<std::vector<std::vector<std::string>>> roll_cells(std::string_view name,
                                                         std::string_view bytes,
                                                         const std::vector<std::string>& headers,
                                                         const std::vector<std::size_t>& rows);

// The section [roll] of a folder's election.toml, or of a TOML file that has no other.
Result<RollSchema> read_roll_schema(const std::string& path);

// A file's bytes: in memory up to 1 GiB, so that what others do to the file meanwhile does no harm;
// a larger one is mapped and must not be cut short by others as long as this lives.
class RollFile {
 public:
  // `name` is what messages call the file.
  static Result<RollFile> open(const std::string& path, const std::string& name);
  RollFile(RollFile&& other) noexcept;
  RollFile& operator=(RollFile&& other) noexcept;
  RollFile(const RollFile&) = delete;
  RollFile& operator=(const RollFile&) = delete;
  ~RollFile();

  // Valid as long as this lives.
  std::string_view bytes() const { return mapped_ != nullptr ? view() : std::string_view(copy_); }

 private:
  RollFile() = default;
  std::string_view view() const { return {static_cast<const char*>(mapped_), size_}; }

  void* mapped_ = nullptr;
  std::size_t size_ = 0;
  std::string copy_;  // of what is not mapped
};

}  // namespace scrutineer
