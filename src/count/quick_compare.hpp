// A quick count beside official figures: in all, and station by station. Three answers: consistent,
// not consistent, cannot tell. Each is rounded against what it says.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "count/quick_estimate.hpp"

namespace scrutineer {

enum class QuickVerdict { consistent, not_consistent, cannot_tell };
std::string_view name_of(QuickVerdict verdict);

// Why a verdict cannot be given, or what it rests on.
enum class QuickReason {
  none,
  official_incomplete,  // not every station of the official count is in its total
  silent_stations,      // they differ, but the silent stations could explain it
  too_close,            // they agree, but the interval of the lead holds zero
  not_published,        // no official figures of the stations
  no_direction          // stations differ, and the differences may even out
};
std::string_view name_of(QuickReason reason);

struct QuickParty {
  PartyIndex party;
  double official = 0;            // share
  double difference = 0;          // estimate − official
  std::optional<double> z;        // in standard errors; nothing where the error is zero
  std::optional<double> p_value;  // of |z|, on Satterthwaite's degrees
};

struct QuickInAll {
  QuickVerdict verdict = QuickVerdict::cannot_tell;
  QuickReason reason = QuickReason::none;
  bool survives_silence = false;  // the verdict holds whatever the silent stations hold
  std::vector<QuickParty> parties;
  double official_lead = 0;
  // All differences together: Wald's statistic over `categories` shares (those of at least one per
  // cent in the official count, the others as one), its chi-square tail, and the F tail that allows
  // for the degrees of freedom of the variance (Korn & Graubard 1990), which decides. Where these
  // are too few for F, Bonferroni's bound over the t tails.
  double statistic = 0;
  std::size_t categories = 0;
  double chi_square_p = 1;
  double p_value = 1;
  bool by_bonferroni = false;
};

struct QuickStationDifference {
  UnitIndex unit;
  std::vector<Votes> by_party;  // official − observed, by QuickEstimate::parties
};

struct QuickNetError {  // of a party, over all stations: official − observed
  double votes = 0;
  QuickInterval interval;
};

struct QuickPerStation {
  QuickVerdict verdict = QuickVerdict::cannot_tell;
  QuickReason reason = QuickReason::none;
  std::size_t compared = 0, not_published = 0;
  std::vector<QuickStationDifference> differing;
  // Where none differs: with this confidence, no more stations of the frame do (hypergeometric,
  // over all ways to spread them over the strata).
  std::optional<std::size_t> most_differing;
  std::vector<QuickNetError> net;     // where some differ, by party
  std::optional<QuickNetError> lead;  // of the first over the second
};

struct QuickComparison {
  std::optional<QuickInAll> in_all;  // nothing where the source states no total
  QuickPerStation per_station;
};

Result<QuickComparison> compare_quick_count(const Election& election, const QuickCount& count,
                                            const QuickSample& sample, ContestIndex contest,
                                            SourceIndex official);

// The most stations that may differ, given that none of the `seen` does, at this confidence.
std::size_t most_differing(const std::vector<std::size_t>& stations,
                           const std::vector<std::size_t>& seen, double confidence);

}  // namespace scrutineer
