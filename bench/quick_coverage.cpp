// How often the intervals of a quick count cover the truth: the table of docs/quick-count.md.
//   quick_coverage [DRAWS]                        a synthetic country of the shape of Cambodia 2013
//   quick_coverage DRAWS FOLDER SOURCE LEVEL      the stations of that source's returns
#include <algorithm>
#include <cstdlib>
#include <numeric>
#include <string>

#include <fmt/core.h>

#include "count/quick_coverage_for_tests.hpp"
#include "count/quick_data.hpp"
#include "count/quick_plan.hpp"
#include "folder/folder.hpp"

namespace scrutineer {
namespace {

constexpr std::uint64_t kSeed = 2014;
constexpr std::size_t kStations = 19'009;

// Sizes of 24 provinces, in tenths of a seat of 2013; those with one seat made unequal.
constexpr std::size_t kTenths[] = {60, 80, 180, 40, 60, 60,  60, 110, 2,  7, 30, 4,
                                   11, 4,  120, 11, 11, 110, 40, 9,   60, 7, 50, 80};

coverage::Population synthetic() {
  const std::size_t all = std::accumulate(std::begin(kTenths), std::end(kTenths), std::size_t{0});
  std::vector<std::size_t> stations;
  std::size_t so_far = 0;
  std::size_t given = 0;
  for (const std::size_t tenths : kTenths) {
    so_far += tenths;
    stations.push_back(kStations * so_far / all - given);
    given += stations.back();
  }
  return coverage::synthetic_country(kSeed, stations);
}

Result<coverage::Population> of_folder(const char* path, const std::string& source,
                                       const std::string& level) {
  const auto folder = read_folder(path);
  if (!folder) return tl::unexpected(folder.error());
  const Election& election = folder->election;
  const auto frame = frame_by_level(election, level);
  if (!frame) return tl::unexpected(frame.error());
  const ReturnTable* table = nullptr;
  for (const ReturnTable& one : election.returns) {
    if (election.sources[one.source.value].id == source) table = &one;
  }
  if (table == nullptr) return fail("The source " + source + " has no returns here.");
  const QuickData data(election, *table);
  const auto earlier = earlier_count(election, *frame, table->contest, table->source);
  if (!earlier) return tl::unexpected(earlier.error());
  coverage::Population country;
  std::vector<std::size_t> order;
  for (const Variation& party : earlier->parties) {  // by share
    country.parties.push_back(election.parties[party.party->value].id);
    const auto at = std::find(data.parties().begin(), data.parties().end(), *party.party);
    order.push_back(static_cast<std::size_t>(at - data.parties().begin()));
  }
  country.votes.resize(order.size());
  for (const QuickStratum& stratum : frame->strata) {
    auto& list = country.strata.emplace_back();
    for (const UnitIndex unit : stratum.stations) {
      const auto station = data.station(unit);
      if (!station) continue;
      list.push_back(country.stations());
      country.base.push_back(static_cast<double>(station->base));
      for (std::size_t p = 0; p < order.size(); ++p) {
        country.votes[p].push_back(static_cast<double>(station->votes[order[p]]));
      }
    }
  }
  return country;
}

void print(const coverage::Population& country, std::size_t draws) {
  fmt::print(
      "{} stations in {} strata, {} draws, 95 % intervals; coverage in % (mean width in "
      "points)\n",
      country.stations(), country.strata.size(), draws);
  std::vector<std::size_t> all;
  for (const auto& stratum : country.strata) all.push_back(stratum.size());
  for (const std::size_t each : {2U, 6U, 24U}) {
    fmt::print("\n{} stations a stratum\n", each);
    fmt::print(
        "| figure | truth | Satterthwaite | mean degrees | n - H | unstratified | binomial | "
        "no vote |\n|---|---|---|---|---|---|---|---|\n");
    for (const coverage::Tally& tally :
         coverage::cover(country, allocate_equal(all, each), draws, kSeed + each)) {
      const auto used = static_cast<double>(draws - tally.without);
      const auto cell = [&](std::size_t hits, double width) {
        return fmt::format("{:.1f} ({:.2f})", 100 * static_cast<double>(hits) / used,
                           100 * width / used);
      };
      double truth = country.share(0) - country.share(1);
      for (std::size_t p = 0; p < country.parties.size(); ++p) {
        if (country.parties[p] == tally.name) truth = country.share(p);
      }
      fmt::print("| {} | {:.2f} | {} | {:.1f} | {} | {} | {} | {} |\n", tally.name, 100 * truth,
                 cell(tally.covered, tally.width), tally.degrees / used,
                 cell(tally.plain, tally.plain_width),
                 cell(tally.unstratified, tally.unstratified_width),
                 cell(tally.binomial, tally.binomial_width), tally.without);
    }
  }
}

}  // namespace
}  // namespace scrutineer

int main(int argc, char** argv) {
  using namespace scrutineer;
  const std::size_t draws = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 10'000;
  if (argc < 5) {
    print(synthetic(), draws);
    return 0;
  }
  const auto country = of_folder(argv[2], argv[3], argv[4]);
  if (!country) {
    for (const Error& error : country.error()) fmt::print(stderr, "{}\n", to_sentence(error));
    return 2;
  }
  print(*country, draws);
}
