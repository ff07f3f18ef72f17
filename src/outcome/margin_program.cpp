// Why the most useful votes are these: with the total fixed, a vote moved from a rival to the
// entrant raises the entrant's keys, lowers the rival's, and leaves the others and the threshold
// where they are, so it never lowers the entrant's seats. Hence
//   at least, switch: all from rivals to the entrant;   at most, switch: all the other way;
//   at least, add: all to the entrant;                  at most, add: all to rivals;
//   at least, remove: all from rivals;                  at most, remove: all from the entrant.
//
// Why bisection is right. The entrant's own key and the budget move in its favour with every vote
// where it is the entrant's votes that change, and so do a moving quota (its key changes by S − k
// >= 0 more than that of any rival's) and a moving threshold (at most one vote per vote): monotone.
// Where only rivals' votes change (at least, remove; at most, add), the cost of the program also
// moves, by the quota or the threshold, and rounding can undo a step. There the real-valued costs
// are used first: for a fixed choice of seats, cost(B) − B is convex in B, and
//   remove: it is <= 0 at the last B, where all rivals' votes are gone, so once <= 0 it stays so;
//   add, quota: its slope is at most (S − l − (l+1))/S − 1 < 0;
//   add, threshold: while it is <= 0 the n rivals lifted to share·base and the entrant fit the
//   base, so n·share < 1 and its slope is negative.
// Bisection of the real-valued program thus gives a proven lower bound; a scan upwards from it over
// the exact program ends after a few steps, since rounding costs less than one vote per rival.
#include "outcome/margin_program.hpp"

#include <algorithm>
#include <numeric>

#include "outcome/bisection.hpp"
#include "outcome/margin_steps.hpp"
#include "seats/seats.hpp"

namespace scrutineer {

namespace {

// One evaluation: the votes of the entrant, the total and the threshold after `budget` votes.
class Evaluation {
 public:
  Evaluation(const MarginProgram& program, Votes total, Votes budget, bool real)
      : program_(program), budget_(budget), real_(real) {
    const bool gain = program.at_least;
    const bool own =
        program.change == Change::switched || (program.change == Change::added) == gain;
    own_ = program.votes[program.entrant] + (own ? (gain ? budget : -budget) : 0);
    total_ = total;
    if (program.change == Change::added) total_ += budget;
    if (program.change == Change::removed) total_ -= budget;
    rivals_move_ = program.change == Change::switched || !own;
    key_ = gain ? program.target : program.target + 1;
    need_ = program.seats - program.target;
    if (program.threshold) set_bar();
    if (real_) scale_ = is_divisor_rule(program.rule) ? share_denominator() : program.seats;
  }

  bool feasible() {
    const Wide limit = static_cast<Wide>(budget_) * scale_;
    return price(limit, nullptr) <= limit;
  }

  // What changing the rivals costs (times scale_), zero where nothing is needed; kNever where it is
  // more than `limit`. `chosen`, if given, receives everybody's votes afterwards.
  Wide price(Wide limit, std::vector<Votes>* chosen) {
    const bool gain = program_.at_least;
    if (chosen != nullptr) *chosen = program_.votes;
    if (chosen != nullptr) (*chosen)[program_.entrant] = own_;
    if (own_ == 0 || own_ < bar_) return gain ? kNever : 0;
    Wide sum = 0;
    held_.assign(program_.votes.size(), 0);
    for (std::size_t q = 0; q < held_.size(); ++q) {
      if (q == program_.entrant) continue;
      held_[q] = keys_in_the_way(program_.votes[q]);
      sum += held_[q];
    }
    const Wide excess = gain ? sum - need_ : need_ - sum;
    if (excess <= 0) return 0;
    if (!rivals_move_) return kNever;
    return cheapest(static_cast<Seats>(excess), limit, chosen);
  }

 private:
  Wide share_denominator() const {
    return program_.threshold ? program_.threshold->share.denominator : 1;
  }

