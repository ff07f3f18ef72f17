#include "roll/model.hpp"

#include <cmath>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/random.hpp"

namespace scrutineer::roll {
namespace {

// Three names, of which pairs of one person agree nine times in ten.
Model make_model() {
  Model model;
  model.pairs = 100'000;
  model.matches = 1000;
  for (int k = 0; k < 3; ++k) {
    ComparisonModel c;
    c.m = first_guess(FieldKind::given_name, false);
    c.u = {.01, .005, .01, .005, .02, .95, 0, 0};
    c.stated_pairs = model.pairs;
    c.kin = 1U << k;
    model.comparisons.push_back(c);
  }
  return model;
}

Level draw(Random& random, const LevelShares& shares) {
  double rest = random.uniform();
  for (Level level = 0; level < kNotStated; ++level) {
    rest -= shares[level];
    if (rest < 0) return level;
  }
  return name_level::different;
}

Session draw_session(Random& random, const LevelShares& m, double share, int pairs) {
  const Model model = make_model();
  PatternHistogram histogram;
  for (int i = 0; i < pairs; ++i) {
    const bool is_match = random.uniform() < share;
    Pattern pattern = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      pattern |= pattern_bits(draw(random, is_match ? m : model.comparisons[k].u), k);
    }
    histogram.add(pattern);
  }
  Session session;
  session.patterns = histogram.sorted();
  return session;
}

RC_GTEST_PROP(Learning, never_lowers_the_likelihood, (std::uint64_t seed)) {
  Random random(seed);
  PatternHistogram histogram;
  for (int i = 0; i < 30; ++i) {
    Pattern pattern = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      const auto level = static_cast<Level>(random.below(7));
      pattern |= pattern_bits(level == name_level::swapped ? kNotStated : level, k);
    }
    histogram.add(pattern, 1 + random.below(500));
  }
  Session session;
  session.patterns = histogram.sorted();
  const EmResult result = learn(session, make_model());
  for (std::size_t i = 1; i < result.objective.size(); ++i) {
    RC_ASSERT(result.objective[i] >= result.objective[i - 1] - 1e-6);
  }
}

