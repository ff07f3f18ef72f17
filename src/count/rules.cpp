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
  CheckRule rule;
  std::string_view formula;
  std::vector<std::string_view> explained_by;
  std::int64_t number = 0;
  bool has_severity = false;
};

class Reader {
 public:
  Reader(std::string_view file, const Election& election) : file_(file), election_(election) {}

  Result<std::vector<CheckRule>> run(std::string_view bytes) {
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
    return finish();
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
      drafts_.back().rule.code = line.value;
      if (!is_identifier(line.value)) fault(line.number, line.key, line.value, "an identifier");
      return;
    }
    if (drafts_.empty()) return fault(line.number, line.key, line.key, "\"rule: …\" first");
    Draft& draft = drafts_.back();
    if (line.key == "severity") {
      draft.has_severity = line.value == "error" || line.value == "warning";
      if (!draft.has_severity) fault(line.number, line.key, line.value, "error or warning");
      draft.rule.severity = line.value == "warning" ? Severity::warning : Severity::error;
    } else if (line.key == "formula") {
      draft.formula = line.value;
    } else if (line.key == "explained-by") {
      draft.explained_by = words(line.value);
    } else if (line.key.starts_with("typist ")) {
      draft.rule.typist[std::string(line.key.substr(7))] = line.value;
    } else if (line.key.starts_with("reviewer ")) {
      draft.rule.reviewer[std::string(line.key.substr(9))] = line.value;
    } else {
      fault(line.number, "", line.key, "severity, formula, explained-by, typist or reviewer");
    }
  }

  static std::vector<std::string_view> words(std::string_view text) {
    std::vector<std::string_view> words;
    while (!text.empty()) {
      const std::size_t end = text.find(' ');
      if (end != 0) words.push_back(text.substr(0, end));
      text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    }
    return words;
  }

  Result<std::vector<CheckRule>> finish() {
    std::vector<CheckRule> rules;
    for (Draft& draft : drafts_) {
      const auto same = [&](const CheckRule& rule) { return rule.code == draft.rule.code; };
      if (std::any_of(rules.begin(), rules.end(), same)) {
        fault(draft.number, "rule", draft.rule.code, "a code that no other rule has");
      }
      if (!draft.has_severity) fault(draft.number, "severity", "", "error or warning");
      const FormSlots slots;
      auto formula = Expression::parse(
          draft.formula, [&](std::string_view name) { return slots.find(election_, name); });
      if (!formula) {
        for (Error error : formula.error()) {
          error.message =
              std::string(file_) + ", row " + std::to_string(draft.number) + ": " + error.message;
          errors_.push_back(std::move(error));
        }
      } else {
        draft.rule.formula = std::move(*formula);
      }
      rules.push_back(draft.rule);
    }
    for (std::size_t i = 0; i < drafts_.size(); ++i) {
      for (const std::string_view code : drafts_[i].explained_by) link(rules, i, code);
    }
    if (!errors_.empty()) return tl::unexpected(std::move(errors_));
    return rules;
  }

  void link(std::vector<CheckRule>& rules, std::size_t i, std::string_view code) {
    for (std::size_t other = 0; other < rules.size(); ++other) {
      if (other == i || rules[other].code != code) continue;
      rules[i].explained_by.push_back(other);
      return;
    }
    fault(drafts_[i].number, "explained-by", code, "the code of another rule");
  }

  std::string_view file_;
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
  return Reader(file, election).run(bytes);
}

Result<std::vector<CheckRule>> default_rules(const Election& election) {
  return read_rules("rules.txt", count_rules::files().front().second, election);
}

}  // namespace scrutineer
