// Chambers side by side, margins of single seats, contradictions, and the whole list.
#include <string>

#include "findings/findings.hpp"
#include "findings/phrases.hpp"

namespace scrutineer {

namespace {

LocalizedText seats_list(const Election& election, const Chamber& chamber) {
  std::vector<LocalizedText> parts;
  for (std::size_t i = 0; i < election.parties.size(); ++i) {
    const PartyIndex party{static_cast<std::uint32_t>(i)};
    const auto exact = i < chamber.by_party.size() ? chamber.by_party[i] : std::nullopt;
    const auto least =
        i < chamber.by_party_at_least.size() ? chamber.by_party_at_least[i] : std::nullopt;
    if (exact && *exact > 0) {
      parts.push_back(
          say("chamber.party", {{"party", name_of(election, party)}, {"seats", number(*exact)}}));
    } else if (!exact && least) {
      parts.push_back(say("chamber.party-at-least",
                          {{"party", name_of(election, party)}, {"seats", number(*least)}}));
    }
  }
  return parts.empty() ? say("chamber.nothing") : join(parts, ", ");
}

std::string_view way_id(Change change) {
  switch (change) {
    case Change::switched:
      return "way.switch";
    case Change::added:
      return "way.add";
    case Change::removed:
      return "way.remove";
  }
  return "way.add";
}

}  // namespace

Finding chamber_finding(const Election& election, const Chamber& chamber, std::size_t position) {
  Finding finding;
  finding.id = "seats/" + election.sources[chamber.source.value].id + "/" +
               election.sources[chamber.of.value].id + "/" + std::to_string(position + 1);
  finding.kind = "seats";
  const std::string_view id = chamber.computed               ? "chamber.computed"
                              : chamber.source != chamber.of ? "chamber.of"
                                                             : "chamber.stated";
  finding.statement = sentence(say(id, {{"source", spoken(name_of(election, chamber.source))},
                                        {"of", spoken(name_of(election, chamber.of))},
                                        {"rule", say("rule." + std::string(name_of(chamber.rule)))},
                                        {"seats", seats_list(election, chamber)}}));
  finding.method = say(chamber.computed ? "method.seats-computed" : "method.seats-stated");
  if (!chamber.settled) finding.open.push_back(say("chamber.tie"));
  finding.rests_on = chamber.rests_on;
  return finding;
}

Finding next_seat_finding(const Election& election, const NextSeat& next) {
  Finding finding;
  finding.id = "margin/" + election.units[next.unit.value].id + "/" +
               election.parties[next.party.value].id + (next.gain ? "/gain/" : "/lose/") +
               std::string(name_of(next.change));
  finding.kind = "margin";
  LocalizedText amount = votes(next.low);
  if (!next.high) {
    amount = say("range.from", {{"low", number(next.low)}});
  } else if (*next.high != next.low) {
    amount = say("range.votes", {{"low", number(next.low)}, {"high", number(*next.high)}});
  }
  finding.statement =
      say(next.gain ? "next.gain" : "next.lose", {{"unit", name_of(election, next.unit)},
                                                  {"party", spoken(name_of(election, next.party))},
                                                  {"votes", amount},
                                                  {"way", say(way_id(next.change))}});
  finding.method = say(next.rests_on.empty() ? "method.margin-computed" : "method.margin-stated");
  finding.rests_on = next.rests_on;
  return finding;
}

Finding contradiction_finding(const Contradiction& contradiction, std::size_t position) {
  Finding finding;
  finding.id = "contradiction/" + std::to_string(position + 1);
  finding.kind = "contradiction";
  std::vector<LocalizedText> claims;
  for (const std::string& claim : contradiction.claims) claims.push_back(everywhere(claim));
  finding.statement = say("contradiction.statement", {{"claims", list_of(claims)}});
  finding.method = say("method.contradiction");
  finding.open = {say("open.contradiction")};
  finding.rests_on = contradiction.claims;
  return finding;
}

std::vector<Finding> findings_of(const Election& election, const OutcomeReport& report,
                                 const std::vector<Chamber>& chambers) {
  std::vector<Finding> findings;
  for (const QuestionOutcome& outcome : report.questions)
    findings.push_back(outcome_finding(election, chambers, outcome));
  for (std::size_t i = 0; i < chambers.size(); ++i)
    findings.push_back(chamber_finding(election, chambers[i], i));
  for (const NextSeat& next : report.next_seats)
    findings.push_back(next_seat_finding(election, next));
  for (std::size_t i = 0; i < report.contradictions.size(); ++i)
    if (!report.contradictions[i].claims.empty())
      findings.push_back(contradiction_finding(report.contradictions[i], i));
  return findings;
}

}  // namespace scrutineer
