#include "outcome/published.hpp"

#include <algorithm>
#include <limits>
#include <set>

#include "outcome/published_greatest.hpp"
#include "outcome/published_options.hpp"
#include "outcome/published_rows.hpp"

namespace scrutineer {
namespace {

Program program_of(const VoteBox& box, const std::vector<FactRow>& rows) {
  Program program;
  for (const std::int64_t upper : box.upper) program.add_variable(0, upper, false);
  for (const FactRow& row : rows) program.add_row(row.terms, row.lower, row.upper);
  return program;
}

PublishedProblem keeping(const PublishedProblem& problem, const std::vector<bool>& kept) {
  PublishedProblem rest = problem;
  rest.facts.clear();
  for (std::size_t fact = 0; fact < kept.size(); ++fact) {
    if (kept[fact]) rest.facts.push_back(problem.facts[fact]);
  }
  return rest;
}

// The fewest votes, over all tables, with which any taker's next key can reach a giver's last one
// in this constituency: a linear program for each pair, and the most that one vote closes of the
// gap. Where a threshold or connected lists stand between keys and seats, only the published order
// is used: no tie is stated, so no seat moves without a vote.
Votes first_seat(const PublishedProblem& problem, const std::vector<FactRow>& rows,
                 const VoteBox& box, const SeatShift& shift, Change change, std::size_t c) {
  const auto stated = stated_seats(problem, c);
  if (!stated || problem.rules.threshold || !problem.rules.connected.empty()) return 1;
  const Seats unit = block(problem, c);
  Votes least = std::numeric_limits<Votes>::max();
  for (std::size_t taker = 0; taker < problem.parties; ++taker) {
    for (std::size_t giver = 0; giver < problem.parties && least > 1; ++giver) {
      if (!shift.takes[taker] || shift.takes[giver] || stated->seats[giver] == 0) continue;
      const Seats a = stated->seats[taker] / unit + 1;
      const Seats b = stated->seats[giver] / unit;
      Program program;
      const std::vector<Term> lack = key_gap(problem, c, giver, b, taker, a);
      std::vector<std::int64_t> costs(box.upper.size(), 0);
      for (const Term& term : lack) costs[term.variable] += term.coefficient;
      for (std::size_t v = 0; v < costs.size(); ++v) {
        program.add_variable(0, box.upper[v], false, costs[v]);
      }
      for (const FactRow& row : rows) program.add_row(row.terms, row.lower, row.upper);
      const auto gap = linear_bound(program).value;
      const Growth grows = growth(problem, c, a, b);
      std::int64_t rate = change == Change::switched ? grows.switched
                          : change == Change::added  ? grows.for_p
                                                     : grows.against_q;
      // Under largest remainders a vote of anybody moves the quota too.
      if (problem.rules.rule == Rule::hare_largest_remainder) {
        rate = std::max({grows.switched, grows.for_p, grows.against_q});
      }
      const Votes votes = gap ? static_cast<Votes>(ceil_divide(std::max<Wide>(*gap, 1), rate)) : 1;
      least = std::min(least, std::max<Votes>(1, votes));
    }
  }
  return least == std::numeric_limits<Votes>::max() ? 1 : least;
}

// A lower bound: at least one constituency must give a seat, and those that give need at least what
// their first seat costs. Weak on purpose of honesty: with provinces unpublished, it can hardly be
// more (docs/partial-knowledge.md).
Votes least_price(const PublishedProblem& problem, const std::vector<FactRow>& rows,
                  const VoteBox& box, const SeatShift& shift, Change change) {
  // Programs for every pair of a whole country would not raise the bound: some seat is nearly free.
  constexpr std::size_t kFew = 3;
  if (shift.constituencies.size() > kFew) return 1;
  Votes least = std::numeric_limits<Votes>::max();
  for (const std::size_t c : shift.constituencies) {
    least = std::min(least, first_seat(problem, rows, box, shift, change, c));
  }
  return least;
}

}  // namespace

Contradiction find_contradiction(const PublishedProblem& problem) {
  Contradiction contradiction;
  std::vector<bool> kept(problem.facts.size(), true);
  // Bounds of variables come from facts as well: they are rows here, so that each can be dropped.
  VoteBox open;
  open.upper.assign(problem.constituencies.size() * problem.parties, kMaximumCount);
  const auto contradict = [&] {
    return linear_bound(program_of(open, rows_of(keeping(problem, kept)))).infeasible;
  };
  if (!contradict()) return contradiction;
  // Fewer facts may leave other rows to follow from them, so one pass need not be enough.
  for (bool dropped = true; dropped;) {
    dropped = false;
    for (std::size_t fact = 0; fact < kept.size(); ++fact) {
      if (!kept[fact]) continue;
      kept[fact] = false;
      if (contradict()) {
        dropped = true;
      } else {
        kept[fact] = true;
      }
    }
  }
  std::set<std::string> claims;
  for (std::size_t fact = 0; fact < kept.size(); ++fact) {
    if (!kept[fact]) continue;
    contradiction.facts.push_back(fact);
    claims.insert(problem.facts[fact].claims.begin(), problem.facts[fact].claims.end());
  }
  contradiction.claims.assign(claims.begin(), claims.end());
  return contradiction;
}

Result<PriceRange> price_range(const PublishedProblem& problem, const SeatTarget& target,
                               Change change, const std::vector<std::size_t>& only_in) {
  PriceRange range;
  const std::optional<SeatShift> shift = shift_for(problem, target, only_in);
  if (!shift) return range;  // who holds what is not published: anything from no vote at all
  if (shift->needed <= 0) {
    range.high = 0;
    range.rests_on = shift->facts;
    return range;
  }
  if (shift->constituencies.empty()) {
    // Votes elsewhere matter only to a threshold of the whole contest.
    const auto& threshold = problem.rules.threshold;
    range.reachable = threshold && threshold->scope == Scope::contest;
    range.low = 1;
    return range;
  }
  const std::vector<FactRow> rows = rows_of(problem);
  const VoteBox box = box_of_votes(problem);
  const GreatestPrice greatest = greatest_price(problem, rows, box, *shift, change);
  if (greatest.contradictory) {
    return fail("the published facts contradict each other; \"check\" names the smallest set.");
  }
  range.high = greatest.high;
  range.rests_on = greatest.rests_on;
  range.low = least_price(problem, rows, box, *shift, change);
  return range;
}

}  // namespace scrutineer
