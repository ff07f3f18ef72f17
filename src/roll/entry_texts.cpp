#include "roll/entry_texts.hpp"

#include <algorithm>

#include "roll/names.hpp"

namespace scrutineer::roll {

namespace {

// The skeletons of a name's words in alphabetical order; no skeleton holds a line end.
std::string sorted_words(std::string_view name) {
  std::vector<std::string> words;
  while (!name.empty()) {
    const std::size_t end = std::min(name.find(' '), name.size());
    if (end > 0) words.push_back(skeleton(name.substr(0, end)));
    name.remove_prefix(std::min(end + 1, name.size()));
  }
  std::sort(words.begin(), words.end());
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : "\n") + word;
  return text;
}

}  // namespace

Result<EntryTexts> EntryTexts::of(const Rolls& rolls) {
  EntryTexts texts(rolls);
  texts.family_ = texts.column(FieldKind::family_name);
  texts.given_ = texts.column(FieldKind::given_name);
  texts.full_ = texts.column(FieldKind::full_name);
  texts.date_ = texts.column(FieldKind::birth_date);
  texts.unit_ = texts.column(FieldKind::unit);
  texts.sex_ = texts.column(FieldKind::sex);
  if (!texts.date_ || (!texts.full_ && !texts.has_two_names())) {
    return fail(
        "The roll has no birth_date, or neither a full_name nor a family_name and a given_name "
        "(--field COLUMN=KIND says which column is what).");
  }
  return texts;
}

std::optional<EntryTexts::Column> EntryTexts::column(FieldKind kind) const {
  for (std::size_t field = 0; field < rolls_->schema.size(); ++field) {
    if (rolls_->schema[field].kind != kind) continue;
    Column column{field, {}};
    const Dictionary& values = rolls_->values[field];
    for (ValueId value = 0; value < values.size(); ++value) {
      if (kind == FieldKind::full_name) {
        column.skeletons.push_back(sorted_words(values.text(value)));
      } else if (kind == FieldKind::family_name || kind == FieldKind::given_name) {
        column.skeletons.push_back(skeleton(values.text(value)));
      }
    }
    return column;
  }
  return std::nullopt;
}

std::string_view EntryTexts::skeleton_of(const std::optional<Column>& column, std::size_t snapshot,
                                         std::size_t row) const {
  if (!column) return {};
  return column->skeletons[rolls_->snapshots[snapshot].columns[column->field][row]];
}

std::string_view EntryTexts::text_of(const std::optional<Column>& column, std::size_t snapshot,
                                     std::size_t row) const {
  if (!column) return {};
  return rolls_->values[column->field].text(
      rolls_->snapshots[snapshot].columns[column->field][row]);
}

std::string EntryTexts::names(std::size_t snapshot, std::size_t row) const {
  if (!has_two_names()) return std::string(skeleton_of(full_, snapshot, row));
  const std::string_view one = family(snapshot, row), other = given(snapshot, row);
  if (one.empty() || other.empty()) return {};
  return std::string(std::min(one, other)) + "\n" + std::string(std::max(one, other));
}

std::string_view EntryTexts::family(std::size_t snapshot, std::size_t row) const {
  return skeleton_of(family_, snapshot, row);
}

std::string_view EntryTexts::given(std::size_t snapshot, std::size_t row) const {
  return skeleton_of(given_, snapshot, row);
}

std::string_view EntryTexts::date(std::size_t snapshot, std::size_t row) const {
  return text_of(date_, snapshot, row);
}

std::string_view EntryTexts::year(std::size_t snapshot, std::size_t row) const {
  return date(snapshot, row).substr(0, 4);
}

std::string_view EntryTexts::unit(std::size_t snapshot, std::size_t row) const {
  return text_of(unit_, snapshot, row);
}

std::string_view EntryTexts::sex(std::size_t snapshot, std::size_t row) const {
  return text_of(sex_, snapshot, row);
}

}  // namespace scrutineer::roll
