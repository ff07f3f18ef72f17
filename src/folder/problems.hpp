// Collects what is wrong with the files of one folder, so that all of it is reported in one run.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace scrutineer {

class Problems {
 public:
  void add(Error error);
  void add_all(const Errors& errors);
  // "file, row 3, column unit: found "x", expected …" with x quoted (and nothing where it is
  // empty).
  void quote(std::string_view file, std::int64_t row, std::string_view column,
             std::string_view found, std::string expected);
  // The same with `found` as a description, not quoted.
  void describe(std::string_view file, std::int64_t row, std::string_view column, std::string found,
                std::string expected);

  bool empty() const { return errors_.empty(); }
  // Further errors of the file are only counted: what to expect instead need not be worked out.
  bool is_full(std::string_view file) const;
  // By file and row; at most 1,000 of one file, and then how many more there are.
  Errors take();

 private:
  Errors errors_;
  std::map<std::string, std::size_t, std::less<>> by_file_;
};

}  // namespace scrutineer
