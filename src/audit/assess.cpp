#include "audit/assess.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_map>
#include <unordered_set>

#include <fmt/core.h>

#include "base/text.hpp"

namespace scrutineer {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// Where a card was read: in which round, and as which of its interpretations. Phantoms are read as
// soon as they are drawn: nobody can bring them.
struct Reading {
  std::size_t round = SIZE_MAX;
  std::size_t interpretation = SIZE_MAX;
};

class Assessor {
 public:
  Assessor(const AuditAgenda& agenda, const AuditOrder& order, const std::vector<ReadRound>& read,
           const Cards* records)
      : agenda_(agenda), order_(order), read_(read), records_(records) {
    reading_.resize(agenda.cards.size());
    prefix_.assign(agenda.streams.size(), 0);
    martingales_ = fresh_martingales(agenda);
    for (const AgendaTarget& target : agenda.targets) {
      chambers_.push_back(target.chamber ? fresh_evidence(*target.chamber) : std::nullopt);
    }
    greatest_.assign(agenda.targets.size(), 0);
  }

  void take_round(std::size_t round, const std::vector<std::size_t>& drawn) {
    std::unordered_map<std::string_view, std::size_t> by_id;
    const Cards& cards = *read_[round].interpretations;
    for (std::size_t i = 0; i < cards.size(); ++i) by_id.emplace(cards.id(i), i);
    for (const std::size_t card : drawn) {
      reading_[card].round = round;
      const auto at = by_id.find(agenda_.cards.id(card));
      if (at != by_id.end()) reading_[card].interpretation = at->second;
    }
    for (std::size_t s = 0; s < agenda_.streams.size(); ++s) extend(s);
    update_chambers();
  }

  Assessment result(const std::vector<std::vector<std::size_t>>& rounds) const {
    Assessment assessment;
    assessment.prefix = prefix_;
    const double limit =
        rounded_down({agenda_.design.risk_limit.numerator, agenda_.design.risk_limit.denominator});
    for (std::size_t a = 0; a < martingales_.size(); ++a) {
      AssertionState state;
      state.sample_size = prefix_[agenda_.assertions[a].stream];
      if (martingales_[a]) {
        state.p_value = martingales_[a]->p_value();
        state.log_e = martingales_[a]->log_e();
        state.greatest_log_e = martingales_[a]->greatest_log_e();
        state.is_confirmed = state.p_value <= limit;
      }
      assessment.assertions.push_back(state);
    }
    for (std::size_t t = 0; t < agenda_.targets.size(); ++t) {
      assessment.targets.push_back(state_of(t, assessment, limit));
    }
    assessment.decision = overall(assessment);
    if (agenda_.design.evidence == Evidence::comparison) find_discrepancies(rounds, assessment);
    return assessment;
  }

  std::vector<std::optional<Martingale>> martingales() && { return std::move(martingales_); }

 private:
  // The interpretation of a card for one contest; nothing for a phantom.
  Interpretation found(std::size_t card, std::size_t contest) const {
    Interpretation missing;
    missing.card = Interpretation::Card::missing;
    const Reading& at = reading_[card];
    if (at.interpretation == SIZE_MAX) return missing;
    const ReadRound& round = read_[at.round];
    if (!round.contests[contest]) {
      if (round.interpretations->is_missing(at.interpretation)) return missing;
      missing.card = Interpretation::Card::without_contest;
      return missing;
    }
    return round.interpretations->interpretation(at.interpretation, *round.contests[contest],
                                                 false);
  }

  // A of the card as found: a card without the contest is nobody's vote, but where styles said that
  // it has the contest it is as bad as missing.
  Fraction found_value(const AuditAssertion& one, const Interpretation& ballot) const {
    const bool lacks = ballot.card == Interpretation::Card::without_contest;
    if (lacks && agenda_.design.styles) return {0, 1};
    return value_of(one.assertion.assorter, ballot);
  }

  double value(const AuditAssertion& one, std::size_t card, const Interpretation& ballot) const {
    const double of_card = to_double(found_value(one, ballot));
    if (!one.comparison) return of_card;
    const double recorded = to_double(record_value(agenda_, one, card, records_));
    return one.comparison->value({Record::card, recorded, Found::card, of_card});
  }

  void extend(std::size_t s) {
    const auto& stream = order_.by_stream[s];
    const std::size_t first = prefix_[s];
    while (prefix_[s] < stream.size() && reading_[stream[prefix_[s]]].round != SIZE_MAX) {
      ++prefix_[s];
    }
    std::vector<Interpretation> ballots;
    for (std::size_t i = first; i < prefix_[s]; ++i) {
      ballots.push_back(found(stream[i], agenda_.streams[s].contest));
    }
    for (std::size_t a = 0; a < martingales_.size(); ++a) {
      const AuditAssertion& one = agenda_.assertions[a];
      if (one.stream != s || !martingales_[a]) continue;
      for (std::size_t i = first; i < prefix_[s]; ++i) {
        martingales_[a]->feed(value(one, stream[i], ballots[i - first]));
      }
    }
  }

