#include "roll/intersection_keys.hpp"

#include <algorithm>
#include <initializer_list>

#include "roll/dates.hpp"

namespace scrutineer::roll {

namespace {

// The parts after the key's name; nothing where one is not stated. No part holds an empty line.
std::string joined(std::size_t key, std::initializer_list<std::string_view> parts) {
  std::string text(kIntersectionKeyNames[key]);
  for (const std::string_view part : parts) {
    if (part.empty()) return {};
    text.append("\n\n").append(part);
  }
  return text;
}

std::string_view day_and_month(std::string_view date) {
  return date.size() == 10 && !birth_date(date).is_default_day ? date.substr(5)
                                                               : std::string_view();
}

}  // namespace

std::array<std::string, kIntersectionKeys> intersection_keys(const EntryTexts& texts,
                                                             std::size_t snapshot,
                                                             std::size_t row) {
  const std::string names = texts.names(snapshot, row);
  const std::string_view date = texts.date(snapshot, row), unit = texts.unit(snapshot, row);
  return {joined(0, {names, date}),
          joined(1, {names, unit}),
          joined(2, {texts.given(snapshot, row), date, unit}),
          joined(3, {texts.family(snapshot, row), date, unit}),
          joined(4, {names, texts.year(snapshot, row), texts.sex(snapshot, row)}),
          joined(5, {names, day_and_month(date)})};
}

KeyedSnapshot keyed_snapshot(const Rolls& rolls, const EntryTexts& texts, std::size_t snapshot) {
  KeyedSnapshot keyed;
  const std::size_t rows = rolls.snapshots[snapshot].rows();
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::string& key : intersection_keys(texts, snapshot, row)) {
      if (!key.empty()) keyed.keys.push_back(std::move(key));
    }
  }
  std::sort(keyed.keys.begin(), keyed.keys.end());
  keyed.keys.erase(std::unique(keyed.keys.begin(), keyed.keys.end()), keyed.keys.end());
  for (std::size_t row = 0; row < rows; ++row) {
    auto& places = keyed.places.emplace_back();
    const auto keys = intersection_keys(texts, snapshot, row);
    for (std::size_t k = 0; k < kIntersectionKeys; ++k) {
      const auto place = std::lower_bound(keyed.keys.begin(), keyed.keys.end(), keys[k]);
      places[k] = keys[k].empty() ? KeyedSnapshot::kNone
                                  : static_cast<std::uint32_t>(place - keyed.keys.begin());
    }
  }
  return keyed;
}

}  // namespace scrutineer::roll
