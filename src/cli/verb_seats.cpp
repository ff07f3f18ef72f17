// scrutineer seats: who gets which seats, by the returns of each source and as each source states
// them.
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "cli/command.hpp"
#include "cli/table.hpp"
#include "outcome/outcome.hpp"

namespace scrutineer::cli {

namespace {

struct Request {
  Options options;
  InputChoice source;
  bool steps = false;
};

Json ids(const Election& election, const std::vector<std::size_t>& parties) {
  Json list = Json::array();
  for (const std::size_t p : parties) list.push_back(election.parties[p].id);
  return list;
}

Json tie_json(const Election& election, const std::string& unit, const Tie& tie) {
  return {{"unit", unit},
          {"candidates", ids(election, tie.candidates)},
          {"seats", tie.seats},
          {"block", tie.block},
          {"drawn", tie.drawn}};
}

std::string step_kind(Step::Kind kind) {
  switch (kind) {
    case Step::Kind::quota:
      return "quota";
    case Step::Kind::full_quotas:
      return "full-quotas";
    case Step::Kind::seat:
      return "seat";
    case Step::Kind::below_threshold:
      return "below-threshold";
    case Step::Kind::lot:
      return "lot";
    case Step::Kind::vacant:
      return "vacant";
  }
  return "";
}

// A step names a party, or a connected list as its coalition.
std::string step_taker(const Election& election, const Step& step) {
  if (!step.of_list) return election.parties[step.party].id;
  std::size_t list = 0;
  for (const Coalition& coalition : election.coalitions) {
    if (coalition.connected && list++ == step.party) return coalition.id;
  }
  return "";
}

Json steps_json(const Election& election, const Allocation& allocation) {
  Json steps = Json::array();
  for (const Step& step : allocation.steps) {
    Json line = {{"kind", step_kind(step.kind)}};
    if (step.kind != Step::Kind::quota && step.kind != Step::Kind::vacant) {
      line["to"] = step_taker(election, step);
      line["votes"] = step.votes;
    }
    if (step.number > 0) line["number"] = step.number;
    if (step.divisor > 0) line["divisor"] = step.divisor;
    line["value"] = to_string(step.value);
    steps.push_back(std::move(line));
  }
  return steps;
}

// Seats of lists: connected coalitions as one, the other parties by themselves.
Json by_list(const Election& election, const Chamber& chamber) {
  Json object = Json::object();
  std::vector<bool> in_list(election.parties.size(), false);
  std::size_t list = 0;
  for (const Coalition& coalition : election.coalitions) {
    if (!coalition.connected) continue;
    object[coalition.id] = chamber.by_list[list++];
    for (const PartyIndex party : coalition.parties) in_list[party.value] = true;
  }
  if (list == 0) return nullptr;
  for (std::size_t p = 0; p < in_list.size(); ++p) {
    if (!in_list[p] && chamber.by_party[p]) object[election.parties[p].id] = *chamber.by_party[p];
  }
  return object;
}

Json chamber_json(const Election& election, const Chamber& chamber, bool steps) {
  Json json = {{"contest", election.contests[chamber.contest.value].id},
               {"source", election.sources[chamber.source.value].id},
               {"of", election.sources[chamber.of.value].id},
               {"computed", chamber.computed},
               {"rule", std::string(name_of(chamber.rule))},
               {"settled", chamber.settled}};
  if (chamber.reading) json["reading"] = election.readings[*chamber.reading].source;
  Json house = {{"by_party", by_party(election, chamber.by_party)}};
  const Json at_least = by_party(election, chamber.by_party_at_least);
  if (!at_least.empty()) house["by_party_at_least"] = at_least;
  if (chamber.computed && !by_list(election, chamber).is_null()) {
    house["by_list"] = by_list(election, chamber);
  }
  json["chamber"] = std::move(house);
  Json constituencies = Json::array();
  Json ties = Json::array();
  for (const Chamber::Constituency& line : chamber.constituencies) {
    const std::string& unit = election.units[line.unit.value].id;
    const Json seats = by_party(election, line.by_party);
    if (seats.empty()) continue;
    Json constituency = {{"unit", unit}, {"seats", to_json(line.seats)}, {"by_party", seats}};
    if (line.allocation) {
      for (const Tie& tie : line.allocation->ties) ties.push_back(tie_json(election, unit, tie));
      if (line.allocation->vacant > 0) constituency["vacant"] = line.allocation->vacant;
      if (steps) constituency["steps"] = steps_json(election, *line.allocation);
    }
    constituencies.push_back(std::move(constituency));
  }
  json["constituencies"] = std::move(constituencies);
  json["ties"] = std::move(ties);
  json["rests_on"] = chamber.rests_on;
  return json;
}

std::string title(const Election& election, const Chamber& chamber) {
  const auto name = [&](SourceIndex source) {
    const Source& s = election.sources[source.value];
    return label(election, s.name, s.id);
  };
  if (!chamber.computed) {
    return chamber.source == chamber.of ? fmt::format("as {} states", name(chamber.source))
                                        : fmt::format("as {} states of the count of {}",
                                                      name(chamber.source), name(chamber.of));
  }
  std::string text = fmt::format("computed from the returns of {}, rule {}", name(chamber.of),
                                 name_of(chamber.rule));
  if (chamber.reading) {
    text += fmt::format(" (contested reading: {})", election.readings[*chamber.reading].source);
  }
  return text;
}

std::string chamber_text(const Election& election, const Chamber& chamber) {
  std::string text = fmt::format("Seats {}\n\n", title(election, chamber));
  std::vector<std::string> header = {"constituency", "seats"};
  std::vector<bool> numbers = {false, true};
  std::vector<std::size_t> shown;
  for (std::size_t p = 0; p < chamber.by_party.size(); ++p) {
    const bool any =
        chamber.by_party[p].value_or(0) > 0 || chamber.by_party_at_least[p].has_value();
    if (!any && chamber.by_party.size() > 8) continue;
    shown.push_back(p);
    header.push_back(election.parties[p].id);
    numbers.push_back(true);
  }
  Table table(header, numbers);
  const auto cell = [](const std::optional<Seats>& seats) {
    return seats ? std::to_string(*seats) : std::string("·");
  };
  for (const Chamber::Constituency& line : chamber.constituencies) {
    if (by_party(election, line.by_party).empty()) continue;
    const Unit& unit = election.units[line.unit.value];
    std::vector<std::string> row = {label(election, unit.name, unit.id), cell(line.seats)};
    for (const std::size_t p : shown) row.push_back(cell(line.by_party[p]));
    table.add(std::move(row));
  }
  std::vector<std::string> sum = {"the chamber",
                                  std::to_string(election.contests[chamber.contest.value].seats)};
  for (const std::size_t p : shown) {
    const auto& least = chamber.by_party_at_least[p];
    sum.push_back(chamber.by_party[p] ? cell(chamber.by_party[p])
                                      : (least ? "≥ " + std::to_string(*least) : cell({})));
  }
  table.add(std::move(sum));
  text += table.text();
  for (const Chamber::Constituency& line : chamber.constituencies) {
    if (!line.allocation) continue;
    for (const Tie& tie : line.allocation->ties) {
      std::string names;
      for (const std::size_t p : tie.candidates)
        names += (names.empty() ? "" : ", ") + election.parties[p].id;
      text += fmt::format("Tie in {}: {} draw lots for {} seat(s){}.\n",
                          election.units[line.unit.value].id, names, tie.seats,
                          tie.drawn ? " (drawn, as recorded)" : "");
    }
  }
  return text + "\n";
}

int run(const Request& request) {
  const Result<LoadedFolder> folder = load(request.source);
  if (!folder) return report_errors(folder.error());
  const Election& election = folder->election;
  Json list = Json::array();
  std::string text;
  for (std::uint32_t contest = 0; contest < election.contests.size(); ++contest) {
    const Result<std::vector<Chamber>> all = chambers(election, {contest});
    if (!all) return report_errors(all.error());
    for (const Chamber& chamber : *all) {
      list.push_back(chamber_json(election, chamber, request.steps));
      text += chamber_text(election, chamber);
    }
  }
  if (list.empty()) {
    text =
        "No source states seats, and none has a complete set of votes. Votes by constituency "
        "(returns/<source>.csv) or claims of kind \"seats\" (claims.csv) would give them.\n";
  }
  if (!request.options.json) return emit(request.options, text);
  // The first chamber is the commission's, computed where it can be: it answers plain questions.
  Json result = Json::object();
  if (!list.empty()) {
    std::size_t first = 0;
    for (std::size_t i = list.size(); i-- > 0;) {
      const bool same = list[i]["of"] == list[0]["of"] && list[i]["contest"] == list[0]["contest"];
      if (same && list[i]["computed"] == true && !list[i].contains("reading")) first = i;
    }
    result = list[first];
  }
  result["chambers"] = std::move(list);
  return emit(request.options, envelope("seats", *folder, std::move(result)));
}

}  // namespace

void add_seats(CLI::App& app, Action& action) {
  auto request = std::make_shared<Request>();
  CLI::App* verb =
      app.add_subcommand("seats", "Who gets which seats, step by step, by each source");
  add_source_options(*verb, request->source);
  verb->add_flag("--steps", request->steps, "With --json: every step of each allocation");
  add_common_options(*verb, request->options);
  verb->footer(
      "Examples:\n"
      "  scrutineer seats examples/denmark-2014-ep\n"
      "  scrutineer seats votes.csv --method sainte-lague --seats 13 --json\n"
      "  scrutineer seats examples/denmark-2014-ep --json --steps");
  verb->callback([request, &action] { action = [request] { return run(*request); }; });
}

}  // namespace scrutineer::cli
