// scrutineer roll plan | worker | merge: `roll diff` cut into parts that an engine spreads over
// machines (docs/roll-parts.md). The engine carries files or lines of text; what stands in them is
// decided here, and is the same whatever the engine does.
#include <array>
#include <cstdlib>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/core.h>
#include <unistd.h>

#include "base/digest.hpp"
#include "base/text.hpp"
#include "cli/command.hpp"
#include "cli/roll_changes.hpp"
#include "cli/roll_plan.hpp"
#include "cli/roll_verbs.hpp"

namespace scrutineer::cli {

namespace fs = std::filesystem;

namespace {

struct Request {
  Options options;
  RollOptions roll;
  roll::CandidateOptions candidates;
  std::vector<std::string> paths = {"", ""};
  std::string folder, output, results;
  std::size_t parts = 16, part = 0;
  bool is_stream = false;
};

Json passes_json(const LinkPlan& plan) {
  Json list = Json::array();
  for (const roll::PlannedPass& pass : plan.passes) {
    list.push_back({{"name", pass.report.name},
                    {"records", pass.records},
                    {"pairs", pass.report.pairs},
                    {"divided_blocks", pass.report.divided_runs},
                    {"windowed_blocks", pass.report.windowed_runs},
                    {"pairs_left_out", pass.report.pairs_left_out}});
  }
  return list;
}

std::string plan_text(const Request& request, const ReadRolls& read, const LinkPlan& plan) {
  std::uint64_t pairs = 0, bytes = 0, records = 0;
  for (const roll::PlannedPass& pass : plan.passes) pairs += pass.report.pairs;
  for (const PlanPart& part : plan.parts) bytes += part.file.bytes, records += part.records;
  return reading_text(read) + "\n" +
         fmt::format("{} pairs{} in {} parts, {} records in {} bytes.\n", count_text(pairs),
                     plan.basis.learned.is_exhaustive ? ", all that there are," : "",
                     plan.parts.size(), count_text(records), count_text(bytes)) +
         fmt::format(
             "Written into {}. It holds what the rolls hold: keep it as you keep them.\n"
             "Next: scrutineer roll worker {} --part 1 (and so on to {}), then scrutineer "
             "roll merge {} -o CHANGES\n",
             request.output, request.output, plan.parts.size(), request.output);
}

Json plan_json(const Request& request, const ReadRolls& read, const LinkPlan& plan) {
  Json parts = Json::array();
  for (const PlanPart& part : plan.parts) {
    parts.push_back(
        {{"file", part.file.name}, {"bytes", part.file.bytes}, {"records", part.records}});
  }
  return {{"folder", request.output},
          {"plan", plan.digest},
          {"fields", schema_json(read)},
          {"old_entries", plan.basis.left_rows},
          {"new_entries", plan.basis.right_rows},
          {"all_pairs", plan.basis.learned.is_exhaustive},
          {"blocks", passes_json(plan)},
          {"parts", std::move(parts)}};
}

// Everything but plan.json.
Result<LinkPlan> write_all_parts(const Request& request, const ReadRolls& read, NewFolder& folder) {
  const roll::Rolls& rolls = read.rolls;
  if (auto checked = roll::check_snapshots(rolls); !checked) {
    return tl::unexpected(checked.error());
  }
  const auto comparisons = roll::Comparisons::of(rolls);
  if (!comparisons) return tl::unexpected(comparisons.error());
  const roll::Records left(*comparisons, rolls.snapshots[0]);
  const roll::Records right(*comparisons, rolls.snapshots[1]);
  const roll::Sides sides{roll::Pairing::between, &left, &right};
  tell(request.options, "Learning and blocking …");
  const roll::PlannedParts planned(*comparisons, sides, request.candidates, request.parts);
  tell(request.options, fmt::format("Writing {} parts …", request.parts));
  auto values = write_values(folder, rolls);
  if (!values) return tl::unexpected(values.error());
  auto records = write_records(folder, rolls);
  if (!records) return tl::unexpected(records.error());
  auto parts = write_parts(folder, planned);
  if (!parts) return tl::unexpected(parts.error());
  return LinkPlan{"",
                  read.inputs.inputs,
                  read.schema,
                  read.readings,
                  planned.basis(),
                  planned.passes(),
                  std::move(*values),
                  std::move(*records),
                  std::move(*parts)};
}

int run_plan(const Request& request) {
  if (request.parts < 1 || request.parts > roll::kMostParts) {
    return report_errors(
        fail(fmt::format("--parts: found {}, expected 1 to {}.", request.parts, roll::kMostParts))
            .value());
  }
  NewFolder folder(request.output);
  if (const auto opened = folder.open(); !opened) return report_errors(opened.error());
  tell(request.options, "Reading both rolls …");
  const auto read = read_rolls(request.paths, request.roll);
  if (!read) return report_errors(read.error());
  auto plan = write_all_parts(request, *read, folder);
  if (!plan) return report_errors(plan.error());
  if (const auto written = write_plan(folder, *plan); !written) {
    return report_errors(written.error());
  }
  std::error_code error;
  if (!fs::create_directory(folder.path("results"), error)) {
    return report_errors(fail("--output: results cannot be made in it.").value());
  }
  if (const auto closed = folder.close(); !closed) return report_errors(closed.error());
  if (!request.options.json) return emit(request.options, plan_text(request, *read, *plan));
  return emit(request.options,
              envelope("roll plan", read->inputs, plan_json(request, *read, *plan)));
}

fs::path result_path(const fs::path& folder, std::size_t part) {
  return folder / "results" / fmt::format("part-{}.result", part);
}

// Beside its place, under a name that no other worker has, then renamed: whoever ends last leaves
// the same bytes.
Result<void> write_beside(const fs::path& path, const std::string& text) {
  std::string beside = path.string() + ".XXXXXX";
  const int file = mkstemp(beside.data());
  bool is_written = file >= 0;
  for (std::size_t at = 0; is_written && at < text.size();) {
    const ssize_t bytes = write(file, text.data() + at, text.size() - at);
    is_written = bytes > 0;
    at += is_written ? static_cast<std::size_t>(bytes) : 0;
  }
  if (file >= 0) is_written = close(file) == 0 && is_written;
  std::error_code error;
  if (is_written) fs::rename(beside, path, error);
  if (is_written && !error) return {};
  if (file >= 0) unlink(beside.c_str());
  return fail(path.string() + " cannot be written; may you write there, and is there space?");
}

// A result that is there already. None where it is missing, damaged or another plan's.
std::optional<roll::PartResult> done_already(const fs::path& path, const roll::ResultOf& of,
                                             const roll::RecordLimits& limits) {
  std::error_code error;
  if (!fs::is_regular_file(path, error)) return std::nullopt;
  const auto file = RollFile::open(path.string(), path.string());
  if (!file) return std::nullopt;
  auto stated = roll::parse_result(path.string(), file->bytes(), limits);
  if (!stated || stated->of != of) return std::nullopt;
  return std::move(stated->result);
}

Result<roll::PartResult> weigh(const fs::path& folder, const LinkPlan& plan, PlanValues& values,
                               std::string_view name, std::string_view lines) {
  auto records = roll::parse_record_lines(name, lines, values.limits);
  if (!records) return tl::unexpected(records.error());
  roll::Snapshot right;
  if (plan.basis.learned.is_exhaustive) {
    if (auto read = read_records(folder, plan, values.rolls); !read) {
      return tl::unexpected(read.error());
    }
    right = std::move(values.rolls.snapshots[1]);
  }
  return roll::weigh_part(values.comparisons, plan.basis, std::move(*records), right);
}

std::string read_input_stream() {
  std::string text;
  std::array<char, std::size_t{1} << 16U> buffer{};
  while (const std::size_t bytes = std::fread(buffer.data(), 1, buffer.size(), stdin)) {
    text.append(buffer.data(), bytes);
  }
  return text;
}

int run_stream(const Request& request, LinkPlan& plan) {
  auto values = read_values(request.folder, plan);
  if (!values) return report_errors(values.error());
  const std::string lines = read_input_stream();
  const auto result = weigh(request.folder, plan, *values, "standard input", lines);
  if (!result) return report_errors(result.error());
  return emit(request.options, roll::result_text({plan.digest, 0, ""}, *result));
}

int tell_worker(const Request& request, const LinkPlan& plan, const roll::PartResult& result,
                bool was_done) {
  const std::string name = result_path("", request.part).string();
  roll::PassCounts sum;
  for (const roll::PassCounts& pass : result.passes) {
    sum.records += pass.records;
    sum.new_pairs += pass.new_pairs;
    sum.kept += pass.kept;
  }
  if (!request.options.json) {
    return emit(request.options,
                fmt::format("Part {} of {}{}: {} pairs were weighed, {} kept ({}).\n", request.part,
                            plan.parts.size(), was_done ? " was done already" : "",
                            count_text(sum.new_pairs), count_text(sum.kept), name));
  }
  return emit(request.options, envelope("roll worker", {{}, plan.inputs},
                                        {{"folder", request.folder},
                                         {"plan", plan.digest},
                                         {"part", request.part},
                                         {"parts", plan.parts.size()},
                                         {"done_already", was_done},
                                         {"records", sum.records},
                                         {"pairs_weighed", sum.new_pairs},
                                         {"kept", sum.kept},
                                         {"file", name}}));
}

int run_worker(const Request& request) {
  auto plan = read_plan(request.folder);
  if (!plan) return report_errors(plan.error());
  if (request.is_stream) return run_stream(request, *plan);
  if (request.part < 1 || request.part > plan->parts.size()) {
    return report_errors(fail(fmt::format("--part: found {}, expected 1 to {}, the parts of {}.",
                                          request.part, plan->parts.size(), request.folder))
                             .value());
  }
  const PlanPart& part = plan->parts[request.part - 1];
  auto values = read_values(request.folder, *plan);
  if (!values) return report_errors(values.error());
  const fs::path path = result_path(request.folder, request.part);
  const roll::ResultOf of{plan->digest, request.part, part.file.sha256};
  if (const auto done = done_already(path, of, values->limits)) {
    return tell_worker(request, *plan, *done, true);
  }
  const auto file = open_planned(request.folder, part.file);
  if (!file) return report_errors(file.error());
  const auto result = weigh(request.folder, *plan, *values, part.file.name, file->bytes());
  if (!result) return report_errors(result.error());
  if (const auto written = write_beside(path, roll::result_text(of, *result)); !written) {
    return report_errors(written.error());
  }
  return tell_worker(request, *plan, *result, false);
}

Result<roll::PartResult> read_result(const fs::path& path, const roll::ResultOf& of,
                                     const roll::RecordLimits& limits) {
  const auto file = RollFile::open(path.string(), path.string());
  if (!file) return tl::unexpected(file.error());
  auto stated = roll::parse_result(path.string(), file->bytes(), limits);
  if (!stated) return tl::unexpected(stated.error());
  if (stated->of != of) {
    const bool is_other_plan = stated->of.plan != of.plan;
    return fail(
        described(path.string(), 0, "",
                  is_other_plan ? "a result of the plan " + shown(stated->of.plan)
                                : "a result of another part",
                  is_other_plan ? "one of the plan " + of.plan : "that of the part in its name"));
  }
  return std::move(stated->result);
}

// The results of all parts, by number.
Result<std::vector<roll::PartResult>> results_of_parts(const fs::path& folder, const LinkPlan& plan,
                                                       const roll::RecordLimits& limits) {
  std::vector<std::size_t> missing;
  std::error_code error;
  for (std::size_t part = 1; part <= plan.parts.size(); ++part) {
    if (!fs::exists(result_path(folder, part), error)) missing.push_back(part);
  }
  if (!missing.empty()) {
    std::string list;
    for (std::size_t i = 0; i < missing.size() && i < 20; ++i) {
      list += (i == 0 ? "" : ", ") + std::to_string(missing[i]);
    }
    return fail(
        fmt::format("{}: {} of {} parts have no result yet: {}{}. Run: scrutineer roll "
                    "worker {} --part {}",
                    folder.string(), missing.size(), plan.parts.size(), list,
                    missing.size() > 20 ? " …" : "", folder.string(), missing[0]));
  }
  std::vector<roll::PartResult> results;
  Errors errors;
  for (std::size_t part = 1; part <= plan.parts.size(); ++part) {
    auto result = read_result(result_path(folder, part),
                              {plan.digest, part, plan.parts[part - 1].file.sha256}, limits);
    if (result) {
      results.push_back(std::move(*result));
    } else {
      errors.insert(errors.end(), result.error().begin(), result.error().end());
    }
  }
  if (!errors.empty()) return tl::unexpected(std::move(errors));
  return results;
}

// The files of a folder that an engine wrote, each what one worker said. Files with other names
// (_SUCCESS and the like) are the engine's own.
Result<std::vector<roll::PartResult>> results_of_stream(const fs::path& results,
                                                        const LinkPlan& plan,
                                                        const roll::RecordLimits& limits) {
  std::error_code error;
  std::vector<fs::path> paths;
  for (const auto& entry : fs::directory_iterator(results, error)) {
    if (entry.path().filename().string().starts_with("part-")) paths.push_back(entry.path());
  }
  if (paths.empty()) {
    return fail(described(results.string(), 0, "", error ? "no such folder" : "no file part-…",
                          "the folder of what workers with --stream said"));
  }
  std::vector<roll::PartResult> read;
  for (const fs::path& path : paths) {
    auto result = read_result(path, {plan.digest, 0, ""}, limits);
    if (!result) return tl::unexpected(result.error());
    read.push_back(std::move(*result));
  }
  return read;
}

Result<LinkedRolls> linked_parts(const Request& request) {
  auto plan = read_plan(request.folder);
  if (!plan) return tl::unexpected(plan.error());
  auto values = read_values(request.folder, *plan);
  if (!values) return tl::unexpected(values.error());
  tell(request.options, "Reading the results …");
  auto results = request.results.empty()
                     ? results_of_parts(request.folder, *plan, values->limits)
                     : results_of_stream(request.results, *plan, values->limits);
  if (!results) return tl::unexpected(results.error());
  if (auto read = read_records(request.folder, *plan, values->rolls); !read) {
    return tl::unexpected(read.error());
  }
  tell(request.options, "Linking …");
  auto linkage = roll::link_parts(values->rolls, plan->basis, plan->passes, *results);
  if (!linkage) return tl::unexpected(linkage.error());
  LinkedRolls linked;
  linked.read.rolls = std::move(values->rolls);
  linked.read.schema = std::move(plan->schema);
  linked.read.readings = std::move(plan->readings);
  linked.read.inputs.inputs = std::move(plan->inputs);
  linked.linkage = std::move(*linkage);
  return linked;
}

void add_plan(CLI::App& roll, Action& action) {
  auto request = std::make_shared<Request>();
  CLI::App* verb = roll.add_subcommand("plan", "Cuts a diff into parts for several machines");
  verb->add_option("old", request->paths[0], "The earlier snapshot, CSV")->required();
  verb->add_option("new", request->paths[1], "The later snapshot, CSV")->required();
  verb->add_option("-o,--output", request->output, "A new folder for the plan and its parts")
      ->required();
  verb->add_option("--parts", request->parts, "Into how many parts (1 to 65536)")
      ->capture_default_str();
  add_roll_options(*verb, request->roll);
  add_candidate_options(*verb, request->candidates);
  add_common_options(*verb, request->options);
  verb->footer(
      "The folder holds names and dates of birth: keep it, and whoever works on it, as you keep\n"
      "the rolls. docs/roll-parts.md has the lines for Dask, Spark, Slurm and GNU parallel.\n"
      "Example:\n"
      "  scrutineer roll plan old.csv new.csv --parts 16 -o out/plan\n"
      "  for i in $(seq 16); do scrutineer roll worker out/plan --part $i; done\n"
      "  scrutineer roll merge out/plan -o out/changes");
  verb->callback([request, &action] { action = [request] { return run_plan(*request); }; });
}

void add_worker(CLI::App& roll, Action& action) {
  auto request = std::make_shared<Request>();
  CLI::App* verb = roll.add_subcommand("worker", "Weighs the pairs of one part of a plan");
  verb->add_option("folder", request->folder, "The folder that roll plan made")->required();
  auto* part = verb->add_option("--part", request->part, "Which part, from 1");
  auto* stream = verb->add_flag("--stream", request->is_stream,
                                "Lines of whole keys, in any order, from standard input; the "
                                "result to standard output");
  part->excludes(stream);
  add_common_options(*verb, request->options);
  verb->footer(
      "A part may be weighed as often as one likes, anywhere: the result has the same bytes, and\n"
      "one that is there already is left.\n"
      "Examples:\n"
      "  scrutineer roll worker out/plan --part 3\n"
      "  cat out/plan/*.part | scrutineer roll worker out/plan --stream > results/part-1");
  verb->callback([request, &action] { action = [request] { return run_worker(*request); }; });
}

void add_merge(CLI::App& roll, Action& action) {
  auto request = std::make_shared<Request>();
  CLI::App* verb = roll.add_subcommand("merge", "Links what the parts of a plan have found");
  verb->add_option("folder", request->folder, "The folder that roll plan made")->required();
  verb->add_option("-o,--output", request->output, "A new folder for pairs, removals, additions");
  verb->add_option("--stream", request->results,
                   "The folder of what workers with --stream said, files part-…, instead of the "
                   "plan's own results");
  add_common_options(*verb, request->options);
  verb->footer(
      "The files are those of roll diff of the same rolls, byte for byte.\n"
      "Example:\n  scrutineer roll merge out/plan -o out/changes");
  verb->callback([request, &action] {
    action = [request] {
      return tell_changes(request->options, "roll merge", request->output,
                          [&] { return linked_parts(*request); });
    };
  });
}

}  // namespace

void add_roll_parts(CLI::App& roll, Action& action) {
  add_plan(roll, action);
  add_worker(roll, action);
  add_merge(roll, action);
}

}  // namespace scrutineer::cli
