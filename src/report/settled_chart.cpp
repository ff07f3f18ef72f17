// The share of cases that are settled after so many ballots, as lines that rise to all of them.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "audit/sample_sizes.hpp"
#include "findings/phrases.hpp"
#include "report/figures.hpp"

namespace scrutineer {

namespace {

constexpr double kWidth = 400, kHeight = 240, kLeft = 48, kRight = 12, kTop = 14, kBottom = 40;
// The slowest cases of the slowest line would press all others against the axis.
constexpr double kShown = 0.95;
constexpr double kHalf = 0.5;

std::string coordinate(double value) { return fmt::format("{:.1f}", value); }

// 1, 2 or 5 times a power of ten, at least so much.
double round_above(double value) {
  double power = 1;
  while (power * 10 < value) power *= 10;
  for (const double step : {1.0, 2.0, 5.0, 10.0}) {
    if (power * step >= value) return power * step;
  }
  return power * 10;
}

class SettledFrame {
 public:
  explicit SettledFrame(const std::vector<SettledLine>& lines) {
    double most = 1;
    for (const SettledLine& line : lines) most = std::max(most, quantile(line.ballots, kShown));
    step_ = round_above(most / 4);
    most_ = step_ * std::ceil(most / step_);
  }

  double x(double ballots) const { return kLeft + (kWidth - kLeft - kRight) * ballots / most_; }
  static double y(double share) { return kHeight - kBottom - (kHeight - kTop - kBottom) * share; }

  Markup grid() const {
    Markup drawing;
    for (const double share : {0.0, kHalf, 0.9, 1.0}) {
      drawing += element("line", {{"class", "evidence-axis"},
                                  {"x1", coordinate(kLeft)},
                                  {"x2", coordinate(kWidth - kRight)},
                                  {"y1", coordinate(y(share))},
                                  {"y2", coordinate(y(share))}});
      if (share == 1.0) continue;
      drawing += label(kLeft - 6, y(share), "end", fmt::format("{:.0f}%", share * 100));
    }
    for (double ballots = step_; ballots < most_ * 1.01; ballots += step_) {
      const bool is_last = ballots > most_ - step_ / 2;
      drawing += label(x(ballots), kHeight - kBottom + 14, is_last ? "end" : "middle",
                       grouped(std::llround(ballots)));
    }
    return drawing;
  }

  static Markup label(double x, double y, const std::string& anchor, const std::string& words) {
    return element("text",
                   {{"class", "small"},
                    {"x", coordinate(x)},
                    {"y", coordinate(y)},
                    {"text-anchor", anchor},
                    {"dy", "0.32em"}},
                   text(words));
  }

  Markup line(const SettledLine& line, std::size_t position, bool is_first) const {
    const auto cases = static_cast<double>(line.ballots.size());
    std::string path = fmt::format("M{:.1f} {:.1f}", x(0), y(0));
    double share = 0;
    for (std::size_t i = 0; i < line.ballots.size() && line.ballots[i] <= most_; ++i) {
      share = static_cast<double>(i + 1) / cases;
      path += fmt::format(" H{:.1f} V{:.1f}", x(line.ballots[i]), y(share));
    }
    path += fmt::format(" H{:.1f}", x(most_));
    const double middle = x(quantile(line.ballots, kHalf));
    return element("path",
                   {{"class", "evidence-line dash-" + std::to_string(position % 4)}, {"d", path}}) +
           element("circle", {{"class", "evidence-dot"},
                              {"cx", coordinate(middle)},
                              {"cy", coordinate(y(kHalf))},
                              {"r", "4"}}) +
           (is_first ? label(middle - 8, y(kHalf) - 10, "end", chart_letter(position))
                     : label(middle + 8, y(kHalf) + 12, "start", chart_letter(position)));
  }

 private:
  double most_ = 1, step_ = 1;
};

}  // namespace

Markup settled_chart(const std::vector<SettledLine>& lines, const SettledWords& words) {
  const SettledFrame frame(lines);
  Markup drawing = element("title", {{"id", "settled-title"}}, text(words.title)) +
                   element("desc", {{"id", "settled-description"}}, text(words.description)) +
                   frame.grid();
  std::vector<std::string> names;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    // The letter of the line that is first to settle half stands before it, others behind theirs:
    // lines that meet there keep them apart.
    const double middle = quantile(lines[i].ballots, kHalf);
    const bool is_first = std::all_of(lines.begin(), lines.end(), [&](const SettledLine& other) {
      return quantile(other.ballots, kHalf) >= middle;
    });
    drawing += frame.line(lines[i], i, is_first);
    names.push_back(lines[i].name);
  }
  drawing += SettledFrame::label(kWidth - kRight, kHeight - 10, "end", words.axis);
  return element("svg",
                 {{"class", "evidence"},
                  {"viewBox", fmt::format("0 0 {:.0f} {:.0f}", kWidth, kHeight)},
                  {"role", "img"},
                  {"aria-labelledby", "settled-title settled-description"}},
                 drawing) +
         chart_legend(names);
}

}  // namespace scrutineer
