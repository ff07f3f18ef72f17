// Double entry, rule by rule.
#include "count/entry.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "count/example_for_tests.hpp"

namespace scrutineer {
namespace {

namespace act = entry_act;

struct Step {
  EntryAct act;
  EntryClaim by;
};

EntryClaim by(const std::string& person, const std::string& why = "as the paper has it") {
  return {person, "2013-07-29T08:00+07:00", why};
}

const Typed kGood = {{10, 6, 4}};
const Typed kOther = {{10, 7, 3}};

// The form of these tests: valid, red, blue; its only rule is that the last two add up.
DoubleEntry form() {
  return DoubleEntry({"valid", "red", "blue"}, [](const Typed& values) -> std::vector<std::string> {
    if (!values[0] || !values[1] || !values[2] || *values[0] == *values[1] + *values[2]) return {};
    return {"sum"};
  });
}

bool shows(const DoubleEntry& entry, const std::string& person, Votes value) {
  const auto screen = entry.screen(person);
  return std::find(screen.values.begin(), screen.values.end(), Count(value)) != screen.values.end();
}

DoubleEntry walked(const std::vector<Step>& steps) {
  DoubleEntry entry = form();
  for (const Step& step : steps) {
    const auto done = entry.apply(step.act, step.by);
    EXPECT_TRUE(done) << to_sentence(done.error().front());
  }
  return entry;
}

TEST(DoubleEntry, TheSecondPersonLearnsWhichFieldDiffersAndNeverTheOtherValue) {
  DoubleEntry entry = walked({{act::BeginFirst{}, by("ann")},
                              {act::Finish{{30, 17, 13}}, by("ann")},
                              {act::BeginSecond{}, by("ben")}});
  EXPECT_FALSE(shows(entry, "ben", 17));
  ASSERT_TRUE(entry.apply(act::Finish{{30, 18, 12}}, by("ben")));
  EXPECT_EQ(entry.screen("ben").differs, (std::vector<std::size_t>{1, 2}));
  EXPECT_FALSE(shows(entry, "ben", 17));
  EXPECT_TRUE(entry.screen("ann").differs.empty());
  EXPECT_FALSE(shows(entry, "ann", 18));
}

TEST(DoubleEntry, InARoundOfRetypingNobodySeesThatOrHowTheEntriesDiffer) {
  DoubleEntry entry = walked({{act::BeginFirst{}, by("ann")},
                              {act::Finish{{30, 17, 13}}, by("ann")},
                              {act::BeginSecond{}, by("ben")},
                              {act::Finish{{30, 18, 12}}, by("ben")},
                              {act::Confirm{}, by("ben")},
                              {act::Resolve{{Choice::neither, Choice::first}}, by("eve")}});
  for (const char* person : {"ann", "ben"}) {
    const auto screen = entry.screen(person);
    EXPECT_TRUE(screen.differs.empty());
    EXPECT_EQ(screen.to_type, std::vector<std::size_t>{1});
    EXPECT_FALSE(shows(entry, person, 17) || shows(entry, person, 18));
  }
  ASSERT_TRUE(entry.apply(act::Retype{{17}}, by("ben")));
  ASSERT_TRUE(entry.apply(act::Retype{{17}}, by("ann")));
  ASSERT_TRUE(entry.definitive());
  EXPECT_EQ(entry.definitive()->first.values, (Typed{30, 17, 13}));
}

TEST(DoubleEntry, TheSamePersonNeverTypesBothEntriesNorReviewsAnOwnOne) {
  DoubleEntry entry = walked({{act::BeginFirst{}, by("ann")}, {act::Finish{{9, 6, 4}}, by("ann")}});
  EXPECT_FALSE(entry.apply(act::AcceptErrors{}, by("ann")));
  EXPECT_FALSE(entry.apply(act::AcceptErrors{}, by("eve", "")));
  ASSERT_TRUE(entry.apply(act::AcceptErrors{}, by("eve", "the paper says 9")));
  EXPECT_FALSE(entry.apply(act::BeginSecond{}, by("ann")));
  ASSERT_TRUE(entry.apply(act::BeginSecond{}, by("ben")));
  ASSERT_TRUE(entry.apply(act::Finish{{9, 6, 4}}, by("ben")));
  EXPECT_EQ(entry.definitive()->accepted->reviewer, "eve");
  EXPECT_EQ(entry.definitive()->accepted->codes, std::vector<std::string>{"sum"});
}

TEST(DoubleEntry, AnAcceptedErrorIsAcceptedForItsFiguresOnly) {
  DoubleEntry entry = walked({{act::BeginFirst{}, by("ann")},
                              {act::Finish{{9, 6, 4}}, by("ann")},
                              {act::AcceptErrors{}, by("eve")},
                              {act::BeginSecond{}, by("ben")},
                              {act::Finish{{9, 6, 5}}, by("ben")},
                              {act::Confirm{}, by("ben")},
                              {act::Resolve{{Choice::second}}, by("eve")}});
  EXPECT_EQ(name_of(entry.state()), "agreed with errors");
  EXPECT_FALSE(entry.definitive());
}

TEST(DoubleEntry, ZeroAndNotStatedAreDifferent) {
  const DoubleEntry entry = walked({{act::BeginFirst{}, by("ann")},
                                    {act::Finish{{30, 30, 0}}, by("ann")},
                                    {act::BeginSecond{}, by("ben")},
                                    {act::Finish{{30, 30, std::nullopt}}, by("ben")}});
  EXPECT_EQ(entry.screen("ben").differs, std::vector<std::size_t>{2});
}

TEST(DoubleEntry, ARecountNamesWhatItCorrectsAndThatFormCountsUntilTheNewOneAgrees) {
  DoubleEntry entry = walked({{act::BeginFirst{}, by("ann")},
                              {act::Finish{kGood}, by("ann")},
                              {act::BeginSecond{}, by("ben")},
                              {act::Finish{kGood}, by("ben")},
                              {act::Recount{}, by("eve", "the court ordered a recount")},
                              {act::BeginFirst{}, by("ben")},
                              {act::Finish{kOther}, by("ben")}});
  EXPECT_EQ(entry.revision(), 1U);
  EXPECT_EQ(entry.definitive()->first.values, kGood);
  ASSERT_TRUE(entry.apply(act::BeginSecond{}, by("ann")));
  ASSERT_TRUE(entry.apply(act::Finish{kOther}, by("ann")));
  EXPECT_EQ(entry.definitive()->first.values, kOther);
  EXPECT_EQ(entry.history().size(), 9U);
  EXPECT_EQ(entry.history()[3].revision, 0U);
}

TEST(DoubleEntry, AStepNamesItsPersonAndItsTime) {
  DoubleEntry entry = form();
  EXPECT_FALSE(entry.apply(act::BeginFirst{}, {"", "2013-07-29", ""}));
  EXPECT_FALSE(entry.apply(act::BeginFirst{}, {"ann", "yesterday", ""}));
  ASSERT_TRUE(entry.apply(act::BeginFirst{}, {"ann", "2013-07-29", ""}));
  const auto refused = entry.apply(act::Finish{{-1, 2, kMaximumCount + 1}}, by("ann"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().size(), 2U);
  EXPECT_EQ(entry.history().size(), 1U);
}

TEST(DoubleEntry, TheRulesOfTheCountSayWhatIsWrongWithThePaper) {
  Election election = small_country();
  election.units[3].registered = 300;
  const auto rules = rules_of(election);
  ASSERT_TRUE(rules);
  const auto check = paper_check(
      election, *rules,
      forms_of(election, 0, {3}, {{"cast", {{}}}, {"valid", {{}}}, {"red", {{}}}, {"blue", {{}}}}));
  EXPECT_EQ(check({290, 280, 200, 80}), std::vector<std::string>{});
  EXPECT_EQ(check({290, 280, 200, 81}), std::vector<std::string>{"parties-equal-valid"});
  EXPECT_EQ(check({310, 0, 200, 81}),
            (std::vector<std::string>{"valid-not-zero", "cast-within-registered"}));
  EXPECT_EQ(check({290, 280, std::nullopt, 80}), std::vector<std::string>{});
}

}  // namespace
}  // namespace scrutineer
