// cases.csv, accounts.csv, rulings.csv: complaints and incidents, what each source tells of them
// (accounts are never merged), and what bodies decided.
#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "folder/canonical.hpp"
#include "folder/parts.hpp"
#include "folder/sheet.hpp"

namespace scrutineer {

namespace {

constexpr std::array<ColumnRule, 11> kCaseColumns = {{{"id", Need::required},
                                                      {"kind", Need::required},
                                                      {"units"},
                                                      {"filed_at"},
                                                      {"by"},
                                                      {"against"},
                                                      {"category"},
                                                      {"status"},
                                                      {"name", Need::optional, true},
                                                      {"note"},
                                                      {"citation"}}};

constexpr std::array<ColumnRule, 8> kAccountColumns = {{{"id", Need::required},
                                                        {"case", Need::required},
                                                        {"source", Need::required},
                                                        {"date"},
                                                        {"what", Need::required},
                                                        {"place"},
                                                        {"precision"},
                                                        {"citation"}}};

constexpr std::array<ColumnRule, 8> kRulingColumns = {{{"id", Need::required},
                                                       {"case", Need::required},
                                                       {"body", Need::required},
                                                       {"date"},
                                                       {"decision", Need::required},
                                                       {"reason"},
                                                       {"votes_changed"},
                                                       {"citation"}}};

// Opens the file and calls visit(Row) for its rows, whose ids must differ.
template <typename Visit>
void read_rows(const std::string& file, std::string_view bytes, std::span<const ColumnRule> columns,
               Draft& draft, Visit visit) {
  const auto sheet = Sheet::open(file, bytes, columns, draft.election.languages, draft.problems);
  if (!sheet) return;
  std::set<std::string, std::less<>> ids;
  sheet->for_each_row(draft.problems, [&](const Row& row) {
    const std::string id = row.identifier("id");
    if (!id.empty() && !ids.insert(id).second) row.expected("id", "an id that no other row has");
    visit(row, id);
  });
}

template <typename Thing>
void sort_by_id(std::vector<Thing>& things) {
  std::sort(things.begin(), things.end(),
            [](const Thing& a, const Thing& b) { return a.id < b.id; });
}

}  // namespace

void read_cases(std::string_view bytes, Draft& draft) {
  auto& cases = draft.election.cases;
  read_rows("cases.csv", bytes, kCaseColumns, draft, [&](const Row& row, const std::string& id) {
    Case entry;
    entry.id = id;
    entry.kind = row.text("kind");
    if (entry.kind != "complaint" && entry.kind != "incident") {
      row.expected("kind", "complaint or incident");
    }
    entry.units = row.references("units", draft.units);
    entry.filed_at = row.date_or_time("filed_at");
    entry.by = row.text("by");
    entry.against = row.text("against");
    entry.category = row.text("category");
    entry.status = row.text("status");
    entry.name = row.localized("name", draft.election.languages);
    entry.note = row.text("note");
    entry.citation = row.text("citation");
    cases.push_back(std::move(entry));
  });
  sort_by_id(cases);
  for (std::size_t i = 0; i < cases.size(); ++i) {
    draft.cases.add(cases[i].id, CaseIndex{static_cast<std::uint32_t>(i)});
  }
  if (cases.empty() && !draft.problems.empty()) draft.cases.mark_unreadable();
}

std::string write_cases(const Election& election) {
  CanonicalTable table(kCaseColumns, election.languages);
  for (const Case& entry : election.cases) {
    table.add_row();
    table.set("id", entry.id);
    table.set("kind", entry.kind);
    table.set("units", joined_ids(election.units, entry.units));
    table.set("filed_at", entry.filed_at);
    table.set("by", entry.by);
    table.set("against", entry.against);
    table.set("category", entry.category);
    table.set("status", entry.status);
    table.set("name", entry.name);
    table.set("note", entry.note);
    table.set("citation", entry.citation);
  }
  return table.text();
}

void read_accounts(std::string_view bytes, Draft& draft) {
  const auto take = [&draft](const Row& row, const std::string& id) {
    Account account;
    account.id = id;
    account.case_index = row.reference("case", draft.cases, Need::required).value_or(CaseIndex{});
    account.source = row.reference("source", draft.sources, Need::required).value_or(SourceIndex{});
    account.date = row.date_or_time("date");
    account.what = row.text("what", Need::required);
    account.place = row.text("place");
    account.precision = row.text("precision");
    account.citation = row.text("citation");
    draft.election.accounts.push_back(std::move(account));
  };
  read_rows("accounts.csv", bytes, kAccountColumns, draft, take);
  sort_by_id(draft.election.accounts);
}

std::string write_accounts(const Election& election) {
  CanonicalTable table(kAccountColumns, election.languages);
  for (const Account& account : election.accounts) {
    table.add_row();
    table.set("id", account.id);
    table.set("case", election.cases[account.case_index.value].id);
    table.set("source", election.sources[account.source.value].id);
    table.set("date", account.date);
    table.set("what", account.what);
    table.set("place", account.place);
    table.set("precision", account.precision);
    table.set("citation", account.citation);
  }
  return table.text();
}

void read_rulings(std::string_view bytes, Draft& draft) {
  const auto take = [&draft](const Row& row, const std::string& id) {
    Ruling ruling;
    ruling.id = id;
    ruling.case_index = row.reference("case", draft.cases, Need::required).value_or(CaseIndex{});
    ruling.body = row.reference("body", draft.sources, Need::required).value_or(SourceIndex{});
    ruling.date = row.date_or_time("date");
    ruling.decision = row.text("decision", Need::required);
    ruling.reason = row.text("reason");
    ruling.votes_changed = row.count("votes_changed");
    ruling.citation = row.text("citation");
    draft.election.rulings.push_back(std::move(ruling));
  };
  read_rows("rulings.csv", bytes, kRulingColumns, draft, take);
  sort_by_id(draft.election.rulings);
}

std::string write_rulings(const Election& election) {
  CanonicalTable table(kRulingColumns, election.languages);
  for (const Ruling& ruling : election.rulings) {
    table.add_row();
    table.set("id", ruling.id);
    table.set("case", election.cases[ruling.case_index.value].id);
    table.set("body", election.sources[ruling.body.value].id);
    table.set("date", ruling.date);
    table.set("decision", ruling.decision);
    table.set("reason", ruling.reason);
    table.set("votes_changed", ruling.votes_changed);
    table.set("citation", ruling.citation);
  }
  return table.text();
}

}  // namespace scrutineer
