// The units of a NIST report as a tree. ComposingGpUnitIds say what lies in what, but a precinct
// may lie in a city, two districts and a polling place at once, and a county that repeats the
// counts of its precincts may list nothing at all (the synthetic sets of
// usnistgov/cdf-test-method). So the place of a unit is decided by what it states, by the scope of
// the election, and by sums.
#include <algorithm>
#include <set>
#include <utility>

#include "base/text.hpp"
#include "folder/exchange/nist.hpp"

namespace scrutineer::exchange {

std::optional<std::string> our_id(const Element& element) {
  for (const Element* other : element.all("ExternalIdentifier")) {
    if (other->value("OtherType") == kOurIdentifier && !other->value("Value").empty()) {
      return std::string(other->value("Value"));
    }
  }
  return std::nullopt;
}

std::string key_of(const Element& element) {
  return our_id(element).value_or(std::string(element.value("ObjectId")));
}

void read_units(NistReport& report, const ElementReader& reader) {
  for (const Element* element : report.root->all("GpUnit")) {
    NistUnit unit;
    unit.element = element;
    unit.id = reader.text(*element, "ObjectId", "the unit's id");
    const auto [place, is_new] = report.unit_by_id.try_emplace(unit.id, report.units.size());
    if (!is_new) reader.expected(*element, "ObjectId", unit.id, "an id that no other GpUnit has");
    report.units.push_back(std::move(unit));
  }
  for (NistUnit& unit : report.units) {
    std::set<std::size_t> listed;
    for (const std::string& id : unit.element->names("ComposingGpUnitIds")) {
      const auto found = report.unit_by_id.find(id);
      if (found == report.unit_by_id.end()) {
        reader.expected(*unit.element, "ComposingGpUnitIds", id,
                        "the id of a GpUnit of this report");
      } else if (listed.insert(found->second).second) {
        unit.composing.push_back(found->second);
      }
    }
  }
}

std::optional<std::size_t> unit_reference(const NistReport& report, const Element& in,
                                          std::string_view child, const ElementReader& reader) {
  const std::string id = reader.text(in, child, "the id of a GpUnit");
  if (id.empty()) return std::nullopt;
  const auto found = report.unit_by_id.find(id);
  if (found != report.unit_by_id.end()) return found->second;
  std::string phrase = "the id of a GpUnit of this report";
  std::vector<std::string> known;
  for (const auto& [other, position] : report.unit_by_id) known.push_back(other);
  if (known.size() <= 5'000 && !reader.problems().is_full(reader.file())) {
    if (const auto meant = nearest(id, known)) phrase += " (did you mean \"" + *meant + "\"?)";
  }
  reader.expected(in, child, id, std::move(phrase));
  return std::nullopt;
}

std::optional<std::vector<bool>> members(const NistReport& report, std::size_t district) {
  if (report.units[district].composing.empty()) return std::nullopt;
  std::vector<bool> inside(report.units.size(), false);
  std::vector<std::size_t> open = {district};
  while (!open.empty()) {
    const std::size_t at = open.back();
    open.pop_back();
    if (inside[at]) continue;
    inside[at] = true;
    for (const std::size_t below : report.units[at].composing) open.push_back(below);
  }
  return inside;
}

namespace {

class TreeBuilder {
 public:
  TreeBuilder(NistReport& report, const ElementReader& reader)
      : report_(report), units_(report.units), reader_(reader), listed_by_(units_.size()) {}

  void build() {
    for (std::size_t i = 0; i < units_.size(); ++i) {
      for (const std::size_t below : units_[i].composing) listed_by_[below].push_back(i);
    }
    if (!check_circles()) return;
    for (std::size_t i = 0; i < units_.size(); ++i) choose_parent(i);
    keep_what_counts();
    join_roots();
    note_left_out();
  }

 private:
  // Every unit is visited after all that it lists, or the listing goes in a circle.
  bool check_circles() {
    std::vector<std::size_t> waiting(units_.size());
    std::vector<std::size_t> free;
    for (std::size_t i = 0; i < units_.size(); ++i) {
      waiting[i] = units_[i].composing.size();
      if (waiting[i] == 0) free.push_back(i);
    }
    std::size_t done = 0;
    for (; done < free.size(); ++done) {
      for (const std::size_t above : listed_by_[free[done]]) {
        if (--waiting[above] == 0) free.push_back(above);
      }
    }
    for (std::size_t i = 0; i < units_.size() && done < units_.size(); ++i) {
      if (waiting[i] == 0) continue;
      reader_.expected(*units_[i].element, "ComposingGpUnitIds", units_[i].id,
                       "units that do not contain each other in a circle");
      return false;
    }
    return true;
  }

  std::set<std::size_t> all_above(std::size_t unit) const {
    std::set<std::size_t> above;
    std::vector<std::size_t> open = {unit};
    while (!open.empty()) {
      const std::size_t at = open.back();
      open.pop_back();
      for (const std::size_t next : listed_by_[at]) {
        if (above.insert(next).second) open.push_back(next);
      }
    }
    return above;
  }

