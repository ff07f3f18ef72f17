// EML-NL files of one election as one: seats from the definition, stations and their voters from
// 110b, lists from 230b, counts from 510, seats won from 520.
#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "folder/exchange/eml.hpp"
#include "folder/exchange/totals.hpp"

namespace scrutineer::exchange {

namespace {

class EmlBuilder {
 public:
  explicit EmlBuilder(const EmlContents& contents) : contents_(contents) {}

  Sketch build() {
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
  void start_election() {
    Election& election = sketch_.election;
    const EmlIdentity& identity = contents_.main().identity;
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
      if (const EmlFile* file = contents_.find(kind)) source_of(*file);
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
    const EmlFile& file = contents_.main();
    std::string area = file.identity.domain_id;
    std::string name = file.identity.domain_name;
    if (area.empty() && name.empty()) {
      area = file.authority;
      name = file.authority_name;
    }
    Unit top;
    top.id = slug(std::string(kAreaPrefix) + area);
    if (!name.empty()) top.name = {{"nl", name}};
    top.registered = contents_.voters;
    std::set<std::string> taken = {top.id};
    const UnitIndex root =
        sketch_.add_unit(std::move(top), file.identity.category == "GR" ? "municipality" : "area");
    unit_[""] = root;
    Ids ids;
    for (const auto& [id, station] : contents_.stations) ids.add(id);
    ids.assign(is_unit_code, taken);
    const EmlFile* count = contents_.find(EmlKind::count);
    const bool by_station =
        contents_.has_stations ||
        (count != nullptr && count->document != "510c" && count->document != "510d");
    for (const auto& [id, station] : contents_.stations) {
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
    for (const auto& [id, affiliation] : contents_.lists) {
      ids.add(id);
      order.push_back(id);
    }
    ids.assign(is_party_id, taken);
    std::stable_sort(order.begin(), order.end(), [](const std::string& a, const std::string& b) {
      return a.size() != b.size() ? a.size() < b.size() : a < b;
    });
    for (const std::string& id : order) {
      const std::string& name = contents_.lists.at(id).name;
      party_[id] = PartyIndex{static_cast<std::uint32_t>(sketch_.election.parties.size())};
      sketch_.election.parties.push_back(
          {ids.of(id), {{"nl", name.empty() ? "Lijst " + id : name}}, ""});
    }
    note_renamed(sketch_, "list", ids);
  }

  void make_contest() {
    const EmlFile& file = contents_.main();
    const Element* identifier = file.contest->find("ContestIdentifier");
    const std::string id(identifier == nullptr ? "" : identifier->value("Id"));
    Contest contest;
    contest.id = id.empty() || id == kNoDistrict ? "contest" : is_identifier(id) ? id : slug(id);
    Seats won = 0;
    for (const auto& [list, names] : contents_.elected) won += static_cast<Seats>(names.size());
    contest.seats = contents_.seats.value_or(std::max<Seats>(won, 1));
    contest.ballot = Ballot::list;
    contest.rule = Rule::dhondt;
    if (!contents_.seats && won == 0) {
      sketch_.note(NoteKind::assumed,
                   "There is no definition (110a) among the files, so the number of "
                   "seats is not known: 1 was written; correct it in election.toml.");
    }
    const bool is_council = file.identity.category == "GR";
    if (is_council && contents_.seats && *contents_.seats < kLargeCouncil) {
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

  std::string column_of(const EmlVotes& selection) const {
    const Election& election = sketch_.election;
    const std::string& party = election.parties[party_.at(selection.affiliation).value].id;
    if (selection.candidate.empty()) return party;
    return party + "/" +
           contents_.lists.at(selection.affiliation).candidates.at(selection.candidate);
  }

  void place_counts() {
    for (const EmlVotes& selection : contents_.votes) {
      sketch_.cell({0}, unit_.at(selection.unit), column_of(selection)) = selection.votes;
    }
    for (const EmlField& field : contents_.fields) {
      sketch_.cell({0}, unit_.at(field.unit), field.field) = field.count;
    }
    const EmlFile* count = contents_.find(EmlKind::count);
    if (count == nullptr) return;
    for (auto& row : sketch_.rows[0].rows) row.stated_at = count->created;
  }

  void place_seats() {
    const EmlFile* result = contents_.find(EmlKind::result);
    if (result == nullptr) return;
    const SourceIndex source = source_of(*result);
    for (const auto& [list, names] : contents_.elected) {
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
    for (const std::string& reason : contents_.uncounted)
      reasons += (reasons.empty() ? "" : ", ") + shown(reason);
    if (!reasons.empty())
      sketch_.note(NoteKind::left_out, "UncountedVotes of the reasons " + reasons + ".");
    if (contents_.has_investigations) {
      sketch_.note(NoteKind::left_out, "ReportingUnitInvestigations of reporting units.");
    }
    if (contents_.has_candidates && contents_.votes.empty()) {
      std::size_t candidates = 0;
      for (const auto& [id, affiliation] : contents_.lists)
        candidates += affiliation.candidates.size();
      sketch_.note(NoteKind::left_out,
                   "The names of " + std::to_string(candidates) +
                       " candidates: they stand with counts (510), and there are none.");
    }
  }

  const EmlContents& contents_;
  std::map<std::string, UnitIndex> unit_;
  std::map<std::string, PartyIndex> party_;
  Sketch sketch_;
};

}  // namespace

Sketch build_eml(const EmlContents& contents) { return EmlBuilder(contents).build(); }

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
  const EmlContents contents = read_eml(files, problems);
  if (!problems.empty()) return tl::unexpected<Errors>(problems.take());
  return finish(build_eml(contents), Format::eml, inputs.front().name);
}

}  // namespace scrutineer
