// EML-NL files of one election as one: seats from the definition, stations and their voters from
// 110b, lists from 230b, counts from 510, seats won from 520. In a 510 the order of selections is
// what they mean: a candidate stands on the last list above it.
#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "folder/exchange/eml.hpp"
#include "folder/exchange/totals.hpp"

namespace scrutineer::exchange {

namespace {

struct Affiliation {
  std::string name;
  std::map<std::string, std::string> candidates;  // label by id
};

struct Station {
  std::string name;
  Count registered;
};

struct Selection {
  std::string unit;  // "" for the whole area
  std::string affiliation, candidate;
  Votes votes = 0;
};

struct FieldCount {
  std::string unit;
  Field field = Field::valid;
  Votes count = 0;
};

class EmlReader {
 public:
  explicit EmlReader(Problems& problems) : problems_(problems) {}

  void read(const std::vector<EmlFile>& files) {
    for (const EmlFile& file : files) file_of_[file.kind] = &file;
    for (const EmlKind kind : {EmlKind::definition, EmlKind::stations, EmlKind::candidates,
                               EmlKind::count, EmlKind::result}) {
      if (const EmlFile* file = find(kind)) read_file(*file);
    }
  }

  Sketch sketch() {
    start_election();
    make_units();
    make_parties();
    make_contest();
    place_counts();
    place_seats();
    note_what_is_left();
    note_totals(sketch_);
    return std::move(sketch_);
  }

 private:
  const EmlFile* find(EmlKind kind) const {
    const auto found = file_of_.find(kind);
    return found == file_of_.end() ? nullptr : found->second;
  }

  // The file that says most of the election.
  const EmlFile& main() const {
    for (const EmlKind kind : {EmlKind::definition, EmlKind::candidates, EmlKind::result,
                               EmlKind::count, EmlKind::stations}) {
      const EmlFile* file = find(kind);
      if (file != nullptr && !file->identity.domain_id.empty()) return *file;
    }
    return *file_of_.begin()->second;
  }

  void read_file(const EmlFile& file) {
    const ElementReader reader(file.name, problems_);
    switch (file.kind) {
      case EmlKind::definition:
        seats_ = check_definition(file, reader);
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
    if (!contest.value("MaxVotes").empty()) voters_ = reader.count(contest, "MaxVotes");
    for (const Element* place : contest.all("PollingPlace")) {
      const Element* location = reader.only(*place, "PhysicalLocation", "the place of the station");
      if (location == nullptr) continue;
      const Element* station = reader.only(*location, "PollingStation", "the station");
      if (station == nullptr) continue;
      const std::string id = reader.text(*station, "Id", "the number of the station");
      Station entry{name_of_place(*location), std::nullopt};
      if (!station->text.empty()) {
        entry.registered = reader.count_of(*station, "PollingStation " + shown(id), station->text);
      }
      if (!stations_.emplace(id, entry).second) {
        reader.expected(*station, "Id", id, "a number that no other station has");
      }
    }
    has_stations_ = true;
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
      if (affiliations_.contains(id)) {
        reader.expected(*identifier, "Id", id, "a number that no other list has");
      }
      Affiliation& affiliation = affiliations_[id];
      affiliation.name = identifier->value("RegisteredName");
      const auto candidates = list->all("Candidate");
      if (candidates.empty()) {
        reader.missing(*list, "Candidate", "at least one candidate on the list " + shown(id));
      }
      for (const Element* candidate : candidates) read_candidate(*candidate, affiliation, reader);
    }
    has_candidates_ = true;
  }

  static void read_candidate(const Element& in, Affiliation& affiliation,
                             const ElementReader& reader) {
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
      if (!stations_.contains(id)) {
        if (has_stations_)
          unknown(*identifier, id, stations_, "a station of the 110b file", reader);
        stations_[id];
      }
      if (stations_[id].name.empty()) stations_[id].name = identifier->text;
      has_investigations_ |= unit->find("ReportingUnitInvestigations") != nullptr;
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
      if (count) selections_.push_back({unit, place->first, place->second, *count});
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
      if (has_candidates_ && !affiliations_.contains(affiliation)) {
        unknown(*list, affiliation, affiliations_, "a list of the 230b file", reader);
      }
      Affiliation& entry = affiliations_[affiliation];
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
    auto& candidates = affiliations_[affiliation].candidates;
    if (has_candidates_ && !candidates.contains(id)) {
      unknown(*identifier, id, candidates, "a candidate of this list in the 230b file", reader);
    }
    candidates.try_emplace(id, id);
    return std::make_pair(affiliation, id);
  }

