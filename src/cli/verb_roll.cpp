// scrutineer roll diff | dedupe: what became of the entries of a register of voters between two
// snapshots, and which entries of one are of one person, without a key that both share. Files with
// identifiers are written only into the folder that is named; nothing of a person is printed.
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "cli/command.hpp"
#include "cli/roll_changes.hpp"
#include "cli/roll_chart.hpp"
#include "cli/roll_duplicates.hpp"
#include "cli/roll_folder.hpp"
#include "cli/roll_reading.hpp"
#include "cli/roll_verbs.hpp"

namespace scrutineer::cli {

namespace {

struct Request {
  Options options;
  RollOptions roll;
  std::vector<std::string> paths = {"", ""};
  std::string output;
  roll::LinkOptions link;  // of diff
};

int run_diff(const Request& request) {
  return tell_changes(request.options, "roll diff", request.output, [&]() -> Result<LinkedRolls> {
    tell(request.options, "Reading both rolls …");
    auto read = read_rolls(request.paths, request.roll);
    if (!read) return tl::unexpected(read.error());
    tell(request.options, "Linking …");
    auto linkage = roll::link(read->rolls, request.link);
    if (!linkage) return tl::unexpected(linkage.error());
    return LinkedRolls{std::move(*read), std::move(*linkage)};
  });
}

void add_clusters(const roll::Snapshot& snapshot, const roll::Clusters& clusters, Rows& rows) {
  rows.add_header({"id", "cluster"});
  for (std::uint32_t row = 0; row < clusters.cluster_of.size(); ++row) {
    rows.add({std::string(snapshot.identifier(row)),
              std::string(snapshot.identifier(clusters.cluster_of[row]))});
  }
}

void add_candidates(const roll::Snapshot& snapshot, const roll::Deduplication& found, Rows& rows) {
  rows.add_header({"id_a", "id_b", "weight", "probability", "class"});
  for (const roll::Edge& edge : found.candidates) {
    const bool is_one =
        found.clusters.cluster_of[edge.left] == found.clusters.cluster_of[edge.right];
    rows.add({std::string(snapshot.identifier(edge.left)),
              std::string(snapshot.identifier(edge.right)), bits_text(edge.weight),
              probability_text(roll::probability_of(edge.weight)), is_one ? "one" : "apart"});
  }
}

int run_dedupe(const Request& request) {
  RollFolder folder(request.output);
  if (const auto opened = folder.open(); !opened) return report_errors(opened.error());
  tell(request.options, "Reading the roll …");
  auto read = read_rolls({request.paths[0]}, request.roll);
  if (!read) return report_errors(read.error());
  tell(request.options, "Comparing its entries …");
  const auto found = roll::dedupe(read->rolls);
  if (!found) return report_errors(found.error());
  const roll::Snapshot& snapshot = read->rolls.snapshots[0];
  folder.add_rows("clusters.csv",
                  [&](Rows& rows) { add_clusters(snapshot, found->clusters, rows); });
  folder.add_rows("pairs.csv", [&](Rows& rows) { add_candidates(snapshot, *found, rows); });
  const Duplicates duplicates = duplicates_of(read->rolls, *found);
  folder.add("duplicates.csv", duplicates_csv(duplicates));
  folder.add("model.txt", roll::model_table(found->model, read->rolls.schema));
  folder.add("model.svg", weight_chart(found->model, read->rolls.schema));
  if (const auto closed = folder.close(); !closed) return report_errors(closed.error());
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
                          {"files", folder.json()}}));
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
  add_candidate_options(*verb, request->link.candidates);
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
      "roll",
      "The register of voters: who was added, moved, removed, stands twice; what field audits say");
  roll->footer(
      "A first look, from two CSV files to what can be said of removals:\n"
      "  scrutineer roll diff old.csv new.csv -o out/changes\n"
      "  scrutineer roll clerical out/changes old.csv new.csv --public-seed TEXT -o form.csv\n"
      "  scrutineer roll removals out/changes --clerical form.csv -o out/roll");
  roll->require_subcommand(1);
  roll->fallthrough();
  add_diff(*roll, action);
  add_dedupe(*roll, action);
  add_roll_parts(*roll, action);
  add_roll_survey(*roll, action);
  add_roll_clerical(*roll, action);
  add_roll_removals(*roll, action);
  add_roll_lookup(*roll, action);
  add_roll_encode(*roll, action);
  add_roll_intersect(*roll, action);
}

}  // namespace scrutineer::cli
