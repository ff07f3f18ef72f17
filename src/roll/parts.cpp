#include "roll/parts.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include <fmt/format.h>

#include "base/threads.hpp"
#include "roll/candidates_parts.hpp"

namespace scrutineer::roll {

namespace {

// The finaliser of MurmurHash3: parts are alike in size, and depend on the pass and the run alone.
std::size_t part_of(std::size_t pass, std::size_t run, std::size_t parts) {
  std::uint64_t hash = std::uint64_t{pass} << 32U | run;
  hash = (hash ^ hash >> 33U) * 0xff51afd7ed558ccdU;
  hash = (hash ^ hash >> 33U) * 0xc4ceb9fe1a85ec53U;
  return static_cast<std::size_t>((hash ^ hash >> 33U) % parts);
}

}  // namespace

ValueCounts count_values(const Snapshot& snapshot, std::size_t field, std::size_t values) {
  ValueCounts counts(values, 0);
  for (const ValueId value : snapshot.columns[field]) ++counts[value];
  return counts;
}

Frequencies frequencies_of(const Comparisons& comparisons, std::size_t comparison,
                           const ValueCounts& counts) {
  const ValueSpace& space = comparisons.space(comparison);
  Frequencies result;
  result.values.assign(space.size(), 0);
  result.skeletons.assign(space.skeletons(), 0);
  for (std::size_t value = 0; value < counts.size(); ++value) {
    const ValueId number = comparisons.numbers[comparison][value];
    result.values[number] += counts[value];
    result.skeletons[space.skeleton(number)] += counts[value];
    if (value != 0) result.stated += counts[value];
  }
  return result;
}

PlannedParts::PlannedParts(const Comparisons& comparisons, const Sides& sides,
                           const CandidateOptions& options, std::size_t parts)
    : parts_(parts), fields_(comparisons.list.size()), rows_(sides) {
  basis_.limits = options.limits;
  basis_.left_rows = sides.left->size();
  basis_.right_rows = sides.right->size();
  if (sides.pairs() == 0) {
    basis_.learned.frequencies = side_frequencies(comparisons, sides);
    return;
  }
  basis_.learned = learn_model(comparisons, sides, options);
  if (basis_.learned.is_exhaustive) {
    basis_.passes = 1;
    PlannedPass& all = passes_.emplace_back();
    all.report.name = "all pairs";
    all.report.pairs = sides.pairs();
    all.records = basis_.left_rows;
    return;
  }
  const std::vector<Pass> passes = passes_for(comparisons);
  basis_.passes = passes.size();
  run_of_.assign(SideRows(sides).size() * passes.size(), 0);
  for (std::size_t p = 0; p < passes.size(); ++p) {
    add_pass(block(comparisons, sides, passes[p], options.limits), passes[p].name, p,
             passes.size());
  }
}

Slices PlannedParts::left_slices() const {
  const std::size_t rows = basis_.left_rows;
  return {rows, std::max<std::size_t>((rows + parts_ - 1) / parts_, 1)};
}

void PlannedParts::add_pass(Blocks blocks, std::string name, std::size_t pass, std::size_t passes) {
  PlannedPass& planned = passes_.emplace_back();
  planned.report.name = std::move(name);
  planned.report.pairs = blocks.pairs;
  planned.report.divided_runs = blocks.divided_runs;
  planned.report.windowed_runs = blocks.windowed_runs;
  planned.report.pairs_left_out = blocks.pairs_left_out;
  planned.records = blocks.rows.size();
  PartRuns& of = runs_.emplace_back();
  of.runs.resize(blocks.runs.size());
  of.starts.assign(parts_ + 1, 0);
  const auto part = [&](std::size_t run) { return part_of(pass, run, parts_); };
  for (std::size_t r = 0; r < blocks.runs.size(); ++r) ++of.starts[part(r) + 1];
  std::partial_sum(of.starts.begin(), of.starts.end(), of.starts.begin());
  std::vector<std::uint64_t> places(of.starts.begin(), of.starts.end() - 1);
  for (std::size_t r = 0; r < blocks.runs.size(); ++r) {
    of.runs[places[part(r)]++] = static_cast<std::uint32_t>(r);
    const Run& run = blocks.runs[r];
    // Of a windowed run not all pairs are taken: later passes may still find them.
    if (run.is_windowed) continue;
    for (std::uint32_t i = run.begin; i < run.end; ++i) {
      run_of_[blocks.rows[i] * passes + pass] = static_cast<std::uint32_t>(r + 1);
    }
  }
  blocks_.push_back(std::move(blocks));
}

namespace {

// link() then compares by blocks; in parts that is to be decided before.
tl::unexpected<Errors> too_many() {
  return fail(
      "Most entries are copies of few, so that all pairs are too many: make the plan again with "
      "--all-pairs 0, which compares entries that agree in one of several keys.");
}

class PartWeigher {
 public:
  PartWeigher(const Comparisons& comparisons, const PartBasis& basis, PartRecords records)
      : comparisons_(comparisons),
        basis_(basis),
        records_(std::move(records)),
        cells_(comparisons, std::exchange(records_.values, {})),
        scoring_(Scoring::of(comparisons, basis.learned.model, basis.learned.frequencies)) {}

