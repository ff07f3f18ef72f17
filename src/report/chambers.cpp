// Who says who holds which seats, side by side; and the constituencies with the price of a seat.
#include <algorithm>
#include <optional>

#include "base/text.hpp"
#include "findings/findings.hpp"
#include "findings/phrases.hpp"
#include "report/figures.hpp"
#include "report/parts.hpp"
#include "report/sections.hpp"

namespace scrutineer {

namespace {

std::string chamber_label(const View& view, const Chamber& chamber) {
  const Election& election = view.election();
  std::string label = view.pick(name_of(election, chamber.source));
  if (chamber.source != chamber.of)
    label += " " + view.say("chamber-label.of", {{"of", name_of(election, chamber.of)}});
  if (chamber.computed)
    label += ", " + view.say("chamber-label.computed",
                             {{"rule", say("rule." + std::string(name_of(chamber.rule)))}});
  if (chamber.reading) label += " " + view.say("chamber-label.contested");
  return label;
}

// The cell of a table: a number, "at least n", or "not stated"; never an empty cell.
Markup seats_cell(const View& view, const std::optional<Seats>& exact,
                  const std::optional<Seats>& least) {
  if (exact) return text(std::to_string(*exact));
  if (least) return view.words("seats.at-least", {{"seats", number(*least)}});
  return element("span", {{"class", "absent"}}, view.words("not-stated"));
}

template <typename T>
std::optional<T> at(const std::vector<std::optional<T>>& values, std::size_t position) {
  return position < values.size() ? values[position] : std::nullopt;
}

bool names_any_total(const Chamber& chamber) {
  const auto stated = [](const std::optional<Seats>& seats) { return seats.has_value(); };
  return std::any_of(chamber.by_party.begin(), chamber.by_party.end(), stated) ||
         std::any_of(chamber.by_party_at_least.begin(), chamber.by_party_at_least.end(), stated);
}

// Parties that hold a seat in at least one chamber.
std::vector<std::size_t> parties_with_seats(const View& view) {
  std::vector<std::size_t> parties;
  for (std::size_t party = 0; party < view.election().parties.size(); ++party) {
    const bool any = std::any_of(view.input.chambers.begin(), view.input.chambers.end(),
                                 [&](const Chamber& chamber) {
                                   return at(chamber.by_party, party).value_or(0) > 0 ||
                                          at(chamber.by_party_at_least, party).value_or(0) > 0;
                                 });
    if (any) parties.push_back(party);
  }
  return parties;
}

Markup chamber_table(const View& view) {
  Table rows{view.words("chambers.caption"), {{view.say("chambers.source")}}, {}};
  const std::vector<std::size_t> parties = parties_with_seats(view);
  for (const std::size_t party : parties)
    rows.columns.push_back(
        {abbreviation(view.election(), PartyIndex{static_cast<std::uint32_t>(party)}), true});
  rows.columns.push_back({view.say("chambers.rests-on")});
  for (const Chamber& chamber : view.input.chambers) {
    if (!names_any_total(chamber)) continue;
    Table::Row row{"", {text(chamber_label(view, chamber))}};
    for (const std::size_t party : parties)
      row.cells.push_back(
          seats_cell(view, at(chamber.by_party, party), at(chamber.by_party_at_least, party)));
    row.cells.push_back(chamber.rests_on.empty() ? view.words("chambers.returns")
                                                 : view.claims(chamber.rests_on));
    rows.rows.push_back(std::move(row));
  }
  return rows.rows.empty() ? Markup() : table(rows);
}

// One seat of one place that votes added would move, the cheapest one of each place.
std::optional<PlaceShade> cheapest_gain(const View& view, UnitIndex unit) {
  std::optional<PlaceShade> best;
  for (const NextSeat& next : view.input.outcome.next_seats) {
    if (next.unit != unit || !next.gain || next.change != Change::added) continue;
    if (!best || next.low < *best->low) best = PlaceShade{unit, next.low, next.high};
  }
  return best;
}

std::size_t stated_places(const Chamber& chamber) {
  std::size_t stated = 0;
  for (const Chamber::Constituency& place : chamber.constituencies)
    for (const std::optional<Seats>& seats : place.by_party) stated += seats ? 1 : 0;
  return stated;
}

// The first chamber that tells most about its places.
const Chamber* chamber_with_places(const View& view) {
  const Chamber* best = nullptr;
  for (const Chamber& chamber : view.input.chambers) {
    if (chamber.constituencies.size() < 2) continue;
    if (best == nullptr || stated_places(chamber) > stated_places(*best)) best = &chamber;
  }
  return best;
}

Markup next_seat_words(const View& view, UnitIndex unit) {
  Markup lines;
  for (const NextSeat& next : view.input.outcome.next_seats) {
    if (next.unit != unit || !next.gain || next.change != Change::added) continue;
    std::string amount = grouped(next.low);
    if (!next.high) {
      amount = view.say("price-cell.from", {{"low", number(next.low)}});
    } else if (*next.high != next.low) {
      amount =
          view.say("price-cell.range", {{"low", number(next.low)}, {"high", number(*next.high)}});
    }
    lines += (lines.empty() ? Markup() : element("br")) +
             text(abbreviation(view.election(), next.party) + " " + amount);
  }
  if (!lines.empty()) return lines;
  return element("span", {{"class", "absent"}}, view.words("map.unknown"));
}

Markup places_table(const View& view, const Chamber& chamber) {
  const std::vector<std::size_t> parties = parties_with_seats(view);
  Table rows{view.words("places.caption", {{"source", everywhere(chamber_label(view, chamber))}}),
             {{view.say("places.place")}, {view.say("places.seats"), true}},
             {}};
  for (const std::size_t party : parties)
    rows.columns.push_back(
        {abbreviation(view.election(), PartyIndex{static_cast<std::uint32_t>(party)}), true});
  rows.columns.push_back({view.say("places.next"), true});
  for (const Chamber::Constituency& place : chamber.constituencies) {
    Table::Row row{"", {view.name(place.unit), seats_cell(view, place.seats, std::nullopt)}};
    for (const std::size_t party : parties)
      row.cells.push_back(seats_cell(view, at(place.by_party, party), std::nullopt));
    row.cells.push_back(next_seat_words(view, place.unit));
    rows.rows.push_back(std::move(row));
  }
  return element("div", {{"class", "dense"}}, table(rows));
}

// Claims of kinds that are only shown keep their figures as text.
std::string amount_or_text(const std::string& written, const Count& count) {
  if (count) return grouped(*count);
  const auto amount = parse_count(written);
  return amount ? grouped(*amount) : written;
}

std::string claim_amount(const View& view, const Claim& claim) {
  const std::string low = amount_or_text(claim.low, claim.count_low);
  const std::string high = amount_or_text(claim.high, claim.count_high);
  if (!claim.value.empty()) return amount_or_text(claim.value, claim.count);
  if (!low.empty() && !high.empty())
    return view.say("price-cell.range", {{"low", everywhere(low)}, {"high", everywhere(high)}});
  if (!low.empty()) return view.say("price-cell.from", {{"low", everywhere(low)}});
  if (!high.empty()) return view.say("price-cell.upto", {{"high", everywhere(high)}});
  return view.say("not-stated");
}

Markup way_words(const View& view, Change change) {
  return view.words("way." + std::string(name_of(change)));
}

Table::Row claimed_margin(const View& view, const Claim& claim) {
  const Markup of =
      claim.of == claim.source
          ? Markup()
          : text(" ") + view.words("margins.of", {{"of", name_of(view.election(), claim.of)}});
  return {"",
          {claim.unit ? view.name(*claim.unit) : view.words("margins.all"),
           claim.party ? view.name(*claim.party) : text("–"), text(claim_amount(view, claim)),
           claim.way ? way_words(view, *claim.way) : text("–"), view.name(claim.source) + of,
           view.when(claim.date), view.claims({claim.id})}};
}

Table::Row computed_margin(const View& view, const NextSeat& next) {
  std::string amount = grouped(next.low);
  if (!next.high) {
    amount = view.say("price-cell.from", {{"low", number(next.low)}});
  } else if (*next.high != next.low) {
    amount =
        view.say("price-cell.range", {{"low", number(next.low)}, {"high", number(*next.high)}});
  }
  return {"",
          {view.name(next.unit), view.name(next.party), text(amount), way_words(view, next.change),
           view.words("margins.computed"), Markup(), text("–")}};
}

// Published and computed margins in one table, each with who states it: 166 and 168 both.
Markup margins_table(const View& view) {
  constexpr std::size_t kMostComputed = 200;
  Table rows{view.words("margins.caption"),
             {{view.say("places.place")},
              {view.say("margins.party")},
              {view.say("margins.votes"), true},
              {view.say("margins.way")},
              {view.say("margins.source")},
              {view.say("margins.date")},
              {view.say("margins.claim")}},
             {}};
  for (const Claim& claim : view.election().claims)
    if (claim.kind.starts_with("margin")) rows.rows.push_back(claimed_margin(view, claim));
  std::size_t computed = 0;
  for (const NextSeat& next : view.input.outcome.next_seats)
    if (next.rests_on.empty() && computed++ < kMostComputed)
      rows.rows.push_back(computed_margin(view, next));
  return rows.rows.empty() ? Markup() : table(rows);
}

}  // namespace

Markup chambers_section(const View& view) {
  Markup figures;
  for (std::size_t i = 0; i < view.input.chambers.size(); ++i) {
    const Chamber& chamber = view.input.chambers[i];
    const Markup drawing = names_any_total(chamber) ? hemicycle(view, chamber, i) : Markup();
    if (!drawing.empty())
      figures += element("figure", {{"class", "chamber"}},
                         drawing + element("figcaption", {}, text(chamber_label(view, chamber))));
  }
  const Markup rows = chamber_table(view);
  if (rows.empty()) return {};
  return section(
      "seats", view.words("chambers.title"),
      paragraph(view.words("chambers.intro")) +
          (figures.empty() ? figures : element("div", {{"class", "chambers"}}, figures)) + rows);
}

Markup places_section(const View& view) {
  Markup content;
  if (const Chamber* chamber = chamber_with_places(view)) {
    std::vector<PlaceShade> places;
    for (const Chamber::Constituency& place : chamber->constituencies)
      places.push_back(cheapest_gain(view, place.unit).value_or(PlaceShade{place.unit, {}, {}}));
    content += element("div", {{"class", "map-and-table"}},
                       place_map(view, places) + places_table(view, *chamber));
  }
  content += margins_table(view);
  if (content.empty()) return {};
  return section("places", view.words("places.title"),
                 paragraph(view.words("places.intro")) + content);
}

}  // namespace scrutineer
