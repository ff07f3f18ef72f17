// XML to elements and back. What pugixml would let pass is refused before: a DOCTYPE (which could
// name files and addresses to be read, or entities that grow without end), and entities other than
// the five of XML 1.0.
#include <algorithm>
#include <array>
#include <utility>

#include <pugixml.hpp>

#include "base/text.hpp"
#include "folder/exchange/element.hpp"
#include "folder/exchange/text_check.hpp"

namespace scrutineer::exchange {

namespace {

// Passes over comments, CDATA and processing instructions; finds what must not be there.
class MarkupScan {
 public:
  MarkupScan(std::string_view name, std::string_view bytes) : name_(name), bytes_(bytes) {}

  std::optional<Error> find_refused() {
    for (std::size_t at = 0; at < bytes_.size();) {
      const std::string_view rest = bytes_.substr(at);
      if (rest.starts_with("<!--")) {
        at = after(at, "-->");
      } else if (rest.starts_with("<![CDATA[")) {
        at = after(at, "]]>");
      } else if (rest.starts_with("<?")) {
        if (auto error = check_declaration(at)) return error;
        at = after(at, "?>");
      } else if (rest.starts_with("<!")) {
        return refuse(at, "a document type declaration (" + shown(rest.substr(0, 9)) + ")",
                      "a file without DOCTYPE and entities: they can make a reader open other "
                      "files or fill its memory, and no result needs them");
      } else if (rest.front() == '&' && !is_known_reference(rest)) {
        return refuse(
            at, "the entity " + shown(rest.substr(0, std::min(rest.find(';') + 1, rest.size()))),
            "&amp; &lt; &gt; &quot; &apos; or a character reference such as &#233;");
      } else {
        ++at;
      }
    }
    return std::nullopt;
  }

 private:
  std::optional<Error> refuse(std::size_t at, std::string found, std::string expected) const {
    return described(shown(name_), line_at(bytes_, at), "", std::move(found), std::move(expected));
  }

  std::size_t after(std::size_t at, std::string_view end) const {
    const std::size_t found = bytes_.find(end, at);
    return found == std::string_view::npos ? bytes_.size() : found + end.size();
  }

  // Bytes are known to be UTF-8: another name of the encoding says that they mean something else.
  std::optional<Error> check_declaration(std::size_t at) const {
    const std::string_view text = bytes_.substr(at, after(at, "?>") - at);
    if (!text.starts_with("<?xml ")) return std::nullopt;
    const std::size_t key = text.find("encoding");
    const std::size_t open = key == std::string_view::npos ? key : text.find_first_of("\"'", key);
    if (open == std::string_view::npos) return std::nullopt;
    const std::size_t close = text.find(text[open], open + 1);
    std::string encoding(text.substr(open + 1, close - open - 1));
    for (char& c : encoding) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    if (encoding == "utf-8" || encoding == "us-ascii") return std::nullopt;
    return refuse(at, "the encoding " + shown(encoding),
                  "text in UTF-8; save the file in that encoding");
  }

  static bool is_known_reference(std::string_view rest) {
    for (const std::string_view known : {"&amp;", "&lt;", "&gt;", "&quot;", "&apos;"}) {
      if (rest.starts_with(known)) return true;
    }
    if (!rest.starts_with("&#")) return false;
    const bool hexadecimal = rest.size() > 2 && rest[2] == 'x';
    const std::string_view digits = hexadecimal ? "0123456789abcdefABCDEF" : "0123456789";
    const std::size_t first = hexadecimal ? 3 : 2;
    const std::size_t end = rest.find_first_not_of(digits, first);
    return end != std::string_view::npos && end > first && end - first <= 7 && rest[end] == ';';
  }

