// The frame of a quick count (stations by stratum), and the sample that is drawn from it by a
// public seed, so that anybody can draw it again by hand (docs/quick-count.md).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "election/election.hpp"

namespace scrutineer {

struct QuickStratum {
  std::string id;
  std::vector<UnitIndex> stations;  // by id
};

struct QuickFrame {
  std::vector<QuickStratum> strata;  // by id
  std::size_t stations() const;
  std::vector<std::size_t> sizes() const;  // N by stratum
};

// Stations are the units without others below them. Each belongs to the unit of the level that it
// stands below (or is); one that stands below none is an error.
Result<QuickFrame> frame_by_level(const Election& election, const std::string& level);

// Strata from a CSV with the columns unit and stratum, one row for each station of the frame.
Result<QuickFrame> frame_by_file(const Election& election, std::string_view file,
                                 std::string_view bytes);

struct DrawnStation {
  UnitIndex unit;
  std::size_t stratum = 0;   // in the frame
  std::string ticket;        // SHA-256 of the seed, ":" and the unit's id; empty: not stated
  std::size_t position = 0;  // of the ticket in its stratum, from 1; 0: not stated
};

// The lowest tickets of each stratum, as many as `sizes` says (at most all); by stratum, then
// position. A larger sample from the same seed begins with the smaller one.
std::vector<DrawnStation> draw_sample(const Election& election, const QuickFrame& frame,
                                      const std::vector<std::size_t>& sizes, std::string_view seed);

// unit,stratum,ticket,position
std::string sample_csv(const Election& election, const QuickFrame& frame,
                       const std::vector<DrawnStation>& sample);

// The sample with that file; ticket and position may be left out. Without a frame, the strata are
// units of one level, which gives it. Unknown units, repeated ones and wrong strata are errors, all
// reported.
struct QuickSample {
  QuickFrame frame;
  std::vector<DrawnStation> stations;  // by stratum, then unit
};
Result<QuickSample> read_sample(const Election& election, std::string_view file,
                                std::string_view bytes, std::optional<QuickFrame> frame);

// Whether these are just the stations that the seed draws, so many from each stratum.
bool is_drawn_by(const Election& election, const QuickSample& sample, std::string_view seed);

}  // namespace scrutineer
