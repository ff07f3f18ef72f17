#include "simulate/split.hpp"

#include <numeric>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace scrutineer {
namespace {

Votes sum(const std::vector<Votes>& values) {
  return std::accumulate(values.begin(), values.end(), Votes{0});
}

RC_GTEST_PROP(Split, PartsAddUpAndLieWithinOneOfTheirShare, ()) {
  const auto weights =
      *rc::gen::nonEmpty(rc::gen::container<std::vector<Votes>>(rc::gen::inRange<Votes>(0, 1'000)));
  const auto total = *rc::gen::inRange<Votes>(0, 100'000);
  const auto parts = apportion(total, weights);
  RC_ASSERT(sum(parts) == total);
  const Votes all = sum(weights);
  for (std::size_t i = 0; i < parts.size() && all > 0; ++i) {
    RC_ASSERT(std::abs(parts[i] * all - total * weights[i]) < all);
  }
}

RC_GTEST_PROP(Split, VotesAddUpForEveryStationAndEveryParty, ()) {
  Random random(*rc::gen::arbitrary<std::uint64_t>());
  const auto valid =
      *rc::gen::nonEmpty(rc::gen::container<std::vector<Votes>>(rc::gen::inRange<Votes>(0, 300)));
  const auto by_party = apportion(sum(valid), {70, 20, 0, 10});
  std::vector<Place> places;
  for (std::size_t s = 0; s < valid.size(); ++s) places.push_back({s / 6, s / 3});
  const auto votes = split_votes(by_party, valid, places, random);
  std::vector<Votes> sums(by_party.size(), 0);
  for (std::size_t s = 0; s < valid.size(); ++s) {
    RC_ASSERT(sum(votes[s]) == valid[s]);
    for (std::size_t p = 0; p < sums.size(); ++p) {
      RC_ASSERT(votes[s][p] >= 0);
      sums[p] += votes[s][p];
    }
  }
  RC_ASSERT(sums == by_party);
}

RC_GTEST_PROP(Split, TurnoutAddsUpAndNobodyVotesTwice, ()) {
  Random random(*rc::gen::arbitrary<std::uint64_t>());
  const auto registered =
      *rc::gen::nonEmpty(rc::gen::container<std::vector<Votes>>(rc::gen::inRange<Votes>(0, 300)));
  const Votes total = sum(registered) * *rc::gen::inRange<Votes>(0, 11) / 10;
  const auto cast = split_turnout(total, registered, std::vector<Place>(registered.size()), random);
  RC_ASSERT(sum(cast) == total);
  for (std::size_t s = 0; s < cast.size(); ++s) RC_ASSERT(cast[s] >= 0 && cast[s] <= registered[s]);
  RC_ASSERT(sum(split_evenly(total, registered, random)) == total);
}

// Mean n·p and variance n·p(1 − p)(m + n)/(m + 1) of the Dirichlet-multinomial law, with memory m.
TEST(Split, AnUrnFollowsTheDirichletMultinomialLaw) {
  Random random(1);
  constexpr double n = 50, p = 0.3, m = 20;
  double mean = 0, square = 0;
  constexpr int kDraws = 20'000;
  for (int i = 0; i < kDraws; ++i) {
    const auto x = static_cast<double>(Urn({60, 140}, 10).draw(50, random)[0]);
    mean += x / kDraws;
    square += x * x / kDraws;
  }
  const double variance = n * p * (1 - p) * (m + n) / (m + 1);
  EXPECT_NEAR(mean, n * p, 0.2);
  EXPECT_NEAR(square - mean * mean, variance, variance * 0.05);
}

TEST(Split, StationsOfACommuneAreMoreAlikeThanOthers) {
  Random random(2);
  std::vector<Place> places;
  for (std::size_t s = 0; s < 800; ++s) places.push_back({s / 80, s / 10});
  const std::vector<Votes> valid(800, 400);
  const auto votes = split_votes({200'000, 120'000}, valid, places, random);
  double within = 0, between = 0;
  for (std::size_t s = 0; s + 400 < votes.size(); s += 2) {
    const auto squared = [&](std::size_t a, std::size_t b) {
      const auto d = static_cast<double>(votes[a][0] - votes[b][0]);
      return d * d;
    };
    within += squared(s, s + 1);
    between += squared(s, s + 400);
  }
  EXPECT_GT(2 * between, 3 * within);
}

}  // namespace
}  // namespace scrutineer
