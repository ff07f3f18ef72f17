// The front door of the count: everything that the returns of all sources say, in one result.
#pragma once

#include <optional>
#include <vector>

#include "base/result.hpp"
#include "count/check.hpp"
#include "count/compare.hpp"
#include "count/consolidate.hpp"
#include "count/doubts.hpp"
#include "count/history.hpp"
#include "count/rules.hpp"
#include "election/election.hpp"

namespace scrutineer {

// Its sums read the election for as long as they live.
struct CountReport {
  std::vector<CheckRule> rules;
  CheckReport checks;
  std::optional<SourceIndex> reference;  // what copies are compared with; empty without returns
  CopyComparison comparison;
  std::vector<FormMatrix> differing;
  std::vector<Consolidation> sums;  // by contest, then source
  std::vector<History> histories;   // of the same tables, in the same order
};

// The reference is the first commission that states returns, else the first source that does.
// Errors: rules of the folder that cannot be read.
Result<CountReport> analyse_count(const Election& election);

// The first commission that states returns of the contest (of any contest), else the first source.
std::optional<SourceIndex> counting_source(const Election& election,
                                           std::optional<ContestIndex> contest = std::nullopt);

}  // namespace scrutineer
