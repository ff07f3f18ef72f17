// Expectations: notes/audit.md 3.4 and 3.7: figures of SHANGRLA's tests, of series computed here
// with SHANGRLA's programs at HEAD, and of ALPHA's tables.
#include <algorithm>
#include <cmath>
#include <limits>

#include "audit/martingale_for_tests.hpp"
#include "base/random.hpp"

namespace scrutineer {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

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

// The same series of 300,000: the first p <= 0.05.
TEST(Martingale, StopsWhereShangrlaDoesAmongThreeHundredThousand) {
  const double clean = 1 / 1.98;
  struct Row {
    std::string method;
    Martingale::Parameters parameters;
    bool of_comparison;
    std::size_t first;
  };
  const std::vector<Row> rows = {
      {"alpha-fixed", {{"eta", 0.53}}, false, 1605},
      {"alpha-shrink-trunc", {{"eta", 0.53}, {"c", 0.015}, {"d", 100}}, false, 2394},
      {"agrapa", {{"lambda", 0.5}, {"c", 0.9}}, false, 2852},
      {"alpha-optimal-comparison", {{"p2", 1e-4}}, true, 301},
      {"alpha-shrink-trunc", {{"eta", clean}, {"c", 0.0025}, {"d", 100}}, true, 30322}};
  for (const Row& row : rows) {
    MeanClaim claim;
    if (row.of_comparison) claim.u = 2 / 1.98;
    claim.cards = 300000;
    const auto values = row.of_comparison ? comparison(300000) : polling(300000);
    EXPECT_EQ(made(row.method, row.parameters, claim).feed_until(0.05, values), row.first)
        << row.method;
  }
}

TEST(Martingale, KaplanMarkovAndKaplanWaldGiveShangrlasFigures) {
  const auto ones = repeated(5, 1);
  EXPECT_NEAR(p_after("kaplan-markov", {}, ones), std::pow(2, -5), 1e-14);
  EXPECT_NEAR(p_after("kaplan-wald", {}, ones), std::pow(2, -5), 1e-14);
  EXPECT_NEAR(p_after("kaplan-wald", {{"g", .1}}, ones), std::pow(1.9, -5), 1e-14);
  auto values = ones;
  values.push_back(0);
  EXPECT_NEAR(p_after("kaplan-markov", {{"g", .1}}, values), std::pow(1.1 / .6, -5), 1e-14);
  // The last p-value of an order fixed in advance, where only the last counts: × .6/.1, × 10.
  Martingale markov = made("kaplan-markov", {{"g", .1}});
  markov.feed(values);
  EXPECT_NEAR(std::exp(-markov.log_e()), std::pow(1.1 / .6, -5) * .6 / .1, 1e-13);
  Martingale wald = made("kaplan-wald", {{"g", .1}});
  wald.feed(values);
  EXPECT_NEAR(std::exp(-wald.log_e()), std::pow(1.9, -5) * 10, 1e-13);
}

TEST(Martingale, AlphaStopsWhereShangrlaDoes) {
  // eta = 3/4, without replacement from a population that hardly shrinks.
  const auto first = [](double value) {
    Martingale martingale =
        made("alpha-shrink-trunc", {{"eta", .75}, {"c", .25}, {"d", 100}}, of(1, 100000));
    return martingale.feed_until(.05, repeated(100, value));
  };
  EXPECT_EQ(first(1), 8U);
  EXPECT_EQ(first(.75), 14U);
}

TEST(Martingale, NullMeansFollowTheCardsThatAreLeft) {
  // sjm(5, 1.53, [1, 2, .5, 1, 4]) = 1.53, 1.6625, 1.55, 2.075, 3.15: the bet 1/m on each value.
  const std::vector<double> values = {1, 2, .5, 1, 4};
  const double means[] = {1.53, 1.6625, 1.55, 2.075, 3.15};
  Martingale martingale = made("kaplan-kolmogorov", {}, of(5, 5, 1.53));
  double log_e = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    martingale.feed(values[i]);
    log_e += std::log(values[i] / means[i]);
    EXPECT_NEAR(martingale.log_e(), log_e, 1e-12);
  }
  martingale.feed(4);  // 8.5 of 7.65: the claim is certain
  EXPECT_EQ(martingale.log_e(), kInfinity);
  EXPECT_EQ(martingale.p_value(), 0);
}

TEST(Martingale, AFixedBetIsAPower) {
  for (const double lambda : {.1, .5, 1.9}) {
    for (const double value : {.6, .75, 1.}) {
      EXPECT_NEAR(p_after("fixed-bet", {{"lambda", lambda}}, repeated(10, value)),
                  std::pow(1 + lambda * (value - .5), -10), 1e-13);
    }
  }
}

