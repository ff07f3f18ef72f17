#include "cli/roll_chart.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/core.h>

#include "roll/levels.hpp"

namespace scrutineer::cli {

namespace {

constexpr double kLine = 20, kTop = 76, kLabels = 300, kBars = 520, kRight = 60, kGap = 8;
constexpr double kWidth = kLabels + kBars + kRight;

struct Bar {
  std::string field;  // of the first bar of a field
  std::string level;
  double bits = 0;
};

std::vector<Bar> bars_of(const roll::Model& model, const std::vector<roll::Field>& schema) {
  std::vector<Bar> bars;
  for (std::size_t k = 0; k < model.comparisons.size(); ++k) {
    bool is_first = true;
    for (roll::Level level = 0; level < roll::kNotStated; ++level) {
      const std::string_view name = roll::level_names(schema[k].kind)[level];
      const auto& comparison = model.comparisons[k];
      if (name.empty() || (comparison.m[level] <= 0 && comparison.u[level] <= 0)) continue;
      bars.push_back({is_first ? schema[k].name : "", std::string(name), model.weight(k, level)});
      is_first = false;
    }
  }
  return bars;
}

std::string escaped(std::string_view text) {
  std::string safe;
  for (const char letter : text) {
    if (letter == '&') {
      safe += "&amp;";
    } else if (letter == '<') {
      safe += "&lt;";
    } else if (letter == '>') {
      safe += "&gt;";
    } else if (letter == '"') {
      safe += "&quot;";
    } else if (static_cast<unsigned char>(letter) >= 0x20) {
      safe += letter;
    }
  }
  return safe;
}

// Bits to places: both sides to the same scale, with room for the numbers beside the bars.
struct Scale {
  double least = 0, most = 0;
  explicit Scale(const std::vector<Bar>& bars) {
    for (const Bar& bar : bars) {
      least = std::min(least, bar.bits);
      most = std::max(most, bar.bits);
    }
    least = 5 * std::floor(least / 5 - 0.5);
    most = 5 * std::ceil(most / 5 + 0.5);
  }
  double at(double bits) const { return kLabels + kBars * (bits - least) / (most - least); }
};

// To tenths; what is nearly nothing has no sign.
std::string bits_text(double bits) {
  const double tenths = std::round(10 * bits);
  return tenths == 0 ? "0.0" : fmt::format("{:+.1f}", tenths / 10);
}

std::string text_at(double x, double y, const char* anchor, const std::string& what,
                    const char* more = "") {
  return fmt::format(R"(<text x="{:.1f}" y="{:.1f}" text-anchor="{}"{}>{}</text>)"
                     "\n",
                     x, y, anchor, more, escaped(what));
}

std::string axis(const Scale& scale, double bottom) {
  std::string svg;
  const double step = scale.most - scale.least > 40 ? 10 : 5;
  for (double bits = scale.least; bits <= scale.most; bits += step) {
    svg += fmt::format(R"(<line x1="{0:.1f}" x2="{0:.1f}" y1="{1}" y2="{2}" stroke="{3}"/>)"
                       "\n",
                       scale.at(bits), kTop - 6, bottom, bits == 0 ? "#333" : "#ddd");
    svg += text_at(scale.at(bits), kTop - 12, "middle",
                   fmt::format("{}{:.0f}", bits > 0 ? "+" : "", bits), R"( fill="#555")");
  }
  return svg;
}

}  // namespace

std::string weight_chart(const roll::Model& model, const std::vector<roll::Field>& schema) {
  const std::vector<Bar> bars = bars_of(model, schema);
  const Scale scale(bars);
  std::string body;
  double y = kTop;
  for (const Bar& bar : bars) {
    if (!bar.field.empty()) {
      y += kGap;
      body += text_at(8, y + 14, "start", bar.field, R"( font-weight="bold")");
    }
    body += text_at(kLabels - 10, y + 14, "end", bar.level);
    const double from = scale.at(std::min(0.0, bar.bits)), to = scale.at(std::max(0.0, bar.bits));
    body += fmt::format(R"(<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="14" fill="{}"/>)"
                        "\n",
                        from, y + 3, to - from, bar.bits < 0 ? "#b3541e" : "#1f5f99");
    body += text_at(bar.bits < 0 ? from - 4 : to + 4, y + 14, bar.bits < 0 ? "end" : "start",
                    bits_text(bar.bits));
    y += kLine;
  }
  const double height = y + 16;
  std::string svg = fmt::format(
      R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {1}" width="{0}" height="{1}" )"
      R"(role="img" aria-labelledby="title desc" font-family="sans-serif" font-size="13">)"
      "\n<title id=\"title\">What each level of agreement says, in bits</title>\n<desc "
      "id=\"desc\">",
      kWidth, height);
  std::string field;
  for (const Bar& bar : bars) {
    if (!bar.field.empty()) field = bar.field;
    svg += escaped(fmt::format("{}, {}: {}. ", field, bar.level, bits_text(bar.bits)));
  }
  svg += "</desc>\n";
  svg += fmt::format("<rect width=\"{}\" height=\"{}\" fill=\"#fff\"/>\n", kWidth, height);
  svg += text_at(8, 20, "start", "What each level of agreement says, in bits",
                 R"( font-size="15" font-weight="bold")");
  svg += text_at(8, 40, "start",
                 "To the right: for one person; to the left: for two. One bit doubles the odds. "
                 "Frequent values say less than this average, rare ones more.");
  svg += axis(scale, y + 4);
  return svg + body + "</svg>\n";
}

}  // namespace scrutineer::cli
