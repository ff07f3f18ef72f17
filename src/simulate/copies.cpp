#include "simulate/copies.hpp"

#include <algorithm>
#include <tuple>

#include <fmt/core.h>

#include "simulate/plant.hpp"

namespace scrutineer {
namespace {

constexpr std::uint64_t kFirstAgents = 95, kOtherAgents = 85, kObservers = 8, kPosted = 40;

// Every kind; without those that would leave the commission's current returns other than the truth.
std::vector<ErrorKind> kinds_for(bool free_of_errors) {
  if (free_of_errors) return {ErrorKind::repeated_return, ErrorKind::decrease};
  std::vector<ErrorKind> all;
  for (std::size_t k = 0; k < kErrorKinds; ++k) all.push_back(static_cast<ErrorKind>(k));
  return all;
}

class Publisher {
 public:
  Publisher(Country country, const CopiesRequest& request, const Random& random,
            Simulation& simulation)
      : country_(std::move(country)), request_(request), random_(random), simulation_(simulation) {}

  void run() {
    Election& election = country_.election;
    const std::string language = election.languages.front();
    publish(request_.commission, 100, true, !request_.errors_of_commission);
    for (std::size_t i = 0; i < request_.agents_of.size(); ++i) {
      const Party party = election.parties[request_.agents_of[i]];
      const std::string name = text_in(party.name, language, election.languages, party.id);
      const SourceIndex source = add_source(
          "agents-" + party.id, "Agents of " + name + " (synthetic)", Role::party, party.id);
      publish(source, i == 0 ? kFirstAgents : kOtherAgents, true, false);
    }
    publish(add_source("observers", "Observers’ sample (synthetic)", Role::observer, ""),
            kObservers, false, false);
    publish(add_source("posted", "Sheets posted at stations (synthetic)", Role::other, ""), kPosted,
            false, false);
    simulation_.truth = table_of(country_, country_.truth, request_.commission, true);
    add_complaints();
    sort();
    simulation_.election = std::move(country_.election);
  }

 private:
  SourceIndex add_source(std::string id, std::string name, Role role, std::string side) {
    auto& sources = country_.election.sources;
    const auto taken = [&](const Source& source) { return source.id == id; };
    while (std::any_of(sources.begin(), sources.end(), taken)) id += "-copies";
    Source source;
    source.id = std::move(id);
    source.name[country_.election.languages.front()] = std::move(name);
    source.role = role;
    source.side = std::move(side);
    sources.push_back(std::move(source));
    return {static_cast<std::uint32_t>(sources.size() - 1)};
  }

  void publish(SourceIndex source, std::uint64_t per_cent, bool all_fields, bool free_of_errors) {
    const std::string& id = country_.election.sources[source.value].id;
    Random random = random_.fork("returns of " + id);
    std::vector<StationForm> forms;
    const std::size_t count = country_.truth.size();
    for (const std::size_t s :
         random.sample(count, std::max<std::size_t>(1, count * per_cent / 100))) {
      forms.push_back(country_.truth[s]);
    }
    PlantRequest plant{source, kinds_for(free_of_errors), request_.errors};
    plant_errors(country_, plant, random.fork("errors"), forms, simulation_);
    std::sort(forms.begin(), forms.end(), [](const StationForm& a, const StationForm& b) {
      return std::tie(a.station, a.revision) < std::tie(b.station, b.revision);
    });
    country_.election.returns.push_back(table_of(country_, forms, source, all_fields));
  }

  // A complaint of each party's agents, told by two sources, with the doubt that it leaves.
  void add_complaints() {
    Election& election = country_.election;
    for (std::uint32_t s = 0; s < election.sources.size(); ++s) {
      if (election.sources[s].role != Role::party) continue;
      for (const PlantedError& error : simulation_.planted) {
        if (error.source.value != s || error.kind != ErrorKind::above_registered) continue;
        add_complaint({s}, error.unit);
        break;
      }
    }
  }

