#include "count/neighbours.hpp"

#include <numeric>

#include <gtest/gtest.h>

#include "base/random.hpp"

namespace scrutineer {
namespace {

// Districts of communes of stations below one country; shares vary from commune to commune and
// from station to station by urns of which the last draws are remembered.
struct Place {
  Election election;
  std::vector<FormCounts> forms;

  UnitIndex add(std::optional<UnitIndex> parent, std::uint32_t level) {
    Unit unit;
    unit.id = std::to_string(election.units.size());
    unit.parent = parent;
    unit.level = level;
    election.units.push_back(unit);
    return {static_cast<std::uint32_t>(election.units.size() - 1)};
  }
};

// Pólya's urn: `draws` from `start`, each put back with one more.
std::vector<Votes> urn(std::vector<Votes> start, Votes draws, Random& random) {
  std::vector<Votes> counts(start.size(), 0);
  Votes all = std::accumulate(start.begin(), start.end(), Votes{0});
  for (Votes i = 0; i < draws; ++i, ++all) {
    auto left = static_cast<Votes>(random.below(static_cast<std::uint64_t>(all)));
    std::size_t kind = 0;
    while (left >= start[kind]) left -= start[kind++];
    ++start[kind];
    ++counts[kind];
  }
  return counts;
}

Place place_with_memory(Votes memory, std::size_t communes, std::size_t stations) {
  Place place;
  place.election.levels = {"country", "commune", "station"};
  Random random(7);
  const UnitIndex country = place.add({}, 0);
  for (std::size_t c = 0; c < communes; ++c) {
    const UnitIndex commune = place.add(country, 1);
    for (std::size_t s = 0; s < stations; ++s) {
      FormCounts form;
      form.unit = place.add(commune, 2);
      form.counts = urn({memory / 2, memory / 4, memory / 4}, 400, random);
      form.total = 400;
      place.forms.push_back(form);
    }
  }
  return place;
}

double sum(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

// An urn with the memory m follows the law whose weights add up to m.
TEST(Neighbours, TheWeightsAddUpToTheMemoryOfTheUrnsThatMadeTheForms) {
  for (const Votes memory : {60, 300}) {
    const Place place = place_with_memory(memory, 300, 10);
    const Neighbours neighbours(place.election, place.forms);
    const std::vector<double> weights = neighbours.expected(17);
    EXPECT_NEAR(sum(weights), static_cast<double>(memory), 0.15 * static_cast<double>(memory));
    EXPECT_NEAR(weights[0] / sum(weights), 0.5, 0.05);
  }
}

TEST(Neighbours, AFormSaysNothingAboutItself) {
  Place place = place_with_memory(300, 10, 10);
  const std::vector<double> before = Neighbours(place.election, place.forms).expected(5);
  place.forms[5].counts = {0, 0, 400};
  const std::vector<double> after = Neighbours(place.election, place.forms).expected(5);
  for (std::size_t k = 0; k < 3; ++k) EXPECT_NEAR(before[k], after[k], 0.03 * sum(before));
}

// What is far from the others, or does not add up, says nothing about them.
TEST(Neighbours, OneWrongFormDoesNotMoveItsNeighbours) {
  const Place place = place_with_memory(300, 10, 10);
  const std::vector<double> right = Neighbours(place.election, place.forms).expected(5);
  Place far = place;
  far.forms[6].counts = {0, 400, 0};
  Place broken = place;
  broken.forms[6].counts = {160, 140, 100};
  broken.forms[6].stands = false;
  for (const Place* other : {&far, &broken}) {
    const std::vector<double> weights = Neighbours(other->election, other->forms).expected(5);
    for (std::size_t k = 0; k < 3; ++k) {
      EXPECT_NEAR(weights[k] / sum(weights), right[k] / sum(right), 0.01);
    }
  }
}

TEST(Neighbours, WhereACommuneHasOneFormTheOthersOfTheCountryAreItsNeighbours) {
  const Place place = place_with_memory(300, 40, 1);
  const std::vector<double> weights = Neighbours(place.election, place.forms).expected(3);
  ASSERT_EQ(weights.size(), 3U);
  EXPECT_NEAR(weights[0] / sum(weights), 0.5, 0.02);
}

TEST(Neighbours, AFormAloneHasNone) {
  const Place place = place_with_memory(300, 1, 1);
  EXPECT_TRUE(Neighbours(place.election, place.forms).expected(0).empty());
  EXPECT_NO_FATAL_FAILURE(Neighbours(place.election, {}));
}

// Every form may be empty, alone, or the only one that stands; weights are positive or absent.
TEST(Neighbours, FormsWithoutVotesExpectSomethingToo) {
  Place place = place_with_memory(300, 3, 3);
  for (FormCounts& form : place.forms) {
    form.counts = {0, 0, 0};
    form.total = 0;
  }
  EXPECT_TRUE(Neighbours(place.election, place.forms).expected(0).empty());
  place = place_with_memory(300, 3, 3);
  place.forms[0].counts = {0, 0, 0};
  place.forms[0].total = 0;
  for (const double weight : Neighbours(place.election, place.forms).expected(0)) {
    EXPECT_GT(weight, 0);
  }
}

}  // namespace
}  // namespace scrutineer
