// The canonical form of election.toml: sections in the order of the format, those of one kind in
// the order in which they were given (the order of parties may be that of the ballot), keys in the
// order of the format, and what equals its default left out.
#include <utility>

#include "base/text.hpp"
#include "folder/parts.hpp"

namespace scrutineer {

namespace {

class Lines {
 public:
  void section(const std::string& header) { text_ += "\n" + header + "\n"; }
  void raw(const std::string& key, const std::string& value) {
    text_ += key + " = " + value + "\n";
  }
  void text(const std::string& key, std::string_view value) {
    if (!value.empty()) raw(key, toml_text(value));
  }
  void flag(const std::string& key, bool value) {
    if (value) raw(key, "true");
  }
  void list(const std::string& key, const std::vector<std::string>& values) {
    std::string items;
    for (const std::string& value : values) items += (items.empty() ? "" : ", ") + toml_text(value);
    raw(key, "[" + items + "]");
  }
  void localized(const std::string& prefix, const LocalizedText& texts,
                 const std::vector<std::string>& languages) {
    for (const std::string& language : languages) {
      if (const auto found = texts.find(language); found != texts.end()) {
        text(prefix + "_" + language, found->second);
      }
    }
  }
  std::string take() { return std::move(text_); }

 private:
  std::string text_ = "schema = 1\n";
};

void write_election(Lines& lines, const Election& election) {
  lines.section("[election]");
  lines.text("id", election.id);
  lines.raw("date", is_calendar_day(election.date) ? election.date : toml_text(election.date));
  lines.text("timezone", election.timezone);
  lines.list("languages", election.languages);
  lines.localized("name", election.name, election.languages);
  lines.text("citation", election.citation);
}

void write_contest(Lines& lines, const Contest& contest, const Election& election) {
  lines.section("[[contest]]");
  lines.text("id", contest.id);
  lines.localized("name", contest.name, election.languages);
  lines.raw("seats", std::to_string(contest.seats));
  lines.text("rule", name_of(contest.rule));
  lines.text("constituencies", contest.constituencies);
  lines.text("ballot", name_of(contest.ballot));
  if (!contest.threshold) return;
  const Threshold& threshold = *contest.threshold;
  lines.raw("threshold", "{ share = " + toml_text(to_string(threshold.share)) +
                             ", of = " + toml_text(name_of(threshold.of)) +
                             ", scope = " + toml_text(name_of(threshold.scope)) +
                             (threshold.strict ? ", strict = true }" : " }"));
}

void write_question(Lines& lines, const Question& question, const Election& election) {
  lines.section("[[question]]");
  lines.text("id", question.id);
  lines.localized("name", question.name, election.languages);
  lines.text("contest", election.contests[question.contest.value].id);
  lines.text("kind", name_of(question.kind));
  lines.text("who", question.who);
  if (question.unit) lines.text("unit", election.units[question.unit->value].id);
  const bool shares = question.kind == QuestionKind::share_at_least;
  const bool leads = question.kind == QuestionKind::lead_at_least;
  if (question.kind == QuestionKind::seats_at_least) {
    lines.raw("seats", std::to_string(question.seats));
  }
  if (shares || (leads && question.has_share)) lines.text("share", to_string(question.share));
  if (shares || leads) lines.text("of", name_of(question.of));
  lines.flag("strict", question.strict);
  if (question.over) lines.text("over", election.parties[question.over->value].id);
  if (leads) lines.text("points", to_string(question.points));
}

void write_coalition(Lines& lines, const Coalition& coalition, const Election& election) {
  lines.section("[[coalition]]");
  lines.text("id", coalition.id);
  lines.localized("name", coalition.name, election.languages);
  std::vector<std::string> ids;
  for (const PartyIndex party : coalition.parties) ids.push_back(election.parties[party.value].id);
  lines.list("parties", ids);
  lines.flag("connected", coalition.connected);
}

void write_check(Lines& lines, const CheckSetting& check, const Election& election) {
  lines.section("[[check]]");
  lines.text("code", check.code);
  if (check.severity) lines.text("severity", name_of(*check.severity));
  lines.text("formula", check.formula);
  if (!check.explained_by.empty()) lines.list("explained_by", check.explained_by);
  std::string tolerances;
  for (const auto& [name, value] : check.tolerances) {
    const bool bare = is_identifier(name) && name.find('.') == std::string::npos;
    tolerances += (tolerances.empty() ? " " : ", ") + (bare ? name : toml_text(name)) + " = " +
                  std::to_string(value);
  }
  if (!tolerances.empty()) lines.raw("tolerances", "{" + tolerances + " }");
  lines.localized("typist", check.typist, election.languages);
  lines.localized("reviewer", check.reviewer, election.languages);
}

void write_roll(Lines& lines, const RollSchema& roll) {
  lines.section("[roll]");
  if (!roll.identifiers.empty()) lines.list("id", roll.identifiers);
  for (const RollField& field : roll.fields) {
    lines.section("[[roll.field]]");
    lines.text("name", field.name);
    lines.text("kind", name_of(field.kind));
    if (!field.headers.empty()) lines.list("columns", field.headers);
    if (field.order) lines.text("order", name_of(*field.order));
  }
}

}  // namespace

std::string write_election_toml(const Election& election) {
  Lines lines;
  write_election(lines, election);
  for (const Contest& contest : election.contests) write_contest(lines, contest, election);
  for (const Question& question : election.questions) write_question(lines, question, election);
  for (const Party& party : election.parties) {
    lines.section("[[party]]");
    lines.text("id", party.id);
    lines.localized("name", party.name, election.languages);
    lines.text("color", party.color);
  }
  for (const Coalition& coalition : election.coalitions) {
    write_coalition(lines, coalition, election);
  }
  for (const Reading& reading : election.readings) {
    lines.section("[[reading]]");
    lines.text("contest", election.contests[reading.contest.value].id);
    lines.text("rule", name_of(reading.rule));
    lines.text("source", reading.source);
  }
  for (const Source& source : election.sources) {
    lines.section("[[source]]");
    lines.text("id", source.id);
    lines.localized("name", source.name, election.languages);
    lines.text("role", name_of(source.role));
    lines.text("side", source.side);
    lines.text("url", source.url);
  }
  for (const CheckSetting& check : election.checks) write_check(lines, check, election);
  if (election.roll) write_roll(lines, *election.roll);
  return lines.take();
}

}  // namespace scrutineer
