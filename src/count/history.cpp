#include "count/history.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <span>

#include "base/threads.hpp"
#include "count/forms.hpp"

namespace scrutineer {

namespace {

constexpr std::size_t kRowsAtATime = 4096;

class Historian {
 public:
  Historian(const Election& election, const Forms& forms)
      : election_(election), table_(forms.table()), forms_(forms) {
    slots_ = FormSlots{}.first_party + election.parties.size();
    result_.source = table_.source;
    result_.contest = table_.contest;
    find_units_above();
    find_corrections();
  }

  History run() {
    std::vector<std::size_t> order(table_.unit.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    if (forms_.rows().size() == order.size()) {  // nothing is revised
      order = forms_.rows();
    } else {
      order_by_revision(order);
    }
    for (std::size_t i = 1; i < order.size(); ++i) {
      if (table_.unit[order[i]] == table_.unit[order[i - 1]]) compare(order[i - 1], order[i]);
    }
    publish(order);
    return std::move(result_);
  }

 private:
  void order_by_revision(std::vector<std::size_t>& order) const {
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      return table_.unit[a] != table_.unit[b] ? table_.unit[a] < table_.unit[b]
                                              : table_.revision[a] < table_.revision[b];
    });
  }

  // A unit that has others with rows below it: its own row is a stated total.
  void find_units_above() {
    above_.assign(election_.units.size(), false);
    for (const UnitIndex unit : table_.unit) {
      for (auto at = election_.units[unit.value].parent; at && !above_[at->value];
           at = election_.units[at->value].parent) {
        above_[at->value] = true;
      }
    }
  }

  void find_corrections() {
    for (const Claim& claim : election_.claims) {
      if (claim.kind == "correction" && claim.unit && claim.of == table_.source) {
        corrected_.insert(*claim.unit);
      }
    }
  }

  bool is_corrected(UnitIndex unit) const {
    for (std::optional<UnitIndex> at = unit; at; at = election_.units[at->value].parent) {
      if (corrected_.count(*at) > 0) return true;
    }
    return false;
  }

  static bool counts_votes(std::size_t slot) {
    return slot == static_cast<std::size_t>(Field::cast) ||
           slot == static_cast<std::size_t>(Field::valid) || slot >= FormSlots{}.first_party;
  }

  void compare(std::size_t earlier, std::size_t later) {
    Revised revised;
    const FormSlots slots;
    for (std::size_t slot = 0; slot < slots_; ++slot) {
      if (slot == slots.parties || slot == slots.largest) continue;
      const Count before = forms_.count(earlier, slot);
      const Count after = forms_.count(later, slot);
      if (before == after) continue;
      revised.counts.push_back({slot, before, after});
      revised.lowers =
          revised.lowers || (counts_votes(slot) && before && (!after || *after < *before));
    }
    if (revised.counts.empty()) return;
    revised.unit = table_.unit[later];
    revised.from = table_.revision[earlier];
    revised.to = table_.revision[later];
    revised.stated_at = table_.stated_at[later];
    revised.corrected = is_corrected(revised.unit);
    result_.revised.push_back(std::move(revised));
  }