  // bar_ is the fewest votes that pass the threshold.
  void set_bar() {
    const Threshold& threshold = *program_.threshold;
    const Wide base = static_cast<Wide>(total_) + program_.base_beyond_valid;
    share_of_base_ = base * threshold.share.numerator;
    const Wide d = threshold.share.denominator;
    bar_ = threshold.strict ? floor_divide(share_of_base_, d) + 1 : ceil_divide(share_of_base_, d);
    bar_ = std::max<Wide>(bar_, 0);
  }

  // How many keys of a rival stand above the entrant's key; ties count against the entrant where
  // the target must hold whatever the lots.
  Seats keys_in_the_way(Votes votes) const {
    if (votes == 0 || votes < bar_) return 0;
    const bool ties_count = program_.at_least == program_.outright;
    Wide keys = 0;
    if (is_divisor_rule(program_.rule)) {
      const Wide product = static_cast<Wide>(votes) * divisor(program_.rule, key_);
      const Wide largest = ties_count ? product / own_ : (product - 1) / own_;
      keys = program_.rule == Rule::sainte_lague ? (largest + 1) / 2 : largest;
    } else {
      const Wide lead = static_cast<Wide>(votes - own_) * program_.seats +
                        static_cast<Wide>(key_) * total_ - (ties_count ? 0 : 1);
      keys = lead < 0 ? 0 : lead / total_;
    }
    return static_cast<Seats>(std::min<Wide>(keys, program_.seats));
  }

  // The most votes (times scale_) with which a rival's k-th key is below the entrant's key; with
  // `strictly` not even tied. kNever-negative values mean that no number does.
  Wide highest_below(Seats k, bool strictly) const {
    if (is_divisor_rule(program_.rule)) {
      const Wide product = static_cast<Wide>(own_) * divisor(program_.rule, k) - (strictly ? 1 : 0);
      const Wide most = product / divisor(program_.rule, key_);
      return std::min<Wide>(most, 4 * static_cast<Wide>(kMaximumCount)) * scale_;
    }
    const Wide sum =
        static_cast<Wide>(own_) * program_.seats + static_cast<Wide>(k - key_) * total_;
    return real_ ? sum : floor_divide(sum - (strictly ? 1 : 0), program_.seats);
  }

  // What it costs (times scale_) to change a rival's seats by `step` of those in the way.
  Wide cost(std::size_t q, Seats step) const {
    const Wide votes = static_cast<Wide>(program_.votes[q]) * scale_;
    if (program_.at_least) {
      Wide most = highest_below(held_[q] - step + 1, program_.outright);
      if (program_.threshold) most = std::max(most, real_ ? share_of_base_ : bar_ - 1);
      return most < 0 ? kNever : std::max<Wide>(0, votes - most);
    }
    // To have its k-th key above the entrant's, a rival needs one vote more than to stay below.
    const Wide one = real_ && !is_divisor_rule(program_.rule) ? 0 : scale_;
    Wide least = highest_below(held_[q] + step, !program_.outright) + one;
    if (program_.threshold) least = std::max(least, real_ ? share_of_base_ : bar_);
    return std::max<Wide>(0, least - votes);
  }

  // The cheapest way to change at least `excess` seats of rivals; steps beyond the limit are left
  // out, since more seats only cost more.
  Wide cheapest(Seats excess, Wide limit, std::vector<Votes>* chosen) {
    steps_.clear();
    for (std::size_t q = 0; q < held_.size(); ++q) {
      const bool own = q == program_.entrant;
      const Seats most = own ? 0 : program_.at_least ? std::min(held_[q], excess) : excess;
      for (Seats step = 1; step <= most; ++step) {
        const Wide price = cost(q, step);
        if (price > limit) break;
        steps_.add_step(price);
      }
      steps_.end_item();
    }
    const Wide sum = steps_.solve(excess, chosen != nullptr);
    if (chosen != nullptr && sum < kNever) read_choices(*chosen);
    return sum;
  }

  void read_choices(std::vector<Votes>& chosen) const {
    const auto taken = steps_.choices();
    for (std::size_t q = 0; q < taken.size(); ++q) {
      if (taken[q] == 0) continue;
      const auto votes = static_cast<Votes>(cost(q, taken[q]));
      chosen[q] += program_.at_least ? -votes : votes;
    }
  }

