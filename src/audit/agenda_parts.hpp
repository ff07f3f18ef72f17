// The parts of making an agenda. Not for other modules: agenda.hpp is the front door.
#pragma once

#include <string>
#include <vector>

#include "audit/agenda.hpp"

namespace scrutineer {

class AgendaMaker {
 public:
  AgendaMaker(const Election& election, const AuditDesign& design, const Manifest& manifest,
              const Cards* records)
      : election_(election), manifest_(manifest), records_(records) {
    agenda_.design = design;
  }
  Result<AuditAgenda> run();

 private:
  void fault(std::string sentence);
  template <typename T>
  bool took(const Result<T>& result) {
    if (result) return true;
    errors_.insert(errors_.end(), result.error().begin(), result.error().end());
    return false;
  }

  // agenda.cpp: who and where.
  void place_containers();
  bool has_target(const std::string& contest) const;
  void check_bounds();
  // Whether the contest can be audited; reasons are errors where it is asked for.
  bool prepare(std::size_t contest);
  void add_streams(std::size_t contest);
  bool add_stream(std::size_t contest, std::size_t constituency);
  std::size_t whole_stream(std::size_t contest);
  ContestTally tally_of(std::size_t contest, std::size_t constituency) const;
  std::size_t stream_of(std::size_t contest, std::size_t constituency) const;

  void add_target(const AuditTarget& target);
  void add_what_was_not_asked();

  // agenda_targets.cpp: what must be shown.
  AllocationRules rules_for(std::size_t contest) const;
  std::vector<std::size_t> candidates_of(std::size_t contest,
                                         const std::vector<PartyIndex>& parties) const;
  void add_contest_target(std::size_t contest, bool is_targeted);
  void add_question_target(std::size_t question);
  void add_wins(std::size_t contest, const Question& question, AgendaTarget& target);
  void add_share(std::size_t contest, const Question& question, AgendaTarget& target);
  void add_seats(std::size_t contest, const Question& question, AgendaTarget& target);
  // Every seat, or every winner, of the contest or of one constituency.
  void add_all_seats(std::size_t contest, const std::optional<UnitIndex>& unit,
                     AgendaTarget& target);
  // The seats or the winner of one constituency.
  Result<AssertionSet> set_of(std::size_t contest, std::size_t constituency, AgendaTarget& target);
  Result<AssertionSet> ranked_set_of(std::size_t contest, std::size_t constituency,
                                     AgendaTarget& target);
  Result<ConstituencyBounds> bounds_of(std::size_t contest, std::size_t constituency,
                                       const std::vector<std::size_t>& who);
  // A threshold of the whole contest: its barriers, once.
  bool has_barrier_everywhere(std::size_t contest) const;
  Result<AssertionSet> barriers_everywhere(std::size_t contest);
  Result<std::vector<bool>> above_barriers(std::size_t contest);  // by candidate
  std::size_t add_assertion(AgendaTarget& target, std::size_t stream, Assertion assertion,
                            bool rests = false);
  void add_set(AgendaTarget& target, std::size_t stream, const AssertionSet& set);
  // The target goes into the agenda, unless something was wrong with it.
  void finish(AgendaTarget target);

  // agenda_tests.cpp: how it is tested.
  void make_pools(std::size_t contest);
  void make_test(std::size_t assertion, bool rests);
  double default_bet(std::size_t assertion) const;
  bool make_comparison(AuditAssertion& assertion);
  Fraction mean_of_records(const AuditAssertion& assertion) const;

  const Election& election_;
  const Manifest& manifest_;
  const Cards* records_;
  AuditAgenda agenda_;
  Errors errors_;
  std::vector<std::optional<UnitIndex>> unit_of_container_;
  std::vector<Basis> bases_;                               // by contest
  std::vector<bool> prepared_;                             // by contest
  std::vector<std::vector<std::size_t>> constituency_of_;  // by contest and container
  std::vector<std::vector<std::size_t>> streams_of_;       // by contest and constituency
  std::vector<std::optional<std::size_t>> whole_;          // by contest
};

}  // namespace scrutineer
