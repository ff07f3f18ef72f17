// Counts as an EML-NL 510: 510b where polling stations report, else 510d. Every list is followed by
// its candidates, as a candidate belongs to the last list above it.
#include <algorithm>
#include <set>
#include <utility>

#include "base/text.hpp"
#include "folder/exchange/eml.hpp"

namespace scrutineer::exchange {

namespace {

struct Line {
  std::uint32_t party = 0;
  std::string number;  // of a candidate; "" for a list
  const Column* column = nullptr;
};

class EmlWriter {
 public:
  EmlWriter(const Election& election, const Chosen& chosen, std::vector<Note>& notes)
      : election_(election),
        source_(election.sources[chosen.source.value]),
        table_(*chosen.tables.front()),
        rows_(current_rows(election, table_)),
        notes_(notes) {
    find_lines();
  }

  Element document() {
    const std::vector<std::size_t> reporting = reporting_rows();
    const bool by_station = !reporting.empty() && level_of(reporting.front()) == "station";
    Element root;
    root.name = "EML";
    root.add("Id", by_station ? "510b" : "510d", Form::attribute);
    root.add("SchemaVersion", "5", Form::attribute);
    root.add("xmlns", std::string(kEmlSpace), Form::attribute);
    root.add("xmlns:kr", "http://www.kiesraad.nl/extensions", Form::attribute);
    root.add("TransactionId", "1");
    Element& authority = root.add("ManagingAuthority");
    const std::string name = text_in(source_.name, "nl", election_.languages, "");
    authority.add("AuthorityIdentifier", name).add("Id", source_.id, Form::attribute);
    authority.add("AuthorityAddress");
    root.add("kr:CreationDateTime", time_of_counts());
    Element& count = root.add("Count");
    count.add("EventIdentifier");
    Element& in = count.add("Election");
    write_identifier(in.add("ElectionIdentifier"));
    Element& contest = in.add("Contests").add("Contest");
    const std::string& id = election_.contests.front().id;
    contest.add("ContestIdentifier")
        .add("Id", id == "contest" ? std::string(kNoDistrict) : id, Form::attribute);
    write_total(contest.add("TotalVotes"), reporting);
    for (const std::size_t row : reporting)
      write_unit(contest.add("ReportingUnitVotes"), row, by_station);
    note_what_is_left(reporting);
    return root;
  }

 private:
  const Unit& unit_of(std::size_t row) const { return election_.units[table_.unit[row].value]; }
  const std::string& level_of(std::size_t row) const {
    return election_.levels[unit_of(row).level];
  }

  // Rows that have no row below them; the top states the total.
  std::vector<std::size_t> reporting_rows() const {
    std::set<std::uint32_t> above;
    for (const std::size_t row : rows_) {
      for (auto at = unit_of(row).parent; at; at = election_.units[at->value].parent)
        above.insert(at->value);
    }
    std::vector<std::size_t> lowest;
    for (const std::size_t row : rows_) {
      if (!above.contains(table_.unit[row].value) && unit_of(row).parent) lowest.push_back(row);
    }
    return lowest;
  }

  std::optional<std::size_t> top_row() const {
    for (const std::size_t row : rows_) {
      if (!unit_of(row).parent) return row;
    }
    return std::nullopt;
  }

  // Lists in their order, each before its candidates; candidates by their number.
  void find_lines() {
    for (std::uint32_t p = 0; p < election_.parties.size(); ++p) {
      std::vector<const Column*> candidates;
      Line list{p, "", nullptr};
      for (const Column& column : table_.columns) {
        if (!column.party || column.party->value != p) continue;
        if (column.candidate.empty()) {
          list.column = &column;
        } else {
          candidates.push_back(&column);
        }
      }
      if (list.column == nullptr && candidates.empty()) continue;
      lines_.push_back(list);
      std::stable_sort(candidates.begin(), candidates.end(), [](const Column* a, const Column* b) {
        const std::string x = number_of(*a);
        const std::string y = number_of(*b);
        return x.size() != y.size() ? x.size() < y.size() : x < y;
      });
      for (const Column* column : candidates) {
        std::string number = number_of(*column);
        if (number.empty()) unnumbered_ = true;
        lines_.push_back({p, number.empty() ? column->candidate : number, column});
      }
    }
  }

  // "12 A. Jansen" is candidate 12.
  static std::string number_of(const Column& column) {
    const std::size_t end = column.candidate.find_first_not_of("0123456789");
    const bool is_number = end == std::string::npos || (end > 0 && column.candidate[end] == ' ');
    return is_number ? column.candidate.substr(0, end) : "";
  }

  std::string time_of_counts() const {
    std::set<std::string> times;
    for (const std::size_t row : rows_) times.insert(table_.stated_at[row]);
    if (times.size() != 1 || times.begin()->empty()) return std::string(kNotCreated);
    const std::string& time = *times.begin();
    return is_calendar_day(time) ? time + "T00:00:00" : time;
  }

