#include "cli/count_text.hpp"

#include <algorithm>
#include <array>
#include <map>

#include <fmt/core.h>

#include "cli/table.hpp"
#include "findings/catalogue.hpp"

namespace scrutineer::cli {

namespace {

constexpr std::size_t kShownForms = 20;
constexpr std::size_t kShownParties = 8;

std::string unit_label(const Election& election, UnitIndex unit) {
  const Unit& u = election.units[unit.value];
  const std::string name = label(election, u.name, u.id);
  return name == u.id ? u.id : u.id + " (" + name + ")";
}

std::string source_label(const Election& election, SourceIndex source) {
  const Source& s = election.sources[source.value];
  return label(election, s.name, s.id);
}

std::string shown_count(const Count& count) { return count ? grouped(*count) : "–"; }

std::string signed_count(Votes votes) { return (votes > 0 ? "+" : "") + grouped(votes); }

std::string net_text(const Election& election, const std::vector<Votes>& by_party) {
  std::string text;
  for (std::size_t p = 0; p < by_party.size(); ++p) {
    if (by_party[p] == 0) continue;
    text += (text.empty() ? "" : ", ") + election.parties[p].id + " " + signed_count(by_party[p]);
  }
  return text.empty() ? "no party's votes" : text;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

std::string percent(std::size_t part, std::size_t whole) {
  if (whole == 0) return "–";
  const std::size_t tenths = part * 1000 / whole;
  return fmt::format("{}.{}", tenths / 10, tenths % 10);
}

// What is beside the rules of rules.txt (count/check.hpp, count/plausibility.hpp): codes whose
// texts are in the catalogue under "check.".
struct OtherCheck {
  const char *code, *severity;
};
constexpr std::array<OtherCheck, 9> kOthers = {{{"candidates-equal-list", "error"},
                                                {"identical-form", "warning"},
                                                {"decrease-without-correction", "warning"},
                                                {"near-copy", "warning"},
                                                {"tenfold-count", "warning"},
                                                {"exchanged-parties", "warning"},
                                                {"unusual-invalid", "warning"},
                                                {"unusual-blank", "warning"},
                                                {"repeated-return", "warning"}}};

std::string text_of_code(const Election& election, const std::vector<CheckRule>& rules,
                         const std::string& code) {
  for (const CheckRule& rule : rules) {
    if (rule.code == code) return text_in(rule.reviewer, "en", election.languages, code);
  }
  return say_in("en", "check." + code);
}

std::string history_text(const History& history) {
  if (history.publications.size() < 2) return "";
  std::string text = "\nPublications of this source:\n";
  for (const Publication& publication : history.publications) {
    text += fmt::format("  revision {}: {} forms, {} of them new, {} with other counts\n",
                        publication.revision, grouped(static_cast<Votes>(publication.forms)),
                        grouped(static_cast<Votes>(publication.added)),
                        grouped(static_cast<Votes>(publication.changed)));
  }
  std::size_t lowered = 0;
  for (const Revised& form : history.revised) lowered += form.lowers && !form.corrected ? 1 : 0;
  if (lowered > 0) {
    text += fmt::format(
        "  {} forms state fewer votes than before, and no correction says why "
        "(count check names them).\n",
        lowered);
  }
  return text;
}

}  // namespace

std::string check_text(const Election& election, const std::vector<CheckRule>& rules,
                       const CheckReport& report, bool all) {
  std::map<std::pair<bool, std::string>, std::vector<const Violation*>> by_code;
  std::size_t errors = 0;
  for (const Violation& v : report.violations) {
    errors += v.severity == Severity::error ? 1 : 0;
    by_code[{v.severity == Severity::warning, v.code}].push_back(&v);
  }
  std::string text = fmt::format(
      "{} forms looked at: {} errors, {} warnings; {} further ones follow from these.\n",
      grouped(static_cast<Votes>(report.forms)), grouped(static_cast<Votes>(errors)),
      grouped(static_cast<Votes>(report.violations.size() - errors)),
      grouped(static_cast<Votes>(report.explained)));
  for (const auto& [key, list] : by_code) {
    text += fmt::format("\n{} {}: {} forms\n{}\n", key.first ? "warning" : "error", key.second,
                        grouped(static_cast<Votes>(list.size())),
                        wrapped(text_of_code(election, rules, key.second), 90, "  "));
    Table table({"place", "source", "counts", "found", "expected"},
                {false, false, false, false, false});
    const std::size_t shown = all ? list.size() : std::min<std::size_t>(list.size(), 5);
    for (std::size_t i = 0; i < shown; ++i) {
      const Violation& v = *list[i];
      table.add({unit_label(election, v.unit), source_label(election, v.source), joined(v.fields),
                 v.found, v.expected});
    }
    text += table.text();
    if (shown < list.size()) {
      text += fmt::format("  … and {} more (--all prints them)\n", list.size() - shown);
    }
  }
  return text;
}

std::string compare_text(const Election& election, const CountComparison& result, bool all) {
  std::string text;
  for (const NetEffect& effect : result.comparison.effects) {
    text += fmt::format(
        "{} beside {} ({}): {} forms that both hold, {} alike; {} only with {}, {} only with {}.\n",
        source_label(election, effect.copy), source_label(election, effect.reference),
        election.contests[effect.contest.value].id, grouped(static_cast<Votes>(effect.compared)),
        grouped(static_cast<Votes>(effect.equal)),
        grouped(static_cast<Votes>(effect.only_reference)),
        source_label(election, effect.reference), grouped(static_cast<Votes>(effect.only_copy)),
        source_label(election, effect.copy));
    for (std::size_t k = 0; k < effect.by_kind.size(); ++k) {
      const auto& kind = effect.by_kind[k];
      if (kind.forms == 0) continue;
      text +=
          fmt::format("  {:<18} {:>7} forms; the copy would change {}\n",
                      name_of(static_cast<DifferenceKind>(k)),
                      grouped(static_cast<Votes>(kind.forms)), net_text(election, kind.by_party));
    }
  }
  if (text.empty()) return "Only one source states returns: there is nothing to compare.\n";
  if (result.level) {
    text += fmt::format("\nBy {}:\n", election.levels[*result.level]);
    for (const EffectInUnit& e : effects_by_unit(election, result.comparison, *result.level)) {
      text += fmt::format("  {}, {}, {}: {} forms; {}\n", unit_label(election, e.unit),
                          source_label(election, e.copy), name_of(e.kind), e.forms,
                          net_text(election, e.by_party));
    }
  }
  if (result.matrices.empty()) return text;
  text += fmt::format("\n{} forms of which copies differ:\n",
                      grouped(static_cast<Votes>(result.matrices.size())));
  const std::size_t shown =
      all ? result.matrices.size() : std::min(result.matrices.size(), kShownForms);
  for (std::size_t i = 0; i < shown; ++i) {
    const FormMatrix& matrix = result.matrices[i];
    std::string groups;
    for (const auto& group : matrix.agreeing) {
      std::vector<std::string> names;
      for (const SourceIndex member : group) names.push_back(election.sources[member.value].id);
      groups += (groups.empty() ? "" : " | ") + joined(names);
    }
    text += fmt::format("  {}: {}\n", unit_label(election, matrix.unit), groups);
  }
  if (shown < result.matrices.size()) {
    text += fmt::format("  … and {} more (--all prints them)\n", result.matrices.size() - shown);
  }
  return text;
}

std::string consolidate_text(const Election& election, const CountConsolidation& result) {
  std::string text;
  const FormSlots slots;
  for (const auto& [sums, history, with_errors] : result.contests) {
    const std::vector<std::size_t> parties = largest_parties(election, sums, kShownParties);
    text +=
        fmt::format("{}{}, {}\n\n", text.empty() ? "" : "\n", source_label(election, sums.source),
                    election.contests[sums.contest.value].id);
    std::vector<std::string> header = {"place", "reported", "of", "%", "cast", "valid"};
    std::vector<bool> numbers = {false, true, true, true, true, true};
    for (const std::size_t p : parties) {
      header.push_back(election.parties[p].id);
      numbers.push_back(true);
    }
    header.emplace_back("note");
    numbers.push_back(false);
    Table table(header, numbers);
    for (std::uint32_t u = 0; u < election.units.size(); ++u) {
      // Without a wish: the two highest levels.
      const bool near_top = election.units[u].level < 2;
      if (!result.shows(election, {u}) || (!result.level && !result.unit && !near_top)) continue;
      const ConsolidatedUnit unit = sums.at({u});
      std::vector<std::string> line = {
          unit_label(election, unit.unit),
          grouped(static_cast<Votes>(unit.reported)),
          grouped(static_cast<Votes>(unit.leaves)),
          percent(unit.reported, unit.leaves),
          shown_count(unit.sum[static_cast<std::size_t>(Field::cast)]),
          shown_count(unit.sum[static_cast<std::size_t>(Field::valid)])};
      for (const std::size_t p : parties)
        line.push_back(shown_count(unit.sum[slots.first_party + p]));
      std::vector<std::string> notes;
      if (with_errors[u] > 0) notes.push_back(fmt::format("errors in {}", with_errors[u]));
      if (unit.quarantined > 0) notes.push_back(fmt::format("{} quarantined", unit.quarantined));
      if (unit.annulled > 0) notes.push_back(fmt::format("{} annulled", unit.annulled));
      if (!unit.differs.empty()) {
        std::vector<std::string> names;
        for (const std::size_t slot : unit.differs) {
          names.push_back(
              fmt::format("{} {}", slots.name(election, slot), shown_count(unit.stated[slot])));
        }
        notes.push_back("its own row states " + joined(names));
      }
      line.push_back(joined(notes));
      table.add(std::move(line));
    }
    text += table.text();
    if (!sums.missing.empty()) {
      text += fmt::format("\n{} places have not reported.\n",
                          grouped(static_cast<Votes>(sums.missing.size())));
    }
    text += history_text(history);
  }
  return text;
}

std::string doubts_text(const Election& election, const std::vector<Doubt>& doubts, bool all) {
  if (doubts.empty()) return "No form is open: copies agree, and nothing is quarantined.\n";
  std::string text =
      fmt::format("{} forms are open:\n", grouped(static_cast<Votes>(doubts.size())));
  const std::size_t shown = all ? doubts.size() : std::min(doubts.size(), kShownForms);
  for (std::size_t i = 0; i < shown; ++i) {
    const Doubt& doubt = doubts[i];
    std::map<std::string, std::string> alternatives;
    for (const AlternativeVotes& line : doubt.alternatives) {
      std::string& votes = alternatives[line.alternative];
      if (line.votes == 0) continue;
      votes += (votes.empty() ? "" : ", ") + election.parties[line.party.value].id + " " +
               grouped(line.votes);
    }
    text += "  " + unit_label(election, doubt.units.front()) + "\n";
    for (const auto& [name, votes] : alternatives) {
      text += fmt::format("    {}: {}\n", name, votes.empty() ? "no votes" : votes);
    }
  }
  if (shown < doubts.size()) {
    text += fmt::format("  … and {} more (--all prints them)\n", doubts.size() - shown);
  }
  return text;
}

std::string rules_text(const Election& election, const std::vector<CheckRule>& rules) {
  std::string text =
      "# The checks of a form\n\n"
      "`scrutineer count check` asks each of these where all its counts are stated. A formula says "
      "what must\n"
      "hold. *Follows from*: where one of those checks fails too, this one is a consequence and is "
      "left out.\n"
      "Tolerances and severities may be set, and checks added, in `election.toml` (`[[check]]`). "
      "This page is\n"
      "what `scrutineer count rules` prints.\n";
  const std::vector<std::string> optional = rules_left_to_folders();
  for (const CheckRule& rule : rules) {
    text += fmt::format("\n## {}\n\n{}: `{}`\n", rule.code, name_of(rule.severity),
                        rule.formula.text());
    if (std::find(optional.begin(), optional.end(), rule.code) != optional.end()) {
      text += "\nAsked only where `[[check]]` names it: what is usual differs between countries.\n";
    }
    std::string notes;
    for (const auto& [name, value] : rule.tolerances) {
      notes += fmt::format("{}{} = {}", notes.empty() ? "Tolerances: " : ", ", name, value);
    }
    if (!notes.empty()) notes += ".";
    std::vector<std::string> causes;
    for (const std::size_t cause : rule.explained_by) causes.push_back(rules[cause].code);
    if (!causes.empty()) {
      notes += (notes.empty() ? "" : " ") + std::string("Follows from: ") + joined(causes) + ".";
    }
    if (!notes.empty()) text += "\n" + notes + "\n";
    for (const std::string& language : election.languages) {
      const std::string reviewer = text_in(rule.reviewer, language, {}, "");
      const std::string typist = text_in(rule.typist, language, {}, "");
      if (!reviewer.empty()) text += "\n- reviewer (" + language + "): " + reviewer;
      if (!typist.empty()) text += "\n- typist (" + language + "): " + typist;
    }
    text += "\n";
  }
  text += "\n## Beside these\n\nThe last six are asked with `--neighbours`.\n\n";
  for (const OtherCheck& other : kOthers) {
    text += fmt::format("- {} {}: {}\n", other.severity, other.code,
                        text_of_code(election, rules, other.code));
  }
  return text;
}

}  // namespace scrutineer::cli