  const MarginProgram& program_;
  Votes budget_;
  bool real_;
  Votes own_ = 0;
  Votes total_ = 0;
  bool rivals_move_ = false;
  Seats key_ = 0;   // the entrant's key that decides
  Seats need_ = 0;  // rivals hold at most, or at least, so many seats
  Wide bar_ = 0;
  Wide share_of_base_ = 0;
  Wide scale_ = 1;
  std::vector<Seats> held_;
  StepProgram steps_;
};

struct Limits {
  Votes total = 0;
  Votes most = 0;  // so many votes can change at all
};

Limits limits_of(const MarginProgram& program) {
  Limits limits;
  limits.total = std::accumulate(program.votes.begin(), program.votes.end(), Votes{0});
  const Votes own = program.votes[program.entrant];
  const bool alone = program.votes.size() < 2;
  if (program.change == Change::added) {
    limits.most = kMaximumCount - limits.total - program.base_beyond_valid;
    if (!program.at_least && alone) limits.most = 0;
  } else {
    limits.most = program.at_least ? limits.total - own : own;
    if (program.change == Change::switched && alone) limits.most = 0;
  }
  return limits;
}

// Spends what the chosen cuts or lifts leave of the budget where it does no harm: taken from rivals
// that still have votes, or given to the first rival.
void spend_rest(const MarginProgram& program, Votes budget, std::vector<Votes>& after) {
  Votes rest = budget;
  for (std::size_t q = 0; q < after.size(); ++q) {
    if (q == program.entrant) continue;
    rest -= program.at_least ? program.votes[q] - after[q] : after[q] - program.votes[q];
  }
  for (std::size_t q = 0; q < after.size() && rest > 0; ++q) {
    if (q == program.entrant) continue;
    const Votes part = program.at_least ? std::min(rest, after[q]) : rest;
    after[q] += program.at_least ? -part : part;
    rest -= part;
  }
}

}  // namespace

bool reaches(const MarginProgram& program, Votes votes) {
  const Limits limits = limits_of(program);
  return votes <= limits.most && Evaluation(program, limits.total, votes, false).feasible();
}

std::optional<MarginPlan> least_votes(const MarginProgram& given, Votes from, bool with_plan,
                                      Votes most) {
  if (given.at_least ? given.target > given.seats : given.target < 0) return std::nullopt;
  if (given.at_least ? given.target <= 0 : given.target >= given.seats) {
    return MarginPlan{from, given.votes};
  }
  // Plurality is D'Hondt for one prize.
  MarginProgram program = given;
  if (given.rule == Rule::plurality) {
    program.rule = Rule::dhondt;
    program.seats = 1;
    program.target = given.at_least ? 1 : 0;
  }
  Limits limits = limits_of(program);
  limits.most = std::min(limits.most, most);
  const auto evaluate = [&](Votes b, bool real) {
    return Evaluation(program, limits.total, b, real);
  };
  const auto fits = [&](bool real) {
    return [&, real](Votes b) { return evaluate(b, real).feasible(); };
  };
  const bool rivals_only = program.change == (program.at_least ? Change::removed : Change::added);
  const bool moving = !is_divisor_rule(program.rule) || program.threshold.has_value();
  Votes least = from;
  if (rivals_only && !moving) {
    // The price of the rivals does not depend on the number of votes.
    const Wide price = evaluate(0, false).price(limits.most, nullptr);
    if (price > limits.most) return std::nullopt;
    least = std::max(from, static_cast<Votes>(price));
  } else {
    const std::optional<Votes> first = bisect(from, limits.most, fits(rivals_only));
    if (!first) return std::nullopt;
    least = *first;
  }
  while (rivals_only && moving && !fits(false)(least)) {
    if (++least > limits.most) return std::nullopt;
  }
  MarginPlan plan{least, {}};
  if (with_plan) {
    evaluate(least, false).price(least, &plan.after);
    const bool own_only = program.change == (program.at_least ? Change::added : Change::removed);
    if (!own_only) spend_rest(program, least, plan.after);
  }
  return plan;
}

}  // namespace scrutineer
