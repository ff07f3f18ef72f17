// Twins: countries that agree with everything that was published of a real election.
#include <algorithm>
#include <map>
#include <numeric>
#include <utility>

#include <fmt/core.h>

#include "base/text.hpp"
#include "election/basis.hpp"
#include "outcome/facts.hpp"
#include "outcome/margin.hpp"
#include "outcome/outcome.hpp"
#include "seats/seats.hpp"
#include "simulate/copies.hpp"

namespace scrutineer {
namespace {

constexpr Votes kNamesOfStation = 500;
// Where they are not published: of 1,000 ballots 15 invalid; 700 ballots of 1,000 names.
constexpr Votes kInvalid = 15, kTurnout = 700;

Votes sum(const std::vector<Votes>& values) {
  return std::accumulate(values.begin(), values.end(), Votes{0});
}

class TwinMaker {
 public:
  TwinMaker(const Election& original, const TwinOptions& options)
      : original_(original), options_(options) {}

  Result<TableSampler> sampler() {
    const auto source = commission_of(original_);
    if (!source || original_.contests.empty()) {
      return fail(
          "a twin is fitted to what a source with the role \"commission\" published; this "
          "folder names none.");
    }
    basis_ = arrange(original_, ContestIndex{0}, *source);
    problem_ = gather_facts(original_, basis_);
    if (!has_facts(problem_)) {
      return fail(
          "nothing of the commission's count is published in this folder: neither seats nor "
          "votes. Claims of kind \"seats\" and \"votes\" would be fitted.");
    }
    for (std::size_t c = 0; c < problem_.seats.size(); ++c) {
      if (problem_.seats[c] > 0) continue;
      return fail(
          fmt::format("units.csv does not state the seats of {}.", problem_.constituencies[c]));
    }
    return TableSampler::of(problem_, options_.seed, options_.assumption);
  }

  // With stations below, or with the table as returns by constituency.
  Result<Simulation> make(const VoteTable& table, const std::string& which, bool with_stations) {
    Simulation simulation;
    Country country;
    Election& election = country.election;
    describe(which, election);
    copy_units(election);
    copy_claims(election);
    auto met = met_facts(problem_, table);
    if (!met) return tl::unexpected(met.error());
    simulation.facts = std::move(*met);
    simulation.constituencies = problem_.constituencies;
    if (options_.assumption.votes_per_seat_within) {
      simulation.assumptions.push_back("valid votes for each seat within a factor of " +
                                       to_string(*options_.assumption.votes_per_seat_within) +
                                       " of the average in every constituency (not published)");
    }
    const Random seed = Random(options_.seed).fork("twin " + which);
    Random random = seed.fork("totals");
    auto totals = totals_of(table, with_stations, random);
    if (!totals) return tl::unexpected(totals.error());
    if (!with_stations) {
      election.returns.push_back(rows_of_table(*totals));
      simulation.truth = election.returns.back();
      simulation.election = std::move(election);
      return simulation;
    }
    settle_country(*totals, seed.fork("stations"), country);
    CopiesRequest request;
    request.commission = commission_;
    request.agents_of = two_largest(table);
    request.errors = options_.errors;
    request.errors_of_commission = options_.errors_of_commission;
    publish(std::move(country), request, seed, simulation);
    return simulation;
  }

 private:
  void describe(const std::string& which, Election& election) {
    election.id = original_.id.substr(0, 32) + "-twin-" + which;
    election.date = original_.date;
    election.timezone = original_.timezone;
    election.languages = original_.languages;
    election.name = labelled(original_.name, "Synthetic twin: ");
    election.citation = fmt::format(
        "Synthetic: made by scrutineer simulate --fit from seed {}. It agrees with what was "
        "published of {}; everything else in it is drawn at random and is no evidence of what "
        "happened anywhere.",
        options_.seed, original_.id);
    election.contests = {original_.contests[0]};
    election.contests[0].name = labelled(original_.contests[0].name, "Synthetic twin: ");
    for (const Question& question : original_.questions) {
      if (question.contest.value == 0) election.questions.push_back(question);
    }
    election.parties = original_.parties;
    election.coalitions = original_.coalitions;
    for (const Reading& reading : original_.readings) {
      if (reading.contest.value == 0) election.readings.push_back(reading);
    }
    election.levels = original_.levels;
  }

  static LocalizedText labelled(const LocalizedText& name, const std::string& label) {
    LocalizedText with_label;
    for (const auto& [language, text] : name) {
      with_label[language] = (language == "km" ? "ទិន្នន័យសិប្បនិម្មិត៖ " : label) + text;
    }
    return with_label;
  }

