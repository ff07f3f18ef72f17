// scrutineer roll survey coverage: people who were asked first and looked up on the list after, how
// many of them are missing from it, and how well it was searched (docs/field-audits.md).
#include <memory>
#include <optional>

#include <CLI/CLI.hpp>

#include "base/text.hpp"
#include "cli/roll_verbs.hpp"
#include "cli/survey_shares.hpp"
#include "cli/table.hpp"
#include "folder/survey_files.hpp"
#include "roll/lookup.hpp"

namespace scrutineer::cli {

namespace {

struct Request {
  Options options;
  std::string path, confidence = "95%", known, absent, validity;
  std::int64_t names = 0;
};

// FOUND/SEARCHED; no trial where the text is empty.
Result<roll::SearchTrial> trial_option(const std::string& option, const std::string& text) {
  if (text.empty()) return roll::SearchTrial{};
  const std::size_t slash = text.find('/');
  const auto found = parse_count(text.substr(0, slash));
  const auto searched = parse_count(slash == std::string::npos ? "" : text.substr(slash + 1));
  if (found && searched && *searched > 0 && *found <= *searched) {
    return roll::SearchTrial{*searched, *found};
  }
  return fail(fmt::format(
      "{}: found \"{}\", expected how many were found of how many searched, such as 480/500.",
      option, shown(text)));
}

Json estimate_json(const roll::Estimate& estimate) {
  return {{"value", number_json(estimate.value)},
          {"low", number_json(estimate.interval.low)},
          {"high", number_json(estimate.interval.high)}};
}

struct Answer {
  std::size_t people = 0, clusters = 0;
  double confidence = 0.95;
  roll::SurveyShare not_found;
  roll::ResponseBounds bounds;
  roll::SearchTrial known, absent;
  roll::LookupCorrection corrected;
  std::optional<roll::Estimate> eligible;
};

// Names of the list that stand for such a person, of a form of the other direction.
Result<roll::Estimate> validity_of(const std::string& path, double confidence,
                                   std::vector<InputFile>& inputs) {
  const auto bytes = read_input(path, inputs);
  if (!bytes) return tl::unexpected(bytes.error());
  auto read = read_survey_visits(path, *bytes);
  if (!read) return tl::unexpected(read.error());
  read->design.confidence = confidence;
  const auto share = roll::survey_share(
      read->design, roll::asked_whether(read->visits, {roll::Outcome::found_correct,
                                                       roll::Outcome::found_with_error}));
  if (!share) return tl::unexpected(share.error());
  return share->estimate;
}

roll::Estimate complement(const roll::Estimate& estimate) {
  return {1 - estimate.value,
          estimate.standard_error,
          {1 - estimate.interval.high, 1 - estimate.interval.low}};
}

Result<Answer> answer_to(const Request& request, std::vector<InputFile>& inputs) {
  Answer answer;
  const auto confidence = share_option("--confidence", request.confidence);
  if (!confidence) return tl::unexpected(confidence.error());
  answer.confidence = *confidence;
  const auto known = trial_option("--known", request.known);
  if (!known) return tl::unexpected(known.error());
  const auto absent = trial_option("--absent", request.absent);
  if (!absent) return tl::unexpected(absent.error());
  answer.known = *known;
  answer.absent = *absent;
  if (request.validity.empty() != (request.names == 0)) {
    return fail("--names and --validity say one thing together: give both, or neither.");
  }
  if (request.names > 0 && request.known.empty()) {
    return fail(
        "--names needs --known: whoever the search missed would be counted as a person beside the "
        "list.");
  }
  const auto bytes = read_input(request.path, inputs);
  if (!bytes) return tl::unexpected(bytes.error());
  auto read = read_survey_searches(request.path, *bytes);
  if (!read) return tl::unexpected(read.error());
  read->design.confidence = *confidence;
  answer.people = read->people.size();
  answer.clusters = read->clusters;
  auto share = roll::survey_share(read->design, read->people);
  if (!share) return tl::unexpected(share.error());
  answer.not_found = std::move(*share);
  const auto bounds = roll::response_bounds(read->design, read->people);
  if (!bounds) return tl::unexpected(bounds.error());
  answer.bounds = *bounds;
  const auto corrected =
      roll::corrected_missing(answer.not_found.estimate, answer.known, answer.absent, *confidence);
  if (!corrected) return tl::unexpected(corrected.error());
  answer.corrected = *corrected;
  if (request.names > 0) {
    const auto validity = validity_of(request.validity, *confidence, inputs);
    if (!validity) return tl::unexpected(validity.error());
    const auto people = roll::eligible_people(request.names, *validity,
                                              complement(answer.corrected.missing), *confidence);
    if (!people) return tl::unexpected(people.error());
    answer.eligible = *people;
  }
  return answer;
}

Json answer_json(const Request& request, const Answer& answer) {
  return {
      {"people", answer.people},
      {"clusters", answer.clusters},
      {"confidence", number_json(answer.confidence)},
      {"not_found_of_those_with_an_answer", share_json(answer.not_found)},
      {"not_found_whatever_the_others_are",
       {{"low", number_json(answer.bounds.interval.low)},
        {"high", number_json(answer.bounds.interval.high)}}},
      {"sensitivity",
       request.known.empty() ? Json(nullptr) : estimate_json(answer.corrected.sensitivity)},
      {"false_finds",
       request.absent.empty() ? Json(nullptr) : estimate_json(answer.corrected.false_find)},
      {"missing", request.known.empty() ? Json(nullptr) : estimate_json(answer.corrected.missing)},
      {"eligible_people", answer.eligible ? estimate_json(*answer.eligible) : Json(nullptr)}};
}

std::string answer_text(const Request& request, const Answer& answer) {
  std::string text = fmt::format(
      "{} people in {} clusters; intervals of {}.\n\n"
      "Not found on the list, of the {} with an answer: {}; design effect {:.2f}.\n"
      "Whatever the refused and the unreached are: {} to {}.\n",
      grouped(static_cast<std::int64_t>(answer.people)),
      grouped(static_cast<std::int64_t>(answer.clusters)), percent(answer.confidence),
      grouped(static_cast<std::int64_t>(answer.not_found.answered)),
      percents(answer.not_found.estimate), answer.not_found.design_effect,
      percent(answer.bounds.interval.low), percent(answer.bounds.interval.high));
  if (request.known.empty()) {
    text +=
        "How many people known to be on the list the same search finds was not tried (--known): "
        "this is what is missing from the list and what the search missed, together.\n";
  } else {
    text += fmt::format("The search finds {} of those who are on the list",
                        percents(answer.corrected.sensitivity));
    text += request.absent.empty()
                ? "; that it finds nobody who is not on it is assumed (--absent).\n"
                : fmt::format(", and {} of those who are not.\n",
                              percents(answer.corrected.false_find));
    text += fmt::format("Missing from the list: {}.\n", percents(answer.corrected.missing));
  }
  if (answer.eligible) {
    const auto people = [](double value) {
      return grouped(static_cast<std::int64_t>(value + 0.5));
    };
    text += fmt::format(
        "People who ought to be on the list, if being asked does not depend on being listed: {} "
        "({} to {}).\n",
        people(answer.eligible->value), people(answer.eligible->interval.low),
        people(answer.eligible->interval.high));
  }
  return text +
         "A share of people may be multiplied by the number of such people, known from elsewhere, "
         "and not by the names of the list.\n";
}

int run(const Request& request) {
  LoadedFolder inputs;
  const auto answer = answer_to(request, inputs.inputs);
  if (!answer) return report_errors(answer.error());
  if (!request.options.json) return emit(request.options, answer_text(request, *answer));
  return emit(request.options,
              envelope("roll survey coverage", inputs, answer_json(request, *answer)));
}

}  // namespace

void add_survey_coverage(CLI::App& survey, Action& action) {
  auto request = std::make_shared<Request>();
  CLI::App* verb = survey.add_subcommand(
      "coverage", "People to list: how many of those who were met are missing from it");
  verb->add_option("form", request->path, "CSV of stratum,cluster,outcome")->required();
  verb->add_option("--known", request->known,
                   "FOUND/SEARCHED: the same search, for people known to be on the list");
  verb->add_option("--absent", request->absent,
                   "FOUND/SEARCHED: the same search, for people known not to be on it");
  verb->add_option("--names", request->names, "Names on the list; with --validity")
      ->check(CLI::Range(std::int64_t{1}, std::int64_t{10'000'000'000}));
  verb->add_option("--validity", request->validity,
                   "The filled form of a list-to-people audit of the same list: then people who "
                   "ought to be on it are estimated");
  verb->add_option("--confidence", request->confidence, "Of intervals")->capture_default_str();
  add_common_options(*verb, request->options);
  verb->footer(std::string("Outcomes: ") + kSearchOutcomes +
               ". Further columns: weight, certain, adults (of the household of which one was "
               "asked).\nExamples:\n"
               "  scrutineer roll survey coverage people.csv --known 480/500 --absent 2/300\n"
               "  scrutineer roll survey coverage people.csv --known 480/500 --names 9000000 \\\n"
               "      --validity form.csv");
  verb->callback([request, &action] { action = [request] { return run(*request); }; });
}

}  // namespace scrutineer::cli
