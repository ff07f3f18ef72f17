// The sections of the pages, in the order in which they are read. Each is a pure function of the
// view; where the folder has nothing for a section, it is empty.
#pragma once

#include <string>
#include <vector>

#include "report/html.hpp"
#include "report/view.hpp"

namespace scrutineer {

// index.html
Markup answer_section(const View& view);
Markup questions_section(const View& view);
Markup chambers_section(const View& view);
Markup places_section(const View& view);
Markup doubts_section(const View& view);
Markup contradictions_section(const View& view);
Markup open_section(const View& view);

// The other pages
Markup claims_page(const View& view);
Markup cases_page(const View& view);
Markup panel_page(const View& view);
Markup method_page(const View& view);
std::string audit_title(const View& view);
Markup audit_page(const View& view);
Markup roll_page(const View& view);
Markup settle_section(const View& view);  // on the audit's page

// count.html, and a page for each of index.pages()
class CountIndex;
Markup count_page(const CountIndex& index);
Markup count_unit_page(const CountIndex& index, UnitIndex unit);

}  // namespace scrutineer
