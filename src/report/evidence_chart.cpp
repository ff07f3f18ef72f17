// The evidence of an audit after each round, as lines that rise towards the one that ends it.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "findings/phrases.hpp"
#include "report/figures.hpp"

namespace scrutineer {

namespace {

constexpr double kWidth = 400, kHeight = 260, kLeft = 38, kRight = 26, kTop = 34, kBottom = 40;
// What lies beyond says no more: the audit has ended, or the evidence is far on the other side.
constexpr double kHighest = 1.5, kLowest = -1;
constexpr std::size_t kDashes = 4;
constexpr double kLabelDistance = 17;

std::string coordinate(double value) { return fmt::format("{:.1f}", value); }

class Chart {
 public:
  explicit Chart(const std::vector<EvidenceLine>& lines) {
    for (const EvidenceLine& line : lines) {
      for (const auto& [cards, part] : line.points) {
        most_ = std::max(most_, cards);
        lowest_ = std::min(lowest_, shown(part));
      }
    }
    lowest_ = std::floor(lowest_ * 2) / 2;
  }

  static double shown(double part) {
    return std::isnan(part) ? kLowest : std::clamp(part, kLowest, kHighest);
  }
  std::string x(double cards) const {
    return coordinate(kLeft + (kWidth - kLeft - kRight) * cards / most_);
  }
  double height(double part) const {
    const double share = (shown(part) - lowest_) / (kHighest - lowest_);
    return kHeight - kBottom - (kHeight - kTop - kBottom) * share;
  }
  std::string y(double part) const { return coordinate(height(part)); }
  double lowest() const { return lowest_; }
  double most() const { return most_; }

  Markup level(double part, const std::string& css_class, const std::string& words) const {
    return element("line", {{"class", css_class},
                            {"x1", x(0)},
                            {"x2", x(most_)},
                            {"y1", y(part)},
                            {"y2", y(part)}}) +
           element("text",
                   {{"class", "small"},
                    {"x", coordinate(kLeft - 6)},
                    {"y", y(part)},
                    {"text-anchor", "end"},
                    {"dy", "0.32em"}},
                   text(words));
  }

  Markup line(const EvidenceLine& line, std::size_t position, double label_at) const {
    std::string path = "M" + x(0) + " " + y(0);
    Markup dots;
    for (const auto& [cards, part] : line.points) {
      path += " L" + x(cards) + " " + y(part);
      dots += element("circle",
                      {{"class", "evidence-dot"}, {"cx", x(cards)}, {"cy", y(part)}, {"r", "4"}});
    }
    const std::string style = "evidence-line dash-" + std::to_string(position % kDashes);
    return element("path", {{"class", style}, {"d", path}}) + dots +
           element("text",
                   {{"class", "small"},
                    {"x", coordinate(kWidth - kRight + 10)},
                    {"y", coordinate(label_at)},
                    {"dy", "0.32em"}},
                   text(chart_letter(position)));
  }

 private:
  double most_ = 1, lowest_ = 0;
};

// Names beside the ends of their lines, moved apart where they would touch.
std::vector<double> label_heights(const Chart& chart, const std::vector<EvidenceLine>& lines) {
  std::vector<std::size_t> order(lines.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  const auto end_of = [&](std::size_t i) {
    return chart.height(lines[i].points.empty() ? 0 : lines[i].points.back().second);
  };
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return end_of(a) < end_of(b); });
  std::vector<double> heights(lines.size());
  double free_from = kTop - 8;
  for (const std::size_t i : order) {
    heights[i] = std::max(end_of(i), free_from);
    free_from = heights[i] + kLabelDistance;
  }
  return heights;
}

}  // namespace

std::string chart_letter(std::size_t position) {
  constexpr std::size_t kLetters = 26;
  std::string letters(1, static_cast<char>('A' + position % kLetters));
  return position < kLetters ? letters : chart_letter(position / kLetters - 1) + letters;
}

Markup chart_legend(const std::vector<std::string>& names) {
  Markup legend;
  for (std::size_t i = 0; i < names.size(); ++i) {
    legend += element("li", {}, element("strong", {}, text(chart_letter(i))) + text(names[i]));
  }
  return element("ul", {{"class", "legend"}}, legend);
}

Markup evidence_chart(const std::vector<EvidenceLine>& lines, const EvidenceWords& words) {
  const Chart chart(lines);
  Markup drawing = element("title", {{"id", "evidence-title"}}, text(words.title)) +
                   element("desc", {{"id", "evidence-description"}}, text(words.description));
  drawing += chart.level(0, "evidence-axis", "0");
  if (chart.lowest() < 0) {
    drawing += chart.level(chart.lowest(), "evidence-axis", fmt::format("{:.1f}", chart.lowest()));
  }
  drawing += chart.level(1, "evidence-needed", "1");
  drawing += element(
      "text", {{"class", "small"}, {"x", chart.x(0)}, {"y", chart.y(1)}, {"dx", "6"}, {"dy", "-7"}},
      text(words.needed));
  const std::vector<double> labels = label_heights(chart, lines);
  for (std::size_t i = 0; i < lines.size(); ++i) drawing += chart.line(lines[i], i, labels[i]);
  drawing += element("text",
                     {{"class", "small"},
                      {"x", chart.x(chart.most())},
                      {"y", coordinate(kHeight - 10)},
                      {"text-anchor", "end"}},
                     text(grouped(std::llround(chart.most())) + " " + words.axis));
  std::vector<std::string> names;
  for (const EvidenceLine& line : lines) names.push_back(line.name);
  return element("svg",
                 {{"class", "evidence"},
                  {"viewBox", fmt::format("0 0 {:.0f} {:.0f}", kWidth, kHeight)},
                  {"role", "img"},
                  {"aria-labelledby", "evidence-title evidence-description"}},
                 drawing) +
         chart_legend(names);
}

}  // namespace scrutineer
