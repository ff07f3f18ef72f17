#include "report/report.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "findings/example_for_tests.hpp"

namespace scrutineer {
namespace {

using Site = std::map<std::string, std::string>;

ReportInput input_of(example::Example it) {
  ReportInput input;
  input.findings = example::findings(it);
  input.election = std::make_shared<const Election>(std::move(it.election));
  input.outcome = std::move(it.outcome);
  input.chambers = std::move(it.chambers);
  input.inputs = {{"claims.csv", std::string(64, 'a'), std::string(64, 'b')}};
  input.version = "0.1.0";
  input.folder = "examples/cambodia-2013";
  return input;
}

Site site_of(const ReportInput& input) {
  auto site = render_site(input);
  EXPECT_TRUE(site);
  return site.value_or(Site{});
}

bool is_page(const std::string& path) { return path.ends_with(".html"); }

// Every tag that is opened is closed, in order. Returns the first fault, or "".
std::string first_unbalanced(const std::string& page) {
  static const std::set<std::string> empty = {"meta", "link", "br", "hr", "!doctype"};
  std::vector<std::string> open;
  static const std::regex tag("<(/?)([a-zA-Z!][a-zA-Z0-9]*)((?:\"[^\"]*\"|[^\">])*?)(/?)>");
  for (std::sregex_iterator it(page.begin(), page.end(), tag), end; it != end; ++it) {
    const std::string name = (*it)[2];
    if (empty.contains(name) || (*it)[4] == "/") continue;
    if ((*it)[1].length() == 0) {
      open.push_back(name);
    } else if (open.empty() || open.back() != name) {
      return "</" + name + "> closes <" + (open.empty() ? "" : open.back()) + ">";
    } else {
      open.pop_back();
    }
  }
  return open.empty() ? "" : "<" + open.back() + "> stays open";
}

std::vector<std::string> attribute_values(const std::string& page, const std::string& name) {
  std::vector<std::string> values;
  const std::regex attribute(" " + name + "=\"([^\"]*)\"");
  for (std::sregex_iterator it(page.begin(), page.end(), attribute), end; it != end; ++it)
    values.push_back((*it)[1]);
  return values;
}

// The place that a link of `page` leads to, as "path#anchor", or nothing for the web.
std::string target_of(const std::string& page, const std::string& href) {
  namespace fs = std::filesystem;
  const std::size_t hash = href.find('#');
  const std::string path = href.substr(0, hash);
  const std::string fragment = hash == std::string::npos ? "" : href.substr(hash);
  const fs::path base = fs::path(page).parent_path();
  return (path.empty() ? page : (base / path).lexically_normal().generic_string()) + fragment;
}

TEST(Report, WritesBothLanguagesAndEverythingThePagesNeed) {
  const Site site = site_of(input_of(example::cambodia()));
  for (const std::string path :
       {"index.html", "claims.html", "cases.html", "panel.html", "method.html", "km/index.html",
        "km/claims.html", "km/cases.html", "km/panel.html", "km/method.html", "style.css",
        "fonts/noto-sans-khmer-400.woff2", "fonts/OFL.txt"})
    EXPECT_TRUE(site.contains(path)) << path;
  EXPECT_NE(site.at("km/index.html").find("<html lang=\"km\">"), std::string::npos);
}

TEST(Report, WritesOnlyEnglishWhereTheElectionHasNoKhmer) {
  example::Example it = example::cambodia();
  it.election.languages = {"en", "da"};
  const Site site = site_of(input_of(it));
  EXPECT_TRUE(site.contains("index.html"));
  EXPECT_FALSE(site.contains("km/index.html"));
}

TEST(Report, LeadsWithTheAnswerAndTheParagraphToQuote) {
  const std::string page = site_of(input_of(example::cambodia())).at("index.html");
  const std::size_t verdict = page.find("If the claims are right, they could have.");
  const std::size_t quote = page.find("At most 215,890 votes added where they matter most");
  const std::size_t table = page.find("<table");
  ASSERT_NE(verdict, std::string::npos);
  EXPECT_LT(verdict, quote);
  EXPECT_LT(quote, table);
}

TEST(Report, ShowsBothPublishedFiguresOfOneMargin) {
  const std::string page = site_of(input_of(example::cambodia())).at("index.html");
  EXPECT_NE(page.find("<span class=\"value\">166</span>"), std::string::npos);
  EXPECT_NE(page.find("<span class=\"value\">168</span>"), std::string::npos);
}

TEST(Report, SaysNotPublishedInsteadOfFillingIn) {
  const std::string page = site_of(input_of(example::cambodia())).at("index.html");
  EXPECT_NE(page.find("<title>Kratie: not published</title>"), std::string::npos);
  EXPECT_NE(page.find("fill=\"url(#hatch)\""), std::string::npos);
}

TEST(Report, DrawsAsManySeatsAsTheChamberHas) {
  const std::string page = site_of(input_of(example::cambodia())).at("index.html");
  std::size_t circles = 0, open = 0;
  for (std::size_t at = page.find("<circle class=\"seat"); at != std::string::npos;
       at = page.find("<circle class=\"seat", at + 1)) {
    ++circles;
    open += page.compare(at, 24, "<circle class=\"seat open\"") == 0 ||
                    page.compare(at + 15, 9, "seat open") == 0
                ? 1u
                : 0u;
  }
  EXPECT_EQ(circles, 3u * 123u);
  EXPECT_EQ(open, 60u);  // "at least 63" leaves 60 seats that nobody is given
}

TEST(Report, IsWellFormed) {
  for (const auto& [path, bytes] : site_of(input_of(example::cambodia()))) {
    if (!is_page(path)) continue;
    EXPECT_EQ(first_unbalanced(bytes), "") << path;
    EXPECT_EQ(bytes.find("⟦"), std::string::npos) << path;
  }
}

TEST(Report, HasNoLinkThatLeadsNowhereAndNoAnchorTwice) {
  const Site site = site_of(input_of(example::cambodia()));
  std::set<std::string> places;
  for (const auto& [path, bytes] : site) {
    places.insert(path);
    if (!is_page(path)) continue;
    for (const std::string& id : attribute_values(bytes, "id"))
      EXPECT_TRUE(places.insert(path + "#" + id).second) << path << " has twice: " << id;
  }
  for (const auto& [path, bytes] : site) {
    if (!is_page(path)) continue;
    for (const std::string& href : attribute_values(bytes, "href")) {
      if (href.starts_with("http")) continue;
      EXPECT_TRUE(places.contains(target_of(path, href))) << path << " -> " << href;
    }
    for (const std::string& label : attribute_values(bytes, "aria-labelledby")) {
      std::istringstream ids(label);
      for (std::string id; ids >> id;) EXPECT_TRUE(places.contains(path + "#" + id)) << path << id;
    }
  }
}

TEST(Report, NeedsNoScriptAndNoNetwork) {
  for (const auto& [path, bytes] : site_of(input_of(example::cambodia()))) {
    if (!is_page(path)) continue;
    EXPECT_EQ(bytes.find("<script"), std::string::npos) << path;
    EXPECT_EQ(bytes.find(" src="), std::string::npos) << path;
    EXPECT_EQ(bytes.find("<img"), std::string::npos) << path;
  }
}

TEST(Report, GivesTheSameBytesTwice) {
  EXPECT_EQ(site_of(input_of(example::cambodia())), site_of(input_of(example::cambodia())));
}

TEST(Report, RefusesAnOutcomeOfAnotherElection) {
  example::Example it = example::cambodia();
  ReportInput input = input_of(it);
  input.outcome.questions[0].question = 99;
  EXPECT_FALSE(render_site(input));
}

TEST(Report, ShowsWhatThereIsWhereAFolderHasLittle) {
  ReportInput input;
  Election election;
  election.id = "small";
  election.languages = {"en"};
  input.election = std::make_shared<const Election>(std::move(election));
  const Site site = site_of(input);
  EXPECT_TRUE(site.contains("index.html"));
  EXPECT_FALSE(site.contains("cases.html"));
  EXPECT_EQ(first_unbalanced(site.at("index.html")), "");
}

TEST(Report, TablesTheLargestDoubtsOnlyWhereThereAreMore) {
  example::Example it = example::cambodia();
  QuestionOutcome& main = it.outcome.questions[0];
  EXPECT_EQ(site_of(input_of(it)).at("index.html").find("The largest of the"), std::string::npos);
  main.doubts.push_back("not-reported:kep-1");
  main.largest_doubts = {{"not-reported:kep-1", kMaximumCount}, {"kandal-164", 164}};
  const std::string page = site_of(input_of(it)).at("index.html");
  EXPECT_NE(page.find("The largest of the 3 doubts that count"), std::string::npos);
  EXPECT_NE(page.find("not-reported:kep-1"), std::string::npos);
  EXPECT_EQ(first_unbalanced(page), "");
}

// Every text that a folder may hold, replaced by the same hostile one.
example::Example hostile(const std::string& words) {
  example::Example it = example::cambodia();
  Election& election = it.election;
  election.name = {{"en", words}, {"km", words}};
  for (Source& source : election.sources) {
    source.name = {{"en", words}};
    source.url = words;
  }
  for (Party& party : election.parties) party = {party.id, {{"en", words}}, words};
  for (Unit& unit : election.units) unit.name = {{"en", words}};
  for (Question& question : election.questions) question.name = {{"en", words}};
  for (Claim& claim : election.claims)
    claim.note = claim.url = claim.value = claim.date = claim.kind = words;
  for (Doubt& doubt : election.doubts) doubt.note = doubt.citation = words;
  for (Case& item : election.cases) item.name = {{"en", words}}, item.status = item.by = words;
  for (Account& account : election.accounts) account.what = account.citation = words;
  for (Ruling& ruling : election.rulings) ruling.decision = ruling.reason = words;
  for (PanelMember& member : election.panel.members) member = {words, words, words, words};
  for (Position& position : election.panel.positions) position.position = position.side = words;
  for (Resolution& resolution : election.panel.resolutions) resolution.text = {{"en", words}};
  election.readings = {{ContestIndex{0}, Rule::dhondt, words}};
  return it;
}

TEST(Report, NeverLetsAFolderWriteMarkup) {
  const std::string attack =
      "\"><script>alert('x')</script><img src=x onerror=alert(1)> {votes} &lt;";
  for (const auto& [path, bytes] : site_of(input_of(hostile(attack)))) {
    if (!is_page(path)) continue;
    EXPECT_EQ(bytes.find("<script"), std::string::npos) << path;
    EXPECT_EQ(bytes.find("<img"), std::string::npos) << path;
    EXPECT_EQ(bytes.find("⟦"), std::string::npos) << path;
    EXPECT_EQ(first_unbalanced(bytes), "") << path;
  }
}

TEST(Report, StaysWellFormedWhateverAFolderSays) {
  rc::check("hostile texts", [] {
    static const std::string alphabet = "<>\"'&/={}ab \n;#\\";
    const auto words = *rc::gen::container<std::string>(rc::gen::elementOf(alphabet));
    for (const auto& [path, bytes] : site_of(input_of(hostile(words + "<b>")))) {
      if (!is_page(path)) continue;
      RC_ASSERT(bytes.find("<b>") == std::string::npos);
      RC_ASSERT(first_unbalanced(bytes).empty());
    }
  });
}

// Lets a person look at the example: SCRUTINEER_WRITE_SITE=dir report_test --gtest_filter=…
TEST(Report, CanBeWrittenToAFolderToLookAt) {
  const char* folder = std::getenv("SCRUTINEER_WRITE_SITE");
  if (folder == nullptr) GTEST_SKIP() << "SCRUTINEER_WRITE_SITE is not set: nothing is written.";
  namespace fs = std::filesystem;
  for (const auto& [path, bytes] : site_of(input_of(example::cambodia()))) {
    const fs::path file = fs::path(folder) / path;
    fs::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << bytes;
  }
}

// An audit of a question that nobody has names for, as a page needs it.
AuditReport audit_after(const std::vector<TargetState>& rounds, const Rational& limit) {
  AuditReport audit;
  audit.agenda.design.risk_limit = limit;
  AgendaTarget target;
  target.id = "house";
  target.contest = "house";
  audit.agenda.targets = {target};
  for (const TargetState& state : rounds) {
    Assessment assessment;
    assessment.targets = {state};
    assessment.decision = state.decision;
    audit.rounds.push_back(assessment);
  }
  return audit;
}

std::string audit_page_of(AuditReport audit) {
  ReportInput input = input_of(example::cambodia());
  input.audit = std::move(audit);
  return site_of(input).at("audit.html");
}

TEST(Report, ARiskLimitIsNeverRounded) {
  for (const auto& [limit, words] :
       {std::pair{Rational{1, 20}, "at most 5%,"}, std::pair{Rational{1, 1000}, "at most 0.1%,"},
        std::pair{Rational{1, 15}, "at most 1/15,"}}) {
    EXPECT_NE(audit_page_of(audit_after({}, limit)).find(words), std::string::npos) << words;
  }
}

TEST(Report, APValueIsNeverShownSmallerThanItIs) {
  TargetState first, second;
  first.p_value = 0.70601;
  first.log_e = -0.2;
  first.sample_size = 40;
  second.p_value = 0.00000001;
  second.log_e = 18;
  second.sample_size = 90;
  second.decision = Decision::confirmed;
  const std::string page = audit_page_of(audit_after({first, second}, {1, 20}));
  EXPECT_NE(page.find("0.7061"), std::string::npos);
  EXPECT_EQ(page.find("0.0000"), std::string::npos);
  EXPECT_NE(page.find("0.0001"), std::string::npos);
  EXPECT_NE(page.find("confirmed"), std::string::npos);
  EXPECT_EQ(first_unbalanced(page), "");
}

SettlingReport settling(std::vector<MajorityCost> costs) {
  SettlingReport report;
  report.draws = 4;
  report.from_twins = true;
  report.risk_limit = Rational::of(1, 20);
  report.units = {"north", "south"};
  report.costs = std::move(costs);
  return report;
}

std::string settling_page_of(SettlingReport report) {
  ReportInput input = input_of(example::cambodia());
  input.settling = {std::move(report)};
  const std::string page = site_of(input).at("audit.html");
  EXPECT_EQ(first_unbalanced(page), "");
  return page;
}

TEST(Report, SaysHowManyBallotsWouldSettleAQuestionAndWhere) {
  MajorityCost adaptive, every;
  adaptive.ballots = {300, 500, 700, 1'234};
  adaptive.by_constituency = {41, 642};
  every.design = MajorityDesign::every_seat;
  every.is_simulated = false;
  every.ballots = {90'000, 90'001, 90'002, 90'003};
  every.by_constituency = {77'777, 12'224};
  const std::string page = settling_page_of(settling({adaptive, every}));
  for (const char* words : {"4 tables of votes", "at most 5%", ">500<", ">1,234<", "about 90,001",
                            ">642<", ">77,777<", "settled-title"}) {
    EXPECT_NE(page.find(words), std::string::npos) << words;
  }
  EXPECT_LT(page.find(">642<"), page.find(">41<"));
}

TEST(Report, SaysWhereThereIsNoFigureForAQuestion) {
  const std::string page = settling_page_of(settling({}));
  EXPECT_NE(page.find("no figure"), std::string::npos);
  EXPECT_NE(page.find("What ballots could show"), std::string::npos);  // none has been read
  EXPECT_EQ(page.find("settled-title"), std::string::npos);
}

TEST(Report, BallotsThatWereNotSimulatedAreAbout) {
  MajorityCost bundle;
  bundle.design = MajorityDesign::bundle;
  bundle.is_simulated = false;
  bundle.ballots = {2'000'000};
  bundle.by_constituency = {2'000'000, 0};
  EXPECT_NE(settling_page_of(settling({bundle})).find("about 2,000,000"), std::string::npos);
}

}  // namespace
}  // namespace scrutineer
