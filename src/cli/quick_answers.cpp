#include "cli/quick_answers.hpp"

#include <cmath>
#include <numeric>

#include <fmt/core.h>

#include "cli/table.hpp"
#include "count/quick_distributions.hpp"

namespace scrutineer::cli {

namespace {

std::string whole(std::size_t value) { return grouped(static_cast<std::int64_t>(value)); }

// Per cent with two decimals, rounded to the nearest, down or up.
std::string percent(double value) { return fmt::format("{:.2f}", 100 * value); }
std::string percent_down(double value) {
  return fmt::format("{:.2f}", std::floor(value * 1e4 + 1e-6) / 100);
}
std::string percent_up(double value) {
  return fmt::format("{:.2f}", std::ceil(value * 1e4 - 1e-6) / 100);
}

Json interval_json(const std::optional<QuickInterval>& interval) {
  if (!interval) return nullptr;
  return {{"low", rounded_down(interval->low)}, {"high", rounded_up(interval->high)}};
}

Json degrees_json(double degrees) {
  return std::isfinite(degrees) ? Json(std::round(degrees * 100) / 100) : Json(nullptr);
}

Json figure_json(const QuickFigure& figure) {
  return {{"estimate", rounded(figure.value)},
          {"interval", interval_json(figure.interval)},
          {"standard_error", rounded_up(figure.standard_error)},
          {"degrees_of_freedom", degrees_json(figure.degrees)},
          {"worst_case", interval_json(figure.worst)},
          {"beside",
           {{"n_minus_strata", interval_json(figure.plain)},
            {"unstratified", interval_json(figure.unstratified)},
            {"binomial", interval_json(figure.binomial)}}}};
}

Json figure_json(const std::optional<QuickFigure>& figure) {
  return figure ? figure_json(*figure) : Json(nullptr);
}

Json strata_json(const QuickAnswer& answer) {
  Json list = Json::array();
  for (std::size_t h = 0; h < answer.sample.frame.strata.size(); ++h) {
    const QuickResponse& response = answer.estimate.response[h];
    list.push_back({{"stratum", answer.sample.frame.strata[h].id},
                    {"stations", response.stations},
                    {"drawn", response.drawn},
                    {"reported", response.reported},
                    {"incomplete", response.incomplete}});
  }
  return list;
}

Json collapses_json(const QuickAnswer& answer) {
  Json list = Json::array();
  for (const auto& collapse : answer.estimate.collapses) {
    Json strata = Json::array();
    for (const std::size_t h : collapse.strata) {
      strata.push_back(answer.sample.frame.strata[h].id);
    }
    list.push_back({{"strata", strata}, {"reason", collapse.empty ? "no-report" : "one-report"}});
  }
  return list;
}

Json in_all_json(const Election& election, const QuickInAll& all) {
  Json parties = Json::array();
  for (const QuickParty& party : all.parties) {
    parties.push_back({{"party", election.parties[party.party.value].id},
                       {"official", rounded(party.official)},
                       {"difference", rounded(party.difference)},
                       {"z", party.z ? Json(std::round(*party.z * 1e4) / 1e4) : Json(nullptr)},
                       {"p_value", party.p_value ? Json(*party.p_value) : Json(nullptr)}});
  }
  return {{"verdict", name_of(all.verdict)},
          {"reason", name_of(all.reason)},
          {"survives_silence", all.survives_silence},
          {"parties", parties},
          {"official_lead", rounded(all.official_lead)},
          {"joint",
           {{"statistic", std::round(all.statistic * 1e4) / 1e4},
            {"categories", all.categories},
            {"chi_square_p", all.chi_square_p},
            {"p_value", all.p_value},
            {"by_bonferroni", all.by_bonferroni}}}};
}

Json net_json(const QuickNetError& net) {
  return {{"votes", static_cast<std::int64_t>(net.votes)},
          {"low", static_cast<std::int64_t>(net.interval.low)},
          {"high", static_cast<std::int64_t>(net.interval.high)}};
}

Json per_station_json(const Election& election, const QuickAnswer& answer) {
  const QuickPerStation& stations = answer.comparison->per_station;
  Json differing = Json::array();
  for (const QuickStationDifference& one : stations.differing) {
    Json votes = Json::object();
    for (std::size_t p = 0; p < one.by_party.size(); ++p) {
      if (one.by_party[p] == 0) continue;
      votes[election.parties[answer.estimate.parties[p].value].id] = one.by_party[p];
    }
    differing.push_back({{"unit", election.units[one.unit.value].id}, {"by_party", votes}});
  }
  Json net = Json::object();
  for (std::size_t p = 0; p < stations.net.size(); ++p) {
    net[election.parties[answer.estimate.parties[p].value].id] = net_json(stations.net[p]);
  }
  return {
      {"verdict", name_of(stations.verdict)},
      {"reason", name_of(stations.reason)},
      {"compared", stations.compared},
      {"not_published", stations.not_published},
      {"differing", differing},
      {"most_differing", stations.most_differing ? Json(*stations.most_differing) : Json(nullptr)},
      {"net", net},
      {"net_lead", stations.lead ? net_json(*stations.lead) : Json(nullptr)}};
}

std::string of_interval(const std::optional<QuickInterval>& interval, bool low) {
  if (!interval) return "?";
  return low ? percent_down(interval->low) : percent_up(interval->high);
}

std::vector<std::string> figure_row(const std::string& name, const QuickFigure& figure) {
  return {name,
          percent(figure.value),
          of_interval(figure.interval, true),
          of_interval(figure.interval, false),
          of_interval(figure.worst, true),
          of_interval(figure.worst, false)};
}

std::string reason_text(QuickReason reason) {
  switch (reason) {
    case QuickReason::none:
      return "";
    case QuickReason::official_incomplete:
      return "not every station is in the official total";
    case QuickReason::silent_stations:
      return "they differ, and the stations that are silent could explain it";
    case QuickReason::too_close:
      return "they agree, but the interval of the lead holds zero";
    case QuickReason::not_published:
      return "no official figures of the sampled stations are stated";
    case QuickReason::no_direction:
      return "stations differ, and the differences may even out";
  }
  return "";
}

std::string verdict_text(QuickVerdict verdict, QuickReason reason) {
  const std::string why = reason_text(reason);
  const std::string text = verdict == QuickVerdict::consistent       ? "consistent"
                           : verdict == QuickVerdict::not_consistent ? "not consistent"
                                                                     : "cannot tell";
  return text + (why.empty() ? "" : ": " + why);
}

std::string comparison_text(const Election& election, const QuickAnswer& answer) {
  std::string text = fmt::format("\nBeside the figures of {}\n", answer.official);
  if (const auto& all = answer.comparison->in_all) {
    text += fmt::format("In all: {}. Official lead {} %; all differences together p = {:.3g}.\n",
                        verdict_text(all->verdict, all->reason), percent(all->official_lead),
                        all->p_value);
    if (all->verdict != QuickVerdict::cannot_tell && !all->survives_silence) {
      text += "The silent stations could change this answer.\n";
    }
    Table table({"party", "official %", "difference", "z"}, {false, true, true, true});
    for (const QuickParty& party : all->parties) {
      table.add({election.parties[party.party.value].id, percent(party.official),
                 fmt::format("{:+.2f}", 100 * party.difference),
                 party.z ? fmt::format("{:+.2f}", *party.z) : "-"});
    }
    text += table.text();
  } else {
    text += "In all: cannot tell: the source states no total of every party.\n";
  }
  const QuickPerStation& stations = answer.comparison->per_station;
  text +=
      fmt::format("Station by station: {}. {} compared, {} differ, {} without official figures.\n",
                  verdict_text(stations.verdict, stations.reason), whole(stations.compared),
                  whole(stations.differing.size()), whole(stations.not_published));
  if (stations.most_differing) {
    text += fmt::format("With {:g} % confidence, at most {} stations of all {} differ.\n",
                        100 * answer.estimate.confidence, whole(*stations.most_differing),
                        whole(answer.estimate.stations));
  }
  for (std::size_t p = 0; p < stations.net.size(); ++p) {
    const QuickNetError& net = stations.net[p];
    text += fmt::format("  {}: official less observed {}, from {} to {} votes over all stations\n",
                        election.parties[answer.estimate.parties[p].value].id,
                        grouped(static_cast<std::int64_t>(net.votes)),
                        grouped(static_cast<std::int64_t>(net.interval.low)),
                        grouped(static_cast<std::int64_t>(net.interval.high)));
  }
  return text;
}

}  // namespace

std::size_t QuickPlan::size() const {
  return std::accumulate(sizes.begin(), sizes.end(), std::size_t{0});
}

Json plan_json(const Election& election, const QuickPlan& plan) {
  Json strata = Json::array();
  for (std::size_t h = 0; h < plan.sizes.size(); ++h) {
    strata.push_back({{"stratum", plan.frame.strata[h].id},
                      {"stations", plan.frame.strata[h].stations.size()},
                      {"draw", plan.sizes[h]}});
  }
  Json margins = Json::array();
  for (const PlannedMargin& margin : plan.margins) {
    margins.push_back({{"figure", margin.party ? election.parties[margin.party->value].id : "lead"},
                       {"earlier", margin.value ? Json(rounded(*margin.value)) : Json(nullptr)},
                       {"margin", rounded_up(margin.margin)}});
  }
  return {{"allocation", plan.allocation},
          {"confidence", plan.confidence},
          {"response", plan.response},
          {"earlier", plan.earlier ? Json(plan.earlier_source) : Json(nullptr)},
          {"earlier_stations", plan.earlier ? Json(plan.earlier->stations) : Json(nullptr)},
          {"thin_strata", plan.earlier ? Json(plan.earlier->thin_strata) : Json(nullptr)},
          {"stations", plan.frame.stations()},
          {"size", plan.size()},
          {"strata", strata},
          {"margins", margins}};
}

std::string plan_text(const Election& election, const QuickPlan& plan) {
  std::string text =
      fmt::format("{} of {} stations in {} strata, allocation {}\n", whole(plan.size()),
                  whole(plan.frame.stations()), whole(plan.sizes.size()), plan.allocation);
  Table strata({"stratum", "stations", "draw"}, {false, true, true});
  for (std::size_t h = 0; h < plan.sizes.size(); ++h) {
    strata.add({plan.frame.strata[h].id, whole(plan.frame.strata[h].stations.size()),
                whole(plan.sizes[h])});
  }
  text += strata.text();
  if (plan.margins.empty()) {
    return text + "How precise it will be: give --earlier SOURCE or --deviation.\n";
  }
  text += fmt::format("\nExpected {:g} % intervals, with {:g} % of the stations reporting\n",
                      100 * plan.confidence, 100 * plan.response);
  Table margins({"figure", "earlier %", "± points"}, {false, true, true});
  for (const PlannedMargin& margin : plan.margins) {
    margins.add({margin.party ? election.parties[margin.party->value].id : "lead",
                 margin.value ? percent(*margin.value) : "-", percent_up(margin.margin)});
  }
  text += margins.text();
  if (plan.earlier && plan.earlier->thin_strata > 0) {
    text += fmt::format(
        "{} strata have fewer than two stations in the earlier count: the overall deviation is "
        "used.\n",
        whole(plan.earlier->thin_strata));
  }
  return text;
}

Json estimate_json(const Election& election, const QuickAnswer& answer) {
  const QuickEstimate& estimate = answer.estimate;
  Json shares = Json::array();
  for (std::size_t p = 0; p < estimate.parties.size(); ++p) {
    Json share = {{"party", election.parties[estimate.parties[p].value].id}};
    share.update(figure_json(estimate.shares[p]));
    shares.push_back(std::move(share));
  }
  Json lead = {{"of", election.parties[estimate.parties[0].value].id},
               {"over", election.parties[estimate.parties[1].value].id}};
  lead.update(figure_json(estimate.lead));
  Json comparison = nullptr;
  if (answer.comparison) {
    comparison = {
        {"official", answer.official},
        {"in_all", answer.comparison->in_all ? in_all_json(election, *answer.comparison->in_all)
                                             : Json(nullptr)},
        {"per_station", per_station_json(election, answer)}};
  }
  return {{"contest", answer.contest},
          {"source", answer.source},
          {"confidence", estimate.confidence},
          {"base", estimate.of_valid ? "valid" : "parties"},
          {"drawn_by_seed", answer.drawn_by_seed ? Json(*answer.drawn_by_seed) : Json(nullptr)},
          {"stations", estimate.stations},
          {"drawn", estimate.drawn},
          {"reported", estimate.reported},
          {"incomplete", estimate.incomplete},
          {"strata", strata_json(answer)},
          {"collapsed", collapses_json(answer)},
          {"shares", shares},
          {"lead", lead},
          {"turnout", figure_json(estimate.turnout)},
          {"turnout_of_frame", figure_json(estimate.turnout_of_frame)},
          {"comparison", comparison}};
}

std::string estimate_text(const Election& election, const QuickAnswer& answer) {
  const QuickEstimate& estimate = answer.estimate;
  std::string text =
      fmt::format("{}: {} of {} sampled stations reported ({} incomplete), of {} in all\n",
                  answer.source, whole(estimate.reported), whole(estimate.drawn),
                  whole(estimate.incomplete), whole(estimate.stations));
  if (answer.drawn_by_seed) {
    text += *answer.drawn_by_seed ? "The sample is what the public seed draws.\n"
                                  : "The sample is NOT what the public seed draws.\n";
  }
  Table figures({"figure", "%", "from", "to", "worst from", "worst to"},
                {false, true, true, true, true, true});
  for (std::size_t p = 0; p < estimate.parties.size(); ++p) {
    figures.add(figure_row(election.parties[estimate.parties[p].value].id, estimate.shares[p]));
  }
  figures.add(figure_row(fmt::format("lead of {}", election.parties[estimate.parties[0].value].id),
                         estimate.lead));
  if (estimate.turnout) figures.add(figure_row("turnout", *estimate.turnout));
  if (estimate.turnout_of_frame) {
    figures.add(figure_row("turnout, whole roll", *estimate.turnout_of_frame));
  }
  text += fmt::format("\n{:g} % intervals; worst: whatever the silent stations hold\n{}",
                      100 * estimate.confidence, figures.text());
  Table response({"stratum", "stations", "drawn", "reported"}, {false, true, true, true});
  for (std::size_t h = 0; h < estimate.response.size(); ++h) {
    const QuickResponse& one = estimate.response[h];
    response.add({answer.sample.frame.strata[h].id, whole(one.stations), whole(one.drawn),
                  whole(one.reported)});
  }
  text += "\n" + response.text();
  for (const auto& collapse : estimate.collapses) {
    std::string names;
    for (const std::size_t h : collapse.strata) {
      names += (names.empty() ? "" : ", ") + answer.sample.frame.strata[h].id;
    }
    text += fmt::format("Collapsed ({}): {}\n",
                        collapse.empty ? "one without a report is represented by the others"
                                       : "one with a single report shares their variance",
                        names);
  }
  if (answer.comparison) text += comparison_text(election, answer);
  return text;
}

}  // namespace scrutineer::cli
