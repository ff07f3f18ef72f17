// Where the next ballot of an adaptive audit of a chamber is expected to raise its e-value most.
//
// The e-value is the least of many products, one for every way to lose the majority. To raise the
// least alone is short-sighted: of the constituencies that it rests on one would draw where ballots
// tell most, until the least rests on the others, and end with the hardest seats given up, as a
// bundle does. The best division of ballots balances all ways that come near the least. So each way
// d is given the weight exp(−log e(d) / temperature), which a sum-product pass over the knapsack
// adds up, and the pull of a constituency is the weighted mean of the growth that a ballot there
// brings. Ballots that follow the greatest pull climb a smooth concave function, which is the least
// itself but for a few temperatures. This decides how many ballots are needed, never whether the
// answer may be trusted: that rests on the e-value alone (chamber.hpp).
#pragma once

#include <cstddef>
#include <vector>

namespace scrutineer {

// A value object; not for two threads at once.
class BallotPulls {
 public:
  // So many constituencies, of which nothing can be lost yet; all ways lose `excess` seats.
  BallotPulls(std::size_t constituencies, std::size_t excess);

  // One constituency by deficit 1, 2, …: the log e-value now, and how much a ballot is expected to
  // add to it. What is beyond `excess` is not looked at.
  void set(std::size_t constituency, const std::vector<double>& log_e,
           const std::vector<double>& growth);

  // By constituency; all 0 where no deficits sum to `excess`.
  std::vector<double> all() const;

 private:
  std::size_t width_;
  std::vector<std::vector<double>> weights_, growth_;  // by constituency and deficit, 0 included
};

}  // namespace scrutineer
