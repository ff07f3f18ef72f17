#include "outcome/outcome.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "outcome/doubt_problem.hpp"
#include "outcome/facts.hpp"
#include "outcome/full.hpp"
#include "outcome/partial.hpp"

namespace scrutineer {

namespace {

bool asks_for_seats(const Question& question) {
  return question.kind == QuestionKind::seats_at_least ||
         question.kind == QuestionKind::seats_equal;
}

// What one source knows of one contest.
struct Known {
  SourceIndex source;
  Basis seats;  // by constituency
  Basis votes;  // as a whole, for questions on votes
  PublishedProblem facts;
};

class Analysis {
 public:
  Analysis(const Election& election, const OutcomeOptions& options)
      : election_(election), options_(options) {}

  Result<OutcomeReport> run() {
    for (std::uint32_t contest = 0; contest < election_.contests.size(); ++contest) {
      Result<void> done = take_contest({contest});
      if (!done) return tl::unexpected(done.error());
    }
    return std::move(report_);
  }

 private:
  Result<void> take_contest(ContestIndex contest) {
    const std::vector<Known> bases = bases_of(contest);
    for (const Known& known : bases) {
      Contradiction contradiction;
      if (!known.seats.complete()) contradiction = find_contradiction(known.facts);
      const bool consistent = contradiction.facts.empty();
      if (!consistent) report_.contradictions.push_back(std::move(contradiction));
      for (std::size_t q = 0; q < election_.questions.size(); ++q) {
        if (election_.questions[q].contest != contest) continue;
        Result<void> asked = ask_all(q, known, consistent);
        if (!asked) return asked;
      }
    }
    take_claimed_margins(contest);
    if (bases.empty() || !bases.front().seats.complete()) return {};
    if (!has_seat_questions(contest)) return {};
    Result<std::vector<NextSeat>> next = next_seats_of(election_, bases.front().seats);
    if (!next) return tl::unexpected(next.error());
    report_.next_seats.insert(report_.next_seats.end(), next->begin(), next->end());
    return {};
  }

  bool has_seat_questions(ContestIndex contest) const {
    return election_.contests[contest.value].seats > 1 ||
           std::any_of(election_.questions.begin(), election_.questions.end(),
                       [&](const Question& question) {
                         return question.contest == contest && asks_for_seats(question);
                       });
  }

  // The named basis; else the commission's, whatever it has published, then every complete one.
  std::vector<Known> bases_of(ContestIndex contest) const {
    std::vector<Known> commission;
    std::vector<Known> others;
    for (std::uint32_t s = 0; s < election_.sources.size(); ++s) {
      if (options_.basis && *options_.basis != SourceIndex{s}) continue;
      Known known;
      known.source = {s};
      known.seats = arrange(election_, contest, {s});
      known.votes = arrange_whole(election_, contest, {s});
      known.facts = gather_facts(election_, known.seats);
      const bool is_commission = election_.sources[s].role == Role::commission;
      const bool complete = known.seats.complete() || known.votes.complete();
      if (options_.basis || (is_commission && (complete || has_facts(known.facts)))) {
        commission.push_back(std::move(known));
      } else if (complete && known.votes.fully_reported()) {
        others.push_back(std::move(known));
      }
    }
    commission.insert(commission.end(), std::make_move_iterator(others.begin()),
                      std::make_move_iterator(others.end()));
    return commission;
  }

  Result<void> ask_all(std::size_t q, const Known& known, bool consistent) {
    const Question& question = election_.questions[q];
    const bool moves_base = question.kind == QuestionKind::share_at_least ||
                            question.kind == QuestionKind::lead_at_least;
    Result<QuestionOutcome> own = ask(q, known, question.of, options_.status, consistent);
    if (!own) return tl::unexpected(own.error());
    Result<void> cut = cut_by_status(q, known, question.of, consistent, *own);
    if (!cut) return cut;
    const QuestionOutcome first = *own;
    report_.questions.push_back(std::move(*own));
    if (!moves_base || !known.votes.complete()) return {};
    // Every other stated basis that changes the answer is shown beside it.
    for (const Base base : {Base::valid, Base::cast, Base::registered}) {
      if (base == question.of || !states(known.votes, base)) continue;
      Result<QuestionOutcome> other = ask(q, known, base, options_.status, consistent);
      if (!other) return tl::unexpected(other.error());
      if (other->answer != first.answer || other->holds != first.holds) {
        report_.questions.push_back(std::move(*other));
      }
    }
    return {};
  }

