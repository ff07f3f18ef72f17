// The folder of findings that an election folder may hold as roll/: aggregates alone, small cells
// left out.
#include <cmath>

#include <fmt/core.h>

#include "base/csv.hpp"
#include "cli/new_folder.hpp"
#include "cli/roll_removals.hpp"
#include "roll/suppression.hpp"

namespace scrutineer::cli {

namespace {

std::string whole(double value) { return fmt::format("{:.0f}", std::round(value)); }
std::string whole_below(double value) { return fmt::format("{:.0f}", std::floor(value)); }
std::string whole_above(double value) { return fmt::format("{:.0f}", std::ceil(value)); }
// Without an exponent, which the files of a folder do not have; what is less than the last digit is
// rounded up to it, so that it is not said to be nothing.
std::string decimal(double value) {
  constexpr double kLast = 1e-6;
  const bool is_tiny = value > 0 && value < kLast;
  std::string text = fmt::format("{:.6f}", is_tiny ? kLast : value);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return text == "-0" ? "0" : text;
}

std::string flow_csv(const LinkageFolder& folder) {
  std::string csv;
  append_csv_header(csv, {"class", "entries"});
  const auto add = [&](const char* name, std::int64_t entries) {
    append_csv_row(csv, {name, std::to_string(entries)});
  };
  add("old", folder.links() + folder.apparent());
  if (folder.added) add("new", folder.links() + *folder.added);
  add("unchanged", folder.unchanged);
  add("changed", folder.changed);
  add("moved", folder.moved);
  add("ambiguous", folder.ambiguous);
  add("removed", folder.apparent());
  if (folder.added) add("added", *folder.added);
  return csv;
}

constexpr std::size_t kColumns = kUnitCounts.size();
constexpr std::size_t kOld = 0, kNew = 1, kRemoved = 8;

// Both sums of a row, and each column, whose total is in flow.csv.
std::vector<roll::TiedCells> ties(std::size_t units) {
  std::vector<roll::TiedCells> equations;
  for (std::size_t u = 0; u < units; ++u) {
    const std::size_t first = u * kColumns;
    // unchanged, changed, moved_out, ambiguous_old, removed; …, moved_in, ambiguous_new, added.
    equations.push_back({{first + 2, first + 3, first + 4, first + 6, first + 8}, {first + kOld}});
    equations.push_back({{first + 2, first + 3, first + 5, first + 7, first + 9}, {first + kNew}});
  }
  for (std::size_t c = 0; c < kColumns; ++c) {
    roll::TiedCells column;
    for (std::size_t u = 0; u < units; ++u) column.parts.push_back(u * kColumns + c);
    equations.push_back(std::move(column));
  }
  return equations;
}

// Removed persons of a unit, as if its links were missed and false as often as everywhere.
roll::Estimate removed_persons(const UnitEntries& unit, const roll::Removals& removals) {
  const auto apparent = static_cast<double>(unit.of("removed"));
  const auto links = static_cast<double>(unit.of("old")) - apparent;
  const roll::Estimate& missed = removals.missed_share;
  const roll::Estimate kept = {
      1 - missed.value, missed.standard_error, {1 - missed.interval.high, 1 - missed.interval.low}};
  return roll::within(roll::sum_of({{apparent, kept}, {links, removals.false_share}}), 0,
                      static_cast<double>(unit.of("old")));
}

std::string units_csv(const RemovalsRequest& request, const RemovalsAnswer& answer) {
  std::vector<std::int64_t> cells;
  for (const UnitEntries& unit : answer.folder.units) {
    cells.insert(cells.end(), unit.counts.begin(), unit.counts.end());
  }
  const auto is_hidden =
      roll::suppressed_cells(cells, ties(answer.folder.units.size()), request.least_cell);
  std::vector<std::string> header = {"unit"};
  header.insert(header.end(), kUnitCounts.begin(), kUnitCounts.end());
  for (const char* end : {"", "_low", "_high"})
    header.push_back("removed_persons" + std::string(end));
  std::string csv;
  append_csv_header(csv, header);
  for (std::size_t u = 0; u < answer.folder.units.size(); ++u) {
    const UnitEntries& unit = answer.folder.units[u];
    std::vector<std::string> row = {unit.unit.empty() ? "not stated" : unit.unit};
    for (std::size_t c = 0; c < kColumns; ++c) {
      row.push_back(is_hidden[u * kColumns + c] ? "" : std::to_string(unit.counts[c]));
    }
    // The estimate follows from the two counts, and they from it.
    const bool is_shown =
        answer.clerical && !is_hidden[u * kColumns + kOld] && !is_hidden[u * kColumns + kRemoved];
    if (is_shown) {
      const roll::Estimate persons = removed_persons(unit, answer.clerical->removals);
      row.insert(row.end(), {whole(persons.value), whole_below(persons.interval.low),
                             whole_above(persons.interval.high)});
    } else {
      row.insert(row.end(), 3, "");
    }
    append_csv_row(csv, row);
  }
  return csv;
}

class RemovalRows {
 public:
  explicit RemovalRows(double confidence) : confidence_(decimal(confidence)) {
    append_csv_header(csv_, {"figure", "value", "low", "high", "confidence", "source", "note"});
  }
  void count(const char* figure, const roll::Estimate& estimate, const std::string& note) {
    add(figure, whole(estimate.value), whole_below(estimate.interval.low),
        whole_above(estimate.interval.high), confidence_, note);
  }
  void share(const char* figure, const roll::Estimate& estimate, const std::string& note) {
    add(figure, decimal(estimate.value), decimal(estimate.interval.low),
        decimal(estimate.interval.high), confidence_, note);
  }
  void counted(const char* figure, std::int64_t count, const std::string& note) {
    add(figure, std::to_string(count), "", "", "", note);
  }
  void at_least(const char* figure, std::int64_t count, const std::string& note) {
    add(figure, "", std::to_string(count), "", "", note);
  }
  void bounds(const char* figure, const roll::Interval& bounds, const std::string& note) {
    add(figure, "", whole_below(bounds.low), whole_above(bounds.high), confidence_, note);
  }
  std::string take() { return std::move(csv_); }

