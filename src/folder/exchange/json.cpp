// JSON to elements and back. nlohmann's parser calls us value by value and keeps its own place on
// the heap, so that a document nested a million deep is refused at the 65th level, not on a full
// stack.
#include <utility>

#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "folder/exchange/element.hpp"
#include "folder/exchange/text_check.hpp"

namespace scrutineer::exchange {

namespace {

// An iterator over the bytes that tells how far the parser has read.
class Reading {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  Reading(const char* at, const char** seen) : at_(at), seen_(seen) {}
  reference operator*() const { return *at_; }
  Reading& operator++() {
    *seen_ = ++at_;
    return *this;
  }
  Reading operator++(int) {
    const Reading before = *this;
    ++*this;
    return before;
  }
  friend bool operator==(const Reading& a, const Reading& b) { return a.at_ == b.at_; }
  friend bool operator!=(const Reading& a, const Reading& b) { return a.at_ != b.at_; }

 private:
  const char* at_;
  const char** seen_;
};

using Json = nlohmann::ordered_json;

class Builder : public nlohmann::json_sax<nlohmann::json> {
 public:
  Builder(std::string_view name, std::string_view bytes, const char** seen)
      : name_(name), counted_(bytes.data()), seen_(seen) {}

  bool null() override { return scalar(""); }
  bool boolean(bool value) override { return scalar(value ? "true" : "false"); }
  bool number_integer(number_integer_t value) override { return scalar(std::to_string(value)); }
  bool number_unsigned(number_unsigned_t value) override { return scalar(std::to_string(value)); }
  // As written: beyond 64 bits the parser takes every number for one of these.
  bool number_float(number_float_t /*value*/, const string_t& text) override {
    return scalar(text);
  }
  bool string(string_t& text) override { return scalar(text); }
  bool binary(binary_t& /*bytes*/) override { return false; }

  bool start_object(std::size_t /*size*/) override { return open(false); }
  bool start_array(std::size_t /*size*/) override { return open(true); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool key(string_t& text) override {
    key_ = text;
    return true;
  }

  bool parse_error(std::size_t /*position*/, const std::string& /*token*/,
                   const nlohmann::json::exception& /*reason*/) override {
    return refuse("JSON that is not well-formed",
                  "a complete JSON file; it may be cut off or damaged at this line");
  }

  Element take_root() { return std::move(root_); }
  Errors take_errors() { return std::move(errors_); }

 private:
  struct Level {
    bool is_list = false;
    std::string name;            // of a list: that of its items
    Element* element = nullptr;  // where children go
  };

  std::int64_t line() {
    for (; counted_ < *seen_; ++counted_) line_ += *counted_ == '\n' ? 1 : 0;
    return line_;
  }

  bool refuse(std::string found, std::string expected) {
    if (errors_.empty()) {
      errors_.push_back(described(shown(name_), line(), "", std::move(found), std::move(expected)));
    }
    return false;
  }

  const std::string& name_here() const {
    return levels_.back().is_list ? levels_.back().name : key_;
  }

  bool open(bool is_list) {
    if (levels_.size() >= kDeepestDocument) {
      return refuse("JSON nested more than " + std::to_string(kDeepestDocument) + " deep",
                    "an election, which is not");
    }
    if (levels_.empty()) {
      if (is_list) return refuse("a list", "one object, in braces");
      root_.line = line();
      levels_.push_back({false, "", &root_});
      return true;
    }
    if (is_list) {
      if (levels_.back().is_list) return refuse("a list in a list", "objects or values in it");
      levels_.push_back({true, key_, levels_.back().element});
      return true;
    }
    Element* parent = levels_.back().element;
    Element& child = parent->add(name_here());
    child.line = line();
    levels_.push_back({false, "", &child});
    return true;
  }

  bool close() {
    levels_.pop_back();
    return true;
  }

  bool scalar(const std::string& text) {
    if (levels_.empty()) return refuse("a single value", "one object, in braces");
    Element& parent = *levels_.back().element;
    const std::string& name = name_here();
    const bool in_list = levels_.back().is_list;
    const std::string_view value = trimmed(text);
    if (!in_list && name == "@type") {
      parent.type = value.substr(value.rfind('.') + 1);
      if (levels_.size() == 1) parent.space = value;
    } else if (!in_list && name == "Content") {
      parent.text = value;
    } else if (!value.empty()) {
      parent.add(name == "@id" ? "ObjectId" : name, std::string(value)).line = line();
    }
    return true;
  }

  std::string_view name_;
  const char* counted_;
  const char** seen_;
  std::int64_t line_ = 1;
  std::string key_;
  Element root_;
  std::vector<Level> levels_;
  Errors errors_;
};

Json json_of(const Element& element, std::string_view prefix);

Json value_of(const Element& element, std::string_view prefix) {
  if (element.form == Form::number) {
    // Whole numbers of at most 10^15 by construction.
    return static_cast<std::int64_t>(std::stoll(element.text));
  }
  if (element.form == Form::boolean) return element.text == "true";
  if (element.children.empty() && element.type.empty()) return element.text;
  return json_of(element, prefix);
}

std::vector<std::string> items_of(const std::string& text) {
  Element list;
  list.add("names", text);
  return list.names("names");
}

Json json_of(const Element& element, std::string_view prefix) {
  Json object = Json::object();
  if (!element.type.empty()) object["@type"] = std::string(prefix) + element.type;
  for (const Element& child : element.children) {
    const std::string name = child.name == "ObjectId" ? "@id" : child.name;
    if (child.name.starts_with("xmlns")) continue;
    if (child.form == Form::list) {
      object[name] = items_of(child.text);
    } else if (child.many) {
      object[name].push_back(value_of(child, prefix));
    } else {
      object[name] = value_of(child, prefix);
    }
  }
  return object;
}

}  // namespace

Result<Element> read_json(std::string_view name, std::string_view bytes) {
  if (auto error = refuse_bytes(name, bytes, "a JSON file")) return fail(std::move(*error));
  bytes = without_mark(bytes);
  const char* seen = bytes.data();
  Builder builder(name, bytes, &seen);
  const bool read = nlohmann::json::sax_parse(
      Reading(bytes.data(), &seen), Reading(bytes.data() + bytes.size(), &seen), &builder);
  Errors errors = builder.take_errors();
  if (!read || !errors.empty()) return tl::unexpected<Errors>(std::move(errors));
  Element root = builder.take_root();
  root.name = root.type.empty() ? "object" : root.type;
  return root;
}

std::string write_json(const Element& root, std::string_view prefix) {
  return json_of(root, prefix).dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace scrutineer::exchange
