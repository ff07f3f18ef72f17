// From a card's record and the card itself to the value that a martingale is fed, for one
// assertion: A, its assorter, gives a card a number of [0, u], and the claim is that A's mean is
// above 1/2; the records' mean is 1/2 + v/2. (A and its values come from the assertion; here they
// are numbers.)
//
// The overstatement assorter B = (1 − (A(record) − A(card)) / u) / (2 − v/u) lies in [0, 2u/(2u −
// v)] and has a mean above 1/2 exactly where A has (Stark 2020, SHANGRLA). It asks that the
// records' mean is over the same cards that are drawn from: N_c of them, phantoms included.
//
//   the card is drawn…                                     its value for the comparison
//   and is there, with a record                            A(record), A(card)
//   and cannot be found, or is unreadable                  A(card) = 0
//   from a phantom (N_c is more than the records)          A(record) = 1/2, A(card) = 0 or as found
//   by its style, but lacks the contest                    A(card) = 0
//   without styles, and lacks the contest                  A(card) = 1/2: nobody's vote
//   from a pool with a tally instead of records (ONEAudit) A(record) = the pool's mean of A
//
// (Stark 2023, ONEAudit; Glazer, Spertus & Stark 2021, styles; Bañuelos & Stark 2012, phantoms.)
// Pooled records only work where a pool's tally is of at most the cards that it is drawn with:
// phantoms fill it up.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "audit/martingale.hpp"
#include "base/numbers.hpp"

namespace scrutineer {

// What is known of one card before it is looked at.
enum class Record {
  card,     // its own cast-vote record
  pool,     // the tally of its pool
  phantom,  // nothing: it stands for a card that may exist
};

// What was found.
enum class Found {
  card,             // the contest is on it
  without_contest,  // a card without the contest
  missing,          // no card, or nobody can read it
};

struct CardComparison {
  Record record = Record::card;
  double record_value = 0;  // A of the record, or the pool's mean; not read for phantoms
  Found found = Found::card;
  double card_value = 0;  // A of the card; read for Found::card alone
};

class Comparison {
 public:
  // `mean` of A over all records, pools and phantoms (phantoms at 1/2), never more than the exact
  // mean: one that is too great by a rounding makes a full count confirm a tie (rounded_down of
  // assorter.hpp). Above 1/2, or the records do not show the claim, and no comparison can.
  // `uses_styles`: cards were drawn by what their records list, so that a card without the contest
  // is a discrepancy.
  static Result<Comparison> make(double mean, double u, bool uses_styles);

  double v() const { return 2 * mean_ - 1; }
  // B of one card, of [0, bound()].
  double value(const CardComparison& card) const;
  double bound() const { return 2 * clean(); }
  // B of a card that is as recorded.
  double clean() const { return 1 / (2 - v() / u_); }
  // What the martingale tests, over N_c cards without replacement.
  MeanClaim claim(std::int64_t cards) const { return {0.5, bound(), cards, false}; }

 private:
  Comparison(double mean, double u, bool uses_styles)
      : mean_(mean), u_(u), uses_styles_(uses_styles) {}
  double mean_, u_;
  bool uses_styles_;
};

// Ballot polling: the value of a card that was drawn without looking at any record. A card that is
// not there counts against the claim.
double polling_value(Found found, double card_value, bool uses_styles);

// A pool's mean of the assorter (1_w − 1_l + 1) / 2 from its tally, cards without a vote for either
// included; an error where the votes are more than the cards.
Result<double> pool_mean(Votes winner, Votes loser, std::int64_t cards);

}  // namespace scrutineer
