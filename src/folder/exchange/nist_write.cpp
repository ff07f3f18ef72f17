// An election as a NIST report: one tree of elements, written as JSON or XML. Elements stand in the
// order of the schema (those of the base class first, each by name). What the report cannot hold is
// noted; ids that are no XML names go with the thing as an ExternalIdentifier.
#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "base/text.hpp"
#include "folder/exchange/nist.hpp"
#include "folder/exchange/nist_ids.hpp"

namespace scrutineer::exchange {

namespace {

class NistWriter {
 public:
  NistWriter(const Election& election, Chosen chosen, std::vector<Note>& notes)
      : election_(election), chosen_(std::move(chosen)), notes_(notes) {
    in_contest_.resize(election.contests.size());
    stands_as_party_.resize(election.parties.size());
    stands_as_candidate_.resize(election.parties.size());
    affiliation_.resize(election.parties.size());
  }

  Element report() {
    find_sides();
    Element root;
    root.name = "ElectionReport";
    root.type = "ElectionReport";
    root.add("xmlns", std::string(kNistSpace), Form::attribute);
    root.add("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance", Form::attribute);
    write_election(root.add_to_list("Election", "Election"));
    const Source& source = election_.sources[chosen_.source.value];
    root.add("Format", "precinct-level");
    root.add("GeneratedDate", time_of_counts());
    for (std::size_t i = 0; i < election_.units.size(); ++i) {
      write_unit(root.add_to_list("GpUnit", "ReportingUnit"), i);
    }
    const std::string issuer =
        text_in(source.name, election_.languages.front(), election_.languages, source.id);
    root.add("Issuer", issuer);
    root.add("IssuerAbbreviation", source.id);
    if (!election_.citation.empty()) root.add("Notes", election_.citation);
    write_parties(root);
    root.add("SequenceEnd", "1", Form::number);
    root.add("SequenceStart", "1", Form::number);
    root.add("Status", "unofficial-complete");
    root.add("VendorApplicationId", "scrutineer");
    note_what_is_left();
    return root;
  }

 private:
  bool is_list(std::size_t contest) const {
    return election_.contests[contest].ballot == Ballot::list;
  }

  // Who stands in which contest: the parties with a column, or all in the only contest.
  void find_sides() {
    std::vector<bool> stands(election_.parties.size(), false);
    for (std::size_t c = 0; c < election_.contests.size(); ++c) {
      if (chosen_.tables[c] != nullptr) {
        for (const Column& column : chosen_.tables[c]->columns) {
          if (column.party) in_contest_[c].insert(column.party->value);
        }
      }
      for (std::uint32_t p = 0; election_.contests.size() == 1 && p < election_.parties.size();
           ++p) {
        in_contest_[c].insert(p);
      }
      for (const std::uint32_t p : in_contest_[c]) {
        (is_list(c) ? stands_as_party_ : stands_as_candidate_)[p] = true;
        stands[p] = true;
      }
    }
    for (std::size_t p = 0; p < stands.size(); ++p) {
      if (!stands[p]) note("The party \"" + election_.parties[p].id + "\", which has no counts.");
    }
    for (std::size_t k = 0; k < election_.coalitions.size(); ++k) {
      for (const PartyIndex party : election_.coalitions[k].parties) {
        auto& affiliation = affiliation_[party.value];
        if (!stands_as_candidate_[party.value]) continue;
        if (affiliation) {
          note("That \"" + election_.parties[party.value].id + "\" is also in the coalition \"" +
               election_.coalitions[k].id + "\".");
        } else {
          affiliation = k;
        }
      }
    }
  }

  std::string time_of_counts() const {
    std::set<std::string> times;
    for (const ReturnTable* table : chosen_.tables) {
      if (table == nullptr) continue;
      for (const std::size_t row : current_rows(election_, *table))
        times.insert(table->stated_at[row]);
    }
    const bool is_time = times.size() == 1 && times.begin()->find('T') != std::string::npos;
    if (is_time) return *times.begin();
    times.erase("");
    if (!times.empty()) note("When counts were stated: they do not have one time in common.");
    return std::string(kNotGenerated);
  }

