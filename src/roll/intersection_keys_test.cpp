#include "roll/intersection_keys.hpp"

#include <gtest/gtest.h>

#include "roll/rolls_for_tests.hpp"

namespace scrutineer::roll {
namespace {

Rolls rolls_of(const std::vector<std::vector<std::string>>& rows) {
  Rolls rolls;
  rolls.schema = voter_schema();
  add_snapshot(rolls, rows);
  return rolls;
}

// Which keys two rows have in common.
std::string common(const Rolls& rolls, std::size_t one, std::size_t other) {
  const EntryTexts texts = *EntryTexts::of(rolls);
  const auto a = intersection_keys(texts, 0, one), b = intersection_keys(texts, 0, other);
  std::string keys;
  for (std::size_t k = 0; k < kIntersectionKeys; ++k) {
    if (!a[k].empty() && a[k] == b[k]) keys += std::to_string(k);
  }
  return keys;
}

TEST(IntersectionKeys, of_one_person_survive_an_error_in_one_field) {
  const Rolls rolls = rolls_of({{"Sok", "Dara", "f", "1970-05-31", "kandal", "12"},
                                {"Sok", "Dara", "f", "1970-05-31", "kandal", "12"},
                                {"Dara", "Sok", "f", "1970-05-31", "kandal", "12"},
                                {"Sok", "Dara", "f", "1970-05-31", "takeo", "12"},
                                {"Sok", "Vanna", "f", "1970-05-31", "kandal", "12"},
                                {"Chan", "Dara", "f", "1970-05-31", "kandal", "12"},
                                {"Sok", "Dara", "f", "1970-06-30", "takeo", "12"},
                                {"Sok", "Dara", "f", "1971-05-31", "takeo", "12"},
                                {"Sok", "Dara", "m", "1970-01-01", "takeo", "12"},
                                {"Sok", "Dara", "f", "1990-01-01", "kep", "12"}});
  EXPECT_EQ(common(rolls, 0, 1), "012345");
  EXPECT_EQ(common(rolls, 0, 2), "0145");
  EXPECT_EQ(common(rolls, 0, 3), "045");
  EXPECT_EQ(common(rolls, 0, 4), "3");
  EXPECT_EQ(common(rolls, 0, 5), "2");
  EXPECT_EQ(common(rolls, 0, 6), "4");
  EXPECT_EQ(common(rolls, 0, 7), "5");
  EXPECT_EQ(common(rolls, 8, 9), "");  // a default day says nothing
}

TEST(IntersectionKeys, that_lack_a_part_are_not_there) {
  const Rolls rolls =
      rolls_of({{"Sok", "", "", "", "kandal", ""}, {"Sok", "Dara", "", "1970", "", ""}});
  EXPECT_EQ(common(rolls, 0, 0), "");
  EXPECT_EQ(common(rolls, 1, 1), "0");
}

TEST(KeyedSnapshot, has_each_key_once_and_its_place_for_each_row) {
  const Rolls rolls = rolls_of({{"Sok", "Dara", "f", "1970-05-31", "kandal", "12"},
                                {"Chan", "Vanna", "f", "1980-05-31", "kandal", "12"},
                                {"Sok", "Dara", "f", "1970-05-31", "kandal", "13"}});
  const EntryTexts texts = *EntryTexts::of(rolls);
  const KeyedSnapshot keyed = keyed_snapshot(rolls, texts, 0);
  EXPECT_EQ(keyed.keys.size(), 12U);
  EXPECT_EQ(keyed.places[0], keyed.places[2]);
  for (std::size_t row = 0; row < 3; ++row) {
    const auto keys = intersection_keys(texts, 0, row);
    for (std::size_t k = 0; k < kIntersectionKeys; ++k) {
      EXPECT_EQ(keyed.keys.at(keyed.places[row][k]), keys[k]);
    }
  }
}

}  // namespace
}  // namespace scrutineer::roll
