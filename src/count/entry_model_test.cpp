// Double entry against an independent model of it (entry_model_for_tests.hpp): every state is
// entered, every act tried in it by every person; then long random walks go where no script went.
// docs/double-entry.md draws the table.
#include <fstream>
#include <iterator>
#include <set>

#include <fmt/core.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "count/entry_model_for_tests.hpp"

namespace scrutineer {
namespace {

using namespace entry_model;

struct Pair {
  DoubleEntry real = form();
  Model model;
  std::set<std::pair<std::pair<State, std::size_t>, State>>* seen = nullptr;

  // Tries a step on both and compares them in everything that can be seen.
  void step(const EntryAct& act, const EntryClaim& by) {
    const Row* row = row_of(model.state, act.index());
    bool allowed = row != nullptr && model.may(*row, by) && model.well_formed(act);
    Model next = model;
    if (allowed) next.take(act, by);
    // A retyping may leave an entry that states nothing, which is refused as any other is.
    if (allowed && act.index() == kRetype &&
        (by.person == next.first ? next.first_values : next.second_values) == Typed(3)) {
      allowed = false;
    }
    const auto before = real.history().size();
    const auto done = real.apply(act, by);
    ASSERT_EQ(done.has_value(), allowed)
        << name_of(real.state()) << ", " << name_of(act) << " by " << by.person << ": "
        << (done ? "" : to_sentence(done.error().front()));
    ASSERT_EQ(real.history().size(), before + (allowed ? 1U : 0U));
    if (!allowed) {
      ASSERT_EQ(real.state().index(), static_cast<std::size_t>(model.state));
      return;
    }
    if (seen != nullptr) seen->insert({{model.state, act.index()}, next.state});
    ASSERT_NE(std::find(row->to.begin(), row->to.end(), next.state), row->to.end());
    model = next;
    ASSERT_EQ(real.state().index(), static_cast<std::size_t>(model.state));
    compare();
  }

