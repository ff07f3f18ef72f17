// election.toml: the election itself, its contests, parties, coalitions, readings and sources.
// Questions are in questions_toml.cpp, the canonical form in write_toml.cpp.
#include <algorithm>
#include <array>
#include <utility>

#include "base/text.hpp"
#include "folder/parts.hpp"
#include "folder/section.hpp"

namespace scrutineer {

namespace {

constexpr std::string_view kFile = "election.toml";
constexpr std::int64_t kMostSeats = 1'000'000;

// The names of columns of returns/*.csv that a party may not take.
constexpr std::array<std::string_view, 7> kReservedNames = {
    "unit", "source", "contest", "revision", "stated_at", "field", "value"};

// Calls visit(Section&) for each [[name]]; unknown keys are reported after it.
template <typename Visit>
void for_each_section(const TomlValue& document, const std::string& name, Problems& problems,
                      Visit visit) {
  const TomlValue* list = document.find(name);
  if (list == nullptr) return;
  if (list->kind != TomlValue::Kind::list) {
    problems.quote(kFile, list->line, name, list->text,
                   "sections that begin with [[" + name + "]]");
    return;
  }
  for (const TomlValue& item : list->list) {
    if (item.kind != TomlValue::Kind::table) {
      problems.quote(kFile, item.line, name, item.text, "a section [[" + name + "]]");
      continue;
    }
    Section section(item, name, problems);
    visit(section);
    section.finish();
  }
}

void read_party(Section& section, Draft& draft) {
  Election& election = draft.election;
  Party party;
  party.id = section.identifier("id");
  party.name = section.localized("name", election.languages, Need::required);
  party.color = section.text("color");
  std::transform(party.color.begin(), party.color.end(), party.color.begin(), [](char c) {
    return c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  const bool is_color = party.color.size() == 7 && party.color.front() == '#' &&
                        party.color.find_first_not_of("0123456789abcdef", 1) == std::string::npos;
  if (!party.color.empty() && !is_color) section.expected("color", "a color such as #1a9641");
  if (is_identifier(party.id) && !is_party_id(party.id)) {
    section.expected("id", "a name that is not a column of returns/*.csv");
  }
  const PartyIndex index{static_cast<std::uint32_t>(election.parties.size())};
  if (!draft.parties.add(party.id, index)) section.expected("id", "an id that no other party has");
  draft.sides.add(party.id, {{index}});
  election.parties.push_back(std::move(party));
}

void read_coalition(Section& section, Draft& draft) {
  Election& election = draft.election;
  Coalition coalition;
  coalition.id = section.identifier("id");
  coalition.name = section.localized("name", election.languages);
  for (const std::string& id : section.texts("parties")) {
    const auto party = draft.parties.find(id);
    if (!party) {
      draft.problems.quote(kFile, section.line(), "coalition.parties", id,
                           draft.parties.expected(id));
    } else if (std::count(coalition.parties.begin(), coalition.parties.end(), *party) > 0) {
      draft.problems.quote(kFile, section.line(), "coalition.parties", id, "each party once");
    } else {
      coalition.parties.push_back(*party);
    }
  }
  std::sort(coalition.parties.begin(), coalition.parties.end());
  coalition.connected = section.boolean("connected");
  if (!draft.sides.add(coalition.id, {coalition.parties})) {
    section.expected("id", "an id that no party and no other coalition has");
  }
  if (coalition.connected) {
    // A list can be connected with one group only: it is allocated seats as part of that group.
    for (const Coalition& other : election.coalitions) {
      for (const PartyIndex party : coalition.parties) {
        if (!other.connected ||
            std::count(other.parties.begin(), other.parties.end(), party) == 0) {
          continue;
        }
        draft.problems.quote(
            kFile, section.line(), "coalition.parties", election.parties[party.value].id,
            "a party that is in no other connected coalition (it is in \"" + other.id + "\")");
      }
    }
  }
  election.coalitions.push_back(std::move(coalition));
}

void read_source(Section& section, Draft& draft) {
  Source source;
  source.id = section.identifier("id");
  source.name = section.localized("name", draft.election.languages);
  source.role = section.choice<Role>("role", Need::required).value_or(Role::other);
  if (section.has("side")) source.side = section.identifier("side");
  source.url = section.text("url");
  const SourceIndex index{static_cast<std::uint32_t>(draft.election.sources.size())};
  if (!draft.sources.add(source.id, index))
    section.expected("id", "an id that no other source has");
  draft.election.sources.push_back(std::move(source));
}

void read_threshold(Section& contest, Draft& draft, std::optional<Threshold>& threshold) {
  const TomlValue* value = contest.find("threshold");
  if (value == nullptr) return;
  if (value->kind != TomlValue::Kind::table) {
    contest.expected("threshold", "a table such as { share = \"3/100\", of = \"valid\" }");
    return;
  }
  Section section(*value, "contest.threshold", draft.problems);
  threshold.emplace();
  threshold->share = section.rational("share", Need::required).value_or(Rational{});
  threshold->of = section.choice<Base>("of", Need::optional).value_or(Base::valid);
  // No allocation counts registered voters; to take the valid votes in their place would be wrong.
  if (threshold->of == Base::registered) section.expected("of", "valid or cast");
  threshold->scope = section.choice<Scope>("scope", Need::optional).value_or(Scope::constituency);
  threshold->strict = section.boolean("strict");
  section.finish();
}

void read_contest(Section& section, Draft& draft) {
  Contest contest;
  contest.id = section.identifier("id");
  contest.name = section.localized("name", draft.election.languages);
  contest.seats = section.integer("seats", 1, kMostSeats, Need::required).value_or(0);
  contest.rule = section.choice<Rule>("rule", Need::required).value_or(Rule::dhondt);
  contest.constituencies = section.text("constituencies", Need::required);
  contest.ballot = section.choice<Ballot>("ballot", Need::optional).value_or(Ballot::list);
  read_threshold(section, draft, contest.threshold);
  const auto& levels = draft.election.levels;
  const bool is_level =
      std::find(levels.begin(), levels.end(), contest.constituencies) != levels.end();
  if (!contest.constituencies.empty() && !is_level && draft.units.readable() &&
      contest.constituencies != "country") {
    std::string phrase = "a level of units.csv, or country; its levels are ";
    for (const std::string& level : levels) phrase += (&level == &levels[0] ? "" : ", ") + level;
    section.expected("constituencies", std::move(phrase));
  }
  const ContestIndex index{static_cast<std::uint32_t>(draft.election.contests.size())};
  if (!draft.contests.add(contest.id, index)) {
    section.expected("id", "an id that no other contest has");
  }
  draft.election.contests.push_back(std::move(contest));
}

void read_languages(Section& section, Draft& draft) {
  for (std::string& language : section.texts("languages")) {
    auto& languages = draft.election.languages;
    if (!is_language_tag(language)) {
      draft.problems.quote(kFile, section.line(), "election.languages", language,
                           "a language tag such as en or km");
    } else if (std::find(languages.begin(), languages.end(), language) != languages.end()) {
      draft.problems.quote(kFile, section.line(), "election.languages", language,
                           "each language once");
    } else {
      languages.push_back(std::move(language));
    }
  }
}

}  // namespace

bool is_party_id(std::string_view id) {
  return is_identifier(id) && !from_name<Field>(id) &&
         std::find(kReservedNames.begin(), kReservedNames.end(), id) == kReservedNames.end();
}

void read_election_section(const TomlValue& document, Draft& draft) {
  Section top(document, "", draft.problems);
  for (const char* name : {"election", "contest", "question", "party", "coalition", "reading",
                           "source", "check", "roll"}) {
    top.find(name);
  }
  const TomlValue* schema = top.find("schema");
  if (schema == nullptr || schema->kind != TomlValue::Kind::integer || schema->integer != 1) {
    top.expected("schema", "schema = 1 on the first line; this program reads schema 1");
  }
  top.finish();
  const TomlValue* table = document.find("election");
  if (table == nullptr || table->kind != TomlValue::Kind::table) {
    draft.problems.describe(kFile, 0, "election", "no section [election]",
                            "one with id, date, languages and a name");
    return;
  }
  Section section(*table, "election", draft.problems);
  Election& election = draft.election;
  election.id = section.identifier("id");
  election.date = section.date("date", Need::required);
  election.timezone = section.text("timezone");
  read_languages(section, draft);
  election.name = section.localized("name", election.languages, Need::required);
  election.citation = section.text("citation");
  section.finish();
}

void read_contests_and_parties(const TomlValue& document, Draft& draft) {
  Problems& problems = draft.problems;
  for_each_section(document, "party", problems, [&](Section& s) { read_party(s, draft); });
  for_each_section(document, "coalition", problems, [&](Section& s) { read_coalition(s, draft); });
  for_each_section(document, "source", problems, [&](Section& s) { read_source(s, draft); });
  for_each_section(document, "contest", problems, [&](Section& s) { read_contest(s, draft); });
  for_each_section(document, "reading", problems, [&](Section& section) {
    Reading reading;
    reading.contest =
        section.reference("contest", draft.contests, Need::required).value_or(ContestIndex{});
    reading.rule = section.choice<Rule>("rule", Need::required).value_or(Rule::dhondt);
    reading.source = section.text("source", Need::required);
    draft.election.readings.push_back(std::move(reading));
  });
  const TomlValue* contests = document.find("contest");
  const bool none =
      contests == nullptr || (contests->kind == TomlValue::Kind::list && contests->list.empty());
  if (none) {
    problems.describe(kFile, 0, "contest", "no section [[contest]]", "at least one");
  }
}

}  // namespace scrutineer
