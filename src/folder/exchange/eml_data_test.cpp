// The test files of kiesraad/rust-eml-nl, where they are (../shared/data beside the repository):
// every valid one loads, and every invalid one is refused for a reason of its own.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "folder/exchange.hpp"

namespace scrutineer {
namespace {

namespace fs = std::filesystem;

const fs::path kData = std::string(SCRUTINEER_SOURCE_DIR) + "/../shared/data/formats/eml-nl";
const fs::path kDefinition = kData / "election_definition/eml110a_test.eml.xml";

#define SKIP_WITHOUT_DATA() \
  if (!fs::exists(kData)) GTEST_SKIP() << "no EML-NL files at " << kData

ExchangeInput input_of(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {path.filename().string(), {std::istreambuf_iterator<char>(stream), {}}};
}

std::vector<fs::path> files() {
  std::vector<fs::path> list;
  for (const auto& entry : fs::recursive_directory_iterator(kData)) {
    if (entry.path().extension() == ".xml") list.push_back(entry.path());
  }
  std::sort(list.begin(), list.end());
  return list;
}

std::string sentences(const Errors& errors) {
  std::string text;
  for (const Error& error : errors) text += to_sentence(error) + "\n";
  return text;
}

bool is_invalid(const fs::path& path) {
  return path.filename().string().find("_invalid_") != std::string::npos;
}

TEST(EmlData, EveryValidFileLoads) {
  SKIP_WITHOUT_DATA();
  std::size_t valid = 0;
  for (const fs::path& path : files()) {
    if (is_invalid(path)) continue;
    ++valid;
    const auto read = parse_eml({input_of(path)});
    EXPECT_TRUE(read.has_value()) << path << (read ? "" : sentences(read.error()));
  }
  EXPECT_EQ(valid, 12U);
}

// What each sentence must name: the element, what was found, what was expected.
const std::map<std::string, std::vector<std::string>> kReasons = {
    {"eml230b_invalid_document_type", {"EML/Id", "\"110a\"", "230b", "CandidateList"}},
    {"eml230b_invalid_empty_affiliates", {"Contest/Affiliation", "at least one list"}},
    {"eml230b_invalid_empty_candidates", {"Affiliation/Candidate", "on the list 3"}},
    {"eml230b_invalid_incorrect_election",
     {"ElectionIdentifier/Id", "GR2024_Heemdamseburg", "another election"}},
    {"eml230b_invalid_incorrect_election_date",
     {"ElectionIdentifier/ElectionDate", "2022-01-31", "after the nomination"}},
    {"eml230b_invalid_incorrect_election_domain", {"ElectionDomain", "0001", "another election"}},
    {"eml230b_invalid_incorrect_election_type", {"ElectionSubcategory", "GR2", "is TK"}},
    {"eml230b_invalid_missing_authority", {"EML/ManagingAuthority", "the authority"}},
    {"eml230b_invalid_missing_election_domain", {"ElectionIdentifier/ElectionDomain"}},
    {"eml110a_invalid_election_date_format", {"ElectionDate", "\"2022-16\"", "a day such as"}},
    {"eml110a_invalid_election_date_nomination_format", {"NominationDate", "\"2022-31\""}},
    {"eml110a_invalid_election_mismatch_preference_threshold",
     {"PreferenceThreshold", "\"50\"", "25", "19 or more"}},
    {"eml110a_invalid_election_mismatch_preference_threshold_small_election",
     {"PreferenceThreshold", "\"25\"", "50", "fewer than 19"}},
    {"eml110a_invalid_election_missing_election_domain", {"ElectionIdentifier/ElectionDomain"}},
    {"eml110a_invalid_election_missing_election_tree", {"Election/ElectionTree"}},
    {"eml110a_invalid_election_missing_nomination_date", {"ElectionIdentifier/NominationDate"}},
    {"eml110a_invalid_election_missing_number_of_seats", {"Election/NumberOfSeats"}},
    {"eml110a_invalid_election_missing_preference_threshold", {"Election/PreferenceThreshold"}},
    {"eml110a_invalid_election_missing_region", {"ElectionTree/Region"}},
    {"eml110a_invalid_election_missing_subcategory", {"ElectionSubcategory", "GR1 or GR2"}},
    {"eml110a_invalid_election_number_of_seats", {"NumberOfSeats", "\"9\"", "19 to 45"}},
    {"eml110a_invalid_election_number_of_seats_out_of_range",
     {"NumberOfSeats", "\"250\"", "9 to 45"}},
    {"eml110a_invalid_election_only_municipal_supported",
     {"ElectionSubcategory", "TK in the category"}},
    {"eml110a_invalid_election_subcategory", {"ElectionSubcategory", "\"GR1\"", "GR2"}},
    {"eml110a_invalid_election_voting_method", {"VotingMethod", "\"EPV\"", "SPV"}},
    {"eml110a_invalid_xml", {"row 4", "not well-formed"}},
    {"eml110b_invalid_number_of_voters", {"MaxVotes", "\"test\"", "whole number"}},
    {"eml110b_invalid_polling_station_number_of_voters",
     {"PollingStation 1", "\"geen\"", "PollingStation 2", "\"drie\"", "PollingStation 3", "\"-\""}},
};

// Three stations; and two that are wrong by themselves and also beside the definition.
std::size_t errors_of(const std::string& name) {
  if (name.ends_with("station_number_of_voters")) return 3;
  return name.ends_with("incorrect_election_date") || name.ends_with("incorrect_election_type") ? 2
                                                                                                : 1;
}

TEST(EmlData, EveryInvalidFileIsRefusedForItsOwnReason) {
  SKIP_WITHOUT_DATA();
  std::size_t invalid = 0;
  for (const fs::path& path : files()) {
    if (!is_invalid(path)) continue;
    ++invalid;
    std::string name = path.filename().string();
    name.erase(name.find('.'));
    ASSERT_TRUE(kReasons.contains(name)) << name;
    // A list of candidates stands beside the definition of its election: two of them are wrong only
    // there.
    std::vector<ExchangeInput> inputs = {input_of(path)};
    if (name.starts_with("eml230b")) inputs.push_back(input_of(kDefinition));
    const auto read = parse_eml(inputs);
    ASSERT_FALSE(read.has_value()) << name;
    const std::string text = sentences(read.error());
    for (const std::string& part : kReasons.at(name)) {
      EXPECT_THAT(text, ::testing::HasSubstr(part)) << name;
    }
    for (const Error& error : read.error()) EXPECT_EQ(error.file, inputs.front().name) << text;
    EXPECT_EQ(read.error().size(), errors_of(name)) << name << ": " << text;
  }
  EXPECT_EQ(invalid, kReasons.size());
}

TEST(EmlData, AFileOfAnotherElectionIsItsOwnReason) {
  SKIP_WITHOUT_DATA();
  const fs::path other = kData / "polling_stations/eml110b_not_matching_election_id.eml.xml";
  EXPECT_TRUE(parse_eml({input_of(other)}).has_value());
  const auto together = parse_eml({input_of(kDefinition), input_of(other)});
  ASSERT_FALSE(together.has_value());
  ASSERT_EQ(together.error().size(), 1U);
  EXPECT_EQ(
      to_sentence(together.error().front()),
      "eml110b_not_matching_election_id.eml.xml, row 13, column ElectionIdentifier/Id: found "
      "\"EP2024\", expected GR2022_Test, as in eml110a_test.eml.xml; this file belongs to another "
      "election.");
}

TEST(EmlData, DefinitionStationsAndCandidatesAreOneElection) {
  SKIP_WITHOUT_DATA();
  const auto read =
      parse_eml({input_of(kDefinition), input_of(kData / "polling_stations/eml110b_test.eml.xml"),
                 input_of(kData / "candidate_list/eml230b_test.eml.xml")});
  ASSERT_TRUE(read.has_value()) << sentences(read.error());
  const Election& election = read->election;
  EXPECT_EQ(election.id, "gr2022_test");
  EXPECT_EQ(election.date, "2022-03-16");
  EXPECT_EQ(election.contests.front().seats, 45);
  EXPECT_EQ(election.units.size(), 1U + 420U);
  EXPECT_EQ(election.units.front().registered, 612694);
  EXPECT_EQ(election.parties.size(), 3U);
}

TEST(EmlData, CountsAreReadAndWrittenAgain) {
  SKIP_WITHOUT_DATA();
  for (const char* name : {"deserialize_eml510b_test.eml.xml", "deserialize_eml510d_test.eml.xml",
                           "eml510b_with_investigations.eml.xml"}) {
    const auto read = parse_eml({input_of(kData / name)});
    ASSERT_TRUE(read.has_value()) << sentences(read.error());
    ASSERT_EQ(read->election.returns.size(), 1U);
    const ReturnTable& table = read->election.returns.front();
    ASSERT_EQ(table.unit.size(), 2U);
    ASSERT_EQ(table.columns.size(), 7U);
    const auto written = write_eml(read->election);
    ASSERT_TRUE(written.has_value());
    const auto again = parse_eml({{"again.xml", written->bytes}});
    ASSERT_TRUE(again.has_value()) << sentences(again.error()) << written->bytes;
    EXPECT_EQ(canonical_files(again->election), canonical_files(read->election)) << written->bytes;
  }
}

TEST(EmlData, TheResultGivesSeats) {
  SKIP_WITHOUT_DATA();
  const auto read = parse_eml({input_of(kData / "eml520_test.eml.xml")});
  ASSERT_TRUE(read.has_value());
  ASSERT_EQ(read->election.claims.size(), 3U);
  EXPECT_EQ(read->election.claims[0].count, 6);
  EXPECT_EQ(read->election.claims[1].count, 2);
  EXPECT_EQ(read->election.claims[2].count, 2);
  EXPECT_EQ(read->election.contests.front().seats, 10);
  EXPECT_THAT(read->election.claims[1].note, ::testing::HasSubstr("C.P.M. van der Spek"));
}

}  // namespace
}  // namespace scrutineer
