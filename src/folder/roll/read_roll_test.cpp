#include <filesystem>
#include <fstream>
#include <thread>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <sys/stat.h>

#include "base/csv.hpp"
#include "folder/roll_files.hpp"
#include "roll/names.hpp"

namespace scrutineer {
namespace {

using roll::FieldKind;
using roll::Rolls;

RollSchema schema_of_persons() {
  return {{"id"},
          {{"family", FieldKind::family_name, {}, {}},
           {"given", FieldKind::given_name, {}, {}},
           {"sex", FieldKind::sex, {}, {}},
           {"dob", FieldKind::birth_date, {}, {}},
           {"commune", FieldKind::unit, {}, {}}}};
}

constexpr std::string_view kOld =
    "id,family,given,sex,dob,commune,remark\n"
    "a1,Sok,DARA,M,1970-05-31,North,x\n"
    "a2,សុខ,ដារ៉ា,ប្រុស,,North,\"line\nend\"\n"
    "\n"
    "a3, SOK ,-,F,31 12 1970,South,\n";

constexpr std::string_view kNew =
    "dob,id,family,given,sex,commune\n31/05/1970,b1,sok,dara,m,south\n1/1/1971,b2,x,y,z,\n";

std::string value(const Rolls& rolls, std::size_t snapshot, std::size_t field, std::size_t row) {
  return std::string(rolls.values[field].text(rolls.snapshots[snapshot].columns[field][row]));
}

std::vector<std::string> sentences(const Errors& errors) {
  std::vector<std::string> lines;
  for (const Error& error : errors) lines.push_back(to_sentence(error));
  return lines;
}

TEST(ReadRoll, gives_equal_values_of_two_snapshots_one_number) {
  Rolls rolls;
  const auto old = read_roll("old.csv", kOld, schema_of_persons(), rolls);
  const auto next = read_roll("new.csv", kNew, schema_of_persons(), rolls);
  ASSERT_TRUE(old && next);
  EXPECT_EQ(rolls.schema.size(), 5U);
  ASSERT_EQ(rolls.snapshots.size(), 2U);
  const auto& a = rolls.snapshots[0];
  const auto& b = rolls.snapshots[1];
  EXPECT_EQ(a.source, "old.csv");
  EXPECT_EQ(a.rows(), 3U);
  EXPECT_EQ(a.identifier(2), "a3");
  EXPECT_EQ(b.identifier(1), "b2");
  EXPECT_EQ(value(rolls, 0, 0, 2), "sok");
  EXPECT_EQ(a.columns[0][0], a.columns[0][2]);
  EXPECT_EQ(a.columns[0][0], b.columns[0][0]);
  EXPECT_NE(a.columns[0][0], a.columns[0][1]);
  EXPECT_EQ(a.columns[1][2], 0U);
  EXPECT_EQ(value(rolls, 0, 2, 1), "m");
  EXPECT_EQ(value(rolls, 1, 3, 0), "1970-05-31");
  EXPECT_EQ(a.columns[3][0], b.columns[3][0]);
  EXPECT_EQ(a.columns[4][2], b.columns[4][0]);
}

TEST(ReadRoll, counts_what_is_stated_and_what_cannot_be_read) {
  Rolls rolls;
  const auto reading = read_roll("old.csv", kOld, schema_of_persons(), rolls);
  ASSERT_TRUE(reading);
  EXPECT_EQ(reading->rows, 3U);
  const RollColumn& given = reading->columns[1];
  EXPECT_EQ(given.stated, 2U);
  EXPECT_EQ(given.values, 2U);
  EXPECT_EQ(given.unreadable, 0U);
  const RollColumn& date = reading->columns[3];
  EXPECT_EQ(date.header, "dob");
  EXPECT_EQ(date.stated, 2U);
  EXPECT_EQ(date.order, roll::DateOrder::day_month_year);
}

TEST(ReadRoll, calls_rows_by_their_numbers_where_no_column_identifies_them) {
  RollSchema schema = schema_of_persons();
  schema.identifiers.clear();
  Rolls rolls;
  ASSERT_TRUE(read_roll("old.csv", kOld, schema, rolls));
  EXPECT_EQ(rolls.snapshots[0].identifier(0), "2");
  EXPECT_EQ(rolls.snapshots[0].identifier(2), "5");
}

TEST(ReadRoll, finds_a_column_by_any_of_its_headers) {
  RollSchema schema = {{}, {{"dob", FieldKind::birth_date, {"birth", "born"}, {}}}};
  Rolls rolls;
  ASSERT_TRUE(read_roll("a.csv", "born\n1970-05-31\n", schema, rolls));
  ASSERT_TRUE(read_roll("b.csv", "x,birth\n,1970-05-31\n", schema, rolls));
  EXPECT_EQ(rolls.snapshots[0].columns[0], rolls.snapshots[1].columns[0]);
}

TEST(ReadRoll, reports_every_fault_with_row_and_column) {
  const std::string bytes =
      "id,family,given,sex,dob,commune\n"
      "1,a,b,m,1970-01-02,x\n"
      "1,a,b,m,1970-01-02,x\n"
      "\n"
      "2,\xFF\xFE,b,m,1970-01-02,x\n"
      "3,a,b\n"
      ",a\x01,b,m,1970-01-02,x\n"
      "4," +
      std::string(1'000'000, 'a') +
      ",b,m,1970-01-02,x\n"
      "5,a\"b,c,m,1970-01-02,x\n"
      "1,\xFF\xFE,b,m,1970-01-02,x\n"
      "6,\"a\n";
  Rolls rolls;
  const auto reading = read_roll("r.csv", bytes, schema_of_persons(), rolls);
  ASSERT_FALSE(reading);
  EXPECT_EQ(
      sentences(reading.error()),
      (std::vector<std::string>{
          "r.csv, row 3, column id: found \"1\", expected an identifier that no other row has; row "
          "2 has it.",
          "r.csv, row 5, column family: found byte \\xFF, which is not UTF-8, expected UTF-8 text "
          "(in a spreadsheet, save as \"CSV UTF-8\").",
          "r.csv, row 6: found 3 cells, expected 6, as in the header.",
          "r.csv, row 7, column id: found nothing, expected an identifier.",
          "r.csv, row 7, column family: found a control character, expected text.",
          "r.csv, row 8, column family: found more than 4096 bytes, expected a "
          "shorter cell.",
          "r.csv, row 9, column family: found a quotation mark inside a cell that is not quoted, "
          "expected the cell in quotation marks, with those inside doubled.",
          "r.csv, row 10, column family: found byte \\xFF, which is not UTF-8, expected UTF-8 text "
          "(in a spreadsheet, save as \"CSV UTF-8\").",
          "r.csv, row 10, column id: found \"1\", expected an identifier that no other row has; "
          "row 2 has it.",
          "r.csv, row 11, column family: found an opening quotation mark without a closing one, "
          "expected a closing quotation mark."}));
  EXPECT_TRUE(rolls.schema.empty());
  EXPECT_TRUE(rolls.snapshots.empty());
}

TEST(ReadRoll, reports_a_thousand_faults_and_counts_the_rest) {
  std::string bytes = "id,family,given,sex,dob,commune\n";
  for (int i = 0; i < 1'500; ++i) bytes += "1\n";
  Rolls rolls;
  const auto reading = read_roll("r.csv", bytes, schema_of_persons(), rolls);
  ASSERT_FALSE(reading);
  EXPECT_EQ(reading.error().size(), 1'001U);
  EXPECT_EQ(reading.error().back().message, "there are 500 more errors in this file.");
}

TEST(ReadRoll, names_the_columns_that_are_missing) {
  Rolls rolls;
  const auto reading =
      read_roll("r.csv", "ids,family,given,sex,birth\n", schema_of_persons(), rolls);
  ASSERT_FALSE(reading);
  EXPECT_EQ(sentences(reading.error()),
            (std::vector<std::string>{
                "r.csv, row 1, column dob: found no such column, expected a column of this name.",
                "r.csv, row 1, column commune: found no such column, expected a column of this "
                "name.",
                "r.csv, row 1, column id: found no such column, expected a column of this name "
                "(is \"ids\" meant?)."}));
}

TEST(ReadRoll, takes_a_header_alone_and_refuses_an_empty_file) {
  Rolls rolls;
  const auto none =
      read_roll("r.csv", "id,family,given,sex,dob,commune\n", schema_of_persons(), rolls);
  ASSERT_TRUE(none);
  ASSERT_EQ(none->warnings.size(), 1U);
  EXPECT_EQ(to_sentence(none->warnings[0]), "r.csv: there is a header and no row below it.");
  EXPECT_EQ(rolls.snapshots[0].rows(), 0U);
  EXPECT_EQ(rolls.snapshots[0].columns.size(), 5U);
  for (const char* bytes : {"", "\n\r\n", "\xEF\xBB\xBF",
                            "\xFF\xFE"
                            "a",
                            "PK\x03\x04"}) {
    EXPECT_FALSE(read_roll("r.csv", bytes, schema_of_persons(), rolls)) << bytes;
  }
  EXPECT_EQ(rolls.snapshots.size(), 1U);
}

TEST(ReadRoll, asks_for_one_schema) {
  Rolls rolls;
  EXPECT_FALSE(read_roll("a.csv", "a\n1\n", {}, rolls));
  ASSERT_TRUE(read_roll("a.csv", "a\n1\n", {{}, {{"a", FieldKind::code, {}, {}}}}, rolls));
  EXPECT_FALSE(read_roll("a.csv", "a\n1\n", {{}, {{"a", FieldKind::text, {}, {}}}}, rolls));
  EXPECT_EQ(rolls.snapshots.size(), 1U);
}

TEST(ReadRoll, stops_at_the_limit_of_rows) {
  Rolls rolls;
  RollLimits limits;
  limits.rows = 2;
  const RollSchema schema = {{}, {{"a", FieldKind::text, {}, {}}}};
  EXPECT_TRUE(read_roll("a.csv", "a\n1\n2\n", schema, rolls, limits));
  EXPECT_FALSE(read_roll("a.csv", "a\n1\n2\n3\n", schema, rolls, limits));
}

std::vector<std::string> warnings_of(std::string_view column, const RollField& field) {
  Rolls rolls;
  const auto reading = read_roll("r.csv", fmt::format("c,x\n{}", column), {{}, {field}}, rolls);
  EXPECT_TRUE(reading);
  std::vector<std::string> lines;
  for (const RollWarning& warning : reading->warnings) lines.push_back(to_sentence(warning));
  return lines;
}

TEST(ReadRoll, warns_of_what_is_strange_and_reads_it) {
  const RollField text = {"c", FieldKind::text, {}, {}};
  const RollField date = {"c", FieldKind::birth_date, {}, {}};
  const RollField sex = {"c", FieldKind::sex, {}, {}};
  using Lines = std::vector<std::string>;
  EXPECT_EQ(warnings_of("a,\nb,\n", text), Lines{});
  EXPECT_EQ(warnings_of("a,\nA,\n,1\n", text),
            Lines{"r.csv, column c: all 2 rows that state anything state the same."});
  EXPECT_EQ(warnings_of(",1\n,1\n", text), Lines{"r.csv, column c: nothing is stated in any row."});
  EXPECT_EQ(warnings_of("1970-01-02,\n1971-01-02,\nSok,\n-,\n", date),
            Lines{"r.csv, column c: 1 of 3 dates cannot be read and count as not stated; cells may "
                  "have been shifted."});
  EXPECT_EQ(
      warnings_of("30/04/1970,\n04/30/1970,\n30/05/1970,\n", date),
      (Lines{"r.csv, column c: 1 of 3 dates cannot be read and count as not stated; cells may "
             "have been shifted.",
             "r.csv, column c: 1 of 3 dates are written in another order of day, month and "
             "year than the others."}));
  EXPECT_EQ(warnings_of("03/04/1970,\n04/05/1970,\n", date),
            Lines{"r.csv, column c: no date of 2 tells day and month apart; the day is taken to "
                  "come first."});
  EXPECT_EQ(warnings_of("m,\nf,\nSok,\n", sex),
            Lines{"r.csv, column c: 1 of 3 cells are none of the usual words for a sex."});
}

TEST(ReadRoll, keeps_to_an_order_that_is_stated) {
  Rolls rolls;
  const RollSchema schema = {{},
                             {{"c", FieldKind::birth_date, {}, roll::DateOrder::month_day_year}}};
  const auto reading = read_roll("r.csv", "c\n03/04/1970\n30/04/1970\n", schema, rolls);
  ASSERT_TRUE(reading);
  EXPECT_EQ(value(rolls, 0, 0, 0), "1970-03-04");
  EXPECT_EQ(reading->columns[0].unreadable, 1U);
}

// Every row's value is the canonical form of its cell, however often the cell is there.
RC_GTEST_PROP(ReadRoll, agrees_with_reading_cell_by_cell, ()) {
  const auto cells = *rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
      "Sok", "sok", " SOK", "សុខ", "", "-", "a,b", "a\"b", "a\nb", "Dara", "dara ", "é", "e"));
  std::string bytes = "name,text\n";
  for (const std::string& cell : cells) append_csv_row(bytes, {cell, cell + "x"});
  const RollSchema schema = {
      {}, {{"name", FieldKind::full_name, {}, {}}, {"text", FieldKind::text, {}, {}}}};
  Rolls rolls;
  for (int snapshot = 0; snapshot < 2; ++snapshot) {
    const auto reading = read_roll("r.csv", bytes, schema, rolls);
    RC_ASSERT(reading.has_value());
    RC_ASSERT(reading->rows == cells.size());
  }
  for (std::size_t row = 0; row < cells.size(); ++row) {
    RC_ASSERT(value(rolls, 0, 0, row) == roll::canonical_name(cells[row]));
    RC_ASSERT(value(rolls, 0, 1, row) == roll::canonical_text(cells[row] + "x"));
  }
  if (!cells.empty()) RC_ASSERT(rolls.snapshots[0].columns == rolls.snapshots[1].columns);
}

RC_GTEST_PROP(ReadRoll, takes_any_bytes, (std::string bytes)) {
  bytes.insert(0, "a,b\n");
  Rolls rolls;
  const auto reading =
      read_roll("r.csv", bytes, {{"a"}, {{"b", FieldKind::birth_date, {}, {}}}}, rolls);
  RC_ASSERT(reading.has_value() == (rolls.snapshots.size() == 1));
  if (!reading) RC_ASSERT(!reading.error().empty());
}

TEST(ReadRoll, reads_the_published_data_by_itself) {
  const std::string folder = std::string(SCRUTINEER_SOURCE_DIR) + "/../shared/data/rolls/";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "absent: " << folder;
  const auto a = RollFile::open(folder + "febrl_dataset4a.csv", "a");
  const auto b = RollFile::open(folder + "febrl_dataset4b.csv", "b");
  ASSERT_TRUE(a && b);
  const auto guess = guess_roll_schema({{"a", a->bytes()}, {"b", b->bytes()}});
  ASSERT_TRUE(guess);
  EXPECT_EQ(guess->schema.fields.size(), 10U);
  Rolls rolls;
  const auto first = read_roll("a", a->bytes(), guess->schema, rolls);
  const auto second = read_roll("b", b->bytes(), guess->schema, rolls);
  ASSERT_TRUE(first && second);
  EXPECT_EQ(first->rows, 5'000U);
  EXPECT_EQ(second->rows, 5'000U);
  EXPECT_TRUE(first->warnings.empty());
  EXPECT_EQ(rolls.snapshots[1].identifier(0), "rec-561-dup-0");
  const auto history = RollFile::open(folder + "historical_figures_with_errors_50k.csv", "h");
  ASSERT_TRUE(history);
  const auto own = guess_roll_schema({{"h", history->bytes()}});
  ASSERT_TRUE(own);
  Rolls figures;
  const auto reading = read_roll("h", history->bytes(), own->schema, figures);
  ASSERT_TRUE(reading);
  EXPECT_EQ(reading->rows, 50'578U);
}

class RollFiles : public ::testing::Test {
 protected:
  RollFiles() : folder_(std::filesystem::path(::testing::TempDir()) / "scrutineer_roll_files") {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
  }
  ~RollFiles() override { std::filesystem::remove_all(folder_); }

  std::string path(const std::string& name) const { return (folder_ / name).string(); }

  std::filesystem::path folder_;
};

TEST_F(RollFiles, are_read_and_move) {
  std::ofstream(path("a.csv")) << "a,b\n";
  std::ofstream(path("empty.csv")).flush();
  auto file = RollFile::open(path("a.csv"), "a.csv");
  ASSERT_TRUE(file);
  EXPECT_EQ(file->bytes(), "a,b\n");
  RollFile moved = std::move(*file);
  EXPECT_EQ(moved.bytes(), "a,b\n");
  auto empty = RollFile::open(path("empty.csv"), "empty.csv");
  ASSERT_TRUE(empty);
  EXPECT_EQ(empty->bytes(), "");
  *empty = std::move(moved);
  EXPECT_EQ(empty->bytes(), "a,b\n");
}

TEST_F(RollFiles, that_cannot_be_read_are_errors) {
  const auto absent = RollFile::open(path("absent.csv"), "absent.csv");
  ASSERT_FALSE(absent);
  EXPECT_EQ(absent.error().front().file, "absent.csv");
  EXPECT_FALSE(RollFile::open(folder_.string(), "folder"));
}

TEST_F(RollFiles, may_be_pipes) {
  ASSERT_EQ(::mkfifo(path("pipe").c_str(), 0600), 0);
  std::thread writer([&] { std::ofstream(path("pipe")) << "a,b\n"; });
  const auto file = RollFile::open(path("pipe"), "pipe");
  writer.join();
  ASSERT_TRUE(file);
  EXPECT_EQ(file->bytes(), "a,b\n");
}

}  // namespace
}  // namespace scrutineer
