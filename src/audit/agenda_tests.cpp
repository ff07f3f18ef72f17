// How each assertion is tested: the records' mean, pools, the method and its parameters.
#include <algorithm>
#include <map>
#include <numeric>

#include <fmt/core.h>

#include "audit/agenda_parts.hpp"
#include "audit/plan_cards.hpp"
#include "base/text.hpp"

namespace scrutineer {

namespace {

constexpr Fraction kHalf{1, 2};

// All values of an assorter are multiples of one over this.
Wide grain_of(const Assorter& assorter) {
  const auto* linear = std::get_if<LinearAssorter>(&assorter);
  return linear != nullptr && linear->scale() > 0 ? 2 * linear->scale() : 2;
}

Wide in_grains(const Fraction& value, Wide grain) {
  return value.numerator * (grain / value.denominator);
}

// The mean of A over a pool's cards, by its tally.
Fraction pool_mean(const LinearAssorter& assorter, const AuditPool& pool) {
  if (pool.cards == 0 || assorter.scale() == 0) return kHalf;
  const LinearClaim& claim = assorter.claim();
  Wide weight = static_cast<Wide>(claim.per_valid) * pool.valid +
                static_cast<Wide>(claim.per_invalid) * pool.invalid +
                static_cast<Wide>(claim.per_card) * pool.cards;
  for (std::size_t p = 0; p < pool.votes.size(); ++p) {
    weight += static_cast<Wide>(claim.per_vote[p]) * pool.votes[p];
  }
  const Wide denominator = 2 * assorter.scale() * pool.cards;
  return reduced({weight + denominator / 2, denominator});
}

}  // namespace

Fraction record_value(const AuditAgenda& agenda, const AuditAssertion& assertion, std::size_t card,
                      const Cards* records) {
  const AuditContest& contest = agenda.contests[agenda.streams[assertion.stream].contest];
  if (agenda.cards.is_phantom(card)) return kHalf;
  if (agenda.design.evidence == Evidence::pools) {
    return assertion.pool_means[contest.pool_of[agenda.cards.container(card)]];
  }
  const auto record = agenda.cards.record(card);
  if (!record || records == nullptr || !contest.records) return kHalf;
  return value_of(assertion.assertion.assorter,
                  records->interpretation(*record, *contest.records, false));
}

// The agenda has made each of them once, so that none fails here.
std::vector<std::optional<Martingale>> fresh_martingales(const AuditAgenda& agenda) {
  std::vector<std::optional<Martingale>> martingales;
  for (const AuditAssertion& one : agenda.assertions) {
    martingales.emplace_back();
    if (!one.test) continue;
    auto fresh = Martingale::make(one.test->method, one.test->parameters, one.test->claim);
    if (fresh) martingales.back() = std::move(*fresh);
  }
  return martingales;
}

std::optional<ChamberEvidence> fresh_evidence(const ChamberBounds& bounds) {
  std::vector<Seats> reported;
  for (const ConstituencyBounds& one : bounds.constituencies) reported.push_back(one.reported);
  auto evidence = ChamberEvidence::make(std::move(reported), bounds.needed);
  return evidence ? std::optional(std::move(*evidence)) : std::nullopt;
}

void AgendaMaker::make_pools(std::size_t c) {
  AuditContest& contest = agenda_.contests[c];
  const Basis& basis = bases_[c];
  std::map<UnitIndex, std::size_t> pools;
  contest.pool_of.assign(manifest_.containers.size(), 0);
  for (std::size_t k = 0; k < manifest_.containers.size(); ++k) {
    if (constituency_of_[c][k] >= basis.constituencies.size()) continue;
    if (!unit_of_container_[k]) {
      fault(
          fmt::format("audit/manifest.csv, container \"{}\": its unit is not stated, so that no "
                      "tally speaks of its cards.",
                      shown(manifest_.containers[k].id)));
      continue;
    }
    // The unit's own return, or that of the lowest unit above it which has one.
    UnitIndex unit = *unit_of_container_[k];
    for (const Cell& cell : basis.cells) {
      if (is_within(election_, unit, cell.unit)) unit = cell.unit;
    }
    const auto [at, is_new] = pools.emplace(unit, contest.pools.size());
    if (is_new) {
      AuditPool pool;
      pool.unit = election_.units[unit.value].id;
      pool.votes.assign(contest.parties.size(), 0);
      for (const Cell& cell : basis.cells) {
        if (!is_within(election_, cell.unit, unit)) continue;
        Votes sum = 0;
        for (std::size_t p = 0; p < contest.parties.size(); ++p) {
          pool.votes[p] += cell.votes[contest.parties[p].value];
          sum += cell.votes[contest.parties[p].value];
        }
        const Votes valid = contest.ballot == Ballot::approval ? cell.valid.value_or(sum) : sum;
        pool.valid += valid;
        pool.invalid +=
            cell.invalid.value_or(std::max<Votes>(0, cell.cast.value_or(valid) - valid));
      }
      contest.pools.push_back(std::move(pool));
    }
    contest.pool_of[k] = at->second;
    contest.pools[at->second].cards += manifest_.containers[k].cards;
  }
  Wide pooled = 0;
  for (const AuditPool& pool : contest.pools) {
    if (pool.valid + pool.invalid > pool.cards) {
      fault(
          fmt::format("{}, {}: the return has {} ballots, and the containers hold {} cards; more "
                      "votes than cards cannot be audited.",
                      contest.id, pool.unit, pool.valid + pool.invalid, pool.cards));
    }
    pooled += std::accumulate(pool.votes.begin(), pool.votes.end(), Wide{0});
  }
  Wide reported = 0;
  for (const std::size_t s : streams_of_[c]) {
    const auto& votes = agenda_.streams[s].tally.votes;
    reported += std::accumulate(votes.begin(), votes.end(), Wide{0});
  }
  if (errors_.empty() && pooled != reported) {
    fault(fmt::format(
        "{}: the returns have {} votes, and those of the units in the manifest have {}; "
        "every return must belong to the containers of one unit.",
        contest.id, to_string(reported), to_string(pooled)));
  }
}

Fraction AgendaMaker::mean_of_records(const AuditAssertion& assertion) const {
  const AuditStream& stream = agenda_.streams[assertion.stream];
  const auto cards = static_cast<Wide>(stream.cards.size());
  if (agenda_.design.evidence == Evidence::pools) {
    // Pools' sums are whole numbers of grains, as a card's value is.
    const AuditContest& contest = agenda_.contests[stream.contest];
    const Wide grain = grain_of(assertion.assertion.assorter);
    std::vector<Wide> drawn(contest.pools.size(), 0);
    Wide sum = 0;
    for (const std::size_t card : stream.cards) {
      if (agenda_.cards.is_phantom(card)) {
        sum += grain / 2;
      } else {
        ++drawn[contest.pool_of[agenda_.cards.container(card)]];
      }
    }
    for (std::size_t p = 0; p < drawn.size(); ++p) {
      const Fraction& mean = assertion.pool_means[p];
      sum += mean.numerator * (grain * drawn[p] / mean.denominator);
    }
    return reduced({sum, grain * cards});
  }
  const Wide grain = grain_of(assertion.assertion.assorter);
  Wide sum = 0;
  for (const std::size_t card : stream.cards) {
    sum += in_grains(record_value(agenda_, assertion, card, records_), grain);
  }
  return reduced({sum, grain * cards});
}

bool AgendaMaker::make_comparison(AuditAssertion& assertion) {
  const AuditStream& stream = agenda_.streams[assertion.stream];
  if (agenda_.design.evidence == Evidence::pools) {
    const auto* linear = std::get_if<LinearAssorter>(&assertion.assertion.assorter);
    if (linear == nullptr) {
      fault(
          fmt::format("{}: pools have tallies, which say nothing of preferences; ranked ballots "
                      "need records.",
                      assertion.id));
      return false;
    }
    for (const AuditPool& pool : agenda_.contests[stream.contest].pools) {
      assertion.pool_means.push_back(pool_mean(*linear, pool));
    }
  }
  assertion.record_mean = mean_of_records(assertion);
  const auto comparison =
      Comparison::make(rounded_down(*assertion.record_mean),
                       to_double(upper_bound(assertion.assertion.assorter)), agenda_.design.styles);
  if (!comparison) {
    for (const Error& error : comparison.error()) fault(assertion.id + ": " + error.message);
    return false;
  }
  assertion.comparison = *comparison;
  return true;
}

// The bet that is used where none is named (docs/formats/audit-folder.md): Kelly's, for what is
// reported. For comparison with a few misreadings, fewer where they would outweigh the margin; for
// the others seven tenths of it, which costs a tenth more cards and still confirms where the true
// margin is little more than a third of the reported one.
double AgendaMaker::default_bet(std::size_t number) const {
  const AuditAssertion& assertion = agenda_.assertions[number];
  if (agenda_.design.evidence == Evidence::comparison) {
    const double clean = assertion.comparison->clean();
    const double one = std::min(0.001, clean - 0.5);
    const double two = std::min(0.0001, (clean - 0.5) / 4);
    const double values[] = {clean, clean / 2, 0};
    const double weights[] = {1 - one - two, one, two};
    return kelly_bet(values, weights, 0.5);
  }
  const AssumedCards cards = assumed_cards(agenda_, assertion.stream, {number});
  const std::vector<double> weights(cards.counts.begin(), cards.counts.end());
  return 0.7 * kelly_bet(cards.values[0], weights, 0.5);
}

// What a bet is made of is worked out here, once, and written down: whoever verifies an audit needs
// to trust no search of ours.
void AgendaMaker::make_test(std::size_t number, bool rests) {
  AuditAssertion& assertion = agenda_.assertions[number];
  const AuditStream& stream = agenda_.streams[assertion.stream];
  if (assertion.assertion.margin.numerator <= 0 || stream.cards.empty()) return;
  const bool polls = agenda_.design.evidence == Evidence::polling;
  if (!polls && !make_comparison(assertion)) return;
  const auto cards = static_cast<std::int64_t>(stream.cards.size());
  AssertionTest test;
  test.claim =
      polls ? MeanClaim{0.5, to_double(upper_bound(assertion.assertion.assorter)), cards, rests}
            : assertion.comparison->claim(cards);
  test.claim.rests = rests;
  test.method = agenda_.design.method;
  test.parameters = agenda_.design.parameters;
  if (test.method.empty()) {
    test.method = "fixed-bet";
    test.parameters["lambda"] = default_bet(number);
  }
  const Fraction& margin = assertion.assertion.margin;
  const double mean =
      polls ? to_double(reduced({margin.numerator + margin.denominator, 2 * margin.denominator}))
            : assertion.comparison->clean();
  if (test.method == "alpha-shrink-trunc") test.parameters.emplace("c", (mean - 0.5) / 2);
  for (const MartingaleMethod& method : martingale_methods()) {
    if (method.name != test.method) continue;
    for (const MethodParameter& parameter : method.parameters) {
      if (parameter.name == "eta") test.parameters.emplace("eta", mean);
      if (parameter.standard) test.parameters.emplace(parameter.name, *parameter.standard);
    }
  }
  const auto fresh = Martingale::make(test.method, test.parameters, test.claim);
  if (!fresh) {
    for (const Error& error : fresh.error()) fault(assertion.id + ": " + error.message);
    return;
  }
  assertion.test = std::move(test);
}

}  // namespace scrutineer
