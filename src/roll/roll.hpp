// A register of voters at one date, as columns of interned values. Two snapshots that are compared
// share one schema and one dictionary a field, so that equal values have equal numbers: linkage
// compares numbers, and looks at the text of a value once, not once a pair.
//
// A cell that is not stated is the value 0, whose text is empty; it agrees with nothing and
// disagrees with nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "election/roll_schema.hpp"

namespace scrutineer::roll {

using FieldKind = RollFieldKind;

struct Field {
  std::string name;  // the column's header
  FieldKind kind = FieldKind::text;
  bool operator==(const Field&) const = default;
};

using ValueId = std::uint32_t;

// The different values of one field in their canonical form (UTF-8), numbered in the order in which
// they were first met.
class Dictionary {
 public:
  Dictionary();
  // The number of a value, new where it was not there. Views that text() gave end.
  ValueId intern(std::string_view canonical);
  std::string_view text(ValueId id) const;
  std::size_t size() const { return ends_.size(); }  // the value 0 included
  std::size_t bytes() const;                         // of memory, about

 private:
  void grow();

  std::string bytes_;
  std::vector<std::uint64_t> ends_;   // of value i in bytes_
  std::vector<std::uint32_t> slots_;  // open addressing: a value's number + 1, or 0
};

// One snapshot. Rows are numbered from 0 in the order of the file.
struct Snapshot {
  std::string source;                         // the file, as errors and findings name it
  std::vector<std::vector<ValueId>> columns;  // [field of the schema][row]
  // The row's identifier as its file states it, or its number in the file (the header is 1) where
  // there is no such column. Kept in one buffer.
  std::string identifiers;
  std::vector<std::uint64_t> identifier_ends;

  std::size_t rows() const { return identifier_ends.size(); }
  std::string_view identifier(std::size_t row) const;
};

// One snapshot, or an old and a new one.
struct Rolls {
  std::vector<Field> schema;
  std::vector<Dictionary> values;  // [field]
  std::vector<Snapshot> snapshots;
};

}  // namespace scrutineer::roll