  void write_text(Element& in, const std::string& name, const LocalizedText& text) const {
    if (text.empty()) return;
    Element& element = in.add(name);
    element.type = "InternationalizedText";
    for (const std::string& language : election_.languages) {
      const auto found = text.find(language);
      if (found == text.end()) continue;
      Element& part = element.add_to_list("Text", "LanguageString");
      part.add("Content", found->second, Form::content);
      part.add("Language", language, Form::attribute);
    }
  }

  static void write_identifier(Element& in, const std::string& id,
                               std::string_view kind = kOurIdentifier) {
    Element& element = in.add_to_list("ExternalIdentifier", "ExternalIdentifier");
    element.add("OtherType", std::string(kind));
    element.add("Type", "other");
    element.add("Value", id);
  }

  void write_election(Element& in) {
    write_ballots(in);
    for (std::size_t p = 0; p < election_.parties.size(); ++p) {
      if (stands_as_candidate_[p]) write_candidate(in.add_to_list("Candidate", "Candidate"), p);
    }
    for (std::size_t c = 0; c < election_.contests.size(); ++c) {
      write_contest(in.add_to_list("Contest", is_list(c) ? "PartyContest" : "CandidateContest"), c);
    }
    if (const auto top = the_top()) {
      in.add("ElectionScopeId", unit_id(*top));
    }
    const std::size_t slash = election_.date.find('/');
    in.add("EndDate",
           slash == std::string::npos ? election_.date : election_.date.substr(slash + 1));
    write_identifier(in, election_.id);
    write_text(in, "Name", election_.name);
    in.add("StartDate", election_.date.substr(0, slash));
    in.add("Type", "general");
  }

  std::optional<std::size_t> the_top() const {
    std::optional<std::size_t> top;
    for (std::size_t i = 0; i < election_.units.size(); ++i) {
      if (election_.units[i].parent) continue;
      if (top) return std::nullopt;
      top = i;
    }
    return top;
  }

  const std::string& unit_id(std::size_t unit) { return ids_.of("gp", election_.units[unit].id); }

  // BallotCounts are of the election: what the contests state of a unit alike.
  void write_ballots(Element& in) {
    const auto cast = cast_by_unit(election_, chosen_);
    std::size_t differing = 0;
    for (const auto& [unit, values] : cast) {
      if (values.size() > 1) {
        ++differing;
        continue;
      }
      Element& element = in.add_to_list("BallotCounts", "BallotCounts");
      element.add("GpUnitId", unit_id(unit));
      element.add("Type", "total");
      element.add("BallotsCast", std::to_string(*values.begin()), Form::number);
    }
    if (differing > 0) {
      note("Ballots cast of " + std::to_string(differing) +
           " units: contests state different numbers.");
    }
  }

  void write_candidate(Element& in, std::size_t p) {
    const Party& party = election_.parties[p];
    in.add("ObjectId", ids_.of("can", party.id), Form::attribute);
    write_text(in, "BallotName", party.name);
    write_identifier(in, party.id);
    if (affiliation_[p]) in.add("PartyId", ids_.of("par", coalition_key(*affiliation_[p])));
  }

  // Parties and coalitions have different ids; the prefix keeps a party of the same ObjectId apart.
  std::string coalition_key(std::size_t coalition) const {
    return election_.coalitions[coalition].id;
  }

  void write_contest(Element& in, std::size_t c) {
    const Contest& contest = election_.contests[c];
    in.add("ObjectId", ids_.of("con", contest.id), Form::attribute);
    const ReturnTable* table = chosen_.tables[c];
    const std::vector<std::size_t> rows =
        table == nullptr ? std::vector<std::size_t>{} : current_rows(election_, *table);
    for (const std::uint32_t p : in_contest_[c]) write_selection(in, c, p, rows);
    if (const auto top = the_top()) in.add("ElectionDistrictId", unit_id(*top));
    write_identifier(in, contest.id);
    if (is_list(c)) write_identifier(in, std::to_string(contest.seats), kOurSeats);
    in.add("Name",
           text_in(contest.name, election_.languages.front(), election_.languages, contest.id));
    if (table != nullptr) write_others(in, c, rows);
    write_rule(in, contest);
    if (is_list(c)) return;
    in.add("NumberElected", std::to_string(contest.seats), Form::number);
    const std::size_t most = std::max<std::size_t>(in_contest_[c].size(), 2);
    in.add("VotesAllowed", contest.ballot == Ballot::approval ? std::to_string(most) : "1",
           Form::number);
  }

