#include <filesystem>

#include "folder/file_bytes.hpp"
#include "folder/parts.hpp"
#include "folder/roll_files.hpp"

namespace scrutineer {

Result<RollSchema> read_roll_schema(const std::string& path) {
  std::filesystem::path file(path);
  std::error_code error;
  if (std::filesystem::is_directory(file, error)) file /= "election.toml";
  const std::string name = file.generic_string();
  const auto bytes = read_bytes(file, name);
  if (!bytes) return tl::unexpected(bytes.error());
  const auto document = read_toml(name, *bytes);
  if (!document) return tl::unexpected(document.error());
  Problems problems;
  auto schema = read_roll_section(*document, name, problems);
  if (!schema && problems.empty()) {
    problems.describe(name, 0, "roll", "no section [roll]",
                      "one, and a section [[roll.field]] for each column that is compared");
  }
  if (!problems.empty()) return tl::unexpected(problems.take());
  return std::move(*schema);
}

}  // namespace scrutineer
