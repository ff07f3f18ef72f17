#include "audit/plan_cards.hpp"

#include <algorithm>
#include <numeric>

#include "audit/plan.hpp"

namespace scrutineer {

namespace {

Interpretation without_contest() {
  Interpretation ballot;
  ballot.card = Interpretation::Card::without_contest;
  return ballot;
}

Interpretation choosing(std::size_t candidate) {
  Interpretation ballot;
  ballot.choices = {candidate};
  return ballot;
}

// Kinds of a tally: each candidate, no countable vote, without the contest, a phantom.
class Kinds {
 public:
  Kinds(const AuditAgenda& agenda, const AuditStream& stream, AssumedCards& cards)
      : agenda_(agenda), stream_(stream), cards_(cards) {}

  void add_tally(const std::vector<Votes>& votes, Votes valid, Votes invalid, Votes all,
                 std::optional<std::size_t> pool) {
    for (std::size_t p = 0; p < votes.size(); ++p) add(votes[p], choosing(p), pool);
    add(invalid, {}, pool);
    add(all - valid - invalid, without_contest(), pool);
  }

  void add(Votes count, const Interpretation& ballot, std::optional<std::size_t> pool) {
    if (count <= 0) return;
    cards_.counts.push_back(static_cast<std::size_t>(count));
    for (std::size_t i = 0; i < cards_.assertions.size(); ++i) {
      const AuditAssertion& one = agenda_.assertions[cards_.assertions[i]];
      const double found = to_double(value_of(one.assertion.assorter, ballot));
      double value = found;
      if (one.comparison) {
        const double recorded = pool ? to_double(one.pool_means[*pool]) : 0.5;
        value = one.comparison->value({Record::card, recorded, Found::card, found});
      }
      cards_.values[i].push_back(value);
    }
  }

  // The same value for every assertion, as a part of what it is for a card without error.
  void add_compared(std::size_t count, double part) {
    if (count == 0) return;
    cards_.counts.push_back(count);
    for (std::size_t i = 0; i < cards_.assertions.size(); ++i) {
      const auto& comparison = agenda_.assertions[cards_.assertions[i]].comparison;
      cards_.values[i].push_back(comparison ? part * comparison->clean() : 0);
    }
  }

  // Where only two tallies are known of each assertion: those for it, against it, and the rest.
  // Cards of one assertion alone are then right; kinds of several are taken to go together.
  void add_pairs(std::size_t all) {
    const Assertion& hardest = agenda_.assertions[cards_.assertions.front()].assertion;
    const auto winner = static_cast<std::size_t>(hardest.winner_ballots.value_or(0));
    const auto loser = static_cast<std::size_t>(hardest.loser_ballots.value_or(0));
    const std::size_t counts[] = {winner, loser, all - std::min(all, winner + loser)};
    const double values[] = {1, 0, 0.5};
    for (std::size_t kind = 0; kind < 3; ++kind) {
      cards_.counts.push_back(counts[kind]);
      for (auto& of_assertion : cards_.values) of_assertion.push_back(values[kind]);
    }
  }

 private:
  const AuditAgenda& agenda_;
  const AuditStream& stream_;
  AssumedCards& cards_;
};

}  // namespace

std::size_t AssumedCards::size() const {
  return std::accumulate(counts.begin(), counts.end(), std::size_t{0});
}

AssumedCards assumed_cards(const AuditAgenda& agenda, std::size_t s,
                           const std::vector<std::size_t>& assertions) {
  const AuditStream& stream = agenda.streams[s];
  const AuditContest& contest = agenda.contests[stream.contest];
  AssumedCards cards;
  cards.assertions = assertions;
  cards.values.resize(assertions.size());
  Kinds kinds(agenda, stream, cards);
  const std::size_t real = stream.cards.size() - stream.phantoms;
  const ContestTally& tally = stream.tally;
  switch (agenda.design.evidence) {
    case Evidence::comparison: {
      const auto one = static_cast<std::size_t>(kOneVoteErrors * static_cast<double>(real));
      const auto two = static_cast<std::size_t>(kTwoVoteErrors * static_cast<double>(real));
      kinds.add_compared(real - one - two, 1);
      kinds.add_compared(one, 0.5);
      kinds.add_compared(two, 0);
      break;
    }
    case Evidence::pools: {
      std::vector<bool> here(contest.pools.size(), false);
      for (const std::size_t card : stream.cards) {
        if (!agenda.cards.is_phantom(card)) {
          here[contest.pool_of[agenda.cards.container(card)]] = true;
        }
      }
      for (std::size_t p = 0; p < here.size(); ++p) {
        const AuditPool& pool = contest.pools[p];
        if (here[p]) kinds.add_tally(pool.votes, pool.valid, pool.invalid, pool.cards, p);
      }
      break;
    }
    case Evidence::polling:
      if (contest.form.most_choices > 1 || contest.ballot == Ballot::ranked) {
        kinds.add_pairs(real);
      } else {
        const Votes valid = std::accumulate(tally.votes.begin(), tally.votes.end(), Votes{0});
        kinds.add_tally(tally.votes, valid, tally.invalid, static_cast<Votes>(real), std::nullopt);
      }
  }
  Interpretation missing;
  missing.card = Interpretation::Card::missing;
  kinds.add(static_cast<Votes>(stream.phantoms), missing, std::nullopt);
  return cards;
}

void take_away(AssumedCards& cards, std::size_t read) {
  const std::size_t all = cards.size();
  if (read == 0 || all == 0) return;
  const std::size_t left = all - std::min(all, read);
  // Cumulated, so that rounding leaves exactly as many as there are.
  std::size_t before = 0;
  std::size_t kept = 0;
  for (std::size_t& count : cards.counts) {
    before += count;
    const auto upto = static_cast<std::size_t>(static_cast<Wide>(before) * left / all);
    count = upto - kept;
    kept = upto;
  }
}

AssumedOrder::AssumedOrder(const AssumedCards& cards, Random random) : random_(std::move(random)) {
  kinds_.reserve(cards.size());
  for (std::uint32_t kind = 0; kind < cards.counts.size(); ++kind) {
    kinds_.insert(kinds_.end(), cards.counts[kind], kind);
  }
}

std::uint32_t AssumedOrder::next() {
  const std::size_t at = drawn_ + random_.below(kinds_.size() - drawn_);
  std::swap(kinds_[drawn_], kinds_[at]);
  return kinds_[drawn_++];
}

}  // namespace scrutineer
