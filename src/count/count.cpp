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
  report.checks = check_returns(election, report.rules);
  report.reference = counting_source(election);
  if (report.reference) report.comparison = compare_copies(election, *report.reference);
  report.differing = differing_forms(election);
  std::vector<const ReturnTable*> tables;
  for (const ReturnTable& table : election.returns) tables.push_back(&table);
  std::stable_sort(tables.begin(), tables.end(), [](const ReturnTable* a, const ReturnTable* b) {
    return std::tie(a->contest, a->source) < std::tie(b->contest, b->source);
  });
  for (const ReturnTable* table : tables) {
    report.sums.push_back(consolidate(election, *table));
    report.histories.push_back(history_of(election, *table));
  }
  return report;
}

}  // namespace scrutineer
