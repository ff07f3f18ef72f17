// The sections of the count's pages on checks, copies, estimates and publications.
#include <algorithm>
#include <cstdlib>
#include <map>

#include "report/count_index.hpp"
#include "report/parts.hpp"

namespace scrutineer {

namespace {

constexpr std::size_t kMostForms = 100;  // shown in one table
constexpr std::size_t kMostPlaces = 5;   // named beside a check

std::string check_words(const CountIndex& index, const std::string& code) {
  for (const CheckRule& rule : index.count().rules) {
    if (rule.code == code)
      return text_in(rule.reviewer, index.view().language, catalogue_languages(), code);
  }
  return index.view().say("check." + code);
}

Markup net_words(const CountIndex& index, const std::vector<Votes>& by_party) {
  std::string words;
  for (std::size_t p = 0; p < by_party.size(); ++p) {
    if (by_party[p] == 0) continue;
    words += (words.empty() ? "" : ", ") +
             abbreviation(index.election(), PartyIndex{static_cast<std::uint32_t>(p)}) +
             (by_party[p] > 0 ? " +" : " −") + grouped(std::abs(by_party[p]));
  }
  return text(words.empty() ? "–" : words);
}

Markup effects_table(const CountIndex& index) {
  const CountReport& count = index.count();
  Table rows{index.view().words("forms.copies-caption",
                                {{"reference", name_of(index.election(), *count.reference)}}),
             {{index.view().say("forms.copy")},
              {index.view().say("forms.kind")},
              {index.view().say("forms.forms"), true},
              {index.view().say("forms.effect")}},
             {}};
  for (const NetEffect& effect : count.comparison.effects) {
    rows.rows.push_back({"",
                         {index.view().name(effect.copy), index.view().words("forms.kind.equal"),
                          figure(effect.equal), text("–")}});
    for (std::size_t k = 0; k < effect.by_kind.size(); ++k) {
      const auto& kind = effect.by_kind[k];
      if (kind.forms == 0) continue;
      rows.rows.push_back(
          {"",
           {index.view().name(effect.copy),
            index.view().words("forms.kind." +
                               std::string(name_of(static_cast<DifferenceKind>(k)))),
            figure(kind.forms), net_words(index, kind.by_party)}});
    }
  }
  return rows.rows.empty() ? Markup() : table(rows);
}

Markup differing_table(const CountIndex& index, std::optional<UnitIndex> top) {
  Table rows{index.view().words("forms.differing-caption"),
             {{index.view().say("forms.place")},
              {index.view().say("forms.agreeing")},
              {index.view().say("forms.first-parting")}},
             {}};
  std::size_t left = 0;
  for (const FormMatrix& matrix : index.count().differing) {
    if (!index.lies_in(matrix.unit, top)) continue;
    if (rows.rows.size() == kMostForms) {
      ++left;
      continue;
    }
    Markup groups;
    for (const auto& group : matrix.agreeing) {
      if (!groups.empty()) groups += text(" ") + index.view().words("forms.versus") + text(" ");
      Markup names;
      for (const SourceIndex source : group) {
        names +=
            (names.empty() ? Markup() : text(", ")) + text(abbreviation(index.election(), source));
      }
      groups += names;
    }
    rows.rows.push_back(
        {"",
         {index.view().name(matrix.unit), groups, index.view().name(matrix.agreeing[1].front())}});
  }
  if (rows.rows.empty()) return {};
  Markup content = table(rows);
  if (left > 0)
    content += paragraph(index.view().words("forms.and-more", {{"count", whole(left)}}), "note");
  return content;
}

}  // namespace

Markup checks_section(const CountIndex& index, std::optional<UnitIndex> top) {
  std::map<std::pair<Severity, std::string>, std::vector<const Violation*>> by_code;
  for (const Violation& v : index.count().checks.violations) {
    if (index.lies_in(v.unit, top)) by_code[{v.severity, v.code}].push_back(&v);
  }
  if (by_code.empty() && top) return {};
  if (by_code.empty()) {
    return section("checks", index.view().words("forms.checks-title"),
                   paragraph(index.view().words("forms.no-faults")));
  }
  Table rows{index.view().words("forms.checks-caption"),
             {{index.view().say("forms.check")},
              {index.view().say("forms.severity")},
              {index.view().say("forms.forms"), true},
              {index.view().say("forms.first-places")}},
             {}};
  for (const auto& [key, list] : by_code) {
    Markup places;
    for (std::size_t i = 0; i < std::min(list.size(), kMostPlaces); ++i) {
      const Violation& v = *list[i];
      places += (places.empty() ? Markup() : text("; ")) + index.view().name(v.unit) +
                text(" (" + index.election().sources[v.source.value].id + ": " + v.found +
                     (v.expected.empty() ? "" : ", " + v.expected) + ")");
    }
    if (list.size() > kMostPlaces) {
      places += text(" ") +
                index.view().words("forms.and-more", {{"count", whole(list.size() - kMostPlaces)}});
    }
    rows.rows.push_back({"",
                         {text(check_words(index, key.second)),
                          index.view().words("forms.severity." + std::string(name_of(key.first))),
                          figure(list.size()), places}});
  }
  return section("checks", index.view().words("forms.checks-title"), table(rows));
}

Markup copies_section(const CountIndex& index, std::optional<UnitIndex> top) {
  if (index.count().comparison.effects.empty()) return {};
  Markup content = top ? Markup() : effects_table(index);
  content += differing_table(index, top);
  if (content.empty()) return {};
  return section("copies", index.view().words("forms.copies-title"), content);
}

// What sources estimate of a party's share, beside the counted share.
Markup shares_section(const CountIndex& index) {
  const CountReport& count = index.count();
  const Consolidation* official = nullptr;
  for (const Consolidation& sums : count.sums) {
    if (count.reference && sums.source == *count.reference && official == nullptr) official = &sums;
  }
  if (official == nullptr) return {};
  Table rows{index.view().words("forms.shares-caption",
                                {{"source", name_of(index.election(), *count.reference)}}),
             {{index.view().say("forms.party")},
              {index.view().say("doubts.source")},
              {index.view().say("forms.estimate"), true},
              {index.view().say("forms.official"), true}},
             {}};
  const FormSlots slots;
  for (const Claim& claim : index.election().claims) {
    const bool of_all = !claim.unit || !index.election().units[claim.unit->value].parent;
    if (claim.kind != "share" || !claim.party || !of_all) continue;
    std::string estimate = claim.ratio ? percent(*claim.ratio) : "";
    if (claim.ratio_low && claim.ratio_high) {
      estimate += (estimate.empty() ? "" : " (") + percent(*claim.ratio_low) + " – " +
                  percent(*claim.ratio_high) + (claim.ratio ? ")" : "");
    }
    const Count votes = whole_count(*official, slots.first_party + claim.party->value);
    const Count all = whole_count(*official, slots.parties);
    rows.rows.push_back(
        {"",
         {index.view().name(*claim.party), index.view().name(claim.source), text(estimate),
          votes && all.value_or(0) > 0 ? text(percent(Rational::of(*votes, *all))) : text("–")}});
  }
  if (rows.rows.empty()) return {};
  return section("shares", index.view().words("forms.shares-title"), table(rows));
}

Markup history_section(const CountIndex& index) {
  Markup content;
  for (const History& history : index.count().histories) {
    if (history.publications.size() < 2) continue;
    Table rows{index.view().words("forms.history-caption",
                                  {{"source", name_of(index.election(), history.source)}}),
               {{index.view().say("forms.revision")},
                {index.view().say("forms.forms"), true},
                {index.view().say("forms.new"), true},
                {index.view().say("forms.changed"), true},
                {index.view().say("forms.lowered"), true}},
               {}};
    for (const Publication& publication : history.publications) {
      const auto lowered = static_cast<std::size_t>(std::count_if(
          history.revised.begin(), history.revised.end(), [&](const Revised& revised) {
            return revised.to == publication.revision && revised.lowers && !revised.corrected;
          }));
      rows.rows.push_back(
          {"",
           {text(std::to_string(publication.revision)), figure(publication.forms),
            figure(publication.added), figure(publication.changed), figure(lowered)}});
    }
    content += table(rows);
  }
  if (content.empty()) return {};
  return section("history", index.view().words("forms.history-title"), content);
}

}  // namespace scrutineer
