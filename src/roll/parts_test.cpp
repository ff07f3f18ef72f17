#include "roll/parts.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/random.hpp"
#include "roll/part_lines.hpp"
#include "roll/rolls_for_tests.hpp"
#include "roll/scale_for_tests.hpp"

namespace scrutineer::roll {
namespace {

// Two snapshots: most people are in both, some with a slip; `alike` more entries a side that
// nothing tells apart, so that their block is windowed.
Rolls make_rolls(std::uint64_t seed, std::size_t people, std::size_t alike) {
  Random random(seed);
  Rolls rolls;
  rolls.schema = voter_schema();
  std::vector<std::vector<std::string>> old, later;
  for (std::size_t i = 0; i < people; ++i) old.push_back(random_person(random));
  for (std::size_t i = people / 10; i < people; ++i) {
    later.push_back(old[i]);
    if (random.below(4) == 0) slip(random, later.back());
  }
  for (std::size_t i = 0; i < alike; ++i) {
    old.push_back({"sok", "dara", "m", "1970-05-31", "c1", "12"});
    later.push_back(old.back());
  }
  random.shuffle(later);
  add_snapshot(rolls, old);
  add_snapshot(rolls, later);
  return rolls;
}

CandidateOptions blocked() {
  CandidateOptions options;
  options.exhaustive_pairs = 0;
  return options;
}

// A plan in memory, its parts as lines.
struct Plan {
  explicit Plan(const Rolls& rolls, const CandidateOptions& options, std::size_t parts)
      : comparisons(*Comparisons::of(rolls)),
        left(comparisons, rolls.snapshots[0]),
        right(comparisons, rolls.snapshots[1]),
        sides{Pairing::between, &left, &right},
        planned(comparisons, sides, options, parts) {
    for (std::size_t k = 0; k < comparisons.list.size(); ++k) {
      limits.values.push_back(comparisons.space(k).size());
    }
    limits.passes = planned.basis().passes;
    limits.left_rows = left.size();
    limits.right_rows = right.size();
    limits.is_exhaustive = planned.basis().learned.is_exhaustive;
    for (std::size_t part = 0; part < parts; ++part) {
      std::vector<std::string>& lines = all.emplace_back();
      planned.visit_part(part, [&](RunKey key, std::uint32_t row, std::span<const ValueId> values,
                                   std::span<const std::uint32_t> earlier) {
        append_record_line(lines.emplace_back(), key, row, values, earlier);
      });
    }
  }

  Result<PartResult> weigh(const Rolls& rolls, const std::vector<std::string>& lines) const {
    std::string text;
    for (const std::string& line : lines) text += line;
    auto records = parse_record_lines("a part", text, limits);
    if (!records) return tl::unexpected(records.error());
    return weigh_part(comparisons, planned.basis(), std::move(*records), rolls.snapshots[1]);
  }

