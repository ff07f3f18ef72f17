// audit.toml: what an audit is asked.
#include <cmath>
#include <limits>

#include "base/text.hpp"
#include "folder/audit_files.hpp"
#include "folder/problems.hpp"
#include "folder/section.hpp"
#include "folder/toml_document.hpp"

namespace scrutineer {

namespace {

constexpr std::string_view kFile = "audit/audit.toml";
constexpr std::size_t kMostSections = 100'000;

template <typename Visit>
void for_each_section(const TomlValue& document, std::string_view name, Problems& problems,
                      Visit visit) {
  const TomlValue* list = document.find(name);
  if (list == nullptr) return;
  const std::string brackets = "[[" + std::string(name) + "]]";
  if (list->kind != TomlValue::Kind::list || list->list.size() > kMostSections) {
    problems.quote(kFile, list->line, name, list->text, "sections that begin with " + brackets);
    return;
  }
  for (const TomlValue& item : list->list) {
    if (item.kind != TomlValue::Kind::table) {
      problems.quote(kFile, item.line, name, item.text, "a section " + brackets);
      continue;
    }
    Section section(item, std::string(name), problems, kFile);
    visit(section);
    section.finish();
  }
}

void read_audit_section(const TomlValue& table, AuditDesign& design, Problems& problems) {
  Section section(table, "audit", problems, kFile);
  if (const auto limit = section.rational("risk_limit", Need::required)) {
    if (*limit <= Rational{0, 1} || *limit >= Rational{1, 1}) {
      section.expected("risk_limit", "a share above 0 and below 1, such as \"1/20\"");
    }
    design.risk_limit = *limit;
  }
  design.basis = section.text("basis");
  const std::string evidence = section.text("evidence", Need::required);
  if (const auto kind = evidence_of(evidence)) {
    design.evidence = *kind;
  } else if (evidence == "batches") {
    section.expected("evidence",
                     "polling, comparison or pools; batches are not offered yet, and a batch with "
                     "its return is a pool");
  } else if (!evidence.empty()) {
    section.expected("evidence", "one of polling, comparison, pools");
  }
  design.styles = section.boolean("styles");
  design.dice_digits = section.integer("dice_digits", 10, 1000, Need::optional).value_or(20);
  design.beacon = section.text("beacon");
  section.finish();
}

// Parameters are fractions in quotation marks, or whole numbers.
void read_method(const TomlValue& table, AuditDesign& design, Problems& problems) {
  Section section(table, "method", problems, kFile);
  design.method = section.text("name", Need::required);
  for (const TomlEntry& entry : table.table) {
    if (entry.key == "name") continue;
    section.find(entry.key);  // known: the method itself refuses what it does not have
    const TomlValue& value = entry.value;
    if (value.kind == TomlValue::Kind::integer) {
      design.parameters[entry.key] = static_cast<double>(value.integer);
      continue;
    }
    const auto fraction = value.kind == TomlValue::Kind::text ? parse_rational(value.text)
                                                              : std::optional<Rational>();
    if (!fraction) {
      section.expected(entry.key,
                       "a whole number, or a fraction in quotation marks such as \"1/1000\"");
      continue;
    }
    design.parameters[entry.key] = as_double(*fraction);
  }
  section.finish();
}

void read_target(Section& section, AuditDesign& design) {
  AuditTarget target{section.text("contest"), section.text("question")};
  if (target.contest.empty() == target.question.empty()) {
    section.expected(target.contest.empty() ? "contest" : "question",
                     "either a contest or a question, one of both");
    return;
  }
  for (const AuditTarget& other : design.targets) {
    if (other.contest != target.contest || other.question != target.question) continue;
    section.expected(target.contest.empty() ? "question" : "contest", "each target once");
    return;
  }
  design.targets.push_back(std::move(target));
}

void read_bound(Section& section, AuditDesign& design) {
  CardsBound bound;
  bound.contest = section.text("contest", Need::required);
  bound.unit = section.text("unit", Need::required);
  bound.cards = section.integer("cards", 0, kMaximumCount, Need::required).value_or(0);
  for (const CardsBound& other : design.bounds) {
    if (other.contest == bound.contest && other.unit == bound.unit) {
      section.expected("unit", "one bound for a contest in a unit");
    }
  }
  design.bounds.push_back(std::move(bound));
}

const TomlValue* table_of(const TomlValue& document, std::string_view key, Problems& problems) {
  const TomlValue* value = document.find(key);
  if (value == nullptr || value->kind == TomlValue::Kind::table) return value;
  problems.quote(kFile, value->line, key, value->text, "a section [" + std::string(key) + "]");
  return nullptr;
}

}  // namespace

Result<AuditDesign> parse_audit_design(std::string_view bytes) {
  const auto document = read_toml(kFile, bytes);
  if (!document) return tl::unexpected(document.error());
  Problems problems;
  AuditDesign design;
  Section root(*document, "", problems, kFile);
  if (const auto schema = root.integer("schema", 0, 1'000'000, Need::required)) {
    if (*schema != 1) root.expected("schema", "1, the version of the format that is known here");
  }
  for (const std::string_view key : {"audit", "method", "target", "cards"}) root.find(key);
  root.finish();
  if (const TomlValue* audit = table_of(*document, "audit", problems)) {
    read_audit_section(*audit, design, problems);
  } else if (!root.has("audit")) {
    problems.describe(kFile, 0, "", "no section [audit]", "one with risk_limit and evidence");
  }
  if (const TomlValue* method = table_of(*document, "method", problems)) {
    read_method(*method, design, problems);
  }
  for_each_section(*document, "target", problems,
                   [&](Section& section) { read_target(section, design); });
  for_each_section(*document, "cards", problems,
                   [&](Section& section) { read_bound(section, design); });
  if (design.targets.empty() && problems.empty()) {
    problems.describe(kFile, 0, "", "no [[target]]", "at least one contest or question to audit");
  }
  if (!problems.empty()) return tl::unexpected(problems.take());
  return design;
}

}  // namespace scrutineer
