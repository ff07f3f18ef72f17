#include "cli/new_folder.hpp"

namespace scrutineer::cli {

namespace fs = std::filesystem;

NewFolder::NewFolder(const std::string& path) {
  std::error_code error;
  target_ = fs::absolute(path, error).lexically_normal();
  if (!target_.has_filename()) target_ = target_.parent_path();
}

NewFolder::~NewFolder() {
  std::error_code error;
  if (!partial_.empty()) fs::remove_all(partial_, error);
}

Result<void> NewFolder::open() {
  std::error_code error;
  if (fs::exists(target_, error) &&
      !(fs::is_directory(target_, error) && fs::is_empty(target_, error))) {
    return fail("--output: " + target_.string() +
                " is there already and not empty; name a new or an empty folder.");
  }
  fs::path partial = target_;
  partial += ".partial";
  fs::create_directories(target_.parent_path(), error);
  if (error || !fs::create_directory(partial, error)) {
    return fail("--output: " + partial.string() +
                " cannot be made; may you write there, and is nothing of that name left over?");
  }
  partial_ = partial;
  return {};
}

Result<void> NewFolder::close() {
  std::error_code error;
  fs::rename(partial_, target_, error);
  if (error) return fail("--output: " + target_.string() + " cannot be put in place.");
  partial_.clear();
  return {};
}

Result<void> NewFolder::add(const std::string& name, std::string_view text) {
  NewFile file;
  file.name = name;
  file.open(*this);
  if (auto added = file.add(text); !added) return added;
  return file.close();
}

void NewFile::open(const NewFolder& folder) { stream.open(folder.path(name), std::ios::binary); }

Result<void> NewFile::close() {
  stream.close();
  if (!stream) return fail(name + " cannot be written; is there space?");
  return {};
}

Result<void> NewFile::add(std::string_view text) {
  stream.write(text.data(), static_cast<std::streamsize>(text.size()));
  if (!stream) return fail(name + " cannot be written; is there space?");
  digest.add(text);
  bytes += text.size();
  return {};
}

}  // namespace scrutineer::cli
