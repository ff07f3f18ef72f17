#include "cli/roll_duplicates.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>

#include <fmt/core.h>

#include "base/csv.hpp"
#include "base/text.hpp"
#include "cli/table.hpp"
#include "roll/levels.hpp"

namespace scrutineer::cli {

namespace {

std::string count_text(double count) { return grouped(std::llround(count)); }

// A whole number of persons; nothing where it is none.
std::optional<double> count_of(std::string_view cell) {
  const auto count = parse_count(cell);
  return count ? std::optional(static_cast<double>(*count)) : std::nullopt;
}

// In the fields of equal_pairs(), as if slips in one said nothing of the next.
double agreement_of(const roll::Model& model, const std::vector<roll::Field>& schema) {
  double agreement = 1;
  for (std::size_t k = 0; k < model.comparisons.size(); ++k) {
    const roll::LevelShares& m = model.comparisons[k].m;
    switch (schema[k].kind) {
      case roll::FieldKind::family_name:
      case roll::FieldKind::given_name:
      case roll::FieldKind::full_name:
      case roll::FieldKind::sex:
        agreement *= m[roll::kExact];
        break;
      case roll::FieldKind::birth_date:
        agreement *= m[roll::kExact] + m[roll::date_level::exact_default];
        break;
      default:
        break;
    }
  }
  return std::max(agreement, 0.1);  // a model that says less has learned nothing
}

}  // namespace

roll::Interval Duplicates::bounds() const {
  const auto in_groups = static_cast<double>(second_entries);
  if (!equal) return {0, in_groups};
  const roll::Interval& doubles = equal->doubles.interval;
  return {std::floor(doubles.low), std::max(in_groups, std::ceil(doubles.high / agreement))};
}

Duplicates duplicates_of(const roll::Rolls& rolls, const roll::Deduplication& found) {
  Duplicates duplicates;
  duplicates.second_entries = found.clusters.records_in_them - found.clusters.clusters_of_several;
  duplicates.equal = roll::equal_pairs(rolls, 0, duplicates.confidence);
  duplicates.agreement = agreement_of(found.model, rolls.schema);
  return duplicates;
}

std::string duplicates_csv(const Duplicates& duplicates) {
  std::string csv;
  append_csv_header(csv, {"figure", "value", "low", "high"});
  append_csv_row(csv,
                 {"second_entries_in_groups", std::to_string(duplicates.second_entries), "", ""});
  if (duplicates.equal) {
    const roll::EqualPairs& equal = *duplicates.equal;
    append_csv_row(csv, {"equal_pairs", std::to_string(equal.pairs), "", ""});
    append_csv_row(csv,
                   {"equal_pairs_on_default_days", std::to_string(equal.on_default_days), "", ""});
    append_csv_row(csv, {"written_alike", fmt::format("{:.4f}", duplicates.agreement), "", ""});
    append_csv_row(csv, {"equal_pairs_by_chance", fmt::format("{:.1f}", equal.by_chance), "", ""});
  }
  const roll::Interval bounds = duplicates.bounds();
  append_csv_row(csv, {"duplicates", "", fmt::format("{:.0f}", bounds.low),
                       fmt::format("{:.0f}", bounds.high)});
  return csv;
}

std::string duplicates_text(const Duplicates& duplicates) {
  if (!duplicates.equal) {
    return "Without a name and a date of birth nothing says how many groups are coincidences.\n";
  }
  const roll::EqualPairs& equal = *duplicates.equal;
  const roll::Interval bounds = duplicates.bounds();
  return fmt::format(
      "{} pairs are equal in names, sex and date of birth, {} of them born on a day that says "
      "nothing; {} would be by coincidence if nobody stood twice and names said nothing of ages. "
      "Beyond that: {} pairs ({} – {}).\n"
      "Second entries of persons: between {} (equal pairs beyond coincidence) and {} (by the "
      "model, "
      "{:.0f} in 100 pairs of one person are written alike).\n",
      count_text(static_cast<double>(equal.pairs)),
      count_text(static_cast<double>(equal.on_default_days)), count_text(equal.by_chance),
      count_text(equal.doubles.value), count_text(std::floor(equal.doubles.interval.low)),
      count_text(std::ceil(equal.doubles.interval.high)), count_text(bounds.low),
      count_text(bounds.high), 100 * duplicates.agreement);
}

Json duplicates_json(const Duplicates& duplicates) {
  Json equal = nullptr;
  if (duplicates.equal) {
    const roll::EqualPairs& pairs = *duplicates.equal;
    equal = {{"pairs", pairs.pairs},
             {"on_default_days", pairs.on_default_days},
             {"by_chance", number_json(pairs.by_chance)},
             {"beyond_chance",
              {{"value", number_json(pairs.doubles.value)},
               {"low", number_json(pairs.doubles.interval.low)},
               {"high", number_json(pairs.doubles.interval.high)}}}};
  }
  const roll::Interval bounds = duplicates.bounds();
  return {{"in_groups", duplicates.second_entries},
          {"written_alike", number_json(duplicates.agreement)},
          {"equal", std::move(equal)},
          {"low", number_json(bounds.low)},
          {"high", number_json(bounds.high)}};
}

Result<roll::Interval> read_duplicates(const std::string& folder, std::vector<InputFile>& inputs) {
  const std::string path = (std::filesystem::path(folder) / "duplicates.csv").string();
  const auto file = named_input(path, inputs);
  if (!file) return tl::unexpected<Errors>(file.error());
  const auto table = read_csv(path, file->bytes);
  if (!table) return tl::unexpected<Errors>(table.error());
  if (table->header() == std::vector<std::string>{"figure", "value", "low", "high"}) {
    for (std::size_t row = 0; row < table->rows(); ++row) {
      if (table->cell(row, 0) != "duplicates") continue;
      const auto low = count_of(table->cell(row, 2)), high = count_of(table->cell(row, 3));
      if (low && high && *low <= *high) return roll::Interval{*low, *high};
      return fail(described(path, table->number(row), "low", "no whole numbers low and high",
                            "the bounds that `roll dedupe` wrote"));
    }
  }
  return fail(described(path, 0, "figure", "no row for duplicates",
                        "the file as `roll dedupe` wrote it, figure,value,low,high"));
}

}  // namespace scrutineer::cli
