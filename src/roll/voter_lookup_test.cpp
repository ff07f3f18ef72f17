#include "roll/voter_lookup.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "roll/rolls_for_tests.hpp"

namespace scrutineer::roll {
namespace {

using Rows = std::vector<std::vector<std::string>>;

Rolls rolls_of(const Rows& old_rows, const Rows& new_rows) {
  Rolls rolls;
  rolls.schema = voter_schema();
  add_snapshot(rolls, old_rows);
  add_snapshot(rolls, new_rows);
  return rolls;
}

RollChanges changes_of(const Rolls& rolls, const std::vector<Link>& links) {
  Linkage linkage;
  linkage.links = links;
  return changes_between(rolls, linkage);
}

std::string key_of(const EntryTexts& texts, std::size_t snapshot, std::size_t row) {
  return voter_key(texts.names(snapshot, row), texts.date(snapshot, row));
}

TEST(EntryTexts, are_the_same_in_both_scripts_and_both_orders_of_names) {
  const Rolls rolls = rolls_of({{"សុខ", "ដារ៉ា", "f", "1970-05-31", "kandal", "1"}},
                               {{"Dara", "SOK", "f", "1970-05-31", "takeo", "1"}});
  const auto texts = EntryTexts::of(rolls);
  ASSERT_TRUE(texts);
  EXPECT_EQ(key_of(*texts, 0, 0), key_of(*texts, 1, 0));
  EXPECT_NE(key_of(*texts, 0, 0), "");
  EXPECT_EQ(texts->family(0, 0), texts->given(1, 0));
  EXPECT_EQ(texts->year(0, 0), "1970");
  EXPECT_EQ(texts->unit(1, 0), "takeo");
}

TEST(EntryTexts, of_full_names_are_their_words_in_any_order) {
  Rolls rolls;
  rolls.schema = {{"name", FieldKind::full_name}, {"born", FieldKind::birth_date}};
  add_snapshot(rolls,
               {{"Sok Dara", "1970"}, {"dara  sok", "1970"}, {"sokdara", "1970"}, {"", "1"}});
  const auto texts = EntryTexts::of(rolls);
  ASSERT_TRUE(texts);
  EXPECT_EQ(texts->names(0, 0), texts->names(0, 1));
  EXPECT_NE(texts->names(0, 0), texts->names(0, 2));
  EXPECT_EQ(texts->names(0, 3), "");
}

TEST(EntryTexts, need_a_name_and_a_date) {
  Rolls rolls;
  rolls.schema = {{"name", FieldKind::family_name}, {"born", FieldKind::birth_date}};
  add_snapshot(rolls, {{"Sok", "1970"}});
  EXPECT_FALSE(EntryTexts::of(rolls));
  rolls.schema = {{"name", FieldKind::full_name}, {"house", FieldKind::code}};
  EXPECT_FALSE(EntryTexts::of(rolls));
}

TEST(VoterStatus, comes_back_from_its_byte) {
  std::set<std::uint8_t> bytes;
  for (unsigned i = 0; i < 72; ++i) {
    const VoterStatus status{static_cast<std::uint8_t>(i % 3), static_cast<std::uint8_t>(i / 3 % 3),
                             (i / 9 & 1U) != 0, (i / 18 & 1U) != 0, (i / 36 & 1U) != 0};
    EXPECT_EQ(VoterStatus::of(status.byte()), status);
    bytes.insert(status.byte());
  }
  EXPECT_EQ(bytes.size(), 72U);
}

TEST(VoterDirectory, says_what_became_of_the_entries_of_each_name_and_date) {
  const Rolls rolls = rolls_of({{"Sok", "Dara", "f", "1970-05-31", "a", "1"},     // stays
                                {"Chan", "Vanna", "f", "1980-02-03", "a", "1"},   // gone
                                {"Heng", "Ly", "m", "1960-01-01", "a", "1"},      // moves
                                {"Kim", "Srey", "f", "1990-07-08", "a", "1"},     // date corrected
                                {"Long", "Sophea", "f", "1991-07-08", "a", "1"},  // twice, one goes
                                {"Long", "Sophea", "f", "1991-07-08", "b", "2"},
                                {"Nameless", "", "f", "1991-07-08", "b", "2"}},
                               {{"Sok", "Dara", "f", "1970-05-31", "a", "1"},
                                {"Heng", "Ly", "m", "1960-01-01", "b", "1"},
                                {"Kim", "Srey", "f", "1990-07-09", "a", "1"},
                                {"Long", "Sophea", "f", "1991-07-08", "a", "1"},
                                {"New", "Person", "f", "1999-07-08", "a", "1"}});
  const RollChanges changes = changes_of(
      rolls, {{0, 0, 0, 0, false}, {2, 1, 0, 0, false}, {3, 2, 0, 0, false}, {4, 3, 0, 0, false}});
  const EntryTexts texts = *EntryTexts::of(rolls);
  const VoterDirectory directory = voter_directory(rolls, texts, &changes, false);
  std::map<std::string, VoterStatus> found;
  for (const Voter& voter : directory.voters) found[voter.key] = voter.status;
  EXPECT_EQ(found.size(), 7U);
  EXPECT_EQ(found.at(key_of(texts, 0, 0)), (VoterStatus{1, 1, false, false, false}));
  EXPECT_EQ(found.at(key_of(texts, 0, 1)), (VoterStatus{1, 0, true, false, false}));
  EXPECT_EQ(found.at(key_of(texts, 0, 2)), (VoterStatus{1, 1, false, false, true}));
  EXPECT_EQ(found.at(key_of(texts, 0, 3)), (VoterStatus{1, 0, false, true, true}));
  EXPECT_EQ(found.at(key_of(texts, 1, 2)), (VoterStatus{0, 1, false, false, false}));
  EXPECT_EQ(found.at(key_of(texts, 0, 4)), (VoterStatus{2, 1, true, false, false}));
  EXPECT_EQ(found.at(key_of(texts, 1, 4)), (VoterStatus{0, 1, false, false, false}));
  EXPECT_EQ(directory.without_key[0], 1U);
  EXPECT_EQ(directory.keys_of_several, 1U);
  // With units, who moved has another key.
  const VoterDirectory local = voter_directory(rolls, texts, &changes, true);
  const std::string moved = voter_key(texts.names(0, 2), texts.date(0, 2), "a");
  const auto voter = std::find_if(local.voters.begin(), local.voters.end(),
                                  [&](const Voter& one) { return one.key == moved; });
  ASSERT_NE(voter, local.voters.end());
  EXPECT_EQ(voter->status, (VoterStatus{1, 0, false, true, true}));
}

TEST(VoterDirectory, of_one_roll_removes_nobody) {
  Rolls rolls;
  rolls.schema = voter_schema();
  add_snapshot(rolls, {{"Sok", "Dara", "f", "1970-05-31", "a", "1"}});
  const VoterDirectory directory = voter_directory(rolls, *EntryTexts::of(rolls), nullptr, false);
  ASSERT_EQ(directory.voters.size(), 1U);
  EXPECT_EQ(directory.voters[0].status, (VoterStatus{1, 0, false, false, false}));
}

TEST(VoterDirectory, asks_for_a_day_as_registers_may_have_it) {
  EXPECT_EQ(
      dates_in_registers("1970-05-31"),
      (std::array<std::string, 5>{"1970-05-31", "1970-01-01", "1970-12-31", "1970-05", "1970"}));
  EXPECT_EQ(dates_in_registers("1970")[3], "1970");
}

RC_GTEST_PROP(VoterKey, is_another_where_a_part_is_another,
              (const std::string& a, const std::string& b)) {
  RC_PRE(a != b && !a.empty() && !b.empty());
  RC_PRE(a.find('\n') == std::string::npos && b.find('\n') == std::string::npos);
  RC_ASSERT(voter_key(a, "1970") != voter_key(b, "1970"));
  RC_ASSERT(voter_key(a, "1970", "u") != voter_key(b, "1970", "u"));
  RC_ASSERT(voter_key("n", "1970", a) != voter_key("n", "1970", b));
  RC_ASSERT(voter_key("n", "1970", a) != voter_key("n", "1970"));
}

}  // namespace
}  // namespace scrutineer::roll
