// One table of election.toml or audit.toml, whose accessors read a key as what it should be and
// report what is wrong with it. A key that no accessor asked for is unknown: finish() reports it
// with the nearest key that there is.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "election/election.hpp"
#include "folder/names.hpp"
#include "folder/problems.hpp"
#include "folder/sheet.hpp"
#include "folder/toml_document.hpp"

namespace scrutineer {

class Section {
 public:
  // `label` is what the keys are shown after: "contest" gives "contest.seats".
  Section(const TomlValue& table, std::string label, Problems& problems,
          std::string_view file = "election.toml")
      : file_(file), table_(&table), label_(std::move(label)), problems_(&problems) {}

  std::int64_t line() const { return table_->line; }
  // Reports what the key should have been, with what was found.
  void expected(std::string_view key, std::string phrase);

  const TomlValue* find(std::string_view key);
  bool has(std::string_view key) { return find(key) != nullptr; }
  std::string text(std::string_view key, Need need = Need::optional);
  std::string identifier(std::string_view key);
  std::string date(std::string_view key, Need need);
  std::optional<std::int64_t> integer(std::string_view key, std::int64_t least, std::int64_t most,
                                      Need need);
  bool boolean(std::string_view key);
  std::optional<Rational> rational(std::string_view key, Need need);
  std::vector<std::string> texts(std::string_view key);
  LocalizedText localized(std::string_view prefix, const std::vector<std::string>& languages,
                          Need need = Need::optional);

  template <typename T>
  std::optional<T> choice(std::string_view key, Need need) {
    if (need == Need::required && !has(key)) {
      expected(key, "one of " + all_names<T>());
      return std::nullopt;
    }
    const std::string found = text(key, Need::optional);
    if (found.empty()) return std::nullopt;
    const std::optional<T> value = from_name<T>(found);
    if (!value) expected(key, "one of " + all_names<T>());
    return value;
  }

  template <typename Position>
  std::optional<Position> reference(std::string_view key, const Names<Position>& names, Need need) {
    const std::string found = text(key, need);
    if (found.empty()) return std::nullopt;
    const std::optional<Position> position = names.find(found);
    if (!position && names.readable()) expected(key, names.expected(found));
    return position;
  }

  void finish();

 private:
  std::string path(std::string_view key) const;

  std::string_view file_;
  const TomlValue* table_;
  std::string label_;
  Problems* problems_;
  std::vector<std::string> known_;
};

}  // namespace scrutineer
