// The typed model that the claims of an election folder add up to (shared meaning: docs/formats/).
// It knows no files. Conflicting claims stand side by side: nothing is overwritten. Everything is
// referred to by its position in these vectors, through the index types below; a reader guarantees
// that every index is in range, that units form a forest, and that ids are unique.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/numbers.hpp"
#include "election/counts.hpp"
#include "election/localized_text.hpp"
#include "election/repeated_texts.hpp"
#include "election/roll_schema.hpp"

namespace scrutineer {

// A position in one of the vectors of an Election; the tag keeps units from being taken for
// parties.
template <typename Tag>
struct Index {
  std::uint32_t value = 0;
  friend auto operator<=>(const Index&, const Index&) = default;
};
using UnitIndex = Index<struct UnitTag>;
using PartyIndex = Index<struct PartyTag>;
using SourceIndex = Index<struct SourceTag>;
using ContestIndex = Index<struct ContestTag>;
using CaseIndex = Index<struct CaseTag>;

enum class Rule {
  dhondt,
  sainte_lague,
  hare_largest_remainder,
  hare_then_highest_averages,
  plurality
};
enum class Ballot { list, single, approval, ranked };
enum class Base { valid, cast, registered };
enum class Scope { constituency, contest };

// A legal threshold: a party with less than `share` of the base receives no seat. With `strict`,
// one with exactly that share receives none either.
struct Threshold {
  Rational share;
  Base of = Base::valid;
  Scope scope = Scope::constituency;
  bool strict = false;
};

struct Contest {
  std::string id;
  LocalizedText name;
  Seats seats = 0;
  Rule rule = Rule::dhondt;
  std::string constituencies;  // the level of units that elects
  Ballot ballot = Ballot::list;
  std::optional<Threshold> threshold;
};

enum class QuestionKind { seats_at_least, wins, share_at_least, lead_at_least, seats_equal };

// What the outcome is asked. `parties` are the members of `who` (one for a party). With `unit`, the
// question is about that unit alone (the next seat in Kandal), else about the whole contest.
struct Question {
  std::string id;
  LocalizedText name;
  ContestIndex contest;
  QuestionKind kind = QuestionKind::wins;
  std::string who;
  std::vector<PartyIndex> parties;
  std::optional<UnitIndex> unit;
  Seats seats = 0;
  Rational share;          // share-at-least; also the extra share of lead-at-least
  bool has_share = false;  // for lead-at-least: whether a share must hold too
  Base of = Base::valid;
  bool strict = false;
  std::optional<PartyIndex> over;  // lead-at-least: empty = the runner-up
  Rational points;                 // lead-at-least: the lead as a fraction of the base
};

struct Party {
  std::string id;
  LocalizedText name;
  std::string color;  // "#rrggbb" or empty
};

// Parties named together. A connected coalition (apparentement) is allocated seats as one list
// first, which its members then share by the same rule.
struct Coalition {
  std::string id;
  LocalizedText name;
  std::vector<PartyIndex> parties;
  bool connected = false;
};

struct Reading {  // a contested reading of the rule, shown beside it
  ContestIndex contest;
  Rule rule = Rule::dhondt;
  std::string source;  // a citation
};

enum class Role { commission, party, observer, court, government, press, person, other };

struct Source {
  std::string id;
  LocalizedText name;
  Role role = Role::other;
  std::string side;
  std::string url;
};

// Decimal degrees, as written; either may be missing.
struct Location {
  std::optional<std::string> latitude, longitude;
};

struct Unit {
  std::string id;
  std::optional<UnitIndex> parent;
  std::uint32_t level = 0;  // position in Election::levels
  LocalizedText name;
  Count seats;
  Count registered;
  std::shared_ptr<const Location> location;  // few units have one, so it takes little room
};

// What a form counts besides votes of parties. Ballots: received by the station, issued to voters,
// cast, spoiled, unused. Voters: registered, admitted, and how they were: by poll card, by proxy,
// by voter pass. more_counted and fewer_counted: ballots that were counted beyond, or short of,
// voters admitted, as the form itself says.
enum class Field {
  registered,
  issued,
  cast,
  valid,
  invalid,
  blank,
  spoiled,
  unused,
  received,
  admitted,
  poll_cards,
  proxies,
  voter_passes,
  more_counted,
  fewer_counted
};
inline constexpr std::size_t kFieldCount = 15;

// One column of counts: a field of the form, a party's list total, or a candidate of a party.
struct Column {
  std::optional<Field> field;
  std::optional<PartyIndex> party;
  std::string candidate;
  Counts cells;  // one per row of the table
};

// The returns of one source: row i states columns[*].cells[i] for unit[i]. Several rows may speak
// of one unit (revisions); the highest revision is current, the others remain.
struct ReturnTable {
  SourceIndex source;
  ContestIndex contest;
  std::vector<UnitIndex> unit;
  std::vector<std::int64_t> revision;
  RepeatedTexts stated_at;
  std::vector<Column> columns;
};

enum class Change { switched, added, removed };

// One row of claims.csv. Only the kinds that design names are computed with; the others are shown.
struct Claim {
  std::string id;
  SourceIndex source;
  SourceIndex of;  // whose count the statement is about
  std::string date, stated_at;
  std::string kind;
  std::optional<ContestIndex> contest;
  std::optional<UnitIndex> unit;
  std::optional<PartyIndex> party;
  std::string value, low, high;  // as written; counts are parsed below where they are whole numbers
  Count count, count_low, count_high;
  std::optional<Rational> ratio, ratio_low, ratio_high;  // for shares
  std::optional<Rational> confidence;
  std::optional<Change> way;
  std::string corrects;
  std::string language, url, note;
};

enum class Way { removable, addable, switchable, alternatives, unknown };
enum class Status { dismissed, alleged, admitted, established };  // weakest first

// One row of doubt_votes.csv: in `alternative`, `party` has `votes` in `unit`.
struct AlternativeVotes {
  UnitIndex unit;
  std::string alternative;
  PartyIndex party;
  Votes votes = 0;
};

// A bounded irregularity (formats: doubts.csv). Empty `units`, `from`, `to` mean anywhere and any.
struct Doubt {
  std::string id;
  ContestIndex contest;
  std::vector<UnitIndex> units;
  Way way = Way::unknown;
  Votes low = 0;
  Count high;  // empty = all
  std::vector<PartyIndex> from, to;
  std::optional<Rational> confidence;  // empty = a hard bound
  Status status = Status::alleged;
  SourceIndex source;
  std::string case_id;
  std::string citation, note;
  std::vector<AlternativeVotes> alternatives;
};

struct Case {
  std::string id;
  std::string kind;  // complaint | incident
  std::vector<UnitIndex> units;
  std::string filed_at, by, against, category, status;
  LocalizedText name;
  std::string note, citation;
};

struct Account {
  std::string id;
  CaseIndex case_index;
  SourceIndex source;
  std::string date, what, place, precision, citation;
};

struct Ruling {
  std::string id;
  CaseIndex case_index;
  SourceIndex body;
  std::string date, decision, reason;
  Count votes_changed;
  std::string citation;
};

// What an election folder says about the checks of forms: another tolerance, severity or formula
// for a check that ships with the program, or one of its own (count/rules.hpp reads the formulas).
enum class CheckSeverity { off, warning, error };
struct CheckSetting {
  std::string code;
  std::optional<CheckSeverity> severity;
  std::string formula;
  std::vector<std::string> explained_by;
  std::map<std::string, Votes> tolerances;  // by their names in the formula
  LocalizedText typist, reviewer;
};

struct PanelMember {
  std::string id, side, name, role;
};
struct PanelItem {
  std::string id;
  LocalizedText title;
  std::string proposed_by, state, date;
};
struct Position {
  std::string item, side, date, position, reason, citation;
};
struct Resolution {
  std::string id, item, date;
  LocalizedText text;
  std::string adopted_by, citation;
};

struct Panel {
  std::vector<PanelMember> members;
  std::vector<PanelItem> items;
  std::vector<Position> positions;
  std::vector<Resolution> resolutions;
};

struct Election {
  std::string id;
  std::string date;
  std::string timezone;
  std::vector<std::string> languages;  // the first is the one that every text has
  LocalizedText name;
  std::string citation;
  std::vector<Contest> contests;
  std::vector<Question> questions;
  std::vector<Party> parties;
  std::vector<Coalition> coalitions;
  std::vector<Reading> readings;
  std::vector<Source> sources;
  std::vector<CheckSetting> checks;
  std::optional<RollSchema> roll;   // which columns of rolls/*.csv hold what
  std::vector<std::string> levels;  // top to bottom
  std::vector<Unit> units;
  std::vector<ReturnTable> returns;
  std::vector<Claim> claims;
  std::vector<Doubt> doubts;
  std::vector<Case> cases;
  std::vector<Account> accounts;
  std::vector<Ruling> rulings;
  Panel panel;
};

// The text in `language`, else in the first language of `order` that has one, else `fallback`.
std::string text_in(const LocalizedText& text, const std::string& language,
                    const std::vector<std::string>& order, const std::string& fallback);

// Names as they are written in the formats ("hare-then-highest-averages", "switch", "alleged").
std::string_view name_of(Rule rule);
std::string_view name_of(Ballot ballot);
std::string_view name_of(Base base);
std::string_view name_of(Scope scope);
std::string_view name_of(QuestionKind kind);
std::string_view name_of(Role role);
std::string_view name_of(Field field);
std::string_view name_of(Change change);
std::string_view name_of(Way way);
std::string_view name_of(Status status);
std::string_view name_of(CheckSeverity severity);

// The value with that name, or nothing. `T` is one of the enumerations above.
template <typename T>
std::optional<T> from_name(std::string_view name);

// All names of an enumeration, for error messages: "dhondt, sainte-lague, …".
template <typename T>
std::string all_names();

}  // namespace scrutineer
