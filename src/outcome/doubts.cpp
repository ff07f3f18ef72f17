#include "outcome/doubts.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

#include "outcome/doubts_ask.hpp"
#include "outcome/doubts_verdict.hpp"

namespace scrutineer {

namespace doubting {

namespace {

// Beyond this, which doubts decide is not worked out one by one.
constexpr std::size_t kMostRuns = 64;
constexpr std::int64_t kMostSpent = 20'000;  // nodes

// The most votes that these doubts may speak of: each vote once, whoever names it.
Votes most_votes(const DoubtProblem& problem, const Terms& terms, const DoubtLimits& limits) {
  const Arena arena = arrange(problem, terms);
  if (arena.available >= arena.unbounded) return kMaximumCount;
  const bool apart = std::all_of(arena.places.begin(), arena.places.end(), [](const Place& place) {
    return place.lone || (place.speakers.empty() && place.doubts.size() == 1);
  });
  if (apart) return arena.available;
  Order order;
  order.areas.assign(arena.areas.size(), true);
  order.most = true;
  order.nodes = limits.nodes;
  const Attempt attempt = solve(arena, order);
  return attempt.optimal ? attempt.plan.cost : std::min(attempt.upper, arena.available);
}

Terms only_of(const DoubtProblem& problem, Terms terms, Way way) {
  for (std::size_t d = 0; d < terms.active.size(); ++d) {
    terms.active[d] = terms.active[d] && problem.doubts[d].way == way;
  }
  return terms;
}

// 1 − sum of (1 − c), never below zero; rounded down where the fraction grows too long.
Rational joint_confidence(const DoubtProblem& problem, const std::vector<std::size_t>& rests_on) {
  constexpr Wide kScale = 1'000'000'000;
  Wide numerator = 1;
  Wide denominator = 1;
  for (const std::size_t d : rests_on) {
    const Rational c = *problem.doubts[d].confidence;
    numerator = numerator * c.denominator - denominator * (c.denominator - c.numerator);
    denominator *= c.denominator;
    if (numerator <= 0) return {0, 1};
    if (denominator > kScale) {
      numerator = floor_divide(numerator * kScale, denominator);
      denominator = kScale;
    }
  }
  return Rational::of(static_cast<std::int64_t>(numerator), static_cast<std::int64_t>(denominator));
}

class Resolver {
 public:
  Resolver(const DoubtProblem& problem, const DoubtLimits& limits)
      : problem_(problem), limits_(limits), terms_(terms_of(problem)) {}

  Result<DoubtAnswer> run() {
    const auto holds = ask(problem_, present_votes(problem_));
    if (!holds) return tl::unexpected(holds.error());
    holds_ = answer_.holds = *holds;
    auto verdict = judge(problem_, terms_, holds_, limits_, true);
    if (!verdict) return tl::unexpected(verdict.error());
    take(*verdict);
    count_votes();
    if (auto done = weigh_each(*verdict); !done) return tl::unexpected(done.error());
    if (auto done = take_confidence(); !done) return tl::unexpected(done.error());
    return answer_;
  }

 private:
  void take(const Verdict& verdict) {
    const Attempt& attempt = verdict.change.attempt;
    answer_.answer = verdict.answer;
    answer_.search_stopped = verdict.search_stopped;
    answer_.overlap_open = verdict.overlap_open;
    answer_.votes_needed = verdict.needed();
    const bool proven = attempt.state == Attempt::State::impossible ||
                        (attempt.state == Attempt::State::found && attempt.optimal);
    answer_.exact = proven && !verdict.search_stopped;
    if (!proven) answer_.votes_needed_lower = attempt.lower;
    const bool shows = verdict.answer == Answer::can_change ||
                       verdict.answer == Answer::must_change || verdict.overlap_open;
    if (!shows) return;
    answer_.witness = verdict.change.applied.moves;
    for (const auto& cell : verdict.change.applied.votes) {
      answer_.witness_votes.insert(answer_.witness_votes.end(), cell.begin(), cell.end());
    }
  }

  void count_votes() {
    const auto of = [&](Way way) {
      return most_votes(problem_, only_of(problem_, terms_, way), limits_);
    };
    answer_.removable = of(Way::removable);
    answer_.addable = of(Way::addable);
    answer_.switchable = of(Way::switchable);
    answer_.unknown = of(Way::unknown);
    answer_.votes_in_doubt = most_votes(problem_, terms_, limits_);
  }

