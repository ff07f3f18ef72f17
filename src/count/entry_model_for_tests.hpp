// An independent model of double entry: a table of allowed steps, and a few lines that say which of
// a step's ends is reached. For entry_model_test.cpp alone.
#pragma once

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "count/entry.hpp"

namespace scrutineer::entry_model {

namespace act = entry_act;

// In the order of the variants, so that positions can be compared.
enum State {
  kEmpty,
  kFirstOpen,
  kFirstWithErrors,
  kFirstFinished,
  kSecondOpen,
  kSecondDiffers,
  kDifferent,
  kRetyping,
  kAgreedWithErrors,
  kDefinitive,
  kStates
};
enum ActKind {
  kBeginFirst,
  kImportFirst,
  kBeginSecond,
  kSave,
  kFinish,
  kConfirm,
  kAbandon,
  kAcceptErrors,
  kSendBack,
  kKeepFirst,
  kKeepSecond,
  kDiscard,
  kResolve,
  kRetype,
  kRecount,
  kActs
};
enum class Who { anybody, first, second, typist, not_first, reviewer };

struct Row {
  State from;
  ActKind act;
  Who who;
  std::vector<State> to;
};

inline const std::vector<Row>& table() {
  static const std::vector<Row> rows = {
      {kEmpty, kBeginFirst, Who::anybody, {kFirstOpen}},
      {kEmpty, kImportFirst, Who::anybody, {kFirstFinished, kFirstWithErrors}},
      {kFirstOpen, kSave, Who::first, {kFirstOpen}},
      {kFirstOpen, kFinish, Who::first, {kFirstFinished, kFirstWithErrors}},
      {kFirstOpen, kAbandon, Who::anybody, {kEmpty}},
      {kFirstWithErrors, kAcceptErrors, Who::reviewer, {kFirstFinished}},
      {kFirstWithErrors, kSendBack, Who::reviewer, {kFirstOpen}},
      {kFirstWithErrors, kDiscard, Who::reviewer, {kEmpty}},
      {kFirstFinished, kBeginSecond, Who::not_first, {kSecondOpen}},
      {kFirstFinished, kDiscard, Who::reviewer, {kEmpty}},
      {kSecondOpen, kSave, Who::second, {kSecondOpen}},
      {kSecondOpen, kFinish, Who::second, {kDefinitive, kSecondDiffers}},
      {kSecondOpen, kAbandon, Who::anybody, {kFirstFinished}},
      {kSecondDiffers, kConfirm, Who::second, {kDifferent}},
      {kSecondDiffers, kFinish, Who::second, {kDefinitive, kDifferent}},
      {kDifferent, kKeepFirst, Who::reviewer, {kFirstFinished, kFirstWithErrors}},
      {kDifferent, kKeepSecond, Who::reviewer, {kFirstFinished, kFirstWithErrors}},
      {kDifferent, kResolve, Who::reviewer, {kDefinitive, kAgreedWithErrors, kRetyping}},
      {kDifferent, kDiscard, Who::reviewer, {kEmpty}},
      {kRetyping, kRetype, Who::typist, {kRetyping, kDifferent, kDefinitive, kAgreedWithErrors}},
      {kRetyping, kDiscard, Who::reviewer, {kEmpty}},
      {kAgreedWithErrors, kAcceptErrors, Who::reviewer, {kDefinitive}},
      {kAgreedWithErrors, kSendBack, Who::reviewer, {kRetyping}},
      {kAgreedWithErrors, kDiscard, Who::reviewer, {kEmpty}},
      {kDefinitive, kRecount, Who::reviewer, {kEmpty}},
  };
  return rows;
}

inline const Row* row_of(State from, std::size_t kind) {
  for (const Row& row : table()) {
    if (row.from == from && static_cast<std::size_t>(row.act) == kind) return &row;
  }
  return nullptr;
}

// The form of these tests: valid, red, blue; its only rule is that the last two add up.
inline std::vector<std::string> errors_of(const Typed& values) {
  if (values[0] && values[1] && values[2] && *values[0] != *values[1] + *values[2]) return {"sum"};
  return {};
}

inline DoubleEntry form() { return DoubleEntry({"valid", "red", "blue"}, errors_of); }

// What the model remembers of a form.
struct Model {
  State state = kEmpty;
  std::string first, second;
  Typed first_values, second_values;
  std::optional<Typed> accepted;
  std::vector<std::size_t> fields;
  std::set<std::string> done;

