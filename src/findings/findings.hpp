// From the results of the analyses to statements that people can quote, one adaptor per kind of
// result. Nothing is computed here but words; the figures are those of the results.
#pragma once

#include <utility>
#include <vector>

#include "count/count.hpp"
#include "election/election.hpp"
#include "findings/finding.hpp"
#include "outcome/outcome.hpp"

namespace scrutineer {

// "outcome/<question>/<basis>": one question on one basis.
Finding outcome_finding(const Election& election, const std::vector<Chamber>& chambers,
                        const QuestionOutcome& outcome);

// "seats/<source>/<of>/<n>": one chamber, stated or computed.
Finding chamber_finding(const Election& election, const Chamber& chamber, std::size_t position);

// "margin/<unit>/<party>/<gain|lose>/<switch|add|remove>": one seat of one constituency.
Finding next_seat_finding(const Election& election, const NextSeat& next);

// "contradiction/<n>": published statements that cannot hold together.
Finding contradiction_finding(const Contradiction& contradiction, std::size_t position);

// All of them: questions in their order, then chambers, seats, contradictions.
std::vector<Finding> findings_of(const Election& election, const OutcomeReport& report,
                                 const std::vector<Chamber>& chambers);

// The count: "count/reported/<contest>/<source>", "count/checks", "count/copies/<contest>/<copy>".
std::vector<Finding> count_findings(const Election& election, const CountReport& report);

// The id that outcome_finding gives.
std::string outcome_id(const Election& election, const QuestionOutcome& outcome);

// The names of answers in the catalogue and in outcome --json: "can-change".
std::string_view name_of(Answer answer);

// The question as a clause: "whether the CPP holds the majority (62 of 123 seats)".
LocalizedText clause_of(const Election& election, const Question& question);

// Who claims what in doubts of one way, place and status, as a sentence.
LocalizedText sentence_of(const Election& election, const std::vector<const Doubt*>& doubts);

// What the doubts of a question say, as sentences: those that decide and, where there are few, the
// others one by one; else how many there are of each kind and, `with_total`, how many votes they
// put in doubt together.
std::vector<LocalizedText> doubt_sentences(const Election& election, const QuestionOutcome& outcome,
                                           bool with_total);

// The kinds of change that the doubts speak of; all three where they speak of none or of any.
std::vector<std::pair<Change, const PriceBounds*>> prices_in_play(const Election& election,
                                                                  const QuestionOutcome& outcome);

// What one kind of change would cost, as a sentence.
LocalizedText price_sentence(const PriceBounds& price, Change change);

// Where a doubt lies: "anywhere in Cambodia", "in Kandal".
LocalizedText place_of(const Election& election, const std::vector<UnitIndex>& units);

}  // namespace scrutineer
