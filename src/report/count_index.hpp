// What the pages of the count share: the tree of places, which of them have pages of their own, and
// the sections that stand on several pages.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "count/count.hpp"
#include "findings/phrases.hpp"
#include "report/html.hpp"
#include "report/view.hpp"

namespace scrutineer {

// Made once for all pages of one language.
class CountIndex {
 public:
  explicit CountIndex(const View& view);

  const View& view() const { return *view_; }
  const CountReport& count() const { return *view_->input.count; }
  const Election& election() const { return view_->election(); }

  // The units at the top, or those directly below one.
  const std::vector<UnitIndex>& below(std::optional<UnitIndex> parent) const;
  // Places with others below them, as many levels as there is room for; ascending.
  const std::vector<UnitIndex>& pages() const { return pages_; }
  bool has_page(UnitIndex unit) const { return has_page_[unit.value]; }
  std::string file_of(UnitIndex unit) const;
  // Whether copies of the place's form differ.
  bool differs(ContestIndex contest, UnitIndex unit) const {
    return differing_.count({contest, unit}) > 0;
  }
  // What the tables of one consolidation (by its position) show.
  struct Shown {
    std::size_t slot = 0;
    std::string title;
  };
  const std::vector<Shown>& shown(std::size_t which) const { return shown_[which]; }
  // Whether a place is `top` or lies below it; everything where there is no top.
  bool lies_in(UnitIndex unit, std::optional<UnitIndex> top) const;

 private:
  const View* view_;
  std::vector<UnitIndex> tops_;
  std::vector<std::vector<UnitIndex>> children_;
  std::vector<UnitIndex> pages_;
  std::vector<bool> has_page_;
  std::set<std::pair<ContestIndex, UnitIndex>> differing_;
  std::vector<std::vector<Shown>> shown_;  // by consolidation
};

LocalizedText whole(std::size_t count);
Markup figure(std::size_t count);

// Empty where there is nothing to show of the place.
Markup checks_section(const CountIndex& index, std::optional<UnitIndex> top);
Markup copies_section(const CountIndex& index, std::optional<UnitIndex> top);
Markup shares_section(const CountIndex& index);
Markup history_section(const CountIndex& index);

}  // namespace scrutineer
