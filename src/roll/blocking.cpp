#include "roll/blocking.hpp"

#include <algorithm>
#include <array>

#include "base/threads.hpp"

namespace scrutineer::roll {

namespace {

// Twelve bytes: there are as many as rows.
struct Entry {
  std::uint32_t upper = 0, lower = 0;  // halves of the key
  std::uint32_t row = 0;

  std::uint64_t key() const { return std::uint64_t{upper} << 32U | lower; }
  void set_key(std::uint64_t key) {
    upper = static_cast<std::uint32_t>(key >> 32U);
    lower = static_cast<std::uint32_t>(key);
  }
};

struct ComesBefore {
  bool operator()(const Entry& a, const Entry& b) const {
    const std::uint64_t left = a.key(), right = b.key();
    return left != right ? left < right : a.row < b.row;
  }
};

// The finaliser of MurmurHash3 after each part. Two keys of 2^21 fall together by chance once in
// four million rolls; such pairs would only be compared in vain.
std::uint64_t mixed(std::uint64_t key, std::uint32_t part) {
  key = (key ^ part) + 0x9e3779b97f4a7c15U;
  key = (key ^ key >> 33U) * 0xff51afd7ed558ccdU;
  key = (key ^ key >> 33U) * 0xc4ceb9fe1a85ec53U;
  return key ^ key >> 33U;
}

// Of the skeleton, where there is one, so that a name begins alike in both scripts.
std::uint32_t beginning(const ValueSpace& space, ValueId value, std::size_t length) {
  const std::string_view skeleton = space.skeleton_text(value);
  const std::string_view signs = skeleton.empty() ? space.signs(value) : skeleton;
  std::uint32_t hash = 0x811c9dc5U;
  for (const char sign : signs.substr(0, length)) {
    hash = (hash ^ static_cast<unsigned char>(sign)) * 0x01000193U;
  }
  return hash == 0 ? 1 : hash;
}

std::uint32_t part_of(const ValueSpace& space, PartKind kind, ValueId value) {
  const bool is_date = space.kind() == FieldKind::birth_date;
  const bool is_whole = is_date && !space.is_default_day(value);
  switch (kind) {
    case PartKind::value:
      return !is_date || is_whole ? value : 0;
    case PartKind::skeleton:
      return space.skeleton(value);
    case PartKind::year:
      return space.date(value) >> 16U;
    case PartKind::month:
      return is_whole ? space.date(value) >> 8U : 0;
    case PartKind::beginning1:
      return beginning(space, value, 1);
    case PartKind::beginning2:
      return beginning(space, value, 2);
    case PartKind::beginning3:
      break;
  }
  return beginning(space, value, 3);
}

class Blocker {
 public:
  Blocker(const Comparisons& comparisons, const Sides& sides, const Pass& pass,
          const BlockLimits& limits, std::uint64_t every)
      : sides_(sides),
        pass_(pass),
        limits_(limits),
        every_(every),
        parts_(part_readers(comparisons, pass.parts)),
        refiners_(part_readers(comparisons, pass.refiners)),
        most_pairs_(limits.pairs_per_record) {}

  Blocks run() {
    spread();
    std::vector<Densities> densities(kBuckets);
    for_each_piece(kBuckets, [&](std::size_t bucket) {
      std::sort(begin_of(bucket), begin_of(bucket + 1), ComesBefore());
      densities[bucket] = densities_of(begin_of(bucket), begin_of(bucket + 1));
    });
    if (!refiners_.empty()) choose_most_pairs(densities);
    std::vector<Blocks> pieces(kBuckets);
    for_each_piece(kBuckets, [&](std::size_t bucket) {
      divide(begin_of(bucket), begin_of(bucket + 1), 0, pieces[bucket]);
    });
    entries_ = {};
    return joined(std::move(pieces));
  }

 private:
  static constexpr std::size_t kBuckets = 256;
  using Iterator = LargeVector<Entry>::iterator;

  // Of runs of equal keys, by how many pairs a record they have, rounded down; the last takes all
  // that have more.
  struct Densities {
    static constexpr std::size_t kMost = 64;
    std::array<std::uint64_t, kMost + 1> pairs{}, rows{};
  };

  Iterator begin_of(std::size_t bucket) {
    return entries_.begin() + static_cast<std::ptrdiff_t>(bucket_ends_[bucket]);
  }
  std::size_t left_rows() const { return sides_.left->size(); }
  std::size_t all_rows() const {
    return left_rows() + (sides_.pairing == Pairing::between ? sides_.right->size() : 0);
  }
  const ValueId* row(std::size_t number) const {
    return number < left_rows() ? sides_.left->row(number)
                                : sides_.right->row(number - left_rows());
  }

