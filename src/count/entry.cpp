#include "count/entry.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

#include <fmt/core.h>

#include "base/text.hpp"
#include "count/check.hpp"
#include "count/forms.hpp"

namespace scrutineer {

namespace {

using namespace entry_state;
using namespace entry_act;

constexpr std::array<std::string_view, std::variant_size_v<EntryState>> kStateNames = {
    "empty",          "first open", "first with errors", "first finished",     "second open",
    "second differs", "different",  "retyping",          "agreed with errors", "definitive"};
constexpr std::array<std::string_view, std::variant_size_v<EntryAct>> kActNames = {
    "begin first", "import first", "begin second",  "save",      "finish",
    "confirm",     "abandon",      "accept errors", "send back", "keep first",
    "keep second", "discard",      "resolve",       "retype",    "recount"};

using Next = Result<EntryState>;

// One overload for each allowed pair of state and act; every other pair ends in the template, which
// refuses. A transition consumes the state.
class Transitions {
 public:
  Transitions(const std::vector<std::string>& fields, const PaperCheck& check, const EntryClaim& by)
      : fields_(fields), check_(check), by_(by) {}

  template <typename State, typename Act>
  Next operator()(State&& state, const Act& act) const {
    return step(std::forward<State>(state), act);
  }

 private:
  template <typename State, typename Act>
  Next step(State&& state, const Act& act) const {
    return fail(fmt::format("\"{}\" is not possible while the form is \"{}\".",
                            name_of(EntryAct(act)), name_of(EntryState(state))));
  }

  // The first entry.
  Next step(Empty&&, const BeginFirst&) const {
    return FirstOpen{{by_.person, Typed(fields_.size()), ""}};
  }
  Next step(Empty&&, const ImportFirst& act) const {
    if (act.file_sha256.empty()) return fail("An import names the digest of its file.");
    if (auto bad = refused(act.values, true)) return tl::unexpected(*bad);
    return after_first({by_.person, act.values, act.file_sha256}, {});
  }
  Next step(FirstOpen&& state, const Save& act) const {
    return typed_by(state.first, act.values, false).map([&] { return EntryState(state); });
  }
  Next step(FirstOpen&& state, const Finish& act) const {
    if (auto done = typed_by(state.first, act.values, true); !done) return again(done);
    return after_first(std::move(state.first), {});
  }
  Next step(FirstOpen&& state, const Abandon&) const {
    if (auto done = may_abandon(state.first); !done) return again(done);
    return Empty{};
  }
  Next step(FirstWithErrors&& state, const AcceptErrors&) const {
    if (auto done = reviewer_of(state.first, nullptr); !done) return again(done);
    Accepted accepted{state.codes, state.first.values, by_.person, by_.why};
    return FirstFinished{std::move(state.first), std::move(accepted)};
  }
  Next step(FirstWithErrors&& state, const SendBack&) const {
    if (auto done = reviewer_of(state.first, nullptr); !done) return again(done);
    return FirstOpen{std::move(state.first)};
  }
  Next step(FirstWithErrors&& state, const Discard&) const {
    if (auto done = reviewer_of(state.first, nullptr); !done) return again(done);
    return Empty{};
  }
  Next step(FirstFinished&& state, const Discard&) const {
    if (auto done = reviewer_of(state.first, nullptr); !done) return again(done);
    return Empty{};
  }

  // The second entry, by another person; never from a file.
  Next step(FirstFinished&& state, const BeginSecond&) const {
    if (by_.person == state.first.person) {
      return fail(
          fmt::format("{} typed the first entry; the second needs another person.", by_.person));
    }
    return SecondOpen{
        std::move(state.first), std::move(state.accepted), {by_.person, Typed(fields_.size()), ""}};
  }
  Next step(SecondOpen&& state, const Save& act) const {
    return typed_by(state.second, act.values, false).map([&] { return EntryState(state); });
  }
  Next step(SecondOpen&& state, const Finish& act) const {
    if (auto done = typed_by(state.second, act.values, true); !done) return again(done);
    if (state.first.values != state.second.values) {
      return SecondDiffers{std::move(state.first), std::move(state.accepted),
                           std::move(state.second)};
    }
    return settle(std::move(state.first), std::move(state.second), std::move(state.accepted));
  }
  Next step(SecondOpen&& state, const Abandon&) const {
    if (auto done = may_abandon(state.second); !done) return again(done);
    return FirstFinished{std::move(state.first), std::move(state.accepted)};
  }
  Next step(SecondDiffers&& state, const Confirm&) const {
    if (auto done = is_person(state.second); !done) return again(done);
    return settle(std::move(state.first), std::move(state.second), std::move(state.accepted));
  }
  Next step(SecondDiffers&& state, const Finish& act) const {
    if (auto done = typed_by(state.second, act.values, true); !done) return again(done);
    return settle(std::move(state.first), std::move(state.second), std::move(state.accepted));
  }

