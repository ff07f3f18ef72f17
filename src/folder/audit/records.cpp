// Which format a file has, by what is in it.
#include "folder/records.hpp"

#include <algorithm>

#include <fmt/core.h>

#include "base/csv.hpp"
#include "base/text.hpp"
#include "folder/audit/cards_builder.hpp"
#include "folder/audit/zip.hpp"
#include "folder/exchange/text_check.hpp"

namespace scrutineer {

namespace {

using records::CardsBuilder;
using records::Part;

constexpr std::string_view kKnown =
    "our CSV (card,container,position,…), Dominion (CSV, or CvrExport JSON), Hart (XML, or a zip "
    "of "
    "it), ES&S (CSV), ClearBallot (CSV) or RAIRE";

// The cells of a line, by what separates them; good enough to tell formats apart.
std::vector<std::string_view> cells_of(std::string_view line) {
  std::vector<std::string_view> cells;
  const char separator = find_csv_separator(line);
  while (!line.empty()) {
    const std::size_t end = std::min(line.find(separator), line.size());
    std::string_view cell = trimmed(line.substr(0, end));
    if (cell.size() > 1 && cell.front() == '"' && cell.back() == '"') {
      cell = cell.substr(1, cell.size() - 2);
    }
    cells.push_back(cell);
    line.remove_prefix(std::min(end + 1, line.size()));
  }
  return cells;
}

bool has(const std::vector<std::string_view>& cells, std::string_view name) {
  return std::find(cells.begin(), cells.end(), name) != cells.end();
}

// Nothing where the first lines are those of no known format.
std::optional<CardsFormat> format_of(std::string_view bytes) {
  const std::string_view text = trimmed(exchange::without_mark(bytes));
  if (text.starts_with("PK\x03\x04") || text.starts_with('<')) return CardsFormat::hart;
  if (text.starts_with('{') || text.starts_with('[')) return CardsFormat::dominion_json;
  std::string_view rest = text.substr(0, std::size_t{1} << 22U);
  for (std::size_t line = 0; line < 6 && !rest.empty(); ++line) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const auto cells = cells_of(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (has(cells, "TabulatorNum")) return CardsFormat::dominion_csv;
    if (line == 1 && !cells.empty() && cells.front() == "Contest") return CardsFormat::raire;
    if (line > 0 || cells.empty()) continue;
    if (cells.front() == "Cast Vote Record") return CardsFormat::ess;
    if (has(cells, "BoxID") && has(cells, "BallotID")) return CardsFormat::clear_ballot;
    if (has(cells, "card") && has(cells, "container")) return CardsFormat::ours;
  }
  return std::nullopt;
}

tl::unexpected<Errors> unknown(std::string_view name, std::string found) {
  return fail(described(shown(name), 0, "", std::move(found), std::string(kKnown)));
}

// The cards of an archive; what is beside them (signatures, a system's own files) is no card.
Result<std::vector<RecordsInput>> unpacked(std::string_view name, std::string_view bytes) {
  const auto entries = records::zip_entries(name, bytes);
  if (!entries) return tl::unexpected(entries.error());
  std::vector<RecordsInput> files;
  for (const records::ZipEntry& entry : *entries) {
    const std::string_view file = entry.name.substr(entry.name.rfind('/') + 1);
    if (!file.ends_with(".xml") || file.ends_with(".sig.xml") || file.starts_with('.')) continue;
    auto text = records::unpack(name, bytes, entry);
    if (!text) return tl::unexpected(std::move(text.error()));
    files.push_back({fmt::format("{}/{}", name, shown(entry.name)), std::move(*text)});
  }
  if (files.empty()) return unknown(name, "a zip archive without a card in XML");
  // In an order of their own, not that in which they were packed.
  std::sort(files.begin(), files.end(),
            [](const RecordsInput& a, const RecordsInput& b) { return a.name < b.name; });
  return files;
}

void read_part(CardsFormat format, const Part& file, CardsBuilder& cards) {
  switch (format) {
    case CardsFormat::ours:
      return records::read_ours(file, nullptr, cards);
    case CardsFormat::dominion_csv:
      return records::read_dominion_csv(file, cards);
    case CardsFormat::dominion_json:
      return records::read_dominion_json({file}, cards);
    case CardsFormat::ess:
      return records::read_ess(file, cards);
    case CardsFormat::clear_ballot:
      return records::read_clear_ballot(file, cards);
    case CardsFormat::raire:
      return records::read_raire(file, cards);
    case CardsFormat::hart:
      break;
  }
  if (!file.bytes.starts_with("PK\x03\x04")) return records::read_hart(file, cards);
  const auto files = unpacked(file.name, file.bytes);
  if (!files) return cards.problems().add_all(files.error());
  for (const RecordsInput& one : *files) records::read_hart({one.name, one.bytes}, cards);
}

}  // namespace

std::string_view name_of(CardsFormat format) {
  switch (format) {
    case CardsFormat::ours:
      return "scrutineer-csv";
    case CardsFormat::dominion_csv:
      return "dominion-csv";
    case CardsFormat::dominion_json:
      return "dominion-json";
    case CardsFormat::hart:
      return "hart-xml";
    case CardsFormat::ess:
      return "ess-csv";
    case CardsFormat::clear_ballot:
      return "clearballot-csv";
    case CardsFormat::raire:
      break;
  }
  return "raire";
}

Result<CardsExport> read_cards_export(std::string_view name, std::string_view bytes) {
  return read_cards_exports({{std::string(name), std::string(bytes)}});
}

Result<CardsExport> read_cards_exports(const std::vector<RecordsInput>& files) {
  if (files.empty()) return fail("no file of records is given.");
  if (files.size() > records::kMostFiles) {
    return fail(fmt::format("{} files are given; at most {} are read in one run.", files.size(),
                            records::kMostFiles));
  }
  std::vector<Part> parts;
  std::optional<CardsFormat> format;
  for (const RecordsInput& file : files) {
    if (trimmed(exchange::without_mark(file.bytes)).empty())
      return unknown(file.name, "an empty file");
    const auto own = format_of(file.bytes);
    if (!own) return unknown(file.name, "text of another kind");
    if (format && *format != *own) {
      return fail(described(shown(file.name), 0, "", fmt::format("the format {}", name_of(*own)),
                            fmt::format("{}, as in {}", name_of(*format), shown(files[0].name))));
    }
    format = own;
    parts.push_back({file.name, file.bytes});
  }
  CardsBuilder cards(*format);
  if (*format == CardsFormat::dominion_json) {
    records::read_dominion_json(parts, cards);
  } else {
    for (const Part& part : parts) read_part(*format, part, cards);
  }
  auto read = cards.finish();
  if (read && read->cards.size() == 0) {
    return fail(described(shown(files[0].name), 0, "", "no cards", "at least one"));
  }
  return read;
}

}  // namespace scrutineer
