#include <algorithm>

#include "base/threads.hpp"
#include "roll/candidates_parts.hpp"

namespace scrutineer::roll {

namespace {

constexpr std::size_t kRunsAPiece = 4096;
constexpr std::size_t kRunsAhead = 12;

// Which pairs the passes so far have taken. A row is in one run of a pass at most, so two rows are
// in the same run where their keys agree, and as many refiners as the run was divided by: of each
// row and pass it is enough to keep how many these are.
class TakenPairs {
 public:
  TakenPairs(const Comparisons& comparisons, const std::vector<Pass>& passes, std::size_t rows)
      : depths_(rows * passes.size(), 0), width_(comparisons.width) {
    for (const Pass& pass : passes) passes_.emplace_back(comparisons, pass);
  }

  // Rows of windowed runs are in none: not all their pairs were taken.
  void add(const Blocks& blocks, const Run& run, std::size_t pass) {
    if (run.is_windowed) return;
    for (std::uint32_t i = run.begin; i < run.end; ++i) {
      depths_[std::size_t{blocks.rows[i]} * passes_.size() + pass] =
          static_cast<std::uint8_t>(run.depth + 1);
    }
  }

  // Whether a pass before `pass` took the pair. Rows as in Blocks::rows, with their cells.
  bool have(std::uint32_t left, const ValueId* a, std::uint32_t right, const ValueId* b,
            std::size_t pass) const {
    std::uint64_t equal = 0;
    for (std::size_t at = 0; at < width_; ++at) equal |= std::uint64_t{a[at] == b[at]} << at;
    for (std::size_t q = 0; q < pass; ++q) {
      if (!passes_[q].agree(equal, a, b)) continue;
      const std::uint8_t depth = depths_[std::size_t{left} * passes_.size() + q];
      if (depth == 0 || depth != depths_[std::size_t{right} * passes_.size() + q]) continue;
      if (passes_[q].agree_in(depth - 1U, a, b)) return true;
    }
    return false;
  }
  void fetch(std::uint32_t row) const {
    __builtin_prefetch(depths_.data() + std::size_t{row} * passes_.size());
  }

 private:
  // The parts of a pass's key: where rows have them as they are a bit of the cell, which is
  // compared with all others at once. Two days that say nothing differ there and are in no run.
  class PassParts {
   public:
    PassParts(const Comparisons& comparisons, const Pass& pass)
        : refiners_(part_readers(comparisons, pass.refiners)) {
      for (const KeyPart& part : pass.parts) {
        const std::size_t skeleton_at = comparisons.list[part.comparison].skeleton_at;
        const bool is_skeleton = part.kind == PartKind::skeleton && skeleton_at != 0;
        const std::size_t at = is_skeleton ? skeleton_at : part.comparison;
        if (pass.any_order && places_.size() < 2) {
          places_.push_back(at);
        } else if (is_skeleton || part.kind == PartKind::value) {
          cells_ |= std::uint64_t{1} << at;
        } else {
          others_.emplace_back(comparisons, part);
        }
      }
    }

    // `equal`: the cells in which the rows are.
    bool agree(std::uint64_t equal, const ValueId* a, const ValueId* b) const {
      if ((equal & cells_) != cells_) return false;
      if (!places_.empty()) {
        const std::size_t i = places_[0], j = places_[1];
        if (!(a[i] == b[i] && a[j] == b[j]) && !(a[i] == b[j] && a[j] == b[i])) return false;
      }
      return std::all_of(others_.begin(), others_.end(),
                         [&](const PartReader& part) { return part(a) == part(b); });
    }
    bool agree_in(std::size_t depth, const ValueId* a, const ValueId* b) const {
      for (std::size_t i = 0; i < depth; ++i) {
        if (refiners_[i](a) != refiners_[i](b)) return false;
      }
      return true;
    }

   private:
    std::uint64_t cells_ = 0;          // that must be equal
    std::vector<std::size_t> places_;  // of the two parts that may change places
    std::vector<PartReader> others_, refiners_;
  };

  std::vector<PassParts> passes_;
  LargeVector<std::uint8_t> depths_;  // [row × passes + pass]: 0 in no run, else its depth + 1
  std::size_t width_;                 // of a row
};

// Weighs the pairs of one pass after another.
class BlockWeigher {
 public:
  BlockWeigher(const Comparisons& comparisons, const Sides& sides, const CandidateOptions& options,
               const std::vector<Pass>& passes, Weight least, Candidates& candidates)
      : comparisons_(comparisons),
        sides_(sides),
        options_(options),
        least_(least),
        candidates_(candidates),
        rows_(sides),
        taken_(comparisons, passes, rows_.size()) {}

