// The twin of published.hpp for tests: every table of whole votes that agrees with the facts, and
// the price of a question in each by trying every change of votes. It shares nothing with the
// programs but the allocator.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <tuple>
#include <vector>

#include "outcome/published.hpp"

namespace scrutineer::brute {

using VoteTable = std::vector<std::vector<Votes>>;  // constituencies × parties

// For each number of seats, the fewest votes of one kind after which `who` holds exactly that many:
// at best and at worst over the lots.
struct Profile {
  std::vector<std::optional<Votes>> at_best, at_worst;
};

class Published {
 public:
  explicit Published(const PublishedProblem& problem) : problem_(problem) {}

  struct Tables {
    bool finished = false;  // false: more than a test should try
    std::vector<VoteTable> tables;
  };
  // No cell holds more than `most_votes`; stops after `most_tables` of them, or `most_steps` steps.
  Tables agreeing(Votes most_votes, std::size_t most_tables, std::size_t most_steps);

  // The fewest votes that reach the target, at least by lot. Empty: no number of them does.
  std::optional<Votes> price(const VoteTable& table, const SeatTarget& target, Change change,
                             const std::vector<std::size_t>& only_in);

  // By how many votes a party misses its next seat for certain. Empty: it has all that there are.
  std::optional<Votes> margin(const std::vector<Votes>& votes, std::size_t constituency,
                              std::size_t party, Change change);

  // Seats by party in one constituency; nothing where a lot decides.
  std::optional<std::vector<Seats>> seats(const std::vector<Votes>& votes,
                                          std::size_t constituency) const;

 private:
  struct Walk;
  bool agrees_in(const VoteTable& table, std::size_t constituency);
  bool agrees_as_a_whole(const VoteTable& table) const;
  const Profile& profile(const std::vector<Votes>& votes, std::size_t constituency,
                         const std::vector<bool>& who, Change change);

  const PublishedProblem& problem_;
  std::map<std::tuple<std::vector<Votes>, Seats, std::vector<bool>, Change>, Profile> profiles_;
};

}  // namespace scrutineer::brute
