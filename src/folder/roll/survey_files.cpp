#include "folder/survey_files.hpp"

#include <array>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include <fmt/core.h>

#include "base/csv.hpp"
#include "folder/roll/form_sheet.hpp"

namespace scrutineer {

namespace {

constexpr std::array kFrame = {ColumnRule{"stratum", Need::required},
                               ColumnRule{"cluster", Need::required},
                               ColumnRule{"names", Need::required}};
constexpr std::array kForm = {ColumnRule{"stratum", Need::required},
                              ColumnRule{"cluster", Need::required},
                              ColumnRule{"outcome", Need::required}};

// 1 where the file has no weights.
double weight_of(const Row& row, bool has_weights) {
  if (!has_weights) return 1;
  const auto weight = row.rational("weight");
  if (row.cell("weight").empty() || (weight && *weight <= Rational{0, 1})) {
    row.expected("weight", "a number above 0");
  }
  return weight ? as_double(*weight) : 1;
}

std::optional<bool> yes_or_no(const Row& row, std::string_view column) {
  const std::string_view found = row.cell(column);
  if (found.empty()) return std::nullopt;
  if (found != "yes" && found != "no") row.expected(column, "yes or no");
  return found == "yes";
}

// Adults of a household of which one was asked; 1 where the file does not say.
double adults_of(const Row& row, bool has_adults) {
  if (!has_adults) return 1;
  const auto adults = row.count("adults");
  if (row.cell("adults").empty() || (adults && (*adults < 1 || *adults > 100))) {
    row.expected("adults", "the adults of the household, 1 to 100");
  }
  return adults ? static_cast<double>(*adults) : 1;
}

// Where the design puts a row: its stratum and cluster, numbered.
class Places {
 public:
  std::pair<std::size_t, std::size_t> of(const Row& row) {
    const std::string stratum = row.text("stratum", Need::required);
    const std::string cluster = stratum + "/" + row.text("cluster", Need::required);
    different_.insert(cluster);
    // A cluster that was taken, not drawn, is a stratum whose clusters are its names.
    const bool is_certain = yes_or_no(row, "certain").value_or(false);
    return {strata_.of(is_certain ? cluster : stratum),
            clusters_.of(is_certain ? fmt::format("{}/{}", cluster, row.number()) : cluster)};
  }
  std::size_t clusters() const { return different_.size(); }
  std::vector<std::string> take_strata() { return std::move(strata_.names); }

 private:
  roll_files::Numbers strata_, clusters_;
  std::set<std::string> different_;
};

roll::Outcome outcome_of(const Row& row) {
  const auto outcome = roll::outcome_of(row.cell("outcome"));
  if (outcome) return *outcome;
  std::string words;
  for (std::size_t o = 0; o < roll::kOutcomes; ++o) {
    words += (o > 0 ? ", " : "") + std::string(word(static_cast<roll::Outcome>(o)));
  }
  row.expected("outcome", "one of " + words);
  return roll::Outcome::unreached;
}

}  // namespace

Result<roll::SurveyFrame> read_survey_frame(const std::string& name, std::string_view bytes) {
  Problems problems;
  roll::SurveyFrame frame;
  roll_files::Numbers strata;
  std::set<std::string> ids;
  if (const auto sheet = roll_files::open_form(name, bytes, kFrame, problems)) {
    sheet->for_each_row(problems, [&](const Row& row) {
      roll::FrameCluster cluster;
      cluster.stratum = strata.of(row.text("stratum", Need::required));
      cluster.id = row.text("cluster", Need::required);
      if (!cluster.id.empty() && !ids.insert(cluster.id).second) {
        row.expected("cluster", "a cluster that no other row has");
      }
      if (row.cell("names").empty()) row.expected("names", "how many names it holds");
      cluster.names = row.count("names").value_or(0);
      frame.clusters.push_back(std::move(cluster));
    });
  }
  if (!problems.empty()) return tl::unexpected<Errors>(problems.take());
  frame.strata = std::move(strata.names);
  return frame;
}

std::string survey_form(const roll::SurveyFrame& frame, const roll::SurveyDraw& draw) {
  std::string csv;
  append_csv_header(csv, {"stratum", "cluster", "certain", "place", "weight", "outcome"});
  for (const roll::DrawnCluster& drawn : draw.clusters) {
    const roll::FrameCluster& cluster = frame.clusters[drawn.cluster];
    for (const std::size_t place : drawn.names) {
      append_csv_row(csv, {frame.strata[cluster.stratum], cluster.id, drawn.certain ? "yes" : "no",
                           std::to_string(place + 1), fmt::format("{:.10g}", drawn.weight), ""});
    }
  }
  return csv;
}

Result<ReadVisits> read_survey_visits(const std::string& name, std::string_view bytes) {
  Problems problems;
  ReadVisits read;
  Places places;
  if (const auto sheet = roll_files::open_form(name, bytes, kForm, problems)) {
    if (sheet->has("on_new_roll")) read.on_new_roll.emplace();
    sheet->for_each_row(problems, [&](const Row& row) {
      roll::Visit visit;
      std::tie(visit.stratum, visit.cluster) = places.of(row);
      visit.weight = weight_of(row, sheet->has("weight"));
      visit.outcome = outcome_of(row);
      if (read.on_new_roll) read.on_new_roll->push_back(yes_or_no(row, "on_new_roll"));
      read.visits.push_back(visit);
    });
  }
  if (!problems.empty()) return tl::unexpected<Errors>(problems.take());
  read.clusters = places.clusters();
  read.strata = places.take_strata();
  read.design.strata = read.strata.size();
  return read;
}

Result<ReadSearches> read_survey_searches(const std::string& name, std::string_view bytes) {
  Problems problems;
  ReadSearches read;
  Places places;
  if (const auto sheet = roll_files::open_form(name, bytes, kForm, problems)) {
    sheet->for_each_row(problems, [&](const Row& row) {
      roll::Asked asked;
      std::tie(asked.stratum, asked.cluster) = places.of(row);
      asked.weight = weight_of(row, sheet->has("weight")) * adults_of(row, sheet->has("adults"));
      const std::string_view outcome = row.cell("outcome");
      if (outcome == "listed" || outcome == "not_listed") {
        asked.yes = outcome == "not_listed";
      } else if (outcome != "refused" && outcome != "unreached") {
        row.expected("outcome", std::string("one of ") + kSearchOutcomes);
      }
      read.people.push_back(asked);
    });
  }
  if (!problems.empty()) return tl::unexpected<Errors>(problems.take());
  read.clusters = places.clusters();
  read.design.strata = places.take_strata().size();
  return read;
}

}  // namespace scrutineer
