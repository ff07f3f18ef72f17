// What the verbs of a roll share: which column is what, files read into snapshots, and what was
// read as JSON and as text.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command.hpp"
#include "folder/roll_files.hpp"

namespace scrutineer::cli {

struct RollOptions {
  std::string identifier;           // column; empty: guessed, "none": the row's number
  std::vector<std::string> fields;  // COLUMN=KIND; empty: guessed
};
void add_roll_options(CLI::App& verb, RollOptions& options);

struct ReadRolls {
  roll::Rolls rolls;
  RollSchema schema;
  std::vector<std::string> reasons;   // what each column was taken for
  std::vector<RollReading> readings;  // by snapshot
  LoadedFolder inputs;                // the files, with their digests
};

// All files are open at a time, as a schema is guessed from all of them, and read one after
// another.
Result<ReadRolls> read_rolls(const std::vector<std::string>& paths, const RollOptions& options);

Json schema_json(const ReadRolls& read);
// The columns, then what is strange about the files.
std::string reading_text(const ReadRolls& read);

std::string_view kind_name(roll::FieldKind kind);
std::optional<roll::FieldKind> kind_from_name(std::string_view name);

}  // namespace scrutineer::cli
