// roll/removals.csv, audits.csv, snapshots.csv and disparity.csv: figures with who states them.
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <map>
#include <utility>

#include "folder/canonical.hpp"
#include "folder/roll_findings/parts.hpp"

namespace scrutineer {

namespace {

constexpr std::array<ColumnRule, 7> kRemovalColumns = {{{"figure", Need::required},
                                                        {"value"},
                                                        {"low"},
                                                        {"high"},
                                                        {"confidence"},
                                                        {"source", Need::required},
                                                        {"note"}}};
constexpr std::array<ColumnRule, 12> kAuditColumns = {{{"audit", Need::required},
                                                       {"date"},
                                                       {"asked", Need::required},
                                                       {"share"},
                                                       {"low"},
                                                       {"high"},
                                                       {"margin"},
                                                       {"people"},
                                                       {"clusters"},
                                                       {"direction"},
                                                       {"source", Need::required},
                                                       {"note", Need::required}}};
constexpr std::array<ColumnRule, 4> kSnapshotColumns = {
    {{"snapshot", Need::required}, {"date"}, {"entries"}, {"sha256", Need::required}}};
constexpr std::array<ColumnRule, 6> kDisparityColumns = {
    {{"test", Need::required}, {"value"}, {"low"}, {"high"}, {"p"}, {"note"}}};

roll::StatedRemoval read_removal(const Row& row) {
  roll::StatedRemoval stated;
  const auto figure = chosen(row, "figure", Need::required, roll::kRemovalFigures);
  if (!figure) return stated;
  stated.figure = *figure;
  if (roll::is_share(*figure)) {
    stated.share = share_in(row, "value");
    stated.share_low = share_in(row, "low");
    stated.share_high = share_in(row, "high");
    check_interval(row, "value", stated.share, "low", stated.share_low, "high", stated.share_high);
  } else {
    stated.count = row.count("value");
    stated.count_low = row.count("low");
    stated.count_high = row.count("high");
    check_interval(row, "value", stated.count, "low", stated.count_low, "high", stated.count_high);
  }
  if (row.cell("value").empty() && row.cell("low").empty() && row.cell("high").empty()) {
    row.expected("value", "a figure in one of value, low and high");
  }
  stated.confidence = confidence_in(row);
  stated.source = row.text("source", Need::required);
  stated.note = row.text("note");
  return stated;
}

roll::StatedShare read_audit(const Row& row) {
  roll::StatedShare stated;
  stated.audit = row.text("audit", Need::required);
  stated.date = row.date_or_time("date");
  stated.asked =
      chosen(row, "asked", Need::required, roll::kShareOf).value_or(roll::ShareOf::not_stated);
  stated.share = share_in(row, "share");
  stated.low = share_in(row, "low");
  stated.high = share_in(row, "high");
  check_interval(row, "share", stated.share, "low", stated.low, "high", stated.high);
  stated.margin = row.rational("margin");
  if (stated.margin && (stated.margin->numerator == 0 || *stated.margin >= Rational::of(1, 1))) {
    row.expected("margin", "half an interval, more than 0 and less than 1: 2.5 points are 0.025");
  }
  const auto at_least_one = [&row](std::string_view column) {
    Count count = row.count(column);
    if (count == Votes{0}) row.expected(column, "at least 1; empty where it is not stated");
    return count;
  };
  stated.people = at_least_one("people");
  stated.clusters = at_least_one("clusters");
  if (stated.people && stated.clusters && *stated.clusters > *stated.people) {
    row.expected("clusters", "at most " + std::to_string(*stated.people) + ", as in people");
  }
  stated.direction = chosen(row, "direction", Need::optional, roll::kDirections);
  stated.source = row.text("source", Need::required);
  stated.note = row.text("note", Need::required);
  return stated;
}

// Several sources may state one figure, and one source two; but not the same row twice.
class Rows {
 public:
  void add(const Row& row, std::span<const ColumnRule> columns) {
    std::string key;
    for (const ColumnRule& column : columns) key += std::string(row.cell(column.name)) + '\n';
    const auto [place, is_new] = seen_.emplace(std::move(key), row.number());
    if (!is_new) {
      row.expected(columns.front().name,
                   "each row once (row " + std::to_string(place->second) + " is the same)");
    }
  }

