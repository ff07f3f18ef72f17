// The front door of the folder format (docs/formats/election-folder.md): an election folder, or one
// table, to an Election, and back. This is the only module that reads or writes an election's
// files; parse_folder() and parse_table() are pure, so that they can be tested and fuzzed in
// memory.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "election/election.hpp"
#include "roll/findings.hpp"

namespace scrutineer {

// File contents by path, relative to the folder, with forward slashes.
using FileContents = std::map<std::string, std::string>;

struct InputFile {
  std::string path;              // relative to the folder, forward slashes
  std::string sha256;            // of the bytes as found, lower-case hexadecimal
  std::string canonical_sha256;  // of the canonical form of what the file states
};

struct LoadedFolder {
  Election election;
  std::vector<InputFile> inputs;  // by path
  roll::Findings roll = {};       // its doubts are among the election's
  FileContents roll_files = {};   // roll/ in canonical form
};

// Reads every file of the format in the folder. Errors of all files come together.
Result<LoadedFolder> read_folder(const std::filesystem::path& folder);

// The same from memory. Files that are no part of the format and are neither CSV nor TOML, and
// those under surveys/, rolls/ and audit/, are passed over.
Result<LoadedFolder> parse_folder(const FileContents& files);

// The canonical form: parse_folder(canonical_files(e)) is e again, and
// canonical_files(parse_folder(f)) is f for every canonical f.
FileContents canonical_files(const Election& election);
// The same with the files of roll/; doubts stand in the file where they were found.
FileContents canonical_files(const LoadedFolder& folder);

// Writes the canonical form into a folder that is new or empty. The files are written beside it and
// renamed into place together: the folder is there completely, or not at all.
Result<FileContents> write_folder(const Election& election, const std::filesystem::path& folder);

// The same for any files: a simulated country's truth is no election folder.
Result<void> write_files(const FileContents& files, const std::filesystem::path& folder);

// One CSV with the columns unit, seats, party, votes: an election of one contest whose returns are
// the commission's ("file"). Without `unit` it is one constituency; without the column `seats` the
// seats come from the options.
struct TableOptions {
  Rule rule = Rule::dhondt;
  std::optional<Seats> seats;  // of the only constituency; takes the place of the column there
};
Result<LoadedFolder> read_table(const std::filesystem::path& file, const TableOptions& options);
Result<LoadedFolder> parse_table(std::string_view name, std::string_view bytes,
                                 const TableOptions& options);

// One CSV of returns, a form a row: columns of places (top to bottom), then `unit`, then counts by
// the names of fields or parties. An election of one contest whose returns are the commission's
// ("file"), with the levels "all", the columns of places, "unit".
Result<LoadedFolder> read_returns_table(const std::filesystem::path& file);
Result<LoadedFolder> parse_returns_table(std::string_view name, std::string_view bytes);

// A folder, or a table where the path is a file.
Result<LoadedFolder> read_election(const std::filesystem::path& path, const TableOptions& options);

}  // namespace scrutineer
