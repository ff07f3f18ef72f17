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
  // "auto": guessed; else an election folder or a TOML file with a section [roll].
  std::string schema = "auto";
  std::string identifier;           // column; empty: as the schema says, "none": the row's number
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

}  // namespace scrutineer::cli
