// ObjectIds and types of units as NIST reports write them. Not for other modules.
#pragma once

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace scrutineer::exchange {

// The values of ReportingUnitType that are used as levels.
inline constexpr std::array<std::string_view, 36> kUnitTypes = {
    "ballot-batch",  "ballot-style-area",
    "borough",       "city",
    "city-council",  "combined-precinct",
    "congressional", "country",
    "county",        "county-council",
    "drop-box",      "judicial",
    "municipality",  "polling-place",
    "precinct",      "school",
    "special",       "split-precinct",
    "state",         "state-house",
    "state-senate",  "town",
    "township",      "utility",
    "village",       "vote-center",
    "ward",          "water",
    "other",         "district",
    "region",        "parish",
    "fire",          "library",
    "sanitary",      "sewer"};

inline bool is_xml_name(std::string_view id) {
  return !id.empty() &&
         ((id.front() >= 'a' && id.front() <= 'z') || (id.front() >= 'A' && id.front() <= 'Z')) &&
         id.find('/') == std::string_view::npos;
}

// ObjectIds are unique in the whole report, whatever the kind of thing.
class ObjectIds {
 public:
  const std::string& of(const std::string& kind, const std::string& id) {
    const auto [place, is_new] = ids_.try_emplace({kind, id});
    if (!is_new) return place->second;
    std::string wanted = is_xml_name(id) ? id : kind + "-" + id;
    std::replace(wanted.begin(), wanted.end(), '/', '_');
    std::string free = wanted;
    for (int number = 2; !taken_.insert(free).second; ++number) {
      free = kind + "-" + wanted + (number > 2 ? "-" + std::to_string(number) : "");
    }
    return place->second = free;
  }

 private:
  std::map<std::pair<std::string, std::string>, std::string> ids_;
  std::set<std::string> taken_;
};

}  // namespace scrutineer::exchange
