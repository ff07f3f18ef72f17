// What EML-NL files say. In a 510 the order of selections is what they mean: a candidate stands on
// the last list above it.
#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "folder/exchange/eml.hpp"

namespace scrutineer::exchange {

const EmlFile* EmlContents::find(EmlKind kind) const {
  const auto found = file_of.find(kind);
  return found == file_of.end() ? nullptr : found->second;
}

const EmlFile& EmlContents::main() const {
  for (const EmlKind kind : {EmlKind::definition, EmlKind::candidates, EmlKind::result,
                             EmlKind::count, EmlKind::stations}) {
    const EmlFile* file = find(kind);
    if (file != nullptr && !file->identity.domain_id.empty()) return *file;
  }
  return *file_of.begin()->second;
}

namespace {

class EmlReader {
 public:
  explicit EmlReader(Problems& problems) : problems_(problems) {}

  EmlContents read(const std::vector<EmlFile>& files) {
    for (const EmlFile& file : files) contents_.file_of[file.kind] = &file;
    // In this order: a count may refer to stations and candidates.
    for (const EmlKind kind : {EmlKind::definition, EmlKind::stations, EmlKind::candidates,
                               EmlKind::count, EmlKind::result}) {
      if (const EmlFile* file = contents_.find(kind)) read_file(*file);
    }
    return std::move(contents_);
  }

 private:
  void read_file(const EmlFile& file) {
    const ElementReader reader(file.name, problems_);
    switch (file.kind) {
      case EmlKind::definition:
        contents_.seats = check_definition(file, reader);
        break;
      case EmlKind::stations:
        read_stations(file, reader);
        break;
      case EmlKind::candidates:
        read_candidates(file, reader);
        break;
      case EmlKind::count:
        read_count(file, reader);
        break;
      case EmlKind::result:
        read_result(file, reader);
        break;
    }
  }

  void read_stations(const EmlFile& file, const ElementReader& reader) {
    const Element& contest = *file.contest;
    if (!contest.value("MaxVotes").empty()) contents_.voters = reader.count(contest, "MaxVotes");
    for (const Element* place : contest.all("PollingPlace")) {
      const Element* location = reader.only(*place, "PhysicalLocation", "the place of the station");
      if (location == nullptr) continue;
      const Element* station = reader.only(*location, "PollingStation", "the station");
      if (station == nullptr) continue;
      const std::string id = reader.text(*station, "Id", "the number of the station");
      EmlStation entry{name_of_place(*location), std::nullopt};
      if (!station->text.empty()) {
        entry.registered = reader.count_of(*station, "PollingStation " + shown(id), station->text);
      }
      if (!contents_.stations.emplace(id, entry).second) {
        reader.expected(*station, "Id", id, "a number that no other station has");
      }
    }
    contents_.has_stations = true;
  }

  static std::string name_of_place(const Element& location) {
    const Element* address = location.find("Address");
    const Element* locality = address == nullptr ? nullptr : address->find("Locality");
    if (locality == nullptr) return "";
    std::string name(locality->value("LocalityName"));
    if (const Element* code = locality->find("PostalCode")) {
      const std::string_view number = code->value("PostalCodeNumber");
      if (!number.empty()) name += (name.empty() ? "" : ", ") + std::string(number);
    }
    return name;
  }

  void read_candidates(const EmlFile& file, const ElementReader& reader) {
    const auto lists = file.contest->all("Affiliation");
    if (lists.empty())
      reader.missing(*file.contest, "Affiliation", "at least one list of candidates");
    for (const Element* list : lists) {
      const Element* identifier = reader.only(*list, "AffiliationIdentifier", "the list's number");
      if (identifier == nullptr) continue;
      const std::string id = reader.text(*identifier, "Id", "the list's number");
      if (contents_.lists.contains(id)) {
        reader.expected(*identifier, "Id", id, "a number that no other list has");
      }
      EmlList& affiliation = contents_.lists[id];
      affiliation.name = identifier->value("RegisteredName");
      const auto candidates = list->all("Candidate");
      if (candidates.empty()) {
        reader.missing(*list, "Candidate", "at least one candidate on the list " + shown(id));
      }
      for (const Element* candidate : candidates) read_candidate(*candidate, affiliation, reader);
    }
    contents_.has_candidates = true;
  }

