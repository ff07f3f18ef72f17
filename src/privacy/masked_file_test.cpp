#include "privacy/masked_file.hpp"

#include <algorithm>
#include <set>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace scrutineer::privacy {
namespace {

MaskedFile blinded_file(const std::vector<std::string>& texts, const Scalar& mask) {
  MaskedFile file{MaskedRound::blinded, generator_times(mask), {}, masked(texts, mask)};
  std::sort(file.points.begin(), file.points.end());
  return file;
}

RC_GTEST_PROP(Masked, keys_in_common_come_out_alike_and_no_others,
              (const std::set<std::uint8_t>& left, const std::set<std::uint8_t>& right)) {
  const auto texts_of = [](const std::set<std::uint8_t>& numbers) {
    std::vector<std::string> texts;
    for (const std::uint8_t number : numbers) texts.push_back(std::to_string(number % 24));
    return texts;
  };
  const std::vector<std::string> ours = texts_of(left), theirs = texts_of(right);
  const Scalar a = Scalar::make(), b = Scalar::make();
  const std::vector<Point> both_ours = masked_again(masked(ours, a), b);
  const std::vector<Point> both_theirs = masked_again(masked(theirs, b), a);
  for (std::size_t i = 0; i < ours.size(); ++i) {
    for (std::size_t j = 0; j < theirs.size(); ++j) {
      RC_ASSERT((both_ours[i] == both_theirs[j]) == (ours[i] == theirs[j]));
    }
  }
}

TEST(MaskedFile, comes_back_from_its_bytes) {
  const MaskedFile file = blinded_file({"a", "b", "c"}, Scalar::make());
  const auto again = read_masked("f", masked_bytes(file), MaskedRound::blinded);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->points, file.points);
  EXPECT_EQ(again->by, file.by);
  const MaskedFile none = blinded_file({}, Scalar::make());
  EXPECT_TRUE(read_masked("f", masked_bytes(none), MaskedRound::blinded));
}

void expect_refused(const std::string& bytes, MaskedRound round, const std::string& part) {
  const auto file = read_masked("their.file", bytes, round);
  ASSERT_FALSE(file);
  const std::string sentence = to_sentence(file.error()[0]);
  EXPECT_NE(sentence.find("their.file"), std::string::npos);
  EXPECT_NE(sentence.find(part), std::string::npos) << sentence;
}

TEST(MaskedFile, that_is_cut_changed_or_of_another_round_is_refused) {
  const MaskedFile file = blinded_file({"a", "b", "c"}, Scalar::make());
  const std::string bytes = masked_bytes(file);
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    EXPECT_FALSE(read_masked("f", bytes.substr(0, length), MaskedRound::blinded));
  }
  expect_refused(bytes.substr(0, bytes.size() - 32), MaskedRound::blinded, "cut short");
  expect_refused(bytes, MaskedRound::answered, "round 1");
  expect_refused("", MaskedRound::blinded, "0 bytes");
  expect_refused(std::string(1000, 'x'), MaskedRound::blinded, "no file of an intersection");
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    std::string changed = bytes;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    EXPECT_FALSE(read_masked("f", changed, MaskedRound::blinded)) << at;
  }
}

TEST(MaskedFile, with_what_is_no_point_is_refused_though_its_digest_holds) {
  MaskedFile file = blinded_file({"a", "b", "c"}, Scalar::make());
  file.points[2].bytes.fill(0xff);
  expect_refused(masked_bytes(file), MaskedRound::blinded, "point 3");
  file.points = {Point{}};
  expect_refused(masked_bytes(file), MaskedRound::blinded, "point 1");
  file = blinded_file({"a", "b", "c"}, Scalar::make());
  std::swap(file.points[0], file.points[1]);  // an order that may say something
  expect_refused(masked_bytes(file), MaskedRound::blinded, "point 2");
  file.round = MaskedRound::answered;
  EXPECT_TRUE(read_masked("f", masked_bytes(file), MaskedRound::answered));
  file.by = Point{};
  expect_refused(masked_bytes(file), MaskedRound::answered, "mark");
}

}  // namespace
}  // namespace scrutineer::privacy