  // Each row adds itself to the publication of its revision and takes away the one it replaces.
  void publish(const std::vector<std::size_t>& order) {
    std::set<std::int64_t> revisions;
    for (std::size_t row = 0; row < table_.revision.size(); ++row) {
      const bool repeats = row > 0 && table_.revision[row] == table_.revision[row - 1];
      if (!repeats) revisions.insert(table_.revision[row]);
    }
    std::map<std::int64_t, std::size_t> place;
    for (const std::int64_t revision : revisions) {
      place[revision] = result_.publications.size();
      result_.publications.emplace_back();
      result_.publications.back().revision = revision;
    }
    std::vector<std::vector<Votes>> sums(revisions.size(), std::vector<Votes>(slots_, 0));
    std::vector<std::vector<std::int64_t>> stated(revisions.size(),
                                                  std::vector<std::int64_t>(slots_, 0));
    const std::vector<Step> steps = steps_of(order, place);
    for_each_piece(slots_, [&](std::size_t slot) {
      if (slot == FormSlots{}.largest || !forms_.has(slot)) return;
      std::vector<Votes> sum(sums.size(), 0);  // threads that write side by side would wait
      std::vector<std::int64_t> forms(sums.size(), 0);
      const Slices slices{order.size(), kRowsAtATime};
      std::vector<std::int64_t> counts(kRowsAtATime);
      std::int64_t before = -1;  // of the row above
      for (std::size_t slice = 0; slice < slices.count(); ++slice) {
        const std::size_t begin = slices.begin(slice);
        const std::size_t size = slices.end(slice) - begin;
        forms_.fill(slot, std::span(order).subspan(begin, size), counts.data());
        for (std::size_t i = 0; i < size; ++i) {
          const Step step = steps[begin + i];
          const std::size_t p = step.publication;
          if (step.counts != 0) add(counts[i], 1, sum[p], forms[p]);
          if (step.replaces != 0) add(before, -1, sum[p], forms[p]);
          before = counts[i];
        }
      }
      for (std::size_t p = 0; p < sums.size(); ++p) {
        sums[p][slot] = sum[p];
        stated[p][slot] = forms[p];
      }
    });
    for (const Revised& revised : result_.revised) {
      if (!above_[revised.unit.value]) ++result_.publications[place.at(revised.to)].changed;
    }
    accumulate(sums, stated);
  }

  // What a row does to the sums; four bytes, since there are a million.
  struct Step {
    std::uint32_t publication : 30 = 0;
    std::uint32_t counts : 1 = 0;
    std::uint32_t replaces : 1 = 0;  // the row before it
  };

  std::vector<Step> steps_of(const std::vector<std::size_t>& order,
                             const std::map<std::int64_t, std::size_t>& place) {
    std::vector<Step> steps(order.size());
    auto now = place.begin();
    for (std::size_t i = 0; i < order.size(); ++i) {
      const std::size_t row = order[i];
      if (above_[table_.unit[row].value]) continue;
      const bool replaces = i > 0 && table_.unit[order[i - 1]] == table_.unit[row];
      if (table_.revision[row] != now->first) now = place.find(table_.revision[row]);
      steps[i].publication = static_cast<std::uint32_t>(now->second) & 0x3FFF'FFFFU;
      steps[i].counts = 1;
      steps[i].replaces = replaces ? 1 : 0;
      if (!replaces) ++result_.publications[now->second].added;
    }
    return steps;
  }

  static void add(std::int64_t count, std::int64_t sign, Votes& sum, std::int64_t& stated) {
    if (count < 0) return;  // not stated
    sum += sign * count;
    stated += sign;
  }

  void accumulate(std::vector<std::vector<Votes>>& sums,
                  std::vector<std::vector<std::int64_t>>& stated) {
    std::size_t forms = 0;
    for (std::size_t p = 0; p < sums.size(); ++p) {
      Publication& publication = result_.publications[p];
      publication.forms = forms += publication.added;
      publication.sum.assign(slots_, std::nullopt);
      for (std::size_t slot = 0; slot < slots_; ++slot) {
        if (p > 0) {
          sums[p][slot] += sums[p - 1][slot];
          stated[p][slot] += stated[p - 1][slot];
        }
        if (stated[p][slot] > 0) publication.sum[slot] = sums[p][slot];
      }
    }
  }

  const Election& election_;
  const ReturnTable& table_;
  const Forms& forms_;
  std::size_t slots_ = 0;
  std::vector<bool> above_;
  std::set<UnitIndex> corrected_;
  History result_;
};

}  // namespace

History history_of(const Election& election, const ReturnTable& table) {
  return Historian(election, Forms(election, table)).run();
}

History history_of(const Election& election, const Forms& forms) {
  return Historian(election, forms).run();
}

}  // namespace scrutineer
