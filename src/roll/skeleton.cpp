#include <array>
#include <cstddef>
#include <string>

#include "roll/code_points.hpp"
#include "roll/khmer.hpp"
#include "roll/names.hpp"
#include "roll/romanisation_table.hpp"
#include "roll/romanise.hpp"

namespace scrutineer::roll {

namespace {

bool is_letter(char c) { return c >= 'a' && c <= 'z'; }

bool is_vowel(char c) {
  return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y';
}

// Where the rules of each first letter begin; after the last letter, where they end.
constexpr std::array<std::size_t, 27> rule_starts() {
  std::array<std::size_t, 27> starts{};
  std::size_t rule = 0;
  for (std::size_t letter = 0; letter < 26; ++letter) {
    starts[letter] = rule;
    while (rule < kLatinRules.size() &&
           kLatinRules[rule].from[0] == static_cast<char>('a' + letter)) {
      ++rule;
    }
  }
  starts[26] = rule;
  return starts;
}

constexpr auto kRuleStarts = rule_starts();
static_assert(kRuleStarts[26] == kLatinRules.size(), "the rules are in the order of the alphabet");

bool holds(const LatinRule& rule, std::string_view name, std::size_t at) {
  if (name.substr(at, rule.from.size()) != rule.from) return false;
  const std::size_t next = at + rule.from.size();
  const bool is_before_vowel = next < name.size() && is_vowel(name[next]);
  switch (rule.place) {
    case Place::any:
      return true;
    case Place::start:
      return at == 0;
    case Place::end:
      return next == name.size();
    case Place::end_behind_vowel:
      return next == name.size() && at > 0 && is_vowel(name[at - 1]);
    case Place::before_vowel:
      return is_before_vowel;
    case Place::not_before_vowel:
      return !is_before_vowel;
  }
  return false;
}

void append_once(std::string& skeleton, char c) {
  if (skeleton.empty() || skeleton.back() != c || !is_letter(c)) skeleton += c;
}

// Khmer in Latin letters, without spaces.
std::string romanised(std::string_view canonical) {
  const std::u32string text = code_points_of(canonical);
  std::u32string_view rest = text;
  std::string latin;
  while (!rest.empty()) {
    const char32_t c = rest.front();
    if (is_khmer_letter(c) || is_khmer_sign(c)) {
      append_romanised(latin, rest);
      continue;
    }
    if (c != U' ') append_utf8(latin, c);
    rest.remove_prefix(1);
  }
  return latin;
}

}  // namespace

std::string skeleton(std::string_view canonical) {
  const std::string latin = romanised(canonical);
  std::string result;
  for (std::size_t at = 0; at < latin.size();) {
    const char c = latin[at];
    if (!is_letter(c)) {
      result += c;
      ++at;
      continue;
    }
    const auto letter = static_cast<std::size_t>(c - 'a');
    std::size_t rule = kRuleStarts[letter];
    while (rule < kRuleStarts[letter + 1] && !holds(kLatinRules[rule], latin, at)) ++rule;
    // Every letter has a rule that holds anywhere.
    for (const char out : kLatinRules[rule].to) append_once(result, out);
    at += kLatinRules[rule].from.size();
  }
  return result;
}

}  // namespace scrutineer::roll
