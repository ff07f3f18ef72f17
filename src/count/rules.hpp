// The checks of one form, as data (rules.txt): code, severity, formula, what explains it, and the
// texts for the typist and the reviewer in every language.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "count/expression.hpp"
#include "election/election.hpp"

namespace scrutineer {

enum class Severity { error, warning };
std::string_view name_of(Severity severity);

// A form's counts by slot: the fields in the order of Field, the sum of the parties' votes and the
// largest of them (both stated where every party of the table is), then each party's.
struct FormSlots {
  std::size_t parties = kFieldCount;
  std::size_t largest = kFieldCount + 1;
  std::size_t first_party = kFieldCount + 2;
  std::optional<std::size_t> find(const Election& election, std::string_view name) const;
  std::string name(const Election& election, std::size_t slot) const;
};

struct CheckRule {
  std::string code;
  Severity severity = Severity::error;
  Expression formula;
  std::vector<std::size_t> explained_by;  // positions of rules
  LocalizedText typist, reviewer;
};

// Reads rules written as in rules.txt; all errors together.
Result<std::vector<CheckRule>> read_rules(std::string_view file, std::string_view bytes,
                                          const Election& election);

// The rules that ship with the program.
Result<std::vector<CheckRule>> default_rules(const Election& election);

}  // namespace scrutineer
