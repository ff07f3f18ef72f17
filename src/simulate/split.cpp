#include "simulate/split.hpp"

#include <algorithm>
#include <numeric>

namespace scrutineer {
namespace {

// How far shares vary: an urn with memory m gives shares p a variance of p(1 − p)/(m + 1).
constexpr Votes kDistrictMemory = 60, kCommuneMemory = 120, kStationMemory = 300;
constexpr Votes kTurnoutCommuneMemory = 60, kTurnoutStationMemory = 400;
constexpr Votes kTokens = 1'000;    // draws that fix the shares of a district or commune
constexpr Votes kUnit = 1'000'000;  // weights of shares add up to about this

Votes sum(const std::vector<Votes>& values) {
  return std::accumulate(values.begin(), values.end(), Votes{0});
}

// Shares drawn around `shares`; seven tenths are drawn, three stay, so that nobody vanishes.
std::vector<Votes> vary(const std::vector<Votes>& shares, Votes memory, Random& random) {
  const Votes all = std::max<Votes>(1, sum(shares));
  const std::vector<Votes> tokens =
      Urn(shares, std::max<Votes>(1, all / memory)).draw(kTokens, random);
  std::vector<Votes> varied;
  for (std::size_t i = 0; i < shares.size(); ++i) {
    varied.push_back(7 * kUnit / 10 / kTokens * tokens[i] +
                     static_cast<Votes>(static_cast<Wide>(shares[i]) * 3 * kUnit / 10 / all));
  }
  return varied;
}

// The shares that each place has, by station; drawn anew where the place begins.
template <typename PlaceOf>
std::vector<std::vector<Votes>> by_place(const std::vector<std::vector<Votes>>& above, Votes memory,
                                         PlaceOf place_of, Random& random) {
  std::vector<std::vector<Votes>> shares;
  for (std::size_t s = 0; s < above.size(); ++s) {
    const bool begins = s == 0 || place_of(s) != place_of(s - 1);
    shares.push_back(begins ? vary(above[s], memory, random) : shares.back());
  }
  return shares;
}

// `count` different ballots of those that stand in parts of the given sizes: how many in each part.
std::vector<Votes> choose_ballots(Votes count, const std::vector<Votes>& sizes, Random& random) {
  std::vector<std::size_t> ballots;
  for (std::size_t s = 0; s < sizes.size(); ++s) {
    ballots.insert(ballots.end(), static_cast<std::size_t>(sizes[s]), s);
  }
  std::vector<Votes> chosen(sizes.size(), 0);
  for (std::size_t i = 0; i < static_cast<std::size_t>(count) && i < ballots.size(); ++i) {
    std::swap(ballots[i], ballots[i + random.below(ballots.size() - i)]);
    ++chosen[ballots[i]];
  }
  return chosen;
}

// Makes the parties' sums right, station by station totals unchanged.
void balance(const std::vector<Votes>& by_party, std::vector<std::vector<Votes>>& votes,
             Random& random) {
  std::vector<std::size_t> wanted;
  std::vector<Votes> excess;
  for (std::size_t p = 0; p < by_party.size(); ++p) {
    Votes has = 0;
    for (const auto& station : votes) has += station[p];
    excess.push_back(has - by_party[p]);
    if (excess[p] < 0) wanted.insert(wanted.end(), static_cast<std::size_t>(-excess[p]), p);
  }
  random.shuffle(wanted);
  for (std::size_t p = 0; p < by_party.size(); ++p) {
    if (excess[p] <= 0) continue;
    std::vector<Votes> sizes;
    for (const auto& station : votes) sizes.push_back(station[p]);
    const std::vector<Votes> taken = choose_ballots(excess[p], sizes, random);
    for (std::size_t s = 0; s < votes.size(); ++s) {
      votes[s][p] -= taken[s];
      for (Votes moved = 0; moved < taken[s]; ++moved) {
        ++votes[s][wanted.back()];
        wanted.pop_back();
      }
    }
  }
}

}  // namespace

std::vector<Votes> apportion(Votes total, const std::vector<Votes>& weights) {
  std::vector<Votes> parts(weights.size(), 0);
  Wide all = 0;
  for (const Votes weight : weights) all += weight;
  if (all == 0) {
    if (!parts.empty()) parts[0] = total;
    return parts;
  }
  std::vector<std::pair<Wide, std::size_t>> remainders;  // the largest first: negated
  Votes given = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const Wide share = static_cast<Wide>(total) * weights[i];
    parts[i] = static_cast<Votes>(share / all);
    remainders.emplace_back(-(share % all), i);
    given += parts[i];
  }
  std::sort(remainders.begin(), remainders.end());
  for (std::size_t i = 0; given < total; ++i, ++given) ++parts[remainders[i].second];
  return parts;
}

Urn::Urn(std::vector<Votes> weights, Votes added)
    : weights_(std::move(weights)), added_(added), total_(sum(weights_)) {
  if (total_ > 0) return;
  weights_.assign(std::max<std::size_t>(1, weights_.size()), 1);
  total_ = static_cast<Votes>(weights_.size());
}

std::size_t Urn::draw(Random& random) {
  auto left = static_cast<Votes>(random.below(static_cast<std::uint64_t>(total_)));
  std::size_t colour = 0;
  while (left >= weights_[colour]) left -= weights_[colour++];
  weights_[colour] += added_;
  total_ += added_;
  return colour;
}

std::vector<Votes> Urn::draw(Votes draws, Random& random) {
  std::vector<Votes> counts(weights_.size(), 0);
  for (Votes i = 0; i < draws; ++i) ++counts[draw(random)];
  return counts;
}

std::vector<std::vector<Votes>> split_votes(const std::vector<Votes>& by_party,
                                            const std::vector<Votes>& valid,
                                            const std::vector<Place>& places, Random& random) {
  std::vector<std::vector<Votes>> shares(valid.size(), apportion(kUnit, by_party));
  shares =
      by_place(shares, kDistrictMemory, [&](std::size_t s) { return places[s].district; }, random);
  shares =
      by_place(shares, kCommuneMemory, [&](std::size_t s) { return places[s].commune; }, random);
  std::vector<std::vector<Votes>> votes;
  for (std::size_t s = 0; s < valid.size(); ++s) {
    votes.push_back(
        Urn(shares[s], std::max<Votes>(1, sum(shares[s]) / kStationMemory)).draw(valid[s], random));
  }
  balance(by_party, votes, random);
  return votes;
}

std::vector<Votes> split_turnout(Votes total, const std::vector<Votes>& of,
                                 const std::vector<Place>& places, Random& random) {
  const Votes all = sum(of);
  std::vector<std::vector<Votes>> shares(of.size(), apportion(kUnit, {total, all - total}));
  shares = by_place(
      shares, kTurnoutCommuneMemory, [&](std::size_t s) { return places[s].commune; }, random);
  std::vector<std::vector<Votes>> both;
  for (std::size_t s = 0; s < of.size(); ++s) {
    both.push_back(Urn(shares[s], std::max<Votes>(1, sum(shares[s]) / kTurnoutStationMemory))
                       .draw(of[s], random));
  }
  balance({total, all - total}, both, random);
  std::vector<Votes> doing;
  for (const auto& station : both) doing.push_back(station[0]);
  return doing;
}

std::vector<Votes> split_evenly(Votes total, const std::vector<Votes>& of, Random& random) {
  return choose_ballots(total, of, random);
}

}  // namespace scrutineer
