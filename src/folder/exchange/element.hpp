// A JSON or XML document of an exchange format as plain elements with their lines: members of an
// object, items of a list and attributes are all children, so that one reader serves both. The
// parsers (nlohmann, pugixml) stay behind this header. Not for other modules.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/numbers.hpp"
#include "base/result.hpp"
#include "folder/problems.hpp"

namespace scrutineer::exchange {

// How a written element appears; readers leave these at their defaults.
enum class Form {
  element,    // XML element; JSON text or object
  attribute,  // XML attribute; JSON text
  number,     // JSON number
  boolean,    // JSON true or false
  list,       // text of names separated by spaces; JSON list of texts
  content     // the text of the element itself; the JSON member of that name
};

struct Element {
  std::string name;   // without a namespace prefix
  std::string type;   // xsi:type, or @type without its prefix
  std::string space;  // of the root: its XML namespace
  std::string text;   // trimmed
  std::int64_t line = 0;
  std::vector<Element> children;
  Form form = Form::element;
  bool many = false;  // may appear several times: a list in JSON

  const Element* find(std::string_view child) const;
  // The text of the first child of that name, or "".
  std::string_view value(std::string_view child) const;
  std::vector<const Element*> all(std::string_view child) const;
  // The names in all children of that name, which may be lists separated by spaces.
  std::vector<std::string> names(std::string_view child) const;

  Element& add(std::string child, std::string content = "", Form as = Form::element);
  Element& add_to_list(std::string child, std::string kind = "");
};

// A document may be nested this deep; no election is.
inline constexpr std::size_t kDeepestDocument = 64;

// DOCTYPE, entities of its own, another encoding than UTF-8, and what is not well-formed are
// refused, with the line.
Result<Element> read_xml(std::string_view name, std::string_view bytes);
Result<Element> read_json(std::string_view name, std::string_view bytes);

// `prefixed` attributes and elements are written as they are named ("kr:ElectionDate").
std::string write_xml(const Element& root);
// Types are written as "@type": prefix + type, ObjectId as "@id".
std::string write_json(const Element& root, std::string_view prefix);

// Reads values out of elements and reports what is wrong with them.
class ElementReader {
 public:
  ElementReader(std::string file, Problems& problems)
      : file_(std::move(file)), problems_(&problems) {}

  const std::string& file() const { return file_; }
  // "file, row 7, column VoteCounts/Count: found "x", expected …"
  void expected(const Element& in, std::string_view child, std::string_view found,
                std::string phrase) const;
  void missing(const Element& in, std::string_view child, std::string phrase) const;
  std::string text(const Element& in, std::string_view child, std::string phrase) const;
  // The only child of that name; reports where it is missing, or is there twice.
  const Element* only(const Element& in, std::string_view child, std::string phrase) const;
  // Nothing where it is not there. "12.0" is a whole number where the format counts in decimals.
  Count count(const Element& in, std::string_view child, Votes most = kMaximumCount) const;
  Count count_of(const Element& in, std::string_view label, std::string_view text,
                 Votes most = kMaximumCount) const;
  std::string date(const Element& in, std::string_view child, std::string_view found) const;
  Problems& problems() const { return *problems_; }

 private:
  std::string file_;
  Problems* problems_;
};

}  // namespace scrutineer::exchange