  // The entries differ: errors of typing.
  Next step(Different&& state, const KeepFirst&) const {
    if (auto done = reviewer_of(state.first, &state.second); !done) return again(done);
    return after_first(std::move(state.first), std::move(state.accepted));
  }
  Next step(Different&& state, const KeepSecond&) const {
    if (auto done = reviewer_of(state.first, &state.second); !done) return again(done);
    return after_first(std::move(state.second), std::move(state.accepted));
  }
  Next step(Different&& state, const Discard&) const {
    if (auto done = reviewer_of(state.first, &state.second); !done) return again(done);
    return Empty{};
  }
  Next step(Different&& state, const Resolve& act) const {
    if (auto done = reviewer_of(state.first, &state.second); !done) return again(done);
    const auto differing = differing_fields(state.first.values, state.second.values);
    if (act.choices.size() != differing.size()) {
      return fail(fmt::format("{} fields differ, and {} choices are given.", differing.size(),
                              act.choices.size()));
    }
    std::vector<std::size_t> fields;
    for (std::size_t i = 0; i < differing.size(); ++i) {
      Count& first = state.first.values[differing[i]];
      Count& second = state.second.values[differing[i]];
      if (act.choices[i] == Choice::first) second = first;
      if (act.choices[i] == Choice::second) first = second;
      if (act.choices[i] == Choice::neither) fields.push_back(differing[i]);
    }
    if (fields.empty()) {
      return settle(std::move(state.first), std::move(state.second), std::move(state.accepted));
    }
    return Retyping{std::move(state.first), std::move(state.second), std::move(state.accepted),
                    std::move(fields)};
  }

  // Fields are typed again, by each person for the own entry.
  Next step(Retyping&& state, const Retype& act) const {
    const bool first = by_.person == state.first.person;
    if (!first && by_.person != state.second.person) {
      return fail(fmt::format("Only {} and {} type these fields again.", state.first.person,
                              state.second.person));
    }
    if (first ? state.first_done : state.second_done) {
      return fail(fmt::format("{} has typed these fields again already.", by_.person));
    }
    if (act.values.size() != state.fields.size()) {
      return fail(fmt::format("{} fields are typed again, and {} values are given.",
                              state.fields.size(), act.values.size()));
    }
    Typed& values = first ? state.first.values : state.second.values;
    Typed changed = values;
    for (std::size_t i = 0; i < state.fields.size(); ++i) changed[state.fields[i]] = act.values[i];
    if (auto bad = refused(changed, true)) return tl::unexpected(*bad);
    values = std::move(changed);
    (first ? state.first_done : state.second_done) = true;
    if (!state.first_done || !state.second_done) return std::move(state);
    return settle(std::move(state.first), std::move(state.second), std::move(state.accepted));
  }
  Next step(Retyping&& state, const Discard&) const {
    if (auto done = reviewer_of(state.first, &state.second); !done) return again(done);
    return Empty{};
  }

  // The entries agree, and the rules fire on what they say: errors of the paper.
  Next step(AgreedWithErrors&& state, const AcceptErrors&) const {
    if (auto done = reviewer_of(state.first, &state.second); !done) return again(done);
    Accepted accepted{state.codes, state.first.values, by_.person, by_.why};
    return Definitive{std::move(state.first), std::move(state.second), std::move(accepted)};
  }
  Next step(AgreedWithErrors&& state, const SendBack& act) const {
    if (auto done = reviewer_of(state.first, &state.second); !done) return again(done);
    const bool ascending = std::adjacent_find(act.fields.begin(), act.fields.end(),
                                              std::greater_equal<>()) == act.fields.end();
    if (act.fields.empty() || !ascending || act.fields.back() >= fields_.size()) {
      return fail("Name at least one field of the form to type again, each once, in order.");
    }
    return Retyping{std::move(state.first), std::move(state.second), {}, act.fields};
  }
  Next step(AgreedWithErrors&& state, const Discard&) const {
    if (auto done = reviewer_of(state.first, &state.second); !done) return again(done);
    return Empty{};
  }

  // A later correction starts over; DoubleEntry keeps what it corrects.
  Next step(Definitive&& state, const Recount&) const {
    if (auto done = reviewer_of(state.first, &state.second); !done) return again(done);
    return Empty{};
  }

  // Where a form goes with its first entry, and with both.
  Next after_first(Entry first, std::optional<Accepted> accepted) const {
    auto codes = check_(first.values);
    if (accepted && accepted->values != first.values) accepted.reset();
    if (!codes.empty() && !accepted) return FirstWithErrors{std::move(first), std::move(codes)};
    return FirstFinished{std::move(first), std::move(accepted)};
  }
  Next settle(Entry first, Entry second, std::optional<Accepted> accepted) const {
    if (first.values != second.values) {
      return Different{std::move(first), std::move(second), std::move(accepted)};
    }
    auto codes = check_(first.values);
    if (accepted && accepted->values != first.values) accepted.reset();
    if (!codes.empty() && !accepted) {
      return AgreedWithErrors{std::move(first), std::move(second), std::move(codes)};
    }
    return Definitive{std::move(first), std::move(second), std::move(accepted)};
  }

