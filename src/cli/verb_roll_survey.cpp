// scrutineer roll survey plan | draw | estimate: a field audit of a roll, from how many names in
// how many communes to what the visits say (docs/field-audits.md).
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "base/digest.hpp"
#include "cli/roll_verbs.hpp"
#include "cli/survey_shares.hpp"
#include "cli/table.hpp"
#include "folder/survey_files.hpp"

namespace scrutineer::cli {

namespace {

struct Request {
  Options options;
  std::string path, public_seed;
  std::string margin = "2.5%", share = "50%", correlation = "0.1", response = "100%",
              confidence = "95%", published_margin = "2.5%";
  std::size_t take = 12, clusters = 0;
  std::int64_t published_people = 0, published_clusters = 0;
};

// A published margin of so many people, and what it says of the design.
struct Implied {
  double people = 0, effect = 0, correlation = 0;
};
Implied implied(double margin, double people, double clusters, double confidence) {
  const double effect = roll::implied_design_effect(margin, 0.5, people, confidence);
  return {people, effect, roll::implied_correlation(effect, people / clusters)};
}

Json implied_json(const Implied& one) {
  return {{"people", one.people},
          {"design_effect", number_json(one.effect)},
          {"correlation", number_json(one.correlation)}};
}

std::string implied_text(const std::string& what, const Implied& one) {
  return fmt::format("{}: {:g} people, a design effect of {:.2f}, a correlation of {:.2f}.\n", what,
                     one.people, one.effect, one.correlation);
}

struct PlanInput {
  roll::PrecisionWish wish;
  double published_margin = 0;
};

Result<PlanInput> plan_input(const Request& request) {
  PlanInput input;
  Errors errors;
  const auto read = [&](const char* option, const std::string& text, double& value, bool to_one) {
    const auto share = share_option(option, text, to_one);
    if (share) {
      value = *share;
    } else {
      errors.insert(errors.end(), share.error().begin(), share.error().end());
    }
  };
  read("--margin", request.margin, input.wish.margin, false);
  read("--share", request.share, input.wish.share, false);
  read("--correlation", request.correlation, input.wish.correlation, false);
  read("--response", request.response, input.wish.response, true);
  read("--confidence", request.confidence, input.wish.confidence, false);
  read("--published-margin", request.published_margin, input.published_margin, false);
  input.wish.take = request.take;
  if ((request.published_people > 0) != (request.published_clusters > 0)) {
    errors.push_back({"", 0, "", "", "",
                      "--published-people and --published-clusters say one thing together: give "
                      "both, or neither."});
  } else if (request.published_clusters > 0 &&
             request.published_people <= 2 * request.published_clusters) {
    errors.push_back(
        {"", 0, "", "", "",
         "--published-people: expected more than two people a cluster, since of a single "
         "one, if half are asked each way, nothing says how much they resemble others."});
  }
  if (!errors.empty()) return tl::unexpected(std::move(errors));
  return input;
}

int run_plan(const Request& request) {
  const auto input = plan_input(request);
  if (!input) return report_errors(input.error());
  const auto size = roll::size_for(input->wish);
  if (!size) return report_errors(size.error());
  std::optional<std::pair<Implied, Implied>> published;
  if (request.published_people > 0) {
    const auto people = static_cast<double>(request.published_people);
    const auto clusters = static_cast<double>(request.published_clusters);
    const double margin = input->published_margin, confidence = input->wish.confidence;
    published = {implied(margin, people, clusters, confidence),
                 implied(margin, people / 2, clusters, confidence)};
  }
  if (request.options.json) {
    Json json = {{"clusters", size->clusters},
                 {"people", size->people},
                 {"take", request.take},
                 {"design_effect", number_json(size->effect)},
                 {"margin", number_json(size->margin)},
                 {"published", nullptr}};
    if (published) {
      json["published"] = {{"margin", number_json(input->published_margin)},
                           {"clusters", request.published_clusters},
                           {"asked_one_way", implied_json(published->first)},
                           {"asked_half_each_way", implied_json(published->second)}};
    }
    return emit(request.options, envelope("roll survey plan", {}, std::move(json)));
  }
  std::string text = fmt::format(
      "{} names in {} clusters, {} in each: a share of {} will be known to ± {}.\n"
      "Assumed: people of one cluster resemble each other with a correlation of {}, so that the "
      "design effect is {:.2f}; {} of those drawn answer.\n",
      grouped(static_cast<std::int64_t>(size->people)),
      grouped(static_cast<std::int64_t>(size->clusters)), request.take, percent(input->wish.share),
      percent(size->margin), request.correlation, size->effect, percent(input->wish.response));
  if (published) {
    text += fmt::format("\nA published margin of {} for {} people in {} clusters implies:\n",
                        percent(input->published_margin), grouped(request.published_people),
                        grouped(request.published_clusters));
    text += implied_text("  if all were asked one way", published->first);
    text += implied_text("  if half were asked each way (list to people, people to list)",
                         published->second);
  }
  return emit(request.options, text);
}

// 64 bits of the digest of a text that everybody knows.
std::uint64_t seed_of_text(const std::string& text) {
  return std::stoull(sha256_hex("scrutineer roll survey v1\n" + text).substr(0, 16), nullptr, 16);
}

int run_draw(const Request& request) {
  if (const auto seed = check_public_seed(request.public_seed); !seed) {
    return report_errors(seed.error());
  }
  LoadedFolder inputs;
  const auto bytes = read_input(request.path, inputs.inputs);
  if (!bytes) return report_errors(bytes.error());
  const auto frame = read_survey_frame(request.path, *bytes);
  if (!frame) return report_errors(frame.error());
  const auto sizes = roll::allocate(frame->clusters_with_names(), frame->names(),
                                    static_cast<std::int64_t>(request.clusters), 2);
  if (!sizes) return report_errors(sizes.error());
  const auto draw =
      roll::draw_survey(*frame, *sizes, request.take, seed_of_text(request.public_seed));
  if (!draw) return report_errors(draw.error());
  if (!request.options.json) return emit(request.options, survey_form(*frame, *draw));
  Json clusters = Json::array();
  for (const roll::DrawnCluster& drawn : draw->clusters) {
    const roll::FrameCluster& cluster = frame->clusters[drawn.cluster];
    Json places = Json::array();
    for (const std::size_t place : drawn.names) places.push_back(place + 1);
    clusters.push_back({{"stratum", frame->strata[cluster.stratum]},
                        {"cluster", cluster.id},
                        {"certain", drawn.certain},
                        {"weight", number_json(drawn.weight)},
                        {"places", std::move(places)}});
  }
  return emit(request.options, envelope("roll survey draw", inputs,
                                        {{"public_seed", request.public_seed},
                                         {"people", draw->people()},
                                         {"clusters", std::move(clusters)}}));
}

std::vector<std::string> share_cells(const std::string& what, const roll::SurveyShare& share) {
  return {what, percent(share.estimate.value),
          fmt::format("{} – {}", percent(share.estimate.interval.low),
                      percent(share.estimate.interval.high)),
          fmt::format("{:.2f}", share.design_effect),
          grouped(static_cast<std::int64_t>(share.yes))};
}

int run_estimate(const Request& request) {
  const auto confidence = share_option("--confidence", request.confidence);
  if (!confidence) return report_errors(confidence.error());
  LoadedFolder inputs;
  const auto bytes = read_input(request.path, inputs.inputs);
  if (!bytes) return report_errors(bytes.error());
  auto read = read_survey_visits(request.path, *bytes);
  if (!read) return report_errors(read.error());
  read->design.confidence = *confidence;
  const auto outcomes = roll::outcome_shares(read->design, read->visits);
  if (!outcomes) return report_errors(outcomes.error());
  const auto found = roll::asked_whether(
      read->visits, {roll::Outcome::found_correct, roll::Outcome::found_with_error});
  const auto share = roll::survey_share(read->design, found);
  if (!share) return report_errors(share.error());
  const auto bounds = roll::response_bounds(read->design, found);
  if (!bounds) return report_errors(bounds.error());
  if (request.options.json) {
    Json list = Json::object();
    for (std::size_t o = 0; o < roll::kOutcomes; ++o) {
      list[std::string(word(static_cast<roll::Outcome>(o)))] = share_json((*outcomes)[o]);
    }
    return emit(request.options, envelope("roll survey estimate", inputs,
                                          {{"names", read->visits.size()},
                                           {"clusters", read->clusters},
                                           {"confidence", number_json(*confidence)},
                                           {"outcomes", std::move(list)},
                                           {"found_of_those_with_an_answer", share_json(*share)},
                                           {"found_whatever_the_others_are",
                                            {{"low", number_json(bounds->interval.low)},
                                             {"high", number_json(bounds->interval.high)}}}}));
  }
  Table table({"what the visit ended with", "of all drawn", "interval", "design effect", "names"},
              {false, true, true, true, true});
  for (std::size_t o = 0; o < roll::kOutcomes; ++o) {
    table.add(share_cells(std::string(word(static_cast<roll::Outcome>(o))), (*outcomes)[o]));
  }
  std::string text =
      fmt::format("{} names in {} clusters; intervals of {}.\n\n",
                  grouped(static_cast<std::int64_t>(read->visits.size())),
                  grouped(static_cast<std::int64_t>(read->clusters)), percent(*confidence));
  text += table.text();
  text += fmt::format(
      "\nFound, of the {} with an answer: {} ({} to {}).\n"
      "Whatever the refused and the unreached are: {} to {}.\n"
      "A share of names of the list may be multiplied by the names of the list, and by nothing "
      "else.\n",
      grouped(static_cast<std::int64_t>(share->answered)), percent(share->estimate.value),
      percent(share->estimate.interval.low), percent(share->estimate.interval.high),
      percent(bounds->interval.low), percent(bounds->interval.high));
  return emit(request.options, text);
}

void add_plan(CLI::App& survey, Action& action) {
  auto request = std::make_shared<Request>();
  CLI::App* verb = survey.add_subcommand("plan", "How many names in how many communes");
  const auto share = [&](const char* name, std::string& target, const char* meaning) {
    verb->add_option(name, target, meaning)->capture_default_str();
  };
  share("--margin", request->margin, "Half the interval that is wished for");
  share("--share", request->share, "The share that is expected; 50% needs the most");
  share("--correlation", request->correlation,
        "How much people of one cluster resemble each other");
  share("--response", request->response, "The share of those drawn who will be found and answer");
  share("--confidence", request->confidence, "Of intervals");
  verb->add_option("--take", request->take, "Names in each cluster")
      ->check(CLI::Range(1, 10'000))
      ->capture_default_str();
  verb->add_option("--published-people", request->published_people,
                   "What the published margin of another audit implies: people asked")
      ->check(CLI::Range(std::int64_t{2}, std::int64_t{100'000'000}));
  verb->add_option("--published-clusters", request->published_clusters, "In so many clusters")
      ->check(CLI::Range(std::int64_t{1}, std::int64_t{1'000'000}));
  share("--published-margin", request->published_margin, "Its margin, at a share of one half");
  add_common_options(*verb, request->options);
  verb->footer(
      "Examples:\n"
      "  scrutineer roll survey plan --margin 2% --take 10 --response 90%\n"
      "  scrutineer roll survey plan --published-people 4900 --published-clusters 414");
  verb->callback([request, &action] { action = [request] { return run_plan(*request); }; });
}

void add_draw(CLI::App& survey, Action& action) {
  auto request = std::make_shared<Request>();
  CLI::App* verb =
      survey.add_subcommand("draw", "Which names, by a public seed: a form to be filled in, CSV");
  verb->add_option("frame", request->path, "CSV of stratum,cluster,names")->required();
  verb->add_option("--clusters", request->clusters, "How many, over all strata")
      ->required()
      ->check(CLI::Range(2, 1'000'000));
  verb->add_option("--take", request->take, "Names in each cluster")
      ->check(CLI::Range(1, 10'000))
      ->capture_default_str();
  verb->add_option("--public-seed", request->public_seed,
                   "A text that nobody could know before the frame was frozen")
      ->required();
  add_common_options(*verb, request->options);
  verb->footer(
      "Example:\n  scrutineer roll survey draw communes.csv --clusters 40 --take 12 \\\n"
      "      --public-seed 'lottery of 1 July: 12 44 7' --out form.csv");
  verb->callback([request, &action] { action = [request] { return run_draw(*request); }; });
}

void add_estimate(CLI::App& survey, Action& action) {
  auto request = std::make_shared<Request>();
  CLI::App* verb =
      survey.add_subcommand("estimate", "What the visits say, with the design's intervals");
  verb->add_option("form", request->path, "The form, its outcomes filled in")->required();
  verb->add_option("--confidence", request->confidence, "Of intervals")->capture_default_str();
  add_common_options(*verb, request->options);
  verb->footer(
      "Outcomes: found_correct, found_with_error, moved, dead, never_known, refused, unreached.\n"
      "Example:\n  scrutineer roll survey estimate form.csv");
  verb->callback([request, &action] { action = [request] { return run_estimate(*request); }; });
}

}  // namespace

void add_roll_survey(CLI::App& roll, Action& action) {
  CLI::App* survey =
      roll.add_subcommand("survey", "A field audit: how many names, which ones, what they say");
  survey->require_subcommand(1);
  survey->fallthrough();
  add_plan(*survey, action);
  add_draw(*survey, action);
  add_estimate(*survey, action);
  add_survey_coverage(*survey, action);
}

}  // namespace scrutineer::cli
