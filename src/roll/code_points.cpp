#include "roll/code_points.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace scrutineer::roll {

namespace {

// The letters that are a letter of ASCII with accents (Unicode's decompositions, UnicodeData.txt),
// by code point; a full stop where there is none. A table of two blocks instead of ICU: it is all
// that names need of a normal form, and Khmer must not be given one (its combining classes are
// wrong and frozen).
constexpr char32_t kFirstLatin = 0x00C0;  // Latin-1 and Latin Extended-A and -B
constexpr std::string_view kLatin =
    "aaaaaa.ceeeeiiii.nooooo..uuuuy..aaaaaa.ceeeeiiii.nooooo..uuuuy.y"
    "aaaaaaccccccccdd..eeeeeeeeeegggggggghh..iiiiiiiii...jjkk.llllll."
    "...nnnnnn...oooooo..rrrrrrsssssssstttt..uuuuuuuuuuuuwwyyyzzzzzzs"
    "................................oo.............uu..............."
    ".............aaiioouuuuuuuuuu.aaaa....ggkkoooo..j...gg..nnaa...."
    "aaaaeeeeiiiioooorrrruuuusstt..hh......aaeeooooooooyy............"
    "................";
constexpr char32_t kFirstLatinAdditional = 0x1E00;  // with Vietnamese
constexpr std::string_view kLatinAdditional =
    "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmm"
    "mmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvv"
    "wwwwwwwwwwxxxxyyzzzzzzhtwy.s....aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee"
    "eeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy......";

struct Spelling {
  char32_t code_point;
  std::u32string_view text;
};

// Letters that are spelt otherwise where they cannot be typed, and look-alikes of other scripts:
// the final sigma, Cyrillic and Greek vowels with their accents, Arabic as typed with Persian
// keyboards. Of Khmer what Unicode deprecates or calls a variant.
constexpr auto kSpellings = std::to_array<Spelling>({
    {0x00C6, U"ae"},
    {0x00D0, U"d"},
    {0x00D8, U"o"},
    {0x00DE, U"th"},
    {0x00DF, U"ss"},
    {0x00E6, U"ae"},
    {0x00F0, U"d"},
    {0x00F8, U"o"},
    {0x00FE, U"th"},
    {0x0110, U"d"},
    {0x0111, U"d"},
    {0x0126, U"h"},
    {0x0127, U"h"},
    {0x0131, U"i"},
    {0x0132, U"ij"},
    {0x0133, U"ij"},
    {0x0138, U"k"},
    {0x013F, U"l"},
    {0x0140, U"l"},
    {0x0141, U"l"},
    {0x0142, U"l"},
    {0x0149, U"n"},
    {0x014A, U"ng"},
    {0x014B, U"ng"},
    {0x0152, U"oe"},
    {0x0153, U"oe"},
    {0x0166, U"t"},
    {0x0167, U"t"},
    {0x018F, U"e"},
    {0x01C4, U"dz"},
    {0x01C5, U"dz"},
    {0x01C6, U"dz"},
    {0x01C7, U"lj"},
    {0x01C8, U"lj"},
    {0x01C9, U"lj"},
    {0x01CA, U"nj"},
    {0x01CB, U"nj"},
    {0x01CC, U"nj"},
    {0x01FC, U"ae"},
    {0x01FD, U"ae"},
    {0x0259, U"e"},
    {0x0386, U"\u03B1"},
    {0x0388, U"\u03B5"},
    {0x0389, U"\u03B7"},
    {0x038A, U"\u03B9"},
    {0x038C, U"\u03BF"},
    {0x038E, U"\u03C5"},
    {0x038F, U"\u03C9"},
    {0x03AC, U"\u03B1"},
    {0x03AD, U"\u03B5"},
    {0x03AE, U"\u03B7"},
    {0x03AF, U"\u03B9"},
    {0x03C2, U"\u03C3"},
    {0x03CA, U"\u03B9"},
    {0x03CB, U"\u03C5"},
    {0x03CC, U"\u03BF"},
    {0x03CD, U"\u03C5"},
    {0x03CE, U"\u03C9"},
    {0x0401, U"\u0435"},
    {0x0407, U"\u0456"},
    {0x040E, U"\u0443"},
    {0x0419, U"\u0438"},
    {0x0439, U"\u0438"},
    {0x0451, U"\u0435"},
    {0x0457, U"\u0456"},
    {0x045E, U"\u0443"},
    {0x0622, U"\u0627"},
    {0x0623, U"\u0627"},
    {0x0625, U"\u0627"},
    {0x0629, U"\u0647"},
    {0x0643, U"\u06A9"},
    {0x0649, U"\u06CC"},
    {0x064A, U"\u06CC"},
    {0x17A3, U"\u17A2"},
    {0x17A4, U"\u17A2\u17B6"},
    {0x17A8, U"\u17A7\u1780"},
    {0x17B2, U"\u17B1"},
    {0x1E9E, U"ss"},
});

struct Range {
  char32_t first, last;
};

// What cannot be seen, accents that stand alone, and apostrophes: O'Neil is oneil, as most forms
// have it. The dotted circle only holds a sign that has lost its letter.
constexpr auto kNothing = std::to_array<Range>({
    {0x0027, 0x0027}, {0x0060, 0x0060}, {0x00AD, 0x00AD}, {0x00B4, 0x00B4}, {0x02B9, 0x02BF},
    {0x0300, 0x036F}, {0x0640, 0x0640}, {0x064B, 0x065F}, {0x0670, 0x0670}, {0x17B4, 0x17B5},
    {0x17D3, 0x17D3}, {0x17DC, 0x17DC}, {0x200B, 0x200F}, {0x2018, 0x201B}, {0x202A, 0x202E},
    {0x2032, 0x2032}, {0x2060, 0x2069}, {0x25CC, 0x25CC}, {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF},
});

constexpr auto kSpaces = std::to_array<Range>({
    {0x0000, 0x0026}, {0x0028, 0x002F}, {0x003A, 0x0040}, {0x005B, 0x005F}, {0x007B, 0x00AC},
    {0x00AE, 0x00B3}, {0x00B5, 0x00BF}, {0x00D7, 0x00D7}, {0x00F7, 0x00F7}, {0x0589, 0x058A},
    {0x060C, 0x060C}, {0x061B, 0x061F}, {0x17D4, 0x17D6}, {0x17D8, 0x17DB}, {0x2000, 0x200A},
    {0x2010, 0x2017}, {0x201C, 0x2029}, {0x202F, 0x2031}, {0x2033, 0x205F}, {0x3000, 0x3003},
    {0x3008, 0x3020}, {0xFF5F, 0xFF65}, {0xFFFD, 0xFFFD},
});

struct Shift {
  char32_t first, last;
  std::int32_t by;
  bool only_even = false;  // capital and small letter in turn
};

constexpr auto kShifts = std::to_array<Shift>({
    {0x0391, 0x03A1, 32},       // Greek
    {0x03A3, 0x03A9, 32},       //
    {0x0400, 0x040F, 80},       // Cyrillic
    {0x0410, 0x042F, 32},       //
    {0x048A, 0x04BF, 1, true},  //
    {0x04D0, 0x052F, 1, true},  //
    {0x0531, 0x0556, 48},       // Armenian
    {0x0660, 0x0669, '0' - 0x0660},
    {0x06F0, 0x06F9, '0' - 0x06F0},
    {0x0E50, 0x0E59, '0' - 0x0E50},
    {0x0ED0, 0x0ED9, '0' - 0x0ED0},
    {0x17E0, 0x17E9, '0' - 0x17E0},
    {0x1C90, 0x1CBF, 0x10D0 - 0x1C90},  // Georgian in capitals
});

// ASCII at twice the width, as Chinese and Japanese keyboards write it.
constexpr char32_t kFirstWide = 0xFF01;
constexpr char32_t kLastWide = 0xFF5E;

template <std::size_t N>
bool is_in(const std::array<Range, N>& ranges, char32_t c) {
  return std::any_of(ranges.begin(), ranges.end(),
                     [&](const Range& range) { return c >= range.first && c <= range.last; });
}

// The letter of ASCII below the accents, or 0.
char32_t latin_base(char32_t c) {
  const auto look_up = [&](std::string_view letters, char32_t first) -> char32_t {
    if (c < first || c - first >= letters.size() || letters[c - first] == '.') return 0;
    return static_cast<unsigned char>(letters[c - first]);
  };
  const char32_t base = look_up(kLatin, kFirstLatin);
  return base != 0 ? base : look_up(kLatinAdditional, kFirstLatinAdditional);
}

char32_t shifted(char32_t c) {
  for (const Shift& shift : kShifts) {
    if (c < shift.first || c > shift.last) continue;
    const bool stays = shift.only_even && c % 2 != 0;
    return stays ? c : static_cast<char32_t>(static_cast<std::int32_t>(c) + shift.by);
  }
  return c;
}

// How many bytes a character has by its first one, or 0.
std::size_t length_by_lead(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return 2;
  if (lead >= 0xE0 && lead <= 0xEF) return 3;
  return lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
}

// The character at the start and its length; U+FFFD of one byte where it is none.
char32_t read_code_point(std::string_view text, std::size_t& length) {
  const auto lead = static_cast<unsigned char>(text[0]);
  length = length_by_lead(lead);
  if (length == 1) return lead;
  constexpr std::array<char32_t, 5> kLeast = {0, 0, 0x80, 0x800, 0x10000};
  const std::size_t wanted = length;
  length = 1;
  if (wanted == 0 || wanted > text.size()) return 0xFFFD;
  char32_t c = lead & (0x7FU >> wanted);
  for (std::size_t i = 1; i < wanted; ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte & 0xC0U) != 0x80) return 0xFFFD;
    c = c << 6U | (byte & 0x3FU);
  }
  if (c < kLeast[wanted] || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) return 0xFFFD;
  length = wanted;
  return c;
}

}  // namespace

