#include "privacy/oprf.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace scrutineer::privacy {
namespace {

std::string hexadecimal(const auto& bytes) {
  return to_hexadecimal({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

template <typename Bytes>
Bytes bytes_of_text(std::string_view text) {
  Bytes bytes{};
  const std::string plain = *from_hexadecimal(text);
  std::copy(plain.begin(), plain.end(), bytes.begin());
  return bytes;
}

Scalar scalar(std::string_view text) {
  return Scalar(bytes_of_text<std::array<std::uint8_t, 32>>(text));
}

struct Vector {
  std::string input, blinded, evaluated, proof, output;
};

// RFC 9497, appendix A.1.2, test vectors 1 and 2.
const Vector kVectors[] = {
    {"00", "863f330cc1a1259ed5a5998a23acfd37fb4351a793a5b3c090b642ddc439b945",
     "aa8fa048764d5623868679402ff6108d2521884fa138cd7f9c7669a9a014267e",
     "ddef93772692e535d1a53903db24367355cc2cc78de93b3be5a8ffcc6985dd06"
     "6d4346421d17bf5117a2a1ff0fcb2a759f58a539dfbe857a40bce4cf49ec600d",
     "b58cfbe118e0cb94d79b5fd6a6dafb98764dff49c14e1770b566e42402da1a7d"
     "a4d8527693914139caee5bd03903af43a491351d23b430948dd50cde10d32b3c"},
    {"5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a",
     "cc0b2a350101881d8a4cba4c80241d74fb7dcbfde4a61fde2f91443c2bf9ef0c",
     "60a59a57208d48aca71e9e850d22674b611f752bed48b36f7a91b372bd7ad468",
     "401a0da6264f8cf45bb2f5264bc31e109155600babb3cd4e5af7d181a2c9dc0a"
     "67154fabf031fd936051dec80b0b6ae29c9503493dde7393b722eafdf5a50b02",
     ""}};

TEST(Oprf, is_the_one_of_the_standard) {
  const Scalar key = scalar("e6f73f344b79b379f1a0dd37e07ff62e38d9f71345ce62ae3a9bc60b04ccd909");
  const Scalar blind = scalar("64d37aed22a27f5191de1c1d69fadb899d8862b58eb4220029e036ec4c1f6706");
  const Scalar chance = scalar("222a5e897cf59db8145db8d16e597e8facb80ae7d4e26d9881aa6f61d645fc0e");
  EXPECT_EQ(hexadecimal(generator_times(key).bytes),
            "c803e2cc6b05fc15064549b5920659ca4a77b2cca6f04f6b357009335476ad4e");
  for (const Vector& vector : kVectors) {
    const std::string input = *from_hexadecimal(vector.input);
    const BlindedText asked = blinded(input, blind);
    EXPECT_EQ(hexadecimal(asked.point.bytes), vector.blinded);
    const auto answer = evaluated({asked.point}, key, chance);
    ASSERT_TRUE(answer);
    EXPECT_EQ(hexadecimal(answer->points[0].bytes), vector.evaluated);
    EXPECT_EQ(hexadecimal(answer->proof.challenge) + hexadecimal(answer->proof.response),
              vector.proof);
    EXPECT_TRUE(is_proven(generator_times(key), {asked.point}, *answer));
    const auto output = unblinded(input, blind, answer->points[0]);
    ASSERT_TRUE(output);
    EXPECT_EQ(*output, evaluated_directly(input, key));
    EXPECT_EQ(hexadecimal(*output).substr(0, vector.output.size()), vector.output);
  }
}

RC_GTEST_PROP(Oprf, gives_the_asker_what_the_holder_of_the_key_computes, (const std::string& any)) {
  const std::vector<std::string> texts = {any, any + "a", ""};
  const Scalar key = Scalar::make();
  std::vector<BlindedText> asked;
  std::vector<Point> request;
  for (const std::string& text : texts) request.push_back(asked.emplace_back(blinded(text)).point);
  const auto answer = evaluated(request, key, Scalar::make());
  RC_ASSERT(answer && is_proven(generator_times(key), request, *answer));
  for (std::size_t i = 0; i < texts.size(); ++i) {
    RC_ASSERT(unblinded(texts[i], asked[i].blind, answer->points[i]) ==
              evaluated_directly(texts[i], key));
  }
}

TEST(Oprf, shows_an_answer_that_another_key_made) {
  const Scalar key = Scalar::make(), other = Scalar::make();
  const std::vector<Point> request = {blinded("a").point, blinded("b").point};
  const auto answer = evaluated(request, other, Scalar::make());
  ASSERT_TRUE(answer);
  EXPECT_TRUE(is_proven(generator_times(other), request, *answer));
  EXPECT_FALSE(is_proven(generator_times(key), request, *answer));
  // One point of another key among those of the right one.
  auto mixed = evaluated(request, key, Scalar::make());
  ASSERT_TRUE(mixed);
  mixed->points[1] = answer->points[1];
  EXPECT_FALSE(is_proven(generator_times(key), request, *mixed));
  // Answers that changed places.
  auto swapped = evaluated(request, key, Scalar::make());
  std::swap(swapped->points[0], swapped->points[1]);
  EXPECT_FALSE(is_proven(generator_times(key), request, *swapped));
  swapped->points.pop_back();
  EXPECT_FALSE(is_proven(generator_times(key), request, *swapped));
}

TEST(Oprf, answers_nothing_that_is_no_point) {
  EXPECT_FALSE(evaluated({}, Scalar::make(), Scalar::make()));
  EXPECT_FALSE(evaluated({Point{}}, Scalar::make(), Scalar::make()));
  EXPECT_FALSE(unblinded("a", Scalar::make(), Point{}));
  EXPECT_FALSE(is_proven(Point{}, {blinded("a").point}, Evaluation{{Point{}}, {}}));
}

TEST(Oprf, masks_one_text_in_another_way_each_time) {
  EXPECT_NE(blinded("a").point, blinded("a").point);
}

}  // namespace
}  // namespace scrutineer::privacy
