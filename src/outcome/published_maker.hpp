// Random tiny elections of which something is published, for the tests of partial knowledge.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "outcome/published.hpp"
#include "outcome/published_brute_force.hpp"

namespace scrutineer {

std::string describe(const PublishedProblem& problem);
std::string describe_votes(const brute::VoteTable& table);

// A count of test cases, times SCRUTINEER_TEST_SCALE per cent.
std::size_t scaled(std::size_t count);

// Chooses a secret table of votes, and publishes some of its figures: all are true, some of them
// as intervals.
class PublishedMaker {
 public:
  explicit PublishedMaker(std::uint64_t seed) : engine_(seed) {}

  // Uniform enough, and the same with every library.
  std::int64_t upto(std::int64_t most) {
    return static_cast<std::int64_t>(engine_() % static_cast<std::uint64_t>(most + 1));
  }
  bool one_in(std::int64_t n) { return upto(n - 1) == 0; }

  PublishedProblem make(Rule rule);
  SeatTarget target(const PublishedProblem& problem);
  std::vector<std::size_t> some_places(const PublishedProblem& problem);

 private:
  std::size_t some_constituency(const PublishedProblem& problem);
  void choose_election(PublishedProblem& problem, Rule rule);
  void add(PublishedProblem& problem, Fact::Kind kind, std::optional<std::size_t> constituency,
           std::optional<std::size_t> party, Votes value, Change way = Change::added);
  bool publish(PublishedProblem& problem);
  void publish_seats(PublishedProblem& problem, std::size_t c, const std::vector<Seats>& seats);
  void publish_votes(PublishedProblem& problem, std::size_t c);
  void publish_margins(PublishedProblem& problem, brute::Published& twin, std::size_t c);
  void publish_totals(PublishedProblem& problem, const std::vector<Seats>& held);

  std::mt19937_64 engine_;
  brute::VoteTable table_;
};

}  // namespace scrutineer
