#include "findings/phrases.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace scrutineer {

namespace {

// Names of people's languages may be absent in the catalogue's; each falls back to the election's.
LocalizedText in_all(const Election& election, const LocalizedText& name, const std::string& id) {
  LocalizedText text;
  for (const std::string& language : catalogue_languages())
    text[language] = text_in(name, language, election.languages, id);
  return text;
}

std::string in_capitals(std::string id) {
  std::transform(id.begin(), id.end(), id.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return id;
}

std::optional<int> digits_of(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

std::string grouped(std::int64_t number) {
  const std::string digits = std::to_string(number);
  const std::size_t first = number < 0 ? 1 : 0;
  std::string text;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > first && (digits.size() - i) % 3 == 0) text += ',';
    text += digits[i];
  }
  return text;
}

LocalizedText number(std::int64_t value) { return everywhere(grouped(value)); }

LocalizedText votes(Count count) {
  if (!count) return say("count.votes.all");
  return say(*count == 1 ? "count.votes.one" : "count.votes.many", {{"number", number(*count)}});
}

std::string percent(const Rational& share, int digits) {
  Wide scale = 100;
  for (int i = 0; i < digits; ++i) scale *= 10;
  const Wide twice = 2 * scale * share.numerator + share.denominator;
  const Wide rounded = floor_divide(twice, 2 * static_cast<Wide>(share.denominator));
  Wide unit = 1;
  for (int i = 0; i < digits; ++i) unit *= 10;
  const Wide magnitude = rounded < 0 ? -rounded : rounded;
  std::string text = rounded < 0 ? "-" : "";
  text += to_string(magnitude / unit);
  if (digits > 0) {
    const std::string fraction = to_string(magnitude % unit);
    text += '.';
    text.append(static_cast<std::size_t>(digits) - fraction.size(), '0');
    text += fraction;
  }
  text += '%';
  return text;
}

std::string exact_share(const Rational& share) {
  std::int64_t whole = 100;
  for (int digits = 0; digits <= 4; ++digits, whole *= 10) {
    const Wide parts = static_cast<Wide>(share.numerator) * whole;
    if (parts % share.denominator == 0) return percent(share, digits);
  }
  return to_string(share);
}

LocalizedText date(std::string_view iso) {
  const LocalizedText as_written = everywhere(std::string(iso));
  const auto year = digits_of(iso.substr(0, 4));
  const bool has_month = iso.size() >= 7 && iso[4] == '-';
  const bool has_day = iso.size() >= 10 && has_month && iso[7] == '-';
  if (!year || iso.size() < 4 || (iso.size() > 4 && !has_month)) return as_written;
  const Values only_year = {{"year", everywhere(std::to_string(*year))}};
  if (!has_month) return say("date.year", only_year);
  const auto month = digits_of(iso.substr(5, 2));
  if (!month || *month < 1 || *month > 12) return as_written;
  const LocalizedText month_name = say("date.month." + std::to_string(*month));
  Values values = {only_year.front(), {"month", month_name}};
  if (!has_day) return iso.size() == 7 ? say("date.year-month", values) : as_written;
  const auto day = digits_of(iso.substr(8, 2));
  if (!day) return as_written;
  values.emplace_back("day", everywhere(std::to_string(*day)));
  return say("date.full", values);
}

LocalizedText name_of(const Election& election, PartyIndex party) {
  const Party& it = election.parties[party.value];
  return in_all(election, it.name, abbreviation(election, party));
}

LocalizedText name_of(const Election& election, SourceIndex source) {
  const Source& it = election.sources[source.value];
  return in_all(election, it.name, abbreviation(election, source));
}

LocalizedText name_of(const Election& election, UnitIndex unit) {
  const Unit& it = election.units[unit.value];
  return in_all(election, it.name, it.id);
}

LocalizedText name_of(const Election& election, const Question& question) {
  return in_all(election, question.name, question.id);
}

// English: "the National Election Committee", but "COMFREL" and "Open Development Cambodia".
LocalizedText spoken(LocalizedText name) {
  constexpr std::array<std::string_view, 12> nouns = {
      "Party",  "Committee", "Commission", "Council", "Court",    "Coalition",
      "League", "Ministry",  "Government", "Union",   "Alliance", "Office"};
  if (name.count("en") == 0) return name;
  std::string& words = name["en"];
  if (words.starts_with("The ") || words.starts_with("A ")) {
    words.front() = words.front() == 'T' ? 't' : 'a';
    return name;
  }
  const std::string_view before_bracket = std::string_view(words).substr(0, words.find(" ("));
  const bool has_noun = std::any_of(nouns.begin(), nouns.end(), [&](std::string_view noun) {
    const std::size_t at = before_bracket.find(noun);
    return before_bracket.ends_with(noun) ||
           (at != std::string_view::npos &&
            before_bracket.substr(at + noun.size()).starts_with(" for "));
  });
  if (has_noun) words = std::string("the ").append(words);
  return name;
}

LocalizedText sentence(LocalizedText text) {
  if (text.count("en") == 0) return text;
  std::string& words = text["en"];
  const bool is_small = !words.empty() && words.front() >= 'a' && words.front() <= 'z';
  if (is_small) words.front() = static_cast<char>(words.front() - 'a' + 'A');
  return text;
}

LocalizedText who_of(const Election& election, const Question& question) {
  for (const Coalition& coalition : election.coalitions)
    if (coalition.id == question.who) return spoken(in_all(election, coalition.name, coalition.id));
  std::vector<LocalizedText> names;
  for (const PartyIndex party : question.parties) names.push_back(spoken(name_of(election, party)));
  return names.empty() ? everywhere(question.who) : list_of(names);
}

std::string abbreviation(const Election& election, PartyIndex party) {
  return in_capitals(election.parties[party.value].id);
}

std::string abbreviation(const Election& election, SourceIndex source) {
  return in_capitals(election.sources[source.value].id);
}

LocalizedText list_of(const std::vector<LocalizedText>& items) {
  if (items.empty()) return everywhere("");
  if (items.size() == 1) return items.front();
  const std::vector<LocalizedText> head(items.begin(), items.end() - 1);
  return say("list.and", {{"list", join(head, ", ")}, {"last", items.back()}});
}

}  // namespace scrutineer
