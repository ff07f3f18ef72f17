#include "audit/plan.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "audit/majority_pull.hpp"
#include "audit/plan_cards.hpp"
#include "audit/sample_sizes.hpp"

namespace scrutineer {

SizeForecast size_forecast(std::vector<std::int64_t> sizes) {
  std::sort(sizes.begin(), sizes.end());
  const double sum = std::accumulate(sizes.begin(), sizes.end(), 0.0);
  return {sum / static_cast<double>(sizes.size()), quantile(sizes, 0.5), quantile(sizes, 0.9)};
}

namespace {

constexpr std::size_t kHardest = 6;      // assertions of a stream that are simulated
constexpr double kMostCardsDrawn = 3e8;  // runs are fewer where a stream has very many cards
constexpr double kFarEnough = 700;       // beyond what any risk limit asks
constexpr double kStepsToLine = 32;      // in which one claim alone would be confirmed
constexpr std::size_t kMostSpreadSteps = 100'000;

class Planner {
 public:
  Planner(const AuditAgenda& agenda, const std::vector<std::optional<Martingale>>& martingales,
          const StreamSizes& read, const PlanOptions& options)
      : agenda_(agenda), martingales_(martingales), read_(read), options_(options) {
    limit_ =
        rounded_down({agenda.design.risk_limit.numerator, agenda.design.risk_limit.denominator});
  }

  AuditPlan run() {
    plan_.next_round.sizes = read_;
    for (std::size_t t = 0; t < agenda_.targets.size(); ++t) {
      const AgendaTarget& target = agenda_.targets[t];
      if (!target.is_targeted || target.assertions.empty()) continue;
      if (target.standing == Standing::tie || target.standing == Standing::no_votes) {
        plan_.needs_full_count = true;
        continue;
      }
      if (target.chamber) {
        plan_chamber(t, *target.chamber);
      } else {
        plan_every(t);
      }
    }
    count_cards_and_containers();
    return std::move(plan_);
  }

 private:
  bool is_open(std::size_t a) const {
    return martingales_[a].has_value() && martingales_[a]->p_value() > limit_;
  }

  std::int64_t runs_for(std::size_t cards) const {
    const double most = kMostCardsDrawn / std::max(1.0, static_cast<double>(cards));
    return std::max<std::int64_t>(20, std::min(options_.runs, static_cast<std::int64_t>(most)));
  }

  // The hardest that are still open, the hardest first.
  std::vector<std::size_t> hardest_of(std::size_t stream,
                                      const std::vector<std::size_t>& assertions,
                                      std::size_t most) const {
    std::vector<std::size_t> open;
    for (const std::size_t a : assertions) {
      if (agenda_.assertions[a].stream == stream && is_open(a)) open.push_back(a);
    }
    const auto difficulty = [&](std::size_t a) {
      return difficulty_of({}, agenda_.assertions[a].assertion).value_or(0);
    };
    std::stable_sort(open.begin(), open.end(),
                     [&](std::size_t a, std::size_t b) { return difficulty(a) > difficulty(b); });
    if (open.size() > most) open.resize(most);
    return open;
  }

  Random random_of(std::size_t stream, std::int64_t run) const {
    return Random(options_.seed).fork(stream).fork(static_cast<std::uint64_t>(run));
  }

  // In how many further cards all of these are confirmed; all cards where they never are.
  std::int64_t size_of_run(const AssumedCards& cards, Random random) const {
    AssumedOrder order(cards, std::move(random));
    std::vector<Martingale> martingales;
    for (const std::size_t a : cards.assertions) martingales.push_back(*martingales_[a]);
    std::vector<bool> done(martingales.size(), false);
    std::vector<std::uint32_t> kinds;
    std::vector<double> values;
    std::size_t drawn = 0;
    std::size_t size = 0;
    for (std::size_t block = 64; drawn < order.size(); block *= 2) {
      kinds.resize(std::min(block, order.size() - drawn));
      for (std::uint32_t& kind : kinds) kind = order.next();
      bool all_done = true;
      for (std::size_t i = 0; i < martingales.size(); ++i) {
        if (done[i]) continue;
        values.clear();
        for (const std::uint32_t kind : kinds) values.push_back(cards.values[i][kind]);
        const std::size_t used = martingales[i].feed_until(limit_, values);
        done[i] = martingales[i].p_value() <= limit_;
        if (done[i]) size = std::max(size, drawn + used);
        all_done = all_done && done[i];
      }
      drawn += kinds.size();
      if (all_done) return static_cast<std::int64_t>(size);
    }
    return static_cast<std::int64_t>(order.size());
  }