  // 0: a part is not stated, or the key is not in the sample.
  std::uint64_t key_of(const ValueId* cells) const {
    std::uint64_t key = 0;
    for (std::size_t i = 0; i < parts_.size(); ++i) {
      std::uint32_t part = parts_[i](cells);
      if (part == 0) return 0;
      if (pass_.any_order && i < 2) {
        const std::uint32_t other = parts_[1 - i](cells);
        part = i == 0 ? std::min(part, other) : std::max(part, other);
        if (other == 0) return 0;
      }
      key = mixed(key, part);
    }
    return every_ <= 1 || key % every_ == 0 ? std::max<std::uint64_t>(key, 1) : 0;
  }

  // The entries by the first eight bits of their keys, in the order of rows (a radix sort's first
  // round): each bucket then fits a core's own cache.
  void spread() {
    const Slices slices{all_rows(), std::size_t{1} << 16U};
    std::vector<std::array<std::size_t, kBuckets>> places(slices.count());
    LargeVector<std::uint64_t> keys(all_rows());
    for_each_piece(slices.count(), [&](std::size_t slice) {
      places[slice] = {};
      for (std::size_t i = slices.begin(slice); i < slices.end(slice); ++i) {
        keys[i] = key_of(row(i));
        if (keys[i] != 0) ++places[slice][keys[i] >> 56U];
      }
    });
    std::size_t total = 0;
    for (std::size_t bucket = 0; bucket < kBuckets; ++bucket) {
      bucket_ends_[bucket] = total;
      for (auto& place : places) {
        const std::size_t count = place[bucket];
        place[bucket] = total;
        total += count;
      }
    }
    bucket_ends_[kBuckets] = total;
    entries_.resize(total);
    for_each_piece(slices.count(), [&](std::size_t slice) {
      for (std::size_t i = slices.begin(slice); i < slices.end(slice); ++i) {
        if (keys[i] == 0) continue;
        Entry& entry = entries_[places[slice][keys[i] >> 56U]++];
        entry.set_key(keys[i]);
        entry.row = static_cast<std::uint32_t>(i);
      }
    });
  }

  // Where the run of the entry at `begin` ends, the entries being sorted.
  static Iterator end_of_run(Iterator begin, Iterator end) {
    Iterator last = begin;
    while (last != end && last->key() == begin->key()) ++last;
    return last;
  }

  // Of one run's entries: where those of the right side begin, and how many pairs there are.
  struct Parted {
    Iterator middle;
    std::uint64_t pairs = 0;
  };
  Parted parted(Iterator begin, Iterator end) const {
    const auto rows = static_cast<std::uint64_t>(end - begin);
    if (sides_.pairing == Pairing::within) return {end, rows * (rows - 1) / 2};
    const Iterator middle =
        std::partition_point(begin, end, [&](const Entry& e) { return e.row < left_rows(); });
    const auto left = static_cast<std::uint64_t>(middle - begin);
    return {middle, left * (rows - left)};
  }

  Densities densities_of(Iterator begin, Iterator end) const {
    Densities densities;
    while (begin != end) {
      const Iterator last = end_of_run(begin, end);
      const auto rows = static_cast<std::uint64_t>(last - begin);
      const std::uint64_t pairs = parted(begin, last).pairs;
      const std::size_t density = std::min<std::uint64_t>(pairs / rows, Densities::kMost);
      densities.pairs[density] += pairs;
      densities.rows[density] += rows;
      begin = last;
    }
    return densities;
  }

  // The most pairs a record that a run may have, so that the pass has no more than its share even
  // where the pieces of divided runs have as many as they may.
  void choose_most_pairs(const std::vector<Densities>& buckets) {
    Densities all;
    std::uint64_t pairs = 0;
    for (const Densities& bucket : buckets) {
      for (std::size_t d = 0; d <= Densities::kMost; ++d) {
        all.pairs[d] += bucket.pairs[d];
        all.rows[d] += bucket.rows[d];
        pairs += bucket.pairs[d];
      }
    }
    const std::uint64_t share =
        std::max(limits_.pass_pairs_per_record * entries_.size(), limits_.few_pairs);
    std::uint64_t rows = 0;  // of runs that would be divided
    if (pairs <= share) return;
    for (std::size_t d = Densities::kMost; d > 0 && d >= limits_.least_pairs_per_record; --d) {
      pairs -= all.pairs[d];
      rows += all.rows[d];
      if (d <= most_pairs_) most_pairs_ = d;
      if (d <= limits_.pairs_per_record && pairs + rows * d <= share) return;
    }
  }

