// The disk: reading a folder's files into memory, and writing a folder so that it is there
// completely or not at all.
#include <algorithm>
#include <atomic>
#include <fstream>
#include <memory>
#include <sstream>
#include <system_error>
#include <utility>

#include "base/text.hpp"
#include "base/threads.hpp"
#include "folder/file_bytes.hpp"
#include "folder/folder.hpp"

namespace scrutineer {

namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kLargestFolder = std::uintmax_t{2} << 30U;
constexpr std::size_t kMostFiles = 10'000;
constexpr std::size_t kPartOfFile = std::size_t{4} << 20U;

Error problem(std::string file, std::string found, std::string expected) {
  return described(std::move(file), 0, "", std::move(found), std::move(expected));
}

std::string reason(const std::error_code& error) { return error.message(); }

// One large file: in parts at the same time, into memory that nobody wrote before.
class LargeFile {
 public:
  static Result<LargeFile> read(const fs::path& path, const std::string& name) {
    const Result<std::size_t> size = size_of(path, name);
    if (!size) return tl::unexpected<Errors>(size.error());
    LargeFile file(*size);
    const Slices slices{*size, kPartOfFile};
    std::atomic<bool> is_whole = true;
    for_each_piece(slices.count(), [&](std::size_t slice) {
      std::ifstream stream(path, std::ios::binary);
      const auto length = static_cast<std::streamsize>(slices.end(slice) - slices.begin(slice));
      stream.seekg(static_cast<std::streamoff>(slices.begin(slice)));
      if (stream) stream.read(file.bytes_.get() + slices.begin(slice), length);
      if (!stream || stream.gcount() != length) is_whole = false;
    });
    if (!is_whole) return unreadable(name, "");
    return file;
  }

  std::string_view bytes() const { return {bytes_.get(), size_}; }

 private:
  explicit LargeFile(std::size_t size) : bytes_(new char[size]), size_(size) {}

  std::unique_ptr<char[]> bytes_;
  std::size_t size_;
};

// Only these are read into memory: what the format knows, and what may be a misspelling of it.
bool is_candidate(const std::string& name) {
  std::string extension = fs::path(name).extension().string();
  for (char& c : extension) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  const bool left_alone =
      name.starts_with("surveys/") || name.starts_with("rolls/") || name.starts_with("audit/");
  return (extension == ".csv" || extension == ".toml") && !left_alone;
}

class FolderReader {
 public:
  explicit FolderReader(fs::path root) : root_(std::move(root)) {}

  Result<FileContents> read() {
    visit(root_, "", 0);
    if (!errors_.empty()) return tl::unexpected<Errors>(std::move(errors_));
    return std::move(files_);
  }

 private:
  // The format is two folders deep; symbolic links to folders are not followed, so none can loop.
  void visit(const fs::path& folder, const std::string& prefix, int depth) {
    std::error_code error;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error)) {
      const std::string name = entry->path().filename().string();
      if (name.starts_with('.')) continue;
      take(*entry, prefix + name, depth);
      if (files_.size() > kMostFiles || bytes_ > kLargestFolder) return stop();
    }
    if (error) {
      errors_.push_back(problem(prefix.empty() ? shown(root_.string()) : shown(prefix),
                                "a folder that cannot be read (" + reason(error) + ")",
                                "a folder that this user may read"));
    }
  }

  void stop() {
    if (!stopped_) {
      errors_.push_back(problem(shown(root_.string()), "too many or too large files",
                                "at most " + std::to_string(kMostFiles) + " files and " +
                                    std::to_string(kLargestFolder) + " bytes"));
    }
    stopped_ = true;
  }

  void take(const fs::directory_entry& entry, const std::string& name, int depth) {
    std::error_code error;
    if (stopped_) return;
    if (entry.is_directory(error) && !error) {
      if (!entry.is_symlink(error) && depth < 2) visit(entry.path(), name + "/", depth + 1);
      return;
    }
    if (!is_candidate(name)) return;
    if (error || !entry.is_regular_file(error) || error) {
      errors_.push_back(problem(shown(name),
                                error ? "a file that cannot be read (" + reason(error) + ")"
                                      : "something that is no file",
                                "a file that this user may read"));
      return;
    }
    Result<std::string> bytes = read_bytes(entry.path(), shown(name));
    if (!bytes) {
      errors_.insert(errors_.end(), bytes.error().begin(), bytes.error().end());
      return;
    }
    bytes_ += bytes->size();
    files_[name] = std::move(*bytes);
  }

  fs::path root_;
  FileContents files_;
  Errors errors_;
  std::uintmax_t bytes_ = 0;
  bool stopped_ = false;
};

Result<void> write_all(const FileContents& files, const fs::path& folder) {
  std::error_code error;
  for (const auto& [name, bytes] : files) {
    const fs::path path = folder / name;
    fs::create_directories(path.parent_path(), error);
    if (error) {
      return fail(problem(shown(path.parent_path().string()),
                          "a folder that cannot be made (" + reason(error) + ")",
                          "a place that this user may write to"));
    }
    if (auto written = write_bytes(path, bytes); !written) return written;
  }
  return {};
}

