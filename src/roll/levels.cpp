#include "roll/levels.hpp"

#include <algorithm>
#include <bit>
#include <cstdlib>

namespace scrutineer::roll {

namespace {

constexpr std::array<std::string_view, kLevels> kNameLevels{
    "exact", "alike", "close", "near", "in part", "different", "swapped", "not stated"};
constexpr std::array<std::string_view, kLevels> kDateLevels{
    "exact",    "exact, default day", "year, default day", "day and month swapped",
    "one slip", "two parts equal",    "different",         "not stated"};
constexpr std::array<std::string_view, kLevels> kCodeLevels{
    "exact", "one slip", "same beginning", "different", "", "", "", "not stated"};
constexpr std::array<std::string_view, kLevels> kPlainLevels{"equal", "different", "", "", "", "",
                                                             "",      "not stated"};

// The fewest matches with which Jaro–Winkler can reach .88, by common beginning and lengths. No
// transposition lowers the need.
class FewestMatches {
 public:
  FewestMatches() {
    for (int prefix = 0; prefix <= 4; ++prefix) {
      for (int a = 1; a <= kMost; ++a) {
        for (int b = 1; b <= kMost; ++b) fill(prefix, a, b);
      }
    }
  }
  int operator()(int prefix, std::size_t a, std::size_t b) const {
    return table_[(static_cast<std::size_t>(prefix) * (kMost + 1) + a) * (kMost + 1) + b];
  }

