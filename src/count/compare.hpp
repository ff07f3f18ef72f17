// Copies of the same forms, side by side: where they differ, in which way, and what the differences
// add up to. No copy is taken for the truth; one is named as the reference to count from.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "election/election.hpp"

namespace scrutineer {

// How two copies of one form differ. The first that fits, in this order:
//   swapped parties: two parties' votes stand for each other, all else is equal;
//   shifted: a run of parties' votes stands one row up or down;
//   transposed digits: one count, two neighbouring digits stand for each other;
//   tenfold: one count, a digit too many or too few at its end;
//   one digit: one count, one digit is another;
//   otherwise: anything else.
enum class DifferenceKind {
  swapped_parties,
  shifted,
  transposed_digits,
  tenfold,
  one_digit,
  other
};
std::string_view name_of(DifferenceKind kind);

struct DifferingCount {
  std::size_t slot = 0;
  Votes reference = 0, copy = 0;
};

struct Difference {
  ContestIndex contest;
  UnitIndex unit;
  SourceIndex reference, copy;
  DifferenceKind kind = DifferenceKind::other;
  std::vector<DifferingCount> counts;  // by slot; counts that both state
};

// What one copy would change beside the reference, over all forms that both hold.
struct NetEffect {
  ContestIndex contest;
  SourceIndex reference, copy;
  std::size_t compared = 0, equal = 0, only_reference = 0, only_copy = 0;  // forms
  struct OfKind {
    std::size_t forms = 0;
    std::vector<Votes> by_party;  // copy − reference
  };
  std::vector<OfKind> by_kind;  // by DifferenceKind
};

struct CopyComparison {
  std::vector<Difference> differences;  // by contest, copy, unit
  std::vector<NetEffect> effects;       // by contest, copy
};

// All copies of one form by who agrees with whom: a source stands in the first group whose first
// member it does not differ from, in the order of election.toml, which is to be the order in which
// the form travelled. Where there are two groups, the copies first part at the second's first
// member.
struct FormMatrix {
  ContestIndex contest;
  UnitIndex unit;
  std::vector<std::vector<SourceIndex>> agreeing;
};

// Every form of which two copies differ; by contest, then unit.
std::vector<FormMatrix> differing_forms(const Election& election);

// The differences summed by the units of one level that they lie in: for each unit, copy and kind
// what the copy would change. By unit, contest, copy, kind; units without a difference left out.
struct EffectInUnit {
  UnitIndex unit;
  ContestIndex contest;
  SourceIndex copy;
  DifferenceKind kind = DifferenceKind::other;
  std::size_t forms = 0;
  std::vector<Votes> by_party;  // copy − reference
};
std::vector<EffectInUnit> effects_by_unit(const Election& election,
                                          const CopyComparison& comparison, std::uint32_t level);

// Every other source with forms of the contest against the reference.
CopyComparison compare_copies(const Election& election, SourceIndex reference);

// How two forms differ, by the parties' votes in the order of the form; both of one length.
DifferenceKind kind_of_difference(const std::vector<Votes>& reference,
                                  const std::vector<Votes>& copy);

}  // namespace scrutineer
