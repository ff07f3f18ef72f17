#include <algorithm>

#include "base/threads.hpp"
#include "roll/candidates_parts.hpp"

namespace scrutineer::roll {

namespace {

constexpr std::size_t kRunsAPiece = 4096;

// Weighs the pairs of one pass after another.
class BlockWeigher {
 public:
  BlockWeigher(const Comparisons& comparisons, const Sides& sides, const CandidateOptions& options,
               std::size_t passes, Weight least, Candidates& candidates)
      : comparisons_(comparisons),
        sides_(sides),
        options_(options),
        passes_(passes),
        least_(least),
        candidates_(candidates),
        rows_(sides),
        run_of_(rows_.size() * passes, 0) {}

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

  // Which run each row is in, so that later passes know which pairs were taken. Rows of windowed
  // runs are in none: not all their pairs were.
  void remember(const Blocks& blocks, std::size_t pass) {
    const Slices slices{blocks.runs.size(), kRunsAPiece};
    for_each_piece(slices.count(), [&](std::size_t slice) {
      for (std::size_t r = slices.begin(slice); r < slices.end(slice); ++r) {
        const Run& run = blocks.runs[r];
        if (run.is_windowed) continue;
        for (std::uint32_t i = run.begin; i < run.end; ++i) {
          run_of_[blocks.rows[i] * passes_ + pass] = static_cast<std::uint32_t>(r + 1);
        }
      }
    });
  }

  bool was_taken(std::uint32_t left, std::uint32_t right, std::size_t pass) const {
    const std::uint32_t* a = run_of_.data() + left * passes_;
    const std::uint32_t* b = run_of_.data() + right * passes_;
    for (std::size_t q = 0; q < pass; ++q) {
      if (a[q] != 0 && a[q] == b[q]) return true;
    }
    return false;
  }

  void weigh_runs(const Blocks& blocks, std::size_t begin, std::size_t end, std::size_t pass,
                  Piece& piece) const {
    PairComparer comparer(comparisons_, &candidates_.scoring);
    for (std::size_t r = begin; r < end; ++r) {
      const auto visit = [&](std::uint32_t i, std::uint32_t j) {
        const std::uint32_t left = blocks.rows[i], right = blocks.rows[j];
        if (was_taken(left, right, pass)) return;
        ++piece.new_pairs;
        const auto scored = comparer.score(rows_.cells(left), rows_.cells(right), least_);
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
  std::size_t passes_;
  Weight least_;
  Candidates& candidates_;
  SideRows rows_;
  std::vector<std::uint32_t> run_of_;
  PatternHistogram histogram_;
};

}  // namespace

void weigh_blocks(const Comparisons& comparisons, const Sides& sides,
                  const std::vector<Pass>& passes, const CandidateOptions& options, Weight least,
                  Candidates& candidates) {
  BlockWeigher weigher(comparisons, sides, options, passes.size(), least, candidates);
  for (std::size_t p = 0; p < passes.size(); ++p) weigher.weigh(passes[p], p);
  candidates.patterns = weigher.patterns();
}

}  // namespace scrutineer::roll
