// The identifiers that one file declares, as the other files refer to them.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.hpp"

namespace scrutineer {

template <typename Position>
class Names {
 public:
  // `what` and `where` complete "expected …": "a party", "election.toml".
  Names(std::string what, std::string where) : what_(std::move(what)), where_(std::move(where)) {}

  // False where the name is taken.
  bool add(const std::string& id, Position position) {
    return positions_.emplace(id, position).second;
  }

  std::optional<Position> find(std::string_view id) const {
    const auto found = positions_.find(id);
    if (found == positions_.end()) return std::nullopt;
    return found->second;
  }

  // The declaring file could not be read: what is not found here may be there, and is no error.
  void mark_unreadable() { readable_ = false; }
  bool readable() const { return readable_; }

  // "a party of election.toml (did you mean "cnrp"?)"
  std::string expected(std::string_view id) const {
    std::string phrase = what_ + " of " + where_;
    if (positions_.size() > kMostCompared) return phrase;
    if (const auto meant = nearest(id, all())) phrase += " (did you mean \"" + *meant + "\"?)";
    return phrase;
  }

  std::vector<std::string> all() const {
    std::vector<std::string> ids;
    for (const auto& [id, position] : positions_) ids.push_back(id);
    return ids;
  }

  std::size_t size() const { return positions_.size(); }

 private:
  static constexpr std::size_t kMostCompared = 5'000;
  std::string what_, where_;
  std::map<std::string, Position, std::less<>> positions_;
  bool readable_ = true;
};

}  // namespace scrutineer
