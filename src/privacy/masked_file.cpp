#include "privacy/masked_file.hpp"

#include <algorithm>

#include <fmt/core.h>

#include "base/digest.hpp"
#include "base/threads.hpp"

namespace scrutineer::privacy {

namespace {

// Frozen: they are on disk and go into the points.
constexpr std::string_view kMagic = "scrutineer roll intersect 1\n";
constexpr std::string_view kDomain =
    "scrutineer-roll-intersect-v1_ristretto255_XMD:SHA-512_R255MAP_RO_";
constexpr std::size_t kPoint = 32, kHeader = 28 + 1 + 8 + 2 * kPoint, kDigest = 32;
static_assert(kMagic.size() == 28);

void append(std::string& bytes, const Point& point) {
  bytes.append(reinterpret_cast<const char*>(point.bytes.data()), kPoint);
}

Point point_at(std::string_view bytes, std::size_t at) {
  Point point;
  std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(at), kPoint, point.bytes.begin());
  return point;
}

std::string digest_text(std::string_view bytes) {
  const Sha256Digest digest = sha256(bytes);
  return {digest.begin(), digest.end()};
}

std::string_view name_of(MaskedRound round) {
  return round == MaskedRound::blinded ? "the keys of a party (round 1)"
                                       : "an answer to keys (round 2)";
}

// The first point that is none, or of blinded ones is not above the one before it.
std::size_t first_fault(const MaskedFile& file) {
  const std::vector<Point>& points = file.points;
  const Slices slices{points.size(), 4096};
  std::vector<std::size_t> faults(slices.count(), points.size());
  for_each_piece(slices.count(), [&](std::size_t slice) {
    for (std::size_t i = slices.begin(slice); i < slices.end(slice); ++i) {
      const bool is_sorted =
          file.round != MaskedRound::blinded || i == 0 || points[i - 1] < points[i];
      if (is_sorted && is_point(points[i])) continue;
      faults[slice] = i;
      return;
    }
  });
  return faults.empty() ? 0 : *std::min_element(faults.begin(), faults.end());
}

}  // namespace

std::string masked_bytes(const MaskedFile& file) {
  std::string bytes(kMagic);
  bytes += static_cast<char>(file.round);
  for (unsigned shift = 0; shift < 64; shift += 8) {
    bytes += static_cast<char>(std::uint64_t{file.points.size()} >> shift & 255U);
  }
  append(bytes, file.by);
  append(bytes, file.to);
  for (const Point& point : file.points) append(bytes, point);
  return bytes + digest_text(bytes);
}

Result<MaskedFile> read_masked(const std::string& name, std::string_view bytes, MaskedRound round) {
  if (bytes.size() < kHeader + kDigest || bytes.substr(0, kMagic.size()) != kMagic) {
    return fail(fmt::format("{}: found {} bytes that are no file of an intersection, expected {}.",
                            name, bytes.size(), name_of(round)));
  }
  MaskedFile file;
  const auto kind = static_cast<std::uint8_t>(bytes[kMagic.size()]);
  if (kind != static_cast<std::uint8_t>(round)) {
    return fail(fmt::format("{}: found round {}, expected {}.", name, kind, name_of(round)));
  }
  file.round = round;
  std::uint64_t count = 0;
  for (std::size_t i = 8; i-- > 0;) {
    count = count << 8U | static_cast<std::uint8_t>(bytes[kMagic.size() + 1 + i]);
  }
  const std::size_t room = bytes.size() - kHeader - kDigest;
  if (room % kPoint != 0 || room / kPoint != count) {
    return fail(
        fmt::format("{}: found {} bytes for points, expected {} points of 32; was it cut "
                    "short?",
                    name, room, count));
  }
  const std::string_view body = bytes.substr(0, kHeader + room);
  if (digest_text(body) != bytes.substr(body.size())) {
    return fail(name +
                ": found bytes of another digest than the one at its end, expected a file "
                "that nobody changed.");
  }
  file.by = point_at(bytes, kMagic.size() + 9);
  file.to = point_at(bytes, kMagic.size() + 9 + kPoint);
  for (std::size_t i = 0; i < count; ++i) {
    file.points.push_back(point_at(bytes, kHeader + i * kPoint));
  }
  if (!is_point(file.by)) return fail(name + ": the mark of who made it is no point.");
  if (const std::size_t fault = first_fault(file); fault < count) {
    return fail(
        fmt::format("{}: point {} is no point of ristretto255{}.", name, fault + 1,
                    round == MaskedRound::blinded ? ", or not above the one before it" : ""));
  }
  return file;
}

std::vector<Point> masked(const std::vector<std::string>& texts, const Scalar& mask) {
  std::vector<Point> points(texts.size());
  const Slices slices{texts.size(), 256};
  for_each_piece(slices.count(), [&](std::size_t slice) {
    for (std::size_t i = slices.begin(slice); i < slices.end(slice); ++i) {
      points[i] = times(hash_to_point(texts[i], kDomain), mask).value_or(Point{});
    }
  });
  return points;
}

std::vector<Point> masked_again(const std::vector<Point>& points, const Scalar& mask) {
  std::vector<Point> again(points.size());
  const Slices slices{points.size(), 256};
  for_each_piece(slices.count(), [&](std::size_t slice) {
    for (std::size_t i = slices.begin(slice); i < slices.end(slice); ++i) {
      again[i] = times(points[i], mask).value_or(Point{});
    }
  });
  return again;
}

}  // namespace scrutineer::privacy
