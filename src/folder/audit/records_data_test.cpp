// Real and published exports, where they are (../shared/data beside the repository). The figures
// were added up from the same files by a Python script of a page (csv, json, zipfile and
// ElementTree alone), which knows nothing of this code.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

#include <gtest/gtest.h>

#include "base/csv.hpp"
#include "folder/records.hpp"

namespace scrutineer {
namespace {

namespace fs = std::filesystem;

fs::path audits() {
  const char* shared = std::getenv("SCRUTINEER_SHARED");
  return fs::path(shared != nullptr ? shared : SCRUTINEER_SOURCE_DIR "/../shared") / "data/audits";
}

std::string bytes_of(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

#define SKIP_WITHOUT(bytes, path) \
  if ((bytes).empty()) GTEST_SKIP() << "NOT CHECKED: no " << (path).string()

CardsExport expect_cards(const fs::path& path, std::string_view bytes) {
  auto read = read_cards_export(path.filename().string(), bytes);
  if (read) return std::move(*read);
  for (const Error& error : read.error()) ADD_FAILURE() << to_sentence(error);
  return {};
}

Manifest expect_manifest(const fs::path& path) {
  auto read = read_manifest(path.filename().string(), bytes_of(path));
  if (read) return std::move(read->manifest);
  for (const Error& error : read.error()) ADD_FAILURE() << path << to_sentence(error);
  return {};
}

// One contest of a file, added up without audit/records.hpp.
struct Sums {
  Votes cards = 0, blanks = 0, overvotes = 0;
  std::map<std::string, Votes> votes;
  std::map<std::pair<std::string, std::string>, Votes> by_batch;  // of a container
};

Sums sums_of(const CardsExport& read, const std::string& name) {
  Sums sums;
  const auto contest = read.cards.find_contest(name);
  if (!contest) {
    ADD_FAILURE() << name;
    return sums;
  }
  const auto most = read.facts[*contest].most_choices;
  for (std::size_t card = 0; card < read.cards.size(); ++card) {
    if (!read.cards.lists(card, *contest)) continue;
    ++sums.cards;
    const auto marks = read.cards.marks(card, *contest);
    if (marks.empty()) {
      ++sums.blanks;
    } else if (most && static_cast<Votes>(marks.size()) > *most) {
      ++sums.overvotes;
    } else {
      for (const Mark& mark : marks) {
        const std::string& who = read.cards.contests()[*contest].candidates[mark.candidate];
        ++sums.votes[who];
        ++sums.by_batch[{read.cards.place(card).container, who}];
      }
    }
  }
  return sums;
}

struct ArloFile {
  std::string name;
  std::size_t cards = 0;
  std::string contest;
  Votes listed = 0, blanks = 0, overvotes = 0;
  std::map<std::string, Votes> votes;
};

const std::vector<ArloFile> kArlo = {
    {"medium-election/Acton",
     3128,
     "Lord of Coin",
     3128,
     114,
     114,
     {{"Billie Mitchell", 2649},
      {"Gabe Booth", 186},
      {"Ray Hart", 46},
      {"Erin Willis", 6},
      {"Write-In", 13}}},
    {"medium-election/Black Hallows",
     3156,
     "Lord of Coin",
     3156,
     427,
     426,
     {{"Billie Mitchell", 1773}, {"Gabe Booth", 341}, {"Ray Hart", 43}, {"Write-In", 146}}},
    {"medium-election/Lindow",
     7173,
     "Lord of Coin",
     7173,
     305,
     306,
     {{"Billie Mitchell", 3056},
      {"Gabe Booth", 3023},
      {"Ray Hart", 368},
      {"Erin Willis", 65},
      {"Write-In", 50}}},
    {"medium-election/Wolford",
     4857,
     "Lord of Coin",
     4857,
     94,
     94,
     {{"Billie Mitchell", 1505},
      {"Gabe Booth", 2907},
      {"Ray Hart", 19},
      {"Erin Willis", 26},
      {"Write-In", 212}}},
    {"medium-election/Yellowseed",
     1686,
     "Lord of Coin",
     1686,
     10,
     10,
     {{"Billie Mitchell", 1017},
      {"Gabe Booth", 543},
      {"Ray Hart", 24},
      {"Erin Willis", 3},
      {"Write-In", 79}}},
    {"small-election/Kendall Park",
     500,
     "Minister of Farming",
     109,
     27,
     26,
     {{"Erin George", 55}, {"Write-In", 1}}},
    {"small-election/Kendall Park",
     500,
     "Master of Magic",
     80,
     33,
     32,
     {{"Clem Bradley", 6}, {"Rene Carr", 2}, {"Write-In", 7}}},
    {"small-election/Kendall Park",
     500,
     "Secretary of Treasure",
     500,
     15,
     15,
     {{"Denny Vargas", 450}, {"Jackie Sweet", 20}}},
    {"small-election/Mount Olive", 31, "Minister of Farming", 31, 0, 0, {{"Erin George", 31}}},
    {"small-election/Siletz",
     57,
     "Minister of Farming",
     57,
     5,
     6,
     {{"Erin George", 41}, {"Alex Hall", 5}}},
    {"small-election/Waurika", 226, "Minister of Farming", 88, 3, 3, {{"Erin George", 82}}},
    {"small-election/Waurika",
     226,
     "Master of Magic",
     226,
     11,
     11,
     {{"Clem Bradley", 3}, {"Rene Carr", 197}, {"Blair Atkinson", 1}, {"Write-In", 3}}},
    {"small-election/Worthington Hills",
     694,
     "Minister of Farming",
     215,
     9,
     10,
     {{"Erin George", 191}, {"Alex Hall", 5}}},
    {"small-election/Worthington Hills",
     694,
     "Master of Magic",
     694,
     1,
     1,
     {{"Clem Bradley", 691}, {"Rene Carr", 1}}},
};

// Arlo's own totals by batch: a row for each batch, a column for each candidate.
void expect_batch_totals(const fs::path& path, const Sums& sums) {
  const auto table = read_csv(path.filename().string(), bytes_of(path));
  ASSERT_TRUE(table) << path;
  std::map<std::pair<std::string, std::string>, Votes> stated;
  for (std::size_t row = 0; row < table->rows(); ++row) {
    for (std::size_t i = 1; i < table->header().size(); ++i) {
      const Votes votes = std::stoll(std::string(table->cell(row, i)));
      if (votes > 0) stated[{std::string(table->cell(row, 0)), table->header()[i]}] = votes;
    }
  }
  // A container is "Tabulator A-Batch 1"; there it is the batch alone.
  std::map<std::pair<std::string, std::string>, Votes> found;
  for (const auto& [key, votes] : sums.by_batch) {
    found[{key.first.substr(key.first.find('-') + 1), key.second}] += votes;
  }
  EXPECT_EQ(found, stated) << path;
}

TEST(RecordsData, ArloRecordsAddUpToItsTotalsByBatch) {
  std::string last;
  CardsExport read;
  for (const ArloFile& one : kArlo) {
    const fs::path path = audits() / "arlo/fixtures" / (one.name + " - cvrs.csv");
    if (one.name != last) {
      const std::string bytes = bytes_of(path);
      SKIP_WITHOUT(bytes, path);
      read = expect_cards(path, bytes);
      last = one.name;
    }
    SCOPED_TRACE(one.name + " " + one.contest);
    EXPECT_EQ(read.format, CardsFormat::dominion_csv);
    EXPECT_EQ(read.cards.size(), one.cards);
    EXPECT_TRUE(read.notes.empty());
    const Sums sums = sums_of(read, one.contest);
    EXPECT_EQ(sums.cards, one.listed);
    EXPECT_EQ(sums.blanks, one.blanks);
    EXPECT_EQ(sums.overvotes, one.overvotes);
    EXPECT_EQ(sums.votes, one.votes);
    expect_batch_totals(audits() / "arlo/fixtures" /
                            (one.name + " - " + one.contest + " - candidate totals by batch.csv"),
                        sums);
    const Manifest manifest =
        expect_manifest(audits() / "arlo/fixtures" / (one.name + " - ballot manifest.csv"));
    EXPECT_EQ(manifest.cards(), static_cast<Votes>(one.cards));
  }
}

TEST(RecordsData, ColoradoRecordsOf2016) {
  const fs::path path = audits() / "corla/dominion-2017-CVR_Export_20170310104116.csv";
  const std::string bytes = bytes_of(path);
  SKIP_WITHOUT(bytes, path);
  const CardsExport read = expect_cards(path, bytes);
  EXPECT_EQ(read.cards.size(), 165U);
  EXPECT_EQ(read.cards.contests().size(), 83U);  // three of them on no card
  EXPECT_EQ(read.cards.id(0), "3-800-1");
  const Sums president = sums_of(read, "Presidential Electors");
  EXPECT_EQ(president.cards, 95);
  EXPECT_EQ(president.blanks, 16);
  EXPECT_EQ(president.votes.at("Hillary Clinton / Tim Kaine"), 41);
  EXPECT_EQ(president.votes.at("Donald J. Trump / Michael R. Pence"), 21);
  Sums all;
  for (const CardContest& contest : read.cards.contests()) {
    const Sums sums = sums_of(read, contest.id);
    all.cards += sums.cards;
    all.blanks += sums.blanks;
    all.overvotes += sums.overvotes;
    for (const auto& [who, votes] : sums.votes) all.votes[""] += votes;
  }
  EXPECT_EQ(all.cards, 3781);
  EXPECT_EQ(all.blanks, 1240);
  EXPECT_EQ(all.overvotes, 0);
  EXPECT_EQ(all.votes[""], 2541);
  const Manifest manifest = expect_manifest(audits() / "corla/arapahoe-manifest.csv");
  EXPECT_EQ(manifest.cards(), 165);
  EXPECT_EQ(manifest.containers[0], (Container{"10-2", "Arapahoe", 25, "Bin 22"}));
}

TEST(RecordsData, DominionJsonOfBothVersions) {
  const auto ours = [](const std::string& name) {
    const fs::path path = audits() / "shangrla" / name;
    return write_cards(expect_cards(path, bytes_of(path)).cards);
  };
  const fs::path path = audits() / "shangrla/CvrExport_0.json";
  const std::string bytes = bytes_of(path);
  SKIP_WITHOUT(bytes, path);
  EXPECT_EQ(ours("CvrExport_0.json"), "card,container,position,1\n1-2-13,1-2,13,5\n");
  // The modified record is current, and has no mark.
  EXPECT_EQ(ours("CvrExport_1.json"), "card,container,position,1\n1-5-119,1-5,119,-\n");
  EXPECT_EQ(ours("test_5.2.18.2.Dominion.json"),
            "card,container,position,111,122\n60001-1-1,60001-1,1,6,\n60009-3-21,60009-3,21,6,9\n");
  EXPECT_EQ(ours("test_5.10.50.85.Dominion.json"),
            "card,container,position,1,12,13,19,20\n1-2-13,1-2,13,5,,,,\n1-5-119,1-5,119,-,,,,\n"
            "1-17-123456789-1,1-17,,,17,18,,\n1-17-123456789-2,1-17,,,,,27;26,192\n");
}

TEST(RecordsData, HartCardsAloneAndInAnArchive) {
  const fs::path path = audits() / "shangrla/test_Hart_CVR_1.xml";
  const std::string bytes = bytes_of(path);
  SKIP_WITHOUT(bytes, path);
  EXPECT_EQ(write_cards(expect_cards(path, bytes).cards),
            "card,container,position,PRESIDENT,GOVERNOR,MAYOR\n"
            "0a7EqyblZ6CMFQbkN0kkRykS5w40Wg8q-2,2280,1,George Washington,-,Write-in\n");
  const fs::path archive = audits() / "shangrla/Hart_CVRs.zip";
  EXPECT_EQ(write_cards(expect_cards(archive, bytes_of(archive)).cards),
            "card,container,position,PRESIDENT,GOVERNOR,MAYOR\n"
            "0a7EqyblZ6CMFQbkN0kkRykS5w40Wg8q-2,2280,1,George Washington,-,Write-in\n"
            "0a7EqyblZ6CMFQbkN0kkRykS5w40Wg8q-3,2280,1,George Washington,-,Write-in\n");
}

TEST(RecordsData, SanFranciscoBallotsAsCards) {
  const fs::path path = audits() / "shangrla/SFDA2019_PrelimReport12VBMJustDASheets.raire";
  const std::string bytes = bytes_of(path);
  SKIP_WITHOUT(bytes, path);
  const CardsExport read = expect_cards(path, bytes);
  ASSERT_EQ(read.cards.size(), 146'662U);
  const Sums sums = sums_of(read, "339");
  EXPECT_EQ(sums.cards, 146'662);
  EXPECT_EQ(sums.blanks, 10'263);
  EXPECT_EQ(sums.votes, (std::map<std::string, Votes>{
                            {"15", 91'231}, {"16", 74'668}, {"17", 77'048}, {"18", 86'113}}));
  std::map<std::string, Votes> first;
  for (std::size_t card = 0; card < read.cards.size(); ++card) {
    const auto marks = read.cards.marks(card, 0);
    if (!marks.empty()) ++first[read.cards.contests()[0].candidates[marks[0].candidate]];
  }
  EXPECT_EQ(first, (std::map<std::string, Votes>{
                       {"15", 43'360}, {"16", 20'442}, {"17", 29'166}, {"18", 43'431}}));
}

TEST(RecordsData, ManifestsInWorkbooks) {
  struct Book {
    std::string name;
    std::size_t containers = 0;
    Votes cards = 0;
    Container last;
  };
  const Book books[] = {
      {"Hart_manifest.xlsx", 4'417, 1'141'765, {"In Person - 5-518", "", 100, "In-Person"}},
      {"N19 ballot manifest with WH location for RLA Upload VBM 11-14.xlsx",
       5'481,
       293'555,
       {"99802-822", "", 98, "Tray # 3507, VBMCart.Cart number 14"}},
      {"OC_full_manifest.xlsx", 475, 3'094'308, {"99808-468", "", 1, "1"}},
  };
  for (const Book& book : books) {
    const fs::path path = audits() / "shangrla" / book.name;
    SKIP_WITHOUT(bytes_of(path), path);
    const Manifest manifest = expect_manifest(path);
    ASSERT_EQ(manifest.containers.size(), book.containers) << book.name;
    EXPECT_EQ(manifest.cards(), book.cards);
    EXPECT_EQ(manifest.containers.back(), book.last);
  }
}

}  // namespace
}  // namespace scrutineer
