// One CSV of returns as an election: the columns left of "unit" are the places above it, top to
// bottom; right of it stand counts, by the names of fields or of parties. Every row is a form.
#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "base/digest.hpp"
#include "base/text.hpp"
#include "folder/canonical.hpp"
#include "folder/folder.hpp"
#include "folder/parts.hpp"
#include "folder/problems.hpp"
#include "folder/sheet.hpp"

namespace scrutineer {

namespace {

constexpr std::size_t kLongestName = 200;
constexpr std::size_t kMostPlaces = 16;

class Reader {
 public:
  Reader(const Sheet& sheet, Problems& problems) : sheet_(sheet), problems_(problems) {}

  Election read() {
    start_election();
    if (!arrange_columns()) return {};
    sheet_.for_each_row(problems_, [this](const Row& row) { read_row(row); });
    if (table_.unit.empty() && problems_.empty()) {
      problems_.describe(sheet_.name(), 0, "", "no row", "at least one form below the header");
    }
    if (total_ > kMaximumCount) {
      problems_.describe(sheet_.name(), 0, "", "counts that add up to " + to_string(total_),
                         "at most " + std::to_string(kMaximumCount) + " (10^15) in all");
    }
    finish();
    return std::move(election_);
  }

 private:
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
    codes_.emplace_back(code);
    parents_.push_back(parent);
    for (std::size_t i = 0; i < positions_.size(); ++i) {
      const Count count = row.count(positions_[i]);
      total_ += count.value_or(0);
      table_.columns[i].cells.push_back(count);
    }
    table_.unit.push_back({});
  }

  // Stations come after all places, so that units stand parents first.
  void finish() {
    for (std::size_t i = 0; i < codes_.size(); ++i) {
      Unit unit;
      unit.id = codes_[i];
      if (ids_.count(unit.id) > 0) unit.id = "unit-" + unit.id;
      unit.parent = parents_[i];
      unit.level = static_cast<std::uint32_t>(unit_ + 1);
      table_.unit[i] = {static_cast<std::uint32_t>(election_.units.size())};
      election_.units.push_back(std::move(unit));
    }
    table_.revision.assign(codes_.size(), 0);
    table_.stated_at.assign(codes_.size(), "");
    Contest contest;
    contest.id = "contest";
    contest.seats = 1;
    contest.rule = Rule::plurality;
    contest.constituencies = "all";
    election_.contests.push_back(std::move(contest));
    election_.returns.push_back(std::move(table_));
  }

  const Sheet& sheet_;
  Problems& problems_;
  Election election_;
  ReturnTable table_;
  std::size_t unit_ = 0;                // position of the column
  std::vector<std::size_t> positions_;  // of the columns of counts
  std::set<std::string> parties_;
  std::set<std::string> ids_;  // of places
  std::map<std::pair<UnitIndex, std::string>, UnitIndex> places_;
  std::map<std::string, std::int64_t> forms_;  // row by code
  std::vector<std::string> codes_;
  std::vector<UnitIndex> parents_;
  Wide total_ = 0;
};

}  // namespace

Result<LoadedFolder> parse_returns_table(std::string_view name, std::string_view bytes) {
  Problems problems;
  auto table = read_csv(name, bytes);
  if (!table) return tl::unexpected<Errors>(std::move(table.error()));
  const Sheet sheet(std::string(name), std::move(*table));
  LoadedFolder folder{Reader(sheet, problems).read(), {}};
  if (!problems.empty()) return tl::unexpected<Errors>(problems.take());
  const std::string digest = sha256_hex(bytes);
  folder.inputs.push_back({std::string(name), digest, digest});
  return folder;
}

}  // namespace scrutineer
