// scrutineer roll diff | dedupe: what became of the entries of a register of voters between two
// snapshots, and which entries of one are of one person, without a key that both share. Files with
// identifiers are written only into the folder that is named; nothing of a person is printed.
#include <cmath>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "base/csv.hpp"
#include "cli/command.hpp"
#include "cli/new_folder.hpp"
#include "cli/roll_chart.hpp"
#include "cli/roll_duplicates.hpp"
#include "cli/roll_reading.hpp"
#include "cli/roll_verbs.hpp"
#include "cli/table.hpp"
#include "roll/changes.hpp"

namespace scrutineer::cli {

namespace {

struct Request {
  Options options;
  RollOptions roll;
  std::vector<std::string> paths = {"", ""};
  std::string output;
};

std::string count_text(std::uint64_t count) { return grouped(static_cast<std::int64_t>(count)); }

// Log odds in bits, to thousandths; they are kept in units of 1/1024.
std::string bits_text(roll::Weight weight) {
  return fmt::format("{:.3f}", static_cast<double>(weight) / roll::kBit);
}

std::string probability_text(double probability) { return fmt::format("{:.6g}", probability); }

void tell(const Options& options, const std::string& text) {
  if (shows_progress(options)) fmt::print(stderr, "{}\n", text);
}

// Files of the folder, written one after another.
class Writer {
 public:
  explicit Writer(const std::string& output) : is_wanted_(!output.empty()), folder_(output) {}

  Result<void> open() { return is_wanted_ ? folder_.open() : Result<void>{}; }
  void add(const std::string& name, const std::string& text) {
    if (!is_wanted_ || !written_) return;
    NewFile& file = files_.emplace_back();
    file.name = name;
    file.stream.open(folder_.path(name), std::ios::binary);
    written_ = file.add(text);
    file.stream.close();
    if (written_ && !file.stream) written_ = fail(name + " cannot be written; is there space?");
  }
  Result<void> close() {
    if (!is_wanted_ || !written_) return written_;
    return folder_.close();
  }
  Json json() const {
    Json list = Json::array();
    for (const NewFile& file : files_) {
      list.push_back(
          {{"name", file.name}, {"bytes", file.bytes}, {"sha256", to_hex(file.digest.digest())}});
    }
    return list;
  }

