#include "cli/roll_linkage.hpp"

#include <filesystem>

namespace scrutineer::cli {

namespace fs = std::filesystem;

Result<NamedBytes> named_input(const std::string& path, std::vector<InputFile>& inputs) {
  auto bytes = read_input(path, inputs);
  if (!bytes) return tl::unexpected<Errors>(bytes.error());
  return NamedBytes{path, std::move(*bytes)};
}

Result<LinkageFolder> read_linkage(const std::string& folder, std::vector<InputFile>& inputs) {
  LinkageBytes files;
  Errors errors;
  const auto take = [&](const char* name, NamedBytes& target) {
    auto file = named_input((fs::path(folder) / name).string(), inputs);
    if (file) {
      target = std::move(*file);
    } else {
      errors.insert(errors.end(), file.error().begin(), file.error().end());
    }
  };
  take("pairs.csv", files.pairs);
  take("removed.csv", files.removed);
  const auto take_where_there = [&](const char* name, std::optional<NamedBytes>& target) {
    std::error_code error;
    if (fs::exists(fs::path(folder) / name, error)) take(name, target.emplace());
  };
  take_where_there("added.csv", files.added);
  take_where_there("units.csv", files.units);
  take_where_there("snapshots.csv", files.snapshots);
  if (!errors.empty()) return tl::unexpected(std::move(errors));
  return read_linkage_folder(files);
}

std::string draw_path(const std::string& form) {
  return fs::path(form).replace_extension(".draw.csv").string();
}

}  // namespace scrutineer::cli
