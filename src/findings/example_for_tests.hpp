// A hand-made result in the shape of Cambodia 2013, for the tests of findings and report: two
// provinces, a majority that can change, a seat that cannot, two figures for one margin.
#pragma once

#include <string>
#include <vector>

#include "election/election.hpp"
#include "findings/findings.hpp"
#include "outcome/outcome.hpp"

namespace scrutineer::example {

struct Example {
  Election election;
  OutcomeReport outcome;
  std::vector<Chamber> chambers;
};

inline Claim claim(const std::string& id, std::uint32_t source, const std::string& kind,
                   const std::string& value) {
  Claim it;
  it.id = id;
  it.source = SourceIndex{source};
  it.of = SourceIndex{0};
  it.kind = kind;
  it.value = value;
  it.count = std::stoll(value);
  it.date = "2013-08-13";
  it.url = "https://example.org/a?b=1&c=2";
  it.note = "A note";
  return it;
}

inline Election election() {
  Election it;
  it.id = "kh-2013";
  it.date = "2013-07-28";
  it.languages = {"en", "km"};
  it.name = {{"en", "National Assembly of Cambodia"}, {"km", "រដ្ឋសភា"}};
  it.levels = {"country", "province"};
  it.sources = {{"nec", {{"en", "National Election Committee"}}, Role::commission, "", ""},
                {"cnrp", {{"en", "Cambodia National Rescue Party"}}, Role::party, "cnrp", ""},
                {"comfrel", {{"en", "COMFREL"}}, Role::observer, "", "https://example.org"},
                {"cambodia-daily", {{"en", "The Cambodia Daily"}}, Role::press, "", ""}};
  it.parties = {{"cpp", {{"en", "Cambodian People’s Party"}}, "#3b6fb6"},
                {"cnrp", {{"en", "Cambodia National Rescue Party"}}, "#d98b2b"}};
  it.units = {{"kh", {}, 0, {{"en", "Cambodia"}, {"km", "កម្ពុជា"}}, {}, {}, {}},
              {"kandal", UnitIndex{0}, 1, {{"en", "Kandal"}, {"km", "កណ្ដាល"}}, 11, {}, {}},
              {"kratie", UnitIndex{0}, 1, {{"en", "Kratie"}}, 3, {}, {}}};
  Contest contest;
  contest.id = "assembly";
  contest.seats = 123;
  contest.rule = Rule::hare_then_highest_averages;
  contest.constituencies = "province";
  it.contests = {contest};
  Question majority;
  majority.id = "majority";
  majority.name = {{"en", "Does the CPP hold a majority?"}};
  majority.kind = QuestionKind::seats_at_least;
  majority.who = "cpp";
  majority.parties = {PartyIndex{0}};
  majority.seats = 62;
  Question kandal = majority;
  kandal.id = "kandal";
  kandal.name = {};
  kandal.who = "cnrp";
  kandal.parties = {PartyIndex{1}};
  kandal.unit = UnitIndex{1};
  kandal.seats = 7;
  it.questions = {majority, kandal};
  it.claims = {claim("margin-166", 3, "margin", "166"), claim("margin-168", 3, "margin", "168"),
               claim("seats-cpp", 0, "seats", "68")};
  for (std::size_t i = 0; i < 2; ++i) {
    it.claims[i].unit = UnitIndex{1};
    it.claims[i].party = PartyIndex{1};
    it.claims[i].way = Change::added;
  }
  Doubt missing;
  missing.id = "comfrel-missing";
  missing.way = Way::addable;
  missing.high = 1'250'000;
  missing.source = SourceIndex{2};
  missing.note = "Before the election";
  Doubt local = missing;
  local.id = "kandal-164";
  local.units = {UnitIndex{1}};
  local.high = 164;
  it.doubts = {missing, local};
  return it;
}

inline void add_cases(Election& it) {
  it.cases = {{"shooting",
               "incident",
               {UnitIndex{1}},
               "2013-09-15",
               "",
               "",
               "death",
               "open",
               {{"en", "A man shot dead"}},
               "",
               "Report"}};
  it.accounts = {{"a1", CaseIndex{0}, SourceIndex{1}, "2013-09-16", "A stray bullet", "", "", "R"},
                 {"a2", CaseIndex{0}, SourceIndex{2}, "2013-09-16", "Shot by police", "", "", "R"}};
  it.rulings = {{"r1", CaseIndex{0}, SourceIndex{0}, "2013-09", "rejected", "no evidence", 0, "R"}};
  it.panel.members = {{"cpp", "cpp", "Cambodian People’s Party", "party"}};
  it.panel.items = {{"reform", {{"en", "Reform"}}, "cnrp;cpp", "agreed", "2013-09-16"}};
  it.panel.positions = {{"reform", "cnrp", "2013-09-16", "A mechanism", "Trust", "R"}};
  it.panel.resolutions = {
      {"r", "reform", "2013-09-16", {{"en", "A mechanism is set up"}}, "cnrp;cpp", "R"}};
}

inline Chamber chamber(std::uint32_t source, std::vector<std::optional<Seats>> seats,
                       std::vector<std::optional<Seats>> least) {
  Chamber it;
  it.source = SourceIndex{source};
  it.of = SourceIndex{source};
  it.by_party = std::move(seats);
  it.by_party_at_least = std::move(least);
  it.rests_on = {"seats-cpp"};
  return it;
}

inline Example cambodia() {
  Example it;
  it.election = election();
  add_cases(it.election);
  Chamber nec = chamber(0, {68, 55}, {});
  nec.constituencies = {{UnitIndex{1}, 11, {5, 6}, {}}, {UnitIndex{2}, 3, {2, 1}, {}}};
  it.chambers = {nec, chamber(1, {std::nullopt, std::nullopt}, {std::nullopt, 63}),
                 chamber(2, {67, 56}, {})};
  QuestionOutcome majority;
  majority.holds = Holds::yes;
  majority.answer = Answer::can_change;
  majority.exact = false;
  majority.from_published_facts = true;
  majority.price_add = {7, 215'890};
  majority.price_switch = {4, 102'330};
  majority.price_remove = {7, 144'513};
  majority.addable = majority.votes_in_doubt = 1'250'000;
  majority.decisive_doubts = {"comfrel-missing"};
  majority.doubts = {"comfrel-missing", "kandal-164"};
  majority.idle_doubts = {"kandal-164"};
  majority.missing = {{UnitIndex{1}, "votes"}, {UnitIndex{2}, "votes"}};
  majority.rests_on = {"seats-cpp", "margin-166"};
  QuestionOutcome kandal = majority;
  kandal.question = 1;
  kandal.holds = Holds::no;
  kandal.answer = Answer::cannot_change;
  kandal.price_add = {166, 168};
  kandal.decisive_doubts = {};
  kandal.doubts = {"kandal-164"};
  kandal.addable = kandal.votes_in_doubt = 164;
  it.outcome.questions = {majority, kandal};
  it.outcome.by_status = {{0, SourceIndex{0}, Status::alleged, Answer::can_change, 2}};
  it.outcome.next_seats = {
      {UnitIndex{1}, PartyIndex{1}, true, Change::added, 166, 168, {"margin-166", "margin-168"}}};
  it.outcome.contradictions = {{{0, 1}, {"margin-166", "seats-cpp"}}};
  return it;
}

inline std::vector<Finding> findings(const Example& it) {
  return findings_of(it.election, it.outcome, it.chambers);
}

}  // namespace scrutineer::example
