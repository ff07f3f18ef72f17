#include "outcome/doubts_regions.hpp"

#include <algorithm>
#include <limits>

#include "outcome/doubts_keys.hpp"

namespace scrutineer::doubting {

namespace {

constexpr std::size_t kMostRegions = 20'000;

// Most that one doubtful vote can add to the row's sum; with `options`, also one that an option
// moves.
std::int64_t best_effect(const Area& area, const std::vector<std::int64_t>& weight, bool options) {
  std::int64_t best = 0;
  std::int64_t highest = 0;
  std::int64_t lowest = 0;
  for (std::size_t p = 0; p < weight.size(); ++p) {
    highest = std::max(highest, weight[p]);
    lowest = std::min(lowest, weight[p]);
    if (area.add_to[p]) best = std::max(best, weight[p]);
    if (area.take_from[p]) best = std::max(best, -weight[p]);
    for (std::size_t q = 0; area.switches && q < weight.size(); ++q) {
      if (area.switch_to[p][q]) best = std::max(best, weight[q] - weight[p]);
    }
  }
  // An option may both raise and lower; it counts the larger of the two.
  return options ? highest - lowest : best;
}

// Lists the ways to split the prizes. Of A's last prizes one is the lowest, of the first ones that
// A does not leave to the others one is the highest: with either as the bar, each party is compared
// with the bar alone. The bar is taken from the side with fewer parties.
class Lister {
 public:
  Lister(const Arena& arena, std::size_t area, const Stage& stage, const Asked& asked,
         std::optional<Votes> above, Votes limit, bool only_least)
      : arena_(arena),
        area_(area),
        stage_(stage),
        asked_(asked),
        above_(above),
        limit_(limit),
        only_least_(only_least),
        scratch_{area, std::vector<std::int64_t>(arena.problem->parties, 0), 0} {}

  void run() {
    for (const Standing& standing : standings(arena_, area_, stage_.list, list_.complete)) {
      standing_ = &standing;
      const auto bound = region_bound(arena_, standing.rows);
      if (!bound || *bound > limit_) continue;
      split_sides();
      if (asked_.or_vacant) offer({vacancy(arena_, area_, standing)});
      if (asked_.prizes > stage_.prizes || ours_.empty()) continue;
      if (ours_.size() <= others_.size() || others_.empty()) {
        for (const Entrant* own : ours_) bars_of_ours(*own, *bound);
      } else {
        for (const Entrant* rival : others_) bars_of_others(*rival, *bound);
      }
    }
  }

  Regions take() { return std::move(list_); }
  std::optional<Votes> least() const { return least_; }

 private:
  // A party and, for each number of prizes, the least votes for it to hold (of A) or to be left
  // (outside) so many.
  struct Side {
    const Entrant* entrant;
    std::vector<std::optional<Votes>> bounds;
  };

  void split_sides() {
    ours_.clear();
    others_.clear();
    for (const Entrant& entrant : standing_->entrants) {
      (asked_.side[entrant.parties.front()] ? ours_ : others_).push_back(&entrant);
    }
  }

  // The bar is the last prize that A counts on: party and number.
  void bars_of_ours(const Entrant& own, Votes floor) {
    bar_ = &own;
    bar_is_ours_ = true;
    const auto positive = row_bound(arena_, positive_row(arena_, area_, own));
    if (!positive) return;
    for (number_ = 1; number_ <= asked_.prizes; ++number_) {
      weigh(asked_.prizes - number_, stage_.prizes - asked_.prizes, std::max(floor, *positive));
    }
  }

  // The bar is the first prize that A does not leave to the others.
  void bars_of_others(const Entrant& rival, Votes floor) {
    bar_ = &rival;
    bar_is_ours_ = false;
    const Seats most = stage_.prizes - asked_.prizes;
    for (number_ = 1; number_ <= most + 1; ++number_) {
      weigh(asked_.prizes, most - (number_ - 1), floor);
    }
  }

  // One of A holds k prizes before the bar.
  std::vector<Row> held_rows(const Entrant& own, Seats k) const {
    if (k == 0) return {};
    const bool strict = asked_.strict && !bar_is_ours_;
    return {positive_row(arena_, area_, own),
            key_row(arena_, area_, *standing_, own, k, *bar_, number_, strict)};
  }