  // "Cast" is the number of those entitled to vote; those who voted were admitted ("toegelaten
  // kiezers") and got a ballot.
  void read_fields(const Element& votes, const std::string& unit, const ElementReader& reader) {
    const auto take = [&](Field field, const Count& count) {
      if (count) fields_.push_back({unit, field, *count});
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
        uncounted_.insert(reason);
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
      std::vector<std::string>& names = elected_[place->first];
      if (place->second.empty() || elected != "yes") continue;
      const Element& candidate = *selection->find("Candidate");
      const std::string name = name_of_person(candidate);
      names.push_back(name.empty() ? place->second : name);
    }
  }

  void start_election() {
    Election& election = sketch_.election;
    const EmlIdentity& identity = main().identity;
    election.id = is_identifier(identity.id) ? identity.id : slug(identity.id);
    if (election.id != identity.id) {
      sketch_.note(NoteKind::renamed, "The election \"" + shown(identity.id) + "\" is called \"" +
                                          election.id + "\" here.");
    }
    election.date = identity.date;
    election.languages = {"nl"};
    election.name = {{"nl", identity.name.empty() ? election.id : identity.name}};
    election.citation = "EML_NL";
    for (const EmlKind kind :
         {EmlKind::count, EmlKind::result, EmlKind::candidates, EmlKind::stations}) {
      if (const EmlFile* file = find(kind)) source_of(*file);
    }
    if (election.sources.empty()) {
      election.sources.push_back({"commission", {}, Role::commission, "", ""});
    }
  }

  // Counts are of the first source; a second one speaks of the seats.
  SourceIndex source_of(const EmlFile& file) {
    auto& sources = sketch_.election.sources;
    const std::string id = file.authority.empty() ? "commission" : slug(file.authority);
    for (std::uint32_t i = 0; i < sources.size(); ++i) {
      if (sources[i].id == id) return SourceIndex{i};
    }
    const bool states = sources.empty() || file.kind == EmlKind::result;
    if (!states) return SourceIndex{0};
    Source source;
    source.id = id;
    if (!file.authority_name.empty()) source.name = {{"nl", file.authority_name}};
    source.role = Role::commission;
    sources.push_back(std::move(source));
    return SourceIndex{static_cast<std::uint32_t>(sources.size() - 1)};
  }

  void make_units() {
    const EmlFile& file = main();
    std::string area = file.identity.domain_id;
    std::string name = file.identity.domain_name;
    if (area.empty() && name.empty()) {
      area = file.authority;
      name = file.authority_name;
    }
    Unit top;
    top.id = slug(std::string(kAreaPrefix) + area);
    if (!name.empty()) top.name = {{"nl", name}};
    top.registered = voters_;
    std::set<std::string> taken = {top.id};
    const UnitIndex root =
        sketch_.add_unit(std::move(top), file.identity.category == "GR" ? "municipality" : "area");
    unit_[""] = root;
    Ids ids;
    for (const auto& [id, station] : stations_) ids.add(id);
    ids.assign(is_unit_code, taken);
    const EmlFile* count = find(EmlKind::count);
    const bool by_station = has_stations_ || (count != nullptr && count->document != "510c" &&
                                              count->document != "510d");
    for (const auto& [id, station] : stations_) {
      Unit unit;
      unit.id = ids.of(id);
      unit.parent = root;
      if (!station.name.empty()) unit.name = {{"nl", station.name}};
      unit.registered = station.registered;
      unit_[id] = sketch_.add_unit(std::move(unit), by_station ? "station" : "reporting-unit");
    }
    note_renamed(sketch_, by_station ? "station" : "reporting unit", ids);
  }

  // Lists by number where they have one.
  void make_parties() {
    Ids ids;
    std::set<std::string> taken;
    std::vector<std::string> order;
    for (const auto& [id, affiliation] : affiliations_) {
      ids.add(id);
      order.push_back(id);
    }
    ids.assign(is_party_id, taken);
    std::stable_sort(order.begin(), order.end(), [](const std::string& a, const std::string& b) {
      return a.size() != b.size() ? a.size() < b.size() : a < b;
    });
    for (const std::string& id : order) {
      const std::string& name = affiliations_[id].name;
      party_[id] = PartyIndex{static_cast<std::uint32_t>(sketch_.election.parties.size())};
      sketch_.election.parties.push_back(
          {ids.of(id), {{"nl", name.empty() ? "Lijst " + id : name}}, ""});
    }
    note_renamed(sketch_, "list", ids);
  }