// The folders above the target that are not there yet, the nearest first.
std::vector<fs::path> missing_parents(const fs::path& target) {
  std::vector<fs::path> missing;
  std::error_code error;
  for (fs::path at = target.parent_path(); at.has_relative_path(); at = at.parent_path()) {
    if (fs::exists(fs::symlink_status(at, error))) break;
    missing.push_back(at);
  }
  return missing;
}

// A new folder beside the target, under a name that nothing has.
Result<fs::path> make_folder_beside(const fs::path& target) {
  std::error_code error;
  fs::create_directories(target.parent_path(), error);
  for (int attempt = 0; attempt < 100 && !error; ++attempt) {
    fs::path beside = target;
    beside += ".partial" + (attempt == 0 ? std::string() : "-" + std::to_string(attempt));
    if (fs::create_directory(beside, error)) return beside;
  }
  const std::string why = error ? reason(error) : "there are too many unfinished ones beside it";
  return fail(problem(shown(target.string()), "a folder that cannot be made (" + why + ")",
                      "a place that this user may write to"));
}

// Writes the files into a folder of their own and puts it in the target's place.
Result<void> write_beside(const FileContents& files, const fs::path& target) {
  Result<fs::path> beside = make_folder_beside(target);
  if (!beside) return tl::unexpected<Errors>(std::move(beside.error()));
  std::error_code error;
  auto written = write_all(files, *beside);
  // Renaming a folder over an empty one is one step on a POSIX file system.
  if (written) {
    fs::rename(*beside, target, error);
    if (error) {
      written = fail(problem(shown(target.string()),
                             "a folder that cannot be put in place (" + reason(error) + ")",
                             "a place that this user may write to"));
    }
  }
  if (!written) fs::remove_all(*beside, error);
  return written;
}

}  // namespace

Result<LoadedFolder> read_folder(const fs::path& folder) {
  std::error_code error;
  const fs::file_status status = fs::status(folder, error);
  const std::string name = shown(folder.string());
  if (status.type() == fs::file_type::not_found) {
    return fail(problem(name, "no such folder", "an election folder"));
  }
  if (error) {
    return fail(problem(name, "a folder that cannot be read (" + reason(error) + ")",
                        "a folder that this user may read"));
  }
  if (status.type() != fs::file_type::directory) {
    return fail(problem(name, "a file", "an election folder"));
  }
  Result<FileContents> files = FolderReader(folder).read();
  if (!files) return tl::unexpected<Errors>(std::move(files.error()));
  return parse_folder(*files);
}

Result<void> write_files(const FileContents& files, const fs::path& folder) {
  std::error_code error;
  const std::string name = shown(folder.string());
  const bool exists = fs::exists(folder, error);
  if (exists && (!fs::is_directory(folder, error) || !fs::is_empty(folder, error) || error)) {
    return fail(problem(name, "something there already", "a new or an empty folder"));
  }
  fs::path target = fs::absolute(folder, error).lexically_normal();
  if (!target.has_filename()) target = target.parent_path();
  const std::vector<fs::path> parents = missing_parents(target);
  auto written = write_beside(files, target);
  if (!written) {
    // Only what was made here, and only while it is empty.
    for (const fs::path& parent : parents) fs::remove(parent, error);
  }
  return written;
}

Result<FileContents> write_folder(const Election& election, const fs::path& folder) {
  FileContents files = canonical_files(election);
  auto written = write_files(files, folder);
  if (!written) return tl::unexpected<Errors>(std::move(written.error()));
  return files;
}

namespace {

Result<LargeFile> read_csv_file(const fs::path& file) {
  std::error_code error;
  const fs::file_status status = fs::status(file, error);
  if (status.type() == fs::file_type::not_found) {
    return fail(problem(shown(file.string()), "no such file", "a CSV file"));
  }
  if (status.type() != fs::file_type::regular) {
    return fail(problem(shown(file.string()), "something that is no file", "a CSV file"));
  }
  return LargeFile::read(file, shown(file.filename().string()));
}

}  // namespace

Result<LoadedFolder> read_table(const fs::path& file, const TableOptions& options) {
  const Result<LargeFile> read = read_csv_file(file);
  if (!read) return tl::unexpected<Errors>(read.error());
  return parse_table(shown(file.filename().string()), read->bytes(), options);
}

Result<LoadedFolder> read_returns_table(const fs::path& file) {
  const Result<LargeFile> read = read_csv_file(file);
  if (!read) return tl::unexpected<Errors>(read.error());
  return parse_returns_table(shown(file.filename().string()), read->bytes());
}

Result<LoadedFolder> read_election(const fs::path& path, const TableOptions& options) {
  std::error_code error;
  if (fs::is_directory(path, error)) return read_folder(path);
  if (fs::status(path, error).type() == fs::file_type::not_found) {
    return fail(problem(shown(path.string()), "no such file or folder",
                        "an election folder or a CSV file"));
  }
  return read_table(path, options);
}

}  // namespace scrutineer
