#include <gtest/gtest.h>

#include "findings/findings.hpp"

namespace scrutineer {
namespace {

// A country of two stations; the commission and a party hold a form of each.
Election two_sources() {
  Election election;
  election.languages = {"en"};
  election.levels = {"country", "station"};
  for (const char* id : {"country", "s1", "s2"}) {
    Unit unit;
    unit.id = id;
    if (!election.units.empty()) {
      unit.parent = UnitIndex{0};
      unit.level = 1;
    }
    election.units.push_back(unit);
  }
  election.parties = {{"red", {{"en", "Red"}}, ""}, {"blue", {{"en", "Blue"}}, ""}};
  election.sources = {{"nec", {{"en", "NEC"}}, Role::commission, "", ""},
                      {"agents", {{"en", "agents"}}, Role::party, "", ""}};
  Contest contest;
  contest.id = "c";
  contest.constituencies = "country";
  election.contests = {contest};
  for (const std::uint32_t source : {0U, 1U}) {
    ReturnTable table;
    table.source = {source};
    table.unit = {{1}, {2}};
    table.revision = {0, 0};
    table.stated_at = {"", ""};
    table.columns = {{{}, PartyIndex{0}, "", {100, source == 0 ? 50 : 40}},
                     {{}, PartyIndex{1}, "", {90, source == 0 ? 45 : 55}},
                     {Field::valid, {}, "", {190, 96}}};
    election.returns.push_back(table);
  }
  return election;
}

std::vector<std::string> statements(const Election& election) {
  const auto report = analyse_count(election);
  EXPECT_TRUE(report.has_value());
  std::vector<std::string> all;
  for (const Finding& finding : count_findings(election, *report)) {
    EXPECT_FALSE(finding.method.empty()) << finding.id;
    all.push_back(finding.statement.at("en"));
  }
  return all;
}

TEST(CountFindings, TellWhatReportedWhatDisagreesAndWhatCopiesWouldChange) {
  const auto all = statements(two_sources());
  ASSERT_EQ(all.size(), 4U);
  EXPECT_EQ(all[0], "NEC: figures for 2 of 2 places.");
  EXPECT_NE(all[2].find("Of 4 forms, 2 figures"), std::string::npos) << all[2];
  EXPECT_NE(all[3].find("2 of the forms of NEC; in 1 of them all agree"), std::string::npos)
      << all[3];
  EXPECT_NE(all[3].find("Red 10 fewer"), std::string::npos) << all[3];
  EXPECT_NE(all[3].find("Blue 10 more"), std::string::npos) << all[3];
}

TEST(CountFindings, TellWhatIsSetAsideAndWhatIsMissing) {
  Election election = two_sources();
  election.returns.pop_back();
  Claim claim;
  claim.id = "q";
  claim.kind = "unit-state";
  claim.unit = UnitIndex{2};
  claim.value = "annulled";
  election.claims = {claim};
  const auto all = statements(election);
  EXPECT_EQ(all[0], "NEC: figures for 1 of 2 places. Annulled, and in no sum: 1.");
}

TEST(CountFindings, SayNothingWithoutReturns) {
  Election election = two_sources();
  election.returns.clear();
  EXPECT_TRUE(statements(election).empty());
}

}  // namespace
}  // namespace scrutineer
