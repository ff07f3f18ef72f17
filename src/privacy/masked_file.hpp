// The files of an intersection without disclosure (Meadows 1986; Huberman, Franklin & Hogg 1999):
// each party masks its keys by a secret number and sends them, masks those of the other again, and
// keys that come out alike under both masks are in common. Order within a file is that of the
// masked points, which is as good as shuffled, and needs no chance of its own
// (docs/formats/roll-intersection.md).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "privacy/group.hpp"

namespace scrutineer::privacy {

enum class MaskedRound : std::uint8_t {
  blinded = 1,   // a party's own keys under its mask, sorted
  answered = 2,  // those of the other, under both masks, in the order in which they came
};

struct MaskedFile {
  MaskedRound round = MaskedRound::blinded;
  Point by;  // the generator under the mask of the party that made the file
  Point to;  // answered: of the party whose keys they are
  std::vector<Point> points;
};

std::string masked_bytes(const MaskedFile& file);

// Checks what can be checked of a file alone: its kind, that it is whole, that every point is one,
// that blinded points are sorted and different. `round`: which is expected.
Result<MaskedFile> read_masked(const std::string& name, std::string_view bytes, MaskedRound round);

// Of texts, each its point under the mask, in their order.
std::vector<Point> masked(const std::vector<std::string>& texts, const Scalar& mask);
// Of points, each once more under the mask, in their order.
std::vector<Point> masked_again(const std::vector<Point>& points, const Scalar& mask);

}  // namespace scrutineer::privacy