  void compare() const {
    const auto& record = real.history().back();
    ASSERT_EQ(record.after.index(), real.state().index());
    std::visit(
        [&](const auto& state) {
          if constexpr (requires { state.first; }) {
            ASSERT_EQ(state.first.person, model.first);
            ASSERT_EQ(state.first.values, model.first_values);
          }
          if constexpr (requires { state.second; }) {
            ASSERT_EQ(state.second.person, model.second);
            ASSERT_EQ(state.second.values, model.second_values);
            ASSERT_NE(state.first.person, state.second.person);
            ASSERT_TRUE(state.second.imported_from.empty());
          }
        },
        real.state());
    if (const auto* end = std::get_if<entry_state::Definitive>(&real.state())) {
      ASSERT_EQ(end->first.values, end->second.values);
      ASSERT_TRUE(errors_of(end->first.values).empty() ||
                  (end->accepted && end->accepted->values == end->first.values &&
                   !end->accepted->reason.empty()));
      ASSERT_EQ(real.definitive()->first, end->first);
    }
  }
};

EntryClaim by(const std::string& person, const std::string& why = "as the paper has it") {
  return {person, "2013-07-29T08:00+07:00", why};
}

const Typed kGood = {{10, 6, 4}};
const Typed kOther = {{10, 7, 3}};
const Typed kBad = {{10, 6, 3}};
const Typed kBadOther = {{10, 5, 4}};

struct Step {
  EntryAct act;
  EntryClaim by;
};

// Ways into every state, and into those that carry different things by more than one.
std::vector<std::vector<Step>> ways() {
  const Step ann{act::BeginFirst{}, by("ann")};
  const auto ann_types = [](const Typed& v) { return Step{act::Finish{v}, by("ann")}; };
  const Step ben{act::BeginSecond{}, by("ben")};
  const auto ben_types = [](const Typed& v) { return Step{act::Finish{v}, by("ben")}; };
  const auto eve = [](const EntryAct& step) { return Step{step, by("eve")}; };
  const Step confirm{act::Confirm{}, by("ben")};
  using C = std::vector<Choice>;
  // Both typed, one field differs, and neither reading of it was taken.
  const auto retyping = [&](const std::vector<Step>& then) {
    std::vector<Step> steps = {ann,     ann_types(kGood),
                               ben,     ben_types(kBad),
                               confirm, eve(act::Resolve{C{Choice::neither}})};
    steps.insert(steps.end(), then.begin(), then.end());
    return steps;
  };
  return {
      {},
      {ann},
      {ann, ann_types(kBad)},
      {ann, ann_types(kGood)},
      {{act::ImportFirst{kGood, "00ff"}, by("ann")}},
      {{act::ImportFirst{kBad, "00ff"}, by("ann")}},
      {ann, ann_types(kBad), eve(act::AcceptErrors{})},
      {ann, ann_types(kGood), ben},
      {ann, ann_types(kBad), eve(act::AcceptErrors{}), ben},
      {ann, ann_types(kGood), ben, ben_types(kOther)},
      {ann, ann_types(kGood), ben, ben_types(kBad)},
      {ann, ann_types(kGood), ben, ben_types(kOther), confirm},
      {ann, ann_types(kGood), ben, ben_types(kBad), confirm},
      retyping({}),
      retyping({{act::Retype{{3}}, by("ann")}}),
      retyping({{act::Retype{{4}}, by("ann")}}),
      retyping({{act::Retype{{3}}, by("ann")}, {act::Retype{{4}}, by("ben")}}),
      {ann, ann_types(kGood), ben, ben_types(kBad), confirm, eve(act::Resolve{C{Choice::second}})},
      {ann, ann_types(kGood), ben, ben_types(kGood)},
      {ann, ann_types(kBad), eve(act::AcceptErrors{}), ben, ben_types(kBad)},
      {ann, ann_types(kBad), eve(act::AcceptErrors{}), ben, ben_types(kBadOther), confirm},
  };
}

std::vector<EntryAct> acts() {
  using C = std::vector<Choice>;
  std::vector<EntryAct> list = {
      act::BeginFirst{},   act::BeginSecond{}, act::Confirm{},     act::Abandon{},
      act::AcceptErrors{}, act::SendBack{},    act::SendBack{{1}}, act::KeepFirst{},
      act::KeepSecond{},   act::Discard{},     act::Recount{},     act::Resolve{},
      act::Retype{},       act::Retype{{3}},   act::Retype{{4}},   act::Retype{{7, 7}}};
  for (const Typed& values : {kGood, kOther, kBad, kBadOther, Typed(3), Typed{1}}) {
    list.emplace_back(act::Finish{values});
    list.emplace_back(act::ImportFirst{values, "00ff"});
    if (values.size() == 3) list.emplace_back(act::Save{values});
  }
  for (const Choice one : {Choice::first, Choice::second, Choice::neither}) {
    list.emplace_back(act::Resolve{C{one}});
    for (const Choice two : {Choice::first, Choice::second, Choice::neither}) {
      list.emplace_back(act::Resolve{C{one, two}});
    }
  }
  return list;
}

TEST(DoubleEntryModel, EveryActInEveryStateByEveryPersonDoesWhatTheTableSays) {
  std::set<std::pair<std::pair<State, std::size_t>, State>> seen;
  std::set<State> reached;
  std::set<std::size_t> tried;
  std::size_t steps = 0;
  for (const auto& way : ways()) {
    Pair start;
    start.seen = &seen;
    for (const Step& step : way) ASSERT_NO_FATAL_FAILURE(start.step(step.act, step.by));
    reached.insert(start.model.state);
    for (const EntryAct& act : acts()) {
      tried.insert(act.index());
      for (const char* person : {"ann", "ben", "eve"}) {
        for (const char* why : {"", "as the paper has it"}) {
          Pair pair = start;
          ASSERT_NO_FATAL_FAILURE(pair.step(act, by(person, why)));
          ++steps;
        }
      }
    }
  }
  EXPECT_EQ(reached.size(), static_cast<std::size_t>(kStates));
  EXPECT_EQ(tried.size(), static_cast<std::size_t>(kActs));
  EXPECT_GT(steps, 4000U);
  std::vector<std::string> unseen;
  for (const Row& row : table()) {
    for (const State to : row.to) {
      if (!seen.contains({{row.from, row.act}, to})) {
        unseen.push_back(fmt::format("{} {} {}", static_cast<int>(row.from),
                                     static_cast<int>(row.act), static_cast<int>(to)));
      }
    }
  }
  EXPECT_EQ(unseen, (std::vector<std::string>{}));
}

rc::Gen<Typed> typed(std::size_t size) {
  return rc::gen::container<Typed>(
      size, rc::gen::element<Count>(std::nullopt, Count(0), Count(1), Count(2)));
}

rc::Gen<EntryAct> any_act(const Model& model) {
  const std::size_t fields = model.state == kRetyping ? model.fields.size() : 1;
  const std::size_t differing =
      model.state == kDifferent ? differing_fields(model.first_values, model.second_values).size()
                                : 1;
  // Typists often read alike, else walks would never end.
  const auto values = model.first_values.size() == 3
                          ? rc::gen::oneOf(typed(3), rc::gen::just(model.first_values))
                          : typed(3);
  return rc::gen::mapcat(rc::gen::inRange<int>(0, kActs), [=](int kind) -> rc::Gen<EntryAct> {
    const auto of = [](auto made) { return rc::gen::just(EntryAct(made)); };
    switch (kind) {
      case kBeginFirst:
        return of(act::BeginFirst{});
      case kImportFirst:
        return rc::gen::map(values,
                            [](Typed v) -> EntryAct { return act::ImportFirst{v, "00ff"}; });
      case kBeginSecond:
        return of(act::BeginSecond{});
      case kSave:
        return rc::gen::map(values, [](Typed v) -> EntryAct { return act::Save{v}; });
      case kFinish:
        return rc::gen::map(values, [](Typed v) -> EntryAct { return act::Finish{v}; });
      case kConfirm:
        return of(act::Confirm{});
      case kAbandon:
        return of(act::Abandon{});
      case kAcceptErrors:
        return of(act::AcceptErrors{});
      case kSendBack:
        return rc::gen::element<EntryAct>(act::SendBack{{0}}, act::SendBack{{1, 2}});
      case kKeepFirst:
        return of(act::KeepFirst{});
      case kKeepSecond:
        return of(act::KeepSecond{});
      case kDiscard:
        return of(act::Discard{});
      case kResolve:
        return rc::gen::map(
            rc::gen::container<std::vector<Choice>>(
                differing, rc::gen::element(Choice::first, Choice::second, Choice::neither)),
            [](std::vector<Choice> c) -> EntryAct { return act::Resolve{c}; });
      case kRetype:
        return rc::gen::map(typed(fields), [](Typed v) -> EntryAct { return act::Retype{v}; });
      default:
        return of(act::Recount{});
    }
  });
}

RC_GTEST_PROP(DoubleEntryModel, LongWalksStayWithTheModelAndTheHistoryOnlyGrows, ()) {
  Pair pair;
  std::vector<EntryRecord> before;
  std::uint32_t definitive = 0;
  for (int i = 0; i < 400; ++i) {
    const EntryAct act = *any_act(pair.model);
    const auto person = *rc::gen::element<std::string>("ann", "ben", "eve", "dan");
    pair.step(act, by(person, *rc::gen::element<std::string>("", "why", "why")));
    if (::testing::Test::HasFatalFailure()) RC_FAIL("the model and the machine part");
    const auto& now = pair.real.history();
    RC_ASSERT(now.size() >= before.size());
    for (std::size_t r = 0; r < before.size(); ++r) {
      RC_ASSERT(now[r].act.index() == before[r].act.index());
      RC_ASSERT(now[r].by.person == before[r].by.person);
      RC_ASSERT(now[r].after.index() == before[r].after.index());
    }
    if (now.size() > before.size() && pair.model.state == kDefinitive) ++definitive;
    RC_ASSERT(pair.real.definitive().has_value() == (definitive > 0));
    before = now;
  }
  RC_TAG(definitive > 0 ? "became definitive" : "did not");
}

// The diagram of the documentation, from the table.
std::string diagram() {
  const auto camel = [](std::string_view name) {
    std::string text;
    bool upper = true;
    for (const char c : name) {
      if (c == ' ') {
        upper = true;
        continue;
      }
      text += upper ? static_cast<char>(c - 'a' + 'A') : c;
      upper = false;
    }
    return text;
  };
  static constexpr const char* kStateNames[] = {
      "empty",          "first open", "first with errors", "first finished",     "second open",
      "second differs", "different",  "retyping",          "agreed with errors", "definitive"};
  static constexpr const char* kActNames[] = {
      "begin first", "import first", "begin second",  "save",      "finish",
      "confirm",     "abandon",      "accept errors", "send back", "keep first",
      "keep second", "discard",      "resolve",       "retype",    "recount"};
  std::string text = "```mermaid\nstateDiagram-v2\n  [*] --> Empty\n";
  for (const Row& row : table()) {
    for (const State to : row.to) {
      const bool by_reviewer = row.who == Who::reviewer;
      text +=
          fmt::format("  {} --> {} : {}{}\n", camel(kStateNames[row.from]), camel(kStateNames[to]),
                      kActNames[row.act], by_reviewer ? " (reviewer)" : "");
    }
  }
  return text + "```\n";
}

TEST(DoubleEntryModel, TheDiagramOfTheDocumentationIsTheTable) {
  std::ifstream file(SCRUTINEER_SOURCE_DIR "/docs/double-entry.md");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  EXPECT_NE(text.find(diagram()), std::string::npos)
      << "docs/double-entry.md should have this diagram:\n"
      << diagram();
}

}  // namespace
}  // namespace scrutineer
