// Complaints and incidents as they are in the folder, every account under the name of who gave it;
// and the panel: who sits in it, what each side holds, what was adopted. Nothing is merged.
#include <algorithm>

#include "findings/phrases.hpp"
#include "report/parts.hpp"
#include "report/sections.hpp"

namespace scrutineer {

namespace {

Markup account_item(const View& view, const Account& account) {
  Markup words =
      element("p", {{"class", "who"}},
              element("strong", {}, view.name(account.source)) +
                  (account.date.empty() ? Markup() : text(", ") + view.when(account.date)));
  words += paragraph(view.original(account.what));
  if (!account.place.empty()) words += paragraph(view.original(account.place), "note");
  if (!account.citation.empty()) words += paragraph(view.citation(account.citation), "note");
  return words;
}

Markup ruling_item(const View& view, const Ruling& ruling) {
  Markup words =
      element("p", {{"class", "who"}},
              element("strong", {}, view.name(ruling.body)) +
                  (ruling.date.empty() ? Markup() : text(", ") + view.when(ruling.date)));
  words += paragraph(view.original(ruling.decision));
  if (!ruling.reason.empty())
    words += paragraph(view.words("cases.reason") + text(" ") + view.original(ruling.reason));
  if (ruling.votes_changed)
    words += paragraph(view.words("cases.votes-changed") + text(" ") +
                       text(grouped(*ruling.votes_changed)));
  if (!ruling.citation.empty()) words += paragraph(view.citation(ruling.citation), "note");
  return words;
}

Markup statements(const Markup& title, const std::vector<Markup>& items) {
  if (items.empty()) return {};
  Markup list;
  for (const Markup& item : items) list += element("li", {}, item);
  return heading(4, title) + element("ul", {{"class", "statements"}}, list);
}

// A party or source by its id, as a name; else the id as it is written.
Markup side_name(const View& view, const std::string& id) {
  const Election& election = view.election();
  for (std::size_t i = 0; i < election.parties.size(); ++i)
    if (election.parties[i].id == id) return view.name(PartyIndex{static_cast<std::uint32_t>(i)});
  for (std::size_t i = 0; i < election.sources.size(); ++i)
    if (election.sources[i].id == id) return view.name(SourceIndex{static_cast<std::uint32_t>(i)});
  return text(id);
}

Markup sides(const View& view, const std::string& ids) {
  Markup list;
  std::string_view rest = ids;
  while (!rest.empty()) {
    const std::size_t end = rest.find(';');
    if (!list.empty()) list += text(", ");
    list += side_name(view, std::string(rest.substr(0, end)));
    rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
  }
  return list;
}

Markup case_article(const View& view, std::size_t position) {
  const Election& election = view.election();
  const Case& it = election.cases[position];
  const CaseIndex index{static_cast<std::uint32_t>(position)};
  std::vector<Markup> accounts, rulings;
  for (const Account& account : election.accounts)
    if (account.case_index == index) accounts.push_back(account_item(view, account));
  for (const Ruling& ruling : election.rulings)
    if (ruling.case_index == index) rulings.push_back(ruling_item(view, ruling));
  const bool translated = it.name.count(view.language) > 0;
  const std::string& name = text_in(it.name, view.language, election.languages, it.id);
  return element("article", {{"id", anchor("case", it.id)}, {"class", "case"}},
                 heading(3, translated ? text(name) : view.original(name)) +
                     descriptions({{view.words("cases.when"), view.when(it.filed_at)},
                                   {view.words("cases.where"), view.units(it.units)},
                                   {view.words("cases.by"), side_name(view, it.by)},
                                   {view.words("cases.against"), side_name(view, it.against)},
                                   {view.words("cases.category"), view.original(it.category)},
                                   {view.words("cases.status"), view.original(it.status)},
                                   {view.words("cases.note"), view.original(it.note)},
                                   {view.words("cases.citation"), view.citation(it.citation)}}) +
                     statements(view.words("cases.accounts"), accounts) +
                     statements(view.words("cases.rulings"), rulings));
}

Markup cases_of_kind(const View& view, const std::string& kind) {
  Markup articles;
  for (std::size_t i = 0; i < view.election().cases.size(); ++i)
    if (view.election().cases[i].kind == kind) articles += case_article(view, i);
  if (articles.empty()) return {};
  return section(anchor("cases", kind), view.words("cases." + kind), articles);
}

Markup item_article(const View& view, const PanelItem& item) {
  const Election& election = view.election();
  const Panel& panel = election.panel;
  std::vector<Markup> positions;
  for (const Position& position : panel.positions) {
    if (position.item != item.id) continue;
    Markup words =
        element("p", {{"class", "who"}},
                element("strong", {}, side_name(view, position.side)) +
                    (position.date.empty() ? Markup() : text(", ") + view.when(position.date)));
    words += paragraph(view.original(position.position));
    if (!position.reason.empty())
      words += paragraph(view.words("cases.reason") + text(" ") + view.original(position.reason));
    if (!position.citation.empty()) words += paragraph(view.citation(position.citation), "note");
    positions.push_back(words);
  }
  std::vector<Markup> resolutions;
  for (const Resolution& resolution : panel.resolutions) {
    if (resolution.item != item.id) continue;
    const std::string& words =
        text_in(resolution.text, view.language, election.languages, resolution.id);
    resolutions.push_back(
        element("p", {{"class", "who"}},
                view.when(resolution.date) + text(" – ") + view.words("panel.adopted-by") +
                    text(" ") + sides(view, resolution.adopted_by)) +
        paragraph(resolution.text.count(view.language) > 0 ? text(words) : view.original(words)) +
        (resolution.citation.empty() ? Markup()
                                     : paragraph(view.citation(resolution.citation), "note")));
  }
  const std::string& title = text_in(item.title, view.language, election.languages, item.id);
  return element(
      "article", {{"id", anchor("item", item.id)}, {"class", "case"}},
      heading(3, item.title.count(view.language) > 0 ? text(title) : view.original(title)) +
          descriptions({{view.words("panel.proposed-by"), sides(view, item.proposed_by)},
                        {view.words("panel.state"), view.original(item.state)},
                        {view.words("cases.when"), view.when(item.date)}}) +
          statements(view.words("panel.positions"), positions) +
          statements(view.words("panel.resolutions"), resolutions));
}

}  // namespace

Markup cases_page(const View& view) {
  return heading(1, view.words("cases.title")) + paragraph(view.words("cases.intro")) +
         cases_of_kind(view, "complaint") + cases_of_kind(view, "incident");
}

Markup panel_page(const View& view) {
  const Panel& panel = view.election().panel;
  Markup content = heading(1, view.words("panel.title")) + paragraph(view.words("panel.intro"));
  if (!panel.members.empty()) {
    Table rows{view.words("panel.members-caption"),
               {{view.say("panel.member")}, {view.say("panel.side")}, {view.say("panel.role")}},
               {}};
    for (const PanelMember& member : panel.members)
      rows.rows.push_back(
          {"",
           {view.original(member.name), side_name(view, member.side), view.original(member.role)}});
    content += section("members", view.words("panel.members"), table(rows));
  }
  Markup items;
  for (const PanelItem& item : panel.items) items += item_article(view, item);
  if (!items.empty()) content += section("items", view.words("panel.items"), items);
  return content;
}

}  // namespace scrutineer