  // Of sorted entries.
  void divide(Iterator begin, Iterator end, std::size_t depth, Blocks& blocks) const {
    while (begin != end) {
      const Iterator last = end_of_run(begin, end);
      take(begin, last, depth, blocks);
      begin = last;
    }
  }

  void take(Iterator begin, Iterator end, std::size_t depth, Blocks& blocks) const {
    const auto rows = static_cast<std::uint64_t>(end - begin);
    const auto [middle, pairs] = parted(begin, end);
    if (pairs == 0) return;
    if (pairs > most_pairs_ * rows && depth < refiners_.size()) {
      if (depth == 0) ++blocks.divided_runs;
      for (Iterator e = begin; e != end; ++e) {
        e->set_key(mixed(e->key(), refiners_[depth](row(e->row))));
      }
      std::sort(begin, end, ComesBefore());
      divide(begin, end, depth + 1, blocks);
      return;
    }
    const bool is_long = pairs > limits_.pairs_per_record * rows;
    Run run;
    run.begin = static_cast<std::uint32_t>(blocks.rows.size());
    run.middle = run.begin + static_cast<std::uint32_t>(middle - begin);
    run.end = run.begin + static_cast<std::uint32_t>(rows);
    run.is_windowed = is_long;
    run.depth = static_cast<std::uint8_t>(depth);
    for (Iterator e = begin; e != end; ++e) blocks.rows.push_back(e->row);
    blocks.runs.push_back(run);
    std::uint64_t taken = pairs;
    if (is_long) {
      taken = 0;
      for_each_pair(run, sides_.pairing, limits_, [&](std::uint32_t, std::uint32_t) { ++taken; });
      ++blocks.windowed_runs;
    }
    blocks.pairs += taken;
    blocks.pairs_left_out += pairs - taken;
  }

  static Blocks joined(std::vector<Blocks> pieces) {
    Blocks all;
    std::size_t rows = 0, runs = 0;
    for (const Blocks& piece : pieces) rows += piece.rows.size(), runs += piece.runs.size();
    all.rows.reserve(rows);
    all.runs.reserve(runs);
    for (Blocks& piece : pieces) {
      const auto base = static_cast<std::uint32_t>(all.rows.size());
      all.rows.insert(all.rows.end(), piece.rows.begin(), piece.rows.end());
      for (Run run : piece.runs) {
        run.begin += base;
        run.middle += base;
        run.end += base;
        all.runs.push_back(run);
      }
      all.divided_runs += piece.divided_runs;
      all.windowed_runs += piece.windowed_runs;
      all.pairs += piece.pairs;
      all.pairs_left_out += piece.pairs_left_out;
      piece = {};
    }
    return all;
  }

  const Sides& sides_;
  const Pass& pass_;
  const BlockLimits& limits_;
  std::uint64_t every_;
  std::vector<PartReader> parts_, refiners_;
  std::uint64_t most_pairs_;  // of a run, a record
  LargeVector<Entry> entries_;
  std::array<std::size_t, kBuckets + 1> bucket_ends_{};
};

}  // namespace

std::vector<std::uint32_t> part_table(const ValueSpace& space, PartKind kind) {
  std::vector<std::uint32_t> table(space.size(), 0);
  for (ValueId value = 1; value < space.size(); ++value) table[value] = part_of(space, kind, value);
  return table;
}

PartReader::PartReader(const Comparisons& comparisons, const KeyPart& part) : at_(part.comparison) {
  const ValueSpace& space = comparisons.space(part.comparison);
  const std::size_t skeleton_at = comparisons.list[part.comparison].skeleton_at;
  if (part.kind == PartKind::skeleton && skeleton_at != 0) {
    at_ = skeleton_at;
  } else if (part.kind != PartKind::value || space.kind() == FieldKind::birth_date) {
    table_ = part_table(space, part.kind);
  }
}

std::vector<PartReader> part_readers(const Comparisons& comparisons,
                                     const std::vector<KeyPart>& parts) {
  std::vector<PartReader> readers;
  for (const KeyPart& part : parts) readers.emplace_back(comparisons, part);
  return readers;
}

Blocks block(const Comparisons& comparisons, const Sides& sides, const Pass& pass,
             const BlockLimits& limits, std::uint64_t every) {
  return Blocker(comparisons, sides, pass, limits, every).run();
}

}  // namespace scrutineer::roll
