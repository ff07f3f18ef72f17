#include "roll/removals.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/core.h>

namespace scrutineer::roll {

namespace {

double squared(double x) { return x * x; }

std::int64_t records_of(const std::vector<Judged>& strata) {
  std::int64_t sum = 0;
  for (const Judged& stratum : strata) sum += stratum.records;
  return sum;
}

// A total as a share of so many; 0 of none.
Estimate share_of(const Estimate& total, std::int64_t all) {
  if (all == 0) return exactly(0);
  const auto n = static_cast<double>(all);
  return {
      total.value / n, total.standard_error / n, {total.interval.low / n, total.interval.high / n}};
}

Estimate rest_of_one(const Estimate& share) {
  return {1 - share.value, share.standard_error, {1 - share.interval.high, 1 - share.interval.low}};
}

// 1 / x for 0 < x <= 1; no more than `most`.
Estimate inverse(const Estimate& x, double most) {
  const auto one_over = [&](double value) { return value * most > 1 ? 1 / value : most; };
  const double value = one_over(x.value);
  return {value,
          x.standard_error * squared(value),
          {one_over(x.interval.high), one_over(x.interval.low)}};
}

Estimate times(double factor, const Estimate& estimate) { return sum_of({{factor, estimate}}); }

// W = p (D_app + M f₀ / (1 − r)): both parts have the same share p, so it is taken out of the sum.
Estimate as_removed(const Removals& removals, const Estimate& share) {
  const Estimate stretch = inverse(rest_of_one(removals.missed_share), 1e6);
  const auto apparent = static_cast<double>(removals.counts.apparent());
  const Estimate exposed =
      sum_of({{1, exactly(apparent)}, {1, product_of(removals.hidden, stretch)}});
  return product_of(exposed, share);
}

Estimate by_apparent(const Removals& removals, const FieldShare& field) {
  const Estimate among_unlinked =
      times(static_cast<double>(removals.counts.apparent()), field.wrongful);
  if (field.taken_for_links == BehindLinks::sampled) {
    return sum_of({{1, among_unlinked}, {1, product_of(removals.hidden, field.behind_links)}});
  }
  Estimate wrongful = as_removed(removals, field.wrongful);
  if (field.taken_for_links == BehindLinks::not_known) {
    const Estimate all = sum_of({{1, among_unlinked}, {1, removals.hidden}});
    wrongful.interval = {among_unlinked.interval.low, all.interval.high};
  }
  return wrongful;
}

}  // namespace

Result<Removals> estimate_removals(const LinkCounts& counts, const std::vector<Judged>& unlinked,
                                   const std::vector<Judged>& linked, double confidence) {
  if (counts.links < 0 || counts.links > counts.old_records) {
    return fail(fmt::format("{} links of {} records.", counts.links, counts.old_records));
  }
  if (records_of(unlinked) != counts.apparent() || records_of(linked) != counts.links) {
    return fail(fmt::format(
        "The judged strata hold {} records without a link and {} with one; the rolls have {} and "
        "{}.",
        records_of(unlinked), records_of(linked), counts.apparent(), counts.links));
  }
  const Result<Estimate> of_unlinked = judged_total(unlinked, confidence);
  if (!of_unlinked) return tl::unexpected<Errors>(of_unlinked.error());
  const Result<Estimate> of_linked = judged_total(linked, confidence);
  if (!of_linked) return tl::unexpected<Errors>(of_linked.error());

  Removals removals;
  removals.counts = counts;
  removals.unlinked = *of_unlinked;
  removals.hidden = *of_linked;
  if (counts.apparent() > 0) {
    removals.missed_share = rest_of_one(share_of(*of_unlinked, counts.apparent()));
  }
  removals.false_share = share_of(*of_linked, counts.links);
  removals.removed = within(sum_of({{1, *of_unlinked}, {1, *of_linked}}), 0,
                            static_cast<double>(counts.old_records));
  return removals;
}

Result<Removals> removals_with_unsure(const LinkCounts& counts, const JudgedBounds& unlinked,
                                      const JudgedBounds& linked, double confidence) {
  auto middle = estimate_removals(counts, unlinked.middle, linked.middle, confidence);
  if (!middle || unlinked.unsure + linked.unsure == 0) return middle;
  const auto least = estimate_removals(counts, unlinked.least, linked.least, confidence);
  const auto greatest = estimate_removals(counts, unlinked.greatest, linked.greatest, confidence);
  if (!least) return least;
  if (!greatest) return greatest;
  for (Estimate Removals::* figure :
       {&Removals::unlinked, &Removals::false_share, &Removals::hidden, &Removals::removed}) {
    ((*middle).*figure).interval = {((*least).*figure).interval.low,
                                    ((*greatest).*figure).interval.high};
  }
  // More removed, fewer missed.
  middle->missed_share.interval = {greatest->missed_share.interval.low,
                                   least->missed_share.interval.high};
  return middle;
}

AuditRoute wrongful_by_audit(const Removals& removals, const FieldShare& field) {
  AuditRoute route;
  route.drawn_from = field.drawn_from;
  route.taken_for_links = field.taken_for_links;
  const bool is_confirmed = field.drawn_from == DrawnFrom::confirmed_removals;
  route.wrongly_removed = within(
      is_confirmed ? product_of(removals.removed, field.wrongful) : by_apparent(removals, field), 0,
      removals.removed.interval.high);
  return route;
}

Result<Estimate> expected_deaths(const std::vector<DeathCell>& cells, double years,
                                 double table_error, double confidence) {
  if (!(years >= 0) || !(table_error >= 0)) {
    return fail("The years between the rolls and the error of the life table are not negative.");
  }
  Estimate deaths;
  double variance = 0;
  for (const DeathCell& cell : cells) {
    if (cell.persons < 0 || !(cell.yearly_probability >= 0) || cell.yearly_probability > 1) {
      return fail(fmt::format("{} persons with a yearly probability to die of {}.", cell.persons,
                              cell.yearly_probability));
    }
    const double probability =
        cell.yearly_probability < 1 ? -std::expm1(years * std::log1p(-cell.yearly_probability)) : 1;
    const auto persons = static_cast<double>(cell.persons);
    deaths.value += persons * probability;
    variance += persons * probability * (1 - probability);
  }
  deaths.standard_error = std::sqrt(variance + squared(table_error * deaths.value));
  deaths.interval = plain_interval(deaths, confidence);
  deaths.interval.low = std::max(0.0, deaths.interval.low);
  return deaths;
}

AccountingRoute unexplained_removals(const Removals& removals, std::vector<KnownCause> causes) {
  std::vector<Term> terms = {{1, removals.removed}};
  for (const KnownCause& cause : causes) terms.push_back({-1, cause.persons});
  AccountingRoute route;
  route.unexplained = within(sum_of(terms), 0, removals.removed.interval.high);
  route.unexplained.value = std::max(0.0, route.unexplained.value);
  route.causes = std::move(causes);
  return route;
}

WrongfulRemovals side_by_side(const Removals& removals, std::optional<AuditRoute> audit,
                              std::optional<AccountingRoute> accounting,
                              std::optional<std::int64_t> by_name) {
  WrongfulRemovals result;
  const auto named = static_cast<double>(by_name.value_or(0));
  if (named > removals.removed.interval.high) {
    result.contradictions.push_back(fmt::format(
        "{} persons are known by name to be wrongly removed, and the rolls show at most {:.0f} "
        "removed persons.",
        *by_name, removals.removed.interval.high));
  }
  if (audit && named > audit->wrongly_removed.interval.high) {
    result.contradictions.push_back(fmt::format(
        "{} persons are known by name to be wrongly removed, and the field audit's interval ends "
        "at {:.0f}.",
        *by_name, audit->wrongly_removed.interval.high));
  }
  if (audit && accounting &&
      accounting->unexplained.interval.low > audit->wrongly_removed.interval.high) {
    result.contradictions.push_back(fmt::format(
        "At least {:.0f} removals have none of the causes that were counted, and the field audit's "
        "interval ends at {:.0f}: lawful causes are missing from the account, or the audit misses "
        "wrongful removals.",
        accounting->unexplained.interval.low, audit->wrongly_removed.interval.high));
  }
  result.audit = audit;
  result.accounting = std::move(accounting);
  result.by_name = by_name;
  return result;
}

}  // namespace scrutineer::roll
