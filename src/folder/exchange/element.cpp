#include "folder/exchange/element.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"

namespace scrutineer::exchange {

const Element* Element::find(std::string_view child) const {
  const auto found = std::find_if(children.begin(), children.end(),
                                  [&](const Element& other) { return other.name == child; });
  return found == children.end() ? nullptr : &*found;
}

std::string_view Element::value(std::string_view child) const {
  const Element* found = find(child);
  return found == nullptr ? std::string_view() : std::string_view(found->text);
}

std::vector<const Element*> Element::all(std::string_view child) const {
  std::vector<const Element*> found;
  for (const Element& other : children) {
    if (other.name == child) found.push_back(&other);
  }
  return found;
}

std::vector<std::string> Element::names(std::string_view child) const {
  std::vector<std::string> found;
  for (const Element* list : all(child)) {
    std::string_view rest = list->text;
    while (!(rest = trimmed(rest)).empty()) {
      const std::size_t end = std::min(rest.find_first_of(" \t\r\n"), rest.size());
      found.emplace_back(rest.substr(0, end));
      rest.remove_prefix(end);
    }
  }
  return found;
}

Element& Element::add(std::string child, std::string content, Form as) {
  Element element;
  element.name = std::move(child);
  element.text = std::move(content);
  element.form = as;
  children.push_back(std::move(element));
  return children.back();
}

Element& Element::add_to_list(std::string child, std::string kind) {
  Element& element = add(std::move(child));
  element.type = std::move(kind);
  element.many = true;
  return element;
}

void ElementReader::expected(const Element& in, std::string_view child, std::string_view found,
                             std::string phrase) const {
  const Element* at = child.empty() ? nullptr : in.find(child);
  std::string column = in.name;
  if (!child.empty()) column += "/" + std::string(child);
  problems_->quote(file_, at == nullptr ? in.line : at->line, column, found, std::move(phrase));
}

void ElementReader::missing(const Element& in, std::string_view child, std::string phrase) const {
  problems_->describe(file_, in.line, in.name + "/" + std::string(child),
                      "no element " + std::string(child), std::move(phrase));
}

std::string ElementReader::text(const Element& in, std::string_view child,
                                std::string phrase) const {
  const std::string_view found = in.value(child);
  if (found.empty()) missing(in, child, std::move(phrase));
  return std::string(found);
}

const Element* ElementReader::only(const Element& in, std::string_view child,
                                   std::string phrase) const {
  const auto found = in.all(child);
  if (found.empty()) {
    missing(in, child, std::move(phrase));
    return nullptr;
  }
  if (found.size() > 1) {
    problems_->describe(file_, found[1]->line, in.name + "/" + std::string(child),
                        std::to_string(found.size()) + " of them", "one");
  }
  return found.front();
}

Count ElementReader::count(const Element& in, std::string_view child, Votes most) const {
  const auto found = in.all(child);
  if (found.empty()) return std::nullopt;
  if (found.size() > 1) {
    expected(in, child, found[1]->text, "this element once");
    return std::nullopt;
  }
  return count_of(*found.front(), in.name + "/" + std::string(child), found.front()->text, most);
}

Count ElementReader::count_of(const Element& in, std::string_view label, std::string_view text,
                              Votes most) const {
  const std::size_t point = text.find('.');
  const bool whole = point != std::string_view::npos && point > 0 && point + 1 < text.size() &&
                     text.find_first_not_of('0', point + 1) == std::string_view::npos;
  const auto value = parse_count(whole ? text.substr(0, point) : text);
  if (!value) {
    problems_->quote(file_, in.line, label, text, value.error());
    return std::nullopt;
  }
  if (*value > most) {
    problems_->quote(file_, in.line, label, text, "at most " + std::to_string(most));
    return std::nullopt;
  }
  return *value;
}

std::string ElementReader::date(const Element& in, std::string_view child,
                                std::string_view found) const {
  if (is_calendar_day(found)) return std::string(found);
  expected(in, child, found, "a day such as 2022-03-16");
  return "";
}

}  // namespace scrutineer::exchange
