// A NIST report as an election. Every selection of a contest becomes a party (on a ballot of
// persons a party is a candidate), the parties of candidates become coalitions of them, and the
// election-wide ballots cast go to the contests that were counted in the unit.
#include <algorithm>
#include <set>
#include <utility>

#include "base/text.hpp"
#include "folder/exchange/nist.hpp"
#include "folder/exchange/totals.hpp"

namespace scrutineer::exchange {

namespace {

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return result;
}

// xs:boolean has two ways to say it.
bool is_true(std::string_view text) { return text == "true" || text == "1"; }

class NistBuilder {
 public:
  NistBuilder(const NistReport& report, const ElementReader& reader)
      : report_(report), reader_(reader) {}

  Sketch build() {
    sketch_.notes = report_.notes;
    start_election();
    make_units();
    make_sides();
    make_contests();
    place_counts();
    find_votes_outside();
    note_totals(sketch_);
    return std::move(sketch_);
  }

 private:
  // Texts: languages in the order of their first appearance, the election's name first; where a
  // text lacks the first language, it stands there in its own.
  LocalizedText texts(const Element* element) {
    LocalizedText result;
    if (element == nullptr) return result;
    std::string first;
    for (const Element* text : element->all("Text")) {
      std::string tag = lower(text->value("Language"));
      if (!is_language_tag(tag)) tag = languages().empty() ? "en" : languages().front();
      if (text->text.empty()) continue;
      if (std::find(languages().begin(), languages().end(), tag) == languages().end()) {
        languages().push_back(tag);
      }
      if (result.count(tag) == 0) result[tag] = text->text;
      if (first.empty()) first = text->text;
    }
    if (!first.empty() && result.count(languages().front()) == 0) {
      result[languages().front()] = first;
    }
    return result;
  }

  LocalizedText plain(std::string_view text) {
    if (text.empty()) return {};
    return {{languages().front(), std::string(text)}};
  }

  std::vector<std::string>& languages() { return sketch_.election.languages; }

  void start_election() {
    Election& election = sketch_.election;
    const Element& in = *report_.election;
    const Element& root = *report_.root;
    election.name = texts(in.find("Name"));
    if (languages().empty()) languages().emplace_back("en");
    const std::string date(in.value("StartDate"));
    const std::string end(in.value("EndDate"));
    election.date = end.empty() || end == date ? date : date + "/" + end;
    std::string name = election.name.empty() ? "" : election.name.begin()->second;
    if (election.name.empty()) election.name = plain("Election");
    const std::string key = key_of(in);
    election.id = is_identifier(key) ? key : slug(name + " " + date);
    election.citation = root.value("Notes");
    if (election.citation.empty()) {
      election.citation = "NIST SP 1500-100 v2: " + std::string(root.value("Issuer")) + ", " +
                          std::string(root.value("Format")) + ", " +
                          std::string(root.value("Status"));
    }
    Source source;
    source.id = slug(root.value("IssuerAbbreviation").empty() ? root.value("Issuer")
                                                              : root.value("IssuerAbbreviation"));
    source.name = plain(root.value("Issuer"));
    source.role = Role::commission;
    election.sources.push_back(std::move(source));
  }

  void make_units() {
    Ids ids;
    std::set<std::string> taken;
    std::vector<bool> has_parts(report_.units.size(), false);
    std::vector<std::size_t> roots;
    for (std::size_t i = 0; i < report_.units.size(); ++i) {
      const NistUnit& unit = report_.units[i];
      if (!unit.kept) continue;
      if (unit.parent) has_parts[*unit.parent] = true;
      if (!unit.parent) roots.push_back(i);
    }
    Ids inner;
    const bool several = roots.size() != 1;
    if (several) taken.insert("all");
    for (std::size_t i = 0; i < report_.units.size(); ++i) {
      if (report_.units[i].kept)
        (has_parts[i] ? inner : ids).add(key_of(*report_.units[i].element));
    }
    inner.assign(is_identifier, taken);
    ids.assign(is_unit_code, taken);
    place_.resize(report_.units.size());
    std::optional<UnitIndex> all;
    if (several) {
      Unit unit;
      unit.id = "all";
      all = sketch_.add_unit(std::move(unit), "report");
      sketch_.note(NoteKind::assumed,
                   "Nothing stands above all units: a unit \"all\" was added at the top.");
    }
    for (std::size_t i = 0; i < report_.units.size(); ++i) {
      if (report_.units[i].kept) add_unit(i, has_parts[i] ? inner : ids);
    }
    for (std::size_t i = 0; i < report_.units.size(); ++i) {
      const NistUnit& unit = report_.units[i];
      if (!unit.kept) continue;
      sketch_.election.units[place_[i].value].parent =
          unit.parent ? std::optional<UnitIndex>(place_[*unit.parent]) : all;
    }
    note_renamed(sketch_, "unit", inner);
    note_renamed(sketch_, "unit", ids);
  }

