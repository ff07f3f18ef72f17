#include "folder/linkage_files.hpp"

#include <algorithm>
#include <unordered_map>

#include <fmt/core.h>

#include "base/digest.hpp"
#include "folder/roll/form_sheet.hpp"

namespace scrutineer {

namespace {

constexpr std::array kPairs = {
    ColumnRule{"id_a", Need::required}, ColumnRule{"id_b", Need::required},
    ColumnRule{"probability", Need::required}, ColumnRule{"class", Need::required}};
constexpr std::array kRemoved = {
    ColumnRule{"id", Need::required}, ColumnRule{"unit", Need::required},
    ColumnRule{"best_id", Need::required}, ColumnRule{"best_probability", Need::required}};
constexpr std::array kAdded = {ColumnRule{"id", Need::required}};
constexpr std::array kSnapshots = {ColumnRule{"snapshot", Need::required},
                                   ColumnRule{"entries", Need::required},
                                   ColumnRule{"sha256", Need::required}};

double probability_of(const Row& row, std::string_view column) {
  const auto value = roll_files::number_of(row.cell(column));
  if (value && *value >= 0 && *value <= 1) return *value;
  row.expected(column, "a probability from 0 to 1");
  return 0;
}

// Every entry of the old roll stands once in pairs.csv or in removed.csv.
class OldEntries {
 public:
  void add(const Row& row, std::string_view column) {
    const std::string_view id = row.cell(column);
    if (id.empty()) {
      row.expected(column, "an identifier");
      return;
    }
    if (!ids_.emplace(id, row.number()).second) {
      row.expected(column, "an entry of the old roll that stands nowhere else");
    }
  }

 private:
  std::unordered_map<std::string_view, std::int64_t> ids_;
};

class LinkageReader {
 public:
  explicit LinkageReader(const LinkageBytes& files) : files_(files) {}

  Result<LinkageFolder> run() {
    const auto pairs =
        roll_files::open_form(files_.pairs.name, files_.pairs.bytes, kPairs, problems_);
    const auto removed =
        roll_files::open_form(files_.removed.name, files_.removed.bytes, kRemoved, problems_);
    OldEntries entries;
    if (pairs) {
      pairs->for_each_row(problems_, [&](const Row& row) { add_link(row, entries); });
    }
    if (removed) {
      removed->for_each_row(problems_, [&](const Row& row) {
        entries.add(row, "id");
        folder_.removal_probability.push_back(
            row.cell("best_id").empty() ? 0 : probability_of(row, "best_probability"));
      });
    }
    if (pairs) refuse_blank_rows(*pairs, folder_.link_probability.size());
    if (removed) refuse_blank_rows(*removed, folder_.removal_probability.size());
    if (files_.added) read_added(*files_.added);
    if (files_.units) read_units(*files_.units);
    if (files_.snapshots) read_snapshots(*files_.snapshots);
    if (problems_.empty()) check_sums();
    if (!problems_.empty()) return tl::unexpected<Errors>(problems_.take());
    folder_.pairs = pairs->table();
    folder_.removed = removed->table();
    folder_.pairs_sha256 = sha256_hex(files_.pairs.bytes);
    folder_.removed_sha256 = sha256_hex(files_.removed.bytes);
    return std::move(folder_);
  }

 private:
  void add_link(const Row& row, OldEntries& entries) {
    entries.add(row, "id_a");
    folder_.link_probability.push_back(probability_of(row, "probability"));
    const std::string_view what = row.cell("class");
    if (what == "unchanged") {
      ++folder_.unchanged;
    } else if (what == "changed") {
      ++folder_.changed;
    } else if (what == "moved") {
      ++folder_.moved;
    } else if (what == "ambiguous") {
      ++folder_.ambiguous;
    } else {
      row.expected("class", "one of unchanged, changed, moved, ambiguous");
    }
  }

  // Rows are called by their places in what follows.
  void refuse_blank_rows(const Sheet& sheet, std::size_t read) {
    if (sheet.table().rows() == read) return;
    problems_.describe(sheet.name(), 0, "", "rows of empty cells",
                       "the file as `roll diff` wrote it");
  }

  void read_added(const NamedBytes& file) {
    const auto sheet = roll_files::open_form(file.name, file.bytes, kAdded, problems_);
    if (sheet) folder_.added = static_cast<std::int64_t>(sheet->table().rows());
  }

