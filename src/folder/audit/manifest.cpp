// Manifests of containers: our CSV (container, unit, cards, place), and batches of tabulators as
// audit software exchanges them, whose columns go by many names.
#include <algorithm>
#include <array>
#include <set>

#include <fmt/core.h>

#include "base/csv.hpp"
#include "base/text.hpp"
#include "folder/audit/cards_builder.hpp"
#include "folder/audit/workbook.hpp"

namespace scrutineer {

namespace {

using records::Where;

const std::vector<std::string> kOurColumns = {"container", "unit", "cards", "place"};
constexpr std::size_t kMostContainers = 10'000'000;

// Adds rows to a manifest; a container stands once, and all cards together stay a number.
class ManifestBuilder {
 public:
  explicit ManifestBuilder(std::string_view file) : file_(file) {}

  Problems& problems() { return problems_; }
  bool is_full() const { return problems_.is_full(file_); }
  void quote(std::int64_t row, std::string_view column, std::string_view found,
             std::string expected) {
    problems_.quote(file_, row, column, found, std::move(expected));
  }

  void add(std::int64_t row, std::string_view column, Container container,
           std::string_view cards_column, std::string_view cards) {
    if (auto expected = records::refuse_name(container.id)) {
      quote(row, column, container.id, std::move(*expected) + ": the container's");
    } else if (!seen_.insert(container.id).second) {
      quote(row, column, container.id, "each container once");
    }
    const auto count = parse_count(trimmed(cards));
    if (!count) {
      quote(row, cards_column, cards, count.error());
    } else if (*count > kMaximumCount - total_) {
      quote(row, cards_column, cards, fmt::format("at most {} cards in all", kMaximumCount));
    } else {
      total_ += *count;
      container.cards = *count;
    }
    manifest_.containers.push_back(std::move(container));
  }

  Result<Manifest> finish() {
    if (!problems_.empty()) return tl::unexpected(problems_.take());
    if (manifest_.containers.empty()) {
      problems_.describe(file_, 0, "", "no containers", "a row for each");
      return tl::unexpected(problems_.take());
    }
    return std::move(manifest_);
  }

