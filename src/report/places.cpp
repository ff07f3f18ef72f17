// The map: outlines where they are known for every unit, else tiles. Each class of price has its
// own shade and its own words in the legend; places without a published price are hatched.
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <span>

#include <fmt/format.h>

#include "findings/phrases.hpp"
#include "report/figures.hpp"

namespace scrutineer {

// Written at build time by web/embed.cmake, from src/report/map/.
namespace maps {
std::span<const std::pair<std::string_view, std::string_view>> files();
}

namespace {

constexpr std::array<Votes, 3> kLimits = {1'000, 10'000, 25'000};
constexpr std::size_t kShades = kLimits.size() + 2;

// 0 … 3 by the lower end of the price; 4 where nothing is published.
std::size_t shade_of(const PlaceShade& place) {
  if (!place.low) return kLimits.size() + 1;
  return static_cast<std::size_t>(std::upper_bound(kLimits.begin(), kLimits.end(), *place.low) -
                                  kLimits.begin());
}

// Hatching refers to the pattern in the page, so it is an attribute and not in the style sheet.
Attributes shade_attributes(std::size_t shade) {
  Attributes attributes = {{"class", "place shade-" + std::to_string(shade)}};
  if (shade == kShades - 1) attributes.emplace_back("fill", "url(#hatch)");
  return attributes;
}

Attributes with(Attributes attributes, const Attributes& more) {
  attributes.insert(attributes.end(), more.begin(), more.end());
  return attributes;
}

std::string shade_words(const View& view, std::size_t shade) {
  if (shade > kLimits.size()) return view.say("map.unknown");
  if (shade == 0) return view.say("map.below", {{"votes", number(kLimits[0])}});
  if (shade == kLimits.size()) return view.say("map.above", {{"votes", number(kLimits.back())}});
  return view.say("map.between",
                  {{"low", number(kLimits[shade - 1])}, {"high", number(kLimits[shade] - 1)}});
}

std::string price_words(const View& view, const PlaceShade& place) {
  if (!place.low) return view.say("map.unknown");
  if (!place.high) return view.say("range.from", {{"low", number(*place.low)}});
  if (*place.low == *place.high) return view.pick(votes(place.low));
  return view.say("range.votes", {{"low", number(*place.low)}, {"high", number(*place.high)}});
}

std::string place_words(const View& view, const PlaceShade& place) {
  return view.pick(name_of(view.election(), place.unit)) + ": " + price_words(view, place);
}

Markup hatch() {
  return element(
      "defs", {},
      element("pattern",
              {{"id", "hatch"},
               {"patternUnits", "userSpaceOnUse"},
               {"width", "14"},
               {"height", "14"},
               {"patternTransform", "rotate(45)"}},
              element("rect", {{"class", "hatch-ground"}, {"width", "14"}, {"height", "14"}}) +
                  element("line", {{"class", "hatch-line"}, {"y2", "14"}})));
}

struct Label {
  int x = 0, y = 0;
  std::string words;
};

int whole(std::string_view digits) {
  int value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

// Labels of small neighbours are moved apart, up and down, until none covers another.
void spread(std::vector<Label>& labels) {
  constexpr int kLabelHeight = 46;
  constexpr int kLabelWidth = 120;
  std::stable_sort(labels.begin(), labels.end(),
                   [](const Label& a, const Label& b) { return a.y < b.y; });
  for (std::size_t b = 1; b < labels.size(); ++b) {
    for (std::size_t a = b; a-- > 0;) {
      const int gap = labels[b].y - labels[a].y;
      if (std::abs(labels[b].x - labels[a].x) >= kLabelWidth || gap >= kLabelHeight) continue;
      labels[a].y -= (kLabelHeight - gap) / 2;
      labels[b].y = labels[a].y + kLabelHeight;
    }
  }
}

Markup drawn(const Label& label) {
  return element("text",
                 {{"x", std::to_string(label.x)},
                  {"y", std::to_string(label.y)},
                  {"text-anchor", "middle"},
                  {"class", "place-label"}},
                 text(label.words));
}

Markup outline_map(const std::vector<ShadedPlace>& places, const std::vector<Outline>& outlines) {
  Markup shapes, words;
  std::vector<Label> labels;
  for (std::size_t i = 0; i < places.size(); ++i) {
    shapes += element("path",
                      with(shade_attributes(places[i].shade),
                           {{"d", std::string(outlines[i].path)}, {"fill-rule", "evenodd"}}),
                      element("title", {}, text(places[i].words)));
    if (!places[i].label.empty())
      labels.push_back({whole(outlines[i].label_x), whole(outlines[i].label_y), places[i].label});
  }
  spread(labels);
  for (const Label& label : labels) words += drawn(label);
  return shapes + words;
}

std::size_t tile_columns(std::size_t count) {
  return std::max<std::size_t>(
      1, static_cast<std::size_t>(std::ceil(std::sqrt(static_cast<double>(count) * 1.3))));
}

Markup tile_map(const std::vector<ShadedPlace>& places) {
  const std::size_t columns = tile_columns(places.size());
  const double side = 1000.0 / static_cast<double>(columns);
  Markup tiles;
  for (std::size_t i = 0; i < places.size(); ++i)
    tiles += element("rect",
                     with(shade_attributes(places[i].shade),
                          {{"x", fmt::format("{:.1f}", static_cast<double>(i % columns) * side)},
                           {"y", fmt::format("{:.1f}", static_cast<double>(i / columns) * side)},
                           {"width", fmt::format("{:.1f}", side * 0.94)},
                           {"height", fmt::format("{:.1f}", side * 0.94)}}),
                     element("title", {}, text(places[i].words)));
  return tiles;
}

Markup legend(const View& view, const std::vector<ShadedPlace>& places, const MapWords& words) {
  Markup items;
  for (std::size_t shade = 0; shade < kShades; ++shade) {
    const auto count = std::count_if(places.begin(), places.end(), [&](const ShadedPlace& place) {
      return place.shade == shade;
    });
    if (count == 0) continue;
    const Markup swatch = element(
        "svg", {{"viewBox", "0 0 28 20"}, {"class", "swatch"}, {"aria-hidden", "true"}},
        element("rect", with(shade_attributes(shade), {{"width", "28"}, {"height", "20"}})));
    items += element("li", {}, swatch + text(words.shades[shade] + " (" + grouped(count) + ")"));
  }
  return element("ul", {{"class", "legend"}, {"aria-label", view.say("map.legend")}}, items);
}

// The height of the drawing: outlines keep their own box, tiles theirs.
std::string box_of(const std::vector<ShadedPlace>& places, bool outlines) {
  if (outlines) return "0 0 1000 829";
  const std::size_t columns = tile_columns(places.size());
  const std::size_t rows = (places.size() + columns - 1) / columns;
  return fmt::format("0 0 1000 {:.0f}",
                     1000.0 * static_cast<double>(rows) / static_cast<double>(columns));
}

std::vector<Outline> read_outlines(std::string_view bytes) {
  std::vector<Outline> outlines;
  while (!bytes.empty()) {
    const std::size_t end = bytes.find('\n');
    const std::string_view line = bytes.substr(0, end);
    bytes = end == std::string_view::npos ? std::string_view{} : bytes.substr(end + 1);
    const std::size_t first = line.find('\t');
    const std::size_t second = line.find('\t', first + 1);
    if (first == std::string_view::npos || second == std::string_view::npos) continue;
    const std::string_view place = line.substr(second + 1);
    const std::size_t middle = place.find_first_of("\t ");
    if (middle == std::string_view::npos) continue;
    outlines.push_back({line.substr(0, first), line.substr(first + 1, second - first - 1),
                        place.substr(0, middle), place.substr(middle + 1)});
  }
  return outlines;
}

}  // namespace

std::vector<Outline> outlines_of(const Election& election, const std::vector<UnitIndex>& units) {
  for (const auto& [file, bytes] : maps::files()) {
    const std::vector<Outline> all = read_outlines(bytes);
    std::vector<Outline> chosen;
    for (const UnitIndex unit : units)
      for (const Outline& outline : all)
        if (outline.unit == election.units[unit.value].id) chosen.push_back(outline);
    if (!units.empty() && chosen.size() == units.size()) return chosen;
  }
  return {};
}

Markup shaded_map(const View& view, const std::vector<ShadedPlace>& places, const MapWords& words) {
  if (places.size() < 2) return {};
  std::vector<UnitIndex> units;
  for (const ShadedPlace& place : places) units.push_back(place.unit);
  const std::vector<Outline> outlines = outlines_of(view.election(), units);
  const Markup drawing =
      element("svg",
              {{"viewBox", box_of(places, !outlines.empty())},
               {"role", "img"},
               {"class", "map"},
               {"aria-labelledby", "map-title map-desc"}},
              element("title", {{"id", "map-title"}}, text(words.title)) +
                  element("desc", {{"id", "map-desc"}}, text(words.description)) + hatch() +
                  (outlines.empty() ? tile_map(places) : outline_map(places, outlines)));
  return element(
      "figure", {{"class", "places"}},
      drawing + element("figcaption", {},
                        element("p", {}, text(words.caption)) + legend(view, places, words)));
}

Markup place_map(const View& view, const std::vector<PlaceShade>& places) {
  std::vector<ShadedPlace> shaded;
  MapWords words = {
      view.say("map.title"), view.say("map.description"), view.say("map.caption"), {}};
  for (std::size_t shade = 0; shade < kShades; ++shade) {
    words.shades[shade] = shade_words(view, shade);
  }
  for (const PlaceShade& place : places) {
    if (place.low) words.description += " " + place_words(view, place) + ".";
    shaded.push_back({place.unit, shade_of(place), place_words(view, place),
                      place.low ? grouped(*place.low) : ""});
  }
  return shaded_map(view, shaded, words);
}

}  // namespace scrutineer
