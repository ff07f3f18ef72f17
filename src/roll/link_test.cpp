#include "roll/link.hpp"

#include <set>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/threads.hpp"
#include "roll/rolls_for_tests.hpp"

namespace scrutineer::roll {
namespace {

// Two snapshots of `people` of whom the last tenth of the old one is gone and as many are new, in
// another order; every fifth record has a slip. The row of the old one that each new one is of.
struct TwoRolls {
  Rolls rolls;
  std::vector<std::uint32_t> old_row;  // of each new row; `people` or more: new
};

TwoRolls make_rolls(std::uint64_t seed, std::size_t people) {
  Random random(seed);
  TwoRolls two;
  two.rolls.schema = voter_schema();
  std::vector<std::vector<std::string>> all;
  for (std::size_t i = 0; i < people + people / 10; ++i) all.push_back(random_person(random));
  std::vector<std::vector<std::string>> later;
  for (std::size_t i = people / 10; i < all.size(); ++i) {
    two.old_row.push_back(static_cast<std::uint32_t>(i));
  }
  random.shuffle(two.old_row);
  for (const std::uint32_t row : two.old_row) {
    later.push_back(all[row]);
    if (random.below(5) == 0) slip(random, later.back());
  }
  all.resize(people);
  add_snapshot(two.rolls, all);
  add_snapshot(two.rolls, later);
  return two;
}

std::size_t right_links(const TwoRolls& two, const Linkage& linkage) {
  std::size_t right = 0;
  for (const Link& link : linkage.links) right += two.old_row[link.right] == link.left ? 1 : 0;
  return right;
}

LinkOptions blocked() {
  LinkOptions options;
  options.candidates.exhaustive_pairs = 0;
  return options;
}

TEST(Link, finds_who_is_in_both_snapshots_with_and_without_blocking) {
  const TwoRolls two = make_rolls(1, 2000);
  for (const LinkOptions& options : {LinkOptions{}, blocked()}) {
    const Linkage linkage = *link(two.rolls, options);
    EXPECT_EQ(linkage.is_exhaustive, options.candidates.exhaustive_pairs > 0);
    EXPECT_NEAR(static_cast<double>(linkage.links.size()), 1800, 20);
    EXPECT_GE(right_links(two, linkage), 1780U);
  }
}

TEST(Link, links_nothing_by_a_threshold_that_nothing_reaches) {
  const TwoRolls two = make_rolls(2, 300);
  LinkOptions options;
  options.least_log_odds = 900 * kBit;
  EXPECT_TRUE(link(two.rolls, options)->links.empty());
}

TEST(Link, is_the_same_with_any_number_of_threads) {
  const TwoRolls two = make_rolls(3, 1500);
  for (const LinkOptions& options : {LinkOptions{}, blocked()}) {
    set_threads(1);
    const Linkage one = *link(two.rolls, options);
    set_threads(3);
    const Linkage three = *link(two.rolls, options);
    set_threads(1);
    EXPECT_EQ(one.candidates, three.candidates);
    EXPECT_EQ(one.prior, three.prior);
    ASSERT_EQ(one.links.size(), three.links.size());
    for (std::size_t i = 0; i < one.links.size(); ++i) {
      EXPECT_EQ(one.links[i].right, three.links[i].right);
      EXPECT_EQ(one.links[i].pattern, three.links[i].pattern);
    }
  }
}

// What weighs a pair early and what weighs it whole agree: a pair is kept by blocks with the very
// weight it has without.
RC_GTEST_PROP(Candidates, of_blocks_are_among_those_of_all_pairs, (std::uint64_t seed)) {
  const TwoRolls two = make_rolls(seed, 150);
  const Comparisons comparisons = *Comparisons::of(two.rolls);
  const Records left(comparisons, two.rolls.snapshots[0]);
  const Records right(comparisons, two.rolls.snapshots[1]);
  const Sides sides{Pairing::between, &left, &right};
  CandidateOptions options;
  const Candidates all = find_candidates(comparisons, sides, options);
  options.exhaustive_pairs = 0;
  const Candidates some = find_candidates(comparisons, sides, options);
  std::set<std::pair<std::uint32_t, std::uint32_t>> pairs;
  for (const Edge& edge : all.edges) pairs.emplace(edge.left, edge.right);
  for (const Edge& edge : some.edges) RC_ASSERT(pairs.count({edge.left, edge.right}) == 1U);
}

RC_GTEST_PROP(PairComparer, weighs_early_as_it_weighs_whole, (std::uint64_t seed)) {
  const TwoRolls two = make_rolls(seed, 100);
  const Comparisons comparisons = *Comparisons::of(two.rolls);
  const Records left(comparisons, two.rolls.snapshots[0]);
  const Records right(comparisons, two.rolls.snapshots[1]);
  const Sides sides{Pairing::between, &left, &right};
  const Candidates found = find_candidates(comparisons, sides, {});
  PairComparer comparer(comparisons, &found.scoring);
  for (std::size_t i = 0; i < 30; ++i) {
    for (std::size_t j = 0; j < right.size(); ++j) {
      const auto whole = comparer.score(left.row(i), right.row(j), -1'000'000'000);
      RC_ASSERT(whole.has_value());
      RC_ASSERT(whole->pattern == comparer.pattern(left.row(i), right.row(j)));
      const auto early = comparer.score(left.row(i), right.row(j), 5 * kBit);
      RC_ASSERT(early.has_value() == (whole->weight >= 5 * kBit));
      if (early) RC_ASSERT(early->weight == whole->weight);
    }
  }
}

TEST(Link, sees_names_in_the_other_order) {
  TwoRolls two = make_rolls(4, 1000);
  Snapshot& snapshot = two.rolls.snapshots[1];
  // The names of every twentieth row change places; both dictionaries must know them.
  for (std::size_t row = 0; row < snapshot.rows(); row += 20) {
    const std::string family(two.rolls.values[0].text(snapshot.columns[0][row]));
    const std::string given(two.rolls.values[1].text(snapshot.columns[1][row]));
    snapshot.columns[0][row] = two.rolls.values[0].intern(given);
    snapshot.columns[1][row] = two.rolls.values[1].intern(family);
  }
  for (const LinkOptions& options : {LinkOptions{}, blocked()}) {
    const Linkage linkage = *link(two.rolls, options);
    std::size_t swapped = 0;
    for (const Link& link : linkage.links) {
      const bool is_swapped = level_in(link.pattern, 0) == name_level::swapped;
      swapped += is_swapped && link.right % 20 == 0 && two.old_row[link.right] == link.left ? 1 : 0;
    }
    EXPECT_GE(swapped, 35U);  // of 50, less those that are new and those with another slip
  }
}

TEST(Link, takes_rolls_that_are_empty_constant_or_without_a_field) {
  Rolls rolls;
  rolls.schema = voter_schema();
  add_snapshot(rolls, {});
  EXPECT_FALSE(link(rolls));
  add_snapshot(rolls, {});
  EXPECT_TRUE(link(rolls)->links.empty());
  EXPECT_TRUE(dedupe(rolls)->candidates.empty());
  EXPECT_FALSE(dedupe(rolls, 2));
  rolls.snapshots.pop_back();
  add_snapshot(rolls, std::vector<std::vector<std::string>>(50, std::vector<std::string>(6)));
  EXPECT_TRUE(link(rolls)->links.empty());
  EXPECT_EQ(dedupe(rolls, 1)->clusters.clusters_of_several, 0U);
  rolls.schema.clear();
  EXPECT_FALSE(dedupe(rolls));
}

TEST(Link, keeps_equal_records_within_bounds_and_calls_them_ambiguous) {
  Rolls rolls;
  rolls.schema = voter_schema();
  const std::vector<std::vector<std::string>> same(4000,
                                                   {"sok", "dara", "m", "1970-05-31", "c1", "12"});
  add_snapshot(rolls, same);
  add_snapshot(rolls, same);
  const Linkage linkage = *link(rolls, blocked());
  EXPECT_GT(linkage.passes[0].pairs_left_out, 0U);
  EXPECT_LE(linkage.candidates.size(), 4000U * 16U);
  for (const Link& link : linkage.links) EXPECT_TRUE(link.is_ambiguous);
}

TEST(Dedupe, finds_those_who_stand_twice_in_a_roll) {
  Random random(9);
  Rolls rolls;
  rolls.schema = voter_schema();
  std::vector<std::vector<std::string>> people;
  for (int i = 0; i < 1500; ++i) people.push_back(random_person(random));
  for (std::size_t i = 0; i < 100; ++i) {
    people.push_back(people[i * 7]);
    if (i % 2 == 0) slip(random, people.back());
  }
  add_snapshot(rolls, people);
  const Deduplication found = *dedupe(rolls);
  std::size_t right = 0;
  for (std::size_t i = 0; i < 100; ++i) {
    right += found.clusters.cluster_of[1500 + i] == i * 7 ? 1 : 0;
  }
  EXPECT_GE(right, 97U);
  EXPECT_NEAR(static_cast<double>(found.clusters.records_in_them), 200, 8);
}

TEST(Cluster, does_not_join_two_groups_by_a_weak_bridge) {
  std::vector<Edge> edges;
  for (std::uint32_t i = 0; i < 6; ++i) {
    for (std::uint32_t j = i + 1; j < 6; ++j) {
      if (i / 3 == j / 3) edges.push_back({i, j, 10 * kBit});
    }
  }
  edges.push_back({2, 3, 2 * kBit});
  const Clusters clusters = cluster(edges, 7, {});
  EXPECT_EQ(clusters.cluster_of, (std::vector<std::uint32_t>{0, 0, 0, 3, 3, 3, 6}));
  EXPECT_EQ(clusters.clusters_of_several, 2U);
  EXPECT_EQ(clusters.records_in_them, 6U);
  EXPECT_EQ(clusters.bridges_cut, 1U);
}

TEST(ModelTable, names_every_level_in_use) {
  const TwoRolls two = make_rolls(5, 500);
  const Linkage linkage = *link(two.rolls);
  const std::string table = model_table(linkage.model, two.rolls.schema);
  for (const char* words : {"family_name", "one slip", "day and month swapped", "swapped"}) {
    EXPECT_NE(table.find(words), std::string::npos) << words;
  }
  const auto expected = expectations(linkage.candidates, {0, 900 * kBit});
  EXPECT_NEAR(expected[0].false_links, 0, 10);
  EXPECT_EQ(expected[1].pairs, 0U);
  EXPECT_NEAR(expected[1].missed_links, 450, 20);
}

TEST(Link, expects_missed_links_only_where_neither_record_is_linked) {
  Linkage linkage;
  linkage.links = {{0, 0, 3 * kBit, 0, false}, {5, 2, 0, 0, false}};
  linkage.candidates = {{0, 0, 3 * kBit}, {0, 7, kBit}, {1, 0, kBit}, {1, 7, -kBit}, {5, 2, 0}};
  const LinkErrors errors = expected_errors(linkage);
  EXPECT_NEAR(errors.false_links, 1 / 9.0 + 1 / 2.0, 1e-12);
  EXPECT_NEAR(errors.missed_links, 1 / 3.0, 1e-12);
}

}  // namespace
}  // namespace scrutineer::roll
