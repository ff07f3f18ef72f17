#include "audit/evidence_product.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <numbers>
#include <string>

#include <fmt/core.h>

namespace scrutineer {

namespace {
constexpr double kInfinity = std::numeric_limits<double>::infinity();
}

double p_value_of_log_e(double log_e) {
  if (log_e == kInfinity) return 0;
  if (!(log_e > 0)) return 1;
  // exp() is within two units of the last place; its argument is exact here.
  const double p = std::exp(-log_e) * (1 + 16 * kRounding);
  return std::clamp(p, std::numeric_limits<double>::min(), 1.0);
}

double rounded_up_to_digits(double value) {
  if (value == 0 || !std::isfinite(value)) return value;
  const auto read = [](const std::string& text) {
    double number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
  };
  // The nearest decimal number, or one unit of its last digit more.
  const std::string nearest = fmt::format("{:.5e}", value);
  if (read(nearest) >= value) return read(nearest);
  const std::size_t e = nearest.find('e');
  const bool negative = nearest[0] == '-';
  std::int64_t digits = 0;
  for (const char c : nearest.substr(0, e)) {
    if (c >= '0' && c <= '9') digits = digits * 10 + (c - '0');
  }
  digits += negative ? -1 : 1;
  return read(
      fmt::format("{}{}e{}", negative ? "-" : "", digits, std::stoi(nearest.substr(e + 1)) - 5));
}

double rounded_down_to_digits(double value) { return -rounded_up_to_digits(-value); }

// log() and the product with ln 2 are each within two units of their last place.
double EvidenceProduct::log_of(double value) const {
  if (value <= 0) return -kInfinity;
  const double whole = frame_ * kFrameBits * std::numbers::ln2;
  const double part = std::log(value);
  return whole + part - 8 * kRounding * (std::abs(whole) + std::abs(part));
}

double EvidenceProduct::log_e() const { return infinite_ ? kInfinity : log_of(product_); }

double EvidenceProduct::greatest_log_e() const {
  if (infinite_) return kInfinity;
  return std::max({0.0, earlier_greatest_log_, log_of(greatest_)});
}

void EvidenceProduct::set_line(double log_e) {
  line_log_ = log_e;
  line_ = std::exp(log_e - frame_ * kFrameBits * std::numbers::ln2);
  line_ *= 1 + 1e-12 * (1 + std::abs(log_e));  // what log_of() takes off, and more
  if (earlier_greatest_log_ >= log_e) reached_ = true;
}

EvidenceProduct::Running EvidenceProduct::stored(Running of_loop) {
  product_ = of_loop.value;
  greatest_ = of_loop.greatest;
  if (product_ > 0 && (product_ < kLeast || product_ > kMost)) {
    earlier_greatest_log_ = greatest_log_e();
    const bool up = product_ > 1;
    product_ *= up ? kLeast : kMost;
    frame_ += up ? 1 : -1;
    greatest_ = product_;
    if (line_log_ < kInfinity) set_line(line_log_);
  }
  return running();
}

}  // namespace scrutineer
