// Each format by a small file: what becomes what, what is said of the rest, and that what is
// written is read as the same.
#include "folder/exchange.hpp"

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "folder/exchange/examples_for_tests.hpp"
#include "folder/exchange/sketch.hpp"

namespace scrutineer {
namespace {

using ::testing::HasSubstr;
using testing::kEmlCount;
using testing::kNistJson;
using testing::kOpenElections;

std::string sentences(const Errors& errors) {
  std::string text;
  for (const Error& error : errors) text += to_sentence(error) + "\n";
  return text;
}

Imported read(const Result<Imported>& result) {
  if (result) return *result;
  ADD_FAILURE() << sentences(result.error());
  return {};
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

// The cell of a unit and a column, by their ids.
Count cell(const Election& election, const std::string& contest, const std::string& unit,
           const std::string& column) {
  for (const ReturnTable& table : election.returns) {
    if (election.contests[table.contest.value].id != contest) continue;
    for (const Column& candidate : table.columns) {
      if (column_name(candidate, election) != column) continue;
      for (std::size_t i = 0; i < table.unit.size(); ++i) {
        if (election.units[table.unit[i].value].id == unit) return candidate.cells[i];
      }
    }
  }
  return std::nullopt;
}

std::size_t notes_of(const Imported& imported, NoteKind kind) {
  std::size_t count = 0;
  for (const Note& note : imported.notes) count += note.kind == kind ? 1U : 0U;
  return count;
}

TEST(Nist, PartsAreAddedUpOnlyWhereThereIsNoTotal) {
  const Imported imported = read(parse_nist_json("a.json", kNistJson));
  EXPECT_EQ(cell(imported.election, "mayor", "P1", "s-b"), 7);
  // Absentee ballots by mail are among the absentee ones.
  EXPECT_EQ(cell(imported.election, "mayor", "P2", "s-a"), 5);
  EXPECT_EQ(cell(imported.election, "mayor", "P2", "s-b"), 0);
  EXPECT_EQ(cell(imported.election, "q1", "P2", "yes"), std::nullopt);
}

TEST(Nist, OverAndUndervotesAndBallotsAreFieldsOfTheForm) {
  const Election election = read(parse_nist_json("a.json", kNistJson)).election;
  EXPECT_EQ(cell(election, "mayor", "P1", "invalid"), 1);
  EXPECT_EQ(cell(election, "mayor", "P1", "blank"), 2);
  EXPECT_EQ(cell(election, "mayor", "P1", "cast"), 20);
  EXPECT_EQ(election.languages, (std::vector<std::string>{"en", "fr"}));
  EXPECT_EQ(election.coalitions.size(), 1U);
  EXPECT_EQ(election.sources.front().id, "ex");
}

TEST(Nist, AnIdThatTheHouseDoesNotKnowIsRenamedAndSaid) {
  const Imported imported = read(parse_nist_json("a.json", kNistJson));
  EXPECT_EQ(imported.election.contests[1].id, "q1");
  EXPECT_EQ(notes_of(imported, NoteKind::renamed), 1U);
}

TEST(Nist, WhatIsWrittenIsReadAsTheSame) {
  const Election election = read(parse_nist_json("a.json", kNistJson)).election;
  const auto json = write_nist_json(election);
  const auto xml = write_nist_xml(election);
  ASSERT_TRUE(json && xml);
  EXPECT_EQ(canonical_files(read(parse_nist_json("b.json", json->bytes)).election),
            canonical_files(election));
  EXPECT_EQ(canonical_files(read(parse_nist_xml("b.xml", xml->bytes)).election),
            canonical_files(election));
}

// The county repeats its precincts and lists none of them, as in NIST's synthetic sets.
std::string with_county_counts(const std::string& a, const std::string& b) {
  std::string text = replaced(kNistJson, "\"ComposingGpUnitIds\": [\"P1\", \"P2\"],", "");
  text = replaced(text, "{\"GpUnitId\": \"P1\", \"Type\": \"total\", \"Count\": 10}",
                  "{\"GpUnitId\": \"county\", \"Type\": \"total\", \"Count\": " + a +
                      "}, {\"GpUnitId\": \"P1\", \"Type\": \"total\", \"Count\": 10}");
  return replaced(text, "{\"GpUnitId\": \"P1\", \"Type\": \"total\", \"Count\": 7}",
                  "{\"GpUnitId\": \"county\", \"Type\": \"total\", \"Count\": " + b +
                      "}, {\"GpUnitId\": \"P1\", \"Type\": \"total\", \"Count\": 7}");
}

TEST(Nist, ACountyThatRepeatsItsPrecinctsStandsAboveThem) {
  const Imported imported = read(parse_nist_json("a.json", with_county_counts("15", "7")));
  const Election& election = imported.election;
  EXPECT_EQ(election.units.size(), 3U);
  EXPECT_FALSE(election.units[0].parent);
  EXPECT_EQ(election.units[1].parent, UnitIndex{0});
  EXPECT_EQ(notes_of(imported, NoteKind::stated_total), 1U);
  EXPECT_EQ(notes_of(imported, NoteKind::total_differs), 0U);
}

TEST(Nist, ACountyWithoutAScopeIsKnownByItsSums) {
  std::string text =
      replaced(with_county_counts("15", "7"), "\"ElectionScopeId\": \"county\",", "");
  text = replaced(
      text, "\"Count\": 5}]}]}]}]}",
      "\"Count\": 5}, {\"GpUnitId\": \"county\", \"Type\": \"total\", \"Count\": 5}]}]}]}]}");
  const Imported imported = read(parse_nist_json("a.json", text));
  EXPECT_EQ(notes_of(imported, NoteKind::stated_total), 1U);
  EXPECT_EQ(imported.election.units[1].parent, UnitIndex{0});
}

TEST(Nist, UnitsWithoutAnyTotalStandSideBySide) {
  const std::string text =
      replaced(with_county_counts("16", "9"), "\"ElectionScopeId\": \"county\",", "");
  const Imported imported = read(parse_nist_json("a.json", text));
  EXPECT_EQ(imported.election.units.front().id, "all");
  EXPECT_EQ(imported.election.units.size(), 4U);
  EXPECT_EQ(notes_of(imported, NoteKind::assumed), 2U);
}

TEST(Nist, AStatedTotalThatIsNotTheSumIsSaid) {
  const Imported imported = read(parse_nist_json("a.json", with_county_counts("16", "7")));
  ASSERT_EQ(notes_of(imported, NoteKind::total_differs), 1U);
  EXPECT_THAT(imported.notes.back().text, HasSubstr("states 16 for \"s-a\""));
  EXPECT_THAT(imported.notes.back().text, HasSubstr("add up to 15"));
}

TEST(Nist, TheFirstRoundIsTaken) {
  const std::string text =
      replaced(kNistJson, "{\"GpUnitId\": \"P1\", \"Type\": \"total\", \"Count\": 10}",
               "{\"GpUnitId\": \"P1\", \"Type\": \"total\", \"Count\": 10, \"Round\": 1},"
               "{\"GpUnitId\": \"P1\", \"Type\": \"total\", \"Count\": 12, \"Round\": 2}");
  const Imported imported = read(parse_nist_json("a.json", text));
  EXPECT_EQ(cell(imported.election, "mayor", "P1", "s-a"), 10);
  EXPECT_EQ(imported.election.contests.front().ballot, Ballot::ranked);
  EXPECT_THAT(imported.notes.front().text, HasSubstr("first round"));
}

TEST(Eml, ACandidateBelongsToTheLastListAboveIt) {
  const Imported imported = read(parse_eml({{"c.xml", kEmlCount}}));
  const Election& election = imported.election;
  EXPECT_EQ(cell(election, "contest", "1", "1/2"), 3);
  EXPECT_EQ(cell(election, "contest", "1", "2/1"), 1);
  EXPECT_EQ(cell(election, "contest", "area-0042", "registered"), 20);
  EXPECT_EQ(cell(election, "contest", "area-0042", "valid"), 8);
  EXPECT_EQ(cell(election, "contest", "area-0042", "invalid"), 1);
  EXPECT_EQ(cell(election, "contest", "area-0042", "blank"), 2);
  EXPECT_EQ(cell(election, "contest", "area-0042", "issued"), 11);
  EXPECT_EQ(cell(election, "contest", "1", "registered"), std::nullopt);
  EXPECT_EQ(election.parties[1].name.at("nl"), "Lijst 2");
  EXPECT_EQ(notes_of(imported, NoteKind::total_differs), 0U);
}

TEST(Eml, WhatIsWrittenIsReadAsTheSame) {
  const Election election = read(parse_eml({{"c.xml", kEmlCount}})).election;
  const auto written = write_eml(election);
  ASSERT_TRUE(written);
  EXPECT_EQ(canonical_files(read(parse_eml({{"d.xml", written->bytes}})).election),
            canonical_files(election));
}

TEST(Eml, ATotalThatIsNotTheSumIsSaid) {
  const Imported imported =
      read(parse_eml({{"c.xml", replaced(kEmlCount, "<ValidVotes>7<", "<ValidVotes>9<")}}));
  EXPECT_EQ(notes_of(imported, NoteKind::total_differs), 1U);
}

TEST(OpenElections, TotalsAreNoPlaces) {
  const Imported imported = read(parse_openelections("20201103__xx.csv", kOpenElections));
  const Election& election = imported.election;
  EXPECT_EQ(election.date, "2020-11-03");
  EXPECT_EQ(cell(election, "president", "adams", "ann-lee-dem"), 38);
  EXPECT_EQ(cell(election, "president", "adams-ward-2", "ann-lee-dem"), 8);
  EXPECT_EQ(cell(election, "president", "bell", "bo-ray-rep"), 6);
  EXPECT_EQ(cell(election, "president", "adams-ward-1", "invalid"), 1);
  EXPECT_EQ(cell(election, "president", "adams-ward-1", "cast"), 51);
  EXPECT_EQ(cell(election, "state-house-12", "adams-ward-1", "cast"), 51);
  EXPECT_EQ(election.units.size(), 1U + 2U + 2U);
  EXPECT_EQ(notes_of(imported, NoteKind::stated_total), 1U);
  EXPECT_EQ(notes_of(imported, NoteKind::total_differs), 0U);
}

TEST(OpenElections, ATotalThatIsNotTheSumIsSaid) {
  const std::string text = replaced(kOpenElections, "DEM,38", "DEM,37");
  const Imported imported = read(parse_openelections("20201103__xx.csv", text));
  EXPECT_EQ(notes_of(imported, NoteKind::total_differs), 1U);
}

TEST(OpenElections, ATotalUnderAnotherNameIsPointedAt) {
  const std::string text =
      replaced(replaced(kOpenElections, "Adams,Total", "Adams,Sum"), "Adams,Total", "Adams,Sum");
  const Imported imported = read(parse_openelections(
      "20201103__xx.csv", replaced(text, "Adams,Ward 1,State House,12,Cy Wu,DEM,25,\n", "")));
  EXPECT_EQ(notes_of(imported, NoteKind::looks_like_total), 1U);
}

TEST(OpenElections, WhatIsWrittenIsReadAsTheSame) {
  const Election election = read(parse_openelections("20201103__xx.csv", kOpenElections)).election;
  const auto written = write_openelections(election);
  ASSERT_TRUE(written);
  const Imported again = read(parse_openelections("20201103__xx.csv", written->bytes));
  EXPECT_EQ(canonical_files(again.election), canonical_files(election)) << written->bytes;
}

TEST(Exchange, TheFormatIsToldByContent) {
  EXPECT_EQ(*detect_format("x", kNistJson), Format::nist_json);
  EXPECT_EQ(
      *detect_format("x", write_nist_xml(read(parse_nist_json("a", kNistJson)).election)->bytes),
      Format::nist_xml);
  EXPECT_EQ(*detect_format("x", kEmlCount), Format::eml);
  EXPECT_EQ(*detect_format("x", kOpenElections), Format::csv);
  EXPECT_THAT(sentences(detect_format("x", "<html><body/></html>").error()), HasSubstr("\"html\""));
}

TEST(Exchange, EveryExampleIsWrittenInEveryFormatAndReadAgain) {
  namespace fs = std::filesystem;
  for (const char* name : {"denmark-2014-ep", "cases/austria-2016", "cases/bolivia-2019"}) {
    const auto folder = read_folder(fs::path(SCRUTINEER_SOURCE_DIR) / "examples" / name);
    if (!folder) continue;
    const Election& election = folder->election;
    const auto json = write_nist_json(election);
    if (!json) continue;
    const auto xml = write_nist_xml(election);
    const Imported first = read(parse_nist_json("a.json", json->bytes));
    EXPECT_EQ(canonical_files(read(parse_nist_xml("a.xml", xml->bytes)).election),
              canonical_files(first.election));
    EXPECT_EQ(first.election.parties.size(), election.parties.size());
    EXPECT_EQ(first.election.contests.front().rule, election.contests.front().rule);
    EXPECT_EQ(first.election.contests.front().seats, election.contests.front().seats);
    EXPECT_EQ(first.election.units.size(), election.units.size());
    read(parse_openelections("a.csv", write_openelections(election)->bytes));
    if (const auto eml = write_eml(election)) read(parse_eml({{"a.xml", eml->bytes}}));
  }
}

TEST(Ids, AreDifferentForDifferentOriginalsWhateverTheirOrder) {
  exchange::Ids ids;
  std::set<std::string> taken;
  for (const char* original : {"A b", "a-b", "a B", "a/b", "ក", "ខ", "valid", ""})
    ids.add(original);
  ids.assign(is_party_id, taken);
  EXPECT_EQ(ids.of("a-b"), "a-b");
  EXPECT_EQ(ids.of("A b"), "a-b-2");
  EXPECT_EQ(ids.of("a B"), "a-b-3");
  EXPECT_EQ(ids.of("a/b"), "a-b-4");
  EXPECT_EQ(ids.of("valid"), "valid-2");
  EXPECT_EQ(taken.size(), 8U);
}

TEST(Exchange, AFileIsWrittenOnceAndNothingIsReplaced) {
  namespace fs = std::filesystem;
  const fs::path place = fs::temp_directory_path() / "scrutineer-exchange-test";
  fs::remove_all(place);
  fs::create_directory(place);
  const Election election = read(parse_nist_json("a.json", kNistJson)).election;
  ASSERT_TRUE(write_exchange(election, Format::nist_xml, place / "a.xml").has_value());
  EXPECT_FALSE(write_exchange(election, Format::nist_xml, place / "a.xml").has_value());
  EXPECT_FALSE(write_exchange(election, Format::csv, place / "none" / "a.csv").has_value());
  const auto again = read_exchange({place / "a.xml"});
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(again->inputs.size(), 1U);
  EXPECT_EQ(std::distance(fs::directory_iterator(place), fs::directory_iterator()), 1);
  fs::remove_all(place);
}

}  // namespace
}  // namespace scrutineer
