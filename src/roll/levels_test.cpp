#include "roll/levels.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "roll/rolls_for_tests.hpp"

namespace scrutineer::roll {
namespace {

// The level between two cells as they are written.
Level level(FieldKind kind, const std::string& a, const std::string& b) {
  Rolls rolls;
  rolls.schema = {{"field", kind}};
  add_snapshot(rolls, {{a}, {b}});
  ValueSpace space(kind);
  const std::vector<ValueId> numbers = space.add(rolls.values[0]);
  LevelFinder finder(space);
  const std::vector<ValueId>& cells = rolls.snapshots[0].columns[0];
  return finder(numbers[cells[0]], numbers[cells[1]]);
}

TEST(Levels, of_names_fall_from_exact_to_different) {
  const auto of = [](const char* a, const char* b) { return level(FieldKind::given_name, a, b); };
  EXPECT_EQ(of("Dara", "dara"), kExact);
  EXPECT_EQ(of("gregory", "gregoyr"), name_level::close);
  EXPECT_EQ(of("michaela", "michael"), name_level::close);
  EXPECT_EQ(of("duane", "dwyane"), name_level::different);
  EXPECT_EQ(of("t", "thomas"), name_level::part);
  EXPECT_EQ(of("chan dara", "dara"), name_level::part);
  EXPECT_EQ(of("thomas", "vuthy"), name_level::different);
  EXPECT_EQ(of("", "vuthy"), kNotStated);
}

TEST(Levels, of_dates_know_swaps_slips_and_default_days) {
  const auto of = [](const char* a, const char* b) { return level(FieldKind::birth_date, a, b); };
  EXPECT_EQ(of("1970-05-31", "1970-05-31"), kExact);
  EXPECT_EQ(of("1970-01-01", "1970-01-01"), date_level::exact_default);
  EXPECT_EQ(of("1970-01-01", "1970-05-31"), date_level::default_year);
  EXPECT_EQ(of("1970-05-07", "1970-07-05"), date_level::swapped);
  EXPECT_EQ(of("1970-05-07", "1971-05-07"), date_level::slip);
  EXPECT_EQ(of("1970-05-07", "1907-05-07"), date_level::slip);
  EXPECT_EQ(of("1970-05-07", "1970-05-13"), date_level::two_parts);
  EXPECT_EQ(of("1970-05-07", "1982-05-07"), date_level::two_parts);
  EXPECT_EQ(of("1970-05-07", "1982-11-20"), date_level::different);
  EXPECT_EQ(of("1970-05-07", ""), kNotStated);
}

TEST(Levels, of_codes_know_one_slip_and_a_common_beginning) {
  const auto of = [](const char* a, const char* b) { return level(FieldKind::code, a, b); };
  EXPECT_EQ(of("1234", "1234"), kExact);
  EXPECT_EQ(of("1234", "1243"), code_level::slip);
  EXPECT_EQ(of("1234", "124"), code_level::slip);
  EXPECT_EQ(of("tq13 8df", "tq13 9hu"), code_level::beginning);
  EXPECT_EQ(of("7", "8"), code_level::different);
  EXPECT_EQ(of("1234", "5678"), code_level::different);
}

TEST(Levels, of_units_are_equal_or_not) {
  EXPECT_EQ(level(FieldKind::unit, "c1", "c1"), kExact);
  EXPECT_EQ(level(FieldKind::unit, "c1", "c2"), kUnequal);
}

// The bounds by letters and lengths never change a level: the same from the measures alone.
RC_GTEST_PROP(Levels, of_names_are_those_of_the_measures_alone, (std::uint64_t seed)) {
  Random random(seed);
  std::string a = random_name(random, 5000), b = a;
  for (std::uint64_t slips = random.below(4); slips > 0; --slips) {
    b.insert(random.below(b.size() + 1), 1, static_cast<char>('a' + random.below(5)));
    if (random.below(2) == 0) b.erase(random.below(b.size()), 1);
  }
  const Level found = level(FieldKind::text, a, b);
  const std::string signs_a = signs_of(canonical_text(a)), signs_b = signs_of(canonical_text(b));
  SignPattern pattern;
  pattern.set(signs_a);
  const std::size_t shorter = std::min(signs_a.size(), signs_b.size());
  Level expected = name_level::different;
  if (signs_a == signs_b) {
    expected = kExact;
  } else if (skeleton(canonical_text(a)) == skeleton(canonical_text(b))) {
    expected = name_level::alike;
  } else if (pattern.jaro(signs_b).is_at_least(92) ||
             (pattern.alignment(signs_b) <= 1 && shorter >= 5)) {
    expected = name_level::close;
  } else if (pattern.jaro(signs_b).is_at_least(88) || pattern.alignment(signs_b) <= 1) {
    expected = name_level::near;
  } else if (signs_a.substr(0, shorter) == signs_b.substr(0, shorter)) {
    expected = name_level::part;
  }
  RC_ASSERT(found == expected);
}

}  // namespace
}  // namespace scrutineer::roll
