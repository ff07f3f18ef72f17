#include "report/html.hpp"

#include <algorithm>
#include <array>

namespace scrutineer {

namespace {

bool is_void(std::string_view name) {
  constexpr std::array<std::string_view, 4> names = {"br", "hr", "link", "meta"};
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_shape(std::string_view name) {
  constexpr std::array<std::string_view, 4> names = {"circle", "line", "path", "rect"};
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

Markup text(std::string_view words) {
  std::string safe;
  safe.reserve(words.size());
  for (const char c : words) {
    switch (c) {
      case '&':
        safe += "&amp;";
        break;
      case '<':
        safe += "&lt;";
        break;
      case '>':
        safe += "&gt;";
        break;
      case '"':
        safe += "&quot;";
        break;
      case '\'':
        safe += "&#39;";
        break;
      default: {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x20 ? byte != 0x7f : c == '\n' || c == '\t') safe += c;
      }
    }
  }
  return Markup(std::move(safe));
}

Markup element(std::string_view name, const Attributes& attributes, const Markup& content) {
  std::string bytes = "<" + std::string(name);
  for (const auto& [key, value] : attributes)
    bytes += " " + std::string(key) + "=\"" + text(value).bytes() + "\"";
  if (is_void(name)) return Markup(bytes + ">");
  if (is_shape(name) && content.empty()) return Markup(bytes + "/>");
  bytes += ">";
  bytes += content.bytes();
  bytes += "</" + std::string(name) + ">";
  return Markup(std::move(bytes));
}

Markup document(const std::string& language, const Markup& head, const Markup& body) {
  return Markup("<!doctype html>\n" +
                element("html", {{"lang", language}}, element("head", {}, head) + body).bytes() +
                "\n");
}

bool is_web_address(std::string_view address) {
  const bool has_scheme = address.starts_with("https://") || address.starts_with("http://");
  return has_scheme && std::all_of(address.begin(), address.end(), [](char c) {
           return static_cast<unsigned char>(c) > 0x20 && c != '"' && c != '<' && c != '>' &&
                  c != '\\' && c != '\'';
         });
}

Markup outside_link(const std::string& address, const Markup& label) {
  if (!is_web_address(address)) return label;
  return element("a", {{"href", address}, {"rel", "external noreferrer"}, {"class", "outside"}},
                 label);
}

std::string safe_color(const std::string& color, const std::string& fallback) {
  const bool is_color =
      color.size() == 7 && color.front() == '#' &&
      std::all_of(color.begin() + 1, color.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
      });
  return is_color ? color : fallback;
}

std::string anchor(std::string_view prefix, std::string_view id) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string safe = std::string(prefix) + "-";
  for (const char c : id) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '_' || c == '.';
    if (plain) {
      safe += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      safe += '-';
      safe += digits[byte >> 4];
      safe += digits[byte & 15];
    }
  }
  return safe;
}

}  // namespace scrutineer
