// The JSON files of an audit (docs/formats/audit-folder.md), which --json prints as well.
#include <algorithm>
#include <cmath>

#include <fmt/core.h>

#include "base/digest.hpp"
#include "cli/audit_workspace.hpp"
#include "folder/records.hpp"

namespace scrutineer::cli {

namespace {

const std::string& candidate_of(const Workspace& audit, const AuditAssertion& one,
                                std::size_t position) {
  const AuditStream& stream = audit.agenda.streams[one.stream];
  return audit.agenda.contests[stream.contest].candidates[position];
}

// A connected list is written as its members.
std::string name_of_contender(const Workspace& audit, const AuditAssertion& one,
                              const Contender& contender) {
  if (!contender.is_list) return candidate_of(audit, one, contender.position);
  std::string name;
  std::size_t list = 0;
  const AuditStream& stream = audit.agenda.streams[one.stream];
  const auto& parties = audit.agenda.contests[stream.contest].parties;
  for (const Coalition& coalition : audit.folder.election.coalitions) {
    std::size_t members = 0;
    for (const PartyIndex party : coalition.parties) {
      members += static_cast<std::size_t>(std::count(parties.begin(), parties.end(), party));
    }
    if (!coalition.connected || members < 2) continue;
    if (list++ == contender.position) name = coalition.id;
  }
  return name;
}

Json assorter_json(const Workspace& audit, const AuditAssertion& one) {
  const Assorter& assorter = one.assertion.assorter;
  const auto name = [&](std::size_t position) { return candidate_of(audit, one, position); };
  if (const auto* before = std::get_if<NotEliminatedBefore>(&assorter)) {
    return {{"form", "not-eliminated-before"},
            {"winner", name(before->winner)},
            {"loser", name(before->loser)}};
  }
  if (const auto* next = std::get_if<NotEliminatedNext>(&assorter)) {
    Json continuing = Json::array();
    for (const std::size_t position : next->continuing) continuing.push_back(name(position));
    return {{"form", "not-eliminated-next"},
            {"winner", name(next->winner)},
            {"loser", name(next->loser)},
            {"continuing", std::move(continuing)}};
  }
  const auto& linear = std::get<LinearAssorter>(assorter);
  const LinearClaim& claim = linear.claim();
  Json per_vote = Json::object();
  for (std::size_t p = 0; p < claim.per_vote.size(); ++p) per_vote[name(p)] = claim.per_vote[p];
  const AuditContest& contest = audit.agenda.contests[audit.agenda.streams[one.stream].contest];
  return {{"form", "linear"},
          {"per_vote", std::move(per_vote)},
          {"per_valid", claim.per_valid},
          {"per_invalid", claim.per_invalid},
          {"per_card", claim.per_card},
          {"scale", static_cast<std::int64_t>(linear.scale())},
          {"most_choices", contest.form.most_choices}};
}

Json test_json(const AuditAssertion& one) {
  if (!one.test) return nullptr;
  const MeanClaim& claim = one.test->claim;
  return {{"method", one.test->method},
          {"parameters", one.test->parameters},
          {"u", claim.u},
          {"cards", *claim.cards},
          {"rests", claim.rests}};
}

Json head_json(const Workspace& audit, const AuditAssertion& one) {
  const Assertion& assertion = one.assertion;
  const auto difficulty = difficulty_of({}, assertion);
  Json json = {
      {"id", one.id},
      {"kind", std::string(name_of(assertion.kind))},
      {"contest", assertion.contest},
      {"unit", assertion.unit},
      {"winner", name_of_contender(audit, one, assertion.winner)},
      {"loser",
       assertion.loser ? Json(name_of_contender(audit, one, *assertion.loser)) : Json(nullptr)},
      {"winner_seat", assertion.winner_seat > 0 ? Json(assertion.winner_seat) : Json(nullptr)},
      {"loser_seat", assertion.loser_seat > 0 ? Json(assertion.loser_seat) : Json(nullptr)},
      {"share", assertion.share.numerator > 0 ? Json(to_string(assertion.share)) : Json(nullptr)},
      {"margin", fraction_text(assertion.margin)},
      {"margin_number", rounded_down_to_digits(diluted_margin(assertion))},
      {"difficulty", difficulty && std::isfinite(*difficulty)
                         ? Json(rounded_up_to_digits(*difficulty))
                         : Json(nullptr)}};
  return json;
}

Json assertion_json(const Workspace& audit, const AuditAssertion& one) {
  Json json = head_json(audit, one);
  json["upper_bound"] = fraction_text(upper_bound(one.assertion.assorter));
  json["assorter"] = assorter_json(audit, one);
  json["record_mean"] = one.record_mean ? Json(fraction_text(*one.record_mean)) : Json(nullptr);
  json["test"] = test_json(one);
  return json;
}

Json ids_json(const Workspace& audit, const std::vector<std::size_t>& assertions) {
  Json ids = Json::array();
  for (const std::size_t a : assertions) ids.push_back(audit.agenda.assertions[a].id);
  return ids;
}

Json chamber_json(const Workspace& audit, const ChamberBounds& chamber) {
  Json constituencies = Json::array();
  for (std::size_t j = 0; j < chamber.constituencies.size(); ++j) {
    Json bounds = Json::array();
    for (const SeatBound& bound : chamber.constituencies[j].bounds) {
      std::vector<std::size_t> assertions;
      for (const std::size_t local : bound.assertions) {
        assertions.push_back(chamber.assertions[j][local]);
      }
      bounds.push_back({{"at_least", bound.at_least}, {"assertions", ids_json(audit, assertions)}});
    }
    constituencies.push_back({{"unit", audit.agenda.streams[chamber.streams[j]].unit},
                              {"reported", chamber.constituencies[j].reported},
                              {"bounds", std::move(bounds)}});
  }
  return {{"needed", chamber.needed},
          {"everywhere", ids_json(audit, chamber.everywhere)},
          {"constituencies", std::move(constituencies)}};
}

Json proof_json(const Workspace& audit, const AgendaTarget& target) {
  if (!target.proof) return nullptr;
  const AuditAssertion& first = audit.agenda.assertions.front();
  const AuditAssertion& one =
      target.assertions.empty() ? first : audit.agenda.assertions[target.assertions.front()];
  Json nodes = Json::array();
  for (const IrvNode& node : target.proof->nodes) {
    Json standing = Json::array();
    for (const std::size_t c : node.standing) standing.push_back(candidate_of(audit, one, c));
    Json steps = Json::array();
    for (const IrvStep& step : node.steps) {
      Json json = {{"leaves", candidate_of(audit, one, step.candidate)}};
      if (step.assertion) {
        json["assertion"] = audit.agenda.assertions[target.assertions[*step.assertion]].id;
      } else {
        json["node"] = step.node;
      }
      steps.push_back(std::move(json));
    }
    nodes.push_back({{"standing", std::move(standing)}, {"steps", std::move(steps)}});
  }
  return nodes;
}

Json pools_json(const AuditContest& contest) {
  Json pools = Json::array();
  for (const AuditPool& pool : contest.pools) {
    Json votes = Json::object();
    for (std::size_t p = 0; p < pool.votes.size(); ++p) {
      votes[contest.candidates[p]] = pool.votes[p];
    }
    pools.push_back({{"unit", pool.unit},
                     {"cards", pool.cards},
                     {"votes", std::move(votes)},
                     {"valid", pool.valid},
                     {"invalid", pool.invalid}});
  }
  return pools;
}

std::string cell_of(const Cards& cards, std::size_t card, std::size_t contest) {
  return cards.is_missing(card) ? "missing" : card_cell(cards, card, contest);
}

Json discrepancy_json(const Workspace& audit, const ReadRounds& read, const Discrepancy& one) {
  const AuditContest& contest = audit.agenda.contests[one.contest];
  const std::string& id = audit.agenda.cards.id(one.card);
  const Cards& interpretations = read.interpretations[one.round - 1];
  const auto recorded = audit.agenda.cards.record(one.card);
  const auto found = interpretations.find(id);
  const auto found_contest = interpretations.find_contest(contest.id);
  return {{"card", id},
          {"round", one.round},
          {"contest", contest.id},
          {"record", recorded && contest.records
                         ? Json(cell_of(*audit.records, *recorded, *contest.records))
                         : Json(nullptr)},
          {"found", found && found_contest ? Json(cell_of(interpretations, *found, *found_contest))
                                           : Json(nullptr)},
          {"overstatement", fraction_text(one.overstatement)},
          {"assertion", one.assertion}};
}

Json target_json(const AgendaTarget& target) {
  return {{"id", target.id},
          {"contest", target.contest},
          {"question", target.question.empty() ? Json(nullptr) : Json(target.question)},
          {"targeted", target.is_targeted},
          {"standing", std::string(name_of(target.standing))}};
}

}  // namespace

std::string text_of(const Json& json) { return json.dump(2) + "\n"; }

std::string fraction_text(const Fraction& value) {
  const Fraction simple = reduced(value);
  return to_string(simple.numerator) + "/" + to_string(simple.denominator);
}

std::string claim_text(const Workspace& audit, const AuditAssertion& one) {
  const Assertion& assertion = one.assertion;
  const std::string winner = name_of_contender(audit, one, assertion.winner);
  const std::string loser = assertion.loser ? name_of_contender(audit, one, *assertion.loser) : "";
  switch (assertion.kind) {
    case AssertionKind::above_share:
      return fmt::format("{} has more than {}", winner, to_string(assertion.share));
    case AssertionKind::below_share:
      return fmt::format("{} has less than {}", winner, to_string(assertion.share));
    case AssertionKind::highest_averages:
    case AssertionKind::largest_remainders:
      return fmt::format("seat {} of {} before seat {} of {}", assertion.winner_seat, winner,
                         assertion.loser_seat, loser);
    case AssertionKind::not_eliminated_before:
      return fmt::format("{} does not leave before {}", winner, loser);
    case AssertionKind::not_eliminated_next:
      return fmt::format("{} does not leave next, against {}", winner, loser);
    default:
      return fmt::format("{} before {}", winner, loser);
  }
}

Json assertions_json(const Workspace& audit) {
  const AuditAgenda& agenda = audit.agenda;
  const AuditDesign& design = agenda.design;
  Json streams = Json::array();
  for (const AuditStream& stream : agenda.streams) {
    streams.push_back({{"contest", agenda.contests[stream.contest].id},
                       {"unit", stream.unit},
                       {"cards", stream.cards.size()},
                       {"phantoms", stream.phantoms}});
  }
  Json pools = Json::object();
  for (const AuditContest& contest : agenda.contests) {
    if (!contest.pools.empty()) pools[contest.id] = pools_json(contest);
  }
  Json targets = Json::array();
  for (const AgendaTarget& target : agenda.targets) {
    Json json = target_json(target);
    json["assertions"] = ids_json(audit, target.assertions);
    json["chamber"] = target.chamber ? chamber_json(audit, *target.chamber) : Json(nullptr);
    json["proof"] = proof_json(audit, target);
    targets.push_back(std::move(json));
  }
  Json assertions = Json::array();
  for (const AuditAssertion& one : agenda.assertions) {
    assertions.push_back(assertion_json(audit, one));
  }
  return {{"schema", 1},
          {"risk_limit", to_string(design.risk_limit)},
          {"basis", audit.folder.election.sources[agenda.basis.value].id},
          {"evidence", std::string(name_of(design.evidence))},
          {"styles", design.styles},
          {"streams", std::move(streams)},
          {"pools", std::move(pools)},
          {"targets", std::move(targets)},
          {"assertions", std::move(assertions)}};
}

std::string assertions_text(const Workspace& audit) { return text_of(assertions_json(audit)); }

std::string commitment_text(const std::vector<CommittedFile>& files) {
  Json list = Json::array();
  for (const CommittedFile& file : files) {
    list.push_back({{"path", file.path}, {"sha256", file.sha256}});
  }
  return text_of({{"schema", 1},
                  {"root", commitment_root(commitment_lines(files))},
                  {"files", std::move(list)}});
}

std::string seed_text(const Commitment& commitment, const Workspace& audit,
                      const SeedCeremony& ceremony) {
  const std::string& beacon = audit.agenda.design.beacon;
  return text_of({{"schema", 1},
                  {"commitment", commitment.root},
                  {"dice", ceremony.dice},
                  {"beacon", beacon.empty() ? Json(nullptr) : Json(beacon)},
                  {"beacon_value", ceremony.beacon_value},
                  {"seed", ceremony.seed}});
}

Json assessment_json(const Workspace& audit, const Commitment& commitment, const DrawnRounds& drawn,
                     const ReadRounds& read, const Assessment& assessment) {
  const AuditAgenda& agenda = audit.agenda;
  Json targets = Json::array();
  for (std::size_t t = 0; t < agenda.targets.size(); ++t) {
    const TargetState& state = assessment.targets[t];
    Json json = target_json(agenda.targets[t]);
    json["sample_size"] = state.sample_size;
    json["p_value"] = rounded_up_to_digits(state.p_value);
    json["log_e"] = log_json(state.log_e);
    json["confirmed"] = state.decision == Decision::confirmed;
    json["decision"] = std::string(name_of(state.decision));
    json["reason"] = state.reason.empty() ? Json(nullptr) : Json(state.reason);
    Json weakest = Json::array();
    for (const WeakestPlace& place : state.weakest) {
      weakest.push_back(
          {{"unit", place.unit}, {"deficit", place.deficit}, {"assertion", place.assertion}});
    }
    json["weakest"] = std::move(weakest);
    targets.push_back(std::move(json));
  }
  Json assertions = Json::array();
  for (std::size_t a = 0; a < agenda.assertions.size(); ++a) {
    const AssertionState& state = assessment.assertions[a];
    Json json = head_json(audit, agenda.assertions[a]);
    json["sample_size"] = state.sample_size;
    json["p_value"] = rounded_up_to_digits(state.p_value);
    json["log_e"] = log_json(state.log_e);
    json["confirmed"] = state.is_confirmed;
    assertions.push_back(std::move(json));
  }
  Json streams = Json::array();
  for (std::size_t s = 0; s < agenda.streams.size(); ++s) {
    streams.push_back({{"contest", agenda.contests[agenda.streams[s].contest].id},
                       {"unit", agenda.streams[s].unit},
                       {"cards", agenda.streams[s].cards.size()},
                       {"read", assessment.prefix[s]}});
  }
  Json discrepancies = Json::array();
  for (const Discrepancy& one : assessment.discrepancies) {
    discrepancies.push_back(discrepancy_json(audit, read, one));
  }
  std::size_t cards = 0;
  std::size_t phantoms = 0;
  std::size_t missing = 0;
  for (std::size_t round = 0; round < read.rounds.size(); ++round) {
    for (const std::size_t card : drawn.cards[round]) {
      ++(agenda.cards.is_phantom(card) ? phantoms : cards);
    }
    const Cards& interpretations = read.interpretations[round];
    for (std::size_t i = 0; i < interpretations.size(); ++i)
      missing += interpretations.is_missing(i);
  }
  return {{"schema", 1},
          {"commitment", commitment.root},
          {"round", read.rounds.size()},
          {"risk_limit", to_string(agenda.design.risk_limit)},
          {"decision", std::string(name_of(assessment.decision))},
          {"cards", {{"read", cards}, {"missing", missing}, {"phantoms", phantoms}}},
          {"streams", std::move(streams)},
          {"targets", std::move(targets)},
          {"assertions", std::move(assertions)},
          {"discrepancies", std::move(discrepancies)}};
}

}  // namespace scrutineer::cli
