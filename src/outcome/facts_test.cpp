#include "outcome/facts.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "base/random.hpp"

namespace scrutineer {
namespace {

// A country whose provinces have returns of one source in many revisions, in any order of rows.
struct Revised {
  Election election;
  std::vector<Votes> last;  // by province, what its last revision states of `cast`

  Revised(std::uint32_t provinces, std::int64_t revisions, Random random) {
    election.languages = {"en"};
    election.levels = {"country", "province"};
    election.parties.resize(1);
    election.sources.resize(1);
    Contest contest;
    contest.constituencies = "province";
    election.contests = {contest};
    election.units.resize(provinces + 1);
    std::vector<std::pair<UnitIndex, std::int64_t>> rows;
    for (std::uint32_t u = 1; u <= provinces; ++u) {
      election.units[u].parent = UnitIndex{0};
      election.units[u].level = 1;
      election.units[u].seats = 1;
      for (std::int64_t revision = 0; revision < revisions; ++revision) {
        rows.emplace_back(UnitIndex{u}, revision);
      }
    }
    random.shuffle(rows);
    last.assign(provinces, 0);
    ReturnTable table;
    Column cast;
    cast.field = Field::cast;
    for (const auto& [unit, revision] : rows) {
      table.unit.push_back(unit);
      table.revision.push_back(revision);
      table.stated_at.push_back("");
      const Votes votes = random.between(1, 1'000'000);
      cast.cells.push_back(votes);
      if (revision + 1 == revisions) last[unit.value - 1] = votes;
    }
    table.columns = {cast};
    election.returns = {table};
  }

  std::vector<Fact> facts() const {
    return gather_facts(election, arrange(election, {0}, {0})).facts;
  }
};

TEST(GatherFacts, OnlyTheLastRevisionOfAUnitIsAFact) {
  const Revised country(7, 5, Random(1));
  const std::vector<Fact> facts = country.facts();
  ASSERT_EQ(facts.size(), 7U);
  for (const Fact& fact : facts) {
    EXPECT_EQ(fact.low, country.last[*fact.constituency]);
    EXPECT_EQ(fact.high, fact.low);
  }
}

// Row by row against every other row, this would be forty thousand million comparisons.
TEST(GatherFacts, TwoHundredThousandRevisionsTakeNoLongerThanReadingThem) {
  const Revised country(2'000, 100, Random(2));
  EXPECT_EQ(country.facts().size(), 2'000U);
}

TEST(GatherFacts, ACorrectedClaimIsNoFact) {
  Revised country(1, 1, Random(3));
  country.election.returns.clear();
  for (const char* id : {"first", "second"}) {
    Claim claim;
    claim.id = id;
    claim.kind = "cast";
    claim.count = country.election.claims.empty() ? 10 : 12;
    claim.unit = UnitIndex{1};
    if (!country.election.claims.empty()) claim.corrects = "first";
    country.election.claims.push_back(claim);
  }
  const std::vector<Fact> facts = country.facts();
  ASSERT_EQ(facts.size(), 1U);
  EXPECT_EQ(facts[0].low, 12);
  EXPECT_EQ(facts[0].claims, std::vector<std::string>{"second"});
}

}  // namespace
}  // namespace scrutineer
