#include "simulate/simulate.hpp"

#include <map>
#include <set>

#include <gtest/gtest.h>

#include "count/rules.hpp"
#include "election/basis.hpp"
#include "outcome/outcome.hpp"
#include "seats/seats.hpp"
#include "simulate/cambodia_for_tests.hpp"
#include "simulate/detection_for_tests.hpp"

namespace scrutineer {
namespace {

CountryOptions small(std::uint64_t seed) {
  CountryOptions options;
  options.seed = seed;
  options.stations = 300;
  options.provinces = 3;
  options.parties = 4;
  options.seats = 20;
  options.errors = 2;
  return options;
}

const ReturnTable& returns_of(const Election& election, const std::string& source) {
  for (const ReturnTable& table : election.returns) {
    if (election.sources[table.source.value].id == source) return table;
  }
  throw std::logic_error("no returns of " + source);
}

TEST(Simulate, TheSameSeedGivesTheSameCountryAndAnotherSeedAnother) {
  const auto a = *simulate_country(small(1)), b = *simulate_country(small(1)),
             c = *simulate_country(small(2));
  EXPECT_EQ(truth_files(a), truth_files(b));
  EXPECT_NE(truth_files(a).at("returns.csv"), truth_files(c).at("returns.csv"));
  EXPECT_EQ(a.election.returns[1].columns[2].cells, b.election.returns[1].columns[2].cells);
}

TEST(Simulate, ACountryHasTheNumbersThatWereAskedFor) {
  const Simulation country = *simulate_country(small(3));
  const Election& election = country.election;
  EXPECT_EQ(country.truth.unit.size(), 300U);
  EXPECT_EQ(election.parties.size(), 4U);
  EXPECT_EQ(election.levels,
            (std::vector<std::string>{"country", "province", "district", "commune", "station"}));
  Seats seats = 0;
  std::set<std::string> ids;
  for (const Unit& unit : election.units) {
    if (unit.level == 1) seats += unit.seats.value_or(0);
    ids.insert(unit.id);
  }
  EXPECT_EQ(seats, 20);
  EXPECT_EQ(ids.size(), election.units.size());
  EXPECT_EQ(election.returns.size(), 5U);
  EXPECT_NE(election.name.at("en").find("Synthetic"), std::string::npos);
}

TEST(Simulate, TheTruthAddsUpInEveryStation) {
  const Simulation country = *simulate_country(small(4));
  std::map<std::string, const Column*> columns;
  for (const Column& column : country.truth.columns) {
    columns[column.field ? std::string(name_of(*column.field)) : "parties"] = &column;
  }
  for (std::size_t row = 0; row < country.truth.unit.size(); ++row) {
    Votes parties = 0;
    for (const Column& column : country.truth.columns) {
      if (column.party) parties += *column.cells[row];
    }
    const auto of = [&](const char* name) { return *columns.at(name)->cells[row]; };
    EXPECT_EQ(parties, of("valid"));
    EXPECT_EQ(of("valid") + of("invalid"), of("cast"));
    EXPECT_LE(of("cast"), of("issued"));
    EXPECT_LE(of("issued"), of("registered"));
  }
}

TEST(Simulate, EveryKindOfErrorIsPlantedInEverySource) {
  const Simulation country = *simulate_country(small(5));
  std::map<std::pair<SourceIndex, ErrorKind>, int> counts;
  std::set<std::pair<SourceIndex, std::string>> forms;
  for (const PlantedError& error : country.planted) {
    ++counts[{error.source, error.kind}];
    EXPECT_TRUE(forms.insert({error.source, error.unit}).second) << "two errors in one form";
  }
  for (const char* source : {"commission", "agents-red", "posted"}) {
    const SourceIndex index = returns_of(country.election, source).source;
    for (std::size_t k = 0; k < kErrorKinds; ++k) {
      const auto kind = static_cast<ErrorKind>(k);
      EXPECT_EQ((counts[{index, kind}]), 2) << source << " " << name_of(kind);
    }
  }
}

// Where no error is planted, every copy is the truth.
TEST(Simulate, WithoutErrorsEverySourceStatesTheTruth) {
  CountryOptions options = small(6);
  options.errors = 0;
  const Simulation country = *simulate_country(options);
  EXPECT_TRUE(country.planted.empty());
  for (const ReturnTable& table : country.election.returns) {
    for (std::size_t row = 0; row < table.unit.size(); ++row) {
      const auto at = static_cast<std::size_t>(
          std::find(country.truth.unit.begin(), country.truth.unit.end(), table.unit[row]) -
          country.truth.unit.begin());
      for (const Column& column : table.columns) {
        for (const Column& truth : country.truth.columns) {
          if (truth.field != column.field || truth.party != column.party) continue;
          EXPECT_EQ(column.cells[row], truth.cells[at]);
        }
      }
    }
  }
}

TEST(Simulate, NumbersOutOfRangeAreRefusedAllTogether) {
  CountryOptions options = small(1);
  options.stations = 0;
  options.parties = 1;
  const auto country = simulate_country(options);
  ASSERT_FALSE(country);
  EXPECT_EQ(country.error().size(), 3U);  // and fewer stations than provinces
}

TEST(Simulate, TheSmallestCountryIsOne) {
  CountryOptions options;
  options.stations = 1;
  options.provinces = 1;
  options.parties = 2;
  options.seats = 1;
  EXPECT_TRUE(simulate_country(options));
}

// The commission's stations of the twin add up to all that was published, seats included.
TEST(Simulate, TheTwinOfCambodiaAgreesWithWhatWasPublishedDownToItsStations) {
  TwinOptions options;
  options.seed = 1;
  const auto twin = simulate_twin(cambodia(), options);
  ASSERT_TRUE(twin) << to_sentence(twin.error()[0]);
  const Election& election = twin->election;
  EXPECT_EQ(twin->truth.unit.size(), 19'009U);
  Basis basis = arrange(election, ContestIndex{0}, returns_of(election, "nec").source);
  EXPECT_TRUE(basis.complete());
  std::vector<Votes> votes(8, 0);
  std::vector<Seats> seats(8, 0);
  Votes registered = 0, cast = 0;
  ASSERT_EQ(basis.constituencies.size(), 24U);
  for (const BasisConstituency& province : basis.constituencies) {
    ConstituencyVotes here;
    here.seats = *province.seats;
    here.votes = province.votes;
    AllocationRules rules;
    rules.rule = Rule::hare_then_highest_averages;
    const Allocation allocation = *allocate(here, rules);
    for (std::size_t p = 0; p < 8; ++p) {
      votes[p] += province.votes[p];
      seats[p] += allocation.seats[p];
    }
    registered += *province.registered;
    cast += *province.cast;
  }
  EXPECT_EQ(votes, (std::vector<Votes>{3'235'969, 2'946'176, 242'413, 68'389, 43'222, 38'123,
                                       33'715, 19'152}));
  EXPECT_EQ(seats[0], 68);
  EXPECT_EQ(seats[1], 55);
  EXPECT_EQ(registered, 9'675'453);
  EXPECT_EQ(cast, 6'735'244);
}

TEST(Simulate, FactsThatDifferAreShownWithWhatTheTwinHas) {
  const auto family = simulate_family(cambodia(), 3, {});
  ASSERT_TRUE(family);
  ASSERT_EQ(family->size(), 3U);
  for (const Simulation& twin : *family) {
    const std::string facts = truth_files(twin).at("facts.csv");
    EXPECT_NE(facts.find("margin,kandal,cnrp,add,166,168,"), std::string::npos);
    EXPECT_NE(facts.find("margin-kandal-166;margin-kandal-168"), std::string::npos);
    EXPECT_EQ(twin.election.returns.size(), 1U);
    EXPECT_EQ(twin.election.returns[0].unit.size(), 24U);
  }
  EXPECT_NE((*family)[0].election.returns[0].columns[5].cells,
            (*family)[1].election.returns[0].columns[5].cells);
}

TEST(Simulate, AFolderInWhichNothingIsPublishedIsRefused) {
  Election election = cambodia();
  election.claims.clear();
  election.returns.clear();
  EXPECT_FALSE(simulate_twin(election, {}));
  election.sources[0].role = Role::press;
  EXPECT_FALSE(simulate_twin(election, {}));
}

// Of the errors that move forty votes or more, a ninth of an average form.
double share_of_visible(const DetectedSizes& sizes) {
  DetectedSize sum;
  for (const DetectedSize& size : sizes) {
    if (size.least >= 40) add(sum, size);
  }
  return static_cast<double>(sum.by_source) / static_cast<double>(sum.planted);
}

// The goals of docs/simulate.md, on the twin of Cambodia with all its sources.
TEST(Detection, PlantedErrorsAreFoundAndHonestFormsAreLeftInPeace) {
  TwinOptions options;
  options.seed = 1;
  options.errors = 20;
  const auto twin = simulate_twin(cambodia(), options);
  ASSERT_TRUE(twin);
  const Detection detection = Detector(*twin, *rules_of(twin->election)).run();
  const auto kind = [&](ErrorKind k) { return detection.kinds[static_cast<std::size_t>(k)]; };
  EXPECT_EQ(kind(ErrorKind::broken_sum).by_form, kind(ErrorKind::broken_sum).planted);
  EXPECT_EQ(kind(ErrorKind::tenfold).by_form, kind(ErrorKind::tenfold).planted);
  EXPECT_EQ(kind(ErrorKind::above_registered).by_form, kind(ErrorKind::above_registered).planted);
  EXPECT_EQ(kind(ErrorKind::repeated_return).by_neighbours,
            kind(ErrorKind::repeated_return).planted);
  EXPECT_EQ(kind(ErrorKind::decrease).by_neighbours, kind(ErrorKind::decrease).planted);
  // Beside another copy everything is found, whatever it is.
  for (std::size_t k = 0; k + 1 < kErrorKinds; ++k) {
    EXPECT_GE(detection.kinds[k].planted, 78U);
    EXPECT_EQ(detection.kinds[k].in_all, detection.kinds[k].planted)
        << name_of(static_cast<ErrorKind>(k));
  }
  EXPECT_TRUE(detection.honest_errors.empty());
  EXPECT_LE(detection.warnings_of_honest_forms() * 10'000, 50 * detection.honest_forms);
  // By the forms of one source alone.
  const auto told = [&](ErrorKind k) {
    return static_cast<double>(kind(k).by_source) / static_cast<double>(kind(k).planted);
  };
  EXPECT_GT(told(ErrorKind::near_copy), 0.95);
  EXPECT_GT(told(ErrorKind::swapped_parties), 0.9);
  EXPECT_GT(told(ErrorKind::tenfold_in_total), 0.85);
  EXPECT_EQ(detection.tenfold_exchanges.by_source, detection.tenfold_exchanges.planted);
  EXPECT_GT(share_of_visible(detection.exchanges), 0.95);
  EXPECT_GT(share_of_visible(detection.tenfold_counts), 0.95);
}

}  // namespace
}  // namespace scrutineer
