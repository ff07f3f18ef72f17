// The files of a round: the sample in the order of drawing, the list of what to pull from each
// container, and a table to write down what is on each card.
#include <algorithm>
#include <map>

#include <fmt/core.h>

#include "base/csv.hpp"
#include "base/digest.hpp"
#include "cli/audit_workspace.hpp"

namespace scrutineer::cli {

// Phantoms, which nobody can fetch, are left out; the order is the manifest's.
std::vector<std::size_t> to_fetch(const Workspace& audit, const std::vector<std::size_t>& drawn) {
  std::vector<std::size_t> cards;
  for (const std::size_t card : drawn) {
    if (!audit.agenda.cards.is_phantom(card)) cards.push_back(card);
  }
  std::sort(cards.begin(), cards.end());
  return cards;
}

namespace {

std::vector<std::string> place_of(const Workspace& audit, std::size_t card) {
  const CardList& cards = audit.agenda.cards;
  if (cards.is_phantom(card)) return {cards.id(card), "", "", ""};
  const Container& container = audit.manifest.containers[cards.container(card)];
  return {cards.id(card), container.id, std::to_string(cards.position(card)), container.place};
}

std::string sample_csv(const Workspace& audit, const DrawnRounds& drawn, std::size_t round) {
  std::size_t number = 0;
  for (std::size_t r = 0; r + 1 < round; ++r) number += drawn.cards[r].size();
  std::string csv;
  append_csv_header(csv, {"draw", "card", "container", "position", "place", "ticket"});
  for (const std::size_t card : drawn.cards[round - 1]) {
    std::vector<std::string> row = {std::to_string(++number)};
    for (std::string& cell : place_of(audit, card)) row.push_back(std::move(cell));
    row.push_back(to_hex(drawn.order.tickets[card]));
    append_csv_row(csv, row);
  }
  return csv;
}

std::string retrieval_csv(const Workspace& audit, const std::vector<std::size_t>& cards) {
  std::string csv;
  append_csv_header(csv, {"card", "container", "position", "place"});
  for (const std::size_t card : cards) append_csv_row(csv, place_of(audit, card));
  return csv;
}

// A contest that may be on a card has a question mark, which no reader takes for an answer.
std::string template_csv(const Workspace& audit, const std::vector<std::size_t>& cards) {
  const AuditAgenda& agenda = audit.agenda;
  std::map<std::size_t, std::vector<bool>> holds;  // by contest: whether a card is in its streams
  for (const AuditStream& stream : agenda.streams) {
    auto& members = holds[stream.contest];
    members.resize(agenda.cards.size(), false);
    for (const std::size_t card : stream.cards) members[card] = true;
  }
  std::vector<std::string> header = {"card", "container", "position", "state"};
  for (const auto& [contest, members] : holds) {
    const std::string& id = agenda.contests[contest].id;
    const bool is_taken = std::find(header.begin(), header.begin() + 4, id) != header.begin() + 4;
    header.push_back((is_taken ? "\\" : "") + id);
  }
  std::string csv;
  append_csv_header(csv, header);
  for (const std::size_t card : cards) {
    std::vector<std::string> row = place_of(audit, card);
    row.back() = "";  // the state
    for (const auto& [contest, members] : holds) row.emplace_back(members[card] ? "?" : "");
    append_csv_row(csv, row);
  }
  return csv;
}

}  // namespace

FileContents sample_texts(const Workspace& audit, const Commitment& commitment,
                          const DrawnRounds& drawn, std::size_t round) {
  const auto cards = to_fetch(audit, drawn.cards[round - 1]);
  return {{round_path(round, "sizes.csv"), write_sizes(audit, drawn.sizes[round - 1])},
          {round_path(round, "sample.csv"), sample_csv(audit, drawn, round)},
          {round_path(round, "retrieval.csv"), retrieval_csv(audit, cards)},
          {round_path(round, "retrieval.html"), retrieval_page(audit, commitment, cards, round)},
          {round_path(round, "interpretations-template.csv"), template_csv(audit, cards)}};
}

}  // namespace scrutineer::cli