TEST(Learning, finds_the_shares_that_pairs_were_drawn_with) {
  Random random(5);
  const LevelShares m{.7, .1, .08, .02, .02, .08, 0, 0};
  const EmResult result = learn(draw_session(random, m, 0.2, 200'000), make_model());
  EXPECT_NEAR(result.share, 0.2, 0.01);
  for (std::size_t k = 0; k < 3; ++k) {
    for (std::size_t level = 0; level < 6; ++level) EXPECT_NEAR(result.m[k][level], m[level], 0.02);
  }
}

TEST(Learning, subtracts_coincidences_where_their_number_is_known) {
  Random random(6);
  const LevelShares m{.6, .1, .1, .05, .05, .1, 0, 0};
  Session session = draw_session(random, m, 0.95, 100'000);
  session.coincidences = 5000;
  const EmResult result = learn(session, make_model());
  EXPECT_TRUE(result.objective.empty());
  EXPECT_NEAR(result.share, 0.95, 1e-9);
  for (std::size_t level = 0; level < 6; ++level) EXPECT_NEAR(result.m[0][level], m[level], 0.01);
}

TEST(Model, lets_weights_fall_from_level_to_level) {
  Model model = make_model();
  model.comparisons[0].m = {.5, .001, .2, .2, .001, .098, 0, 0};
  make_monotone(model, std::vector<FieldKind>(3, FieldKind::given_name));
  double sum = 0;
  for (Level level = 0; level < name_level::swapped; ++level) {
    sum += model.comparisons[0].m[level];
    if (level > 0) {
      EXPECT_LE(model.weight(0, level), model.weight(0, static_cast<Level>(level - 1)) + 1e-9);
    }
  }
  EXPECT_NEAR(sum, 1, 1e-12);
}

TEST(Model, knows_how_many_pairs_are_matches) {
  Random random(7);
  const Model model = make_model();
  const Session session = draw_session(random, model.comparisons[0].m, 0.03, 100'000);
  EXPECT_NEAR(expected_matches(model, session.patterns), 3000, 150);
}

TEST(Dependence, is_seen_between_fields_that_agree_together) {
  // Of pairs of two people the first two fields agree together; of one person they do not more
  // often than by themselves.
  Random random(8);
  Model model = make_model();
  PatternHistogram all;
  for (int i = 0; i < 100'000; ++i) {
    const bool is_match = i < 1000;
    Pattern pattern = 0;
    const bool is_neighbour = random.below(50) == 0;
    for (std::size_t k = 0; k < 3; ++k) {
      const LevelShares& shares = is_match ? model.comparisons[k].m : model.comparisons[k].u;
      const Level level = !is_match && is_neighbour && k < 2 ? kExact : draw(random, shares);
      pattern |= pattern_bits(level, k);
    }
    all.add(pattern);
  }
  for (std::size_t k = 0; k < 2; ++k) model.comparisons[k].u = {.03, .005, .01, .005, .02, .93};
  learn_dependence(model, all.sorted(), all.sorted());
  ASSERT_FALSE(model.interactions.empty());
  EXPECT_EQ(model.interactions[0].first, 0U);
  EXPECT_EQ(model.interactions[0].second, 1U);
  EXPECT_LT(model.interactions[0].bits[kExact][kExact], -2);
  // Neighbours that agree in all three fields cannot be told from matches.
  EXPECT_NEAR(model.matches, 1000, 350);
}

// Who moves has another commune and another house: one rare thing, not two. What chance adds to a
// sample of pairs of two people (15 pairs to 40, twice) must not stand in its place in the tree.
TEST(Dependence, of_what_people_do_stands_before_what_is_chance) {
  constexpr Level kOther = name_level::different;
  const auto pattern = [](Level a, Level b, Level c) {
    return pattern_bits(a, 0) | pattern_bits(b, 1) | pattern_bits(c, 2);
  };
  Random random(9);
  Model model = make_model();
  model.matches = 20'000;
  model.comparisons.push_back(model.comparisons[0]);
  for (ComparisonModel& c : model.comparisons) {
    c.m = {.95, 0, 0, 0, 0, .05, 0, 0};
    c.u = {.02, 0, 0, 0, 0, .98, 0, 0};
  }
  model.comparisons[3].u = {1e-5, 0, 0, 0, 0, 1 - 1e-5, 0, 0};  // tells a person, moved or not
  PatternHistogram kept, strangers;
  for (int i = 0; i < 20'000; ++i) {
    const Level place = draw(random, model.comparisons[0].m);
    kept.add(pattern(draw(random, model.comparisons[0].m), place, place));
  }
  strangers.add(pattern(kExact, kExact, kOther) | pattern_bits(kOther, 3), 55);
  strangers.add(pattern(kExact, kOther, kExact) | pattern_bits(kOther, 3), 55);
  strangers.add(pattern(kOther, kExact, kExact) | pattern_bits(kOther, 3), 40);
  strangers.add(pattern(kExact, kOther, kOther) | pattern_bits(kOther, 3), 1890);
  strangers.add(pattern(kOther, kExact, kOther) | pattern_bits(kOther, 3), 1905);
  strangers.add(pattern(kOther, kOther, kExact) | pattern_bits(kOther, 3), 1905);
  strangers.add(pattern(kOther, kOther, kOther) | pattern_bits(kOther, 3), 94'150);
  learn_dependence(model, kept.sorted(), strangers.sorted());
  ASSERT_EQ(model.interactions.size(), 1U);
  EXPECT_EQ(model.interactions[0].first, 1U);
  EXPECT_EQ(model.interactions[0].second, 2U);
  EXPECT_NEAR(model.interactions[0].bits[kOther][kOther], std::log2(1 / .05), .25);
}

TEST(Logarithm, is_that_of_the_library_to_twelve_digits) {
  for (double x = 1e-12; x < 1e12; x *= 1.37) {
    EXPECT_NEAR(log2_of(x), std::log2(x), 1e-12 * std::max(1.0, std::fabs(std::log2(x))));
    EXPECT_NEAR(exp2_of(log2_of(x)), x, 1e-11 * x);
  }
  EXPECT_EQ(to_weight(-0.5), -512);
  EXPECT_EQ(probability_of(0), 0.5);
}

}  // namespace
}  // namespace scrutineer::roll
