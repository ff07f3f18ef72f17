// claims.csv: what sources state that is not a return. The kinds that are computed with are checked
// as strictly as counts; others are shown as they are. Claims that contradict each other are data.
#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "base/text.hpp"
#include "election/states.hpp"
#include "folder/canonical.hpp"
#include "folder/parts.hpp"
#include "folder/sheet.hpp"

namespace scrutineer {

namespace {

constexpr std::string_view kFile = "claims.csv";

constexpr std::array<ColumnRule, 18> kColumns = {{{"id", Need::required},
                                                  {"source", Need::required},
                                                  {"of"},
                                                  {"date"},
                                                  {"stated_at"},
                                                  {"kind", Need::required},
                                                  {"contest"},
                                                  {"unit"},
                                                  {"party"},
                                                  {"value"},
                                                  {"low"},
                                                  {"high"},
                                                  {"confidence"},
                                                  {"way"},
                                                  {"corrects"},
                                                  {"language"},
                                                  {"url"},
                                                  {"note"}}};

enum class Measure { count, share, state, none };

// What a kind of claim needs besides its source.
struct KindRule {
  std::string_view kind;
  Measure measure;
  bool unit, party, way;
};

constexpr std::array<KindRule, 12> kKinds = {{
    {"seats", Measure::count, false, true, false},
    {"votes", Measure::count, false, false, false},
    {"registered", Measure::count, false, false, false},
    {"cast", Measure::count, false, false, false},
    {"margin", Measure::count, true, true, true},
    {"lot", Measure::count, true, true, false},
    {"share", Measure::share, false, false, false},
    {"unit-state", Measure::state, true, false, false},
    {"removed-voters", Measure::count, false, false, false},
    {"missing-voters", Measure::count, false, false, false},
    {"ghost-voters", Measure::count, false, false, false},
    {"duplicate-names", Measure::count, false, false, false},
}};

KindRule rule_of(std::string_view kind) {
  for (const KindRule& rule : kKinds) {
    if (rule.kind == kind) return rule;
  }
  return {kind, Measure::none, false, false, false};
}

void read_counts(const Row& row, Claim& claim) {
  claim.count = row.count("value");
  claim.count_low = row.count("low");
  claim.count_high = row.count("high");
  const auto written = [](const Count& count) { return count ? std::to_string(*count) : ""; };
  claim.value = written(claim.count);
  claim.low = written(claim.count_low);
  claim.high = written(claim.count_high);
}

void read_shares(const Row& row, Claim& claim) {
  const auto read = [&row](std::string_view column, std::optional<Rational>& ratio) {
    ratio = row.rational(column);
    if (ratio && *ratio > Rational::of(1, 1))
      row.expected(column, "a share from 0 to 1, or 0% to 100%");
    return ratio ? to_string(*ratio) : std::string();
  };
  claim.value = read("value", claim.ratio);
  claim.low = read("low", claim.ratio_low);
  claim.high = read("high", claim.ratio_high);
}

// low ≤ value ≤ high, wherever two of them are stated.
template <typename Number>
void check_order(const Row& row, const Number& low, const Number& value, const Number& high) {
  if (low && high && *high < *low) row.expected("high", "at least " + std::string(row.cell("low")));
  if (value && low && *value < *low)
    row.expected("value", "at least " + std::string(row.cell("low")));
  if (value && high && *high < *value) {
    row.expected("value", "at most " + std::string(row.cell("high")));
  }
}

void read_measure(const Row& row, const KindRule& rule, Claim& claim) {
  if (rule.measure == Measure::none) {
    claim.value = row.text("value");
    claim.low = row.text("low");
    claim.high = row.text("high");
    return;
  }
  if (rule.measure == Measure::state) {
    claim.value = row.text("value", Need::required);
    if (!claim.value.empty() && !unit_state_of(claim.value)) {
      row.expected("value", "counted, quarantined or annulled");
    }
    return;
  }
  if (rule.measure == Measure::count) {
    read_counts(row, claim);
    check_order(row, claim.count_low, claim.count, claim.count_high);
  } else {
    read_shares(row, claim);
    check_order(row, claim.ratio_low, claim.ratio, claim.ratio_high);
  }
  const bool empty =
      row.cell("value").empty() && row.cell("low").empty() && row.cell("high").empty();
  if (empty) {
    row.expected("value", "a figure in value, low or high for a claim of the kind " + claim.kind);
  }
  if (rule.kind == "lot" && claim.count.value_or(0) < 1) {
    row.expected("value", "the place in which the party was drawn, 1 for the first");
  }
}

void read_place(const Row& row, const KindRule& rule, Draft& draft, Claim& claim) {
  const auto need = [](bool needed) { return needed ? Need::required : Need::optional; };
  const bool only_one = draft.contests.size() == 1 && draft.contests.readable();
  claim.contest = row.reference("contest", draft.contests);
  if (!claim.contest && only_one) claim.contest = ContestIndex{0};
  claim.unit = row.reference("unit", draft.units, need(rule.unit));
  claim.party = row.reference("party", draft.parties, need(rule.party));
  claim.way = row.choice<Change>("way", need(rule.way));
}

Claim read_claim(const Row& row, Draft& draft) {
  Claim claim;
  claim.id = row.identifier("id");
  const auto source = row.reference("source", draft.sources, Need::required);
  claim.source = source.value_or(SourceIndex{});
  claim.of = row.reference("of", draft.sources).value_or(claim.source);
  claim.date = row.date("date");
  claim.stated_at = row.date_or_time("stated_at");
  claim.kind = row.identifier("kind");
  const KindRule rule = rule_of(claim.kind);
  read_place(row, rule, draft, claim);
  read_measure(row, rule, claim);
  claim.confidence = row.rational("confidence");
  if (claim.confidence && *claim.confidence > Rational::of(1, 1)) {
    row.expected("confidence", "at most 1");
  }
  claim.corrects = row.identifier("corrects", Need::optional);
  claim.language = row.language("language");
  claim.url = row.text("url");
  claim.note = row.text("note");
  const bool may_be_read = !source || !draft.election.sources[source->value].url.empty();
  if (claim.url.empty() && claim.note.empty() && !may_be_read) {
    row.expected("url", "where the claim can be read: a url, or a citation in note");
  }
  return claim;
}

}  // namespace

void read_claims(std::string_view bytes, Draft& draft) {
  Problems& problems = draft.problems;
  const auto sheet =
      Sheet::open(std::string(kFile), bytes, kColumns, draft.election.languages, problems);
  if (!sheet) return;
  Names<std::int64_t> rows_by_id("a claim", std::string(kFile));
  std::vector<std::pair<Claim, Row>> claims;
  sheet->for_each_row(problems, [&](const Row& row) {
    Claim claim = read_claim(row, draft);
    if (!claim.id.empty() && !rows_by_id.add(claim.id, row.number())) {
      row.expected("id", "an id that no other claim has (row " +
                             std::to_string(*rows_by_id.find(claim.id)) + " has it)");
    }
    claims.emplace_back(std::move(claim), row);
  });
  for (const auto& [claim, row] : claims) {
    if (claim.corrects.empty()) continue;
    if (claim.corrects == claim.id) {
      row.expected("corrects", "the id of another claim");
    } else {
      row.reference("corrects", rows_by_id);
    }
  }
  for (auto& [claim, row] : claims) draft.election.claims.push_back(std::move(claim));
  std::sort(draft.election.claims.begin(), draft.election.claims.end(),
            [](const Claim& a, const Claim& b) { return a.id < b.id; });
}

std::string write_claims(const Election& election) {
  CanonicalTable table(kColumns, election.languages);
  for (const Claim& claim : election.claims) {
    table.add_row();
    table.set("id", claim.id);
    table.set("source", election.sources[claim.source.value].id);
    if (claim.of != claim.source) table.set("of", election.sources[claim.of.value].id);
    table.set("date", claim.date);
    table.set("stated_at", claim.stated_at);
    table.set("kind", claim.kind);
    if (claim.contest && election.contests.size() > 1) {
      table.set("contest", election.contests[claim.contest->value].id);
    }
    if (claim.unit) table.set("unit", election.units[claim.unit->value].id);
    if (claim.party) table.set("party", election.parties[claim.party->value].id);
    table.set("value", claim.value);
    table.set("low", claim.low);
    table.set("high", claim.high);
    if (claim.confidence) table.set("confidence", to_string(*claim.confidence));
    if (claim.way) table.set("way", std::string(name_of(*claim.way)));
    table.set("corrects", claim.corrects);
    table.set("language", claim.language);
    table.set("url", claim.url);
    table.set("note", claim.note);
  }
  return table.text();
}

}  // namespace scrutineer
