// scrutineer count quick: plan a sample of stations, draw it from a public seed, estimate from it.
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "base/digest.hpp"
#include "base/text.hpp"
#include "cli/command.hpp"
#include "cli/quick_answers.hpp"

namespace scrutineer::cli {

namespace {

struct Request {
  Options options;
  std::string folder, contest, strata, strata_file, confidence = "95%";
  // plan and draw
  std::string allocation = "proportional", earlier, deviation, precision, response = "100%";
  std::string precise_for = "lead";
  std::size_t size = 0, per_stratum = 0;
  // draw and estimate
  std::string public_seed;
  std::string source, sample, official;
};

Result<ContestIndex> contest_of(const Request& request, const Election& election) {
  if (request.contest.empty()) return ContestIndex{0};
  std::string known;
  for (std::uint32_t c = 0; c < election.contests.size(); ++c) {
    if (election.contests[c].id == request.contest) return ContestIndex{c};
    known += (c > 0 ? ", " : "") + election.contests[c].id;
  }
  return fail(fmt::format("--contest: no contest is called \"{}\"; this election has: {}.",
                          shown(request.contest), known));
}

// The strata that are asked for; nothing where neither option is given.
Result<std::optional<QuickFrame>> frame_of(const Request& request, LoadedFolder& folder) {
  if (!request.strata.empty() && !request.strata_file.empty()) {
    return fail("Give --strata or --strata-file, not both.");
  }
  Result<QuickFrame> frame;
  if (!request.strata.empty()) {
    frame = frame_by_level(folder.election, request.strata);
  } else if (!request.strata_file.empty()) {
    const auto bytes = read_input(request.strata_file, folder.inputs);
    if (!bytes) return tl::unexpected(bytes.error());
    frame = frame_by_file(folder.election, request.strata_file, *bytes);
  } else {
    return std::optional<QuickFrame>();
  }
  if (!frame) return tl::unexpected(frame.error());
  return std::optional<QuickFrame>(std::move(*frame));
}

// What is known of the figure that the sample is to be precise for.
Result<std::optional<Variation>> variation_of(const Request& request, const Election& election,
                                              const QuickPlan& plan) {
  if (plan.earlier) {
    if (request.precise_for == "lead") return std::optional(plan.earlier->lead);
    const auto party = find_party(election, request.precise_for);
    if (!party) return tl::unexpected(party.error());
    for (const Variation& one : plan.earlier->parties) {
      if (one.party == *party) return std::optional(one);
    }
    return fail(
        fmt::format("--for: {} states no votes of {}.", plan.earlier_source, request.precise_for));
  }
  if (request.deviation.empty()) return std::optional<Variation>();
  const auto deviation = share_option("--deviation", request.deviation);
  if (!deviation) return tl::unexpected(deviation.error());
  Variation assumed;
  assumed.deviation.assign(plan.frame.strata.size(), *deviation);
  return std::optional(assumed);
}

Result<std::vector<std::size_t>> sizes_of(const Request& request, const QuickPlan& plan,
                                          const std::optional<Variation>& variation) {
  const std::vector<std::size_t> stations = plan.frame.sizes();
  const int ways = (request.size > 0 ? 1 : 0) + (request.per_stratum > 0 ? 1 : 0) +
                   (request.precision.empty() ? 0 : 1);
  if (ways != 1) return fail("Give one of --size, --per-stratum and --precision.");
  if (request.per_stratum > 0) return allocate_equal(stations, request.per_stratum);
  std::vector<double> weights(stations.begin(), stations.end());
  if (request.allocation == "neyman") {
    if (!plan.earlier) return fail("--allocation neyman needs --earlier SOURCE.");
    for (std::size_t h = 0; h < weights.size(); ++h) weights[h] *= variation->deviation[h];
  }
  if (request.size > 0) return allocate(stations, weights, request.size);
  if (!variation) return fail("--precision needs --earlier SOURCE, or an assumed --deviation.");
  const auto margin = share_option("--precision", request.precision);
  if (!margin) return tl::unexpected(margin.error());
  return size_for(plan.frame, *variation, weights, *margin, plan.response, plan.confidence);
}

void add_margins(QuickPlan& plan, const std::optional<Variation>& variation) {
  const auto add = [&](const Variation& of, std::optional<double> value) {
    plan.margins.push_back(
        {of.party, value,
         expected_margin(plan.frame, of, plan.sizes, plan.response, plan.confidence)});
  };
  if (plan.earlier) {
    add(plan.earlier->lead, plan.earlier->lead.value);
    for (const Variation& party : plan.earlier->parties) add(party, party.value);
  } else if (variation) {
    add(*variation, {});
  }
}

Result<QuickPlan> make_plan(const Request& request, LoadedFolder& folder) {
  const auto contest = contest_of(request, folder.election);
  if (!contest) return tl::unexpected(contest.error());
  QuickPlan plan;
  auto frame = frame_of(request, folder);
  if (!frame) return tl::unexpected(frame.error());
  if (!*frame) return fail("Give --strata LEVEL or --strata-file FILE.");
  plan.frame = std::move(**frame);
  const auto confidence = share_option("--confidence", request.confidence);
  if (!confidence) return tl::unexpected(confidence.error());
  const auto response = share_option("--response", request.response, true);
  if (!response) return tl::unexpected(response.error());
  plan.confidence = *confidence;
  plan.response = *response;
  plan.allocation = request.per_stratum > 0 ? "per-stratum" : request.allocation;
  if (!request.earlier.empty()) {
    const auto source = find_source(folder.election, request.earlier);
    if (!source) return tl::unexpected(source.error());
    auto earlier = earlier_count(folder.election, plan.frame, *contest, *source);
    if (!earlier) return tl::unexpected(earlier.error());
    plan.earlier = std::move(*earlier);
    plan.earlier_source = request.earlier;
  }
  const auto variation = variation_of(request, folder.election, plan);
  if (!variation) return tl::unexpected(variation.error());
  auto sizes = sizes_of(request, plan, *variation);
  if (!sizes) return tl::unexpected(sizes.error());
  plan.sizes = std::move(*sizes);
  add_margins(plan, *variation);
  return plan;
}

int run_plan(const Request& request) {
  auto folder = load({request.folder, "", 0});
  if (!folder) return report_errors(folder.error());
  const auto plan = make_plan(request, *folder);
  if (!plan) return report_errors(plan.error());
  const Election& election = folder->election;
  if (!request.options.json) return emit(request.options, plan_text(election, *plan));
  return emit(request.options, envelope("count quick plan", *folder, plan_json(election, *plan)));
}

int run_draw(const Request& request) {
  if (const auto seed = check_public_seed(request.public_seed); !seed) {
    return report_errors(seed.error());
  }
  auto folder = load({request.folder, "", 0});
  if (!folder) return report_errors(folder.error());
  const auto plan = make_plan(request, *folder);
  if (!plan) return report_errors(plan.error());
  const Election& election = folder->election;
  const auto sample = draw_sample(election, plan->frame, plan->sizes, request.public_seed);
  if (!request.options.json) {
    return emit(request.options, sample_csv(election, plan->frame, sample));
  }
  Json list = Json::array();
  for (const DrawnStation& drawn : sample) {
    list.push_back({{"unit", election.units[drawn.unit.value].id},
                    {"stratum", plan->frame.strata[drawn.stratum].id},
                    {"ticket", drawn.ticket},
                    {"position", drawn.position}});
  }
  Json result = {{"public_seed", request.public_seed},
                 {"stations", plan->frame.stations()},
                 {"size", plan->size()},
                 {"sample", list}};
  return emit(request.options, envelope("count quick draw", *folder, std::move(result)));
}

Result<QuickAnswer> make_estimate(const Request& request, LoadedFolder& folder) {
  const Election& election = folder.election;
  const auto contest = contest_of(request, election);
  if (!contest) return tl::unexpected(contest.error());
  const auto confidence = share_option("--confidence", request.confidence);
  if (!confidence) return tl::unexpected(confidence.error());
  const auto source = find_source(election, request.source);
  if (!source) return tl::unexpected(source.error());
  auto frame = frame_of(request, folder);
  if (!frame) return tl::unexpected(frame.error());
  const auto bytes = read_input(request.sample, folder.inputs);
  if (!bytes) return tl::unexpected(bytes.error());
  auto sample = read_sample(election, request.sample, *bytes, std::move(*frame));
  if (!sample) return tl::unexpected(sample.error());
  const auto count = estimate_quick_count(election, *sample, *contest, *source, *confidence);
  if (!count) return tl::unexpected(count.error());
  QuickAnswer answer;
  answer.contest = election.contests[contest->value].id;
  answer.source = request.source;
  answer.official = request.official;
  answer.estimate = count->estimate;
  if (!request.public_seed.empty()) {
    answer.drawn_by_seed = is_drawn_by(election, *sample, request.public_seed);
  }
  if (!request.official.empty()) {
    const auto official = find_source(election, request.official);
    if (!official) return tl::unexpected(official.error());
    auto comparison = compare_quick_count(election, *count, *sample, *contest, *official);
    if (!comparison) return tl::unexpected(comparison.error());
    answer.comparison = std::move(*comparison);
  }
  answer.sample = std::move(*sample);
  return answer;
}

int run_estimate(const Request& request) {
  auto folder = load({request.folder, "", 0});
  if (!folder) return report_errors(folder.error());
  const auto answer = make_estimate(request, *folder);
  if (!answer) return report_errors(answer.error());
  const Election& election = folder->election;
  if (!request.options.json) return emit(request.options, estimate_text(election, *answer));
  return emit(request.options,
              envelope("count quick estimate", *folder, estimate_json(election, *answer)));
}

void add_frame_options(CLI::App& verb, Request& request) {
  verb.add_option("folder", request.folder, "Election folder")->required();
  verb.add_option("--strata", request.strata, "The level of units that are the strata");
  verb.add_option("--strata-file", request.strata_file, "Instead: a CSV of unit,stratum");
  verb.add_option("--contest", request.contest, "Which contest (default: the first)");
  verb.add_option("--confidence", request.confidence, "Of the intervals")->capture_default_str();
  add_common_options(verb, request.options);
}

void add_design_options(CLI::App& verb, Request& request) {
  add_frame_options(verb, request);
  verb.add_option("--size", request.size, "Stations in all")->check(CLI::Range(1, 100'000'000));
  verb.add_option("--per-stratum", request.per_stratum, "The same number of each stratum")
      ->check(CLI::Range(2, 100'000'000));
  verb.add_option("--precision", request.precision,
                  "As many as make the interval this wide to each side: 1%");
  verb.add_option("--for", request.precise_for, "Whose precision: lead, or a party")
      ->capture_default_str();
  verb.add_option("--allocation", request.allocation, "Of --size or --precision over the strata")
      ->check(CLI::IsMember({"proportional", "neyman"}))
      ->capture_default_str();
  verb.add_option("--earlier", request.earlier,
                  "A source whose station returns say how much stations vary");
  verb.add_option("--deviation", request.deviation,
                  "Without one: an assumed standard deviation of shares between stations");
  verb.add_option("--response", request.response, "Share of the stations expected to report")
      ->capture_default_str();
}

}  // namespace

void add_quick(CLI::App& count, Action& action) {
  CLI::App* quick = count.add_subcommand("quick", "Quick counts: plan, draw, estimate");
  quick->require_subcommand(1);

  auto plan = std::make_shared<Request>();
  CLI::App* verb = quick->add_subcommand("plan", "How many stations, and how precise");
  add_design_options(*verb, *plan);
  verb->footer(
      "Examples:\n"
      "  scrutineer count quick plan DIR --strata province --size 400 --earlier nec\n"
      "  scrutineer count quick plan DIR --strata province --precision 1% --earlier nec \\\n"
      "      --allocation neyman --response 90%\n"
      "  scrutineer count quick plan DIR --strata province --precision 2% --deviation 15%");
  verb->callback([plan, &action] { action = [plan] { return run_plan(*plan); }; });

  auto draw = std::make_shared<Request>();
  verb = quick->add_subcommand("draw", "The sample that a public seed draws, as CSV");
  add_design_options(*verb, *draw);
  verb->add_option("--public-seed", draw->public_seed,
                   "A text that nobody could choose alone, such as numbers of a public lottery")
      ->required();
  verb->footer(
      "Each station's ticket is the SHA-256 of the seed, a colon and its id; the lowest of each\n"
      "stratum are drawn. By hand: printf '%s' 'SEED:ID' | sha256sum\n"
      "Example:\n"
      "  scrutineer count quick draw DIR --strata province --size 400 \\\n"
      "      --public-seed 'lottery of 1 July: 12 44 7' --out sample.csv");
  verb->callback([draw, &action] { action = [draw] { return run_draw(*draw); }; });

  auto estimate = std::make_shared<Request>();
  verb = quick->add_subcommand("estimate", "Shares, lead and turnout from the sample's reports");
  add_frame_options(*verb, *estimate);
  verb->add_option("--source", estimate->source, "Whose reports")->required();
  verb->add_option("--sample", estimate->sample, "The drawn sample: unit,stratum,ticket,position")
      ->required();
  verb->add_option("--official", estimate->official, "Compare with this source's figures");
  verb->add_option("--public-seed", estimate->public_seed,
                   "Also say whether the sample is what this seed draws");
  verb->footer(
      "Example:\n"
      "  scrutineer count quick estimate DIR --source observers --sample sample.csv \\\n"
      "      --official nec");
  verb->callback([estimate, &action] { action = [estimate] { return run_estimate(*estimate); }; });
}

}  // namespace scrutineer::cli
