#include "election/states.hpp"

#include <gtest/gtest.h>

#include "election/basis.hpp"

namespace scrutineer {
namespace {

// A country with the stations s1 and s2; a commission, a court and a party state things.
Election country() {
  Election election;
  election.parties = {{"red", {}, ""}};
  election.sources = {{"nec", {}, Role::commission, "", ""},
                      {"court", {}, Role::court, "", ""},
                      {"party", {}, Role::party, "", ""}};
  election.levels = {"country", "station"};
  Unit top;
  top.id = "country";
  election.units = {top};
  for (const char* id : {"s1", "s2"}) {
    Unit unit;
    unit.id = id;
    unit.parent = UnitIndex{0};
    unit.level = 1;
    election.units.push_back(unit);
  }
  Contest contest;
  contest.seats = 1;
  contest.constituencies = "country";
  election.contests = {contest};
  ReturnTable table;
  table.unit = {{1}, {2}};
  table.revision = {0, 0};
  table.stated_at = {"", ""};
  table.columns = {{{}, PartyIndex{0}, "", {10, 20}}, {Field::cast, {}, "", {11, 22}}};
  election.returns = {table};
  return election;
}

Claim state(std::uint32_t source, std::uint32_t unit, std::string value, std::string date) {
  Claim claim;
  claim.id = "c" + date + value;
  claim.source = {source};
  claim.of = {0};
  claim.kind = "unit-state";
  claim.unit = UnitIndex{unit};
  claim.value = std::move(value);
  claim.date = std::move(date);
  return claim;
}

using States = std::vector<UnitState>;

TEST(UnitStates, TheLatestStatementHoldsWhateverItsPlace) {
  Election election = country();
  election.claims = {state(1, 1, "annulled", "2014-09-02"),
                     state(0, 1, "quarantined", "2014-09-01")};
  EXPECT_EQ(unit_states(election, {0}, {0})[1], UnitState::annulled);
  election.claims[0].date = "2014-08-01";
  EXPECT_EQ(unit_states(election, {0}, {0})[1], UnitState::quarantined);
}

TEST(UnitStates, APartyMayNotSetAsideTheCommissionsReturns) {
  Election election = country();
  election.claims = {state(2, 1, "annulled", "2014")};
  EXPECT_EQ(unit_states(election, {0}, {0}), States(3, UnitState::counted));
  // In its own count it may.
  election.claims[0].of = {2};
  EXPECT_EQ(unit_states(election, {0}, {2})[1], UnitState::annulled);
}

TEST(UnitStates, HoldForAllUnitsBelowThatHaveNoLaterStatement) {
  Election election = country();
  election.claims = {state(0, 0, "quarantined", "2014-09-01"), state(0, 2, "counted", "2014-09-02"),
                     state(0, 1, "annulled", "2014-08-01")};
  EXPECT_EQ(unit_states(election, {0}, {0}),
            (States{UnitState::quarantined, UnitState::quarantined, UnitState::counted}));
}

TEST(UnitStates, ACorrectedStatementNoLongerHolds) {
  Election election = country();
  election.claims = {state(0, 1, "annulled", "2014-09-02"), state(0, 2, "annulled", "2014-09-03")};
  election.claims[1].corrects = election.claims[0].id;
  EXPECT_EQ(unit_states(election, {0}, {0}),
            (States{UnitState::counted, UnitState::counted, UnitState::annulled}));
}

TEST(UnitStates, AnnulledVotesDoNotCountAndQuarantinedOnesAreSetAside) {
  Election election = country();
  election.claims = {state(0, 1, "annulled", "2014")};
  Basis basis = arrange(election, {0}, {0});
  ASSERT_EQ(basis.cells.size(), 2U);
  EXPECT_EQ(basis.constituencies[0].votes, std::vector<Votes>{20});
  EXPECT_EQ(basis.constituencies[0].cast, Count(22));
  election.claims = {state(0, 1, "quarantined", "2014")};
  basis = arrange(election, {0}, {0});
  ASSERT_EQ(basis.cells.size(), 2U);
  EXPECT_EQ(basis.cells[0].state, UnitState::quarantined);
  EXPECT_EQ(basis.constituencies[0].votes, std::vector<Votes>{20});
  EXPECT_TRUE(basis.complete());
}

TEST(UnitStates, ATotalThatHidesWhatIsSetAsideIsIncomplete) {
  Election election = country();
  election.returns[0].unit = {{0}, {0}};
  election.returns[0].revision = {0, 1};
  election.claims = {state(0, 1, "quarantined", "2014")};
  const Basis basis = arrange(election, {0}, {0});
  ASSERT_EQ(basis.missing.size(), 1U);
  EXPECT_EQ(basis.missing[0].unit, UnitIndex{1});
}

}  // namespace
}  // namespace scrutineer
