// scrutineer audit irv, and real instant runoffs whose difficulties are published.
#include <algorithm>
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
  std::size_t assertions = 0;  // no more than raire-rs has, where that is published, or than ours
};

TEST(IrvReal, DifficultiesAreThePublishedOnes) {
  const Published all[] = {
      {"SFDA2019_PrelimReport12VBMJustDASheets.raire", "15", 34.57378595002358, 11},
      {"Aspen_2009_CityCouncil.raire", "8", 35.52857142857143, 189},
      {"Aspen_2009_Mayor.raire", "4", 14.282485875706215, 7},
      {"Berkeley_2010_D7CityCouncil.raire", "387", 5.7472527473, 3},
      {"Oakland_2010_D4CityCouncil.raire", "408", 4.5080523942, 8},
      {"Oakland_2010_Mayor.raire", "397", 59.0651851852, 13},
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
    EXPECT_LE(audit->assertions.size(), one.assertions) << one.file;
    EXPECT_EQ(fault_of(audit->proof, contest.candidates.size(), audit->winner, audit->assertions),
              std::nullopt);
    std::printf("%s: %zu assertions, %zu sets visited\n", one.file.c_str(),
                audit->assertions.size(), audit->sets_visited);
  }
}

// Cards that are worth more than one half, less those that are worth less.
Votes margin_of(const Assertion& assertion, const RankedContest& contest) {
  Votes margin = 0;
  for (const Ranking& ranking : contest.rankings) {
    Interpretation ballot;
    ballot.choices.assign(ranking.choices.begin(), ranking.choices.end());
    const double value = to_double(value_of(assertion.assorter, ballot));
    margin += value > 0.5 ? ranking.count : value < 0.5 ? -ranking.count : 0;
  }
  return margin;
}

// The thirteen margins of SHANGRLA's notebook on San Francisco 2019, as parts of 146,662 cards:
// winner, loser, who has been eliminated.
TEST(IrvReal, MarginsOfSanFranciscoAreThePublishedOnes) {
  struct Row {
    std::string winner, loser;
    std::vector<std::string> gone;
    double margin;
  };
  const Row rows[] = {
      {"18", "17", {"15", "16", "45"}, .045792366120740224},
      {"17", "16", {"15", "18", "45"}, .019902906001554532},
      {"15", "18", {"16", "17", "45"}, .028923647570604505},
      {"18", "16", {"15", "17", "45"}, .0830003681935334},
      {"17", "16", {"15", "45"}, .058079120699294995},
      {"15", "17", {"16", "45"}, .08064120222007065},
      {"15", "17", {"16", "18", "45"}, .10951712099930444},
      {"18", "16", {"15", "45"}, .14875018750596603},
      {"15", "16", {"17", "45"}, .13548158350492967},
      {"15", "16", {"17", "18", "45"}, .1365247985163165},
      {"15", "16", {"18", "45"}, .16666893946625572},
      {"15", "16", {"45"}, .15626406294745743},
      {"15", "45", {}, .2956457705472446},
  };
  const std::string name = "SFDA2019_PrelimReport12VBMJustDASheets.raire";
  const std::string bytes = bytes_of(shared_file(name));
  if (bytes.empty()) GTEST_SKIP() << "NOT CHECKED: no " << shared_file(name);
  const auto file = parse_raire(name, bytes);
  const RankedContest& contest = file->contests.front();
  const auto number_of = [&](const std::string& id) {
    const auto& all = contest.candidates;
    return static_cast<std::size_t>(std::find(all.begin(), all.end(), id) - all.begin());
  };
  EXPECT_EQ(contest.cards, 146'662);
  for (const Row& row : rows) {
    NotEliminatedNext next{number_of(row.winner), number_of(row.loser), {}};
    for (std::size_t c = 0; c < contest.candidates.size(); ++c) next.continuing.push_back(c);
    for (const std::string& gone : row.gone) std::erase(next.continuing, number_of(gone));
    Assertion assertion;
    assertion.assorter = next;
    if (row.gone.empty()) assertion.assorter = NotEliminatedBefore{next.winner, next.loser};
    EXPECT_NEAR(static_cast<double>(margin_of(assertion, contest)) / 146'662, row.margin, 1e-14)
        << row.winner << " " << row.loser;
  }
}

// What RAIRE itself found for San Francisco: each assertion is true of the ballots, together they
// rule out every other winner, and the hardest is as hard as ours.
TEST(IrvReal, TheAssertionsOfRaireItselfHold) {
  const std::string name = "SFDA2019_PrelimReport12VBMJustDASheets";
  const std::string bytes = bytes_of(shared_file(name + ".raire"));
  const std::string published = bytes_of(shared_file(name + "Assertions.json"));
  if (bytes.empty() || published.empty()) GTEST_SKIP() << "NOT CHECKED: no " << shared_file(name);
  const auto file = parse_raire(name, bytes);
  const RankedContest& contest = file->contests.front();
  const auto number_of = [&](const Json& id) {
    const auto& all = contest.candidates;
    return static_cast<std::size_t>(std::find(all.begin(), all.end(), id.get<std::string>()) -
                                    all.begin());
  };
  std::vector<Assertion> assertions;
  const Json parsed = Json::parse(published);
  for (const Json& one : parsed["audits"][0]["assertions"]) {
    NotEliminatedNext next{number_of(one["winner"]), number_of(one["loser"]), {}};
    Assertion assertion;
    assertion.assorter = NotEliminatedBefore{next.winner, next.loser};
    if (one["assertion_type"] == "IRV_ELIMINATION") {
      for (std::size_t c = 0; c < contest.candidates.size(); ++c) next.continuing.push_back(c);
      for (const Json& gone : one["already_eliminated"]) {
        std::erase(next.continuing, number_of(gone));
      }
      assertion.assorter = next;
    }
    assertions.push_back(assertion);
  }
  Votes least = contest.cards;
  for (const Assertion& assertion : assertions) {
    least = std::min(least, margin_of(assertion, contest));
  }
  EXPECT_EQ(least, 4242);
  const std::size_t winner = number_of("15");
  std::vector<std::size_t> order{0, 1, 2, 3};
  do {
    bool ruled_out = order.back() == winner;
    for (std::size_t i = 0; i < order.size(); ++i) {
      std::vector<std::size_t> standing(order.begin() + static_cast<std::ptrdiff_t>(i) + 1,
                                        order.end());
      std::sort(standing.begin(), standing.end());
      for (const Assertion& one : assertions) {
        ruled_out = ruled_out || contradicts(one, order[i], standing);
      }
    }
    EXPECT_TRUE(ruled_out);
  } while (std::next_permutation(order.begin(), order.end()));
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
    "1,5,D,A\n1,6,A,D\n1,7,A,D\n1,8,D\n1,9,C\n";

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
  EXPECT_EQ(contest["cards"], 9);
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
