#include "audit/plan.hpp"

#include <cmath>

#include <gtest/gtest.h>

#include "audit/plan_batches.hpp"
#include "audit/plan_designs.hpp"
#include "audit/small_audit_for_tests.hpp"

namespace scrutineer {
namespace {

const TargetForecast& of_target(const AuditAgenda& agenda, const AuditPlan& plan,
                                const std::string& id) {
  for (const TargetForecast& one : plan.targets) {
    if (agenda.targets[one.target].id == id) return one;
  }
  ADD_FAILURE() << id;
  return plan.targets.front();
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

// Three constituencies of one seat each, of which one must hold: where the lead is wide, few cards
// tell; the even one can be left alone.
Election uneven_election() {
  Election election = small_election();
  for (std::uint32_t u = 1; u <= 3; ++u) election.units[u].seats = 1;
  election.contests[0].seats = 3;
  election.questions[0].seats = 1;
  election.returns[0].columns[0] = votes_of(0, {1000, 720, 610});
  election.returns[0].columns[1] = votes_of(1, {200, 480, 590});
  election.returns[0].columns[2] = votes_of(2, {0, 0, 0});
  return election;
}

AuditAgenda uneven_agenda() {
  AuditDesign design = small_design(Evidence::polling);
  const Manifest manifest = {{{"x", "p1", 1200, ""}, {"z", "p2", 1200, ""}, {"w", "p3", 1200, ""}}};
  auto agenda = make_agenda(uneven_election(), design, manifest, nullptr);
  EXPECT_TRUE(agenda) << (agenda ? "" : to_sentence(agenda.error().front()));
  return std::move(*agenda);
}

TEST(Plan, DrawsForAChamberWhereCardsTellMost) {
  const AuditAgenda agenda = uneven_agenda();
  const AuditPlan plan = plan_audit(agenda, {100, 5});
  const TargetForecast& majority = of_target(agenda, plan, "question:majority");
  // To lose the majority, a must lose everywhere, and the first place alone excludes that.
  ASSERT_EQ(majority.streams.size(), 1U);
  EXPECT_EQ(agenda.streams[majority.streams[0].stream].unit, "p1");
  const TargetForecast& every = of_target(agenda, plan, "house");
  EXPECT_LT(majority.size.mean * 10, every.size.mean);
}

TEST(Plan, ABundleGivesUpTheSeatsThatSaveMost) {
  const AuditAgenda agenda = uneven_agenda();
  const AuditPlan plan = plan_audit(agenda, {100, 5});
  const TargetForecast& majority = of_target(agenda, plan, "question:majority");
  ASSERT_TRUE(majority.bundle.has_value());
  // Two of three seats are to spare: what is left is the widest lead alone, at 0.8 of Kelly's bet
  // or the fixed bet that the agenda names.
  const double lambda =
      agenda.assertions[majority.streams[0].hardest].test->parameters.at("lambda");
  const double growth =
      1000 / 1200. * std::log1p(lambda / 2) + 200 / 1200. * std::log1p(-lambda / 2);
  EXPECT_NEAR(*majority.bundle, std::log(20) / growth, 1e-6);
}

TEST(Plan, BatchesAreDrawnByTheirBoundsUntilTheLine) {
  const Cards records = small_records();
  const AuditAgenda agenda = small_agenda(Evidence::pools, records);
  const AuditPlan plan = plan_batches(agenda, {200, 5});
  ASSERT_EQ(plan.targets.size(), 1U);
  const TargetForecast& house = plan.targets.front();
  ASSERT_EQ(house.streams.size(), 3U);
  // Each constituency is one pool: the first draw names it, and all of it is counted.
  for (const StreamForecast& one : house.streams) {
    EXPECT_EQ(one.size.median, static_cast<std::int64_t>(agenda.streams[one.stream].cards.size()));
  }
  EXPECT_EQ(house.size.mean, 720);
  EXPECT_EQ(plan.next_round.cards, 720);
  EXPECT_EQ(plan.next_round.containers, 4);
}

// A wide lead in many batches: as many draws as Kaplan and Markov's formula says, and about as many
// batches, since few are drawn twice.
TEST(Plan, BatchesTakeAsManyDrawsAsTheFormulaSays) {
  Election election = uneven_election();
  election.levels.push_back("station");
  ReturnTable& table = election.returns[0];
  Manifest manifest = {{{"z", "p2", 1200, ""}, {"w", "p3", 1200, ""}}};
  std::vector<Count> a{720, 610}, b{480, 590}, c{0, 0};
  table.unit = {UnitIndex{2}, UnitIndex{3}};
  table.revision = {0, 0};
  table.stated_at = {"", ""};
  for (int station = 0; station < 200; ++station) {
    Unit unit;
    unit.id = "s" + std::to_string(station);
    unit.level = 2;
    unit.parent = UnitIndex{1};
    table.unit.push_back(UnitIndex{static_cast<std::uint32_t>(election.units.size())});
    election.units.push_back(unit);
    table.revision.push_back(0);
    table.stated_at.push_back("");
    a.push_back(60);
    b.push_back(40);
    c.push_back(0);
    manifest.containers.push_back({"c" + std::to_string(station), unit.id, 100, ""});
  }
  table.columns = {votes_of(0, a), votes_of(1, b), votes_of(2, c)};
  AuditDesign design = small_design(Evidence::pools);
  const auto agenda = make_agenda(election, design, manifest, nullptr);
  ASSERT_TRUE(agenda) << to_sentence(agenda.error().front());
  const std::size_t stream = *agenda->find_stream("house", "p1");
  std::vector<std::size_t> here;
  for (std::size_t i = 0; i < agenda->assertions.size(); ++i) {
    if (agenda->assertions[i].stream == stream) here.push_back(i);
  }
  ASSERT_FALSE(here.empty());
  const SizeForecast size = forecast_batches(*agenda, stream, here, {500, 5}).size;
  // The lead over b, the narrowest, is a fifth of the cards: U = 1.2 / 0.2 = 6, and (1 − 1/6)^n <=
  // 0.05 at n = 17.
  double distinct = 0;
  for (int draw = 0; draw < 17; ++draw) distinct += 1 - distinct / 200;
  EXPECT_NEAR(size.mean, 100 * distinct, 20);
  EXPECT_LE(size.high, 1700);
}

TEST(Plan, EveryDesignHasItsRow) {
  const Cards records = small_records();
  AuditDesign design = small_design(Evidence::comparison);
  const auto designs =
      forecast_designs(small_election(), design, small_manifest(), &records, {50, 3});
  ASSERT_EQ(designs.size(), 4U);
  std::vector<std::string> names;
  for (const DesignForecast& one : designs) {
    names.emplace_back(name_of(one.by));
    EXPECT_TRUE(one.reason.empty()) << one.reason;
  }
  EXPECT_EQ(names, (std::vector<std::string>{"comparison", "pools", "batches", "polling"}));
}

}  // namespace
}  // namespace scrutineer
