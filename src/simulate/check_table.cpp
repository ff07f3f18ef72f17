// Whether a table meets every published fact, from the definitions alone.
#include <numeric>
#include <utility>

#include "outcome/margin.hpp"
#include "seats/seats.hpp"
#include "simulate/tables.hpp"

namespace scrutineer {
namespace {

class TableChecker {
 public:
  TableChecker(const PublishedProblem& problem, const VoteTable& table)
      : problem_(problem), table_(table) {}

  Result<std::vector<BrokenFact>> run() {
    if (table_.size() != problem_.constituencies.size()) {
      return fail("the table has another number of constituencies than the published facts.");
    }
    for (std::size_t c = 0; c < table_.size(); ++c) {
      if (table_[c].size() != problem_.parties) {
        return fail("the table has another number of parties than the published facts.");
      }
      Result<Allocation> allocation = allocate(constituency(c), problem_.rules);
      if (!allocation) return tl::unexpected(allocation.error());
      allocations_.push_back(std::move(*allocation));
    }
    for (std::size_t f = 0; f < problem_.facts.size(); ++f) {
      auto checked = check(problem_.facts[f], f);
      if (!checked) return tl::unexpected(checked.error());
    }
    return std::move(broken_);
  }

 private:
  ConstituencyVotes constituency(std::size_t c) const {
    ConstituencyVotes result;
    result.unit = problem_.constituencies[c];
    result.seats = problem_.seats[c];
    result.votes = table_[c];
    if (problem_.rules.threshold && problem_.rules.threshold->scope == Scope::contest) {
      result.votes_elsewhere.assign(problem_.parties, 0);
      for (std::size_t d = 0; d < table_.size(); ++d) {
        for (std::size_t p = 0; p < problem_.parties && d != c; ++p) {
          result.votes_elsewhere[p] += table_[d][p];
          result.base_beyond_valid += table_[d][p];
        }
      }
    }
    return result;
  }

  Result<void> check(const Fact& fact, std::size_t f) {
    switch (fact.kind) {
      case Fact::Kind::votes:
        compare(f, votes(fact), fact.low);
        return {};
      case Fact::Kind::registered:
      case Fact::Kind::cast:
        compare(f, votes(fact), 0);  // valid votes are among them
        return {};
      case Fact::Kind::seats:
        check_seats(fact, f);
        return {};
      case Fact::Kind::margin:
        return check_margin(fact, f);
    }
    return {};
  }

  Votes votes(const Fact& fact) const {
    Votes sum = 0;
    for (std::size_t c = 0; c < table_.size(); ++c) {
      for (std::size_t p = 0; p < problem_.parties; ++p) {
        if (fact.constituency.value_or(c) == c && fact.party.value_or(p) == p) sum += table_[c][p];
      }
    }
    return sum;
  }

  void compare(std::size_t f, Votes value, Votes low) {
    if (value < low || value > problem_.facts[f].high)
      broken_.push_back({f, std::to_string(value)});
  }

  void check_seats(const Fact& fact, std::size_t f) {
    if (!fact.party) return;
    Seats minimum = 0, maximum = 0;
    for (std::size_t c = 0; c < table_.size(); ++c) {
      if (fact.constituency.value_or(c) != c) continue;
      minimum += allocations_[c].minimum[*fact.party];
      maximum += allocations_[c].maximum[*fact.party];
    }
    if (minimum == maximum && minimum >= fact.low && maximum <= fact.high) return;
    broken_.push_back({f, minimum == maximum ? std::to_string(minimum)
                                             : std::to_string(minimum) + " to " +
                                                   std::to_string(maximum) + " by lot"});
  }

  Result<void> check_margin(const Fact& fact, std::size_t f) {
    if (!fact.constituency || !fact.party) return {};
    const auto prices = price_list(constituency(*fact.constituency), problem_.rules, *fact.party,
                                   true, fact.way, 1);
    if (!prices) return tl::unexpected(prices.error());
    if (prices->outright.size() < 2) {
      broken_.push_back({f, "no next seat"});
    } else {
      compare(f, prices->outright[1], fact.low);
    }
    return {};
  }

  const PublishedProblem& problem_;
  const VoteTable& table_;
  std::vector<Allocation> allocations_;
  std::vector<BrokenFact> broken_;
};

}  // namespace

Result<std::vector<BrokenFact>> check_table(const PublishedProblem& problem,
                                            const VoteTable& table) {
  return TableChecker(problem, table).run();
}

}  // namespace scrutineer