  void make_contest() {
    const EmlFile& file = main();
    const Element* identifier = file.contest->find("ContestIdentifier");
    const std::string id(identifier == nullptr ? "" : identifier->value("Id"));
    Contest contest;
    contest.id = id.empty() || id == kNoDistrict ? "contest" : is_identifier(id) ? id : slug(id);
    Seats won = 0;
    for (const auto& [list, names] : elected_) won += static_cast<Seats>(names.size());
    contest.seats = seats_.value_or(std::max<Seats>(won, 1));
    contest.ballot = Ballot::list;
    contest.rule = Rule::dhondt;
    if (!seats_ && won == 0) {
      sketch_.note(NoteKind::assumed,
                   "There is no definition (110a) among the files, so the number of "
                   "seats is not known: 1 was written; correct it in election.toml.");
    }
    const bool is_council = file.identity.category == "GR";
    if (is_council && seats_ && *seats_ < kLargeCouncil) {
      contest.rule = Rule::hare_largest_remainder;
      sketch_.note(NoteKind::assumed,
                   "A council of fewer than 19 seats gives its remaining seats by "
                   "largest remainders to lists of at least three quarters of the quota "
                   "(Kieswet P 8); hare-largest-remainder, without that condition, was "
                   "written.");
    } else if (!is_council) {
      sketch_.note(NoteKind::assumed,
                   "The rule of the election is not in the files: dhondt was written, "
                   "without a threshold; correct it in election.toml.");
    }
    sketch_.election.contests.push_back(std::move(contest));
  }

  std::string column_of(const Selection& selection) const {
    const Election& election = sketch_.election;
    const std::string& party = election.parties[party_.at(selection.affiliation).value].id;
    if (selection.candidate.empty()) return party;
    return party + "/" + affiliations_.at(selection.affiliation).candidates.at(selection.candidate);
  }

  void place_counts() {
    for (const Selection& selection : selections_) {
      sketch_.cell({0}, unit_.at(selection.unit), column_of(selection)) = selection.votes;
    }
    for (const FieldCount& field : fields_) {
      sketch_.cell({0}, unit_.at(field.unit), field.field) = field.count;
    }
    const EmlFile* count = find(EmlKind::count);
    if (count == nullptr) return;
    for (auto& row : sketch_.rows[0].rows) row.stated_at = count->created;
  }

  void place_seats() {
    const EmlFile* result = find(EmlKind::result);
    if (result == nullptr) return;
    const SourceIndex source = source_of(*result);
    for (const auto& [list, names] : elected_) {
      const PartyIndex party = party_.at(list);
      Claim claim;
      claim.id = "seats-" + sketch_.election.parties[party.value].id;
      if (!is_identifier(claim.id)) claim.id = slug(claim.id);
      claim.source = source;
      claim.of = source;
      claim.kind = "seats";
      claim.stated_at = result->created;
      claim.contest = ContestIndex{0};
      claim.party = party;
      claim.value = std::to_string(names.size());
      for (const std::string& name : names)
        claim.note += (claim.note.empty() ? "Elected: " : ", ") + name;
      sketch_.election.claims.push_back(std::move(claim));
    }
  }

  void note_what_is_left() {
    std::string reasons;
    for (const std::string& reason : uncounted_)
      reasons += (reasons.empty() ? "" : ", ") + shown(reason);
    if (!reasons.empty())
      sketch_.note(NoteKind::left_out, "UncountedVotes of the reasons " + reasons + ".");
    if (has_investigations_) {
      sketch_.note(NoteKind::left_out, "ReportingUnitInvestigations of reporting units.");
    }
    if (has_candidates_ && selections_.empty()) {
      std::size_t candidates = 0;
      for (const auto& [id, affiliation] : affiliations_)
        candidates += affiliation.candidates.size();
      sketch_.note(NoteKind::left_out,
                   "The names of " + std::to_string(candidates) +
                       " candidates: they stand with counts (510), and there are none.");
    }
  }

  Problems& problems_;
  std::map<EmlKind, const EmlFile*> file_of_;
  std::map<std::string, Affiliation> affiliations_;
  std::map<std::string, Station> stations_;
  std::vector<Selection> selections_;
  std::vector<FieldCount> fields_;
  std::map<std::string, std::vector<std::string>> elected_;  // names by list
  std::set<std::string> uncounted_;
  std::optional<Seats> seats_;
  Count voters_;
  bool has_stations_ = false;
  bool has_candidates_ = false;
  bool has_investigations_ = false;
  std::map<std::string, UnitIndex> unit_;
  std::map<std::string, PartyIndex> party_;
  Sketch sketch_;
};

}  // namespace

}  // namespace scrutineer::exchange

namespace scrutineer {

Result<Imported> parse_eml(const std::vector<ExchangeInput>& inputs) {
  using namespace exchange;
  Problems problems;
  std::vector<EmlFile> files;
  for (const ExchangeInput& input : inputs) {
    if (auto file = open_eml(input.name, input.bytes, problems)) files.push_back(std::move(*file));
  }
  // A file that could not be opened is missing from what the others refer to.
  if (files.size() == inputs.size() && !files.empty()) check_together(files, problems);
  if (files.empty()) return tl::unexpected<Errors>(problems.take());
  EmlReader reader(problems);
  reader.read(files);
  if (!problems.empty()) return tl::unexpected<Errors>(problems.take());
  return finish(reader.sketch(), Format::eml, inputs.front().name);
}

}  // namespace scrutineer