  // A rival is left j prizes: the bar stands before its next one.
  std::vector<Row> left_rows(const Entrant& rival, Seats j) const {
    const bool strict = asked_.strict && bar_is_ours_;
    return {key_row(arena_, area_, *standing_, *bar_, number_, rival, j + 1, strict)};
  }

  // The same rows' bounds, which are asked for much more often than the rows themselves.
  std::optional<Votes> bound_of_held(const Entrant& own, Seats k) {
    if (k == 0) return 0;
    set_positive_row(own, scratch_);
    const auto some = row_bound(arena_, scratch_);
    if (!some) return std::nullopt;
    set_key_row(arena_, *standing_, area_, own, k, *bar_, number_, asked_.strict && !bar_is_ours_,
                scratch_);
    const auto before = row_bound(arena_, scratch_);
    return before ? std::optional<Votes>(std::max(*some, *before)) : std::nullopt;
  }

  std::optional<Votes> bound_of_left(const Entrant& rival, Seats j) {
    set_key_row(arena_, *standing_, area_, *bar_, number_, rival, j + 1,
                asked_.strict && bar_is_ours_, scratch_);
    return row_bound(arena_, scratch_);
  }

  // Weighs what the bar asks of each party; then each is looked at by itself.
  void weigh(Seats held, Seats left, Votes floor) {
    if (!list_.complete) return;
    held_.clear();
    left_.clear();
    for (const Entrant* own : ours_) {
      if (own == bar_) continue;
      held_.push_back({own, {}});
      for (Seats k = 0; k <= held; ++k) {
        held_.back().bounds.push_back(bound_of_held(*own, k));
        if (!held_.back().bounds.back()) break;
      }
    }
    for (const Entrant* rival : others_) {
      if (rival == bar_) continue;
      left_.push_back({rival, {}});
      for (Seats j = 0; j <= left; ++j) {
        left_.back().bounds.push_back(bound_of_left(*rival, j));
      }
    }
    if (only_least_) return take_least(held, left, floor);
    if (floor > limit_ || !fits(held, left, limit_)) return;
    rows_.clear();
    if (bar_is_ours_) rows_.push_back(positive_row(arena_, area_, *bar_));
    share_held(0, held, left);
  }

  // Most prizes that one of A can hold, for a bound of at most `limit`.
  static Seats most_held(const Side& side, Votes limit) {
    Seats k = 0;
    while (k + 1 < static_cast<Seats>(side.bounds.size())) {
      const auto& next = side.bounds[static_cast<std::size_t>(k + 1)];
      if (!next || *next > limit) break;
      ++k;
    }
    return k;
  }

  // Fewest prizes that a rival must be left, for a bound of at most `limit`.
  static std::optional<Seats> least_left(const Side& side, Votes limit) {
    for (std::size_t j = 0; j < side.bounds.size(); ++j) {
      if (side.bounds[j] && *side.bounds[j] <= limit) return static_cast<Seats>(j);
    }
    return std::nullopt;
  }

  Seats most_held_from(std::size_t first, Votes limit) const {
    Seats sum = 0;
    for (std::size_t i = first; i < held_.size(); ++i) sum += most_held(held_[i], limit);
    return sum;
  }

  std::optional<Seats> least_left_from(std::size_t first, Votes limit) const {
    Seats sum = 0;
    for (std::size_t q = first; q < left_.size(); ++q) {
      const auto least = least_left(left_[q], limit);
      if (!least) return std::nullopt;
      sum += *least;
    }
    return sum;
  }

  bool fits(Seats held, Seats left, Votes limit) const {
    const auto least = least_left_from(0, limit);
    return least && *least <= left && most_held_from(0, limit) >= held;
  }

