// The page of the roll: what it says, and what it never mixes. Links, tags and languages of all
// pages: report_test.cpp; how it looks: tests/report_pages.
#include <gtest/gtest.h>

#include "findings/example_for_tests.hpp"
#include "report/report.hpp"

namespace scrutineer {
namespace {

bool says(const std::string& page, const std::string& words) {
  return page.find(words) != std::string::npos;
}

ReportInput input_with(roll::Findings findings) {
  example::Example it = example::cambodia();
  ReportInput input;
  input.findings = example::findings(it);
  input.election = std::make_shared<const Election>(std::move(it.election));
  input.outcome = std::move(it.outcome);
  input.chambers = std::move(it.chambers);
  input.version = "0.1.0";
  findings.is_there = true;
  auto readings = roll::read_audits(*input.election, findings);
  input.roll = RollReport{std::move(findings), std::move(readings)};
  return input;
}

std::string page_of(roll::Findings findings, const std::string& path = "roll.html") {
  const auto site = render_site(input_with(std::move(findings)));
  EXPECT_TRUE(site);
  return site->contains(path) ? site->at(path) : "";
}

roll::Findings flow_of_a_thousand() {
  roll::Findings findings;
  findings.flow = {1000, 1010, 700, 100, 80, 20, 100, 110};
  return findings;
}

roll::StatedShare share_of(roll::ShareOf asked, std::int64_t thousandths,
                           roll::Direction direction) {
  roll::StatedShare stated;
  stated.audit = "NDI";
  stated.asked = asked;
  stated.share = Rational::of(thousandths, 1000);
  stated.margin = Rational::of(1, 40);
  stated.people = 4900;
  stated.clusters = 414;
  stated.direction = direction;
  stated.note = "A note";
  stated.source = "A paper";
  return stated;
}

roll::Findings two_shares() {
  roll::Findings findings;
  findings.flow.new_entries = 9'675'453;
  findings.audits = {
      share_of(roll::ShareOf::names_on_the_roll, 104, roll::Direction::list_to_people),
      share_of(roll::ShareOf::eligible_people, 830, roll::Direction::people_to_list)};
  return findings;
}

TEST(RollPage, is_there_for_claims_about_the_roll_alone_and_not_without_them) {
  ReportInput input = input_with({});
  input.roll.reset();
  auto election = std::make_shared<Election>(*input.election);
  election->claims.clear();
  input.election = election;
  EXPECT_FALSE(render_site(input)->contains("roll.html"));
  Claim claim;
  claim.id = "removed";
  claim.kind = "removed-voters";
  claim.count = 1'000'000;
  election->claims.push_back(claim);
  const auto site = render_site(input);
  ASSERT_TRUE(site->contains("roll.html"));
  EXPECT_TRUE(says(site->at("roll.html"), "Voters removed from the rolls"));
  EXPECT_TRUE(says(site->at("roll.html"), "1,000,000"));
  EXPECT_TRUE(says(site->at("index.html"), "href=\"roll.html\""));
}

TEST(RollPage, draws_the_flow_with_its_numbers_and_says_them_again) {
  const std::string page = page_of(flow_of_a_thousand());
  EXPECT_TRUE(says(page, "class=\"flow-picture\""));
  for (const char* words : {"unchanged 700", "changed 100", "moved 80", "ambiguous 20",
                            "apparently removed 100", "apparently added 110"}) {
    EXPECT_TRUE(says(page, words)) << words;
  }
  EXPECT_TRUE(says(page, "not yet a person who was removed"));
}

TEST(RollPage, draws_no_flow_of_which_a_part_is_not_stated) {
  roll::Findings findings = flow_of_a_thousand();
  findings.flow.moved.reset();
  const std::string page = page_of(findings);
  EXPECT_FALSE(says(page, "flow-picture"));
  EXPECT_TRUE(says(page, "not stated"));
}

TEST(RollPage, a_flow_of_nothing_is_no_picture) {
  roll::Findings findings;
  findings.flow = {0, 0, 0, 0, 0, 0, 0, 0};
  EXPECT_FALSE(says(page_of(findings), "flow-picture"));
}

TEST(RollPage, says_both_design_effects_and_what_can_be_multiplied) {
  const std::string page = page_of(two_shares());
  EXPECT_TRUE(says(page, "a design effect of 3.19"));
  EXPECT_TRUE(says(page, "2,450 each way, it means 1.59"));
  EXPECT_TRUE(says(page, "10.4% of names on the roll, by NDI"));
  EXPECT_TRUE(says(page, "83.0% of eligible people, by NDI"));
  const std::size_t can = page.find("Can be multiplied"),
                    cannot = page.find("Cannot be multiplied");
  EXPECT_LT(can, page.find("10.4% of names"));
  EXPECT_LT(page.find("10.4% of names"), cannot);
  EXPECT_LT(cannot, page.find("83.0% of eligible people"));
  EXPECT_TRUE(says(page, "about 1,010,000 names, 858,000 to 1,160,000"));
  EXPECT_TRUE(says(page, "it needs the number of: eligible people"));
}

TEST(RollPage, three_routes_stand_side_by_side_and_what_nobody_states_is_said) {
  roll::Findings findings;
  roll::StatedRemoval stated;
  stated.figure = roll::RemovalFigure::wrongful_by_audit;
  stated.count = 91'000;
  stated.count_low = 68'000;
  stated.count_high = 119'000;
  stated.confidence = Rational::of(19, 20);
  stated.source = "Visits";
  findings.removals = {stated};
  const std::string page = page_of(findings);
  const std::size_t apparent = page.find("id=\"apparent\""), removed = page.find("id=\"removed\""),
                    wrongful = page.find("id=\"wrongful\""), figure = page.find("91,000");
  ASSERT_NE(figure, std::string::npos);
  EXPECT_LT(apparent, removed);
  EXPECT_LT(removed, wrongful);
  EXPECT_LT(wrongful, figure);
  EXPECT_EQ(page.find("91,000", figure + 1), std::string::npos);
  EXPECT_TRUE(says(page, "68,000 to 119,000 (confidence 95%)"));
  EXPECT_TRUE(says(page, "Nobody states a figure."));
}

TEST(RollPage, places_without_a_figure_are_hatched_and_intervals_are_told) {
  const Election election = example::cambodia().election;
  roll::Findings findings;
  std::vector<UnitIndex> places;
  for (std::uint32_t u = 0; u < election.units.size(); ++u) {
    if (election.units[u].parent) places.push_back({u});
  }
  ASSERT_GE(places.size(), 2U);
  roll::UnitFlow row;
  row.name = election.units[places[0].value].id;
  row.unit = places[0];
  row.old_entries = 1000;
  row.removed = 90;
  row.removed_persons = 80;
  row.removed_persons_low = 70;
  row.removed_persons_high = 95;
  roll::UnitFlow stranger;
  stranger.name = "Elsewhere";
  findings.units = {row, stranger};
  const std::string page = page_of(findings);
  EXPECT_TRUE(says(page, "8.0% (80 of 1,000; interval 70 to 95)"));
  EXPECT_TRUE(says(page, "fill=\"url(#hatch)\""));
  EXPECT_TRUE(says(page, "80 (70 to 95)"));
  EXPECT_TRUE(says(page, "and the map does not show: 1."));
}

TEST(RollPage, the_word_of_a_disparity_is_said_in_the_language_of_the_page) {
  roll::Findings findings;
  findings.disparity = {{"e_value", "1.4", "", "", "", ""},
                        {"word", "", "", "", "", "consistent_with_chance"},
                        {"word", "", "", "", "", "share: red; not explained by chance"},
                        {"another", "2", "1", "3", "0.2", "Their own"}};
  EXPECT_TRUE(says(page_of(findings), "Consistent with chance."));
  EXPECT_TRUE(says(page_of(findings), "Not explained by chance."));
  EXPECT_TRUE(says(page_of(findings), "share: red; "));
  EXPECT_TRUE(says(page_of(findings), "another"));
  EXPECT_FALSE(says(page_of(findings, "km/roll.html"), "Consistent with chance."));
}

TEST(RollPage, links_each_doubt_that_was_made_of_the_roll) {
  ReportInput input = input_with({});
  ASSERT_FALSE(input.election->doubts.empty());
  const std::string id = input.election->doubts.front().id;
  input.roll->findings.doubts = {id};
  EXPECT_TRUE(says(render_site(input)->at("roll.html"), "index.html#doubt-" + id));
}

TEST(RollPage, nothing_that_a_folder_says_becomes_markup) {
  const std::string evil = "<script>alert(1)</script>\"'&";
  roll::Findings findings = two_shares();
  for (roll::StatedShare& stated : findings.audits) {
    stated.audit = stated.source = stated.note = stated.date = evil;
  }
  roll::StatedRemoval removal;
  removal.count = 5;
  removal.source = removal.note = evil;
  findings.removals = {removal};
  findings.snapshots = {{evil, evil, 1, evil}};
  findings.disparity = {{evil, evil, evil, evil, evil, evil}};
  roll::UnitFlow unit;
  unit.name = evil;
  findings.units = {unit};
  EXPECT_FALSE(says(page_of(findings), "<script"));
}

TEST(RollPage, no_text_is_missing_in_either_language) {
  roll::Findings findings = two_shares();
  findings.flow = flow_of_a_thousand().flow;
  findings.snapshots = {{"old", "2012-12", 1000, std::string(64, 'a')}};
  for (const auto& [name, figure] : roll::kRemovalFigures) {
    roll::StatedRemoval removal;
    removal.figure = figure;
    if (is_share(figure)) {
      removal.share = Rational::of(1, 20);
    } else {
      removal.count = 7;
    }
    findings.removals.push_back(removal);
  }
  for (const auto& [name, asked] : roll::kShareOf) {
    findings.audits.push_back(share_of(asked, 500, roll::Direction::list_to_people));
  }
  for (const char* test :
       {"rate_ratio_per_10_points", "permutation_areas", "permutation_blocks",
        "tipping_point_of_estimate", "tipping_point_of_interval", "placebo_difference", "e_value",
        "excess_above_median", "p_of_all_tests"}) {
    findings.disparity.push_back({test, "1", "0.5", "2", "0.1", ""});
  }
  for (const char* word :
       {"consistent_with_chance", "explained_by_linkage_error", "not_explained_by_chance"}) {
    findings.disparity.push_back({"word", "", "", "", "", word});
  }
  EXPECT_FALSE(says(page_of(findings), "⟦"));
  EXPECT_FALSE(says(page_of(findings, "km/roll.html"), "⟦"));
}

}  // namespace
}  // namespace scrutineer
