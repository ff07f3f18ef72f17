#include "privacy/oprf.hpp"

namespace scrutineer::privacy {

namespace {

// RFC 9497, section 3.1: version, mode 1 (VOPRF), suite.
constexpr std::string_view kContext("OPRFV1-\x01-ristretto255-SHA512", 28);

std::string domain(std::string_view use) { return std::string(use) + std::string(kContext); }

// Two bytes of length, then the bytes.
void append(std::string& transcript, std::string_view bytes) {
  transcript += static_cast<char>(bytes.size() >> 8U);
  transcript += static_cast<char>(bytes.size() & 255U);
  transcript += bytes;
}

std::string_view view(const auto& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

Scalar challenge_of(std::string_view transcript) {
  return hash_to_scalar(transcript, domain("HashToScalar-"));
}

// Sums of all points of the request and of the answer, each as often as a digest of all of them
// says: one proof for the sums is a proof for every point.
class Composites {
 public:
  explicit Composites(const Point& public_key) {
    std::string transcript;
    append(transcript, view(public_key.bytes));
    append(transcript, domain("Seed-"));
    seed_ = sha512(transcript);
  }

  // False where a point is none.
  bool add(const Point& asked, const Point& answer) {
    std::string transcript;
    append(transcript, view(seed_));
    transcript += static_cast<char>(count_ >> 8U);
    transcript += static_cast<char>(count_ & 255U);
    append(transcript, view(asked.bytes));
    append(transcript, view(answer.bytes));
    transcript += "Composite";
    const Scalar factor = challenge_of(transcript);
    ++count_;
    return add(asked_, asked, factor) && add(answers_, answer, factor);
  }

  const Point& asked() const { return asked_; }
  const Point& answers() const { return answers_; }

 private:
  bool add(Point& total, const Point& point, const Scalar& factor) const {
    const auto product = times(point, factor);
    const auto next = product ? sum(total, *product) : std::nullopt;
    if (next) total = *next;
    return next.has_value();
  }

  Digest seed_{};
  std::size_t count_ = 0;
  Point asked_, answers_;
};

Scalar proof_challenge(const Point& public_key, const Composites& composites, const Point& t2,
                       const Point& t3) {
  std::string transcript;
  for (const Point* point : {&public_key, &composites.asked(), &composites.answers(), &t2, &t3}) {
    append(transcript, view(point->bytes));
  }
  transcript += "Challenge";
  return challenge_of(transcript);
}

Digest finished(std::string_view text, const Point& point) {
  std::string transcript;
  append(transcript, text);
  append(transcript, view(point.bytes));
  transcript += "Finalize";
  return sha512(transcript);
}

}  // namespace

BlindedText blinded(std::string_view text, const Scalar& blind) {
  // An element that was hashed to, times a number that is not 0, is an element.
  return {times(hash_to_point(text, domain("HashToGroup-")), blind).value_or(Point{}), blind};
}

BlindedText blinded(std::string_view text) { return blinded(text, Scalar::make()); }

std::optional<Evaluation> evaluated(const std::vector<Point>& request, const Scalar& key,
                                    const Scalar& chance) {
  if (request.empty() || request.size() > kMostBlinded) return std::nullopt;
  const Point public_key = generator_times(key);
  Composites composites(public_key);
  Evaluation evaluation;
  for (const Point& point : request) {
    const auto answer = is_point(point) ? times(point, key) : std::nullopt;
    if (!answer || !composites.add(point, *answer)) return std::nullopt;
    evaluation.points.push_back(*answer);
  }
  const auto t3 = times(composites.asked(), chance);
  if (!t3) return std::nullopt;
  const Scalar challenge = proof_challenge(public_key, composites, generator_times(chance), *t3);
  evaluation.proof = {challenge.bytes(), (chance - challenge * key).bytes()};
  return evaluation;
}

bool is_proven(const Point& public_key, const std::vector<Point>& request,
               const Evaluation& evaluation) {
  if (request.empty() || request.size() != evaluation.points.size() ||
      request.size() > kMostBlinded || !is_point(public_key)) {
    return false;
  }
  Composites composites(public_key);
  for (std::size_t i = 0; i < request.size(); ++i) {
    if (!is_point(request[i]) || !is_point(evaluation.points[i])) return false;
    if (!composites.add(request[i], evaluation.points[i])) return false;
  }
  const Scalar challenge(evaluation.proof.challenge), response(evaluation.proof.response);
  const auto c_key = times(public_key, challenge);
  const auto s_asked = times(composites.asked(), response);
  const auto c_answers = times(composites.answers(), challenge);
  if (!c_key || !s_asked || !c_answers) return false;
  const auto t2 = sum(generator_times(response), *c_key);
  const auto t3 = sum(*s_asked, *c_answers);
  return t2 && t3 && proof_challenge(public_key, composites, *t2, *t3) == challenge;
}

std::optional<Digest> unblinded(std::string_view text, const Scalar& blind, const Point& answer) {
  const auto point = is_point(answer) ? times(answer, blind.inverse()) : std::nullopt;
  if (!point) return std::nullopt;
  return finished(text, *point);
}

Digest evaluated_directly(std::string_view text, const Scalar& key) {
  return finished(text, times(hash_to_point(text, domain("HashToGroup-")), key).value_or(Point{}));
}

}  // namespace scrutineer::privacy
