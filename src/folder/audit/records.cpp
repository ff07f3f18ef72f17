// Which format a file has, by what is in it.
#include "folder/records.hpp"

#include <algorithm>
#include <tuple>

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
  return fail(described(shown(name), 0, "", std::move(found), std::string(records::kKnownFormats)));
}

// The cards of an archive, one after the other, in the order of their names and not in that in
// which they were packed. What is beside them (signatures, a system's own files) is no card.
void read_archive(const Part& file, CardsBuilder& cards) {
  auto entries = records::zip_entries(file.name, file.bytes);
  if (!entries) return cards.problems().add_all(entries.error());
  std::erase_if(*entries, [](const records::ZipEntry& entry) {
    const std::string_view name = entry.name.substr(entry.name.rfind('/') + 1);
    return !name.ends_with(".xml") || name.ends_with(".sig.xml") || name.starts_with('.');
  });
  if (entries->empty()) {
    return cards.describe({file.name, 0, ""}, "a zip archive without a card in XML",
                          std::string(records::kKnownFormats));
  }
  std::sort(entries->begin(), entries->end(), [](const auto& a, const auto& b) {
    return std::tie(a.name, a.offset) < std::tie(b.name, b.offset);
  });
  for (const records::ZipEntry& entry : *entries) {
    const auto text = records::unpack(file.name, file.bytes, entry);
    if (!text) return cards.problems().add_all(text.error());
    const std::string name = fmt::format("{}/{}", file.name, shown(entry.name));
    records::read_hart({name, *text}, cards);
  }
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
  if (file.bytes.starts_with("PK\x03\x04")) return read_archive(file, cards);
  records::read_hart(file, cards);
}

// At least one.
Result<CardsExport> read_parts(const std::vector<Part>& parts) {
  std::optional<CardsFormat> format;
  for (const Part& part : parts) {
    if (trimmed(exchange::without_mark(part.bytes)).empty())
      return unknown(part.name, "an empty file");
    const auto own = format_of(part.bytes);
    if (!own) return unknown(part.name, "text of another kind");
    if (format && *format != *own) {
      return fail(described(std::string(part.name), 0, "",
                            fmt::format("the format {}", name_of(*own)),
                            fmt::format("{}, as in {}", name_of(*format), parts[0].name)));
    }
    format = own;
  }
  CardsBuilder cards(*format);
  if (*format == CardsFormat::dominion_json) {
    records::read_dominion_json(parts, cards);
  } else {
    for (const Part& part : parts) read_part(*format, part, cards);
  }
  auto read = cards.finish();
  if (read && read->cards.size() == 0) {
    return fail(described(std::string(parts[0].name), 0, "", "no cards", "at least one"));
  }
  return read;
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
  const std::string shown_name = shown(name);
  return read_parts({{shown_name, bytes}});
}

Result<CardsExport> read_cards_exports(const std::vector<RecordsInput>& files) {
  if (files.empty()) return fail("no file of records is given.");
  if (files.size() > records::kMostFiles) {
    return fail(fmt::format("{} files are given; at most {} are read in one run.", files.size(),
                            records::kMostFiles));
  }
  std::vector<std::string> names;
  for (const RecordsInput& file : files) names.push_back(shown(file.name));
  std::vector<Part> parts;
  for (std::size_t i = 0; i < files.size(); ++i) parts.push_back({names[i], files[i].bytes});
  return read_parts(parts);
}

}  // namespace scrutineer
