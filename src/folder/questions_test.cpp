// What a question may ask, and of which place.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "folder/folder.hpp"

namespace scrutineer {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

const char* const kToml = R"(schema = 1
[election]
id = "e"
date = 2026-05-03
languages = ["en"]
name_en = "Council"
[[contest]]
id = "council"
seats = 2
rule = "dhondt"
constituencies = "LEVEL"
[[party]]
id = "red"
name_en = "Red"
[[party]]
id = "blue"
name_en = "Blue"
[[question]]
id = "q"
contest = "council"
)";

// The sentences that a folder with this question gets; `level` elects the contest.
std::vector<std::string> asked(const std::string& level, const std::string& keys) {
  std::string toml = kToml + keys + "\n";
  toml.replace(toml.find("LEVEL"), 5, level);
  const auto folder = parse_folder(
      {{"election.toml", toml}, {"units.csv", "unit,parent,level\ntown,,town\neast,town,ward\n"}});
  std::vector<std::string> sentences;
  if (folder) return sentences;
  for (const Error& error : folder.error()) sentences.push_back(to_sentence(error));
  return sentences;
}

TEST(Questions, OnlyAUnitThatElectsHasSeatsToAskFor) {
  const std::string seats = "kind = \"seats-at-least\"\nwho = \"red\"\nseats = 1\n";
  EXPECT_THAT(asked("ward", seats + "unit = \"east\""), ElementsAre());
  EXPECT_THAT(asked("ward", seats + "unit = \"town\""),
              ElementsAre(HasSubstr("of the level ward")));
  EXPECT_THAT(asked("country", seats + "unit = \"town\""), ElementsAre());
  EXPECT_THAT(asked("country", seats + "unit = \"east\""),
              ElementsAre(HasSubstr("which stands at the top")));
}

TEST(Questions, VotesAreAskedForInTheWholeContest) {
  EXPECT_THAT(asked("ward", "kind = \"wins\"\nwho = \"red\"\nunit = \"east\""),
              ElementsAre(HasSubstr("question.unit: found \"east\", expected no such key")));
}

TEST(Questions, NobodyLeadsOverThemselves) {
  const std::string lead = "kind = \"lead-at-least\"\nwho = \"red\"\npoints = \"1%\"\n";
  EXPECT_THAT(asked("ward", lead + "over = \"blue\""), ElementsAre());
  EXPECT_THAT(asked("ward", lead + "over = \"red\""), ElementsAre(HasSubstr("question.over")));
}

TEST(Questions, NoThresholdIsAShareOfRegisteredVoters) {
  EXPECT_THAT(asked("ward\"\nthreshold = { share = \"3%\", of = \"registered\" }\nballot = \"list",
                    "kind = \"seats-equal\""),
              ElementsAre(HasSubstr("contest.threshold.of: found \"registered\"")));
}

}  // namespace
}  // namespace scrutineer
