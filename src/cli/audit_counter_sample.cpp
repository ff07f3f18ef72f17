// The second answer of a counter-audit: what forms or ballots that were drawn at random exclude.
#include <algorithm>
#include <map>
#include <numeric>
#include <utility>

#include <fmt/core.h>

#include "base/csv.hpp"
#include "base/text.hpp"
#include "cli/audit_counter.hpp"
#include "cli/audit_counter_units.hpp"
#include "cli/table.hpp"
#include "folder/records.hpp"
#include "seats/keys.hpp"

namespace scrutineer::cli {

namespace {

constexpr std::size_t kMostErrors = 1000;

// What the mathematics asks of a contest.
Result<void> offered(const Election& election, ContestIndex contest) {
  const Contest& asked = election.contests[contest.value];
  const AllocationRules rules = rules_of(election, contest);
  if (!is_divisor_rule(rules.rule)) {
    return fail(fmt::format(
        "Contest {}: a set of seat vectors from a sample is not offered under {}; it is for "
        "dhondt, sainte-lague and hare-then-highest-averages. Without --sampled, the held forms "
        "are answered for.",
        asked.id, name_of(rules.rule)));
  }
  if (rules.threshold || !rules.connected.empty()) {
    return fail(fmt::format(
        "Contest {}: a set of seat vectors from a sample is not offered where a threshold or "
        "connected lists decide too. Without --sampled, the held forms are answered for.",
        asked.id));
  }
  return {};
}

// The basis's seats, where its count of the constituency is complete and no lot is open.
std::optional<std::vector<Seats>> reported_seats(const Election& election, const Basis& basis,
                                                 UnitIndex unit) {
  const ContestVotes contest = votes_of(election, basis);
  for (std::size_t c = 0; c < basis.constituencies.size(); ++c) {
    if (basis.constituencies[c].unit != unit || !basis.constituencies[c].complete) continue;
    const Lot lot = contest.lots.empty() ? Lot{} : contest.lots[c];
    const auto allocation = allocate(contest.constituencies[c], contest.rules, lot);
    if (allocation && allocation->settled() && allocation->vacant == 0) return allocation->seats;
  }
  return std::nullopt;
}

Result<void> exclude(const Election& election, const SampleRequest& request, const Basis& basis,
                     const SeatSample& sample, SampledConstituency& place) {
  const auto evidence = SeatEvidence::make(sample);
  if (!evidence) {
    const std::string& id = election.units[place.unit.value].id;
    return fail(fmt::format("{}: {}", id, to_sentence(evidence.error()[0])));
  }
  place.set = evidence->set(request.risk_limit);
  place.reported = reported_seats(election, basis, place.unit);
  if (place.reported) {
    place.reported_is_excluded = evidence->against(*place.reported) >= 1 / request.risk_limit;
  }
  return {};
}

// Stations of the drawing, by row of the file.
struct DrawnUnits {
  std::vector<UnitIndex> units;
  std::vector<std::int64_t> rows;
};

Result<DrawnUnits> read_drawn(const Election& election, const std::string& name,
                              const std::string& bytes) {
  const auto table = read_csv(name, bytes);
  if (!table) return tl::unexpected(table.error());
  const auto found = std::find(table->header().begin(), table->header().end(), "unit");
  if (found == table->header().end()) {
    return fail(described(name, table->header_number(), "", "no column \"unit\"",
                          "a column \"unit\" with the stations in the order of the draw"));
  }
  const auto column = static_cast<std::size_t>(found - table->header().begin());
  std::map<std::string, UnitIndex, std::less<>> by_id;
  for (std::uint32_t u = 0; u < election.units.size(); ++u) by_id[election.units[u].id] = {u};
  DrawnUnits drawn;
  std::map<UnitIndex, std::int64_t> seen;
  Errors errors;
  for (std::size_t row = 0; row < table->rows() && errors.size() < kMostErrors; ++row) {
    const std::string id(trimmed(table->cell(row, column)));
    const auto unit = by_id.find(id);
    if (unit == by_id.end()) {
      errors.push_back(described(name, table->number(row), "unit", id, "a unit of units.csv"));
      continue;
    }
    if (!seen.emplace(unit->second, table->number(row)).second) {
      errors.push_back(described(name, table->number(row), "unit", id,
                                 "each unit once: the draw is without replacement"));
      continue;
    }
    drawn.units.push_back(unit->second);
    drawn.rows.push_back(table->number(row));
  }
  if (errors.empty() && drawn.units.empty()) {
    errors.push_back(described(name, 0, "unit", "no units", "those that were drawn"));
  }
  if (!errors.empty()) return tl::unexpected(std::move(errors));
  return drawn;
}

class FormSampler {
 public:
  FormSampler(const Election& election, const SampleRequest& request, SourceIndex source,
              std::string file)
      : election_(election),
        request_(request),
        units_(election, request.contest, request.basis),
        forms_(forms_of(election, request.contest, source)),
        file_(std::move(file)) {}

