// The first screen: the question, the answer, the paragraph to quote; then every other question.
#include <algorithm>

#include "findings/findings.hpp"
#include "findings/phrases.hpp"
#include "report/parts.hpp"
#include "report/sections.hpp"

namespace scrutineer {

namespace {

std::string price_words(const View& view, const PriceBounds& price) {
  if (!price.reachable || !price.low) return view.say("price-cell.none");
  if (!price.high) return view.say("price-cell.from", {{"low", number(*price.low)}});
  if (*price.low == *price.high) return grouped(*price.low);
  if (*price.low <= 1) return view.say("price-cell.at-most", {{"high", number(*price.high)}});
  return view.say("price-cell.range", {{"low", number(*price.low)}, {"high", number(*price.high)}});
}

std::string answer_label(const View& view, Answer answer) {
  return view.say("answer-label." + std::string(name_of(answer)));
}

Markup answer_badge(const View& view, Answer answer) {
  return element("span", {{"class", "badge " + std::string(name_of(answer))}},
                 text(answer_label(view, answer)));
}

Markup holds_words(const View& view, const QuestionOutcome& outcome) {
  if (!outcome.holds_known) return view.words("holds.unknown");
  switch (outcome.holds) {
    case Holds::yes:
      return view.words("holds.yes");
    case Holds::no:
      return view.words("holds.no");
    case Holds::tie:
      return view.words("holds.tie");
  }
  return {};
}

Markup paragraphs(const View& view, const std::vector<LocalizedText>& texts) {
  std::vector<Markup> items;
  for (const LocalizedText& words : texts) items.push_back(view.in(words));
  return bullets(items);
}

// The figures that a reader looks for first, large.
Markup key_figures(const View& view, const QuestionOutcome& outcome) {
  std::vector<std::pair<Markup, Markup>> figures;
  const auto price = [&](std::string_view id, const PriceBounds& bounds) {
    const bool ranged = bounds.reachable && bounds.low && bounds.low != bounds.high;
    figures.emplace_back(
        view.words(id) + (ranged ? text("; ") + view.words("figure.range") : Markup()),
        text(price_words(view, bounds)));
  };
  for (const auto& [change, bounds] : prices_in_play(view.election(), outcome)) {
    price(change == Change::added      ? "figure.add"
          : change == Change::switched ? "figure.switch"
                                       : "figure.remove",
          *bounds);
  }
  if (outcome.votes_in_doubt > 0)
    figures.emplace_back(view.words("figure.doubt"), text(grouped(outcome.votes_in_doubt)));
  return element("div", {{"class", "figures"}}, descriptions(figures));
}

Markup rests_on(const View& view, const Finding& finding) {
  if (finding.rests_on.empty()) return {};
  return element("div", {{"class", "note"}},
                 view.words("answer.rests-on") + text(" ") + view.claims(finding.rests_on));
}

std::string question_anchor(const View& view, const QuestionOutcome& outcome) {
  return anchor("question", outcome_id(view.election(), outcome));
}

Markup lean_words(const View& view, const QuestionOutcome& outcome) {
  if (!outcome.required_lean) return text("–");
  if (outcome.required_share)
    return view.words("lean.share", {{"lean", everywhere(percent(*outcome.required_lean))},
                                     {"share", everywhere(percent(*outcome.required_share))}});
  return text(percent(*outcome.required_lean));
}

Table::Row question_row(const View& view, const QuestionOutcome& outcome) {
  const Question& question = view.election().questions[outcome.question];
  const Markup link = element("a", {{"href", "#" + question_anchor(view, outcome)}},
                              view.in(name_of(view.election(), question)));
  return {
      "",
      {link, view.name(outcome.basis), holds_words(view, outcome),
       answer_badge(view, outcome.answer), text(price_words(view, outcome.price_add)),
       text(price_words(view, outcome.price_switch)), text(price_words(view, outcome.price_remove)),
       text(grouped(outcome.votes_in_doubt)), lean_words(view, outcome)}};
}

Markup witness_of(const View& view, const QuestionOutcome& outcome) {
  if (outcome.witness_seats.empty()) return {};
  Markup seats;
  for (std::size_t party = 0; party < outcome.witness_seats.size(); ++party) {
    if (outcome.witness_seats[party] == 0) continue;
    if (!seats.empty()) seats += text(", ");
    seats += text(abbreviation(view.election(), PartyIndex{static_cast<std::uint32_t>(party)}) +
                  " " + std::to_string(outcome.witness_seats[party]));
  }
  return paragraph(view.words("answer.witness") + text(" ") + seats + text("."));
}

// One question in full; the first one stands at the top of the page already.
Markup question_article(const View& view, const QuestionOutcome& outcome) {
  const Question& question = view.election().questions[outcome.question];
  const Finding* finding = view.finding(outcome_id(view.election(), outcome));
  if (finding == nullptr) return {};
  return element(
      "article", {{"id", question_anchor(view, outcome)}, {"class", "question"}},
      heading(3, view.in(name_of(view.election(), question))) +
          paragraph(answer_badge(view, outcome.answer) + text(" ") + view.in(finding->summary)) +
          witness_of(view, outcome) +
          element("details", {},
                  element("summary", {}, view.words("answer.in-full")) +
                      paragraph(view.in(finding->statement))) +
          rests_on(view, *finding));
}

}  // namespace

Markup answer_section(const View& view) {
  const auto& questions = view.input.outcome.questions;
  const Markup title = heading(1, view.words("answer.title"));
  if (questions.empty()) return title + paragraph(view.words("answer.no-question"));
  const QuestionOutcome& main = questions.front();
  const Finding* finding = view.finding(outcome_id(view.election(), main));
  const Question& question = view.election().questions[main.question];
  const std::string headline = "headline." + std::string(name_of(main.answer));
  Markup content = element("p", {{"class", "verdict"}}, view.words(headline)) +
                   paragraph(element("span", {{"class", "label"}}, view.words("answer.asked")) +
                                 text(" ") + view.in(name_of(view.election(), question)),
                             "asked");
  Markup paragraph_to_quote;
  if (finding != nullptr)
    paragraph_to_quote = element("blockquote", {{"class", "quote"}},
                                 paragraph(view.in(finding->statement)) + witness_of(view, main));
  content += element("div", {{"class", "quote-and-figures"}},
                     paragraph_to_quote + key_figures(view, main));
  if (finding != nullptr)
    content +=
        element("div", {{"class", "limits"}},
                heading(2, view.words("answer.limits")) + paragraphs(view, finding->caveats)) +
        rests_on(view, *finding);
  return element("div", {{"class", "answer"}, {"id", question_anchor(view, main)}},
                 title + content);
}

Markup questions_section(const View& view) {
  if (view.input.outcome.questions.empty()) return {};
  Table rows{view.words("questions.caption"),
             {{view.say("questions.question")},
              {view.say("questions.basis")},
              {view.say("questions.holds")},
              {view.say("questions.answer")},
              {view.say("questions.add"), true},
              {view.say("questions.switch"), true},
              {view.say("questions.remove"), true},
              {view.say("questions.doubt"), true},
              {view.say("questions.lean"), true}},
             {}};
  Markup articles;
  for (const QuestionOutcome& outcome : view.input.outcome.questions) {
    rows.rows.push_back(question_row(view, outcome));
    if (&outcome != &view.input.outcome.questions.front())
      articles += question_article(view, outcome);
  }
  return section(
      "questions", view.words("questions.title"),
      table(rows) + paragraph(view.words("questions.tie"), "note") +
          (articles.empty() ? articles : element("div", {{"class", "articles"}}, articles)));
}

}  // namespace scrutineer
