#include "simulate/country.hpp"

#include <algorithm>
#include <array>
#include <numeric>

#include <fmt/core.h>

namespace scrutineer {
namespace {

// About as many as Cambodia had in 2013: 19,009 stations in 1,633 communes and 197 districts.
constexpr std::size_t kStationsInCommune = 12, kCommunesInDistrict = 8;

// `total` things in parts of nearly `size`: how many in each part, at least one.
std::vector<std::size_t> parts_of(std::size_t total, std::size_t size) {
  const std::size_t parts = std::max<std::size_t>(1, (total + size / 2) / size);
  std::vector<std::size_t> counts(std::min(parts, total), 0);
  for (std::size_t i = 0; i < total; ++i) ++counts[i * counts.size() / total];
  return counts;
}

class Settler {
 public:
  Settler(Country& country) : country_(country) {
    Election& election = country.election;
    above_ = election.levels.size();
    for (const char* level : {"district", "commune", "station"})
      election.levels.emplace_back(level);
  }

  void settle(const ConstituencyTotals& totals, Random random) {
    const std::size_t first = country_.stations.size();
    const std::vector<Place> places = make_places(totals, random);
    const std::vector<Votes> registered = spread_voters(totals, places.size(), random);
    const Votes valid_in_all = std::accumulate(totals.votes.begin(), totals.votes.end(), Votes{0});
    const std::vector<Votes> cast =
        split_turnout(valid_in_all + totals.invalid, registered, places, random);
    const std::vector<Votes> invalid = split_evenly(totals.invalid, cast, random);
    std::vector<Votes> valid;
    for (std::size_t s = 0; s < cast.size(); ++s) valid.push_back(cast[s] - invalid[s]);
    const auto votes = split_votes(totals.votes, valid, places, random);
    for (std::size_t s = 0; s < places.size(); ++s) {
      StationForm form;
      form.station = first + s;
      form.registered = registered[s];
      form.cast = cast[s];
      form.issued = std::min(registered[s], cast[s] + static_cast<Votes>(random.below(8) / 6));
      form.valid = valid[s];
      form.invalid = invalid[s];
      form.votes = votes[s];
      country_.election.units[country_.stations[first + s].value].registered = registered[s];
      country_.truth.push_back(std::move(form));
    }
  }

 private:
  UnitIndex add_unit(std::string id, UnitIndex parent, std::size_t level, std::string name) {
    Unit unit;
    unit.id = std::move(id);
    unit.parent = parent;
    unit.level = static_cast<std::uint32_t>(level);
    unit.name[country_.election.languages.front()] = std::move(name);
    country_.election.units.push_back(std::move(unit));
    return {static_cast<std::uint32_t>(country_.election.units.size() - 1)};
  }

  std::vector<Place> make_places(const ConstituencyTotals& totals, Random& random) {
    std::vector<Place> places;
    const std::string root = country_.election.units[totals.unit.value].id;
    std::size_t district_number = 0, commune_number = 0, station_number = 0;
    for (const std::size_t communes :
         parts_of(parts_of(totals.stations, kStationsInCommune).size(), kCommunesInDistrict)) {
      const UnitIndex district = add_unit(fmt::format("{}-d{:02}", root, ++district_number),
                                          totals.unit, above_, place_name(random));
      for (std::size_t i = 0; i < communes; ++i) {
        const std::size_t stations = parts_of(totals.stations, kStationsInCommune)[commune_number];
        const std::string name = place_name(random);
        const UnitIndex commune =
            add_unit(fmt::format("{}-c{:03}", root, ++commune_number), district, above_ + 1, name);
        for (std::size_t s = 1; s <= stations; ++s) {
          country_.stations.push_back(add_unit(fmt::format("{}-{:04}", root, ++station_number),
                                               commune, above_ + 2,
                                               fmt::format("{}, station {}", name, s)));
          places.push_back({district_number, commune_number});
        }
      }
    }
    return places;
  }

  // Stations have between about two thirds and four thirds of the average.
  static std::vector<Votes> spread_voters(const ConstituencyTotals& totals, std::size_t stations,
                                          Random& random) {
    std::vector<Votes> weights;
    for (std::size_t s = 0; s < stations; ++s) {
      weights.push_back(4'000 + random.between(0, 2'000) + random.between(0, 2'000));
    }
    return apportion(totals.registered, weights);
  }

  Country& country_;
  std::size_t above_;
};

}  // namespace

void settle_country(const std::vector<ConstituencyTotals>& totals, const Random& random,
                    Country& country) {
  Settler settler(country);
  for (std::size_t c = 0; c < totals.size(); ++c) settler.settle(totals[c], random.fork(c));
}

std::string place_name(Random& random) {
  constexpr std::array kBegin = {"ba", "bo", "cha", "da",  "ka", "kam", "ke",  "lo",  "ma", "mo",
                                 "na", "ni", "po",  "pra", "ro", "sa",  "sam", "sre", "ta", "to"};
  constexpr std::array kEnd = {"bek",  "dal", "dok",  "gan", "kor",  "lan",  "long",
                               "mar",  "nam", "peng", "ran", "rey",  "rith", "san",
                               "song", "tan", "thom", "tuk", "vang", "yang"};
  std::string name = kBegin[random.below(kBegin.size())];
  if (random.below(3) == 0) name += kBegin[random.below(kBegin.size())];
  name += kEnd[random.below(kEnd.size())];
  if (random.below(4) == 0) {
    std::string second = kEnd[random.below(kEnd.size())];
    second[0] = static_cast<char>(second[0] - 'a' + 'A');
    name += " " + second;
  }
  name[0] = static_cast<char>(name[0] - 'a' + 'A');
  return name;
}

}  // namespace scrutineer