  Result<PartResult> weigh_runs() {
    sort();
    result_.passes.resize(basis_.passes);
    if (auto found = find_runs(); !found) return tl::unexpected(found.error());
    const Slices slices{runs_.size(), 4096};
    std::vector<Piece> pieces(slices.count());
    for_each_piece(slices.count(), [&](std::size_t slice) {
      PairComparer comparer(comparisons_, &scoring_);
      pieces[slice].passes.resize(basis_.passes);
      for (std::size_t r = slices.begin(slice); r < slices.end(slice); ++r) {
        weigh_run(runs_[r], comparer, pieces[slice]);
      }
    });
    for (Piece& piece : pieces) {
      for (std::size_t p = 0; p < basis_.passes; ++p) {
        result_.passes[p].pairs += piece.passes[p].pairs;
        result_.passes[p].new_pairs += piece.passes[p].new_pairs;
        result_.passes[p].kept += piece.passes[p].kept;
      }
      result_.edges.insert(result_.edges.end(), piece.edges.begin(), piece.edges.end());
      histogram_.add(piece.histogram);
      piece = {};
    }
    result_.patterns = histogram_.sorted();
    return std::move(result_);
  }

  // The part's rows with all rows of the right snapshot.
  Result<PartResult> weigh_rows(const Snapshot& right) {
    const Records others(comparisons_, right);
    const Sides sides{Pairing::between, &cells_, &others};
    Candidates found;
    found.scoring = scoring_;
    const LevelTables tables(comparisons_, side_frequencies(comparisons_, sides));
    if (!weigh_all(comparisons_, sides, tables, basis_.learned.least, found)) return too_many();
    for (Edge& edge : found.edges) edge = {records_.rows[edge.left], edge.right, 0};
    result_.passes = {{records_.size(), sides.pairs(), sides.pairs(), found.edges.size()}};
    result_.edges = std::move(found.edges);
    result_.patterns = std::move(found.patterns);
    return std::move(result_);
  }

 private:
  struct Piece {
    std::vector<PassCounts> passes;
    std::vector<Edge> edges;
    PatternHistogram histogram;
  };

  RunKey key(std::uint32_t place) const { return records_.keys[order_[place]]; }
  std::uint32_t row(std::uint32_t place) const { return records_.rows[order_[place]]; }

  // By key, then row: the order that the plan has and an engine's shuffle has not.
  void sort() {
    order_.resize(records_.size());
    std::iota(order_.begin(), order_.end(), 0U);
    const auto comes_before = [&](std::uint32_t a, std::uint32_t b) {
      return records_.keys[a] != records_.keys[b] ? records_.keys[a] < records_.keys[b]
                                                  : records_.rows[a] < records_.rows[b];
    };
    if (!std::is_sorted(order_.begin(), order_.end(), comes_before)) {
      std::sort(order_.begin(), order_.end(), comes_before);
    }
  }

  Result<void> find_runs() {
    const auto size = static_cast<std::uint32_t>(order_.size());
    for (std::uint32_t begin = 0; begin < size;) {
      Run run{begin, begin, begin, key(begin).is_windowed};
      while (run.end < size && key(run.end) == key(begin)) {
        if (run.end > begin && row(run.end) == row(run.end - 1)) {
          return fail(
              fmt::format("Record {} stands twice under the key {}:{}; a key's records "
                          "must be given once.",
                          row(run.end), key(begin).pass + 1, key(begin).run + 1));
        }
        run.middle += row(run.end) < basis_.left_rows ? 1U : 0U;
        ++run.end;
      }
      result_.passes[key(begin).pass].records += run.end - run.begin;
      runs_.push_back(run);
      begin = run.end;
    }
    return {};
  }

  bool was_taken(std::uint32_t left, std::uint32_t right, std::uint32_t pass) const {
    const std::uint32_t* a = records_.earlier.data() + order_[left] * basis_.passes;
    const std::uint32_t* b = records_.earlier.data() + order_[right] * basis_.passes;
    for (std::uint32_t q = 0; q < pass; ++q) {
      if (a[q] != 0 && a[q] == b[q]) return true;
    }
    return false;
  }