  // The constituencies and what stands above them; what stands below is made anew.
  void copy_units(Election& election) {
    units_.clear();
    std::vector<UnitIndex> kept;
    for (const BasisConstituency& constituency : basis_.constituencies) {
      for (std::optional<UnitIndex> at = constituency.unit; at;
           at = original_.units[at->value].parent) {
        kept.push_back(*at);
      }
    }
    std::sort(kept.begin(), kept.end());
    kept.erase(std::unique(kept.begin(), kept.end()), kept.end());
    std::uint32_t deepest = 0;
    for (const UnitIndex unit : kept) {
      const auto position = static_cast<std::uint32_t>(units_.size());
      units_[unit] = {position};
      deepest = std::max(deepest, original_.units[unit.value].level);
    }
    for (const UnitIndex unit : kept) {
      Unit copy = original_.units[unit.value];
      if (copy.parent) copy.parent = units_.at(*copy.parent);
      election.units.push_back(std::move(copy));
    }
    election.levels.resize(deepest + 1);
    std::erase_if(election.questions, [&](Question& question) {
      if (!question.unit) return false;
      const auto found = units_.find(*question.unit);
      if (found == units_.end()) return true;
      question.unit = found->second;
      return false;
    });
  }

  // The claims that are facts, and the sources that state them or that they are of.
  void copy_claims(Election& election) {
    std::vector<SourceIndex> kept{basis_.source};
    std::vector<const Claim*> claims;
    for (const Claim& claim : original_.claims) {
      const auto states = [&](const Fact& fact) {
        return std::find(fact.claims.begin(), fact.claims.end(), claim.id) != fact.claims.end();
      };
      if (std::none_of(problem_.facts.begin(), problem_.facts.end(), states)) continue;
      claims.push_back(&claim);
      kept.push_back(claim.source);
      kept.push_back(claim.of);
    }
    std::sort(kept.begin(), kept.end());
    kept.erase(std::unique(kept.begin(), kept.end()), kept.end());
    std::map<SourceIndex, SourceIndex> sources;
    for (const SourceIndex source : kept) {
      sources[source] = {static_cast<std::uint32_t>(election.sources.size())};
      election.sources.push_back(original_.sources[source.value]);
    }
    commission_ = sources.at(basis_.source);
    for (const Claim* claim : claims) {
      Claim copy = *claim;
      copy.source = sources.at(copy.source);
      copy.of = sources.at(copy.of);
      if (copy.unit) copy.unit = units_.at(*copy.unit);
      copy.corrects.clear();
      copy.note.insert(0, "Published of the real election; this synthetic count agrees with it. ");
      election.claims.push_back(std::move(copy));
    }
  }

  // What is published of registered voters or ballots, in a constituency or in all.
  Count stated(Fact::Kind kind, std::optional<std::size_t> constituency) const {
    for (const Fact& fact : problem_.facts) {
      if (fact.kind == kind && fact.constituency == constituency) return fact.high;
    }
    return std::nullopt;
  }

