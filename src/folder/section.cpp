#include "folder/section.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace scrutineer {

std::string Section::path(std::string_view key) const {
  return label_.empty() ? std::string(key) : label_ + "." + std::string(key);
}

void Section::expected(std::string_view key, std::string phrase) {
  const TomlValue* value = table_->find(key);
  problems_->quote(file_, value != nullptr ? value->line : table_->line, path(key),
                   value != nullptr ? value->text : "", std::move(phrase));
}

const TomlValue* Section::find(std::string_view key) {
  if (std::find(known_.begin(), known_.end(), key) == known_.end()) known_.emplace_back(key);
  return table_->find(key);
}

std::string Section::text(std::string_view key, Need need) {
  const TomlValue* value = find(key);
  if (value == nullptr) {
    if (need == Need::required) expected(key, "a text");
    return "";
  }
  const std::string_view content = trimmed(value->text);
  if (value->kind != TomlValue::Kind::text || content.empty()) {
    expected(key, "a text in quotation marks");
    return "";
  }
  return std::string(content);
}

std::string Section::identifier(std::string_view key) {
  const std::string found = text(key, Need::required);
  if (!found.empty() && !is_identifier(found)) {
    expected(key, "an identifier (lower-case letters a to z, digits, - _ ., at most 64)");
  }
  return found;
}

std::string Section::date(std::string_view key, Need need) {
  const TomlValue* value = find(key);
  if (value == nullptr) {
    if (need == Need::required) expected(key, "a date such as 2013-07-28");
    return "";
  }
  const bool written = value->kind == TomlValue::Kind::date || value->kind == TomlValue::Kind::text;
  if (!written || !is_date(value->text)) {
    expected(key, "a date such as 2013-07-28, or \"2013-07\" in quotation marks");
    return "";
  }
  return value->text;
}

std::optional<std::int64_t> Section::integer(std::string_view key, std::int64_t least,
                                             std::int64_t most, Need need) {
  const TomlValue* value = find(key);
  if (value == nullptr && need == Need::optional) return std::nullopt;
  if (value == nullptr || value->kind != TomlValue::Kind::integer || value->integer < least ||
      value->integer > most) {
    expected(key, "a whole number from " + std::to_string(least) + " to " + std::to_string(most));
    return std::nullopt;
  }
  return value->integer;
}

bool Section::boolean(std::string_view key) {
  const TomlValue* value = find(key);
  if (value == nullptr) return false;
  if (value->kind != TomlValue::Kind::boolean) expected(key, "true or false");
  return value->boolean;
}

std::optional<Rational> Section::rational(std::string_view key, Need need) {
  const TomlValue* value = find(key);
  if (value == nullptr && need == Need::optional) return std::nullopt;
  std::optional<Rational> result;
  if (value != nullptr && value->kind == TomlValue::Kind::text)
    result = parse_rational(value->text);
  if (!result || *result > Rational::of(1, 1)) {
    expected(key, "a fraction from 0 to 1 in quotation marks, such as \"3/100\"");
    return std::nullopt;
  }
  return result;
}

std::vector<std::string> Section::texts(std::string_view key) {
  const TomlValue* value = find(key);
  std::vector<std::string> items;
  if (value != nullptr && value->kind == TomlValue::Kind::list) {
    for (const TomlValue& item : value->list) {
      if (item.kind == TomlValue::Kind::text) items.push_back(item.text);
    }
    if (!items.empty() && items.size() == value->list.size()) return items;
  }
  expected(key, "a list of texts, such as [\"a\", \"b\"]");
  return {};
}

LocalizedText Section::localized(std::string_view prefix, const std::vector<std::string>& languages,
                                 Need need) {
  LocalizedText texts;
  for (const std::string& language : languages) {
    const std::string key = std::string(prefix) + "_" + language;
    if (has(key)) texts[language] = text(key);
  }
  if (languages.empty() || texts.count(languages.front()) > 0) return texts;
  if (need == Need::required || !texts.empty()) {
    expected(std::string(prefix) + "_" + languages.front(),
             "a text in the first of the election's languages");
  }
  return texts;
}

void Section::finish() {
  for (const TomlEntry& entry : table_->table) {
    if (std::find(known_.begin(), known_.end(), entry.key) != known_.end()) continue;
    const auto meant = nearest(entry.key, known_);
    std::string phrase = "one of the keys ";
    for (const std::string& key : known_) phrase += (&key == &known_.front() ? "" : ", ") + key;
    if (meant) phrase = "a known key (did you mean \"" + *meant + "\"?)";
    problems_->quote(file_, entry.value.line, path(entry.key), entry.key, std::move(phrase));
  }
}

}  // namespace scrutineer
