#include "count/check.hpp"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <span>

#include "base/threads.hpp"
#include "count/forms.hpp"
#include "count/history.hpp"
#include "count/identical.hpp"

namespace scrutineer {

namespace {

constexpr std::size_t kFormsAtATime = 4096;

// What was found and what was expected, in the form's own counts.
void describe(const Election& election, const CheckRule& rule, const Forms& forms, std::size_t row,
              Violation& found) {
  const FormSlots slots;
  const auto form = [&](std::size_t slot) { return forms.count(row, slot); };
  for (const std::size_t slot : rule.formula.slots()) {
    found.fields.push_back(slots.name(election, slot));
  }
  // Sides that are scaled ("100 * invalid") would puzzle; then the form's own counts are told.
  const bool plain = rule.formula.text().find('*') == std::string::npos;
  if (const auto sides = plain ? rule.formula.sides(form) : std::nullopt) {
    found.found = to_string(sides->left);
    found.expected = std::string(sides->relation) + " " + to_string(sides->right);
    return;
  }
  found.expected = rule.formula.text();
  for (const std::size_t slot : rule.formula.slots()) {
    const Count count = form(slot);
    found.found += (found.found.empty() ? "" : ", ") + slots.name(election, slot) + " " +
                   (count ? std::to_string(*count) : "not stated");
  }
}

class Checker {
 public:
  Checker(const Election& election, const std::vector<CheckRule>& rules, CheckReport& report)
      : election_(election), rules_(rules), report_(report) {}

  void check(const Forms& forms) {
    report_.forms += forms.rows().size();
    check_forms(forms);
    find_identical(forms);
    if (forms.rows().size() < forms.table().unit.size()) find_decreases(forms);
  }

 private:
  // Whole columns are asked which forms a rule does not hold for; those few are looked at one by
  // one.
  void check_forms(const Forms& forms) {
    const Slices slices{forms.rows().size(), kFormsAtATime};
    std::vector<CheckReport> found(slices.count());
    for_each_piece(slices.count(), [&](std::size_t slice) {
      const auto rows = std::span(forms.rows())
                            .subspan(slices.begin(slice), slices.end(slice) - slices.begin(slice));
      const std::vector<std::uint8_t> suspect = suspects(forms, rows);
      for (std::size_t i = 0; i < rows.size(); ++i) {
        if (suspect[i] == 0) continue;
        for (Violation& one :
             check_form(election_, rules_, forms, rows[i], found[slice].explained)) {
          found[slice].violations.push_back(std::move(one));
        }
      }
    });
    for (CheckReport& part : found) {
      report_.explained += part.explained;
      std::move(part.violations.begin(), part.violations.end(),
                std::back_inserter(report_.violations));
    }
  }

  // Marks the rows for which a rule does not hold, or a party's candidates must be added up.
  std::vector<std::uint8_t> suspects(const Forms& forms, std::span<const std::size_t> rows) const {
    std::vector<std::uint8_t> suspect(rows.size(), forms.with_candidates().empty() ? 0 : 1);
    std::vector<std::uint8_t> is_false(rows.size());
    std::vector<std::vector<std::int64_t>> filled(FormSlots{}.first_party +
                                                  election_.parties.size());
    std::vector<const std::int64_t*> columns(filled.size(), nullptr);
    for (const CheckRule& rule : rules_) {
      if (!rule.formula.may_be_false([&](std::size_t slot) { return forms.has(slot); })) continue;
      if (!rule.formula.fits_columns(forms.largest_count())) {
        std::fill(suspect.begin(), suspect.end(), std::uint8_t{1});
        break;
      }
      for (const std::size_t slot : rule.formula.slots()) {
        if (columns[slot] != nullptr || !forms.has(slot)) continue;
        filled[slot].resize(rows.size());
        forms.fill(slot, rows, filled[slot].data());
        columns[slot] = filled[slot].data();
      }
      rule.formula.find_false(columns, rows.size(), is_false.data());
      for (std::size_t i = 0; i < rows.size(); ++i) suspect[i] |= is_false[i];
    }
    return suspect;
  }

  void find_identical(const Forms& forms) {
    for (const auto& [row, first] : identical_forms(election_, forms)) {
      Violation found =
          violation_of(forms.table(), forms.unit(row), "identical-form", Severity::warning);
      found.fields = {"parties"};
      found.found = "the same votes as " + election_.units[forms.unit(first).value].id;
      found.expected = "other votes";
      report_.violations.push_back(std::move(found));
    }
  }

