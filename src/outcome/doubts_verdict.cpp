#include "outcome/doubts_verdict.hpp"

#include <algorithm>

#include "outcome/doubts_search.hpp"

namespace scrutineer::doubting {

namespace {

constexpr std::size_t kMostRepresentatives = 64;

// A plan counts only when the question, asked of its final votes, really has another answer.
Result<bool> confirmed(const DoubtProblem& problem, const Applied& applied, Holds holds,
                       bool changed) {
  const auto now = ask(problem, applied.votes);
  if (!now) return tl::unexpected(now.error());
  return (*now != holds) == changed;
}

bool better(const Attempt& a, const Attempt& b) {
  if (a.state != Attempt::State::found) return false;
  return b.state != Attempt::State::found || a.plan.cost < b.plan.cost;
}

// Two ways of changing, of which the cheaper counts; what is proven holds for both.
void merge(Change next, Change& change) {
  const Attempt a = next.attempt;
  const Attempt b = change.attempt;
  if (better(a, b)) change = std::move(next);
  Attempt& both = change.attempt;
  const auto floor = [](const Attempt& attempt) {
    const bool never = attempt.state == Attempt::State::impossible;
    return never ? std::optional<Votes>() : std::optional<Votes>(attempt.lower);
  };
  const auto low_a = floor(a);
  const auto low_b = floor(b);
  both.lower = low_a && low_b ? std::min(*low_a, *low_b) : low_a.value_or(low_b.value_or(0));
  if (both.state == Attempt::State::found) {
    both.optimal = both.lower >= both.plan.cost;
  } else {
    const bool never =
        a.state == Attempt::State::impossible && b.state == Attempt::State::impossible;
    both.state = never ? Attempt::State::impossible : Attempt::State::stopped;
  }
}

bool uses_one_of_each_group(const Arena& arena, const Plan& plan) {
  for (const auto& group : arena.groups) {
    std::optional<std::size_t> only;
    for (const Use& use : plan.uses) {
      if (std::find(group.begin(), group.end(), use.doubt) == group.end()) continue;
      if (only.value_or(use.doubt) != use.doubt) return false;
      only = use.doubt;
    }
  }
  return true;
}

// Terms in which of each group only one doubt counts: what their union holds at least. Where that
// is too many choices, only the largest of each.
std::vector<Terms> representatives(const DoubtProblem& problem, const Terms& terms) {
  std::vector<Terms> all = {terms};
  for (const auto& group : overlap_groups(problem, terms.active)) {
    std::vector<std::size_t> chosen = group;
    if (all.size() * group.size() > kMostRepresentatives) {
      const auto larger = [&](std::size_t a, std::size_t b) {
        const auto& high = terms.high;
        return high[a].has_value() && (!high[b] || *high[a] < *high[b]);
      };
      chosen = {*std::max_element(group.begin(), group.end(), larger)};
    }
    std::vector<Terms> next;
    for (const Terms& before : all) {
      for (const std::size_t one : chosen) {
        Terms only = before;
        for (const std::size_t d : group) only.active[d] = d == one;
        next.push_back(std::move(only));
      }
    }
    all = std::move(next);
  }
  return all;
}

// Without the doubts that touch more than one constituency.
Terms without_spanning(const DoubtProblem& problem, Terms terms) {
  for (std::size_t d = 0; d < terms.active.size(); ++d) {
    const auto& cells = problem.doubts[d].cells;
    if (cells.empty() || problem.doubts[d].way == Way::alternatives) continue;
    const std::size_t first = problem.cells[cells.front()].constituency;
    const bool spans = std::any_of(cells.begin(), cells.end(), [&](std::size_t cell) {
      return problem.cells[cell].constituency != first;
    });
    if (spans) terms.active[d] = false;
  }
  return terms;
}

Terms lifted(const DoubtProblem& problem, Terms terms) {
  for (std::size_t d = 0; d < terms.high.size(); ++d) {
    if (problem.doubts[d].way != Way::alternatives) terms.high[d].reset();
  }
  return terms;
}

// Unlocated doubts: the sum alone can support "cannot", one of each group alone "can".
Result<void> judge_overlap(const DoubtProblem& problem, const Terms& terms, Holds holds,
                           const DoubtLimits& limits, Verdict& verdict) {
  std::optional<Change> least;
  for (const Terms& only : representatives(problem, terms)) {
    auto change = cheapest_change(problem, only, holds, limits);
    if (!change) return tl::unexpected(change.error());
    if (least) {
      merge(std::move(*change), *least);
    } else {
      least = std::move(*change);
    }
  }
  if (least->attempt.state == Attempt::State::found) {
    verdict.answer = Answer::can_change;
    verdict.change = std::move(*least);
  } else {
    verdict.search_stopped = least->attempt.state == Attempt::State::stopped;
    verdict.overlap_open = !verdict.search_stopped;
  }
  return {};
}

}  // namespace

std::optional<Votes> Verdict::needed() const {
  if (change.attempt.state != Attempt::State::found) return std::nullopt;
  return change.attempt.plan.cost;
}

Result<Change> cheapest_change(const DoubtProblem& problem, const Terms& terms, Holds holds,
                               const DoubtLimits& limits) {
  const Arena arena = arrange(problem, terms);
  const auto demands = demands_of_change(arena, holds);
  if (!demands) return tl::unexpected(demands.error());
  std::optional<Change> least;
  for (const Demand& demand : *demands) {
    Change change;
    change.attempt = cheapest(arena, demand, limits.nodes);
    if (change.attempt.state == Attempt::State::found) {
      change.applied = apply(arena, change.attempt.plan);
      const auto good = confirmed(problem, change.applied, holds, true);
      if (!good) return tl::unexpected(good.error());
      if (!*good) change.attempt.state = Attempt::State::stopped;
    }
    if (least) {
      merge(std::move(change), *least);
    } else {
      least = std::move(change);
    }
  }
  if (least->attempt.state != Attempt::State::stopped) return std::move(*least);
  // Budgets that span constituencies may be what the search could not fit: without those doubts a
  // plan is easier to find, and proves as much.
  const Terms local = without_spanning(problem, terms);
  if (local.active == terms.active) return std::move(*least);
  auto found = cheapest_change(problem, local, holds, limits);
  if (!found || found->attempt.state != Attempt::State::found) return std::move(*least);
  found->attempt.lower = least->attempt.lower;
  found->attempt.optimal = found->attempt.lower >= found->attempt.plan.cost;
  found->attempt.nodes += least->attempt.nodes;
  return found;
}

bool may_all_stay(const DoubtProblem& problem, const Terms& terms) {
  for (std::size_t d = 0; d < problem.doubts.size(); ++d) {
    if (!terms.active[d]) continue;
    const bool options = problem.doubts[d].way == Way::alternatives;
    if (options ? !may_stay(problem, problem.doubts[d]) : terms.low[d] > 0) return false;
  }
  return true;
}

Result<std::optional<bool>> must_change(const DoubtProblem& problem, const Terms& terms,
                                        Holds holds, const DoubtLimits& limits) {
  if (may_all_stay(problem, terms)) return std::optional<bool>(false);
  const Arena arena = arrange(problem, terms);
  const auto demands = demands_of_keeping(arena, holds);
  if (!demands) return tl::unexpected(demands.error());
  const Attempt kept = keeping(arena, *demands, limits.nodes);
  if (kept.state == Attempt::State::stopped) return std::optional<bool>();
  if (kept.state == Attempt::State::found) {
    const auto good = confirmed(problem, apply(arena, kept.plan), holds, false);
    if (!good) return tl::unexpected(good.error());
    return *good ? std::optional<bool>(false) : std::optional<bool>();
  }
  // Lower ends that cannot hold together prove nothing.
  Order order;
  order.areas.assign(arena.areas.size(), true);
  order.with_low = true;
  order.nodes = limits.nodes;
  const Attempt together = solve(arena, order);
  if (together.state == Attempt::State::stopped) return std::optional<bool>();
  return std::optional<bool>(together.state == Attempt::State::found);
}

Result<Verdict> judge(const DoubtProblem& problem, const Terms& terms, Holds holds,
                      const DoubtLimits& limits, bool lift) {
  Verdict verdict;
  auto change = cheapest_change(problem, terms, holds, limits);
  if (!change) return tl::unexpected(change.error());
  verdict.change = std::move(*change);
  const Attempt& attempt = verdict.change.attempt;
  if (attempt.state == Attempt::State::impossible) {
    verdict.answer = Answer::cannot_change;
    if (!lift) return verdict;
    // For information only: in a large chamber a bound will do.
    auto free = cheapest_change(problem, lifted(problem, terms), holds, {limits.nodes / 4});
    if (!free) return tl::unexpected(free.error());
    verdict.change = std::move(*free);
    return verdict;
  }
  if (attempt.state == Attempt::State::stopped) {
    verdict.search_stopped = true;
    return verdict;
  }
  verdict.answer = Answer::can_change;
  const Arena arena = arrange(problem, terms);
  if (!uses_one_of_each_group(arena, attempt.plan)) {
    verdict.answer = Answer::not_determined;
    if (auto done = judge_overlap(problem, terms, holds, limits, verdict); !done) {
      return tl::unexpected(done.error());
    }
    if (verdict.answer != Answer::can_change) return verdict;
  }
  const auto must = must_change(problem, terms, holds, limits);
  if (!must) return tl::unexpected(must.error());
  if (!*must) verdict.search_stopped = true;
  if (must->value_or(false)) verdict.answer = Answer::must_change;
  return verdict;
}

}  // namespace scrutineer::doubting