 private:
  bool is_wanted_;
  NewFolder folder_;
  std::vector<NewFile> files_;
  Result<void> written_;
};

Json passes_json(const std::vector<roll::PassReport>& passes) {
  Json list = Json::array();
  for (const roll::PassReport& pass : passes) {
    list.push_back({{"name", pass.name},
                    {"pairs", pass.pairs},
                    {"new_pairs", pass.new_pairs},
                    {"kept", pass.kept},
                    {"divided_blocks", pass.divided_runs},
                    {"windowed_blocks", pass.windowed_runs},
                    {"pairs_left_out", pass.pairs_left_out}});
  }
  return list;
}

// What was looked at, and what was not.
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
  return text;
}

std::string pairs_csv(const roll::Rolls& rolls, const roll::RollChanges& changes) {
  std::string csv;
  append_csv_header(csv, {"id_a", "id_b", "weight", "probability", "class", "differing"});
  for (const roll::EntryLink& entry : changes.links) {
    std::string differing;
    for (const std::size_t field : entry.differing) {
      differing += (differing.empty() ? "" : " ") + rolls.schema[field].name;
    }
    append_csv_row(csv, {std::string(rolls.snapshots[0].identifier(entry.link.left)),
                         std::string(rolls.snapshots[1].identifier(entry.link.right)),
                         bits_text(entry.link.log_odds), probability_text(entry.link.probability()),
                         std::string(name_of(entry.what)), differing});
  }
  return csv;
}

std::string rows_csv(const roll::Snapshot& snapshot, const std::vector<std::uint32_t>& rows) {
  std::string csv;
  append_csv_header(csv, {"id"});
  for (const std::uint32_t row : rows) {
    append_csv_row(csv, {std::string(snapshot.identifier(row))});
  }
  return csv;
}

// Apparent removals with the entry of the new roll that each is most like, by which a clerical
// sample is drawn (verb_roll_clerical.cpp).
std::string removed_csv(const roll::Rolls& rolls, const roll::Linkage& linkage,
                        const roll::RollChanges& changes) {
  const auto best = roll::best_candidates(linkage, changes.removed);
  std::string csv;
  append_csv_header(csv, {"id", "unit", "best_id", "best_probability"});
  for (std::size_t i = 0; i < changes.removed.size(); ++i) {
    const std::uint32_t row = changes.removed[i];
    const std::optional<std::size_t> unit = changes.unit_field;
    append_csv_row(
        csv,
        {std::string(rolls.snapshots[0].identifier(row)),
         unit ? std::string(rolls.values[*unit].text(rolls.snapshots[0].columns[*unit][row])) : "",
         best[i] ? std::string(rolls.snapshots[1].identifier(best[i]->row)) : "",
         best[i] ? probability_text(best[i]->probability()) : ""});
  }
  return csv;
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

Json diff_json(const Request& request, const ReadRolls& read, const roll::Linkage& linkage,
               const roll::RollChanges& changes, const Writer& writer) {
  Json classes = Json::object(), differing = Json::object();
  for (std::size_t c = 0; c < roll::kEntryClasses; ++c) {
    classes[std::string(name_of(static_cast<roll::EntryClass>(c)))] = changes.counts[c];
  }
  for (std::size_t f = 0; f < read.rolls.schema.size(); ++f) {
    differing[read.rolls.schema[f].name] = changes.differing[f];
  }
  const roll::LinkErrors expected = roll::expected_errors(linkage);
  return {{"folder", request.output.empty() ? Json(nullptr) : Json(request.output)},
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
          {"files", writer.json()}};
}

std::string diff_text(const Request& request, const ReadRolls& read, const roll::Linkage& linkage,
                      const roll::RollChanges& changes) {
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
  if (!request.output.empty()) {
    text += fmt::format(
        "Written into {}: pairs.csv, removed.csv, added.csv, {}snapshots.csv, model.txt, "
        "model.svg. They name "
        "entries: keep "
        "them as you keep the rolls.\n",
        request.output, changes.unit_field ? "units.csv, " : "");
  }
  return text;
}

int run_diff(const Request& request) {
  Writer writer(request.output);
  if (const auto opened = writer.open(); !opened) return report_errors(opened.error());
  tell(request.options, "Reading both rolls …");
  auto read = read_rolls(request.paths, request.roll);
  if (!read) return report_errors(read.error());
  tell(request.options, "Linking …");
  const auto linkage = roll::link(read->rolls);
  if (!linkage) return report_errors(linkage.error());
  const roll::RollChanges changes = roll::changes_between(read->rolls, *linkage);
  writer.add("pairs.csv", pairs_csv(read->rolls, changes));
  writer.add("removed.csv", removed_csv(read->rolls, *linkage, changes));
  writer.add("added.csv", rows_csv(read->rolls.snapshots[1], changes.added));
  if (changes.unit_field) writer.add("units.csv", units_csv(read->rolls, changes));
  writer.add("snapshots.csv", snapshots_csv(*read));
  writer.add("model.txt", learned_text(*linkage, read->rolls.schema));
  writer.add("model.svg", weight_chart(linkage->model, read->rolls.schema));
  if (const auto closed = writer.close(); !closed) return report_errors(closed.error());
  if (!request.options.json) {
    return emit(request.options, diff_text(request, *read, *linkage, changes));
  }
  return emit(request.options, envelope("roll diff", read->inputs,
                                        diff_json(request, *read, *linkage, changes, writer)));
}

std::string clusters_csv(const roll::Snapshot& snapshot, const roll::Clusters& clusters) {
  std::string csv;
  append_csv_header(csv, {"id", "cluster"});
  for (std::uint32_t row = 0; row < clusters.cluster_of.size(); ++row) {
    append_csv_row(csv, {std::string(snapshot.identifier(row)),
                         std::string(snapshot.identifier(clusters.cluster_of[row]))});
  }
  return csv;
}

std::string candidates_csv(const roll::Snapshot& snapshot, const roll::Deduplication& found) {
  std::string csv;
  append_csv_header(csv, {"id_a", "id_b", "weight", "probability", "class"});
  for (const roll::Edge& edge : found.candidates) {
    const bool is_one =
        found.clusters.cluster_of[edge.left] == found.clusters.cluster_of[edge.right];
    append_csv_row(csv,
                   {std::string(snapshot.identifier(edge.left)),
                    std::string(snapshot.identifier(edge.right)), bits_text(edge.weight),
                    probability_text(roll::probability_of(edge.weight)), is_one ? "one" : "apart"});
  }
  return csv;
}

int run_dedupe(const Request& request) {
  Writer writer(request.output);
  if (const auto opened = writer.open(); !opened) return report_errors(opened.error());
  tell(request.options, "Reading the roll …");
  auto read = read_rolls({request.paths[0]}, request.roll);
  if (!read) return report_errors(read.error());
  tell(request.options, "Comparing its entries …");
  const auto found = roll::dedupe(read->rolls);
  if (!found) return report_errors(found.error());
  const roll::Snapshot& snapshot = read->rolls.snapshots[0];
  writer.add("clusters.csv", clusters_csv(snapshot, found->clusters));
  writer.add("pairs.csv", candidates_csv(snapshot, *found));
  const Duplicates duplicates = duplicates_of(read->rolls, *found);
  writer.add("duplicates.csv", duplicates_csv(duplicates));
  writer.add("model.txt", roll::model_table(found->model, read->rolls.schema));
  writer.add("model.svg", weight_chart(found->model, read->rolls.schema));
  if (const auto closed = writer.close(); !closed) return report_errors(closed.error());
  const roll::Clusters& clusters = found->clusters;
  if (request.options.json) {
    return emit(request.options,
                envelope("roll dedupe", read->inputs,
                         {{"folder", request.output.empty() ? Json(nullptr) : Json(request.output)},
                          {"fields", schema_json(*read)},
                          {"entries", snapshot.rows()},
                          {"clusters", clusters.clusters_of_several},
                          {"entries_in_clusters", clusters.records_in_them},
                          {"bridges_cut", clusters.bridges_cut},
                          {"second_entries", duplicates_json(duplicates)},
                          {"pairs_weighed", found->pairs_weighed},
                          {"all_pairs", found->is_exhaustive},
                          {"blocks", passes_json(found->passes)},
                          {"files", writer.json()}}));
  }
  std::string text = reading_text(*read) + "\n";
  text += fmt::format(
      "{} of {} entries stand in {} groups that are of one person by the model, more than one "
      "entry "
      "each.\nTwo people of one name and one date of birth are no rarity: a group is where to "
      "look, "
      "not what was found.\n",
      count_text(clusters.records_in_them), count_text(snapshot.rows()),
      count_text(clusters.clusters_of_several));
  text += duplicates_text(duplicates);
  text += passes_text(found->pairs_weighed, found->is_exhaustive, found->passes);
  text += "\n" + roll::model_table(found->model, read->rolls.schema);
  if (!request.output.empty()) {
    text += fmt::format(
        "Written into {}: clusters.csv, pairs.csv, duplicates.csv, model.txt, model.svg. They name "
        "entries: keep them as you "
        "keep the roll.\n",
        request.output);
  }
  return emit(request.options, text);
}

void add_diff(CLI::App& roll, Action& action) {
  auto request = std::make_shared<Request>();
  CLI::App* verb =
      roll.add_subcommand("diff", "What became of the entries of one snapshot in another");
  verb->add_option("old", request->paths[0], "The earlier snapshot, CSV")->required();
  verb->add_option("new", request->paths[1], "The later snapshot, CSV")->required();
  verb->add_option("-o,--output", request->output, "A new folder for pairs, removals, additions");
  add_roll_options(*verb, request->roll);
  add_common_options(*verb, request->options);
  verb->footer(
      "No key is shared: entries are linked by how likely their names, dates and addresses are to\n"
      "agree so far by chance (Fellegi & Sunter 1969), one to one. Nothing leaves this machine.\n"
      "Examples:\n"
      "  scrutineer simulate roll --people 20000 -o out/rolls\n"
      "  scrutineer roll diff out/rolls/old.csv out/rolls/new.csv -o out/changes\n"
      "  scrutineer roll diff a.csv b.csv --id none --field name=full_name --field "
      "born=birth_date");
  verb->callback([request, &action] { action = [request] { return run_diff(*request); }; });
}

void add_dedupe(CLI::App& roll, Action& action) {
  auto request = std::make_shared<Request>();
  CLI::App* verb = roll.add_subcommand("dedupe", "Entries of one roll that may be of one person");
  verb->add_option("roll", request->paths[0], "The roll, CSV")->required();
  verb->add_option("-o,--output", request->output, "A new folder for clusters and pairs");
  add_roll_options(*verb, request->roll);
  add_common_options(*verb, request->options);
  verb->footer("Example:\n  scrutineer roll dedupe roll.csv -o out/groups");
  verb->callback([request, &action] { action = [request] { return run_dedupe(*request); }; });
}

}  // namespace

void add_roll(CLI::App& app, Action& action) {
  CLI::App* roll = app.add_subcommand(
      "roll", "The register of voters: snapshots compared, entries that stand twice, field audits");
  roll->require_subcommand(1);
  roll->fallthrough();
  add_diff(*roll, action);
  add_dedupe(*roll, action);
  add_roll_survey(*roll, action);
  add_roll_clerical(*roll, action);
  add_roll_removals(*roll, action);
}

}  // namespace scrutineer::cli
