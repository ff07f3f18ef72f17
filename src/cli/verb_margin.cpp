// scrutineer margin: the fewest votes that change who holds what.
#include <algorithm>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "cli/command.hpp"
#include "cli/table.hpp"
#include "outcome/facts.hpp"
#include "outcome/outcome.hpp"

namespace scrutineer::cli {

namespace {

struct Request {
  Options options;
  InputChoice source;
  std::string party, unit, question, change = "add", basis;
  Seats to_gain = 0, to_lose = 0;
};

// What is asked for, in positions.
struct Asked {
  ContestIndex contest;
  SourceIndex basis;
  Change change = Change::added;
  SeatTarget target;
  std::string unit;  // empty: the whole contest
  std::string sentence;
};

std::vector<std::size_t> positions(const std::vector<PartyIndex>& parties) {
  std::vector<std::size_t> list;
  list.reserve(parties.size());
  for (const PartyIndex party : parties) list.push_back(party.value);
  std::sort(list.begin(), list.end());
  return list;
}

// Seats that the party has now: by its returns, or as published.
Result<Seats> seats_now(const Election& election, const Basis& basis, const SeatTarget& target) {
  const Result<std::vector<Chamber>> all = chambers(election, basis.contest);
  if (!all) return tl::unexpected(all.error());
  for (const bool computed : {true, false}) {
    for (const Chamber& chamber : *all) {
      if (chamber.of != basis.source || chamber.computed != computed || chamber.reading) continue;
      Seats sum = 0;
      bool known = true;
      for (const std::size_t p : target.who) {
        const std::optional<Seats> seats =
            target.constituency ? chamber.constituencies[*target.constituency].by_party[p]
                                : chamber.by_party[p];
        known = known && seats.has_value();
        sum += seats.value_or(0);
      }
      if (known) return sum;
    }
  }
  return fail(
      "the seats of this party are neither stated nor to be computed; claims of kind "
      "\"seats\" or complete returns would give them.");
}

Result<Asked> understand(const Request& request, const Election& election, Basis& basis) {
  Asked asked;
  asked.basis = commission_of(election).value_or(SourceIndex{0});
  if (!request.basis.empty()) {
    const Result<SourceIndex> source = find_source(election, request.basis);
    if (!source) return tl::unexpected(source.error());
    asked.basis = *source;
  }
  asked.change = *from_name<Change>(request.change);
  const Question* question = nullptr;
  if (!request.question.empty()) {
    const Result<std::size_t> found = find_question(election, request.question);
    if (!found) return tl::unexpected(found.error());
    question = &election.questions[*found];
    if (question->kind != QuestionKind::seats_at_least) {
      return fail("margin answers questions of kind seats-at-least; outcome answers \"" +
                  request.question + "\" with its price.");
    }
    asked.contest = question->contest;
    asked.target.who = positions(question->parties);
  } else {
    const Result<PartyIndex> party = find_party(election, request.party);
    if (!party) return tl::unexpected(party.error());
    asked.target.who = {party->value};
  }
  basis = arrange(election, asked.contest, asked.basis);
  std::optional<UnitIndex> place;
  if (question != nullptr) place = question->unit;
  if (!request.unit.empty()) {
    const Result<UnitIndex> unit = find_unit(election, request.unit);
    if (!unit) return tl::unexpected(unit.error());
    place = *unit;
  }
  std::string where;
  if (place) {
    asked.unit = election.units[place->value].id;
    where = " in " + asked.unit;
    for (std::size_t c = 0; c < basis.constituencies.size(); ++c) {
      if (basis.constituencies[c].unit == *place) asked.target.constituency = c;
    }
    if (!asked.target.constituency) {
      return fail("--unit: " + asked.unit + " elects nobody in this contest.");
    }
  }
  const Result<Seats> now = seats_now(election, basis, asked.target);
  if (!now) return tl::unexpected(now.error());
  const bool gain = question ? *now < question->seats : request.to_lose == 0;
  asked.target.at_least = gain;
  asked.target.seats =
      question ? (gain ? question->seats : question->seats - 1)
               : (gain ? *now + std::max<Seats>(1, request.to_gain) : *now - request.to_lose);
  asked.sentence = fmt::format("from {} to {} {} seats{}", *now, gain ? "at least" : "at most",
                               asked.target.seats, where);
  return asked;
}

Json moves_json(const Election& election, const Basis& basis, const std::vector<Move>& moves) {
  Json list = Json::array();
  for (const Move& move : moves) {
    const UnitIndex unit = basis.constituencies[move.constituency].unit;
    Json line = {{"unit", election.units[unit.value].id}};
    line["from"] = move.from ? Json(election.parties[*move.from].id) : Json(nullptr);
    line["to"] = move.to ? Json(election.parties[*move.to].id) : Json(nullptr);
    line["votes"] = move.votes;
    list.push_back(std::move(line));
  }
  return list;
}

Json common(const Request& request, const Election& election, const Asked& asked) {
  Json who = Json::array();
  for (const std::size_t p : asked.target.who) who.push_back(election.parties[p].id);
  return {{"who", who},
          {"basis", election.sources[asked.basis.value].id},
          {"change", request.change},
          {"unit", asked.unit.empty() ? Json(nullptr) : Json(asked.unit)},
          {"at_least", asked.target.at_least},
          {"seats", asked.target.seats}};
}

int answer(const Request& request, const LoadedFolder& folder, const Asked& asked,
           const Basis& basis) {
  const Election& election = folder.election;
  const Result<Margin> margin = seat_margin(votes_of(election, basis), asked.target, asked.change);
  if (!margin) return report_errors(margin.error());
  Json result = common(request, election, asked);
  result["votes"] = to_json(margin->votes);
  result["votes_to_tie"] = to_json(margin->votes_to_tie);
  result["exact"] = margin->exact;
  result["lower"] = to_json(margin->exact ? margin->votes : margin->lower);
  result["upper"] = to_json(margin->exact ? margin->votes : margin->upper);
  result["witness"] = moves_json(election, basis, margin->witness);
  result["witness_to_tie"] = moves_json(election, basis, margin->witness_to_tie);
  Json by_unit = Json::array();
  Table table({"constituency", "seats changed", "votes"}, {false, true, true});
  for (const UnitPrice& price : margin->by_unit) {
    const Unit& unit = election.units[basis.constituencies[price.constituency].unit.value];
    by_unit.push_back({{"unit", unit.id}, {"seats", price.seats_changed}, {"votes", price.votes}});
    table.add({label(election, unit.name, unit.id), std::to_string(price.seats_changed),
               grouped(price.votes)});
  }
  result["by_unit"] = by_unit;
  result["rests_on"] = Json::array();
  if (request.options.json) return emit(request.options, envelope("margin", folder, result));
  std::string text = fmt::format("To change {} ({} votes):\n", asked.sentence, request.change);
  if (!margin->votes && !margin->votes_to_tie && margin->exact) {
    return emit(request.options, text + "no number of such votes does it.\n");
  }
  const auto say = [](const std::optional<Votes>& votes) {
    return votes ? grouped(*votes) : std::string("no number of");
  };
  if (margin->exact) {
    text += fmt::format("{} votes win it outright; {} reach a tie.\n\n", say(margin->votes),
                        say(margin->votes_to_tie));
  } else {
    text += fmt::format("between {} and {} votes (proven bounds; the search stopped).\n\n",
                        say(margin->lower), say(margin->upper));
  }
  return emit(request.options, text + table.text());
}

// Votes are not published by constituency: bounds over every table that agrees with what is.
int answer_from_facts(const Request& request, const LoadedFolder& folder, const Asked& asked,
                      const Basis& basis) {
  const Election& election = folder.election;
  const PublishedProblem facts = gather_facts(election, basis);
  const Result<PriceRange> range = price_range(facts, asked.target, asked.change);
  if (!range) return report_errors(range.error());
  Json result = common(request, election, asked);
  result["votes"] = nullptr;
  result["votes_to_tie"] = nullptr;
  result["exact"] = false;
  result["lower"] = range->low;
  result["upper"] = to_json(range->high);
  result["witness"] = Json::array();
  result["witness_to_tie"] = Json::array();
  result["by_unit"] = Json::array();
  Json rests_on = Json::array();
  for (const std::size_t fact : range->rests_on) {
    for (const std::string& claim : facts.facts[fact].claims) rests_on.push_back(claim);
  }
  result["rests_on"] = rests_on;
  if (request.options.json) return emit(request.options, envelope("margin", folder, result));
  std::string text = fmt::format("To change {} ({} votes):\n", asked.sentence, request.change);
  text += wrapped(
      fmt::format(
          "Votes by constituency are not stated. Over all vote tables that agree with what is "
          "published, the price lies between {} and {} votes (a tie counts as a change; both "
          "ends are proven). returns/{}.csv with votes by {} would make it exact.",
          grouped(range->low), range->high ? grouped(*range->high) : "any number of",
          election.sources[asked.basis.value].id,
          election.contests[asked.contest.value].constituencies),
      88);
  return emit(request.options, text);
}

int run(const Request& request) {
  if (request.party.empty() == request.question.empty()) {
    return report_errors(fail("margin needs either --party or --question.").value());
  }
  if (request.to_gain > 0 && request.to_lose > 0) {
    return report_errors(
        fail("margin takes --seats-to-gain or --seats-to-lose, not both.").value());
  }
  const Result<LoadedFolder> folder = load(request.source);
  if (!folder) return report_errors(folder.error());
  Basis basis;
  const Result<Asked> asked = understand(request, folder->election, basis);
  if (!asked) return report_errors(asked.error());
  if (basis.complete()) return answer(request, *folder, *asked, basis);
  return answer_from_facts(request, *folder, *asked, basis);
}

}  // namespace

void add_margin(CLI::App& app, Action& action) {
  auto request = std::make_shared<Request>();
  CLI::App* verb = app.add_subcommand("margin", "The fewest votes that change who holds what");
  add_source_options(*verb, request->source);
  verb->add_option("--party", request->party,
                   "The party that gains or loses seats in the first contest");
  verb->add_option("--unit", request->unit, "In this constituency alone");
  verb->add_option("--seats-to-gain", request->to_gain, "How many more seats (default 1)")
      ->check(CLI::Range(1, 1'000'000));
  verb->add_option("--seats-to-lose", request->to_lose, "How many fewer seats")
      ->check(CLI::Range(1, 1'000'000));
  verb->add_option("--question", request->question,
                   "Instead: the fewest votes that change this question, of kind seats-at-least");
  verb->add_option("--basis", request->basis, "Whose count (default: the commission's)");
  verb->add_option("--change", request->change, "What happens to a vote")
      ->check(CLI::IsMember({"switch", "add", "remove"}))
      ->capture_default_str();
  add_common_options(*verb, request->options);
  verb->footer(
      "Either --party or --question is needed. Other kinds of question: scrutineer outcome.\n"
      "Examples:\n"
      "  scrutineer margin examples/cambodia-2013 --question majority --change add\n"
      "  scrutineer margin examples/cambodia-2013 --party cnrp --unit kandal --change add\n"
      "  scrutineer margin votes.csv --seats 5 --party red --seats-to-lose 2 --change switch");
  verb->callback([request, &action] { action = [request] { return run(*request); }; });
}

}  // namespace scrutineer::cli
