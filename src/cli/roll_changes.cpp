#include "cli/roll_changes.hpp"

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "base/csv.hpp"
#include "cli/roll_chart.hpp"
#include "cli/roll_folder.hpp"
#include "cli/table.hpp"
#include "roll/changes.hpp"

namespace scrutineer::cli {

namespace {

void add_pairs(const roll::Rolls& rolls, const roll::RollChanges& changes, Rows& rows) {
  rows.add_header({"id_a", "id_b", "weight", "probability", "class", "differing"});
  for (const roll::EntryLink& entry : changes.links) {
    std::string differing;
    for (const std::size_t field : entry.differing) {
      differing += (differing.empty() ? "" : " ") + rolls.schema[field].name;
    }
    rows.add({std::string(rolls.snapshots[0].identifier(entry.link.left)),
              std::string(rolls.snapshots[1].identifier(entry.link.right)),
              bits_text(entry.link.log_odds), probability_text(entry.link.probability()),
              std::string(name_of(entry.what)), differing});
  }
}

void add_entries(const roll::Snapshot& snapshot, const std::vector<std::uint32_t>& entries,
                 Rows& rows) {
  rows.add_header({"id"});
  for (const std::uint32_t entry : entries) rows.add({std::string(snapshot.identifier(entry))});
}

// Apparent removals with the entry of the new roll that each is most like, by which a clerical
// sample is drawn (verb_roll_clerical.cpp).
void add_removed(const roll::Rolls& rolls, const roll::Linkage& linkage,
                 const roll::RollChanges& changes, Rows& rows) {
  const auto best = roll::best_candidates(linkage, changes.removed);
  const std::optional<std::size_t> unit = changes.unit_field;
  rows.add_header({"id", "unit", "best_id", "best_probability"});
  for (std::size_t i = 0; i < changes.removed.size(); ++i) {
    const std::uint32_t row = changes.removed[i];
    rows.add(
        {std::string(rolls.snapshots[0].identifier(row)),
         unit ? std::string(rolls.values[*unit].text(rolls.snapshots[0].columns[*unit][row])) : "",
         best[i] ? std::string(rolls.snapshots[1].identifier(best[i]->row)) : "",
         best[i] ? probability_text(best[i]->probability()) : ""});
  }
}

// Which files were compared, as far as it may be published.
std::string snapshots_csv(const ReadRolls& read) {
  std::string csv;
  append_csv_header(csv, {"snapshot", "entries", "sha256"});
  for (std::size_t i = 0; i < read.readings.size(); ++i) {
    append_csv_row(csv, {i == 0 ? "old" : "new", std::to_string(read.readings[i].rows),
                         read.inputs.inputs[i].sha256});
  }
  return csv;
}

std::string units_csv(const roll::Rolls& rolls, const roll::RollChanges& changes) {
  std::string csv;
  append_csv_header(csv, {"unit", "old", "new", "unchanged", "changed", "moved_out", "moved_in",
                          "ambiguous_old", "ambiguous_new", "removed", "added"});
  for (const roll::UnitChanges& unit : changes.units) {
    std::vector<std::string> cells = {
        std::string(rolls.values[*changes.unit_field].text(unit.unit))};
    for (const std::uint64_t count :
         {unit.old_entries, unit.new_entries, unit.unchanged, unit.changed, unit.moved_out,
          unit.moved_in, unit.ambiguous_old, unit.ambiguous_new, unit.removed, unit.added}) {
      cells.push_back(std::to_string(count));
    }
    append_csv_row(csv, cells);
  }
  return csv;
}

// The model, and what it expects at each threshold.
std::string learned_text(const roll::Linkage& linkage, const std::vector<roll::Field>& schema) {
  return roll::model_table(linkage.model, schema) +
         "\nBy the model, before pairs are made one to one:\n" +
         roll::expectation_table(linkage.candidates);
}

Json diff_json(const std::string& output, const ReadRolls& read, const roll::Linkage& linkage,
               const roll::RollChanges& changes, const RollFolder& folder) {
  Json classes = Json::object(), differing = Json::object();
  for (std::size_t c = 0; c < roll::kEntryClasses; ++c) {
    classes[std::string(name_of(static_cast<roll::EntryClass>(c)))] = changes.counts[c];
  }
  for (std::size_t f = 0; f < read.rolls.schema.size(); ++f) {
    differing[read.rolls.schema[f].name] = changes.differing[f];
  }
  const roll::LinkErrors expected = roll::expected_errors(linkage);
  return {{"folder", output.empty() ? Json(nullptr) : Json(output)},
          {"fields", schema_json(read)},
          {"old_entries", read.readings[0].rows},
          {"new_entries", read.readings[1].rows},
          {"entries", std::move(classes)},
          {"differing", std::move(differing)},
          {"expected_false_links", number_json(expected.false_links)},
          {"expected_missed_links", number_json(expected.missed_links)},
          {"pairs_weighed", linkage.pairs_weighed},
          {"all_pairs", linkage.is_exhaustive},
          {"components_not_exact", linkage.greedy_components},
          {"blocks", passes_json(linkage.passes)},
          {"files", folder.json()}};
}

std::string diff_text(const std::string& output, const ReadRolls& read,
                      const roll::Linkage& linkage, const roll::RollChanges& changes) {
  Table table({"entries", "", ""}, {false, true, false});
  constexpr std::string_view kMeanings[] = {
      "linked, and alike in every field",    "linked, another field than the unit differs",
      "linked, registered in another unit",  "linked, but another link would be as good",
      "of the old snapshot, without a link", "of the new snapshot, without a link"};
  for (std::size_t c = 0; c < roll::kEntryClasses; ++c) {
    table.add({std::string(name_of(static_cast<roll::EntryClass>(c))),
               count_text(changes.counts[c]), std::string(kMeanings[c])});
  }
  const roll::LinkErrors expected = roll::expected_errors(linkage);
  std::string text = reading_text(read) + "\n" + table.text() + "\n";
  text += passes_text(linkage.pairs_weighed, linkage.is_exhaustive, linkage.passes);
  text += fmt::format(
      "By the model, {:.0f} of the {} links are of two people, and {:.0f} apparent removals have "
      "their entry among the additions; pairs that it took for strangers' are not in this, so that "
      "more will.\n"
      "An entry without a link is an apparent removal or addition: whether a person was removed, "
      "and "
      "whether rightly, needs a sample that is looked at (docs/field-audits.md).\n",
      expected.false_links, count_text(changes.links.size()), expected.missed_links);
  if (linkage.greedy_components > 0) {
    text += fmt::format("{} groups of entries were too large to be linked exactly.\n",
                        count_text(linkage.greedy_components));
  }
  text += "\n" + learned_text(linkage, read.rolls.schema);
  if (!output.empty()) {
    text += fmt::format(
        "Written into {}: pairs.csv, removed.csv, added.csv, {}snapshots.csv, model.txt, "
        "model.svg. They name entries: keep them as you keep the rolls.\n",
        output, changes.unit_field ? "units.csv, " : "");
  }
  return text;
}

}  // namespace

std::string bits_text(roll::Weight weight) {
  return fmt::format("{:.3f}", static_cast<double>(weight) / roll::kBit);
}

std::string probability_text(double probability) { return fmt::format("{:.6g}", probability); }

void add_candidate_options(CLI::App& verb, roll::CandidateOptions& options) {
  verb.add_option("--all-pairs", options.exhaustive_pairs,
                  "All pairs are weighed where there are no more than so many; else those that "
                  "agree in one of several keys")
      ->capture_default_str();
}

void tell(const Options& options, const std::string& text) {
  if (shows_progress(options)) fmt::print(stderr, "{}\n", text);
}

std::string count_text(std::uint64_t count) { return grouped(static_cast<std::int64_t>(count)); }

Json passes_json(const std::vector<roll::PassReport>& passes) {
  Json list = Json::array();
  for (const roll::PassReport& pass : passes) {
    list.push_back({{"name", pass.name},
                    {"pairs", pass.pairs},
                    {"new_pairs", pass.new_pairs},
                    {"kept", pass.kept},
                    {"divided_blocks", pass.divided_runs},
                    {"windowed_blocks", pass.windowed_runs},
                    {"pairs_left_out", pass.pairs_left_out},
                    {"left_out", pass.is_left_out}});
  }
  return list;
}

std::string passes_text(std::uint64_t weighed, bool is_exhaustive,
                        const std::vector<roll::PassReport>& passes) {
  std::string text = fmt::format("{} pairs were weighed{}.\n", count_text(weighed),
                                 is_exhaustive ? ": all that there are" : "");
  for (const roll::PassReport& pass : passes) {
    if (pass.pairs_left_out == 0) continue;
    text += fmt::format(
        "Blocks of {}: {} were too large and could not be divided; {} of their pairs were left "
        "out.\n",
        pass.name, count_text(pass.windowed_runs), count_text(pass.pairs_left_out));
  }
  for (const roll::PassReport& pass : passes) {
    if (pass.is_left_out) text += "No pairs were looked for by " + pass.name + ": too many keys.\n";
  }
  return text;
}

int tell_changes(const Options& options, const std::string& verb, const std::string& output,
                 const std::function<Result<LinkedRolls>()>& link) {
  RollFolder folder(output);
  if (const auto opened = folder.open(); !opened) return report_errors(opened.error());
  const auto linked = link();
  if (!linked) return report_errors(linked.error());
  const auto& [read, linkage] = *linked;
  const roll::Rolls& rolls = read.rolls;
  const roll::RollChanges changes = roll::changes_between(rolls, linkage);
  folder.add_rows("pairs.csv", [&](Rows& rows) { add_pairs(rolls, changes, rows); });
  folder.add_rows("removed.csv", [&](Rows& rows) { add_removed(rolls, linkage, changes, rows); });
  folder.add_rows("added.csv",
                  [&](Rows& rows) { add_entries(rolls.snapshots[1], changes.added, rows); });
  if (changes.unit_field) folder.add("units.csv", units_csv(rolls, changes));
  folder.add("snapshots.csv", snapshots_csv(read));
  folder.add("model.txt", learned_text(linkage, rolls.schema));
  folder.add("model.svg", weight_chart(linkage.model, rolls.schema));
  if (const auto closed = folder.close(); !closed) return report_errors(closed.error());
  if (!options.json) return emit(options, diff_text(output, read, linkage, changes));
  return emit(options,
              envelope(verb, read.inputs, diff_json(output, read, linkage, changes, folder)));
}

}  // namespace scrutineer::cli
