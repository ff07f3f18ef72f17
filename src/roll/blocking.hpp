// Which pairs are compared at all: those that agree in one of several keys. A pass sorts the rows
// by one key (radix sort) and takes the pairs within each run of equal keys; a pair that several
// passes find is taken in the first. Runs that are too long are divided by more parts of the
// record; what is still too long is compared with its neighbours only. Both are counted, never
// silent.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "roll/comparisons.hpp"

namespace scrutineer::roll {

enum class PartKind : std::uint8_t {
  value,  // of a date: a whole day that is no default
  skeleton,
  year,
  month,       // and year
  beginning1,  // the first signs, of the skeleton where there is one
  beginning2,
  beginning3,
};

struct KeyPart {
  std::size_t comparison = 0;
  PartKind kind = PartKind::value;
};

struct Pass {
  std::string name;
  std::vector<KeyPart> parts;  // all must be stated
  bool any_order = false;      // the first two parts may change places
  std::vector<KeyPart> refiners;
};

// The passes for what is compared, the most telling first. At most 16 …
std::vector<Pass> passes_for(const Comparisons& comparisons);
// … and the names of those that there would be besides.
std::vector<std::string> passes_left_out(const Comparisons& comparisons);

struct BlockLimits {
  // A run is divided where its pairs are more than so many a record in it …
  std::uint64_t pairs_per_record = 48;
  // … and when it cannot be divided, each record is compared with so many at its place in the run.
  std::uint64_t neighbours = 16;
  // In a roll ten times as long every run is, and pairs grow with its square. A pass that would
  // have more pairs than so many a record divides shorter runs too, those of so many pairs a record
  // at least …
  std::uint64_t pass_pairs_per_record = 4;
  std::uint64_t least_pairs_per_record = 2;
  // … unless it has no more than so many in all.
  std::uint64_t few_pairs = std::uint64_t{1} << 20U;
};

// Rows of one key: rows [begin, middle) of the left side and [middle, end) of the right side in
// Blocks::rows, rows of the right side counted on from those of the left; within one roll
// middle == end. `depth`: of so many refiners its rows have the same part too.
struct Run {
  std::uint32_t begin = 0, middle = 0, end = 0;
  bool is_windowed = false;
  std::uint8_t depth = 0;
};

struct Blocks {
  std::vector<std::uint32_t> rows;
  std::vector<Run> runs;
  // Counted for the report.
  std::uint64_t divided_runs = 0;
  std::uint64_t windowed_runs = 0;
  std::uint64_t pairs = 0;           // that the runs hold
  std::uint64_t pairs_left_out = 0;  // of windowed runs
};

// The part of a record that a key is made of, by value: 0 where it is not stated.
std::vector<std::uint32_t> part_table(const ValueSpace& space, PartKind kind);

// The same of a record: from the row itself where it stands there.
class PartReader {
 public:
  PartReader(const Comparisons& comparisons, const KeyPart& part);
  std::uint32_t operator()(const ValueId* row) const {
    return table_.empty() ? row[at_] : table_[row[at_]];
  }

 private:
  std::size_t at_ = 0;
  std::vector<std::uint32_t> table_;  // empty: the cell is the part
};
std::vector<PartReader> part_readers(const Comparisons& comparisons,
                                     const std::vector<KeyPart>& parts);

// Runs of one pass. Only keys whose hash is divisible by `every` are taken (1: all), which takes
// whole runs out of a sample.
Blocks block(const Comparisons& comparisons, const Sides& sides, const Pass& pass,
             const BlockLimits& limits, std::uint64_t every = 1);

// Calls visit(i, j) for the pairs of a run, i and j places in Blocks::rows. Between two sides i is
// of the left one; within one, i < j.
template <typename Visit>
void for_each_pair(const Run& run, Pairing pairing, const BlockLimits& limits, Visit visit) {
  const std::uint32_t right = pairing == Pairing::between ? run.middle : run.begin;
  const std::uint64_t left_rows = run.middle - run.begin, right_rows = run.end - right;
  for (std::uint32_t i = run.begin; i < run.middle; ++i) {
    std::uint64_t first = pairing == Pairing::between ? 0 : i - run.begin + 1U;
    std::uint64_t last = right_rows;
    if (run.is_windowed) {
      if (pairing == Pairing::between) {
        const std::uint64_t middle = (i - run.begin) * right_rows / left_rows;
        first = middle > limits.neighbours / 2 ? middle - limits.neighbours / 2 : 0;
      }
      last = first + limits.neighbours < last ? first + limits.neighbours : last;
    }
    for (std::uint64_t j = first; j < last; ++j) visit(i, right + static_cast<std::uint32_t>(j));
  }
}

}  // namespace scrutineer::roll
