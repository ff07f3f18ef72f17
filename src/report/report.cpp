#include "report/report.hpp"

#include <algorithm>
#include <span>
#include <utility>

#include "findings/phrases.hpp"
#include "report/parts.hpp"
#include "report/sections.hpp"

namespace scrutineer {

// Written at build time by web/embed.cmake, from web/.
namespace assets {
std::span<const std::pair<std::string_view, std::string_view>> files();
}

namespace {

using Site = std::map<std::string, std::string>;

// The catalogue's languages that the election speaks; English always.
std::vector<std::string> languages_of(const Election& election) {
  std::vector<std::string> languages;
  for (const std::string& language : catalogue_languages()) {
    const bool spoken_there = std::find(election.languages.begin(), election.languages.end(),
                                        language) != election.languages.end();
    if (spoken_there || languages.empty()) languages.push_back(language);
  }
  return languages;
}

Markup index_page(const View& view) {
  Markup more;
  if (view.has_cases())
    more += element(
        "li", {},
        element("a", {{"href", "cases.html"}}, view.words("nav.cases")) + text(" – ") +
            view.words("more.cases",
                       {{"count", number(static_cast<std::int64_t>(view.election().cases.size()))},
                        {"accounts",
                         number(static_cast<std::int64_t>(view.election().accounts.size()))}}));
  if (view.has_panel())
    more += element("li", {},
                    element("a", {{"href", "panel.html"}}, view.words("nav.panel")) + text(" – ") +
                        view.words("more.panel"));
  more += element("li", {},
                  element("a", {{"href", "claims.html"}}, view.words("nav.claims")) + text(" – ") +
                      view.words("more.claims", {{"count", number(static_cast<std::int64_t>(
                                                               view.election().claims.size()))}}));
  more += element("li", {},
                  element("a", {{"href", "method.html"}}, view.words("nav.method")) + text(" – ") +
                      view.words("more.method"));
  return answer_section(view) + questions_section(view) + chambers_section(view) +
         places_section(view) + doubts_section(view) + contradictions_section(view) +
         open_section(view) +
         section("more", view.words("more.title"), element("ul", {{"class", "points"}}, more));
}

void write_pages(const View& view, const std::string& folder, Site& site) {
  const Election& election = view.election();
  const std::string name = text_in(election.name, view.language, election.languages, election.id);
  const auto write = [&](PageKind kind, const std::string& title, const Markup& main) {
    site[folder + file_of(kind)] = page(view, kind, title + " – " + name, main);
  };
  write(PageKind::answer, view.say("answer.title"), index_page(view));
  write(PageKind::claims, view.say("claims.title"), claims_page(view));
  if (view.has_cases()) write(PageKind::cases, view.say("cases.title"), cases_page(view));
  if (view.has_panel()) write(PageKind::panel, view.say("panel.title"), panel_page(view));
  write(PageKind::method, view.say("method.title"), method_page(view));
}

}  // namespace

Result<std::map<std::string, std::string>> render_site(const ReportInput& input) {
  for (const QuestionOutcome& outcome : input.outcome.questions)
    if (outcome.question >= input.election.questions.size())
      return fail("The report was given an outcome of a question that the election does not ask.");
  Site site;
  const std::vector<std::string> languages = languages_of(input.election);
  for (const std::string& language : languages) {
    const bool at_root = language == languages.front();
    const View view{input, language, at_root ? "" : "../", languages};
    write_pages(view, at_root ? "" : language + "/", site);
  }
  for (const auto& [path, bytes] : assets::files()) site[std::string(path)] = bytes;
  return site;
}

}  // namespace scrutineer
