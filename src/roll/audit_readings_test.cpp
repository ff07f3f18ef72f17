#include "roll/audit_readings.hpp"

#include <gtest/gtest.h>

namespace scrutineer::roll {
namespace {

StatedShare ndi(ShareOf asked, std::int64_t thousandths, Direction direction) {
  StatedShare stated;
  stated.audit = "NDI";
  stated.asked = asked;
  stated.share = Rational::of(thousandths, 1000);
  stated.margin = Rational::of(25, 1000);
  stated.people = 4900;
  stated.clusters = 414;
  stated.direction = direction;
  return stated;
}

Findings cambodia() {
  Findings findings;
  findings.audits = {ndi(ShareOf::names_on_the_roll, 104, Direction::list_to_people),
                     ndi(ShareOf::eligible_people, 830, Direction::people_to_list)};
  return findings;
}

Election country(const Count& registered) {
  Election election;
  Unit top;
  top.id = "kh";
  top.registered = registered;
  election.units = {top};
  return election;
}

TEST(AuditReadings, a_share_of_names_is_multiplied_by_the_roll_and_no_other) {
  const AuditReadings readings = read_audits(country(9'675'453), cambodia());
  ASSERT_EQ(readings.figures.size(), 2U);
  ASSERT_TRUE(readings.figures[0].names);
  EXPECT_EQ(readings.figures[0].names->value, 1'006'247);
  EXPECT_NEAR(static_cast<double>(*readings.figures[0].names->low), 858'600, 100);
  EXPECT_NEAR(static_cast<double>(*readings.figures[0].names->high), 1'153'900, 100);
  EXPECT_NEAR(*readings.figures[0].margin_here, 0.0153, 0.0001);
  EXPECT_FALSE(readings.figures[1].names);
}

TEST(AuditReadings, ndi_design_implies_an_effect_near_3_2_one_way_and_near_1_6_half_each_way) {
  const AuditReadings readings = read_audits(country({}), cambodia());
  ASSERT_EQ(readings.designs.size(), 1U);
  EXPECT_NEAR(readings.designs[0].one_way.effect, 3.19, 0.005);
  EXPECT_NEAR(*readings.designs[0].one_way.take, 11.8, 0.05);
  EXPECT_NEAR(*readings.designs[0].one_way.correlation, 0.20, 0.005);
  ASSERT_TRUE(readings.designs[0].half_each);
  EXPECT_NEAR(readings.designs[0].half_each->effect, 1.59, 0.005);
  EXPECT_NEAR(*readings.designs[0].half_each->take, 5.9, 0.05);
}

TEST(AuditReadings, an_audit_of_one_direction_is_not_halved) {
  Findings findings = cambodia();
  findings.audits[1].audit = "another";
  const AuditReadings readings = read_audits(country({}), findings);
  ASSERT_EQ(readings.designs.size(), 2U);
  EXPECT_FALSE(readings.designs[0].half_each);
}

TEST(AuditReadings, an_interval_of_its_own_is_kept_and_rounded_outward) {
  Findings findings = cambodia();
  findings.audits[0].low = Rational::of(1, 3);
  findings.audits[0].share = Rational::of(1, 2);
  findings.audits[0].high = Rational::of(2, 3);
  const AuditReadings readings = read_audits(country(100), findings);
  EXPECT_EQ(readings.figures[0].names->low, 33);
  EXPECT_EQ(readings.figures[0].names->value, 50);
  EXPECT_EQ(readings.figures[0].names->high, 67);
}

TEST(AuditReadings, without_a_margin_nothing_is_said_of_the_ends) {
  Findings findings = cambodia();
  findings.audits[0].margin.reset();
  const AuditReadings readings = read_audits(country(1000), findings);
  EXPECT_EQ(readings.figures[0].names->value, 104);
  EXPECT_EQ(readings.figures[0].names->low, std::nullopt);
  EXPECT_EQ(readings.figures[0].margin_here, std::nullopt);
}

TEST(AuditReadings, the_names_of_the_roll_come_from_the_units_then_the_flow_then_a_snapshot) {
  Findings findings;
  EXPECT_FALSE(names_on_the_roll(country({}), findings));
  findings.snapshots = {{"a", "", 7, ""}, {"b", "", 8, ""}};
  EXPECT_EQ(names_on_the_roll(country({}), findings)->names, 8);
  EXPECT_EQ(names_on_the_roll(country({}), findings)->snapshot, "b");
  findings.flow.new_entries = 9;
  EXPECT_EQ(names_on_the_roll(country({}), findings)->names, 9);
  EXPECT_EQ(names_on_the_roll(country(10), findings)->names, 10);
  // A second country that states none: the sum is not known.
  Election two = country(10);
  two.units.push_back(country({}).units[0]);
  EXPECT_EQ(names_on_the_roll(two, findings)->names, 9);
}

}  // namespace
}  // namespace scrutineer::roll