  // Conditions.
  Result<void> is_person(const Entry& entry) const {
    if (by_.person == entry.person) return {};
    return fail(fmt::format("This entry is {}'s to type.", entry.person));
  }
  Result<void> typed_by(Entry& entry, const Typed& values, bool finished) const {
    if (auto done = is_person(entry); !done) return done;
    if (auto bad = refused(values, finished)) return tl::unexpected(*bad);
    entry.values = values;
    return {};
  }
  Result<void> may_abandon(const Entry& entry) const {
    if (by_.person == entry.person || !by_.why.empty()) return {};
    return fail(fmt::format("Who abandons {}'s entry says why.", entry.person));
  }
  // Nobody reviews an own entry; a decision has a reason.
  Result<void> reviewer_of(const Entry& first, const Entry* second) const {
    if (by_.person == first.person || (second != nullptr && by_.person == second->person)) {
      return fail(fmt::format("{} typed this form; somebody else reviews it.", by_.person));
    }
    if (by_.why.empty()) return fail("A reviewer's decision needs a reason.");
    return {};
  }
  std::optional<Errors> refused(const Typed& values, bool finished) const {
    if (values.size() != fields_.size()) {
      return fail(fmt::format("The form has {} fields, and {} values are given.", fields_.size(),
                              values.size()))
          .value();
    }
    Errors errors;
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (!values[i] || (*values[i] >= 0 && *values[i] <= kMaximumCount)) continue;
      errors.push_back(
          {"", 0, fields_[i], std::to_string(*values[i]), "a whole number from 0 to 10^15", ""});
    }
    const auto stated = [](const Count& value) { return value.has_value(); };
    if (errors.empty() && finished && std::none_of(values.begin(), values.end(), stated)) {
      return fail("Nothing is stated; an empty form cannot be finished.").value();
    }
    return errors.empty() ? std::nullopt : std::optional<Errors>(std::move(errors));
  }
  static Next again(const Result<void>& failed) { return tl::unexpected(failed.error()); }

  const std::vector<std::string>& fields_;
  const PaperCheck& check_;
  const EntryClaim& by_;
};

}  // namespace

std::string_view name_of(const EntryState& state) { return kStateNames[state.index()]; }
std::string_view name_of(const EntryAct& act) { return kActNames[act.index()]; }

std::vector<std::size_t> differing_fields(const Typed& first, const Typed& second) {
  std::vector<std::size_t> fields;
  for (std::size_t i = 0; i < first.size(); ++i) {
    if (first[i] != second[i]) fields.push_back(i);
  }
  return fields;
}

DoubleEntry::DoubleEntry(std::vector<std::string> fields, PaperCheck check)
    : fields_(std::move(fields)), check_(std::move(check)) {}

Result<void> DoubleEntry::apply(const EntryAct& act, const EntryClaim& by) {
  if (by.person.empty()) return fail("Every step names its person.");
  if (!is_date_or_time(by.when)) {
    return fail(Error{"", 0, "when", by.when, "a date, or a date and time with its offset", ""});
  }
  Next next = std::visit(Transitions(fields_, check_, by), EntryState(state_), act);
  if (!next) return tl::unexpected(std::move(next.error()));
  state_ = std::move(*next);
  if (std::holds_alternative<Recount>(act)) ++revision_;
  if (const auto* definitive = std::get_if<Definitive>(&state_)) definitive_ = *definitive;
  history_.push_back({act, by, state_, revision_});
  return {};
}

DoubleEntry::Screen DoubleEntry::screen(const std::string& person) const {
  Screen screen;
  if (const auto* open = std::get_if<FirstOpen>(&state_); open && open->first.person == person) {
    screen.values = open->first.values;
  }
  if (const auto* open = std::get_if<SecondOpen>(&state_); open && open->second.person == person) {
    screen.values = open->second.values;
  }
  if (const auto* open = std::get_if<SecondDiffers>(&state_);
      open && open->second.person == person) {
    screen.values = open->second.values;
    screen.differs = differing_fields(open->first.values, open->second.values);
  }
  if (const auto* open = std::get_if<Retyping>(&state_)) {
    const bool first = open->first.person == person && !open->first_done;
    const bool second = open->second.person == person && !open->second_done;
    if (first || second) {
      screen.values = first ? open->first.values : open->second.values;
      screen.to_type = open->fields;
      for (const std::size_t field : open->fields) screen.values[field].reset();
    }
  }
  return screen;
}

PaperCheck paper_check(const Election& election, const std::vector<CheckRule>& rules,
                       ReturnTable form) {
  return [&election, &rules, form = std::move(form)](const Typed& values) {
    ReturnTable table = form;
    for (std::size_t i = 0; i < table.columns.size(); ++i) table.columns[i].cells = {values[i]};
    const Forms forms(election, table);
    std::vector<std::string> codes;
    std::size_t explained = 0;
    for (Violation& found : check_form(election, rules, forms, 0, explained)) {
      if (found.severity == Severity::error) codes.push_back(std::move(found.code));
    }
    return codes;
  };
}

}  // namespace scrutineer