 private:
  static constexpr int kMost = static_cast<int>(kMostSigns);
  void fill(int prefix, int a, int b) {
    JaroCounts counts{a, b, 1, 0, prefix};
    while (counts.matches <= std::min(a, b) && !counts.is_at_least(88)) ++counts.matches;
    table_[static_cast<std::size_t>((prefix * (kMost + 1) + a) * (kMost + 1) + b)] =
        static_cast<std::uint8_t>(counts.matches);
  }
  std::array<std::uint8_t, 5 * (kMost + 1) * (kMost + 1)> table_{};
};

const FewestMatches& fewest_matches() {
  static const FewestMatches table;
  return table;
}

int common_beginning(std::string_view a, std::string_view b, std::size_t most) {
  const std::size_t end = std::min({a.size(), b.size(), most});
  std::size_t i = 0;
  while (i < end && a[i] == b[i]) ++i;
  return static_cast<int>(i);
}

bool has_word(std::string_view text, std::string_view word) {
  for (std::size_t at = text.find(word); at != std::string_view::npos;
       at = text.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if ((at == 0 || text[at - 1] == ' ') && (end == text.size() || text[end] == ' ')) return true;
  }
  return false;
}

// Whether a word of two signs or more stands in both; where neither has a space it would be a whole
// name, and they are not equal.
bool share_a_word(std::string_view a, std::string_view b) {
  if (a.find(' ') == std::string_view::npos) std::swap(a, b);
  if (a.find(' ') == std::string_view::npos) return false;
  while (!a.empty()) {
    const std::size_t space = std::min(a.find(' '), a.size());
    if (space >= 2 && has_word(b, a.substr(0, space))) return true;
    a.remove_prefix(std::min(space + 1, a.size()));
  }
  return false;
}

constexpr std::uint64_t kSpaceBit = std::uint64_t{1} << (' ' % 64U);

}  // namespace

const std::array<std::string_view, kLevels>& level_names(FieldKind kind) {
  if (is_name_like(kind)) return kNameLevels;
  if (kind == FieldKind::birth_date) return kDateLevels;
  return kind == FieldKind::code ? kCodeLevels : kPlainLevels;
}

Level different_level(FieldKind kind) {
  if (is_name_like(kind)) return name_level::different;
  if (kind == FieldKind::birth_date) return date_level::different;
  return kind == FieldKind::code ? code_level::different : kUnequal;
}

bool is_cheap(FieldKind kind) { return !is_name_like(kind) && kind != FieldKind::code; }

Level date_level_of(DateDigits a, bool is_default_a, DateDigits b, bool is_default_b) {
  if (a == b) return is_default_a ? date_level::exact_default : kExact;
  const DateDigits differs = a ^ b;
  const bool year = differs >> 16U == 0, month = (differs & 0xff00U) == 0,
             day = (differs & 0xffU) == 0;
  if (year && (is_default_a || is_default_b)) return date_level::default_year;
  if (year && (a >> 8U & 0xffU) == (b & 0xffU) && (b >> 8U & 0xffU) == (a & 0xffU)) {
    return date_level::swapped;
  }
  // The digits that differ lie side by side: one, or two that are the other's in the other order.
  const unsigned low = static_cast<unsigned>(std::countr_zero(differs)) / 4 * 4;
  if (differs >> low <= 0xfU) return date_level::slip;
  if (differs >> low <= 0xffU) {
    const DateDigits pair_a = a >> low & 0xffU, pair_b = b >> low & 0xffU;
    if ((pair_a >> 4U | (pair_a & 0xfU) << 4U) == pair_b) return date_level::slip;
  }
  return year + month + day == 2 ? date_level::two_parts : date_level::different;
}

Level LevelFinder::operator()(ValueId left, ValueId right) {
  if (left == 0 || right == 0) return kNotStated;
  if (space_->kind() == FieldKind::birth_date) {
    return date_level_of(space_->date(left), space_->is_default_day(left), space_->date(right),
                         space_->is_default_day(right));
  }
  if (left == right) return kExact;
  if (is_name_like(space_->kind())) return of_names(left, right);
  return space_->kind() == FieldKind::code ? of_codes(left, right) : kUnequal;
}

const SignPattern& LevelFinder::pattern_of(ValueId value) {
  if (pattern_value_ != value) pattern_.set(space_->signs(value));
  pattern_value_ = value;
  return pattern_;
}

Level LevelFinder::of_names(ValueId left, ValueId right) {
  const ValueId skeleton = space_->skeleton(left);
  if (skeleton != 0 && skeleton == space_->skeleton(right)) return name_level::alike;
  const std::string_view a = space_->signs(left).substr(0, kMostSigns);
  const std::string_view b = space_->signs(right).substr(0, kMostSigns);
  if (a.empty() || b.empty()) return name_level::different;
  const std::uint64_t in_a = space_->letters(left), in_b = space_->letters(right);
  // Different signs of one that the other lacks: none of them can match.
  const int only_a = std::popcount(in_a & ~in_b), only_b = std::popcount(in_b & ~in_a);
  const int length_a = static_cast<int>(a.size()), length_b = static_cast<int>(b.size());
  const int most = std::min(length_a - only_a, length_b - only_b);
  const int prefix = common_beginning(a, b, kMostSigns);
  bool is_near = false;
  if (most >= fewest_matches()(std::min(prefix, 4), a.size(), b.size())) {
    const JaroCounts counts = pattern_of(left).jaro(b);
    if (counts.is_at_least(92)) return name_level::close;
    is_near = counts.is_at_least(88);
  }
  if (only_a <= 1 && only_b <= 1 && std::abs(length_a - length_b) <= 1 &&
      pattern_of(left).alignment(b) <= 1) {
    return std::min(length_a, length_b) >= 5 ? name_level::close : name_level::near;
  }
  if (is_near) return name_level::near;
  if (prefix == std::min(length_a, length_b)) return name_level::part;
  const bool has_spaces = ((in_a | in_b) & kSpaceBit) != 0;
  return has_spaces && share_a_word(a, b) ? name_level::part : name_level::different;
}

Level LevelFinder::of_codes(ValueId left, ValueId right) {
  const std::string_view a = space_->signs(left).substr(0, kMostSigns);
  const std::string_view b = space_->signs(right).substr(0, kMostSigns);
  const std::uint64_t in_a = space_->letters(left), in_b = space_->letters(right);
  const int longer = static_cast<int>(std::max(a.size(), b.size()));
  if (std::popcount(in_a & ~in_b) <= 1 && std::popcount(in_b & ~in_a) <= 1 &&
      longer - static_cast<int>(std::min(a.size(), b.size())) <= 1 && longer > 1 &&
      pattern_of(left).alignment(b) <= 1) {
    return code_level::slip;
  }
  const int half = std::max((longer + 1) / 2, 2);
  return common_beginning(a, b, kMostSigns) >= half ? code_level::beginning : code_level::different;
}

}  // namespace scrutineer::roll
