// HTML as values. A Markup is text that is already safe to stand in a page; it can only be made by
// text(), which escapes, and by element(), whose attributes are escaped. So nothing that a folder
// says can leave its place, and every element that is opened is closed.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace scrutineer {

class Markup {
 public:
  Markup() = default;
  const std::string& bytes() const { return bytes_; }
  bool empty() const { return bytes_.empty(); }
  Markup& operator+=(const Markup& other) {
    bytes_ += other.bytes_;
    return *this;
  }
  friend Markup operator+(Markup a, const Markup& b) { return a += b; }

 private:
  explicit Markup(std::string bytes) : bytes_(std::move(bytes)) {}
  std::string bytes_;

  friend Markup text(std::string_view words);
  friend Markup element(std::string_view name,
                        const std::vector<std::pair<std::string_view, std::string>>& attributes,
                        const Markup& content);
  friend Markup document(const std::string& language, const Markup& head, const Markup& body);
};

using Attributes = std::vector<std::pair<std::string_view, std::string>>;

// Escapes &, <, >, " and '; drops the control characters that HTML and XML forbid.
Markup text(std::string_view words);

// <name attributes>content</name>; void elements (br, meta, link, hr) and empty SVG shapes close
// themselves. `name` and the names of attributes are ours, never a folder's.
Markup element(std::string_view name, const Attributes& attributes = {},
               const Markup& content = {});

// The whole page, with its doctype.
Markup document(const std::string& language, const Markup& head, const Markup& body);

// A link to http and https addresses; anything else stays words.
Markup outside_link(const std::string& address, const Markup& label);

// Whether an address may be linked to.
bool is_web_address(std::string_view address);

// "#1b5e8c" as it is, anything else gives `fallback`.
std::string safe_color(const std::string& color, const std::string& fallback);

// An id for an anchor: letters, digits, '-', '_', '.' stay; other bytes become "-xx".
std::string anchor(std::string_view prefix, std::string_view id);

}  // namespace scrutineer