  void add_unit(std::size_t i, const Ids& ids) {
    const Element& element = *report_.units[i].element;
    Unit unit;
    unit.id = ids.of(key_of(element));
    unit.name = texts(element.find("Name"));
    unit.registered = reader_.count(element, "VotersRegistered");
    participated_ |= element.find("VotersParticipated") != nullptr;
    const std::string_view other = element.value("OtherType");
    const std::string_view type = element.value("Type");
    std::string level(other.empty() || (!type.empty() && type != "other") ? type : other);
    if (!is_identifier(level)) level = level.empty() ? "unit" : slug(level);
    place_[i] = sketch_.add_unit(std::move(unit), std::move(level));
  }

  // Parties (one for each selection, or party that stands as such) and coalitions share their ids.
  void make_sides() {
    assign_sides();
    Election& election = sketch_.election;
    std::map<std::string, Coalition> coalitions;
    for (const NistContest& contest : report_.contests) {
      for (const NistSelection& selection : contest.selections) {
        const std::string& id = side_ids_.of(selection.key);
        const PartyIndex index{static_cast<std::uint32_t>(election.parties.size())};
        const auto [place, is_new] = party_.try_emplace(selection.key, index);
        if (is_new) {
          election.parties.push_back({id, name_of_selection(selection, id), color_of(selection)});
        }
        if (selection.party && !selection.is_party) {
          join(coalitions[*selection.party], place->second);
        }
      }
    }
    for (const auto& [id, element] : report_.parties) {
      for (const std::string& part : element->names("PartyIds")) {
        const auto member = report_.parties.find(part);
        const auto place =
            member == report_.parties.end() ? party_.end() : party_.find(key_of(*member->second));
        if (place != party_.end()) join(coalitions[id], place->second);
      }
    }
    for (auto& [id, coalition] : coalitions) {
      const Element& element = *report_.parties.at(id);
      coalition.id = side_ids_.of(key_of(element));
      coalition.name = texts(element.find("Name"));
      election.coalitions.push_back(std::move(coalition));
    }
    std::sort(election.coalitions.begin(), election.coalitions.end(),
              [](const Coalition& a, const Coalition& b) { return a.id < b.id; });
    note_renamed(sketch_, "selection or party", side_ids_);
  }

  void assign_sides() {
    std::set<std::string> taken;
    for (const NistContest& contest : report_.contests) {
      for (const NistSelection& selection : contest.selections) side_ids_.add(selection.key);
    }
    for (const auto& [id, element] : report_.parties) side_ids_.add(key_of(*element));
    side_ids_.assign(is_party_id, taken);
  }

  std::string color_of(const NistSelection& selection) const {
    if (!selection.is_party) return "";
    const std::string color = lower(report_.parties.at(*selection.party)->value("Color"));
    const bool is_color =
        color.size() == 6 && color.find_first_not_of("0123456789abcdef") == std::string::npos;
    return is_color ? "#" + color : "";
  }

  static void join(Coalition& coalition, PartyIndex party) {
    auto& parties = coalition.parties;
    const auto place = std::lower_bound(parties.begin(), parties.end(), party);
    if (place == parties.end() || *place != party) parties.insert(place, party);
  }

