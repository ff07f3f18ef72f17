// The conformance sets of usnistgov/cdf-test-method, where they are (../shared/data beside the
// repository): six synthetic elections and the results of Cambridge, Massachusetts, of 2022.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "folder/exchange.hpp"

namespace scrutineer {
namespace {

namespace fs = std::filesystem;

const fs::path kData = std::string(SCRUTINEER_SOURCE_DIR) + "/../shared/data/formats/nist-cdf";
const fs::path kCambridge = kData / "real_world/ma/cambridge/2022";
const std::vector<std::string> kSets = {"gen-01",  "gen-02",  "gen-03",
                                        "prim-01", "prim-02", "prim-03"};

std::string bytes_of(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

Imported expect_read(const Result<Imported>& result) {
  if (!result) {
    for (const Error& error : result.error()) ADD_FAILURE() << to_sentence(error);
    return {};
  }
  return *result;
}

// Every report without its ending: synthetic sets, their pre-election reports, Cambridge.
std::vector<fs::path> reports() {
  std::vector<fs::path> list;
  for (const std::string& set : kSets) {
    list.push_back(kData / "synthetic" / set / "err_v2" / ("err-" + set));
  }
  list.push_back(kCambridge / "general/err_v2/err-2022-11-08-Massachusetts-Cambridge");
  list.push_back(kCambridge / "primary/err_v2/err-2022-09-06-Massachusetts-Cambridge");
  return list;
}

Imported json_of(const fs::path& report) {
  return expect_read(parse_nist_json("err.json", bytes_of(report.string() + ".json")));
}

#define SKIP_WITHOUT_DATA() \
  if (!fs::exists(kData)) GTEST_SKIP() << "no conformance sets at " << kData

TEST(NistData, JsonAndXmlGiveTheSameElection) {
  SKIP_WITHOUT_DATA();
  for (const fs::path& report : reports()) {
    const Imported json = json_of(report);
    // The two files of Cambridge's general election call twelve options of ballot measures
    // differently ("bms-question-1-yes" and "bmc-question-1-yes"): nothing else differs.
    const std::string bytes = std::regex_replace(bytes_of(report.string() + ".xml"),
                                                 std::regex("\"bmc-question-([1-6])-(yes|no)\""),
                                                 "\"bms-question-$1-$2\"");
    const Imported xml = expect_read(parse_nist_xml("err.xml", bytes));
    EXPECT_EQ(canonical_files(json.election), canonical_files(xml.election)) << report;
    EXPECT_FALSE(json.election.returns.empty());
  }
}

TEST(NistData, WhatIsWrittenLoadsAgainToTheSameClaims) {
  SKIP_WITHOUT_DATA();
  for (const fs::path& report : reports()) {
    const Election election = json_of(report).election;
    const auto json = write_nist_json(election);
    const auto xml = write_nist_xml(election);
    ASSERT_TRUE(json && xml);
    const Imported from_json = expect_read(parse_nist_json("again.json", json->bytes));
    const Imported from_xml = expect_read(parse_nist_xml("again.xml", xml->bytes));
    EXPECT_EQ(canonical_files(from_json.election), canonical_files(election)) << report;
    EXPECT_EQ(canonical_files(from_xml.election), canonical_files(election)) << report;
  }
}

using Key = std::pair<std::string, std::string>;  // contest, selection

// The votes of the units at the bottom, and those of the unit at the top.
struct Sums {
  std::map<Key, Votes> bottom, top;
};

Sums sums_of(const Election& election) {
  Sums sums;
  for (const ReturnTable& table : election.returns) {
    for (const Column& column : table.columns) {
      if (!column.party) continue;
      const Key key{election.contests[table.contest.value].id,
                    election.parties[column.party->value].id};
      for (std::size_t i = 0; i < table.unit.size(); ++i) {
        if (!column.cells[i]) continue;
        const bool is_top = !election.units[table.unit[i].value].parent;
        (is_top ? sums.top : sums.bottom)[key] += *column.cells[i];
      }
    }
  }
  return sums;
}

// A small reader of cast-vote records (SP 1500-103): the marks of each ballot's current snapshot.
std::map<std::string, Votes> tally(const fs::path& path) {
  std::map<std::string, Votes> votes;
  const auto report = nlohmann::json::parse(bytes_of(path));
  for (const auto& record : report.at("CVR")) {
    for (const auto& snapshot : record.at("CVRSnapshot")) {
      if (snapshot.at("@id") != record.at("CurrentSnapshotId")) continue;
      for (const auto& contest : snapshot.value("CVRContest", nlohmann::json::array())) {
        for (const auto& selection :
             contest.value("CVRContestSelection", nlohmann::json::array())) {
          for (const auto& position :
               selection.value("SelectionPosition", nlohmann::json::array())) {
            if (position.value("IsAllocable", "yes") == "no") continue;
            if (position.value("HasIndication", "yes") == "no") continue;
            votes[selection.value("ContestSelectionId", "")] += position.value("NumberVotes", 1);
          }
        }
      }
    }
  }
  return votes;
}

struct Agreement {
  std::size_t all = 0, with_county = 0, with_records = 0;
};

// Of the selections that precincts speak of; where the county states nothing it has no votes.
Agreement compare(const std::string& set) {
  const Sums sums =
      sums_of(json_of(kData / "synthetic" / set / "err_v2" / ("err-" + set)).election);
  const auto records = tally(kData / "synthetic" / set / "cvr_v1" / ("cvr-" + set + ".json"));
  Agreement agreement;
  const auto at = [](const auto& map, const auto& key) {
    const auto found = map.find(key);
    return found == map.end() ? Votes{0} : found->second;
  };
  for (const auto& [key, precincts] : sums.bottom) {
    ++agreement.all;
    agreement.with_county += at(sums.top, key) == precincts ? 1U : 0U;
    agreement.with_records += at(records, key.second) == precincts ? 1U : 0U;
  }
  for (const auto& [key, county] : sums.top) {
    if (sums.bottom.contains(key)) continue;
    EXPECT_EQ(county + at(records, key.second), 0) << key.second;
  }
  return agreement;
}

TEST(NistData, PrecinctsAddUpToTheCountyAndToTheCastVoteRecords) {
  SKIP_WITHOUT_DATA();
  Agreement five;
  for (const std::string set : {"gen-01", "gen-03", "prim-01", "prim-02", "prim-03"}) {
    const Agreement one = compare(set);
    five.all += one.all;
    five.with_county += one.with_county;
    five.with_records += one.with_records;
  }
  EXPECT_EQ(five.all, 193U);
  EXPECT_EQ(five.with_county, 193U);
  EXPECT_EQ(five.with_records, 193U);
  const Agreement ranked = compare("gen-02");
  EXPECT_EQ(ranked.all, 50U);
  EXPECT_EQ(ranked.with_county, 50U);
  // The seven others are of its ranked contest, of which the report states zeros and the records
  // hold ranks.
  EXPECT_EQ(ranked.with_records, 43U);
}

TEST(NistData, TheCountyStandsAboveItsPrecincts) {
  SKIP_WITHOUT_DATA();
  for (const std::string& set : kSets) {
    const Imported read = json_of(kData / "synthetic" / set / "err_v2" / ("err-" + set));
    std::size_t roots = 0;
    for (const Unit& unit : read.election.units) roots += unit.parent ? 0U : 1U;
    EXPECT_EQ(roots, 1U) << set;
    std::size_t totals = 0;
    for (const Note& note : read.notes) {
      totals += note.kind == NoteKind::stated_total ? 1U : 0U;
      EXPECT_NE(note.kind, NoteKind::total_differs) << set << note.text;
    }
    EXPECT_EQ(totals, 1U) << set;
  }
}

TEST(NistData, VotesOutsideADistrictOfCambridgeAreFound) {
  SKIP_WITHOUT_DATA();
  const Imported general = json_of(reports()[6]);
  std::vector<const Note*> outside;
  for (const Note& note : general.notes) {
    if (note.kind == NoteKind::outside_district) outside.push_back(&note);
  }
  // Counted by another program too: 329 cells with 1,383 votes.
  EXPECT_EQ(outside.size(), 329U);
  const bool named = std::any_of(outside.begin(), outside.end(), [](const Note* note) {
    return note->unit == "prec-1-1" && note->votes == 2;
  });
  EXPECT_TRUE(named);
  Votes votes = 0;
  for (const Note* note : outside) votes += note->votes.value_or(0);
  EXPECT_EQ(votes, 1383);
}

TEST(NistData, BallotsOfCambridgeAreItsVotesAndBlanks) {
  SKIP_WITHOUT_DATA();
  const Election election = json_of(reports()[6]).election;
  std::size_t agreeing = 0;
  for (const ReturnTable& table : election.returns) {
    for (std::size_t i = 0; i < table.unit.size(); ++i) {
      Votes sum = 0;
      Count cast;
      for (const Column& column : table.columns) {
        if (column.field == Field::cast) {
          cast = column.cells[i];
        } else {
          sum += column.cells[i].value_or(0);
        }
      }
      if (!cast) continue;
      EXPECT_EQ(sum, *cast);
      agreeing += sum == *cast ? 1U : 0U;
    }
  }
  EXPECT_EQ(agreeing, 660U);
}

}  // namespace
}  // namespace scrutineer