  static void write_rule(Element& in, const Contest& contest) {
    const bool plain = contest.rule == Rule::plurality;
    if (!plain) in.add("OtherVoteVariation", std::string(name_of(contest.rule)));
    std::string variation = plain ? "plurality" : "other";
    if (contest.ballot == Ballot::ranked) variation = "rcv";
    if (contest.ballot == Ballot::approval) variation = "approval";
    in.add("VoteVariation", variation);
  }

  void write_selection(Element& in, std::size_t c, std::uint32_t p,
                       const std::vector<std::size_t>& rows) {
    const std::string& party = election_.parties[p].id;
    Element& selection =
        in.add_to_list("ContestSelection", is_list(c) ? "PartySelection" : "CandidateSelection");
    selection.add("ObjectId", ids_.of("sel", election_.contests[c].id + "." + party),
                  Form::attribute);
    for (const std::size_t row : rows) {
      const Count votes = votes_of(*chosen_.tables[c], p, row);
      if (!votes) continue;
      Element& count = selection.add_to_list("VoteCounts", "VoteCounts");
      count.add("GpUnitId", unit_id(chosen_.tables[c]->unit[row].value));
      count.add("Type", "total");
      count.add("Count", std::to_string(*votes), Form::number);
    }
    if (is_list(c)) {
      selection.add("PartyIds", ids_.of("list", party), Form::list);
    } else {
      selection.add("CandidateIds", ids_.of("can", party), Form::list);
    }
  }

  // The list's total, or what its candidates add up to.
  Count votes_of(const ReturnTable& table, std::uint32_t p, std::size_t row) {
    Count total;
    Count candidates;
    for (const Column& column : table.columns) {
      if (!column.party || column.party->value != p || !column.cells[row]) continue;
      Count& sum = column.candidate.empty() ? total : candidates;
      sum = sum.value_or(0) + *column.cells[row];
      has_candidates_ |= !column.candidate.empty();
    }
    return total ? total : candidates;
  }

  static Count field_of(const ReturnTable& table, Field field, std::size_t row) {
    for (const Column& column : table.columns) {
      if (column.field == field) return column.cells[row];
    }
    return std::nullopt;
  }

  // An element without a number says that the contest was counted in the unit: the ballots cast
  // there are its ballots.
  void write_others(Element& in, std::size_t c, const std::vector<std::size_t>& rows) {
    const ReturnTable& table = *chosen_.tables[c];
    const bool ballots = election_.contests[c].ballot != Ballot::approval;
    for (const std::size_t row : rows) {
      const Count invalid = field_of(table, Field::invalid, row);
      const Count blank = field_of(table, Field::blank, row);
      if (!invalid && !blank && !field_of(table, Field::cast, row)) continue;
      Element& other = in.add_to_list("OtherCounts", "OtherCounts");
      other.add("GpUnitId", unit_id(table.unit[row].value));
      if (invalid && ballots) other.add("Overvotes", std::to_string(*invalid), Form::number);
      if (blank && ballots) other.add("Undervotes", std::to_string(*blank), Form::number);
      if ((invalid || blank) && !ballots) left_out_of_approval_ = true;
    }
  }

  void write_unit(Element& in, std::size_t i) {
    const Unit& unit = election_.units[i];
    in.add("ObjectId", unit_id(i), Form::attribute);
    std::string parts;
    for (const std::size_t part : parts_of(i)) parts += (parts.empty() ? "" : " ") + unit_id(part);
    if (!parts.empty()) in.add("ComposingGpUnitIds", parts, Form::list);
    write_identifier(in, unit.id);
    write_text(in, "Name", unit.name);
    const std::string& level = election_.levels[unit.level];
    const bool known = std::find(kUnitTypes.begin(), kUnitTypes.end(), level) != kUnitTypes.end();
    if (!known) in.add("OtherType", level);
    in.add("Type", known ? level : "other");
    if (unit.registered) in.add("VotersRegistered", std::to_string(*unit.registered), Form::number);
  }

  const std::vector<std::size_t>& parts_of(std::size_t unit) {
    if (parts_.empty()) {
      parts_.resize(election_.units.size());
      for (std::size_t i = 0; i < election_.units.size(); ++i) {
        if (const auto parent = election_.units[i].parent) parts_[parent->value].push_back(i);
      }
    }
    return parts_[unit];
  }

