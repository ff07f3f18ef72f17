#include "roll/changes.hpp"

#include <array>

#include <gtest/gtest.h>

namespace scrutineer::roll {
namespace {

// Name, house, unit; "" is not stated.
using Row = std::array<std::string_view, 3>;

Snapshot snapshot_of(Rolls& rolls, const std::vector<Row>& rows) {
  Snapshot snapshot;
  snapshot.columns.resize(3);
  for (const Row& row : rows) {
    for (std::size_t f = 0; f < 3; ++f) {
      snapshot.columns[f].push_back(rolls.values[f].intern(row[f]));
    }
    snapshot.identifiers += std::to_string(snapshot.rows());
    snapshot.identifier_ends.push_back(snapshot.identifiers.size());
  }
  return snapshot;
}

Rolls rolls_of(const std::vector<Row>& before, const std::vector<Row>& after) {
  Rolls rolls;
  rolls.schema = {
      {"name", FieldKind::full_name}, {"house", FieldKind::code}, {"commune", FieldKind::unit}};
  rolls.values.resize(3);
  rolls.snapshots.push_back(snapshot_of(rolls, before));
  rolls.snapshots.push_back(snapshot_of(rolls, after));
  return rolls;
}

Linkage linkage_of(const std::vector<Link>& links) {
  Linkage linkage;
  linkage.links = links;
  return linkage;
}

TEST(RollChanges, say_what_became_of_every_entry_once) {
  const Rolls rolls = rolls_of({{"sok dara", "12", "a"},
                                {"chan vanna", "3", "a"},
                                {"heng ly", "4", "a"},
                                {"kim srey", "5", "b"},
                                {"long sophea", "6", "b"}},
                               {{"heng ly", "9", "b"},
                                {"sok dara", "12", "a"},
                                {"chan vana", "3", "a"},
                                {"kim srey", "5", "b"},
                                {"new person", "7", "c"}});
  const RollChanges changes = changes_between(
      rolls,
      linkage_of(
          {{0, 1, 0, 0, false}, {1, 2, 0, 0, false}, {2, 0, 0, 0, false}, {3, 3, 0, 0, true}}));
  ASSERT_EQ(changes.links.size(), 4U);
  EXPECT_EQ(changes.links[0].what, EntryClass::unchanged);
  EXPECT_EQ(changes.links[1].what, EntryClass::changed);
  EXPECT_EQ(changes.links[1].differing, (std::vector<std::size_t>{0}));
  EXPECT_EQ(changes.links[2].what, EntryClass::moved);
  EXPECT_EQ(changes.links[2].differing, (std::vector<std::size_t>{1, 2}));
  EXPECT_EQ(changes.links[3].what, EntryClass::ambiguous);
  EXPECT_EQ(changes.removed, (std::vector<std::uint32_t>{4}));
  EXPECT_EQ(changes.added, (std::vector<std::uint32_t>{4}));
  EXPECT_EQ(changes.counts, (std::vector<std::uint64_t>{1, 1, 1, 1, 1, 1}));
  EXPECT_EQ(changes.differing, (std::vector<std::uint64_t>{1, 1, 1}));
}

TEST(RollChanges, add_up_by_unit) {
  const Rolls rolls = rolls_of({{"a", "1", "x"}, {"b", "1", "x"}, {"c", "1", ""}},
                               {{"a", "1", "y"}, {"d", "1", "x"}});
  const RollChanges changes = changes_between(rolls, linkage_of({{0, 0, 0, 0, false}}));
  ASSERT_EQ(changes.units.size(), 3U);
  const UnitChanges &none = changes.units[0], &x = changes.units[1], &y = changes.units[2];
  EXPECT_EQ(none.unit, 0U);
  EXPECT_EQ(none.removed, 1U);
  EXPECT_EQ(x.old_entries, 2U);
  EXPECT_EQ(x.new_entries, 1U);
  EXPECT_EQ(x.moved_out, 1U);
  EXPECT_EQ(x.removed, 1U);
  EXPECT_EQ(x.added, 1U);
  EXPECT_EQ(y.moved_in, 1U);
  for (const UnitChanges& unit : changes.units) {
    EXPECT_EQ(unit.old_entries,
              unit.unchanged + unit.changed + unit.moved_out + unit.ambiguous_old + unit.removed);
  }
}

TEST(RollChanges, what_one_side_does_not_state_is_no_change) {
  const Rolls rolls = rolls_of({{"a", "", "x"}}, {{"a", "7", "x"}});
  const RollChanges changes = changes_between(rolls, linkage_of({{0, 0, 0, 0, false}}));
  EXPECT_EQ(changes.links[0].what, EntryClass::unchanged);
}

TEST(RollChanges, the_best_candidate_is_the_likeliest_whoever_has_it) {
  Linkage linkage;
  linkage.candidates = {{0, 4, 10}, {1, 2, 300}, {1, 3, 300}, {1, 5, 20}, {3, 4, -900}};
  const auto best = best_candidates(linkage, {1, 2, 3, 9});
  ASSERT_EQ(best.size(), 4U);
  ASSERT_TRUE(best[0].has_value());
  EXPECT_EQ(best[0]->row, 2U);
  EXPECT_EQ(best[0]->log_odds, 300);
  EXPECT_FALSE(best[1].has_value());
  ASSERT_TRUE(best[2].has_value());
  EXPECT_LT(best[2]->probability(), 0.5);
  EXPECT_FALSE(best[3].has_value());
}

}  // namespace
}  // namespace scrutineer::roll
