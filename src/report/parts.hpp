// The parts that pages are made of: tables, headings, lists, the frame of a page.
#pragma once

#include <string>
#include <vector>

#include "report/html.hpp"
#include "report/view.hpp"

namespace scrutineer {

struct TableColumn {
  std::string title;
  bool numeric = false;
};

// A table with a caption and scopes. On a narrow screen its rows become cards; the roles keep it a
// table for those who listen. The first cell of a row is its header.
struct Table {
  Markup caption;
  std::vector<TableColumn> columns;
  struct Row {
    std::string id;  // an anchor, or empty
    std::vector<Markup> cells;
  };
  std::vector<Row> rows;
};
Markup table(const Table& table);

Markup heading(int level, const Markup& content, const std::string& id = "");
Markup paragraph(const Markup& content, const std::string& css_class = "");
Markup bullets(const std::vector<Markup>& items);
// Terms and their descriptions; pairs whose description is empty are left out.
Markup descriptions(const std::vector<std::pair<Markup, Markup>>& pairs);
// A section with its heading (level 2) and the heading as its label.
Markup section(const std::string& id, const Markup& title, const Markup& content);

enum class PageKind { answer, count, audit, roll, claims, cases, panel, method };
std::string file_of(PageKind kind);  // "index.html"

// The frame: head, skip link, languages, navigation, main, footer.
// `file`: its name where it is not the kind's own.
std::string page(const View& view, PageKind kind, const std::string& title, const Markup& main,
                 const std::string& file = "");

}  // namespace scrutineer
