// Drawings: SVG inside the page, each with a title and a description for those who listen, and
// never with colour as the only sign.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "report/html.hpp"
#include "report/view.hpp"

namespace scrutineer {

// The seats of a chamber as a half circle, parties from left to right, each named with its number;
// seats that the source does not state are open circles; a line stands at the majority.
Markup hemicycle(const View& view, const Chamber& chamber, std::size_t position);

// Lines that rise towards a limit: each with its name, over ballots read; values are parts of the
// limit.
struct EvidenceLine {
  std::string name;
  std::vector<std::pair<double, double>> points;  // ballots read, part of what is needed
};
struct EvidenceWords {
  std::string title, description, needed, axis;
};
Markup evidence_chart(const std::vector<EvidenceLine>& lines, const EvidenceWords& words);

// The share of cases that are settled after so many ballots: each a line with its name and the
// ballots of its cases, ascending; a dot stands where half are settled.
struct SettledLine {
  std::string name;
  std::vector<double> ballots;
};
struct SettledWords {
  std::string title, description, axis;
};
Markup settled_chart(const std::vector<SettledLine>& lines, const SettledWords& words);

// Lines of a chart have letters, which the list below it explains: names are too long for a phone.
std::string chart_letter(std::size_t position);
Markup chart_legend(const std::vector<std::string>& names);

// What a place shows on the map: its price for the cheapest next seat, or nothing published.
struct PlaceShade {
  UnitIndex unit;
  std::optional<Votes> low, high;
};

// A place on a map in one of five shades, the last one hatched, with its words and its label.
struct ShadedPlace {
  UnitIndex unit;
  std::size_t shade = 0;
  std::string words, label;
};
struct MapWords {
  std::string title, description, caption;
  std::array<std::string, 5> shades;
};
// Drawn from outlines where the program has them for all units, else as tiles; with its legend.
// Empty for fewer than two places.
Markup shaded_map(const View& view, const std::vector<ShadedPlace>& places, const MapWords& words);

// Constituencies coloured by how few votes move a seat; those without a figure are hatched.
Markup place_map(const View& view, const std::vector<PlaceShade>& places);

// Outlines by unit id, as embedded from src/report/map: (unit id, svg path in a box of 1000).
struct Outline {
  std::string_view unit;
  std::string_view path;
  std::string_view label_x, label_y;
};
// The outlines of all these units, in their order; empty where one has none.
std::vector<Outline> outlines_of(const Election& election, const std::vector<UnitIndex>& units);

}  // namespace scrutineer
