#include "roll/blocking.hpp"

#include <algorithm>
#include <set>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/threads.hpp"
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
