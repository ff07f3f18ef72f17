// Who holds the majority of a chamber of many constituencies, as one anytime-valid e-value.
//
// Reported seats s_j sum to M + k for a majority of M. There is no majority only if, for some
// deficits d_j (each from 0 to s_j) that sum to k + 1 or more, every constituency j has lost at
// least d_j of its seats. With e_j(d) the current e-value against "d or more were lost in j"
// (seat_bound.hpp; e_j(0) = 1),
//     E = min over d with sum d_j >= k + 1 of the product of e_j(d_j)
// is at most the product that belongs to the truth, which is a test supermartingale whatever the
// order in which constituencies are sampled. So E >= 1/α confirms the majority at risk limit α.
//
// Two traps. The product is of *current* e-values: running maxima of the constituencies may not be
// multiplied; only E itself is maximised over time. And no deficit may be left out, since e_j need
// not grow with d.
#pragma once

#include <cstddef>
#include <limits>
#include <vector>

#include "audit/seat_bound.hpp"
#include "base/result.hpp"

namespace scrutineer {

// The minimum by a min-plus knapsack in a tree over the constituencies: an update costs the nodes
// above one leaf. Log e-values are cut to multiples of 2^-20, downward, and at +700 (beyond which
// no risk limit asks): sums are then exact, and the same in any order. What is not a number, and
// minus infinity, count as an e-value of 0. A value object; not for two threads at once.
class ChamberEvidence {
 public:
  // Fails for a negative number of seats, and for more than 3,000 constituencies. Everything
  // starts at e-value 1.
  static Result<ChamberEvidence> make(std::vector<Seats> reported, Seats needed);

  // The current log e-values of deficits 1 … reported[j] of one constituency.
  void set(std::size_t constituency, const std::vector<double>& log_e);
  // The weakest current log e-value of assertions over the whole contest, on which all bounds rest
  // (a barrier). Not set: none.
  void set_everywhere(double log_e);

  // Log E now, and the greatest that it has been after any call of set. Plus infinity where no
  // loss of seats can end the majority (none are needed); 0 or less where it is not even reported.
  double log_e() const;
  double greatest_log_e() const { return greatest_; }

  // The deficits that E rests on: what the evidence excludes least. More ballots where a deficit is
  // not 0 raise E; elsewhere they do not. Among equals the first in the order of constituencies.
  std::vector<Seats> weakest() const;

 private:
  struct Node {
    std::vector<double> least;  // by sum of deficits; the last is "so many or more" where capped
    std::size_t left = 0, right = 0;
    std::size_t parent = 0;
    std::size_t constituency = 0;
    bool is_leaf = false;
  };

  ChamberEvidence() = default;
  std::size_t build(std::size_t first, std::size_t last, const std::vector<Seats>& reported);
  void combine(Node& node);
  void trace(std::size_t node, std::size_t sum, std::vector<Seats>& deficits) const;
  double least_at_root() const;
  void record();

  std::vector<Node> nodes_;
  std::vector<std::size_t> leaf_of_;      // by constituency
  std::vector<std::vector<double>> own_;  // by constituency and deficit
  std::vector<double> suffix_;            // scratch of combine
  std::size_t excess_ = 0;                // k + 1, or 0 where no majority is reported
  std::size_t all_ = 0;                   // seats reported
  double floor_ = 0;                      // stands for an e-value of 0
  double everywhere_ = std::numeric_limits<double>::infinity();
  double greatest_ = -std::numeric_limits<double>::infinity();
};

// Where the next ballots count, in the order of constituencies: a deficit of weakest(), and the
// assertion that is weakest there.
struct NextPlace {
  std::size_t constituency = 0;
  Seats deficit = 0;
  std::size_t assertion = 0;
};
std::vector<NextPlace> next_places(const ChamberEvidence& evidence,
                                   const std::vector<DeficitEvidence>& current);

}  // namespace scrutineer
