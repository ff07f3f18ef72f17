// Reading returns/*.csv, wide (a column per count) and long (unit,field,value).
#include "folder/returns.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <utility>

#include "base/text.hpp"
#include "folder/parts.hpp"
#include "folder/sheet.hpp"

namespace scrutineer {

namespace {

constexpr std::int64_t kHighestRevision = 1'000'000;
// What one source states of one contest fits one wide file within the limits of base/csv.hpp.
constexpr std::size_t kLongestCandidate = 200;
constexpr std::size_t kMostColumns = 3'900;
constexpr std::size_t kMostBytesOfNames = 500'000;
constexpr std::array<ColumnRule, 5> kWideColumns = {
    {{"unit", Need::required}, {"source"}, {"contest"}, {"revision"}, {"stated_at"}}};
constexpr std::array<ColumnRule, 7> kLongColumns = {{{"unit", Need::required},
                                                     {"source"},
                                                     {"contest"},
                                                     {"revision"},
                                                     {"stated_at"},
                                                     {"field", Need::required},
                                                     {"value", Need::required}}};

using Key = std::pair<SourceIndex, ContestIndex>;

// The key of a column of counts, or nothing where the name is none.
std::optional<ColumnKey> column_key(std::string_view name, const Draft& draft) {
  if (const auto field = from_name<Field>(name)) {
    return ColumnKey{static_cast<std::size_t>(*field), ""};
  }
  const std::size_t slash = name.find('/');
  const std::size_t candidate = slash == std::string_view::npos ? 1 : name.size() - slash - 1;
  const bool known = draft.parties.find(name.substr(0, slash)).has_value();
  if (candidate < 1 || candidate > kLongestCandidate || (!known && draft.parties.readable()))
    return std::nullopt;
  return ColumnKey{kFieldCount, std::string(name)};
}

// "returns/nec.stations.csv" is stated by nec.
std::string_view source_of_file(std::string_view path) {
  path.remove_prefix(path.rfind('/') + 1);
  return path.substr(0, path.find('.'));
}

// Reads one file; its rows are kept by (source, contest).
class FileReader {
 public:
  FileReader(const Sheet& sheet, Draft& draft) : sheet_(sheet), draft_(draft) {
    long_ = sheet.has("field") && sheet.has("value");
  }

  std::map<Key, ReturnRows> read() {
    if (!check_columns() || !find_source_of_file()) return {};
    sheet_.for_each_row(draft_.problems, [this](const Row& row) { read_row(row); });
    return std::move(result_);
  }

 private:
  bool check_columns() {
    std::vector<std::string> known;
    const auto add = [&known](const auto& columns) {
      for (const ColumnRule& column : columns) known.emplace_back(column.name);
    };
    if (long_) {
      add(kLongColumns);
      return sheet_.check_header(kLongColumns, known, draft_.problems);
    }
    add(kWideColumns);
    for (std::size_t field = 0; field < kFieldCount; ++field) {
      known.emplace_back(name_of(static_cast<Field>(field)));
    }
    for (const std::string& party : draft_.parties.all()) known.push_back(party);
    const auto& header = sheet_.table().header();
    for (std::size_t i = 0; i < header.size(); ++i) {
      const bool is_count =
          std::none_of(kWideColumns.begin(), kWideColumns.end(),
                       [&](const ColumnRule& column) { return column.name == header[i]; });
      if (!is_count) continue;
      if (const auto key = column_key(header[i], draft_)) {
        known.push_back(header[i]);
        counts_.emplace_back(i, *key);
      }
    }
    return sheet_.check_header(kWideColumns, known, draft_.problems);
  }

  bool find_source_of_file() {
    if (sheet_.has("source")) return true;
    const std::string_view name = source_of_file(sheet_.name());
    source_ = draft_.sources.find(name);
    if (source_) return true;
    if (draft_.sources.readable()) {
      draft_.problems.add({sheet_.name(), 0, "", shown(name), draft_.sources.expected(name),
                           "the file's name begins with \"" + shown(name) + "\", expected " +
                               draft_.sources.expected(name) + ", or a column source."});
    }
    return false;
  }

  std::optional<ContestIndex> contest_of(const Row& row) const {
    const bool only_one = draft_.contests.size() == 1 && draft_.contests.readable();
    if (only_one && row.cell("contest").empty()) return ContestIndex{0};
    return row.reference("contest", draft_.contests, Need::required);
  }

  void read_row(const Row& row) {
    const auto unit = row.reference("unit", draft_.units, Need::required);
    const auto source =
        sheet_.has("source") ? row.reference("source", draft_.sources, Need::required) : source_;
    const auto contest = contest_of(row);
    const std::int64_t revision = row.count("revision", kHighestRevision).value_or(0);
    const std::string stated_at = row.date_or_time("stated_at");
    // Where the row has no place, its counts are read all the same, for their errors.
    ReturnRows nowhere;
    const bool placed = unit && source && contest;
    ReturnRows& rows = placed ? result_[{*source, *contest}] : nowhere;
    bool is_new = false;
    const std::size_t place = rows.place(unit.value_or(UnitIndex{}), revision, is_new);
    if (is_new) {
      rows.rows[place].number = row.number();
      rows.rows[place].stated_at = stated_at;
    } else if (!long_) {
      row.expected("unit", "one row for each unit and revision (row " +
                               std::to_string(rows.rows[place].number) + " has it)");
      return;
    } else if (rows.rows[place].stated_at != stated_at) {
      row.expected("stated_at", "the same time as in row " +
                                    std::to_string(rows.rows[place].number) +
                                    ", which is of the same unit and revision");
    }
    if (long_) {
      read_long_cell(row, rows, place);
    } else {
      for (const auto& [column, key] : counts_) {
        if (const Count value = row.count(column)) rows.cell(key, place) = value;
      }
    }
  }