  void plan_every(std::size_t t) {
    const AgendaTarget& target = agenda_.targets[t];
    TargetForecast forecast;
    forecast.target = t;
    for (std::size_t s = 0; s < agenda_.streams.size(); ++s) {
      const auto open = hardest_of(s, target.assertions, kHardest);
      if (open.empty()) continue;
      AssumedCards cards = assumed_cards(agenda_, s, open);
      take_away(cards, read_[s]);
      std::vector<std::int64_t> sizes;
      for (std::int64_t run = 0; run < runs_for(cards.size()); ++run) {
        sizes.push_back(static_cast<std::int64_t>(read_[s]) +
                        size_of_run(cards, random_of(s, run)));
      }
      forecast.streams.push_back({s, open.front(), size_forecast(std::move(sizes))});
    }
    add_up(std::move(forecast));
  }

  void add_up(TargetForecast forecast) {
    for (const StreamForecast& one : forecast.streams) {
      forecast.size.mean += one.size.mean;
      forecast.size.median += one.size.median;
      forecast.size.high += one.size.high;
      auto& size = plan_.next_round.sizes[one.stream];
      size = std::max(size, static_cast<std::size_t>(one.size.high));
    }
    if (!forecast.streams.empty()) plan_.targets.push_back(std::move(forecast));
  }

  // What a card is expected to add to the log e-value: at Kelly's bet, or the fixed one.
  double growth_of(std::size_t a) const {
    const AuditAssertion& one = agenda_.assertions[a];
    const AssumedCards cards = assumed_cards(agenda_, one.stream, {a});
    std::vector<double> weights;
    const auto all = static_cast<double>(cards.size());
    for (const std::size_t count : cards.counts) {
      weights.push_back(static_cast<double>(count) / all);
    }
    const bool fixed = one.test->method == "fixed-bet";
    const double bet = fixed ? std::min(one.test->parameters.at("lambda"), 2.0)
                             : 0.8 * kelly_bet(cards.values[0], weights, 0.5);
    double growth = 0;
    for (std::size_t k = 0; k < weights.size(); ++k) {
      growth += weights[k] * std::log1p(bet * (cards.values[0][k] - 0.5));
    }
    return growth;
  }

  // 0 where no sample can show it.
  std::vector<double> growths_of(const std::vector<std::size_t>& assertions) const {
    std::vector<double> growths;
    for (const std::size_t a : assertions) growths.push_back(martingales_[a] ? growth_of(a) : 0);
    return growths;
  }

  // Spreads cards over the constituencies where they are expected to raise E most
  // (majority_pull.hpp), step by step, until E is expected to be enough; then simulates audits that
  // draw in these proportions.
  void plan_chamber(std::size_t t, const ChamberBounds& chamber) {
    const StreamSizes wanted = expected_sizes(chamber);
    std::vector<std::size_t> streams;
    for (const std::size_t s : chamber.streams) {
      if (wanted[s] > read_[s]) streams.push_back(s);
    }
    if (streams.empty()) return;
    TargetForecast forecast;
    forecast.target = t;
    forecast.bundle = expected_of_bundle(chamber);
    std::vector<double> times;
    std::size_t cards = 0;
    for (const std::size_t s : streams) cards += agenda_.streams[s].cards.size();
    const auto assumed = cards_of_chamber(chamber, streams);
    for (std::int64_t run = 0; run < runs_for(cards); ++run) {
      times.push_back(time_of_run(chamber, assumed, wanted, run));
    }
    std::sort(times.begin(), times.end());
    const auto size_at = [&](std::size_t s, double time) {
      const double more = time * static_cast<double>(wanted[s] - read_[s]);
      return static_cast<std::int64_t>(
          std::min(static_cast<double>(agenda_.streams[s].cards.size()),
                   std::ceil(static_cast<double>(read_[s]) + more)));
    };
    for (const std::size_t s : streams) {
      SizeForecast size{0, size_at(s, quantile(times, 0.5)), size_at(s, quantile(times, 0.9))};
      for (const double time : times) size.mean += static_cast<double>(size_at(s, time));
      size.mean /= static_cast<double>(times.size());
      const auto hardest = hardest_of(s, agenda_.targets[t].assertions, 1);
      if (!hardest.empty()) forecast.streams.push_back({s, hardest.front(), size});
    }
    add_up(std::move(forecast));
  }

  double log_e_of(std::size_t a) const { return martingales_[a] ? martingales_[a]->log_e() : 0; }

  // One constituency while cards are spread: what each deficit has for evidence, were the cards so
  // far as expected, and what the next card adds to it.
  struct Spread {
    std::vector<double> growth;  // by assertion
    DeficitEvidence evidence;
    std::vector<double> pull;  // by deficit
  };

