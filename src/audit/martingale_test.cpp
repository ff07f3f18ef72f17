// Expectations: notes/audit.md 3.3 and 3.4, figures of SHANGRLA's tests and of series computed here
// with SHANGRLA's programs at HEAD.
#include "audit/martingale.hpp"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "base/random.hpp"

namespace scrutineer {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

Martingale made(const std::string& method, const Martingale::Parameters& parameters,
                const MeanClaim& claim = {}) {
  auto martingale = Martingale::make(method, parameters, claim);
  EXPECT_TRUE(martingale.has_value()) << to_sentence(martingale.error()[0]);
  return *martingale;
}

std::vector<double> polling(int count) {
  std::vector<double> values;
  for (int i = 1; i <= count; ++i) {
    const int draw = (7919 * i + 13) % 1000;
    values.push_back(draw < 510 ? 1 : draw < 960 ? 0 : 0.5);
  }
  return values;
}

std::vector<double> comparison(int count) {
  const double clean = 1 / (2 - 0.02);
  std::vector<double> values;
  for (int i = 1; i <= count; ++i) {
    values.push_back(i % 10000 == 7777 ? 0 : i % 1000 == 500 ? clean / 2 : clean);
  }
  return values;
}

struct Series {
  std::string method;
  Martingale::Parameters parameters;
  bool of_comparison, without_replacement;
  double p_1000, p_5000;
  int first;
};

// The table of 3.4: p after 1,000 and 5,000 of 100,000 values, and the first p <= 0.05.
TEST(Martingale, AgreesWithShangrlaOnDeterministicSeriesToTenDigits) {
  const double clean = 1 / 1.98;
  const std::vector<Series> table = {
      {"alpha-fixed", {{"eta", 0.53}}, false, true, 0.1507568848, 5.230048116e-05, 1605},
      {"alpha-shrink-trunc",
       {{"eta", 0.53}, {"c", 0.015}, {"d", 100}},
       false,
       true,
       0.4763470158,
       0.0003519521372,
       2358},
      {"agrapa", {{"lambda", 0.5}, {"c", 0.9}}, false, true, 1, 0.00082525827, 2790},
      {"alpha-optimal-comparison",
       {{"p2", 1e-4}},
       true,
       true,
       9.007998796e-05,
       2.204101559e-21,
       301},
      {"alpha-shrink-trunc",
       {{"eta", clean}, {"c", 0.0025}, {"d", 100}},
       true,
       true,
       0.9113096817,
       0.6204113874,
       25184},
      {"kaplan-markov", {{"g", 0.1}}, true, false, 0.0003928474942, 9.356640353e-18, 358},
      {"kaplan-wald", {{"g", 0.9}}, true, false, 0.3837285772, 0.008319950006, 3122},
  };
  for (const Series& series : table) {
    SCOPED_TRACE(series.method);
    MeanClaim claim;
    if (series.of_comparison) claim.u = 2 / 1.98;
    if (series.without_replacement) claim.cards = 100000;
    const auto values = series.of_comparison ? comparison(100000) : polling(100000);
    Martingale martingale = made(series.method, series.parameters, claim);
    martingale.feed(std::span(values).first(1000));
    EXPECT_NEAR(martingale.p_value() / series.p_1000, 1, 1e-9);
    martingale.feed(std::span(values).subspan(1000, 4000));
    EXPECT_NEAR(martingale.p_value() / series.p_5000, 1, 1e-9);
    Martingale again = made(series.method, series.parameters, claim);
    EXPECT_EQ(again.feed_until(0.05, values), series.first);
    EXPECT_LE(again.p_value(), 0.05);
  }
}

}  // namespace
}  // namespace scrutineer
