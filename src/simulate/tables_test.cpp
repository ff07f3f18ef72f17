#include "simulate/tables.hpp"

#include <algorithm>
#include <numeric>

#include <gtest/gtest.h>

#include "election/basis.hpp"
#include "outcome/facts.hpp"
#include "simulate/cambodia_for_tests.hpp"
#include "simulate/polytope.hpp"
#include "simulate/whole_numbers.hpp"

namespace scrutineer {
namespace {

PublishedProblem published(const Election& election) {
  return gather_facts(election, arrange(election, ContestIndex{0}, SourceIndex{0}));
}

Fact fact(Fact::Kind kind, std::optional<std::size_t> constituency,
          std::optional<std::size_t> party, Votes low, Votes high) {
  Fact result;
  result.kind = kind;
  result.constituency = constituency;
  result.party = party;
  result.low = low;
  result.high = high;
  result.claims = {"a claim"};
  return result;
}

// Two constituencies of three seats, two parties; 1,000 votes in all, the first party has 600.
PublishedProblem small_problem() {
  PublishedProblem problem;
  problem.constituencies = {"north", "south"};
  problem.seats = {3, 3};
  problem.parties = 2;
  problem.facts = {fact(Fact::Kind::votes, {}, {}, 1'000, 1'000),
                   fact(Fact::Kind::votes, {}, 0, 600, 600)};
  return problem;
}

TEST(Tables, EveryDrawMeetsAllThatWasPublishedOfCambodiaForSeveralSeeds) {
  const PublishedProblem problem = published(cambodia());
  EXPECT_EQ(problem.facts.size(), 65U);
  for (std::uint64_t seed = 0; seed < 8; ++seed) {
    auto sampler = TableSampler::of(problem, seed);
    ASSERT_TRUE(sampler) << to_sentence(sampler.error()[0]);
    for (int draw = 0; draw < 3; ++draw) {
      const auto table = sampler->next();
      ASSERT_TRUE(table) << to_sentence(table.error()[0]);
      EXPECT_TRUE(check_table(problem, *table)->empty());
      // Once more, by hand: the two large parties' votes and the CPP's seats, by D'Hondt.
      Votes cpp = 0, cnrp = 0;
      Seats seats = 0;
      for (std::size_t c = 0; c < table->size(); ++c) {
        const auto& votes = (*table)[c];
        cpp += votes[0];
        cnrp += votes[1];
        std::vector<Seats> won(votes.size(), 0);
        for (Seats seat = 0; seat < problem.seats[c]; ++seat) {
          std::size_t best = 0;
          for (std::size_t p = 1; p < votes.size(); ++p) {
            if (votes[p] * (won[best] + 1) > votes[best] * (won[p] + 1)) best = p;
          }
          ++won[best];
        }
        seats += won[0];
      }
      EXPECT_EQ(cpp, 3'235'969);
      EXPECT_EQ(cnrp, 2'946'176);
      EXPECT_EQ(seats, 68);
    }
  }
}

TEST(Tables, TheSameSeedDrawsTheSameTablesAndAnotherSeedOthers) {
  const PublishedProblem problem = published(cambodia());
  const auto first = [&](std::uint64_t seed) { return *TableSampler::of(problem, seed)->next(); };
  EXPECT_EQ(first(1), first(1));
  EXPECT_NE(first(1), first(2));
}

// What is not published is not confined: over 100 draws the most votes of the CPP in a province are
// more than three times the least, and no two tables are alike.
TEST(Tables, AHundredDrawsMoveFarInEveryProvince) {
  const PublishedProblem problem = published(cambodia());
  auto sampler = TableSampler::of(problem, 1);
  ASSERT_TRUE(sampler);
  std::vector<VoteTable> tables;
  for (int draw = 0; draw < 100; ++draw) tables.push_back(*sampler->next());
  for (std::size_t c = 0; c < problem.constituencies.size(); ++c) {
    std::vector<Votes> cpp;
    for (const VoteTable& table : tables) cpp.push_back(table[c][0]);
    const auto [least, most] = std::minmax_element(cpp.begin(), cpp.end());
    EXPECT_GT(*most, 3 * *least) << problem.constituencies[c];
  }
  std::sort(tables.begin(), tables.end());
  EXPECT_EQ(std::adjacent_find(tables.begin(), tables.end()), tables.end());
}

TEST(Tables, AnAssumptionKeepsVotesForEachSeatNearTheirAverage) {
  const PublishedProblem problem = published(cambodia());
  TableAssumption assumption;
  assumption.votes_per_seat_within = Rational::of(2, 1);
  auto sampler = TableSampler::of(problem, 1, assumption);
  ASSERT_TRUE(sampler);
  const VoteTable table = *sampler->next();
  for (std::size_t c = 0; c < table.size(); ++c) {
    const Votes valid = std::accumulate(table[c].begin(), table[c].end(), Votes{0});
    EXPECT_GE(2 * 123 * valid, 6'627'159 * problem.seats[c]) << problem.constituencies[c];
    EXPECT_LE(123 * valid, 2 * 6'627'159 * problem.seats[c]) << problem.constituencies[c];
  }
}

// All tables of a small problem are known: north's votes of the first party are 0 to 600, of the
// second 0 to 400, all equally likely. A quarter of the draws lies in each half of both.
TEST(Tables, DrawsAreSpreadEvenlyOverASmallProblem) {
  auto sampler = TableSampler::of(small_problem(), 1);
  ASSERT_TRUE(sampler);
  int both_low = 0, first_low = 0;
  for (int draw = 0; draw < 4'000; ++draw) {
    const VoteTable table = *sampler->next();
    first_low += table[0][0] < 300 ? 1 : 0;
    both_low += table[0][0] < 300 && table[0][1] < 200 ? 1 : 0;
  }
  EXPECT_NEAR(first_low, 2'000, 130);
  EXPECT_NEAR(both_low, 1'000, 115);
}

TEST(Tables, ACheckNamesEveryFactThatATableBreaks) {
  PublishedProblem problem = small_problem();
  problem.facts.push_back(fact(Fact::Kind::seats, 0, 0, 2, 2));
  problem.facts.push_back(fact(Fact::Kind::margin, 0, 0, 1, 20));
  EXPECT_EQ(check_table(problem, {{320, 180}, {280, 220}})->size(), 1U);  // margin 221
  EXPECT_TRUE(check_table(problem, {{390, 140}, {210, 260}})->size() == 1U);
  const auto broken = *check_table(problem, {{100, 300}, {100, 100}});
  ASSERT_EQ(broken.size(), 3U);
  EXPECT_EQ(broken[0].found, "600");
  EXPECT_EQ(broken[1].found, "200");
  EXPECT_EQ(broken[2].fact, 2U);
  EXPECT_FALSE(check_table(problem, {{1, 2}}));
  EXPECT_FALSE(check_table(problem, {{1}, {2}}));
  EXPECT_FALSE(check_table(problem, {{-1, 2}, {3, 4}}));
}

TEST(Tables, ATieMeetsNoNumberOfSeats) {
  PublishedProblem problem = small_problem();
  problem.facts = {fact(Fact::Kind::seats, 0, 0, 2, 2)};
  const auto broken = *check_table(problem, {{100, 100}, {1, 1}});
  ASSERT_EQ(broken.size(), 1U);
  EXPECT_EQ(broken[0].found, "1 to 2 by lot");
}

TEST(Tables, FactsThatContradictEachOtherAreNamed) {
  PublishedProblem problem = small_problem();
  problem.facts.push_back(fact(Fact::Kind::votes, {}, 1, 500, 500));
  const auto sampler = TableSampler::of(problem, 1);
  ASSERT_FALSE(sampler);
  EXPECT_NE(sampler.error()[0].message.find("a claim"), std::string::npos);
}

TEST(Tables, FactsThatDoNotBoundTheVotesAreRefused) {
  PublishedProblem problem = small_problem();
  problem.facts = {fact(Fact::Kind::seats, 0, 0, 2, 2)};
  EXPECT_FALSE(TableSampler::of(problem, 1));
}

TEST(Tables, WhereEverythingIsPublishedTheOnlyTableIsDrawn) {
  PublishedProblem problem = small_problem();
  problem.facts.clear();
  const VoteTable known = {{320, 180}, {280, 220}};
  for (std::size_t c = 0; c < 2; ++c) {
    for (std::size_t p = 0; p < 2; ++p) {
      problem.facts.push_back(fact(Fact::Kind::votes, c, p, known[c][p], known[c][p]));
    }
  }
  auto sampler = TableSampler::of(problem, 1);
  ASSERT_TRUE(sampler);
  EXPECT_EQ(*sampler->next(), known);
}

// x + y = 10 and 3x − 2y between 1 and 3: only 4 and 6 are near 4.4 and 5.6.
TEST(WholeNumbers, RowsHoldExactlyAfterRounding) {
  const std::vector<FactRow> rows = {{{{0, 1}, {1, 1}}, 10, 10, {}}, {{{0, 3}, {1, -2}}, 0, 3, {}}};
  const auto values = whole_numbers(rows, {4.4, 5.6}, {0, 0});
  ASSERT_TRUE(values);
  EXPECT_EQ(*values, (std::vector<Votes>{4, 6}));
}

TEST(WholeNumbers, RowsWithoutAWholeNumberGiveNothing) {
  EXPECT_FALSE(whole_numbers({{{{0, 2}}, 3, 3, {}}}, {1.5}, {0}));
}

}  // namespace
}  // namespace scrutineer
