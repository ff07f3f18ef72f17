#include "folder/audit_files.hpp"

#include <algorithm>
#include <array>
#include <system_error>

#include "base/text.hpp"
#include "folder/file_bytes.hpp"

namespace scrutineer {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostRounds = 1'000;
constexpr std::array kFiles = {"audit.toml", "manifest.csv",    "records.csv", "assertions.json",
                               "plan.json",  "commitment.json", "seed.json"};
constexpr std::array kRoundFiles = {"sizes.csv",
                                    "sample.csv",
                                    "retrieval.csv",
                                    "retrieval.html",
                                    "interpretations-template.csv",
                                    "interpretations.csv",
                                    "assessment.json"};

// Adds the file where it is there.
void read_one(const fs::path& folder, const std::string& path, FileContents& files,
              Errors& errors) {
  std::error_code error;
  const fs::file_status status = fs::status(folder / path, error);
  if (status.type() == fs::file_type::not_found) return;
  if (status.type() != fs::file_type::regular) {
    errors.push_back(
        described(path, 0, "", "something that is no file", "a file that this user may read"));
    return;
  }
  auto bytes = read_bytes(folder / path, path);
  if (bytes) {
    files[path] = std::move(*bytes);
  } else {
    errors.insert(errors.end(), bytes.error().begin(), bytes.error().end());
  }
}

Result<void> write_one(const fs::path& target, const std::string& bytes) {
  std::error_code error;
  fs::create_directories(target.parent_path(), error);
  fs::path partial = target;
  partial += ".partial";
  if (auto written = write_bytes(partial, bytes); !written) {
    fs::remove(partial, error);
    return written;
  }
  fs::rename(partial, target, error);
  if (!error) return {};
  const std::string why = error.message();
  fs::remove(partial, error);
  return fail(described(shown(target.string()), 0, "",
                        "a file that cannot be replaced (" + why + ")",
                        "a folder that this user may write to"));
}

}  // namespace

std::string round_path(std::size_t round, std::string_view file) {
  return "audit/rounds/" + std::to_string(round) + "/" + std::string(file);
}

Result<FileContents> read_audit_files(const fs::path& folder) {
  std::error_code error;
  if (!fs::is_directory(folder / "audit", error)) {
    return fail(described(shown(folder.string()), 0, "", "no folder audit/",
                          "one with audit.toml and manifest.csv"));
  }
  FileContents files;
  Errors errors;
  for (const char* name : kFiles) read_one(folder, std::string("audit/") + name, files, errors);
  bool gap = false;
  for (std::size_t round = 1; round <= kMostRounds; ++round) {
    const std::size_t before = files.size();
    for (const char* name : kRoundFiles) read_one(folder, round_path(round, name), files, errors);
    const bool is_there = files.size() > before;
    if (is_there && (gap || !files.contains(round_path(round, "sample.csv")))) {
      errors.push_back(described("audit/rounds/" + std::to_string(round), 0, "",
                                 "a round out of order",
                                 "rounds 1, 2, … that scrutineer audit sample has drawn"));
    }
    gap = gap || !is_there;
    if (gap && round > rounds_drawn(files) + 3) break;
  }
  if (!errors.empty()) return tl::unexpected(errors);
  return files;
}

std::size_t rounds_drawn(const FileContents& files) {
  std::size_t rounds = 0;
  while (files.contains(round_path(rounds + 1, "sample.csv"))) ++rounds;
  return rounds;
}

Result<void> write_audit_files(const fs::path& folder, const FileContents& files) {
  for (const auto& [path, bytes] : files) {
    if (auto written = write_one(folder / path, bytes); !written) return written;
  }
  return {};
}

}  // namespace scrutineer
