#include "simulate/majority_study.hpp"

#include <algorithm>
#include <numeric>

#include <fmt/core.h>

#include "election/basis.hpp"
#include "outcome/outcome.hpp"

namespace scrutineer {

namespace {

// Whether the question is about this constituency, alone or among all.
bool is_asked(const Question& question, const BasisConstituency& constituency) {
  return !question.unit || *question.unit == constituency.unit;
}

// The claim of a question of kind seats-at-least, with the returns of a source as reported votes; a
// question about one unit is about that constituency alone. Cards: the stated ballots cast, or the
// valid and invalid ones where that is more. Fails where votes or seats are missing.
Result<MajorityClaim> majority_claim(const Election& election, const Question& question,
                                     SourceIndex source) {
  const Basis basis = arrange(election, question.contest, source);
  const ContestVotes votes = votes_of(election, basis);
  MajorityClaim claim;
  claim.rules = votes.rules;
  for (const PartyIndex party : question.parties) claim.who.push_back(party.value);
  std::sort(claim.who.begin(), claim.who.end());
  claim.needed = question.seats;
  for (std::size_t c = 0; c < basis.constituencies.size(); ++c) {
    const BasisConstituency& from = basis.constituencies[c];
    if (!is_asked(question, from)) continue;
    if (!from.complete || !from.seats) {
      return fail(fmt::format("The returns of {} do not state all votes and seats of {}.",
                              election.sources[source.value].id, votes.constituencies[c].unit));
    }
    MajorityConstituency one;
    one.seats = *from.seats;
    one.registered = from.registered.value_or(0);
    one.tally.contest = election.contests[question.contest.value].id;
    one.tally.unit = votes.constituencies[c].unit;
    one.tally.votes = from.votes;
    one.tally.invalid = from.invalid.value_or(0);
    const Votes counted = std::accumulate(from.votes.begin(), from.votes.end(), one.tally.invalid);
    one.tally.cards = std::max(counted, from.cast.value_or(0));
    claim.constituencies.push_back(std::move(one));
  }
  return claim;
}

// "They hold fewer than so many seats" is that all others hold the rest.
MajorityClaim opposite(const MajorityClaim& claim) {
  MajorityClaim others = claim;
  others.who.clear();
  Seats seats = 0;
  for (const MajorityConstituency& one : claim.constituencies) seats += one.seats;
  for (std::size_t p = 0; p < claim.constituencies[0].tally.votes.size(); ++p) {
    if (!std::binary_search(claim.who.begin(), claim.who.end(), p)) others.who.push_back(p);
  }
  others.needed = seats - claim.needed + 1;
  return others;
}

Result<void> add_claim(const Election& supposed, const std::string& question,
                       MajorityStudy& study) {
  for (const Question& one : supposed.questions) {
    if (one.id != question) continue;
    auto claim = majority_claim(supposed, one, commission_of(supposed).value_or(SourceIndex{0}));
    if (!claim) return tl::unexpected(claim.error());
    if (claim->constituencies.empty()) return {};
    const bool holds = most_seats(*claim) >= claim->needed;
    if (study.claims.empty()) study.holds = holds;
    if (study.holds != holds) {
      return fail("What is published leaves open how the question \"" + question +
                  "\" is answered: an audit confirms an answer that is reported.");
    }
    study.claims.push_back(holds ? std::move(*claim) : opposite(*claim));
  }
  return {};
}

}  // namespace

Result<SupposedVotes> suppose_votes(const Election& election, ContestIndex contest,
                                    std::size_t draws, const TwinOptions& options) {
  SupposedVotes supposed;
  supposed.source = commission_of(election).value_or(SourceIndex{0});
  if (arrange(election, contest, supposed.source).complete()) {
    supposed.elections.push_back(election);
    return supposed;
  }
  if (contest.value != 0) {
    return fail(
        "Votes of this contest are missing, and twins are drawn of the first contest only.");
  }
  auto family = simulate_family(election, draws, options);
  if (!family) return tl::unexpected(family.error());
  supposed.from_twins = true;
  supposed.assumptions = family->front().assumptions;
  for (Simulation& twin : *family) supposed.elections.push_back(std::move(twin.election));
  return supposed;
}

Result<MajorityStudy> study_majority(const Election& election, std::size_t question,
                                     const SupposedVotes& supposed) {
  const Question& asked = election.questions[question];
  if (asked.kind != QuestionKind::seats_at_least) {
    return fail("The question \"" + asked.id +
                "\" is not of kind seats-at-least; only who holds so many seats is audited here.");
  }
  if (election.contests[asked.contest.value].ballot != Ballot::list) {
    return fail("The question \"" + asked.id +
                "\" is of a contest whose ballots do not choose one list each.");
  }
  MajorityStudy study;
  study.question = question;
  study.source = supposed.source;
  study.from_twins = supposed.from_twins;
  study.assumptions = supposed.assumptions;
  for (const Election& one : supposed.elections) {
    if (auto added = add_claim(one, asked.id, study); !added) {
      return tl::unexpected(added.error());
    }
  }
  if (study.claims.empty() || study.claims[0].constituencies.empty()) {
    return fail("The question \"" + asked.id + "\" is about a unit that elects nobody.");
  }
  for (const MajorityConstituency& one : study.claims[0].constituencies) {
    study.units.push_back(one.tally.unit);
  }
  return study;
}

}  // namespace scrutineer
