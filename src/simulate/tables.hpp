// Tables of votes that agree with everything published: drawn at random, made whole, and checked.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/random.hpp"
#include "base/result.hpp"
#include "outcome/published.hpp"

namespace scrutineer {

// Votes by constituency and party.
using VoteTable = std::vector<std::vector<Votes>>;

// A fact that a table does not meet, and what the table has instead.
struct BrokenFact {
  std::size_t fact = 0;
  std::string found;
};

// Every fact that the table breaks, exactly, from the definitions: sums; seats by allocate(), where
// an open tie meets no number of seats; margins by price_list(). Knows nothing of the sampler, nor
// of the rows that it walks in. Errors: a table of another shape, or counts below zero.
Result<std::vector<BrokenFact>> check_table(const PublishedProblem& problem,
                                            const VoteTable& table);

// Every fact with what the table has of it; of registered voters and ballots cast, which a table
// does not have, the published number. Errors: a fact that the table breaks.
struct MetFact {
  Fact fact;
  Votes value = 0;
};
Result<std::vector<MetFact>> met_facts(const PublishedProblem& problem, const VoteTable& table);

// Something that is not published and may be supposed all the same, to get plausible tables: the
// votes of a constituency, for each of its seats, lie within this factor of the average.
struct TableAssumption {
  std::optional<Rational> votes_per_seat_within;
};

// Draws tables one after the other, uniform in the long run over all that agree with the facts.
class TableSampler {
 public:
  // Errors: facts that contradict each other (named), that do not bound the votes, or that leave no
  // room to walk in.
  static Result<TableSampler> of(PublishedProblem problem, std::uint64_t seed,
                                 const TableAssumption& assumption = {});

  // The next table; the checks of check_table() have passed. Errors: no whole table was found near
  // any point of the walk.
  Result<VoteTable> next();

  TableSampler(TableSampler&&) noexcept;
  TableSampler& operator=(TableSampler&&) noexcept;
  ~TableSampler();

 private:
  struct State;
  explicit TableSampler(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace scrutineer
