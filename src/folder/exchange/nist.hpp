// What is read of a NIST SP 1500-100 v2 report before it becomes an election: its units, contests
// and counts, by position. Not for other modules.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "folder/exchange/element.hpp"
#include "folder/exchange/sketch.hpp"

namespace scrutineer::exchange {

// An ExternalIdentifier of the type "other" and this OtherType carries our id of a thing.
inline constexpr std::string_view kOurIdentifier = "scrutineer";
inline constexpr std::string_view kOurSeats = "scrutineer-seats";
inline constexpr std::string_view kNistSpace = "http://itl.nist.gov/ns/voting/1500-100/v2";
// GeneratedDate is required; where nothing is known of it, this stands for "not stated".
inline constexpr std::string_view kNotGenerated = "0001-01-01T00:00:00Z";

struct NistUnit {
  const Element* element = nullptr;
  std::string id;                      // ObjectId
  std::vector<std::size_t> composing;  // the units that it lists
  std::optional<std::size_t> parent;   // the one that is chosen
  bool counted = false;                // some count is stated of it
  bool kept = false;                   // becomes a unit of the election
};

struct NistSelection {
  const Element* element = nullptr;
  std::string key;                   // what its id is made from
  std::optional<std::string> party;  // ObjectId of the party that it is, or stands for
  bool is_party = false;
};

struct NistContest {
  const Element* element = nullptr;
  std::vector<NistSelection> selections;
  std::optional<std::size_t> district;
  bool one_vote = true;  // VotesAllowed is 1: over- and undervotes are ballots
  bool ranked = false;
};

struct NistCount {
  std::size_t contest = 0, selection = 0, unit = 0;
  Votes votes = 0;
};

struct NistOther {
  std::size_t contest = 0, unit = 0;
  Count overvotes, undervotes;
};

struct NistReport {
  const Element* root = nullptr;
  const Element* election = nullptr;
  std::vector<NistUnit> units;
  std::map<std::string, std::size_t, std::less<>> unit_by_id;
  std::vector<NistContest> contests;
  std::vector<NistCount> counts;
  std::vector<NistOther> others;
  std::map<std::size_t, Votes> ballots;                       // cast, by unit
  std::map<std::string, const Element*> parties, candidates;  // by ObjectId
  std::set<std::string> affiliations;                         // parties that candidates name
  std::optional<std::size_t> scope;
  std::vector<Note> notes;
};

// The id that we gave it when we wrote it; key_of() gives the ObjectId where there is none.
std::optional<std::string> our_id(const Element& element);
std::string key_of(const Element& element);

void read_units(NistReport& report, const ElementReader& reader);
// The position of the unit that `child` refers to; reports an unknown one.
std::optional<std::size_t> unit_reference(const NistReport& report, const Element& in,
                                          std::string_view child, const ElementReader& reader);
void read_counts(NistReport& report, const ElementReader& reader);
// Parents, once the counts are known.
void build_tree(NistReport& report, const ElementReader& reader);
// The district and everything that it is composed of; nothing where it lists nothing.
std::optional<std::vector<bool>> members(const NistReport& report, std::size_t district);

NistReport read_report(const Element& root, const ElementReader& reader);
Sketch build_nist(const NistReport& report, const ElementReader& reader);

Result<Imported> read_nist(const Element& root, std::string_view name, Format format);
Result<Element> nist_element(const Election& election, const std::string& source,
                             std::vector<Note>& notes);
void keep_needed_types(Element& element);

}  // namespace scrutineer::exchange
