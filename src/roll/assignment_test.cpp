#include "roll/assignment.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/random.hpp"

namespace scrutineer::roll {
namespace {

// Every set of edges that shares no record, by its sum.
struct Enumeration {
  Weight least;
  std::int64_t best = -1;
  std::set<std::vector<std::size_t>> solutions;

  void extend(const std::vector<Edge>& edges, std::size_t next, std::vector<std::size_t> taken,
              std::int64_t sum) {
    if (sum > best) {
      best = sum;
      solutions.clear();
    }
    if (sum == best) solutions.insert(taken);
    for (std::size_t e = next; e < edges.size(); ++e) {
      const bool is_free = std::none_of(taken.begin(), taken.end(), [&](std::size_t t) {
        return edges[t].left == edges[e].left || edges[t].right == edges[e].right;
      });
      if (edges[e].weight < least || !is_free) continue;
      std::vector<std::size_t> more = taken;
      more.push_back(e);
      extend(edges, e + 1, more, sum + edges[e].weight - least);
    }
  }
};

std::vector<Edge> random_edges(Random& random) {
  std::map<std::pair<std::uint32_t, std::uint32_t>, Weight> weights;
  const std::uint64_t count = random.below(11), side = 1 + random.below(5);
  for (std::uint64_t i = 0; i < count; ++i) {
    const auto left = static_cast<std::uint32_t>(random.below(side));
    weights[{left, static_cast<std::uint32_t>(random.below(side))}] =
        static_cast<Weight>(random.between(-2, 6));
  }
  std::vector<Edge> edges;
  for (const auto& [rows, weight] : weights) edges.push_back({rows.first, rows.second, weight});
  return edges;
}

RC_GTEST_PROP(Assignment, has_the_greatest_sum_and_knows_what_is_ambiguous, (std::uint64_t seed)) {
  Random random(seed);
  const std::vector<Edge> edges = random_edges(random);
  Enumeration all{1, -1, {}};
  all.extend(edges, 0, {}, 0);
  const Assignment found = assign(edges, 1);
  std::vector<std::size_t> taken;
  for (const AssignedLink& link : found.links) {
    const auto edge = std::find_if(edges.begin(), edges.end(), [&](const Edge& e) {
      return e.left == link.left && e.right == link.right;
    });
    RC_ASSERT(edge != edges.end());
    RC_ASSERT(edge->weight == link.log_odds);
    taken.push_back(static_cast<std::size_t>(edge - edges.begin()));
    const bool is_in_all =
        std::all_of(all.solutions.begin(), all.solutions.end(), [&](const auto& solution) {
          return std::count(solution.begin(), solution.end(), taken.back()) == 1;
        });
    RC_ASSERT(link.is_ambiguous == !is_in_all);
  }
  RC_ASSERT(all.solutions.count(taken) == 1U);
}

TEST(Assignment, prefers_two_good_links_to_one_that_is_better) {
  const std::vector<Edge> edges{{0, 0, 9 * kBit}, {0, 1, 8 * kBit}, {1, 0, 7 * kBit}};
  const Assignment assignment = assign(edges, 0);
  ASSERT_EQ(assignment.links.size(), 2U);
  EXPECT_EQ(assignment.links[0].right, 1U);
  EXPECT_EQ(assignment.links[1].right, 0U);
  EXPECT_FALSE(assignment.links[0].is_ambiguous);
}

TEST(Assignment, says_that_two_equal_records_cannot_be_told_apart) {
  const std::vector<Edge> edges{{0, 0, 5}, {0, 1, 5}, {1, 0, 5}, {1, 1, 5}, {2, 2, 5}};
  const Assignment assignment = assign(edges, 0);
  ASSERT_EQ(assignment.links.size(), 3U);
  EXPECT_TRUE(assignment.links[0].is_ambiguous);
  EXPECT_TRUE(assignment.links[1].is_ambiguous);
  EXPECT_FALSE(assignment.links[2].is_ambiguous);
}

TEST(Assignment, is_greedy_and_says_so_in_components_that_are_too_large) {
  std::vector<Edge> edges;
  for (std::uint32_t i = 0; i < 40; ++i) {
    edges.push_back({i, i, 9});
    if (i + 1 < 40) edges.push_back({i, i + 1, 3});
  }
  const Assignment assignment = assign(edges, 0, 20);
  EXPECT_EQ(assignment.greedy_components, 1U);
  EXPECT_EQ(assignment.greedy_records, 80U);
  ASSERT_EQ(assignment.links.size(), 40U);
  for (const AssignedLink& link : assignment.links) EXPECT_EQ(link.left, link.right);
}

}  // namespace
}  // namespace scrutineer::roll