  void write_parties(Element& root) {
    for (std::size_t p = 0; p < election_.parties.size(); ++p) {
      if (!stands_as_party_[p]) continue;
      const Party& party = election_.parties[p];
      Element& in = root.add_to_list("Party", "Party");
      in.add("ObjectId", ids_.of("list", party.id), Form::attribute);
      if (!party.color.empty()) in.add("Color", party.color.substr(1));
      write_identifier(in, party.id);
      write_text(in, "Name", party.name);
    }
    for (std::size_t k = 0; k < election_.coalitions.size(); ++k) {
      const Coalition& coalition = election_.coalitions[k];
      std::string parts;
      for (const PartyIndex party : coalition.parties) {
        if (!stands_as_party_[party.value]) continue;
        parts += (parts.empty() ? "" : " ") + ids_.of("list", election_.parties[party.value].id);
      }
      Element& in = root.add_to_list("Party", parts.empty() ? "Party" : "Coalition");
      in.add("ObjectId", ids_.of("par", coalition_key(k)), Form::attribute);
      write_identifier(in, coalition.id);
      write_text(in, "Name",
                 coalition.name.empty() ? LocalizedText{{election_.languages.front(), coalition.id}}
                                        : coalition.name);
      if (!parts.empty()) in.add("PartyIds", parts, Form::list);
    }
  }

  void note(std::string text) const {
    notes_.push_back({NoteKind::left_out, std::move(text), "", "", "", std::nullopt});
  }

  void note_what_is_left() const {
    std::set<std::string> fields;
    for (const ReturnTable* table : chosen_.tables) {
      if (table == nullptr) continue;
      for (const Column& column : table->columns) {
        const bool held = !column.field || column.field == Field::cast ||
                          column.field == Field::invalid || column.field == Field::blank;
        if (!held) fields.insert(std::string(name_of(*column.field)));
      }
    }
    for (const std::string& field : fields) note("The counts of the field \"" + field + "\".");
    if (has_candidates_) note("Votes of the candidates of a list: the list's votes are written.");
    if (left_out_of_approval_)
      note("Invalid and blank ballots of contests where a ballot may carry several votes.");
    note_unheld_structure(election_, notes_);
    note_unheld_parts(election_, notes_);
  }

  const Election& election_;
  Chosen chosen_;
  std::vector<Note>& notes_;
  ObjectIds ids_;
  std::vector<std::set<std::uint32_t>> in_contest_;  // parties, by contest
  std::vector<bool> stands_as_party_, stands_as_candidate_;
  std::vector<std::optional<std::size_t>> affiliation_;  // coalition, by party that is a candidate
  std::vector<std::vector<std::size_t>> parts_;
  bool has_candidates_ = false;
  bool left_out_of_approval_ = false;
};

}  // namespace

// XML needs a type only where the schema's is abstract, or a party is a coalition.
void keep_needed_types(Element& element) {
  const bool is_abstract =
      element.name == "GpUnit" || element.name == "Contest" || element.name == "ContestSelection";
  if (!is_abstract && element.type != "Coalition") element.type.clear();
  for (Element& child : element.children) keep_needed_types(child);
}

Result<Element> nist_element(const Election& election, const std::string& source,
                             std::vector<Note>& notes) {
  Result<Chosen> chosen = choose_source(election, source, notes);
  if (!chosen) return tl::unexpected<Errors>(std::move(chosen.error()));
  return NistWriter(election, std::move(*chosen), notes).report();
}

}  // namespace scrutineer::exchange

namespace scrutineer {

Result<Exported> write_nist_json(const Election& election, const std::string& source) {
  Exported exported;
  const auto report = exchange::nist_element(election, source, exported.notes);
  if (!report) return tl::unexpected<Errors>(report.error());
  exported.bytes = exchange::write_json(*report, "ElectionResults.");
  return exported;
}

Result<Exported> write_nist_xml(const Election& election, const std::string& source) {
  Exported exported;
  auto report = exchange::nist_element(election, source, exported.notes);
  if (!report) return tl::unexpected<Errors>(report.error());
  exchange::keep_needed_types(*report);
  exported.bytes = exchange::write_xml(*report);
  return exported;
}

}  // namespace scrutineer
