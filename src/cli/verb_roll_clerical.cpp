// scrutineer roll clerical: the form of a clerical sample, drawn from what `roll diff` found, with
// the entries of both rolls side by side. The form is personal data.
#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "base/csv.hpp"
#include "base/text.hpp"
#include "cli/roll_linkage.hpp"
#include "cli/roll_reading.hpp"
#include "cli/roll_verbs.hpp"
#include "cli/table.hpp"
#include "cli/whole_file.hpp"

namespace scrutineer::cli {

namespace {

namespace fs = std::filesystem;
using roll::AskedOf;
constexpr std::array kKinds = {AskedOf::links, AskedOf::removals};

struct Request {
  Options options;
  RollOptions roll;
  std::string folder, old_path, new_path, output, public_seed;
  std::int64_t size = 600, links = 0;
};

// One line of the form: a record that was drawn.
struct Line {
  AskedOf kind = AskedOf::links;
  std::size_t record = 0;
};

// In the order of the folder's files, so that no line tells what the linkage believes of it: who
// judges should not know.
std::vector<Line> lines_of(const ClericalDraw& draw) {
  std::vector<Line> lines;
  for (const AskedOf kind : kKinds) {
    std::vector<std::size_t> records;
    for (const auto& stratum : draw.of(kind).drawn) {
      records.insert(records.end(), stratum.begin(), stratum.end());
    }
    std::sort(records.begin(), records.end());
    for (const std::size_t record : records) lines.push_back({kind, record});
  }
  return lines;
}

// The cells of the entries that the form shows of one roll, by identifier.
using CellsById = std::map<std::string, std::vector<std::string>, std::less<>>;

Result<CellsById> cells_by_id(const std::string& path, const ReadRolls& read, std::size_t side,
                              std::vector<std::string> ids) {
  CellsById cells;
  for (std::string& id : ids) {
    if (!id.empty()) cells.emplace(std::move(id), std::vector<std::string>{});
  }
  const roll::Snapshot& snapshot = read.rolls.snapshots[side];
  std::vector<std::size_t> rows;
  std::vector<std::vector<std::string>*> targets;
  for (std::size_t row = 0; row < snapshot.rows(); ++row) {
    const auto found = cells.find(snapshot.identifier(row));
    if (found == cells.end()) continue;
    rows.push_back(row);
    targets.push_back(&found->second);
  }
  if (rows.size() != cells.size()) {
    return fail(path + ": entries of the folder are not in it; is it the roll that was compared, " +
                "and --id the same?");
  }
  std::vector<std::string> headers;
  for (const RollColumn& column : read.readings[side].columns) headers.push_back(column.header);
  const auto file = RollFile::open(path, path);
  if (!file) return tl::unexpected<Errors>(file.error());
  auto written = roll_cells(path, file->bytes(), headers, rows);
  if (!written) return tl::unexpected<Errors>(written.error());
  for (std::size_t i = 0; i < rows.size(); ++i) *targets[i] = std::move((*written)[i]);
  return cells;
}

std::string form_csv(const LinkageFolder& folder, const std::vector<Line>& lines,
                     const ReadRolls& read, const CellsById& old_cells,
                     const CellsById& new_cells) {
  std::vector<std::string> header = {
      "kind", "old_id", "new_id", "same_person", "found_elsewhere", "old_entries", "note"};
  for (const roll::Field& field : read.rolls.schema) {
    header.push_back("old_" + field.name);
    header.push_back("new_" + field.name);
  }
  std::string csv;
  append_csv_header(csv, header);
  for (const Line& line : lines) {
    const std::string old_id(folder.old_id(line.kind, line.record));
    const std::string new_id(folder.new_id(line.kind, line.record));
    std::vector<std::string> cells = {std::string(name_of(line.kind)), old_id, new_id};
    cells.resize(header.size() - 2 * read.rolls.schema.size());
    const auto before = old_cells.find(old_id), after = new_cells.find(new_id);
    for (std::size_t f = 0; f < read.rolls.schema.size(); ++f) {
      cells.push_back(before->second[f]);
      cells.push_back(after == new_cells.end() ? "" : after->second[f]);
    }
    append_csv_row(csv, cells);
  }
  return csv;
}

// The rolls are those that the folder was made from.
Result<void> check_rolls(const LinkageFolder& folder, const ReadRolls& read) {
  for (const LinkedSnapshot& snapshot : folder.snapshots) {
    const InputFile& input = read.inputs.inputs[snapshot.snapshot == "old" ? 0 : 1];
    if (input.sha256 == snapshot.sha256) continue;
    return fail(described(
        input.path, 0, "", "a file with the digest " + input.sha256,
        "the " + shown(snapshot.snapshot) + " roll that was compared, " + shown(snapshot.sha256)));
  }
  return {};
}

std::string draw_text(const Request& request, const ClericalDraw& draw) {
  Table table({"drawn from", "probability", "records", "drawn"}, {false, false, true, true});
  for (const AskedOf kind : kKinds) {
    const roll::ClericalSample& sample = draw.of(kind);
    for (std::size_t h = 0; h < sample.sizes.size(); ++h) {
      table.add(
          {h > 0                    ? ""
           : kind == AskedOf::links ? "links, by the chance that they are false"
                                    : "apparent removals, by that of the best candidate",
           fmt::format("{:.4f} – {:.4f}", sample.strata.bounds[h], sample.strata.bounds[h + 1]),
           grouped(sample.strata.records[h]), grouped(sample.sizes[h])});
    }
  }
  return table.text() +
         fmt::format(
             "\nThe form: {}, personal data of the voters in it: only you may read it; keep it as "
             "you keep the rolls.\nWhat the draw was: {}; both are read by `roll removals`.\n"
             "For each row: same_person (yes, no, unsure), whether both entries are of one person; "
             "unless yes, found_elsewhere, whether the person of the old entry has any other "
             "record "
             "in the new roll, searched as a whole; old_entries, how often the person stands in "
             "the "
             "old roll (nothing: once).\n",
             request.output, draw_path(request.output));
}

Json draw_json(const Request& request, const ClericalDraw& draw) {
  Json strata = Json::array();
  for (const AskedOf kind : kKinds) {
    const roll::ClericalSample& sample = draw.of(kind);
    for (std::size_t h = 0; h < sample.sizes.size(); ++h) {
      strata.push_back({{"kind", name_of(kind)},
                        {"from", number_json(sample.strata.bounds[h])},
                        {"to", number_json(sample.strata.bounds[h + 1])},
                        {"records", sample.strata.records[h]},
                        {"drawn", sample.sizes[h]}});
    }
  }
  return {{"form", request.output},
          {"draw", draw_path(request.output)},
          {"public_seed", draw.public_seed},
          {"strata", std::move(strata)}};
}

int run(const Request& request) {
  if (const auto seed = check_public_seed(request.public_seed); !seed) {
    return report_errors(seed.error());
  }
  for (const std::string& path : {request.output, draw_path(request.output)}) {
    std::error_code error;
    if (fs::exists(path, error)) {
      return report_errors(
          fail("--output: " + path + " is there already; it may hold answers.").value());
    }
  }
  LoadedFolder inputs;
  const auto folder = read_linkage(request.folder, inputs.inputs);
  if (!folder) return report_errors(folder.error());
  const auto draw =
      draw_clerical_form(*folder, std::string(trimmed(request.public_seed)),
                         request.links > 0 ? request.links : request.size, request.size);
  if (!draw) return report_errors(draw.error());
  const auto read = read_rolls({request.old_path, request.new_path}, request.roll);
  if (!read) return report_errors(read.error());
  if (const auto same = check_rolls(*folder, *read); !same) return report_errors(same.error());
  const std::vector<Line> lines = lines_of(*draw);
  std::vector<std::string> old_ids, new_ids;
  for (const Line& line : lines) {
    old_ids.emplace_back(folder->old_id(line.kind, line.record));
    new_ids.emplace_back(folder->new_id(line.kind, line.record));
  }
  const auto old_cells = cells_by_id(request.old_path, *read, 0, std::move(old_ids));
  if (!old_cells) return report_errors(old_cells.error());
  const auto new_cells = cells_by_id(request.new_path, *read, 1, std::move(new_ids));
  if (!new_cells) return report_errors(new_cells.error());
  Result<void> written = write_whole_file("--output", draw_path(request.output),
                                          clerical_draw_csv(*folder, *draw), ForWhom::owner);
  if (written) {
    written =
        write_whole_file("--output", request.output,
                         form_csv(*folder, lines, *read, *old_cells, *new_cells), ForWhom::owner);
    std::error_code error;
    if (!written) fs::remove(draw_path(request.output), error);
  }
  if (!written) return report_errors(written.error());
  for (const InputFile& input : read->inputs.inputs) inputs.inputs.push_back(input);
  if (request.options.json) {
    return emit(request.options, envelope("roll clerical", inputs, draw_json(request, *draw)));
  }
  return emit(request.options, draw_text(request, *draw));
}

}  // namespace

void add_roll_clerical(CLI::App& roll, Action& action) {
  auto request = std::make_shared<Request>();
  CLI::App* verb = roll.add_subcommand(
      "clerical", "A sample of links and apparent removals to be judged by eye: a form, CSV");
  verb->add_option("folder", request->folder, "What roll diff wrote with -o")->required();
  verb->add_option("old", request->old_path, "The earlier snapshot")->required();
  verb->add_option("new", request->new_path, "The later snapshot")->required();
  verb->add_option("-o,--output", request->output,
                   "The form, a new file; its draw is written beside it (form.draw.csv)")
      ->required();
  verb->add_option("--public-seed", request->public_seed,
                   "A text that nobody could know before the rolls were compared")
      ->required();
  verb->add_option("--size", request->size, "Apparent removals to be judged, and links")
      ->check(CLI::Range(std::int64_t{1}, std::int64_t{1'000'000}))
      ->capture_default_str();
  verb->add_option("--links", request->links, "Links to be judged, where another number")
      ->check(CLI::Range(std::int64_t{1}, std::int64_t{1'000'000}));
  add_roll_options(*verb, request->roll);
  add_common_options(*verb, request->options);
  verb->footer(
      "The form holds names and dates of voters: it is made readable for you alone.\n"
      "Example:\n"
      "  scrutineer roll clerical out/changes old.csv new.csv --size 600 \\\n"
      "      --public-seed 'lottery of 1 July: 12 44 7' -o form.csv");
  verb->callback([request, &action] { action = [request] { return run(*request); }; });
}

}  // namespace scrutineer::cli
