#include "cli/count_text.hpp"
#include "count/rules.hpp"

namespace scrutineer::cli {

namespace {

// Counts by name; what is not stated is left out.
Json counts(const Election& election, const std::vector<Count>& by_slot) {
  const FormSlots slots;
  Json object = Json::object();
  for (std::size_t slot = 0; slot < by_slot.size(); ++slot) {
    if (slot == slots.largest || !by_slot[slot]) continue;
    object[slots.name(election, slot)] = *by_slot[slot];
  }
  return object;
}

Json net(const Election& election, const std::vector<Votes>& by_party) {
  Json object = Json::object();
  for (std::size_t p = 0; p < by_party.size(); ++p) {
    if (by_party[p] != 0) object[election.parties[p].id] = by_party[p];
  }
  return object;
}

Json kinds_json(const Election& election, const NetEffect& effect) {
  Json kinds = Json::array();
  for (std::size_t k = 0; k < effect.by_kind.size(); ++k) {
    if (effect.by_kind[k].forms == 0) continue;
    kinds.push_back({{"kind", std::string(name_of(static_cast<DifferenceKind>(k)))},
                     {"forms", effect.by_kind[k].forms},
                     {"net", net(election, effect.by_kind[k].by_party)}});
  }
  return kinds;
}

Json history_json(const Election& election, const History& history) {
  const FormSlots slots;
  Json publications = Json::array();
  for (const Publication& publication : history.publications) {
    publications.push_back({{"revision", publication.revision},
                            {"forms", publication.forms},
                            {"added", publication.added},
                            {"changed", publication.changed},
                            {"fields", counts(election, publication.sum)}});
  }
  Json revised = Json::array();
  for (const Revised& form : history.revised) {
    Json changes = Json::array();
    for (const RevisedCount& count : form.counts) {
      changes.push_back({{"field", slots.name(election, count.slot)},
                         {"before", to_json(count.before)},
                         {"after", to_json(count.after)}});
    }
    revised.push_back({{"unit", election.units[form.unit.value].id},
                       {"from", form.from},
                       {"to", form.to},
                       {"stated_at", form.stated_at},
                       {"counts", changes},
                       {"lowers", form.lowers},
                       {"corrected", form.corrected}});
  }
  return {{"publications", publications}, {"revised", revised}};
}

}  // namespace

Json check_json(const Election& election, const CheckReport& report) {
  Json violations = Json::array();
  std::size_t errors = 0;
  for (const Violation& v : report.violations) {
    errors += v.severity == Severity::error ? 1 : 0;
    violations.push_back({{"code", v.code},
                          {"severity", std::string(name_of(v.severity))},
                          {"contest", election.contests[v.contest.value].id},
                          {"unit", election.units[v.unit.value].id},
                          {"source", election.sources[v.source.value].id},
                          {"fields", v.fields},
                          {"found", v.found},
                          {"expected", v.expected}});
  }
  return {{"forms", report.forms},
          {"errors", errors},
          {"warnings", report.violations.size() - errors},
          {"explained", report.explained},
          {"violations", std::move(violations)}};
}

Json compare_json(const Election& election, const CountComparison& result) {
  const FormSlots slots;
  const auto unit = [&](UnitIndex at) { return election.units[at.value].id; };
  const auto source = [&](SourceIndex at) { return election.sources[at.value].id; };
  const auto contest = [&](ContestIndex at) { return election.contests[at.value].id; };
  Json differences = Json::array();
  for (const Difference& d : result.comparison.differences) {
    Json list = Json::array();
    for (const DifferingCount& count : d.counts) {
      list.push_back({{"field", slots.name(election, count.slot)},
                      {"reference", count.reference},
                      {"copy", count.copy}});
    }
    differences.push_back({{"contest", contest(d.contest)},
                           {"unit", unit(d.unit)},
                           {"reference", source(d.reference)},
                           {"copy", source(d.copy)},
                           {"kind", std::string(name_of(d.kind))},
                           {"counts", std::move(list)}});
  }
  Json effects = Json::array();
  for (const NetEffect& effect : result.comparison.effects) {
    effects.push_back({{"contest", contest(effect.contest)},
                       {"reference", source(effect.reference)},
                       {"copy", source(effect.copy)},
                       {"compared", effect.compared},
                       {"equal", effect.equal},
                       {"only_reference", effect.only_reference},
                       {"only_copy", effect.only_copy},
                       {"by_kind", kinds_json(election, effect)}});
  }
  Json forms = Json::array();
  for (const FormMatrix& matrix : result.matrices) {
    Json groups = Json::array();
    for (const auto& group : matrix.agreeing) {
      Json names = Json::array();
      for (const SourceIndex member : group) names.push_back(source(member));
      groups.push_back(std::move(names));
    }
    forms.push_back({{"contest", contest(matrix.contest)},
                     {"unit", unit(matrix.unit)},
                     {"agreeing", std::move(groups)},
                     {"first_divergence", source(matrix.agreeing[1].front())}});
  }
  Json json = {{"differences", std::move(differences)},
               {"effects", std::move(effects)},
               {"forms", std::move(forms)}};
  if (!result.level) return json;
  Json by_unit = Json::array();
  for (const EffectInUnit& e : effects_by_unit(election, result.comparison, *result.level)) {
    by_unit.push_back({{"unit", unit(e.unit)},
                       {"contest", contest(e.contest)},
                       {"copy", source(e.copy)},
                       {"kind", std::string(name_of(e.kind))},
                       {"forms", e.forms},
                       {"net", net(election, e.by_party)}});
  }
  json["by_unit"] = std::move(by_unit);
  return json;
}

bool CountConsolidation::shows(const Election& election, UnitIndex shown) const {
  const Unit& at = election.units[shown.value];
  if (level && at.level != *level) return false;
  return !unit || shown == *unit || at.parent == unit;
}

Json consolidate_json(const Election& election, const CountConsolidation& result) {
  const FormSlots slots;
  Json contests = Json::array();
  for (const auto& [sums, history, with_errors] : result.contests) {
    Json units = Json::array();
    for (std::uint32_t u = 0; u < election.units.size(); ++u) {
      if (!result.shows(election, {u})) continue;
      const ConsolidatedUnit unit = sums.at({u});
      Json differs = Json::array();
      for (const std::size_t slot : unit.differs) differs.push_back(slots.name(election, slot));
      Json line = {{"unit", election.units[unit.unit.value].id},
                   {"fields", counts(election, unit.sum)},
                   {"stated", unit.stated.empty() ? Json(nullptr) : counts(election, unit.stated)},
                   {"differs", std::move(differs)},
                   {"leaves", unit.leaves},
                   {"reported", unit.reported},
                   {"missing", unit.missing()},
                   {"forms_with_errors", with_errors[u]},
                   {"quarantined", unit.quarantined},
                   {"annulled", unit.annulled}};
      if (unit.quarantined > 0) {
        line["quarantined_fields"] = counts(election, unit.quarantined_sum);
      }
      if (unit.annulled > 0) line["annulled_fields"] = counts(election, unit.annulled_sum);
      units.push_back(std::move(line));
    }
    Json missing = Json::array();
    for (const UnitIndex unit : sums.missing) missing.push_back(election.units[unit.value].id);
    contests.push_back({{"contest", election.contests[sums.contest.value].id},
                        {"source", election.sources[sums.source.value].id},
                        {"units", std::move(units)},
                        {"missing", std::move(missing)},
                        {"history", history_json(election, history)}});
  }
  return {{"contests", std::move(contests)}};
}

Json doubts_json(const Election& election, const std::vector<Doubt>& doubts) {
  Json list = Json::array();
  for (const Doubt& doubt : doubts) {
    Json alternatives = Json::object();
    for (const AlternativeVotes& line : doubt.alternatives) {
      alternatives[line.alternative][election.parties[line.party.value].id] = line.votes;
    }
    list.push_back({{"id", doubt.id},
                    {"contest", election.contests[doubt.contest.value].id},
                    {"unit", election.units[doubt.units.front().value].id},
                    {"source", election.sources[doubt.source.value].id},
                    {"alternatives", std::move(alternatives)}});
  }
  return {{"doubts", std::move(list)}};
}

Json rules_json(const std::vector<CheckRule>& rules) {
  Json list = Json::array();
  for (const CheckRule& rule : rules) {
    Json explained_by = Json::array();
    for (const std::size_t cause : rule.explained_by) explained_by.push_back(rules[cause].code);
    list.push_back({{"code", rule.code},
                    {"severity", std::string(name_of(rule.severity))},
                    {"formula", rule.formula.text()},
                    {"tolerances", rule.tolerances},
                    {"explained_by", std::move(explained_by)},
                    {"typist", rule.typist},
                    {"reviewer", rule.reviewer}});
  }
  return {{"rules", std::move(list)}};
}

}  // namespace scrutineer::cli
