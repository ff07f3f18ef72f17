#include "cli/survey_files.hpp"

#include <charconv>
#include <cmath>
#include <map>
#include <optional>
#include <set>

#include <fmt/core.h>

#include "base/csv.hpp"
#include "base/text.hpp"

namespace scrutineer::cli {

namespace {

// A table with the columns that are asked for, and what is wrong with it.
class Form {
 public:
  static Result<Form> open(std::string_view name, std::string_view bytes,
                           const std::vector<std::string>& required) {
    auto table = read_csv(name, bytes);
    if (!table) return tl::unexpected(table.error());
    Form form(std::string(name), std::move(*table));
    for (const std::string& column : required) {
      if (!form.find(column)) {
        form.errors_.push_back(described(form.name_, form.table_.header_number(), column,
                                         "no such column", "a column of this name"));
      }
    }
    if (!form.errors_.empty()) return tl::unexpected(std::move(form.errors_));
    return form;
  }

  std::optional<std::size_t> find(std::string_view column) const {
    for (std::size_t c = 0; c < table_.header().size(); ++c) {
      if (table_.header()[c] == column) return c;
    }
    return std::nullopt;
  }
  std::size_t rows() const { return table_.rows(); }
  std::string_view cell(std::size_t row, std::string_view column) const {
    const auto at = find(column);
    return at ? trimmed(table_.cell(row, *at)) : std::string_view();
  }
  void refuse(std::size_t row, const std::string& column, const std::string& expected) {
    errors_.push_back(
        {name_, table_.number(row), column, std::string(cell(row, column)), expected, ""});
  }
  // A cell that must say something.
  std::string text(std::size_t row, const std::string& column) {
    const std::string_view found = cell(row, column);
    if (found.empty()) refuse(row, column, "a name");
    return std::string(found);
  }
  Errors take_errors() { return std::move(errors_); }

 private:
  Form(std::string name, CsvTable table) : name_(std::move(name)), table_(std::move(table)) {}

  std::string name_;
  CsvTable table_;
  Errors errors_;
};

// Strata by name, numbered as they are met.
class Numbers {
 public:
  std::size_t of(const std::string& name) {
    const auto [place, is_new] = numbers_.emplace(name, names.size());
    if (is_new) names.push_back(name);
    return place->second;
  }
  std::vector<std::string> names;

 private:
  std::map<std::string, std::size_t> numbers_;
};

std::optional<double> weight_of(std::string_view cell) {
  double weight = 0;
  const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), weight);
  if (error != std::errc() || end != cell.data() + cell.size()) return std::nullopt;
  if (!std::isfinite(weight) || weight <= 0 || weight > 1e12) return std::nullopt;
  return weight;
}

std::string outcome_words() {
  std::string words;
  for (std::size_t o = 0; o < roll::kOutcomes; ++o) {
    words += (o > 0 ? ", " : "") + std::string(word(static_cast<roll::Outcome>(o)));
  }
  return words;
}

}  // namespace

Result<roll::SurveyFrame> read_survey_frame(std::string_view name, std::string_view bytes) {
  auto form = Form::open(name, bytes, {"stratum", "cluster", "names"});
  if (!form) return tl::unexpected(form.error());
  roll::SurveyFrame frame;
  Numbers strata;
  std::set<std::string> ids;
  for (std::size_t row = 0; row < form->rows(); ++row) {
    roll::FrameCluster cluster;
    cluster.stratum = strata.of(form->text(row, "stratum"));
    cluster.id = form->text(row, "cluster");
    if (!cluster.id.empty() && !ids.insert(cluster.id).second) {
      form->refuse(row, "cluster", "a cluster that no other row has");
    }
    const auto names = parse_count(form->cell(row, "names"));
    if (names) {
      cluster.names = *names;
    } else {
      form->refuse(row, "names", names.error());
    }
    frame.clusters.push_back(std::move(cluster));
  }
  if (Errors errors = form->take_errors(); !errors.empty()) {
    return tl::unexpected(std::move(errors));
  }
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

Result<ReadVisits> read_survey_visits(std::string_view name, std::string_view bytes) {
  auto form = Form::open(name, bytes, {"stratum", "cluster", "outcome"});
  if (!form) return tl::unexpected(form.error());
  ReadVisits read;
  Numbers strata, clusters;
  std::set<std::string> different;
  for (std::size_t row = 0; row < form->rows(); ++row) {
    roll::Visit visit;
    const std::string stratum = form->text(row, "stratum"), cluster = form->text(row, "cluster");
    const std::string_view certain = form->cell(row, "certain");
    if (!certain.empty() && certain != "yes" && certain != "no") {
      form->refuse(row, "certain", "yes or no");
    }
    different.insert(stratum + "/" + cluster);
    // A cluster that was taken, not drawn, is a stratum whose clusters are its names.
    const bool is_certain = certain == "yes";
    visit.stratum = strata.of(is_certain ? stratum + "/" + cluster : stratum);
    visit.cluster = clusters.of(is_certain ? fmt::format("{}/{}/{}", stratum, cluster, row)
                                           : stratum + "/" + cluster);
    if (form->find("weight")) {
      const auto weight = weight_of(form->cell(row, "weight"));
      if (weight) {
        visit.weight = *weight;
      } else {
        form->refuse(row, "weight", "a number above 0");
      }
    }
    const auto outcome = roll::outcome_of(form->cell(row, "outcome"));
    if (outcome) {
      visit.outcome = *outcome;
    } else {
      form->refuse(row, "outcome", "one of " + outcome_words());
    }
    read.visits.push_back(visit);
  }
  if (Errors errors = form->take_errors(); !errors.empty()) {
    return tl::unexpected(std::move(errors));
  }
  read.strata = std::move(strata.names);
  read.design.strata = read.strata.size();
  read.clusters = different.size();
  return read;
}

}  // namespace scrutineer::cli
