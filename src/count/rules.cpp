#include "count/rules.hpp"

#include <algorithm>
#include <span>
#include <utility>

#include "base/text.hpp"

namespace scrutineer {

namespace count_rules {
std::span<const std::pair<std::string_view, std::string_view>> files();  // rules.txt, embedded
}

namespace {

// One "key: value" line of a block.
struct Line {
  std::int64_t number = 0;
  std::string_view key, value;
};

struct Draft {
  std::string code;
  std::optional<CheckSeverity> severity;
  std::string formula;
  std::vector<std::string> explained_by;
  std::map<std::string, Votes> tolerances;
  LocalizedText typist, reviewer;
  std::string file;
  std::int64_t number = 0;  // where it stands in the file; 0: it has no rows

  bool is_off() const { return severity == CheckSeverity::off; }
};

// Replaces every {name}; nothing where a name has no tolerance.
std::optional<std::string> filled_in(std::string_view text,
                                     const std::map<std::string, Votes>& tolerances) {
  std::string filled;
  while (!text.empty()) {
    const std::size_t open = std::min(text.find('{'), text.size());
    filled += text.substr(0, open);
    text.remove_prefix(open);
    if (text.empty()) break;
    const std::size_t close = text.find('}');
    if (close == std::string_view::npos) return std::nullopt;
    const auto found = tolerances.find(std::string(text.substr(1, close - 1)));
    if (found == tolerances.end()) return std::nullopt;
    filled += std::to_string(found->second);
    text.remove_prefix(close + 1);
  }
  return filled;
}

// The blocks of a file of rules as drafts; faults are kept with their rows.
class Reader {
 public:
  Reader(std::string_view file, Errors& errors) : file_(file), errors_(errors) {}

  std::vector<Draft> run(std::string_view bytes) {
    std::int64_t number = 0;
    while (!bytes.empty()) {
      ++number;
      const std::size_t end = bytes.find('\n');
      const std::string_view text = trimmed(bytes.substr(0, end));
      bytes = end == std::string_view::npos ? std::string_view{} : bytes.substr(end + 1);
      if (text.empty() || text.front() == '#') continue;
      const std::size_t colon = text.find(':');
      if (colon == std::string_view::npos) {
        fault(number, "", text, "a line \"key: value\"");
        continue;
      }
      take({number, trimmed(text.substr(0, colon)), trimmed(text.substr(colon + 1))});
    }
    return std::move(drafts_);
  }

 private:
  void fault(std::int64_t row, std::string_view key, std::string_view found,
             const std::string& expected) {
    errors_.push_back({std::string(file_), row, std::string(key), shown(found), expected, ""});
  }

  void take(const Line& line) {
    if (line.key == "rule") {
      drafts_.emplace_back();
      drafts_.back().number = line.number;
      drafts_.back().file = file_;
      drafts_.back().code = line.value;
      if (!is_identifier(line.value)) fault(line.number, line.key, line.value, "an identifier");
      return;
    }
    if (drafts_.empty()) return fault(line.number, line.key, line.key, "\"rule: …\" first");
    Draft& draft = drafts_.back();
    if (line.key == "severity") {
      draft.severity = from_name<CheckSeverity>(line.value);
      if (!draft.severity) {
        fault(line.number, line.key, line.value, "one of " + all_names<CheckSeverity>());
      }
    } else if (line.key == "set") {
      take_tolerance(line, draft);
    } else if (line.key == "formula") {
      draft.formula = line.value;
    } else if (line.key == "explained-by") {
      draft.explained_by = words(line.value);
    } else if (line.key.starts_with("typist ")) {
      draft.typist[std::string(line.key.substr(7))] = line.value;
    } else if (line.key.starts_with("reviewer ")) {
      draft.reviewer[std::string(line.key.substr(9))] = line.value;
    } else {
      fault(line.number, "", line.key, "severity, set, formula, explained-by, typist or reviewer");
    }
  }

  void take_tolerance(const Line& line, Draft& draft) {
    const std::size_t equals = std::min(line.value.find('='), line.value.size());
    const auto value = parse_count(
        equals == line.value.size() ? line.value : trimmed(line.value.substr(equals + 1)));
    if (equals == line.value.size() || !value) {
      return fault(line.number, line.key, line.value, "\"name = whole number\"");
    }
    draft.tolerances[std::string(trimmed(line.value.substr(0, equals)))] = *value;
  }

  static std::vector<std::string> words(std::string_view text) {
    std::vector<std::string> words;
    while (!text.empty()) {
      const std::size_t end = text.find(' ');
      if (end != 0) words.emplace_back(text.substr(0, end));
      text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    }
    return words;
  }

  std::string_view file_;
  Errors& errors_;
  std::vector<Draft> drafts_;
};

// Drafts of a file, and then of the folder's settings, to rules.
class Builder {
 public:
  explicit Builder(const Election& election) : election_(election) {}

  void add_file(std::string_view file, std::string_view bytes) {
    for (Draft& draft : Reader(file, errors_).run(bytes)) {
      if (find(draft.code) != nullptr) {
        fault(draft, "rule", draft.code, "a code that no other rule has");
      }
      drafts_.push_back(std::move(draft));
    }
  }

