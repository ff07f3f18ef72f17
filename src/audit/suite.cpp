#include "audit/suite.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "audit/strata.hpp"

namespace scrutineer {

namespace {

constexpr double kNever = -std::numeric_limits<double>::infinity();

// ln of how many ordered ways there are to draw `drawn` of `cards`.
double log_ways(Votes cards, std::int64_t drawn) {
  if (drawn > cards) return kNever;
  return std::lgamma(static_cast<double>(cards) + 1) -
         std::lgamma(static_cast<double>(cards - drawn) + 1);
}

double log_likelihood(Votes winner, Votes loser, Votes cards, const SuiteSample& sample) {
  const Votes others = cards - winner - loser;
  if (loser < 0 || others < 0) return kNever;
  return log_ways(winner, sample.winner) + log_ways(loser, sample.loser) +
         log_ways(others, sample.polled - sample.winner - sample.loser);
}

}  // namespace

double suite_comparison_p(const SuiteContest& contest, const SuiteSample& sample,
                          double overstatement) {
  const double share =
      overstatement / static_cast<double>(contest.compared.cards);  // the "diluted margin"
  if (share <= 0) return 1;
  if (share / (2 * contest.gamma) >= 1) return 0;
  return KaplanMarkov{share, contest.gamma}.p_value(sample.compared, sample.errors);
}

double suite_polling_p(const SuiteContest& contest, const SuiteSample& sample, Votes lead) {
  const SuiteStratum& stratum = contest.polled;
  const double reported = log_likelihood(stratum.winner, stratum.loser, stratum.cards, sample);
  if (reported == kNever) return 1;
  const std::int64_t others = sample.polled - sample.winner - sample.loser;
  // The likelihood is log-concave in the winner's votes: a search by halving finds its top.
  Votes low = std::max<Votes>({sample.winner, sample.loser + lead, 0, lead});
  Votes high = (stratum.cards - others + lead) >= 0 ? (stratum.cards - others + lead) / 2 : -1;
  if (low > high) return 0;  // no votes with that lead allow the sample
  const auto at = [&](Votes winner) {
    return log_likelihood(winner, winner - lead, stratum.cards, sample);
  };
  while (low < high) {
    const Votes middle = low + (high - low) / 2;
    if (at(middle) < at(middle + 1)) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return std::min(1.0, std::exp(at(low) - reported));
}

std::pair<double, double> suite_lambda_range(const SuiteContest& contest) {
  const auto margin = static_cast<double>(contest.margin());
  const Votes least = std::max(contest.compared.lead() - contest.compared.cards,
                               contest.margin() - contest.polled.lead() - contest.polled.cards);
  const Votes most = std::min(contest.compared.lead() + contest.compared.cards,
                              contest.margin() - contest.polled.lead() + contest.polled.cards);
  return {static_cast<double>(least) / margin, static_cast<double>(most) / margin};
}

double suite_p(const SuiteContest& contest, const SuiteSample& sample, double step_of_lambda) {
  const auto combined = [&](Votes overstated) {
    const Votes left = contest.margin() - overstated;
    return fisher_combined({suite_comparison_p(contest, sample, static_cast<double>(overstated)),
                            suite_polling_p(contest, sample, contest.polled.lead() - left)});
  };
  const auto [least, most] = suite_lambda_range(contest);
  const auto margin = static_cast<double>(contest.margin());
  auto low = static_cast<Votes>(std::ceil(least * margin - 0.5));
  auto high = static_cast<Votes>(std::floor(most * margin + 0.5));
  double greatest = 0;
  if (step_of_lambda > 0) {
    for (double lambda = least; lambda <= most + step_of_lambda; lambda += step_of_lambda) {
      greatest = std::max(greatest, combined(std::llround(lambda * margin)));
    }
    return greatest;
  }
  while (true) {
    const Votes step = std::max<Votes>(1, (high - low) / 200);
    Votes best = low;
    double best_p = -1;
    for (Votes votes = low; votes <= high; votes += step) {
      const double p = combined(votes);
      if (p > best_p) {
        best_p = p;
        best = votes;
      }
    }
    greatest = std::max(greatest, best_p);
    if (step == 1 || greatest >= 1) return greatest;
    low = std::max(low, best - 2 * step);
    high = std::min(high, best + 2 * step);
  }
}

std::pair<std::int64_t, std::int64_t> suite_sample_size(const SuiteContest& contest, double alpha) {
  const Votes cards = contest.compared.cards + contest.polled.cards;
  const auto sample_of = [&](std::int64_t size) {
    SuiteSample sample;
    sample.compared = (size * contest.compared.cards + cards / 2) / cards;
    sample.polled = (size * contest.polled.cards + cards / 2) / cards;
    const auto share = [&](Votes votes) { return sample.polled * votes / contest.polled.cards; };
    // Rounded against the winner; nobody's votes only where some are reported.
    const Votes others = contest.polled.cards - contest.polled.winner - contest.polled.loser;
    sample.winner = share(contest.polled.winner);
    sample.loser = sample.polled - sample.winner - share(others);
    if (contest.polled.loser == 0) sample.winner += std::exchange(sample.loser, 0);
    return sample;
  };
  std::int64_t low = 0;
  std::int64_t high = 1;
  while (high < cards && suite_p(contest, sample_of(high)) > alpha) {
    low = high;
    high = std::min<std::int64_t>(2 * high, cards);
  }
  while (high - low > 1) {
    const std::int64_t middle = (low + high) / 2;
    (suite_p(contest, sample_of(middle)) <= alpha ? high : low) = middle;
  }
  const SuiteSample sample = sample_of(high);
  return {sample.compared, sample.polled};
}

}  // namespace scrutineer
