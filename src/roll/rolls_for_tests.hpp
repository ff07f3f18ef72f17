// Small rolls for tests: cells as they are written, and rolls of random people with slips.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/random.hpp"
#include "roll/dates.hpp"
#include "roll/names.hpp"
#include "roll/roll.hpp"

namespace scrutineer::roll {

inline std::string canonical_cell(FieldKind kind, const std::string& cell) {
  if (kind == FieldKind::birth_date) return canonical_date(cell, DateOrder::year_month_day);
  const bool is_name = kind == FieldKind::family_name || kind == FieldKind::given_name ||
                       kind == FieldKind::full_name;
  return is_name ? canonical_name(cell) : canonical_text(cell);
}

// Appends a snapshot; rows as cells in the order of the schema, identifiers their numbers.
inline void add_snapshot(Rolls& rolls, const std::vector<std::vector<std::string>>& rows) {
  rolls.values.resize(rolls.schema.size());
  Snapshot& snapshot = rolls.snapshots.emplace_back();
  snapshot.columns.resize(rolls.schema.size());
  for (const std::vector<std::string>& row : rows) {
    for (std::size_t field = 0; field < rolls.schema.size(); ++field) {
      const std::string canonical = canonical_cell(rolls.schema[field].kind, row[field]);
      snapshot.columns[field].push_back(rolls.values[field].intern(canonical));
    }
    snapshot.identifiers += std::to_string(snapshot.identifier_ends.size());
    snapshot.identifier_ends.push_back(snapshot.identifiers.size());
  }
}

inline std::vector<Field> voter_schema() {
  return {{"family_name", FieldKind::family_name},
          {"given_name", FieldKind::given_name},
          {"sex", FieldKind::sex},
          {"birth_date", FieldKind::birth_date},
          {"commune", FieldKind::unit},
          {"house", FieldKind::code}};
}

// A name of two to four syllables out of some hundreds; small numbers are frequent.
inline std::string random_name(Random& random, std::uint64_t variety) {
  constexpr std::string_view kConsonants = "bcdfglmnprstv", kVowels = "aeiou";
  std::uint64_t number = random.below(random.below(variety) + 1);
  std::string name;
  for (int syllable = 0; syllable < 2 || number > 0; ++syllable) {
    name += kConsonants[number % kConsonants.size()];
    name += kVowels[(number / kConsonants.size() + static_cast<std::uint64_t>(syllable)) %
                    kVowels.size()];
    number /= kConsonants.size() * kVowels.size();
  }
  return name;
}

inline std::vector<std::string> random_person(Random& random) {
  const auto month = random.between(1, 12), day = random.between(1, 28);
  return {random_name(random, 60),
          random_name(random, 3000),
          random.below(2) == 0 ? "f" : "m",
          std::to_string(random.between(1930, 1999)) + (month < 10 ? "-0" : "-") +
              std::to_string(month) + (day < 10 ? "-0" : "-") + std::to_string(day),
          "c" + std::to_string(random.below(12)),
          std::to_string(random.between(1, 300))};
}

// One slip in one of the cells, or a cell left empty.
inline void slip(Random& random, std::vector<std::string>& person) {
  std::string& cell = person[random.below(2) == 0 ? 1 : random.below(person.size())];
  if (random.below(5) == 0) {
    cell.clear();
  } else if (cell.size() > 3) {
    cell[2 + random.below(cell.size() - 2)] = "aeioustrnm123"[random.below(13)];
  }
}

}  // namespace scrutineer::roll
