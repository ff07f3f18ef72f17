// A folder of files that a verb makes: it is there once everything is in it, and not before.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "base/digest.hpp"
#include "base/result.hpp"

namespace scrutineer::cli {

// `path` as --output names it. Written beside its place until close(); without close() nothing
// remains.
class NewFolder {
 public:
  explicit NewFolder(const std::string& path);
  NewFolder(const NewFolder&) = delete;
  NewFolder& operator=(const NewFolder&) = delete;
  ~NewFolder();

  // A sentence where there is something already, or nothing may be made.
  Result<void> open();
  std::filesystem::path path(const std::string& name) const { return partial_ / name; }
  // A whole file of the folder.
  Result<void> add(const std::string& name, std::string_view text);
  Result<void> close();

 private:
  std::filesystem::path target_, partial_;
};

// A file with its digest, as it grows.
struct NewFile {
  std::string name;
  std::ofstream stream;
  Sha256 digest;
  std::uint64_t bytes = 0;

  // The file of the folder, empty.
  void open(const NewFolder& folder);
  Result<void> add(std::string_view text);
  // A sentence where not all of it could be written.
  Result<void> close();
};

}  // namespace scrutineer::cli
