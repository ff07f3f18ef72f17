// Rolls whose truth is known, for programs that measure: cells into columns, and who is who.
#pragma once

#include <algorithm>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/csv.hpp"
#include "roll/rolls_for_tests.hpp"

namespace scrutineer::roll {

using Texts = std::vector<std::string>;

inline Texts column(const CsvTable& table, const std::string& name) {
  const auto place = std::find(table.header().begin(), table.header().end(), name);
  Texts cells;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    cells.emplace_back(table.cell(row, static_cast<std::size_t>(place - table.header().begin())));
  }
  return cells;
}

// Cells a column at a time, so that the texts of a large file are not all in memory.
inline void add(Rolls& rolls, const CsvTable& table) {
  rolls.values.resize(rolls.schema.size());
  Snapshot& snapshot = rolls.snapshots.emplace_back();
  for (std::size_t field = 0; field < rolls.schema.size(); ++field) {
    const FieldKind kind = rolls.schema[field].kind;
    std::unordered_map<std::string, ValueId> known;
    std::vector<ValueId>& values = snapshot.columns.emplace_back();
    for (const std::string& cell : column(table, rolls.schema[field].name)) {
      const auto [place, is_new] = known.emplace(cell, 0);
      if (is_new) place->second = rolls.values[field].intern(canonical_cell(kind, cell));
      values.push_back(place->second);
    }
  }
  for (std::size_t row = 0; row < table.rows(); ++row) {
    snapshot.identifiers += std::to_string(row);
    snapshot.identifier_ends.push_back(snapshot.identifiers.size());
  }
}

// The person of each entry of a simulated roll: its own number in the truth, or that of the entry
// that it doubles.
inline std::unordered_map<std::string, std::string> persons_of(const CsvTable& truth) {
  std::unordered_map<std::string, std::string> person_of;
  const Texts a = column(truth, "id_a"), b = column(truth, "id_b");
  const Texts twin_a = column(truth, "a_duplicate_of"), twin_b = column(truth, "b_duplicate_of");
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (!a[i].empty() && twin_a[i].empty()) person_of[a[i]] = a[i];
    if (!b[i].empty() && twin_b[i].empty()) person_of[b[i]] = a[i].empty() ? b[i] : a[i];
  }
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (!twin_a[i].empty()) person_of[a[i]] = person_of[twin_a[i]];
    if (!twin_b[i].empty()) person_of[b[i]] = person_of[twin_b[i]];
  }
  return person_of;
}

}  // namespace scrutineer::roll