  bool may(const Row& row, const EntryClaim& by) const {
    const bool is_first = by.person == first;
    const bool has_second = state == kSecondOpen || state >= kSecondDiffers;
    const bool is_second = has_second && by.person == second;
    switch (row.who) {
      case Who::anybody:
        return row.act != kAbandon || !by.why.empty() ||
               by.person == (state == kFirstOpen ? first : second);
      case Who::first:
        return is_first;
      case Who::second:
        return is_second;
      case Who::typist:
        return (is_first || is_second) && !done.contains(by.person);
      case Who::not_first:
        return !is_first;
      case Who::reviewer:
        return !is_first && !is_second && !by.why.empty();
    }
    return false;
  }

  bool clean(const Typed& values) const { return errors_of(values).empty() || accepted == values; }
  State one() const { return clean(first_values) ? kFirstFinished : kFirstWithErrors; }
  State both() const {
    if (first_values != second_values) return kDifferent;
    return clean(first_values) ? kDefinitive : kAgreedWithErrors;
  }

  // A step that is allowed and well formed.
  void take(const EntryAct& step, const EntryClaim& by) {
    const State before = state;
    switch (step.index()) {
      case kBeginFirst:
        first = by.person;
        first_values = Typed(3);
        accepted.reset();
        state = kFirstOpen;
        break;
      case kImportFirst:
        first = by.person;
        first_values = std::get<act::ImportFirst>(step).values;
        accepted.reset();
        state = one();
        break;
      case kBeginSecond:
        second = by.person;
        second_values = Typed(3);
        state = kSecondOpen;
        break;
      case kSave:
        (before == kFirstOpen ? first_values : second_values) = std::get<act::Save>(step).values;
        break;
      case kFinish:
        (before == kFirstOpen ? first_values : second_values) = std::get<act::Finish>(step).values;
        if (before == kFirstOpen) accepted.reset();
        state = before == kFirstOpen ? one() : both();
        if (before == kSecondOpen && state == kDifferent) state = kSecondDiffers;
        break;
      case kConfirm:
        state = kDifferent;
        break;
      case kAbandon:
        state = before == kFirstOpen ? kEmpty : kFirstFinished;
        break;
      case kAcceptErrors:
        accepted = first_values;
        state = before == kFirstWithErrors ? kFirstFinished : kDefinitive;
        break;
      case kSendBack:
        fields = std::get<act::SendBack>(step).fields;
        done.clear();
        accepted.reset();
        state = before == kFirstWithErrors ? kFirstOpen : kRetyping;
        break;
      case kKeepSecond:
        first = second;
        first_values = second_values;
        [[fallthrough]];
      case kKeepFirst:
        state = one();
        break;
      case kResolve:
        resolve(std::get<act::Resolve>(step).choices);
        break;
      case kRetype:
        for (std::size_t i = 0; i < fields.size(); ++i) {
          (by.person == first ? first_values : second_values)[fields[i]] =
              std::get<act::Retype>(step).values[i];
        }
        done.insert(by.person);
        if (done.size() == 2) state = both();
        break;
      default:  // discard, recount
        state = kEmpty;
    }
  }

  void resolve(const std::vector<Choice>& choices) {
    const auto differing = differing_fields(first_values, second_values);
    fields.clear();
    done.clear();
    for (std::size_t i = 0; i < differing.size(); ++i) {
      const std::size_t f = differing[i];
      if (choices[i] == Choice::first) second_values[f] = first_values[f];
      if (choices[i] == Choice::second) first_values[f] = second_values[f];
      if (choices[i] == Choice::neither) fields.push_back(f);
    }
    state = fields.empty() ? both() : kRetyping;
  }

  // Whether what the act carries fits the form; persons and states are the table's matter.
  bool well_formed(const EntryAct& step) const {
    const auto states_something = [](const Typed& values) {
      return values.size() == 3 && values != Typed(3);
    };
    if (const auto* import = std::get_if<act::ImportFirst>(&step)) {
      return states_something(import->values);
    }
    if (const auto* finish = std::get_if<act::Finish>(&step)) {
      return states_something(finish->values);
    }
    if (const auto* resolve_it = std::get_if<act::Resolve>(&step)) {
      return resolve_it->choices.size() == differing_fields(first_values, second_values).size();
    }
    if (const auto* back = std::get_if<act::SendBack>(&step)) {
      return state != kAgreedWithErrors || !back->fields.empty();
    }
    if (const auto* retype = std::get_if<act::Retype>(&step)) return typed_again(*retype);
    return true;
  }
  bool typed_again(const act::Retype& retype) const {
    return retype.values.size() == fields.size();
  }
};

}  // namespace scrutineer::entry_model
