#include <algorithm>
#include <bit>
#include <cmath>
#include <utility>

#include "base/threads.hpp"
#include "roll/candidates_parts.hpp"

namespace scrutineer::roll {

namespace {

// Comparisons, as bits.
using FieldSet = std::uint32_t;

constexpr std::size_t kMostSessions = 12;
// Of the pairs that agree by coincidence, for each record; and where some field would not be free
// in any session: a tenth, below which learn() takes them off. (In ten million records names and a
// day of birth agree by coincidence too often for the former; all other sets hold where somebody
// lives, and from those alone nobody would be seen to move.)
constexpr double kFewCoincidences = 0.01;
constexpr double kMostCoincidences = 0.1;

struct Choice {
  FieldSet fields = 0;
  double stated = 1;        // share of records that state all of them, about
  double coincidences = 1;  // pairs of two people that agree in all of them, if independently
};

class SessionChooser {
 public:
  SessionChooser(const Comparisons& comparisons, const Model& model, const Sides& sides)
      : comparisons_(comparisons),
        model_(model),
        records_(static_cast<double>(std::min(sides.left->size(), sides.right->size()))) {}

  std::vector<Choice> choose() {
    extend({0, 1, model_.pairs}, 0);
    add_for_fields_never_free();
    if (choices_.empty()) add_all_but_one();
    // What most records state first; then the fewest coincidences.
    std::stable_sort(choices_.begin(), choices_.end(), [](const Choice& a, const Choice& b) {
      return a.stated != b.stated ? a.stated > b.stated : a.coincidences < b.coincidences;
    });
    return covering();
  }

 private:
  // How often two people agree in the part that a session's key takes: the skeleton of names and
  // texts, else the value.
  double agreeing(std::size_t k) const {
    const LevelShares& u = model_.comparisons[k].u;
    return u[kExact] + (is_name_like(comparisons_.list[k].kind) ? u[name_level::alike] : 0);
  }
  bool is_telling(double coincidences) const { return coincidences <= few_ * records_; }
  Choice with(const Choice& choice, std::size_t k) const {
    return {
        choice.fields | FieldSet{1} << k,
        choice.stated * std::sqrt(model_.comparisons[k].stated_pairs / std::max(model_.pairs, 1.0)),
        choice.coincidences * agreeing(k)};
  }

  // Sets in the order of their fields; a set that is telling is not made larger, and one that would
  // be telling without one of its fields is passed over.
  void extend(const Choice& choice, std::size_t first) {
    constexpr std::size_t kMostFields = 4, kMostChoices = 2000;
    const auto size = static_cast<std::size_t>(std::popcount(choice.fields));
    if (size == kMostFields || size + 1 >= model_.comparisons.size()) return;
    for (std::size_t k = first; k < model_.comparisons.size(); ++k) {
      // Fields that half of all pairs agree in make keys no more telling.
      if (agreeing(k) > 0.3) continue;
      const Choice larger = with(choice, k);
      if (!is_telling(larger.coincidences)) {
        extend(larger, k + 1);
      } else if (is_least(larger) && choices_.size() < kMostChoices) {
        choices_.push_back(larger);
      }
    }
  }

  // Sets that leave a field free that no set leaves free so far, from all that nearly tell.
  void add_for_fields_never_free() {
    const std::vector<Choice> telling = std::exchange(choices_, {});
    const auto is_free_in = [&](const std::vector<Choice>& choices, std::size_t k) {
      return std::any_of(choices.begin(), choices.end(),
                         [&](const Choice& choice) { return is_free(choice, k); });
    };
    std::vector<std::size_t> never_free;
    for (std::size_t k = 0; k < model_.comparisons.size(); ++k) {
      if (!telling.empty() && !is_free_in(telling, k)) never_free.push_back(k);
    }
    few_ = kMostCoincidences;
    if (!never_free.empty()) extend({0, 1, model_.pairs}, 0);
    std::erase_if(choices_, [&](const Choice& choice) {
      return std::none_of(never_free.begin(), never_free.end(),
                          [&](std::size_t k) { return is_free(choice, k); });
    });
    choices_.insert(choices_.begin(), telling.begin(), telling.end());
  }

  bool is_least(const Choice& choice) const {
    for (std::size_t k = 0; k < model_.comparisons.size(); ++k) {
      if ((choice.fields >> k & 1U) != 0 && is_telling(choice.coincidences / agreeing(k)))
        return false;
    }
    return true;
  }

  void add_all_but_one() {
    for (std::size_t left_out = 0; left_out < model_.comparisons.size(); ++left_out) {
      Choice choice{0, 1, model_.pairs};
      for (std::size_t k = 0; k < model_.comparisons.size(); ++k) {
        if (k != left_out) choice = with(choice, k);
      }
      if (choice.fields != 0) choices_.push_back(choice);
    }
  }

