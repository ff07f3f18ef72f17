#include "audit/majority_simulation.hpp"

#include <numeric>

#include "base/threads.hpp"

namespace scrutineer {

namespace {

// The cards of one constituency, not yet drawn.
class CardsLeft {
 public:
  CardsLeft(std::vector<Votes> counts, Random random)
      : counts_(std::move(counts)),
        left_(std::accumulate(counts_.begin(), counts_.end(), Votes{0})),
        random_(std::move(random)) {}

  bool empty() const { return left_ == 0; }
  std::size_t draw() {
    auto number = static_cast<Votes>(random_.below(static_cast<std::uint64_t>(left_--)));
    std::size_t shown = 0;
    while (number >= counts_[shown]) number -= counts_[shown++];
    --counts_[shown];
    return shown;
  }

 private:
  std::vector<Votes> counts_;
  Votes left_;
  Random random_;
};

}  // namespace

CardCounts reported_cards(const MajorityClaim& claim) {
  CardCounts all;
  for (const MajorityConstituency& one : claim.constituencies) {
    std::vector<Votes> cards = one.tally.votes;
    const Votes valid = std::accumulate(cards.begin(), cards.end(), Votes{0});
    cards.push_back(one.tally.invalid);
    cards.push_back(one.tally.cards - valid - one.tally.invalid);
    cards.push_back(0);
    all.push_back(std::move(cards));
  }
  return all;
}

MajorityRun simulate_majority_audit(const MajorityPlan& plan, const CardCounts& cards,
                                    const Random& random, const MajoritySimulation& options) {
  std::vector<CardsLeft> places;
  for (std::size_t j = 0; j < cards.size(); ++j) places.emplace_back(cards[j], random.fork(j));
  MajorityAudit audit(plan);
  const auto ended = [&] {
    return audit.confirmed() || (options.most_ballots > 0 && audit.seen() >= options.most_ballots);
  };
  bool is_moving = true;
  while (is_moving && !ended()) {
    is_moving = false;
    for (const DrawHere& here : audit.next(options.round)) {
      for (std::int64_t i = 0; i < here.ballots && !ended(); ++i) {
        if (places[here.constituency].empty()) break;
        audit.feed(here.constituency, places[here.constituency].draw());
        is_moving = true;
      }
    }
  }
  MajorityRun run;
  run.confirmed = audit.confirmed();
  run.ballots = audit.seen();
  for (std::size_t j = 0; j < cards.size(); ++j) run.by_constituency.push_back(audit.seen(j));
  return run;
}

std::vector<MajorityRun> simulate_majority_audits(const MajorityPlan& plan, const CardCounts& cards,
                                                  std::int64_t runs, std::uint64_t seed,
                                                  const MajoritySimulation& options) {
  const Random source(seed);
  std::vector<MajorityRun> all(static_cast<std::size_t>(runs));
  for_each_piece(all.size(), [&](std::size_t run) {
    all[run] = simulate_majority_audit(plan, cards, source.fork(run), options);
  });
  return all;
}

}  // namespace scrutineer
