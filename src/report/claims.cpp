// Every claim of the folder, by kind, with its source; and the sources themselves.
#include <algorithm>
#include <map>

#include "findings/phrases.hpp"
#include "report/parts.hpp"
#include "report/sections.hpp"

namespace scrutineer {

namespace {

// Kinds that the formats name come first, in this order; others follow by name.
constexpr std::string_view kKinds[] = {
    "seats", "votes",          "registered",     "cast",         "margin",
    "share", "missing-voters", "removed-voters", "ghost-voters", "duplicate-names"};

std::string number_or_text(const std::string& written, const Count& count,
                           const std::optional<Rational>& ratio) {
  if (count) return grouped(*count);
  if (ratio && ratio->denominator != 1) return percent(*ratio);
  return written;
}

Markup value_of(const View& view, const Claim& claim) {
  std::string value = number_or_text(claim.value, claim.count, claim.ratio);
  const std::string low = number_or_text(claim.low, claim.count_low, claim.ratio_low);
  const std::string high = number_or_text(claim.high, claim.count_high, claim.ratio_high);
  std::string range;
  if (!low.empty() && !high.empty()) {
    range = view.say("price-cell.range", {{"low", everywhere(low)}, {"high", everywhere(high)}});
  } else if (!low.empty()) {
    range = view.say("price-cell.from", {{"low", everywhere(low)}});
  } else if (!high.empty()) {
    range = view.say("price-cell.upto", {{"high", everywhere(high)}});
  }
  if (value.empty()) return text(range.empty() ? "–" : range);
  if (!range.empty()) value += " (" + range + ")";
  return text(value);
}

Markup about(const View& view, const Claim& claim) {
  Markup words;
  const auto add = [&](const Markup& part) { words += (words.empty() ? part : text(", ") + part); };
  if (claim.party) add(view.name(*claim.party));
  if (claim.unit) add(view.name(*claim.unit));
  if (claim.way) add(view.words("way." + std::string(name_of(*claim.way))));
  return words.empty() ? text("–") : words;
}

Markup note_of(const View& view, const Claim& claim) {
  Markup words = view.original(claim.note);
  if (!claim.corrects.empty())
    words += paragraph(view.words("claims.corrects") + text(" ") + view.claims({claim.corrects}));
  if (is_web_address(claim.url))
    words += paragraph(outside_link(claim.url, view.words("claims.source-link")));
  else if (!claim.url.empty())
    words += paragraph(text(claim.url));
  return words.empty() ? text("–") : words;
}

Table::Row claim_row(const View& view, const Claim& claim) {
  const Markup of =
      claim.of == claim.source
          ? Markup()
          : element("p", {{"class", "note"}},
                    view.words("margins.of", {{"of", name_of(view.election(), claim.of)}}));
  return {anchor("claim", claim.id),
          {element("code", {}, text(claim.id)), view.name(claim.source) + of, about(view, claim),
           value_of(view, claim), view.when(claim.date), note_of(view, claim)}};
}

bool is_known(std::string_view kind) {
  return std::find(std::begin(kKinds), std::end(kKinds), kind) != std::end(kKinds);
}

Markup claims_of_kind(const View& view, const std::string& kind,
                      const std::vector<const Claim*>& claims) {
  const Markup title = is_known(kind) ? view.words("kind." + kind) : view.original(kind);
  Table rows{title,
             {{view.say("claims.id")},
              {view.say("claims.source")},
              {view.say("claims.about")},
              {view.say("claims.value"), true},
              {view.say("claims.date")},
              {view.say("claims.note")}},
             {}};
  for (const Claim* claim : claims) rows.rows.push_back(claim_row(view, *claim));
  return section(anchor("kind", kind), title, table(rows));
}

Markup sources_section(const View& view) {
  Table rows{
      view.words("sources.caption"),
      {{view.say("sources.name")}, {view.say("sources.role")}, {view.say("sources.claims"), true}},
      {}};
  const Election& election = view.election();
  for (std::size_t i = 0; i < election.sources.size(); ++i) {
    const SourceIndex source{static_cast<std::uint32_t>(i)};
    const auto count = std::count_if(election.claims.begin(), election.claims.end(),
                                     [&](const Claim& claim) { return claim.source == source; });
    rows.rows.push_back({"",
                         {outside_link(election.sources[i].url, view.name(source)),
                          view.words("role." + std::string(name_of(election.sources[i].role))),
                          text(grouped(count))}});
  }
  return section("sources", view.words("sources.title"), table(rows));
}

}  // namespace

Markup claims_page(const View& view) {
  std::map<std::string, std::vector<const Claim*>> by_kind;
  for (const Claim& claim : view.election().claims) by_kind[claim.kind].push_back(&claim);
  Markup content = heading(1, view.words("claims.title")) + paragraph(view.words("claims.intro"));
  for (const std::string_view kind : kKinds) {
    const auto found = by_kind.find(std::string(kind));
    if (found != by_kind.end()) content += claims_of_kind(view, found->first, found->second);
  }
  for (const auto& [kind, claims] : by_kind)
    if (!is_known(kind)) content += claims_of_kind(view, kind, claims);
  return content + sources_section(view);
}

}  // namespace scrutineer
