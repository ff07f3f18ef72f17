// How the figures were reached, from what, and how anybody reaches them again.
#include <set>

#include "findings/findings.hpp"
#include "findings/phrases.hpp"
#include "report/parts.hpp"
#include "report/sections.hpp"

namespace scrutineer {

namespace {

// Every text once, in the order of first mention.
std::vector<Markup> once(const View& view, const std::vector<LocalizedText>& texts) {
  std::vector<Markup> items;
  std::set<std::string> told;
  for (const LocalizedText& words : texts)
    if (told.insert(view.pick(words)).second) items.push_back(view.in(words));
  return items;
}

Markup gathered(const View& view, const std::string& id, std::string_view title,
                std::vector<LocalizedText> (*of)(const Finding&)) {
  std::vector<LocalizedText> all;
  for (const Finding& finding : view.input.findings)
    for (const LocalizedText& words : of(finding)) all.push_back(words);
  const std::vector<Markup> items = once(view, all);
  return items.empty() ? Markup() : section(id, view.words(title), bullets(items));
}

Markup rules_section(const View& view) {
  std::vector<Markup> items;
  for (const Contest& contest : view.election().contests) {
    const LocalizedText rule = say("rule." + std::string(name_of(contest.rule)));
    const std::string& name =
        text_in(contest.name, view.language, view.election().languages, contest.id);
    items.push_back(view.words(
        "method.rule",
        {{"contest", everywhere(name)}, {"seats", number(contest.seats)}, {"rule", rule}}));
  }
  for (const Reading& reading : view.election().readings)
    items.push_back(view.words("method.reading",
                               {{"rule", say("rule." + std::string(name_of(reading.rule)))}}) +
                    text(" ") + view.citation(reading.source));
  return section("rules", view.words("method.rules"), bullets(items));
}

Markup inputs_section(const View& view) {
  if (view.input.inputs.empty()) return {};
  Table rows{
      view.words("inputs.caption"),
      {{view.say("inputs.path")}, {view.say("inputs.sha256")}, {view.say("inputs.canonical")}},
      {}};
  for (const Input& input : view.input.inputs)
    rows.rows.push_back({"",
                         {element("code", {}, text(input.path)),
                          element("code", {{"class", "digest"}}, text(input.sha256)),
                          element("code", {{"class", "digest"}}, text(input.canonical_sha256))}});
  return section("inputs", view.words("inputs.title"),
                 paragraph(view.words("inputs.intro")) + table(rows));
}

Markup recompute_section(const View& view) {
  const std::string& folder = view.input.folder;
  const auto command = [](const std::string& line) {
    return element("pre", {{"tabindex", "0"}}, element("code", {}, text(line)));
  };
  return section(
      "recompute", view.words("recompute.title"),
      paragraph(view.words("recompute.intro", {{"version", everywhere(view.input.version)}})) +
          command("scrutineer report " + folder + " -o site") +
          paragraph(view.words("recompute.figures")) +
          command("scrutineer outcome " + folder + " --json") +
          paragraph(view.words("recompute.digests")) + command("cd " + folder + " && sha256sum *"));
}

}  // namespace

Markup method_page(const View& view) {
  return heading(1, view.words("method.title")) + paragraph(view.words("method.intro")) +
         gathered(
             view, "methods", "method.methods",
             [](const Finding& finding) { return std::vector<LocalizedText>{finding.method}; }) +
         rules_section(view) +
         gathered(view, "assumptions", "method.assumptions",
                  [](const Finding& finding) { return finding.assumptions; }) +
         gathered(view, "caveats", "method.caveats",
                  [](const Finding& finding) { return finding.caveats; }) +
         inputs_section(view) + recompute_section(view) +
         section("listen", view.words("listen.title"), paragraph(view.words("listen.text")));
}

}  // namespace scrutineer
