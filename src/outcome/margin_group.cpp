#include "outcome/margin_group.hpp"

#include <algorithm>
#include <numeric>

#include "outcome/margin_steps.hpp"
#include "seats/seats.hpp"

namespace scrutineer {

namespace {

// A bar is numerator/denominator under highest averages, a whole key under largest remainders.
struct Bar {
  Wide numerator = 0, denominator = 1;
};

struct Prices {
  Wide lifts = 0, cuts = 0;
};

class BarSearch {
 public:
  BarSearch(const MarginProgram& program, std::vector<bool> side)
      : program_(program), side_(std::move(side)), divides_(is_divisor_rule(program.rule)) {
    total_ = std::accumulate(program_.votes.begin(), program_.votes.end(), Votes{0});
    // Two different bars votes/d(k) are at least 1/d² apart; the grid is finer than that.
    const Wide d = divisor(program_.rule, program_.seats + 1);
    grid_ = divides_ ? 2 * d * d : 1;
  }

  // The best bar and its price.
  std::pair<Wide, Bar> best() {
    Wide low = divides_ ? 1 : 1 - static_cast<Wide>(total_);
    Wide high = divides_ ? (static_cast<Wide>(total_) + 1) * grid_
                         : static_cast<Wide>(total_) * program_.seats + 1;
    while (high - low > 1) {
      const Wide middle = low + (high - low) / 2;
      (too_low({middle, grid_}) ? low : high) = middle;
    }
    std::pair<Wide, Bar> best{kNever, {}};
    const auto consider = [&](Bar bar) {
      const Wide price = price_of(bar);
      if (price < best.first) best = {price, bar};
    };
    consider({low, grid_});
    // The grid has at most one step of prices between two of its points: a whole number of votes
    // over a divisor.
    for (Seats k = 1; divides_ && k <= program_.seats + 1; ++k) {
      const Wide d = divisor(program_.rule, k);
      const Wide votes = high * d / grid_;
      if (votes > 0 && votes * grid_ >= low * d) consider({votes, d});
    }
    consider({high, grid_});
    return best;
  }

  // The votes after the lifts and cuts that a bar asks.
  std::vector<Votes> after(Bar bar) {
    std::vector<Votes> votes = program_.votes;
    prices(bar);
    lifts_.solve(missing_, true);
    cuts_.solve(excess_, true);
    const auto lifted = lifts_.choices();
    const auto cut = cuts_.choices();
    for (std::size_t e = 0; e < votes.size(); ++e) {
      if (lifted[e] > 0) votes[e] += static_cast<Votes>(lift(bar, e, held_[e] + lifted[e]));
      if (cut[e] > 0) votes[e] -= static_cast<Votes>(cut_to(bar, e, held_[e] - cut[e]));
    }
    return votes;
  }

 private:
  // The votes at which the k-th key stands at the bar, as a fraction.
  std::pair<Wide, Wide> at_bar(Bar bar, Seats k) const {
    if (divides_) return {bar.numerator * divisor(program_.rule, k), bar.denominator};
    return {bar.numerator + static_cast<Wide>(k) * total_, program_.seats};
  }

  Wide lift(Bar bar, std::size_t e, Seats k) const {
    const auto [votes, per] = at_bar(bar, k);
    return std::max<Wide>(0, ceil_divide(votes, per) - program_.votes[e]);
  }

  Wide cut_to(Bar bar, std::size_t e, Seats k) const {
    const auto [votes, per] = at_bar(bar, k + 1);
    const Wide most = program_.outright ? ceil_divide(votes, per) - 1 : floor_divide(votes, per);
    return most < 0 ? kNever : std::max<Wide>(0, program_.votes[e] - most);
  }

  // Keys of an entrant at or above the bar (`strictly`: above).
  Seats keys(Bar bar, Votes votes, bool strictly) const {
    if (votes == 0) return 0;
    Wide count = 0;
    if (divides_) {
      const Wide scaled = static_cast<Wide>(votes) * bar.denominator - (strictly ? 1 : 0);
      const Wide largest = scaled / bar.numerator;
      count = program_.rule == Rule::sainte_lague ? (largest + 1) / 2 : largest;
    } else {
      const Wide above =
          static_cast<Wide>(votes) * program_.seats - bar.numerator - (strictly ? 1 : 0);
      count = above < 0 ? 0 : above / total_;
    }
    return static_cast<Seats>(std::min<Wide>(count, program_.seats));
  }

