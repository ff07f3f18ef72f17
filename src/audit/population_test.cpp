#include "audit/population.hpp"

#include <gtest/gtest.h>

namespace scrutineer {
namespace {

Manifest two_boxes() { return {{{"box", "u1", 3, ""}, {"bag", "u2", 2, ""}}}; }

std::vector<std::string> ids_of(const CardList& list) {
  return {list.ids().begin(), list.ids().end()};
}

TEST(Population, EveryPlaceOfTheManifestIsACardByItsRecordOrItsPlace) {
  Cards records;
  records.add_card("r2", {"box", 2});
  records.add_card("r9", {"bag", 1});
  auto list = CardList::make(two_boxes(), &records);
  ASSERT_TRUE(list);
  EXPECT_EQ(list->add_phantoms("seat", "u1", 2), 5U);
  EXPECT_EQ(ids_of(*list), (std::vector<std::string>{"box/1", "r2", "box/3", "r9", "bag/2",
                                                     "phantom/seat/u1/1", "phantom/seat/u1/2"}));
  EXPECT_EQ(list->container(3), 1U);
  EXPECT_EQ(list->position(4), 2);
  EXPECT_EQ(list->record(3), 1U);
  EXPECT_EQ(list->record(4), std::nullopt);
  EXPECT_FALSE(list->is_phantom(4));
  EXPECT_TRUE(list->is_phantom(5));
  EXPECT_EQ(list->record(5), std::nullopt);
  EXPECT_EQ(list->end_of(0), 3U);
  EXPECT_EQ(list->end_of(1), 5U);
}

TEST(Population, EveryDisagreementOfRecordsAndManifestIsNamed) {
  Cards records;
  records.add_card("lost", {"crate", 1});
  records.add_card("beyond", {"bag", 3});
  records.add_card("nowhere", {"bag", 0});
  records.add_card("first", {"box", 1});
  records.add_card("second", {"box", 1});
  records.add_card("phantom/seat/u1/1", {"box", 2});
  const auto list = CardList::make(two_boxes(), &records);
  ASSERT_FALSE(list);
  std::string all;
  for (const Error& error : list.error()) all += to_sentence(error) + "\n";
  EXPECT_EQ(list.error().size(), 5U) << all;
  for (const char* of :
       {"\"lost\"", "\"beyond\"", "\"nowhere\"", "\"first\"", "phantom/seat/u1/1"}) {
    EXPECT_NE(all.find(of), std::string::npos) << of << "\n" << all;
  }
}

TEST(Population, ARecordMayNotHaveTheNameOfAnotherPlace) {
  Cards records;
  records.add_card("box/3", {"bag", 1});
  EXPECT_FALSE(CardList::make(two_boxes(), &records));
  Cards itself;
  itself.add_card("box/3", {"box", 3});
  EXPECT_TRUE(CardList::make(two_boxes(), &itself));
}

TEST(Population, SoManyCardsThatTheyDoNotFitAreRefused) {
  EXPECT_FALSE(CardList::make({{{"a", "", kMostAuditCards, ""}, {"b", "", 1, ""}}}, nullptr));
  EXPECT_FALSE(
      CardList::make({{{"a", "", kMaximumCount, ""}, {"b", "", kMaximumCount, ""}}}, nullptr));
}

}  // namespace
}  // namespace scrutineer
