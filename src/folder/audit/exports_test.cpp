// Small exports of each system, made up by hand. Those of ES&S and ClearBallot follow public
// documentation alone (docs/formats/records.md).
#include <gtest/gtest.h>

#include "folder/records.hpp"

namespace scrutineer {
namespace {

constexpr std::string_view kDominionCsv =
    "Town,5.10.50.85,,,,,,,,,,,,\n"
    ",,,,,Mayor (Vote For=1),Mayor (Vote For=1),Council (Vote For=2),Council (Vote For=2),"
    "Council (Vote For=2),\"Judge (Number of positions=1, Number of ranks=2)\","
    "\"Judge (Number of positions=1, Number of ranks=2)\","
    "\"Judge (Number of positions=1, Number of ranks=2)\","
    "\"Judge (Number of positions=1, Number of ranks=2)\"\n"
    ",,,,,Ada,Ben,Cy,Write-in,Write-in,Dee(1),Eve(1),Dee(2),Eve(2)\n"
    "CvrNumber,TabulatorNum,BatchId,RecordId,ImprintedId,,,DEM,,,,,,\n"
    "1,=\"3\",=\"800\",=\"1\",=\"3-800-1\",1,0,1,0,1,0,1,1,0\n"
    "2,3,800,2,3-800-2,1(1),1,,,,1,1,0,0\n"
    "3,3,800,X,3-800-X,0,0,1,1,1,0,0,0,0\n";

constexpr std::string_view kEss =
    "Cast Vote Record,Precinct,Ballot Style,Mayor,Council,,Judge 1st Choice,Judge 2nd Choice\n"
    "10001,P1,S1,Ada,Cy,Dee,Eve,Fay\n"
    "10002,P1,S1,undervote,undervote,Dee,undervote,Fay\n"
    "10003,P2,S2,overvote,,,Eve,overvote\n"
    "10004,P2,S2,write-in,overvote,overvote,overvote,undervote\n";

constexpr std::string_view kClearBallot =
    "RowNumber,BoxID,BoxPosition,BallotID,PrecinctID,BallotStyleID,PrecinctStyleName,"
    "ScanComputerName,Status,Remade,Choice_1_1:Mayor:Vote For 1:Ada:Green,"
    "Choice_2_1:Mayor:Vote For 1:Ben: the Elder:,Choice_3_1:Tax: 1a:Vote For 1:Yes:\n"
    "1,B1,1,1-1-1,P,S,PS,TAB1,,0,1,0,\n"
    "2,B1,2,1-1-2,P,S,PS,TAB1,,0,1,1,0\n";

constexpr std::string_view kHart =
    "<?xml version=\"1.0\"?><Cvr xmlns=\"http://tempuri.org/CVRDesign.xsd\"><Contests>"
    "<Contest><Name>Mayor</Name><Options><Option><Name>Ada</Name><Value>1</Value></Option>"
    "</Options></Contest>"
    "<Contest><Name>Judge</Name><Options><Option><Name>Dee</Name><Value>010</Value></Option>"
    "<Option><Name>Eve</Name><Value>100</Value></Option></Options></Contest>"
    "<Contest><Name>Tax</Name><Options/><Undervotes>1</Undervotes></Contest>"
    "<Contest><Name>Clerk</Name><Options/><Overvoted>1</Overvoted></Contest>"
    "<Contest><Name>Coroner</Name><Options><Option><Value>1</Value><WriteInData><Text/>"
    "<WriteInDataStatus>Unresolved</WriteInDataStatus></WriteInData></Option>"
    "<Option><Value>1</Value><WriteInData><WriteInDataStatus>Rejected</WriteInDataStatus>"
    "</WriteInData></Option></Options></Contest></Contests>"
    "<BatchSequence>7</BatchSequence><SheetNumber>1</SheetNumber><BatchNumber>22</BatchNumber>"
    "<CvrGuid>g</CvrGuid></Cvr>";

std::string session(std::string_view record, std::string_view votes) {
  return "{\"TabulatorId\":1,\"BatchId\":2,\"RecordId\":" + std::string(record) +
         ",\"ImageMask\":\"D:\\\\I\\\\00001_00002_000119*.*\",\"Original\":{\"IsCurrent\":true," +
         std::string(votes) + "}}";
}

std::string mark(int candidate, int rank, bool is_vote) {
  return "{\"CandidateId\":" + std::to_string(candidate) + ",\"Rank\":" + std::to_string(rank) +
         ",\"IsVote\":" + (is_vote ? "true" : "false") + "}";
}

std::string dominion(const std::string& sessions) {
  return "{\"Version\":\"5.10.50.85\",\"ElectionId\":\"T\",\"Sessions\":[" + sessions + "]}";
}

CardsExport expect_read(const Result<CardsExport>& read) {
  if (read) return *read;
  for (const Error& error : read.error()) ADD_FAILURE() << to_sentence(error);
  return {};
}

CardsExport expect_read(std::string_view bytes) {
  return expect_read(read_cards_export("x", bytes));
}

std::string first_error(std::string_view bytes) {
  const auto read = read_cards_export("x", bytes);
  return read ? "read" : to_sentence(read.error().front());
}

// The same cards in our format say all of it in a few lines.
std::string ours(const CardsExport& read) { return write_cards(read.cards); }

TEST(Exports, DominionCsv) {
  const CardsExport read = expect_read(kDominionCsv);
  EXPECT_EQ(name_of(read.format), "dominion-csv");
  EXPECT_EQ(ours(read),
            "card,container,position,Mayor,Council,Judge\n"
            "3-800-1,3-800,1,Ada,Cy;Write-in #2,Eve;Dee\n"
            "3-800-2,3-800,2,Ada;Ben,,-\n"
            "3-800-X,3-800,,-,Cy;Write-in;Write-in #2,-\n");
  EXPECT_EQ(read.facts[0].most_choices, 1);
  EXPECT_EQ(read.facts[1].most_choices, 2);
  EXPECT_TRUE(read.facts[2].is_ranked);
  EXPECT_EQ(read.notes.size(), 2U);
}

TEST(Exports, DominionJson) {
  const std::string votes = "\"Contests\":[{\"Id\":5,\"Overvotes\":0,\"Marks\":[" +
                            mark(8, 2, true) + "," + mark(7, 1, true) + "," + mark(9, 3, false) +
                            "]},{\"Id\":6,\"Overvotes\":1,\"Marks\":[" + mark(1, 1, false) +
                            "]},{\"Id\":4,\"Marks\":[]}]";
  const CardsExport read = expect_read(dominion(
      session("13", votes) + "," + session("\"X\"", "\"Cards\":[{\"Id\":1," + votes + "}]") + "," +
      session("14", "\"Cards\":[{\"Id\":1," + votes + "},{\"Id\":2}]")));
  EXPECT_EQ(name_of(read.format), "dominion-json");
  EXPECT_EQ(ours(read),
            "card,container,position,5,6,4\n"
            "1-2-13,1-2,13,7;8,-,-\n"
            "1-2-119,1-2,119,7;8,-,-\n"
            "1-2-14-1,1-2,,7;8,-,-\n"
            "1-2-14-2,1-2,,,,\n");
  EXPECT_TRUE(read.facts[0].is_ranked);
  EXPECT_FALSE(read.facts[1].is_ranked);
  EXPECT_EQ(read.facts[1].overvoted, 3);
  EXPECT_EQ(read.notes.size(), 3U);
}

TEST(Exports, DominionJsonTakesTheRecordThatIsCurrent) {
  const std::string both =
      "{\"TabulatorId\":1,\"BatchId\":2,\"RecordId\":3,\"Original\":{\"IsCurrent\":false,"
      "\"Contests\":[{\"Id\":5,\"Marks\":[" +
      mark(8, 1, true) +
      "]}]},\"Modified\":{\"IsCurrent\":true,\"Contests\":[{\"Id\":5,\"Marks\":[" +
      mark(7, 1, true) + "]}]}}";
  EXPECT_EQ(ours(expect_read(dominion(both))), "card,container,position,5\n1-2-3,1-2,3,7\n");
  EXPECT_EQ(first_error(dominion("{\"TabulatorId\":1,\"BatchId\":2,\"RecordId\":3,\"Original\":{"
                                 "\"IsCurrent\":false}}")),
            "x, row 1, column IsCurrent: found 0 current records, expected one, Original or "
            "Modified.");
}

// That a contest is ranked may show in another file of the same export.
TEST(Exports, AllFilesOfAnExportAreOne) {
  const auto one = [](const std::string& record, const std::string& marks) {
    return dominion(session(record, "\"Contests\":[{\"Id\":5,\"Marks\":[" + marks + "]}]"));
  };
  const std::string tied = one("1", mark(7, 1, true) + "," + mark(8, 1, true));
  const std::string ranked = one("2", mark(7, 2, true) + "," + mark(8, 1, true));
  EXPECT_EQ(ours(expect_read(tied)), "card,container,position,5\n1-2-1,1-2,1,7;8\n");
  EXPECT_EQ(ours(expect_read(read_cards_exports({{"a", tied}, {"b", ranked}}))),
            "card,container,position,5\n1-2-1,1-2,1,-\n1-2-2,1-2,2,8;7\n");
  const auto twice = read_cards_exports({{"a", ranked}, {"b", ranked}});
  ASSERT_FALSE(twice);
  EXPECT_EQ(to_sentence(twice.error().front()),
            "b, row 1, column Sessions: found \"1-2-2\", expected each card once.");
  const auto mixed = read_cards_exports({{"a", ranked}, {"b", std::string(kEss)}});
  ASSERT_FALSE(mixed);
  EXPECT_EQ(to_sentence(mixed.error().front()),
            "b: found the format ess-csv, expected dominion-json, as in a.");
}

TEST(Exports, CandidatesHaveNamesInAFileBeside) {
  const auto names = read_candidate_names(
      "c",
      "{\"List\":[{\"Description\":\"ADA\",\"Id\":15,\"ContestId\":339,\"Type\":\"Regular\"}]}");
  ASSERT_TRUE(names);
  EXPECT_EQ((*names)[0].contest, "339");
  EXPECT_EQ((*names)[0].candidate, "15");
  EXPECT_EQ((*names)[0].name, "ADA");
  EXPECT_FALSE(read_candidate_names("c", "{\"List\":[{\"Id\":15}]}"));
  EXPECT_FALSE(read_candidate_names("c", "{}"));
}

TEST(Exports, Hart) {
  const CardsExport read = expect_read(kHart);
  EXPECT_EQ(name_of(read.format), "hart-xml");
  EXPECT_EQ(ours(read),
            "card,container,position,Mayor,Judge,Tax,Clerk,Coroner\n"
            "g-1,22,7,Ada,Eve;Dee,-,-,Write-in\n");
  EXPECT_TRUE(read.facts[1].is_ranked);
  EXPECT_EQ(read.facts[3].overvoted, 1);
  EXPECT_EQ(read.notes, (std::vector<std::string>{"A rejected write-in is left out."}));
}

TEST(Exports, Ess) {
  const CardsExport read = expect_read(kEss);
  EXPECT_EQ(name_of(read.format), "ess-csv");
  EXPECT_EQ(ours(read),
            "card,container,position,Mayor,Council,Judge\n"
            "10001,,,Ada,Cy;Dee,Eve;Fay\n"
            "10002,,,-,Dee,Fay\n"
            "10003,,,-,,Eve\n"
            "10004,,,write-in,-,-\n");
  EXPECT_EQ(read.facts[0].overvoted, 1);
  EXPECT_EQ(read.facts[1].most_choices, 2);
  EXPECT_EQ(read.facts[1].overvoted, 1);
  EXPECT_TRUE(read.facts[2].is_ranked);
  EXPECT_EQ(read.facts[2].overvoted, 1);
}

TEST(Exports, ClearBallot) {
  const CardsExport read = expect_read(kClearBallot);
  EXPECT_EQ(name_of(read.format), "clearballot-csv");
  EXPECT_EQ(ours(read),
            "card,container,position,Mayor,Tax: 1a\n"
            "1-1-1,TAB1-B1,1,Ada,\n1-1-2,TAB1-B1,2,Ada;Ben: the Elder,-\n");
  EXPECT_EQ(read.facts[0].most_choices, 1);
}

TEST(Exports, ClearBallotOfRankedBallots) {
  const CardsExport read = expect_read(
      "RowNumber,BoxID,BoxPosition,BallotID,\"Choice_36_1:Council, District 2:1:Number of Winners "
      "3:Dee:NON\",\"Choice_36_1:Council, District 2:2:Number of Winners 3:Dee:NON\","
      "\"Choice_37_1:Council, District 2:1:Number of Winners 3:Eve:NON\"\n"
      "1,B1,1,k1,0,1,1\n2,B1,2,k2,1,0,1\n3,B1,3,k3,1,1,0\n");
  EXPECT_EQ(ours(read),
            "card,container,position,\"Council, District 2\"\nk1,B1,1,Eve;Dee\nk2,B1,2,-\n"
            "k3,B1,3,Dee;Dee\n");
  EXPECT_TRUE(read.facts[0].is_ranked);
}

TEST(Exports, RaireBallotsOfTwoContestsAreOneCard) {
  const CardsExport read = expect_read(
      "2\nContest,7,3,a,b,c,winner,b\nContest,8,1,x\n7,k1,a,b\r\n7,k2,\n\n8,k1,x\n8,k3,\n7,k4,c,,a,"
      "c\n");
  EXPECT_EQ(name_of(read.format), "raire");
  EXPECT_EQ(ours(read), "card,container,position,7,8\nk1,,,a;b,x\nk2,,,-,\nk3,,,,-\nk4,,,c;a;c,\n");
}

TEST(Exports, OursIsAFormatToo) {
  const std::string text = "card,container,position,m\nc1,b,1,x\n";
  EXPECT_EQ(ours(expect_read(text)), text);
  EXPECT_EQ(ours(expect_read("\xEF\xBB\xBF" + text)), text);
}

TEST(Exports, AnUnknownFormatIsRefusedWithTheKnownOnes) {
  EXPECT_EQ(
      first_error("a,b\n1,2\n"),
      "x: found text of another kind, expected our CSV (card,container,position,…), Dominion "
      "(CSV, or CvrExport JSON), Hart (XML, or a zip of it), ES&S (CSV), ClearBallot (CSV) or "
      "RAIRE.");
  EXPECT_NE(first_error("").find("an empty file"), std::string::npos);
  EXPECT_NE(first_error("<Report/>").find("Cvr"), std::string::npos);
  EXPECT_NE(first_error("{}").find("no cards"), std::string::npos);
  EXPECT_NE(first_error("[]"), "read");
  EXPECT_FALSE(read_cards_exports({}));
}

TEST(Exports, SayWhatIsWrongAndWhere) {
  std::string text(kDominionCsv);
  text.replace(text.find("1(1)"), 4, "2");
  EXPECT_EQ(first_error(text), "x, row 6, column 6: found \"2\", expected 0, 1 or nothing.");
  text = kDominionCsv;
  text.replace(text.find("3-800-2"), 7, "3-800-X");
  EXPECT_EQ(first_error(text),
            "x, row 7, column ImprintedId: found \"3-800-X\", expected each card once.");
  text = kDominionCsv;
  text.replace(text.find("BatchId"), 7, "Batch");
  EXPECT_EQ(first_error(text),
            "x, row 4, column BatchId: found no such column, expected it, beside TabulatorNum.");
  text = kClearBallot;
  text.replace(text.find("BoxPosition"), 11, "Position");
  EXPECT_EQ(first_error(text), "x, row 1, column BoxPosition: found no such column, expected it.");
  text = kClearBallot;
  text.replace(text.find("Vote For 1"), 10, "Vote For 1000000000000000000000");
  EXPECT_NE(first_error(text).find("a choice such as"), std::string::npos);
  text = kEss;
  text.replace(text.find("10002"), 5, "10001");
  EXPECT_EQ(first_error(text),
            "x, row 3, column Cast Vote Record: found \"10001\", expected each card once.");
  EXPECT_EQ(first_error(dominion(session(
                "\"X\"", "\"Contests\":[{\"Id\":5,\"Marks\":[" + mark(7, 99999, true) + "]}]"))),
            "x, row 1, column Marks/Rank: found \"99999\", expected a rank from 1 to 1000.");
  text = kHart;
  text.replace(text.find("010"), 3, "0x0");
  EXPECT_EQ(
      first_error(text),
      "x, row 1, column Option/Value: found \"0x0\", expected 1, or a 1 among zeros that is at "
      "its rank.");
}

// Cut off, in another encoding, too deep, with an entity: an answer, and nothing half-read.
TEST(Exports, BadInputIsRefused) {
  const std::string deep(100, '[');
  EXPECT_NE(first_error("{\"Sessions\":" + deep), "read");
  std::string objects = "{\"Sessions\":";
  for (int i = 0; i < 100; ++i) objects += "{\"a\":";
  EXPECT_NE(first_error(objects).find("deep"), std::string::npos);
  EXPECT_NE(first_error("<!DOCTYPE Cvr [<!ENTITY a \"b\">]><Cvr>&a;</Cvr>").find("DOCTYPE"),
            std::string::npos);
  EXPECT_NE(first_error("<Cvr>&a;</Cvr>").find("entity"), std::string::npos);
  for (const std::string_view whole : {kDominionCsv, kEss, kClearBallot, kHart}) {
    std::string other(whole);
    other.replace(other.find("Ada"), 3, "Andr\xE9");
    EXPECT_NE(first_error(other).find("UTF-8"), std::string::npos) << other;
    for (std::size_t size = 0; size < whole.size(); size += 7) {
      const auto read = read_cards_export("x", whole.substr(0, size));
      EXPECT_TRUE(read || !read.error().empty());
    }
  }
  EXPECT_NE(first_error(kHart.substr(0, kHart.size() - 3)), "read");
  EXPECT_NE(first_error(kDominionCsv.substr(0, kDominionCsv.size() - 9)), "read");
}

}  // namespace
}  // namespace scrutineer
