// Checks of returns: each form by itself against the rules, and forms against each other.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "count/forms.hpp"
#include "count/rules.hpp"
#include "election/election.hpp"

namespace scrutineer {

struct Violation {
  std::string code;
  Severity severity = Severity::error;
  SourceIndex source;
  ContestIndex contest;
  UnitIndex unit;
  std::vector<std::string> fields;  // the counts that the rule looks at
  std::string found, expected;      // as the form gives them: "9", "= 10"
};

// Of a unit's form in a table; what was found comes after.
Violation violation_of(const ReturnTable& table, UnitIndex unit, std::string code,
                       Severity severity);

struct CheckReport {
  std::size_t forms = 0;              // current forms looked at
  std::size_t explained = 0;          // violations left out because another explains them
  std::vector<Violation> violations;  // by source, contest, unit, then rule
};

// Three codes are beside the rules:
//   candidates-equal-list (error): a list total that its candidates do not add up to;
//   identical-form (warning): the same votes of all parties in two units below one parent, at least
//     kLeastIdentical in all, where three parties or more have some;
//   decrease-without-correction (warning): a later revision states fewer votes, and no claim of the
//     kind "correction" speaks of the unit.
inline constexpr Votes kLeastIdentical = 100;

// One form by itself: the rules, then candidates-equal-list. A rule that another explains is left
// out and counted in `explained`; what is only to be explained (a warning) explains no error.
std::vector<Violation> check_form(const Election& election, const std::vector<CheckRule>& rules,
                                  const Forms& forms, std::size_t row, std::size_t& explained);

// By unit: how many of the forms of this source and contest, in it and below, have an error.
std::vector<std::size_t> forms_with_errors(const Election& election, const CheckReport& report,
                                           SourceIndex source, ContestIndex contest);

CheckReport check_returns(const Election& election, const std::vector<CheckRule>& rules);
CheckReport check_returns(const Election& election, const std::vector<CheckRule>& rules,
                          const AllForms& forms);

}  // namespace scrutineer