  Result<std::vector<SampledConstituency>> run(const DrawnUnits& drawn) {
    place_units();
    std::map<UnitIndex, std::vector<std::size_t>> by_constituency;
    for (std::size_t i = 0; i < drawn.units.size(); ++i) {
      const auto found = constituency_of_.find(drawn.units[i]);
      if (found == constituency_of_.end()) {
        errors_.push_back(described(file_, drawn.rows[i], "unit", id(drawn.units[i]),
                                    "a lowest unit of a constituency of the contest"));
      } else {
        by_constituency[found->second].push_back(i);
      }
    }
    std::vector<SampledConstituency> places;
    for (const BasisConstituency& constituency : units_.basis().constituencies) {
      const auto found = by_constituency.find(constituency.unit);
      if (found == by_constituency.end()) continue;
      auto place = sampled(constituency, drawn, found->second);
      if (!place) return tl::unexpected(std::move(place.error()));
      places.push_back(std::move(*place));
    }
    std::sort(errors_.begin(), errors_.end(),
              [](const Error& a, const Error& b) { return a.row < b.row; });
    if (!errors_.empty()) return tl::unexpected(std::move(errors_));
    return places;
  }

 private:
  const std::string& id(UnitIndex unit) const { return election_.units[unit.value].id; }

  void place_units() {
    for (const BasisConstituency& constituency : units_.basis().constituencies) {
      for (const UnitIndex unit : units_.lowest(constituency.unit)) {
        constituency_of_[unit] = constituency.unit;
        lowest_[constituency.unit].push_back(unit);
      }
    }
  }

  Result<SampledConstituency> sampled(const BasisConstituency& constituency,
                                      const DrawnUnits& drawn,
                                      const std::vector<std::size_t>& positions) {
    SampledConstituency place;
    place.unit = constituency.unit;
    SeatSample sample;
    sample.rule = election_.contests[request_.contest.value].rule;
    sample.seats = constituency.seats.value_or(0);
    sample.parties = election_.parties.size();
    const auto& all = lowest_[constituency.unit];
    sample.population = place.population = static_cast<std::int64_t>(all.size());
    bool is_bounded = true;
    for (const UnitIndex unit : all) {
      const CardBound bound = units_.bound(unit);
      sample.most_cards = std::max(sample.most_cards, bound.cards);
      is_bounded = is_bounded && bound.kind != CardBound::Kind::none;
      place.bounds_by_basis += bound.kind == CardBound::Kind::ballots_of_basis ? 1 : 0;
    }
    place.most_cards = sample.most_cards;
    for (const std::size_t i : positions) {
      sample.drawn.push_back(draw_of(drawn.units[i], drawn.rows[i]));
      place.missing += sample.drawn.back().is_missing ? 1 : 0;
    }
    place.drawn = sample.drawn.size();
    if (!constituency.seats) place.why_none = "its number of seats is not stated";
    if (!is_bounded) {
      place.why_none = "a unit has neither registered voters nor ballots of the basis stated";
    }
    if (!place.why_none.empty() || !errors_.empty()) return place;
    auto done = exclude(election_, request_, units_.basis(), sample, place);
    if (!done) return tl::unexpected(std::move(done.error()));
    return place;
  }

  SeatDraw draw_of(UnitIndex unit, std::int64_t row) {
    SeatDraw draw;
    const CardBound bound = units_.bound(unit);
    draw.cards = bound.cards;
    const auto held = forms_.usable.find(unit);
    draw.is_missing = held == forms_.usable.end();
    if (draw.is_missing) return draw;
    draw.votes = held->second->votes;
    const Votes ballots = ballots_of(*held->second);
    if (bound.kind != CardBound::Kind::none && ballots > bound.cards) {
      errors_.push_back(described(file_, row, "unit",
                                  fmt::format("{}, whose form has {} ballots", id(unit), ballots),
                                  fmt::format("at most the {} that bound it", bound.cards)));
    }
    return draw;
  }

