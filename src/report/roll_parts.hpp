// The sections of the page of the roll, one source file each. Where nothing is stated a section is
// empty, but for that of removals: that nobody states a figure is what it has to say.
#pragma once

#include <string>
#include <string_view>

#include "report/html.hpp"
#include "report/view.hpp"

namespace scrutineer {

Markup roll_flow_section(const View& view);
Markup roll_units_section(const View& view);
Markup roll_removals_section(const View& view);
Markup roll_audits_section(const View& view);
Markup roll_disparity_section(const View& view);

// Claims of these kinds are about the roll.
bool is_about_roll(const Claim& claim);

// The text of the catalogue for a name of the format: "roll.asked.past-voters" for past_voters.
std::string roll_text(std::string_view kind, std::string_view name);
// "1,234", or "not stated" in the style of what is absent.
Markup stated_or_not(const View& view, const Count& count);
Markup not_stated(const View& view);
// "88 to 99", "at least 88", "up to 99"; empty where neither end is stated.
std::string range_words(const View& view, const std::string& low, const std::string& high);
std::string written(const Count& count);  // "1,234", or empty

}  // namespace scrutineer
