// What the cards that people have read say of each assertion and each target.
//
// The evidence of a stream is the longest prefix all of whose cards have been read, whatever they
// were drawn for; so contests that were not asked for have valid e-values too. A target whose
// assertions are all confirmed is confirmed at the risk limit, without correction for their number.
// A chamber's e-value is taken at the end of each round, of the current e-values; only it is
// maximised over rounds (chamber.hpp).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "audit/rounds.hpp"

namespace scrutineer {

enum class Decision {
  confirmed,   // at the risk limit
  more_cards,  // "continue"
  full_count   // no sample can settle it, or every card has been read
};
std::string_view name_of(Decision decision);

struct AssertionState {
  std::size_t sample_size = 0;
  double p_value = 1;  // of the greatest e-value so far
  double log_e = 0;    // now
  double greatest_log_e = 0;
  bool is_confirmed = false;
};

struct WeakestPlace {
  std::string unit;
  Seats deficit = 0;
  std::string assertion;
};

struct TargetState {
  double p_value = 1;
  double log_e = 0;  // of a chamber E; else the least of its assertions, each at its greatest
  Decision decision = Decision::more_cards;
  std::string reason;                 // empty, "uncontested", "tie", "no-votes", "all-cards-read"
  std::size_t sample_size = 0;        // cards of its streams that were read
  std::vector<WeakestPlace> weakest;  // of a chamber: where the next cards count
};

// A card that is not as it was recorded, in one contest.
struct Discrepancy {
  std::size_t card = 0;
  std::size_t round = 0;  // from 1
  std::size_t contest = 0;
  Fraction overstatement;  // the largest by assertion, in A of the record less A of the card
  std::string assertion;   // whose it is
};

struct Assessment {
  std::vector<AssertionState> assertions;
  std::vector<TargetState> targets;
  std::vector<Discrepancy> discrepancies;
  Decision decision = Decision::more_cards;  // of all targets that were asked for
  std::vector<std::size_t> prefix;           // by stream, read so far
};

// What was read in each round, by card of the agenda: which of the round's interpretations it is.
struct ReadRound {
  const Cards* interpretations = nullptr;
  std::vector<std::optional<std::size_t>> contests;  // of the agenda, among the interpretations'
};
ReadRound read_round(const AuditAgenda& agenda, const Cards& interpretations);

// The rounds' cards and what was read must belong together (check_interpretations). `records` as
// for the agenda.
Assessment assess(const AuditAgenda& agenda, const AuditOrder& order,
                  const std::vector<std::vector<std::size_t>>& rounds,
                  const std::vector<ReadRound>& read, const Cards* records);

// A card that was not drawn, a phantom, a card that was left out.
Errors check_interpretations(const AuditAgenda& agenda, const std::vector<std::size_t>& drawn,
                             const Cards& interpretations, const std::string& file);

// After an assessment: the martingale of each assertion as it stands, for planning.
std::vector<std::optional<Martingale>> martingales_after(
    const AuditAgenda& agenda, const AuditOrder& order,
    const std::vector<std::vector<std::size_t>>& rounds, const std::vector<ReadRound>& read,
    const Cards* records);

}  // namespace scrutineer
