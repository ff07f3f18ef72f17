// Disparity by area and timing of apparent removals, as `roll removals` answers them.
#include <algorithm>
#include <map>
#include <unordered_map>
#include <unordered_set>

#include <fmt/core.h>

#include "base/text.hpp"
#include "cli/roll_removals.hpp"
#include "folder/removal_files.hpp"
#include "roll/names.hpp"

namespace scrutineer::cli {

namespace {

// Areas are comparable within three classes of size of a province, and of one kind.
constexpr std::size_t kSizeClasses = 3;

struct Areas {
  std::vector<roll::Area> list;  // without a share
  std::vector<const AreaRow*> rows;
  std::vector<std::int64_t> added, before;
  std::string without_before;  // a unit that the earlier comparison does not have
};

class Numbering {
 public:
  std::size_t of(const std::string& name) {
    return numbers_.emplace(name, numbers_.size()).first->second;
  }

 private:
  std::map<std::string, std::size_t> numbers_;
};

// Units of a roll by the form in which they are compared.
using UnitsByName = std::map<std::string, const UnitEntries*>;
UnitsByName by_name(const std::vector<UnitEntries>& units) {
  UnitsByName names;
  for (const UnitEntries& unit : units) names.emplace(roll::canonical_text(unit.unit), &unit);
  return names;
}

// Each area with its entries. An area that no roll has is a fault of the file.
Result<Areas> areas_of(const std::string& file, const std::vector<AreaRow>& rows,
                       const UnitsByName& units, const UnitsByName& before) {
  Areas areas;
  Errors errors;
  Numbering provinces, districts, kinds;
  std::vector<std::size_t> kind_of;
  for (const AreaRow& row : rows) {
    const auto unit = units.find(roll::canonical_text(row.unit));
    if (unit == units.end()) {
      errors.push_back(
          {file, row.row, "unit", shown(row.unit), "a unit of the old or the new roll", ""});
      continue;
    }
    roll::Area area;
    area.id = row.unit;
    area.province = provinces.of(row.province);
    area.block = districts.of(row.province + "/" + row.district);
    area.registered = unit->second->of("old");
    area.removed = unit->second->of("removed");
    area.controls = row.controls;
    areas.added.push_back(unit->second->of("added"));
    const auto earlier = before.find(unit->first);
    areas.before.push_back(earlier == before.end() ? 0 : earlier->second->of("removed"));
    if (earlier == before.end()) areas.without_before = row.unit;
    areas.list.push_back(std::move(area));
    areas.rows.push_back(&row);
    kind_of.push_back(kinds.of(row.kind));
  }
  if (!errors.empty()) return tl::unexpected(std::move(errors));
  const auto strata = roll::comparable_strata(areas.list, kind_of, kSizeClasses);
  for (std::size_t i = 0; i < strata.size(); ++i) areas.list[i].stratum = strata[i];
  return areas;
}

std::optional<roll::PlaceboComparison> placebo(const std::vector<roll::Area>& areas,
                                               const std::vector<std::int64_t>& counts,
                                               double confidence, const std::string& what,
                                               std::vector<std::string>& not_made) {
  const auto comparison = roll::compare_with_placebo(areas, counts, confidence);
  if (comparison) return *comparison;
  not_made.push_back(
      fmt::format("No comparison with {}: {}", what, to_sentence(comparison.error().front())));
  return std::nullopt;
}

struct Settings {
  double confidence = 0.95;
  std::optional<double> extra_missed;
  std::uint64_t draws = 0, seed = 0;
  bool has_before = false;
};

Result<DisparityPart> part_of(const std::string& share, std::size_t column, Areas& areas,
                              const Settings& settings, std::vector<std::string>& not_made) {
  for (std::size_t i = 0; i < areas.list.size(); ++i) {
    areas.list[i].share = areas.rows[i]->shares[column];
  }
  DisparityPart part;
  part.share = share;
  const auto model = roll::fit_disparity(areas.list, settings.confidence);
  if (!model) return tl::unexpected<Errors>(model.error());
  const auto of_areas =
      roll::permutation_test(areas.list, roll::Permuted::areas, settings.draws, settings.seed);
  if (!of_areas) return tl::unexpected<Errors>(of_areas.error());
  const auto of_blocks =
      roll::permutation_test(areas.list, roll::Permuted::blocks, settings.draws, settings.seed);
  if (!of_blocks) return tl::unexpected<Errors>(of_blocks.error());
  const auto tipping = roll::tipping_point(areas.list, settings.confidence);
  if (!tipping) return tl::unexpected<Errors>(tipping.error());
  part.model = *model;
  part.areas = *of_areas;
  part.blocks = *of_blocks;
  part.tipping = *tipping;
  part.additions = placebo(areas.list, areas.added, settings.confidence, "additions", not_made);
  if (settings.has_before && !areas.without_before.empty()) {
    not_made.push_back("No comparison with --before: it has no unit " +
                       shown(areas.without_before) + ".");
  } else if (settings.has_before) {
    part.before = placebo(areas.list, areas.before, settings.confidence, "--before", not_made);
  }
  part.verdict = roll::disparity_verdict(*model, *of_areas, *of_blocks, *tipping,
                                         settings.extra_missed, 1 - settings.confidence);
  part.p = std::max({model->p, of_areas->p, of_blocks->p});
  return part;
}

}  // namespace

Result<DisparityAnswer> answer_disparity(const RemovalsRequest& request, RemovalsAnswer& answer) {
  if (answer.folder.units.empty()) {
    return fail("--areas: the folder has no units.csv, as no column of the rolls was a unit.");
  }
  Settings settings{answer.confidence, std::nullopt, request.draws, request.options.seed,
                    !request.before.empty()};
  if (!request.extra_missed.empty()) {
    const auto extra = share_option("--extra-missed", request.extra_missed);
    if (!extra) return tl::unexpected<Errors>(extra.error());
    settings.extra_missed = *extra;
  }
  const auto file = named_input(request.areas, answer.inputs.inputs);
  if (!file) return tl::unexpected<Errors>(file.error());
  const auto rows = read_areas(*file, request.shares, request.controls);
  if (!rows) return tl::unexpected<Errors>(rows.error());
  std::vector<UnitEntries> before;
  if (settings.has_before) {
    const auto other = named_input(request.before, answer.inputs.inputs);
    if (!other) return tl::unexpected<Errors>(other.error());
    auto units = read_unit_entries(*other);
    if (!units) return tl::unexpected<Errors>(units.error());
    before = std::move(*units);
  }
  const UnitsByName units = by_name(answer.folder.units);
  auto areas = areas_of(file->name, *rows, units, by_name(before));
  if (!areas) return tl::unexpected<Errors>(areas.error());

  DisparityAnswer disparity;
  std::unordered_set<std::string> known;
  for (const AreaRow& row : *rows) known.insert(roll::canonical_text(row.unit));
  for (const auto& [name, unit] : units) {
    if (!known.contains(name)) disparity.units_without_area.push_back(unit->unit);
  }
  std::vector<double> p;
  for (std::size_t s = 0; s < request.shares.size(); ++s) {
    auto part = part_of(request.shares[s], s, *areas, settings, disparity.not_made);
    if (!part) return tl::unexpected<Errors>(part.error());
    p.push_back(part->p);
    disparity.parts.push_back(std::move(*part));
  }
  const std::vector<double> adjusted = roll::benjamini_hochberg(p);
  for (std::size_t s = 0; s < p.size(); ++s) disparity.parts[s].p_adjusted = adjusted[s];
  return disparity;
}

Result<TimingPart> answer_timing(const RemovalsRequest& request, RemovalsAnswer& answer) {
  TimingPart timing;
  if (request.dates.empty() && request.order.empty()) return timing;
  std::unordered_set<std::string_view> removed;
  for (std::size_t i = 0; i < answer.folder.removed.rows(); ++i) {
    removed.insert(answer.folder.old_id(roll::AskedOf::removals, i));
  }
  if (!request.dates.empty()) {
    const auto file = named_input(request.dates, answer.inputs.inputs);
    if (!file) return tl::unexpected<Errors>(file.error());
    const auto dated = read_removal_dates(*file);
    if (!dated) return tl::unexpected<Errors>(dated.error());
    std::vector<std::int32_t> days;
    for (const DatedEntry& entry : *dated) {
      if (removed.contains(entry.id)) days.push_back(entry.day);
    }
    timing.dated = days.size();
    timing.days = roll::flag_days(days);
  }
  if (!request.order.empty()) {
    // Of its columns the identifier alone is needed.
    RollOptions columns;
    columns.identifier = request.identifier;
    if (!request.identifier.empty() && request.identifier != "none") {
      columns.fields = {request.identifier + "=text"};
    }
    const auto read = read_rolls({request.order}, columns);
    if (!read) return tl::unexpected<Errors>(read.error());
    const roll::Snapshot& snapshot = read->rolls.snapshots[0];
    std::vector<bool> is_removed(snapshot.rows());
    std::size_t found = 0;
    for (std::size_t row = 0; row < snapshot.rows(); ++row) {
      is_removed[row] = removed.contains(snapshot.identifier(row));
      found += is_removed[row] ? 1 : 0;
    }
    if (found != removed.size()) {
      return fail(fmt::format(
          "--order: {} has {} of the {} apparent removals; is it the old roll that was compared, "
          "and --id the same?",
          shown(request.order), found, removed.size()));
    }
    answer.inputs.inputs.push_back(read->inputs.inputs.front());
    timing.runs = roll::flag_runs(is_removed);
  }
  return timing;
}

}  // namespace scrutineer::cli