std::u32string code_points_of(std::string_view utf8) {
  std::u32string text;
  text.reserve(utf8.size());
  while (!utf8.empty()) {
    std::size_t length = 0;
    text += read_code_point(utf8, length);
    utf8.remove_prefix(length);
  }
  return text;
}

void append_utf8(std::string& text, char32_t c) {
  const auto add = [&](char32_t byte) { text += static_cast<char>(byte); };
  if (c < 0x80) return add(c);
  if (c < 0x800) {
    add(0xC0 | c >> 6U);
  } else if (c < 0x10000) {
    add(0xE0 | c >> 12U);
    add(0x80 | (c >> 6U & 0x3FU));
  } else {
    add(0xF0 | c >> 18U);
    add(0x80 | (c >> 12U & 0x3FU));
    add(0x80 | (c >> 6U & 0x3FU));
  }
  add(0x80 | (c & 0x3FU));
}

void append_folded(std::u32string& text, char32_t c) {
  if (c >= kFirstWide && c <= kLastWide) c = c - kFirstWide + '!';
  // Most of what is read, and the same as below.
  if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 0x1780 && c <= 0x17A2)) {
    text += c;
    return;
  }
  if (c >= 'A' && c <= 'Z') {
    text += static_cast<char32_t>(c - 'A' + 'a');
    return;
  }
  if (is_in(kNothing, c)) return;
  if (is_in(kSpaces, c)) {
    text += U' ';
    return;
  }
  const auto spelling = std::lower_bound(
      kSpellings.begin(), kSpellings.end(), c,
      [](const Spelling& left, char32_t right) { return left.code_point < right; });
  if (spelling != kSpellings.end() && spelling->code_point == c) {
    text += spelling->text;
    return;
  }
  const char32_t base = latin_base(c);
  text += base != 0 ? base : shifted(c);
}

}  // namespace scrutineer::roll
