#include "roll/clerical_sample.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "roll/removals.hpp"

namespace scrutineer::roll {
namespace {

std::vector<double> doubtful(std::size_t records) {
  std::vector<double> probabilities;
  for (std::size_t i = 0; i < records; ++i) {
    probabilities.push_back(i % 5 == 0 ? static_cast<double>(i % 97) / 97 : 0.0001);
  }
  return probabilities;
}

// An answer for every record that was drawn, by a rule.
template <typename Rule>
std::vector<ClericalAnswer> answers_of(const ClericalSample& sample, Rule rule) {
  std::vector<ClericalAnswer> answers;
  for (std::size_t h = 0; h < sample.drawn.size(); ++h) {
    for (const std::size_t record : sample.drawn[h]) {
      answers.push_back(rule(record));
      answers.back().stratum = h;
    }
  }
  return answers;
}

TEST(ClericalSample, is_the_same_for_the_same_seed_and_no_larger_than_its_records) {
  const auto sample = draw_clerical_sample(doubtful(5'000), 300, 7);
  const auto again = draw_clerical_sample(doubtful(5'000), 300, 7);
  const auto other = draw_clerical_sample(doubtful(5'000), 300, 8);
  ASSERT_TRUE(sample && again && other);
  EXPECT_EQ(sample->drawn, again->drawn);
  EXPECT_NE(sample->drawn, other->drawn);
  std::size_t drawn = 0;
  for (const auto& stratum : sample->drawn) drawn += stratum.size();
  EXPECT_EQ(drawn, 300U);
  const auto all = draw_clerical_sample(doubtful(50), 300, 7);
  ASSERT_TRUE(all);
  EXPECT_EQ(all->sizes, all->strata.records);
  const auto none = draw_clerical_sample({}, 300, 7);
  ASSERT_TRUE(none);
  EXPECT_TRUE(none->sizes.empty());
  EXPECT_FALSE(draw_clerical_sample(doubtful(5'000), 3, 7));
}

TEST(ClericalSample, a_person_is_gone_only_where_both_questions_are_answered_with_no) {
  EXPECT_EQ(is_on_new_roll({0, Answer::no, Answer::no, 1}), Answer::no);
  EXPECT_EQ(is_on_new_roll({0, Answer::unsure, Answer::no, 1}), Answer::unsure);
  EXPECT_EQ(is_on_new_roll({0, Answer::no, Answer::unsure, 1}), Answer::unsure);
  EXPECT_EQ(is_on_new_roll({0, Answer::yes, Answer::unsure, 1}), Answer::yes);
  EXPECT_EQ(is_on_new_roll({0, Answer::no, Answer::yes, 1}), Answer::yes);
}

TEST(ClericalSample, unsure_answers_lie_between_both_ways_of_counting_them) {
  const auto links = draw_clerical_sample(doubtful(5'000), 300, 1);
  const auto removals = draw_clerical_sample(doubtful(400), 200, 2);
  ASSERT_TRUE(links && removals);
  const auto rule = [](std::size_t record) -> ClericalAnswer {
    const Answer answer = record % 7 == 0   ? Answer::unsure
                          : record % 3 == 0 ? Answer::yes
                                            : Answer::no;
    return {0, answer, Answer::no, record % 11 == 0 ? 2 : 1};
  };
  const auto of_links = judge(*links, answers_of(*links, rule));
  const auto of_removals = judge(*removals, answers_of(*removals, rule));
  ASSERT_TRUE(of_links && of_removals);
  EXPECT_GT(of_links->unsure, 0);
  for (std::size_t h = 0; h < of_links->middle.size(); ++h) {
    EXPECT_DOUBLE_EQ(2 * of_links->middle[h].events,
                     of_links->least[h].events + of_links->greatest[h].events);
  }
  const LinkCounts counts{5'400, 5'000};
  const auto both = removals_with_unsure(counts, *of_removals, *of_links, 0.95);
  const auto least = estimate_removals(counts, of_removals->least, of_links->least, 0.95);
  const auto greatest = estimate_removals(counts, of_removals->greatest, of_links->greatest, 0.95);
  ASSERT_TRUE(both && least && greatest);
  EXPECT_DOUBLE_EQ(both->removed.interval.low, least->removed.interval.low);
  EXPECT_DOUBLE_EQ(both->removed.interval.high, greatest->removed.interval.high);
  EXPECT_LT(least->removed.value, both->removed.value);
  EXPECT_GT(greatest->removed.value, both->removed.value);
  EXPECT_GE(both->missed_share.value, both->missed_share.interval.low);
  EXPECT_LE(both->missed_share.value, both->missed_share.interval.high);
}

TEST(ClericalSample, an_answer_that_is_missing_or_of_nobody_is_refused) {
  const auto sample = draw_clerical_sample(doubtful(400), 200, 2);
  auto answers = answers_of(*sample, [](std::size_t) { return ClericalAnswer{}; });
  ASSERT_TRUE(judge(*sample, answers));
  answers[3].entries = 0;
  EXPECT_FALSE(judge(*sample, answers));
  answers[3].entries = 1;
  answers.pop_back();
  EXPECT_FALSE(judge(*sample, answers));
}

TEST(ClericalSample, calibration_tells_false_links_from_persons_who_are_gone) {
  const auto sample = draw_clerical_sample(std::vector<double>(500, 0.4), 100, 3);
  // Every second link is of two people, all of whom have another record.
  const auto answers = answers_of(*sample, [](std::size_t record) -> ClericalAnswer {
    return {0, record % 2 == 0 ? Answer::yes : Answer::no, Answer::yes, 1};
  });
  const auto links = calibration(AskedOf::links, *sample, answers, 0.95);
  const auto removals = calibration(AskedOf::removals, *sample, answers, 0.95);
  ASSERT_EQ(links.size(), 1U);
  EXPECT_NEAR(links[0].believed, 0.4, 1e-12);
  EXPECT_NEAR(links[0].found, 0.5, 0.2);
  EXPECT_LT(links[0].interval.low, links[0].found);
  EXPECT_DOUBLE_EQ(removals[0].found, 1);
  EXPECT_DOUBLE_EQ(judge(*sample, answers)->greatest[0].events, 0);
}

}  // namespace
}  // namespace scrutineer::roll
