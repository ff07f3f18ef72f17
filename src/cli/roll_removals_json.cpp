// What `roll removals` answers, as JSON (docs/schema/roll-removals.json).
#include "cli/roll_removals.hpp"
#include "folder/removal_files.hpp"

namespace scrutineer::cli {

namespace {

Json interval_json(const roll::Interval& interval) {
  return {{"low", number_json(interval.low)}, {"high", number_json(interval.high)}};
}

Json estimate_json(const roll::Estimate& estimate) {
  return {{"value", number_json(estimate.value)},
          {"low", number_json(estimate.interval.low)},
          {"high", number_json(estimate.interval.high)}};
}

Json optional_json(const std::optional<double>& value) {
  return value ? number_json(*value) : Json(nullptr);
}

Json calibration_json(const std::vector<roll::Calibration>& rows) {
  Json list = Json::array();
  for (const roll::Calibration& row : rows) {
    list.push_back({{"from", number_json(row.from)},
                    {"to", number_json(row.to)},
                    {"records", row.records},
                    {"judged", row.judged},
                    {"unsure", row.unsure},
                    {"believed", number_json(row.believed)},
                    {"found", row.judged > row.unsure ? number_json(row.found) : Json(nullptr)},
                    {"low", number_json(row.interval.low)},
                    {"high", number_json(row.interval.high)}});
  }
  return list;
}

Json clerical_json(const ClericalPart& part) {
  return {{"judged", part.judged},
          {"unsure", part.unsure},
          {"missed_share", estimate_json(part.removals.missed_share)},
          {"false_share", estimate_json(part.removals.false_share)},
          {"links", calibration_json(part.of_links)},
          {"removals", calibration_json(part.of_removals)}};
}

Json wrongful_json(const RemovalsRequest& request, const RemovalsAnswer& answer) {
  Json audit = nullptr, accounting = nullptr;
  if (answer.field) {
    const FieldPart& field = *answer.field;
    audit = estimate_json(field.route.wrongly_removed);
    audit["drawn_from"] = request.drawn_from;
    audit["behind_links"] = request.behind_links;
    audit["names"] = field.names;
    audit["answered"] = field.share.answered;
    audit["share"] = estimate_json(field.share.estimate);
    audit["design_effect"] = number_json(field.share.design_effect);
    audit["whatever_the_others_are"] = interval_json(field.wrongly_removed_whatever);
  }
  if (answer.wrongful.accounting) {
    accounting = estimate_json(answer.wrongful.accounting->unexplained);
    accounting["causes"] = Json::array();
    for (const roll::KnownCause& cause : answer.wrongful.accounting->causes) {
      Json one = estimate_json(cause.persons);
      one["cause"] = cause.cause;
      accounting["causes"].push_back(std::move(one));
    }
  }
  return {{"by_audit", std::move(audit)},
          {"without_a_known_cause", std::move(accounting)},
          {"by_name", answer.wrongful.by_name ? Json(*answer.wrongful.by_name) : Json(nullptr)},
          {"contradictions", answer.wrongful.contradictions}};
}

Json permutation_json(const roll::PermutationTest& test) {
  return {{"as_large", test.as_large},
          {"draws", test.draws},
          {"moving", test.moving},
          {"p", number_json(test.p)}};
}

Json placebo_json(const std::optional<roll::PlaceboComparison>& placebo) {
  if (!placebo) return nullptr;
  return {{"difference", number_json(placebo->difference)}, {"p", number_json(placebo->p)}};
}

Json part_json(const DisparityPart& part) {
  const roll::DisparityModel& model = part.model;
  Json rate = {{"value", number_json(model.rate_ratio)},
               {"low", number_json(model.rate_ratio_interval.low)},
               {"high", number_json(model.rate_ratio_interval.high)}};
  return {{"share", part.share},
          {"areas", model.areas},
          {"districts", model.blocks},
          {"rate_ratio_per_10_points", std::move(rate)},
          {"p", number_json(model.p)},
          {"excess_above_median", estimate_json(model.excess_above_median)},
          {"permutation_areas", permutation_json(part.areas)},
          {"permutation_districts", permutation_json(part.blocks)},
          {"placebo_additions", placebo_json(part.additions)},
          {"placebo_before", placebo_json(part.before)},
          {"tipping_point_of_estimate", optional_json(part.tipping.of_estimate)},
          {"tipping_point_of_interval", optional_json(part.tipping.of_interval)},
          {"e_value", number_json(model.e_value)},
          {"e_value_of_interval", number_json(model.e_value_of_interval)},
          {"greatest_p", number_json(part.p)},
          {"adjusted_p", number_json(part.p_adjusted)},
          {"word", sentence_of(part.verdict.word)}};
}

Json disparity_json(const RemovalsRequest& request, const DisparityAnswer& disparity) {
  Json parts = Json::array();
  for (const DisparityPart& part : disparity.parts) parts.push_back(part_json(part));
  return {{"seed", request.options.seed},
          {"shares", std::move(parts)},
          {"units_left_out", disparity.units_without_area.size()},
          {"not_made", disparity.not_made}};
}

Json timing_json(const TimingPart& timing) {
  Json days = nullptr, runs = nullptr;
  if (timing.days) {
    Json flagged = Json::array();
    for (const roll::DayOfRemovals& day : timing.days->flagged) {
      flagged.push_back({{"day", day_text(day.day)}, {"removals", day.removals}});
    }
    days = {{"dated", timing.dated},
            {"days", timing.days->days},
            {"decided", timing.days->is_decided},
            {"flagged", std::move(flagged)}};
  }
  if (timing.runs) {
    Json lengths = Json::array();
    for (const roll::RemovedRun& run : timing.runs->runs) lengths.push_back(run.length);
    runs = {{"least_length", timing.runs->length},
            {"expected", number_json(timing.runs->expected)},
            {"lengths", std::move(lengths)}};
  }
  return {{"days", std::move(days)}, {"runs", std::move(runs)}};
}

}  // namespace

Json removals_json(const RemovalsRequest& request, const RemovalsAnswer& answer) {
  const LinkageFolder& folder = answer.folder;
  return {
      {"folder", request.output.empty() ? Json(nullptr) : Json(request.output)},
      {"confidence", number_json(answer.confidence)},
      {"old_entries", folder.links() + folder.apparent()},
      {"links", folder.links()},
      {"apparent_removals", folder.apparent()},
      {"clerical", answer.clerical ? clerical_json(*answer.clerical) : Json(nullptr)},
      {"removed_persons",
       answer.clerical ? estimate_json(answer.clerical->removals.removed) : Json(nullptr)},
      {"wrongly_removed", wrongful_json(request, answer)},
      {"disparity", answer.disparity ? disparity_json(request, *answer.disparity) : Json(nullptr)},
      {"timing", timing_json(answer.timing)},
      {"second_entries", answer.duplicates ? interval_json(*answer.duplicates) : Json(nullptr)}};
}

}  // namespace scrutineer::cli