  static void read_candidate(const Element& in, EmlList& affiliation, const ElementReader& reader) {
    const Element* identifier = reader.only(in, "CandidateIdentifier", "the candidate's number");
    if (identifier == nullptr) return;
    const std::string id = reader.text(*identifier, "Id", "the candidate's number");
    const std::string name = name_of_person(in);
    const std::string label = name.empty() || name.size() > 150 ? id : id + " " + name;
    if (!affiliation.candidates.emplace(id, label).second) {
      reader.expected(*identifier, "Id", id, "a number that no other candidate of the list has");
    }
  }

  static std::string name_of_person(const Element& candidate) {
    const Element* full = candidate.find("CandidateFullName");
    const Element* person = full == nullptr ? nullptr : full->find("PersonName");
    if (person == nullptr) return "";
    std::string name;
    for (const char* part : {"NameLine", "NamePrefix", "LastName"}) {
      const std::string_view text = person->value(part);
      if (!text.empty()) name += (name.empty() ? "" : " ") + std::string(text);
    }
    return name;
  }

  void read_count(const EmlFile& file, const ElementReader& reader) {
    const Element& contest = *file.contest;
    if (const Element* total = reader.only(contest, "TotalVotes", "the votes of the whole")) {
      read_votes(*total, "", reader);
    }
    std::set<std::string> seen;
    for (const Element* unit : contest.all("ReportingUnitVotes")) {
      const Element* identifier =
          reader.only(*unit, "ReportingUnitIdentifier", "whose votes these are");
      if (identifier == nullptr) continue;
      std::string id = reader.text(*identifier, "Id", "the unit's id");
      // "1234::12" is station 12 of the municipality 1234.
      if (const std::size_t colons = id.rfind("::");
          colons != std::string::npos && colons + 2 < id.size()) {
        id.erase(0, colons + 2);
      }
      if (!seen.insert(id).second) {
        reader.expected(*identifier, "Id", id, "each reporting unit once");
        continue;
      }
      if (!contents_.stations.contains(id)) {
        if (contents_.has_stations)
          unknown(*identifier, id, contents_.stations, "a station of the 110b file", reader);
        contents_.stations[id];
      }
      if (contents_.stations[id].name.empty()) contents_.stations[id].name = identifier->text;
      contents_.has_investigations |= unit->find("ReportingUnitInvestigations") != nullptr;
      read_votes(*unit, id, reader);
    }
  }

  template <typename Map>
  static void unknown(const Element& at, const std::string& id, const Map& known,
                      std::string phrase, const ElementReader& reader) {
    std::vector<std::string> ids;
    for (const auto& [other, entry] : known) ids.push_back(other);
    const auto meant = ids.size() <= 5'000 ? nearest(id, ids) : std::nullopt;
    if (meant) phrase += " (did you mean \"" + *meant + "\"?)";
    reader.expected(at, "Id", id, std::move(phrase));
  }

  void read_votes(const Element& votes, const std::string& unit, const ElementReader& reader) {
    std::string affiliation;
    std::set<std::pair<std::string, std::string>> seen;
    for (const Element* selection : votes.all("Selection")) {
      const auto place = read_selection(*selection, affiliation, reader);
      if (!place) continue;
      if (selection->find("ValidVotes") == nullptr) {
        reader.missing(*selection, "ValidVotes", "a number of votes");
        continue;
      }
      const Count count = reader.count(*selection, "ValidVotes");
      if (!seen.insert(*place).second) {
        reader.expected(*selection, "", place->first + "/" + place->second,
                        "each list and candidate of a unit once");
      }
      if (count) contents_.votes.push_back({unit, place->first, place->second, *count});
    }
    read_fields(votes, unit, reader);
  }

