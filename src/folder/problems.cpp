#include "folder/problems.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"

namespace scrutineer {

namespace {
constexpr std::size_t kMostErrorsOfAFile = 1'000;
}

void Problems::add(Error error) {
  if (++by_file_[error.file] <= kMostErrorsOfAFile) errors_.push_back(std::move(error));
}

void Problems::add_all(const Errors& errors) {
  for (const Error& error : errors) add(error);
}

void Problems::quote(std::string_view file, std::int64_t row, std::string_view column,
                     std::string_view found, std::string expected) {
  add({std::string(file), row, shown(column), shown(found), std::move(expected), ""});
}

void Problems::describe(std::string_view file, std::int64_t row, std::string_view column,
                        std::string found, std::string expected) {
  add(described(std::string(file), row, shown(column), std::move(found), std::move(expected)));
}

bool Problems::is_full(std::string_view file) const {
  const auto found = by_file_.find(file);
  return found != by_file_.end() && found->second >= kMostErrorsOfAFile;
}

Errors Problems::take() {
  std::stable_sort(errors_.begin(), errors_.end(), [](const Error& a, const Error& b) {
    return a.file != b.file ? a.file < b.file : a.row < b.row;
  });
  for (const auto& [file, count] : by_file_) {
    if (count <= kMostErrorsOfAFile) continue;
    const std::string more = std::to_string(count - kMostErrorsOfAFile);
    errors_.push_back({file, 0, "", "", "", "there are " + more + " more errors in this file."});
  }
  by_file_.clear();
  return std::exchange(errors_, {});
}

}  // namespace scrutineer
