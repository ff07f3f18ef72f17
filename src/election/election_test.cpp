#include "election/election.hpp"

#include <gtest/gtest.h>

namespace scrutineer {
namespace {

TEST(Election, EveryNameReadsBackAsItsValue) {
  for (const Rule rule : {Rule::dhondt, Rule::sainte_lague, Rule::hare_largest_remainder,
                          Rule::hare_then_highest_averages, Rule::plurality}) {
    EXPECT_EQ(from_name<Rule>(name_of(rule)), rule);
  }
  EXPECT_EQ(from_name<Status>("established"), Status::established);
  EXPECT_EQ(from_name<Way>("stolen"), std::nullopt);
  EXPECT_EQ(all_names<Change>(), "switch, add, remove");
}

TEST(Election, ATextFallsBackInTheOrderOfLanguages) {
  const LocalizedText text = {{"en", "Kandal"}, {"fr", "Kandal (fr)"}};
  EXPECT_EQ(text_in(text, "fr", {"en"}, "?"), "Kandal (fr)");
  EXPECT_EQ(text_in(text, "km", {"km", "en"}, "?"), "Kandal");
  EXPECT_EQ(text_in({}, "km", {"en"}, "kandal"), "kandal");
}

}  // namespace
}  // namespace scrutineer