  LocalizedText name_of_selection(const NistSelection& selection, const std::string& id) {
    LocalizedText name;
    const auto append = [&name](const LocalizedText& more) {
      for (const auto& [language, text] : more) {
        std::string& all = name[language];
        all += (all.empty() ? "" : ", ") + text;
      }
    };
    for (const std::string& candidate : selection.element->names("CandidateIds")) {
      append(texts(report_.candidates.at(candidate)->find("BallotName")));
    }
    if (name.empty()) append(texts(selection.element->find("Selection")));
    for (const std::string& party : selection.element->names("PartyIds")) {
      if (name.empty() || selection.element->type == "PartySelection") {
        append(texts(report_.parties.at(party)->find("Name")));
      }
    }
    if (name.empty() && is_true(selection.element->value("IsWriteIn"))) name = plain("Write-in");
    if (name.empty()) name = plain(id);
    if (name.count(languages().front()) == 0) {
      const std::string first = name.begin()->second;
      name[languages().front()] = first;
    }
    return name;
  }

  void make_contests() {
    Ids ids;
    std::set<std::string> taken;
    for (const NistContest& contest : report_.contests) ids.add(key_of(*contest.element));
    ids.assign(is_identifier, taken);
    for (const NistContest& from : report_.contests) {
      const Element& element = *from.element;
      Contest contest;
      contest.id = ids.of(key_of(element));
      contest.name = plain(element.value("Name"));
      give_rule(contest, from);
      give_seats(contest, from);
      sketch_.election.contests.push_back(std::move(contest));
    }
    note_renamed(sketch_, "contest", ids);
  }

  void give_rule(Contest& contest, const NistContest& from) {
    const Element& element = *from.element;
    const std::string_view variation = element.value("VoteVariation");
    const auto rule = from_name<Rule>(element.value("OtherVoteVariation"));
    contest.rule = rule.value_or(Rule::plurality);
    contest.ballot = element.type == "PartyContest" ? Ballot::list : Ballot::single;
    if (from.ranked) contest.ballot = Ballot::ranked;
    if (variation == "approval" || !from.one_vote) contest.ballot = Ballot::approval;
    if (variation == "proportional" && !rule) {
      contest.rule = Rule::dhondt;
      sketch_.note(NoteKind::assumed, "The contest \"" + contest.id +
                                          "\" is proportional, by a rule that the report does not "
                                          "name: dhondt was written; correct it in election.toml.");
    }
    if (from.ranked) {
      sketch_.note(NoteKind::assumed, "The contest \"" + contest.id +
                                          "\" is ranked: first preferences are taken, and the rule "
                                          "plurality speaks of them alone.");
    }
  }

  // There is no rule here by which the n with the most votes are elected: the first place alone can
  // be asked about, which is better than seats that would go to one candidate.
  void give_seats(Contest& contest, const NistContest& from) {
    contest.seats = reader_.count(*from.element, "NumberElected", 1'000'000).value_or(1);
    // A PartyContest has no such element: we write the number as an identifier of our own.
    for (const Element* other : from.element->all("ExternalIdentifier")) {
      if (other->value("OtherType") == kOurSeats) {
        contest.seats = reader_.count(*other, "Value", 1'000'000).value_or(1);
      }
    }
    contest.seats = std::max<Seats>(contest.seats, 1);
    if (contest.rule != Rule::plurality || (contest.seats == 1 && from.one_vote)) return;
    if (contest.seats > 1) contest.seats = 1;
    sketch_.note(NoteKind::left_out, "The number of places of the contest \"" + contest.id +
                                         "\", where a ballot may carry several votes: only its "
                                         "first place can be asked about.");
  }

  const std::string& column(std::size_t contest, std::size_t selection) const {
    return side_ids_.of(report_.contests[contest].selections[selection].key);
  }

  static ContestIndex index(std::size_t contest) {
    return ContestIndex{static_cast<std::uint32_t>(contest)};
  }

