// What people take to the store of ballots: the sample in the order of drawing, the list of what to
// pull from each container, and a table to write down what is on each card.
#include <algorithm>
#include <map>

#include <fmt/core.h>

#include "base/csv.hpp"
#include "base/digest.hpp"
#include "cli/audit_workspace.hpp"

namespace scrutineer::cli {

namespace {

// By container and position; phantoms, which nobody can fetch, are left out.
std::vector<std::size_t> to_fetch(const Workspace& audit, const std::vector<std::size_t>& drawn) {
  std::vector<std::size_t> cards;
  for (const std::size_t card : drawn) {
    if (!audit.agenda.cards.is_phantom(card)) cards.push_back(card);
  }
  std::sort(cards.begin(), cards.end());  // the manifest's order
  return cards;
}

std::vector<std::string> place_of(const Workspace& audit, std::size_t card) {
  const CardList& cards = audit.agenda.cards;
  if (cards.is_phantom(card)) return {cards.id(card), "", "", ""};
  const Container& container = audit.manifest.containers[cards.container(card)];
  return {cards.id(card), container.id, std::to_string(cards.position(card)), container.place};
}

std::string escaped(const std::string& text) {
  std::string html;
  for (const char c : text) {
    switch (c) {
      case '&':
        html += "&amp;";
        break;
      case '<':
        html += "&lt;";
        break;
      case '>':
        html += "&gt;";
        break;
      case '"':
        html += "&quot;";
        break;
      default:
        html += c;
    }
  }
  return html;
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

constexpr const char* kStyle =
    "body{font:12pt/1.4 sans-serif;margin:2em;color:#000;background:#fff}"
    "table{border-collapse:collapse;margin:.5em 0}"
    "td,th{border:1px solid #000;padding:.2em .6em;text-align:left}"
    "section{break-after:page}"
    ".label{border:3px solid #000;padding:.5em 1em;margin:1em 0;display:inline-block}"
    ".label b{font-size:24pt}"
    ".box{display:inline-block;width:1em;height:1em;border:1px solid #000}"
    ".sign{margin:1.5em 0}.mono{font-family:monospace;overflow-wrap:anywhere}";

std::string container_section(const Workspace& audit, std::size_t round, std::uint32_t container,
                              const std::vector<std::size_t>& cards) {
  const Container& one = audit.manifest.containers[container];
  std::string html = "<section>\n<div class=\"label\"><b>" + escaped(one.id) + "</b><br>\n";
  if (!one.unit.empty()) html += "Unit · អង្គភាព: " + escaped(one.unit) + "<br>\n";
  if (!one.place.empty()) html += "Place · ទីកន្លែង: " + escaped(one.place) + "<br>\n";
  html += fmt::format("Cards · សន្លឹកឆ្នោត: {}<br>\nRound · ជុំ: {}</div>\n", one.cards, round);
  html += fmt::format(
      "<p>Take out {} of {} cards. · ដកយក {} ក្នុងចំណោម {} សន្លឹក។ "
      "Count from the top; the first card is 1. · រាប់ពីលើ សន្លឹកទីមួយគឺ ១។</p>\n",
      cards.size(), one.cards, cards.size(), one.cards);
  html +=
      "<table>\n<tr><th>Position · លំដាប់</th><th>Card · សន្លឹក</th><th>Taken · បានយក</th>"
      "<th>Returned · បានដាក់វិញ</th></tr>\n";
  for (const std::size_t card : cards) {
    html += fmt::format(
        "<tr><td>{}</td><td>{}</td><td><span class=\"box\"></span></td>"
        "<td><span class=\"box\"></span></td></tr>\n",
        audit.agenda.cards.position(card), escaped(audit.agenda.cards.id(card)));
  }
  html +=
      "</table>\n<p class=\"sign\">Seal found · ត្រាដែលបានឃើញ: ____________________ &nbsp; "
      "New seal · ត្រាថ្មី: ____________________</p>\n"
      "<p class=\"sign\">Signatures · ហត្ថលេខា: ____________________ &nbsp; "
      "____________________</p>\n</section>\n";
  return html;
}

}  // namespace

std::string retrieval_page(const Workspace& audit, const Commitment& commitment,
                           const DrawnRounds& drawn, std::size_t round) {
  const auto cards = to_fetch(audit, drawn.cards[round - 1]);
  const Election& election = audit.folder.election;
  std::map<std::uint32_t, std::vector<std::size_t>> by_container;
  for (const std::size_t card : cards) {
    by_container[audit.agenda.cards.container(card)].push_back(card);
  }
  const std::string title = escaped(label(election, election.name, election.id));
  std::string html = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n";
  html += fmt::format("<title>{}: audit, round {}</title>\n<style>{}</style>\n</head>\n<body>\n",
                      title, round, kStyle);
  html += fmt::format("<section>\n<h1>{}</h1>\n<h2>Audit, round {} · សវនកម្ម ជុំទី {}</h2>\n", title,
                      round, round);
  html += fmt::format("<p>{} cards in {} containers. · {} សន្លឹក ក្នុង {} ប្រអប់។</p>\n", cards.size(),
                      by_container.size(), cards.size(), by_container.size());
  html += "<p>Commitment:<br><span class=\"mono\">" + commitment.root + "</span></p>\n<table>\n";
  html += "<tr><th>Container · ប្រអប់</th><th>Place · ទីកន្លែង</th><th>Cards · សន្លឹក</th></tr>\n";
  for (const auto& [container, its] : by_container) {
    const Container& one = audit.manifest.containers[container];
    html += fmt::format("<tr><td>{}</td><td>{}</td><td>{}</td></tr>\n", escaped(one.id),
                        escaped(one.place), its.size());
  }
  html += "</table>\n</section>\n";
  for (const auto& [container, its] : by_container) {
    html += container_section(audit, round, container, its);
  }
  return html + "</body>\n</html>\n";
}

FileContents sample_texts(const Workspace& audit, const Commitment& commitment,
                          const DrawnRounds& drawn, std::size_t round) {
  const auto cards = to_fetch(audit, drawn.cards[round - 1]);
  return {{round_path(round, "sizes.csv"), write_sizes(audit, drawn.sizes[round - 1])},
          {round_path(round, "sample.csv"), sample_csv(audit, drawn, round)},
          {round_path(round, "retrieval.csv"), retrieval_csv(audit, cards)},
          {round_path(round, "retrieval.html"), retrieval_page(audit, commitment, drawn, round)},
          {round_path(round, "interpretations-template.csv"), template_csv(audit, cards)}};
}

}  // namespace scrutineer::cli
