#include "report/view.hpp"

#include <algorithm>

#include "findings/phrases.hpp"
#include "report/roll_parts.hpp"

namespace scrutineer {

namespace {
constexpr std::size_t kMostClaimsInLine = 6;
}  // namespace

std::string View::say(std::string_view id, const Values& values) const {
  return say_in(language, id, values);
}

Markup View::words(std::string_view id, const Values& values) const {
  return text(say(id, values));
}

std::string View::pick(const LocalizedText& localized) const {
  return text_in(localized, language, catalogue_languages(), "");
}

Markup View::in(const LocalizedText& localized) const { return text(pick(localized)); }

Markup View::original(const std::string& folder_words) const {
  const auto& order = election().languages;
  if (folder_words.empty() || order.empty() || order.front() == language) return text(folder_words);
  return element("span", {{"lang", order.front()}}, text(folder_words));
}

Markup View::citation(const std::string& folder_words) const {
  if (is_web_address(folder_words)) return outside_link(folder_words, text(folder_words));
  return original(folder_words);
}

Markup View::name(PartyIndex party) const { return in(name_of(election(), party)); }
Markup View::name(SourceIndex source) const { return in(name_of(election(), source)); }
Markup View::name(UnitIndex unit) const { return in(name_of(election(), unit)); }

std::string View::unit_called(std::string_view id) const {
  for (std::uint32_t u = 0; u < election().units.size(); ++u) {
    if (election().units[u].id == id) return pick(name_of(election(), UnitIndex{u}));
  }
  return std::string(id);
}

Markup View::units(const std::vector<UnitIndex>& all) const {
  Markup list;
  for (const UnitIndex unit : all) list += (list.empty() ? Markup() : text(", ")) + name(unit);
  return list;
}

Markup View::when(const std::string& iso) const {
  if (iso.empty()) return {};
  const LocalizedText readable = date(iso);
  const bool is_date = pick(readable) != iso || iso.size() == 4;
  return is_date ? element("time", {{"datetime", iso.substr(0, 10)}}, in(readable)) : text(iso);
}

Markup View::claims(const std::vector<std::string>& ids) const {
  Markup list;
  for (const std::string& id : ids) {
    if (!list.empty()) list += text(", ");
    list += find_claim(election(), id) == nullptr
                ? text(id)
                : element("a", {{"href", "claims.html#" + anchor("claim", id)}}, text(id));
  }
  if (ids.size() <= kMostClaimsInLine) return list;
  return element(
      "details", {},
      element("summary", {},
              words("claims.count", {{"count", number(static_cast<std::int64_t>(ids.size()))}})) +
          element("span", {}, list));
}

const Finding* View::finding(std::string_view id) const {
  const auto found = std::find_if(input.findings.begin(), input.findings.end(),
                                  [&](const Finding& finding) { return finding.id == id; });
  return found == input.findings.end() ? nullptr : &*found;
}

bool View::has_count() const { return input.count && input.count->checks.forms > 0; }

bool View::has_roll() const {
  const auto& claims = election().claims;
  return (input.roll && input.roll->findings.is_there) ||
         std::any_of(claims.begin(), claims.end(), is_about_roll);
}

bool View::has_cases() const { return !election().cases.empty(); }

bool View::has_panel() const {
  const Panel& panel = election().panel;
  return !panel.members.empty() || !panel.items.empty() || !panel.resolutions.empty();
}

const Claim* find_claim(const Election& election, std::string_view id) {
  const auto found = std::find_if(election.claims.begin(), election.claims.end(),
                                  [&](const Claim& claim) { return claim.id == id; });
  return found == election.claims.end() ? nullptr : &*found;
}

}  // namespace scrutineer