  std::string_view name_, bytes_;
};

std::string_view local(std::string_view name) {
  const std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

class XmlReader {
 public:
  XmlReader(std::string_view name, std::string_view bytes) : name_(name), bytes_(bytes) {}

  Result<Element> read() {
    pugi::xml_document document;
    const auto options = pugi::parse_default | pugi::parse_doctype;
    const auto result =
        document.load_buffer(bytes_.data(), bytes_.size(), options, pugi::encoding_utf8);
    if (!result) {
      return fail(
          described(shown(name_), line_at(bytes_, static_cast<std::size_t>(result.offset)), "",
                    std::string("XML that is not well-formed (") + result.description() + ")",
                    "a complete XML file; it may be cut off or damaged at this line"));
    }
    std::vector<pugi::xml_node> roots;
    for (const pugi::xml_node node : document.children()) {
      if (node.type() == pugi::node_element) roots.push_back(node);
    }
    if (roots.size() != 1) {
      return fail(described(shown(name_), 0, "",
                            std::to_string(roots.size()) + " outermost elements", "one"));
    }
    Element root;
    if (!take(roots.front(), root, 1)) {
      return fail(described(shown(name_), line_, "",
                            "XML nested more than " + std::to_string(kDeepestDocument) + " deep",
                            "an election, which is not"));
    }
    const std::string_view full = roots.front().name();
    const std::size_t colon = full.find(':');
    const std::string key =
        colon == std::string_view::npos ? "xmlns" : "xmlns:" + std::string(full.substr(0, colon));
    root.space = roots.front().attribute(key.c_str()).value();
    return root;
  }

 private:
  // Documents come in order: lines are counted on from the last one.
  std::int64_t line_of(std::ptrdiff_t offset) {
    const auto end = static_cast<std::size_t>(std::max<std::ptrdiff_t>(offset, 0));
    while (counted_ < end && counted_ < bytes_.size()) line_ += bytes_[counted_++] == '\n' ? 1 : 0;
    return line_;
  }

  bool take(const pugi::xml_node& node, Element& element, std::size_t depth) {
    element.name = local(node.name());
    element.line = line_of(node.offset_debug());
    if (depth > kDeepestDocument) return false;
    for (const pugi::xml_attribute attribute : node.attributes()) {
      const std::string_view name = attribute.name();
      if (name == "xmlns" || name.starts_with("xmlns:")) continue;
      const std::string_view value = trimmed(attribute.value());
      if (name.ends_with(":type")) {
        element.type = local(value);
      } else {
        element.add(std::string(local(name)), std::string(value)).line = element.line;
      }
    }
    std::string text;
    for (const pugi::xml_node child : node.children()) {
      if (child.type() == pugi::node_element) {
        element.children.emplace_back();
        if (!take(child, element.children.back(), depth + 1)) return false;
      } else if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) {
        text += child.value();
      }
    }
    element.text = trimmed(text);
    return true;
  }

  std::string_view name_, bytes_;
  std::size_t counted_ = 0;
  std::int64_t line_ = 1;
};

void append_escaped(std::string& xml, std::string_view text) {
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '&') {
      xml += "&amp;";
    } else if (c == '<') {
      xml += "&lt;";
    } else if (c == '>') {
      xml += "&gt;";
    } else if (c == '"') {
      xml += "&quot;";
    } else if (c == '\t' || c == '\n' || c == '\r') {
      xml += "&#" + std::to_string(byte) + ";";
    } else if (byte < 0x20) {
      xml += "\xEF\xBF\xBD";  // XML 1.0 has no way to write it
    } else {
      xml += c;
    }
  }
}

void append_xml(std::string& xml, const Element& element, std::size_t depth) {
  const std::string indent(2 * depth, ' ');
  xml += indent + "<" + element.name;
  const auto attribute = [&xml](std::string_view name, std::string_view value) {
    xml += " " + std::string(name) + "=\"";
    append_escaped(xml, value);
    xml += '"';
  };
  std::string_view text = element.text;
  bool has_elements = false;
  for (const Element& child : element.children) {
    if (child.form == Form::attribute) attribute(child.name, child.text);
    if (child.form == Form::content) text = child.text;
    has_elements |= child.form != Form::attribute && child.form != Form::content;
  }
  if (!element.type.empty() && depth > 0) attribute("xsi:type", element.type);
  if (!has_elements && text.empty()) {
    xml += "/>\n";
    return;
  }
  xml += '>';
  append_escaped(xml, text);
  if (has_elements) {
    xml += '\n';
    for (const Element& child : element.children) {
      if (child.form != Form::attribute && child.form != Form::content)
        append_xml(xml, child, depth + 1);
    }
    xml += indent;
  }
  xml += "</" + element.name + ">\n";
}

}  // namespace

Result<Element> read_xml(std::string_view name, std::string_view bytes) {
  if (auto error = refuse_bytes(name, bytes, "an XML file")) return fail(std::move(*error));
  bytes = without_mark(bytes);
  if (auto error = MarkupScan(name, bytes).find_refused()) return fail(std::move(*error));
  return XmlReader(name, bytes).read();
}

std::string write_xml(const Element& root) {
  std::string xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  append_xml(xml, root, 0);
  return xml;
}

}  // namespace scrutineer::exchange
