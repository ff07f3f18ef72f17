// The files of a field audit of a roll: the frame from which is drawn, and the form that a draw
// makes, with what visits ended with written into it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "roll/survey.hpp"

namespace scrutineer {

// Columns stratum, cluster, names. Every fault is reported; nothing is taken from a file with one.
Result<roll::SurveyFrame> read_survey_frame(const std::string& name, std::string_view bytes);

// The form: stratum, cluster, certain, place (of the name in the cluster's list, from 1), weight,
// outcome (empty).
std::string survey_form(const roll::SurveyFrame& frame, const roll::SurveyDraw& draw);

struct ReadVisits {
  roll::SurveyDesign design;
  std::vector<std::string> strata;  // names; a certain cluster is "stratum/cluster"
  std::vector<roll::Visit> visits;
  // Of each visit, where the form has this column: whether the person has a record in the new roll.
  std::optional<std::vector<std::optional<bool>>> on_new_roll;
  std::size_t clusters = 0;  // as the file has them; the design counts names of a certain one
};

// A form that was filled in: columns stratum, cluster, outcome; weight (else 1), certain (else no)
// and on_new_roll may be left out, other columns are passed over.
Result<ReadVisits> read_survey_visits(const std::string& name, std::string_view bytes);

// What the search for a person who was met ends with.
inline constexpr const char* kSearchOutcomes = "listed, not_listed, refused, unreached";

struct ReadSearches {
  roll::SurveyDesign design;
  std::vector<roll::Asked> people;  // yes: not found on the list
  std::size_t clusters = 0;
};

// People of households, looked up on the list: columns stratum, cluster, outcome; weight and
// certain as above; adults (1 to 100): of the household of which one was asked (Kish 1949).
Result<ReadSearches> read_survey_searches(const std::string& name, std::string_view bytes);

}  // namespace scrutineer
