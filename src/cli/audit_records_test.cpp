// scrutineer audit records and audit manifest.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <CLI/CLI.hpp>
#include <gtest/gtest.h>

#include "cli/command.hpp"

namespace scrutineer::cli {
namespace {

namespace fs = std::filesystem;

std::string bytes_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string written(const std::string& name, const std::string& text) {
  const fs::path path = fs::path(testing::TempDir()) / name;
  std::ofstream(path, std::ios::binary) << text;
  return path.string();
}

struct Ran {
  int status = 0;
  std::string printed;
};

Ran run(std::vector<std::string> arguments) {
  const fs::path output = fs::path(testing::TempDir()) / "records.out";
  fs::remove(output);
  CLI::App app;
  Action action;
  add_audit_records(app, action);
  add_audit_manifest(app, action);
  arguments.insert(arguments.end(), {"-o", output.string()});
  std::reverse(arguments.begin(), arguments.end());
  app.parse(arguments);
  const int status = action();
  return {status, bytes_of(output)};
}

const std::string kRecords =
    "card,container,position,mayor\nc1,a,1,ada\nc2,a,2,ben\nc3,a,3,ada\nc4,b,1,-\nc5,b,1,\n";
const std::string kManifest = "container,unit,cards,place\na,s1,3,shelf 1\nb,,2,\n";

TEST(RecordsVerb, AddsTheRecordsUp) {
  const Ran ran = run({"records", written("r.csv", kRecords)});
  EXPECT_EQ(ran.status, kDone);
  EXPECT_NE(ran.printed.find("5 cards (scrutineer-csv), 1 contests, 2 containers"),
            std::string::npos)
      << ran.printed;
  EXPECT_NE(ran.printed.find("cards 4; blank 1, overvoted 0"), std::string::npos) << ran.printed;
}

TEST(RecordsVerb, GivesTheSameAsJson) {
  const Ran ran = run({"records", written("r.csv", kRecords), "--json"});
  const Json result = Json::parse(ran.printed)["result"];
  EXPECT_EQ(result["cards"], 5);
  EXPECT_EQ(result["containers"][1]["records"], 2);
  const Json& contest = result["contests"][0];
  EXPECT_EQ(contest["blanks"], 1);
  EXPECT_EQ(contest["candidates"][0]["candidate"], "ada");
  EXPECT_EQ(contest["candidates"][0]["cards"], 2);
  EXPECT_TRUE(result["manifest"].is_null());
}

TEST(RecordsVerb, ComparesWithAManifest) {
  const std::string records = written("r.csv", kRecords);
  const Ran twice = run({"records", records, "--manifest", written("m.csv", kManifest), "--json"});
  EXPECT_EQ(twice.status, kAnswerIsNo);
  const Json findings = Json::parse(twice.printed)["result"]["manifest"]["findings"];
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0]["kind"], "position-twice");
  EXPECT_EQ(findings[0]["card"], "c4");
  const Ran fewer = run({"records", written("s.csv", "card,container,position,mayor\nc1,a,1,ada\n"),
                         "--manifest", written("m.csv", kManifest)});
  EXPECT_EQ(fewer.status, kDone);
  EXPECT_NE(fewer.printed.find("Container \"a\" has records of 1 of its 3 cards."),
            std::string::npos);
  EXPECT_NE(fewer.printed.find("Container \"b\" has 2 cards and no record."), std::string::npos);
}

TEST(RecordsVerb, WritesOurFormat) {
  const std::string ess =
      "Cast Vote Record,Precinct,Ballot Style,Mayor\n1,P,S,Ada\n2,P,S,overvote\n3,P,S,undervote\n";
  const std::string path = written("e.csv", ess);
  EXPECT_EQ(run({"records", path, "--to", "csv"}).printed,
            "card,container,position,Mayor\n1,,,Ada\n2,,,-\n3,,,-\n");
  const Json contest =
      Json::parse(run({"records", path, "--json"}).printed)["result"]["contests"][0];
  EXPECT_EQ(contest["overvotes"], 1);
  EXPECT_EQ(contest["blanks"], 1);
  EXPECT_EQ(contest["most_choices"], 1);
}

TEST(RecordsVerb, RefusesBadInput) {
  EXPECT_EQ(run({"records", written("x.csv", "a,b\n")}).status, kBadInput);
  EXPECT_EQ(run({"records", "/nowhere/r.csv", "/nowhere/s.csv"}).status, kBadInput);
  EXPECT_EQ(
      run({"records", written("r.csv", kRecords), "--manifest", written("x.csv", "a,b\n")}).status,
      kBadInput);
  EXPECT_EQ(run({"manifest", written("x.csv", "container,cards\na,-5\n")}).status, kBadInput);
}

TEST(ManifestVerb, SaysWhatItHolds) {
  const std::string path = written("m.csv", kManifest);
  const Ran ran = run({"manifest", path});
  EXPECT_EQ(ran.status, kDone);
  EXPECT_NE(ran.printed.find("2 containers (scrutineer-csv), 5 cards"), std::string::npos);
  EXPECT_EQ(run({"manifest", path, "--to", "csv"}).printed, kManifest);
  const Json result = Json::parse(run({"manifest", path, "--json"}).printed)["result"];
  EXPECT_EQ(result["cards"], 5);
  EXPECT_TRUE(result["containers"][1]["unit"].is_null());
}

// Each record of the samples has its place in the manifest beside it.
TEST(RecordsData, PublishedRecordsAgreeWithTheirManifests) {
  const char* shared = std::getenv("SCRUTINEER_SHARED");
  const fs::path audits =
      fs::path(shared != nullptr ? shared : SCRUTINEER_SOURCE_DIR "/../shared") / "data/audits";
  const fs::path arlo = audits / "arlo/fixtures";
  if (!fs::exists(arlo)) GTEST_SKIP() << "NOT CHECKED: no " << arlo;
  std::vector<std::pair<fs::path, fs::path>> pairs = {
      {audits / "corla/dominion-2017-CVR_Export_20170310104116.csv",
       audits / "corla/arapahoe-manifest.csv"}};
  for (const char* name : {"medium-election/Lindow", "small-election/Kendall Park",
                           "small-election/Siletz", "small-election/Waurika"}) {
    pairs.emplace_back(arlo / (std::string(name) + " - cvrs.csv"),
                       arlo / (std::string(name) + " - ballot manifest.csv"));
  }
  for (const auto& [records, manifest] : pairs) {
    const Ran ran = run({"records", records.string(), "--manifest", manifest.string(), "--json"});
    EXPECT_EQ(ran.status, kDone) << records;
    EXPECT_TRUE(Json::parse(ran.printed)["result"]["manifest"]["findings"].empty()) << records;
  }
}

}  // namespace
}  // namespace scrutineer::cli
