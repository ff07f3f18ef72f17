// What is read of EML-NL files (EML 5.0 as the Dutch Electoral Council uses it) before they become
// one election. Not for other modules.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "folder/exchange/element.hpp"
#include "folder/exchange/sketch.hpp"

namespace scrutineer::exchange {

inline constexpr std::string_view kEmlSpace = "urn:oasis:names:tc:evs:schema:eml";
// A contest that is not divided into electoral districts is called "geen" (none).
inline constexpr std::string_view kNoDistrict = "geen";
inline constexpr std::string_view kNotCreated = "0001-01-01T00:00:00";
inline constexpr std::string_view kAreaPrefix = "area-";

enum class EmlKind { definition, stations, candidates, count, result };

struct EmlIdentity {
  std::string id, name, category, subcategory, domain_id, domain_name, date;
};

struct EmlFile {
  std::string name;
  std::string document;  // "110a", "510b", …
  EmlKind kind = EmlKind::definition;
  Element root;
  const Element* election = nullptr;
  const Element* contest = nullptr;
  EmlIdentity identity;
  std::string authority, authority_name;
  std::string created;  // a date, or a date and time with an offset; or empty
};

// The size of a council decides its category, its preference threshold and its rule.
inline constexpr Seats kLargeCouncil = 19;

// The file with what all kinds have in common; what is wrong with it is in the problems.
std::optional<EmlFile> open_eml(std::string_view name, std::string_view bytes, Problems& problems);
// What a definition must say besides; gives its number of seats.
Seats check_definition(const EmlFile& file, const ElementReader& reader);
// That all files are of one election, and no kind is there twice.
void check_together(const std::vector<EmlFile>& files, Problems& problems);
// The categories of elections that the format knows, with their subcategories.
const std::map<std::string, std::vector<std::string>>& eml_categories();

// What the files say, before it is an election.
struct EmlList {
  std::string name;
  std::map<std::string, std::string> candidates;  // label by id
};

struct EmlStation {
  std::string name;
  Count registered;
};

struct EmlVotes {
  std::string unit;  // "" for the whole area
  std::string affiliation, candidate;
  Votes votes = 0;
};

struct EmlField {
  std::string unit;
  Field field = Field::valid;
  Votes count = 0;
};

struct EmlContents {
  std::map<EmlKind, const EmlFile*> file_of;
  std::map<std::string, EmlList> lists;
  std::map<std::string, EmlStation> stations;
  std::vector<EmlVotes> votes;
  std::vector<EmlField> fields;
  std::map<std::string, std::vector<std::string>> elected;  // names by list
  std::set<std::string> uncounted;                          // reasons
  std::optional<Seats> seats;
  Count voters;
  bool has_stations = false;
  bool has_candidates = false;
  bool has_investigations = false;

  const EmlFile* find(EmlKind kind) const;
  // The file that says most of the election.
  const EmlFile& main() const;
};

EmlContents read_eml(const std::vector<EmlFile>& files, Problems& problems);
Sketch build_eml(const EmlContents& contents);

}  // namespace scrutineer::exchange