 private:
  std::string file_;
  Problems problems_;
  Manifest manifest_;
  std::set<std::string> seen_;
  Votes total_ = 0;
};

bool is_ours(const CsvTable& table) {
  const auto& header = table.header();
  const auto has = [&](std::string_view name) {
    return std::find(header.begin(), header.end(), name) != header.end();
  };
  return has("container") || has("cards");
}

Result<Manifest> read_ours(std::string_view name, const CsvTable& table) {
  ManifestBuilder builder(name);
  std::array<std::optional<std::size_t>, 4> columns;
  for (std::size_t i = 0; i < table.header().size(); ++i) {
    const std::string& title = table.header()[i];
    const auto known = std::find(kOurColumns.begin(), kOurColumns.end(), title);
    if (known == kOurColumns.end()) {
      const auto meant = nearest(title, kOurColumns);
      builder.quote(table.header_number(), title, title,
                    meant ? fmt::format("{}; the columns are container, unit, cards, place", *meant)
                          : "one of the columns container, unit, cards, place");
    } else {
      columns[static_cast<std::size_t>(known - kOurColumns.begin())] = i;
    }
  }
  for (const std::size_t required : {std::size_t{0}, std::size_t{2}}) {
    if (columns[required]) continue;
    builder.problems().describe(name, table.header_number(), kOurColumns[required],
                                "no such column", "container and cards");
  }
  const bool is_right = columns[0] && columns[2];
  for (std::size_t row = 0; is_right && row < table.rows() && !builder.is_full(); ++row) {
    const auto cell = [&](const std::optional<std::size_t>& column) {
      return column ? std::string(trimmed(table.cell(row, *column))) : std::string();
    };
    builder.add(table.number(row), kOurColumns[0],
                {cell(columns[0]), cell(columns[1]), 0, cell(columns[3])}, kOurColumns[2],
                cell(columns[2]));
  }
  return builder.finish();
}

// In lower case, letters and digits only: "Tray #" is "tray".
std::string folded(std::string_view title) {
  std::string text;
  for (const char c : title) {
    if (c >= 'A' && c <= 'Z') text += static_cast<char>(c - 'A' + 'a');
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) text += c;
  }
  return text;
}

enum class Role { tabulator, batch, cards, unit, place, none };

Role role_of(std::string_view title) {
  static constexpr std::array<std::pair<std::string_view, Role>, 16> kRoles = {{
      {"tabulator", Role::tabulator},
      {"tabulatornumber", Role::tabulator},
      {"tabulatorid", Role::tabulator},
      {"scannerid", Role::tabulator},
      {"batch", Role::batch},
      {"batchname", Role::batch},
      {"batchid", Role::batch},
      {"batchnumber", Role::batch},
      {"numberofballots", Role::cards},
      {"numballots", Role::cards},
      {"totalballots", Role::cards},
      {"countyid", Role::unit},
      {"container", Role::place},
      {"storagelocation", Role::place},
      {"tray", Role::place},
      {"vbmcartcartnumber", Role::place},
  }};
  const std::string name = folded(title);
  for (const auto& [known, role] : kRoles) {
    if (name == known) return role;
  }
  return Role::none;
}

struct BatchColumns {
  std::optional<std::size_t> tabulator, batch, cards, unit;
  std::vector<std::size_t> places;
};

BatchColumns find_columns(const CsvTable& table, ManifestBuilder& builder,
                          std::vector<std::string>& notes) {
  BatchColumns columns;
  const auto take = [&](std::optional<std::size_t>& column, std::size_t i) {
    if (column) {
      builder.quote(table.header_number(), table.header()[i], table.header()[i],
                    fmt::format("one such column; \"{}\" is another", table.header()[*column]));
    }
    column = i;
  };
  for (std::size_t i = 0; i < table.header().size(); ++i) {
    switch (role_of(table.header()[i])) {
      case Role::tabulator:
        take(columns.tabulator, i);
        break;
      case Role::batch:
        take(columns.batch, i);
        break;
      case Role::cards:
        take(columns.cards, i);
        break;
      case Role::unit:
        take(columns.unit, i);
        break;
      case Role::place:
        columns.places.push_back(i);
        break;
      case Role::none:
        notes.push_back(fmt::format("The column \"{}\" is not read.", shown(table.header()[i])));
    }
  }
  return columns;
}

Result<ManifestFile> read_batches(std::string_view name, const CsvTable& table) {
  ManifestFile file;
  file.format = ManifestFormat::batches;
  ManifestBuilder builder(name);
  const BatchColumns columns = find_columns(table, builder, file.notes);
  if (!columns.batch || !columns.cards) {
    std::string titles;
    for (const std::string& title : table.header()) titles += (titles.empty() ? "" : ", ") + title;
    builder.problems().describe(name, table.header_number(), "",
                                fmt::format("the columns {}", shown(titles)),
                                "container and cards (our CSV), Batch Name and Number of Ballots, "
                                "or BatchID and NumBallots");
    return tl::unexpected(builder.problems().take());
  }
  records::ContainerNames names;
  for (std::size_t row = 0; row < table.rows() && !builder.is_full(); ++row) {
    const auto cell = [&](const std::optional<std::size_t>& column) {
      return column ? trimmed(table.cell(row, *column)) : std::string_view();
    };
    std::string place;
    for (const std::size_t column : columns.places) {
      const std::string_view part = trimmed(table.cell(row, column));
      if (part.empty()) continue;
      place += (place.empty() ? "" : ", ");
      place +=
          columns.places.size() > 1 ? fmt::format("{} {}", table.header()[column], part) : part;
    }
    auto id = names.join(cell(columns.tabulator), cell(columns.batch));
    if (!id) {
      builder.quote(table.number(row), table.header()[*columns.batch], cell(columns.batch),
                    "another name: a different tabulator and batch give the same one");
      continue;
    }
    builder.add(table.number(row), table.header()[*columns.batch],
                {std::move(*id), std::string(cell(columns.unit)), 0, std::move(place)},
                table.header()[*columns.cards], cell(columns.cards));
  }
  auto manifest = builder.finish();
  if (!manifest) return tl::unexpected(std::move(manifest.error()));
  file.manifest = std::move(*manifest);
  return file;
}

}  // namespace

std::string_view name_of(ManifestFormat format) {
  return format == ManifestFormat::ours ? "scrutineer-csv" : "batches";
}

Result<Manifest> parse_manifest(std::string_view name, std::string_view bytes) {
  CsvLimits limits;
  limits.rows = kMostContainers;
  const auto table = read_csv(name, bytes, limits);
  if (!table) return tl::unexpected(table.error());
  return read_ours(name, *table);
}

std::string write_manifest(const Manifest& manifest) {
  std::string csv;
  append_csv_header(csv, kOurColumns);
  for (const Container& one : manifest.containers) {
    append_csv_row(csv, {one.id, one.unit, std::to_string(one.cards), one.place});
  }
  return csv;
}

Result<ManifestFile> read_manifest(std::string_view name, std::string_view bytes) {
  if (bytes.starts_with("PK\x03\x04")) {
    const auto csv = records::first_sheet_as_csv(name, bytes);
    if (!csv) return tl::unexpected(csv.error());
    return read_manifest(name, *csv);
  }
  const auto table = read_csv(name, bytes);
  if (!table) return tl::unexpected(table.error());
  if (!is_ours(*table)) return read_batches(name, *table);
  auto manifest = read_ours(name, *table);
  if (!manifest) return tl::unexpected(std::move(manifest.error()));
  return ManifestFile{ManifestFormat::ours, std::move(*manifest), {}};
}

}  // namespace scrutineer
