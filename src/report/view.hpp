// One language's view of the input: words, names and links, escaped, as the sections need them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "findings/catalogue.hpp"
#include "report/html.hpp"
#include "report/report.hpp"

namespace scrutineer {

struct View {
  const ReportInput& input;
  std::string language;                // "en", "km"
  std::string root;                    // relative way to the root of the site: "" or "../"
  std::vector<std::string> languages;  // of the site, the first at its root

  const Election& election() const { return *input.election; }

  std::string say(std::string_view id, const Values& values = {}) const;
  Markup words(std::string_view id, const Values& values = {}) const;
  // A text of the catalogue's languages.
  std::string pick(const LocalizedText& text) const;
  Markup in(const LocalizedText& text) const;
  // Words of the folder, which are in the election's first language: marked where that differs.
  Markup original(const std::string& words) const;
  Markup citation(const std::string& words) const;  // a link where it is an address

  Markup name(PartyIndex party) const;
  Markup name(SourceIndex source) const;
  Markup name(UnitIndex unit) const;
  std::string unit_called(std::string_view id) const;        // the name of the unit with this id
  Markup units(const std::vector<UnitIndex>& units) const;   // "Kandal, Kratie"
  Markup when(const std::string& date) const;                // <time>
  Markup claims(const std::vector<std::string>& ids) const;  // links to the page of claims

  const Finding* finding(std::string_view id) const;
  bool has_count() const;
  bool has_audit() const { return input.audit.has_value() || !input.settling.empty(); }
  bool has_roll() const;
  bool has_cases() const;
  bool has_panel() const;
};

// A claim by its id, or nothing (a fact may also name a file).
const Claim* find_claim(const Election& election, std::string_view id);

}  // namespace scrutineer
