#include "roll/equal_pairs.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/random.hpp"
#include "roll/rolls_for_tests.hpp"
#include "roll/scale_for_tests.hpp"

namespace scrutineer::roll {
namespace {

using Row = std::vector<std::string>;

Rolls roll_of(const std::vector<Row>& rows) {
  Rolls rolls;
  rolls.schema = voter_schema();
  add_snapshot(rolls, rows);
  return rolls;
}

// People of few names and few dates, a tenth of them born on 1 January as rolls say.
std::vector<Row> people(Random& random, std::size_t number, std::uint64_t variety) {
  std::vector<Row> rows;
  for (std::size_t i = 0; i < number; ++i) {
    const std::string day = random.below(10) == 0 ? "-01-01"
                                                  : "-0" + std::to_string(random.between(2, 9)) +
                                                        "-1" + std::to_string(random.below(9));
    rows.push_back({"f" + std::to_string(random.below(variety)),
                    "g" + std::to_string(random.below(variety)), random.below(2) == 0 ? "f" : "m",
                    std::to_string(random.between(1940, 1990)) + day, "c",
                    std::to_string(random.below(100))});
  }
  return rows;
}

RC_GTEST_PROP(EqualPairs, are_those_that_are_counted_one_by_one, ()) {
  Random random(*rc::gen::arbitrary<std::uint64_t>());
  auto rows = people(random, *rc::gen::inRange<std::size_t>(0, 60), 3);
  for (Row& row : rows) {
    row[3] =
        std::to_string(random.between(1960, 1962)) + (random.below(2) == 0 ? "-01-01" : "-05-06");
    if (random.below(9) == 0) row[random.below(4)].clear();
  }
  std::uint64_t pairs = 0, on_default_days = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const bool is_stated = !rows[i][0].empty() && !rows[i][1].empty() && !rows[i][3].empty();
      const bool is_equal = std::equal(rows[i].begin(), rows[i].begin() + 4, rows[j].begin());
      pairs += is_stated && is_equal ? 1 : 0;
      on_default_days += is_stated && is_equal && rows[i][3].ends_with("-01-01") ? 1 : 0;
    }
  }
  const auto found = equal_pairs(roll_of(rows), 0, 0.95);
  RC_ASSERT(found.has_value());
  RC_ASSERT(found->pairs == pairs);
  RC_ASSERT(found->on_default_days == on_default_days);
  RC_ASSERT(found->doubles.interval.low >= 0);
  RC_ASSERT(found->doubles.interval.high <= static_cast<double>(pairs));
}

TEST(EqualPairs, strangers_are_not_taken_for_doubles_and_planted_doubles_are_counted) {
  const int seeds = scaled_for_tests(40);
  int covered = 0, none = 0;
  for (int k = 0; k < seeds; ++k) {
    Random random(static_cast<std::uint64_t>(k));
    auto rows = people(random, 4'000, 12);
    const auto before = equal_pairs(roll_of(rows), 0, 0.95);
    EXPECT_GT(before->by_chance, 8);
    none += before->doubles.interval.low <= 0 ? 1 : 0;
    for (const std::size_t row : random.sample(4'000, 100)) rows.push_back(rows[row]);
    const auto after = equal_pairs(roll_of(rows), 0, 0.95);
    covered += after->doubles.interval.low <= 100 && 100 <= after->doubles.interval.high ? 1 : 0;
  }
  // Of 95 per cent, two-sided: without doubles only the upper half can lie above 0.
  EXPECT_GE(none, static_cast<int>(0.9 * seeds));
  EXPECT_GE(covered, static_cast<int>(0.85 * seeds));
}

TEST(EqualPairs, need_a_name_and_a_date) {
  Rolls rolls;
  rolls.schema = {{"commune", FieldKind::unit}, {"born", FieldKind::birth_date}};
  add_snapshot(rolls, {{"a", "1970-01-02"}});
  EXPECT_FALSE(equal_pairs(rolls, 0, 0.95));
  EXPECT_EQ(equal_pairs(roll_of({}), 0, 0.95)->pairs, 0U);
}

}  // namespace
}  // namespace scrutineer::roll