 private:
  std::map<std::string, std::int64_t> seen_;
};

bool is_sha256(std::string_view text) {
  return text.size() == 64 && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

std::optional<double> decimal(std::string_view text) {
  constexpr std::size_t kLongest = 32;
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool is_read = error == std::errc() && end == text.data() + text.size();
  if (!is_read || !std::isfinite(value) || text.size() > kLongest) return std::nullopt;
  return value;
}

// A decimal as it was written: what is tested may be a ratio, a difference or a probability.
std::string decimal_in(const Row& row, std::string_view column) {
  const std::string_view found = row.cell(column);
  if (!found.empty() && !decimal(found)) {
    row.expected(column, "a decimal number such as 1.25 or -0.03");
  }
  return std::string(found);
}

std::string probability_in(const Row& row, std::string_view column) {
  const std::string_view found = row.cell(column);
  const auto value = decimal(found);
  if (!found.empty() && !(value && *value >= 0 && *value <= 1)) {
    row.expected(column, "a probability from 0 to 1, such as 0.04");
  }
  return std::string(found);
}

}  // namespace

std::optional<Rational> share_in(const Row& row, std::string_view column) {
  const auto share = row.rational(column);
  if (share && *share > Rational::of(1, 1)) {
    row.expected(column, "a share from 0 to 1, or 0% to 100%");
    return std::nullopt;
  }
  return share;
}

std::optional<Rational> confidence_in(const Row& row) {
  const auto confidence = row.rational("confidence");
  if (confidence && (confidence->numerator == 0 || *confidence >= Rational::of(1, 1))) {
    row.expected("confidence", "more than 0 and less than 1");
    return std::nullopt;
  }
  return confidence;
}

std::string canonical_text(const Sheet& sheet, std::span<const ColumnRule> columns,
                           Problems& problems) {
  CanonicalTable table(columns, {});
  sheet.for_each_row(problems, [&](const Row& row) {
    table.add_row();
    for (const ColumnRule& column : columns) {
      table.set(column.name, std::string(row.cell(column.name)));
    }
  });
  return table.text();
}

std::string read_roll_removals(std::string_view bytes, Draft& draft) {
  const auto sheet = Sheet::open("roll/removals.csv", bytes, kRemovalColumns, {}, draft.problems);
  if (!sheet) return "";
  Rows rows;
  sheet->for_each_row(draft.problems, [&](const Row& row) {
    draft.roll.removals.push_back(read_removal(row));
    rows.add(row, kRemovalColumns);
  });
  return canonical_text(*sheet, kRemovalColumns, draft.problems);
}

std::string read_roll_audits(std::string_view bytes, Draft& draft) {
  const auto sheet = Sheet::open("roll/audits.csv", bytes, kAuditColumns, {}, draft.problems);
  if (!sheet) return "";
  Rows rows;
  sheet->for_each_row(draft.problems, [&](const Row& row) {
    draft.roll.audits.push_back(read_audit(row));
    rows.add(row, kAuditColumns);
  });
  return canonical_text(*sheet, kAuditColumns, draft.problems);
}

std::string read_roll_snapshots(std::string_view bytes, Draft& draft) {
  const auto sheet = Sheet::open("roll/snapshots.csv", bytes, kSnapshotColumns, {}, draft.problems);
  if (!sheet) return "";
  std::map<std::string, std::int64_t> rows;
  sheet->for_each_row(draft.problems, [&](const Row& row) {
    roll::RollDigest digest{row.text("snapshot", Need::required), row.date_or_time("date"),
                            row.count("entries"), row.text("sha256", Need::required)};
    if (!digest.sha256.empty() && !is_sha256(digest.sha256)) {
      row.expected("sha256", "64 lower-case hexadecimal digits");
    }
    const auto [place, is_new] = rows.emplace(digest.name, row.number());
    if (!is_new && !digest.name.empty()) {
      row.expected("snapshot",
                   "each snapshot once (row " + std::to_string(place->second) + " has it)");
    }
    draft.roll.snapshots.push_back(std::move(digest));
  });
  return canonical_text(*sheet, kSnapshotColumns, draft.problems);
}

std::string read_roll_disparity(std::string_view bytes, Draft& draft) {
  const auto sheet =
      Sheet::open("roll/disparity.csv", bytes, kDisparityColumns, {}, draft.problems);
  if (!sheet) return "";
  Rows rows;
  sheet->for_each_row(draft.problems, [&](const Row& row) {
    draft.roll.disparity.push_back({row.identifier("test"), decimal_in(row, "value"),
                                    decimal_in(row, "low"), decimal_in(row, "high"),
                                    probability_in(row, "p"), row.text("note")});
    rows.add(row, kDisparityColumns);
  });
  return canonical_text(*sheet, kDisparityColumns, draft.problems);
}

}  // namespace scrutineer
