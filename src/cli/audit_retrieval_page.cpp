// retrieval.html: what people take to the store of ballots, to print: a list of the containers,
// then for each a label and the positions to pull, with room for seals and signatures. On paper
// there is no switch of languages: every language of the election stands on it.
#include <algorithm>
#include <map>

#include <fmt/core.h>

#include "cli/audit_workspace.hpp"
#include "findings/phrases.hpp"
#include "report/html.hpp"

namespace scrutineer::cli {

namespace {

constexpr const char* kStyle =
    "body{font:12pt/1.5 sans-serif;margin:2em;color:#000;background:#fff}"
    "table{border-collapse:collapse;margin:.5em 0}"
    "td,th{border:1px solid #000;padding:.2em .6em;text-align:left}"
    "section{break-after:page}"
    ".label{border:3px solid #000;padding:.5em 1em;margin:1em 0;display:inline-block}"
    ".label b{font-size:24pt}"
    ".box{display:inline-block;width:1em;height:1em;border:1px solid #000}"
    ".line{display:inline-block;min-width:14em;border-bottom:1px solid #000}"
    ".sign{margin:1.5em 0}.root{font-family:monospace;overflow-wrap:anywhere}";

class Page {
 public:
  Page(const Workspace& audit, const Commitment& commitment, std::size_t round)
      : audit_(audit), commitment_(commitment), round_(round) {
    const auto& spoken = audit.folder.election.languages;
    for (const std::string& language : catalogue_languages()) {
      const bool is_spoken = std::find(spoken.begin(), spoken.end(), language) != spoken.end();
      if (is_spoken || languages_.empty()) languages_.push_back(language);
    }
  }

  std::string write(const std::vector<std::size_t>& cards) const {
    std::map<std::uint32_t, std::vector<std::size_t>> by_container;
    for (const std::size_t card : cards) {
      by_container[audit_.agenda.cards.container(card)].push_back(card);
    }
    Markup body = cover(cards.size(), by_container);
    for (const auto& [container, its] : by_container) body += list_of(container, its);
    const Markup head = element("meta", {{"charset", "utf-8"}}) +
                        element("title", {}, text(election_name() + " – " + title())) +
                        element("style", {}, text(kStyle));
    return document(languages_.front(), head, element("body", {}, body)).bytes();
  }

 private:
  using Lists = std::map<std::uint32_t, std::vector<std::size_t>>;

  // In every language of the election, one after another.
  std::string say_all(std::string_view id, const Values& values = {}) const {
    std::string words;
    for (const std::string& language : languages_) {
      words += (words.empty() ? "" : " · ") + say_in(language, id, values);
    }
    return words;
  }
  Markup header(std::string_view id) const { return element("th", {}, text(say_all(id))); }
  static Markup cell(const std::string& words) { return element("td", {}, text(words)); }
  static Markup box() { return element("td", {}, element("span", {{"class", "box"}})); }
  Markup to_fill_in(std::string_view id) const {
    return text(say_all(id) + ": ") + element("span", {{"class", "line"}}) + text(" ");
  }
  static LocalizedText count(std::size_t value) { return number(static_cast<Votes>(value)); }
  static std::string shown(std::size_t value) { return grouped(static_cast<Votes>(value)); }

  std::string election_name() const {
    const Election& election = audit_.folder.election;
    return label(election, election.name, election.id);
  }
  std::string title() const { return say_all("retrieval.title", {{"round", count(round_)}}); }

  Markup cover(std::size_t cards, const Lists& lists) const {
    Markup rows = element(
        "tr", {},
        header("retrieval.container") + header("retrieval.place") + header("retrieval.fetch"));
    for (const auto& [container, its] : lists) {
      const Container& one = audit_.manifest.containers[container];
      rows += element("tr", {}, cell(one.id) + cell(one.place) + cell(shown(its.size())));
    }
    const std::string sum =
        say_all("retrieval.sum", {{"cards", count(cards)}, {"containers", count(lists.size())}});
    return element("section", {},
                   element("h1", {}, text(election_name())) + element("h2", {}, text(title())) +
                       element("p", {}, text(sum)) +
                       element("p", {},
                               text(say_all("retrieval.root") + ": ") +
                                   element("span", {{"class", "root"}}, text(commitment_.root))) +
                       element("table", {}, rows));
  }

  Markup container_label(const Container& one) const {
    Markup words = element("b", {}, text(one.id));
    const auto add = [&](std::string_view id, const std::string& value) {
      if (!value.empty()) words += element("br") + text(say_all(id) + ": " + value);
    };
    add("retrieval.unit", one.unit);
    add("retrieval.place", one.place);
    add("retrieval.cards", grouped(one.cards));
    add("retrieval.round", std::to_string(round_));
    return element("div", {{"class", "label"}}, words);
  }

  Markup list_of(std::uint32_t container, const std::vector<std::size_t>& cards) const {
    Markup rows = element("tr", {},
                          header("retrieval.position") + header("retrieval.card") +
                              header("retrieval.taken") + header("retrieval.returned"));
    for (const std::size_t card : cards) {
      rows += element("tr", {},
                      cell(std::to_string(audit_.agenda.cards.position(card))) +
                          cell(audit_.agenda.cards.id(card)) + box() + box());
    }
    return element(
        "section", {},
        container_label(audit_.manifest.containers[container]) +
            element("p", {}, text(say_all("retrieval.fetch") + ": " + shown(cards.size()))) +
            element("p", {}, text(say_all("retrieval.how"))) + element("table", {}, rows) +
            element("p", {{"class", "sign"}},
                    to_fill_in("retrieval.seal-found") + to_fill_in("retrieval.new-seal")) +
            element("p", {{"class", "sign"}}, to_fill_in("retrieval.signatures")));
  }

  const Workspace& audit_;
  const Commitment& commitment_;
  std::size_t round_;
  std::vector<std::string> languages_;
};

}  // namespace

std::string retrieval_page(const Workspace& audit, const Commitment& commitment,
                           const std::vector<std::size_t>& cards, std::size_t round) {
  return Page(audit, commitment, round).write(cards);
}

}  // namespace scrutineer::cli
