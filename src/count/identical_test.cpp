#include "count/identical.hpp"

#include <algorithm>
#include <map>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "count/check.hpp"
#include "count/example_for_tests.hpp"

namespace scrutineer {
namespace {

using Pairs = std::vector<std::pair<std::size_t, std::size_t>>;

Pairs by_comparing_all(const Election& election, const Forms& forms) {
  std::map<std::pair<UnitIndex, std::vector<Count>>, std::size_t> seen;
  Pairs pairs;
  for (const std::size_t row : forms.rows()) {
    std::vector<Count> votes;
    Votes sum = 0;
    int with_votes = 0;
    for (const Column& column : forms.table().columns) votes.push_back(column.cells[row]);
    const bool all_stated = std::all_of(votes.begin(), votes.end(), [](Count v) { return v; });
    for (const Count v : votes) sum += v.value_or(0), with_votes += v.value_or(0) > 0 ? 1 : 0;
    if (!all_stated || sum < kLeastIdentical || with_votes < 3) continue;
    const auto [first, is_new] =
        seen.try_emplace({*election.units[forms.unit(row).value].parent, votes}, row);
    if (!is_new) pairs.emplace_back(row, first->second);
  }
  return pairs;
}

RC_GTEST_PROP(Identical, TheSameAsComparingEveryFormWithEveryOther, ()) {
  Election election = small_country();
  const std::size_t leaves = 40;
  std::vector<std::uint32_t> units;
  for (std::size_t i = 0; i < leaves; ++i) {
    Unit unit;
    unit.id = "s" + std::to_string(i);
    unit.parent = UnitIndex{*rc::gen::inRange(1U, 3U)};
    unit.level = 2;
    units.push_back(static_cast<std::uint32_t>(election.units.size()));
    election.units.push_back(unit);
  }
  const auto votes = rc::gen::container<std::vector<Count>>(
      leaves, rc::gen::element<Count>(Count(), Count(0), Count(30), Count(50)));
  election.returns = {
      forms_of(election, 0, units, {{"red", *votes}, {"blue", *votes}, {"green", *votes}})};
  const Forms forms(election, election.returns[0]);
  Pairs found;
  for (const auto& [row, first] : identical_forms(election, forms)) found.emplace_back(row, first);
  RC_ASSERT(found == by_comparing_all(election, forms));
}

}  // namespace
}  // namespace scrutineer
