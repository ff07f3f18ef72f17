#include "findings/catalogue.hpp"

#include <algorithm>
#include <set>
#include <span>

namespace scrutineer {

// Written at build time by web/embed.cmake.
namespace texts {
std::span<const std::pair<std::string_view, std::string_view>> files();
}

namespace {

bool is_id(std::string_view line) {
  return !line.empty() && std::all_of(line.begin(), line.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
  });
}

std::vector<std::string_view> lines_of(std::string_view bytes) {
  std::vector<std::string_view> lines;
  while (!bytes.empty()) {
    const std::size_t end = bytes.find('\n');
    lines.push_back(bytes.substr(0, end));
    bytes = end == std::string_view::npos ? std::string_view{} : bytes.substr(end + 1);
  }
  return lines;
}

const LocalizedText* current_text(Catalogue& texts, const std::string& id) {
  const auto found = texts.find(id);
  return found == texts.end() ? nullptr : &found->second;
}

}  // namespace

Result<Catalogue> read_catalogue(std::string_view file, std::string_view bytes) {
  Catalogue texts;
  Errors errors;
  std::string id;
  std::int64_t row = 0;
  for (const std::string_view line : lines_of(bytes)) {
    ++row;
    if (line.empty() || line.front() == '#') continue;
    const std::size_t colon = line.find(": ");
    if (is_id(line)) {
      id = line;
      if (!texts.emplace(id, LocalizedText{}).second)
        errors.push_back({std::string(file), row, "", id, "an id that stands once", ""});
    } else if (colon == std::string_view::npos || current_text(texts, id) == nullptr) {
      errors.push_back({std::string(file), row, "", std::string(line.substr(0, 40)),
                        "an id, a comment, or a language and its text", ""});
    } else {
      texts[id][std::string(line.substr(0, colon))] = line.substr(colon + 2);
    }
  }
  if (!errors.empty()) return tl::unexpected(errors);
  return texts;
}

const Catalogue& catalogue() {
  static const Catalogue all = [] {
    Catalogue texts;
    for (const auto& [name, bytes] : texts::files()) {
      auto part = read_catalogue(name, bytes);
      if (part) texts.merge(*part);
    }
    return texts;
  }();
  return all;
}

const std::vector<std::string>& catalogue_languages() {
  static const std::vector<std::string> languages = {"en", "km"};
  return languages;
}

namespace {

bool is_latin(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == ')';
}

// Khmer is written without spaces between words, but a Latin name or a figure in it has spaces
// around it. Bytes of 0x80 and more are of Khmer (or another such) text; "។" and "៖" stay close.
void append_value(std::string& filled, const std::string& value, std::string_view rest) {
  const auto beyond_ascii = [](char c) { return static_cast<unsigned char>(c) >= 0x80; };
  if (!value.empty() && is_latin(value.front()) && !filled.empty() && beyond_ascii(filled.back()))
    filled += ' ';
  filled += value;
  const bool punctuation = rest.starts_with("។") || rest.starts_with("៖") || rest.starts_with("»");
  if (!value.empty() && is_latin(value.back()) && !rest.empty() && beyond_ascii(rest.front()) &&
      !punctuation)
    filled += ' ';
}

std::string fill(const std::string& text, const std::string& language, const Values& values) {
  std::string filled;
  std::size_t position = 0;
  while (position < text.size()) {
    const std::size_t open = text.find('{', position);
    const std::size_t close = open == std::string::npos ? open : text.find('}', open);
    if (close == std::string::npos) return filled + text.substr(position);
    filled += text.substr(position, open - position);
    const std::string name = text.substr(open + 1, close - open - 1);
    const auto value = std::find_if(values.begin(), values.end(),
                                    [&](const auto& pair) { return pair.first == name; });
    if (value != values.end()) {
      const std::string& words = text_in(value->second, language, catalogue_languages(), "");
      if (language == "km") {
        append_value(filled, words, std::string_view(text).substr(close + 1));
      } else {
        filled += words;
      }
    } else {
      filled += "⟦" + name + "⟧";
    }
    position = close + 1;
  }
  return filled;
}

}  // namespace

LocalizedText say(std::string_view id, const Values& values) {
  const auto found = catalogue().find(id);
  if (found == catalogue().end()) return everywhere("⟦" + std::string(id) + "⟧");
  LocalizedText text;
  for (const auto& [language, words] : found->second)
    text[language] = fill(words, language, values);
  return text;
}

std::string say_in(const std::string& language, std::string_view id, const Values& values) {
  return text_in(say(id, values), language, catalogue_languages(), "");
}

std::vector<std::string> placeholders(std::string_view text) {
  std::set<std::string> names;
  for (std::size_t open = text.find('{'); open != std::string_view::npos;
       open = text.find('{', open + 1)) {
    const std::size_t close = text.find('}', open);
    if (close != std::string_view::npos) names.emplace(text.substr(open + 1, close - open - 1));
  }
  return {names.begin(), names.end()};
}

LocalizedText everywhere(const std::string& text) {
  LocalizedText same;
  for (const std::string& language : catalogue_languages()) same[language] = text;
  return same;
}

LocalizedText join(const std::vector<LocalizedText>& texts, std::string_view between) {
  LocalizedText joined;
  for (const std::string& language : catalogue_languages()) {
    std::string& whole = joined[language];
    for (const LocalizedText& text : texts) {
      const std::string& part = text_in(text, language, catalogue_languages(), "");
      if (!whole.empty() && !part.empty()) whole += between;
      whole += part;
    }
  }
  return joined;
}

}  // namespace scrutineer
