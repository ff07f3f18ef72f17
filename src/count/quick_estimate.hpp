// What the reports of a sample say about the whole: shares, the lead by its own variance, turnout,
// with t intervals on Satterthwaite's degrees of freedom; response by stratum; and how far the
// stations that are silent could move each figure. Method: docs/quick-count.md.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "base/result.hpp"
#include "count/quick_ratio.hpp"
#include "count/quick_sample.hpp"
#include "election/election.hpp"

namespace scrutineer {

struct QuickInterval {
  double low = 0, high = 0;
};

struct QuickFigure {
  double value = 0;
  double standard_error = 0;
  double degrees = 0;  // infinite where nothing varies
  // Nothing where no report has a vote for it and not all stations report: then the variance is not
  // to be estimated.
  std::optional<QuickInterval> interval;
  // The least and the greatest value of the estimate, whatever the silent stations of the sample
  // hold, up to their registered voters; nothing where these are not stated.
  std::optional<QuickInterval> worst;
  // Beside it, for comparison only: t on reports less strata; the sample taken for an unstratified
  // one; voters taken for drawn one by one.
  std::optional<QuickInterval> plain, unstratified, binomial;
};

struct QuickResponse {  // of a stratum
  std::size_t stations = 0, drawn = 0, reported = 0, incomplete = 0;
};

struct QuickEstimate {
  double confidence = 0;
  bool of_valid = true;  // shares are of valid votes; else of the parties' votes together
  std::size_t stations = 0, drawn = 0, reported = 0, incomplete = 0;
  std::vector<QuickResponse> response;  // by stratum of the frame
  std::vector<StratifiedSample::Collapse> collapses;
  std::vector<PartyIndex> parties;  // by estimated share, falling
  std::vector<QuickFigure> shares;  // by `parties`
  QuickFigure lead;                 // of the first over the second
  // Votes cast over registered voters: as the reports have both, and with the registered voters of
  // all stations of the frame; nothing where they are not stated.
  std::optional<QuickFigure> turnout, turnout_of_frame;
  std::size_t turnout_reports = 0;
};

// The reports and what was made of them; for the comparison with other figures.
struct QuickReports {
  std::vector<UnitIndex> units;
  std::vector<std::size_t> stratum;
  Figures base;
  std::vector<Figures> votes;  // by party, in the order of `parties`
  std::vector<PartyIndex> parties;
};

struct QuickCount {
  QuickEstimate estimate;
  QuickReports reports;
};

// Fails where the source has no returns, states fewer than two parties, or fewer than two stations
// of the sample report.
Result<QuickCount> estimate_quick_count(const Election& election, const QuickSample& sample,
                                        ContestIndex contest, SourceIndex source,
                                        double confidence);

// One ratio with its intervals, within [least, most]. Total of x > 0.
QuickFigure quick_figure(const StratifiedSample& sample, std::size_t stations, const Figures& y,
                         const Figures& x, double confidence, double least, double most);

}  // namespace scrutineer
