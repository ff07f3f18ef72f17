// Archives and workbooks, made here from stored parts; deflated ones are in records_data_test.cpp.
#include "folder/audit/zip.hpp"

#include <gtest/gtest.h>
#include <zlib.h>

#include "folder/records.hpp"

namespace scrutineer::records {
namespace {

struct Member {
  std::string name, text;
};

std::string little(std::size_t value, int width) {
  std::string bytes;
  for (int i = 0; i < width; ++i, value >>= 8U) bytes += static_cast<char>(value & 0xFFU);
  return bytes;
}

std::string zip_of(const std::vector<Member>& members) {
  std::string archive;
  std::string directory;
  for (const Member& one : members) {
    const std::size_t offset = archive.size();
    const auto crc = crc32(0, reinterpret_cast<const Bytef*>(one.text.data()),
                           static_cast<uInt>(one.text.size()));
    const std::string sizes = little(crc, 4) + little(one.text.size(), 4) +
                              little(one.text.size(), 4) + little(one.name.size(), 2);
    archive +=
        "PK\x03\x04" + little(20, 2) + little(0, 8) + sizes + little(0, 2) + one.name + one.text;
    directory += "PK\x01\x02" + little(20, 2) + little(20, 2) + little(0, 8) + sizes +
                 little(0, 12) + little(offset, 4) + one.name;
  }
  const std::size_t start = archive.size();
  return archive + directory + "PK\x05\x06" + little(0, 4) + little(members.size(), 2) +
         little(members.size(), 2) + little(directory.size(), 4) + little(start, 4) + little(0, 2);
}

std::string first_error(const Result<std::vector<ZipEntry>>& read) {
  return read ? "read" : to_sentence(read.error().front());
}

TEST(Zip, GivesItsFiles) {
  const std::string bytes = zip_of({{"a/", ""}, {"a/b.txt", "hello"}, {"c", ""}});
  const auto entries = zip_entries("z.zip", bytes);
  ASSERT_TRUE(entries) << first_error(entries);
  ASSERT_EQ(entries->size(), 2U);
  EXPECT_EQ((*entries)[0].name, "a/b.txt");
  EXPECT_EQ(*unpack("z.zip", bytes, (*entries)[0]), "hello");
  EXPECT_EQ(*unpack("z.zip", bytes, (*entries)[1]), "");
}

TEST(Zip, RefusesWhatIsDamaged) {
  const std::string whole = zip_of({{"a", "some text"}, {"b", "more"}});
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_FALSE(zip_entries("z", std::string_view(whole).substr(0, size))) << size;
  }
  // Any byte changed: an answer, and never the text with another meaning.
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::string other = whole;
    other[at] = static_cast<char>(other[at] ^ 0x5A);
    const auto entries = zip_entries("z", other);
    if (!entries) continue;
    for (const ZipEntry& entry : *entries) {
      const auto text = unpack("z", other, entry);
      EXPECT_TRUE(!text || *text == "some text" || *text == "more") << at;
    }
  }
}

TEST(Zip, RefusesASizeThatIsNotPossible) {
  std::string bytes = zip_of({{"a", "x"}});
  const std::size_t directory = bytes.find("PK\x01\x02");
  bytes.replace(directory + 24, 4, little(500'000'000, 4));
  const auto entries = zip_entries("z", bytes);
  ASSERT_TRUE(entries);
  const auto text = unpack("z", bytes, entries->front());
  ASSERT_FALSE(text);
  EXPECT_NE(to_sentence(text.error().front()).find("not possible"), std::string::npos);
  bytes.replace(directory + 24, 4, little(0xFFFFFFF0, 4));
  EXPECT_NE(first_error(zip_entries("z", bytes)).find("unpacked"), std::string::npos);
}

Result<ManifestFile> workbook(const std::string& sheet) {
  return read_manifest(
      "m.xlsx",
      zip_of({{"xl/workbook.xml",
               "<workbook xmlns:r=\"r\"><sheets><sheet name=\"S\" "
               "r:id=\"rId1\"/></sheets></workbook>"},
              {"xl/_rels/workbook.xml.rels",
               "<Relationships><Relationship Id=\"rId1\" "
               "Target=\"worksheets/s.xml\"/></Relationships>"},
              {"xl/sharedStrings.xml",
               "<sst><si><t>container</t></si><si><r><t>ca</t></r><r><t>rds</t></r></si></sst>"},
              {"xl/worksheets/s.xml",
               "<worksheet><sheetData>" + sheet + "</sheetData></worksheet>"}}));
}

constexpr const char* kTitles =
    "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c></row>";

TEST(Workbook, ItsFirstSheetIsAManifest) {
  const auto file =
      workbook(std::string(kTitles) +
               "<row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>box, 1</t></is></c><c "
               "r=\"B2\"><v>12</v></c></row>"
               "<row r=\"4\"><c r=\"A4\"><v>7</v></c><c r=\"B4\"><v>3</v></c></row><row r=\"5\"/>");
  ASSERT_TRUE(file) << to_sentence(file.error().front());
  EXPECT_EQ(file->manifest.containers,
            (std::vector<Container>{{"box, 1", "", 12, ""}, {"7", "", 3, ""}}));
}

TEST(Workbook, RowsKeepTheirNumbersInErrors) {
  const auto file = workbook(std::string(kTitles) + "<row r=\"9\"><c r=\"A9\"><v>7</v></c></row>");
  ASSERT_FALSE(file);
  EXPECT_EQ(to_sentence(file.error().front()),
            "m.xlsx, row 9, column cards: found nothing, expected a whole number.");
}

TEST(Workbook, RefusesWhatIsNone) {
  EXPECT_FALSE(read_manifest("m.xlsx", zip_of({{"a", "b"}})));
  EXPECT_FALSE(workbook("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>9</v></c></row>"));
  EXPECT_FALSE(workbook("<row r=\"2\"/><row r=\"1\"/>"));
  EXPECT_FALSE(workbook("<row r=\"1\"><c r=\"ZZZZZ1\"/></row>"));
  EXPECT_FALSE(workbook("<row r=\"999999999999\"/>"));
}

TEST(HartArchive, HoldsACardInEachFile) {
  const auto card = [](const std::string& id) {
    return "<Cvr><Contests><Contest><Name>Mayor</Name><Options/></Contest></Contests><CvrGuid>" +
           id + "</CvrGuid></Cvr>";
  };
  const auto read = read_cards_export("h.zip", zip_of({{"c/2.xml", card("b")},
                                                       {"c/1.xml", card("a")},
                                                       {"c/1.xml.sig.xml", "x"},
                                                       {"c/.DS_Store", "x"}}));
  ASSERT_TRUE(read) << to_sentence(read.error().front());
  EXPECT_EQ(write_cards(read->cards), "card,container,position,Mayor\na,,,-\nb,,,-\n");
  EXPECT_FALSE(read_cards_export("h.zip", zip_of({{"a.txt", "x"}})));
  const auto twice =
      read_cards_export("h.zip", zip_of({{"1.xml", card("a")}, {"2.xml", card("a")}}));
  ASSERT_FALSE(twice);
  EXPECT_EQ(to_sentence(twice.error().front()),
            "h.zip/2.xml, row 1, column CvrGuid: found \"a\", expected each card once.");
}

}  // namespace
}  // namespace scrutineer::records
