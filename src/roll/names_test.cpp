#include "roll/names.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/text.hpp"
#include "roll/code_points.hpp"

namespace scrutineer::roll {
namespace {

std::string utf8_of(const std::u32string& text) {
  std::string utf8;
  for (const char32_t c : text) append_utf8(utf8, c);
  return utf8;
}

void expect_equal(const std::vector<std::string>& spellings) {
  for (const std::string& spelling : spellings) {
    EXPECT_EQ(canonical_name(spelling), canonical_name(spellings.front())) << spelling;
    EXPECT_FALSE(canonical_name(spelling).empty()) << spelling;
  }
}

TEST(CanonicalName, takes_case_accents_and_spaces_from_latin_names) {
  EXPECT_EQ(canonical_name("  SOK   Dara "), "sok dara");
  EXPECT_EQ(canonical_name("Nguyễn Văn Đức"), "nguyen van duc");
  EXPECT_EQ(canonical_name("Nguye\u0302\u0303n"), "nguyen");
  EXPECT_EQ(canonical_name("Łukasz Ørsted-Weiß"), "lukasz orsted weiss");
  EXPECT_EQ(canonical_name("O’Neil, Séan"), "oneil sean");
  EXPECT_EQ(canonical_name("O'NEIL SEAN"), "oneil sean");
  EXPECT_EQ(canonical_name("Ｓｏｋ　１２"), "sok 12");
  EXPECT_EQ(canonical_name("Sok\u00A0Dara\t"), "sok dara");
}

TEST(CanonicalName, folds_case_and_look_alikes_of_other_scripts) {
  EXPECT_EQ(canonical_name("ФЁДОР Андрей"), canonical_name("федор андреи"));
  EXPECT_EQ(canonical_name("ΓΙΏΡΓΟΣ"), canonical_name("γιωργος"));
  EXPECT_EQ(canonical_name("ԱՐՄԵՆ"), canonical_name("արմեն"));
  EXPECT_EQ(canonical_name("ᲒᲘᲝᲠᲒᲘ"), canonical_name("გიორგი"));
  EXPECT_EQ(canonical_name("علي"), canonical_name("علی"));
  EXPECT_NE(canonical_name("федор"), canonical_name("фадор"));
}

TEST(CanonicalName, is_empty_where_nothing_is_stated) {
  for (const char* text : {"", " ", "-", "--", ".", "n/a", "N/A", " #N/A ", "(null)", "\\N",
                           "\u200B", "\xE2\x80\x94", "?"}) {
    EXPECT_EQ(canonical_name(text), "") << text;
  }
  for (const char* text : {"Na", "Nan", "None", "Null"})
    EXPECT_NE(canonical_name(text), "") << text;
}

TEST(CanonicalName, puts_khmer_into_one_order_whatever_was_typed_first) {
  expect_equal({"\u1781\u17D2\u1798\u17C2\u179A", "\u1781\u17C2\u17D2\u1798\u179A"});
  expect_equal({"\u1780\u17BB\u17C6", "\u1780\u17C6\u17BB"});
  // The letter RO below comes last.
  expect_equal({"\u179F\u17D2\u178F\u17D2\u179A\u17B8", "\u179F\u17D2\u179A\u17D2\u178F\u17B8",
                "\u179F\u17D2\u179A\u17B8\u17D2\u178A"});
  // As Unicode's own normal form leaves it: COENG torn from its letter.
  expect_equal(
      {"\u1780\u17DD\u17D2\u1781", "\u1780\u17D2\u17DD\u1781", "\u1780\u17D2\u1781\u17DD"});
}

TEST(CanonicalName, joins_what_looks_alike_in_khmer) {
  expect_equal({"\u1780\u178E\u17D2\u178A\u17B6\u179B", "\u1780\u178E\u17D2\u178F\u17B6\u179B"});
  expect_equal({"\u179B\u17C4\u1780", "\u179B\u17C1\u17B6\u1780", "\u179B\u17B6\u17C1\u1780"});
  expect_equal({"\u1792\u17BE", "\u1792\u17C1\u17B8"});
  expect_equal({"\u179F\u17CA\u17B8", "\u179F\u17BB\u17B8", "\u179F\u17C9\u17B8"});
  expect_equal({"\u17A2\u17B6", "\u17A4", "\u17A3\u17B6"});
  expect_equal({"\u1785\u17B6\u1793\u17CB", "\u1785\u17B6\u200B\u1793\u17CB",
                "\u1785\u17B6\u17B5\u1793\u200C\u17CB"});
  expect_equal({"12", "\u17E1\u17E2"});
  // A shifter that can be told from u stays one, as do both at BA.
  EXPECT_NE(canonical_name("\u1798\u17C9\u17B6"), canonical_name("\u1798\u17B6"));
  EXPECT_NE(canonical_name("\u1794\u17C9\u17B8"), canonical_name("\u1794\u17CA\u17B8"));
  EXPECT_NE(canonical_name("\u1780\u17BB"), canonical_name("\u1780\u17CA"));
}

TEST(CanonicalName, survives_khmer_that_is_no_word) {
  EXPECT_EQ(canonical_name("\u17D2"), "");
  EXPECT_EQ(canonical_name("\u1780\u17D2"), "\u1780");
  EXPECT_EQ(canonical_name("\u17D2\u1780"), "\u1780");
  EXPECT_EQ(canonical_name("\u17B6 \u1780"), "\u17B6 \u1780");
  std::string stack = "\u1780";
  for (int i = 0; i < 100'000; ++i) stack += "\u17D2\u179A\u17D2\u1781\u17B6";
  EXPECT_EQ(canonical_name(stack).size(), 3 + 100'000 * 12 + 3);
}

// SIL's list of misspellings (../shared/data/README.md names it): groups of lines that are drawn
// alike.
TEST(CanonicalName, makes_the_groups_of_the_published_list_equal) {
  const std::filesystem::path path =
      std::string(SCRUTINEER_SOURCE_DIR) + "/../shared/data/rolls/khmer/bad_kh.txt";
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "absent: " << path;
  std::ifstream stream(path);
  std::vector<std::string> lines(1);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  ASSERT_EQ(lines.size(), 86U);
  const std::vector<std::vector<std::size_t>> groups = {
      {1, 2, 3, 4},
      {5, 6, 7, 8},
      {9, 10},
      {11, 12},
      {13, 14},
      {15, 16, 17, 18, 19, 20, 21, 22},
      {23, 24},
      {25, 26},
      {27, 28, 29},
      {30, 31, 32, 33},
      {34, 35},
      {36, 37, 38, 39, 40, 41, 42},
      {43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55},
      {56, 57, 58, 60, 61, 62, 63, 64},
      {65, 66},
      {67, 68},
      {69, 70},
      {71, 72, 73, 74},
      {75, 76},
      {77, 78, 79},
      {80, 81},
      {82, 83, 84, 85}};
  std::vector<std::string> canonical;
  for (const auto& group : groups) {
    canonical.push_back(canonical_name(lines[group.front()]));
    for (const std::size_t line : group) {
      EXPECT_EQ(canonical_name(lines[line]), canonical.back()) << "line " << line;
    }
  }
  std::sort(canonical.begin(), canonical.end());
  EXPECT_EQ(std::adjacent_find(canonical.begin(), canonical.end()), canonical.end());
}

rc::Gen<std::u32string> any_text() {
  return rc::gen::container<std::u32string>(rc::gen::map(
      rc::gen::oneOf(rc::gen::inRange(0x1780, 0x17EA), rc::gen::inRange(0x17B6, 0x17DE),
                     rc::gen::just(0x17D2), rc::gen::inRange(0x20, 0x250),
                     rc::gen::inRange(0x300, 0x700), rc::gen::inRange(0x1E00, 0x2070),
                     rc::gen::element(0xFEFF, 0xFF21, 0x1F600, 0x10FFFF)),
      [](int c) { return static_cast<char32_t>(c); }));
}

RC_GTEST_PROP(CanonicalName, is_its_own_canonical_form, ()) {
  const std::string text = utf8_of(*any_text());
  const std::string once = canonical_name(text);
  RC_ASSERT(canonical_name(once) == once);
  RC_ASSERT(find_invalid_utf8(once) == std::string::npos);
  RC_ASSERT(trimmed(once) == once);
}

RC_GTEST_PROP(CanonicalName, takes_any_bytes, (const std::string& bytes)) {
  const std::string once = canonical_name(bytes);
  RC_ASSERT(canonical_name(once) == once);
  RC_ASSERT(find_invalid_utf8(once) == std::string::npos);
}

// The signs of a syllable, and the letters below it as wholes, may be typed in any order.
RC_GTEST_PROP(CanonicalName, does_not_depend_on_the_order_of_typing, ()) {
  const auto letter = *rc::gen::inRange(0x1780, 0x17A3);
  std::vector<std::u32string> parts;
  for (const int sign : *rc::gen::container<std::vector<int>>(rc::gen::inRange(0x17B6, 0x17D2))) {
    if (sign != 0x17D2) parts.push_back({static_cast<char32_t>(sign)});
  }
  parts.push_back({0x17D2, static_cast<char32_t>(*rc::gen::inRange(0x1780, 0x17A3))});
  const auto typed = [&] {
    std::u32string text(1, static_cast<char32_t>(letter));
    for (const std::u32string& part : parts) text += part;
    return canonical_name(utf8_of(text));
  };
  const std::string first = typed();
  std::sort(parts.begin(), parts.end());
  RC_ASSERT(typed() == first);
  std::reverse(parts.begin(), parts.end());
  RC_ASSERT(typed() == first);
}

TEST(CanonicalSex, reads_the_usual_words) {
  for (const char* text : {"M", "male", "ប្រុស", "Homme", " ប "}) EXPECT_EQ(canonical_sex(text), "m");
  for (const char* text : {"F", "Female", "ស្រី", "femme", "ស"}) EXPECT_EQ(canonical_sex(text), "f");
  EXPECT_EQ(canonical_sex("X"), "x");
  EXPECT_EQ(canonical_sex(""), "");
}

TEST(SignsOf, gives_one_byte_a_sign) {
  EXPECT_EQ(signs_of("sok 1"), "sok 1");
  EXPECT_EQ(signs_of("\u1780\u17FF"), "\x80\xFF");
  EXPECT_EQ(signs_of("").size(), 0U);
  const std::string other = signs_of("яфя");
  ASSERT_EQ(other.size(), 3U);
  EXPECT_EQ(other[0], other[2]);
  EXPECT_NE(other[0], other[1]);
  for (const char c : other) EXPECT_TRUE(c >= 1 && c <= 31);
}

RC_GTEST_PROP(SignsOf, counts_code_points, ()) {
  const std::u32string text = *any_text();
  RC_ASSERT(signs_of(utf8_of(text)).size() == text.size());
}

}  // namespace
}  // namespace scrutineer::roll