TEST(Martingale, AlphaAndBettingAreOne) {
  // eta = m (1 + λ (u − m)).
  const double lambda = .7;
  const double eta = .5 * (1 + lambda * .5);
  const auto values = polling(400);
  EXPECT_NEAR(p_after("alpha-fixed", {{"eta", eta}}, values) /
                  p_after("fixed-bet", {{"lambda", lambda}}, values),
              1, 1e-11);
}

TEST(Martingale, MixturesAreMeansOfMartingales) {
  const auto values = polling(300);
  for (const bool square : {false, true}) {
    double sum = 0;
    double weights = 0;
    for (int i = 1; i <= 4; ++i) {
      const double part = i / 5.0;
      const double weight = square ? (1 - part) * (1 - part) : 1;
      Martingale one = made("fixed-bet", {{"lambda", part / .5}});
      one.feed(values);
      sum += weight * std::exp(one.log_e());
      weights += weight;
    }
    Martingale mixture = made(square ? "square-kelly" : "grid-kelly", {{"points", 4}});
    mixture.feed(values);
    EXPECT_NEAR(mixture.log_e(), std::log(sum / weights), 1e-10);
  }
}

TEST(Martingale, KellysBetIsTheBestConstantOne) {
  // In closed form where there are no one-vote errors: (2 − 4 a p0) / (1 − 2a).
  const double a = 1 / 1.98;
  const double values[] = {a, 0};
  const double weights[] = {.999, .001};
  EXPECT_NEAR(kelly_bet(values, weights, .5), (2 - 4 * a * .999) / (1 - 2 * a), 1e-9);
  const double polled[] = {1, 0, .5};
  const double shares[] = {.5, .4, .1};
  EXPECT_NEAR(kelly_bet(polled, shares, .5), 2 * .1 / .9, 1e-12);
  EXPECT_EQ(kelly_bet(polled, std::vector<double>{.4, .5, .1}, .5), 0);
  EXPECT_EQ(kelly_bet(polled, std::vector<double>{1, 0, 0}, .5), 2);
}

// ALPHA's tables (Stark 2023): mean sample sizes of SqKelly and of the sequential probability ratio
// test with eta = .55 at true shares, 20,000 cards, risk limit 5 %. Simulated there and here.
TEST(Martingale, NeedsTheSamplesOfAlphasTables) {
  struct Row {
    double share, square_kelly, ratio;
  };
  for (const Row& row : {Row{.6, 181, 199}, Row{.65, 110, 130}, Row{.7, 68, 85}}) {
    Random random(11);
    std::vector<double> cards(20000, 0);
    std::fill_n(cards.begin(), std::llround(20000 * row.share), 1);
    double square = 0;
    double ratio = 0;
    const int runs = 300;
    for (int run = 0; run < runs; ++run) {
      random.shuffle(cards);
      square += static_cast<double>(made("square-kelly", {}, of(1, 20000)).feed_until(.05, cards));
      ratio += static_cast<double>(
          made("alpha-fixed", {{"eta", .55}}, of(1, 20000)).feed_until(.05, cards));
    }
    EXPECT_NEAR(ratio / runs / row.ratio, 1, .12);
    // Other points and weights than ALPHA's: at these margins ours need less.
    EXPECT_LE(square / runs, row.square_kelly);
  }
}

// The same of ALPHA itself, eta = .51, d = 1,000, c = (eta − 1/2)/2, at every share of the table.
// (The table's ratio test at .51 and .52 and its SqKelly below .6 are of other rules than ours.)
TEST(Martingale, NeedsTheSamplesOfAlphasTableAtEveryShare) {
  const std::pair<double, double> rows[] = {{.505, 13936}, {.51, 8343}, {.52, 3512}, {.55, 918},
                                            {.6, 371},     {.65, 248},  {.7, 165}};
  for (const auto& [share, published] : rows) {
    Random random(11);
    std::vector<double> cards(20000, 0);
    std::fill_n(cards.begin(), std::llround(20000 * share), 1);
    const Martingale fresh =
        made("alpha-shrink-trunc", {{"eta", .51}, {"d", 1000}, {"c", .005}}, of(1, 20000));
    double sum = 0;
    const int runs = 200;
    for (int run = 0; run < runs; ++run) {
      random.shuffle(cards);
      Martingale martingale = fresh;
      sum += static_cast<double>(martingale.feed_until(.05, cards));
    }
    EXPECT_NEAR(sum / runs / published, 1, .12) << share;
  }
}

}  // namespace
}  // namespace scrutineer
