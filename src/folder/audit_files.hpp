// The files of an audit, in the folder audit/ beside an election's (docs/formats/audit-folder.md):
// audit.toml, and the bytes of all the others by their paths.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "audit/design.hpp"
#include "base/result.hpp"
#include "folder/folder.hpp"

namespace scrutineer {

// Every error, with its line.
Result<AuditDesign> parse_audit_design(std::string_view bytes);

// "audit/rounds/2/sample.csv"
std::string round_path(std::size_t round, std::string_view file);

// What is there of the format, by path from the election's folder. An error where there is no
// audit/, where a file cannot be read, or where a round is there without the one before it.
Result<FileContents> read_audit_files(const std::filesystem::path& folder);

// How many rounds have been drawn: those with a sample.csv.
std::size_t rounds_drawn(const FileContents& files);

// Writes files below the folder, each completely or not at all.
Result<void> write_audit_files(const std::filesystem::path& folder, const FileContents& files);

}  // namespace scrutineer
