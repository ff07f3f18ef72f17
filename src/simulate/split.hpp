// Totals split into parts by whole numbers alone: shares of seats and voters, and votes that vary
// from place to place as they do in elections, with sums that stay exact. Used inside this folder
// only.
#pragma once

#include <cstddef>
#include <vector>

#include "base/numbers.hpp"
#include "base/random.hpp"

namespace scrutineer {

// `total` in proportion to the weights, by largest remainders; of equal ones the first. Weights are
// not negative; where all are zero, the first part takes everything.
std::vector<Votes> apportion(Votes total, const std::vector<Votes>& weights);

// Pólya's urn: a drawn colour is put back with `added` more of it. The counts of n draws follow the
// Dirichlet-multinomial law with parameters weights/added, without a gamma variate or a logarithm.
class Urn {
 public:
  Urn(std::vector<Votes> weights, Votes added);
  std::size_t draw(Random& random);
  std::vector<Votes> draw(Votes draws, Random& random);

 private:
  std::vector<Votes> weights_;
  Votes added_, total_ = 0;
};

// Where a station stands; stations of one commune, and communes of one district, follow each other.
struct Place {
  std::size_t district = 0, commune = 0;
};

// Votes of each station by party: station s has valid[s], party p has in all by_party[p]; both
// add up to the same. The shares vary from district to district, commune to commune, station to
// station (Pólya urns with 60, 120 and 300 votes' worth of memory); what the sums then lack is
// moved from randomly chosen ballots of parties that have too many.
std::vector<std::vector<Votes>> split_votes(const std::vector<Votes>& by_party,
                                            const std::vector<Votes>& valid,
                                            const std::vector<Place>& places, Random& random);

// Of each station's `of[s]` (registered voters), those that do something (vote): `total` in all,
// varying by commune (60) and station (400).
std::vector<Votes> split_turnout(Votes total, const std::vector<Votes>& of,
                                 const std::vector<Place>& places, Random& random);

// `total` of the ballots of[s], each ballot as likely as any other (multivariate hypergeometric).
std::vector<Votes> split_evenly(Votes total, const std::vector<Votes>& of, Random& random);

}  // namespace scrutineer
