#include "roll/values.hpp"

#include <algorithm>

#include "roll/dates.hpp"
#include "roll/names.hpp"
#include "roll/signs_distance.hpp"

namespace scrutineer::roll {

namespace {

DateDigits digits_of(const BirthDate& date) {
  const auto year = static_cast<std::uint32_t>(std::clamp<int>(date.year, 0, 9999));
  DateDigits digits =
      year / 1000 << 28U | year / 100 % 10 << 24U | year / 10 % 10 << 20U | year % 10 << 16U;
  digits |= date.month / 10U << 12U | date.month % 10U << 8U;
  return digits | date.day / 10U << 4U | date.day % 10U;
}

// The words of a text in the order of their bytes: of a full name, whichever name stands first.
std::string with_sorted_words(std::string_view text) {
  std::vector<std::string_view> words;
  while (!text.empty()) {
    const std::size_t space = std::min(text.find(' '), text.size());
    if (space > 0) words.push_back(text.substr(0, space));
    text.remove_prefix(std::min(space + 1, text.size()));
  }
  std::sort(words.begin(), words.end());
  std::string sorted;
  for (const std::string_view word : words) {
    if (!sorted.empty()) sorted += ' ';
    sorted += word;
  }
  return sorted;
}

}  // namespace

bool is_name_like(FieldKind kind) {
  return kind == FieldKind::family_name || kind == FieldKind::given_name ||
         kind == FieldKind::full_name || kind == FieldKind::text;
}

std::vector<ValueId> ValueSpace::add(const Dictionary& values) {
  std::vector<ValueId> numbers(values.size(), 0);
  for (ValueId value = 1; value < values.size(); ++value) {
    numbers[value] = texts_.intern(values.text(value));
    if (texts_.size() > size()) add_facts(values.text(value));
  }
  return numbers;
}

void ValueSpace::add_facts(std::string_view canonical) {
  const std::string text =
      kind_ == FieldKind::full_name ? with_sorted_words(canonical) : std::string(canonical);
  const std::string signs = signs_of(text);
  std::uint64_t letters = 0;
  for (const char sign : signs.substr(0, kMostSigns)) {
    letters |= std::uint64_t{1} << (static_cast<unsigned char>(sign) % 64U);
  }
  signs_ += signs;
  ends_.push_back(signs_.size());
  letters_.push_back(letters);
  skeletons_.push_back(is_name_like(kind_) ? skeleton_texts_.intern(roll::skeleton(text)) : 0);
  if (kind_ != FieldKind::birth_date) return;
  const BirthDate date = birth_date(canonical);
  dates_.push_back(digits_of(date));
  is_default_.push_back(date.is_default_day || date.day == 0 ? 1 : 0);
}

}  // namespace scrutineer::roll
