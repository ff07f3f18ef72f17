// What must be shown for each target: assertions by the contest's ballot and rule, and by the kind
// of question.
#include <algorithm>
#include <map>

#include <fmt/core.h>

#include "audit/agenda_parts.hpp"
#include "audit/irv.hpp"
#include "base/text.hpp"

namespace scrutineer {

namespace {

// The gravest of two: a tie keeps a target from being settled by a sample, whatever else holds.
Standing joined(Standing a, Standing b) {
  const auto rank = [](Standing standing) {
    switch (standing) {
      case Standing::no_votes:
        return 3;
      case Standing::tie:
        return 2;
      case Standing::contested:
        return 1;
      case Standing::uncontested:
        break;
    }
    return 0;
  };
  return rank(a) >= rank(b) ? a : b;
}

Wide sum_of(const ContestTally& tally, const std::vector<std::size_t>& who) {
  Wide sum = 0;
  for (const std::size_t p : who) sum += tally.votes[p];
  return sum;
}

}  // namespace

std::vector<std::size_t> AgendaMaker::candidates_of(std::size_t c,
                                                    const std::vector<PartyIndex>& parties) const {
  const auto& stood = agenda_.contests[c].parties;
  std::vector<std::size_t> positions;
  for (const PartyIndex party : parties) {
    const auto at = std::find(stood.begin(), stood.end(), party);
    if (at != stood.end()) positions.push_back(static_cast<std::size_t>(at - stood.begin()));
  }
  std::sort(positions.begin(), positions.end());
  return positions;
}

AllocationRules AgendaMaker::rules_for(std::size_t c) const {
  const Contest& contest = election_.contests[agenda_.contests[c].contest.value];
  AllocationRules rules;
  rules.rule = contest.rule;
  rules.threshold = contest.threshold;
  for (const Coalition& coalition : election_.coalitions) {
    if (!coalition.connected) continue;
    auto members = candidates_of(c, coalition.parties);
    if (members.size() > 1) rules.connected.push_back(std::move(members));
  }
  return rules;
}

std::size_t AgendaMaker::add_assertion(AgendaTarget& target, std::size_t stream,
                                       Assertion assertion, bool rests) {
  const AuditStream& of = agenda_.streams[stream];
  AuditAssertion added;
  std::size_t number = 1;
  for (const std::size_t other : target.assertions) {
    if (agenda_.assertions[other].stream == stream) ++number;
  }
  added.id = fmt::format("{}/{}/{}", target.id, of.unit, number);
  added.stream = stream;
  added.assertion = std::move(assertion);
  added.assertion.contest = agenda_.contests[of.contest].id;
  added.assertion.unit = of.unit;
  target.assertions.push_back(agenda_.assertions.size());
  agenda_.assertions.push_back(std::move(added));
  make_test(target.assertions.back(), rests);
  return target.assertions.back();
}

void AgendaMaker::add_set(AgendaTarget& target, std::size_t stream, const AssertionSet& set) {
  target.standing = joined(target.standing, set.standing);
  for (const Assertion& assertion : set.assertions) add_assertion(target, stream, assertion);
}

void AgendaMaker::finish(AgendaTarget target) {
  if (errors_.empty()) agenda_.targets.push_back(std::move(target));
}

bool AgendaMaker::has_barrier_everywhere(std::size_t c) const {
  const auto& threshold = election_.contests[agenda_.contests[c].contest.value].threshold;
  return threshold && threshold->scope == Scope::contest && streams_of_[c].size() > 1;
}

Result<AssertionSet> AgendaMaker::barriers_everywhere(std::size_t c) {
  const auto& threshold = *election_.contests[agenda_.contests[c].contest.value].threshold;
  Votes registered = 0;
  for (const auto& one : bases_[c].constituencies) registered += one.registered.value_or(0);
  return barrier_assertions(agenda_.streams[whole_stream(c)].tally, threshold, registered);
}

Result<std::vector<bool>> AgendaMaker::above_barriers(std::size_t c) {
  const auto barriers = barriers_everywhere(c);
  if (!barriers) return tl::unexpected(barriers.error());
  std::vector<bool> above(agenda_.contests[c].candidates.size(),
                          barriers->standing == Standing::uncontested);
  for (const Assertion& one : barriers->assertions) {
    above[one.winner.position] = one.kind == AssertionKind::above_share;
  }
  return above;
}

Result<AssertionSet> AgendaMaker::ranked_set_of(std::size_t c, std::size_t j,
                                                AgendaTarget& target) {
  const AuditContest& contest = agenda_.contests[c];
  const AuditStream& stream = agenda_.streams[stream_of(c, j)];
  std::map<std::vector<std::uint16_t>, Votes> counts;
  for (const std::size_t card : stream.cards) {
    const auto record = agenda_.cards.record(card);
    if (!record || !records_->lists(*record, *contest.records)) continue;
    std::vector<std::uint16_t> choices;
    for (const Mark& mark : records_->marks(*record, *contest.records)) {
      const auto choice = static_cast<std::uint16_t>(mark.candidate);
      if (std::find(choices.begin(), choices.end(), choice) == choices.end()) {
        choices.push_back(choice);
      }
    }
    ++counts[choices];
  }
  RankedContest ranked{contest.id, contest.candidates, {}, {}, stream.tally.cards};
  for (const auto& [choices, count] : counts) ranked.rankings.push_back({choices, count});
  auto audit = irv_assertions(ranked, {});
  if (!audit) return tl::unexpected(audit.error());
  if (streams_of_[c].size() == 1) target.proof = std::move(audit->proof);
  return AssertionSet{audit->standing, std::move(audit->assertions)};
}

Result<AssertionSet> AgendaMaker::set_of(std::size_t c, std::size_t j, AgendaTarget& target) {
  const AuditContest& contest = agenda_.contests[c];
  if (contest.ballot == Ballot::ranked) return ranked_set_of(c, j, target);
  const ContestTally tally = agenda_.streams[stream_of(c, j)].tally;
  const BasisConstituency& constituency = bases_[c].constituencies[j];
  const Seats seats = constituency.seats.value_or(0);
  AllocationRules rules = rules_for(c);
  if (contest.ballot != Ballot::list) {
    if (rules.rule != Rule::plurality) {
      return fail(
          fmt::format("{}: ballots that choose persons are audited where the most votes "
                      "win (rule = \"plurality\").",
                      contest.id));
    }
    return plurality_assertions(tally, 1);
  }
  if (!has_barrier_everywhere(c)) {
    if (rules.threshold) rules.threshold->scope = Scope::constituency;
    return seat_assertions(tally, seats, rules, {}, constituency.registered.value_or(0));
  }
  const auto above = above_barriers(c);
  if (!above) return tl::unexpected(above.error());
  rules.threshold.reset();
  return seat_assertions_among(tally, seats, rules, *above);
}

void AgendaMaker::add_contest_target(std::size_t c, bool is_targeted) {
  AgendaTarget target;
  target.id = agenda_.contests[c].id;
  target.contest = target.id;
  target.is_targeted = is_targeted;
  add_all_seats(c, std::nullopt, target);
  finish(std::move(target));
}

void AgendaMaker::add_question_target(std::size_t number) {
  const Question& question = election_.questions[number];
  std::size_t c = 0;
  while (agenda_.contests[c].contest != question.contest) ++c;
  if (!prepared_[c]) return;
  AgendaTarget target;
  target.id = "question:" + question.id;
  target.contest = agenda_.contests[c].id;
  target.question = question.id;
  const bool ranked = agenda_.contests[c].ballot == Ballot::ranked;
  if (ranked || question.kind == QuestionKind::lead_at_least) {
    return fault(
        fmt::format("question \"{}\": audits answer questions of the kinds seats-at-least, "
                    "wins, share-at-least and seats-equal; of ranked ballots, name the "
                    "contest instead.",
                    question.id));
  }
  switch (question.kind) {
    case QuestionKind::wins:
      add_wins(c, question, target);
      break;
    case QuestionKind::share_at_least:
      add_share(c, question, target);
      break;
    case QuestionKind::seats_equal:
      add_all_seats(c, question.unit, target);
      break;
    default:
      add_seats(c, question, target);
  }
  finish(std::move(target));
}

void AgendaMaker::add_all_seats(std::size_t c, const std::optional<UnitIndex>& unit,
                                AgendaTarget& target) {
  target.standing = Standing::uncontested;
  if (agenda_.contests[c].ballot == Ballot::list && has_barrier_everywhere(c)) {
    const auto barriers = barriers_everywhere(c);
    if (!took(barriers)) return;
    add_set(target, whole_stream(c), *barriers);
  }
  for (std::size_t j = 0; j < streams_of_[c].size(); ++j) {
    if (unit && bases_[c].constituencies[j].unit != *unit) continue;
    const auto set = set_of(c, j, target);
    if (took(set)) add_set(target, stream_of(c, j), *set);
  }
}

// Most votes in the whole contest: against every other candidate.
void AgendaMaker::add_wins(std::size_t c, const Question& question, AgendaTarget& target) {
  const std::size_t stream = whole_stream(c);
  const ContestTally tally = agenda_.streams[stream].tally;
  const auto who = candidates_of(c, question.parties);
  for (std::size_t other = 0; other < tally.votes.size(); ++other) {
    if (std::find(who.begin(), who.end(), other) != who.end()) continue;
    if (who.empty() || sum_of(tally, who) < tally.votes[other]) {
      return fault(
          fmt::format("question \"{}\": by the reported votes \"{}\" does not win, so there "
                      "is nothing to confirm.",
                      question.id, question.who));
    }
    LinearClaim claim;
    claim.per_vote.assign(tally.votes.size(), 0);
    for (const std::size_t p : who) claim.per_vote[p] = 1;
    claim.per_vote[other] = -1;
    const auto assertion = linear_assertion(tally, claim, {who.front()}, Contender{other});
    if (!took(assertion)) return;
    if (assertion->margin.numerator == 0) target.standing = Standing::tie;
    add_assertion(target, stream, *assertion);
  }
  if (target.assertions.empty()) target.standing = Standing::uncontested;
}

void AgendaMaker::add_share(std::size_t c, const Question& question, AgendaTarget& target) {
  const std::size_t stream = whole_stream(c);
  const ContestTally tally = agenda_.streams[stream].tally;
  const auto who = candidates_of(c, question.parties);
  if (question.of == Base::registered || who.empty()) {
    return fault(
        fmt::format("question \"{}\": audits answer shares of the votes that count, or of "
                    "those cast, for parties that stood.",
                    question.id));
  }
  Wide base = 0;
  for (const Votes votes : tally.votes) base += votes;
  base = tally.valid.value_or(static_cast<Votes>(base));
  if (question.of == Base::cast) base += tally.invalid;
  const Rational& share = question.share;
  // den · votes − num · base: above zero where the share is exceeded.
  const Wide lead = sum_of(tally, who) * share.denominator - base * share.numerator;
  const bool holds = question.strict ? lead > 0 : lead >= 0;
  const Votes sign = holds ? 1 : -1;
  LinearClaim claim;
  claim.per_vote.assign(tally.votes.size(), 0);
  for (const std::size_t p : who) claim.per_vote[p] = sign * share.denominator;
  claim.per_valid = -sign * share.numerator;
  if (question.of == Base::cast) claim.per_invalid = -sign * share.numerator;
  auto assertion = linear_assertion(tally, claim, {who.front()});
  if (!took(assertion)) return;
  assertion->kind = holds ? AssertionKind::above_share : AssertionKind::below_share;
  assertion->share = share;
  if (lead == 0) target.standing = Standing::tie;
  add_assertion(target, stream, *assertion);
}

Result<ConstituencyBounds> AgendaMaker::bounds_of(std::size_t c, std::size_t j,
                                                  const std::vector<std::size_t>& who) {
  const ContestTally tally = agenda_.streams[stream_of(c, j)].tally;
  const BasisConstituency& constituency = bases_[c].constituencies[j];
  const Seats seats = constituency.seats.value_or(0);
  AllocationRules rules = rules_for(c);
  if (!has_barrier_everywhere(c)) {
    if (rules.threshold) rules.threshold->scope = Scope::constituency;
    return constituency_bounds(tally, seats, rules, who, constituency.registered.value_or(0));
  }
  const auto above = above_barriers(c);
  if (!above) return tl::unexpected(above.error());
  rules.threshold.reset();
  return constituency_bounds_among(tally, seats, rules, *above, who);
}

void AgendaMaker::add_seats(std::size_t c, const Question& question, AgendaTarget& target) {
  if (agenda_.contests[c].ballot != Ballot::list) {
    return fault(
        fmt::format("question \"{}\": numbers of seats are audited of lists.", question.id));
  }
  ChamberBounds chamber;
  chamber.needed = question.seats;
  const auto who = candidates_of(c, question.parties);
  if (has_barrier_everywhere(c)) {
    const auto barriers = barriers_everywhere(c);
    if (!took(barriers)) return;
    for (const Assertion& one : barriers->assertions) {
      chamber.everywhere.push_back(add_assertion(target, whole_stream(c), one, true));
    }
  }
  Seats reported = 0;
  for (std::size_t j = 0; j < streams_of_[c].size(); ++j) {
    if (question.unit && bases_[c].constituencies[j].unit != *question.unit) continue;
    auto bounds = bounds_of(c, j, who);
    if (!took(bounds)) continue;
    reported += bounds->reported;
    std::vector<std::size_t> positions;
    for (const Assertion& one : bounds->assertions) {
      positions.push_back(add_assertion(target, stream_of(c, j), one, true));
    }
    chamber.streams.push_back(stream_of(c, j));
    chamber.assertions.push_back(std::move(positions));
    chamber.constituencies.push_back(std::move(*bounds));
  }
  if (errors_.empty() && reported < question.seats) {
    return fault(
        fmt::format("question \"{}\": by the reported votes \"{}\" is sure of {} seats, "
                    "fewer than the {} that are asked, so there is nothing to confirm.",
                    question.id, question.who, reported, question.seats));
  }
  target.chamber = std::move(chamber);
}

}  // namespace scrutineer
