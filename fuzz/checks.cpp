#include "checks.hpp"

#include <algorithm>
#include <tuple>
#include <vector>

#include "base/csv.hpp"
#include "base/csv_scan.hpp"
#include "base/text.hpp"
#include "folder/audit_files.hpp"
#include "folder/exchange.hpp"
#include "folder/folder.hpp"
#include "folder/raire.hpp"
#include "folder/records.hpp"
#include "folder/roll_files.hpp"
#include "roll/names.hpp"

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
  const FileContents canonical = canonical_files(*folder);
  const auto again = parse_folder(canonical);
  if (!again) return "the canonical form is refused: " + to_sentence(again.error().front());
  const FileContents same = canonical_files(*again);
  for (const auto& [path, text] : canonical) {
    const auto found = same.find(path);
    if (found == same.end() || found->second != text) {
      return "the canonical form of " + path + " is not its own:\n" + text + "\nbut\n" +
             (found == same.end() ? "missing" : found->second);
    }
  }
  return same.size() == canonical.size() ? "" : "the canonical form gains a file";
}

// What the fast way through a file gives is what the careful reader gives.
std::string check_scan(const CsvScan& scan, const Result<CsvTable>& table) {
  std::vector<std::vector<std::string>> rows(scan.rows());
  for (std::size_t piece = 0; piece < scan.pieces(); ++piece) {
    const bool is_plain =
        scan.read(piece, [&](std::size_t row, std::span<const std::string_view> cells) {
          rows[row].assign(cells.begin(), cells.end());
          return true;
        });
    if (!is_plain) return "";
  }
  if (!table) return scan.header().size() > 50 ? "" : "refused, and yet read as a plain file";
  if (table->header() != scan.header() || table->rows() != rows.size()) return "another table";
  for (std::size_t row = 0; row < rows.size(); ++row) {
    for (std::size_t i = 0; i < scan.header().size(); ++i) {
      if (rows[row][i] != table->cell(row, i)) return "another cell in row " + std::to_string(row);
    }
  }
  return "";
}

// Files below lines "%% <name>".
std::vector<ExchangeInput> parts_of(std::string_view bytes) {
  std::vector<ExchangeInput> parts;
  while (bytes.starts_with("%% ")) {
    bytes.remove_prefix(3);
    const std::size_t line = std::min(bytes.find('\n'), bytes.size());
    const std::string name(bytes.substr(0, line));
    bytes.remove_prefix(std::min(line + 1, bytes.size()));
    const std::size_t next = bytes.find("\n%% ");
    const std::size_t length = next == std::string_view::npos ? next : next + 1;
    parts.push_back({name, std::string(bytes.substr(0, length))});
    bytes.remove_prefix(next == std::string_view::npos ? bytes.size() : next + 1);
  }
  return parts;
}

// A first writing may lose what the format does not hold; from then on nothing changes.
template <typename Write, typename Read>
std::string check_exchange(const Result<Imported>& imported, Write write, Read read) {
  if (!imported) return fault_of(imported.error());
  std::string fault = check_folder(canonical_files(imported->election));
  if (!fault.empty()) return fault;
  Election election = imported->election;
  std::string before;
  for (int generation = 0; generation < 3; ++generation) {
    const auto written = write(election, "");
    if (!written) return fault_of(written.error());
    if (generation == 2 && written->bytes != before) {
      return "what is written reads otherwise:\n" + before + "\nbut\n" + written->bytes;
    }
    before = written->bytes;
    const auto again = read(before);
    if (!again) return "what is written is refused: " + to_sentence(again.error().front());
    election = again->election;
  }
  return "";
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
  const auto returns = parse_returns_table("t.csv", bytes);
  if (!returns) {
    if (std::string fault = fault_of(returns.error()); !fault.empty()) return fault;
  }
  const auto table = read_csv("t.csv", bytes, limits);
  if (const auto scan = CsvScan::open(bytes); scan && scan->rows() <= limits.rows) {
    if (std::string fault = check_scan(*scan, table); !fault.empty()) return fault;
  }
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
  for (const ExchangeInput& part : parts_of(bytes)) files[part.name] = part.bytes;
  return check_folder(files);
}

