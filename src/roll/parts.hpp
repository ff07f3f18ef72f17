// Linkage cut into parts that are weighed apart from each other, on one machine or on many: learned
// and blocked once (PlannedParts), weighed part by part in any order and as often as one likes
// (weigh_part), then linked as link() does (link_parts). Whatever the number of parts, the answer
// is that of link(), bit by bit.
//
// A part is a set of whole runs of equal keys (blocking.hpp); where all pairs are weighed, a set of
// rows of the left snapshot. Its records say in which run of each earlier pass they are, so that
// whoever weighs a pair knows from its two records whether an earlier pass has it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "base/threads.hpp"
#include "roll/link.hpp"

namespace scrutineer::roll {

inline constexpr std::size_t kMostParts = 65'536;

// What whoever weighs a part has to know besides its records; the same for all parts.
struct PartBasis {
  LearnedModel learned;
  BlockLimits limits;
  // Keys that records have; 1 where all pairs are weighed, its runs being the left rows.
  std::size_t passes = 0;
  std::uint64_t left_rows = 0, right_rows = 0;
};

// How many rows of a snapshot have each value of a field's dictionary, as a plan states it.
using ValueCounts = std::vector<std::uint32_t>;
ValueCounts count_values(const Snapshot& snapshot, std::size_t field, std::size_t values);
// The frequencies of a comparison from them.
Frequencies frequencies_of(const Comparisons& comparisons, std::size_t comparison,
                           const ValueCounts& counts);

// A pass over all parts. What is weighed only later (new pairs, kept) is 0 in the report.
struct PlannedPass {
  PassReport report;
  std::uint64_t records = 0;  // in its runs
};

// Where a record stands in one part: a run of a pass, both counted from 0, and how the run is
// compared (BlockLimits::neighbours).
struct RunKey {
  std::uint32_t pass = 0, run = 0;
  bool is_windowed = false;
  auto operator<=>(const RunKey&) const = default;
};

class PlannedParts {
 public:
  // 1 to kMostParts parts. `sides` must outlive this.
  PlannedParts(const Comparisons& comparisons, const Sides& sides, const CandidateOptions& options,
               std::size_t parts);

  const PartBasis& basis() const { return basis_; }
  const std::vector<PlannedPass>& passes() const { return passes_; }
  std::size_t parts() const { return parts_; }

  // Calls visit(key, row, values, earlier) for each record of a part by key, then row: rows of the
  // right snapshot are counted on from the left one's; `values` are numbers in the comparisons'
  // spaces; `earlier` has the run, counted from 1, of each earlier pass that takes all pairs of its
  // run, else 0.
  template <typename Visit>
  void visit_part(std::size_t part, Visit visit) const {
    if (basis_.learned.is_exhaustive) {
      const Slices rows = left_slices();
      for (std::size_t row = rows.begin(part); part < rows.count() && row < rows.end(part); ++row) {
        const auto number = static_cast<std::uint32_t>(row);
        visit(RunKey{0, number, false}, number, values_of(number),
              std::span<const std::uint32_t>{});
      }
      return;
    }
    for (std::uint32_t pass = 0; pass < passes_.size(); ++pass) {
      const PartRuns& of = runs_[pass];
      for (std::uint64_t i = of.starts[part]; i < of.starts[part + 1]; ++i) {
        const Run& run = blocks_[pass].runs[of.runs[i]];
        for (std::uint32_t at = run.begin; at < run.end; ++at) {
          const std::uint32_t row = blocks_[pass].rows[at];
          visit(RunKey{pass, of.runs[i], run.is_windowed}, row, values_of(row),
                std::span<const std::uint32_t>(run_of_).subspan(row * passes_.size(), pass));
        }
      }
    }
  }

 private:
  struct PartRuns {
    std::vector<std::uint32_t> runs;    // by part, then number
    std::vector<std::uint64_t> starts;  // of part i in runs; then their number
  };
  Slices left_slices() const;
  std::span<const ValueId> values_of(std::uint32_t row) const {
    return {rows_.cells(row), fields_};
  }
  void add_pass(Blocks blocks, std::string name, std::size_t pass, std::size_t passes);

  std::size_t parts_, fields_;
  SideRows rows_;
  PartBasis basis_;
  std::vector<PlannedPass> passes_;
  std::vector<Blocks> blocks_;         // [pass]
  std::vector<PartRuns> runs_;         // [pass]
  std::vector<std::uint32_t> run_of_;  // [row × passes + pass], as visit_part's `earlier`
};

// Records of whole runs, in any order; one that is in several runs is there for each.
struct PartRecords {
  std::vector<RunKey> keys;
  std::vector<std::uint32_t> rows;     // as in visit_part
  std::vector<ValueId> values;         // [record × fields + field], in the comparisons' spaces
  std::vector<std::uint32_t> earlier;  // [record × passes + pass]
  std::size_t size() const { return keys.size(); }
};

struct PassCounts {
  std::uint64_t records = 0, pairs = 0, new_pairs = 0, kept = 0;
  bool operator==(const PassCounts&) const = default;
};

struct PartResult {
  std::vector<PassCounts> passes;
  std::vector<PatternCount> patterns;  // ascending
  std::vector<Edge> edges;             // without weights, which are worked out at the end
};

// `right` is the right snapshot where all pairs are weighed, and not looked at otherwise. An error
// where a row stands twice in a run.
Result<PartResult> weigh_part(const Comparisons& comparisons, const PartBasis& basis,
                              PartRecords records, const Snapshot& right);

// The results of all parts. An error where their records or pairs are not those of the plan: one is
// missing, is there twice, or a run was torn apart.
Result<Linkage> link_parts(const Rolls& rolls, const PartBasis& basis,
                           const std::vector<PlannedPass>& passes,
                           const std::vector<PartResult>& results);

}  // namespace scrutineer::roll
