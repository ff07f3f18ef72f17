// What is known of removals: entries without a link, persons removed, persons wrongly removed, each
// by itself; three routes to the last side by side; duplicates. And disparity by area.
#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "findings/phrases.hpp"
#include "report/parts.hpp"
#include "report/roll_parts.hpp"

namespace scrutineer {

namespace {

using roll::RemovalFigure;
using roll::StatedRemoval;

std::string shown(const Count& count, const std::optional<Rational>& share) {
  if (count) return grouped(*count);
  return share ? percent(*share) : "";
}

std::string interval_of(const View& view, const StatedRemoval& stated) {
  const std::string low = shown(stated.count_low, stated.share_low);
  const std::string high = shown(stated.count_high, stated.share_high);
  if (stated.confidence && !low.empty() && !high.empty()) {
    return view.say("roll.confident",
                    {{"low", everywhere(low)},
                     {"high", everywhere(high)},
                     {"confidence", everywhere(exact_share(*stated.confidence))}});
  }
  return range_words(view, low, high);
}

std::vector<const StatedRemoval*> stated_of(const View& view, RemovalFigure figure) {
  std::vector<const StatedRemoval*> list;
  if (!view.input.roll) return list;
  for (const StatedRemoval& stated : view.input.roll->findings.removals) {
    if (stated.figure == figure) list.push_back(&stated);
  }
  return list;
}

Table::Row figure_row(const View& view, const StatedRemoval& stated) {
  const std::string value = shown(stated.count, stated.share);
  const std::string interval = interval_of(view, stated);
  const std::string_view name = roll::name_in(roll::kRemovalFigures, stated.figure);
  return {"",
          {view.words(roll_text("figure", name)), value.empty() ? not_stated(view) : text(value),
           interval.empty() ? not_stated(view) : text(interval), view.citation(stated.source),
           stated.note.empty() ? text("–") : view.original(stated.note)}};
}

// One kind of count: its name, what it is, and the figures that are stated.
Markup count_of(const View& view, std::string_view id, const std::vector<RemovalFigure>& figures) {
  const std::string name(id);
  Table rows{view.words("roll.figures-caption", {{"what", say("roll." + name)}}),
             {{view.say("roll.figure")},
              {view.say("roll.value"), true},
              {view.say("roll.interval")},
              {view.say("roll.source")},
              {view.say("roll.note")}},
             {}};
  for (const RemovalFigure figure : figures) {
    for (const StatedRemoval* stated : stated_of(view, figure)) {
      rows.rows.push_back(figure_row(view, *stated));
    }
  }
  return heading(3, view.words("roll." + name), name) +
         paragraph(view.words("roll." + name + "-text")) +
         (rows.rows.empty() ? paragraph(view.words("roll.none-stated"), "absent") : table(rows));
}

Markup route_of(const View& view, std::string_view id, RemovalFigure figure) {
  const std::string name(id);
  Markup figures;
  for (const StatedRemoval* stated : stated_of(view, figure)) {
    const std::string value = shown(stated->count, {});
    const std::string interval = interval_of(view, *stated);
    figures += paragraph(element("strong", {}, text(value.empty() ? interval : value)));
    if (!value.empty() && !interval.empty()) figures += paragraph(text(interval));
    figures += paragraph(view.citation(stated->source), "note");
    if (!stated->note.empty()) figures += paragraph(view.original(stated->note), "note");
  }
  if (figures.empty()) figures = paragraph(view.words("roll.none-stated"), "absent");
  return element("li", {},
                 heading(4, view.words("roll." + name)) +
                     paragraph(view.words("roll." + name + "-text"), "note") + figures);
}

Markup wrongful(const View& view) {
  return heading(3, view.words("roll.wrongful"), "wrongful") +
         paragraph(view.words("roll.wrongful-text")) +
         element("ul", {{"class", "statements"}},
                 route_of(view, "by-audit", RemovalFigure::wrongful_by_audit) +
                     route_of(view, "by-accounting", RemovalFigure::wrongful_by_accounting) +
                     route_of(view, "by-name", RemovalFigure::wrongful_by_name));
}

// The doubts that were made of these findings, and where their effect is told.
Markup doubts_of_roll(const View& view) {
  if (!view.input.roll || view.input.roll->findings.doubts.empty()) return {};
  std::vector<Markup> items;
  for (const std::string& id : view.input.roll->findings.doubts) {
    const auto& doubts = view.election().doubts;
    const auto doubt =
        std::find_if(doubts.begin(), doubts.end(), [&](const Doubt& one) { return one.id == id; });
    if (doubt == doubts.end()) continue;
    const std::string range = range_words(
        view, grouped(doubt->low), doubt->high ? grouped(*doubt->high) : view.say("number.all"));
    items.push_back(element("a", {{"href", "index.html#" + anchor("doubt", id)}}, text(id)) +
                    text(" – ") + view.words("doubt-way." + std::string(name_of(doubt->way))) +
                    text(": " + range));
  }
  return paragraph(view.words("roll.doubts")) + bullets(items);
}

constexpr std::array<std::string_view, 10> kTests = {"rate_ratio_per_10_points",
                                                     "excess_above_median",
                                                     "permutation_areas",
                                                     "permutation_blocks",
                                                     "tipping_point_of_estimate",
                                                     "tipping_point_of_interval",
                                                     "placebo_difference",
                                                     "e_value",
                                                     "p_of_all_tests",
                                                     "word"};
constexpr std::array<std::string_view, 3> kWords = {
    "consistent_with_chance", "explained_by_linkage_error", "not_explained_by_chance"};

// A note that ends with one of the three words, "share: red; consistent with chance", says it in
// the language of the page, and what stands before it as it is.
Markup test_note(const View& view, const roll::DisparityFigure& figure) {
  std::string note = figure.note;
  if (figure.test == "word") {
    for (const std::string_view word : kWords) {
      std::string spoken(word);
      std::replace(spoken.begin(), spoken.end(), '_', ' ');
      if (!note.ends_with(word) && !note.ends_with(spoken)) continue;
      note.resize(note.size() - word.size());
      return element("strong", {}, view.words(roll_text("word", word))) +
             (note.empty() ? Markup() : element("p", {{"class", "note"}}, view.original(note)));
    }
  }
  return note.empty() ? text("–") : view.original(note);
}

Markup written_or_dash(const std::string& words) { return text(words.empty() ? "–" : words); }

}  // namespace

Markup roll_removals_section(const View& view) {
  return section(
      "removals", view.words("roll.removals"),
      paragraph(view.words("roll.removals-intro")) +
          count_of(view, "apparent", {RemovalFigure::apparent, RemovalFigure::missed_share}) +
          count_of(view, "removed", {RemovalFigure::removed, RemovalFigure::false_share}) +
          wrongful(view) + count_of(view, "duplicates", {RemovalFigure::duplicates}) +
          doubts_of_roll(view));
}

Markup roll_disparity_section(const View& view) {
  if (!view.input.roll || view.input.roll->findings.disparity.empty()) return {};
  Table rows{view.words("roll.disparity-caption"),
             {{view.say("roll.test")},
              {view.say("roll.value"), true},
              {view.say("roll.interval"), true},
              {view.say("roll.p"), true},
              {view.say("roll.note")}},
             {}};
  for (const roll::DisparityFigure& figure : view.input.roll->findings.disparity) {
    rows.rows.push_back({"",
                         {std::find(kTests.begin(), kTests.end(), figure.test) != kTests.end()
                              ? view.words(roll_text("test", figure.test))
                              : view.original(figure.test),
                          written_or_dash(figure.value),
                          written_or_dash(range_words(view, figure.low, figure.high)),
                          written_or_dash(figure.p), test_note(view, figure)}});
  }
  return section("disparity", view.words("roll.disparity"),
                 paragraph(view.words("roll.disparity-text")) + table(rows));
}

}  // namespace scrutineer