  const Election& election_;
  const SampleRequest& request_;
  CounterUnits units_;
  HeldForms forms_;
  std::string file_;
  std::map<UnitIndex, UnitIndex> constituency_of_;
  std::map<UnitIndex, std::vector<UnitIndex>> lowest_;
  Errors errors_;
};

// Ballots of the basis in a constituency, where each of its units has reported.
std::optional<Votes> ballots_in(const Basis& basis, UnitIndex unit) {
  Votes sum = 0;
  bool is_known = false;
  for (const Cell& cell : basis.cells) {
    if (basis.constituencies[cell.constituency].unit != unit) continue;
    if (!cell.reported || cell.state == UnitState::quarantined) return std::nullopt;
    sum += ballots_of(cell);
    is_known = true;
  }
  return is_known ? std::optional<Votes>(sum) : std::nullopt;
}

// One choice counts; none, and more than one, are no vote. Who can read nothing knows nothing.
std::vector<SeatDraw> draws_of(const Cards& cards, std::size_t parties) {
  std::vector<SeatDraw> draws;
  draws.reserve(cards.size());
  for (std::size_t card = 0; card < cards.size(); ++card) {
    SeatDraw draw{std::vector<Votes>(parties, 0), cards.is_missing(card), 1};
    const auto marks = cards.marks(card, 0);
    if (marks.size() == 1) draw.votes[marks[0].candidate] = 1;
    draws.push_back(std::move(draw));
  }
  return draws;
}

}  // namespace

Result<std::vector<SampledConstituency>> sampled_forms(const Election& election,
                                                       const SampleRequest& request,
                                                       SourceIndex source,
                                                       const std::string& drawn_name,
                                                       const std::string& drawn_bytes) {
  if (auto good = offered(election, request.contest); !good) {
    return tl::unexpected(std::move(good.error()));
  }
  const auto drawn = read_drawn(election, drawn_name, drawn_bytes);
  if (!drawn) return tl::unexpected(drawn.error());
  return FormSampler(election, request, source, drawn_name).run(*drawn);
}

Result<SampledConstituency> sampled_ballots(const Election& election, const SampleRequest& request,
                                            const SampledCards& from) {
  if (auto good = offered(election, request.contest); !good) {
    return tl::unexpected(std::move(good.error()));
  }
  const Basis basis = arrange(election, request.contest, request.basis);
  SampledConstituency place;
  place.unit = from.unit;
  place.by_ballots = true;
  place.most_cards = 1;
  const auto at = std::find_if(basis.constituencies.begin(), basis.constituencies.end(),
                               [&](const auto& one) { return one.unit == from.unit; });
  const std::string& id = election.units[from.unit.value].id;
  const Contest& contest = election.contests[request.contest.value];
  if (at == basis.constituencies.end()) {
    return fail(
        fmt::format("--unit: {} elects nobody in {}; ballots are drawn from one whole "
                    "constituency.",
                    id, contest.id));
  }
  if (!at->seats) return fail(fmt::format("{}: its number of seats is not stated.", id));
  CardContest known{contest.id, {}};
  for (const Party& party : election.parties) known.candidates.push_back(party.id);
  const std::vector<CardContest> contests = {known};
  const auto cards = parse_cards(from.name, from.bytes, &contests);
  if (!cards) return tl::unexpected(cards.error());
  if (cards->size() == 0) {
    return fail(described(from.name, 0, "card", "no cards", "those that were drawn, in order"));
  }
  if (!cards->find_contest(contest.id)) {
    return fail(described(from.name, 1, "", fmt::format("no column \"{}\"", contest.id),
                          "a column of the contest that the cards were drawn for"));
  }
  const std::optional<Votes> population = from.cards ? from.cards : ballots_in(basis, from.unit);
  if (!population) {
    return fail(fmt::format(
        "How many cards {} has is not known: the basis has not stated all of it. Give --manifest.",
        id));
  }
  place.population = *population;
  place.cards_by = from.cards ? "manifest" : "basis";
  place.drawn = cards->size();
  if (static_cast<Votes>(cards->size()) > *population) {
    return fail(described(
        from.name, 0, "card", fmt::format("{} cards", cards->size()),
        fmt::format("at most the {} that {} has by the {}", *population, id, place.cards_by)));
  }
  for (std::size_t card = 0; card < cards->size(); ++card) {
    place.missing += cards->is_missing(card) ? 1 : 0;
  }
  SeatSample sample;
  sample.rule = contest.rule;
  sample.seats = *at->seats;
  sample.parties = election.parties.size();
  sample.population = *population;
  sample.drawn = draws_of(*cards, sample.parties);
  auto done = exclude(election, request, basis, sample, place);
  if (!done) return tl::unexpected(std::move(done.error()));
  return place;
}

}  // namespace scrutineer::cli
