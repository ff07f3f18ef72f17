#include "roll/changes.hpp"

#include <algorithm>
#include <map>

namespace scrutineer::roll {

namespace {

class Comparer {
 public:
  Comparer(const Rolls& rolls, const Linkage& linkage) : rolls_(rolls), linkage_(linkage) {
    for (std::size_t f = rolls.schema.size(); f-- > 0;) {
      if (rolls.schema[f].kind == FieldKind::unit) changes_.unit_field = f;
    }
    changes_.counts.assign(kEntryClasses, 0);
    changes_.differing.assign(rolls.schema.size(), 0);
  }

  RollChanges run() {
    std::vector<bool> old_linked(rolls_.snapshots[0].rows(), false);
    std::vector<bool> new_linked(rolls_.snapshots[1].rows(), false);
    changes_.links.reserve(linkage_.links.size());
    for (const Link& link : linkage_.links) {
      old_linked[link.left] = new_linked[link.right] = true;
      add(link);
    }
    take_rest(old_linked, 0, EntryClass::removed, changes_.removed);
    take_rest(new_linked, 1, EntryClass::added, changes_.added);
    add_units();
    return std::move(changes_);
  }

 private:
  ValueId value(std::size_t snapshot, std::size_t field, std::uint32_t row) const {
    return rolls_.snapshots[snapshot].columns[field][row];
  }
  UnitChanges& unit_of(std::size_t snapshot, std::uint32_t row) {
    return units_[changes_.unit_field ? value(snapshot, *changes_.unit_field, row) : 0];
  }

  void add(const Link& link) {
    EntryLink entry{link, EntryClass::unchanged, {}};
    bool has_moved = false;
    for (std::size_t f = 0; f < rolls_.schema.size(); ++f) {
      const ValueId before = value(0, f, link.left), after = value(1, f, link.right);
      if (before == after || before == 0 || after == 0) continue;
      entry.differing.push_back(f);
      ++changes_.differing[f];
      has_moved = has_moved || f == changes_.unit_field;
    }
    if (link.is_ambiguous) {
      entry.what = EntryClass::ambiguous;
    } else if (has_moved) {
      entry.what = EntryClass::moved;
    } else if (!entry.differing.empty()) {
      entry.what = EntryClass::changed;
    }
    ++changes_.counts[static_cast<std::size_t>(entry.what)];
    UnitChanges& before = unit_of(0, link.left);
    UnitChanges& after = unit_of(1, link.right);
    switch (entry.what) {
      case EntryClass::unchanged:
        ++before.unchanged;
        break;
      case EntryClass::changed:
        ++before.changed;
        break;
      case EntryClass::moved:
        ++before.moved_out;
        ++after.moved_in;
        break;
      default:
        ++before.ambiguous_old;
        ++after.ambiguous_new;
    }
    changes_.links.push_back(std::move(entry));
  }

  void take_rest(const std::vector<bool>& linked, std::size_t snapshot, EntryClass what,
                 std::vector<std::uint32_t>& rows) {
    for (std::uint32_t row = 0; row < linked.size(); ++row) {
      UnitChanges& unit = unit_of(snapshot, row);
      ++(snapshot == 0 ? unit.old_entries : unit.new_entries);
      if (linked[row]) continue;
      rows.push_back(row);
      ++(snapshot == 0 ? unit.removed : unit.added);
      ++changes_.counts[static_cast<std::size_t>(what)];
    }
  }

  void add_units() {
    if (!changes_.unit_field) return;
    for (const auto& [id, unit] : units_) {
      changes_.units.push_back(unit);
      changes_.units.back().unit = id;
    }
    const Dictionary& names = rolls_.values[*changes_.unit_field];
    std::sort(changes_.units.begin(), changes_.units.end(),
              [&](const UnitChanges& a, const UnitChanges& b) {
                return names.text(a.unit) < names.text(b.unit);
              });
  }

  const Rolls& rolls_;
  const Linkage& linkage_;
  RollChanges changes_;
  std::map<ValueId, UnitChanges> units_;
};

}  // namespace

std::string_view name_of(EntryClass what) {
  switch (what) {
    case EntryClass::unchanged:
      return "unchanged";
    case EntryClass::changed:
      return "changed";
    case EntryClass::moved:
      return "moved";
    case EntryClass::ambiguous:
      return "ambiguous";
    case EntryClass::removed:
      return "removed";
    case EntryClass::added:
      break;
  }
  return "added";
}

std::vector<std::optional<BestCandidate>> best_candidates(const Linkage& linkage,
                                                          const std::vector<std::uint32_t>& rows) {
  std::vector<std::optional<BestCandidate>> best(rows.size());
  // Both are by old row.
  std::size_t place = 0;
  for (const Edge& edge : linkage.candidates) {
    while (place < rows.size() && rows[place] < edge.left) ++place;
    if (place == rows.size()) break;
    if (rows[place] != edge.left) continue;
    if (!best[place] || edge.weight > best[place]->log_odds)
      best[place] = {edge.right, edge.weight};
  }
  return best;
}

RollChanges changes_between(const Rolls& rolls, const Linkage& linkage) {
  return Comparer(rolls, linkage).run();
}

}  // namespace scrutineer::roll
