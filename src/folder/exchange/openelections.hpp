// Names that the reader and the writer of OpenElections' CSV share. Not for other modules.
#pragma once

#include <array>
#include <string>
#include <string_view>

namespace scrutineer::exchange {

inline constexpr std::array<std::string_view, 7> kOpenElectionsColumns = {
    "county", "precinct", "office", "district", "candidate", "party", "votes"};

inline constexpr std::string_view kRegisteredVoters = "Registered Voters";
inline constexpr std::string_view kBallotsCast = "Ballots Cast";
inline constexpr std::string_view kOverVotes = "Over Votes";
inline constexpr std::string_view kUnderVotes = "Under Votes";
inline constexpr std::string_view kTotal = "Total";
// "State House (district 12)": a contest's name carries both of its columns.
inline constexpr std::string_view kDistrict = " (district ";

// In lower case, without spaces and hyphens: "Over Votes", "Overvotes" and "over-votes" are one.
std::string folded(std::string_view text);
// "Total", "TOTALS", "County Totals", "Grand Total", …
bool is_total_name(std::string_view text);

}  // namespace scrutineer::exchange
