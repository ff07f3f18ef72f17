// Random numbers from a recorded seed: the same on any machine, with any compiler and library.
// xoshiro256** (Blackman & Vigna 2021, "Scrambled linear pseudorandom number generators"), its
// state filled by splitmix64 (Steele, Lea & Flood 2014). Whole numbers are drawn without bias by
// integer arithmetic alone. Not for secrets: whoever knows the seed knows every draw, which is what
// a public seed is for.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace scrutineer {

class Random {
 public:
  explicit Random(std::uint64_t seed);

  // 64 uniform bits.
  std::uint64_t next();

  // Uniform on 0, …, n − 1, for n >= 1; unbiased (Lemire 2019).
  std::uint64_t below(std::uint64_t n);

  // Uniform on low, …, high, both included, for low <= high.
  std::int64_t between(std::int64_t low, std::int64_t high);

  // A multiple of 2^-53 in [0, 1).
  double uniform();

  // Nearly normal, mean 0, variance 1: the sum of twelve uniform numbers less 6 (Irwin–Hall), so
  // never beyond ±6. Sums of multiples of 2^-53 are exact enough to be the same everywhere; no
  // logarithm is asked for.
  double nearly_normal();

  // An independent stream for a part of the work: depends on this one's seed and the label alone,
  // not on what has been drawn, so that parts may be drawn in any order.
  Random fork(std::string_view label) const;
  Random fork(std::uint64_t number) const;

  // Every order equally likely (Fisher & Yates).
  template <typename T>
  void shuffle(std::vector<T>& items) {
    for (std::size_t i = items.size(); i > 1; --i) std::swap(items[i - 1], items[below(i)]);
  }

  // `count` different numbers of 0, …, n − 1, ascending; every set equally likely (Floyd). All of
  // them where count >= n.
  std::vector<std::size_t> sample(std::size_t n, std::size_t count);

 private:
  std::uint64_t seed_;
  std::array<std::uint64_t, 4> state_;
};

}  // namespace scrutineer
