// What it would take: how many ballots, drawn by lot, would settle each question about a chamber,
// over all votes that agree with what is published, and where they would be drawn.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "audit/sample_sizes.hpp"
#include "findings/phrases.hpp"
#include "report/figures.hpp"
#include "report/parts.hpp"
#include "report/sections.hpp"

namespace scrutineer {

namespace {

constexpr double kHalf = 0.5, kNinety = 0.9;

const MajorityCost* cost_of(const SettlingReport& report, MajorityDesign design) {
  for (const MajorityCost& cost : report.costs) {
    if (cost.design == design) return &cost;
  }
  return nullptr;
}

// Of audits that were not simulated, what is expected, marked as such.
Markup ballots_cell(const View& view, const MajorityCost* cost, double share) {
  if (!cost) return text("–");
  const std::string figure = grouped(std::llround(std::ceil(quantile(cost->ballots, share))));
  if (cost->is_simulated) return text(figure);
  return view.words("settle.about", {{"count", everywhere(figure)}});
}

Markup questions_table(const View& view) {
  Table rows{view.words("settle.caption"),
             {{view.say("audit.target")},
              {view.say("settle.reported")},
              {view.say("settle.half"), true},
              {view.say("settle.ninety"), true},
              {view.say("settle.bundle"), true},
              {view.say("settle.every"), true}},
             {}};
  for (const SettlingReport& report : view.input.settling) {
    const Question& question = view.election().questions[report.question];
    const MajorityCost* const adaptive = cost_of(report, MajorityDesign::adaptive);
    const MajorityCost* const bundle = cost_of(report, MajorityDesign::bundle);
    const Markup none = view.words("settle.no-sample");
    rows.rows.push_back(
        {"",
         {text(view.pick(sentence(name_of(view.election(), question)))),
          view.words(report.holds ? "holds.yes" : "holds.no"),
          report.costs.empty() ? none : ballots_cell(view, adaptive ? adaptive : bundle, kHalf),
          ballots_cell(view, adaptive ? adaptive : bundle, kNinety),
          ballots_cell(view, bundle, kHalf),
          ballots_cell(view, cost_of(report, MajorityDesign::every_seat), kHalf)}});
  }
  return table(rows);
}

Markup chart_of(const View& view, const SettlingReport& report) {
  std::vector<SettledLine> lines;
  for (const MajorityCost& cost : report.costs) {
    if (!cost.is_simulated) continue;
    lines.push_back({view.say(cost.design == MajorityDesign::adaptive ? "settle.design-adaptive"
                                                                      : "settle.design-bundle"),
                     cost.ballots});
  }
  if (lines.empty()) return {};
  const Question& question = view.election().questions[report.question];
  const std::string caption =
      view.say("settle.chart", {{"question", name_of(view.election(), question)}});
  return element(
      "figure", {},
      settled_chart(lines, {view.say("settle.title"), caption, view.say("audit.chart-axis")}) +
          element("figcaption", {}, text(caption)));
}

Markup places_table(const View& view, const SettlingReport& report) {
  const MajorityCost* const cost = cost_of(report, MajorityDesign::adaptive);
  const MajorityCost* const every = cost_of(report, MajorityDesign::every_seat);
  if (!cost || !every || report.units.size() < 2) return {};
  const Question& question = view.election().questions[report.question];
  Table rows{view.words("settle.places", {{"question", name_of(view.election(), question)}}),
             {{view.say("audit.place")},
              {view.say("settle.here"), true},
              {view.say("settle.every"), true}},
             {}};
  std::vector<std::size_t> order(report.units.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t i, std::size_t j) {
    return cost->by_constituency[i] > cost->by_constituency[j];
  });
  for (const std::size_t j : order) {
    rows.rows.push_back({"",
                         {text(view.unit_called(report.units[j])),
                          text(grouped(std::llround(cost->by_constituency[j]))),
                          text(grouped(std::llround(every->by_constituency[j])))}});
  }
  return table(rows);
}

// Votes of one contest may be known and those of another not: what was supposed is said of each.
Markup assumptions(const View& view) {
  Markup supposed;
  Values values;
  for (const bool from_twins : {true, false}) {
    for (const SettlingReport& report : view.input.settling) {
      if (report.from_twins != from_twins) continue;
      values = {{"draws", number(static_cast<std::int64_t>(report.draws))},
                {"seed", number(static_cast<std::int64_t>(report.seed))},
                {"limit", everywhere(exact_share(report.risk_limit))}};
      supposed +=
          paragraph(view.words(from_twins ? "settle.from-twins" : "settle.from-votes", values));
      break;
    }
  }
  return supposed + paragraph(view.words("settle.rests-on", values), "note");
}

}  // namespace

Markup settle_section(const View& view) {
  const std::vector<SettlingReport>& all = view.input.settling;
  if (all.empty()) return {};
  const auto first = std::find_if(all.begin(), all.end(), [](const SettlingReport& report) {
    return cost_of(report, MajorityDesign::adaptive) != nullptr;
  });
  Markup detail;
  if (first != all.end()) detail = chart_of(view, *first) + places_table(view, *first);
  return section("settle", view.words("settle.title"),
                 assumptions(view) + questions_table(view) + detail);
}

}  // namespace scrutineer
