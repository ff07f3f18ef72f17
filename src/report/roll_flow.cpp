// What became of the entries of the old roll, and where those of the new one come from: bands from
// one to the other, as wide as they have entries; the same figures in a table.
#include <algorithm>
#include <array>
#include <vector>

#include <fmt/format.h>

#include "findings/phrases.hpp"
#include "report/parts.hpp"
#include "report/roll_parts.hpp"

namespace scrutineer {

namespace {

constexpr double kWidth = 400, kBar = 12, kTop = 44, kTall = 200;
constexpr double kBreath = 30;  // between the middles of two bands, so that their words fit
constexpr double kLeastBand = 1.5;
constexpr double kThin = 18;  // too low for words on it: they stand below
constexpr double kBelow = 11;
constexpr double kRemovedEnds = 96, kAddedBegins = 322;

struct Class {
  std::string_view name;
  Count entries;
  bool in_old = true, in_new = true;
};

std::vector<Class> classes_of(const roll::Flow& flow) {
  return {{"unchanged", flow.unchanged},
          {"changed", flow.changed},
          {"moved", flow.moved},
          {"ambiguous", flow.ambiguous},
          {"removed", flow.removed, true, false},
          {"added", flow.added, false, true}};
}

std::string words_of(const View& view, std::string_view name) {
  return view.say(roll_text("class", name));
}

std::string coordinate(double value) { return fmt::format("{:.1f}", value); }

// Where a band stands: its upper edge at the old roll, in the middle, at the new roll.
struct Band {
  double height = 0, left = 0, middle = 0, right = 0;
};

std::vector<Band> bands_of(const std::vector<Class>& classes, double per_entry) {
  std::vector<Band> bands;
  double left = kTop, right = kTop, middle = kTop;
  for (const Class& one : classes) {
    const auto entries = static_cast<double>(*one.entries);
    Band band{entries > 0 ? std::max(entries * per_entry, kLeastBand) : 0, left, 0, right};
    const bool words_below = one.in_old && one.in_new && band.height < kThin;
    const double room = words_below ? band.height + kBreath : std::max(band.height + 6, kBreath);
    band.middle = words_below ? middle + 5 : middle + (room - band.height) / 2;
    middle += room;
    left += one.in_old ? band.height : 0;
    right += one.in_new ? band.height : 0;
    bands.push_back(band);
  }
  return bands;
}

// A band from (x, y) to (to_x, to_y), of one height all along.
Markup ribbon(std::string_view name, double x, double y, double to_x, double to_y, double height) {
  const double bend = (x + to_x) / 2;
  const std::string path = fmt::format(
      "M{:.1f} {:.1f}C{:.1f} {:.1f} {:.1f} {:.1f} {:.1f} {:.1f}V{:.1f}C{:.1f} {:.1f} {:.1f} {:.1f} "
      "{:.1f} {:.1f}Z",
      x, y, bend, y, bend, to_y, to_x, to_y, to_y + height, bend, to_y + height, bend, y + height,
      x, y + height);
  return element("path", {{"class", "flow flow-" + std::string(name)}, {"d", path}});
}

Markup band_of(const Class& one, const Band& band) {
  if (band.height == 0) return {};
  const double to = one.in_new ? kWidth / 2 : kRemovedEnds;
  Markup shapes;
  if (one.in_old) shapes += ribbon(one.name, kBar, band.left, to, band.middle, band.height);
  if (one.in_new) {
    const double from = one.in_old ? kWidth / 2 : kAddedBegins;
    shapes += ribbon(one.name, from, band.middle, kWidth - kBar, band.right, band.height);
  }
  return shapes;
}

Markup words_at(double x, double y, std::string_view anchor_at, const std::string& words) {
  return element("text",
                 {{"class", "flow-label"},
                  {"x", coordinate(x)},
                  {"y", coordinate(y)},
                  {"dy", "0.34em"},
                  {"text-anchor", std::string(anchor_at)}},
                 text(words));
}

Markup label_of(const View& view, const Class& one, const Band& band) {
  const std::string words = words_of(view, one.name) + " " + grouped(*one.entries);
  const double y = band.middle + band.height / 2;
  if (!one.in_new) return words_at(kRemovedEnds + 6, y, "start", words);
  if (!one.in_old) return words_at(kAddedBegins - 6, y, "end", words);
  const double below = band.middle + band.height + kBelow;
  return words_at(kWidth / 2, band.height < kThin ? below : y, "middle", words);
}

Markup roll_bar(double x, double height) {
  return element("rect", {{"class", "flow-roll"},
                          {"x", coordinate(x)},
                          {"y", coordinate(kTop)},
                          {"width", coordinate(kBar)},
                          {"height", coordinate(height)}});
}

Markup drawing(const View& view, const roll::Flow& flow) {
  const std::vector<Class> classes = classes_of(flow);
  Votes old_all = 0, new_all = 0;
  for (const Class& one : classes) {
    if (!one.entries) return {};
    old_all += one.in_old ? *one.entries : 0;
    new_all += one.in_new ? *one.entries : 0;
  }
  const Votes most = std::max(old_all, new_all);
  if (most == 0) return {};
  const std::vector<Band> bands = bands_of(classes, kTall / static_cast<double>(most));
  double left = 0, right = 0;
  Markup shapes, labels;
  std::string description;
  for (std::size_t i = 0; i < classes.size(); ++i) {
    left += classes[i].in_old ? bands[i].height : 0;
    right += classes[i].in_new ? bands[i].height : 0;
    shapes += band_of(classes[i], bands[i]);
    labels += label_of(view, classes[i], bands[i]);
    description +=
        words_of(view, classes[i].name) + " " + grouped(*classes[i].entries) + (i < 5 ? ", " : ".");
  }
  labels += words_at(0, 14, "start", words_of(view, "old")) +
            words_at(0, 32, "start", grouped(old_all)) +
            words_at(kWidth, 14, "end", words_of(view, "new")) +
            words_at(kWidth, 32, "end", grouped(new_all));
  const Band& last = bands.back();
  const double bottom =
      std::max({last.middle + std::max(last.height, kBreath), kTop + left, kTop + right});
  return element("svg",
                 {{"class", "flow-picture"},
                  {"viewBox", fmt::format("0 0 {:.0f} {:.0f}", kWidth, bottom + 4)},
                  {"role", "img"},
                  {"aria-labelledby", "flow-title flow-description"}},
                 element("title", {{"id", "flow-title"}}, view.words("roll.flow-title")) +
                     element("desc", {{"id", "flow-description"}}, text(description)) + shapes +
                     roll_bar(0, left) + roll_bar(kWidth - kBar, right) + labels);
}

Markup flow_table(const View& view, const roll::Flow& flow) {
  Table rows{
      view.words("roll.flow-table"),
      {{view.say("roll.class")}, {view.say("roll.entries"), true}, {view.say("roll.meaning")}},
      {}};
  const auto tell = [&](std::string_view name, const Count& entries) {
    rows.rows.push_back({"",
                         {text(words_of(view, name)), stated_or_not(view, entries),
                          view.words(roll_text("means", name))}});
  };
  tell("old", flow.old_entries);
  for (const Class& one : classes_of(flow)) tell(one.name, one.entries);
  tell("new", flow.new_entries);
  return table(rows);
}

}  // namespace

Markup roll_flow_section(const View& view) {
  if (!view.input.roll) return {};
  const roll::Flow& flow = view.input.roll->findings.flow;
  bool any = flow.old_entries || flow.new_entries;
  for (const Class& one : classes_of(flow)) any = any || one.entries;
  if (!any) return {};
  const Markup picture = drawing(view, flow);
  Markup content;
  if (!picture.empty()) {
    content += element("figure", {{"class", "flow-figure"}},
                       picture + element("figcaption", {}, view.words("roll.flow-caption")));
  }
  return section("flow", view.words("roll.flow"),
                 element("div", {{"class", "flow-and-table"}}, content + flow_table(view, flow)));
}

}  // namespace scrutineer
