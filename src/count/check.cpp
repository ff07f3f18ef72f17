#include "count/check.hpp"

#include <algorithm>
#include <map>

#include "count/forms.hpp"
#include "count/history.hpp"

namespace scrutineer {

namespace {

Violation violation(const Forms& forms, std::size_t row, std::string code, Severity severity) {
  Violation violation;
  violation.code = std::move(code);
  violation.severity = severity;
  violation.source = forms.table().source;
  violation.contest = forms.table().contest;
  violation.unit = forms.unit(row);
  return violation;
}

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

  void check(const ReturnTable& table) {
    const Forms forms(election_, table);
    for (const std::size_t row : forms.rows()) {
      ++report_.forms;
      for (Violation& found : check_form(election_, rules_, forms, row, report_.explained)) {
        report_.violations.push_back(std::move(found));
      }
    }
    find_identical(forms);
    find_decreases(table);
  }

 private:
  void find_identical(const Forms& forms) {
    const FormSlots slots;
    std::map<std::pair<std::optional<UnitIndex>, std::vector<Votes>>, UnitIndex> seen;
    for (const std::size_t row : forms.rows()) {
      if (forms.count(row, slots.parties).value_or(0) < kLeastIdentical) continue;
      std::vector<Votes> votes;
      for (const std::size_t party : forms.parties()) {
        votes.push_back(forms.count(row, slots.first_party + party).value_or(0));
      }
      if (votes.size() - static_cast<std::size_t>(std::count(votes.begin(), votes.end(), 0)) < 3) {
        continue;
      }
      const UnitIndex unit = forms.unit(row);
      const auto [first, is_new] =
          seen.try_emplace({election_.units[unit.value].parent, std::move(votes)}, unit);
      if (is_new) continue;
      Violation found = violation(forms, row, "identical-form", Severity::warning);
      found.fields = {"parties"};
      found.found = "the same votes as " + election_.units[first->second.value].id;
      found.expected = "other votes";
      report_.violations.push_back(std::move(found));
    }
  }

  void find_decreases(const ReturnTable& table) {
    const FormSlots slots;
    for (const Revised& revised : history_of(election_, table).revised) {
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
    violations.push_back(violation(forms, row, rules[i].code, rules[i].severity));
    describe(election, rules[i], forms, row, violations.back());
  }
  for (const std::size_t party : forms.parties()) {
    const Count list = forms.list_total(row, party);
    const Count sum = forms.candidates(row, party);
    if (!list || !sum || *list == *sum) continue;
    Violation found = violation(forms, row, "candidates-equal-list", Severity::error);
    found.fields = {election.parties[party].id};
    found.found = std::to_string(*sum);
    found.expected = "= " + std::to_string(*list);
    violations.push_back(std::move(found));
  }
  return violations;
}

CheckReport check_returns(const Election& election, const std::vector<CheckRule>& rules) {
  CheckReport report;
  Checker checker(election, rules, report);
  for (const ReturnTable& table : election.returns) checker.check(table);
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
