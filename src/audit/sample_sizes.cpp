#include "audit/sample_sizes.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <span>

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

// Cards of which nearly all have one value, as in a comparison: what matters of an order of drawing
// is where the few others stand. Up to the first of them all runs are the same, and share what was
// worked out once.
class FewOthers {
 public:
  static bool fits(const std::vector<double>& values) {
    const double usual = usual_of(values);
    const auto others =
        values.size() - static_cast<std::size_t>(std::count(values.begin(), values.end(), usual));
    return others <= kMostOthers && others * 100 <= values.size();
  }

  FewOthers(const Martingale& fresh, const std::vector<double>& values, double alpha)
      : cards_(values.size()), alpha_(alpha), usual_(kStretch, usual_of(values)) {
    for (const double value : values) {
      if (value != usual_[0]) others_.push_back(value);
    }
    Martingale martingale = fresh;
    kept_.push_back(martingale);
    while (martingale.p_value() > alpha_ && without_others_ < cards_) {
      const std::size_t most = std::min(kEvery, cards_ - without_others_);
      without_others_ += martingale.feed_until(alpha_, std::span(usual_).first(most));
      kept_.push_back(martingale);
    }
    meets_without_others_ = martingale.p_value() <= alpha_;
  }

  // -1: never.
  std::int64_t size_of_run(Random random) const {
    const std::vector<std::size_t> at = random.sample(cards_, others_.size());
    if (at.empty() || at[0] >= without_others_) {
      return meets_without_others_ ? static_cast<std::int64_t>(without_others_) : -1;
    }
    std::vector<double> others = others_;
    random.shuffle(others);
    Martingale martingale = kept_[at[0] / kEvery];
    std::size_t drawn = at[0] / kEvery * kEvery;
    for (std::size_t i = 0; i <= at.size(); ++i) {
      const std::size_t end = i < at.size() ? at[i] : cards_;
      while (drawn < end) {
        const std::size_t most = std::min(kStretch, end - drawn);
        const std::size_t used = martingale.feed_until(alpha_, std::span(usual_).first(most));
        drawn += used;
        if (martingale.p_value() <= alpha_) return static_cast<std::int64_t>(drawn);
        if (used < most) return -1;
      }
      if (i == at.size()) break;
      martingale.feed(others[i]);
      ++drawn;
      if (martingale.p_value() <= alpha_) return static_cast<std::int64_t>(drawn);
    }
    return -1;
  }

 private:
  static constexpr std::size_t kMostOthers = 64;
  static constexpr std::size_t kEvery = 16;  // cards between two martingales that are kept
  static constexpr std::size_t kStretch = 1024;

  // The value that more than half of the cards have, where there is one (Boyer & Moore 1991).
  static double usual_of(const std::vector<double>& values) {
    double usual = 0;
    std::size_t lead = 0;
    for (const double value : values) {
      if (lead == 0) usual = value;
      lead = value == usual ? lead + 1 : lead - 1;
    }
    return usual;
  }

  std::size_t cards_;
  double alpha_;
  std::vector<double> usual_, others_;
  std::vector<Martingale> kept_;  // after 0, 16, 32, … usual cards
  std::size_t without_others_ = 0;
  bool meets_without_others_ = false;
};

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
  std::optional<FewOthers> few;
  if (FewOthers::fits(values)) few.emplace(fresh, values, alpha);
  for (std::int64_t run = 0; run < runs; ++run) {
    const Random random = source.fork(static_cast<std::uint64_t>(run));
    const std::int64_t size =
        few ? few->size_of_run(random) : size_of_run(fresh, values, alpha, random, swapped);
    if (size >= 0) result.sizes.push_back(size);
  }
  std::sort(result.sizes.begin(), result.sizes.end());
  return result;
}

}  // namespace scrutineer
