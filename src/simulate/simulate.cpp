// A country from nothing but a seed.
#include "simulate/simulate.hpp"

#include <algorithm>
#include <array>
#include <numeric>

#include <fmt/core.h>

#include "simulate/copies.hpp"

namespace scrutineer {
namespace {

constexpr Votes kNamesOfStation = 500;
// Of 1,000 names this many vote; of 1,000 votes this many are invalid.
constexpr Votes kTurnout = 700, kInvalid = 9;

struct Colour {
  const char* id;
  const char* name;
  const char* code;
};
constexpr std::array<Colour, 12> kColours = {{{"red", "Red list", "#c0504d"},
                                              {"blue", "Blue list", "#3b6fb6"},
                                              {"green", "Green list", "#4d9a6a"},
                                              {"orange", "Orange list", "#d98b2b"},
                                              {"purple", "Purple list", "#7d5ba6"},
                                              {"teal", "Teal list", "#5b9aa6"},
                                              {"brown", "Brown list", "#8c6b4a"},
                                              {"pink", "Pink list", "#c77fa3"},
                                              {"olive", "Olive list", "#8c8c5a"},
                                              {"grey", "Grey list", "#999999"},
                                              {"gold", "Gold list", "#c2a83e"},
                                              {"navy", "Navy list", "#2f4468"}}};

Errors problems_of(const CountryOptions& options) {
  Errors errors;
  const auto within = [&](const char* name, auto value, auto low, auto high) {
    if (value >= low && value <= high) return;
    Error error;
    error.message =
        fmt::format("{}: found {}, expected a number from {} to {}.", name, value, low, high);
    errors.push_back(std::move(error));
  };
  within("stations", options.stations, std::size_t{1}, kMostStations);
  within("provinces", options.provinces, std::size_t{1}, kMostProvinces);
  within("parties", options.parties, std::size_t{2}, kMostParties);
  within("seats", options.seats, Seats{1}, Seats{100'000});
  if (options.provinces > options.stations) {
    errors.push_back(fail("there are more provinces than stations.").value()[0]);
  }
  if (options.seats < static_cast<Seats>(options.provinces)) {
    errors.push_back(fail("there are fewer seats than provinces.").value()[0]);
  }
  return errors;
}

void describe(const CountryOptions& options, Random& random, Election& election) {
  election.id = fmt::format("synthetic-{}", options.seed);
  election.date = "2030-06-02";
  election.languages = {"en"};
  election.name["en"] = fmt::format("Synthetic election of seed {}", options.seed);
  election.citation = fmt::format(
      "Synthetic: made by scrutineer simulate from seed {}. No such country exists.", options.seed);
  election.levels = {"country", "province"};
  for (std::size_t p = 0; p < options.parties; ++p) {
    Party party;
    party.id = p < kColours.size() ? kColours[p].id : fmt::format("list-{}", p + 1);
    party.name["en"] = p < kColours.size() ? kColours[p].name : fmt::format("List {}", p + 1);
    if (p < kColours.size()) party.color = kColours[p].code;
    election.parties.push_back(std::move(party));
  }
  Contest contest;
  contest.id = "assembly";
  contest.name["en"] = "Assembly (synthetic)";
  contest.seats = options.seats;
  contest.constituencies = "province";
  election.contests.push_back(std::move(contest));
  Source commission;
  commission.id = "commission";
  commission.name["en"] = "Election commission (synthetic)";
  commission.role = Role::commission;
  election.sources.push_back(std::move(commission));
  Unit country;
  country.id = "country";
  country.name["en"] = place_name(random) + " (synthetic)";
  election.units.push_back(std::move(country));
}

// The two largest parties by votes, the larger first.
std::vector<std::size_t> two_largest(const std::vector<ConstituencyTotals>& totals,
                                     std::size_t parties) {
  std::vector<std::pair<Votes, std::size_t>> sums;
  for (std::size_t p = 0; p < parties; ++p) {
    Votes sum = 0;
    for (const ConstituencyTotals& c : totals) sum += c.votes[p];
    sums.emplace_back(-sum, p);
  }
  std::sort(sums.begin(), sums.end());
  return {sums[0].second, sums[1].second};
}

std::vector<ConstituencyTotals> make_totals(const CountryOptions& options, Random& random,
                                            Election& election) {
  std::vector<Votes> weights, shares;
  for (std::size_t c = 0; c < options.provinces; ++c) weights.push_back(random.between(100, 400));
  for (std::size_t p = 0; p < options.parties; ++p)
    shares.push_back(Votes{1'000'000} >> std::min<std::size_t>(p, 16));
  const auto of_all = [&](Votes total) {
    std::vector<Votes> parts = apportion(total - static_cast<Votes>(options.provinces), weights);
    for (Votes& part : parts) ++part;
    return parts;
  };
  const std::vector<Votes> stations = of_all(static_cast<Votes>(options.stations));
  const std::vector<Votes> seats = of_all(options.seats);
  std::vector<ConstituencyTotals> totals;
  for (std::size_t c = 0; c < options.provinces; ++c) {
    Unit province;
    province.id = fmt::format("p{:03}", c + 1);
    province.parent = UnitIndex{0};
    province.level = 1;
    province.name["en"] = place_name(random);
    province.seats = seats[c];
    ConstituencyTotals total;
    total.unit = {static_cast<std::uint32_t>(election.units.size())};
    total.stations = static_cast<std::size_t>(stations[c]);
    total.registered = stations[c] * kNamesOfStation + random.between(-40, 40);
    const Votes cast = total.registered * (kTurnout + random.between(-40, 40)) / 1'000;
    total.invalid = cast * kInvalid / 1'000;
    const Votes memory = std::accumulate(shares.begin(), shares.end(), Votes{0}) / 20;
    total.votes = apportion(cast - total.invalid, Urn(shares, memory).draw(10'000, random));
    province.registered = total.registered;
    election.units.push_back(std::move(province));
    totals.push_back(std::move(total));
  }
  return totals;
}

}  // namespace

Result<Simulation> simulate_country(const CountryOptions& options) {
  Errors errors = problems_of(options);
  if (!errors.empty()) return tl::unexpected(std::move(errors));
  const Random seed(options.seed);
  Country country;
  Random random = seed.fork("country");
  describe(options, random, country.election);
  const auto totals = make_totals(options, random, country.election);
  CopiesRequest request;
  request.agents_of = two_largest(totals, options.parties);
  request.errors = options.errors;
  Question question;
  question.id = "majority";
  question.kind = QuestionKind::seats_at_least;
  question.parties = {PartyIndex{static_cast<std::uint32_t>(request.agents_of[0])}};
  question.who = country.election.parties[request.agents_of[0]].id;
  question.seats = options.seats / 2 + 1;
  question.name["en"] = fmt::format("Does the {} hold a majority? (synthetic)",
                                    country.election.parties[request.agents_of[0]].name["en"]);
  country.election.questions.push_back(std::move(question));
  settle_country(totals, seed.fork("stations"), country);
  Simulation simulation;
  publish(std::move(country), request, seed, simulation);
  return simulation;
}

}  // namespace scrutineer