  void read_long_cell(const Row& row, ReturnRows& rows, std::size_t place) {
    const auto key = column_key(row.cell("field"), draft_);
    const Count value = row.count("value");
    if (!key && row.is_counted_only()) return row.expected("field", "");
    if (!key) {
      row.expected("field", all_names<Field>() + ", or " +
                                draft_.parties.expected(row.cell("field")) +
                                ", or party/candidate (at most " +
                                std::to_string(kLongestCandidate) + " bytes)");
      return;
    }
    if (!value) return;
    Count& cell = rows.cell(*key, place);
    if (cell) row.expected("field", "each field of a unit and revision once");
    cell = value;
  }

  const Sheet& sheet_;
  Draft& draft_;
  bool long_ = false;
  std::optional<SourceIndex> source_;
  std::vector<std::pair<std::size_t, ColumnKey>> counts_;  // wide: position in the file, key
  std::map<Key, ReturnRows> result_;
};

}  // namespace

std::size_t ReturnRows::place(UnitIndex unit, std::int64_t revision, bool& is_new) {
  const auto [place, inserted] = places.try_emplace({unit, revision}, rows.size());
  is_new = inserted;
  if (inserted) rows.push_back({unit, revision, "", 0});
  return place->second;
}

Count& ReturnRows::cell(const ColumnKey& column, std::size_t row) {
  std::vector<Count>& cells = columns[column];
  if (cells.size() <= row) cells.resize(row + 1);
  return cells[row];
}

ReturnsReader::ReturnsReader(Draft& draft) : draft_(&draft) {}
ReturnsReader::~ReturnsReader() = default;

std::string ReturnsReader::read(const std::string& path, std::string_view bytes) {
  Result<CsvTable> table = read_csv(path, bytes);
  if (!table) {
    draft_->problems.add_all(table.error());
    return "";
  }
  const Sheet sheet(path, std::move(*table));
  const std::map<Key, ReturnRows> rows = FileReader(sheet, *draft_).read();
  merge(path, rows);
  std::string canonical;
  if (!draft_->problems.empty()) return canonical;
  for (const auto& [key, part] : rows) {
    canonical +=
        write_returns(draft_->election, to_table(part, key.first, key.second, draft_->election));
  }
  return canonical;
}

void ReturnsReader::merge(const std::string& path, const std::map<Key, ReturnRows>& rows) {
  for (const auto& [key, part] : rows) {
    ReturnRows& whole = all_[key];
    std::vector<std::size_t> places(part.rows.size());
    for (std::size_t i = 0; i < part.rows.size(); ++i) {
      const auto& row = part.rows[i];
      bool is_new = false;
      places[i] = whole.place(row.unit, row.revision, is_new);
      auto& target = whole.rows[places[i]];
      if (is_new || target.stated_at.empty()) target.stated_at = row.stated_at;
      if (!row.stated_at.empty() && row.stated_at != target.stated_at) {
        draft_->problems.quote(path, row.number, "stated_at", row.stated_at,
                               "the same time as in another file of this source (" +
                                   target.stated_at + "), or a later revision");
      }
    }
    for (const auto& [column, cells] : part.columns) {
      for (std::size_t i = 0; i < cells.size(); ++i) {
        if (!cells[i]) continue;
        Count& cell = whole.cell(column, places[i]);
        if (cell) {
          draft_->problems.quote(path, part.rows[i].number,
                                 column.second.empty() ? name_of(static_cast<Field>(column.first))
                                                       : std::string_view(column.second),
                                 std::to_string(*cells[i]),
                                 "a count that no other file of this source states for the unit "
                                 "and revision");
        }
        cell = cells[i];
      }
    }
    check_size(path, key, part);
  }
}

// Sums stay within the range of counts, whatever is added up later.
void ReturnsReader::check_size(const std::string& path, const Key& key, const ReturnRows& rows) {
  Wide& total = totals_[key];
  for (const auto& [column, cells] : rows.columns) {
    for (const Count& cell : cells) total += cell.value_or(0);
  }
  if (total > kMaximumCount) {
    draft_->problems.describe(path, 0, "", "counts that add up to " + to_string(total),
                              "at most " + std::to_string(kMaximumCount) + " (10^15) in all");
  }
  const auto& columns = all_[key].columns;
  std::size_t bytes = 0;
  for (const auto& [column, cells] : columns) bytes += column.second.size();
  if (columns.size() > kMostColumns || bytes > kMostBytesOfNames) {
    draft_->problems.describe(path, 0, "",
                              std::to_string(columns.size()) + " columns of counts with names of " +
                                  std::to_string(bytes) + " bytes",
                              "at most " + std::to_string(kMostColumns) + " columns and " +
                                  std::to_string(kMostBytesOfNames) + " bytes");
  }
}

void ReturnsReader::finish() {
  const Election& election = draft_->election;
  std::set<std::string> paths;
  for (const auto& [key, rows] : all_) {
    if (rows.rows.empty()) continue;
    ReturnTable table = to_table(rows, key.first, key.second, election);
    // Source a.b with contest c and source a with contest b.c would be one file.
    const std::string path = returns_path(election, table);
    if (!paths.insert(path).second) {
      draft_->problems.quote("election.toml", 0, "source.id", election.sources[key.first.value].id,
                             "an id that does not make two files of the name " + path);
    }
    draft_->election.returns.push_back(std::move(table));
  }
}

}  // namespace scrutineer