  void weigh_run(const Run& run, PairComparer& comparer, Piece& piece) const {
    const std::uint32_t pass = key(run.begin).pass;
    PassCounts& counts = piece.passes[pass];
    const auto right_base = static_cast<std::uint32_t>(basis_.left_rows);
    const auto visit = [&](std::uint32_t i, std::uint32_t j) {
      ++counts.pairs;
      if (was_taken(i, j, pass)) return;
      ++counts.new_pairs;
      const auto scored =
          comparer.score(cells_.row(order_[i]), cells_.row(order_[j]), basis_.learned.least);
      if (!scored) return;
      ++counts.kept;
      piece.edges.push_back({row(i), row(j) - right_base, 0});
      piece.histogram.add(scored->pattern);
    };
    for_each_pair(run, Pairing::between, basis_.limits, visit);
  }

  const Comparisons& comparisons_;
  const PartBasis& basis_;
  PartRecords records_;  // their values are in cells_
  Records cells_;
  Scoring scoring_;
  std::vector<std::uint32_t> order_;
  std::vector<Run> runs_;  // places in order_
  PatternHistogram histogram_;
  PartResult result_;
};

// Everything once: the sums over the parts are those of the plan.
Result<void> check_sums(const std::vector<PlannedPass>& planned,
                        const std::vector<PassCounts>& found) {
  for (std::size_t p = 0; p < planned.size(); ++p) {
    const PlannedPass& pass = planned[p];
    if (found[p].records == pass.records && found[p].pairs == pass.report.pairs) continue;
    return fail(fmt::format(
        "The results hold {} records and {} pairs of \"{}\" where the plan has {} and "
        "{}: a part is missing or there twice, or a key's records were torn apart.",
        found[p].records, found[p].pairs, pass.report.name, pass.records, pass.report.pairs));
  }
  return {};
}

Result<Candidates> candidates_of(const PartBasis& basis, const std::vector<PlannedPass>& passes,
                                 const std::vector<PartResult>& results) {
  Candidates found;
  found.model = basis.learned.model;
  found.is_exhaustive = basis.learned.is_exhaustive;
  std::vector<PassCounts> sums(passes.size());
  PatternHistogram histogram;
  for (const PartResult& result : results) {
    for (std::size_t p = 0; p < sums.size() && p < result.passes.size(); ++p) {
      const PassCounts& counts = result.passes[p];
      sums[p].records += counts.records;
      sums[p].pairs += counts.pairs;
      sums[p].new_pairs += counts.new_pairs;
      sums[p].kept += counts.kept;
    }
    for (const PatternCount& count : result.patterns) histogram.add(count.pattern, count.pairs);
    found.edges.insert(found.edges.end(), result.edges.begin(), result.edges.end());
  }
  if (auto checked = check_sums(passes, sums); !checked) return tl::unexpected(checked.error());
  found.patterns = histogram.sorted();
  for (std::size_t p = 0; p < passes.size(); ++p) {
    found.pairs_weighed += sums[p].new_pairs;
    if (found.is_exhaustive) continue;
    found.passes.push_back(passes[p].report);
    found.passes.back().new_pairs = sums[p].new_pairs;
    found.passes.back().kept = sums[p].kept;
  }
  return found;
}

}  // namespace

Result<PartResult> weigh_part(const Comparisons& comparisons, const PartBasis& basis,
                              PartRecords records, const Snapshot& right) {
  if (records.size() == 0) {  // nothing may have been learned either
    PartResult nothing;
    nothing.passes.resize(basis.passes);
    return nothing;
  }
  PartWeigher weigher(comparisons, basis, std::move(records));
  if (basis.learned.is_exhaustive) return weigher.weigh_rows(right);
  return weigher.weigh_runs();
}

Result<Linkage> link_parts(const Rolls& rolls, const PartBasis& basis,
                           const std::vector<PlannedPass>& passes,
                           const std::vector<PartResult>& results) {
  if (auto checked = check_snapshots(rolls); !checked) return tl::unexpected(checked.error());
  const Result<Comparisons> comparisons = Comparisons::of(rolls);
  if (!comparisons) return tl::unexpected(comparisons.error());
  const Records left(*comparisons, rolls.snapshots[0]), right(*comparisons, rolls.snapshots[1]);
  const Sides sides{Pairing::between, &left, &right};
  auto found = candidates_of(basis, passes, results);
  if (!found) return tl::unexpected(found.error());
  if (found->is_exhaustive && found->edges.size() > most_kept(sides)) return too_many();
  // Of rolls without rows nothing was learned.
  if (sides.pairs() > 0) {
    if (!found->is_exhaustive) add_passes_left_out(*comparisons, *found);
    finish_candidates(*comparisons, sides, basis.learned.frequencies, *found);
  }
  return link_candidates(*comparisons, sides, std::move(*found));
}

}  // namespace scrutineer::roll
