#include "outcome/published_maker.hpp"

#include <algorithm>
#include <cstdlib>
#include <numeric>
#include <sstream>

namespace scrutineer {

std::string describe(const PublishedProblem& problem) {
  std::ostringstream out;
  out << "rule " << name_of(problem.rules.rule) << " parties " << problem.parties << " seats";
  for (const Seats seats : problem.seats) out << ' ' << seats;
  if (problem.rules.threshold) {
    out << " threshold " << to_string(problem.rules.threshold->share)
        << (problem.rules.threshold->strict ? " strict" : "");
  }
  if (!problem.rules.connected.empty()) out << " connected 0 1";
  const char* kinds[] = {"seats", "votes", "registered", "cast", "margin"};
  for (const Fact& fact : problem.facts) {
    out << "\n  " << kinds[static_cast<int>(fact.kind)];
    if (fact.kind == Fact::Kind::margin) out << ' ' << name_of(fact.way);
    if (fact.constituency) out << " in " << *fact.constituency;
    if (fact.party) out << " of " << *fact.party;
    out << ": " << fact.low << ".." << fact.high;
  }
  return out.str();
}

std::string describe_votes(const brute::VoteTable& table) {
  std::ostringstream out;
  for (const auto& votes : table) {
    out << " |";
    for (const Votes v : votes) out << ' ' << v;
  }
  return out.str();
}

std::size_t scaled(std::size_t count) {
  const char* percent = std::getenv("SCRUTINEER_TEST_SCALE");
  return percent ? std::max<std::size_t>(1, count * std::strtoul(percent, nullptr, 10) / 100)
                 : count;
}

PublishedProblem PublishedMaker::make(Rule rule) {
  PublishedProblem problem;
  do {
    problem = PublishedProblem{};
    choose_election(problem, rule);
  } while (!publish(problem));
  return problem;
}

SeatTarget PublishedMaker::target(const PublishedProblem& problem) {
  SeatTarget target;
  const auto all = static_cast<std::int64_t>(problem.parties);
  const auto who = static_cast<std::size_t>(upto(all - 1));
  for (std::size_t p = 0; p < problem.parties; ++p) {
    const bool more = target.who.size() + 1 < problem.parties && problem.parties > 2;
    if (p == who || (more && p < who && one_in(4))) target.who.push_back(p);
  }
  target.at_least = one_in(2);
  if (one_in(3)) target.constituency = some_constituency(problem);
  const Seats chamber = std::accumulate(problem.seats.begin(), problem.seats.end(), Seats{0});
  const Seats most = target.constituency ? problem.seats[*target.constituency] : chamber;
  target.seats = target.at_least ? 1 + upto(most) : upto(most);
  return target;
}

std::vector<std::size_t> PublishedMaker::some_places(const PublishedProblem& problem) {
  std::vector<std::size_t> places;
  if (one_in(2)) return places;
  for (std::size_t c = 0; c < problem.seats.size(); ++c) {
    if (one_in(2)) places.push_back(c);
  }
  return places;
}

std::size_t PublishedMaker::some_constituency(const PublishedProblem& problem) {
  return static_cast<std::size_t>(upto(static_cast<std::int64_t>(problem.seats.size()) - 1));
}

void PublishedMaker::choose_election(PublishedProblem& problem, Rule rule) {
  problem.rules.rule = rule;
  problem.parties = static_cast<std::size_t>(2 + upto(1));
  if (one_in(6)) {
    problem.rules.threshold =
        Threshold{Rational::of(1 + upto(2), 8), Base::valid, Scope::constituency, one_in(2)};
  } else if (problem.parties > 2 && rule != Rule::hare_largest_remainder && one_in(12)) {
    problem.rules.connected = {{0, 1}};
  }
  const std::int64_t constituencies = problem.parties == 2 ? 1 + upto(2) : 1 + upto(1);
  table_.clear();
  for (std::int64_t c = 0; c < constituencies; ++c) {
    problem.constituencies.push_back(std::to_string(c));
    problem.seats.push_back(1 + upto(3));
    std::vector<Votes> votes;
    for (std::size_t p = 0; p < problem.parties; ++p) votes.push_back(upto(one_in(3) ? 2 : 7));
    table_.push_back(votes);
  }
}

void PublishedMaker::add(PublishedProblem& problem, Fact::Kind kind,
                         std::optional<std::size_t> constituency, std::optional<std::size_t> party,
                         Votes value, Change way) {
  Fact fact;
  fact.kind = kind;
  fact.constituency = constituency;
  fact.party = party;
  fact.low = fact.high = value;
  fact.way = way;
  // Two statements that differ.
  const bool differ = one_in(kind == Fact::Kind::seats ? 40 : 5);
  if (differ && one_in(2)) fact.low = std::max<Votes>(0, value - 1 - upto(1));
  if (differ && fact.low == value) fact.high += 1 + upto(1);
  fact.claims = {"claim " + std::to_string(problem.facts.size())};
  problem.facts.push_back(std::move(fact));
}

// False where a lot would decide.
bool PublishedMaker::publish(PublishedProblem& problem) {
  brute::Published twin(problem);
  std::vector<Seats> held(problem.parties, 0);
  for (std::size_t c = 0; c < table_.size(); ++c) {
    const auto seats = twin.seats(table_[c], c);
    if (!seats) return false;
    publish_seats(problem, c, *seats);
    publish_votes(problem, c);
    publish_margins(problem, twin, c);
    for (std::size_t p = 0; p < problem.parties; ++p) held[p] += (*seats)[p];
  }
  publish_totals(problem, held);
  return true;
}

void PublishedMaker::publish_seats(PublishedProblem& problem, std::size_t c,
                                   const std::vector<Seats>& seats) {
  const bool all = !one_in(10);
  for (std::size_t p = 0; p < problem.parties; ++p) {
    const bool silent = seats[p] == 0 ? one_in(3) : (!all && one_in(2));
    if (!silent) add(problem, Fact::Kind::seats, c, p, seats[p]);
  }
}

void PublishedMaker::publish_votes(PublishedProblem& problem, std::size_t c) {
  const Votes valid = std::accumulate(table_[c].begin(), table_[c].end(), Votes{0});
  for (std::size_t p = 0; p < problem.parties; ++p) {
    if (one_in(6)) add(problem, Fact::Kind::votes, c, p, table_[c][p]);
  }
  if (one_in(4)) add(problem, Fact::Kind::votes, c, std::nullopt, valid);
  if (one_in(5)) add(problem, Fact::Kind::cast, c, std::nullopt, valid + upto(2));
  if (one_in(5)) add(problem, Fact::Kind::registered, c, std::nullopt, valid + 2 + upto(4));
}

void PublishedMaker::publish_margins(PublishedProblem& problem, brute::Published& twin,
                                     std::size_t c) {
  for (std::size_t p = 0; p < problem.parties; ++p) {
    if (!one_in(4)) continue;
    const Change ways[] = {Change::added, Change::switched, Change::removed};
    const Change way = ways[upto(2)];
    const auto margin = twin.margin(table_[c], c, p, way);
    if (margin) add(problem, Fact::Kind::margin, c, p, *margin, way);
  }
}

void PublishedMaker::publish_totals(PublishedProblem& problem, const std::vector<Seats>& held) {
  Votes valid = 0;
  for (std::size_t p = 0; p < problem.parties; ++p) {
    Votes votes = 0;
    for (const auto& here : table_) votes += here[p];
    valid += votes;
    if (!one_in(6)) add(problem, Fact::Kind::votes, std::nullopt, p, votes);
    if (one_in(3)) add(problem, Fact::Kind::seats, std::nullopt, p, held[p]);
  }
  add(problem, Fact::Kind::votes, std::nullopt, std::nullopt, valid);
  if (one_in(3)) add(problem, Fact::Kind::cast, std::nullopt, std::nullopt, valid + upto(2));
}

}  // namespace scrutineer