  Comparisons comparisons;
  Records left, right;
  Sides sides;
  PlannedParts planned;
  RecordLimits limits;
  std::vector<std::vector<std::string>> all;  // [part][record]
};

// Through the texts that files and engines carry.
PartResult carried(const Plan& plan, const PartResult& result) {
  return parse_result("a result", result_text({"plan", 1, "part"}, result), plan.limits)->result;
}

void expect_same(const Linkage& one, const Linkage& other) {
  EXPECT_EQ(one.prior, other.prior);
  EXPECT_EQ(one.pairs_weighed, other.pairs_weighed);
  EXPECT_EQ(one.is_exhaustive, other.is_exhaustive);
  EXPECT_EQ(one.candidates, other.candidates);
  ASSERT_EQ(one.links.size(), other.links.size());
  for (std::size_t i = 0; i < one.links.size(); ++i) {
    EXPECT_EQ(one.links[i].right, other.links[i].right);
    EXPECT_EQ(one.links[i].log_odds, other.links[i].log_odds);
    EXPECT_EQ(one.links[i].is_ambiguous, other.links[i].is_ambiguous);
  }
  ASSERT_EQ(one.passes.size(), other.passes.size());
  for (std::size_t p = 0; p < one.passes.size(); ++p) {
    EXPECT_EQ(one.passes[p].name, other.passes[p].name);
    EXPECT_EQ(one.passes[p].pairs, other.passes[p].pairs);
    EXPECT_EQ(one.passes[p].new_pairs, other.passes[p].new_pairs);
    EXPECT_EQ(one.passes[p].kept, other.passes[p].kept);
    EXPECT_EQ(one.passes[p].pairs_left_out, other.passes[p].pairs_left_out);
  }
  EXPECT_EQ(one.model.interactions.size(), other.model.interactions.size());
  EXPECT_EQ(one.model.matches, other.model.matches);
  const std::vector<Field> schema = voter_schema();
  EXPECT_EQ(model_table(one.model, schema), model_table(other.model, schema));
}

LinkOptions with(const CandidateOptions& candidates) {
  LinkOptions options;
  options.candidates = candidates;
  return options;
}

Linkage linked_in_parts(const Rolls& rolls, const CandidateOptions& options, std::size_t parts) {
  const Plan plan(rolls, options, parts);
  std::vector<PartResult> results;
  for (const auto& lines : plan.all) results.push_back(carried(plan, *plan.weigh(rolls, lines)));
  return *link_parts(rolls, plan.planned.basis(), plan.planned.passes(), results);
}

TEST(Parts, link_as_one_machine_does_whatever_their_number) {
  const Rolls rolls = make_rolls(1, 500, 200);
  const auto expect_same_of = [&](const CandidateOptions& options, std::size_t parts) {
    const Linkage whole = *link(rolls, with(options));
    EXPECT_GT(whole.links.size(), 400U);
    expect_same(whole, linked_in_parts(rolls, options, parts));
  };
  for (const std::size_t parts : {1U, 3U}) expect_same_of({}, parts);
  for (const std::size_t parts : {1U, 3U, 40U}) expect_same_of(blocked(), parts);
}

TEST(Parts, of_a_block_too_large_take_the_pairs_that_one_machine_takes) {
  const Rolls rolls = make_rolls(2, 100, 300);
  const Linkage whole = *link(rolls, with(blocked()));
  EXPECT_GT(whole.passes[0].pairs_left_out, 0U);
  expect_same(whole, linked_in_parts(rolls, blocked(), 7));
}

// What an engine does: lines of whole keys to anyone, in any order.
TEST(Parts, may_be_dealt_out_anew_by_keys_in_any_order) {
  const int rounds = scaled_for_tests(50);
  for (int round = 0; round < rounds; ++round) {
    Random random(static_cast<std::uint64_t>(round) + 100);
    const Rolls rolls = make_rolls(random.next(), 40, 40);
    const CandidateOptions options = round % 2 == 0 ? blocked() : CandidateOptions{};
    const Plan plan(rolls, options, 3);
    std::vector<std::vector<std::string>> dealt(1 + random.below(5));
    for (const auto& lines : plan.all) {
      for (const std::string& line : lines) {
        const std::string key = line.substr(0, line.find('\t'));
        dealt[std::hash<std::string>{}(key) % dealt.size()].push_back(line);
      }
    }
    std::vector<PartResult> results;
    for (auto& lines : dealt) {
      random.shuffle(lines);
      results.push_back(carried(plan, *plan.weigh(rolls, lines)));
    }
    const auto linked = link_parts(rolls, plan.planned.basis(), plan.planned.passes(), results);
    ASSERT_TRUE(linked) << round;
    expect_same(*link(rolls, with(options)), *linked);
  }
}

TEST(Parts, that_are_missing_there_twice_or_torn_apart_are_refused) {
  const Rolls rolls = make_rolls(3, 300, 0);
  for (const CandidateOptions& options : {CandidateOptions{}, blocked()}) {
    const Plan plan(rolls, options, 3);
    std::vector<PartResult> results;
    for (const auto& lines : plan.all) results.push_back(*plan.weigh(rolls, lines));
    const auto linked = [&](const std::vector<PartResult>& some) {
      return link_parts(rolls, plan.planned.basis(), plan.planned.passes(), some);
    };
    EXPECT_TRUE(linked(results));
    EXPECT_FALSE(linked({results[0], results[1]}));
    EXPECT_FALSE(linked({results[0], results[1], results[2], results[2]}));
  }
  const Plan plan(rolls, blocked(), 1);
  const std::vector<std::string>& lines = plan.all[0];
  const std::vector<std::string> one(lines.begin(), lines.begin() + 1);
  const std::vector<std::string> rest(lines.begin() + 1, lines.end());
  const auto torn = link_parts(rolls, plan.planned.basis(), plan.planned.passes(),
                               {*plan.weigh(rolls, one), *plan.weigh(rolls, rest)});
  ASSERT_FALSE(torn);
  EXPECT_NE(to_sentence(torn.error()[0]).find("torn apart"), std::string::npos);
  EXPECT_FALSE(plan.weigh(rolls, {lines[0], lines[0]}));
}

TEST(Parts, of_rolls_without_rows_hold_nothing) {
  Rolls rolls = make_rolls(4, 30, 0);
  rolls.snapshots.pop_back();
  add_snapshot(rolls, {});
  const Linkage linkage = linked_in_parts(rolls, {}, 4);
  EXPECT_TRUE(linkage.links.empty());
  expect_same(*link(rolls), linkage);
}

TEST(PartLines, that_are_none_are_refused_by_line_and_column) {
  RecordLimits limits;
  limits.values = {10, 20};
  limits.passes = 3;
  limits.left_rows = limits.right_rows = 50;
  const auto sentence = [&](const std::string& text) {
    const auto records = parse_record_lines("x.part", text, limits);
    return records ? std::string() : to_sentence(records.error()[0]);
  };
  const std::string good = "2:7\t99\t9 19\t3\n";
  EXPECT_EQ(sentence(good), "");
  EXPECT_EQ(parse_record_lines("x", good + good, limits)->size(), 2U);
  EXPECT_TRUE(parse_record_lines("x", "2:7w\t99\t9 19\t3\n", limits)->keys[0].is_windowed);
  EXPECT_NE(sentence("2:7ww\t99\t9 19\t3\n"), "");
  EXPECT_EQ(sentence(good + "4:7\t99\t9 19\t3\n"),
            "x.part, row 2, column key: found \"4:7\", expected a whole number from 1 to 3.");
  EXPECT_EQ(sentence("2:7\t100\t9 19\t3\n"),
            "x.part, row 1, column row: found \"100\", expected a whole number from 0 to 99.");
  EXPECT_EQ(sentence("2:7\t9\t9 20\t3\n"),
            "x.part, row 1, column values: found \"20\", expected a whole number from 0 to 19.");
  for (const std::string& broken : std::vector<std::string>{
           "2", "2:7", "2:7\t9", "2:7\t9\t9 1", "2:7\t9\t9 1\t", "2:7\t9\t9 1\t3", "2:7\t9\t9\t3\n",
           "2:7\t9\t9 1 1\t3\n", "2:7\t9\t9 1\t3 4\n", "1:7\t9\t9 1\t3\n", "-2:7\t9\t9 1\t3\n",
           "2:7\t99999999999999999999\t9 1\t3\n", "2:0\t9\t9 1\t3\n", "2:7\t9\t9 1\t3\r\n", "\n",
           std::string(100, '\0')}) {
    EXPECT_NE(sentence(broken), "") << broken;
  }
}

RC_GTEST_PROP(PartResult, of_which_any_byte_is_another_or_missing_is_refused,
              (std::uint64_t seed)) {
  Random random(seed);
  RecordLimits limits;
  limits.passes = 1 + random.below(3);
  limits.left_rows = limits.right_rows = 1000;
  PartResult result;
  result.passes.resize(limits.passes);
  for (PassCounts& pass : result.passes) pass = {random.below(99), random.below(99), 1, 0};
  for (std::uint64_t i = random.below(4); i > 0; --i) {
    result.patterns.push_back({random.below(99), 1 + random.below(99)});
    result.edges.push_back({static_cast<std::uint32_t>(random.below(1000)), 7, 0});
  }
  const ResultOf of{"abc", random.below(3), "def"};
  const std::string text = result_text(of, result);
  const auto read = parse_result("r", text, limits);
  RC_ASSERT(read.has_value());
  RC_ASSERT(read->of == of);
  RC_ASSERT(read->result.passes == result.passes);
  RC_ASSERT(read->result.patterns == result.patterns);
  RC_ASSERT(read->result.edges == result.edges);
  std::string altered = text;
  const std::size_t at = random.below(text.size());
  altered[at] =
      static_cast<char>(static_cast<unsigned char>(altered[at]) ^ (1 + random.below(255)));
  RC_ASSERT(!parse_result("r", altered, limits).has_value());
  RC_ASSERT(!parse_result("r", text.substr(0, at), limits).has_value());
  RC_ASSERT(!parse_result("r", text + "\n", limits).has_value());
}

}  // namespace
}  // namespace scrutineer::roll