 private:
  void add(const char* figure, const std::string& value, const std::string& low,
           const std::string& high, const std::string& confidence, const std::string& note) {
    append_csv_row(csv_, {figure, value, low, high, confidence, "scrutineer roll removals", note});
  }
  std::string csv_, confidence_;
};

std::string removals_csv(const RemovalsAnswer& answer) {
  RemovalRows rows(answer.confidence);
  rows.counted("apparent", answer.folder.apparent(), "entries of the old roll without a link");
  if (answer.clerical) {
    const roll::Removals& removals = answer.clerical->removals;
    const std::string sample = fmt::format("clerical sample of {}, {} unsure",
                                           answer.clerical->judged, answer.clerical->unsure);
    rows.share("missed_share", removals.missed_share, "of apparent removals; " + sample);
    rows.share("false_share", removals.false_share,
               "of links, those whose person has no record in the new roll; " + sample);
    rows.count("removed", removals.removed,
               "persons without any record in the new roll; " + sample);
  }
  if (answer.wrongful.audit) {
    rows.count("wrongful_by_audit", answer.wrongful.audit->wrongly_removed,
               fmt::format("field audit of {} names, {} with an answer", answer.field->names,
                           answer.field->share.answered));
  }
  if (answer.wrongful.accounting) {
    rows.count("wrongful_by_accounting", answer.wrongful.accounting->unexplained,
               "removed persons without a known cause; a lower bound only as far as the causes "
               "are complete");
  }
  if (answer.wrongful.by_name) {
    rows.at_least("wrongful_by_name", *answer.wrongful.by_name,
                  "persons each known to be removed and entitled; a lower bound");
  }
  if (answer.duplicates) {
    rows.bounds("duplicates", *answer.duplicates,
                "second entries of persons: equal pairs beyond coincidence at least; at most as "
                "many as the linkage's model expects with those that are written otherwise");
  }
  return rows.take();
}

struct DoubtRow {
  const char* id = "";
  const char* way = "";
  roll::Interval bounds;
  const char* note = "";
};

// One row: several would be added up. The audit's interval; without an audit, or where the routes
// contradict each other, from those known by name to all removed persons.
DoubtRow wrongful_doubt(const RemovalsAnswer& answer) {
  const roll::Interval& removed = answer.clerical->removals.removed.interval;
  const auto named = static_cast<double>(answer.wrongful.by_name.value_or(0));
  if (answer.wrongful.audit && answer.wrongful.contradictions.empty()) {
    const roll::Interval& audit = answer.wrongful.audit->wrongly_removed.interval;
    return {"roll-wrongful-removals",
            "addable",
            {std::max(named, audit.low), audit.high},
            "wrongly removed persons by the field audit, at most one vote each"};
  }
  return {"roll-wrongful-removals",
          "addable",
          {named, std::max(named, removed.high)},
          "wrongly removed persons are at most all removed persons, one vote each"};
}

std::string doubts_csv(const RemovalsRequest& request, const RemovalsAnswer& answer) {
  std::vector<DoubtRow> rows;
  if (answer.clerical) rows.push_back(wrongful_doubt(answer));
  if (answer.duplicates) {
    // How many of them voted twice is not known: none at least.
    rows.push_back({"roll-duplicates",
                    "removable",
                    {0, answer.duplicates->high},
                    "second entries of persons, at most one vote each"});
  }
  std::string csv;
  append_csv_header(csv, {"id", "contest", "units", "way", "low", "high", "from", "to",
                          "confidence", "status", "source", "case", "citation", "note"});
  for (const DoubtRow& row : rows) {
    append_csv_row(csv, {row.id, request.contest, "", row.way, whole_below(row.bounds.low),
                         whole_above(row.bounds.high), "", "", decimal(answer.confidence),
                         request.doubt_status, request.doubt_source, "", "", row.note});
  }
  return csv;
}

std::string snapshots_csv(const RemovalsRequest& request, const LinkageFolder& folder) {
  std::string csv;
  append_csv_header(csv, {"snapshot", "date", "entries", "sha256"});
  for (const LinkedSnapshot& snapshot : folder.snapshots) {
    append_csv_row(
        csv, {snapshot.snapshot, snapshot.snapshot == "old" ? request.old_date : request.new_date,
              std::to_string(snapshot.entries), snapshot.sha256});
  }
  return csv;
}

class DisparityRows {
 public:
  DisparityRows() { append_csv_header(csv_, {"test", "value", "low", "high", "p", "note"}); }
  void add(const char* test, const std::string& value, const std::string& low,
           const std::string& high, const std::string& p, const std::string& note) {
    append_csv_row(csv_, {test, value, low, high, p, note});
  }
  void add_part(const DisparityPart& part, double confidence);
  std::string take() { return std::move(csv_); }