  void add_setting(const CheckSetting& setting) {
    Draft* draft = find(setting.code);
    if (draft == nullptr) {
      drafts_.emplace_back();
      draft = &drafts_.back();
      draft->code = setting.code;
      if (setting.formula.empty()) {
        draft->file = "election.toml";
        fault(*draft, "check.code", setting.code,
              "the code of a rule that ships with the program, or a formula of its own");
      }
    } else {
      for (const auto& [name, value] : setting.tolerances) {
        if (draft->tolerances.count(name) == 0 && setting.formula.empty()) {
          draft->file = "election.toml";
          fault(*draft, "check.tolerances", name,
                "a tolerance of the rule " + setting.code + names_of(draft->tolerances));
        }
      }
    }
    draft->file = "election.toml";
    draft->number = 0;
    if (draft->is_off()) draft->severity = CheckSeverity::warning;
    if (setting.severity) draft->severity = setting.severity;
    if (!setting.formula.empty()) draft->formula = setting.formula;
    if (!setting.explained_by.empty()) draft->explained_by = setting.explained_by;
    for (const auto& [name, value] : setting.tolerances) draft->tolerances[name] = value;
    for (const auto& [language, text] : setting.typist) draft->typist[language] = text;
    for (const auto& [language, text] : setting.reviewer) draft->reviewer[language] = text;
  }

  Result<std::vector<CheckRule>> finish() {
    std::vector<CheckRule> rules;
    for (Draft& draft : drafts_) {
      if (!draft.is_off()) rules.push_back(build(draft));
    }
    std::size_t rule = 0;
    for (const Draft& draft : drafts_) {
      if (draft.is_off()) continue;
      for (const std::string& code : draft.explained_by) link(rules, rule, draft, code);
      ++rule;
    }
    if (!errors_.empty()) return tl::unexpected(std::move(errors_));
    return rules;
  }

 private:
  static std::string names_of(const std::map<std::string, Votes>& tolerances) {
    std::string names;
    for (const auto& [name, value] : tolerances) names += (names.empty() ? ": " : ", ") + name;
    return names.empty() ? " (it has none)" : names;
  }

  Draft* find(std::string_view code) {
    const auto found = std::find_if(drafts_.begin(), drafts_.end(),
                                    [&](const Draft& draft) { return draft.code == code; });
    return found == drafts_.end() ? nullptr : &*found;
  }

  void fault(const Draft& draft, std::string_view key, std::string_view found,
             const std::string& expected) {
    errors_.push_back({draft.file, draft.number, std::string(key), shown(found), expected, ""});
  }

  CheckRule build(const Draft& draft) {
    CheckRule rule;
    rule.code = draft.code;
    rule.tolerances = draft.tolerances;
    if (!draft.severity) fault(draft, "severity", "", "error, warning or off");
    rule.severity = draft.severity == CheckSeverity::warning ? Severity::warning : Severity::error;
    const FormSlots slots;
    const auto text = filled_in(draft.formula, draft.tolerances);
    if (!text) {
      fault(draft, "formula", draft.formula, "a tolerance that is set for each {name}");
    } else {
      auto formula = Expression::parse(
          *text, [&](std::string_view name) { return slots.find(election_, name); });
      if (formula) {
        rule.formula = std::move(*formula);
      } else {
        take_errors(draft, formula.error());
      }
    }
    const auto fill = [&](const LocalizedText& texts, LocalizedText& filled) {
      for (const auto& [language, written] : texts) {
        filled[language] = filled_in(written, draft.tolerances).value_or(written);
      }
    };
    fill(draft.typist, rule.typist);
    fill(draft.reviewer, rule.reviewer);
    return rule;
  }

  void take_errors(const Draft& draft, const Errors& errors) {
    for (Error error : errors) {
      error.message = draft.file +
                      (draft.number > 0 ? ", row " + std::to_string(draft.number) : std::string()) +
                      ", rule " + draft.code + ": " + error.message;
      errors_.push_back(std::move(error));
    }
  }

  void link(std::vector<CheckRule>& rules, std::size_t rule, const Draft& draft,
            const std::string& code) {
    const Draft* cause = find(code);
    if (cause == nullptr || cause->code == draft.code) {
      fault(draft, "explained-by", code, "the code of another rule");
      return;
    }
    for (std::size_t other = 0; other < rules.size(); ++other) {
      if (rules[other].code == code) rules[rule].explained_by.push_back(other);
    }
  }

  const Election& election_;
  std::vector<Draft> drafts_;
  Errors errors_;
};

}  // namespace

std::string_view name_of(Severity severity) {
  return severity == Severity::error ? "error" : "warning";
}

std::optional<std::size_t> FormSlots::find(const Election& election, std::string_view name) const {
  if (const auto field = from_name<Field>(name)) return static_cast<std::size_t>(*field);
  if (name == "parties") return parties;
  if (name == "largest") return largest;
  for (std::size_t p = 0; p < election.parties.size(); ++p) {
    if (election.parties[p].id == name) return first_party + p;
  }
  return std::nullopt;
}

std::string FormSlots::name(const Election& election, std::size_t slot) const {
  if (slot < kFieldCount) return std::string(name_of(static_cast<Field>(slot)));
  if (slot == parties) return "parties";
  if (slot == largest) return "largest";
  return election.parties[slot - first_party].id;
}

Result<std::vector<CheckRule>> read_rules(std::string_view file, std::string_view bytes,
                                          const Election& election) {
  Builder builder(election);
  builder.add_file(file, bytes);
  return builder.finish();
}

Result<std::vector<CheckRule>> rules_of(const Election& election) {
  Builder builder(election);
  builder.add_file("rules.txt", count_rules::files().front().second);
  for (const CheckSetting& setting : election.checks) builder.add_setting(setting);
  return builder.finish();
}

std::vector<std::string> rules_left_to_folders() {
  Errors errors;
  std::vector<std::string> codes;
  for (const Draft& draft : Reader("rules.txt", errors).run(count_rules::files().front().second)) {
    if (draft.is_off()) codes.push_back(draft.code);
  }
  return codes;
}

}  // namespace scrutineer
