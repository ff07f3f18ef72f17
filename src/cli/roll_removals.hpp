// What `roll removals` is asked and what it answers: apparent, removed and wrongly removed apart,
// whether removals fell on one side's areas, and when (docs/roll-removals.md).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cli/roll_linkage.hpp"
#include "cli/roll_reading.hpp"
#include "roll/disparity_checks.hpp"
#include "roll/removals.hpp"
#include "roll/survey.hpp"
#include "roll/timing.hpp"

namespace scrutineer::cli {

struct RemovalsRequest {
  Options options;
  std::string folder, output;
  std::string clerical, field, drawn_from = "apparent", behind_links = "unknown";
  std::string causes, deaths, years = "1", table_error = "5%";
  std::optional<std::int64_t> by_name;
  std::string areas, before, extra_missed;
  std::vector<std::string> shares = {"share"}, controls;
  std::uint64_t draws = 9'999;
  std::string dates, order, identifier;
  std::string duplicates;  // the folder of roll dedupe
  std::string confidence = "95%";
  // Of the folder of findings.
  std::int64_t least_cell = 10;
  std::string old_date, new_date, doubt_source = "roll", doubt_status = "alleged", contest;
};

// What a sample of links and of apparent removals says of the linkage.
struct ClericalPart {
  roll::Removals removals;
  std::vector<roll::Calibration> of_links, of_removals;
  std::int64_t judged = 0, unsure = 0;
};

struct FieldPart {
  roll::SurveyShare share;  // wrongly removed, of those with an answer
  roll::AuditRoute route;
  // Whatever those without an answer would have said.
  roll::ResponseBounds bounds;
  roll::Interval wrongly_removed_whatever;
  std::size_t names = 0;
};

struct DisparityPart {
  std::string share;  // the column
  roll::DisparityModel model;
  roll::PermutationTest areas, blocks;
  roll::TippingPoint tipping;
  std::optional<roll::PlaceboComparison> additions, before;
  roll::DisparityVerdict verdict;
  double p = 1;           // the greatest of the three tests'
  double p_adjusted = 1;  // Benjamini and Hochberg over all shares
};

struct DisparityAnswer {
  std::vector<DisparityPart> parts;
  std::vector<std::string> units_without_area;  // as the roll calls them
  std::vector<std::string> not_made;            // sentences: which comparison, and why
};

struct TimingPart {
  std::optional<roll::DayFlags> days;
  std::optional<roll::RunFlags> runs;
  std::size_t dated = 0;  // apparent removals with a date
};

struct RemovalsAnswer {
  LoadedFolder inputs;
  LinkageFolder folder;
  double confidence = 0.95;
  std::optional<ClericalPart> clerical;
  std::optional<FieldPart> field;
  std::optional<roll::Estimate> deaths;
  roll::WrongfulRemovals wrongful;
  std::optional<DisparityAnswer> disparity;
  TimingPart timing;
  std::optional<roll::Interval> duplicates;  // second entries of persons in the old roll
};

// Fails with a sentence where an option needs another, or a file cannot be read.
Result<RemovalsAnswer> answer_removals(const RemovalsRequest& request);
// Parts of it (roll_disparity.cpp).
Result<DisparityAnswer> answer_disparity(const RemovalsRequest& request, RemovalsAnswer& answer);
Result<TimingPart> answer_timing(const RemovalsRequest& request, RemovalsAnswer& answer);

std::string removals_text(const RemovalsRequest& request, const RemovalsAnswer& answer);
Json removals_json(const RemovalsRequest& request, const RemovalsAnswer& answer);

std::string_view sentence_of(roll::DisparityWord word);

// The folder of findings: aggregates alone (docs/roll-removals.md).
Result<void> write_findings(const RemovalsRequest& request, const RemovalsAnswer& answer);

}  // namespace scrutineer::cli
