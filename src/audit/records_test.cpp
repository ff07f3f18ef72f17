#include "audit/records.hpp"

#include <gtest/gtest.h>

namespace scrutineer {
namespace {

Cards cards_of(const std::vector<CardPlace>& places) {
  Cards cards;
  cards.add_contest({"mayor", {"ada", "ben"}});
  for (std::size_t i = 0; i < places.size(); ++i) {
    cards.add_card("c" + std::to_string(i + 1), places[i]);
  }
  return cards;
}

Manifest manifest_of(std::vector<std::pair<std::string, Votes>> containers) {
  Manifest manifest;
  for (auto& [id, cards] : containers) manifest.containers.push_back({id, "", cards, ""});
  return manifest;
}

using Kind = RecordFindingKind;

TEST(Records, ThatAgreeWithTheManifestGiveNoFinding) {
  EXPECT_TRUE(check_records(cards_of({{"a", 1}, {"a", 2}, {"b", 0}}),
                            manifest_of({{"a", 2}, {"b", 1}, {"empty", 0}}))
                  .empty());
}

TEST(Records, EveryDisagreementIsAFindingOfItsOwn) {
  const Cards cards =
      cards_of({{"x", 1}, {"a", 1}, {"a", 1}, {"a", 3}, {"b", 2}, {"", 0}, {"x", 2}, {"c", 9}});
  const auto findings =
      check_records(cards, manifest_of({{"a", 2}, {"b", 3}, {"c", 1}, {"d", 5}, {"a", 7}}));
  const std::vector<RecordFinding> expected = {
      {Kind::too_many_records, "a", "c2", 0, 3, 2},
      {Kind::position_twice, "a", "c2", 1, 2, 2},
      {Kind::position_beyond, "a", "c4", 3, 1, 2},
      {Kind::too_few_records, "b", "c5", 0, 1, 3},
      {Kind::position_beyond, "c", "c8", 9, 1, 1},
      {Kind::no_records, "d", "", 0, 0, 5},
      {Kind::container_twice, "a", "", 0, 0, 7},
      {Kind::container_unknown, "x", "c1", 0, 2, 0},
      {Kind::container_not_stated, "", "c6", 0, 1, 0},
  };
  EXPECT_EQ(findings, expected);
}

TEST(Records, FindingsAreSentences) {
  EXPECT_EQ(to_sentence(RecordFinding{Kind::too_many_records, "a", "c2", 0, 3, 2}),
            "Container \"a\" has 3 records; the manifest says 2 cards.");
  EXPECT_EQ(to_sentence(RecordFinding{Kind::position_twice, "a", "c2", 1, 2, 2}),
            "Container \"a\" has 2 records of its card number 1; the first is \"c2\".");
  EXPECT_EQ(name_of(Kind::position_beyond), "position-beyond");
  EXPECT_TRUE(is_contradiction(Kind::position_twice));
  EXPECT_FALSE(is_contradiction(Kind::no_records));
}

TEST(Records, AreAddedUpByContest) {
  Cards cards = cards_of({{"a", 1}, {"a", 2}});
  const auto add = [&](std::string id, std::vector<Mark> marks) {
    cards.add_card(std::move(id), {"b", 0});
    cards.add_votes(0, marks);
  };
  add("v1", {{0}});
  add("v2", {{1}, {0}});
  add("v3", {{1}, {1}});
  add("v4", {});
  add("v5", {{0, 5}});
  const RecordTally one = tally_of(cards, 0, 1);
  EXPECT_EQ(one.cards, 5);
  EXPECT_EQ(one.blanks, 1);
  EXPECT_EQ(one.overvotes, 1);
  EXPECT_EQ(one.candidates[0].cards, 2);
  EXPECT_EQ(one.candidates[0].points, 6);
  EXPECT_EQ(one.candidates[1].cards, 1);
  const RecordTally any = tally_of(cards, 0);
  EXPECT_EQ(any.overvotes, 0);
  EXPECT_EQ(any.candidates[0].cards, 3);
  EXPECT_EQ(any.candidates[0].first, 2);
  EXPECT_EQ(any.candidates[1].first, 2);
}

}  // namespace
}  // namespace scrutineer
