// Expectations: notes/audit.md 4: SHANGRLA's sample sizes for comparison at a margin of 2 per cent
// and one-vote errors at a rate of .001, the 80 per cent quantile.
#include "audit/sample_sizes.hpp"

#include <cmath>
#include <map>

#include <gtest/gtest.h>

namespace scrutineer {
namespace {

SampleSizes of_comparison(std::int64_t cards, std::int64_t runs) {
  const double clean = 1 / 1.98;
  MeanClaim claim;
  claim.u = 2 * clean;
  claim.cards = cards;
  const auto martingale = Martingale::make("alpha-optimal-comparison", {{"p2", 1e-4}}, claim);
  std::vector<double> values(static_cast<std::size_t>(cards), clean);
  std::fill_n(values.begin(), cards / 1000, clean / 2);
  return simulate_sample_sizes(*martingale, values, .05, runs, 314159265);
}

TEST(SampleSizes, AreThoseOfShangrla) {
  EXPECT_NEAR(static_cast<double>(of_comparison(10'000, 1000).quantile(.8)), 364, 3);
  EXPECT_NEAR(static_cast<double>(of_comparison(100'000, 1000).quantile(.8)), 370, 3);
}

TEST(SampleSizes, DependOnTheSeedAlone) {
  const auto once = of_comparison(10'000, 50);
  EXPECT_EQ(once.sizes, of_comparison(10'000, 50).sizes);
  EXPECT_EQ(once.sizes.size(), 50U);
  EXPECT_GE(once.mean(), static_cast<double>(once.quantile(.01)));
}

// One card among 400 is worth nothing. Where it is beyond the cards that are needed without it, the
// run needs no more than these; else it needs what a martingale fed card by card says.
TEST(SampleSizes, OfCardsThatAreNearlyAllEqualAreThoseOfTheirOrders) {
  MeanClaim claim;
  claim.cards = 400;
  const Martingale fresh = *Martingale::make("fixed-bet", {{"lambda", .2}}, claim);
  std::vector<double> values(400, 1);
  values[0] = 0;
  std::vector<std::int64_t> of_place;  // the size where the card is drawn at this place
  for (std::size_t place = 0; place < 400; ++place) {
    std::vector<double> order(400, 1);
    order[place] = 0;
    Martingale martingale = fresh;
    of_place.push_back(static_cast<std::int64_t>(martingale.feed_until(.05, order)));
  }
  const std::int64_t runs = 20'000;
  const SampleSizes sizes = simulate_sample_sizes(fresh, values, .05, runs, 5);
  ASSERT_EQ(static_cast<std::int64_t>(sizes.sizes.size()), runs);
  std::map<std::int64_t, double> expected, seen;
  for (const std::int64_t size : of_place) expected[size] += 1 / 400.0;
  for (const std::int64_t size : sizes.sizes) seen[size] += 1 / static_cast<double>(runs);
  EXPECT_GT(expected.size(), 1U);
  for (const auto& [size, share] : seen) EXPECT_TRUE(expected.contains(size)) << size;
  for (const auto& [size, share] : expected) {
    EXPECT_NEAR(seen[size], share, 5 * std::sqrt(share * (1 - share) / static_cast<double>(runs)))
        << size;
  }
}

TEST(SampleSizes, AClaimThatIsFalseIsAFullCount) {
  MeanClaim claim;
  claim.cards = 100;
  std::vector<double> values(100, 0);
  std::fill_n(values.begin(), 45, 1);
  const auto sizes =
      simulate_sample_sizes(*Martingale::make("square-kelly", {}, claim), values, 1e-9, 20, 1);
  EXPECT_TRUE(sizes.sizes.empty());
  EXPECT_EQ(sizes.quantile(.5), 100);
  EXPECT_EQ(sizes.mean(), 100);
}

// Conditioned on what was seen: after a good start, fewer.
TEST(SampleSizes, StartFromWhatWasSeen) {
  MeanClaim claim;
  claim.cards = 1000;
  std::vector<double> values(1000, 0);
  std::fill_n(values.begin(), 600, 1);
  Martingale fresh = *Martingale::make("alpha-fixed", {{"eta", .6}}, claim);
  const auto all = simulate_sample_sizes(fresh, values, .05, 200, 1);
  fresh.feed(std::vector<double>(12, 1));
  const auto rest = simulate_sample_sizes(fresh, {values.begin() + 12, values.end()}, .05, 200, 1);
  EXPECT_LT(rest.mean(), all.mean());
}

}  // namespace
}  // namespace scrutineer