  void weigh(const Pass& pass, std::size_t number) {
    const Blocks blocks = block(comparisons_, sides_, pass, options_.limits);
    PassReport report;
    report.name = pass.name;
    report.pairs = blocks.pairs;
    report.divided_runs = blocks.divided_runs;
    report.windowed_runs = blocks.windowed_runs;
    report.pairs_left_out = blocks.pairs_left_out;
    remember(blocks, number);
    const Slices slices{blocks.runs.size(), kRunsAPiece};
    std::vector<Piece> pieces(slices.count());
    for_each_piece(slices.count(), [&](std::size_t slice) {
      weigh_runs(blocks, slices.begin(slice), slices.end(slice), number, pieces[slice]);
    });
    for (Piece& piece : pieces) {
      report.new_pairs += piece.new_pairs;
      report.kept += piece.edges.size();
      candidates_.edges.insert(candidates_.edges.end(), piece.edges.begin(), piece.edges.end());
      histogram_.add(piece.histogram);
      piece = {};
    }
    candidates_.pairs_weighed += report.new_pairs;
    candidates_.passes.push_back(std::move(report));
  }

  std::vector<PatternCount> patterns() const { return histogram_.sorted(); }

 private:
  struct Piece {
    std::vector<Edge> edges;
    PatternHistogram histogram;
    std::uint64_t new_pairs = 0;
  };

  void remember(const Blocks& blocks, std::size_t pass) {
    const Slices slices{blocks.runs.size(), kRunsAPiece};
    for_each_piece(slices.count(), [&](std::size_t slice) {
      for (std::size_t r = slices.begin(slice); r < slices.end(slice); ++r) {
        taken_.add(blocks, blocks.runs[r], pass);
      }
    });
  }

  // Rows lie far apart: they are fetched some runs before they are needed.
  void fetch(const Blocks& blocks, std::size_t run) const {
    constexpr std::uint32_t kMostRows = 32;
    if (run >= blocks.runs.size()) return;
    const Run& ahead = blocks.runs[run];
    for (std::uint32_t i = ahead.begin; i < std::min(ahead.end, ahead.begin + kMostRows); ++i) {
      const ValueId* cells = rows_.cells(blocks.rows[i]);
      __builtin_prefetch(cells);
      __builtin_prefetch(cells + comparisons_.width - 1);
      taken_.fetch(blocks.rows[i]);
    }
  }

  void weigh_runs(const Blocks& blocks, std::size_t begin, std::size_t end, std::size_t pass,
                  Piece& piece) const {
    PairComparer comparer(comparisons_, &candidates_.scoring);
    for (std::size_t r = begin; r < end; ++r) {
      fetch(blocks, r + kRunsAhead);
      const auto visit = [&](std::uint32_t i, std::uint32_t j) {
        const std::uint32_t left = blocks.rows[i], right = blocks.rows[j];
        const ValueId *a = rows_.cells(left), *b = rows_.cells(right);
        if (taken_.have(left, a, right, b, pass)) return;
        ++piece.new_pairs;
        const auto scored = comparer.score(a, b, least_);
        if (!scored) return;
        piece.edges.push_back({left, rows_.right_row(right), scored->weight});
        piece.histogram.add(scored->pattern);
      };
      for_each_pair(blocks.runs[r], sides_.pairing, options_.limits, visit);
    }
  }

  const Comparisons& comparisons_;
  const Sides& sides_;
  const CandidateOptions& options_;
  Weight least_;
  Candidates& candidates_;
  SideRows rows_;
  TakenPairs taken_;
  PatternHistogram histogram_;
};

}  // namespace

void add_passes_left_out(const Comparisons& comparisons, Candidates& candidates) {
  for (const std::string& name : passes_left_out(comparisons)) {
    PassReport& report = candidates.passes.emplace_back();
    report.name = name;
    report.is_left_out = true;
  }
}

void weigh_blocks(const Comparisons& comparisons, const Sides& sides,
                  const std::vector<Pass>& passes, const CandidateOptions& options, Weight least,
                  Candidates& candidates) {
  BlockWeigher weigher(comparisons, sides, options, passes, least, candidates);
  for (std::size_t p = 0; p < passes.size(); ++p) weigher.weigh(passes[p], p);
  add_passes_left_out(comparisons, candidates);
  candidates.patterns = weigher.patterns();
}

}  // namespace scrutineer::roll
