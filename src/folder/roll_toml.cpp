// [roll] of election.toml: which columns of a register of voters hold what.
#include <algorithm>

#include "folder/parts.hpp"
#include "folder/section.hpp"

namespace scrutineer {

namespace {

// A text, or a list of texts; nothing where the key is not there.
std::vector<std::string> headers(Section& section, std::string_view key) {
  const TomlValue* value = section.find(key);
  if (value == nullptr) return {};
  if (value->kind == TomlValue::Kind::text && !value->text.empty()) return {value->text};
  return section.texts(key);
}

void read_field(Section& section, RollSchema& roll) {
  RollField field;
  field.name = section.identifier("name");
  field.kind = section.choice<RollFieldKind>("kind", Need::required).value_or(RollFieldKind::text);
  field.headers = headers(section, "columns");
  field.order = section.choice<RollDateOrder>("order", Need::optional);
  if (field.order && field.kind != RollFieldKind::birth_date) {
    section.expected("order", "no order, which only a field of the kind birth_date has");
  }
  if (std::any_of(roll.fields.begin(), roll.fields.end(),
                  [&](const RollField& other) { return other.name == field.name; })) {
    section.expected("name", "a name that no other section [[roll.field]] has");
  }
  roll.fields.push_back(std::move(field));
}

}  // namespace

std::optional<RollSchema> read_roll_section(const TomlValue& document, std::string_view file,
                                            Problems& problems) {
  const TomlValue* table = document.find("roll");
  if (table == nullptr) return std::nullopt;
  if (table->kind != TomlValue::Kind::table) {
    problems.quote(file, table->line, "roll", table->text, "a section [roll]");
    return std::nullopt;
  }
  RollSchema roll;
  Section section(*table, "roll", problems, file);
  roll.identifiers = headers(section, "id");
  const TomlValue* fields = section.find("field");
  section.finish();
  if (fields == nullptr || fields->kind != TomlValue::Kind::list || fields->list.empty()) {
    section.expected("field", "sections that begin with [[roll.field]]");
    return roll;
  }
  for (const TomlValue& item : fields->list) {
    if (item.kind != TomlValue::Kind::table) {
      problems.quote(file, item.line, "roll.field", item.text, "a section [[roll.field]]");
      continue;
    }
    Section one(item, "roll.field", problems, file);
    read_field(one, roll);
    one.finish();
  }
  return roll;
}

}  // namespace scrutineer
