// What comparisons ask of a value, worked out once a value: its signs and which of them it has, its
// skeleton, its date. Family and given names share one space, so that one can be compared with the
// other where the order of names is not certain.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "roll/roll.hpp"

namespace scrutineer::roll {

// A date as its digits, four bits each: 0x19700531; 0 where it is not stated. Parts that are not
// stated are 0.
using DateDigits = std::uint32_t;

class ValueSpace {
 public:
  explicit ValueSpace(FieldKind kind) : kind_(kind) {}

  // Adds the values of a field's dictionary, in their order; values that are there already keep
  // their number. Gives the number in this space of each value of the dictionary, 0 for 0.
  std::vector<ValueId> add(const Dictionary& values);

  FieldKind kind() const { return kind_; }
  std::size_t size() const { return letters_.size() + 1; }  // the value 0 included

  // Of values that are stated (not 0).
  std::string_view signs(ValueId value) const {
    const std::uint64_t begin = value < 2 ? 0 : ends_[value - 2];
    return std::string_view(signs_).substr(begin, ends_[value - 1] - begin);
  }
  // Bit s mod 64 is set where the sign s is among the first 64.
  std::uint64_t letters(ValueId value) const { return letters_[value - 1]; }
  // Equal for names of one skeleton; 0 where a name has none.
  ValueId skeleton(ValueId value) const { return value == 0 ? 0 : skeletons_[value - 1]; }
  std::string_view skeleton_text(ValueId value) const {
    return skeleton_texts_.text(skeleton(value));
  }
  std::size_t skeletons() const { return skeleton_texts_.size(); }  // the skeleton 0 included
  DateDigits date(ValueId value) const { return value == 0 ? 0 : dates_[value - 1]; }
  // The day says nothing (dates.hpp), or is not stated.
  bool is_default_day(ValueId value) const { return value != 0 && is_default_[value - 1] != 0; }

 private:
  void add_facts(std::string_view canonical);

  FieldKind kind_;
  Dictionary texts_;
  std::string signs_;
  std::vector<std::uint64_t> ends_;
  std::vector<std::uint64_t> letters_;
  Dictionary skeleton_texts_;
  std::vector<ValueId> skeletons_;
  std::vector<DateDigits> dates_;
  std::vector<std::uint8_t> is_default_;
};

// Whether values of this kind are compared sign by sign, and have a skeleton.
bool is_name_like(FieldKind kind);

}  // namespace scrutineer::roll
