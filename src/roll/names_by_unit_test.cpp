#include "roll/names_by_unit.hpp"

#include <cmath>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "roll/rolls_for_tests.hpp"

namespace scrutineer::roll {
namespace {

using Rows = std::vector<std::vector<std::string>>;

Rows random_rows(Random& random, std::size_t count) {
  Rows rows;
  for (std::size_t i = 0; i < count; ++i) {
    rows.push_back(random_person(random));
    rows.back()[0] = random.below(8) == 0 ? "" : random_name(random, 6);
    rows.back()[4] = random.below(8) == 0 ? "" : "c" + std::to_string(random.below(3));
  }
  return rows;
}

// log2 of the share of all over the share in the unit, by counting rows.
double slow_log2(const Rows& rows, const std::string& name, const std::string& unit, double own) {
  double stated = 0, named = 0, here = 0, both = 0;
  for (const auto& row : rows) {
    stated += row[0].empty() ? 0 : 1;
    named += row[0] == name ? 1 : 0;
    here += row[4] == unit ? 1 : 0;
    both += row[0] == name && row[4] == unit ? 1 : 0;
  }
  const double overall = std::max(named, 2.0) / std::max(stated, 2.0), k = NamesByUnit::kEntries;
  return std::log2(overall /
                   ((std::max(both - own, 0.0) + k * overall) / (std::max(here - own, 0.0) + k)));
}

RC_GTEST_PROP(NamesByUnit, are_what_counting_rows_gives, (std::uint64_t seed, bool is_within)) {
  Random random(seed);
  const Rows left = random_rows(random, 80), right = random_rows(random, 50);
  Rolls rolls;
  rolls.schema = voter_schema();
  add_snapshot(rolls, left);
  add_snapshot(rolls, right);
  const Comparisons comparisons = *Comparisons::of(rolls);
  const Records a(comparisons, rolls.snapshots[0]), b(comparisons, rolls.snapshots[1]);
  const Sides sides = is_within ? Sides{Pairing::within, &a, &a} : Sides{Pairing::between, &a, &b};
  const auto frequencies = side_frequencies(comparisons, sides);
  Model model;
  model.interactions = {{0, 4, {}, 0.75}};
  const NamesByUnit by_unit(comparisons, sides, frequencies, model);
  const Rows& others = is_within ? left : right;
  for (std::size_t i = 0; i < left.size(); ++i) {
    for (std::size_t j = 0; j < others.size(); ++j) {
      const std::string &name = left[i][0], &unit = left[i][4];
      const Weight found = by_unit(sides.left->row(i), sides.right->row(j));
      if (name.empty() || unit.empty() || others[j][0] != name || others[j][4] != unit) {
        RC_ASSERT(found == 0);
        continue;
      }
      const double own = is_within ? 2 : 1;
      const double expected =
          0.75 + (slow_log2(left, name, unit, own) + slow_log2(others, name, unit, own)) / 2;
      RC_ASSERT(std::abs(found - to_weight(expected)) <= 1);
    }
  }
}

TEST(NamesByUnit, say_less_where_half_the_village_has_them) {
  Rows rows;
  for (int i = 0; i < 400; ++i) {
    const bool is_village = i < 100;
    const bool is_sok = is_village ? i < 50 : i % 100 == 0;
    rows.push_back({is_sok ? "sok" : "chea", "n" + std::to_string(i), "f", "1970-05-31",
                    is_village ? "village" : "town", "1"});
  }
  Rolls rolls;
  rolls.schema = voter_schema();
  add_snapshot(rolls, rows);
  add_snapshot(rolls, rows);
  const Comparisons comparisons = *Comparisons::of(rolls);
  const Records a(comparisons, rolls.snapshots[0]), b(comparisons, rolls.snapshots[1]);
  const Sides sides{Pairing::between, &a, &b};
  const auto frequencies = side_frequencies(comparisons, sides);
  const NamesByUnit by_unit(comparisons, sides, frequencies, Model{});
  EXPECT_LT(by_unit(a.row(0), b.row(0)), -kBit);     // 53 of 400 here and elsewhere, 50 of 100 here
  EXPECT_GT(by_unit(a.row(100), b.row(100)), kBit);  // 3 of 300
  EXPECT_EQ(by_unit(a.row(0), b.row(100)), 0);
}

}  // namespace
}  // namespace scrutineer::roll
