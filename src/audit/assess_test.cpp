// A small chamber of three constituencies, audited in memory: against sums done by hand, and every
// way to cut a sample into rounds against one round.
#include "audit/assess.hpp"

#include <cmath>

#include <gtest/gtest.h>

#include "audit/small_audit_for_tests.hpp"
#include "base/random.hpp"

namespace scrutineer {
namespace {

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

}  // namespace
}  // namespace scrutineer
