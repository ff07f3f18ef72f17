// [[question]] of election.toml: what the outcome is asked. Each kind has its own keys; one that it
// does not use is an error, so that nothing a person wrote is passed over.
#include <algorithm>
#include <array>
#include <utility>

#include "folder/parts.hpp"
#include "folder/section.hpp"

namespace scrutineer {

namespace {

constexpr std::array<const char*, 8> kKeysOfKinds = {"who", "unit",   "seats", "share",
                                                     "of",  "strict", "over",  "points"};

// A question on votes is asked of the whole contest: only seats have constituencies.
bool uses(QuestionKind kind, std::string_view key) {
  switch (kind) {
    case QuestionKind::seats_at_least:
      return key == "who" || key == "unit" || key == "seats";
    case QuestionKind::wins:
      return key == "who";
    case QuestionKind::share_at_least:
      return key == "who" || key == "share" || key == "of" || key == "strict";
    case QuestionKind::lead_at_least:
      return key != "unit" && key != "seats";
    case QuestionKind::seats_equal:
      return key == "unit";
  }
  return false;
}

// The unit must elect: of the contest's level, or the one at the top where "country" is no level.
void read_unit(Section& section, Question& question, Draft& draft) {
  if (!uses(question.kind, "unit")) return;
  question.unit = section.reference("unit", draft.units, Need::optional);
  const Election& election = draft.election;
  if (!question.unit || question.contest.value >= election.contests.size()) return;
  const Unit& unit = election.units[question.unit->value];
  const std::string& level = election.contests[question.contest.value].constituencies;
  const bool is_level =
      std::find(election.levels.begin(), election.levels.end(), level) != election.levels.end();
  const bool elects = is_level ? election.levels[unit.level] == level : !unit.parent;
  if (elects) return;
  section.expected("unit", is_level ? "a unit that elects, of the level " + level
                                    : "the unit that elects, which stands at the top");
}

void read_measure(Section& section, Question& question, Draft& draft) {
  const QuestionKind kind = question.kind;
  if (kind == QuestionKind::seats_at_least) {
    const auto& contests = draft.election.contests;
    const bool known = question.contest.value < contests.size();
    const Seats most = known ? contests[question.contest.value].seats : 0;
    question.seats =
        section.integer("seats", 1, std::max<Seats>(most, 1), Need::required).value_or(1);
  }
  if (kind == QuestionKind::share_at_least || kind == QuestionKind::lead_at_least) {
    const Need need = kind == QuestionKind::share_at_least ? Need::required : Need::optional;
    const auto share = section.rational("share", need);
    question.has_share = share.has_value();
    question.share = share.value_or(Rational{});
    question.of = section.choice<Base>("of", Need::optional).value_or(Base::valid);
    question.strict = section.boolean("strict");
  }
  if (kind == QuestionKind::lead_at_least) {
    question.points = section.rational("points", Need::required).value_or(Rational{});
    if (section.text("over") != "runner-up") {
      question.over = section.reference("over", draft.parties, Need::optional);
    }
    const auto& who = question.parties;
    if (question.over && std::find(who.begin(), who.end(), *question.over) != who.end()) {
      section.expected("over", "a party other than those that lead");
    }
  }
}

void read_question(Section& section, Draft& draft, std::vector<std::string>& ids) {
  Question question;
  question.id = section.identifier("id");
  if (std::find(ids.begin(), ids.end(), question.id) != ids.end()) {
    section.expected("id", "an id that no other question has");
  }
  ids.push_back(question.id);
  question.name = section.localized("name", draft.election.languages);
  question.contest =
      section.reference("contest", draft.contests, Need::required).value_or(ContestIndex{});
  const auto kind = section.choice<QuestionKind>("kind", Need::required);
  if (!kind) {
    for (const char* key : kKeysOfKinds) section.find(key);
    return;
  }
  question.kind = *kind;
  read_unit(section, question, draft);
  for (const char* key : kKeysOfKinds) {
    if (!uses(*kind, key) && section.has(key)) {
      section.expected(key, "no such key in a question of the kind " + std::string(name_of(*kind)));
    }
  }
  if (uses(*kind, "who")) {
    question.who = section.text("who", Need::required);
    if (const auto who = draft.sides.find(question.who)) {
      question.parties = who->parties;
    } else if (!question.who.empty()) {
      section.expected("who", draft.sides.expected(question.who));
    }
  }
  read_measure(section, question, draft);
  draft.election.questions.push_back(std::move(question));
}

}  // namespace

void read_questions(const TomlValue& document, Draft& draft) {
  const TomlValue* list = document.find("question");
  if (list == nullptr) return;
  std::vector<std::string> ids;
  for (const TomlValue& item : list->list) {
    if (item.kind != TomlValue::Kind::table) continue;
    Section section(item, "question", draft.problems);
    read_question(section, draft, ids);
    section.finish();
  }
  const bool is_sections =
      list->kind == TomlValue::Kind::list &&
      std::all_of(list->list.begin(), list->list.end(),
                  [](const TomlValue& item) { return item.kind == TomlValue::Kind::table; });
  if (!is_sections) {
    draft.problems.quote("election.toml", list->line, "question", list->text,
                         "sections that begin with [[question]]");
  }
}

}  // namespace scrutineer