  void place_counts() {
    for (const NistCount& count : report_.counts) {
      sketch_.cell(index(count.contest), place_[count.unit],
                   column(count.contest, count.selection)) = count.votes;
    }
    std::set<std::pair<std::size_t, std::size_t>> counted;
    for (const NistOther& other : report_.others) {
      counted.insert({other.contest, other.unit});
      if (!report_.contests[other.contest].one_vote) continue;
      const auto contest = index(other.contest);
      if (other.overvotes)
        sketch_.cell(contest, place_[other.unit], Field::invalid) = other.overvotes;
      if (other.undervotes)
        sketch_.cell(contest, place_[other.unit], Field::blank) = other.undervotes;
    }
    place_ballots(counted);
    std::string time(report_.root->value("GeneratedDate"));
    if (time == kNotGenerated || !is_date_or_time(time)) time.clear();
    // The same instant is written in both ways by the JSON and the XML of one report.
    if (time.ends_with("+00:00")) time.replace(time.size() - 6, 6, "Z");
    for (auto& [contest, rows] : sketch_.rows) {
      for (auto& row : rows.rows) row.stated_at = time;
    }
    if (participated_) sketch_.note(NoteKind::left_out, "VotersParticipated of units.");
  }

  // Ballots are cast in a unit for all its contests: they belong to those that have OtherCounts
  // there, or, in a contest without any, to the units of its district that state votes.
  void place_ballots(const std::set<std::pair<std::size_t, std::size_t>>& counted) {
    for (std::size_t c = 0; c < report_.contests.size(); ++c) {
      const bool has_any = counted.lower_bound({c, 0}) != counted.lower_bound({c + 1, 0});
      std::optional<std::vector<bool>> inside;
      if (report_.contests[c].district) inside = members(report_, *report_.contests[c].district);
      std::set<std::size_t> units;
      if (has_any) {
        for (auto at = counted.lower_bound({c, 0}); at != counted.end() && at->first == c; ++at) {
          units.insert(at->second);
        }
      } else {
        for (auto at = first_count(c); at != report_.counts.end() && at->contest == c; ++at) {
          if (!inside || (*inside)[at->unit]) units.insert(at->unit);
        }
      }
      for (const std::size_t unit : units) {
        const auto ballots = report_.ballots.find(unit);
        if (ballots != report_.ballots.end()) {
          sketch_.cell(index(c), place_[unit], Field::cast) = ballots->second;
        }
      }
    }
  }

  std::vector<NistCount>::const_iterator first_count(std::size_t contest) const {
    // Counts come contest by contest.
    return std::partition_point(report_.counts.begin(), report_.counts.end(),
                                [&](const NistCount& count) { return count.contest < contest; });
  }

  void find_votes_outside() {
    std::map<std::size_t, std::optional<std::vector<bool>>> inside;
    for (const NistCount& count : report_.counts) {
      const NistContest& contest = report_.contests[count.contest];
      if (count.votes == 0 || !contest.district) continue;
      if (!inside.contains(*contest.district)) {
        inside[*contest.district] = members(report_, *contest.district);
      }
      const auto& district = inside[*contest.district];
      // A unit that contains the whole district may well state its votes.
      if (!district || (*district)[count.unit] || contains(count.unit, *contest.district)) continue;
      const Election& election = sketch_.election;
      const std::string& unit = election.units[place_[count.unit].value].id;
      const std::string& id = election.contests[count.contest].id;
      sketch_.notes.push_back({NoteKind::outside_district,
                               "The unit \"" + unit + "\" states " + std::to_string(count.votes) +
                                   (count.votes == 1 ? " vote" : " votes") + " in the contest \"" +
                                   id + "\", which is held in \"" +
                                   report_.units[*contest.district].id +
                                   "\", where it does not lie.",
                               id, unit, column(count.contest, count.selection), count.votes});
    }
  }

  bool contains(std::size_t unit, std::size_t part) const {
    const auto inside = members(report_, unit);
    return inside && (*inside)[part];
  }

  const NistReport& report_;
  const ElementReader& reader_;
  std::vector<UnitIndex> place_;  // by unit of the report
  Ids side_ids_;
  std::map<std::string, PartyIndex> party_;  // by key of the selection
  bool participated_ = false;
  Sketch sketch_;
};

}  // namespace

Sketch build_nist(const NistReport& report, const ElementReader& reader) {
  return NistBuilder(report, reader).build();
}

}  // namespace scrutineer::exchange
