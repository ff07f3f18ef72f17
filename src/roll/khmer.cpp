#include "roll/khmer.hpp"

#include <algorithm>
#include <array>

namespace scrutineer::roll {

namespace {

constexpr char32_t kDa = 0x178A;
constexpr char32_t kTa = 0x178F;
constexpr char32_t kBa = 0x1794;
constexpr char32_t kRo = 0x179A;
constexpr char32_t kAa = 0x17B6;
constexpr char32_t kI = 0x17B7;
constexpr char32_t kIi = 0x17B8;
constexpr char32_t kY = 0x17B9;
constexpr char32_t kYy = 0x17BA;
constexpr char32_t kU = 0x17BB;
constexpr char32_t kOe = 0x17BE;
constexpr char32_t kYa = 0x17BF;
constexpr char32_t kE = 0x17C1;
constexpr char32_t kOo = 0x17C4;
constexpr char32_t kNikahit = 0x17C6;
constexpr char32_t kMuusikatoan = 0x17C9;
constexpr char32_t kTriisapt = 0x17CA;
constexpr char32_t kRobat = 0x17CC;
constexpr char32_t kToandakhiat = 0x17CD;
constexpr char32_t kSamyokSannya = 0x17D0;
constexpr char32_t kAtthacan = 0x17DD;

// UTN 61's order of the signs that follow the letters below: shifters, vowels that stand before,
// below, above and after the letter, signs above, signs at the end.
constexpr auto kOrder = std::to_array<char32_t>(
    {0x17C9, 0x17CA, 0x17BE, 0x17BF, 0x17C0, 0x17C1, 0x17C2, 0x17C3, 0x17C4, 0x17C5,
     0x17BB, 0x17BC, 0x17BD, 0x17B7, 0x17B8, 0x17B9, 0x17BA, 0x17B6, 0x17C6, 0x17CB,
     0x17CD, 0x17CE, 0x17CF, 0x17D0, 0x17D1, 0x17DD, 0x17C7, 0x17C8});

// The letters that take the shifter muusikatoan; the others take triisapt.
constexpr std::u32string_view kMuusikatoanLetters =
    U"\u1784\u1789\u178E\u1793\u1794\u1798\u1799\u179A\u179B\u179C\u17A1";

struct LookAlike {
  char32_t letter, below;
  char32_t same_as;
};

// A letter with one below that is drawn as one letter.
constexpr auto kLookAlikes = std::to_array<LookAlike>({{0x1791, 0x1794, 0x17A1},
                                                       {0x1794, 0x1789, 0x17AB},
                                                       {0x1796, 0x1789, 0x17AD},
                                                       {0x1796, 0x178B, 0x17B0}});

// Independent vowels, with what they are drawn as.
void fold_look_alikes(KhmerSyllable& syllable) {
  if (syllable.below.size() == 1) {
    for (const LookAlike& pair : kLookAlikes) {
      if (syllable.letter != pair.letter || syllable.below[0] != pair.below) continue;
      syllable.letter = pair.same_as;
      syllable.below.clear();
      break;
    }
  }
  if ((syllable.letter == 0x17AB || syllable.letter == 0x17AD) && syllable.has(kU)) {
    syllable.letter += 1;  // the long one is the short one with a stroke below
    syllable.remove(kU);
  }
  if ((syllable.letter == 0x17AD || syllable.letter == 0x17AE) && syllable.has(kAa)) {
    syllable.letter = 0x1789;
    syllable.remove(kAa);
  }
  if (syllable.letter != 0x17A7) return;
  for (const char32_t sign : {kI, kRobat, kToandakhiat}) {
    if (!syllable.has(sign)) continue;
    syllable.letter = 0x17B1;
    syllable.remove(sign);
  }
}

void fold_letters_below(KhmerSyllable& syllable) {
  std::u32string& below = syllable.below;
  std::replace(below.begin(), below.end(), kDa, kTa);
  // RO is drawn to the left of all, wherever it was typed.
  const std::size_t count = std::erase(below, kRo);
  below.append(count, kRo);
}

// Two parts that are drawn as a third vowel.
void join_vowels(KhmerSyllable& syllable) {
  const auto join = [&](char32_t first, char32_t second, char32_t same_as) {
    if (!syllable.has(first) || !syllable.has(second)) return false;
    syllable.remove(first);
    syllable.remove(second);
    syllable.add(same_as);
    return true;
  };
  if (join(kOe, kAa, kOo)) syllable.add(kIi);
  join(kE, kAa, kOo);
  join(kE, kIi, kOe);
}

bool has_vowel_above(const KhmerSyllable& syllable) {
  for (const char32_t vowel : {kI, kIi, kY, kYy, kOe, kYa, kSamyokSannya, kAtthacan}) {
    if (syllable.has(vowel)) return true;
  }
  return syllable.has(kAa) && syllable.has(kNikahit);
}

// Below a vowel that stands above its letter both register shifters are drawn as u is: which one is
// meant follows from the letters (UTN 61). At BA both are in use, so one that is typed stays.
void fold_shifters(KhmerSyllable& syllable) {
  const bool is_shifted = syllable.has(kMuusikatoan) || syllable.has(kTriisapt);
  if (!has_vowel_above(syllable) || !(is_shifted || syllable.has(kU))) return;
  const auto takes_triisapt = [](char32_t c) {
    return kMuusikatoanLetters.find(c) == std::u32string_view::npos;
  };
  const std::u32string& below = syllable.below;
  const bool has_ba = syllable.letter == kBa || below.find(kBa) != std::u32string::npos;
  const bool is_strong = (syllable.letter <= 0x17A2 && takes_triisapt(syllable.letter)) ||
                         std::any_of(below.begin(), below.end(), takes_triisapt);
  const bool triisapt = has_ba ? syllable.has(kTriisapt) && !syllable.has(kMuusikatoan) : is_strong;
  for (const char32_t sign : {kU, kMuusikatoan, kTriisapt}) syllable.remove(sign);
  syllable.add(triisapt ? kTriisapt : kMuusikatoan);
}

void append(std::u32string& text, const KhmerSyllable& syllable) {
  if (syllable.letter != 0) text += syllable.letter;
  if (syllable.has(kRobat)) text += kRobat;
  for (const char32_t letter : syllable.below) {
    text += kCoeng;
    text += letter;
  }
  for (const char32_t sign : kOrder) {
    if (syllable.has(sign)) text += sign;
  }
}

}  // namespace

bool is_khmer_letter(char32_t c) { return c >= 0x1780 && c <= 0x17B3; }

bool is_khmer_sign(char32_t c) {
  return (c >= kFirstKhmerSign && c <= 0x17D1) || c == kLastKhmerSign;
}

KhmerSyllable take_khmer_syllable(std::u32string_view& text) {
  KhmerSyllable syllable;
  bool is_joined = false;  // COENG waits for its letter
  std::size_t at = 0;
  for (; at < text.size(); ++at) {
    const char32_t c = text[at];
    if (c == kCoeng) {
      is_joined = true;
    } else if (is_khmer_letter(c)) {
      if (syllable.letter == 0 && (syllable.empty() || is_joined)) {
        syllable.letter = c;
      } else if (is_joined) {
        syllable.below += c;
      } else {
        break;
      }
      is_joined = false;
    } else if (is_khmer_sign(c)) {
      syllable.add(c);
      // Unicode's normal forms carry this one sign between COENG and its letter.
      is_joined = is_joined && c == kAtthacan;
    } else {
      break;
    }
  }
  text.remove_prefix(at);
  return syllable;
}

std::u32string reordered_khmer(std::u32string_view text) {
  std::u32string ordered;
  ordered.reserve(text.size());
  while (!text.empty()) {
    const std::size_t before = text.size();
    KhmerSyllable syllable = take_khmer_syllable(text);
    if (text.size() == before) {
      ordered += text.front();
      text.remove_prefix(1);
      continue;
    }
    fold_look_alikes(syllable);
    fold_letters_below(syllable);
    join_vowels(syllable);
    fold_shifters(syllable);
    append(ordered, syllable);
  }
  return ordered;
}

}  // namespace scrutineer::roll
