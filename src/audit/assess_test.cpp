// A small chamber of three constituencies, audited in memory: against sums done by hand, and every
// way to cut a sample into rounds against one round.
#include "audit/assess.hpp"

#include <cmath>

#include <gtest/gtest.h>

#include "audit/plan.hpp"
#include "base/random.hpp"

namespace scrutineer {
namespace {

Column votes_of(std::uint32_t party, std::vector<Count> cells) {
  Column column;
  column.party = PartyIndex{party};
  column.cells = Counts(cells);
  return column;
}

// Votes by constituency: 3, 4 and 5 seats, of a, b and c.
constexpr Votes kVotes[3][3] = {{90, 60, 30}, {150, 50, 40}, {120, 100, 80}};

Election small_election() {
  Election election;
  election.id = "small";
  election.languages = {"en"};
  election.levels = {"country", "province"};
  Contest contest;
  contest.id = "house";
  contest.seats = 12;
  contest.constituencies = "province";
  election.contests.push_back(contest);
  for (const char* id : {"a", "b", "c"}) {
    Party party;
    party.id = id;
    election.parties.push_back(party);
  }
  Source source;
  source.id = "nec";
  source.role = Role::commission;
  election.sources.push_back(source);
  const char* ids[] = {"top", "p1", "p2", "p3"};
  for (std::uint32_t u = 0; u < 4; ++u) {
    Unit unit;
    unit.id = ids[u];
    unit.level = u == 0 ? 0 : 1;
    if (u > 0) unit.parent = UnitIndex{0};
    if (u > 0) unit.seats = u + 2;
    election.units.push_back(unit);
  }
  ReturnTable table;
  table.unit = {UnitIndex{1}, UnitIndex{2}, UnitIndex{3}};
  table.revision = {0, 0, 0};
  for (std::uint32_t p = 0; p < 3; ++p) {
    table.columns.push_back(votes_of(p, {kVotes[0][p], kVotes[1][p], kVotes[2][p]}));
  }
  for (int row = 0; row < 3; ++row) table.stated_at.push_back("");
  election.returns.push_back(table);
  Question majority;
  majority.id = "majority";
  majority.kind = QuestionKind::seats_at_least;
  majority.who = "a";
  majority.parties = {PartyIndex{0}};
  majority.seats = 5;
  election.questions.push_back(majority);
  return election;
}

Manifest small_manifest() {
  return {{{"x", "p1", 100, ""}, {"y", "p1", 80, ""}, {"z", "p2", 240, ""}, {"w", "p3", 300, ""}}};
}

// Records that are as the returns have them.
Cards small_records() {
  Cards cards;
  cards.add_contest({"house", {"a", "b", "c"}});
  const char* containers[3][2] = {{"x", "y"}, {"z", ""}, {"w", ""}};
  for (int j = 0; j < 3; ++j) {
    int number = 0;
    for (std::uint32_t p = 0; p < 3; ++p) {
      for (Votes i = 0; i < kVotes[j][p]; ++i, ++number) {
        const bool second = j == 0 && number >= 100;
        cards.add_card("p" + std::to_string(j + 1) + "-" + std::to_string(number),
                       {containers[j][second ? 1 : 0], (second ? number - 100 : number) + 1});
        const Mark mark{p, 1};
        cards.add_votes(0, std::span(&mark, 1));
      }
    }
  }
  return cards;
}

AuditDesign small_design(Evidence evidence) {
  AuditDesign design;
  design.evidence = evidence;
  design.targets = {{"house", ""}, {"", "majority"}};
  return design;
}

// What people read: what the records say, but for every `misread`-th card, which is for c.
Cards read_cards(const AuditAgenda& agenda, const std::vector<std::size_t>& drawn,
                 const Cards& records, std::size_t misread) {
  Cards cards;
  cards.add_contest({"house", {"a", "b", "c"}});
  for (const std::size_t card : drawn) {
    if (agenda.cards.is_phantom(card)) continue;
    const std::size_t record = *agenda.cards.record(card);
    cards.add_card(agenda.cards.id(card), records.place(record));
    const Mark mark{misread > 0 && card % misread == 0 ? 2 : records.marks(record, 0)[0].candidate,
                    1};
    cards.add_votes(0, std::span(&mark, 1));
  }
  return cards;
}

Assessment assessed(const AuditAgenda& agenda, const std::vector<StreamSizes>& sizes,
                    const Cards& records, std::size_t misread = 0) {
  const AuditOrder order = order_of(agenda, "seed");
  const auto rounds = cards_of_rounds(agenda, order, sizes);
  std::vector<Cards> read;
  for (const auto& drawn : rounds) read.push_back(read_cards(agenda, drawn, records, misread));
  std::vector<ReadRound> read_rounds;
  for (const Cards& one : read) read_rounds.push_back(read_round(agenda, one));
  return assess(agenda, order, rounds, read_rounds,
                agenda.design.evidence == Evidence::comparison ? &records : nullptr);
}

AuditAgenda small_agenda(Evidence evidence, const Cards& records,
                         std::vector<CardsBound> bounds = {}) {
  AuditDesign design = small_design(evidence);
  design.bounds = std::move(bounds);
  auto agenda = make_agenda(small_election(), design, small_manifest(), &records);
  EXPECT_TRUE(agenda) << (agenda ? "" : to_sentence(agenda.error().front()));
  return std::move(*agenda);
}

TEST(Agenda, HasAStreamForEachConstituencyAndMarginsOfTheReturns) {
  const Cards records = small_records();
  const AuditAgenda agenda = small_agenda(Evidence::comparison, records);
  ASSERT_EQ(agenda.streams.size(), 3U);
  EXPECT_EQ(agenda.streams[0].cards.size(), 180U);
  EXPECT_EQ(agenda.streams[0].unit, "p1");
  // p1, D'Hondt, 3 seats: a 90, b 60, a 45; b's first lost seat is 30, and so is c's.
  const AuditAssertion& first = agenda.assertions.front();
  EXPECT_EQ(first.id, "house/p1/1");
  EXPECT_EQ(first.assertion.winner_seat, 2);
  // The records are as the returns, so that their mean shows the returns' margin.
  for (const AuditAssertion& one : agenda.assertions) {
    ASSERT_TRUE(one.record_mean) << one.id;
    const Fraction& mean = *one.record_mean;
    const Fraction& margin = one.assertion.margin;
    EXPECT_EQ((2 * mean.numerator - mean.denominator) * margin.denominator,
              margin.numerator * mean.denominator)
        << one.id;
  }
}

TEST(Agenda, PoolsHaveTheMeanThatTheirCardsHave) {
  const Cards records = small_records();
  const AuditAgenda pools = small_agenda(Evidence::pools, records);
  const AuditAgenda cards = small_agenda(Evidence::comparison, records);
  ASSERT_EQ(pools.contests[0].pools.size(), 3U);
  ASSERT_EQ(pools.assertions.size(), cards.assertions.size());
  for (std::size_t a = 0; a < pools.assertions.size(); ++a) {
    const Fraction& x = *pools.assertions[a].record_mean;
    const Fraction& y = *cards.assertions[a].record_mean;
    EXPECT_EQ(x.numerator * y.denominator, y.numerator * x.denominator);
  }
}

TEST(Agenda, RefusesMoreCardsThanTheBoundAndAMajorityThatIsNotReported) {
  AuditDesign design = small_design(Evidence::polling);
  design.bounds = {{"house", "p2", 239}};
  EXPECT_FALSE(make_agenda(small_election(), design, small_manifest(), nullptr));
  Election election = small_election();
  election.questions[0].seats = 12;
  EXPECT_FALSE(make_agenda(election, small_design(Evidence::polling), small_manifest(), nullptr));
}

TEST(Agenda, RecordsThatDoNotShowTheReportedResultAreRefused) {
  Cards records;
  records.add_contest({"house", {"a", "b", "c"}});
  EXPECT_FALSE(make_agenda(small_election(), small_design(Evidence::comparison), small_manifest(),
                           &records));
}

TEST(Assess, TheFirstCardsAreWorthWhatAHandWorksOut) {
  const Cards records = small_records();
  const AuditAgenda agenda = small_agenda(Evidence::comparison, records);
  const Assessment result = assessed(agenda, {{2, 0, 0}}, records);
  const AuditAssertion& one = agenda.assertions.front();
  const double u = to_double(upper_bound(one.assertion.assorter));
  const double v = 2 * to_double(*one.record_mean) - 1;
  const double clean = 1 / (2 - v / u);
  const double bet = one.test->parameters.at("lambda");
  const double second = (90 - clean) / 179;
  const double expected = std::log1p(bet * (clean - 0.5)) + std::log1p(bet * (clean - second));
  EXPECT_NEAR(result.assertions.front().log_e, expected, 1e-12);
  EXPECT_LE(result.assertions.front().log_e, expected);
  EXPECT_EQ(result.assertions.front().sample_size, 2U);
}

TEST(Assess, RoundsMayBeCutAnywhere) {
  const Cards records = small_records();
  Random random(7);
  for (const Evidence evidence : {Evidence::comparison, Evidence::polling, Evidence::pools}) {
    const AuditAgenda agenda = small_agenda(evidence, records, {{"house", "p1", 185}});
    for (int run = 0; run < 5; ++run) {
      StreamSizes last = {120, 160, 200};
      StreamSizes first;
      for (const std::size_t size : last) first.push_back(random.below(size + 1));
      const Assessment apart = assessed(agenda, {first, last}, records, 37);
      const Assessment together = assessed(agenda, {last}, records, 37);
      for (std::size_t a = 0; a < agenda.assertions.size(); ++a) {
        EXPECT_EQ(apart.assertions[a].log_e, together.assertions[a].log_e);
        EXPECT_EQ(apart.assertions[a].p_value, together.assertions[a].p_value);
      }
      // Of a chamber, E itself is looked at more often; what it is now is the same.
      EXPECT_EQ(apart.targets[1].log_e, together.targets[1].log_e);
      EXPECT_LE(apart.targets[1].p_value, together.targets[1].p_value);
    }
  }
}

TEST(Assess, ASampleOfOneStreamSaysNothingOfAnother) {
  const Cards records = small_records();
  const AuditAgenda agenda = small_agenda(Evidence::comparison, records);
  const Assessment result = assessed(agenda, {{180, 0, 0}}, records);
  EXPECT_EQ(result.prefix, (StreamSizes{180, 0, 0}));
  EXPECT_EQ(result.targets[0].decision, Decision::more_cards);
  EXPECT_EQ(result.targets[0].p_value, 1);
}

TEST(Assess, AllCardsReadAndRightConfirmEverything) {
  const Cards records = small_records();
  for (const Evidence evidence : {Evidence::comparison, Evidence::polling, Evidence::pools}) {
    const AuditAgenda agenda = small_agenda(evidence, records);
    const Assessment result = assessed(agenda, {{180, 240, 300}}, records);
    EXPECT_EQ(result.decision, Decision::confirmed);
  }
}

TEST(Assess, AllCardsReadAndWrongEndInAFullCount) {
  const Cards records = small_records();
  const AuditAgenda agenda = small_agenda(Evidence::comparison, records);
  const Assessment result = assessed(agenda, {{180, 240, 300}}, records, 1);  // all are for c
  EXPECT_EQ(result.decision, Decision::full_count);
  EXPECT_EQ(result.targets[0].reason, "all-cards-read");
  EXPECT_EQ(result.targets[0].p_value, 1);
}

TEST(Assess, PhantomsCountAgainstTheClaim) {
  const Cards records = small_records();
  const AuditAgenda without = small_agenda(Evidence::polling, records);
  const AuditAgenda with = small_agenda(Evidence::polling, records, {{"house", "p1", 200}});
  EXPECT_EQ(with.streams[0].phantoms, 20U);
  const double a = assessed(without, {{180, 0, 0}}, records).assertions.front().log_e;
  const double b = assessed(with, {{180, 0, 0}}, records).assertions.front().log_e;
  EXPECT_LT(b, a);
}

TEST(Assess, EveryMisreadCardIsListedOnce) {
  const Cards records = small_records();
  const AuditAgenda agenda = small_agenda(Evidence::comparison, records);
  const Assessment result = assessed(agenda, {{180, 240, 300}}, records, 50);
  std::size_t expected = 0;
  for (std::size_t card = 0; card < agenda.cards.size(); card += 50) {
    if (records.marks(*agenda.cards.record(card), 0)[0].candidate != 2) ++expected;
  }
  EXPECT_GT(expected, 3U);
  EXPECT_EQ(result.discrepancies.size(), expected);
}

TEST(Assess, InterpretationsMustBeOfTheRound) {
  const Cards records = small_records();
  const AuditAgenda agenda = small_agenda(Evidence::comparison, records, {{"house", "p1", 181}});
  const std::vector<std::size_t> drawn = {0, 1, 720};
  ASSERT_TRUE(agenda.cards.is_phantom(720));
  EXPECT_TRUE(
      check_interpretations(agenda, drawn, read_cards(agenda, {0, 1}, records, 0), "f").empty());
  EXPECT_EQ(check_interpretations(agenda, drawn, read_cards(agenda, {0}, records, 0), "f").size(),
            1U);
  EXPECT_EQ(check_interpretations(agenda, drawn, read_cards(agenda, {0, 1, 2, 3}, records, 0), "f")
                .size(),
            2U);
}

TEST(Plan, ItsSizesAreEnoughForMostSamples) {
  const Cards records = small_records();
  const AuditAgenda agenda = small_agenda(Evidence::comparison, records);
  const AuditPlan plan = plan_audit(agenda, {50, 3});
  ASSERT_EQ(plan.targets.size(), 2U);
  EXPECT_LE(plan.targets[1].size.mean, plan.targets[0].size.mean);
  EXPECT_GT(plan.next_round.cards, 0);
  const Assessment result = assessed(agenda, {plan.next_round.sizes}, records);
  EXPECT_EQ(result.decision, Decision::confirmed);
  // Nothing is asked of a random source but from the seed.
  EXPECT_EQ(plan_audit(agenda, {50, 3}).next_round.sizes, plan.next_round.sizes);
}

}  // namespace
}  // namespace scrutineer
