// What a NIST report says: its units, contests, selections and counts, with every reference
// followed.
#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "folder/exchange/nist.hpp"

namespace scrutineer::exchange {

namespace {

class NistReader {
 public:
  NistReader(const Element& root, const ElementReader& reader) : reader_(reader) {
    report_.root = &root;
  }

  NistReport read() {
    if (!check_root()) return std::move(report_);
    index_things();
    read_units(report_, reader_);
    read_scope();
    read_contests();
    read_counts(report_, reader_);
    if (reader_.problems().empty()) build_tree(report_, reader_);
    return std::move(report_);
  }

 private:
  bool check_root() {
    const Element& root = *report_.root;
    if (root.name != "ElectionReport") {
      reader_.problems().quote(reader_.file(), root.line, "", root.name,
                               "ElectionReport, the outermost element of NIST SP 1500-100");
      return false;
    }
    if (root.space != kNistSpace && root.space != "ElectionResults.ElectionReport") {
      reader_.problems().quote(reader_.file(), root.line, "ElectionReport", root.space,
                               "version 2 of NIST SP 1500-100 (" + std::string(kNistSpace) + ")");
      return false;
    }
    report_.election = reader_.only(root, "Election", "one election in a report");
    return report_.election != nullptr;
  }

  void index_things() {
    const auto index = [this](const Element& in, std::string_view kind, auto& map) {
      for (const Element* element : in.all(kind)) {
        const std::string id = reader_.text(*element, "ObjectId", "its id");
        if (!id.empty() && !map.try_emplace(id, element).second) {
          reader_.expected(*element, "ObjectId", id, "an id that nothing else has");
        }
      }
    };
    index(*report_.root, "Party", report_.parties);
    index(*report_.election, "Candidate", report_.candidates);
    for (const auto& [id, candidate] : report_.candidates) {
      if (candidate->find("PartyId") == nullptr) continue;
      known_party(*candidate, "PartyId", std::string(candidate->value("PartyId")));
      report_.affiliations.insert(std::string(candidate->value("PartyId")));
    }
  }

  bool known_party(const Element& in, std::string_view child, const std::string& id) {
    if (report_.parties.contains(id)) return true;
    reader_.expected(in, child, id, "the id of a Party of this report");
    return false;
  }

  void read_scope() {
    if (report_.election->find("ElectionScopeId") == nullptr) return;
    report_.scope = unit_reference(report_, *report_.election, "ElectionScopeId", reader_);
  }

  void read_contests() {
    std::set<std::string> ids;
    for (const Element* element : report_.election->all("Contest")) {
      NistContest contest;
      contest.element = element;
      const std::string id = reader_.text(*element, "ObjectId", "the contest's id");
      if (!ids.insert(key_of(*element)).second) {
        reader_.expected(*element, "ObjectId", id, "an id that no other contest has");
      }
      if (element->find("ElectionDistrictId") != nullptr) {
        contest.district = unit_reference(report_, *element, "ElectionDistrictId", reader_);
      }
      contest.one_vote = reader_.count(*element, "VotesAllowed").value_or(1) == 1;
      contest.ranked = element->value("VoteVariation") == "rcv";
      for (const Element* selection : element->all("ContestSelection")) {
        contest.selections.push_back(read_selection(*selection));
      }
      report_.contests.push_back(std::move(contest));
    }
    if (report_.contests.empty())
      reader_.missing(*report_.election, "Contest", "at least one contest");
  }

  NistSelection read_selection(const Element& element) {
    NistSelection selection;
    selection.element = &element;
    selection.key = reader_.text(element, "ObjectId", "the selection's id");
    if (!selection_ids_.insert(selection.key).second) {
      reader_.expected(element, "ObjectId", selection.key, "an id that no other selection has");
    }
    const auto candidates = element.names("CandidateIds");
    for (const std::string& id : candidates) {
      const auto found = report_.candidates.find(id);
      if (found == report_.candidates.end()) {
        reader_.expected(element, "CandidateIds", id, "the id of a Candidate of this election");
        continue;
      }
      const auto ours = our_id(*found->second);
      if (candidates.size() == 1 && ours) selection.key = *ours;
      const std::string party(found->second->value("PartyId"));
      if (!party.empty() && !selection.party) selection.party = party;
    }
    const auto parties = element.names("PartyIds");
    for (const std::string& id : parties) known_party(element, "PartyIds", id);
    if (candidates.empty() && parties.size() == 1 && report_.parties.contains(parties.front())) {
      selection.party = parties.front();
      selection.is_party = !report_.affiliations.contains(parties.front());
      if (selection.is_party) selection.key = key_of(*report_.parties.at(parties.front()));
    }
    return selection;
  }

  const ElementReader& reader_;
  NistReport report_;
  std::set<std::string> selection_ids_;
};

}  // namespace

NistReport read_report(const Element& root, const ElementReader& reader) {
  return NistReader(root, reader).read();
}

Result<Imported> read_nist(const Element& root, std::string_view name, Format format) {
  Problems problems;
  const ElementReader reader(shown(name), problems);
  const NistReport report = read_report(root, reader);
  if (!problems.empty()) return tl::unexpected<Errors>(problems.take());
  Sketch sketch = build_nist(report, reader);
  if (!problems.empty()) return tl::unexpected<Errors>(problems.take());
  return finish(std::move(sketch), format, name);
}

}  // namespace scrutineer::exchange

namespace scrutineer {

Result<Imported> parse_nist_json(std::string_view name, std::string_view bytes) {
  const Result<exchange::Element> root = exchange::read_json(name, bytes);
  if (!root) return tl::unexpected<Errors>(root.error());
  return exchange::read_nist(*root, name, Format::nist_json);
}

Result<Imported> parse_nist_xml(std::string_view name, std::string_view bytes) {
  const Result<exchange::Element> root = exchange::read_xml(name, bytes);
  if (!root) return tl::unexpected<Errors>(root.error());
  return exchange::read_nist(*root, name, Format::nist_xml);
}

}  // namespace scrutineer