  // Which doubts decide and which are idle: the question without each of them in turn. Where
  // nothing need have happened, what is dropped only takes resolutions away, so a doubt that the
  // cheapest one does not use changes nothing; nor does any where the answer is "cannot".
  Result<void> weigh_each(const Verdict& whole) {
    std::vector<bool> used(problem_.doubts.size(), false);
    for (const CellMove& move : whole.change.applied.moves) used[move.doubt] = true;
    const bool cannot = whole.answer == Answer::cannot_change;
    const bool proven = answer_.exact && !answer_.overlap_open && may_all_stay(problem_, terms_);
    std::size_t runs = 0;
    std::int64_t spent = 0;
    for (std::size_t d = 0; d < problem_.doubts.size(); ++d) {
      if (cannot || (proven && !used[d])) {
        answer_.idle.push_back(d);
        continue;
      }
      if (++runs > kMostRuns || spent > kMostSpent) continue;
      Terms without = terms_;
      without.active[d] = false;
      const auto verdict = judge(problem_, without, holds_, limits_, false);
      if (!verdict) return tl::unexpected(verdict.error());
      spent += verdict->change.attempt.nodes;
      const bool settled = !verdict->search_stopped && !whole.search_stopped;
      if (verdict->answer == Answer::cannot_change) answer_.decisive.push_back(d);
      if (settled && verdict->answer == whole.answer && verdict->needed() == whole.needed()) {
        answer_.idle.push_back(d);
      }
    }
    return {};
  }

  // Whether the answer stands when these doubts' bounds are given up: cannot and must with any
  // number of their votes, can without any.
  Result<bool> stands_without_bounds(const std::vector<std::size_t>& freed) const {
    Terms terms = terms_;
    const bool can = answer_.answer == Answer::can_change;
    for (const std::size_t d : freed) {
      if (can) {
        terms.active[d] = false;
      } else {
        terms.high[d].reset();
        terms.low[d] = 0;
      }
    }
    if (answer_.answer == Answer::must_change) {
      const auto must = must_change(problem_, terms, holds_, limits_);
      if (!must) return tl::unexpected(must.error());
      return must->value_or(false);
    }
    const auto verdict = judge(problem_, terms, holds_, limits_, false);
    if (!verdict) return tl::unexpected(verdict.error());
    if (can) return verdict->answer == Answer::can_change || verdict->answer == Answer::must_change;
    return verdict->answer == Answer::cannot_change;
  }

  // An answer rests on the bounds that it cannot do without: they are given up one by one.
  Result<void> take_confidence() {
    if (answer_.answer == Answer::not_determined) return {};
    std::vector<std::size_t> freeable, rests_on;
    for (std::size_t d = 0; d < problem_.doubts.size(); ++d) {
      if (!terms_.active[d] || !problem_.doubts[d].confidence) continue;
      const bool stays =
          problem_.doubts[d].way == Way::alternatives && answer_.answer != Answer::can_change;
      (stays ? rests_on : freeable).push_back(d);
    }
    if (freeable.empty() && rests_on.empty()) return {};
    const auto all = stands_without_bounds(freeable);
    if (!all) return tl::unexpected(all.error());
    if (!*all) {
      std::vector<std::size_t> freed;
      for (const std::size_t d : freeable) {
        freed.push_back(d);
        bool stands = false;
        if (freeable.size() <= kMostRuns && freeable.size() > 1) {
          const auto tried = stands_without_bounds(freed);
          if (!tried) return tl::unexpected(tried.error());
          stands = *tried;
        }
        if (stands) continue;
        freed.pop_back();
        rests_on.push_back(d);
      }
    }
    if (!rests_on.empty()) answer_.confidence = joint_confidence(problem_, rests_on);
    return {};
  }

  const DoubtProblem& problem_;
  DoubtLimits limits_;
  Terms terms_;
  Holds holds_ = Holds::no;
  DoubtAnswer answer_;
};

}  // namespace

}  // namespace doubting

Result<DoubtAnswer> resolve_doubts(const DoubtProblem& problem, const DoubtLimits& limits) {
  return doubting::Resolver(problem, limits).run();
}

}  // namespace scrutineer
