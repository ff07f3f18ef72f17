#include "seats/share.hpp"

#include <algorithm>
#include <numeric>

namespace scrutineer {

namespace {

// The parties whose next key is the highest. One without votes never takes a seat.
std::vector<std::size_t> leaders(const Sharing& sharing, const std::vector<Votes>& votes,
                                 const std::vector<Seats>& seats) {
  std::vector<std::size_t> best;
  Key highest;
  for (std::size_t p = 0; p < votes.size(); ++p) {
    if (votes[p] == 0) continue;
    const Key key = key_of(sharing, votes[p], seats[p] + 1);
    const auto order = best.empty() ? std::strong_ordering::greater : key <=> highest;
    if (order == std::strong_ordering::less) continue;
    if (order == std::strong_ordering::greater) best.clear();
    highest = key;
    best.push_back(p);
  }
  return best;
}

}  // namespace

Shares share_seats(const Sharing& sharing, const std::vector<Votes>& votes, bool from_zero) {
  Shares shares;
  shares.full.assign(votes.size(), 0);
  shares.certain = shares.full;
  if (sharing.seats == 0) return shares;
  if (sharing.total == 0) {
    shares.vacant = sharing.seats;
    return shares;
  }
  if (!from_zero) {
    const auto parties = static_cast<Seats>(votes.size());
    for (std::size_t p = 0; p < votes.size(); ++p) {
      shares.full[p] = sure_seats(sharing, votes[p], parties);
    }
    shares.certain = shares.full;
  }
  const bool whole = sharing.rule == Rule::plurality;
  shares.prize = whole ? sharing.seats : 1;
  Seats prizes =
      whole ? 1 : sharing.seats - std::accumulate(shares.full.begin(), shares.full.end(), Seats{0});
  while (prizes > 0) {
    const auto best = leaders(sharing, votes, shares.certain);
    if (static_cast<Seats>(best.size()) > prizes) {
      shares.tied = best;
      shares.open = prizes;
      break;
    }
    for (const std::size_t p : best) {
      shares.certain[p] += shares.prize;
      shares.awards.push_back({p, shares.certain[p]});
    }
    prizes -= static_cast<Seats>(best.size());
  }
  return shares;
}

}  // namespace scrutineer