  // More than `base` in each constituency: as published, the rest in proportion to the base and a
  // random number between four fifths and six fifths.
  std::vector<Votes> spread(Fact::Kind kind, const std::vector<Votes>& base, Votes usual,
                            Random& random) const {
    Votes left = stated(kind, std::nullopt).value_or(usual) - sum(base);
    std::vector<Votes> more(base.size(), 0), weights;
    for (std::size_t c = 0; c < base.size(); ++c) {
      const Votes chance = random.between(800, 1'200);
      const Count here = stated(kind, c);
      if (here) more[c] = std::max<Votes>(0, *here - base[c]);
      weights.push_back(here ? 0 : base[c] * chance);
      left -= more[c];
    }
    if (sum(weights) == 0) return more;
    const std::vector<Votes> rest = apportion(std::max<Votes>(0, left), weights);
    for (std::size_t c = 0; c < base.size(); ++c) more[c] += rest[c];
    return more;
  }

  Result<std::vector<ConstituencyTotals>> totals_of(const VoteTable& table, bool with_stations,
                                                    Random& random) const {
    std::vector<Votes> valid;
    for (const auto& votes : table) valid.push_back(sum(votes));
    const std::vector<Votes> invalid =
        spread(Fact::Kind::cast, valid, sum(valid) * (1'000 + kInvalid) / 1'000, random);
    std::vector<Votes> cast;
    for (std::size_t c = 0; c < valid.size(); ++c) cast.push_back(valid[c] + invalid[c]);
    const std::vector<Votes> others =
        spread(Fact::Kind::registered, cast, sum(cast) * 1'000 / kTurnout, random);
    std::vector<ConstituencyTotals> totals;
    std::vector<Votes> registered;
    for (std::size_t c = 0; c < valid.size(); ++c) {
      ConstituencyTotals total;
      total.unit = units_.at(basis_.constituencies[c].unit);
      total.votes = table[c];
      total.invalid = invalid[c];
      total.registered = cast[c] + others[c];
      registered.push_back(total.registered);
      totals.push_back(std::move(total));
    }
    if (!with_stations) return totals;
    const std::size_t stations = stations_in_all(sum(registered));
    if (stations < totals.size() || stations > kMostStations) {
      return fail(
          fmt::format("stations: found {}, expected a number from {} (one in each "
                      "constituency) to {}.",
                      stations, totals.size(), kMostStations));
    }
    const std::vector<Votes> more =
        apportion(static_cast<Votes>(stations - totals.size()), registered);
    for (std::size_t c = 0; c < totals.size(); ++c) {
      totals[c].stations = 1 + static_cast<std::size_t>(more[c]);
    }
    return totals;
  }

  std::size_t stations_in_all(Votes registered) const {
    if (options_.stations) return *options_.stations;
    for (const Claim& claim : original_.claims) {
      if (claim.kind != "polling-stations" || claim.of != basis_.source || claim.unit) continue;
      if (const auto count = parse_count(claim.value)) return static_cast<std::size_t>(*count);
    }
    const auto usual = static_cast<std::size_t>(registered / kNamesOfStation);
    return std::clamp(usual, basis_.constituencies.size(), kMostStations);
  }

  std::vector<std::size_t> two_largest(const VoteTable& table) const {
    std::vector<std::pair<Votes, std::size_t>> sums;
    for (std::size_t p = 0; p < problem_.parties; ++p) {
      Votes votes = 0;
      for (const auto& constituency : table) votes += constituency[p];
      sums.emplace_back(-votes, p);
    }
    std::sort(sums.begin(), sums.end());
    std::vector<std::size_t> parties;
    for (std::size_t i = 0; i < sums.size() && i < 2; ++i) parties.push_back(sums[i].second);
    return parties;
  }

  ReturnTable rows_of_table(const std::vector<ConstituencyTotals>& totals) const {
    ReturnTable rows;
    rows.source = commission_;
    const auto add = [&](std::optional<Field> field, std::optional<PartyIndex> party, auto count) {
      Column column;
      column.field = field;
      column.party = party;
      for (const ConstituencyTotals& total : totals) column.cells.push_back(count(total));
      rows.columns.push_back(std::move(column));
    };
    for (const ConstituencyTotals& total : totals) rows.unit.push_back(total.unit);
    rows.revision.assign(totals.size(), 0);
    rows.stated_at.assign(totals.size(), "");
    using Total = ConstituencyTotals;
    add(Field::registered, {}, [](const Total& t) { return t.registered; });
    add(Field::cast, {}, [](const Total& t) { return sum(t.votes) + t.invalid; });
    add(Field::valid, {}, [](const Total& t) { return sum(t.votes); });
    add(Field::invalid, {}, [](const Total& t) { return t.invalid; });
    for (std::uint32_t p = 0; p < problem_.parties; ++p) {
      add({}, PartyIndex{p}, [p](const Total& t) { return t.votes[p]; });
    }
    return rows;
  }

  const Election& original_;
  const TwinOptions& options_;
  Basis basis_;
  PublishedProblem problem_;
  std::map<UnitIndex, UnitIndex> units_;
  SourceIndex commission_;
};

}  // namespace

Result<Simulation> simulate_twin(const Election& original, const TwinOptions& options) {
  TwinMaker maker(original, options);
  auto sampler = maker.sampler();
  if (!sampler) return tl::unexpected(sampler.error());
  const auto table = sampler->next();
  if (!table) return tl::unexpected(table.error());
  return maker.make(*table, std::to_string(options.seed), true);
}

Result<std::vector<Simulation>> simulate_family(const Election& original, std::size_t draws,
                                                const TwinOptions& options) {
  TwinMaker maker(original, options);
  auto sampler = maker.sampler();
  if (!sampler) return tl::unexpected(sampler.error());
  std::vector<Simulation> family;
  for (std::size_t draw = 1; draw <= draws; ++draw) {
    const auto table = sampler->next();
    if (!table) return tl::unexpected(table.error());
    auto twin = maker.make(*table, fmt::format("{}-{:03}", options.seed, draw), false);
    if (!twin) return tl::unexpected(twin.error());
    family.push_back(std::move(*twin));
  }
  return family;
}

}  // namespace scrutineer
