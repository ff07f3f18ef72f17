// The folder that a verb of the roll makes: files one after another, those of many rows in blocks.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "cli/command.hpp"
#include "cli/new_folder.hpp"

namespace scrutineer::cli {

// The rows of a file, written in blocks: those of a large roll are too many for one text.
class Rows {
 public:
  explicit Rows(NewFile& file) : file_(file) {}
  void add_header(const std::vector<std::string>& names);
  void add(const std::vector<std::string>& cells);
  // What could not be written, if anything.
  Result<void> end();

 private:
  void write();

  NewFile& file_;
  std::string block_;
  Result<void> written_;
};

// Files of the folder of --output, written one after another; none where it is empty.
class RollFolder {
 public:
  explicit RollFolder(const std::string& output) : is_wanted_(!output.empty()), folder_(output) {}

  Result<void> open() { return is_wanted_ ? folder_.open() : Result<void>{}; }
  void add(const std::string& name, const std::string& text);
  void add_rows(const std::string& name, const std::function<void(Rows&)>& add);
  // What could not be written, if anything; then nothing remains of the folder.
  Result<void> close();
  Json json() const;

 private:
  void write(const std::string& name, const std::function<Result<void>(NewFile&)>& content);

  bool is_wanted_;
  NewFolder folder_;
  std::vector<NewFile> files_;
  Result<void> written_;
};

}  // namespace scrutineer::cli