  // The nearest one that states counts, else the scope, else the largest: a precinct lies in its
  // city before it lies in a district that cuts through it.
  void choose_parent(std::size_t unit) {
    std::vector<std::size_t> candidates = listed_by_[unit];
    if (candidates.size() > 1) {
      std::set<std::size_t> farther;
      for (const std::size_t one : listed_by_[unit]) farther.merge(all_above(one));
      std::erase_if(candidates, [&](std::size_t one) { return farther.contains(one); });
    }
    const auto rank = [this](std::size_t i) {
      return std::make_tuple(!units_[i].counted, report_.scope != i,
                             units_.size() - std::min(units_.size(), units_[i].composing.size()),
                             units_[i].id);
    };
    for (const std::size_t one : candidates) {
      if (!units_[unit].parent || rank(one) < rank(*units_[unit].parent)) units_[unit].parent = one;
    }
  }

  // What states counts, the scope, and what stands above them; then what lies in those and has no
  // parts elsewhere: it has not reported.
  void keep_what_counts() {
    for (std::size_t i = 0; i < units_.size(); ++i) {
      if (!units_[i].counted && report_.scope != i) continue;
      for (std::optional<std::size_t> at = i; at && !units_[*at].kept; at = units_[*at].parent) {
        units_[*at].kept = true;
      }
    }
    for (bool changed = true; changed;) {
      changed = false;
      for (NistUnit& unit : units_) {
        const bool below = !unit.kept && unit.parent && units_[*unit.parent].kept;
        if (!below || has_lost_its_parts(unit)) continue;
        unit.kept = true;
        changed = true;
      }
    }
  }

  bool has_lost_its_parts(const NistUnit& unit) const {
    const std::size_t self = static_cast<std::size_t>(&unit - units_.data());
    return !unit.composing.empty() &&
           std::none_of(unit.composing.begin(), unit.composing.end(),
                        [&](std::size_t part) { return units_[part].parent == self; });
  }

  std::vector<std::size_t> roots() const {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < units_.size(); ++i) {
      if (units_[i].kept && !units_[i].parent) found.push_back(i);
    }
    return found;
  }

  // One unit at the top: the scope of the election, or a unit whose counts are the sums of the
  // other roots', which is then a total of them.
  void join_roots() {
    const std::vector<std::size_t> found = roots();
    if (found.size() < 2) return;
    std::optional<std::size_t> top;
    if (report_.scope && !units_[*report_.scope].parent) top = report_.scope;
    if (!top) top = find_sum(found);
    if (!top) return;
    for (const std::size_t root : found) {
      if (root != *top) units_[root].parent = *top;
    }
    std::size_t stating = 0;
    for (const std::size_t root : found) stating += root != *top && units_[root].counted ? 1 : 0;
    if (!units_[*top].counted) return;
    report_.notes.push_back(
        {NoteKind::stated_total,
         "The unit \"" + units_[*top].id + "\" lists no parts but states counts beside " +
             std::to_string(stating) +
             " others: it was placed above them, and its counts are stated totals.",
         "", key_of(*units_[*top].element), "", std::nullopt});
  }

  std::optional<std::size_t> find_sum(const std::vector<std::size_t>& found) const {
    using Cell = std::pair<std::size_t, std::size_t>;
    std::map<Cell, Wide> sums;
    std::map<std::size_t, std::map<Cell, Votes>> stated;
    for (const NistCount& count : report_.counts) {
      if (units_[count.unit].parent) continue;
      sums[{count.contest, count.selection}] += count.votes;
      stated[count.unit][{count.contest, count.selection}] = count.votes;
    }
    for (const std::size_t root : found) {
      const auto cells = stated.find(root);
      if (cells == stated.end()) continue;
      // Its own counts are half of all, in every cell that has any.
      const bool is_sum = std::all_of(sums.begin(), sums.end(), [&](const auto& sum) {
        const auto own = cells->second.find(sum.first);
        return sum.second == 2 * static_cast<Wide>(own == cells->second.end() ? 0 : own->second);
      });
      const bool says_something =
          std::any_of(sums.begin(), sums.end(), [](const auto& sum) { return sum.second > 0; });
      if (is_sum && says_something && found.size() > 2) return root;
    }
    return std::nullopt;
  }

  void note_left_out() {
    std::size_t crossing = 0;
    std::size_t unused = 0;
    for (const NistUnit& unit : units_) {
      if (unit.kept) continue;
      (unit.composing.empty() ? unused : crossing) += 1;
    }
    const auto note = [this](std::size_t number, const std::string& what) {
      if (number == 0) return;
      report_.notes.push_back({NoteKind::left_out, std::to_string(number) + what, "", "", "", {}});
    };
    note(crossing,
         " units that are made of others but are not above them in the tree (districts "
         "and polling places): here a unit lies in one other.");
    note(unused, " units that state nothing and lie in nothing.");
  }

  NistReport& report_;
  std::vector<NistUnit>& units_;
  const ElementReader& reader_;
  std::vector<std::vector<std::size_t>> listed_by_;
};

}  // namespace

void build_tree(NistReport& report, const ElementReader& reader) {
  for (const NistCount& count : report.counts) report.units[count.unit].counted = true;
  for (const NistOther& other : report.others) report.units[other.unit].counted = true;
  for (const auto& [unit, ballots] : report.ballots) report.units[unit].counted = true;
  TreeBuilder(report, reader).build();
}

}  // namespace scrutineer::exchange
