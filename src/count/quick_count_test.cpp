// Drawing, planning, estimating and comparing, through the model of an election.
#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "base/digest.hpp"
#include "count/example_for_tests.hpp"
#include "count/quick_compare.hpp"
#include "count/quick_coverage_for_tests.hpp"
#include "count/quick_plan.hpp"

namespace scrutineer {
namespace {

// Four districts of 30, 20, 10 and 4 stations; the commission and the observers hold the same
// forms.
Election country() {
  Election election = small_country();
  election.units.resize(1);
  const std::size_t sizes[] = {30, 20, 10, 4};
  for (std::uint32_t d = 0; d < 4; ++d) {
    Unit unit;
    unit.id = "d" + std::to_string(d);
    unit.parent = UnitIndex{0};
    unit.level = 1;
    election.units.push_back(unit);
  }
  Random random(5);
  std::vector<std::uint32_t> stations;
  std::vector<Count> red, blue, green, valid, cast;
  for (std::uint32_t d = 0; d < 4; ++d) {
    for (std::size_t i = 0; i < sizes[d]; ++i) {
      Unit unit;
      unit.id = election.units[1 + d].id + "-" + std::to_string(i);
      unit.parent = UnitIndex{1 + d};
      unit.level = 2;
      unit.registered = 600;
      stations.push_back(static_cast<std::uint32_t>(election.units.size()));
      election.units.push_back(unit);
      red.push_back(random.between(150, 250));
      blue.push_back(random.between(80, 120));
      green.push_back(random.between(0, 9));
      valid.push_back(*red.back() + *blue.back() + *green.back());
      cast.push_back(*valid.back() + random.between(0, 5));
    }
  }
  for (const std::uint32_t source : {0U, 1U}) {
    election.returns.push_back(forms_of(
        election, source, stations,
        {{"cast", cast}, {"valid", valid}, {"red", red}, {"blue", blue}, {"green", green}}));
  }
  return election;
}

QuickSample drawn(const Election& election, std::size_t per_stratum) {
  QuickSample sample{*frame_by_level(election, "district"), {}};
  sample.stations = draw_sample(election, sample.frame,
                                allocate_equal(sample.frame.sizes(), per_stratum), "lot of 1 May");
  return sample;
}

void forget(ReturnTable& table, UnitIndex unit) {
  for (std::size_t row = 0; row < table.unit.size(); ++row) {
    if (table.unit[row] != unit) continue;
    for (Column& column : table.columns) column.cells.set(row, std::nullopt);
  }
}

// The unit's form states one vote fewer of the party.
void take_a_vote(ReturnTable& table, UnitIndex unit, std::uint32_t party) {
  for (Column& column : table.columns) {
    if (column.party != PartyIndex{party}) continue;
    for (std::size_t row = 0; row < table.unit.size(); ++row) {
      if (table.unit[row] == unit) column.cells.set(row, *column.cells[row] - 1);
    }
  }
}

TEST(QuickDraw, IsTheLowestTicketsWhateverTheOrderOfTheUnits) {
  const Election election = country();
  const QuickFrame frame = *frame_by_level(election, "district");
  const auto sample = draw_sample(election, frame, {3, 3, 3, 3}, "seed");
  ASSERT_EQ(sample.size(), 12U);
  const auto ticket = [&](UnitIndex unit) {
    return sha256_hex("seed:" + election.units[unit.value].id);
  };
  for (const DrawnStation& one : sample) {
    EXPECT_EQ(one.ticket, ticket(one.unit));
    std::size_t lower = 0;
    for (const UnitIndex unit : frame.strata[one.stratum].stations) {
      lower += ticket(unit) < one.ticket ? 1U : 0U;
    }
    EXPECT_EQ(lower + 1, one.position);
  }
  QuickFrame reversed = frame;
  for (QuickStratum& s : reversed.strata) std::reverse(s.stations.begin(), s.stations.end());
  EXPECT_EQ(sample_csv(election, frame, sample),
            sample_csv(election, reversed, draw_sample(election, reversed, {3, 3, 3, 3}, "seed")));
}

TEST(QuickDraw, ALargerSampleBeginsWithTheSmallerOne) {
  const Election election = country();
  const QuickFrame frame = *frame_by_level(election, "district");
  const std::vector<double> weights = {30, 20, 10, 4};
  std::vector<std::size_t> before(4, 0);
  for (std::size_t n = 8; n <= 64; ++n) {
    const auto sizes = allocate(frame.sizes(), weights, n);
    ASSERT_TRUE(sizes);
    for (std::size_t h = 0; h < 4; ++h) EXPECT_GE((*sizes)[h], before[h]);
    before = *sizes;
  }
  EXPECT_EQ(before, frame.sizes());
  EXPECT_FALSE(allocate(frame.sizes(), weights, 65));
  EXPECT_FALSE(allocate(frame.sizes(), weights, 7));
}

TEST(QuickPlan, NeymansAllocationHasTheLeastVarianceOfAll) {
  const std::vector<std::size_t> stations = {7, 9, 6};
  const std::vector<double> deviation = {3, 1, 8};
  std::vector<double> weights;
  for (std::size_t h = 0; h < 3; ++h)
    weights.push_back(static_cast<double>(stations[h]) * deviation[h]);
  const auto variance = [&](const std::vector<std::size_t>& n) {
    double sum = 0;
    for (std::size_t h = 0; h < 3; ++h) sum += weights[h] * weights[h] / static_cast<double>(n[h]);
    return sum;
  };
  for (std::size_t size = 6; size <= 22; ++size) {
    double least = 1e9;
    for (std::size_t a = 2; a <= 7; ++a) {
      for (std::size_t b = 2; b <= 9; ++b) {
        if (size < a + b + 2 || size - a - b > 6) continue;
        least = std::min(least, variance({a, b, size - a - b}));
      }
    }
    EXPECT_NEAR(variance(*allocate(stations, weights, size)), least, 1e-9) << size;
  }
}

TEST(QuickPlan, TheExpectedMarginIsThatOfTheSampleThatIsDrawn) {
  const Election election = country();
  const QuickFrame frame = *frame_by_level(election, "district");
  const auto earlier = earlier_count(election, frame, {0}, {0});
  ASSERT_TRUE(earlier);
  EXPECT_EQ(earlier->first, PartyIndex{0});
  EXPECT_EQ(earlier->stations, 64U);
  const std::vector<double> weights = {30, 20, 10, 4};
  const auto sizes = size_for(frame, earlier->lead, weights, 0.03, 1, 0.95);
  ASSERT_TRUE(sizes);
  EXPECT_LE(expected_margin(frame, earlier->lead, *sizes, 1, 0.95), 0.03);
  std::size_t n = 0;
  for (const std::size_t one : *sizes) n += one;
  EXPECT_GT(
      expected_margin(frame, earlier->lead, *allocate(frame.sizes(), weights, n - 1), 1, 0.95),
      0.03);
  // Draws of that size have about that margin.
  double sum = 0;
  for (int i = 0; i < 200; ++i) {
    QuickSample sample{frame, draw_sample(election, frame, *sizes, "s" + std::to_string(i))};
    const auto count = estimate_quick_count(election, sample, {0}, {1}, 0.95);
    sum += (count->estimate.lead.interval->high - count->estimate.lead.interval->low) / 400;
  }
  EXPECT_NEAR(sum, 0.03, 0.006);
  EXPECT_FALSE(size_for(frame, earlier->lead, weights, 0.0001, 0.8, 0.95));
  EXPECT_EQ(expected_margin(frame, earlier->lead, frame.sizes(), 1, 0.95), 0);
}

TEST(QuickSampleFile, IsReadBackAndKnowsItsSeed) {
  const Election election = country();
  const QuickSample sample = drawn(election, 4);
  const std::string csv = sample_csv(election, sample.frame, sample.stations);
  const auto again = read_sample(election, "sample.csv", csv, {});
  ASSERT_TRUE(again);
  EXPECT_EQ(again->stations.size(), 16U);
  EXPECT_EQ(again->frame.strata.size(), 4U);
  EXPECT_TRUE(is_drawn_by(election, *again, "lot of 1 May"));
  EXPECT_FALSE(is_drawn_by(election, *again, "another seed"));
}

TEST(QuickSampleFile, EveryErrorIsReportedInOneRun) {
  const Election election = country();
  const auto bad = read_sample(election, "sample.csv",
                               "unit,stratum\nd0-1,d0\nd0-1,d0\nnowhere,d0\nd1,d1\nd1-1,d0\n", {});
  ASSERT_FALSE(bad);
  std::vector<std::int64_t> rows;
  for (const Error& error : bad.error()) rows.push_back(error.row);
  EXPECT_EQ(rows, (std::vector<std::int64_t>{3, 4, 5, 6}));
  EXPECT_FALSE(read_sample(election, "sample.csv", "unit\nd0-1\n", {}));
  EXPECT_FALSE(read_sample(election, "sample.csv", "unit,stratum\n", {}));
  EXPECT_FALSE(read_sample(election, "sample.csv", "unit,stratum\nd0-1,d0\nd1-1,country\n", {}));
  EXPECT_FALSE(frame_by_level(election, "province"));
}

TEST(QuickFrame, StrataMayComeFromAFile) {
  const Election election = country();
  const auto frame =
      frame_by_file(election, "strata.csv", "unit,stratum\nd0-1,urban\nd0-2,rural\nd1-1,urban\n");
  ASSERT_TRUE(frame);
  EXPECT_EQ(frame->strata.size(), 2U);
  EXPECT_EQ(frame->strata[1].id, "urban");
  EXPECT_FALSE(frame_by_file(election, "strata.csv", "unit,stratum\nd0-1,\nd0-1,urban\n"));
}

TEST(QuickEstimate, AllStationsGiveTheCountItself) {
  const Election election = country();
  const auto count = estimate_quick_count(election, drawn(election, 30), {0}, {1}, 0.95);
  ASSERT_TRUE(count);
  const QuickFigure& lead = count->estimate.lead;
  EXPECT_EQ(lead.interval->low, lead.interval->high);
  EXPECT_EQ(lead.worst->low, lead.worst->high);
  const auto comparison = compare_quick_count(election, *count, drawn(election, 30), {0}, {0});
  EXPECT_NEAR(comparison->in_all->official_lead, lead.value, 1e-12);
  EXPECT_EQ(comparison->in_all->verdict, QuickVerdict::consistent);
  EXPECT_EQ(comparison->per_station.most_differing, 0U);
}

TEST(QuickEstimate, SilentStationsCanMoveTheFiguresByNoMoreThanTheirRegisteredVoters) {
  Election election = country();
  const QuickSample sample = drawn(election, 4);
  const auto whole = estimate_quick_count(election, sample, {0}, {1}, 0.95);
  forget(election.returns[1], sample.stations[0].unit);
  const auto count = estimate_quick_count(election, sample, {0}, {1}, 0.95);
  ASSERT_TRUE(count);
  EXPECT_EQ(count->estimate.reported, 15U);
  EXPECT_EQ(count->estimate.response[0].incomplete, 1U);
  for (std::size_t p = 0; p < 3; ++p) {
    EXPECT_LT(count->estimate.shares[p].worst->low, whole->estimate.shares[p].value);
    EXPECT_GT(count->estimate.shares[p].worst->high, whole->estimate.shares[p].value);
  }
  EXPECT_LT(count->estimate.lead.worst->low, whole->estimate.lead.value);
  EXPECT_GT(count->estimate.lead.worst->high, whole->estimate.lead.value);
  for (Unit& unit : election.units) unit.registered.reset();
  EXPECT_FALSE(estimate_quick_count(election, sample, {0}, {1}, 0.95)->estimate.lead.worst);
}

TEST(QuickEstimate, APartyWithoutAVoteInTheSampleHasNoInterval) {
  Election election = country();
  Counts& votes = election.returns[1].columns[4].cells;
  for (std::size_t row = 0; row < votes.size(); ++row) votes.set(row, 0);
  const auto count = estimate_quick_count(election, drawn(election, 4), {0}, {1}, 0.95);
  EXPECT_EQ(count->estimate.parties[2], PartyIndex{2});
  EXPECT_FALSE(count->estimate.shares[2].interval);
}

TEST(QuickEstimate, TurnoutIsGivenWithTheSamplesRegisterAndWithTheWholeOne) {
  const Election election = country();
  const auto count = estimate_quick_count(election, drawn(election, 4), {0}, {1}, 0.95);
  ASSERT_TRUE(count->estimate.turnout && count->estimate.turnout_of_frame);
  EXPECT_NEAR(count->estimate.turnout->value, count->estimate.turnout_of_frame->value, 1e-12);
}

TEST(QuickCompare, TheSameFormsAreConsistent) {
  const Election election = country();
  const QuickSample sample = drawn(election, 5);
  const auto count = estimate_quick_count(election, sample, {0}, {1}, 0.95);
  const auto comparison = compare_quick_count(election, *count, sample, {0}, {0});
  ASSERT_TRUE(comparison);
  EXPECT_EQ(comparison->in_all->verdict, QuickVerdict::consistent);
  EXPECT_EQ(comparison->per_station.compared, 19U);
  EXPECT_GT(*comparison->per_station.most_differing, 0U);
  EXPECT_EQ(comparison->per_station.verdict, QuickVerdict::consistent);
}

TEST(QuickCompare, VotesMovedInEveryStationAreNotConsistent) {
  Election election = country();
  const QuickSample sample = drawn(election, 5);
  ReturnTable& official = election.returns[0];
  for (std::size_t row = 0; row < official.unit.size(); ++row) {
    Counts& from = official.columns[2].cells;
    Counts& to = official.columns[3].cells;
    from.set(row, *from[row] - 60);
    to.set(row, *to[row] + 60);
  }
  const auto count = estimate_quick_count(election, sample, {0}, {1}, 0.95);
  const auto comparison = compare_quick_count(election, *count, sample, {0}, {0});
  EXPECT_EQ(comparison->in_all->verdict, QuickVerdict::not_consistent);
  EXPECT_LT(comparison->in_all->p_value, 0.001);
  EXPECT_EQ(comparison->per_station.verdict, QuickVerdict::not_consistent);
  EXPECT_EQ(comparison->per_station.net[0].votes, -60 * 64);
  EXPECT_EQ(comparison->per_station.lead->votes, -120 * 64);
}

TEST(QuickCompare, OneDifferingStationIsShownAndGivesNoDirection) {
  Election election = country();
  const QuickSample sample = drawn(election, 5);
  take_a_vote(election.returns[0], sample.stations[0].unit, 0);
  const auto count = estimate_quick_count(election, sample, {0}, {1}, 0.95);
  const auto comparison = compare_quick_count(election, *count, sample, {0}, {0});
  ASSERT_EQ(comparison->per_station.differing.size(), 1U);
  EXPECT_EQ(comparison->per_station.differing[0].by_party, (std::vector<Votes>{-1, 0, 0}));
  EXPECT_EQ(comparison->per_station.verdict, QuickVerdict::cannot_tell);
  EXPECT_EQ(comparison->per_station.reason, QuickReason::no_direction);
}

TEST(QuickCompare, AnOfficialCountWithoutAllStationsCannotBeToldApart) {
  Election election = country();
  const QuickSample sample = drawn(election, 5);
  forget(election.returns[0], sample.stations[0].unit);
  const auto count = estimate_quick_count(election, sample, {0}, {1}, 0.95);
  const auto comparison = compare_quick_count(election, *count, sample, {0}, {0});
  EXPECT_EQ(comparison->in_all->verdict, QuickVerdict::cannot_tell);
  EXPECT_EQ(comparison->in_all->reason, QuickReason::official_incomplete);
  EXPECT_EQ(comparison->per_station.not_published, 1U);
}

TEST(QuickCompare, TheBoundOnDifferingStationsIsTheHypergeometricOne) {
  // Directly: C(N − D, n) / C(N, n) >= 5 per cent, one stratum.
  const auto chance = [](std::size_t all, std::size_t n, std::size_t differing) {
    double p = 1;
    for (std::size_t i = 0; i < n; ++i) {
      p *= static_cast<double>(all - differing - i) / static_cast<double>(all - i);
    }
    return p;
  };
  for (const auto& [all, n] : {std::pair{1000U, 60U}, {1000U, 300U}, {50U, 49U}, {19009U, 144U}}) {
    const std::size_t bound = most_differing({all}, {n}, 0.95);
    EXPECT_GE(chance(all, n, bound), 0.05);
    if (bound + n < all) {
      EXPECT_LT(chance(all, n, bound + 1), 0.05);
    }
  }
  // Over two strata: no way to spread more of them is as likely as 5 per cent to go unseen.
  std::size_t most = 0;
  for (std::size_t a = 0; a <= 25; ++a) {
    for (std::size_t b = 0; b <= 14; ++b) {
      if (chance(30, 5, a) * chance(20, 6, b) >= 0.05) most = std::max(most, a + b);
    }
  }
  EXPECT_EQ(most_differing({30, 20}, {5, 6}, 0.95), most);
  EXPECT_EQ(most_differing({30, 20}, {30, 0}, 0.95), 20U);
}

}  // namespace
}  // namespace scrutineer
