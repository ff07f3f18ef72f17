// A small chamber of three constituencies, with its manifest, records and what people read.
#pragma once

#include <span>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "audit/assess.hpp"

namespace scrutineer {

inline Column votes_of(std::uint32_t party, std::vector<Count> cells) {
  Column column;
  column.party = PartyIndex{party};
  column.cells = Counts(cells);
  return column;
}

// Votes by constituency: 3, 4 and 5 seats, of a, b and c.
inline constexpr Votes kVotes[3][3] = {{90, 60, 30}, {150, 50, 40}, {120, 100, 80}};

inline Election small_election() {
  Election election;
  election.id = "small";
  election.languages = {"en"};
  election.levels = {"country", "province"};
  Contest contest;
  contest.id = "house";
  contest.seats = 12;
  contest.constituencies = "province";
  election.contests.push_back(contest);
  for (const char* id : {"a", "b", "c"}) {
    Party party;
    party.id = id;
    election.parties.push_back(party);
  }
  Source source;
  source.id = "nec";
  source.role = Role::commission;
  election.sources.push_back(source);
  const char* ids[] = {"top", "p1", "p2", "p3"};
  for (std::uint32_t u = 0; u < 4; ++u) {
    Unit unit;
    unit.id = ids[u];
    unit.level = u == 0 ? 0 : 1;
    if (u > 0) unit.parent = UnitIndex{0};
    if (u > 0) unit.seats = u + 2;
    election.units.push_back(unit);
  }
  ReturnTable table;
  table.unit = {UnitIndex{1}, UnitIndex{2}, UnitIndex{3}};
  table.revision = {0, 0, 0};
  for (std::uint32_t p = 0; p < 3; ++p) {
    table.columns.push_back(votes_of(p, {kVotes[0][p], kVotes[1][p], kVotes[2][p]}));
  }
  for (int row = 0; row < 3; ++row) table.stated_at.push_back("");
  election.returns.push_back(table);
  Question majority;
  majority.id = "majority";
  majority.kind = QuestionKind::seats_at_least;
  majority.who = "a";
  majority.parties = {PartyIndex{0}};
  majority.seats = 5;
  election.questions.push_back(majority);
  return election;
}

inline Manifest small_manifest() {
  return {{{"x", "p1", 100, ""}, {"y", "p1", 80, ""}, {"z", "p2", 240, ""}, {"w", "p3", 300, ""}}};
}

// Records that are as the returns have them.
inline Cards small_records() {
  Cards cards;
  cards.add_contest({"house", {"a", "b", "c"}});
  const char* containers[3][2] = {{"x", "y"}, {"z", ""}, {"w", ""}};
  for (int j = 0; j < 3; ++j) {
    int number = 0;
    for (std::uint32_t p = 0; p < 3; ++p) {
      for (Votes i = 0; i < kVotes[j][p]; ++i, ++number) {
        const bool second = j == 0 && number >= 100;
        cards.add_card("p" + std::to_string(j + 1) + "-" + std::to_string(number),
                       {containers[j][second ? 1 : 0], (second ? number - 100 : number) + 1});
        const Mark mark{p, 1};
        cards.add_votes(0, std::span(&mark, 1));
      }
    }
  }
  return cards;
}

inline AuditDesign small_design(Evidence evidence) {
  AuditDesign design;
  design.evidence = evidence;
  design.targets = {{"house", ""}, {"", "majority"}};
  return design;
}

// What people read: what the records say, but for every `misread`-th card, which is for c.
inline Cards read_cards(const AuditAgenda& agenda, const std::vector<std::size_t>& drawn,
                        const Cards& records, std::size_t misread) {
  Cards cards;
  cards.add_contest({"house", {"a", "b", "c"}});
  for (const std::size_t card : drawn) {
    if (agenda.cards.is_phantom(card)) continue;
    const std::size_t record = *agenda.cards.record(card);
    cards.add_card(agenda.cards.id(card), records.place(record));
    const Mark mark{misread > 0 && card % misread == 0 ? 2 : records.marks(record, 0)[0].candidate,
                    1};
    cards.add_votes(0, std::span(&mark, 1));
  }
  return cards;
}

inline Assessment assessed(const AuditAgenda& agenda, const std::vector<StreamSizes>& sizes,
                           const Cards& records, std::size_t misread = 0) {
  const AuditOrder order = order_of(agenda, "seed");
  const auto rounds = cards_of_rounds(agenda, order, sizes);
  std::vector<Cards> read;
  for (const auto& drawn : rounds) read.push_back(read_cards(agenda, drawn, records, misread));
  std::vector<ReadRound> read_rounds;
  for (const Cards& one : read) read_rounds.push_back(read_round(agenda, one));
  return assess(agenda, order, rounds, read_rounds,
                agenda.design.evidence == Evidence::comparison ? &records : nullptr);
}

inline AuditAgenda small_agenda(Evidence evidence, const Cards& records,
                                std::vector<CardsBound> bounds = {}) {
  AuditDesign design = small_design(evidence);
  design.bounds = std::move(bounds);
  auto agenda = make_agenda(small_election(), design, small_manifest(), &records);
  EXPECT_TRUE(agenda) << (agenda ? "" : to_sentence(agenda.error().front()));
  return std::move(*agenda);
}

}  // namespace scrutineer