  static bool states(const Basis& basis, Base base) {
    return std::all_of(basis.constituencies.begin(), basis.constituencies.end(),
                       [base](const BasisConstituency& part) {
                         return base == Base::cast         ? part.cast.has_value()
                                : base == Base::registered ? part.registered.has_value()
                                                           : true;
                       });
  }

  Result<QuestionOutcome> ask(std::size_t q, const Known& known, Base base, Status status,
                              bool consistent) const {
    const Question& question = election_.questions[q];
    QuestionOutcome outcome;
    outcome.question = q;
    outcome.basis = known.source;
    OutcomeOptions options = options_;
    options.status = status;
    const std::vector<const Doubt*> doubts =
        doubts_that_count(election_, question.contest, options);
    const bool seats = asks_for_seats(question);
    if (question.kind == QuestionKind::share_at_least ||
        question.kind == QuestionKind::lead_at_least) {
      outcome.base = name_of(base);
    }
    const Basis& basis = seats ? known.seats : known.votes;
    Result<void> answered;
    // A share of voters whom nobody counted is not a share of the valid votes.
    const bool base_is_stated = outcome.base.empty() || states(basis, base);
    if (basis.complete() && !basis.cells.empty() && base_is_stated) {
      answered =
          answer_from_returns(election_, basis, question, base, doubts, options_.nodes, outcome);
    } else if (consistent && seats) {
      answered = answer_from_facts(election_, basis, known.facts, question, doubts, outcome);
    } else {
      outcome.holds_known = false;
      outcome.exact = false;
      outcome.reason = OpenReason::missing;
      outcome.missing = basis.missing;
      if (!base_is_stated) {
        for (const BasisConstituency& part : basis.constituencies) {
          outcome.missing.push_back({part.unit, outcome.base});
        }
      }
      for (const Doubt* doubt : doubts) outcome.doubts.push_back(doubt->id);
    }
    if (!answered) return tl::unexpected(answered.error());
    return outcome;
  }

  // The same question under each stronger status that would leave a doubt out.
  Result<void> cut_by_status(std::size_t q, const Known& known, Base base, bool consistent,
                             const QuestionOutcome& own) {
    const Question& question = election_.questions[q];
    std::size_t last = 0;
    bool first = true;
    for (const Status status : {Status::alleged, Status::admitted, Status::established}) {
      if (status < options_.status) continue;
      OutcomeOptions options = options_;
      options.status = status;
      const std::size_t count = doubts_that_count(election_, question.contest, options).size();
      StatusCut cut{q, known.source, status, own.answer, count};
      if (!first && count != last) {
        Result<QuestionOutcome> outcome = ask(q, known, base, status, consistent);
        if (!outcome) return tl::unexpected(outcome.error());
        cut.answer = outcome->answer;
      } else if (!first) {
        cut.answer = report_.by_status.back().answer;
      }
      report_.by_status.push_back(cut);
      last = count;
      first = false;
    }
    return {};
  }

  // Published margins, side by side; statements of one quantity that differ are not merged here.
  void take_claimed_margins(ContestIndex contest) {
    for (const Claim& claim : election_.claims) {
      if (claim.kind != "margin" || !claim.unit || !claim.party) continue;
      if (claim.contest && *claim.contest != contest) continue;
      const Count low = claim.count ? claim.count : claim.count_low;
      if (!low) continue;
      NextSeat next;
      next.unit = *claim.unit;
      next.party = *claim.party;
      next.change = claim.way.value_or(Change::added);
      next.low = *low;
      next.high = claim.count ? claim.count : claim.count_high;
      next.rests_on = {claim.id};
      report_.next_seats.push_back(std::move(next));
    }
  }

  const Election& election_;
  const OutcomeOptions& options_;
  OutcomeReport report_;
};

}  // namespace

Result<OutcomeReport> analyse_outcome(const Election& election, const OutcomeOptions& options) {
  return Analysis(election, options).run();
}

}  // namespace scrutineer
