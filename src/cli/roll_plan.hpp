// The folder of a linkage in parts (docs/roll-parts.md): plan.json, what all parts share, the parts
// and their results. It holds what the rolls hold, names and dates of birth included.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "cli/new_folder.hpp"
#include "cli/roll_reading.hpp"
#include "roll/part_lines.hpp"
#include "roll/parts.hpp"

namespace scrutineer::cli {

// A file of the folder, named by its digest.
struct PlanFile {
  std::string name, sha256;
  std::uint64_t bytes = 0;
};

struct PlanPart {
  PlanFile file;
  std::uint64_t records = 0;
};

struct LinkPlan {
  std::string digest;  // of what plan.json states
  std::vector<InputFile> inputs;
  RollSchema schema;
  std::vector<RollReading> readings;  // by snapshot; without their warnings
  // Without frequencies, which stand beside the values.
  roll::PartBasis basis;
  std::vector<roll::PlannedPass> passes;
  PlanFile values, records;
  std::vector<PlanPart> parts;
};

// Everything but plan.json and the parts: the dictionaries with their frequencies, and the rows
// with their identifiers.
Result<PlanFile> write_values(NewFolder& folder, const roll::Rolls& rolls);
Result<PlanFile> write_records(NewFolder& folder, const roll::Rolls& rolls);
Result<std::vector<PlanPart>> write_parts(NewFolder& folder, const roll::PlannedParts& planned);
// plan.json; sets the plan's digest.
Result<void> write_plan(NewFolder& folder, LinkPlan& plan);

// plan.json of a folder. Every error names the file, and what was found in it.
Result<LinkPlan> read_plan(const std::filesystem::path& folder);
// `name` is what errors call the bytes. What was read is written as the same bytes.
Result<LinkPlan> parse_plan(const std::string& name, std::string_view bytes);
std::string plan_text(LinkPlan& plan);  // sets the plan's digest

// The schema and the dictionaries, and the frequencies that `plan` is without.
struct PlanValues {
  roll::Rolls rolls;  // without snapshots
  roll::Comparisons comparisons;
  roll::RecordLimits limits;
};
Result<PlanValues> read_values(const std::filesystem::path& folder, LinkPlan& plan);
// Both snapshots, added to `rolls`.
Result<void> read_records(const std::filesystem::path& folder, const LinkPlan& plan,
                          roll::Rolls& rolls);
// The text of a file of the plan, as long as this lives; an error where it is not the plan's.
Result<RollFile> open_planned(const std::filesystem::path& folder, const PlanFile& file);

}  // namespace scrutineer::cli