  double log_e_now(std::size_t assertion) const {
    return martingales_[assertion] ? martingales_[assertion]->log_e() : 0;
  }

  std::vector<DeficitEvidence> deficits(const ChamberBounds& bounds) const {
    std::vector<DeficitEvidence> current;
    for (std::size_t j = 0; j < bounds.constituencies.size(); ++j) {
      std::vector<double> log_e;
      for (const std::size_t a : bounds.assertions[j]) log_e.push_back(log_e_now(a));
      current.push_back(deficit_evidence(bounds.constituencies[j], log_e));
    }
    return current;
  }

  // All constituencies are brought up to date before E is read: an E in between is of no round.
  void update_chambers() {
    for (std::size_t t = 0; t < agenda_.targets.size(); ++t) {
      if (!chambers_[t]) continue;
      const ChamberBounds& bounds = *agenda_.targets[t].chamber;
      ChamberEvidence now = *chambers_[t];
      const auto current = deficits(bounds);
      for (std::size_t j = 0; j < current.size(); ++j) now.set(j, current[j].log_e);
      double everywhere = kInfinity;
      for (const std::size_t a : bounds.everywhere) {
        everywhere = std::min(everywhere, log_e_now(a));
      }
      if (!bounds.everywhere.empty()) now.set_everywhere(everywhere);
      chambers_[t] = now;
      greatest_[t] = std::max(greatest_[t], now.log_e());
    }
  }

  TargetState state_of(std::size_t t, const Assessment& so_far, double limit) const {
    const AgendaTarget& target = agenda_.targets[t];
    TargetState state;
    std::vector<bool> counted(agenda_.streams.size(), false);
    bool all_read = true;
    for (const std::size_t a : target.assertions) {
      const std::size_t s = agenda_.assertions[a].stream;
      if (counted[s]) continue;
      counted[s] = true;
      state.sample_size += prefix_[s];
      all_read = all_read && prefix_[s] == agenda_.streams[s].cards.size();
    }
    if (chambers_[t]) {
      state.log_e = chambers_[t]->log_e();
      state.p_value = p_value_of_log_e(greatest_[t]);
      add_weakest(t, state);
    } else {
      state.log_e = kInfinity;
      state.p_value = 0;
      for (const std::size_t a : target.assertions) {
        const AssertionState& one = so_far.assertions[a];
        state.p_value = std::max(state.p_value, one.p_value);
        state.log_e = std::min(state.log_e, one.greatest_log_e);
      }
    }
    decide(target, all_read, limit, state);
    return state;
  }

  static void decide(const AgendaTarget& target, bool all_read, double limit, TargetState& state) {
    const bool open = target.standing == Standing::tie || target.standing == Standing::no_votes;
    if (open) {
      state.p_value = 1;
      state.log_e = std::min(state.log_e, 0.0);
      state.decision = Decision::full_count;
      state.reason = target.standing == Standing::tie ? "tie" : "no-votes";
    } else if (target.assertions.empty()) {
      state.decision = Decision::confirmed;
      state.reason = "uncontested";
    } else if (state.p_value <= limit) {
      state.decision = Decision::confirmed;
    } else if (all_read) {
      state.decision = Decision::full_count;
      state.reason = "all-cards-read";
    }
  }

  void add_weakest(std::size_t t, TargetState& state) const {
    const ChamberBounds& bounds = *agenda_.targets[t].chamber;
    for (const NextPlace& place : next_places(*chambers_[t], deficits(bounds))) {
      state.weakest.push_back(
          {bounds.constituencies[place.constituency].unit, place.deficit,
           agenda_.assertions[bounds.assertions[place.constituency][place.assertion]].id});
    }
  }

  Decision overall(const Assessment& assessment) const {
    bool all_confirmed = true;
    for (std::size_t t = 0; t < agenda_.targets.size(); ++t) {
      if (!agenda_.targets[t].is_targeted) continue;
      const Decision one = assessment.targets[t].decision;
      if (one == Decision::full_count) return one;
      all_confirmed = all_confirmed && one == Decision::confirmed;
    }
    return all_confirmed ? Decision::confirmed : Decision::more_cards;
  }

  // Cards by round and ticket, contests in their order: where any assertion sees a difference.
  void find_discrepancies(const std::vector<std::vector<std::size_t>>& rounds,
                          Assessment& assessment) const {
    for (std::size_t round = 0; round < read_.size(); ++round) {
      for (const std::size_t card : rounds[round]) {
        if (agenda_.cards.is_phantom(card)) continue;
        for (std::size_t c = 0; c < agenda_.contests.size(); ++c)
          compare(card, round, c, assessment);
      }
    }
  }

