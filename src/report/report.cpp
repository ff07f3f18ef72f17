#include "report/report.hpp"

#include <algorithm>
#include <set>
#include <span>
#include <utility>

#include "findings/phrases.hpp"
#include "report/count_index.hpp"
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
  if (view.has_count()) {
    std::set<SourceIndex> sources;
    for (const Consolidation& sums : view.input.count->sums) sources.insert(sums.source);
    more += element("li", {},
                    element("a", {{"href", "count.html"}}, view.words("nav.count")) + text(" – ") +
                        view.words("more.count", {{"forms", whole(view.input.count->checks.forms)},
                                                  {"sources", whole(sources.size())}}));
  }
  if (view.has_audit()) {
    more += element("li", {},
                    element("a", {{"href", "audit.html"}}, view.words("nav.audit")) + text(" – ") +
                        view.words(view.input.audit ? "more.audit" : "settle.more"));
  }
  if (view.has_roll()) {
    more += element("li", {},
                    element("a", {{"href", "roll.html"}}, view.words("nav.roll")) + text(" – ") +
                        view.words("more.roll"));
  }
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

void write_count(const View& view, const std::string& folder, const std::string& name, Site& site) {
  const CountIndex index(view);
  const std::string title = view.say("forms.title");
  site[folder + file_of(PageKind::count)] =
      page(view, PageKind::count, title + " – " + name, count_page(index));
  for (const UnitIndex unit : index.pages()) {
    const std::string file = index.file_of(unit);
    const std::string unit_title =
        view.say("forms.unit-title", {{"unit", name_of(view.election(), unit)}});
    site[folder + file] =
        page(view, PageKind::count, unit_title + " – " + name, count_unit_page(index, unit), file);
  }
}

void write_pages(const View& view, const std::string& folder, Site& site) {
  const Election& election = view.election();
  const std::string name = text_in(election.name, view.language, election.languages, election.id);
  const auto write = [&](PageKind kind, const std::string& title, const Markup& main) {
    site[folder + file_of(kind)] = page(view, kind, title + " – " + name, main);
  };
  write(PageKind::answer, view.say("answer.title"), index_page(view));
  if (view.has_count()) write_count(view, folder, name, site);
  if (view.has_audit()) write(PageKind::audit, audit_title(view), audit_page(view));
  if (view.has_roll()) write(PageKind::roll, view.say("roll.title"), roll_page(view));
  write(PageKind::claims, view.say("claims.title"), claims_page(view));
  if (view.has_cases()) write(PageKind::cases, view.say("cases.title"), cases_page(view));
  if (view.has_panel()) write(PageKind::panel, view.say("panel.title"), panel_page(view));
  write(PageKind::method, view.say("method.title"), method_page(view));
}

}  // namespace

Result<std::map<std::string, std::string>> render_site(const ReportInput& input) {
  for (const QuestionOutcome& outcome : input.outcome.questions)
    if (outcome.question >= input.election->questions.size())
      return fail("The report was given an outcome of a question that the election does not ask.");
  Site site;
  const std::vector<std::string> languages = languages_of(*input.election);
  for (const std::string& language : languages) {
    const bool at_root = language == languages.front();
    const View view{input, language, at_root ? "" : "../", languages};
    write_pages(view, at_root ? "" : language + "/", site);
  }
  for (const auto& [path, bytes] : assets::files()) site[std::string(path)] = bytes;
  return site;
}

}  // namespace scrutineer
