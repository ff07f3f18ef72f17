// What must hold of every method: fair if the claim is false, never rounded up, never NaN.
#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <span>

#include "audit/martingale_for_tests.hpp"
#include "base/random.hpp"

namespace scrutineer {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// The defect of notes/audit.md 5.8: an estimate at u, 3,000 ones, then a zero.
TEST(Martingale, NeitherOverflowsNorForgets) {
  const double log_e = 3000 * std::log(2);
  Martingale martingale = made("alpha-fixed", {{"eta", 1}});
  martingale.feed(repeated(3000, 1));
  EXPECT_NEAR(martingale.log_e(), log_e, 1e-6);
  martingale.feed(0);
  martingale.feed(repeated(10, 1));
  EXPECT_EQ(martingale.log_e(), -kInfinity);  // stays zero
  EXPECT_NEAR(martingale.greatest_log_e(), log_e, 1e-6);
  EXPECT_GT(martingale.p_value(), 0);
  EXPECT_LT(martingale.p_value(), 1e-300);

  // Down beyond the least double, and up again.
  Martingale deep = made("fixed-bet", {{"lambda", 1}});
  for (const double value : {0., 1.}) deep.feed(repeated(5000, value));
  EXPECT_NEAR(deep.log_e(), 5000 * (std::log(.5) + std::log(1.5)), 1e-6);
  EXPECT_EQ(deep.p_value(), 1);
}

TEST(Martingale, IsCertainOnceNoValueCouldChangeTheAnswer) {
  Martingale right = made("alpha-fixed", {{"eta", .6}}, of(1, 10));
  right.feed({{1, 1, 1, 1, 1}});
  EXPECT_LT(right.log_e(), kInfinity);
  right.feed(.5);
  EXPECT_EQ(right.log_e(), kInfinity);
  EXPECT_EQ(right.p_value(), 0);
  Martingale wrong = made("alpha-fixed", {{"eta", .6}}, of(1, 10));
  wrong.feed({{0, 0, 0, 0, 0, 0, 1, 1, 1, 1}});
  EXPECT_EQ(wrong.log_e(), -kInfinity);
  EXPECT_EQ(wrong.p_value(), 1);
  wrong.feed(repeated(10, 1));  // there are no more cards
  EXPECT_EQ(wrong.seen(), 10);
  EXPECT_EQ(wrong.p_value(), 1);
}

std::vector<std::pair<std::string, Martingale::Parameters>> every_method() {
  return {{"alpha-fixed", {{"eta", .7}}},
          {"alpha-shrink-trunc", {{"eta", .7}, {"c", .1}, {"d", 10}}},
          {"alpha-shrink-trunc", {{"eta", .7}, {"c", .1}, {"d", 10}, {"f", .1}}},
          {"alpha-optimal-comparison", {{"p2", .01}}},
          {"kelly-comparison", {{"p1", .01}, {"p2", .01}}},
          {"fixed-bet", {{"lambda", 1.9}}},
          {"agrapa", {{"lambda", .5}}},
          {"grid-kelly", {}},
          {"square-kelly", {}},
          {"plug-in", {}},
          {"kaplan-markov", {{"g", .1}}},
          {"kaplan-wald", {{"g", .1}}},
          {"kaplan-kolmogorov", {{"g", .1}}},
          {"bravo", {{"share", .6}}}};
}

TEST(Martingale, EveryMethodOfTheTableIsTested) {
  for (const MartingaleMethod& method : martingale_methods()) {
    const auto all = every_method();
    EXPECT_TRUE(std::any_of(all.begin(), all.end(), [&](const auto& one) {
      return one.first == method.name;
    })) << method.name;
  }
}

// Two values only, every order of eight draws: the mean of e under the null hypothesis is at
// most 1.
TEST(Martingale, NoMethodWinsOnAverageIfTheClaimIsFalse) {
  for (const auto& [method, parameters] : every_method()) {
    SCOPED_TRACE(method);
    const bool of_comparison = method.find("comparison") != std::string::npos;
    const double u = of_comparison ? 1.02 : 1;
    const double high = of_comparison ? .51 : 1;
    const double share = .5 / high;  // of draws of the high value, so that the mean is 1/2
    double mean = 0;
    for (unsigned draws = 0; draws < 256; ++draws) {
      Martingale martingale = made(method, parameters, of(u));
      double probability = 1;
      for (unsigned i = 0; i < 8; ++i) {
        const bool is_high = (draws >> i & 1) != 0;
        martingale.feed(is_high ? high : 0);
        probability *= is_high ? share : 1 - share;
      }
      mean += probability * std::exp(martingale.log_e());
    }
    EXPECT_LE(mean, 1 + 1e-12);
    EXPECT_GE(mean, 1 - 1e-9);  // and it is fair: nothing is thrown away
  }
}

// Without replacement: every order of four ones and four zeros.
TEST(Martingale, NoMethodWinsOnAverageWithoutReplacement) {
  for (const auto& [method, parameters] : every_method()) {
    if (method == "bravo" || method.find("comparison") != std::string::npos) continue;
    SCOPED_TRACE(method);
    double mean = 0;
    int orders = 0;
    int confirmed = 0;
    for (unsigned draws = 0; draws < 256; ++draws) {
      if (__builtin_popcount(draws) != 4) continue;
      Martingale martingale = made(method, parameters, of(1, 8));
      for (unsigned i = 0; i < 5; ++i) martingale.feed((draws >> i & 1) != 0 ? 1 : 0);
      mean += std::exp(martingale.log_e());
      confirmed += martingale.p_value() <= .25 ? 1 : 0;
      ++orders;
    }
    EXPECT_LE(mean / orders, 1 + 1e-12);
    EXPECT_LE(confirmed, orders / 4);
  }
}

// Against long double: never above, and close.
TEST(Martingale, IsALowerBoundOfTheExactEValue) {
  Random random(7);
  for (int round = 0; round < 40; ++round) {
    const auto cards = static_cast<std::int64_t>(200 + random.below(2000));
    const double lambda = 1.5 * random.uniform();
    Martingale martingale = made("fixed-bet", {{"lambda", lambda}}, of(1, cards));
    long double log_e = 0;
    long double sum = 0;
    for (int i = 0; i < 150; ++i) {
      const double x = static_cast<double>(random.below(1025)) / 1024;
      const long double m = (static_cast<long double>(cards) / 2 - sum) / (cards - i);
      log_e += std::log1p(lambda * (x - m));
      sum += x;
      martingale.feed(x);
      ASSERT_LE(martingale.log_e(), log_e);
      ASSERT_NEAR(martingale.log_e(), static_cast<double>(log_e), 1e-12 * (i + 2));
    }
  }
}

// Together, values are worked through in blocks; one by one they never are.
void expect_the_same_one_by_one(const std::string& method, const Martingale::Parameters& parameters,
                                const MeanClaim& claim, const std::vector<double>& values) {
  Martingale together = made(method, parameters, claim);
  together.feed(values);
  Martingale one_by_one = made(method, parameters, claim);
  for (const double value : values) one_by_one.feed(value);
  EXPECT_EQ(together.log_e(), one_by_one.log_e());
  EXPECT_EQ(together.greatest_log_e(), one_by_one.greatest_log_e());
  EXPECT_EQ(together.seen(), one_by_one.seen());

  Martingale until = made(method, parameters, claim);
  const std::size_t used = until.feed_until(.05, values);
  Martingale steps = made(method, parameters, claim);
  std::size_t needed = 0;
  while (needed < values.size() && steps.feed_until(.05, std::span(&values[needed], 1)) == 1) {
    ++needed;
  }
  EXPECT_EQ(used, needed);
  EXPECT_EQ(until.log_e(), steps.log_e());
}

TEST(Martingale, GivesTheSameWhetherFedOneByOneOrTogether) {
  const auto values = polling(700);
  std::vector<double> strange = values;
  for (std::size_t i = 0; i < strange.size(); i += 97) {
    strange[i] = i % 2 == 0 ? std::nan("") : i % 3 == 0 ? -3 : 1e300;
  }
  std::vector<double> late(600, 0);  // without hope, and then without any loss
  late.resize(700, 1);
  std::vector<double> early(700, 1);
  for (const auto& [method, parameters] : every_method()) {
    if (method.find("comparison") != std::string::npos) continue;
    for (const auto cards : {std::optional<std::int64_t>{}, std::optional<std::int64_t>{700},
                             std::optional<std::int64_t>{5000}}) {
      if (method == "bravo" && cards) continue;
      for (const bool rests : {false, true}) {
        SCOPED_TRACE(method + (cards ? " of " + std::to_string(*cards) : "") +
                     (rests ? " rests" : ""));
        MeanClaim claim = of(1, cards);
        claim.rests = rests;
        for (const auto& list : {values, strange, late, early}) {
          expect_the_same_one_by_one(method, parameters, claim, list);
        }
      }
    }
  }
}

TEST(Martingale, TakesWhatIsNoValueAtItsWorst) {
  Martingale martingale = made("fixed-bet", {{"lambda", 1}});
  martingale.feed(std::nan(""));
  EXPECT_NEAR(martingale.log_e(), std::log(.5), 1e-12);
  martingale.feed(-3);
  EXPECT_NEAR(martingale.log_e(), std::log(.25), 1e-12);
  martingale.feed(1e300);
  EXPECT_NEAR(martingale.log_e(), std::log(.375), 1e-12);
}

TEST(Martingale, PublishesSixDigitsUpwards) {
  EXPECT_EQ(rounded_up_to_digits(.1507568848), .150757);
  EXPECT_EQ(rounded_up_to_digits(.15075611), .150757);
  EXPECT_EQ(rounded_up_to_digits(.150757), .150757);
  EXPECT_EQ(rounded_up_to_digits(.9999999), 1);
  EXPECT_EQ(rounded_up_to_digits(9.999991e-5), 1e-4);
  EXPECT_EQ(rounded_up_to_digits(0), 0);
  EXPECT_GE(rounded_up_to_digits(2.2250738585072014e-308), 2.2250738585072014e-308);
  EXPECT_EQ(rounded_up_to_digits(-1.23456789), -1.23456);
  EXPECT_EQ(rounded_down_to_digits(1.23456789), 1.23456);
  EXPECT_EQ(rounded_down_to_digits(-1.23456789), -1.23457);
  EXPECT_EQ(rounded_down_to_digits(kInfinity), kInfinity);
}

TEST(Martingale, NamesWhatIsWrongWithAMethodOrAClaim) {
  const auto error = [](const std::string& method, const Martingale::Parameters& parameters,
                        const MeanClaim& claim = {}) {
    const auto result = Martingale::make(method, parameters, claim);
    return result ? std::string() : to_sentence(result.error()[0]);
  };
  EXPECT_NE(error("minerva", {}).find("bravo"), std::string::npos);
  EXPECT_NE(error("alpha-fixed", {}).find("needs eta"), std::string::npos);
  EXPECT_NE(error("alpha-fixed", {{"eta", .5}}).find("more than t"), std::string::npos);
  EXPECT_NE(error("alpha-fixed", {{"eta", 1.1}}).find("at most u"), std::string::npos);
  EXPECT_NE(error("alpha-fixed", {{"eta", std::nan("")}}), "");
  EXPECT_NE(error("fixed-bet", {{"lambda", -1}}), "");
  EXPECT_NE(error("kaplan-wald", {{"h", 1}}).find("no parameter"), std::string::npos);
  EXPECT_NE(error("bravo", {{"share", .6}}, of(1, 100)).find("with replacement"),
            std::string::npos);
  EXPECT_NE(error("alpha-optimal-comparison", {}).find("comparison"), std::string::npos);
  EXPECT_NE(error("agrapa", {}, of(0)), "");
  EXPECT_NE(error("agrapa", {}, of(1, 0)), "");
  EXPECT_NE(error("agrapa", {}, of(1, {}, 1)), "");
  EXPECT_NE(error("agrapa", {}, of(std::nan(""))), "");
}

}  // namespace
}  // namespace scrutineer
