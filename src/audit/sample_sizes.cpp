#include "audit/sample_sizes.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/random.hpp"

namespace scrutineer {

namespace {

constexpr std::size_t kFirstBlock = 64;

// Draws in growing blocks until the limit is met; then puts every card back where it was.
std::int64_t size_of_run(Martingale martingale, std::vector<double>& values, double alpha,
                         Random random, std::vector<std::size_t>& swapped) {
  swapped.clear();
  std::size_t used = 0;
  bool is_met = martingale.p_value() <= alpha;
  for (std::size_t block = kFirstBlock; !is_met && used < values.size(); block *= 2) {
    const std::size_t end = std::min(values.size(), used + block);
    for (std::size_t i = used; i < end; ++i) {
      swapped.push_back(i + random.below(values.size() - i));
      std::swap(values[i], values[swapped.back()]);
    }
    used += martingale.feed_until(alpha, std::span(values).subspan(used, end - used));
    is_met = martingale.p_value() <= alpha;
    if (used < end && !is_met) break;
  }
  for (std::size_t i = swapped.size(); i > 0; --i) std::swap(values[i - 1], values[swapped[i - 1]]);
  return is_met ? static_cast<std::int64_t>(used) : -1;
}

}  // namespace

std::size_t rank_of(double share, std::size_t count) {
  const double rank = std::ceil(share * static_cast<double>(count) - 1e-9);
  return static_cast<std::size_t>(std::max(1.0, rank)) - 1;
}

std::int64_t SampleSizes::quantile(double share) const {
  const std::size_t rank = rank_of(share, static_cast<std::size_t>(runs));
  return rank < sizes.size() ? sizes[rank] : cards;
}

double SampleSizes::mean() const {
  const auto never = static_cast<double>(runs) - static_cast<double>(sizes.size());
  const double sum = std::accumulate(sizes.begin(), sizes.end(), 0.0);
  return runs > 0 ? (sum + never * static_cast<double>(cards)) / static_cast<double>(runs) : 0;
}

SampleSizes simulate_sample_sizes(const Martingale& fresh, std::vector<double> values, double alpha,
                                  std::int64_t runs, std::uint64_t seed) {
  const Random source(seed);
  SampleSizes result;
  result.runs = runs;
  result.cards = static_cast<std::int64_t>(values.size());
  std::vector<std::size_t> swapped;
  for (std::int64_t run = 0; run < runs; ++run) {
    const std::int64_t size =
        size_of_run(fresh, values, alpha, source.fork(static_cast<std::uint64_t>(run)), swapped);
    if (size >= 0) result.sizes.push_back(size);
  }
  std::sort(result.sizes.begin(), result.sizes.end());
  return result;
}

}  // namespace scrutineer
