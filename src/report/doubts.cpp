// The doubts and what each could do; what contradicts itself; what would settle what is open.
#include <algorithm>
#include <set>

#include "findings/findings.hpp"
#include "findings/phrases.hpp"
#include "report/parts.hpp"
#include "report/sections.hpp"

namespace scrutineer {

namespace {

// The doubts of one question, to be looked up by id: there may be thousands.
struct Bearing {
  const QuestionOutcome* outcome;
  std::set<std::string_view> decisive, idle, counted;
};

std::vector<Bearing> bearings_of(const View& view) {
  std::vector<Bearing> bearings;
  for (const QuestionOutcome& outcome : view.input.outcome.questions) {
    const auto set_of = [](const std::vector<std::string>& ids) {
      return std::set<std::string_view>(ids.begin(), ids.end());
    };
    bearings.push_back({&outcome, set_of(outcome.decisive_doubts), set_of(outcome.idle_doubts),
                        set_of(outcome.doubts)});
  }
  return bearings;
}

Markup question_names(const View& view, const std::vector<const QuestionOutcome*>& outcomes) {
  Markup list;
  std::set<std::size_t> told;
  for (const QuestionOutcome* outcome : outcomes) {
    if (!told.insert(outcome->question).second) continue;
    if (!list.empty()) list += text("; ");
    list += view.in(name_of(view.election(), view.election().questions[outcome->question]));
  }
  return list;
}

// What one doubt does: the questions it decides alone, those it is counted in, or none.
Markup effect_of(const View& view, const std::vector<Bearing>& bearings, const std::string& id) {
  std::vector<const QuestionOutcome*> decides, counts, idle;
  for (const Bearing& bearing : bearings) {
    if (bearing.decisive.contains(id)) {
      decides.push_back(bearing.outcome);
    } else if (bearing.idle.contains(id)) {
      idle.push_back(bearing.outcome);
    } else if (bearing.counted.contains(id)) {
      counts.push_back(bearing.outcome);
    }
  }
  if (!idle.empty() && decides.empty() && counts.empty())
    return view.words("doubts.idle-everywhere");
  std::vector<Markup> lines;
  const auto line = [&](std::string_view word,
                        const std::vector<const QuestionOutcome*>& outcomes) {
    if (!outcomes.empty())
      lines.push_back(element("strong", {}, view.words(word)) + text(" ") +
                      question_names(view, outcomes));
  };
  line("doubts.decides", decides);
  line("doubts.counts", counts);
  line("doubts.idle", idle);
  return lines.empty() ? view.words("doubts.not-counted") : bullets(lines);
}

Table::Row doubt_row(const View& view, const std::vector<Bearing>& bearings, const Doubt& doubt) {
  const std::string high = doubt.high ? grouped(*doubt.high) : view.say("number.all");
  const Markup amount =
      doubt.low > 0
          ? view.words("price-cell.range", {{"low", number(doubt.low)}, {"high", everywhere(high)}})
          : view.words("price-cell.upto", {{"high", everywhere(high)}});
  Markup claim = view.words("doubt-way." + std::string(name_of(doubt.way)));
  if (!doubt.note.empty()) claim += element("p", {{"class", "note"}}, view.original(doubt.note));
  if (!doubt.citation.empty())
    claim += element("p", {{"class", "note"}}, view.citation(doubt.citation));
  const Markup place = doubt.units.size() > 3 ? view.units(doubt.units)
                                              : view.in(place_of(view.election(), doubt.units));
  return {anchor("doubt", doubt.id),
          {element("code", {}, text(doubt.id)), view.name(doubt.source), claim, place, amount,
           view.words("status." + std::string(name_of(doubt.status))),
           effect_of(view, bearings, doubt.id)}};
}

// Where doubts are many, the largest of those that count in the first question.
Markup largest_table(const View& view) {
  if (view.input.outcome.questions.empty()) return {};
  const QuestionOutcome& main = view.input.outcome.questions.front();
  const std::size_t shown = main.largest_doubts.size();
  if (shown == 0 || main.doubts.size() <= shown) return {};
  const auto count = static_cast<std::int64_t>(main.doubts.size());
  Table rows{view.words("doubts.largest.caption", {{"count", number(count)}}),
             {{view.say("doubts.id")},
              {view.say("doubts.source")},
              {view.say("doubts.claim")},
              {view.say("doubts.place")},
              {view.say("doubts.largest.votes"), true},
              {view.say("doubts.status")}},
             {}};
  for (const DoubtSize& size : main.largest_doubts) {
    const auto& doubts = view.election().doubts;
    const auto doubt = std::find_if(doubts.begin(), doubts.end(),
                                    [&](const Doubt& one) { return one.id == size.doubt; });
    Table::Row row{"", {element("code", {}, text(size.doubt))}};
    if (doubt == doubts.end()) {  // a place that has not reported
      row.cells.insert(row.cells.end(),
                       {view.name(main.basis), view.words("doubt-way.addable"), text("–")});
    } else {
      row.cells.insert(
          row.cells.end(),
          {view.name(doubt->source), view.words("doubt-way." + std::string(name_of(doubt->way))),
           view.in(place_of(view.election(), doubt->units))});
    }
    row.cells.push_back(text(size.votes < kMaximumCount ? grouped(size.votes) : "–"));
    row.cells.push_back(doubt == doubts.end()
                            ? text("–")
                            : view.words("status." + std::string(name_of(doubt->status))));
    rows.rows.push_back(std::move(row));
  }
  return table(rows);
}

Markup status_table(const View& view) {
  if (view.input.outcome.by_status.empty()) return {};
  Table rows{view.words("cuts.caption"),
             {{view.say("questions.question")},
              {view.say("questions.basis")},
              {view.say("cuts.status")},
              {view.say("cuts.count"), true},
              {view.say("questions.answer")}},
             {}};
  for (const StatusCut& cut : view.input.outcome.by_status)
    rows.rows.push_back(
        {"",
         {view.in(name_of(view.election(), view.election().questions[cut.question])),
          view.name(cut.basis),
          view.words("cuts.or-stronger",
                     {{"status", say("status." + std::string(name_of(cut.status)))}}),
          text(grouped(static_cast<std::int64_t>(cut.doubts))),
          view.words("answer-label." + std::string(name_of(cut.answer)))}});
  return table(rows);
}

}  // namespace

Markup doubts_section(const View& view) {
  if (view.election().doubts.empty() && view.input.outcome.by_status.empty()) return {};
  Markup content = paragraph(view.words("doubts.intro"));
  if (!view.election().doubts.empty()) {
    Table rows{view.words("doubts.caption"),
               {{view.say("doubts.id")},
                {view.say("doubts.source")},
                {view.say("doubts.claim")},
                {view.say("doubts.place")},
                {view.say("doubts.votes"), true},
                {view.say("doubts.status")},
                {view.say("doubts.effect")}},
               {}};
    const std::vector<Bearing> bearings = bearings_of(view);
    std::size_t copies = 0;
    for (const Doubt& doubt : view.election().doubts) {
      // Those that the count raises itself stand on its page.
      if (view.has_count() && doubt.id.starts_with("copies:")) {
        ++copies;
      } else {
        rows.rows.push_back(doubt_row(view, bearings, doubt));
      }
    }
    if (!rows.rows.empty()) content += table(rows);
    if (copies > 0) {
      content += paragraph(
          view.words("doubts.copies", {{"count", number(static_cast<std::int64_t>(copies))}}) +
              text(" ") +
              element("a", {{"href", file_of(PageKind::count)}}, view.words("nav.count")),
          "note");
    }
  }
  content += largest_table(view);
  content += status_table(view);
  return section("doubts", view.words("doubts.title"), content);
}

Markup contradictions_section(const View& view) {
  Markup content;
  for (const Finding& finding : view.input.findings) {
    if (finding.kind != "contradiction") continue;
    content +=
        paragraph(view.in(finding.statement)) +
        paragraph(view.words("contradictions.claims") + text(" ") + view.claims(finding.rests_on),
                  "note");
  }
  if (content.empty()) return {};
  return section("contradictions", view.words("contradictions.title"),
                 paragraph(view.words("contradictions.intro")) + content);
}

Markup open_section(const View& view) {
  std::vector<Markup> items;
  std::set<std::string> told;
  for (const Finding& finding : view.input.findings)
    for (const LocalizedText& open : finding.open)
      if (told.insert(view.pick(open)).second) items.push_back(view.in(open));
  if (items.empty()) return {};
  return section("open", view.words("open.title"),
                 paragraph(view.words("open.intro")) + bullets(items));
}

}  // namespace scrutineer
