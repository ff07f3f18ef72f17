// SUITE (Ottoboni, Stark, Lindeman & McBurnett 2018): a stratum compared card by card and one
// polled, their p-values combined by Fisher's method, at the worst way to share the overstatement
// out. Kept to reproduce published audits; StratifiedTest asks for fewer cards and may be looked at
// at any time.
#pragma once

#include <cstdint>
#include <utility>

#include "audit/kaplan_markov.hpp"
#include "base/numbers.hpp"

namespace scrutineer {

// One pair of candidates, as reported.
struct SuiteStratum {
  Votes winner = 0, loser = 0, cards = 0;
  Votes lead() const { return winner - loser; }
};

struct SuiteSample {
  std::int64_t compared = 0;  // cards of the first stratum, with these errors
  OverstatementCounts errors;
  std::int64_t winner = 0, loser = 0, polled = 0;  // cards of the second stratum
};

struct SuiteContest {
  SuiteStratum compared, polled;
  double gamma = 1.03905;
  Votes margin() const { return compared.lead() + polled.lead(); }
};

// "The first stratum's lead is overstated by at least `overstatement` votes."
double suite_comparison_p(const SuiteContest& contest, const SuiteSample& sample,
                          double overstatement);

// "The second stratum's lead is at most `lead` votes": the ratio of the likelihoods of the reported
// votes and of the likeliest others with that lead, without replacement.
double suite_polling_p(const SuiteContest& contest, const SuiteSample& sample, Votes lead);

// Which parts λ of the margin the first stratum can have overstated, least and greatest.
std::pair<double, double> suite_lambda_range(const SuiteContest& contest);

// The greatest combined p-value over every whole number of overstated votes (searched on a grid
// that is made finer around its greatest values: not a bound). Published tools look only at λ =
// least + k × step; so does this where a step is given.
double suite_p(const SuiteContest& contest, const SuiteSample& sample, double step = 0);

// The least number of cards, shared out in proportion, at which samples exactly as reported give a
// p-value of at most alpha: cards compared and polled.
std::pair<std::int64_t, std::int64_t> suite_sample_size(const SuiteContest& contest, double alpha);

}  // namespace scrutineer
