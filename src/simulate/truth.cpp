// The truth about a simulated country, as files.
#include "base/csv.hpp"
#include "simulate/simulate.hpp"

namespace scrutineer {
namespace {

std::string_view name_of_kind(Fact::Kind kind) {
  switch (kind) {
    case Fact::Kind::seats:
      return "seats";
    case Fact::Kind::votes:
      return "votes";
    case Fact::Kind::registered:
      return "registered";
    case Fact::Kind::cast:
      return "cast";
    case Fact::Kind::margin:
      return "margin";
  }
  return "";
}

std::string facts_text(const Simulation& simulation) {
  std::string text;
  append_csv_header(text, {"kind", "unit", "party", "way", "low", "high", "twin", "claims"});
  for (const MetFact& met : simulation.facts) {
    const Fact& fact = met.fact;
    std::string claims;
    for (const std::string& claim : fact.claims) claims += (claims.empty() ? "" : ";") + claim;
    append_csv_row(text, {std::string(name_of_kind(fact.kind)),
                          fact.constituency ? simulation.constituencies[*fact.constituency] : "",
                          fact.party ? simulation.election.parties[*fact.party].id : "",
                          fact.kind == Fact::Kind::margin ? std::string(name_of(fact.way)) : "",
                          std::to_string(fact.low), std::to_string(fact.high),
                          std::to_string(met.value), claims});
  }
  return text;
}

}  // namespace

std::map<std::string, std::string> truth_files(const Simulation& simulation) {
  const Election& election = simulation.election;
  std::map<std::string, std::string> files;
  const ReturnTable& truth = simulation.truth;
  std::string& returns = files["returns.csv"];
  std::vector<std::string> names{"unit"};
  for (const Column& column : truth.columns) {
    names.push_back(column.field ? std::string(name_of(*column.field))
                                 : election.parties[column.party->value].id);
  }
  append_csv_header(returns, names);
  for (std::size_t row = 0; row < truth.unit.size(); ++row) {
    std::vector<std::string> cells{election.units[truth.unit[row].value].id};
    for (const Column& column : truth.columns) {
      cells.push_back(column.cells[row] ? std::to_string(*column.cells[row]) : "");
    }
    append_csv_row(returns, cells);
  }
  std::string& planted = files["planted.csv"];
  append_csv_header(planted, {"unit", "source", "kind", "copy_of", "fields", "before", "after"});
  for (const PlantedError& error : simulation.planted) {
    append_csv_row(planted, {error.unit, election.sources[error.source.value].id,
                             std::string(name_of(error.kind)), error.copy_of, error.fields,
                             error.before, error.after});
  }
  if (!simulation.facts.empty()) files["facts.csv"] = facts_text(simulation);
  for (const auto& [name, text] : simulation.unknown) files["unknown/" + name] = text;
  return files;
}

}  // namespace scrutineer
