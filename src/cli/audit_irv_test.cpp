// scrutineer audit irv, and real instant runoffs whose difficulties are published.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <CLI/CLI.hpp>
#include <gtest/gtest.h>

#include "audit/irv.hpp"
#include "cli/command.hpp"
#include "folder/raire.hpp"

namespace scrutineer::cli {
namespace {

std::string bytes_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string shared_file(const std::string& name) {
  const char* shared = std::getenv("SCRUTINEER_SHARED");
  const std::string root = shared != nullptr ? shared : SCRUTINEER_SOURCE_DIR "/../shared";
  return root + "/data/audits/shangrla/" + name;
}

struct Published {
  std::string file, winner;
  double difficulty = 0;       // cards / least margin
  std::size_t assertions = 0;  // of raire-rs; 0: not stated
};

TEST(IrvReal, DifficultiesAreThePublishedOnes) {
  const Published all[] = {
      {"SFDA2019_PrelimReport12VBMJustDASheets.raire", "15", 34.57378595002358, 11},
      {"Aspen_2009_CityCouncil.raire", "8", 35.52857142857143, 189},
      {"Aspen_2009_Mayor.raire", "4", 14.282485875706215, 0},
      {"Berkeley_2010_D7CityCouncil.raire", "387", 5.7472527473, 0},
      {"Oakland_2010_D4CityCouncil.raire", "408", 4.5080523942, 0},
      {"Oakland_2010_Mayor.raire", "397", 59.0651851852, 0},
  };
  for (const Published& one : all) {
    const std::string bytes = bytes_of(shared_file(one.file));
    if (bytes.empty()) GTEST_SKIP() << "NOT CHECKED: no " << shared_file(one.file);
    const auto file = parse_raire(one.file, bytes);
    ASSERT_TRUE(file) << to_sentence(file.error().front());
    const RankedContest& contest = file->contests.front();
    const auto audit = irv_assertions(contest, Difficulty{});
    ASSERT_TRUE(audit);
    EXPECT_EQ(contest.candidates[audit->winner], one.winner) << one.file;
    EXPECT_NEAR(audit->difficulty, one.difficulty, 1e-9 * one.difficulty) << one.file;
    if (one.assertions > 0) EXPECT_LE(audit->assertions.size(), one.assertions) << one.file;
    EXPECT_EQ(fault_of(audit->proof, contest.candidates.size(), audit->winner, audit->assertions),
              std::nullopt);
    std::printf("%s: %zu assertions, %zu sets visited\n", one.file.c_str(),
                audit->assertions.size(), audit->sets_visited);
  }
}

// Runs the verb as the program does; gives its status and what it printed.
struct Ran {
  int status = 0;
  std::string printed;
};

Ran run_irv(const std::string& raire, std::vector<std::string> arguments) {
  const auto folder = std::filesystem::path(testing::TempDir());
  const auto input = folder / "t.raire", output = folder / "t.out";
  std::ofstream(input, std::ios::binary) << raire;
  std::filesystem::remove(output);
  CLI::App app;
  Action action;
  add_audit_irv(app, action);
  arguments.insert(arguments.begin(), {"irv", input.string(), "--out", output.string()});
  std::reverse(arguments.begin(), arguments.end());
  app.parse(arguments);
  const int status = action();
  return {status, bytes_of(output)};
}

constexpr const char* kGuide =
    "1\nContest,1,4,A,B,C,D\n1,1,C,B,A\n1,2,C,B,A\n1,3,C,B,A\n1,4,B,C,D\n"
    "1,5,D,A\n1,6,A,D\n1,7,A,D\n1,8,D\n";

TEST(IrvVerb, PrintsTheAssertionsAndTheProof) {
  const Ran ran = run_irv(kGuide, {"--proof"});
  EXPECT_EQ(ran.status, kDone);
  EXPECT_NE(ran.printed.find("C won if all of these hold:"), std::string::npos) << ran.printed;
  EXPECT_NE(ran.printed.find("before them"), std::string::npos);
}

TEST(IrvVerb, GivesTheSameAsJson) {
  const Ran ran = run_irv(kGuide, {"--json"});
  const Json json = Json::parse(ran.printed);
  const Json& contest = json["result"]["contests"][0];
  EXPECT_EQ(contest["winner"], "C");
  EXPECT_EQ(contest["standing"], "contested");
  EXPECT_EQ(contest["cards"], 8);
  EXPECT_FALSE(contest["assertions"].empty());
  EXPECT_EQ(contest["proof"][0]["steps"].size(), 3U);
}

TEST(IrvVerb, SaysOfATieThatOnlyAFullCountSettlesIt) {
  const Ran ran = run_irv("1\nContest,1,2,A,B\n1,1,A\n1,2,B\n", {});
  EXPECT_EQ(ran.status, kDone);
  EXPECT_NE(ran.printed.find("Only a full count settles it."), std::string::npos);
}

TEST(IrvVerb, RefusesBadInput) {
  EXPECT_EQ(run_irv("x", {}).status, kBadInput);
  EXPECT_EQ(run_irv(kGuide, {"--contest", "2"}).status, kBadInput);
  EXPECT_EQ(run_irv(kGuide, {"--cards", "3"}).status, kBadInput);
  EXPECT_EQ(run_irv(kGuide, {"--risk-limit", "0"}).status, kBadInput);
}

}  // namespace
}  // namespace scrutineer::cli
