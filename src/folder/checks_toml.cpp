// [[check]] of election.toml: other tolerances and severities for the checks of forms that ship
// with the program, and checks of the folder's own. Formulas are read by count/rules.hpp.
#include <algorithm>

#include "base/text.hpp"
#include "folder/parts.hpp"
#include "folder/section.hpp"

namespace scrutineer {

namespace {

constexpr std::string_view kFile = "election.toml";

void read_tolerances(Section& section, Draft& draft, CheckSetting& check) {
  const TomlValue* value = section.find("tolerances");
  if (value == nullptr) return;
  if (value->kind != TomlValue::Kind::table) {
    section.expected("tolerances", "a table such as { per_cent = 5 }");
    return;
  }
  for (const TomlEntry& entry : value->table) {
    const bool whole = entry.value.kind == TomlValue::Kind::integer && entry.value.integer >= 0 &&
                       entry.value.integer <= kMaximumCount;
    if (whole) {
      check.tolerances[entry.key] = entry.value.integer;
    } else {
      draft.problems.quote(kFile, entry.value.line, "check.tolerances." + entry.key,
                           entry.value.text, "a whole number from 0 to 10^15");
    }
  }
}

void read_check(Section& section, Draft& draft) {
  CheckSetting check;
  check.code = section.identifier("code");
  const auto& others = draft.election.checks;
  if (std::any_of(others.begin(), others.end(),
                  [&](const CheckSetting& other) { return other.code == check.code; })) {
    section.expected("code", "a code that no other section [[check]] has");
  }
  check.severity = section.choice<CheckSeverity>("severity", Need::optional);
  check.formula = section.text("formula");
  if (section.has("explained_by")) check.explained_by = section.texts("explained_by");
  read_tolerances(section, draft, check);
  check.typist = section.localized("typist", draft.election.languages);
  check.reviewer = section.localized("reviewer", draft.election.languages);
  draft.election.checks.push_back(std::move(check));
}

}  // namespace

void read_checks(const TomlValue& document, Draft& draft) {
  const TomlValue* list = document.find("check");
  if (list == nullptr) return;
  for (const TomlValue& item : list->list) {
    if (item.kind != TomlValue::Kind::table) {
      draft.problems.quote(kFile, item.line, "check", item.text, "a section [[check]]");
      continue;
    }
    Section section(item, "check", draft.problems);
    read_check(section, draft);
    section.finish();
  }
  if (list->kind != TomlValue::Kind::list) {
    draft.problems.quote(kFile, list->line, "check", list->text,
                         "sections that begin with [[check]]");
  }
}

}  // namespace scrutineer
