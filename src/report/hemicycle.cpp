// Seats as a half circle. Rows share the seats in proportion to their length; all places are then
// numbered by angle, so that every party is one sector from left to right.
#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>

#include <fmt/format.h>

#include "findings/phrases.hpp"
#include "report/figures.hpp"

namespace scrutineer {

namespace {

constexpr double kWidth = 400, kCentreX = 200, kCentreY = 205, kOuter = 180, kInner = 78;
constexpr std::size_t kMostSeatsDrawn = 1500;

struct Place {
  double angle, x, y;
};

std::string coordinate(double value) { return fmt::format("{:.1f}", value); }

std::vector<Place> places(std::size_t seats, std::size_t rows) {
  std::vector<Place> all;
  double length = 0;
  const auto radius_of = [&](std::size_t row) {
    return rows == 1 ? kOuter
                     : kInner + (kOuter - kInner) * static_cast<double>(row) /
                                    static_cast<double>(rows - 1);
  };
  for (std::size_t row = 0; row < rows; ++row) length += radius_of(row);
  double so_far = 0;
  std::size_t placed = 0;
  for (std::size_t row = 0; row < rows; ++row) {
    const double radius = radius_of(row);
    so_far += radius;
    const auto upto =
        static_cast<std::size_t>(std::llround(static_cast<double>(seats) * so_far / length));
    const std::size_t count = upto - placed;
    for (std::size_t i = 0; i < count; ++i) {
      const double part =
          count == 1 ? 0.5 : static_cast<double>(i) / static_cast<double>(count - 1);
      const double angle = std::numbers::pi * (1 - part);
      all.push_back(
          {angle, kCentreX + radius * std::cos(angle), kCentreY - radius * std::sin(angle)});
    }
    placed = upto;
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const Place& a, const Place& b) { return a.angle > b.angle + 1e-9; });
  return all;
}

// The seats a party is drawn with; stated as "at least" counts too.
Seats drawn_seats(const Chamber& chamber, std::size_t party) {
  if (party < chamber.by_party.size() && chamber.by_party[party]) return *chamber.by_party[party];
  if (party < chamber.by_party_at_least.size() && chamber.by_party_at_least[party])
    return *chamber.by_party_at_least[party];
  return 0;
}

bool is_at_least(const Chamber& chamber, std::size_t party) {
  return party >= chamber.by_party.size() || !chamber.by_party[party];
}

Markup dots(const View& view, const Chamber& chamber, const std::vector<Place>& all, double size) {
  Markup circles;
  std::size_t next = 0;
  const auto draw = [&](const Place& place, const std::string& css, const std::string& fill) {
    Attributes attributes = {{"class", css},
                             {"cx", coordinate(place.x)},
                             {"cy", coordinate(place.y)},
                             {"r", coordinate(size)}};
    if (!fill.empty()) attributes.emplace_back("fill", fill);
    circles += element("circle", attributes);
  };
  std::vector<std::size_t> before_gap, after_gap;
  bool gap = false;
  // Seats that are not stated lie in the middle: parties of the first half of the list stand left
  // of them, the others right, so that "at least 63" for the second party fills from the right.
  for (std::size_t party = 0; party < view.election().parties.size(); ++party) {
    if (drawn_seats(chamber, party) == 0) continue;
    gap = gap || is_at_least(chamber, party);
    (gap && party > 0 ? after_gap : before_gap).push_back(party);
  }
  const auto draw_party = [&](std::size_t party) {
    const std::string fill = safe_color(view.election().parties[party].color, "#6b7280");
    for (Seats i = 0; i < drawn_seats(chamber, party) && next < all.size(); ++i)
      draw(all[next++], "seat", fill);
  };
  for (const std::size_t party : before_gap) draw_party(party);
  Seats after = 0;
  for (const std::size_t party : after_gap) after += drawn_seats(chamber, party);
  while (next + static_cast<std::size_t>(after) < all.size()) draw(all[next++], "seat open", "");
  for (const std::size_t party : after_gap) draw_party(party);
  return circles;
}

Markup label(double x, double y, const std::string& anchor_at, const std::string& css,
             const std::string& words) {
  return element(
      "text",
      {{"x", coordinate(x)}, {"y", coordinate(y)}, {"text-anchor", anchor_at}, {"class", css}},
      text(words));
}

// The two largest parties, named at the ends of the half circle with their numbers.
Markup labels(const View& view, const Chamber& chamber) {
  std::vector<std::size_t> order;
  for (std::size_t party = 0; party < view.election().parties.size(); ++party)
    if (drawn_seats(chamber, party) > 0) order.push_back(party);
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return drawn_seats(chamber, a) > drawn_seats(chamber, b);
  });
  if (order.size() > 2) order.resize(2);
  std::sort(order.begin(), order.end());
  Markup words;
  for (std::size_t i = 0; i < order.size(); ++i) {
    const std::size_t party = order[i];
    const bool left = i == 0 && !(order.size() == 1 && is_at_least(chamber, party) && party > 0);
    const std::string seats = std::string(is_at_least(chamber, party) ? "≥ " : "") +
                              std::to_string(drawn_seats(chamber, party));
    const std::string at = left ? "start" : "end";
    const double x = left ? 8 : kWidth - 8;
    words += label(x, 242, at, "big", seats) +
             label(x, 262, at, "small",
                   abbreviation(view.election(), PartyIndex{static_cast<std::uint32_t>(party)}));
  }
  return words;
}

}  // namespace

Markup hemicycle(const View& view, const Chamber& chamber, std::size_t position) {
  const Seats total = view.election().contests[chamber.contest.value].seats;
  if (total < 3 || static_cast<std::size_t>(total) > kMostSeatsDrawn) return {};
  const auto seats = static_cast<std::size_t>(total);
  const auto rows = std::clamp<std::size_t>(
      static_cast<std::size_t>(std::llround(std::sqrt(static_cast<double>(total)) / 1.9)), 1, 14);
  const double gap = rows == 1 ? 30 : (kOuter - kInner) / static_cast<double>(rows - 1);
  const double size = std::min(gap * 0.4, 11.0);
  const Seats majority = total / 2 + 1;
  const std::string id = "hemicycle-" + std::to_string(position + 1);
  const Finding* finding = view.finding(
      "seats/" + view.election().sources[chamber.source.value].id + "/" +
      view.election().sources[chamber.of.value].id + "/" + std::to_string(position + 1));
  const std::string description = finding == nullptr ? "" : view.pick(finding->statement);
  const Markup line = element("line", {{"class", "majority"},
                                       {"x1", coordinate(kCentreX)},
                                       {"x2", coordinate(kCentreX)},
                                       {"y1", coordinate(kCentreY - kOuter - 14)},
                                       {"y2", coordinate(kCentreY - kInner + 14)}});
  return element(
      "svg",
      {{"viewBox", "0 0 400 270"},
       {"role", "img"},
       {"class", "hemicycle"},
       {"aria-labelledby", id + "-title " + id + "-desc"}},
      element(
          "title", {{"id", id + "-title"}},
          view.words("hemicycle.title", {{"source", name_of(view.election(), chamber.source)}})) +
          element("desc", {{"id", id + "-desc"}},
                  text(description + " " +
                       view.say("hemicycle.majority", {{"seats", number(majority)}}))) +
          line + dots(view, chamber, places(seats, rows), size) +
          label(kCentreX, kCentreY - 18, "middle", "big", std::to_string(majority)) +
          label(kCentreX, kCentreY + 2, "middle", "small", view.say("hemicycle.for-majority")) +
          labels(view, chamber));
}

}  // namespace scrutineer
