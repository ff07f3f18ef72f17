#include "roll/blocking.hpp"

#include <algorithm>
#include <array>

#include "base/threads.hpp"

namespace scrutineer::roll {

namespace {

struct Entry {
  std::uint64_t key = 0;
  std::uint32_t row = 0;
};

bool comes_before(const Entry& a, const Entry& b) {
  return a.key != b.key ? a.key < b.key : a.row < b.row;
}

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
      : sides_(sides), pass_(pass), limits_(limits), every_(every) {
    for (const KeyPart& part : pass.parts) tables_.push_back(table(comparisons, part));
    for (const KeyPart& part : pass.refiners) refiners_.push_back(table(comparisons, part));
  }

  Blocks run() {
    spread();
    std::vector<Blocks> pieces(kBuckets);
    for_each_piece(kBuckets, [&](std::size_t bucket) {
      const auto begin = entries_.begin() + static_cast<std::ptrdiff_t>(bucket_ends_[bucket]);
      const auto end = entries_.begin() + static_cast<std::ptrdiff_t>(bucket_ends_[bucket + 1]);
      std::sort(begin, end, comes_before);
      divide(begin, end, 0, pieces[bucket]);
    });
    entries_ = {};
    return joined(std::move(pieces));
  }

 private:
  static constexpr std::size_t kBuckets = 256;
  using Iterator = std::vector<Entry>::iterator;

  static std::vector<std::uint32_t> table(const Comparisons& comparisons, const KeyPart& part) {
    return part_table(comparisons.space(part.comparison), part.kind);
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
    std::array<std::uint32_t, 8> parts{};
    for (std::size_t i = 0; i < tables_.size(); ++i) {
      parts[i] = tables_[i][cells[pass_.parts[i].comparison]];
      if (parts[i] == 0) return 0;
    }
    if (pass_.any_order && parts[0] > parts[1]) std::swap(parts[0], parts[1]);
    std::uint64_t key = 0;
    for (std::size_t i = 0; i < tables_.size(); ++i) key = mixed(key, parts[i]);
    return every_ <= 1 || key % every_ == 0 ? std::max<std::uint64_t>(key, 1) : 0;
  }

  // The entries by the first eight bits of their keys, in the order of rows (a radix sort's first
  // round): each bucket then fits a core's own cache.
  void spread() {
    const Slices slices{all_rows(), std::size_t{1} << 16U};
    std::vector<std::array<std::size_t, kBuckets>> places(slices.count());
    std::vector<std::uint64_t> keys(all_rows());
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
        entries_[places[slice][keys[i] >> 56U]++] = {keys[i], static_cast<std::uint32_t>(i)};
      }
    });
  }

  // Of sorted entries.
  void divide(Iterator begin, Iterator end, std::size_t depth, Blocks& blocks) const {
    while (begin != end) {
      Iterator last = begin;
      while (last != end && last->key == begin->key) ++last;
      take(begin, last, depth, blocks);
      begin = last;
    }
  }

  void take(Iterator begin, Iterator end, std::size_t depth, Blocks& blocks) const {
    const auto rows = static_cast<std::uint64_t>(end - begin);
    const Iterator middle =
        sides_.pairing == Pairing::within
            ? end
            : std::partition_point(begin, end, [&](const Entry& e) { return e.row < left_rows(); });
    const auto left = static_cast<std::uint64_t>(middle - begin);
    const std::uint64_t pairs =
        sides_.pairing == Pairing::within ? rows * (rows - 1) / 2 : left * (rows - left);
    if (pairs == 0) return;
    const bool is_long = pairs > limits_.pairs_per_record * rows;
    if (is_long && depth < refiners_.size()) {
      if (depth == 0) ++blocks.divided_runs;
      const std::size_t comparison = pass_.refiners[depth].comparison;
      for (Iterator e = begin; e != end; ++e) {
        e->key = mixed(e->key, refiners_[depth][row(e->row)[comparison]]);
      }
      std::sort(begin, end, comes_before);
      divide(begin, end, depth + 1, blocks);
      return;
    }
    Run run;
    run.begin = static_cast<std::uint32_t>(blocks.rows.size());
    run.middle = run.begin + static_cast<std::uint32_t>(left);
    run.end = run.begin + static_cast<std::uint32_t>(rows);
    run.is_windowed = is_long;
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
  std::vector<std::vector<std::uint32_t>> tables_, refiners_;
  std::vector<Entry> entries_;
  std::array<std::size_t, kBuckets + 1> bucket_ends_{};
};

}  // namespace

std::vector<std::uint32_t> part_table(const ValueSpace& space, PartKind kind) {
  std::vector<std::uint32_t> table(space.size(), 0);
  for (ValueId value = 1; value < space.size(); ++value) table[value] = part_of(space, kind, value);
  return table;
}

Blocks block(const Comparisons& comparisons, const Sides& sides, const Pass& pass,
             const BlockLimits& limits, std::uint64_t every) {
  return Blocker(comparisons, sides, pass, limits, every).run();
}

}  // namespace scrutineer::roll
