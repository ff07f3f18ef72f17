// Every way in which a spreadsheet, a copy or a hurry breaks a file, applied to every file of two
// folders: nothing crashes, and what is refused is refused with a file, a place and advice.
#include <cstdlib>
#include <functional>

#include <gtest/gtest.h>

#include "base/csv.hpp"
#include "folder/test_folders.hpp"

namespace scrutineer {
namespace {

using testing::reads_soundly;

std::vector<FileContents> whole_folders() {
  const std::string examples = std::string(SCRUTINEER_SOURCE_DIR) + "/examples/";
  return {testing::small_folder_with_roll(), testing::files_of(examples + "cambodia-2013")};
}

// Sanitizer builds do a part of the work: SCRUTINEER_TEST_SCALE is a percentage.
std::size_t scaled(std::size_t count) {
  const char* percent = std::getenv("SCRUTINEER_TEST_SCALE");
  const std::size_t scale = percent != nullptr ? std::strtoul(percent, nullptr, 10) : 100;
  return std::max<std::size_t>(count * scale / 100, 3);
}

bool is_csv(const std::string& path) { return path.ends_with(".csv"); }

using Rows = std::vector<std::vector<std::string>>;

Rows rows_of(const std::string& bytes) {
  const auto table = read_csv("", bytes);
  Rows rows = {table->header()};
  for (std::size_t row = 0; row < table->rows(); ++row) {
    rows.emplace_back();
    for (std::size_t column = 0; column < table->header().size(); ++column) {
      rows.back().emplace_back(table->cell(row, column));
    }
  }
  return rows;
}

std::string csv_of(const Rows& rows) {
  std::string csv;
  append_csv_header(csv, rows.front());
  for (std::size_t i = 1; i < rows.size(); ++i) append_csv_row(csv, rows[i]);
  return csv;
}

// Calls check(path, folder) with each file of each folder replaced by what `change` makes of it.
void for_each_change(
    const std::function<std::vector<std::string>(const std::string&, const std::string&)>& change,
    const std::function<void(const std::string&, const FileContents&)>& check) {
  for (const FileContents& folder : whole_folders()) {
    for (const auto& [path, bytes] : folder) {
      for (std::string& changed : change(path, bytes)) {
        SCOPED_TRACE(path);
        FileContents files = folder;
        files[path] = std::move(changed);
        check(path, files);
      }
    }
  }
}

// The folder is refused, and the file that was broken is among those named.
void refuses(const std::string& path, const FileContents& files) {
  const auto folder = parse_folder(files);
  ASSERT_FALSE(folder) << files.at(path).substr(0, 300);
  bool named = false;
  for (const Error& error : folder.error()) {
    EXPECT_EQ(testing::fault_of(error), "") << to_sentence(error);
    named = named || error.file == path;
  }
  EXPECT_TRUE(named) << to_sentence(folder.error().front());
}

TEST(Broken, AFileCutOffAnywhereIsReadOrRefused) {
  const auto cut = [](const std::string&, const std::string& bytes) {
    std::vector<std::string> results;
    const std::size_t step = 1 + bytes.size() / scaled(60);
    for (std::size_t size = 0; size < bytes.size(); size += step) {
      results.push_back(bytes.substr(0, size));
    }
    return results;
  };
  for_each_change(cut, [](const std::string&, const FileContents& files) { reads_soundly(files); });
}

TEST(Broken, AnEmptyFileIsRefusedByName) {
  const auto change = [](const std::string&, const std::string&) {
    return std::vector<std::string>{"", "\n", "\xEF\xBB\xBF"};
  };
  for_each_change(change, refuses);
}

std::string utf16(const std::string& bytes, bool with_mark) {
  std::string result = with_mark ? "\xFF\xFE" : "";
  for (const char c : bytes) {
    result += c;
    result += '\0';
  }
  return result;
}

TEST(Broken, AnotherEncodingIsRefusedByName) {
  const auto change = [](const std::string&, const std::string& bytes) {
    return std::vector<std::string>{utf16(bytes, true), utf16(bytes, false),
                                    bytes +
                                        "# Pr\xE9"
                                        "fecture\n",
                                    "PK\x03\x04" + bytes};
  };
  for_each_change(change, refuses);
}

TEST(Broken, AHeaderWithAWrongColumnIsRefusedInItsRow) {
  const auto change = [](const std::string& path, const std::string& bytes) {
    std::vector<std::string> results;
    if (!is_csv(path)) return results;
    const Rows rows = rows_of(bytes);
    for (std::size_t i = 0; i < rows.front().size(); ++i) {
      Rows unknown = rows;
      unknown.front()[i].insert(0, "x");
      results.push_back(csv_of(unknown));
      Rows twice = rows;
      twice.front()[i] = rows.front()[i == 0 ? rows.front().size() - 1 : i - 1];
      results.push_back(csv_of(twice));
      Rows nameless = rows;
      nameless.front()[i].clear();
      results.push_back(csv_of(nameless));
    }
    return results;
  };
  for_each_change(change, [](const std::string& path, const FileContents& files) {
    refuses(path, files);
    bool in_header = false;
    const auto folder = parse_folder(files);
    ASSERT_FALSE(folder);
    for (const Error& error : folder.error()) {
      in_header = in_header || (error.file == path && error.row == 1 && !error.column.empty());
    }
    EXPECT_TRUE(in_header) << to_sentence(folder.error().front());
  });
}

TEST(Broken, AColumnThatIsMissingIsReadOrRefused) {
  const auto change = [](const std::string& path, const std::string& bytes) {
    std::vector<std::string> results;
    if (!is_csv(path)) return results;
    const Rows rows = rows_of(bytes);
    for (std::size_t i = 0; rows.front().size() > 1 && i < rows.front().size(); ++i) {
      Rows without = rows;
      for (auto& row : without) row.erase(row.begin() + static_cast<std::ptrdiff_t>(i));
      results.push_back(csv_of(without));
    }
    return results;
  };
  for_each_change(change,
                  [](const std::string&, const FileContents& files) { reads_soundly(files); });
}

TEST(Broken, ARowGivenTwiceIsRefusedByName) {
  const auto change = [](const std::string& path, const std::string& bytes) {
    std::vector<std::string> results;
    // Positions have no identifier: a side may hold the same twice.
    if (!is_csv(path) || path == "panel/positions.csv") return results;
    Rows rows = rows_of(bytes);
    rows.push_back(rows.back());
    results.push_back(csv_of(rows));
    return results;
  };
  for_each_change(change, refuses);
}

TEST(Broken, ACellThatIsWrongIsReadOrRefusedInItsPlace) {
  const std::vector<std::string> wrong = {"",
                                          "10000000000000000",
                                          "99999999999999999999",
                                          "-1",
                                          "1.5",
                                          "1,234",
                                          "1.234",
                                          "1 234",
                                          "#REF!",
                                          "nobody",
                                          "1E+6",
                                          "28/07/2013",
                                          "\xE9",
                                          "a;b;a",
                                          "\n",
                                          "\"",
                                          "x,y",
                                          "ក",
                                          "all"};
  for (const FileContents& folder : whole_folders()) {
    for (const auto& [path, bytes] : folder) {
      if (!is_csv(path)) continue;
      const Rows rows = rows_of(bytes);
      const std::size_t cells = (rows.size() - 1) * rows.front().size();
      for (std::size_t at = 0; at < cells; at += 1 + cells / scaled(12)) {
        const std::size_t row = 1 + at / rows.front().size();
        for (const std::string& value : wrong) {
          SCOPED_TRACE(path + " row " + std::to_string(row) + " " + value);
          Rows changed = rows;
          changed[row][at % rows.front().size()] = value;
          FileContents files = folder;
          files[path] = csv_of(changed);
          reads_soundly(files);
        }
      }
    }
  }
}

// Every count that the formats know, and what no count is: refused with row, column and both texts.
TEST(Broken, AWrongCountIsRefusedWithRowAndColumn) {
  const std::vector<std::pair<std::string, std::string>> columns = {
      {"units.csv", "registered"},     {"units.csv", "seats"},
      {"returns/nec.csv", "a"},        {"returns/nec.csv", "cast"},
      {"claims.csv", "value"},         {"doubts.csv", "high"},
      {"doubt_votes.csv", "votes"},    {"returns/nec.csv", "registered"},
      {"rulings.csv", "votes_changed"}};
  for (const auto& [path, column] : columns) {
    for (const char* value : {"10000000000000000", "99999999999999999999", "-1", "1.5", "1,234",
                              "1.234", "1 234", "#REF!", "n/a", "1E+6", "12%", "+5"}) {
      SCOPED_TRACE(path + " " + column + " " + value);
      FileContents files = testing::small_folder();
      Rows rows = rows_of(files.at(path));
      const auto place = std::find(rows.front().begin(), rows.front().end(), column);
      rows[1][static_cast<std::size_t>(place - rows.front().begin())] = value;
      files[path] = csv_of(rows);
      const auto folder = parse_folder(files);
      ASSERT_FALSE(folder);
      const Error& error = folder.error().front();
      EXPECT_EQ(error.file, path);
      EXPECT_EQ(error.row, 2);
      EXPECT_EQ(error.column, column);
      EXPECT_EQ(error.found, value);
      EXPECT_FALSE(error.expected.empty());
    }
  }
}

TEST(Broken, ALineOfElectionTomlThatIsLeftOutOrTwiceIsReadOrRefused) {
  const auto change = [](const std::string& path, const std::string& bytes) {
    std::vector<std::string> results;
    if (is_csv(path)) return results;
    for (std::size_t at = 0; at < bytes.size(); at = bytes.find('\n', at) + 1) {
      const std::size_t end = bytes.find('\n', at) + 1;
      results.push_back(bytes.substr(0, at) + bytes.substr(end));
      results.push_back(bytes.substr(0, end) + bytes.substr(at));
    }
    return results;
  };
  for_each_change(change,
                  [](const std::string&, const FileContents& files) { reads_soundly(files); });
}

TEST(Broken, AFileThatIsLeftOutIsReadOrRefused) {
  for (const FileContents& folder : whole_folders()) {
    for (const auto& [path, bytes] : folder) {
      FileContents files = folder;
      files.erase(path);
      SCOPED_TRACE(path);
      const bool read = reads_soundly(files);
      const bool required = path == "election.toml" || path == "units.csv";
      EXPECT_FALSE(read && required);
    }
  }
}

}  // namespace
}  // namespace scrutineer