  void write_identifier(Element& in) {
    std::string category;
    for (const char c : election_.id.substr(0, 2)) {
      category += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
    in.add("Id", election_.id, Form::attribute);
    in.add("ElectionName", text_in(election_.name, "nl", election_.languages, election_.id));
    if (eml_categories().contains(category)) {
      in.add("ElectionCategory", category);
      const auto& list = eml_categories().at(category);
      if (list.size() == 1) in.add("kr:ElectionSubcategory", list.front());
    } else {
      note("ElectionCategory: the election's id does not begin with one (GR, TK, EP, …).");
    }
    for (const Unit& unit : election_.units) {
      if (unit.parent) continue;
      std::string id = unit.id;
      if (id.starts_with(kAreaPrefix)) id.erase(0, kAreaPrefix.size());
      in.add("kr:ElectionDomain", text_in(unit.name, "nl", election_.languages, ""))
          .add("Id", id, Form::attribute);
      break;
    }
    in.add("kr:ElectionDate", election_.date);
  }

  void write_selection(Element& in, const Line& line, Votes votes) {
    const Party& party = election_.parties[line.party];
    Element& selection = in.add("Selection");
    if (line.number.empty()) {
      Element& list = selection.add("AffiliationIdentifier");
      list.add("Id", party.id, Form::attribute);
      list.add("RegisteredName", text_in(party.name, "nl", election_.languages, party.id));
    } else {
      selection.add("Candidate").add("CandidateIdentifier").add("Id", line.number, Form::attribute);
    }
    selection.add("ValidVotes", std::to_string(votes));
  }

  // `value` gives what is stated of a column, or nothing.
  template <typename Value>
  void write_votes(Element& in, Value value) {
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      const Line& line = lines_[i];
      Count votes = line.column == nullptr ? Count{} : value(*line.column);
      if (!votes && line.number.empty()) votes = sum_of_candidates(i, value);
      if (votes) write_selection(in, line, *votes);
    }
    const auto field = [&](Field which) {
      for (const Column& column : table_.columns) {
        if (column.field == which) return value(column);
      }
      return Count{};
    };
    const auto add = [&in](const char* name, const Count& count) {
      if (count) in.add(name, std::to_string(*count));
    };
    const auto add_reason = [&in](const char* name, const char* reason, const Count& count) {
      if (count) in.add(name, std::to_string(*count)).add("ReasonCode", reason, Form::attribute);
    };
    add("Cast", field(Field::registered));
    add("TotalCounted", field(Field::valid));
    add_reason("RejectedVotes", "ongeldig", field(Field::invalid));
    add_reason("RejectedVotes", "blanco", field(Field::blank));
    add_reason("UncountedVotes", "toegelaten kiezers", field(Field::issued));
  }

  // Candidates need a list above them.
  template <typename Value>
  Count sum_of_candidates(std::size_t list, Value value) {
    Count sum;
    for (std::size_t i = list + 1; i < lines_.size() && !lines_[i].number.empty(); ++i) {
      if (const Count votes = value(*lines_[i].column)) sum = sum.value_or(0) + *votes;
    }
    summed_lists_ |= sum.has_value();
    return sum;
  }

  void write_total(Element& in, const std::vector<std::size_t>& reporting) {
    if (const auto top = top_row()) {
      write_votes(in, [&](const Column& column) { return column.cells[*top]; });
      return;
    }
    notes_.push_back({NoteKind::assumed,
                      "TotalVotes are the sums of the reporting units: the source states no total.",
                      "", "", "", std::nullopt});
    write_votes(in, [&](const Column& column) {
      Count sum;
      for (const std::size_t row : reporting) {
        if (column.cells[row]) sum = sum.value_or(0) + *column.cells[row];
      }
      return sum;
    });
  }

  void write_unit(Element& in, std::size_t row, bool by_station) {
    const Unit& unit = unit_of(row);
    in.add("ReportingUnitIdentifier", text_in(unit.name, "nl", election_.languages, ""))
        .add("Id", by_station ? source_.id + "::" + unit.id : unit.id, Form::attribute);
    write_votes(in, [&](const Column& column) { return column.cells[row]; });
  }

  void note(std::string text) const {
    notes_.push_back({NoteKind::left_out, std::move(text), "", "", "", std::nullopt});
  }

  void note_what_is_left(const std::vector<std::size_t>& reporting) const {
    const std::size_t written = reporting.size() + (top_row() ? 1 : 0);
    if (written < rows_.size()) {
      note("Totals of " + std::to_string(rows_.size() - written) +
           " units between the whole and those that report.");
    }
    for (const Column& column : table_.columns) {
      const bool left = column.field == Field::cast || column.field == Field::spoiled ||
                        column.field == Field::unused;
      if (left) note("The counts of the field \"" + std::string(name_of(*column.field)) + "\".");
    }
    if (summed_lists_) {
      notes_.push_back({NoteKind::assumed,
                        "Where a list's votes are not stated, they are the sum of its candidates'.",
                        "", "", "", std::nullopt});
    }
    if (unnumbered_)
      note("Numbers of candidates: those without one are written with their names as Id.");
    note("Names of candidates, and the seats of the contest (they stand in 230b and 110a).");
    if (!election_.coalitions.empty()) note("Coalitions.");
    note_unheld_parts(election_, notes_);
  }

  const Election& election_;
  const Source& source_;
  const ReturnTable& table_;
  std::vector<std::size_t> rows_;
  std::vector<Note>& notes_;
  std::vector<Line> lines_;
  bool unnumbered_ = false;
  bool summed_lists_ = false;
};

}  // namespace

}  // namespace scrutineer::exchange

namespace scrutineer {

Result<Exported> write_eml(const Election& election, const std::string& source) {
  Exported exported;
  if (election.contests.size() != 1) {
    return fail(described(election.id, 0, "contest",
                          std::to_string(election.contests.size()) + " contests",
                          "one, as an EML-NL count is of one"));
  }
  if (!is_calendar_day(election.date)) {
    return fail(described(election.id, 0, "date", election.date, "one day, as EML-NL needs"));
  }
  const auto chosen = exchange::choose_source(election, source, exported.notes);
  if (!chosen) return tl::unexpected<Errors>(chosen.error());
  exported.bytes =
      exchange::write_xml(exchange::EmlWriter(election, *chosen, exported.notes).document());
  return exported;
}

}  // namespace scrutineer