 private:
  std::string csv_;
};

void DisparityRows::add_part(const DisparityPart& part, double confidence) {
  const std::string share = "share: " + part.share;
  const roll::DisparityModel& model = part.model;
  add("rate_ratio_per_10_points", decimal(model.rate_ratio), decimal(model.rate_ratio_interval.low),
      decimal(model.rate_ratio_interval.high), decimal(model.p),
      fmt::format("{}; {} areas in {} blocks; interval of {:g} %", share, model.areas, model.blocks,
                  100 * confidence));
  add("excess_above_median", whole(model.excess_above_median.value),
      whole_below(model.excess_above_median.interval.low),
      whole_above(model.excess_above_median.interval.high), "", share);
  add("permutation_areas", decimal(part.areas.statistic), "", "", decimal(part.areas.p),
      fmt::format("{}; {} orders", share, part.areas.draws));
  add("permutation_blocks", decimal(part.blocks.statistic), "", "", decimal(part.blocks.p),
      fmt::format("{}; {} orders", share, part.blocks.draws));
  const auto tipping = [&](const char* test, const std::optional<double>& value) {
    add(test, value ? decimal(*value) : "", "", "", "",
        share + (value ? "" : "; not at an extra share of one half either"));
  };
  tipping("tipping_point_of_estimate", part.tipping.of_estimate);
  tipping("tipping_point_of_interval", part.tipping.of_interval);
  const auto placebo = [&](const std::optional<roll::PlaceboComparison>& one, const char* what) {
    if (one) {
      add("placebo_difference", decimal(one->difference), "", "", decimal(one->p),
          share + "; placebo: " + what);
    }
  };
  placebo(part.additions, "additions");
  placebo(part.before, "removals of another time");
  add("e_value", decimal(model.e_value), decimal(model.e_value_of_interval), "", "",
      share + "; low: for the end of the interval that is nearer to 1");
  add("p_of_all_tests", decimal(part.p_adjusted), "", "", decimal(part.p),
      share + "; value: adjusted for the number of shares (Benjamini and Hochberg)");
  add("word", "", "", "", "", share + "; " + std::string(sentence_of(part.verdict.word)));
}

}  // namespace

std::string_view sentence_of(roll::DisparityWord word) {
  switch (word) {
    case roll::DisparityWord::consistent_with_chance:
      return "consistent with chance";
    case roll::DisparityWord::explained_by_linkage_error:
      return "explained by linkage error";
    case roll::DisparityWord::not_explained_by_chance:
      break;
  }
  return "not explained by chance";
}

Result<void> write_findings(const RemovalsRequest& request, const RemovalsAnswer& answer) {
  NewFolder folder(request.output);
  Result<void> written = folder.open();
  const auto add = [&](const char* name, const std::string& text) {
    if (written) written = folder.add(name, text);
  };
  add("flow.csv", flow_csv(answer.folder));
  if (!answer.folder.units.empty()) add("units.csv", units_csv(request, answer));
  add("removals.csv", removals_csv(answer));
  if (!answer.folder.snapshots.empty()) {
    add("snapshots.csv", snapshots_csv(request, answer.folder));
  }
  add("doubts.csv", doubts_csv(request, answer));
  if (answer.disparity) {
    DisparityRows rows;
    for (const DisparityPart& part : answer.disparity->parts) {
      rows.add_part(part, answer.confidence);
    }
    add("disparity.csv", rows.take());
  }
  if (written) written = folder.close();
  return written;
}

}  // namespace scrutineer::cli
