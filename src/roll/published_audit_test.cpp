#include "roll/published_audit.hpp"

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <fmt/core.h>
#include <gtest/gtest.h>

#include "roll/survey_plan.hpp"

namespace scrutineer::roll {
namespace {

constexpr std::int64_t kNames2013 = 9'675'453;

TEST(PublishedAudit, names_of_the_roll_are_the_base_of_shares_of_names_alone) {
  const auto unfound = reading_of({0.104, ShareOf::names_on_the_roll, 0.025}, kNames2013);
  ASSERT_TRUE(unfound);
  ASSERT_TRUE(unfound->names);
  EXPECT_NEAR(unfound->names->value, 1'006'247, 1);
  EXPECT_NEAR(unfound->names->interval.low, 858'600, 100);
  EXPECT_NEAR(unfound->names->interval.high, 1'153'900, 100);
  EXPECT_TRUE(unfound->needs.empty());
  for (const ShareOf base :
       {ShareOf::eligible_people, ShareOf::past_voters, ShareOf::removed_names,
        ShareOf::people_who_believe_they_are_registered, ShareOf::not_stated}) {
    const auto reading = reading_of({0.108, base, 0.025}, kNames2013);
    ASSERT_TRUE(reading);
    EXPECT_FALSE(reading->names);
    EXPECT_FALSE(reading->needs.empty());
  }
}

TEST(PublishedAudit, without_a_margin_nothing_is_said_of_precision) {
  const auto reading = reading_of({0.5, ShareOf::names_on_the_roll, std::nullopt}, 100);
  EXPECT_EQ(reading->names->interval.low, 0);
  EXPECT_EQ(reading->names->interval.high, 100);
}

TEST(PublishedAudit, points_taken_for_shares_are_refused) {
  EXPECT_FALSE(reading_of({10.4, ShareOf::names_on_the_roll, 0.025}, 100));
  EXPECT_FALSE(reading_of({0.104, ShareOf::names_on_the_roll, 2.5}, 100));
  EXPECT_FALSE(reading_of({0.104, ShareOf::names_on_the_roll, 0.025}, 0));
}

// The figures that docs/field-audits.md prints are computed here, so that neither changes alone.
TEST(PublishedAudit, the_document_prints_what_is_computed) {
  const std::string path = std::string(SCRUTINEER_SOURCE_DIR) + "/docs/field-audits.md";
  std::ifstream file(path);
  ASSERT_TRUE(file) << path;
  std::stringstream text;
  text << file.rdbuf();
  const auto not_found = [](double found_later) {
    const double share = 198 / 2250.0;
    return fmt::format("{:.1f} per cent", 100 * (share - found_later / 2250));
  };
  std::vector<std::string> figures = {
      fmt::format("{:.2f}", implied_design_effect(0.025, 0.5, 4900)),
      fmt::format("{:.2f}", implied_design_effect(0.025, 0.5, 2450)),
      fmt::format("{:.2f}",
                  implied_correlation(implied_design_effect(0.025, 0.5, 4900), 4900.0 / 414)),
      fmt::format("{:.2f}",
                  implied_correlation(implied_design_effect(0.025, 0.5, 2450), 2450.0 / 414)),
      fmt::format("± {:.1f} points", 100 * margin_at(0.025, 0.104)),
      not_found(0),
      not_found(131),
      fmt::format("{} names a commune", optimal_take(10, 1, 0.2)),
  };
  const auto names = reading_of({0.104, ShareOf::names_on_the_roll, 0.025}, kNames2013)->names;
  for (const double end : {names->interval.low, names->value, names->interval.high}) {
    figures.push_back(fmt::format("{:.2f} million", end / 1e6));
  }
  for (const std::string& figure : figures) {
    EXPECT_NE(text.str().find(figure), std::string::npos) << figure;
  }
}

}  // namespace
}  // namespace scrutineer::roll