  // Each field is left free by some sessions before any gets more.
  std::vector<Choice> covering() const {
    std::vector<Choice> chosen;
    std::vector<bool> is_taken(choices_.size());
    std::vector<int> free(model_.comparisons.size(), 0);
    while (chosen.size() < kMostSessions && chosen.size() < choices_.size()) {
      std::size_t best = choices_.size();
      int best_gain = -1;
      for (std::size_t c = 0; c < choices_.size(); ++c) {
        if (is_taken[c]) continue;
        // How many of the fields that were free least often would be free.
        const int least = *std::min_element(free.begin(), free.end());
        int gain = 0;
        for (std::size_t k = 0; k < free.size(); ++k) {
          gain += is_free(choices_[c], k) && free[k] == least ? 1 : 0;
        }
        if (gain > best_gain) {
          best_gain = gain;
          best = c;
        }
      }
      is_taken[best] = true;
      chosen.push_back(choices_[best]);
      for (std::size_t k = 0; k < free.size(); ++k) {
        free[k] += is_free(choices_[best], k) ? 1 : 0;
      }
    }
    return chosen;
  }

  // Neither the field itself nor one of its kin is in the key.
  bool is_free(const Choice& choice, std::size_t k) const {
    return (choice.fields & model_.comparisons[k].kin) == 0;
  }

  const Comparisons& comparisons_;
  const Model& model_;
  double records_;
  double few_ = kFewCoincidences;
  std::vector<Choice> choices_;
};

// The part of a record that a session's key takes of a comparison.
KeyPart part_of(const Comparisons& comparisons, std::size_t k) {
  return {k, is_name_like(comparisons.list[k].kind) ? PartKind::skeleton : PartKind::value};
}

class SessionMaker {
 public:
  SessionMaker(const Comparisons& comparisons, const Sides& sides, const Model& model,
               const CandidateOptions& options)
      : comparisons_(comparisons),
        sides_(sides),
        model_(model),
        limits_(options.limits),
        every_(std::max<std::uint64_t>(sides.left->size() / options.training_rows, 1)),
        rows_(sides) {}

  Session make(FieldSet fields) const {
    Session session;
    session.conditioned = fields;
    for (std::size_t k = 0; k < comparisons_.list.size(); ++k) {
      if ((fields >> k & 1U) == 0) continue;
      session.name += (session.name.empty() ? "" : ", ") + std::to_string(k + 1);
      if (comparisons_.list[k].kind != FieldKind::birth_date) continue;
      session.coincidences =
          with_other_fields(fields & ~(FieldSet{1} << k)) * model_.comparisons[k].u[kExact];
    }
    session.patterns = patterns(block(comparisons_, sides_, pass_of(fields), limits_, every_));
    return session;
  }

 private:
  Pass pass_of(FieldSet fields) const {
    Pass pass;
    for (std::size_t k = 0; k < comparisons_.list.size(); ++k) {
      if ((fields >> k & 1U) != 0) pass.parts.push_back(part_of(comparisons_, k));
    }
    return pass;
  }

  // How many pairs agree in the fields, in a sample as large as the session's: all of them are
  // coincidences but those that are matches.
  double with_other_fields(FieldSet fields) const {
    if (fields == 0) return static_cast<double>(sides_.pairs()) / static_cast<double>(every_);
    const Blocks blocks = block(comparisons_, sides_, pass_of(fields), limits_, every_);
    return static_cast<double>(blocks.pairs + blocks.pairs_left_out);
  }

  std::vector<PatternCount> patterns(const Blocks& blocks) const {
    const Slices slices{blocks.runs.size(), 4096};
    std::vector<PatternHistogram> histograms(slices.count());
    for_each_piece(slices.count(), [&](std::size_t slice) {
      PairComparer comparer(comparisons_, nullptr);
      for (std::size_t r = slices.begin(slice); r < slices.end(slice); ++r) {
        if (blocks.runs[r].is_windowed) continue;
        const auto visit = [&](std::uint32_t i, std::uint32_t j) {
          histograms[slice].add(
              comparer.pattern(rows_.cells(blocks.rows[i]), rows_.cells(blocks.rows[j])));
        };
        for_each_pair(blocks.runs[r], sides_.pairing, limits_, visit);
      }
    });
    PatternHistogram all;
    for (const PatternHistogram& histogram : histograms) all.add(histogram);
    return all.sorted();
  }

  const Comparisons& comparisons_;
  const Sides& sides_;
  const Model& model_;
  BlockLimits limits_;
  std::uint64_t every_;
  SideRows rows_;
};

}  // namespace

std::vector<Session> sessions_for(const Comparisons& comparisons, const Sides& sides,
                                  const Model& model, const CandidateOptions& options) {
  const SessionMaker maker(comparisons, sides, model, options);
  std::vector<Session> sessions;
  for (const Choice& choice : SessionChooser(comparisons, model, sides).choose()) {
    sessions.push_back(maker.make(choice.fields));
  }
  return sessions;
}

}  // namespace scrutineer::roll
