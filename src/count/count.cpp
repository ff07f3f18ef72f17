#include "count/count.hpp"

#include <algorithm>
#include <tuple>

namespace scrutineer {

std::optional<SourceIndex> counting_source(const Election& election,
                                           std::optional<ContestIndex> contest) {
  std::optional<SourceIndex> best;
  const auto rank = [&](SourceIndex source) {
    return std::tuple(election.sources[source.value].role != Role::commission, source);
  };
  for (const ReturnTable& table : election.returns) {
    if (contest && table.contest != *contest) continue;
    if (!best || rank(table.source) < rank(*best)) best = table.source;
  }
  return best;
}

Result<CountReport> analyse_count(const Election& election) {
  CountReport report;
  auto rules = rules_of(election);
  if (!rules) return tl::unexpected(std::move(rules.error()));
  report.rules = std::move(*rules);
  AllForms forms = all_forms(election);
  report.checks = check_returns(election, report.rules, forms);
  report.reference = counting_source(election);
  if (report.reference) report.comparison = compare_copies(election, *report.reference);
  report.differing = differing_forms(election);
  std::stable_sort(forms.begin(), forms.end(), [](const auto& a, const auto& b) {
    return std::tie(a->table().contest, a->table().source) <
           std::tie(b->table().contest, b->table().source);
  });
  for (const auto& of_table : forms) {
    report.sums.push_back(consolidate(election, of_table));
    report.histories.push_back(history_of(election, *of_table));
  }
  return report;
}

}  // namespace scrutineer
