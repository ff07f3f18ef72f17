#include "election/election.hpp"

#include <string_view>
#include <utility>

namespace scrutineer {

namespace {

template <typename T>
using NameTable = std::vector<std::pair<T, std::string_view>>;

// One table per enumeration: writing, reading and the error messages come from the same rows.
template <typename T>
const NameTable<T>& table();

template <>
const NameTable<Rule>& table<Rule>() {
  static const NameTable<Rule> names = {
      {Rule::dhondt, "dhondt"},
      {Rule::sainte_lague, "sainte-lague"},
      {Rule::hare_largest_remainder, "hare-largest-remainder"},
      {Rule::hare_then_highest_averages, "hare-then-highest-averages"},
      {Rule::plurality, "plurality"}};
  return names;
}
template <>
const NameTable<Ballot>& table<Ballot>() {
  static const NameTable<Ballot> names = {{Ballot::list, "list"},
                                          {Ballot::single, "single"},
                                          {Ballot::approval, "approval"},
                                          {Ballot::ranked, "ranked"}};
  return names;
}
template <>
const NameTable<Base>& table<Base>() {
  static const NameTable<Base> names = {
      {Base::valid, "valid"}, {Base::cast, "cast"}, {Base::registered, "registered"}};
  return names;
}
template <>
const NameTable<Scope>& table<Scope>() {
  static const NameTable<Scope> names = {{Scope::constituency, "constituency"},
                                         {Scope::contest, "contest"}};
  return names;
}
template <>
const NameTable<QuestionKind>& table<QuestionKind>() {
  static const NameTable<QuestionKind> names = {{QuestionKind::seats_at_least, "seats-at-least"},
                                                {QuestionKind::wins, "wins"},
                                                {QuestionKind::share_at_least, "share-at-least"},
                                                {QuestionKind::lead_at_least, "lead-at-least"},
                                                {QuestionKind::seats_equal, "seats-equal"}};
  return names;
}
template <>
const NameTable<Role>& table<Role>() {
  static const NameTable<Role> names = {{Role::commission, "commission"}, {Role::party, "party"},
                                        {Role::observer, "observer"},     {Role::court, "court"},
                                        {Role::government, "government"}, {Role::press, "press"},
                                        {Role::person, "person"},         {Role::other, "other"}};
  return names;
}
template <>
const NameTable<Field>& table<Field>() {
  static const NameTable<Field> names = {{Field::registered, "registered"},
                                         {Field::issued, "issued"},
                                         {Field::cast, "cast"},
                                         {Field::valid, "valid"},
                                         {Field::invalid, "invalid"},
                                         {Field::blank, "blank"},
                                         {Field::spoiled, "spoiled"},
                                         {Field::unused, "unused"},
                                         {Field::received, "received"},
                                         {Field::admitted, "admitted"},
                                         {Field::poll_cards, "poll_cards"},
                                         {Field::proxies, "proxies"},
                                         {Field::voter_passes, "voter_passes"},
                                         {Field::more_counted, "more_counted"},
                                         {Field::fewer_counted, "fewer_counted"}};
  return names;
}
template <>
const NameTable<Change>& table<Change>() {
  static const NameTable<Change> names = {
      {Change::switched, "switch"}, {Change::added, "add"}, {Change::removed, "remove"}};
  return names;
}
template <>
const NameTable<Way>& table<Way>() {
  static const NameTable<Way> names = {{Way::removable, "removable"},
                                       {Way::addable, "addable"},
                                       {Way::switchable, "switchable"},
                                       {Way::alternatives, "alternatives"},
                                       {Way::unknown, "unknown"}};
  return names;
}
template <>
const NameTable<Status>& table<Status>() {
  static const NameTable<Status> names = {{Status::dismissed, "dismissed"},
                                          {Status::alleged, "alleged"},
                                          {Status::admitted, "admitted"},
                                          {Status::established, "established"}};
  return names;
}
template <>
const NameTable<CheckSeverity>& table<CheckSeverity>() {
  static const NameTable<CheckSeverity> names = {{CheckSeverity::off, "off"},
                                                 {CheckSeverity::warning, "warning"},
                                                 {CheckSeverity::error, "error"}};
  return names;
}

template <>
const NameTable<RollFieldKind>& table<RollFieldKind>() {
  static const NameTable<RollFieldKind> names = {{RollFieldKind::family_name, "family_name"},
                                                 {RollFieldKind::given_name, "given_name"},
                                                 {RollFieldKind::full_name, "full_name"},
                                                 {RollFieldKind::sex, "sex"},
                                                 {RollFieldKind::birth_date, "birth_date"},
                                                 {RollFieldKind::unit, "unit"},
                                                 {RollFieldKind::code, "code"},
                                                 {RollFieldKind::text, "text"}};
  return names;
}
template <>
const NameTable<RollDateOrder>& table<RollDateOrder>() {
  static const NameTable<RollDateOrder> names = {{RollDateOrder::year_month_day, "year-month-day"},
                                                 {RollDateOrder::day_month_year, "day-month-year"},
                                                 {RollDateOrder::month_day_year, "month-day-year"}};
  return names;
}

template <typename T>
std::string_view look_up(T value) {
  for (const auto& [candidate, name] : table<T>()) {
    if (candidate == value) return name;
  }
  return {};
}

}  // namespace

std::string_view name_of(Rule rule) { return look_up(rule); }
std::string_view name_of(Ballot ballot) { return look_up(ballot); }
std::string_view name_of(Base base) { return look_up(base); }
std::string_view name_of(Scope scope) { return look_up(scope); }
std::string_view name_of(QuestionKind kind) { return look_up(kind); }
std::string_view name_of(Role role) { return look_up(role); }
std::string_view name_of(Field field) { return look_up(field); }
std::string_view name_of(Change change) { return look_up(change); }
std::string_view name_of(Way way) { return look_up(way); }
std::string_view name_of(Status status) { return look_up(status); }
std::string_view name_of(CheckSeverity severity) { return look_up(severity); }
std::string_view name_of(RollFieldKind kind) { return look_up(kind); }
std::string_view name_of(RollDateOrder order) { return look_up(order); }

template <typename T>
std::optional<T> from_name(std::string_view name) {
  for (const auto& [value, candidate] : table<T>()) {
    if (candidate == name) return value;
  }
  return std::nullopt;
}

template <typename T>
std::string all_names() {
  std::string names;
  for (const auto& [value, name] : table<T>()) {
    if (!names.empty()) names += ", ";
    names += name;
  }
  return names;
}

template std::optional<Rule> from_name<Rule>(std::string_view);
template std::optional<Ballot> from_name<Ballot>(std::string_view);
template std::optional<Base> from_name<Base>(std::string_view);
template std::optional<Scope> from_name<Scope>(std::string_view);
template std::optional<QuestionKind> from_name<QuestionKind>(std::string_view);
template std::optional<Role> from_name<Role>(std::string_view);
template std::optional<Field> from_name<Field>(std::string_view);
template std::optional<Change> from_name<Change>(std::string_view);
template std::optional<Way> from_name<Way>(std::string_view);
template std::optional<Status> from_name<Status>(std::string_view);
template std::optional<CheckSeverity> from_name<CheckSeverity>(std::string_view);
template std::optional<RollFieldKind> from_name<RollFieldKind>(std::string_view);
template std::optional<RollDateOrder> from_name<RollDateOrder>(std::string_view);
template std::string all_names<Rule>();
template std::string all_names<Ballot>();
template std::string all_names<Base>();
template std::string all_names<Scope>();
template std::string all_names<QuestionKind>();
template std::string all_names<Role>();
template std::string all_names<Field>();
template std::string all_names<Change>();
template std::string all_names<Way>();
template std::string all_names<Status>();
template std::string all_names<CheckSeverity>();
template std::string all_names<RollDateOrder>();
template std::string all_names<RollFieldKind>();

std::string text_in(const LocalizedText& text, const std::string& language,
                    const std::vector<std::string>& order, const std::string& fallback) {
  if (const auto found = text.find(language); found != text.end()) return found->second;
  for (const std::string& other : order) {
    if (const auto found = text.find(other); found != text.end()) return found->second;
  }
  return fallback;
}

}  // namespace scrutineer
