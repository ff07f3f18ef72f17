// How far alternatives that choose for themselves can move one row. As each chooses apart from the
// others, the most that they add to the row is the sum of what each adds at most: exact. The fewest
// votes for a given sum are bounded by letting each take its options in part (a knapsack of
// multiple choice, relaxed): along the upper hull of its options, the best ratio first.
#include <algorithm>

#include "outcome/doubts_regions.hpp"

namespace scrutineer::doubting {

namespace {

// Beyond this a product with a cost may not fit 128 bits.
constexpr Wide kLargestGain = Wide{1} << 62;

struct Point {  // an option, as the row sees it
  Votes cost = 0;
  Wide gain = 0;
};

// From one option to the next dearer one of the hull.
struct StepUp {
  Wide cost = 0;
  Wide gain = 0;
};

bool steeper(const StepUp& a, const StepUp& b) { return a.gain * b.cost > b.gain * a.cost; }

class Reach {
 public:
  Reach(const Area& area, const std::vector<std::int64_t>& weight) {
    for (std::size_t p = 0; p < weight.size(); ++p) {
      if (weight[p] != 0) moved_.push_back({p, weight[p]});
    }
    for (const auto& options : area.lone) add(options);
  }

  bool fits() const { return fits_; }
  Wide most() const { return most_; }

  // Fewest votes for `missing`, with at most `beside` votes that each add `effect`.
  Wide least_votes(Wide missing, Votes beside, std::int64_t effect) {
    if (beside > 0 && effect > 0) steps_.push_back({beside, Wide{beside} * effect});
    missing -= first_.gain;
    Wide votes = first_.cost;
    std::sort(steps_.begin(), steps_.end(), steeper);
    for (const StepUp& step : steps_) {
      if (missing <= 0) break;
      const Wide part = std::min(missing, step.gain);
      votes += part == step.gain ? step.cost : ceil_divide(part * step.cost, step.gain);
      missing -= part;
    }
    return votes;
  }

 private:
  struct Weight {
    std::size_t party;
    std::int64_t weight;
  };

  void add(const std::vector<LoneOption>& options) {
    points_.clear();
    for (const LoneOption& option : options) {
      Wide gain = 0;
      for (const Weight& w : moved_) gain += static_cast<Wide>(w.weight) * option.change[w.party];
      fits_ = fits_ && gain < kLargestGain && gain > -kLargestGain;
      points_.push_back({option.cost, gain});
    }
    if (!fits_) return;
    take_hull();
  }

  void take_hull() {
    std::sort(points_.begin(), points_.end(), [](const Point& a, const Point& b) {
      return a.cost != b.cost ? a.cost < b.cost : a.gain > b.gain;
    });
    hull_.clear();
    for (const Point& next : points_) {
      if (!hull_.empty() && next.gain <= hull_.back().gain) continue;
      while (hull_.size() > 1 && lies_below(hull_[hull_.size() - 2], hull_.back(), next)) {
        hull_.pop_back();
      }
      hull_.push_back(next);
    }
    first_.cost += hull_.front().cost;
    first_.gain += hull_.front().gain;
    most_ += hull_.back().gain;
    for (std::size_t i = 1; i < hull_.size(); ++i) {
      steps_.push_back({hull_[i].cost - hull_[i - 1].cost, hull_[i].gain - hull_[i - 1].gain});
    }
  }

  static bool lies_below(const Point& a, const Point& between, const Point& b) {
    return (between.gain - a.gain) * (b.cost - a.cost) <=
           (b.gain - a.gain) * (between.cost - a.cost);
  }

  std::vector<Weight> moved_;
  std::vector<Point> points_, hull_;
  std::vector<StepUp> steps_;
  StepUp first_;  // each at its cheapest
  Wide most_ = 0;
  bool fits_ = true;
};

}  // namespace

std::optional<Reached> reach_of_lone(const Area& area, const Row& row, Wide missing,
                                     std::int64_t effect) {
  Reach reach(area, row.weight);
  Reached reached;
  const Wide beside = static_cast<Wide>(area.available_beside) * effect;
  if (!reach.fits() || beside >= kLargestGain) return std::nullopt;
  reached.possible = reach.most() + beside >= missing;
  if (reached.possible) {
    reached.votes = reach.least_votes(missing, area.available_beside, effect);
  }
  return reached;
}

}  // namespace scrutineer::doubting
