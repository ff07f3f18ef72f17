// The page of the roll: claims about it, what became of its entries, removals by place, what is
// known of wrongful ones, field audits, disparity, digests, and what the page does not say.
#include <algorithm>
#include <array>

#include "findings/phrases.hpp"
#include "report/parts.hpp"
#include "report/roll_parts.hpp"
#include "report/sections.hpp"

namespace scrutineer {

namespace {

constexpr std::array<std::string_view, 4> kKinds = {"removed-voters", "missing-voters",
                                                    "ghost-voters", "duplicate-names"};

Table::Row claim_row(const View& view, const Claim& claim) {
  const std::string range = range_words(view, written(claim.count_low), written(claim.count_high));
  Markup value = text(claim.count ? written(claim.count) : range);
  if (claim.count && !range.empty()) value += text(" (" + range + ")");
  Markup kind = view.words("kind." + claim.kind);
  if (claim.unit) kind += text(", ") + view.name(*claim.unit);
  return {"",
          {view.name(claim.source), kind, value, view.when(claim.date), view.original(claim.note),
           view.claims({claim.id})}};
}

Markup claimed_section(const View& view) {
  Table rows{view.words("roll.claimed-caption"),
             {{view.say("roll.source")},
              {view.say("roll.what")},
              {view.say("roll.value"), true},
              {view.say("roll.date")},
              {view.say("roll.note")},
              {view.say("roll.claim")}},
             {}};
  for (const std::string_view kind : kKinds) {
    for (const Claim& claim : view.election().claims) {
      if (claim.kind == kind) rows.rows.push_back(claim_row(view, claim));
    }
  }
  if (rows.rows.empty()) return {};
  return section("claimed", view.words("roll.claimed"),
                 paragraph(view.words("roll.claimed-intro")) + table(rows));
}

Markup snapshots_section(const View& view) {
  if (!view.input.roll || view.input.roll->findings.snapshots.empty()) return {};
  Table rows{view.words("roll.snapshots-caption"),
             {{view.say("roll.snapshot")},
              {view.say("roll.date")},
              {view.say("roll.class"), true},
              {"SHA-256"}},
             {}};
  for (const roll::RollDigest& digest : view.input.roll->findings.snapshots) {
    rows.rows.push_back({"",
                         {view.original(digest.name),
                          digest.date.empty() ? not_stated(view) : view.when(digest.date),
                          stated_or_not(view, digest.entries),
                          element("code", {{"class", "digest"}}, text(digest.sha256))}});
  }
  return section("snapshots", view.words("roll.snapshots"),
                 paragraph(view.words("roll.snapshots-text")) + table(rows));
}

Markup limits_section(const View& view) {
  return section("limits", view.words("roll.limits"),
                 bullets({view.words("roll.limit-source"), view.words("roll.limit-vote"),
                          view.words("roll.limit-intent"), view.words("roll.limit-person")}));
}

}  // namespace

bool is_about_roll(const Claim& claim) {
  return std::find(kKinds.begin(), kKinds.end(), claim.kind) != kKinds.end();
}

std::string roll_text(std::string_view kind, std::string_view name) {
  std::string id = "roll." + std::string(kind) + "." + std::string(name);
  std::replace(id.begin(), id.end(), '_', '-');
  return id;
}

Markup not_stated(const View& view) {
  return element("span", {{"class", "absent"}}, view.words("not-stated"));
}

Markup stated_or_not(const View& view, const Count& count) {
  return count ? text(grouped(*count)) : not_stated(view);
}

std::string written(const Count& count) { return count ? grouped(*count) : std::string(); }

std::string range_words(const View& view, const std::string& low, const std::string& high) {
  if (!low.empty() && !high.empty()) {
    return view.say("price-cell.range", {{"low", everywhere(low)}, {"high", everywhere(high)}});
  }
  if (!low.empty()) return view.say("price-cell.from", {{"low", everywhere(low)}});
  if (!high.empty()) return view.say("price-cell.upto", {{"high", everywhere(high)}});
  return "";
}

Markup roll_page(const View& view) {
  return heading(1, view.words("roll.title")) + paragraph(view.words("roll.intro"), "lead") +
         claimed_section(view) + roll_flow_section(view) + roll_units_section(view) +
         roll_removals_section(view) + roll_audits_section(view) + roll_disparity_section(view) +
         snapshots_section(view) + limits_section(view);
}

}  // namespace scrutineer
