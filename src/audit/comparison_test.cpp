// Expectations: notes/audit.md 3.4 (SHANGRLA's overstatement assorters and pool means) and 6.2.
#include "audit/comparison.hpp"

#include <gtest/gtest.h>

#include "audit/assorter.hpp"
#include "base/random.hpp"

namespace scrutineer {
namespace {

Comparison made(double v, double u = 1, bool uses_styles = false) {
  return *Comparison::make((1 + v) / 2, u, uses_styles);
}

double value(double v, double record, double card) {
  return made(v).value({Record::card, record, Found::card, card});
}

TEST(Comparison, GivesShangrlasOverstatementValues) {
  EXPECT_NEAR(value(.2, 1, 1), 1 / 1.8, 1e-15);
  EXPECT_NEAR(value(.3, 0, 1), 2 / 1.7, 1e-15);
  EXPECT_NEAR(value(.1, 1, .5), .5 / 1.9, 1e-15);
  EXPECT_EQ(value(.1, 1, 0), 0);
  EXPECT_NEAR(made(.02).clean(), 1 / 1.98, 1e-15);
  EXPECT_NEAR(made(.02).bound(), 2 / 1.98, 1e-15);
  // A quarter overstated by half, a quarter by one: (1 − .375) / 1.5.
  const double mean = (2 * value(.5, 1, 1) + value(.5, 1, .5) + value(.5, 1, 0)) / 4;
  EXPECT_NEAR(mean, .625 / 1.5, 1e-15);
}

TEST(Comparison, GivesShangrlasPoolMeans) {
  EXPECT_NEAR(*pool_mean(2, 1, 3), 2. / 3, 1e-15);
  EXPECT_NEAR(*pool_mean(0, 1, 2), 1. / 4, 1e-15);
  EXPECT_FALSE(pool_mean(2, 2, 3));
  EXPECT_FALSE(pool_mean(0, 0, 0));
}

TEST(Comparison, WhatIsNotThereCountsAgainstTheClaim) {
  const Comparison plain = made(.1);
  const Comparison styles = made(.1, 1, true);
  const auto compare = [](const Comparison& comparison, Record record, Found found) {
    return comparison.value({record, 1, found, 1});
  };
  EXPECT_EQ(compare(plain, Record::card, Found::missing), 0);
  EXPECT_NEAR(compare(plain, Record::card, Found::without_contest), .5 / 1.9, 1e-15);
  EXPECT_EQ(compare(styles, Record::card, Found::without_contest), 0);
  EXPECT_NEAR(compare(plain, Record::phantom, Found::missing), .5 / 1.9, 1e-15);
  EXPECT_NEAR(compare(plain, Record::phantom, Found::card), 1.5 / 1.9, 1e-15);
}

TEST(Comparison, StaysWithinItsBounds) {
  Random random(3);
  for (int i = 0; i < 1000; ++i) {
    const double u = .6 + 2 * random.uniform();
    const auto comparison = Comparison::make(.5 + (u - .5) * (1 - random.uniform()), u, i % 2 == 0);
    ASSERT_TRUE(comparison);
    const CardComparison card = {static_cast<Record>(random.below(3)), u * random.uniform() * 1.1,
                                 static_cast<Found>(random.below(3)), u * random.uniform() * 1.1};
    EXPECT_GE(comparison->value(card), 0);
    EXPECT_LE(comparison->value(card), comparison->bound());
  }
}

// mean B > 1/2 exactly where mean A > 1/2: at a tie it is 1/2.
TEST(Comparison, ATieHasTheMeanOneHalf) {
  // 60 recorded for w, 40 for l; in truth 50 each; in pools of tallies, and with phantoms.
  for (const bool pooled : {false, true}) {
    // Of 110 cards 60 are for w, and 10 phantoms count half.
    const Comparison comparison = *Comparison::make(rounded_down({65, 110}), 1, false);
    double sum = 0;
    for (int i = 0; i < 110; ++i) {
      CardComparison card;
      card.record = i >= 100 ? Record::phantom : pooled ? Record::pool : Record::card;
      card.record_value = pooled ? *pool_mean(60, 40, 100) : i < 60 ? 1 : 0;
      // Of the 110, phantoms included, 55 are for w.
      card.card_value = i < 55 ? 1 : 0;
      sum += comparison.value(card);
    }
    EXPECT_NEAR(sum / 110, .5, 1e-14);
  }
}

// Every card is read, errors first, so that nothing is confirmed on the way: what is left over at
// the end must not look as if a tie had become impossible. Shares of one to eleven twelfths; a mean
// that is too great by one part in 10^12 does confirm most of them.
TEST(Comparison, AFullCountOfATieIsNotConfirmed) {
  constexpr std::int64_t kCards = 240;
  int confirmed_if_rounded_up = 0;
  for (std::int64_t share = 1; share < 12; ++share) {
    // w has more than share/12 of the votes: 12/(2 share) for w, 0 for others; recorded 24 too
    // many.
    const std::int64_t truth = kCards * share / 12;
    const std::int64_t recorded = std::min(kCards - 1, truth + 24);
    const Fraction worth = {12, 2 * share};
    const double u = to_double(worth);
    const double mean = rounded_down({worth.numerator * recorded, worth.denominator * kCards});
    for (const double excess : {0., 1e-12}) {
      const Comparison comparison = *Comparison::make(mean * (1 + excess), u, false);
      Martingale martingale =
          *Martingale::make("fixed-bet", {{"lambda", 1.5}}, comparison.claim(kCards));
      for (std::int64_t i = 0; i < kCards; ++i) {
        const bool is_error = i < recorded - truth;
        const double record = i < recorded ? u : 0;
        martingale.feed(
            comparison.value({Record::card, record, Found::card, is_error ? 0 : record}));
      }
      if (excess > 0) {
        confirmed_if_rounded_up += martingale.p_value() <= .05 ? 1 : 0;
      } else {
        EXPECT_GT(martingale.p_value(), .05) << share;
      }
    }
  }
  EXPECT_GT(confirmed_if_rounded_up, 5);
}

TEST(Comparison, RefusesRecordsThatDoNotShowTheClaim) {
  EXPECT_FALSE(Comparison::make(.5, 1, false));
  EXPECT_FALSE(Comparison::make(.4, 1, false));
  EXPECT_FALSE(Comparison::make(1.1, 1, false));
  EXPECT_FALSE(Comparison::make(.6, 0, false));
}

TEST(Comparison, PollingKnowsNoRecords) {
  EXPECT_EQ(polling_value(Found::card, 1, false), 1);
  EXPECT_EQ(polling_value(Found::missing, 1, false), 0);
  EXPECT_EQ(polling_value(Found::without_contest, 1, false), .5);
  EXPECT_EQ(polling_value(Found::without_contest, 1, true), 0);
}

}  // namespace
}  // namespace scrutineer
