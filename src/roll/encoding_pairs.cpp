#include "roll/encoding_pairs.hpp"

#include <algorithm>
#include <bit>
#include <numeric>

#include "base/threads.hpp"

namespace scrutineer::roll {

namespace {

// Filters in the order of their numbers of bits, so that those worth a comparison stand together.
struct Side {
  std::vector<Encoding> filters;
  std::vector<std::uint32_t> rows;
  std::vector<std::uint32_t> counts;

  explicit Side(const std::vector<Encoding>& encodings) : rows(encodings.size()) {
    std::iota(rows.begin(), rows.end(), 0U);
    std::vector<std::uint32_t> by_row;
    for (const Encoding& encoding : encodings) by_row.push_back(encoding.count());
    std::stable_sort(rows.begin(), rows.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return by_row[a] < by_row[b]; });
    for (const std::uint32_t row : rows) {
      filters.push_back(encodings[row]);
      counts.push_back(by_row[row]);
    }
  }
};

// The best partner so far, and whether another is as good. Joining is the same in any order.
struct Best {
  std::uint32_t common = 0, total = 1, partner = 0;
  bool is_there = false, is_tied = false;

  Dice dice() const { return {2 * std::uint64_t{common}, total}; }
  void take(const Best& other) {
    if (!other.is_there) return;
    if (!is_there || dice() < other.dice()) {
      *this = other;
    } else if (!(other.dice() < dice()) && other.partner != partner) {
      is_tied = true;
      partner = std::min(partner, other.partner);
    }
  }
};

constexpr std::size_t kBlock = 256;

// The bits that `one` has in common with each of `count` others.
inline __attribute__((always_inline)) void count_common(const Encoding& one, const Encoding* others,
                                                        std::size_t count, std::uint32_t* common) {
  for (std::size_t i = 0; i < count; ++i) {
    std::uint32_t bits = 0;
    for (std::size_t w = 0; w < one.words.size(); ++w) {
      bits += static_cast<std::uint32_t>(__builtin_popcountll(one.words[w] & others[i].words[w]));
    }
    common[i] = bits;
  }
}

using Counter = void (*)(const Encoding&, const Encoding*, std::size_t, std::uint32_t*);

void count_common_plain(const Encoding& one, const Encoding* others, std::size_t count,
                        std::uint32_t* common) {
  count_common(one, others, count, common);
}

#if defined(__x86_64__)
// With the processor's own instruction, which the baseline that we build for does not have.
__attribute__((target("popcnt"))) void count_common_popcnt(const Encoding& one,
                                                           const Encoding* others,
                                                           std::size_t count,
                                                           std::uint32_t* common) {
  count_common(one, others, count, common);
}
Counter counter() {
  return __builtin_cpu_supports("popcnt") ? count_common_popcnt : count_common_plain;
}
#else
Counter counter() { return count_common_plain; }
#endif

// What one slice of the left side found.
struct Piece {
  std::vector<Best> left, right;
  std::uint64_t compared = 0;
};

class Comparer {
 public:
  Comparer(const Side& left, const Side& right, const Dice& least)
      : left_(left), right_(right), least_(least) {}

  Piece compare(std::size_t begin, std::size_t end) const {
    Piece piece;
    piece.left.resize(end - begin);
    piece.right.resize(right_.filters.size());
    for (std::size_t l = begin; l < end; ++l) compare(l, piece.left[l - begin], piece);
    return piece;
  }

 private:
  // Common bits are at most those of the smaller one: 2·min / (a + b) >= n/d bounds the other.
  void compare(std::size_t l, Best& best, Piece& piece) const {
    const std::uint64_t bits = left_.counts[l], n = least_.numerator, d = least_.denominator;
    const auto low = std::lower_bound(
        right_.counts.begin(), right_.counts.end(), bits, [&](std::uint64_t other, std::uint64_t) {
          return 2 * other * d < n * (other + bits);  // too few, where other <= bits
        });
    auto at = static_cast<std::size_t>(low - right_.counts.begin());
    std::array<std::uint32_t, kBlock> common{};
    while (at < right_.counts.size() && 2 * bits * d >= n * (right_.counts[at] + bits)) {
      const std::size_t count = std::min(kBlock, right_.counts.size() - at);
      counter_(left_.filters[l], &right_.filters[at], count, common.data());
      piece.compared += count;
      for (std::size_t i = 0; i < count; ++i) {
        const auto total = static_cast<std::uint32_t>(bits + right_.counts[at + i]);
        if (total == 0 || 2 * common[i] * d < n * total) continue;
        best.take({common[i], total, right_.rows[at + i], true, false});
        piece.right[right_.rows[at + i]].take({common[i], total, left_.rows[l], true, false});
      }
      at += count;
    }
  }

  const Side& left_;
  const Side& right_;
  const Dice& least_;
  Counter counter_ = counter();
};

}  // namespace

EncodedPairs best_pairs(const std::vector<Encoding>& left, const std::vector<Encoding>& right,
                        const Dice& least) {
  const Side left_side(left), right_side(right);
  const Comparer comparer(left_side, right_side, least);
  // Each slice keeps the best of every right entry: few slices, so that this is little memory.
  const Slices slices{left.size(), std::max<std::size_t>((left.size() + 15) / 16, 1)};
  std::vector<Piece> pieces(slices.count());
  for_each_piece(slices.count(), [&](std::size_t slice) {
    pieces[slice] = comparer.compare(slices.begin(slice), slices.end(slice));
  });
  EncodedPairs found;
  std::vector<Best> left_best(left.size()), right_best(right.size());
  for (std::size_t slice = 0; slice < slices.count(); ++slice) {
    found.compared += pieces[slice].compared;
    for (std::size_t l = slices.begin(slice); l < slices.end(slice); ++l) {
      left_best[left_side.rows[l]] = pieces[slice].left[l - slices.begin(slice)];
    }
    for (std::size_t r = 0; r < right.size(); ++r) right_best[r].take(pieces[slice].right[r]);
  }
  for (std::uint32_t l = 0; l < left.size(); ++l) {
    const Best& best = left_best[l];
    if (!best.is_there) continue;
    if (best.is_tied) {
      ++found.tied;
    } else if (right_best[best.partner].is_tied || right_best[best.partner].partner != l) {
      ++found.not_mutual;
    } else {
      found.pairs.push_back({l, best.partner, best.dice()});
    }
  }
  return found;
}

}  // namespace scrutineer::roll
