// Double entry: two persons copy the same paper, without seeing each other's figures, until both
// entries agree (after the Dutch Electoral Council's states of data entry; docs/double-entry.md has
// the diagram).
//
// Two kinds of error are kept apart. The *paper* may be wrong: a rule fires on what it says; that
// never stops the typing, and a reviewer decides. The *typing* may be wrong: the entries differ.
//
// The second entry is semi-blind: its person learns that a field differs, never the other value; in
// a round of retyping not even that. Nothing is discarded: each accepted step stays in a history
// that only grows. There is no clock: who and when are claims, given from outside.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.hpp"
#include "count/rules.hpp"
#include "election/election.hpp"

namespace scrutineer {

// Counts as a person typed them, one for each field of the form, in its order.
using Typed = std::vector<Count>;

// The codes of the rules whose errors (not warnings) a form shows, root causes only.
using PaperCheck = std::function<std::vector<std::string>(const Typed& values)>;

// Asks the rules about one form, whose unit, contest and columns are those of `form`'s only row.
// `election` and `rules` must outlive the result.
PaperCheck paper_check(const Election& election, const std::vector<CheckRule>& rules,
                       ReturnTable form);

struct Entry {
  std::string person;
  Typed values;
  std::string imported_from;  // SHA-256 of the file, where it was imported; else empty
  friend bool operator==(const Entry&, const Entry&) = default;
};

// Errors that a reviewer accepted as the paper's own, for exactly these values.
struct Accepted {
  std::vector<std::string> codes;
  Typed values;
  std::string reviewer, reason;
  friend bool operator==(const Accepted&, const Accepted&) = default;
};

namespace entry_state {

struct Empty {};
struct FirstOpen {
  Entry first;
};
struct FirstWithErrors {  // waits for a reviewer
  Entry first;
  std::vector<std::string> codes;
};
struct FirstFinished {
  Entry first;
  std::optional<Accepted> accepted;
};
struct SecondOpen {
  Entry first;
  std::optional<Accepted> accepted;
  Entry second;
};
struct SecondDiffers {  // its person is told which fields, and may look at the paper once more
  Entry first;
  std::optional<Accepted> accepted;
  Entry second;
};
struct Different {  // waits for a reviewer
  Entry first, second;
  std::optional<Accepted> accepted;
};
struct Retyping {  // both persons type these fields again
  Entry first, second;
  std::optional<Accepted> accepted;
  std::vector<std::size_t> fields;
  bool first_done = false, second_done = false;
};
struct AgreedWithErrors {  // waits for a reviewer
  Entry first, second;
  std::vector<std::string> codes;
};
struct Definitive {
  Entry first, second;  // equal values
  std::optional<Accepted> accepted;
};

}  // namespace entry_state

using EntryState =
    std::variant<entry_state::Empty, entry_state::FirstOpen, entry_state::FirstWithErrors,
                 entry_state::FirstFinished, entry_state::SecondOpen, entry_state::SecondDiffers,
                 entry_state::Different, entry_state::Retyping, entry_state::AgreedWithErrors,
                 entry_state::Definitive>;
std::string_view name_of(const EntryState& state);

enum class Choice { first, second, neither };  // whose value the paper has

namespace entry_act {

struct BeginFirst {};
struct ImportFirst {
  Typed values;
  std::string file_sha256;
};
struct BeginSecond {};
struct Save {  // kept on the way; decides nothing
  Typed values;
};
struct Finish {
  Typed values;
};
struct Confirm {};  // the second person has looked again and stays with what was typed
struct Abandon {};
struct AcceptErrors {};  // a reviewer: the paper itself says so
struct SendBack {        // a reviewer: read the paper again (after agreement: these fields)
  std::vector<std::size_t> fields;
};
struct KeepFirst {};
struct KeepSecond {};
struct Discard {};  // everything that is typed so far; it stays in the history
struct Resolve {    // a reviewer, for each differing field in order
  std::vector<Choice> choices;
};
struct Retype {  // the values of the fields that are typed again, in order
  Typed values;
};
struct Recount {};  // a new revision; the definitive form that it corrects stays

}  // namespace entry_act

using EntryAct = std::variant<entry_act::BeginFirst, entry_act::ImportFirst, entry_act::BeginSecond,
                              entry_act::Save, entry_act::Finish, entry_act::Confirm,
                              entry_act::Abandon, entry_act::AcceptErrors, entry_act::SendBack,
                              entry_act::KeepFirst, entry_act::KeepSecond, entry_act::Discard,
                              entry_act::Resolve, entry_act::Retype, entry_act::Recount>;
std::string_view name_of(const EntryAct& act);

// Who acts, when (a date or time) and why; reviewers always say why.
struct EntryClaim {
  std::string person, when, why;
};

struct EntryRecord {
  EntryAct act;
  EntryClaim by;
  EntryState after;
  std::uint32_t revision = 0;
};

// One form. A refused step leaves it as it is.
class DoubleEntry {
 public:
  // `fields`: the form's counts by name, for messages.
  DoubleEntry(std::vector<std::string> fields, PaperCheck check);

  Result<void> apply(const EntryAct& act, const EntryClaim& by);

  const EntryState& state() const { return state_; }
  const std::vector<EntryRecord>& history() const { return history_; }
  // 0, then one more for each recount; revision n corrects revision n − 1.
  std::uint32_t revision() const { return revision_; }
  // The form that counts: the last definitive one, also while a recount of it is being typed.
  const std::optional<entry_state::Definitive>& definitive() const { return definitive_; }

  // What may be shown to a person: the own figures, never the other's.
  struct Screen {
    Typed values;                      // empty: nothing of this person's is open
    std::vector<std::size_t> differs;  // marked as differing: only in SecondDiffers
    std::vector<std::size_t> to_type;  // of a round of retyping; their values are left blank
  };
  Screen screen(const std::string& person) const;

 private:
  std::vector<std::string> fields_;
  PaperCheck check_;
  EntryState state_;
  std::vector<EntryRecord> history_;
  std::uint32_t revision_ = 0;
  std::optional<entry_state::Definitive> definitive_;
};

// Fields where two entries say different things; not stated and zero are different.
std::vector<std::size_t> differing_fields(const Typed& first, const Typed& second);

}  // namespace scrutineer