  void read_units(const NamedBytes& file) {
    auto units = read_unit_entries(file);
    if (units) {
      folder_.units = std::move(*units);
    } else {
      problems_.add_all(units.error());
    }
  }

  void read_snapshots(const NamedBytes& file) {
    const auto sheet = roll_files::open_form(file.name, file.bytes, kSnapshots, problems_);
    if (!sheet) return;
    sheet->for_each_row(problems_, [&](const Row& row) {
      LinkedSnapshot snapshot;
      snapshot.snapshot = row.text("snapshot", Need::required);
      snapshot.entries = row.count("entries").value_or(0);
      snapshot.sha256 = row.text("sha256", Need::required);
      folder_.snapshots.push_back(std::move(snapshot));
    });
  }

  void check_sum(const NamedBytes& file, std::string_view column, std::int64_t expected) {
    std::int64_t sum = 0;
    for (const UnitEntries& unit : folder_.units) sum += unit.of(column);
    if (sum == expected) return;
    problems_.describe(file.name, 0, column, fmt::format("{} in all units", sum),
                       fmt::format("{}, as in the other files of the folder", expected));
  }

  void check_sums() {
    if (!files_.units) return;
    const auto links = static_cast<std::int64_t>(folder_.link_probability.size());
    const auto removed = static_cast<std::int64_t>(folder_.removal_probability.size());
    check_sum(*files_.units, "old", links + removed);
    check_sum(*files_.units, "removed", removed);
    if (folder_.added) check_sum(*files_.units, "added", *folder_.added);
  }

  const LinkageBytes& files_;
  Problems problems_;
  LinkageFolder folder_;
};

std::string_view cell_of(const CsvTable& table, std::size_t row, std::string_view column) {
  const auto place = std::find(table.header().begin(), table.header().end(), column);
  return table.cell(row, static_cast<std::size_t>(place - table.header().begin()));
}

}  // namespace

std::int64_t UnitEntries::of(std::string_view column) const {
  const auto place = std::find(kUnitCounts.begin(), kUnitCounts.end(), column);
  return counts[static_cast<std::size_t>(place - kUnitCounts.begin())];
}

std::string_view LinkageFolder::old_id(roll::AskedOf kind, std::size_t row) const {
  return kind == roll::AskedOf::links ? cell_of(pairs, row, "id_a") : cell_of(removed, row, "id");
}

std::string_view LinkageFolder::new_id(roll::AskedOf kind, std::size_t row) const {
  return kind == roll::AskedOf::links ? cell_of(pairs, row, "id_b")
                                      : cell_of(removed, row, "best_id");
}

Result<std::vector<UnitEntries>> read_unit_entries(const NamedBytes& file) {
  std::vector<ColumnRule> columns = {ColumnRule{"unit"}};
  for (const std::string_view name : kUnitCounts) {
    columns.push_back(ColumnRule{name, Need::required});
  }
  Problems problems;
  std::vector<UnitEntries> units;
  std::unordered_map<std::string, std::int64_t> rows;
  if (const auto sheet = roll_files::open_form(file.name, file.bytes, columns, problems)) {
    sheet->for_each_row(problems, [&](const Row& row) {
      UnitEntries unit;
      unit.unit = row.text("unit");  // empty: entries that state none
      if (!rows.emplace(unit.unit, row.number()).second) {
        row.expected("unit", "a unit that no other row has");
      }
      for (std::size_t c = 0; c < kUnitCounts.size(); ++c) {
        if (row.cell(kUnitCounts[c]).empty()) row.expected(kUnitCounts[c], "a number of entries");
        unit.counts[c] = row.count(kUnitCounts[c]).value_or(0);
      }
      units.push_back(std::move(unit));
    });
  }
  if (!problems.empty()) return tl::unexpected<Errors>(problems.take());
  return units;
}

Result<LinkageFolder> read_linkage_folder(const LinkageBytes& files) {
  return LinkageReader(files).run();
}

std::vector<double> asked_probabilities(const LinkageFolder& folder, roll::AskedOf kind) {
  if (kind == roll::AskedOf::removals) return folder.removal_probability;
  std::vector<double> is_false;
  is_false.reserve(folder.link_probability.size());
  for (const double p : folder.link_probability) is_false.push_back(1 - p);
  return is_false;
}

}  // namespace scrutineer
