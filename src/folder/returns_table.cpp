// One CSV of returns as an election: the columns left of "unit" are the places above it, top to
// bottom; right of it stand counts, by the names of fields or of parties. Every row is a form.
#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_set>
#include <utility>

#include "base/csv_scan.hpp"
#include "base/digest.hpp"
#include "base/text.hpp"
#include "base/threads.hpp"
#include "folder/canonical.hpp"
#include "folder/folder.hpp"
#include "folder/parts.hpp"
#include "folder/problems.hpp"
#include "folder/sheet.hpp"

namespace scrutineer {

namespace {

constexpr std::size_t kLongestName = 200;
constexpr std::size_t kMostPlaces = 16;

constexpr std::size_t kUnitsAtATime = 65'536;
constexpr std::int32_t kNotPlain = -2;

// A count of at most nine digits, kNotStated of an empty cell, or kNotPlain.
std::int32_t plain_count(std::string_view cell) {
  if (cell.empty()) return Counts::kNotStated;
  if (cell.size() > 9) return kNotPlain;
  std::int32_t value = 0;
  for (const char c : cell) {
    const auto digit = static_cast<unsigned char>(c - '0');
    if (digit > 9) return kNotPlain;
    value = value * 10 + digit;
  }
  return value;
}

// The same for a cell of one to eight bytes of which eight may be read: all digits at one time,
// since the lengths of cells are what a processor cannot guess.
std::int32_t plain_count_of_eight(std::string_view cell) {
  constexpr std::uint64_t kZeros = 0x3030'3030'3030'3030;
  constexpr std::uint64_t kHigh = 0xF0F0'F0F0'F0F0'F0F0;
  std::uint64_t word = 0;
  std::memcpy(&word, cell.data(), sizeof word);
  const std::size_t unused = 64 - 8 * cell.size();
  word = word << unused | ((kZeros >> 1U) >> (63 - unused));  // leading zeros
  // '0' to '9' keep their high half when 6 is added; no other byte has this one before and after.
  const std::uint64_t more = word + 0x0606'0606'0606'0606;
  if ((word & kHigh) != kZeros || (more & kHigh) != kZeros) return kNotPlain;
  word -= kZeros;
  word = (word * 10 + (word >> 8U)) & 0x00FF'00FF'00FF'00FF;  // pairs of digits …
  word = (word * 100 + (word >> 16U)) & 0x0000'FFFF'0000'FFFF;
  word = word * 10'000 + (word >> 32U);
  return static_cast<std::int32_t>(word & 0xFFFF'FFFFU);
}

bool has_duplicates(const std::vector<std::string_view>& codes) {
  const bool ascends =
      std::adjacent_find(codes.begin(), codes.end(), std::greater_equal<>()) == codes.end();
  if (ascends) return false;                                                 // as most files do
  std::vector<std::uint32_t> table(std::bit_ceil(2 * codes.size() + 2), 0);  // positions, plus one
  for (std::size_t i = 0; i < codes.size(); ++i) {
    std::size_t at = std::hash<std::string_view>()(codes[i]) & (table.size() - 1);
    for (; table[at] != 0; at = (at + 1) & (table.size() - 1)) {
      if (codes[table[at] - 1] == codes[i]) return true;
    }
    table[at] = static_cast<std::uint32_t>(i + 1);
  }
  return false;
}

class Reader {
 public:
  Reader(const Sheet& sheet, Problems& problems) : sheet_(sheet), problems_(problems) {
    start_election();
  }

  // All rows of a plain file, or nothing where there is anything to say of one; and what is to be
  // done at the same time.
  std::optional<Election> read_plain(const CsvScan& scan, const std::function<void()>& beside) {
    if (scan.rows() == 0 || !arrange_columns()) return std::nullopt;
    for (Column& column : table_.columns) column.cells = Counts::to_be_written(scan.rows());
    codes_.resize(scan.rows());
    std::vector<Piece> pieces(scan.pieces());
    for_each_piece(pieces.size() + 1, [&](std::size_t i) {
      i == 0 ? beside() : read_piece(scan, i - 1, pieces[i - 1]);
    });
    parents_.reserve(scan.rows());
    for (const Piece& piece : pieces) {
      if (!piece.is_plain) return std::nullopt;
      total_ += piece.total;
      place_rows(piece);
    }
    bool repeats = false;
    for_each_piece(2, [&](std::size_t i) {
      i == 0 ? make_room_for_stations() : static_cast<void>(repeats = has_duplicates(codes_));
    });
    if (total_ > kMaximumCount || repeats) return std::nullopt;
    finish();
    return std::move(election_);
  }

  Election read() {
    if (!arrange_columns()) return {};
    sheet_.for_each_row(problems_, [this](const Row& row) { read_row(row); });
    if (codes_.empty() && problems_.empty()) {
      problems_.describe(sheet_.name(), 0, "", "no row", "at least one form below the header");
    }
    if (total_ > kMaximumCount) {
      problems_.describe(sheet_.name(), 0, "", "counts that add up to " + to_string(total_),
                         "at most " + std::to_string(kMaximumCount) + " (10^15) in all");
    }
    make_room_for_stations();
    finish();
    return std::move(election_);
  }

 private:
  // Rows from `first` on lie in the place of these names, top to bottom.
  struct Run {
    std::size_t first = 0;
    std::vector<std::string_view> places;
    std::vector<std::string_view> cells;  // the same, untrimmed
  };
  struct Piece {
    bool is_plain = false;
    Wide total = 0;
    std::vector<Run> runs;
    std::size_t end = 0;
  };

  void read_piece(const CsvScan& scan, std::size_t index, Piece& piece) {
    std::vector<std::int32_t*> columns;
    for (Column& column : table_.columns) columns.push_back(column.cells.narrow().data());
    piece.end = scan.first_row(index);
    const char* const last_eight = scan.end() - sizeof(std::uint64_t);
    std::int64_t total = 0;  // of a piece's cells, which are below 2^31 and fewer than its bytes
    const bool is_plain =
        scan.read(index, [&](std::size_t row, std::span<const std::string_view> cells) {
          piece.end = row + 1;
          codes_[row] = cells[unit_];
          if (!is_unit_code(codes_[row])) codes_[row] = trimmed(cells[unit_]);
          if (!is_unit_code(codes_[row]) || !enter_places(row, cells, piece)) return false;
          for (std::size_t i = 0; i < columns.size(); ++i) {
            const std::string_view cell = cells[positions_[i]];
            const bool has_eight = std::endian::native == std::endian::little &&
                                   cell.size() - 1 < 8 && cell.data() <= last_eight;
            std::int32_t count = has_eight ? plain_count_of_eight(cell) : plain_count(cell);
            if (count == kNotPlain) count = plain_count(trimmed(cells[positions_[i]]));
            if (count == kNotPlain) return false;
            columns[i][row] = count;
            total += count > 0 ? count : 0;
          }
          return true;
        });
    piece.total = total;
    piece.is_plain = is_plain;
  }

  bool enter_places(std::size_t row, std::span<const std::string_view> cells, Piece& piece) const {
    const auto above = cells.first(unit_);
    if (!piece.runs.empty() && std::ranges::equal(above, piece.runs.back().cells)) return true;
    Run run{row, {}, {above.begin(), above.end()}};
    for (std::size_t i = 0; i < unit_; ++i) {
      run.places.push_back(trimmed(cells[i]));
      if (run.places[i].empty() || run.places[i].size() > kLongestName) return false;
    }
    piece.runs.push_back(std::move(run));
    return true;
  }

  void place_rows(const Piece& piece) {
    for (std::size_t i = 0; i < piece.runs.size(); ++i) {
      UnitIndex parent{0};
      std::uint32_t level = 0;
      for (const std::string_view name : piece.runs[i].places) {
        parent = place(parent, ++level, name);
      }
      const bool last = i + 1 == piece.runs.size();
      parents_.resize(last ? piece.end : piece.runs[i + 1].first, parent);
    }
  }

  void start_election() {
    election_ = election_of_file(sheet_.name());
    election_.levels.emplace_back("all");
    Unit all;
    all.id = "all";
    election_.units.push_back(std::move(all));
    ids_.insert("all");
  }

  bool arrange_columns() {
    const auto& header = sheet_.table().header();
    const auto unit = std::find(header.begin(), header.end(), "unit");
    if (unit == header.end()) {
      std::string columns;
      for (const std::string& name : header) columns += (columns.empty() ? "" : ", ") + name;
      problems_.quote(sheet_.name(), sheet_.table().header_number(), "", columns,
                      "a column unit (the code of the polling station), with the columns of the "
                      "places above it on its left and the counts on its right");
      return false;
    }
    unit_ = static_cast<std::size_t>(unit - header.begin());
    if (unit_ > kMostPlaces) {
      problems_.quote(sheet_.name(), sheet_.table().header_number(), "unit", "unit",
                      "at most 16 columns of places on its left");
      return false;
    }
    for (std::size_t i = 0; i < unit_; ++i) election_.levels.push_back(header[i]);
    election_.levels.emplace_back("unit");
    for (std::size_t i = unit_ + 1; i < header.size(); ++i) add_column(i, header[i]);
    if (table_.columns.empty()) {
      problems_.quote(sheet_.name(), sheet_.table().header_number(), "", "unit",
                      "at least one column of counts on the right of unit");
    }
    return problems_.empty();
  }

  void add_column(std::size_t position, const std::string& name) {
    Column column;
    column.field = from_name<Field>(name);
    if (!column.field) {
      std::string id = slug(name);
      if (!is_party_id(id) || !parties_.insert(id).second) {
        problems_.quote(
            sheet_.name(), sheet_.table().header_number(), name, name,
            "a party's name with letters a to z or digits, unlike the others' and unlike "
            "unit, source, contest, revision, stated_at, field and value");
        return;
      }
      column.party = PartyIndex{static_cast<std::uint32_t>(election_.parties.size())};
      election_.parties.push_back({std::move(id), {{"en", name}}, ""});
    }
    positions_.push_back(position);
    table_.columns.push_back(std::move(column));
  }

  // The place of that name below `parent`, made where it is new.
  UnitIndex place(UnitIndex parent, std::uint32_t level, std::string_view name) {
    const auto [found, is_new] = places_.try_emplace(
        {parent, std::string(name)}, UnitIndex{static_cast<std::uint32_t>(election_.units.size())});
    if (!is_new) return found->second;
    Unit unit;
    unit.id = slug(name);
    if (!ids_.insert(unit.id).second) {
      unit.id = "place-" + std::to_string(election_.units.size());
      ids_.insert(unit.id);
    }
    unit.parent = parent;
    unit.level = level;
    unit.name = {{"en", std::string(name)}};
    election_.units.push_back(std::move(unit));
    return found->second;
  }

  void read_row(const Row& row) {
    UnitIndex parent{0};
    for (std::size_t i = 0; i < unit_; ++i) {
      const std::string_view name = row.cell(i);
      if (name.empty() || name.size() > kLongestName) {
        row.expected(i, "the name of a place (at most 200 bytes)");
        continue;
      }
      parent = place(parent, static_cast<std::uint32_t>(i + 1), name);
    }
    const std::string_view code = row.cell(unit_);
    if (!is_unit_code(code)) {
      row.expected(unit_, "the code of a station (letters, digits, - _ . /, at most 64)");
    } else if (const auto [before, is_new] = forms_.try_emplace(std::string(code), row.number());
               !is_new) {
      row.expected(unit_, "each station once (row " + std::to_string(before->second) + " has it)");
    }
    codes_.push_back(code);
    parents_.push_back(parent);
    for (std::size_t i = 0; i < positions_.size(); ++i) {
      const Count count = row.count(positions_[i]);
      total_ += count.value_or(0);
      table_.columns[i].cells.push_back(count);
    }
  }

  // Stations come after all places, so that units stand parents first.
  void make_room_for_stations() {
    election_.units.resize(election_.units.size() + codes_.size());
    table_.unit.resize(codes_.size());
  }

  void finish() {
    const std::size_t first = election_.units.size() - codes_.size();
    const Slices slices{codes_.size(), kUnitsAtATime};
    for_each_piece(slices.count(), [&](std::size_t slice) {
      for (std::size_t i = slices.begin(slice); i < slices.end(slice); ++i) {
        Unit& unit = election_.units[first + i];
        unit.id = codes_[i];
        while (ids_.count(unit.id) > 0 || (unit.id.size() > codes_[i].size() && is_code(unit.id))) {
          unit.id = "unit-" + unit.id;
        }
        unit.parent = parents_[i];
        unit.level = static_cast<std::uint32_t>(unit_ + 1);
        table_.unit[i] = {static_cast<std::uint32_t>(first + i)};
      }
    });
    codes_ = {};  // the most that is held at one time is held here
    parents_ = {};
    table_.revision.assign(table_.unit.size(), 0);
    table_.stated_at.assign(table_.unit.size(), "");
    Contest contest;
    contest.id = "contest";
    contest.seats = 1;
    contest.rule = Rule::plurality;
    contest.constituencies = "all";
    election_.contests.push_back(std::move(contest));
    election_.returns.push_back(std::move(table_));
  }

  bool is_code(std::string_view id) const {
    return std::find(codes_.begin(), codes_.end(), id) != codes_.end();
  }

  const Sheet& sheet_;
  Problems& problems_;
  Election election_;
  ReturnTable table_;
  std::size_t unit_ = 0;                // position of the column
  std::vector<std::size_t> positions_;  // of the columns of counts
  std::set<std::string> parties_;
  std::unordered_set<std::string> ids_;  // of places
  std::map<std::pair<UnitIndex, std::string>, UnitIndex> places_;
  std::map<std::string, std::int64_t> forms_;  // row by code
  std::vector<std::string_view> codes_;        // in the file or the sheet
  std::vector<UnitIndex> parents_;
  Wide total_ = 0;
};

// Most files are plain and need no second look.
std::optional<Election> read_plain_file(std::string_view name, std::string_view bytes,
                                        std::string& digest) {
  const auto scan = CsvScan::open(bytes);
  if (!scan) return std::nullopt;
  auto header = read_csv(name, bytes.substr(0, bytes.find('\n')));
  if (!header) return std::nullopt;
  const Sheet sheet(std::string(name), std::move(*header));
  Problems ignored;  // the careful reader finds them again
  return Reader(sheet, ignored).read_plain(*scan, [&] { digest = sha256_hex(bytes); });
}

}  // namespace

Result<LoadedFolder> parse_returns_table(std::string_view name, std::string_view bytes) {
  LoadedFolder folder;
  std::string digest;
  if (auto plain = read_plain_file(name, bytes, digest)) {
    folder.election = std::move(*plain);
  } else {
    Problems problems;
    auto table = read_csv(name, bytes);
    if (!table) return tl::unexpected<Errors>(std::move(table.error()));
    const Sheet sheet(std::string(name), std::move(*table));
    folder.election = Reader(sheet, problems).read();
    if (!problems.empty()) return tl::unexpected<Errors>(problems.take());
  }
  if (digest.empty()) digest = sha256_hex(bytes);
  folder.inputs.push_back({std::string(name), digest, digest});
  return folder;
}

}  // namespace scrutineer