  void add_complaint(SourceIndex by, const std::string& unit) {
    Election& election = country_.election;
    const auto station =
        std::find_if(country_.stations.begin(), country_.stations.end(),
                     [&](UnitIndex u) { return election.units[u.value].id == unit; });
    const StationForm& truth =
        country_.truth[static_cast<std::size_t>(station - country_.stations.begin())];
    const std::string& party = election.sources[by.value].id;
    const std::string& commission = election.sources[request_.commission.value].id;
    Case complaint;
    complaint.id = "complaint-" + party;
    complaint.kind = "complaint";
    complaint.units = {*station};
    complaint.filed_at = election.date;
    complaint.by = party;
    complaint.against = commission;
    complaint.category = "more-votes-than-names";
    complaint.status = "open";
    complaint.name[election.languages.front()] =
        fmt::format("More votes than names at {} (synthetic)", unit);
    complaint.citation = "Synthetic: made by scrutineer simulate.";
    const CaseIndex index{static_cast<std::uint32_t>(election.cases.size())};
    const auto tell = [&](const char* suffix, SourceIndex source, std::string what) {
      Account account;
      account.id = complaint.id + suffix;
      account.case_index = index;
      account.source = source;
      account.date = election.date;
      account.what = std::move(what);
      account.citation = complaint.citation;
      election.accounts.push_back(std::move(account));
    };
    tell("-agents", by, "Our copy of the form has more votes cast than names on the roll.");
    tell("-commission", request_.commission,
         fmt::format("The original has {} votes cast and {} names.", truth.cast, truth.registered));
    Doubt doubt;
    doubt.id = "doubt-" + party;
    doubt.units = {*station};
    doubt.way = Way::removable;
    doubt.high = truth.valid;
    doubt.source = by;
    doubt.case_id = complaint.id;
    doubt.citation = complaint.citation;
    election.doubts.push_back(std::move(doubt));
    election.cases.push_back(std::move(complaint));
  }

  // As a reader of the folder would have it: rows by id.
  void sort() {
    Election& election = country_.election;
    std::vector<std::size_t> order(election.cases.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    const auto by_id = [](const auto& a, const auto& b) { return a.id < b.id; };
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      return by_id(election.cases[a], election.cases[b]);
    });
    for (Account& account : election.accounts) {
      const auto at = std::find(order.begin(), order.end(), account.case_index.value);
      account.case_index = {static_cast<std::uint32_t>(at - order.begin())};
    }
    std::sort(election.cases.begin(), election.cases.end(), by_id);
    std::sort(election.accounts.begin(), election.accounts.end(), by_id);
    std::sort(election.doubts.begin(), election.doubts.end(), by_id);
    std::stable_sort(simulation_.planted.begin(), simulation_.planted.end(),
                     [](const PlantedError& a, const PlantedError& b) {
                       return std::tie(a.source, a.unit, a.kind) <
                              std::tie(b.source, b.unit, b.kind);
                     });
  }

  Country country_;
  const CopiesRequest& request_;
  const Random& random_;
  Simulation& simulation_;
};

}  // namespace

ReturnTable table_of(const Country& country, const std::vector<StationForm>& forms,
                     SourceIndex source, bool all_fields) {
  ReturnTable table;
  table.source = source;
  table.contest = ContestIndex{0};
  for (const StationForm& form : forms) {
    table.unit.push_back(country.stations[form.station]);
    table.revision.push_back(form.revision);
    table.stated_at.push_back(form.stated_at);
  }
  const auto add = [&](std::optional<Field> field, std::optional<PartyIndex> party, auto count) {
    Column column;
    column.field = field;
    column.party = party;
    column.cells.reserve(forms.size());
    for (const StationForm& form : forms) column.cells.push_back(count(form));
    table.columns.push_back(std::move(column));
  };
  if (all_fields) {
    add(Field::registered, {}, [](const StationForm& form) { return form.registered; });
    add(Field::issued, {}, [](const StationForm& form) { return form.issued; });
  }
  add(Field::cast, {}, [](const StationForm& form) { return form.cast; });
  add(Field::valid, {}, [](const StationForm& form) { return form.valid; });
  add(Field::invalid, {}, [](const StationForm& form) { return form.invalid; });
  for (std::uint32_t p = 0; p < country.election.parties.size(); ++p) {
    add({}, PartyIndex{p}, [p](const StationForm& form) { return form.votes[p]; });
  }
  return table;
}

void publish(Country country, const CopiesRequest& request, const Random& random,
             Simulation& simulation) {
  Publisher(std::move(country), request, random, simulation).run();
}

}  // namespace scrutineer
