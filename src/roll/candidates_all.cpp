#include <algorithm>
#include <atomic>

#include "base/threads.hpp"
#include "roll/candidates_parts.hpp"

namespace scrutineer::roll {

std::uint64_t LevelTables::bytes(const Comparisons& comparisons) {
  std::uint64_t sum = 0;
  for (std::size_t k = 0; k < comparisons.list.size(); ++k) {
    const std::uint64_t size = comparisons.space(k).size();
    sum += size * size;
  }
  return sum;
}

LevelTables::LevelTables(const Comparisons& comparisons,
                         const std::vector<SideFrequencies>& frequencies) {
  for (std::size_t k = 0; k < comparisons.list.size(); ++k) {
    const ValueSpace& space = comparisons.space(k);
    const std::size_t size = space.size();
    sizes_.push_back(size);
    std::vector<Level>& levels = levels_.emplace_back(size * size);
    const std::vector<std::uint32_t>& left = frequencies[k].left.values;
    const std::vector<std::uint32_t>& right = frequencies[k].right.values;
    for_each_piece(size, [&](std::size_t u) {
      if (left[u] == 0) return;
      LevelFinder level(space);
      for (std::size_t v = 0; v < size; ++v) {
        if (right[v] == 0) continue;
        levels[u * size + v] = level(static_cast<ValueId>(u), static_cast<ValueId>(v));
      }
    });
  }
}

namespace {

// The right side's values, a column for each comparison.
std::vector<std::vector<ValueId>> columns_of(const Records& records, std::size_t comparisons) {
  std::vector<std::vector<ValueId>> columns(comparisons, std::vector<ValueId>(records.size()));
  for (std::size_t row = 0; row < records.size(); ++row) {
    for (std::size_t k = 0; k < comparisons; ++k) columns[k][row] = records.row(row)[k];
  }
  return columns;
}

// The weights of one left row's comparisons by the right value, so that a pair's weight is a sum of
// look-ups.
class WeightRows {
 public:
  WeightRows(const Comparisons& comparisons, const LevelTables& tables, const Scoring& scoring)
      : comparisons_(comparisons), tables_(tables), scoring_(scoring) {
    for (std::size_t k = 0; k < comparisons.list.size(); ++k) rows_.emplace_back(tables.size(k));
  }

  void set(const ValueId* left) {
    for (std::size_t k = 0; k < rows_.size(); ++k) {
      const Scoring::OfComparison& scoring = scoring_.comparisons[k];
      std::array<Weight, kLevels> weights = scoring.levels;
      const std::size_t skeleton_at = comparisons_.list[k].skeleton_at;
      if (skeleton_at != 0) weights[name_level::alike] += scoring.alike[left[skeleton_at]];
      const Level* levels = tables_.row(k, left[k]);
      Weight* row = rows_[k].data();
      for (std::size_t v = 0; v < rows_[k].size(); ++v) row[v] = weights[levels[v]];
      if (left[k] != 0) row[left[k]] += scoring.exact[left[k]];
    }
  }
  const Weight* row(std::size_t k) const { return rows_[k].data(); }

 private:
  const Comparisons& comparisons_;
  const LevelTables& tables_;
  const Scoring& scoring_;
  std::vector<std::vector<Weight>> rows_;
};

}  // namespace

std::uint64_t most_kept(const Sides& sides) {
  constexpr std::uint64_t kFew = 2'000'000, kPerRecord = 100;
  return std::max(kFew, kPerRecord * (sides.left->size() + sides.right->size()));
}

bool weigh_all(const Comparisons& comparisons, const Sides& sides, const LevelTables& tables,
               Weight least, Candidates& candidates) {
  const std::size_t count = comparisons.list.size(), width = sides.right->size();
  const auto columns = columns_of(*sides.right, count);
  const Slices slices{sides.left->size(), 64};
  struct Piece {
    std::vector<Edge> edges;
    PatternHistogram histogram;
  };
  std::vector<Piece> pieces(slices.count());
  const std::uint64_t most = most_kept(sides);
  std::atomic<std::uint64_t> kept = 0;
  for_each_piece(slices.count(), [&](std::size_t slice) {
    PairComparer comparer(comparisons, &candidates.scoring);
    WeightRows weights(comparisons, tables, candidates.scoring);
    std::vector<Weight> sums(width);
    for (std::size_t left = slices.begin(slice); left < slices.end(slice); ++left) {
      if (kept > most) return;
      const std::size_t first = sides.pairing == Pairing::within ? left + 1 : 0;
      weights.set(sides.left->row(left));
      std::fill(sums.begin(), sums.end(), 0);
      for (std::size_t k = 0; k < count; ++k) {
        const Weight* row = weights.row(k);
        const ValueId* column = columns[k].data();
        for (std::size_t j = first; j < width; ++j) sums[j] += row[column[j]];
      }
      const std::size_t before = pieces[slice].edges.size();
      for (std::size_t j = first; j < width; ++j) {
        if (sums[j] < least) continue;
        const auto scored = comparer.score(sides.left->row(left), sides.right->row(j), least);
        if (!scored) continue;
        pieces[slice].edges.push_back(
            {static_cast<std::uint32_t>(left), static_cast<std::uint32_t>(j), scored->weight});
        pieces[slice].histogram.add(scored->pattern);
      }
      kept += pieces[slice].edges.size() - before;
    }
  });
  if (kept > most) return false;
  PatternHistogram all;
  for (Piece& piece : pieces) {
    candidates.edges.insert(candidates.edges.end(), piece.edges.begin(), piece.edges.end());
    all.add(piece.histogram);
    piece = {};
  }
  candidates.patterns = all.sorted();
  candidates.pairs_weighed = sides.pairs();
  return true;
}

}  // namespace scrutineer::roll
