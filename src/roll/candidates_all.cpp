#include <algorithm>
#include <atomic>
#include <optional>

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

// Names in the other order, which sums of look-ups take for two that differ: one of the two has the
// other's skeleton (PairComparer::across), so that few right rows can be meant.
class SwappedNames {
 public:
  SwappedNames(const Comparisons& comparisons, const Records& right, const Scoring& scoring)
      : names_(*comparisons.names),
        family_at_(comparisons.list[names_.family].skeleton_at),
        given_at_(comparisons.list[names_.given].skeleton_at),
        right_(right),
        scoring_(scoring) {
    const std::size_t skeletons = comparisons.space(names_.family).skeletons();
    by_family_.resize(skeletons);
    by_given_.resize(skeletons);
    for (std::uint32_t row = 0; row < right.size(); ++row) {
      by_family_[right.row(row)[family_at_]].push_back(row);
      by_given_[right.row(row)[given_at_]].push_back(row);
    }
  }

  // The most that the names of a pair with this left row can have.
  Weight most(const ValueId* left) const {
    const auto best = [&](std::size_t side, ValueId value, ValueId skeleton) {
      const Scoring::Across& across = scoring_.across;
      return std::max({across.exact[side][value], across.alike[side][skeleton], across.rest[side]});
    };
    return scoring_.comparisons[names_.family].levels[name_level::swapped] +
           best(0, left[names_.family], left[family_at_]) +
           best(1, left[names_.given], left[given_at_]);
  }

  // Calls visit(right row) for each that may be meant and is not before `first`.
  template <typename Visit>
  void for_each(const ValueId* left, std::size_t first, Visit visit) const {
    const ValueId family = left[family_at_], given = left[given_at_];
    if (family == 0 || given == 0) return;
    for (const std::uint32_t row : by_given_[family]) {
      if (row >= first) visit(row);
    }
    for (const std::uint32_t row : by_family_[given]) {
      if (row >= first && right_.row(row)[given_at_] != family) visit(row);
    }
  }

 private:
  NamePair names_;
  std::size_t family_at_, given_at_;
  const Records& right_;
  const Scoring& scoring_;
  std::vector<std::vector<std::uint32_t>> by_family_, by_given_;  // right rows, by skeleton
};

// Weighs one left row after another with all right rows. One for each thread.
class RowWeigher {
 public:
  using Columns = std::vector<std::vector<ValueId>>;

  RowWeigher(const Comparisons& comparisons, const Sides& sides, const LevelTables& tables,
             const Scoring& scoring, const Columns& columns, const SwappedNames* swapped,
             Weight least)
      : comparisons_(comparisons),
        sides_(sides),
        columns_(columns),
        swapped_(swapped),
        least_(least),
        least_sum_(least - scoring.best_together),
        comparer_(comparisons, &scoring),
        weights_(comparisons, tables, scoring),
        sums_(sides.right->size()) {}

  // Calls keep(right row, scored) for each pair of `least` and more.
  template <typename Keep>
  void weigh(std::size_t left, Keep keep) {
    const ValueId* cells = sides_.left->row(left);
    const std::size_t first = sides_.pairing == Pairing::within ? left + 1 : 0;
    const std::size_t width = sums_.size();
    weights_.set(cells);
    std::fill(sums_.begin(), sums_.end(), 0);
    for (std::size_t k = 0; k < columns_.size(); ++k) {
      const Weight* row = weights_.row(k);
      const ValueId* column = columns_[k].data();
      for (std::size_t j = first; j < width; ++j) sums_[j] += row[column[j]];
    }
    const auto score = [&](std::size_t j) {
      const auto scored = comparer_.score(cells, sides_.right->row(j), least_);
      if (scored) keep(static_cast<std::uint32_t>(j), *scored);
    };
    for (std::size_t j = first; j < width; ++j) {
      if (sums_[j] >= least_sum_) score(j);
    }
    if (swapped_ == nullptr) return;
    const Weight names = swapped_->most(cells);
    swapped_->for_each(cells, first, [&](std::uint32_t j) {
      if (sums_[j] < least_sum_ && sums_[j] - of_names(j) + names >= least_sum_) score(j);
    });
  }

 private:
  // What the names have in the sum.
  Weight of_names(std::size_t right) const {
    const auto& [family, given] = *comparisons_.names;
    return weights_.row(family)[columns_[family][right]] +
           weights_.row(given)[columns_[given][right]];
  }

  const Comparisons& comparisons_;
  const Sides& sides_;
  const Columns& columns_;
  const SwappedNames* swapped_;
  Weight least_;
  Weight least_sum_;  // of fields alone, so that fields together may be worth least_
  PairComparer comparer_;
  WeightRows weights_;
  std::vector<Weight> sums_;
};

}  // namespace

std::uint64_t most_kept(const Sides& sides) {
  constexpr std::uint64_t kFew = 2'000'000, kPerRecord = 100;
  return std::max(kFew, kPerRecord * (sides.left->size() + sides.right->size()));
}

bool weigh_all(const Comparisons& comparisons, const Sides& sides, const LevelTables& tables,
               Weight least, Candidates& candidates) {
  const auto columns = columns_of(*sides.right, comparisons.list.size());
  const Slices slices{sides.left->size(), 64};
  struct Piece {
    std::vector<Edge> edges;
    PatternHistogram histogram;
  };
  std::vector<Piece> pieces(slices.count());
  std::optional<SwappedNames> swapped;
  if (comparisons.names) swapped.emplace(comparisons, *sides.right, candidates.scoring);
  const std::uint64_t most = most_kept(sides);
  std::atomic<std::uint64_t> kept = 0;
  for_each_piece(slices.count(), [&](std::size_t slice) {
    Piece& piece = pieces[slice];
    RowWeigher weigher(comparisons, sides, tables, candidates.scoring, columns,
                       swapped ? &*swapped : nullptr, least);
    for (std::size_t left = slices.begin(slice); left < slices.end(slice); ++left) {
      if (kept > most) return;
      const std::size_t before = piece.edges.size();
      weigher.weigh(left, [&](std::uint32_t right, const ScoredPattern& scored) {
        piece.edges.push_back({static_cast<std::uint32_t>(left), right, scored.weight});
        piece.histogram.add(scored.pattern);
      });
      kept += piece.edges.size() - before;
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
