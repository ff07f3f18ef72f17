#include "roll/audit_readings.hpp"

#include <algorithm>
#include <cmath>

#include "roll/survey_plan.hpp"

namespace scrutineer::roll {

namespace {

Votes product(const Rational& share, Votes names, bool upward) {
  const Wide of_names = static_cast<Wide>(share.numerator) * names;
  return static_cast<Votes>(upward ? ceil_divide(of_names, share.denominator)
                                   : floor_divide(of_names, share.denominator));
}

// The stated interval; else that of the margin.
std::optional<NameRange> names_of(const StatedShare& stated, Votes names) {
  if (!stated.share || stated.asked != ShareOf::names_on_the_roll) return std::nullopt;
  PublishedShare published{as_double(*stated.share), stated.asked, std::nullopt};
  if (stated.margin) published.margin = as_double(*stated.margin);
  const auto reading = reading_of(published, names);
  if (!reading || !reading->names) return std::nullopt;
  NameRange range{std::llround(reading->names->value), {}, {}};
  if (stated.low && stated.high) {
    range.low = product(*stated.low, names, false);
    range.high = product(*stated.high, names, true);
  } else if (stated.margin) {
    range.low = static_cast<Votes>(std::floor(reading->names->interval.low));
    range.high = static_cast<Votes>(std::ceil(reading->names->interval.high));
  }
  return range;
}

DesignEffect effect_of(double margin, double people, const Count& clusters) {
  DesignEffect design;
  design.effect = implied_design_effect(margin, 0.5, people);
  if (!clusters) return design;
  const double take = people / static_cast<double>(*clusters);
  if (take > 1) {
    design.take = take;
    design.correlation = implied_correlation(design.effect, take);
  }
  return design;
}

bool asked_both_ways(const Findings& findings, const std::string& audit) {
  const auto asked = [&](Direction direction) {
    return std::any_of(findings.audits.begin(), findings.audits.end(), [&](const auto& stated) {
      return stated.audit == audit && stated.direction == direction;
    });
  };
  return asked(Direction::list_to_people) && asked(Direction::people_to_list);
}

std::vector<ImpliedDesign> designs_of(const Findings& findings) {
  std::vector<ImpliedDesign> designs;
  for (const StatedShare& stated : findings.audits) {
    if (!stated.margin || !stated.people) continue;
    const bool told = std::any_of(designs.begin(), designs.end(),
                                  [&](const auto& design) { return design.audit == stated.audit; });
    if (told) continue;
    const double margin = as_double(*stated.margin);
    const auto people = static_cast<double>(*stated.people);
    ImpliedDesign design{stated.audit,
                         margin,
                         *stated.people,
                         stated.clusters,
                         effect_of(margin, people, stated.clusters),
                         {}};
    if (asked_both_ways(findings, stated.audit)) {
      design.half_each = effect_of(margin, people / 2, stated.clusters);
    }
    designs.push_back(std::move(design));
  }
  return designs;
}

}  // namespace

std::optional<NamesOnTheRoll> names_on_the_roll(const Election& election,
                                                const Findings& findings) {
  NamesOnTheRoll stated;
  bool all_state_it = true;
  for (std::uint32_t u = 0; u < election.units.size(); ++u) {
    const Unit& unit = election.units[u];
    if (unit.parent) continue;
    all_state_it = all_state_it && unit.registered.has_value();
    stated.names += unit.registered.value_or(0);
    if (!stated.unit) stated.unit = UnitIndex{u};
  }
  if (all_state_it && stated.names > 0) return stated;
  if (findings.flow.new_entries.value_or(0) > 0) {
    return NamesOnTheRoll{*findings.flow.new_entries, {}, ""};
  }
  if (!findings.snapshots.empty() && findings.snapshots.back().entries.value_or(0) > 0) {
    return NamesOnTheRoll{*findings.snapshots.back().entries, {}, findings.snapshots.back().name};
  }
  return std::nullopt;
}

AuditReadings read_audits(const Election& election, const Findings& findings) {
  AuditReadings readings{names_on_the_roll(election, findings), {}, designs_of(findings)};
  for (std::size_t i = 0; i < findings.audits.size(); ++i) {
    const StatedShare& stated = findings.audits[i];
    AuditReading reading;
    reading.figure = i;
    if (readings.roll) reading.names = names_of(stated, readings.roll->names);
    if (stated.share && stated.margin) {
      reading.margin_here = margin_at(as_double(*stated.margin), as_double(*stated.share));
    }
    readings.figures.push_back(reading);
  }
  return readings;
}

}  // namespace scrutineer::roll
