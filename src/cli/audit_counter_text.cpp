// A counter-audit as JSON (docs/schema/audit-counter.json) and for a terminal.
#include <algorithm>
#include <numeric>

#include <fmt/core.h>

#include "cli/audit_counter.hpp"
#include "cli/table.hpp"

namespace scrutineer::cli {

namespace {

constexpr std::size_t kMostListed = 1000;  // vectors, and differences, in JSON
constexpr std::size_t kMostShown = 20;     // on a terminal

constexpr std::string_view kFormsLabel =
    "Forms show how votes were added up, not how they were cast.";

const std::vector<std::string>& never_shown() {
  static const std::vector<std::string> sentences = {
      "Forms that somebody chose say nothing of the units without a form beyond the bounds on "
      "their cards.",
      "No form shows that ballots were cast freely, or read rightly: agreement certifies the "
      "tabulation, never the outcome.",
      "Neither forms nor ballots say anything of the roll, of who was kept away, or of "
      "intimidation.",
      "A set that contains the reported seats does not confirm them.",
  };
  return sentences;
}

std::vector<std::string> assumptions_of(const CounterAudit& audit) {
  std::vector<std::string> list;
  std::size_t by_basis = 0;
  for (const HeldContest& contest : audit.held) {
    for (const HeldConstituency& place : contest.constituencies) by_basis += place.open_by_basis;
  }
  if (!audit.held.empty()) {
    list.emplace_back(
        "Seats and answers of held forms: the forms are right, and no unit without one holds more "
        "cards than its registered voters.");
  }
  if (by_basis > 0) {
    list.push_back(fmt::format(
        "For {} units without a form, no usable number of registered voters is stated: they are "
        "taken to hold no more than the ballots that the basis states there.",
        by_basis));
  }
  if (audit.sampled.empty()) return list;
  const bool by_ballots = audit.sampled[0].by_ballots;
  list.push_back(fmt::format(
      "Excluded seat vectors rest on the holder's statement that the {} were drawn at random, each "
      "order equally likely, before anybody saw them. Nothing here can check that.",
      by_ballots ? "cards" : "stations"));
  list.emplace_back(by_ballots
                        ? "The number of cards that could be drawn is right."
                        : "The forms are right, and no station holds more cards than its bound.");
  std::size_t bounds = 0;
  for (const SampledConstituency& place : audit.sampled) bounds += place.bounds_by_basis;
  if (bounds > 0) {
    list.push_back(
        fmt::format("The bound of {} stations is the number of ballots of the basis.", bounds));
  }
  return list;
}

const std::string& id_of(const Election& election, UnitIndex unit) {
  return election.units[unit.value].id;
}

Json seats_or_null(const Election& election, const std::optional<std::vector<Seats>>& seats) {
  return seats ? by_party(election, *seats) : Json(nullptr);
}

Json place_json(const Election& election, const HeldConstituency& place) {
  Json differences = Json::array();
  for (const UnitDifference& one : place.differences) {
    if (differences.size() == kMostListed) break;
    Json parties = Json::array();
    for (std::size_t p = 0; p < one.held.size(); ++p) {
      if (one.held[p] == one.basis[p]) continue;
      parties.push_back(
          {{"party", election.parties[p].id}, {"held", one.held[p]}, {"basis", one.basis[p]}});
    }
    differences.push_back({{"unit", id_of(election, one.unit)}, {"parties", std::move(parties)}});
  }
  return {{"unit", id_of(election, place.unit)},
          {"seats", to_json(place.seats)},
          {"units", place.units},
          {"held", place.held},
          {"incomplete", place.incomplete},
          {"agreeing", place.agreeing},
          {"differing", place.differing},
          {"not_compared", place.not_compared},
          {"votes", by_party(election, place.votes)},
          {"compared", by_party(election, place.compared)},
          {"compared_basis", by_party(election, place.compared_basis)},
          {"differences", std::move(differences)},
          {"open",
           {{"units", place.units - place.held},
            {"cards", place.open_without_bound > 0 ? Json(nullptr) : Json(place.open_cards)},
            {"bounded_by_registered", place.open_registered},
            {"bounded_by_basis", place.open_by_basis},
            {"without_bound", place.open_without_bound}}},
          {"least", seats_or_null(election, place.least)},
          {"most", seats_or_null(election, place.most)},
          {"exact", place.is_exact}};
}

Json contest_json(const Election& election, const HeldContest& contest) {
  Json constituencies = Json::array();
  for (const HeldConstituency& place : contest.constituencies) {
    constituencies.push_back(place_json(election, place));
  }
  Json questions = Json::array();
  for (const SettledQuestion& one : contest.questions) {
    questions.push_back({{"question", election.questions[one.question].id},
                         {"settled", std::string(name_of(one.settled))},
                         {"why", one.why.empty() ? Json(nullptr) : Json(one.why)}});
  }
  return {
      {"contest", election.contests[contest.contest.value].id},
      {"constituencies", std::move(constituencies)},
      {"least", seats_or_null(election, contest.least)},
      {"most", seats_or_null(election, contest.most)},
      {"why_no_seats", contest.why_no_seats.empty() ? Json(nullptr) : Json(contest.why_no_seats)},
      {"questions", std::move(questions)}};
}

Json set_json(const Election& election, const SampledConstituency& place) {
  if (!place.set) return nullptr;
  Json vectors = Json::array();
  for (const auto& vector : place.set->vectors) {
    if (vectors.size() == kMostListed) break;
    vectors.push_back(by_party(election, vector));
  }
  const bool is_empty = place.set->is_empty;
  return {{"listed", place.set->is_listed},
          {"size", place.set->is_listed ? Json(place.set->vectors.size()) : Json(nullptr)},
          {"vectors", std::move(vectors)},
          {"least", is_empty ? Json(nullptr) : by_party(election, place.set->least)},
          {"most", is_empty ? Json(nullptr) : by_party(election, place.set->most)}};
}

Json sampled_json(const Election& election, const SampledConstituency& place) {
  return {{"unit", id_of(election, place.unit)},
          {"evidence", place.by_ballots ? "ballots" : "forms"},
          {"population", place.population},
          {"population_by", place.cards_by.empty() ? Json(nullptr) : Json(place.cards_by)},
          {"drawn", place.drawn},
          {"missing", place.missing},
          {"most_cards", place.most_cards},
          {"set", set_json(election, place)},
          {"why_none", place.why_none.empty() ? Json(nullptr) : Json(place.why_none)},
          {"reported", seats_or_null(election, place.reported)},
          {"reported_excluded", place.reported ? Json(place.reported_is_excluded) : Json(nullptr)}};
}

std::string range_text(Seats least, Seats most) {
  return least == most ? std::to_string(least) : fmt::format("{}–{}", least, most);
}

void add_range(std::vector<std::string>& row, const std::optional<std::vector<Seats>>& least,
               const std::optional<std::vector<Seats>>& most, std::size_t parties) {
  for (std::size_t p = 0; p < parties; ++p) {
    row.push_back(least ? range_text((*least)[p], (*most)[p]) : "?");
  }
}

std::string differences_text(const Election& election, const HeldContest& contest) {
  std::string text;
  std::size_t shown = 0;
  std::size_t all = 0;
  for (const HeldConstituency& place : contest.constituencies) {
    all += place.differences.size();
    for (const UnitDifference& one : place.differences) {
      if (shown == kMostShown) break;
      ++shown;
      text += fmt::format("  {}:", id_of(election, one.unit));
      for (std::size_t p = 0; p < one.held.size(); ++p) {
        if (one.held[p] == one.basis[p]) continue;
        text += fmt::format(" {} {} held, {} by the basis;", election.parties[p].id,
                            grouped(one.held[p]), grouped(one.basis[p]));
      }
      text.back() = '\n';
    }
  }
  if (all > shown) text += fmt::format("  … and {} more units (--json)\n", all - shown);
  return all == 0 ? "" : "\nWhere the forms differ from the basis:\n" + text;
}

std::string tabulation_text(const Election& election, const HeldContest& contest) {
  Table table({"constituency", "units", "forms held", "agree", "differ", "not compared",
               "cards without a form"},
              {false, true, true, true, true, true, true});
  for (const HeldConstituency& place : contest.constituencies) {
    table.add({id_of(election, place.unit), std::to_string(place.units), std::to_string(place.held),
               std::to_string(place.agreeing), std::to_string(place.differing),
               std::to_string(place.not_compared),
               place.open_without_bound > 0 ? "no bound" : grouped(place.open_cards)});
  }
  return table.text();
}

std::string votes_text(const Election& election, const HeldContest& contest) {
  Table table({"party", "on all held forms", "on those compared", "the basis for the same"},
              {false, true, true, true});
  for (std::size_t p = 0; p < election.parties.size(); ++p) {
    Votes held = 0;
    Votes compared = 0;
    Votes basis = 0;
    for (const HeldConstituency& place : contest.constituencies) {
      held += place.votes[p];
      compared += place.compared[p];
      basis += place.compared_basis[p];
    }
    table.add({election.parties[p].id, grouped(held), grouped(compared), grouped(basis)});
  }
  return table.text();
}

std::string seats_text(const Election& election, const HeldContest& contest) {
  std::vector<std::string> header = {"constituency", "seats"};
  for (const Party& party : election.parties) header.push_back(party.id);
  Table table(header, [&] {
    std::vector<bool> numbers(header.size(), true);
    numbers[0] = false;
    return numbers;
  }());
  for (const HeldConstituency& place : contest.constituencies) {
    std::vector<std::string> row = {id_of(election, place.unit),
                                    place.seats ? std::to_string(*place.seats) : "?"};
    add_range(row, place.least, place.most, election.parties.size());
    table.add(std::move(row));
  }
  std::vector<std::string> row = {"in all",
                                  std::to_string(election.contests[contest.contest.value].seats)};
  add_range(row, contest.least, contest.most, election.parties.size());
  table.add(std::move(row));
  std::string text =
      "\nIf the held forms are right, whatever the other units hold:\n" + table.text();
  if (!contest.why_no_seats.empty()) text += wrapped(contest.why_no_seats, 88);
  if (std::any_of(contest.constituencies.begin(), contest.constituencies.end(),
                  [](const HeldConstituency& place) { return !place.is_exact; })) {
    text += "Some of these ranges may be too wide, never too narrow (docs/counter-audit.md).\n";
  }
  for (const SettledQuestion& one : contest.questions) {
    text += fmt::format(
        "question {}: {}{}\n", election.questions[one.question].id,
        one.settled == Settled::yes || one.settled == Settled::no || one.settled == Settled::tie
            ? "settled, "
            : "",
        name_of(one.settled));
    if (!one.why.empty()) text += wrapped(one.why, 88, "  ");
  }
  return text;
}

std::string vector_text(const Election& election, const std::vector<Seats>& seats) {
  std::string text;
  for (std::size_t p = 0; p < seats.size(); ++p) {
    text += fmt::format("{}{} {}", p > 0 ? ", " : "", election.parties[p].id, seats[p]);
  }
  return text;
}

std::string set_text(const Election& election, const SampledConstituency& place) {
  if (!place.set) return fmt::format("  no set: {}.\n", place.why_none);
  const SeatSet& set = *place.set;
  if (set.is_empty) {
    return wrapped(
        "Every seat vector is excluded: by chance (at most the risk limit), or one of the "
        "assumptions does not hold.",
        88, "  ");
  }
  std::string text =
      set.is_listed
          ? fmt::format("  not excluded: {} seat vectors\n",
                        grouped(static_cast<Votes>(set.vectors.size())))
          : fmt::format("  not excluded: more than {} seat vectors; bounds by party only\n",
                        grouped(static_cast<Votes>(kMostSeatVectors)));
  for (std::size_t p = 0; p < set.least.size(); ++p) {
    text +=
        fmt::format("    {}: {}\n", election.parties[p].id, range_text(set.least[p], set.most[p]));
  }
  if (set.vectors.size() <= kMostShown) {
    for (const auto& vector : set.vectors) text += "    " + vector_text(election, vector) + "\n";
  }
  return text;
}

std::string sampled_text(const Election& election, const CounterAudit& audit) {
  std::string text = fmt::format(
      "\nWhat the sample excludes, at a risk limit of {:g} for each "
      "constituency by itself:\n",
      audit.risk_limit);
  for (const SampledConstituency& place : audit.sampled) {
    text += fmt::format("{}: {} of {} {} drawn", id_of(election, place.unit), place.drawn,
                        grouped(place.population), place.by_ballots ? "cards" : "stations");
    if (place.missing > 0) text += fmt::format(", {} of them missing", place.missing);
    text += "\n" + set_text(election, place);
    if (!place.reported) continue;
    text += fmt::format("  the basis's {}: {}\n", vector_text(election, *place.reported),
                        place.reported_is_excluded ? "excluded" : "not excluded");
  }
  return text;
}

}  // namespace

Json counter_json(const Election& election, const CounterAudit& audit) {
  Json held = Json::array();
  for (const HeldContest& contest : audit.held) held.push_back(contest_json(election, contest));
  Json sampled = Json::array();
  for (const SampledConstituency& place : audit.sampled) {
    sampled.push_back(sampled_json(election, place));
  }
  return {{"source", audit.source ? Json(election.sources[audit.source->value].id) : Json(nullptr)},
          {"basis", election.sources[audit.basis.value].id},
          {"label", kFormsLabel},
          {"held", std::move(held)},
          {"risk_limit", audit.sampled.empty() ? Json(nullptr) : Json(audit.risk_limit)},
          {"sampled_contest", audit.sampled_contest
                                  ? Json(election.contests[audit.sampled_contest->value].id)
                                  : Json(nullptr)},
          {"sampled", std::move(sampled)},
          {"assumptions", assumptions_of(audit)},
          {"never_shown", never_shown()}};
}

std::string counter_text(const Election& election, const CounterAudit& audit) {
  std::string text;
  const std::string& basis = election.sources[audit.basis.value].id;
  for (const HeldContest& contest : audit.held) {
    text += fmt::format("{}{}: forms of {} beside the count of {} (the basis)\n{}\n\n",
                        text.empty() ? "" : "\n", election.contests[contest.contest.value].id,
                        election.sources[audit.source->value].id, basis, kFormsLabel);
    text += tabulation_text(election, contest) + "\n" + votes_text(election, contest);
    text += differences_text(election, contest) + seats_text(election, contest);
  }
  if (!audit.sampled.empty()) text += sampled_text(election, audit);
  text += "\nThis rests on:\n";
  for (const std::string& line : assumptions_of(audit)) text += wrapped("- " + line, 88, "  ");
  text += "\nWhat partial evidence can never show:\n";
  for (const std::string& line : never_shown()) text += wrapped("- " + line, 88, "  ");
  return text;
}

}  // namespace scrutineer::cli
