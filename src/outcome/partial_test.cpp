// The answer from published facts alone, against a twin that resolves the doubts vote by vote in
// every table that agrees with the facts.
#include "outcome/partial.hpp"

#include <algorithm>
#include <numeric>

#include <gtest/gtest.h>

#include "outcome/doubts_brute_force.hpp"
#include "outcome/facts.hpp"
#include "outcome/published_brute_force.hpp"
#include "outcome/published_maker.hpp"

namespace scrutineer {
namespace {

using brute::VoteTable;

constexpr UnitIndex kCountry{0};

// A folder with nothing but a country, its constituencies and what a commission published of them.
Election election_of(const PublishedProblem& problem) {
  Election election;
  election.levels = {"country", "district"};
  Contest contest;
  contest.id = "chamber";
  contest.rule = problem.rules.rule;
  contest.threshold = problem.rules.threshold;
  contest.constituencies = "district";
  contest.seats = std::accumulate(problem.seats.begin(), problem.seats.end(), Seats{0});
  election.contests = {contest};
  for (std::size_t p = 0; p < problem.parties; ++p) {
    Party party;
    party.id = "p" + std::to_string(p);
    election.parties.push_back(party);
  }
  if (!problem.rules.connected.empty()) {
    election.coalitions.push_back({"list", {}, {PartyIndex{0}, PartyIndex{1}}, true});
  }
  Source commission;
  commission.id = "commission";
  commission.role = Role::commission;
  election.sources = {commission};
  Unit country;
  country.id = "country";
  election.units = {country};
  for (std::size_t c = 0; c < problem.seats.size(); ++c) {
    Unit unit;
    unit.id = "u" + std::to_string(c);
    unit.parent = kCountry;
    unit.level = 1;
    unit.seats = problem.seats[c];
    election.units.push_back(unit);
  }
  return election;
}

UnitIndex unit_of(std::size_t constituency) {
  return {static_cast<std::uint32_t>(constituency + 1)};
}

void add_claims(const PublishedProblem& problem, Election& election) {
  const char* kinds[] = {"seats", "votes", "registered", "cast", "margin"};
  for (const Fact& fact : problem.facts) {
    Claim claim;
    claim.id = fact.claims.front();
    claim.kind = kinds[static_cast<int>(fact.kind)];
    if (fact.constituency) claim.unit = unit_of(*fact.constituency);
    if (fact.party) claim.party = PartyIndex{static_cast<std::uint32_t>(*fact.party)};
    if (fact.kind == Fact::Kind::margin) claim.way = fact.way;
    claim.count_low = fact.low;
    claim.count_high = fact.high;
    election.claims.push_back(claim);
  }
}

std::vector<PartyIndex> some_parties(PublishedMaker& maker, std::size_t parties) {
  std::vector<PartyIndex> some;
  for (std::uint32_t p = 0; p < parties && maker.one_in(4); ++p) some.push_back({p});
  return some;
}

void add_alternatives(Doubt& doubt, PublishedMaker& maker, const PublishedProblem& problem) {
  if (doubt.units.empty() || doubt.units.front() == kCountry) doubt.units = {unit_of(0)};
  for (const char* name : {"a", "b"}) {
    for (std::uint32_t p = 0; p < problem.parties; ++p) {
      doubt.alternatives.push_back({doubt.units.front(), name, {p}, maker.upto(6)});
    }
  }
}

void add_doubts(PublishedMaker& maker, const PublishedProblem& problem, Election& election) {
  const Way ways[] = {Way::removable, Way::addable, Way::switchable, Way::unknown,
                      Way::alternatives};
  const bool large = maker.one_in(3);
  for (std::int64_t more = maker.upto(1); more >= 0; --more) {
    Doubt doubt;
    doubt.id = "d" + std::to_string(election.doubts.size());
    doubt.way = ways[maker.upto(maker.one_in(3) ? 4 : 2)];
    for (std::size_t c = 0; c < problem.seats.size() && !maker.one_in(3); ++c) {
      if (maker.one_in(2)) doubt.units.push_back(unit_of(c));
    }
    if (maker.one_in(12)) doubt.units = {kCountry};
    doubt.high = maker.upto(large ? 9 : 2);
    doubt.low = maker.upto(*doubt.high);
    if (doubt.way == Way::removable && maker.one_in(8)) doubt.high.reset();
    if (maker.one_in(6)) doubt.from = some_parties(maker, problem.parties);
    if (maker.one_in(6)) doubt.to = some_parties(maker, problem.parties);
    if (doubt.way == Way::alternatives) add_alternatives(doubt, maker, problem);
    election.doubts.push_back(doubt);
    if (large) return;
  }
}

void add_question(PublishedMaker& maker, const PublishedProblem& problem, Election& election) {
  const SeatTarget target = maker.target(problem);
  Question question;
  question.id = "asked";
  question.kind = maker.one_in(6) ? QuestionKind::seats_equal : QuestionKind::seats_at_least;
  for (const std::size_t p : target.who) {
    question.parties.push_back({static_cast<std::uint32_t>(p)});
  }
  if (target.constituency) question.unit = unit_of(*target.constituency);
  question.seats = std::max<Seats>(1, target.seats);
  election.questions = {question};
}

Count stated(const PublishedProblem& problem, Fact::Kind kind, std::size_t constituency,
             bool least) {
  for (const Fact& fact : problem.facts) {
    if (fact.kind == kind && fact.constituency == constituency) {
      return least ? fact.low : fact.high;
    }
  }
  return std::nullopt;
}

// The doubts against one table, as if its votes had been published.
DoubtProblem problem_of(const PublishedProblem& published, const Election& election,
                        const VoteTable& table) {
  DoubtProblem problem;
  problem.rules = published.rules;
  problem.constituencies = published.constituencies;
  problem.seats = published.seats;
  problem.parties = published.parties;
  problem.base_beyond_valid.assign(table.size(), 0);
  for (std::size_t c = 0; c < table.size(); ++c) {
    DoubtCell cell{std::to_string(c), c, table[c], std::nullopt};
    const Count names = stated(published, Fact::Kind::registered, c, true);
    const Count cast = stated(published, Fact::Kind::cast, c, false);
    if (names && cast) cell.can_be_added = std::max<Votes>(0, *names - *cast);
    problem.cells.push_back(cell);
  }
  const Question& question = election.questions.front();
  problem.question.kind = question.kind;
  problem.question.seats = question.seats;
  for (const PartyIndex party : question.parties) problem.question.who.push_back(party.value);
  if (question.unit) problem.question.constituency = question.unit->value - 1;
  for (const Doubt& doubt : election.doubts) {
    CellDoubt taken;
    taken.id = doubt.id;
    taken.way = doubt.way;
    taken.low = doubt.low;
    taken.high = doubt.high;
    taken.unlocated = doubt.units.empty();
    taken.from.assign(problem.parties, doubt.from.empty());
    taken.to.assign(problem.parties, doubt.to.empty());
    for (const PartyIndex party : doubt.from) taken.from[party.value] = true;
    for (const PartyIndex party : doubt.to) taken.to[party.value] = true;
    for (std::size_t c = 0; c < table.size(); ++c) {
      const bool inside = doubt.units.empty() || doubt.units.front() == kCountry ||
                          std::count(doubt.units.begin(), doubt.units.end(), unit_of(c)) > 0;
      if (inside) taken.cells.push_back(c);
    }
    if (doubt.way == Way::alternatives) {
      taken.cells = {doubt.units.front().value - 1};
      for (std::size_t a = 0; a < doubt.alternatives.size(); a += problem.parties) {
        std::vector<Votes> votes;
        for (std::size_t p = 0; p < problem.parties; ++p) {
          votes.push_back(doubt.alternatives[a + p].votes);
        }
        taken.options.push_back({{taken.cells.front(), votes}});
      }
    }
    problem.doubts.push_back(taken);
  }
  return problem;
}

struct Tally {
  std::size_t cannot = 0, can = 0, open = 0, never = 0, always = 0;
};

// What the answer claims, it claims of every table.
void compare(const PublishedProblem& published, const Election& election,
             const std::vector<VoteTable>& tables, const QuestionOutcome& outcome, Tally& tally) {
  std::size_t tried = 0, changed = 0, kept = 0;
  for (const VoteTable& table : tables) {
    const DoubtProblem problem = problem_of(published, election, table);
    const std::vector<bool> active(problem.doubts.size(), true);
    const auto twin = brute::try_every_resolution(problem, active, 1'000);
    if (!twin.finished) continue;
    ++tried;
    const bool cannot = twin.answer == Answer::cannot_change;
    const bool can = twin.answer == Answer::can_change || twin.answer == Answer::must_change;
    kept += cannot ? 1 : 0;
    changed += can ? 1 : 0;
    if (outcome.holds_known) {
      EXPECT_EQ(outcome.holds, twin.holds);
    }
    if (outcome.answer == Answer::cannot_change) {
      EXPECT_TRUE(cannot);
    }
    if (outcome.answer == Answer::can_change) {
      EXPECT_TRUE(can);
    }
    EXPECT_NE(outcome.answer, Answer::must_change);
    if (can && twin.needed && outcome.votes_needed) {
      EXPECT_LE(*outcome.votes_needed, *twin.needed);
    }
    if (testing::Test::HasFailure()) return;
  }
  tally.cannot += outcome.answer == Answer::cannot_change ? 1 : 0;
  tally.can += outcome.answer == Answer::can_change ? 1 : 0;
  if (outcome.answer != Answer::not_determined || tried < tables.size()) return;
  ++tally.open;
  tally.never += kept == tried ? 1 : 0;
  tally.always += changed == tried ? 1 : 0;
}

std::string describe(const Election& election) {
  const Question& question = election.questions.front();
  std::string text = "asked " + std::string(name_of(question.kind));
  for (const PartyIndex party : question.parties) text += " " + std::to_string(party.value);
  text += " seats " + std::to_string(question.seats);
  if (question.unit) text += " in " + election.units[question.unit->value].id;
  for (const Doubt& doubt : election.doubts) {
    text += "\n" + doubt.id + " " + std::string(name_of(doubt.way)) + " up to " +
            (doubt.high ? std::to_string(*doubt.high) : "all") + " in";
    for (const UnitIndex unit : doubt.units) text += " " + election.units[unit.value].id;
    text += " from";
    for (const PartyIndex party : doubt.from) text += " " + std::to_string(party.value);
    text += " to";
    for (const PartyIndex party : doubt.to) text += " " + std::to_string(party.value);
    for (const AlternativeVotes& line : doubt.alternatives) {
      text += " " + line.alternative + std::to_string(line.votes);
    }
  }
  return text;
}

void compare_with_twin(Rule rule) {
  const std::size_t wanted = scaled(100);
  PublishedMaker maker(31 + static_cast<std::uint64_t>(rule));
  Tally tally;
  for (std::size_t done = 0; done < wanted;) {
    const PublishedProblem published = maker.make(rule);
    brute::Published twin(published);
    const auto agreeing = twin.agreeing(kMaximumCount, 40, 20'000);
    if (!agreeing.finished) continue;
    ++done;
    Election election = election_of(published);
    add_claims(published, election);
    add_question(maker, published, election);
    add_doubts(maker, published, election);
    const Basis basis = arrange(election, {0}, {0});
    std::vector<const Doubt*> doubts;
    for (const Doubt& doubt : election.doubts) doubts.push_back(&doubt);
    QuestionOutcome outcome;
    const auto answered = answer_from_facts(election, basis, gather_facts(election, basis),
                                            election.questions.front(), doubts, outcome);
    ASSERT_TRUE(answered.has_value());
    compare(published, election, agreeing.tables, outcome, tally);
    if (testing::Test::HasFailure()) {
      FAIL() << "election " << done << ": " << describe(published) << "\n"
             << describe(election) << "\nanswer " << static_cast<int>(outcome.answer)
             << "\nsome table:" << describe_votes(agreeing.tables.front());
    }
  }
  // A comparison in which every answer was open would prove nothing; a handful may be so by chance.
  if (wanted >= 50) {
    EXPECT_GT(tally.can, wanted / 50);
    EXPECT_GT(tally.cannot, wanted / 50);
  }
  testing::Test::RecordProperty("can", static_cast<int>(tally.can));
  testing::Test::RecordProperty("cannot", static_cast<int>(tally.cannot));
  testing::Test::RecordProperty("open", static_cast<int>(tally.open));
  testing::Test::RecordProperty("open_though_no_table_changes", static_cast<int>(tally.never));
  testing::Test::RecordProperty("open_though_every_table_can", static_cast<int>(tally.always));
}

TEST(AnswersFromFactsHoldForEveryTable, UnderDhondt) { compare_with_twin(Rule::dhondt); }
TEST(AnswersFromFactsHoldForEveryTable, UnderSainteLague) { compare_with_twin(Rule::sainte_lague); }
TEST(AnswersFromFactsHoldForEveryTable, UnderLargestRemainders) {
  compare_with_twin(Rule::hare_largest_remainder);
}
TEST(AnswersFromFactsHoldForEveryTable, UnderQuotasThenHighestAverages) {
  compare_with_twin(Rule::hare_then_highest_averages);
}
TEST(AnswersFromFactsHoldForEveryTable, UnderPlurality) { compare_with_twin(Rule::plurality); }

}  // namespace
}  // namespace scrutineer
