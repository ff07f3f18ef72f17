// What an audit has to show, made from the reported result alone: which cards each contest is drawn
// from, the assertions, how each is tested, and which of them settle which target.
//
// A stream is one contest in one constituency, or one contest everywhere: a list of cards that are
// drawn in the order of their tickets. Its evidence is that of a prefix, so that one sample serves
// every contest on its cards.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "audit/assertion.hpp"
#include "audit/chamber.hpp"
#include "audit/comparison.hpp"
#include "audit/design.hpp"
#include "audit/irv_proof.hpp"
#include "audit/martingale.hpp"
#include "audit/population.hpp"
#include "audit/seat_bound.hpp"
#include "base/result.hpp"
#include "election/basis.hpp"
#include "election/election.hpp"

namespace scrutineer {

// A pool of cards that has a tally and no records: the cards of all containers of one unit.
struct AuditPool {
  std::string unit;
  Votes cards = 0;
  std::vector<Votes> votes;
  Votes valid = 0, invalid = 0;
};

struct AuditContest {
  ContestIndex contest;
  std::string id;
  std::vector<PartyIndex> parties;      // that stood: with a column in the basis's returns
  std::vector<std::string> candidates;  // their ids; positions in votes are these
  Ballot ballot = Ballot::list;
  BallotForm form;
  std::optional<std::size_t> records;  // its position among the records' contests
  std::vector<AuditPool> pools;
  std::vector<std::size_t> pool_of;  // by container, into pools
};

struct AuditStream {
  std::size_t contest = 0;  // in AuditAgenda::contests
  std::string unit;         // "*": the whole contest, where several constituencies elect
  ContestTally tally;       // its cards are the bound
  std::size_t phantoms = 0;
  std::vector<std::size_t> cards;  // in CardList
};

// How an assertion is tested: all that a martingale needs.
struct AssertionTest {
  std::string method;
  Martingale::Parameters parameters;
  MeanClaim claim;
};

struct AuditAssertion {
  std::string id;  // "assembly/kandal/1", "question:majority/kandal/1"
  std::size_t stream = 0;
  Assertion assertion;
  // Of all cards' records, pools and phantoms; not for polling.
  std::optional<Fraction> record_mean;
  std::vector<Fraction> pool_means;  // by pool; of streams with pools
  std::optional<Comparison> comparison;
  std::optional<AssertionTest> test;  // none where the margin is zero: no sample can show it
};

// A question on seats in many constituencies: bounds by constituency, whose assertions are those of
// the agenda.
struct ChamberBounds {
  Seats needed = 0;
  std::vector<ConstituencyBounds> constituencies;
  std::vector<std::vector<std::size_t>> assertions;  // of each, by position in the agenda
  std::vector<std::size_t> streams;                  // of each
  std::vector<std::size_t> everywhere;               // a barrier of the whole contest
};

struct AgendaTarget {
  std::string id;  // "assembly", "question:majority"
  std::string contest, question;
  bool is_targeted = true;  // else only what the sample happens to say of it is reported
  Standing standing = Standing::contested;
  std::vector<std::size_t> assertions;
  std::optional<ChamberBounds> chamber;
  std::optional<IrvProof> proof;  // of a contest in one constituency
};

struct AuditAgenda {
  AuditDesign design;
  SourceIndex basis;
  CardList cards;
  std::vector<AuditContest> contests;
  std::vector<AuditStream> streams;
  std::vector<AuditAssertion> assertions;
  std::vector<AgendaTarget> targets;

  std::optional<std::size_t> find_stream(std::string_view contest, std::string_view unit) const;
};

// The source of the reported result, and its contests with who stood in them. Readers of records
// and of interpretations take the candidates from here.
Result<SourceIndex> audited_source(const Election& election, const AuditDesign& design);
std::vector<AuditContest> audited_contests(const Election& election, SourceIndex source);

// Fails, with every reason, where what is asked cannot be asked of these files: an unknown contest,
// returns that are not complete, more cards than the bound, records that do not show what the
// returns report, a reported answer of no.
Result<AuditAgenda> make_agenda(const Election& election, const AuditDesign& design,
                                const Manifest& manifest, const Cards* records);

// What nothing has been fed to yet: the martingale of each assertion (none where it has no test),
// and the evidence of a chamber.
std::vector<std::optional<Martingale>> fresh_martingales(const AuditAgenda& agenda);
std::optional<ChamberEvidence> fresh_evidence(const ChamberBounds& bounds);

// What a card's record says of an assertion: 1/2 where there is none.
Fraction record_value(const AuditAgenda& agenda, const AuditAssertion& assertion, std::size_t card,
                      const Cards* records);

}  // namespace scrutineer
