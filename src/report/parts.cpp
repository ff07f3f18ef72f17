#include "report/parts.hpp"

#include <algorithm>

#include "findings/phrases.hpp"

namespace scrutineer {

namespace {

Markup head_row(const Table& table) {
  Markup cells;
  for (const TableColumn& column : table.columns)
    cells += element("th",
                     {{"scope", "col"},
                      {"role", "columnheader"},
                      {"class", column.numeric ? "number" : "words"}},
                     text(column.title));
  return element("thead", {{"role", "rowgroup"}}, element("tr", {{"role", "row"}}, cells));
}

Markup body_row(const Table& table, const Table::Row& row) {
  Markup cells;
  for (std::size_t i = 0; i < row.cells.size() && i < table.columns.size(); ++i) {
    Attributes attributes = {{"role", i == 0 ? "rowheader" : "cell"},
                             {"data-label", table.columns[i].title},
                             {"class", table.columns[i].numeric ? "number" : "words"}};
    if (i == 0) attributes.insert(attributes.begin(), {"scope", "row"});
    // One box per cell, so that on a phone the label stands beside all of it.
    cells += element(i == 0 ? "th" : "td", attributes,
                     element("span", {{"class", "value"}}, row.cells[i]));
  }
  Attributes attributes = {{"role", "row"}};
  if (!row.id.empty()) attributes.emplace_back("id", row.id);
  return element("tr", attributes, cells);
}

Markup link_to(const std::string& address, const Markup& label, bool current) {
  Attributes attributes = {{"href", address}};
  if (current) attributes.emplace_back("aria-current", "page");
  return element("a", attributes, label);
}

std::vector<PageKind> pages_of(const View& view) {
  std::vector<PageKind> pages = {PageKind::answer};
  if (view.has_count()) pages.push_back(PageKind::count);
  if (view.has_audit()) pages.push_back(PageKind::audit);
  if (view.has_roll()) pages.push_back(PageKind::roll);
  pages.push_back(PageKind::claims);
  if (view.has_cases()) pages.push_back(PageKind::cases);
  if (view.has_panel()) pages.push_back(PageKind::panel);
  pages.push_back(PageKind::method);
  return pages;
}

std::string nav_id(PageKind kind) {
  switch (kind) {
    case PageKind::answer:
      return "nav.answer";
    case PageKind::count:
      return "nav.count";
    case PageKind::audit:
      return "nav.audit";
    case PageKind::roll:
      return "nav.roll";
    case PageKind::claims:
      return "nav.claims";
    case PageKind::cases:
      return "nav.cases";
    case PageKind::panel:
      return "nav.panel";
    case PageKind::method:
      return "nav.method";
  }
  return "nav.answer";
}

Markup language_switch(const View& view, const std::string& file) {
  if (view.languages.size() < 2) return {};
  Markup links;
  for (const std::string& language : view.languages) {
    const bool at_root = language == view.languages.front();
    const std::string address = view.root + (at_root ? "" : language + "/") + file;
    const Markup name = text(say_in(language, "language.name"));
    Attributes attributes = {{"href", address}, {"lang", language}, {"hreflang", language}};
    if (language == view.language) attributes.emplace_back("aria-current", "true");
    links += element("li", {}, element("a", attributes, name));
  }
  return element("nav", {{"class", "languages"}, {"aria-label", view.say("nav.languages")}},
                 element("ul", {}, links));
}

Markup navigation(const View& view, PageKind kind) {
  Markup links;
  for (const PageKind other : pages_of(view))
    links += element("li", {}, link_to(file_of(other), view.words(nav_id(other)), other == kind));
  return element("nav", {{"class", "pages"}, {"aria-label", view.say("nav.pages")}},
                 element("ul", {}, links));
}

Markup head(const View& view, const std::string& title) {
  return element("meta", {{"charset", "utf-8"}}) +
         element("meta",
                 {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}}) +
         element("meta", {{"name", "color-scheme"}, {"content", "light dark"}}) +
         element("meta", {{"name", "generator"}, {"content", "Scrutineer " + view.input.version}}) +
         element("title", {}, text(title)) +
         element("link", {{"rel", "stylesheet"}, {"href", view.root + "style.css"}});
}

}  // namespace

Markup table(const Table& table) {
  Markup rows;
  for (const Table::Row& row : table.rows) rows += body_row(table, row);
  return element("table", {{"role", "table"}},
                 element("caption", {}, table.caption) + head_row(table) +
                     element("tbody", {{"role", "rowgroup"}}, rows));
}

Markup heading(int level, const Markup& content, const std::string& id) {
  Attributes attributes;
  if (!id.empty()) attributes.emplace_back("id", id);
  return element("h" + std::to_string(level), attributes, content);
}

Markup paragraph(const Markup& content, const std::string& css_class) {
  Attributes attributes;
  if (!css_class.empty()) attributes.emplace_back("class", css_class);
  return element("p", attributes, content);
}

Markup bullets(const std::vector<Markup>& items) {
  Markup list;
  for (const Markup& item : items) list += element("li", {}, item);
  return items.empty() ? Markup() : element("ul", {{"class", "points"}}, list);
}

Markup descriptions(const std::vector<std::pair<Markup, Markup>>& pairs) {
  Markup list;
  for (const auto& [term, description] : pairs)
    if (!description.empty())
      list += element("div", {}, element("dt", {}, term) + element("dd", {}, description));
  return list.empty() ? Markup() : element("dl", {}, list);
}

Markup section(const std::string& id, const Markup& title, const Markup& content) {
  return element("section", {{"aria-labelledby", id}}, heading(2, title, id) + content);
}

std::string file_of(PageKind kind) {
  switch (kind) {
    case PageKind::answer:
      return "index.html";
    case PageKind::count:
      return "count.html";
    case PageKind::audit:
      return "audit.html";
    case PageKind::roll:
      return "roll.html";
    case PageKind::claims:
      return "claims.html";
    case PageKind::cases:
      return "cases.html";
    case PageKind::panel:
      return "panel.html";
    case PageKind::method:
      return "method.html";
  }
  return "index.html";
}

std::string page(const View& view, PageKind kind, const std::string& title, const Markup& main,
                 const std::string& file) {
  const Election& election = view.election();
  const Markup election_name =
      text(text_in(election.name, view.language, election.languages, election.id));
  // A name that tells the year needs no date beside it.
  const std::string& first_name = text_in(election.name, "", election.languages, election.id);
  const bool dated =
      election.date.size() < 4 || first_name.find(election.date.substr(0, 4)) != std::string::npos;
  const Markup when =
      dated ? Markup() : text(" ") + element("span", {{"class", "date"}}, view.when(election.date));
  const Markup masthead = element(
      "header", {{"class", "masthead"}},
      element("p", {{"class", "election"}},
              element("a", {{"href", "index.html"}}, election_name) + when) +
          language_switch(view, file.empty() ? file_of(kind) : file) + navigation(view, kind));
  const Markup footer = element(
      "footer", {},
      paragraph(view.words("footer.neutral")) +
          paragraph(
              view.words("footer.made", {{"version", everywhere(view.input.version)}}) + text(" ") +
              element("a", {{"href", "method.html#recompute"}}, view.words("footer.recompute"))));
  const Markup body =
      element("body", {},
              element("a", {{"class", "skip"}, {"href", "#main"}}, view.words("nav.skip")) +
                  masthead + element("main", {{"id", "main"}, {"tabindex", "-1"}}, main) + footer);
  return document(view.language, head(view, title), body).bytes();
}

}  // namespace scrutineer
