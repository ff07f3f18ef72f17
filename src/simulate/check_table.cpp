// Whether a table meets every published fact, from the definitions alone.
#include <numeric>
#include <utility>

#include "outcome/margin.hpp"
#include "seats/seats.hpp"
#include "simulate/tables.hpp"

namespace scrutineer {
namespace {

// A number of seats that lots leave open lies between two ends; other quantities are one number.
struct Measured {
  Votes least = 0, most = 0;
  bool exists = true;  // false: no number of votes wins a next seat
};

std::string text_of(const Measured& measured) {
  if (!measured.exists) return "no next seat";
  const std::string least = std::to_string(measured.least);
  if (measured.least == measured.most) return least;
  return least + " to " + std::to_string(measured.most) + " by lot";
}

class TableMeasurer {
 public:
  TableMeasurer(const PublishedProblem& problem, const VoteTable& table)
      : problem_(problem), table_(table) {}

  Result<void> prepare() {
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
    return {};
  }

  Result<Measured> measure(const Fact& fact) const {
    if (fact.kind == Fact::Kind::seats && fact.party) return seats(fact);
    if (fact.kind == Fact::Kind::margin) return margin(fact);
    const Votes votes = votes_of_fact(fact);
    return Measured{votes, votes};
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

  Votes votes_of_fact(const Fact& fact) const {
    Votes sum = 0;
    for (std::size_t c = 0; c < table_.size(); ++c) {
      for (std::size_t p = 0; p < problem_.parties; ++p) {
        if (fact.constituency.value_or(c) == c && fact.party.value_or(p) == p) sum += table_[c][p];
      }
    }
    return sum;
  }

  Measured seats(const Fact& fact) const {
    Measured measured;
    for (std::size_t c = 0; c < table_.size(); ++c) {
      if (fact.constituency.value_or(c) != c) continue;
      measured.least += allocations_[c].minimum[*fact.party];
      measured.most += allocations_[c].maximum[*fact.party];
    }
    return measured;
  }

  Result<Measured> margin(const Fact& fact) const {
    if (!fact.constituency || !fact.party) return Measured{fact.low, fact.low};
    const auto prices = price_list(constituency(*fact.constituency), problem_.rules, *fact.party,
                                   true, fact.way, 1);
    if (!prices) return tl::unexpected(prices.error());
    if (prices->outright.size() < 2) return Measured{0, 0, false};
    return Measured{prices->outright[1], prices->outright[1]};
  }

  const PublishedProblem& problem_;
  const VoteTable& table_;
  std::vector<Allocation> allocations_;
};

// Registered voters and ballots cast are no part of a table: its valid votes are among them.
bool is_met(const Fact& fact, const Measured& measured) {
  const bool bounds_only = fact.kind == Fact::Kind::registered || fact.kind == Fact::Kind::cast;
  return measured.exists && measured.least == measured.most && measured.most <= fact.high &&
         (bounds_only || measured.least >= fact.low);
}

}  // namespace

Result<std::vector<BrokenFact>> check_table(const PublishedProblem& problem,
                                            const VoteTable& table) {
  TableMeasurer measurer(problem, table);
  if (auto ready = measurer.prepare(); !ready) return tl::unexpected(ready.error());
  std::vector<BrokenFact> broken;
  for (std::size_t f = 0; f < problem.facts.size(); ++f) {
    const auto measured = measurer.measure(problem.facts[f]);
    if (!measured) return tl::unexpected(measured.error());
    if (!is_met(problem.facts[f], *measured)) broken.push_back({f, text_of(*measured)});
  }
  return broken;
}

Result<std::vector<MetFact>> met_facts(const PublishedProblem& problem, const VoteTable& table) {
  TableMeasurer measurer(problem, table);
  if (auto ready = measurer.prepare(); !ready) return tl::unexpected(ready.error());
  std::vector<MetFact> met;
  for (const Fact& fact : problem.facts) {
    const auto measured = measurer.measure(fact);
    if (!measured) return tl::unexpected(measured.error());
    if (!is_met(fact, *measured)) return fail("the table does not meet a published fact.");
    const bool bounds_only = fact.kind == Fact::Kind::registered || fact.kind == Fact::Kind::cast;
    met.push_back({fact, bounds_only ? fact.high : measured->least});
  }
  return met;
}

}  // namespace scrutineer
