#include "roll/blocking.hpp"

#include <algorithm>
#include <set>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/threads.hpp"
#include "roll/candidates_parts.hpp"
#include "roll/rolls_for_tests.hpp"

namespace scrutineer::roll {
namespace {

using Pairs = std::set<std::pair<std::uint32_t, std::uint32_t>>;

struct Case {
  Rolls rolls;
  Comparisons comparisons;
  Records left, right;
  Sides sides;
};

// Few values, so that keys meet.
Case make_case(std::uint64_t seed, Pairing pairing, std::size_t rows) {
  Random random(seed);
  Case c;
  c.rolls.schema = voter_schema();
  for (int snapshot = 0; snapshot < 2; ++snapshot) {
    std::vector<std::vector<std::string>> people;
    for (std::size_t i = 0; i < rows; ++i) {
      people.push_back(random_person(random));
      people.back()[0] = random.below(8) == 0 ? "" : random_name(random, 6);
      people.back()[1] = random_name(random, 6);
    }
    add_snapshot(c.rolls, people);
  }
  c.comparisons = *Comparisons::of(c.rolls);
  c.left = Records(c.comparisons, c.rolls.snapshots[0]);
  c.right = Records(c.comparisons, c.rolls.snapshots[1]);
  c.sides.pairing = pairing;
  return c;
}

// Every pair looked at: do all parts of the key agree?
Pairs slow_pairs(const Case& c, const Sides& sides, const Pass& pass) {
  const auto key = [&](const ValueId* row) {
    std::vector<std::uint32_t> parts;
    for (const KeyPart& part : pass.parts) {
      parts.push_back(
          part_table(c.comparisons.space(part.comparison), part.kind)[row[part.comparison]]);
    }
    if (pass.any_order && parts[0] > parts[1]) std::swap(parts[0], parts[1]);
    return std::count(parts.begin(), parts.end(), 0U) > 0 ? std::vector<std::uint32_t>{} : parts;
  };
  Pairs pairs;
  for (std::uint32_t i = 0; i < sides.left->size(); ++i) {
    const std::uint32_t first = sides.pairing == Pairing::within ? i + 1 : 0;
    for (std::uint32_t j = first; j < sides.right->size(); ++j) {
      const auto a = key(sides.left->row(i));
      if (!a.empty() && a == key(sides.right->row(j))) pairs.emplace(i, j);
    }
  }
  return pairs;
}

Pairs pairs_of(const Blocks& blocks, const Sides& sides, const BlockLimits& limits) {
  Pairs pairs;
  const SideRows rows(sides);
  for (const Run& run : blocks.runs) {
    for_each_pair(run, sides.pairing, limits, [&](std::uint32_t i, std::uint32_t j) {
      pairs.emplace(blocks.rows[i], rows.right_row(blocks.rows[j]));
    });
  }
  return pairs;
}

RC_GTEST_PROP(Blocking, takes_the_pairs_whose_keys_agree, (std::uint64_t seed, bool is_within)) {
  const Case c = make_case(seed, is_within ? Pairing::within : Pairing::between, 60);
  const Sides sides{c.sides.pairing, &c.left, is_within ? &c.left : &c.right};
  BlockLimits limits;
  limits.pairs_per_record = 1'000'000;
  for (const Pass& pass : passes_for(c.comparisons)) {
    const Blocks blocks = block(c.comparisons, sides, pass, limits);
    const Pairs pairs = pairs_of(blocks, sides, limits);
    RC_ASSERT(pairs == slow_pairs(c, sides, pass));
    RC_ASSERT(blocks.pairs == pairs.size());
    RC_ASSERT(blocks.pairs_left_out == 0U);
  }
}

TEST(Blocking, divides_runs_that_are_too_long_and_counts_them) {
  const Case c = make_case(3, Pairing::between, 400);
  const Sides sides{Pairing::between, &c.left, &c.right};
  BlockLimits limits;
  limits.pairs_per_record = 2;
  Pass pass = passes_for(c.comparisons)[0];
  const Blocks divided = block(c.comparisons, sides, pass, limits);
  EXPECT_GT(divided.divided_runs, 0U);
  EXPECT_EQ(divided.windowed_runs, 0U);
  const Pairs all = slow_pairs(c, sides, pass), some = pairs_of(divided, sides, limits);
  EXPECT_LT(some.size(), all.size());
  EXPECT_TRUE(std::includes(all.begin(), all.end(), some.begin(), some.end()));
}

// Whether a pair was taken by an earlier pass is told from the records' keys: it must be what the
// runs themselves say.
RC_GTEST_PROP(Blocking, each_pair_of_all_passes_is_weighed_once,
              (std::uint64_t seed, bool is_within)) {
  const Case c = make_case(seed, is_within ? Pairing::within : Pairing::between, 80);
  const Sides sides{c.sides.pairing, &c.left, is_within ? &c.left : &c.right};
  CandidateOptions options;
  options.exhaustive_pairs = 0;
  options.limits.pairs_per_record = 1'000'000;  // nothing is compared with its neighbours alone
  options.limits.pass_pairs_per_record = *rc::gen::inRange<std::uint64_t>(1, 6);
  options.limits.few_pairs = 0;
  Pairs all;
  for (const Pass& pass : passes_for(c.comparisons)) {
    all.merge(pairs_of(block(c.comparisons, sides, pass, options.limits), sides, options.limits));
  }
  RC_ASSERT(find_candidates(c.comparisons, sides, options).pairs_weighed == all.size());
}

TEST(Blocking, a_pass_with_too_many_pairs_divides_shorter_runs_too) {
  const Case c = make_case(5, Pairing::between, 3000);
  const Sides sides{Pairing::between, &c.left, &c.right};
  const Pass pass = passes_for(c.comparisons)[0];
  BlockLimits limits;
  limits.pairs_per_record = 1'000'000;
  const Blocks undivided = block(c.comparisons, sides, pass, limits);
  EXPECT_EQ(undivided.divided_runs, 0U);
  limits.few_pairs = 0;
  const Blocks divided = block(c.comparisons, sides, pass, limits);
  EXPECT_GT(undivided.pairs, limits.pass_pairs_per_record * 6000);
  EXPECT_LE(divided.pairs, limits.pass_pairs_per_record * 6000);
  EXPECT_GT(divided.divided_runs, 0U);
}

TEST(Blocking, names_the_passes_that_there_are_too_many_of) {
  Rolls rolls;
  rolls.schema = voter_schema();
  for (int i = 0; i < 4; ++i) rolls.schema.push_back({"text", FieldKind::text});
  const std::vector<std::string> person{"sok", "dara", "m", "1970-05-31", "c1",
                                        "12",  "a",    "b", "c",          "d"};
  add_snapshot(rolls, {person, person});
  const Comparisons comparisons = *Comparisons::of(rolls);
  EXPECT_EQ(passes_for(comparisons).size(), 16U);
  // Eight of names, dates and places, and three for each text.
  EXPECT_EQ(passes_left_out(comparisons).size(), 8U + 4 * 3 - 16);
  const Records records(comparisons, rolls.snapshots[0]);
  CandidateOptions options;
  options.exhaustive_pairs = 0;
  const auto found = find_candidates(comparisons, {Pairing::within, &records, &records}, options);
  ASSERT_EQ(found.passes.size(), 20U);
  EXPECT_FALSE(found.passes[15].is_left_out);
  EXPECT_TRUE(found.passes[16].is_left_out);
}

// As among ten million records: only a set that holds a place tells well enough, and names with a
// day of birth nearly.
TEST(Sessions, leave_every_field_free_in_one_of_them) {
  const Case c = make_case(1, Pairing::between, 500);
  const Sides sides{Pairing::between, &c.left, &c.right};
  Model model;
  model.pairs = 5.2e9;
  const std::vector<double> equal{0.02, 0.003, 0.5, 4e-5, 6e-4, 4e-4};
  const std::vector<std::uint32_t> kin{3, 3, 4, 8, 48, 48};  // names; sex; day; unit and house
  for (std::size_t k = 0; k < equal.size(); ++k) {
    ComparisonModel& comparison = model.comparisons.emplace_back();
    comparison.u[kExact] = equal[k];
    comparison.stated_pairs = model.pairs;
    comparison.kin = kin[k];
  }
  std::vector<std::uint32_t> keys;
  for (const Session& session : sessions_for(c.comparisons, sides, model, {})) {
    keys.push_back(session.conditioned);
  }
  for (const std::uint32_t fields : kin) {
    EXPECT_TRUE(std::any_of(keys.begin(), keys.end(), [&](std::uint32_t key) {
      return (key & fields) == 0;
    })) << fields;
  }
}

// Both slips at once left no other key: half a thousand of a million people were never compared.
TEST(Blocking, finds_who_has_slips_in_given_name_and_birth_date_by_house_and_family) {
  Rolls rolls;
  rolls.schema = voter_schema();
  add_snapshot(rolls, {{"sok", "dara", "m", "1970-05-31", "c1", "12"}});
  add_snapshot(rolls, {{"sok", "tara", "m", "1971-05-31", "c1", "12"}});
  const Comparisons comparisons = *Comparisons::of(rolls);
  const Records left(comparisons, rolls.snapshots[0]), right(comparisons, rolls.snapshots[1]);
  CandidateOptions options;
  options.exhaustive_pairs = 0;
  EXPECT_EQ(find_candidates(comparisons, {Pairing::between, &left, &right}, options).pairs_weighed,
            1U);
}

TEST(Blocking, compares_equal_records_with_their_neighbours_alone) {
  Rolls rolls;
  rolls.schema = voter_schema();
  const std::vector<std::vector<std::string>> same(3000,
                                                   {"sok", "dara", "m", "1970-05-31", "c1", "12"});
  add_snapshot(rolls, same);
  add_snapshot(rolls, same);
  const Comparisons comparisons = *Comparisons::of(rolls);
  const Records left(comparisons, rolls.snapshots[0]), right(comparisons, rolls.snapshots[1]);
  for (const Pairing pairing : {Pairing::between, Pairing::within}) {
    const Sides sides{pairing, &left, pairing == Pairing::within ? &left : &right};
    const BlockLimits limits;
    const Blocks blocks = block(comparisons, sides, passes_for(comparisons)[0], limits);
    EXPECT_EQ(blocks.windowed_runs, 1U);
    EXPECT_LE(blocks.pairs, 3000 * limits.neighbours);
    EXPECT_EQ(blocks.pairs + blocks.pairs_left_out, sides.pairs());
    EXPECT_EQ(pairs_of(blocks, sides, limits).size(), blocks.pairs);
  }
}

}  // namespace
}  // namespace scrutineer::roll