  void spread(Spread& place, const ChamberBounds& chamber, std::size_t j, std::size_t size) const {
    const std::size_t s = chamber.streams[j];
    const bool all = size >= agenda_.streams[s].cards.size();
    std::vector<double> log_e;
    for (std::size_t i = 0; i < chamber.assertions[j].size(); ++i) {
      const std::size_t a = chamber.assertions[j][i];
      const double more = static_cast<double>(size - read_[s]) * place.growth[i];
      log_e.push_back(all && martingales_[a] ? kFarEnough : log_e_of(a) + more);
    }
    const ConstituencyBounds& bounds = chamber.constituencies[j];
    place.evidence = deficit_evidence(bounds, log_e);
    place.pull.assign(place.evidence.log_e.size(), 0);
    for (std::size_t d = 0; !all && d < place.pull.size(); ++d) {
      if (!bounds.bounds[d].assertions.empty()) {
        place.pull[d] = std::max(0.0, place.growth[place.evidence.binding[d]]);
      }
    }
  }

  StreamSizes expected_sizes(const ChamberBounds& chamber) const {
    StreamSizes sizes = read_;
    auto evidence = fresh_evidence(chamber);
    if (!evidence) return sizes;
    const std::size_t constituencies = chamber.constituencies.size();
    Seats reported = 0;
    for (const ConstituencyBounds& bounds : chamber.constituencies) reported += bounds.reported;
    BallotPulls pulls(constituencies, static_cast<std::size_t>(reported - chamber.needed + 1));
    std::vector<Spread> places(constituencies);
    const auto update = [&](std::size_t j) {
      spread(places[j], chamber, j, sizes[chamber.streams[j]]);
      evidence->set(j, places[j].evidence.log_e);
      pulls.set(j, places[j].evidence.log_e, places[j].pull);
    };
    for (std::size_t j = 0; j < constituencies; ++j) {
      places[j].growth = growths_of(chamber.assertions[j]);
      update(j);
    }
    const double line = -std::log(limit_);
    for (std::size_t step = 0; step < kMostSpreadSteps && evidence->log_e() < line; ++step) {
      const std::vector<double> all = pulls.all();
      const auto best = std::max_element(all.begin(), all.end());
      if (!(*best > 0)) break;
      const auto j = static_cast<std::size_t>(best - all.begin());
      const double fastest = *std::max_element(places[j].pull.begin(), places[j].pull.end());
      const std::size_t s = chamber.streams[j];
      const double more = std::max(1.0, std::ceil(line / kStepsToLine / fastest));
      const double left = static_cast<double>(agenda_.streams[s].cards.size() - sizes[s]);
      sizes[s] += static_cast<std::size_t>(std::min(more, left));
      update(j);
    }
    return sizes;
  }

  // Cards of one constituency in all until its bound of this deficit is expected to be confirmed.
  double expected_of_bound(const ChamberBounds& chamber, const std::vector<double>& growth,
                           std::size_t j, std::size_t deficit) const {
    if (deficit > chamber.constituencies[j].bounds.size()) return 0;
    const std::size_t s = chamber.streams[j];
    const auto all = static_cast<double>(agenda_.streams[s].cards.size());
    double most = 0;
    for (const std::size_t i : chamber.constituencies[j].bounds[deficit - 1].assertions) {
      const std::size_t a = chamber.assertions[j][i];
      const double more = (-std::log(limit_) - log_e_of(a)) / growth[i];
      most = std::max(most, growth[i] > 0 ? static_cast<double>(read_[s]) + more : all);
    }
    return std::min(most, all);
  }

  // The least sum over all ways to give up the seats to spare.
  double expected_of_bundle(const ChamberBounds& chamber) const {
    Seats reported = 0;
    for (const ConstituencyBounds& bounds : chamber.constituencies) reported += bounds.reported;
    const auto spare = static_cast<std::size_t>(reported - chamber.needed);
    std::vector<double> least(spare + 1, 0);
    for (std::size_t j = 0; j < chamber.constituencies.size(); ++j) {
      std::vector<double> next(spare + 1, std::numeric_limits<double>::infinity());
      const std::vector<double> growth = growths_of(chamber.assertions[j]);
      const auto seats = static_cast<std::size_t>(chamber.constituencies[j].reported);
      for (std::size_t given = 0; given <= std::min(spare, seats); ++given) {
        const double here = expected_of_bound(chamber, growth, j, given + 1);
        for (std::size_t sum = given; sum <= spare; ++sum) {
          next[sum] = std::min(next[sum], least[sum - given] + here);
        }
      }
      least = std::move(next);
    }
    return least[spare];
  }

