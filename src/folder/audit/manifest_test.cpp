#include <gtest/gtest.h>

#include "folder/records.hpp"

namespace scrutineer {
namespace {

std::string first_error(std::string_view text) {
  const auto file = read_manifest("m.csv", text);
  return file ? "read" : to_sentence(file.error().front());
}

TEST(ManifestCsv, OursIsReadAsItIsWritten) {
  const std::string text =
      "container,unit,cards,place\nbox 1,station 4,120,\"shelf 2, left\"\nbox 2,,0,\n";
  const auto manifest = parse_manifest("m.csv", text);
  ASSERT_TRUE(manifest) << to_sentence(manifest.error().front());
  EXPECT_EQ(
      manifest->containers,
      (std::vector<Container>{{"box 1", "station 4", 120, "shelf 2, left"}, {"box 2", "", 0, ""}}));
  EXPECT_EQ(manifest->cards(), 120);
  EXPECT_EQ(write_manifest(*manifest), text);
  EXPECT_EQ(read_manifest("m.csv", "cards,container\n5,a\n")->manifest.containers,
            (std::vector<Container>{{"a", "", 5, ""}}));
}

TEST(ManifestCsv, BatchesOfTabulatorsAreFoundByTheirColumns) {
  const auto arlo = read_manifest(
      "m.csv", "Container,Tabulator,Batch Name,Number of Ballots\nBin 1,TAB1,Batch A,45\n");
  ASSERT_TRUE(arlo) << to_sentence(arlo.error().front());
  EXPECT_EQ(arlo->format, ManifestFormat::batches);
  EXPECT_EQ(arlo->manifest.containers, (std::vector<Container>{{"TAB1-Batch A", "", 45, "Bin 1"}}));
  const auto colorado = read_manifest(
      "m.csv", "CountyID,ScannerID,BatchID,NumBallots,StorageLocation\nA,\"10\",\"2\",25,Bin 22\n");
  ASSERT_TRUE(colorado);
  EXPECT_EQ(colorado->manifest.containers, (std::vector<Container>{{"10-2", "A", 25, "Bin 22"}}));
  const auto trays = read_manifest("m.csv",
                                   "Tray #,Tabulator Number,Batch Number,Total Ballots,"
                                   "VBMCart.Cart number,Colour\n1,99808,78,116,3,red\n");
  ASSERT_TRUE(trays);
  EXPECT_EQ(trays->manifest.containers,
            (std::vector<Container>{{"99808-78", "", 116, "Tray # 1, VBMCart.Cart number 3"}}));
  EXPECT_EQ(trays->notes, (std::vector<std::string>{"The column \"Colour\" is not read."}));
  EXPECT_EQ(
      read_manifest("m.csv", "Batch Name,Number of Ballots\nB,1\n")->manifest.containers[0].id,
      "B");
}

TEST(ManifestCsv, SaysWhatIsWrongAndWhere) {
  EXPECT_EQ(first_error("container,cards\na,1\na,2\n"),
            "m.csv, row 3, column container: found \"a\", expected each container once.");
  EXPECT_EQ(first_error("container,cards\na,-1\n"),
            "m.csv, row 2, column cards: found \"-1\", expected a count of zero or more; a count "
            "is never negative.");
  EXPECT_NE(first_error("container,cards\na,99999999999999999999\n"), "read");
  EXPECT_EQ(first_error("container,cards\na,1000000000000000\nb,1\n"),
            "m.csv, row 3, column cards: found \"1\", expected at most 1000000000000000 cards in "
            "all.");
  EXPECT_EQ(first_error("container,card\na,1\n"),
            "m.csv, row 1, column card: found \"card\", expected cards; the columns are container, "
            "unit, cards, place.");
  EXPECT_EQ(first_error("container,cards\n"),
            "m.csv: found no containers, expected a row for each.");
  EXPECT_EQ(first_error("a,b\n1,2\n"),
            "m.csv, row 1: found the columns a, b, expected container and cards (our CSV), Batch "
            "Name and Number of Ballots, or BatchID and NumBallots.");
  EXPECT_EQ(first_error("Tabulator,Batch Name,Number of Ballots\n1-2,3,5\n1,2-3,5\n"),
            "m.csv, row 3, column Batch Name: found \"2-3\", expected another name: a different "
            "tabulator and batch give the same one.");
  EXPECT_NE(first_error("Batch,BatchID,NumBallots\n1,2,3\n"), "read");
  EXPECT_NE(first_error(""), "read");
  EXPECT_NE(first_error("container,cards\nAndr\xE9,1\n"), "read");
  EXPECT_NE(first_error("PK\x03\x04 and nothing"), "read");
}

TEST(ManifestCsv, ReportsEveryErrorOfAFile) {
  const auto file = read_manifest("m.csv", "container,cards\n,x\na,1\na,y\n");
  ASSERT_FALSE(file);
  EXPECT_EQ(file.error().size(), 4U);
}

}  // namespace
}  // namespace scrutineer
