// An oblivious pseudorandom function that can be checked: VOPRF of RFC 9497, suite
// ristretto255-SHA512. Whoever asks learns F(key, text) and nothing of the key; the holder of the
// key learns nothing of the text, and proves that the key is the one whose public point everybody
// has, so that nobody can be marked with a key of their own.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "privacy/group.hpp"

namespace scrutineer::privacy {

// What is sent, and the secret that takes the mask away again.
struct BlindedText {
  Point point;
  Scalar blind;
};
BlindedText blinded(std::string_view text);
BlindedText blinded(std::string_view text, const Scalar& blind);

// That one key made all answers of a request (Chaum & Pedersen 1992, in a batch): c and s.
struct EvaluationProof {
  std::array<std::uint8_t, 32> challenge{}, response{};
};

struct Evaluation {
  std::vector<Point> points;
  EvaluationProof proof;
};

// How many points one request may have; the proof counts them in two bytes.
inline constexpr std::size_t kMostBlinded = 65'535;

// Nothing where a point is none, or there are too many. `chance` is for the proof, used once.
std::optional<Evaluation> evaluated(const std::vector<Point>& request, const Scalar& key,
                                    const Scalar& chance);

bool is_proven(const Point& public_key, const std::vector<Point>& request,
               const Evaluation& evaluation);

// F(key, text) from the answer; nothing where the answer is no point.
std::optional<Digest> unblinded(std::string_view text, const Scalar& blind, const Point& answer);

// The same by the holder of the key.
Digest evaluated_directly(std::string_view text, const Scalar& key);

}  // namespace scrutineer::privacy