std::string check_nist_json(std::string_view bytes) {
  return check_exchange(parse_nist_json("f.json", bytes), &write_nist_json,
                        [](std::string_view again) { return parse_nist_json("f.json", again); });
}

std::string check_nist_xml(std::string_view bytes) {
  return check_exchange(parse_nist_xml("f.xml", bytes), &write_nist_xml,
                        [](std::string_view again) { return parse_nist_xml("f.xml", again); });
}

std::string check_eml(std::string_view bytes) {
  std::vector<ExchangeInput> files = parts_of(bytes);
  if (files.empty()) files.push_back({"f.xml", std::string(bytes)});
  for (ExchangeInput& file : files) {
    if (file.name.empty()) file.name = "f.xml";
  }
  return check_exchange(parse_eml(files), &write_eml, [](std::string_view again) {
    return parse_eml({{"f.xml", std::string(again)}});
  });
}

std::string check_openelections(std::string_view bytes) {
  return check_exchange(parse_openelections("f.csv", bytes), &write_openelections,
                        [](std::string_view again) { return parse_openelections("f.csv", again); });
}

std::string check_raire(std::string_view bytes) {
  const auto file = parse_raire("f.raire", bytes);
  if (!file) return fault_of(file.error());
  const std::string once = write_raire(*file);
  const auto again = parse_raire("f.raire", once);
  if (!again) return "what is written is refused: " + to_sentence(again.error().front());
  const std::string twice = write_raire(*again);
  return once == twice ? "" : "what is written reads otherwise:\n" + once + "\nbut\n" + twice;
}

std::string check_records(std::string_view bytes) {
  const auto read = read_cards_export("f", bytes);
  if (!read) return fault_of(read.error());
  const std::string text = write_cards(read->cards);
  const auto again = parse_cards("f", text, &read->cards.contests());
  if (!again) return "what was written is refused: " + to_sentence(again.error().front());
  if (!(*again == read->cards)) return "the cards changed on their way";
  return write_cards(*again) == text ? "" : "the canonical form is not canonical";
}

std::string check_manifest(std::string_view bytes) {
  const auto read = read_manifest("f", bytes);
  if (!read) return fault_of(read.error());
  const std::string text = write_manifest(read->manifest);
  const auto again = parse_manifest("f", text);
  if (!again) return "what was written is refused: " + to_sentence(again.error().front());
  return again->containers == read->manifest.containers ? ""
                                                        : "the containers changed on their way";
}

std::string check_audit_design(std::string_view bytes) {
  const auto design = parse_audit_design(bytes);
  if (!design) return fault_of(design.error());
  const bool is_share = design->risk_limit > Rational{0, 1} && design->risk_limit < Rational{1, 1};
  return is_share && !design->targets.empty() ? "" : "a design that asks nothing was read";
}

std::string check_roll(std::string_view bytes) {
  const auto guess = guess_roll_schema({{"r.csv", bytes}});
  if (!guess) return fault_of(guess.error());
  roll::Rolls rolls;
  const auto first = read_roll("r.csv", bytes, guess->schema, rolls);
  if (!first) return fault_of(first.error());
  for (const RollWarning& warning : first->warnings) {
    if (find_invalid_utf8(to_sentence(warning)) != std::string_view::npos) return "a bad warning";
  }
  if (!read_roll("r.csv", bytes, guess->schema, rolls)) return "refused when it is read again";
  const auto& [one, again] = std::tie(rolls.snapshots[0], rolls.snapshots[1]);
  if (one.columns != again.columns || one.identifiers != again.identifiers) {
    return "other values when it is read again";
  }
  for (std::size_t field = 0; field < rolls.schema.size(); ++field) {
    const roll::Dictionary& values = rolls.values[field];
    if (one.columns[field].size() != first->rows) return "a column of another length";
    for (roll::ValueId id = 0; id < values.size(); ++id) {
      const std::string text(values.text(id));
      if (find_invalid_utf8(text) != std::string_view::npos) return "a value that is not UTF-8";
      if (rolls.schema[field].kind == roll::FieldKind::birth_date) continue;
      if (roll::canonical_text(text) != text) return "a value that is not canonical: " + text;
      if (find_invalid_utf8(roll::skeleton(text)) != std::string_view::npos)
        return "a bad skeleton";
    }
  }
  return "";
}

}  // namespace scrutineer::fuzz