  // A larger limit never fits less, so the least bound is found by bisection.
  void take_least(Seats held, Seats left, Votes floor) {
    Votes low = floor;
    Votes high = std::min(limit_, least_.value_or(limit_));
    if (low > high || !fits(held, left, high)) return;
    while (low < high) {
      const Votes middle = low + (high - low) / 2;
      if (fits(held, left, middle)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    least_ = low;
  }

  // Chooses k for each other of A.
  void share_held(std::size_t at, Seats held, Seats left) {
    if (!list_.complete) return;
    if (at == held_.size()) {
      if (held == 0) share_left(0, left);
      return;
    }
    const Seats rest = most_held_from(at + 1, limit_);
    const Seats most = std::min(held, most_held(held_[at], limit_));
    for (Seats k = std::max<Seats>(0, held - rest); k <= most; ++k) {
      with_rows(held_rows(*held_[at].entrant, k), [&] { share_held(at + 1, held - k, left); });
    }
  }

  // Chooses j for each other rival; all prizes are shared out, as leaving more is never dearer.
  void share_left(std::size_t at, Seats left) {
    if (!list_.complete) return;
    if (at == left_.size()) {
      offer(rows_);
      return;
    }
    const bool last = at + 1 == left_.size();
    const auto rest = least_left_from(at + 1, limit_);
    const auto least = least_left(left_[at], limit_);
    if (!rest || !least) return;
    for (Seats j = last ? std::max(left, *least) : *least; j + *rest <= left; ++j) {
      with_rows(left_rows(*left_[at].entrant, j), [&] { share_left(at + 1, left - j); });
    }
  }

  template <typename Next>
  void with_rows(const std::vector<Row>& rows, const Next& next) {
    const std::size_t before = rows_.size();
    rows_.insert(rows_.end(), rows.begin(), rows.end());
    next();
    rows_.resize(before);
  }

  void offer(std::vector<Row> rows) {
    rows.insert(rows.end(), standing_->rows.begin(), standing_->rows.end());
    const auto bound = region_bound(arena_, rows);
    if (!bound || *bound > limit_ || (above_ && *bound <= *above_)) return;
    least_ = std::min(least_.value_or(*bound), *bound);
    if (only_least_) return;
    list_.found.push_back({std::move(rows), *bound});
    if (list_.found.size() >= kMostRegions) list_.complete = false;
  }

  const Arena& arena_;
  std::size_t area_;
  const Stage& stage_;
  const Asked& asked_;
  std::optional<Votes> above_;
  Votes limit_;
  bool only_least_;
  Row scratch_;
  const Standing* standing_ = nullptr;
  std::vector<const Entrant*> ours_, others_;
  const Entrant* bar_ = nullptr;
  bool bar_is_ours_ = true;
  Seats number_ = 0;
  std::vector<Side> held_, left_;
  std::vector<Row> rows_;
  std::optional<Votes> least_;
  Regions list_;
};

}  // namespace

std::optional<Votes> row_bound(const Arena& arena, const Row& row) {
  const Area& area = arena.areas[row.area];
  Wide missing = row.at_least;
  for (std::size_t p = 0; p < row.weight.size(); ++p) {
    missing -= static_cast<Wide>(row.weight[p]) * area.votes[p];
  }
  if (missing <= 0) return 0;
  if (!area.lone.empty()) {
    const std::int64_t beside = best_effect(area, row.weight, area.linked);
    if (const auto reached = reach_of_lone(area, row, missing, beside)) {
      if (!reached->possible || reached->votes > area.available) return std::nullopt;
      return static_cast<Votes>(reached->votes);
    }
  }
  const std::int64_t effect = best_effect(area, row.weight, area.alternatives);
  if (effect <= 0) return std::nullopt;
  const Wide votes = ceil_divide(missing, effect);
  if (votes > area.available) return std::nullopt;
  return static_cast<Votes>(votes);
}

std::optional<Votes> region_bound(const Arena& arena, const std::vector<Row>& rows) {
  Votes bound = 0;
  for (const Row& row : rows) {
    const auto here = row_bound(arena, row);
    if (!here) return std::nullopt;
    bound = std::max(bound, *here);
  }
  return bound;
}

Regions regions_in(const Arena& arena, std::size_t area, const Stage& stage, const Asked& asked,
                   std::optional<Votes> above, Votes limit) {
  if (asked.prizes <= 0) {
    if (above) return {};
    return {{Region{}}, true};
  }
  Lister lister(arena, area, stage, asked, above, limit, false);
  lister.run();
  return lister.take();
}

std::optional<Votes> least_bound_in(const Arena& arena, std::size_t area, const Stage& stage,
                                    const Asked& asked) {
  if (asked.prizes <= 0) return 0;
  Lister lister(arena, area, stage, asked, std::nullopt, arena.areas[area].available, true);
  lister.run();
  // What cannot be listed is not excluded either.
  return lister.take().complete ? lister.least() : 0;
}

}  // namespace scrutineer::doubting