  // By constituency: what is left to draw where the audit goes on, for all that can be tested.
  std::vector<AssumedCards> cards_of_chamber(const ChamberBounds& chamber,
                                             const std::vector<std::size_t>& streams) const {
    std::vector<AssumedCards> cards(chamber.streams.size());
    for (std::size_t j = 0; j < cards.size(); ++j) {
      const std::size_t s = chamber.streams[j];
      if (std::find(streams.begin(), streams.end(), s) == streams.end()) continue;
      std::vector<std::size_t> tested;
      for (const std::size_t a : chamber.assertions[j]) {
        if (martingales_[a]) tested.push_back(a);
      }
      if (tested.empty()) continue;
      cards[j] = assumed_cards(agenda_, s, tested);
      take_away(cards[j], read_[s]);
    }
    return cards;
  }

  // When E is enough, in units of the wanted sizes; steps of a twentieth.
  double time_of_run(const ChamberBounds& chamber, const std::vector<AssumedCards>& cards,
                     const StreamSizes& wanted, std::int64_t run) const {
    constexpr double kStep = 0.05;
    constexpr int kMostSteps = 400;
    auto evidence = fresh_evidence(chamber);
    std::vector<std::vector<Martingale>> martingales(chamber.streams.size());
    std::vector<std::optional<AssumedOrder>> orders(chamber.streams.size());
    std::vector<std::size_t> drawn(chamber.streams.size(), 0);
    const auto update = [&](std::size_t j) {
      std::vector<double> log_e;
      std::size_t next = 0;
      for (const std::size_t a : chamber.assertions[j]) {
        const bool simulated = orders[j] && martingales_[a];
        log_e.push_back(simulated ? martingales[j][next++].log_e() : log_e_of(a));
      }
      evidence->set(j, deficit_evidence(chamber.constituencies[j], log_e).log_e);
    };
    for (std::size_t j = 0; j < chamber.streams.size(); ++j) {
      for (const std::size_t a : cards[j].assertions) martingales[j].push_back(*martingales_[a]);
      if (cards[j].size() > 0) orders[j].emplace(cards[j], random_of(chamber.streams[j], run));
      update(j);
    }
    for (int step = 1; step <= kMostSteps; ++step) {
      bool grew = false;
      for (std::size_t j = 0; j < chamber.streams.size(); ++j) {
        if (!orders[j]) continue;
        const std::size_t s = chamber.streams[j];
        const auto upto = std::min(orders[j]->size(),
                                   static_cast<std::size_t>(std::ceil(
                                       step * kStep * static_cast<double>(wanted[s] - read_[s]))));
        for (; drawn[j] < upto; ++drawn[j]) {
          const std::uint32_t kind = orders[j]->next();
          for (std::size_t i = 0; i < martingales[j].size(); ++i) {
            martingales[j][i].feed(cards[j].values[i][kind]);
          }
          grew = true;
        }
        update(j);
      }
      if (evidence->log_e() >= -std::log(limit_)) return step * kStep;
      if (!grew) return step * kStep;
    }
    return kMostSteps * kStep;
  }

  // A card is drawn where any prefix reaches it; tickets are the same for all contests, so that the
  // longest prefix decides.
  void count_cards_and_containers() {
    std::vector<double> share(agenda_.cards.size(), 0);
    for (std::size_t s = 0; s < agenda_.streams.size(); ++s) {
      const AuditStream& stream = agenda_.streams[s];
      if (stream.cards.size() <= read_[s]) continue;
      const double part = static_cast<double>(plan_.next_round.sizes[s] - read_[s]) /
                          static_cast<double>(stream.cards.size() - read_[s]);
      for (const std::size_t card : stream.cards) share[card] = std::max(share[card], part);
    }
    std::size_t card = 0;
    while (card < share.size() && !agenda_.cards.is_phantom(card)) {
      const std::uint32_t container = agenda_.cards.container(card);
      double closed = 1;
      for (; card < agenda_.cards.end_of(container); ++card) {
        plan_.next_round.cards += share[card];
        closed *= 1 - share[card];
      }
      plan_.next_round.containers += 1 - closed;
    }
  }

  const AuditAgenda& agenda_;
  const std::vector<std::optional<Martingale>>& martingales_;
  const StreamSizes& read_;
  PlanOptions options_;
  double limit_ = 0.05;
  AuditPlan plan_;
};

}  // namespace

AuditPlan plan_audit(const AuditAgenda& agenda,
                     const std::vector<std::optional<Martingale>>& martingales,
                     const StreamSizes& read, const PlanOptions& options) {
  return Planner(agenda, martingales, read, options).run();
}

AuditPlan plan_audit(const AuditAgenda& agenda, const PlanOptions& options) {
  return plan_audit(agenda, fresh_martingales(agenda), StreamSizes(agenda.streams.size(), 0),
                    options);
}

}  // namespace scrutineer
