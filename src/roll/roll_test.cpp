#include "roll/roll.hpp"

#include <map>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace scrutineer::roll {
namespace {

TEST(Dictionary, keeps_zero_for_what_is_not_stated) {
  Dictionary dictionary;
  EXPECT_EQ(dictionary.intern(""), 0U);
  EXPECT_EQ(dictionary.text(0), "");
  EXPECT_EQ(dictionary.intern("sok"), 1U);
  EXPECT_EQ(dictionary.size(), 2U);
}

RC_GTEST_PROP(Dictionary, numbers_equal_values_equally_in_the_order_of_their_first_appearance,
              (const std::vector<std::uint16_t>& numbers)) {
  Dictionary dictionary;
  std::map<std::string, ValueId> twin;
  for (const std::uint16_t number : numbers) {
    const std::string text = std::to_string(number % 500);
    const auto [place, is_new] = twin.emplace(text, static_cast<ValueId>(twin.size() + 1));
    RC_ASSERT(dictionary.intern(text) == place->second);
  }
  RC_ASSERT(dictionary.size() == twin.size() + 1);
  for (const auto& [text, id] : twin) RC_ASSERT(dictionary.text(id) == text);
}

TEST(Dictionary, grows_to_many_values) {
  Dictionary dictionary;
  for (int i = 1; i <= 100'000; ++i) dictionary.intern(std::to_string(i));
  for (ValueId i = 1; i <= 100'000; ++i) {
    ASSERT_EQ(dictionary.text(i), std::to_string(i));
    ASSERT_EQ(dictionary.intern(std::to_string(i)), i);
  }
}

TEST(Snapshot, gives_each_row_its_identifier) {
  Snapshot snapshot;
  snapshot.identifiers = "a12bc";
  snapshot.identifier_ends = {1, 3, 3, 5};
  EXPECT_EQ(snapshot.rows(), 4U);
  EXPECT_EQ(snapshot.identifier(0), "a");
  EXPECT_EQ(snapshot.identifier(1), "12");
  EXPECT_EQ(snapshot.identifier(2), "");
  EXPECT_EQ(snapshot.identifier(3), "bc");
}

}  // namespace
}  // namespace scrutineer::roll
