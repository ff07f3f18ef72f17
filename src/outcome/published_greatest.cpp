#include "outcome/published_greatest.hpp"

#include <algorithm>
#include <set>

namespace scrutineer {
namespace {

// The least price for a given table is a shortest path: through the constituencies in their order,
// with the seats gained so far as the state, each option an edge that costs what it costs there.
// Its length is the greatest potential that no edge exceeds; so the greatest price over all tables
// is
//   max potential(end)  such that  potential(next) − potential(state) <= cost(votes), facts(votes):
// one linear program in votes and potentials. Leaving options out only raises it.
class Paths {
 public:
  Paths(const PublishedProblem& problem, const std::vector<FactRow>& rows, const VoteBox& box,
        const SeatShift& shift, Change change)
      : problem_(problem), rows_(rows), shift_(shift), change_(change) {
    std::int64_t most = 0;
    for (const std::int64_t upper : box.upper) {
      program_.add_variable(0, upper, false);
      most = std::min(kMaximumCount / 1000, most + upper);
    }
    for (const Fact& fact : problem_.facts) {
      const bool whole = !fact.constituency && !fact.party;
      if (whole && fact.kind == Fact::Kind::votes) most = std::min(most, fact.high);
    }
    // More than any price could be that the votes bound; not much more, since what is lost in
    // rounding multipliers grows with it.
    Seats largest = 0;
    for (const Seats seats : problem_.seats) largest = std::max(largest, seats);
    ceiling_ = static_cast<std::int64_t>(
        std::min<Wide>(kMaximumCount / 100, Wide{4} * (largest + 1) * most));
    for (const FactRow& row : rows_) program_.add_row(row.terms, row.lower, row.upper);
  }

  GreatestPrice run() {
    GreatestPrice greatest;
    add_paths();
    const LinearBound bound = linear_bound(program_);
    if (bound.infeasible) {
      greatest.contradictory = true;
      return greatest;
    }
    if (!bound.value || -*bound.value >= ceiling_ / 2) return greatest;
    // The certificate is checked once more, by the checker alone.
    const auto proven = check_certificate(program_, bound.multipliers);
    if (!proven) return greatest;
    greatest.high = std::max<Votes>(0, -*proven);
    greatest.point = bound.point;
    greatest.rests_on = facts_used(bound.multipliers);
    return greatest;
  }

 private:
  std::size_t potential(std::int64_t cost = 0) {
    return program_.add_variable(-ceiling_, ceiling_, false, cost);
  }

  void add_paths() {
    const auto states = static_cast<std::size_t>(shift_.needed) + 1;
    std::vector<std::size_t> now;
    now.push_back(program_.add_variable(0, 0, false));
    for (std::size_t i = 0; i < shift_.constituencies.size(); ++i) {
      const bool last = i + 1 == shift_.constituencies.size();
      const auto options = seat_options(problem_, shift_, change_, shift_.constituencies[i]);
      std::vector<std::size_t> next;
      for (std::size_t t = 0; t < states; ++t) {
        next.push_back(potential(last && t + 1 == states ? -1 : 0));
      }
      for (std::size_t t = 0; t < now.size(); ++t) {
        edge(now[t], next[t], {{}, 1, 0});
        for (const SeatOption& option : options) {
          const auto to = std::min(states - 1, t + static_cast<std::size_t>(option.seats));
          edge(now[t], next[to], {option.terms, option.denominator, option.rounding});
          option_facts_.insert(option.facts.begin(), option.facts.end());
        }
      }
      now = next;
    }
  }

  struct Cost {
    std::vector<Term> terms;
    std::int64_t denominator, rounding;
  };

  // denominator · (potential(to) − potential(from)) − terms <= rounding.
  void edge(std::size_t from, std::size_t to, const Cost& cost) {
    std::vector<Term> terms;
    terms.push_back({to, cost.denominator});
    terms.push_back({from, -cost.denominator});
    for (const Term& term : cost.terms) terms.push_back({term.variable, -term.coefficient});
    program_.add_row(std::move(terms), std::nullopt, cost.rounding);
  }

  std::vector<std::size_t> facts_used(const std::vector<Wide>& multipliers) const {
    std::set<std::size_t> used(shift_.facts.begin(), shift_.facts.end());
    used.insert(option_facts_.begin(), option_facts_.end());
    for (std::size_t r = 0; r < rows_.size(); ++r) {
      if (multipliers[r] != 0) used.insert(rows_[r].facts.begin(), rows_[r].facts.end());
    }
    return {used.begin(), used.end()};
  }

  const PublishedProblem& problem_;
  const std::vector<FactRow>& rows_;
  const SeatShift& shift_;
  Change change_;
  std::int64_t ceiling_ = 0;
  Program program_;
  std::set<std::size_t> option_facts_;
};

}  // namespace

GreatestPrice greatest_price(const PublishedProblem& problem, const std::vector<FactRow>& rows,
                             const VoteBox& box, const SeatShift& shift, Change change) {
  return Paths(problem, rows, box, shift, change).run();
}

}  // namespace scrutineer
