// doubts.csv, and roll/doubts.csv with the same columns: bounded irregularities; doubt_votes.csv:
// the stated alternatives of those that have some.
#include <algorithm>
#include <array>
#include <set>
#include <tuple>
#include <utility>

#include "folder/canonical.hpp"
#include "folder/parts.hpp"
#include "folder/sheet.hpp"

namespace scrutineer {

namespace {

constexpr std::string_view kFile = "doubts.csv";
constexpr std::string_view kRollFile = "roll/doubts.csv";
constexpr std::string_view kVotesFile = "doubt_votes.csv";

constexpr std::array<ColumnRule, 14> kColumns = {{{"id", Need::required},
                                                  {"contest"},
                                                  {"units"},
                                                  {"way", Need::required},
                                                  {"low"},
                                                  {"high"},
                                                  {"from"},
                                                  {"to"},
                                                  {"confidence"},
                                                  {"status", Need::required},
                                                  {"source", Need::required},
                                                  {"case"},
                                                  {"citation"},
                                                  {"note"}}};

constexpr std::array<ColumnRule, 5> kVotesColumns = {{{"doubt", Need::required},
                                                      {"unit", Need::required},
                                                      {"alternative", Need::required},
                                                      {"party", Need::required},
                                                      {"votes", Need::required}}};

void read_bounds(const Row& row, Doubt& doubt) {
  doubt.low = row.count("low").value_or(0);
  const std::string_view high = row.cell("high");
  if (high == "all") return;
  if (high.empty()) {
    if (doubt.way != Way::alternatives) {
      row.expected("high", "the most votes that are in doubt, or all");
    }
    return;
  }
  doubt.high = row.count("high");
  if (doubt.high && *doubt.high < doubt.low) {
    row.expected("high", "at least " + std::to_string(doubt.low) + ", as in low");
  }
}

// A removable vote is given to nobody, an added one is taken from nobody.
void read_directions(const Row& row, const Draft& draft, Doubt& doubt) {
  doubt.from = row.references("from", draft.parties);
  doubt.to = row.references("to", draft.parties);
  const bool alternatives = doubt.way == Way::alternatives;
  if (!row.cell("from").empty() && (doubt.way == Way::addable || alternatives)) {
    row.expected("from", "nothing for the way " + std::string(name_of(doubt.way)));
  }
  if (!row.cell("to").empty() && (doubt.way == Way::removable || alternatives)) {
    row.expected("to", "nothing for the way " + std::string(name_of(doubt.way)));
  }
}

Doubt read_doubt(const Row& row, Draft& draft) {
  Doubt doubt;
  doubt.id = row.identifier("id");
  const bool only_one = draft.contests.size() == 1 && draft.contests.readable();
  if (!only_one || !row.cell("contest").empty()) {
    doubt.contest =
        row.reference("contest", draft.contests, Need::required).value_or(ContestIndex{});
  }
  doubt.units = row.references("units", draft.units);
  doubt.way = row.choice<Way>("way", Need::required).value_or(Way::unknown);
  read_bounds(row, doubt);
  read_directions(row, draft, doubt);
  doubt.confidence = row.rational("confidence");
  if (doubt.confidence &&
      (*doubt.confidence > Rational::of(1, 1) || doubt.confidence->numerator == 0)) {
    row.expected("confidence", "more than 0 and at most 1; empty for a hard bound");
  }
  doubt.status = row.choice<Status>("status", Need::required).value_or(Status::alleged);
  doubt.source = row.reference("source", draft.sources, Need::required).value_or(SourceIndex{});
  row.reference("case", draft.cases);
  doubt.case_id = row.text("case");
  doubt.citation = row.text("citation");
  doubt.note = row.text("note");
  return doubt;
}

bool within(const Election& election, UnitIndex unit, const std::vector<UnitIndex>& ancestors) {
  for (std::optional<UnitIndex> at = unit; at; at = election.units[at->value].parent) {
    if (std::binary_search(ancestors.begin(), ancestors.end(), *at)) return true;
  }
  return false;
}

void read_alternative(const Row& row, Draft& draft, const Names<std::size_t>& doubts) {
  const auto position = row.reference("doubt", doubts, Need::required);
  draft.doubts_with_votes.emplace(row.cell("doubt"));
  const auto unit = row.reference("unit", draft.units, Need::required);
  const std::string alternative = row.identifier("alternative");
  const auto party = row.reference("party", draft.parties, Need::required);
  const Count votes = row.count("votes");
  if (!votes && row.cell("votes").empty()) row.expected("votes", "a number of votes, 0 where none");
  if (!position || !unit || !party || !votes) return;
  Doubt& doubt = draft.election.doubts[*position];
  if (doubt.way != Way::alternatives) {
    row.expected("doubt", "a doubt of the way alternatives");
  } else if (!doubt.units.empty() && draft.problems.empty() &&
             !within(draft.election, *unit, doubt.units)) {
    row.expected("unit", "one of the units of the doubt " + doubt.id + ", or one below them");
  }
  doubt.alternatives.push_back({*unit, alternative, *party, *votes});
}

// Appends the doubts of one file; their ids, in its order.
std::vector<std::string> read_doubts_of(std::string_view file, std::string_view bytes,
                                        Draft& draft) {
  std::vector<std::string> ids;
  Problems& problems = draft.problems;
  const auto sheet =
      Sheet::open(std::string(file), bytes, kColumns, draft.election.languages, problems);
  if (!sheet) return ids;
  sheet->for_each_row(problems, [&](const Row& row) {
    Doubt doubt = read_doubt(row, draft);
    ids.push_back(doubt.id);
    if (!doubt.id.empty() && !draft.doubts.add(doubt.id, {std::string(file), row.number()})) {
      const FilePlace first = *draft.doubts.find(doubt.id);
      row.expected("id", "an id that no other doubt has (" +
                             (first.file == file ? "" : first.file + ", ") + "row " +
                             std::to_string(first.row) + " has it)");
    }
    draft.election.doubts.push_back(std::move(doubt));
  });
  std::sort(draft.election.doubts.begin(), draft.election.doubts.end(),
            [](const Doubt& a, const Doubt& b) { return a.id < b.id; });
  return ids;
}

void write_doubt(const Election& election, const Doubt& doubt, CanonicalTable& table) {
  table.add_row();
  table.set("id", doubt.id);
  if (election.contests.size() > 1) {
    table.set("contest", election.contests[doubt.contest.value].id);
  }
  table.set("units", joined_ids(election.units, doubt.units));
  table.set("way", std::string(name_of(doubt.way)));
  table.set("low", std::to_string(doubt.low));
  if (doubt.high || doubt.way != Way::alternatives) {
    table.set("high", doubt.high ? std::to_string(*doubt.high) : "all");
  }
  table.set("from", joined_ids(election.parties, doubt.from));
  table.set("to", joined_ids(election.parties, doubt.to));
  if (doubt.confidence) table.set("confidence", to_string(*doubt.confidence));
  table.set("status", std::string(name_of(doubt.status)));
  table.set("source", election.sources[doubt.source.value].id);
  table.set("case", doubt.case_id);
  table.set("citation", doubt.citation);
  table.set("note", doubt.note);
}

}  // namespace

void read_doubts(std::string_view bytes, Draft& draft) { read_doubts_of(kFile, bytes, draft); }

void read_roll_doubts(std::string_view bytes, Draft& draft) {
  draft.roll.doubts = read_doubts_of(kRollFile, bytes, draft);
}

void read_doubt_votes(std::string_view bytes, Draft& draft) {
  Problems& problems = draft.problems;
  const auto sheet = Sheet::open(std::string(kVotesFile), bytes, kVotesColumns,
                                 draft.election.languages, problems);
  if (!sheet) {
    draft.doubt_votes_readable = false;
    return;
  }
  Names<std::size_t> doubts("a doubt", std::string(kFile));
  for (std::size_t i = 0; i < draft.election.doubts.size(); ++i) {
    doubts.add(draft.election.doubts[i].id, i);
  }
  if (draft.election.doubts.empty() && !problems.empty()) doubts.mark_unreadable();
  std::set<std::tuple<std::string, std::string, std::string, std::string>> seen;
  sheet->for_each_row(problems, [&](const Row& row) {
    const auto key =
        std::tuple(std::string(row.cell("doubt")), std::string(row.cell("unit")),
                   std::string(row.cell("alternative")), std::string(row.cell("party")));
    if (!seen.insert(key).second) {
      row.expected("party", "each party once for a doubt, unit and alternative");
    }
    read_alternative(row, draft, doubts);
  });
  const Election& election = draft.election;
  const auto order = [&election](const AlternativeVotes& votes) {
    return std::tie(election.units[votes.unit.value].id, votes.alternative,
                    election.parties[votes.party.value].id);
  };
  for (Doubt& doubt : draft.election.doubts) {
    std::sort(
        doubt.alternatives.begin(), doubt.alternatives.end(),
        [&](const AlternativeVotes& a, const AlternativeVotes& b) { return order(a) < order(b); });
  }
}

void check_alternatives(Draft& draft) {
  if (!draft.doubt_votes_readable) return;
  for (const Doubt& doubt : draft.election.doubts) {
    if (doubt.way != Way::alternatives || draft.doubts_with_votes.contains(doubt.id)) continue;
    draft.problems.describe(
        kVotesFile, 0, "doubt", "no row for the doubt " + doubt.id,
        "its alternatives, as doubts.csv says that it has the way alternatives");
  }
}

std::string write_doubts(const Election& election) { return write_doubts(election, {}, false); }

std::string write_doubts(const Election& election, const std::vector<std::string>& ids,
                         bool among) {
  const std::set<std::string_view> chosen(ids.begin(), ids.end());
  CanonicalTable table(kColumns, election.languages);
  for (const Doubt& doubt : election.doubts) {
    if (chosen.contains(doubt.id) == among) write_doubt(election, doubt, table);
  }
  return table.text();
}

std::string write_doubt_votes(const Election& election) {
  CanonicalTable table(kVotesColumns, election.languages);
  for (const Doubt& doubt : election.doubts) {
    for (const AlternativeVotes& votes : doubt.alternatives) {
      table.add_row();
      table.set("doubt", doubt.id);
      table.set("unit", election.units[votes.unit.value].id);
      table.set("alternative", votes.alternative);
      table.set("party", election.parties[votes.party.value].id);
      table.set("votes", std::to_string(votes.votes));
    }
  }
  return table.text();
}

}  // namespace scrutineer