  Prices prices(Bar bar) {
    held_.assign(side_.size(), 0);
    missing_ = program_.target;
    excess_ = program_.target - program_.seats;
    for (std::size_t e = 0; e < side_.size(); ++e) {
      held_[e] = keys(bar, program_.votes[e], !side_[e] && !program_.outright);
      (side_[e] ? missing_ : excess_) += side_[e] ? -held_[e] : held_[e];
    }
    lifts_.clear();
    cuts_.clear();
    for (std::size_t e = 0; e < side_.size(); ++e) {
      for (Seats k = 1; side_[e] && k <= std::min(missing_, program_.seats - held_[e]); ++k) {
        lifts_.add_step(lift(bar, e, held_[e] + k));
      }
      for (Seats k = 1; !side_[e] && k <= std::min(excess_, held_[e]); ++k) {
        const Wide price = cut_to(bar, e, held_[e] - k);
        if (price >= kNever) break;
        cuts_.add_step(price);
      }
      lifts_.end_item();
      cuts_.end_item();
    }
    return {missing_ > 0 ? lifts_.solve(missing_, false) : 0,
            excess_ > 0 ? cuts_.solve(excess_, false) : 0};
  }

  bool too_low(Bar bar) {
    const Prices asked = prices(bar);
    if (program_.change == Change::added) return asked.cuts > 0;
    if (program_.change == Change::removed) return asked.lifts == 0;
    return asked.lifts <= asked.cuts;
  }

  Wide price_of(Bar bar) {
    const Prices asked = prices(bar);
    if (program_.change == Change::added) return asked.cuts > 0 ? kNever : asked.lifts;
    if (program_.change == Change::removed) return asked.lifts > 0 ? kNever : asked.cuts;
    return std::max(asked.lifts, asked.cuts);
  }

  const MarginProgram& program_;
  std::vector<bool> side_;
  bool divides_;
  Votes total_ = 0;
  Wide grid_ = 1;
  std::vector<Seats> held_;
  Seats missing_ = 0, excess_ = 0;
  StepProgram lifts_, cuts_;
};

// Spends what is left of the votes where it does no harm: from the others, to the side.
void spend_rest(const std::vector<Votes>& before, const std::vector<bool>& side, Change change,
                Votes budget, std::vector<Votes>& after) {
  Votes given = 0, taken = 0;
  for (std::size_t e = 0; e < after.size(); ++e) {
    given += std::max<Votes>(0, after[e] - before[e]);
    taken += std::max<Votes>(0, before[e] - after[e]);
  }
  const auto to =
      static_cast<std::size_t>(std::find(side.begin(), side.end(), true) - side.begin());
  if (change != Change::removed) after[to] += budget - given;
  for (std::size_t e = 0; e < after.size() && change != Change::added; ++e) {
    const Votes part = side[e] ? 0 : std::min(budget - taken, after[e]);
    after[e] -= part;
    taken += part;
  }
}

}  // namespace

bool group_is_exact(Rule rule, Change change) {
  return is_divisor_rule(rule) || rule == Rule::plurality || change == Change::switched;
}

std::optional<MarginPlan> least_votes_of_group(const GroupProgram& given) {
  MarginProgram program = given.base;
  std::vector<bool> side = given.side;
  if (program.rule == Rule::plurality) {
    program.rule = Rule::dhondt;
    program.seats = 1;
    program.target = program.at_least ? 1 : 0;
  }
  if (!program.at_least) {
    side.flip();
    program.target = program.seats - program.target;
    program.at_least = true;
  }
  Votes others = 0, total = 0;
  for (std::size_t e = 0; e < side.size(); ++e) {
    total += program.votes[e];
    if (!side[e]) others += program.votes[e];
  }
  const bool possible = std::find(side.begin(), side.end(), true) != side.end() &&
                        (total > 0 || program.change == Change::added) &&
                        program.target <= program.seats;
  std::pair<Wide, Bar> best{kNever, {}};
  if (possible) best = BarSearch(program, side).best();
  // All the others' votes are enough where they are switched; and where they are removed, for the
  // others to hold nothing.
  const bool drains = program.change == Change::switched
                          ? possible
                          : program.change == Change::removed && !given.base.at_least;
  MarginPlan plan{0, program.votes};
  if (drains && best.first >= others) {
    plan.votes = others;
  } else {
    const Votes most = program.change == Change::added
                           ? kMaximumCount - total - program.base_beyond_valid
                           : others;
    if (best.first > most) return std::nullopt;
    plan.votes = static_cast<Votes>(best.first);
    plan.after = BarSearch(program, side).after(best.second);
  }
  spend_rest(program.votes, side, program.change, plan.votes, plan.after);
  return plan;
}

}  // namespace scrutineer
