// The counts of a NIST report: one number for each selection and unit. VoteCounts come by type
// (total, election-day, absentee-mail, …), by device and by round; what is a total is taken as it
// is, and parts are added up only where no total is given.
#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "folder/exchange/nist.hpp"

namespace scrutineer::exchange {

namespace {

struct Part {
  const Element* element = nullptr;
  std::string type;
  std::optional<Votes> round;
  bool of_device = false;
  Votes count = 0;
};

class CountReader {
 public:
  CountReader(NistReport& report, const ElementReader& reader) : report_(report), reader_(reader) {}

  void read() {
    for (std::size_t c = 0; c < report_.contests.size(); ++c) {
      NistContest& contest = report_.contests[c];
      for (std::size_t s = 0; s < contest.selections.size(); ++s) read_selection(contest, c, s);
      read_others(contest, c);
    }
    read_ballots();
    report_what_was_passed_over();
  }

 private:
  void read_selection(NistContest& contest, std::size_t c, std::size_t s) {
    std::map<std::size_t, std::vector<Part>> by_unit;
    for (const Element* element : contest.selections[s].element->all("VoteCounts")) {
      Part part;
      part.element = element;
      part.type = reader_.text(*element, "Type", "total, or the kind of votes");
      part.round = reader_.count(*element, "Round");
      part.of_device = element->find("DeviceClass") != nullptr;
      const auto unit = unit_reference(report_, *element, "GpUnitId", reader_);
      const Count count = reader_.count(*element, "Count");
      if (element->find("Count") == nullptr)
        reader_.missing(*element, "Count", "a number of votes");
      contest.ranked |= part.round.has_value();
      if (!unit || !count || part.type == "seats") continue;
      part.count = *count;
      by_unit[*unit].push_back(std::move(part));
    }
    for (auto& [unit, parts] : by_unit) {
      keep_first_round(parts);
      if (const auto votes = total_of(parts)) report_.counts.push_back({c, s, unit, *votes});
    }
  }

  // First preferences are what every station counts; later rounds move votes between selections.
  void keep_first_round(std::vector<Part>& parts) {
    const auto first =
        std::min_element(parts.begin(), parts.end(), [](const Part& a, const Part& b) {
          return a.round < b.round;
        })->round;
    later_rounds_ += static_cast<std::size_t>(
        std::erase_if(parts, [&](const Part& part) { return part.round != first; }));
  }

  std::optional<Votes> total_of(const std::vector<Part>& parts) {
    for (const bool of_device : {false, true}) {
      for (const bool is_total : {true, false}) {
        std::vector<const Part*> chosen;
        for (const Part& part : parts) {
          const bool fits = part.of_device == of_device && (part.type == "total") == is_total;
          if (fits) chosen.push_back(&part);
        }
        if (chosen.empty()) continue;
        if (chosen.size() < parts.size()) {
          for (const Part& part : parts) passed_over_.insert(part.type);
        }
        return sum(chosen, of_device);
      }
    }
    return std::nullopt;
  }

  // "absentee" stands for both of its kinds.
  std::optional<Votes> sum(const std::vector<const Part*>& parts, bool of_device) {
    const bool absentee = std::any_of(parts.begin(), parts.end(),
                                      [](const Part* part) { return part->type == "absentee"; });
    std::set<std::string> seen;
    Wide total = 0;
    for (const Part* part : parts) {
      if (!of_device && !seen.insert(part->type).second) {
        reader_.expected(*part->element, "Type", part->type,
                         "each type of count of a unit and selection once");
      }
      if (absentee && part->type.starts_with("absentee-")) continue;
      if (part->type != "total") summed_ = true;
      total += part->count;
    }
    if (total <= kMaximumCount) return static_cast<Votes>(total);
    reader_.expected(*parts.front()->element, "Count", to_string(total), "counts of at most 10^15");
    return std::nullopt;
  }

