#include "checks.hpp"

#include <algorithm>
#include <vector>

#include "base/csv.hpp"
#include "base/text.hpp"
#include "folder/folder.hpp"

namespace scrutineer::fuzz {

namespace {

constexpr std::string_view kElection = R"(schema = 1
[election]
id = "x"
date = 2013-07-28
languages = ["en", "km"]
name_en = "X"
[[contest]]
id = "assembly"
seats = 5
rule = "dhondt"
constituencies = "province"
[[party]]
id = "a"
name_en = "A"
[[party]]
id = "b"
name_en = "B"
[[source]]
id = "nec"
role = "commission"
[[source]]
id = "watch.dog"
role = "observer"
side = "ngo"
)";

constexpr std::string_view kUnits =
    "unit,parent,level,name_en,seats,registered\n"
    "top,,country,Top,,100\nnorth,top,province,North,2,40\nsouth,top,province,South,3,60\n"
    "N/1,north,station,,,40\ns1,south,station,,,60\n";

std::string fault_of(const Errors& errors) {
  if (errors.empty()) return "neither read nor refused";
  for (const Error& error : errors) {
    const std::string sentence = to_sentence(error);
    if (error.file.empty()) return "an error without a file: " + sentence;
    if (error.message.empty() && error.expected.empty()) return "an error without advice";
    if (find_invalid_utf8(sentence) != std::string::npos) return "an error that is not UTF-8";
  }
  return "";
}

std::string written(const CsvTable& table) {
  std::string csv;
  append_csv_header(csv, table.header());
  for (std::size_t row = 0; row < table.rows(); ++row) {
    std::vector<std::string> cells;
    for (std::size_t i = 0; i < table.header().size(); ++i) {
      cells.emplace_back(table.cell(row, i));
    }
    append_csv_row(csv, cells);
  }
  return csv;
}

std::string check_folder(const FileContents& files) {
  const auto folder = parse_folder(files);
  if (!folder) return fault_of(folder.error());
  const FileContents canonical = canonical_files(folder->election);
  const auto again = parse_folder(canonical);
  if (!again) return "the canonical form is refused: " + to_sentence(again.error().front());
  const FileContents same = canonical_files(again->election);
  for (const auto& [path, text] : canonical) {
    const auto found = same.find(path);
    if (found == same.end() || found->second != text) {
      return "the canonical form of " + path + " is not its own:\n" + text + "\nbut\n" +
             (found == same.end() ? "missing" : found->second);
    }
  }
  return same.size() == canonical.size() ? "" : "the canonical form gains a file";
}

}  // namespace

std::string check_csv(std::string_view bytes) {
  CsvLimits limits;
  limits.columns = 50;
  limits.rows = 200;
  TableOptions options;
  options.seats = 5;
  const auto election = parse_table("t.csv", bytes, options);
  if (!election) {
    if (std::string fault = fault_of(election.error()); !fault.empty()) return fault;
  }
  const auto table = read_csv("t.csv", bytes, limits);
  if (!table) return fault_of(table.error());
  const std::string once = written(*table);
  const auto again = read_csv("t.csv", once);
  if (!again) return "what is written is refused: " + to_sentence(again.error().front());
  const std::string twice = written(*again);
  return once == twice ? "" : "what is written reads otherwise:\n" + once + "\nbut\n" + twice;
}

std::string check_toml(std::string_view bytes) {
  return check_folder({{"election.toml", std::string(bytes)}, {"units.csv", std::string(kUnits)}});
}

std::string check_claims(std::string_view bytes) {
  FileContents files = {{"election.toml", std::string(kElection)},
                        {"units.csv", std::string(kUnits)}};
  while (bytes.starts_with("%% ")) {
    bytes.remove_prefix(3);
    const std::size_t line = std::min(bytes.find('\n'), bytes.size());
    const std::string path(bytes.substr(0, line));
    bytes.remove_prefix(std::min(line + 1, bytes.size()));
    const std::size_t next = bytes.find("\n%% ");
    files[path] = bytes.substr(0, next == std::string_view::npos ? next : next + 1);
    bytes.remove_prefix(next == std::string_view::npos ? bytes.size() : next + 1);
  }
  return check_folder(files);
}

}  // namespace scrutineer::fuzz
