#include "audit/agenda.hpp"

#include <algorithm>
#include <map>

#include <fmt/core.h>

#include "audit/agenda_parts.hpp"
#include "base/text.hpp"

namespace scrutineer {

namespace {

constexpr std::size_t kNowhere = SIZE_MAX;

}  // namespace

std::optional<std::size_t> AuditAgenda::find_stream(std::string_view contest,
                                                    std::string_view unit) const {
  for (std::size_t s = 0; s < streams.size(); ++s) {
    if (contests[streams[s].contest].id == contest && streams[s].unit == unit) return s;
  }
  return std::nullopt;
}

Result<SourceIndex> audited_source(const Election& election, const AuditDesign& design) {
  if (design.basis.empty()) {
    if (const auto commission = commission_of(election)) return *commission;
    return fail("No source of election.toml has the role commission; name one as basis.");
  }
  for (std::uint32_t s = 0; s < election.sources.size(); ++s) {
    if (election.sources[s].id == design.basis) return SourceIndex{s};
  }
  return fail(
      fmt::format("basis: found \"{}\", expected a source of election.toml.", shown(design.basis)));
}

std::vector<AuditContest> audited_contests(const Election& election, SourceIndex source) {
  std::vector<AuditContest> contests;
  for (std::uint32_t c = 0; c < election.contests.size(); ++c) {
    AuditContest contest;
    contest.contest = {c};
    contest.id = election.contests[c].id;
    contest.ballot = election.contests[c].ballot;
    std::vector<bool> stands(election.parties.size(), false);
    for (const ReturnTable& table : election.returns) {
      if (table.source != source || table.contest != contest.contest) continue;
      for (const Column& column : table.columns) {
        if (column.party && column.cells.states_anything()) stands[column.party->value] = true;
      }
    }
    const bool nobody = std::find(stands.begin(), stands.end(), true) == stands.end();
    const bool everybody = nobody && contest.ballot == Ballot::ranked;  // records say who
    for (std::uint32_t p = 0; p < stands.size(); ++p) {
      if (!stands[p] && !everybody) continue;
      contest.parties.push_back({p});
      contest.candidates.push_back(election.parties[p].id);
    }
    if (contest.ballot == Ballot::approval) {
      contest.form.most_choices = std::max<std::size_t>(1, contest.candidates.size());
    }
    contests.push_back(std::move(contest));
  }
  return contests;
}

void AgendaMaker::fault(std::string sentence) {
  constexpr std::size_t kMost = 1000;
  if (errors_.size() < kMost) errors_.push_back({"", 0, "", "", "", std::move(sentence)});
}

void AgendaMaker::place_containers() {
  std::map<std::string_view, UnitIndex> units;
  for (std::uint32_t u = 0; u < election_.units.size(); ++u) {
    units.emplace(election_.units[u].id, UnitIndex{u});
  }
  for (const Container& container : manifest_.containers) {
    const auto found = units.find(container.unit);
    if (found == units.end() && !container.unit.empty()) {
      fault(
          fmt::format("audit/manifest.csv, container \"{}\": its unit \"{}\" is not in units.csv.",
                      shown(container.id), shown(container.unit)));
    }
    unit_of_container_.push_back(found == units.end() ? std::nullopt
                                                      : std::optional(found->second));
  }
}

bool AgendaMaker::has_target(const std::string& contest) const {
  const auto& targets = agenda_.design.targets;
  return std::any_of(targets.begin(), targets.end(), [&](const AuditTarget& target) {
    if (target.question.empty()) return target.contest == contest;
    return std::any_of(election_.questions.begin(), election_.questions.end(),
                       [&](const Question& question) {
                         return question.id == target.question &&
                                election_.contests[question.contest.value].id == contest;
                       });
  });
}

void AgendaMaker::check_bounds() {
  for (const CardsBound& bound : agenda_.design.bounds) {
    bool known = false;
    for (std::size_t c = 0; c < agenda_.contests.size(); ++c) {
      if (agenda_.contests[c].id != bound.contest) continue;
      for (const BasisConstituency& one : bases_[c].constituencies) {
        known = known || election_.units[one.unit.value].id == bound.unit;
      }
    }
    if (known) continue;
    fault(
        fmt::format("audit/audit.toml, cards: found the contest \"{}\" in \"{}\", expected a "
                    "contest and a unit that elects in it.",
                    shown(bound.contest), shown(bound.unit)));
  }
}

bool AgendaMaker::prepare(std::size_t c) {
  AuditContest& contest = agenda_.contests[c];
  const bool asked = has_target(contest.id);
  const auto refuse = [&](std::string sentence) {
    if (asked) fault(contest.id + ": " + sentence);
    return false;
  };
  if (contest.candidates.empty()) {
    return refuse(
        fmt::format("\"{}\" states no votes for it in returns/, so there is no result to "
                    "confirm.",
                    election_.sources[agenda_.basis.value].id));
  }
  if (records_ != nullptr) contest.records = records_->find_contest(contest.id);
  const bool needs_records =
      agenda_.design.evidence == Evidence::comparison || contest.ballot == Ballot::ranked;
  if (needs_records && !contest.records) {
    return refuse(
        "it cannot be audited without records, and audit/records.csv has no column for it.");
  }
  if (contest.ballot == Ballot::ranked) return true;
  for (const Missing& missing : bases_[c].missing) {
    refuse(fmt::format("the returns do not state {} in {}.", missing.what,
                       election_.units[missing.unit.value].id));
  }
  for (const Cell& cell : bases_[c].cells) {
    if (cell.reported) continue;
    return refuse(fmt::format("{} has not reported.", election_.units[cell.unit.value].id));
  }
  return bases_[c].missing.empty();
}

ContestTally AgendaMaker::tally_of(std::size_t c, std::size_t constituency) const {
  const AuditContest& contest = agenda_.contests[c];
  const BasisConstituency& reported = bases_[c].constituencies[constituency];
  ContestTally tally;
  tally.contest = contest.id;
  tally.unit = election_.units[reported.unit.value].id;
  tally.form = contest.form;
  Votes sum = 0;
  for (const PartyIndex party : contest.parties) {
    tally.votes.push_back(reported.votes[party.value]);
    sum += tally.votes.back();
  }
  if (contest.ballot == Ballot::approval) {
    Count valid = 0;
    for (const Cell& cell : bases_[c].cells) {
      if (cell.constituency != constituency) continue;
      if (valid && cell.valid) {
        *valid += *cell.valid;
      } else {
        valid.reset();
      }
    }
    tally.valid = valid;
  }
  const Votes valid = tally.valid.value_or(sum);
  tally.invalid = reported.invalid ? *reported.invalid
                                   : std::max<Votes>(0, reported.cast.value_or(valid) - valid);
  return tally;
}

void AgendaMaker::add_streams(std::size_t c) {
  const auto& constituencies = bases_[c].constituencies;
  auto& of_container = constituency_of_[c];
  of_container.assign(manifest_.containers.size(), kNowhere);
  for (std::size_t k = 0; k < of_container.size(); ++k) {
    if (!unit_of_container_[k]) {
      if (constituencies.size() == 1) {
        of_container[k] = 0;
      } else {
        fault(
            fmt::format("audit/manifest.csv, container \"{}\": its unit is not stated, so that "
                        "nobody knows where its cards count in \"{}\".",
                        shown(manifest_.containers[k].id), agenda_.contests[c].id));
      }
      continue;
    }
    for (std::size_t j = 0; j < constituencies.size(); ++j) {
      if (is_within(election_, *unit_of_container_[k], constituencies[j].unit)) of_container[k] = j;
    }
  }
  for (std::size_t j = 0; j < constituencies.size(); ++j) {
    streams_of_[c].push_back(agenda_.streams.size());
    if (!add_stream(c, j)) return;
  }
}

bool AgendaMaker::add_stream(std::size_t c, std::size_t j) {
  const AuditContest& contest = agenda_.contests[c];
  AuditStream stream;
  stream.contest = c;
  stream.tally = tally_of(c, j);
  stream.unit = stream.tally.unit;
  const bool styles = agenda_.design.styles;
  Votes cards = 0;
  for (std::size_t k = 0; k < manifest_.containers.size(); ++k) {
    if (constituency_of_[c][k] != j) continue;
    cards += manifest_.containers[k].cards;
    for (std::size_t card = agenda_.cards.first_of(k); card < agenda_.cards.end_of(k); ++card) {
      const auto record = agenda_.cards.record(card);
      if (styles && !(record && records_->lists(*record, *contest.records))) continue;
      stream.cards.push_back(card);
    }
  }
  Votes bound = cards;
  for (const CardsBound& one : agenda_.design.bounds) {
    if (one.contest == contest.id && one.unit == stream.unit) bound = one.cards;
  }
  const auto listed = static_cast<Votes>(stream.cards.size());
  if (listed > bound) {
    fault(
        fmt::format("{}, {}: there are {} cards, and audit.toml says that at most {} can exist; "
                    "either the bound or the cards are wrong.",
                    contest.id, stream.unit, listed, bound));
    return false;
  }
  stream.phantoms = static_cast<std::size_t>(bound - listed);
  if (static_cast<Wide>(agenda_.cards.size()) + static_cast<Wide>(stream.phantoms) >
      kMostAuditCards) {
    fault(fmt::format("{}, {}: with {} cards that may exist there are more than {} in all.",
                      contest.id, stream.unit, bound, kMostAuditCards));
    return false;
  }
  const std::size_t first = agenda_.cards.add_phantoms(contest.id, stream.unit, stream.phantoms);
  for (std::size_t i = 0; i < stream.phantoms; ++i) stream.cards.push_back(first + i);
  stream.tally.cards = bound;
  agenda_.streams.push_back(std::move(stream));
  return true;
}

std::size_t AgendaMaker::stream_of(std::size_t contest, std::size_t constituency) const {
  return streams_of_[contest][constituency];
}

std::size_t AgendaMaker::whole_stream(std::size_t c) {
  if (streams_of_[c].size() == 1) return streams_of_[c][0];
  if (whole_[c]) return *whole_[c];
  AuditStream whole;
  whole.contest = c;
  whole.unit = "*";
  for (const std::size_t s : streams_of_[c]) {
    const AuditStream& part = agenda_.streams[s];
    if (s == streams_of_[c].front()) {
      whole.tally = part.tally;
      whole.tally.unit = whole.unit;
    } else {
      whole.tally.cards += part.tally.cards;
      whole.tally.invalid += part.tally.invalid;
      if (whole.tally.valid && part.tally.valid) {
        *whole.tally.valid += *part.tally.valid;
      } else {
        whole.tally.valid.reset();
      }
      for (std::size_t p = 0; p < part.tally.votes.size(); ++p) {
        whole.tally.votes[p] += part.tally.votes[p];
      }
    }
    whole.phantoms += part.phantoms;
    whole.cards.insert(whole.cards.end(), part.cards.begin(), part.cards.end());
  }
  whole_[c] = agenda_.streams.size();
  agenda_.streams.push_back(std::move(whole));
  return *whole_[c];
}

void AgendaMaker::add_target(const AuditTarget& target) {
  const auto is_meant = [&](const auto& one) {
    return one.id == (target.question.empty() ? target.contest : target.question);
  };
  if (!target.question.empty()) {
    const auto& questions = election_.questions;
    const auto at = std::find_if(questions.begin(), questions.end(), is_meant);
    if (at != questions.end()) {
      return add_question_target(static_cast<std::size_t>(at - questions.begin()));
    }
    return fault(
        fmt::format("audit/audit.toml, target: found the question \"{}\", expected one of "
                    "election.toml.",
                    shown(target.question)));
  }
  const auto& contests = agenda_.contests;
  const auto at = std::find_if(contests.begin(), contests.end(), is_meant);
  if (at != contests.end()) {
    return add_contest_target(static_cast<std::size_t>(at - contests.begin()), true);
  }
  fault(
      fmt::format("audit/audit.toml, target: found the contest \"{}\", expected one of "
                  "election.toml.",
                  shown(target.contest)));
}

// What was not asked has its evidence too, where it can have any.
void AgendaMaker::add_what_was_not_asked() {
  for (std::size_t c = 0; c < agenda_.contests.size() && errors_.empty(); ++c) {
    const std::string& id = agenda_.contests[c].id;
    const auto& targets = agenda_.targets;
    const bool is_there = std::any_of(targets.begin(), targets.end(), [&](const auto& target) {
      return target.question.empty() && target.contest == id;
    });
    if (!prepared_[c] || is_there) continue;
    const std::size_t assertions = agenda_.assertions.size();
    add_contest_target(c, false);
    if (errors_.empty()) continue;
    errors_.clear();
    agenda_.assertions.erase(agenda_.assertions.begin() + static_cast<std::ptrdiff_t>(assertions),
                             agenda_.assertions.end());
  }
}

Result<AuditAgenda> AgendaMaker::run() {
  const auto source = audited_source(election_, agenda_.design);
  if (!source) return tl::unexpected(source.error());
  agenda_.basis = *source;
  auto cards = CardList::make(manifest_, records_);
  if (!cards) return tl::unexpected(cards.error());
  agenda_.cards = std::move(*cards);
  place_containers();
  agenda_.contests = audited_contests(election_, agenda_.basis);
  for (const AuditContest& contest : agenda_.contests) {
    bases_.push_back(arrange(election_, contest.contest, agenda_.basis));
  }
  check_bounds();
  const std::size_t contests = agenda_.contests.size();
  prepared_.assign(contests, false);
  constituency_of_.resize(contests);
  streams_of_.resize(contests);
  whole_.resize(contests);
  for (std::size_t c = 0; c < contests && errors_.empty(); ++c) {
    prepared_[c] = prepare(c);
    if (prepared_[c]) add_streams(c);
    if (prepared_[c] && agenda_.design.evidence == Evidence::pools && errors_.empty())
      make_pools(c);
  }
  for (const AuditTarget& target : agenda_.design.targets) {
    if (errors_.empty()) add_target(target);
  }
  if (errors_.empty()) add_what_was_not_asked();
  if (!errors_.empty()) return tl::unexpected(errors_);
  return std::move(agenda_);
}

Result<AuditAgenda> make_agenda(const Election& election, const AuditDesign& design,
                                const Manifest& manifest, const Cards* records) {
  if (design.evidence == Evidence::comparison && records == nullptr) {
    return fail("Cards are compared with records, and there is no audit/records.csv.");
  }
  if (design.styles && design.evidence != Evidence::comparison) {
    return fail(
        "styles: cards can be drawn by what their records list where each card is compared "
        "with its record; choose evidence = \"comparison\", or styles = false.");
  }
  return AgendaMaker(election, design, manifest, records).run();
}

}  // namespace scrutineer