  void compare(std::size_t card, std::size_t round, std::size_t contest,
               Assessment& assessment) const {
    const Interpretation ballot = found(card, contest);
    std::optional<Discrepancy> worst;
    for (const AuditAssertion& one : agenda_.assertions) {
      const AuditStream& stream = agenda_.streams[one.stream];
      if (stream.contest != contest || !in_stream(one.stream, card)) continue;
      const Fraction recorded = record_value(agenda_, one, card, records_);
      const Fraction read = found_value(one, ballot);
      const Fraction over =
          reduced({recorded.numerator * read.denominator - read.numerator * recorded.denominator,
                   recorded.denominator * read.denominator});
      if (over.numerator == 0) continue;
      const bool larger = !worst || over.numerator * worst->overstatement.denominator >
                                        worst->overstatement.numerator * over.denominator;
      if (larger) worst = Discrepancy{card, round + 1, contest, over, one.id};
    }
    if (worst) assessment.discrepancies.push_back(*worst);
  }

  bool in_stream(std::size_t stream, std::size_t card) const {
    if (in_stream_.empty()) in_stream_.resize(agenda_.streams.size());
    auto& members = in_stream_[stream];
    if (members.empty()) {
      members.assign(agenda_.cards.size(), false);
      for (const std::size_t member : agenda_.streams[stream].cards) members[member] = true;
    }
    return members[card];
  }

  const AuditAgenda& agenda_;
  const AuditOrder& order_;
  const std::vector<ReadRound>& read_;
  const Cards* records_;
  std::vector<Reading> reading_;     // by card
  std::vector<std::size_t> prefix_;  // by stream
  std::vector<std::optional<Martingale>> martingales_;
  std::vector<std::optional<ChamberEvidence>> chambers_;  // by target
  std::vector<double> greatest_;                          // of each chamber, at the ends of rounds
  mutable std::vector<std::vector<bool>> in_stream_;
};

}  // namespace

std::string_view name_of(Decision decision) {
  switch (decision) {
    case Decision::confirmed:
      return "confirmed";
    case Decision::full_count:
      return "full-count";
    case Decision::more_cards:
      break;
  }
  return "continue";
}

ReadRound read_round(const AuditAgenda& agenda, const Cards& interpretations) {
  ReadRound round;
  round.interpretations = &interpretations;
  for (const AuditContest& contest : agenda.contests) {
    round.contests.push_back(interpretations.find_contest(contest.id));
  }
  return round;
}

Assessment assess(const AuditAgenda& agenda, const AuditOrder& order,
                  const std::vector<std::vector<std::size_t>>& rounds,
                  const std::vector<ReadRound>& read, const Cards* records) {
  Assessor assessor(agenda, order, read, records);
  for (std::size_t round = 0; round < read.size(); ++round) {
    assessor.take_round(round, rounds[round]);
  }
  return assessor.result(rounds);
}

std::vector<std::optional<Martingale>> martingales_after(
    const AuditAgenda& agenda, const AuditOrder& order,
    const std::vector<std::vector<std::size_t>>& rounds, const std::vector<ReadRound>& read,
    const Cards* records) {
  Assessor assessor(agenda, order, read, records);
  for (std::size_t round = 0; round < read.size(); ++round) {
    assessor.take_round(round, rounds[round]);
  }
  return std::move(assessor).martingales();
}

Errors check_interpretations(const AuditAgenda& agenda, const std::vector<std::size_t>& drawn,
                             const Cards& interpretations, const std::string& file) {
  constexpr std::size_t kMost = 1000;
  Errors errors;
  const auto add = [&](std::string sentence) {
    if (errors.size() < kMost) errors.push_back({file, 0, "", "", "", std::move(sentence)});
  };
  std::unordered_map<std::string_view, std::size_t> asked;
  for (const std::size_t card : drawn) {
    if (!agenda.cards.is_phantom(card)) asked.emplace(agenda.cards.id(card), card);
  }
  for (std::size_t i = 0; i < interpretations.size(); ++i) {
    const std::string& id = interpretations.id(i);
    if (id.starts_with("phantom/")) {
      add(fmt::format("\"{}\" stands for a card that nobody has; leave it out.", shown(id)));
    } else if (!asked.contains(id)) {
      add(
          fmt::format("Card \"{}\" was not drawn in this round; only the cards of sample.csv are "
                      "evidence.",
                      shown(id)));
    }
  }
  for (const std::size_t card : drawn) {
    const std::string& id = agenda.cards.id(card);
    if (agenda.cards.is_phantom(card) || interpretations.find(id)) continue;
    add(
        fmt::format("Card \"{}\" was drawn and is left out; write it as missing where it could "
                    "not be found.",
                    shown(id)));
  }
  return errors;
}

}  // namespace scrutineer