  // The list and the candidate ("" for a list) of a selection; a list stays that of the candidates
  // below it.
  std::optional<std::pair<std::string, std::string>> read_selection(const Element& selection,
                                                                    std::string& affiliation,
                                                                    const ElementReader& reader) {
    if (const Element* list = selection.find("AffiliationIdentifier")) {
      affiliation = reader.text(*list, "Id", "the list's number");
      if (contents_.has_candidates && !contents_.lists.contains(affiliation)) {
        unknown(*list, affiliation, contents_.lists, "a list of the 230b file", reader);
      }
      EmlList& entry = contents_.lists[affiliation];
      if (entry.name.empty()) entry.name = list->value("RegisteredName");
      return std::make_pair(affiliation, std::string());
    }
    const Element* candidate = selection.find("Candidate");
    const Element* identifier =
        candidate == nullptr ? nullptr : candidate->find("CandidateIdentifier");
    if (identifier == nullptr) {
      reader.missing(selection, "AffiliationIdentifier", "a list, or a Candidate with its number");
      return std::nullopt;
    }
    const std::string id = reader.text(*identifier, "Id", "the candidate's number");
    if (affiliation.empty()) {
      reader.expected(*identifier, "Id", id,
                      "a list above the first candidate: a candidate belongs "
                      "to the last one");
      return std::nullopt;
    }
    auto& candidates = contents_.lists[affiliation].candidates;
    if (contents_.has_candidates && !candidates.contains(id)) {
      unknown(*identifier, id, candidates, "a candidate of this list in the 230b file", reader);
    }
    candidates.try_emplace(id, id);
    return std::make_pair(affiliation, id);
  }

  // "Cast" is the number of those entitled to vote; those who voted were admitted ("toegelaten
  // kiezers") and got a ballot.
  void read_fields(const Element& votes, const std::string& unit, const ElementReader& reader) {
    const auto take = [&](Field field, const Count& count) {
      if (count) contents_.fields.push_back({unit, field, *count});
    };
    take(Field::registered, reader.count(votes, "Cast"));
    take(Field::valid, reader.count(votes, "TotalCounted"));
    std::set<std::string> seen;
    for (const Element* rejected : votes.all("RejectedVotes")) {
      const std::string reason(rejected->value("ReasonCode"));
      const bool is_invalid = reason == "ongeldig";
      if (!is_invalid && reason != "blanco") {
        reader.expected(*rejected, "ReasonCode", reason, "ongeldig (invalid) or blanco (blank)");
      } else if (!seen.insert(reason).second) {
        reader.expected(*rejected, "ReasonCode", reason, "each reason once");
      } else {
        take(is_invalid ? Field::invalid : Field::blank,
             reader.count_of(*rejected, "RejectedVotes " + reason, rejected->text));
      }
    }
    for (const Element* uncounted : votes.all("UncountedVotes")) {
      const std::string reason(uncounted->value("ReasonCode"));
      const Count count =
          reader.count_of(*uncounted, "UncountedVotes " + shown(reason), uncounted->text);
      if (!seen.insert("uncounted " + reason).second) {
        reader.expected(*uncounted, "ReasonCode", reason, "each reason once");
      } else if (reason == "toegelaten kiezers") {
        take(Field::issued, count);
      } else {
        contents_.uncounted.insert(reason);
      }
    }
  }

  void read_result(const EmlFile& file, const ElementReader& reader) {
    std::string affiliation;
    for (const Element* selection : file.contest->all("Selection")) {
      const auto place = read_selection(*selection, affiliation, reader);
      if (!place) continue;
      const std::string_view elected = selection->value("Elected");
      if (elected != "yes" && elected != "no") {
        reader.expected(*selection, "Elected", elected, "yes or no");
      }
      std::vector<std::string>& names = contents_.elected[place->first];
      if (place->second.empty() || elected != "yes") continue;
      const Element& candidate = *selection->find("Candidate");
      const std::string name = name_of_person(candidate);
      names.push_back(name.empty() ? place->second : name);
    }
  }

  Problems& problems_;
  EmlContents contents_;
};

}  // namespace

EmlContents read_eml(const std::vector<EmlFile>& files, Problems& problems) {
  return EmlReader(problems).read(files);
}

}  // namespace scrutineer::exchange
