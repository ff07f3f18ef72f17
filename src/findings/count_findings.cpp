// The count: what has reported, what forms do not agree with, where copies differ.
#include <algorithm>
#include <string>

#include "count/count.hpp"
#include "findings/findings.hpp"
#include "findings/phrases.hpp"

namespace scrutineer {

namespace {

LocalizedText whole(std::size_t count) { return number(static_cast<std::int64_t>(count)); }

// "CPP +12, CNRP −3"; the parties that no difference touches are left out.
LocalizedText net_of(const Election& election, const NetEffect& effect) {
  std::vector<LocalizedText> parts;
  for (std::size_t p = 0; p < election.parties.size(); ++p) {
    Votes net = 0;
    for (const auto& kind : effect.by_kind) net += kind.by_party[p];
    if (net == 0) continue;
    parts.push_back(say(net > 0 ? "forms.more" : "forms.fewer",
                        {{"party", name_of(election, PartyIndex{static_cast<std::uint32_t>(p)})},
                         {"votes", number(std::abs(net))}}));
  }
  return parts.empty() ? say("forms.net-nothing") : list_of(parts);
}

Finding reported_finding(const Election& election, const Consolidation& sums) {
  Finding finding;
  finding.id = "count/reported/" + election.contests[sums.contest.value].id + "/" +
               election.sources[sums.source.value].id;
  finding.kind = "count";
  std::size_t leaves = 0, reported = 0, quarantined = 0, annulled = 0, differs = 0;
  for (const ConsolidatedUnit& unit : sums.inner()) differs += unit.differs.empty() ? 0 : 1;
  for (const UnitIndex top : sums.tops()) {
    const ConsolidatedUnit unit = sums.at(top);
    leaves += unit.leaves;
    reported += unit.reported;
    quarantined += unit.quarantined;
    annulled += unit.annulled;
  }
  std::vector<LocalizedText> sentences = {
      sentence(say("forms.reported", {{"source", spoken(name_of(election, sums.source))},
                                      {"reported", whole(reported)},
                                      {"leaves", whole(leaves)}}))};
  if (quarantined > 0) {
    sentences.push_back(say("forms.quarantined", {{"count", whole(quarantined)}}));
  }
  if (annulled > 0) sentences.push_back(say("forms.annulled", {{"count", whole(annulled)}}));
  if (differs > 0) sentences.push_back(say("forms.totals-differ", {{"count", whole(differs)}}));
  finding.statement = join(sentences);
  finding.method = say("method.count-sums");
  return finding;
}

Finding checks_finding(const CheckReport& checks) {
  Finding finding;
  finding.id = "count/checks";
  finding.kind = "count";
  const auto errors = static_cast<std::size_t>(
      std::count_if(checks.violations.begin(), checks.violations.end(),
                    [](const Violation& v) { return v.severity == Severity::error; }));
  finding.statement = say("forms.checks", {{"forms", whole(checks.forms)},
                                           {"errors", whole(errors)},
                                           {"warnings", whole(checks.violations.size() - errors)}});
  finding.method = say("method.count-checks");
  finding.caveats = {say("caveat.count-checks")};
  return finding;
}

Finding copies_finding(const Election& election, const NetEffect& effect) {
  Finding finding;
  finding.id = "count/copies/" + election.contests[effect.contest.value].id + "/" +
               election.sources[effect.copy.value].id;
  finding.kind = "count";
  const Values values = {{"copy", spoken(name_of(election, effect.copy))},
                         {"reference", spoken(name_of(election, effect.reference))},
                         {"compared", whole(effect.compared)},
                         {"equal", whole(effect.equal)}};
  finding.statement = sentence(say("forms.copies", values));
  if (effect.equal < effect.compared) {
    finding.statement =
        join({finding.statement, say("forms.net", {{"net", net_of(election, effect)}})});
  }
  finding.method = say("method.count-copies");
  finding.caveats = {say("caveat.count-copies")};
  return finding;
}

}  // namespace

std::vector<Finding> count_findings(const Election& election, const CountReport& report) {
  std::vector<Finding> findings;
  for (const Consolidation& sums : report.sums)
    findings.push_back(reported_finding(election, sums));
  if (report.checks.forms > 0) findings.push_back(checks_finding(report.checks));
  for (const NetEffect& effect : report.comparison.effects) {
    findings.push_back(copies_finding(election, effect));
  }
  return findings;
}

}  // namespace scrutineer
