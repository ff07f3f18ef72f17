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

}  // namespace

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

Result<MajorityStudy> study_majority(const Election& election, std::size_t question,
                                     std::size_t draws, const TwinOptions& options) {
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
  study.source = commission_of(election).value_or(SourceIndex{0});
  std::vector<Election> drawn;
  const bool is_complete = arrange(election, asked.contest, study.source).complete();
  if (!is_complete && asked.contest.value != 0) {
    return fail(
        "Votes of this contest are missing, and twins are drawn of the first contest only.");
  }
  if (!is_complete) {
    auto family = simulate_family(election, draws, options);
    if (!family) return tl::unexpected(family.error());
    study.from_twins = true;
    study.assumptions = family->front().assumptions;
    for (Simulation& twin : *family) drawn.push_back(std::move(twin.election));
  }
  const auto add = [&](const Election& supposed) -> Result<void> {
    for (const Question& one : supposed.questions) {
      if (one.id != asked.id) continue;
      auto claim = majority_claim(supposed, one, commission_of(supposed).value_or(SourceIndex{0}));
      if (!claim) return tl::unexpected(claim.error());
      study.claims.push_back(std::move(*claim));
    }
    return {};
  };
  if (is_complete) drawn.push_back(election);
  for (const Election& supposed : drawn) {
    if (auto added = add(supposed); !added) return tl::unexpected(added.error());
  }
  if (study.claims.empty()) {
    return fail("The question \"" + asked.id + "\" is about a unit that elects nobody.");
  }
  for (const MajorityConstituency& one : study.claims[0].constituencies) {
    study.units.push_back(one.tally.unit);
  }
  return study;
}

}  // namespace scrutineer
