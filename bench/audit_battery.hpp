// How often is a wrong outcome confirmed? Populations of which the truth is known are audited again
// and again, from a new order each time, to the end. A population is a list of assorter values for
// each assertion of its outcome; any contest type and kind of evidence can be written so.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "audit/martingale.hpp"
#include "base/random.hpp"

namespace scrutineer::battery {

struct Assertion {
  MeanClaim claim;
  std::vector<double> values;  // by card (or batch); every assertion has as many
};

struct Population {
  std::vector<Assertion> assertions;  // the outcome is confirmed where all of them are
  std::vector<std::int64_t> weights;  // drawn with replacement in these proportions; empty: without
  std::size_t most_draws = 0;         // with replacement there is no end
};

struct Method {
  std::string name;
  Martingale::Parameters parameters;
};

// One order of the cards: after how many draws each risk limit was met; 0: never.
struct Finish {
  std::size_t at_5 = 0, at_1 = 0;
};

// What a run of one audit gives; run k of a cell depends on the seed and k alone.
using Audit = std::function<Finish(Random&)>;

// One martingale of the method for each assertion.
Audit audit_of(const Population& population, const Method& method);
// One method for each assertion.
Audit audit_of(const Population& population, const std::vector<Method>& methods);

struct Rates {
  std::int64_t runs = 0, at_5 = 0, at_1 = 0;
};
Rates wrong_confirmations(const Audit& audit, std::int64_t runs, std::uint64_t seed);

// Mean draws until 5 % is met; a run that never meets it counts as `never` draws.
double mean_draws(const Audit& audit, std::int64_t runs, std::uint64_t seed, double never);

// The least number of wrong confirmations that is above the risk limit at one in a million: 608 of
// 10,000 at 5 %, 152 at 1 %.
std::int64_t too_many(std::int64_t runs, double alpha);

}  // namespace scrutineer::battery
