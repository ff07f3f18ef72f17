#include "roll/names.hpp"

#include <algorithm>
#include <array>

#include "roll/code_points.hpp"
#include "roll/khmer.hpp"

namespace scrutineer::roll {

namespace {

// What programs and clerks write for nothing. Words that could be a name (Na, Nan, None, Null) are
// not among them.
constexpr auto kNotStated = std::to_array<std::string_view>(
    {"n/a", "#n/a", "n.a.", "n.a", "(null)", "<null>", "#null!", "\\n"});

bool is_not_stated(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  text.remove_prefix(std::min(text.find_first_not_of(kSpace), text.size()));
  text = text.substr(0, text.find_last_not_of(kSpace) + 1);
  return std::any_of(kNotStated.begin(), kNotStated.end(), [&](std::string_view word) {
    return std::equal(text.begin(), text.end(), word.begin(), word.end(), [](char a, char b) {
      return a == b || (a >= 'A' && a <= 'Z' && a - 'A' + 'a' == b);
    });
  });
}

// One space between words, none at the ends.
std::string joined_words(std::u32string_view text) {
  std::string joined;
  bool is_apart = false;
  for (const char32_t c : text) {
    if (c == U' ') {
      is_apart = true;
      continue;
    }
    if (is_apart && !joined.empty()) joined += ' ';
    is_apart = false;
    append_utf8(joined, c);
  }
  return joined;
}

}  // namespace

std::string canonical_text(std::string_view utf8) {
  if (is_not_stated(utf8)) return "";
  std::u32string folded;
  folded.reserve(utf8.size());
  for (const char32_t c : code_points_of(utf8)) append_folded(folded, c);
  return joined_words(reordered_khmer(folded));
}

// Names need nothing that other texts do not: an address is typed with the same mistakes.
std::string canonical_name(std::string_view utf8) { return canonical_text(utf8); }

std::string canonical_sex(std::string_view utf8) {
  struct Word {
    std::string_view text;
    std::string_view sex;
  };
  static constexpr auto kWords = std::to_array<Word>({{"m", "m"},
                                                      {"male", "m"},
                                                      {"man", "m"},
                                                      {"masculin", "m"},
                                                      {"homme", "m"},
                                                      {"h", "m"},
                                                      {"ប្រុស", "m"},
                                                      {"ប", "m"},
                                                      {"f", "f"},
                                                      {"female", "f"},
                                                      {"woman", "f"},
                                                      {"feminin", "f"},
                                                      {"femme", "f"},
                                                      {"w", "f"},
                                                      {"ស្រី", "f"},
                                                      {"ស", "f"}});
  const std::string text = canonical_text(utf8);
  const auto found = std::find_if(kWords.begin(), kWords.end(),
                                  [&](const Word& word) { return word.text == text; });
  return found == kWords.end() ? text : std::string(found->sex);
}

std::string signs_of(std::string_view canonical) {
  constexpr char32_t kFirstKhmer = 0x1780;
  constexpr char32_t kOtherSigns = 31;
  std::string signs;
  for (const char32_t c : code_points_of(canonical)) {
    if (c < 0x80) {
      signs += static_cast<char>(c);
    } else if (c >= kFirstKhmer && c < kFirstKhmer + 0x80) {
      signs += static_cast<char>(c - kFirstKhmer + 0x80);
    } else {
      signs += static_cast<char>(1 + c % kOtherSigns);
    }
  }
  return signs;
}

}  // namespace scrutineer::roll
