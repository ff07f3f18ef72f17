// Damaged, hostile and mistaken files: each is refused with a sentence, all errors in one run.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.hpp"
#include "folder/exchange.hpp"
#include "folder/exchange/examples_for_tests.hpp"

namespace scrutineer {
namespace {

using ::testing::HasSubstr;
using testing::kEmlCount;
using testing::kNistJson;
using testing::kOpenElections;

std::string kNistXml() {
  return write_nist_xml(parse_nist_json("a.json", kNistJson)->election)->bytes;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

template <typename Parsed>
std::string refused(const Parsed& parsed) {
  if (parsed) {
    ADD_FAILURE() << "was read";
    return "";
  }
  EXPECT_FALSE(parsed.error().empty());
  std::string text;
  for (const Error& error : parsed.error()) {
    EXPECT_FALSE(error.file.empty());
    text += to_sentence(error) + "\n";
  }
  EXPECT_EQ(find_invalid_utf8(text), std::string::npos);
  return text;
}

std::string json(const std::string& bytes) { return refused(parse_nist_json("r.json", bytes)); }
std::string xml(const std::string& bytes) { return refused(parse_nist_xml("r.xml", bytes)); }
std::string eml(const std::string& bytes) { return refused(parse_eml({{"c.xml", bytes}})); }
std::string csv(const std::string& bytes) { return refused(parse_openelections("v.csv", bytes)); }

TEST(BadInput, FilesThatAreCutOff) {
  EXPECT_THAT(json(kNistJson.substr(0, 1500)), HasSubstr("not well-formed"));
  const std::string whole = kNistXml();
  EXPECT_THAT(xml(whole.substr(0, whole.size() - 200)), HasSubstr("not well-formed"));
  EXPECT_THAT(eml(kEmlCount.substr(0, kEmlCount.size() / 2)), HasSubstr("not well-formed"));
  EXPECT_THAT(csv(kOpenElections.substr(0, 200)), HasSubstr("v.csv"));
}

TEST(BadInput, TheLineOfTheDamageIsNamed) {
  EXPECT_THAT(json("{\n\"@type\": \"x\",\n]"), HasSubstr("row 3"));
  EXPECT_THAT(xml("<a>\n<b>\n</a>"), HasSubstr("row 3"));
}

TEST(BadInput, ExternalEntitiesAndEntityBombsAreRefusedOutright) {
  const std::string external =
      "<?xml version=\"1.0\"?>\n<!DOCTYPE a [<!ENTITY x SYSTEM "
      "\"file:///etc/passwd\">]>\n<EML>&x;</EML>";
  EXPECT_THAT(xml(external), HasSubstr("without DOCTYPE and entities"));
  EXPECT_THAT(eml(external), HasSubstr("row 2"));
  std::string bomb = "<!DOCTYPE lolz [<!ENTITY a0 \"ha\">";
  for (int i = 1; i < 40; ++i) {
    const std::string before = "&a" + std::to_string(i - 1) + ";";
    bomb += "<!ENTITY a" + std::to_string(i) + " \"" + before + before + "\">";
  }
  EXPECT_THAT(xml(bomb + "]><EML>&a39;</EML>"), HasSubstr("without DOCTYPE and entities"));
  EXPECT_THAT(xml("<EML>&a39;</EML>"), HasSubstr("the entity &a39;"));
}

TEST(BadInput, NestedAMillionDeep) {
  const std::size_t deep = 1'000'000;
  EXPECT_THAT(json(std::string(deep, '[')), HasSubstr("a list"));
  std::string objects;
  for (std::size_t i = 0; i < deep; ++i) objects += "{\"a\":";
  EXPECT_THAT(json(objects), HasSubstr("nested more than 64 deep"));
  std::string elements;
  for (std::size_t i = 0; i < deep; ++i) elements += "<a>";
  for (std::size_t i = 0; i < deep; ++i) elements += "</a>";
  EXPECT_THAT(xml(elements), HasSubstr("nested more than 64 deep"));
}

TEST(BadInput, TheSameStationTwice) {
  EXPECT_THAT(json(replaced(kNistJson, "\"@id\": \"P2\"", "\"@id\": \"P1\"")),
              HasSubstr("found \"P1\", expected an id that no other GpUnit has"));
  const std::size_t begin = kEmlCount.find("<ReportingUnitVotes>");
  const std::size_t end = kEmlCount.find("</Contest>");
  const std::string unit = kEmlCount.substr(begin, end - begin);
  EXPECT_THAT(eml(replaced(kEmlCount, "</Contest>", unit + "</Contest>")),
              HasSubstr("each reporting unit once"));
  EXPECT_THAT(csv(kOpenElections + "Bell,,President,,Bo Ray,REP,6,\n"),
              HasSubstr("row 14, column precinct"));
}

TEST(BadInput, UnitsThatNobodyKnows) {
  EXPECT_THAT(
      json(replaced(kNistJson, "[{\"GpUnitId\": \"P1\", \"Type\": \"total\", \"Count\": 7}",
                    "[{\"GpUnitId\": \"P1x\", \"Type\": \"total\", \"Count\": 7}")),
      HasSubstr("column VoteCounts/GpUnitId: found \"P1x\", expected the id of a GpUnit of this "
                "report (did you mean \"P1\"?)"));
  const std::string stations =
      "<EML Id=\"110b\" xmlns=\"urn:oasis:names:tc:evs:schema:eml\"><ElectionEvent><Election>"
      "<ElectionIdentifier Id=\"GR2026_Voorbeeld\"><ElectionDate>2026-03-18</ElectionDate>"
      "</ElectionIdentifier><Contest><PollingPlace><PhysicalLocation>"
      "<PollingStation Id=\"2\">9</PollingStation></PhysicalLocation></PollingPlace></Contest>"
      "</Election></ElectionEvent></EML>";
  EXPECT_THAT(refused(parse_eml({{"c.xml", kEmlCount}, {"s.xml", stations}})),
              HasSubstr("found \"1\", expected a station of the 110b file"));
}

TEST(BadInput, UnitsInACircle) {
  EXPECT_THAT(json(replaced(kNistJson, "\"@id\": \"P1\",",
                            "\"@id\": \"P1\", \"ComposingGpUnitIds\": [\"county\"],")),
              HasSubstr("in a circle"));
}

TEST(BadInput, CountsThatAreNone) {
  for (const std::string wrong :
       {"2000000000000000", "99999999999999999999999", "-1", "1.5", "1e400"}) {
    EXPECT_THAT(json(replaced(kNistJson, "\"Count\": 7", "\"Count\": " + wrong)),
                HasSubstr("r.json, row"))
        << wrong;
    EXPECT_THAT(xml(replaced(kNistXml(), "<Count>7<", "<Count>" + wrong + "<")),
                HasSubstr("column VoteCounts/Count: found \"" + wrong + "\""));
    EXPECT_THAT(eml(replaced(kEmlCount, "<ValidVotes>7<", "<ValidVotes>" + wrong + "<")),
                HasSubstr("column Selection/ValidVotes: found \"" + wrong + "\""));
    EXPECT_THAT(csv(replaced(kOpenElections, "DEM,30,", "DEM," + wrong + ",")),
                HasSubstr("row 3, column votes: found \"" + wrong + "\""));
  }
  EXPECT_THAT(csv(replaced(kOpenElections, "DEM,30,", "DEM,\"1,234\",")), HasSubstr("write 1234"));
}

TEST(BadInput, CountsThatAddUpToTooMuch) {
  const std::string most = "1000000000000000";
  EXPECT_THAT(json(replaced(kNistJson, "\"Count\": 7", "\"Count\": " + most)), HasSubstr("10^15"));
  EXPECT_THAT(eml(replaced(kEmlCount, "<ValidVotes>7<", "<ValidVotes>" + most + "<")),
              HasSubstr("10^15"));
  EXPECT_THAT(csv(replaced(kOpenElections, "DEM,30,", "DEM," + most + ",")), HasSubstr("10^15"));
}

TEST(BadInput, OtherEncodings) {
  const std::string latin = "\xE9";
  EXPECT_THAT(json(replaced(kNistJson, "Greens", "Gr" + latin)), HasSubstr("Windows-1252"));
  EXPECT_THAT(xml(replaced(kNistXml(), "Greens", "Gr" + latin)), HasSubstr("UTF-8"));
  EXPECT_THAT(eml(replaced(kEmlCount, "School", "Sch" + latin)), HasSubstr("UTF-8"));
  EXPECT_THAT(csv(replaced(kOpenElections, "Ward 1", "W" + latin)), HasSubstr("UTF-8"));
  EXPECT_THAT(eml(replaced(kEmlCount, "UTF-8", "windows-1252")),
              HasSubstr("the encoding windows-1252"));
}

TEST(BadInput, AZipAndAnEmptyFile) {
  const std::string zip("PK\x03\x04\x14\x00\x00\x00", 8);
  for (const std::string& text : {json(zip), xml(zip), eml(zip), csv(zip)}) {
    EXPECT_THAT(text, HasSubstr("a zip file"));
  }
  for (const std::string& text : {json(""), xml("\xEF\xBB\xBF"), eml(" \n"), csv("")}) {
    EXPECT_THAT(text, HasSubstr("an empty file"));
  }
  EXPECT_THAT(refused(detect_format("z", zip)), HasSubstr("unpack it"));
}

TEST(BadInput, OtherKindsOfFile) {
  EXPECT_THAT(json("{\"@type\": \"CVR.CastVoteRecordReport\"}"),
              HasSubstr("\"CastVoteRecordReport\""));
  EXPECT_THAT(json("[1]"), HasSubstr("a list"));
  EXPECT_THAT(json("7"), HasSubstr("a single value"));
  EXPECT_THAT(xml("<EML/>"), HasSubstr("ElectionReport"));
  EXPECT_THAT(xml("<ElectionReport xmlns=\"http://itl.nist.gov/ns/voting/1500-100/v1\"/>"),
              HasSubstr("version 2"));
  EXPECT_THAT(eml("<Other xmlns=\"urn:oasis:names:tc:evs:schema:eml\"/>"),
              HasSubstr("found \"Other\""));
  EXPECT_THAT(eml(replaced(kEmlCount, "\"510b\"", "\"330\"")),
              HasSubstr("column EML/Id: found \"330\""));
  EXPECT_THAT(csv("unit,votes\n1,2\n"), HasSubstr("the column office"));
}

TEST(BadInput, AllErrorsInOneRun) {
  std::string text = replaced(kNistJson, "\"Count\": 7", "\"Count\": -7");
  text = replaced(text, "\"CandidateIds\": [\"c-b\"]", "\"CandidateIds\": [\"c-x\"]");
  text = replaced(text, "\"Count\": 5", "\"Count\": \"five\"");
  EXPECT_EQ(parse_nist_json("r.json", text).error().size(), 3U);
}

TEST(BadInput, ACandidateAboveEveryList) {
  const std::string first =
      "<Selection><AffiliationIdentifier Id=\"1\"><RegisteredName>Eerste</RegisteredName>"
      "</AffiliationIdentifier><ValidVotes>7</ValidVotes></Selection>";
  EXPECT_THAT(eml(replaced(kEmlCount, first, "")), HasSubstr("a list above the first candidate"));
}

}  // namespace
}  // namespace scrutineer