  void read_others(const NistContest& contest, std::size_t c) {
    std::map<std::size_t, NistOther> by_unit;
    for (const Element* element : contest.element->all("OtherCounts")) {
      const auto unit = unit_reference(report_, *element, "GpUnitId", reader_);
      const Count over = reader_.count(*element, "Overvotes");
      const Count under = reader_.count(*element, "Undervotes");
      write_ins_ |= element->find("WriteIns") != nullptr;
      if (!unit) continue;
      NistOther& other = by_unit[*unit];
      other.contest = c;
      other.unit = *unit;
      if (over) other.overvotes = other.overvotes.value_or(0) + *over;
      if (under) other.undervotes = other.undervotes.value_or(0) + *under;
    }
    for (auto& [unit, other] : by_unit) report_.others.push_back(other);
  }

  // A unit whose ballots are stated twice alike (one ballot for each party of a primary, not told
  // apart) has no number that could be taken.
  void read_ballots() {
    std::map<std::size_t, std::vector<Part>> by_unit;
    for (const Element* element : report_.election->all("BallotCounts")) {
      Part part;
      part.element = element;
      part.type = element->value("Type");
      const auto unit = unit_reference(report_, *element, "GpUnitId", reader_);
      const Count cast = reader_.count(*element, "BallotsCast");
      for (const char* other : {"BallotsOutstanding", "BallotsRejected"}) {
        if (reader_.count(*element, other)) ballots_left_out_.insert(other);
      }
      if (!unit || !cast) continue;
      part.of_device = element->find("DeviceClass") != nullptr;
      part.count = *cast;
      by_unit[*unit].push_back(std::move(part));
    }
    std::size_t ambiguous = 0;
    for (auto& [unit, parts] : by_unit) {
      std::set<std::pair<std::string, bool>> kinds;
      for (const Part& part : parts) kinds.insert({part.type, part.of_device});
      if (kinds.size() < parts.size()) {
        ++ambiguous;
      } else if (const auto votes = total_of(parts)) {
        report_.ballots[unit] = *votes;
      }
    }
    if (ambiguous > 0) {
      note(NoteKind::left_out,
           "Ballots cast of " + std::to_string(ambiguous) +
               " units: the report states several numbers for the same unit and "
               "type, and does not tell them apart.");
    }
  }

  void note(NoteKind kind, std::string text) {
    report_.notes.push_back({kind, std::move(text), "", "", "", std::nullopt});
  }

  void report_what_was_passed_over() {
    if (later_rounds_ > 0) {
      note(NoteKind::left_out,
           "Counts of " + std::to_string(later_rounds_) +
               " later rounds: the first round of each selection and unit is taken.");
    }
    std::string types;
    for (const std::string& type : passed_over_) {
      if (type != "total") types += (types.empty() ? "" : ", ") + type;
    }
    if (!types.empty()) {
      note(NoteKind::left_out,
           "Counts of the types " + types + ": the totals beside them are taken.");
    }
    if (summed_) {
      note(NoteKind::assumed,
           "Where no count of the type total is given, the other types are added up.");
    }
    if (write_ins_) note(NoteKind::left_out, "WriteIns of OtherCounts.");
    for (const std::string& name : ballots_left_out_)
      note(NoteKind::left_out, name + " of BallotCounts.");
    const bool several =
        std::any_of(report_.others.begin(), report_.others.end(), [&](const auto& other) {
          return !report_.contests[other.contest].one_vote && (other.overvotes || other.undervotes);
        });
    if (several) {
      note(NoteKind::left_out,
           "Over- and undervotes of contests where a ballot may carry several votes: they count "
           "votes, not ballots.");
    }
  }

  NistReport& report_;
  const ElementReader& reader_;
  std::size_t later_rounds_ = 0;
  std::set<std::string> passed_over_;
  std::set<std::string> ballots_left_out_;
  bool summed_ = false;
  bool write_ins_ = false;
};

}  // namespace

void read_counts(NistReport& report, const ElementReader& reader) {
  CountReader(report, reader).read();
}

}  // namespace scrutineer::exchange
