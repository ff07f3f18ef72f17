// The texts by which an entry is compared as a whole and not field by field: skeletons of names,
// dates, units. Two parties that normalise alike get equal texts of equal entries, whatever the
// script and the usual spelling, and can compare digests of them (privacy/). Worked out once a
// value.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "roll/roll.hpp"

namespace scrutineer::roll {

class EntryTexts {
 public:
  // Takes the first field of each kind. Fails where there is no date of birth, or neither a full
  // name nor a family and a given name. `rolls` must live as long.
  static Result<EntryTexts> of(const Rolls& rolls);

  bool has_two_names() const { return family_ && given_; }
  bool has_unit() const { return unit_.has_value(); }
  bool has_sex() const { return sex_.has_value(); }

  // Each is empty where the entry does not state it. The skeletons of both names in alphabetical
  // order (their order in a register is not certain), or those of the words of a full name.
  std::string names(std::size_t snapshot, std::size_t row) const;
  std::string_view family(std::size_t snapshot, std::size_t row) const;
  std::string_view given(std::size_t snapshot, std::size_t row) const;
  std::string_view date(std::size_t snapshot, std::size_t row) const;  // canonical
  std::string_view year(std::size_t snapshot, std::size_t row) const;
  std::string_view unit(std::size_t snapshot, std::size_t row) const;
  std::string_view sex(std::size_t snapshot, std::size_t row) const;

 private:
  struct Column {
    std::size_t field = 0;
    std::vector<std::string> skeletons;  // by value; of names only
  };
  explicit EntryTexts(const Rolls& rolls) : rolls_(&rolls) {}
  std::optional<Column> column(FieldKind kind) const;
  std::string_view skeleton_of(const std::optional<Column>& column, std::size_t snapshot,
                               std::size_t row) const;
  std::string_view text_of(const std::optional<Column>& column, std::size_t snapshot,
                           std::size_t row) const;

  const Rolls* rolls_;
  std::optional<Column> family_, given_, full_, date_, unit_, sex_;
};

}  // namespace scrutineer::roll