  void find_decreases(const Forms& forms) {
    const FormSlots slots;
    const ReturnTable& table = forms.table();
    for (const Revised& revised : history_of(election_, forms).revised) {
      if (!revised.lowers || revised.corrected) continue;
      Violation found;
      found.code = "decrease-without-correction";
      found.severity = Severity::warning;
      found.source = table.source;
      found.contest = table.contest;
      found.unit = revised.unit;
      for (const RevisedCount& count : revised.counts) {
        if (!count.before || count.before <= count.after) continue;
        found.fields.push_back(slots.name(election_, count.slot));
        const std::string after = count.after ? std::to_string(*count.after) : "not stated";
        found.found += (found.found.empty() ? "" : ", ") + after;
        found.expected +=
            (found.expected.empty() ? ">= " : ", >= ") + std::to_string(*count.before);
      }
      report_.violations.push_back(std::move(found));
    }
  }

  const Election& election_;
  const std::vector<CheckRule>& rules_;
  CheckReport& report_;
};

}  // namespace

Violation violation_of(const ReturnTable& table, UnitIndex unit, std::string code,
                       Severity severity) {
  Violation violation;
  violation.code = std::move(code);
  violation.severity = severity;
  violation.source = table.source;
  violation.contest = table.contest;
  violation.unit = unit;
  return violation;
}

std::vector<Violation> check_form(const Election& election, const std::vector<CheckRule>& rules,
                                  const Forms& forms, std::size_t row, std::size_t& explained) {
  std::vector<Violation> violations;
  const auto form = [&](std::size_t slot) { return forms.count(row, slot); };
  std::vector<bool> fired(rules.size());
  for (std::size_t i = 0; i < rules.size(); ++i) {
    fired[i] = rules[i].formula.holds(form) == std::optional<bool>(false);
  }
  for (std::size_t i = 0; i < rules.size(); ++i) {
    if (!fired[i]) continue;
    const auto explains = [&](std::size_t cause) {
      return fired[cause] &&
             (rules[cause].severity == Severity::error || rules[i].severity == Severity::warning);
    };
    const auto& causes = rules[i].explained_by;
    if (std::any_of(causes.begin(), causes.end(), explains)) {
      ++explained;
      continue;
    }
    violations.push_back(
        violation_of(forms.table(), forms.unit(row), rules[i].code, rules[i].severity));
    describe(election, rules[i], forms, row, violations.back());
  }
  for (const std::size_t party : forms.parties()) {
    const Count list = forms.list_total(row, party);
    const Count sum = forms.candidates(row, party);
    if (!list || !sum || *list == *sum) continue;
    Violation found =
        violation_of(forms.table(), forms.unit(row), "candidates-equal-list", Severity::error);
    found.fields = {election.parties[party].id};
    found.found = std::to_string(*sum);
    found.expected = "= " + std::to_string(*list);
    violations.push_back(std::move(found));
  }
  return violations;
}

std::vector<std::size_t> forms_with_errors(const Election& election, const CheckReport& report,
                                           SourceIndex source, ContestIndex contest) {
  std::vector<UnitIndex> units;
  for (const Violation& found : report.violations) {
    const bool is_meant = found.source == source && found.contest == contest;
    if (is_meant && found.severity == Severity::error) units.push_back(found.unit);
  }
  std::sort(units.begin(), units.end());
  units.erase(std::unique(units.begin(), units.end()), units.end());
  std::vector<std::size_t> counts(election.units.size(), 0);
  for (const UnitIndex unit : units) {
    for (std::optional at = unit; at; at = election.units[at->value].parent) ++counts[at->value];
  }
  return counts;
}

CheckReport check_returns(const Election& election, const std::vector<CheckRule>& rules) {
  return check_returns(election, rules, all_forms(election));
}

CheckReport check_returns(const Election& election, const std::vector<CheckRule>& rules,
                          const AllForms& forms) {
  CheckReport report;
  Checker checker(election, rules, report);
  for (const auto& of_table : forms) checker.check(*of_table);
  std::stable_sort(report.violations.begin(), report.violations.end(),
                   [&](const Violation& a, const Violation& b) {
                     const auto key = [&](const Violation& v) {
                       return std::tie(election.sources[v.source.value].id,
                                       election.contests[v.contest.value].id,
                                       election.units[v.unit.value].id);
                     };
                     return key(a) < key(b);
                   });
  return report;
}

}  // namespace scrutineer
