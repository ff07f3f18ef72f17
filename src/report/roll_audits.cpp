// Field audits side by side: each published share with its interval, whom it is a share of, and
// whether the names of the roll may be multiplied by it; what published margins imply.
#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "findings/phrases.hpp"
#include "report/parts.hpp"
#include "report/roll_parts.hpp"

namespace scrutineer {

namespace {

using roll::ShareOf;
using roll::StatedShare;

const roll::Findings& found(const View& view) { return view.input.roll->findings; }
const roll::AuditReadings& readings(const View& view) { return view.input.roll->readings; }

// Three significant digits: a share of three digits gives no more. Ends away from the middle.
std::string rounded(Votes names, int direction) {
  Votes unit = 1;
  while (names / unit >= 1000) unit *= 10;
  if (direction == 0) return grouped((names + unit / 2) / unit * unit);
  return grouped((direction < 0 ? names : names + unit - 1) / unit * unit);
}

std::string points(double share) { return fmt::format("{:.1f}", 100 * share); }

std::string asked_words(const View& view, ShareOf asked) {
  return view.say(roll_text("asked", roll::name_in(roll::kShareOf, asked)));
}

Markup lines(const std::vector<Markup>& all) {
  Markup joined;
  for (const Markup& line : all) {
    if (!line.empty()) joined += (joined.empty() ? Markup() : element("br")) + line;
  }
  return joined;
}

Markup share_cell(const View& view, const StatedShare& stated, const roll::AuditReading& reading) {
  if (!stated.share) return not_stated(view);
  Markup precision;
  if (stated.low || stated.high) {
    precision = text(range_words(view, stated.low ? percent(*stated.low) : "",
                                 stated.high ? percent(*stated.high) : ""));
  } else if (reading.margin_here) {
    precision =
        view.words("roll.margin-here", {{"points", everywhere(points(*reading.margin_here))}});
  }
  return lines({element("strong", {}, text(percent(*stated.share))), precision});
}

Markup asked_cell(const View& view, const StatedShare& stated) {
  Markup cell = text(asked_words(view, stated.asked));
  if (stated.direction) {
    const std::string_view name = roll::name_in(roll::kDirections, *stated.direction);
    cell += element("p", {{"class", "note"}}, view.words(roll_text("direction", name)));
  }
  return cell;
}

Markup sample_cell(const View& view, const StatedShare& stated) {
  const Markup people =
      stated.people ? view.words("roll.people", {{"count", number(*stated.people)}}) : Markup();
  const Markup clusters = stated.clusters
                              ? view.words("roll.clusters", {{"count", number(*stated.clusters)}})
                              : Markup();
  return people.empty() && clusters.empty() ? not_stated(view) : lines({people, clusters});
}

bool is_of_roll(const StatedShare& stated) { return stated.asked == ShareOf::names_on_the_roll; }

Markup times_cell(const View& view, const StatedShare& stated, const roll::AuditReading& reading) {
  if (!is_of_roll(stated)) {
    const Markup why = stated.asked == ShareOf::not_stated
                           ? view.words("roll.times.unknown")
                           : view.words("roll.times.needs",
                                        {{"base", everywhere(asked_words(view, stated.asked))}});
    return lines({element("strong", {}, view.words("roll.times.no")), why});
  }
  const Markup yes = element("strong", {}, view.words("roll.times.yes"));
  if (!reading.names) return yes;
  const auto& names = *reading.names;
  if (names.low && names.high) {
    return lines(
        {yes, view.words("roll.times.range", {{"names", everywhere(rounded(names.value, 0))},
                                              {"low", everywhere(rounded(*names.low, -1))},
                                              {"high", everywhere(rounded(*names.high, 1))}})});
  }
  return lines({yes,
                view.words("roll.times.names", {{"names", everywhere(rounded(names.value, 0))}}),
                view.words("roll.times.no-range")});
}

// Addresses are long: a link says that it is one.
Markup source_of(const View& view, const std::string& source) {
  return is_web_address(source) ? outside_link(source, view.words("claims.source-link"))
                                : view.original(source);
}

Table::Row audit_row(const View& view, std::size_t i) {
  const StatedShare& stated = found(view).audits[i];
  const roll::AuditReading& reading = readings(view).figures[i];
  Markup audit = view.original(stated.audit);
  if (!stated.date.empty()) {
    audit += element("p", {{"class", "note"}}, view.when(stated.date));
  }
  return {"",
          {audit, share_cell(view, stated, reading),
           view.original(stated.note) +
               element("p", {{"class", "note"}}, source_of(view, stated.source)),
           asked_cell(view, stated), sample_cell(view, stated), times_cell(view, stated, reading)}};
}

Markup audits_table(const View& view) {
  Table rows{view.words("roll.audits-caption"),
             {{view.say("roll.audit")},
              {view.say("roll.share")},
              {view.say("roll.what")},
              {view.say("roll.asked")},
              {view.say("roll.sample")},
              {view.say("roll.multiplied")}},
             {}};
  for (std::size_t i = 0; i < found(view).audits.size(); ++i) {
    rows.rows.push_back(audit_row(view, i));
  }
  return table(rows);
}

Markup names_paragraph(const View& view) {
  const auto& stated = readings(view).roll;
  if (!stated) return {};
  LocalizedText source = say("roll.names-of-flow");
  if (stated->unit) {
    source = say("roll.names-of-unit", {{"unit", name_of(view.election(), *stated->unit)}});
  } else if (!stated->snapshot.empty()) {
    source = say("roll.names-of-snapshot", {{"snapshot", everywhere(stated->snapshot)}});
  }
  return paragraph(
      view.words("roll.audits-names", {{"names", number(stated->names)}, {"source", source}}));
}

// "10.4% of names on the roll, by NDI", one below another.
Markup shares_where(const View& view, std::string_view title, bool of_roll) {
  std::vector<Markup> items;
  for (const StatedShare& stated : found(view).audits) {
    if (!stated.share || is_of_roll(stated) != of_roll) continue;
    Values values = {{"share", everywhere(percent(*stated.share))},
                     {"audit", everywhere(stated.audit)}};
    if (stated.asked == ShareOf::not_stated) {
      items.push_back(view.words("roll.list-item-unknown", values));
    } else {
      values.emplace_back("asked", everywhere(asked_words(view, stated.asked)));
      items.push_back(view.words("roll.list-item", values));
    }
  }
  if (items.empty()) return {};
  return paragraph(element("strong", {}, view.words(title))) + bullets(items);
}

std::string clusters_words(const View& view, const roll::ImpliedDesign& design,
                           const roll::DesignEffect& effect) {
  if (!effect.take || !effect.correlation) return "";
  return " " + view.say("roll.design-clusters",
                        {{"clusters", number(*design.clusters)},
                         {"take", everywhere(fmt::format("{:.1f}", *effect.take))},
                         {"correlation", everywhere(fmt::format("{:.2f}", *effect.correlation))}});
}

Markup designs(const View& view) {
  std::vector<Markup> items;
  for (const roll::ImpliedDesign& design : readings(view).designs) {
    const std::string words =
        view.say("roll.design-one",
                 {{"audit", everywhere(design.audit)},
                  {"margin", everywhere(points(design.margin))},
                  {"people", number(design.people)},
                  {"effect", everywhere(fmt::format("{:.2f}", design.one_way.effect))}}) +
        clusters_words(view, design, design.one_way);
    items.push_back(text(words));
    if (!design.half_each) continue;
    const std::string half =
        view.say("roll.design-half",
                 {{"people", number(design.people / 2)},
                  {"effect", everywhere(fmt::format("{:.2f}", design.half_each->effect))}}) +
        clusters_words(view, design, *design.half_each);
    items.push_back(text(half + " " + view.say("roll.design-unknown")));
  }
  if (items.empty()) return {};
  return heading(3, view.words("roll.designs"), "designs") +
         paragraph(view.words("roll.designs-text")) + bullets(items);
}

}  // namespace

Markup roll_audits_section(const View& view) {
  if (!view.input.roll || found(view).audits.empty()) return {};
  return section("audits", view.words("roll.audits"),
                 paragraph(view.words("roll.audits-intro")) + names_paragraph(view) +
                     shares_where(view, "roll.can", true) +
                     shares_where(view, "roll.cannot", false) + audits_table(view) + designs(view) +
                     paragraph(view.words("roll.audits-limits"), "note"));
}

}  // namespace scrutineer
