// The checks of one form, as data (rules.txt): code, severity, formula, what explains it, and the
// texts for the typist and the reviewer in every language.
#pragma once

#include <cstddef>
#include <map>
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
  std::vector<std::size_t> explained_by;    // positions of rules
  std::map<std::string, Votes> tolerances;  // by name, as they stand in the formula
  LocalizedText typist, reviewer;
};

// Reads rules written as in rules.txt; all errors together.
Result<std::vector<CheckRule>> read_rules(std::string_view file, std::string_view bytes,
                                          const Election& election);

// The rules that ship with the program, with what the election's folder sets otherwise ([[check]]
// of election.toml): tolerances, severities, formulas, further rules. A rule that is switched off
// is left out, and so is it as an explanation. One that ships switched off is a warning where the
// folder sets something of it and no severity.
Result<std::vector<CheckRule>> rules_of(const Election& election);

// The codes of rules that ship switched off.
std::vector<std::string> rules_left_to_folders();

}  // namespace scrutineer
