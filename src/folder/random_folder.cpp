#include "folder/random_folder.hpp"

#include <algorithm>

namespace scrutineer::testing {

namespace {

using Names = std::vector<std::string>;

class Maker {
 public:
  explicit Maker(std::mt19937_64& engine) : engine_(engine) {}

  RandomFolder make() {
    contests_ = 1 + below(2);
    make_units();
    make_toml();
    make_returns();
    make_claims();
    make_cases();
    make_doubts();
    make_panel();
    return std::move(folder_);
  }

 private:
  std::uint64_t below(std::uint64_t n) { return engine_() % n; }
  bool maybe() { return below(2) == 0; }
  const std::string& any(const Names& names) { return names[below(names.size())]; }
  std::string optional(const std::string& text) { return maybe() ? text : ""; }
  std::string number(std::uint64_t n) { return std::to_string(below(n)); }

  std::string text() {
    static const Names kPieces = {"a", "ក", "\"", ",", ";", "\n", " ", "é", "\t", "'", "🗳", "0"};
    std::string result = "T";
    for (std::uint64_t n = below(6); n > 0; --n) result += any(kPieces);
    return result + ".";
  }

  std::string date() {
    static const Names kDates = {"2013",     "2013-07", "2013-07-28",
                                 "2013-07?", "201X",    "2013-07/2013-08"};
    return any(kDates);
  }
  std::string time() { return maybe() ? date() : "2013-07-28T15:0" + number(10) + "+07:00"; }

  std::string list(const Names& names) {
    Names chosen;
    for (const std::string& name : names) {
      if (maybe()) chosen.push_back(name);
    }
    std::string result;
    for (const std::string& name : chosen) result += (result.empty() ? "" : ";") + name;
    return result;
  }

  void make_units() {
    Rows& rows = folder_.tables["units.csv"];
    rows = {{"unit", "parent", "level", "name_en", "name_km", "seats", "registered", "lat", "lon"}};
    rows.push_back({"top", "", "country", text(), "", "", "", "11.5", "-0.25"});
    units_ = {"top"};
    for (std::uint64_t p = 0, provinces = 1 + below(3); p < provinces; ++p) {
      const std::string province = "p" + std::to_string(p);
      const std::uint64_t seats = 1 + below(9);
      seats_ += seats;
      rows.push_back({province, "top", "province", text(), optional(text()), std::to_string(seats),
                      optional(number(100000)), "", ""});
      units_.push_back(province);
      for (std::uint64_t s = 0, stations = 1 + below(3); s < stations; ++s) {
        const std::string station = "KH" + std::to_string(p) + "/" + std::to_string(s);
        rows.push_back({station, province, "station", "", "", "", optional(number(900)), "", ""});
        units_.push_back(station);
      }
    }
  }

  static std::string quoted(const std::string& text) {
    std::string result = "\"";
    for (const char c : text) {
      if (c == '"')
        result += "\\\"";
      else if (c == '\n')
        result += "\\n";
      else if (c == '\t')
        result += "\\t";
      else
        result += c;
    }
    return result + "\"";
  }

  void section(const std::string& header,
               const std::vector<std::pair<std::string, std::string>>& keys) {
    folder_.toml += "\n" + header + "\n";
    for (const auto& [key, value] : keys) {
      if (!value.empty()) folder_.toml += key + " = " + value + "\n";
    }
  }

  void make_toml() {
    folder_.toml = "schema = 1\n";
    section("[election]", {{"id", "\"x\""},
                           {"date", maybe() ? "2013-07-28" : quoted(date())},
                           {"languages", "[\"en\", \"km\"]"},
                           {"name_en", quoted(text())},
                           {"name_km", maybe() ? quoted(text()) : ""}});
    section("[[contest]]", {{"id", "\"c0\""},
                            {"seats", std::to_string(seats_)},
                            {"rule", maybe() ? "\"dhondt\"" : "\"sainte-lague\""},
                            {"constituencies", "\"province\""},
                            {"threshold", maybe() ? "{ share = \"5%\" }" : ""}});
    if (contests_ > 1) {
      section("[[contest]]", {{"id", "\"c1\""},
                              {"seats", "1"},
                              {"rule", "\"plurality\""},
                              {"constituencies", "\"country\""},
                              {"ballot", "\"single\""}});
    }
    make_parties();
    make_questions();
    for (const std::string& source : sources_) {
      section("[[source]]", {{"id", quoted(source)},
                             {"role", source == "nec" ? "\"commission\"" : "\"observer\""},
                             {"side", quoted("side-" + source)},
                             {"name_en", maybe() ? quoted(text()) : ""}});
    }
    if (maybe()) make_roll();
  }

  void make_roll() {
    section("[roll]", {{"id", maybe() ? "\"no\"" : ""}});
    section("[[roll.field]]", {{"name", "\"family\""},
                               {"kind", "\"family_name\""},
                               {"columns", maybe() ? "[" + quoted(text()) + "]" : ""}});
    section("[[roll.field]]", {{"name", "\"born\""},
                               {"kind", "\"birth_date\""},
                               {"order", maybe() ? "\"day-month-year\"" : ""}});
  }

  void make_parties() {
    for (std::uint64_t p = 0, parties = 2 + below(3); p < parties; ++p) {
      parties_.push_back(std::string(1, static_cast<char>('z' - p)));
      section("[[party]]", {{"id", quoted(parties_.back())},
                            {"name_en", quoted(text())},
                            {"color", maybe() ? "\"#AaBb0" + number(10) + "\"" : ""}});
    }
    section("[[coalition]]", {{"id", "\"both\""},
                              {"parties", "[\"y\", \"z\"]"},
                              {"connected", maybe() ? "true" : "false"}});
  }

  void make_questions() {
    section("[[question]]", {{"id", "\"q0\""},
                             {"contest", "\"c0\""},
                             {"kind", "\"seats-at-least\""},
                             {"who", maybe() ? "\"both\"" : quoted(any(parties_))},
                             {"unit", maybe() ? "\"p0\"" : ""},
                             {"seats", std::to_string(1 + below(seats_))}});
    section("[[question]]", {{"id", "\"q1\""},
                             {"contest", "\"c0\""},
                             {"kind", "\"lead-at-least\""},
                             {"who", "\"z\""},
                             {"over", maybe() ? "\"runner-up\"" : "\"y\""},
                             {"points", "\"0.0" + number(10) + "\""},
                             {"share", maybe() ? "\"2/4\"" : ""},
                             {"strict", maybe() ? "true" : ""}});
    section("[[reading]]", {{"contest", "\"c0\""},
                            {"rule", "\"hare-largest-remainder\""},
                            {"source", quoted(text())}});
  }

  std::string contest() { return contests_ == 1 ? optional("c0") : "c" + number(contests_); }

  // Each source has a wide file or a long one, or the one beside the other.
  void make_returns() {
    for (const std::string& source : sources_) {
      const bool wide = maybe();
      if (wide) make_wide(source);
      if (!wide || maybe()) make_long(source, wide ? 5 : 0);
    }
  }

  void make_wide(const std::string& source) {
    Rows& rows = folder_.tables["returns/" + source + ".csv"];
    rows = {{"unit", "source", "contest", "revision", "stated_at", "cast", "registered",
             parties_.back() + "/one; \"two\""}};
    rows[0].insert(rows[0].end(), parties_.begin(), parties_.end());
    for (const std::string& unit : units_) {
      for (std::uint64_t revision = 0, last = below(3); revision < last; ++revision) {
        rows.push_back({unit, source, contests_ == 1 ? "" : "c0", optional("0") + number(1),
                        optional(time())});
        rows.back()[3] = std::to_string(revision);
        while (rows.back().size() < rows[0].size()) rows.back().push_back(optional(number(1000)));
      }
    }
  }

  void make_long(const std::string& source, std::uint64_t first_revision) {
    Rows& rows = folder_.tables["returns/" + source + ".long.csv"];
    rows = {{"unit", "source", "contest", "revision", "field", "value"}};
    Names fields = {"cast", "invalid", "blank", "z/one"};
    fields.insert(fields.end(), parties_.begin(), parties_.end());
    for (const std::string& unit : units_) {
      for (std::uint64_t c = 0; c < contests_; ++c) {
        for (const std::string& field : fields) {
          if (maybe()) continue;
          rows.push_back({unit, source, contests_ == 1 ? "" : "c" + std::to_string(c),
                          std::to_string(first_revision), field, optional(number(1000))});
        }
      }
    }
  }

  void make_claims() {
    Rows& rows = folder_.tables["claims.csv"];
    rows = {{"id", "source", "of", "date", "stated_at", "kind", "contest", "unit", "party", "value",
             "low", "high", "confidence", "way", "corrects", "language", "url", "note"}};
    static const Names kKinds = {"seats", "votes", "cast", "missing-voters"};
    for (std::uint64_t i = 0, claims = below(6); i < claims; ++i) {
      rows.push_back({"k" + std::to_string(i), any(sources_), optional(any(sources_)),
                      optional(date()), optional(time()), any(kKinds), contest(),
                      optional(any(units_)), any(parties_), number(900), "", "", "", "", "",
                      optional("km"), "https://example.org", optional(text())});
      auto& row = rows.back();
      if (maybe()) row[14] = i > 0 ? "k" + number(i) : "";
      switch (below(4)) {
        case 0:
          row[5] = "margin", row[7] = any(units_), row[13] = "switch";
          break;
        case 1:
          row[5] = "share", row[9] = "0.5", row[10] = "45%", row[11] = "11/20", row[12] = "0.95";
          break;
        case 2:
          row[5] = "something-else", row[9] = text(), row[10] = text();
          break;
        default:
          break;
      }
    }
  }

  void make_cases() {
    Rows& rows = folder_.tables["cases.csv"];
    rows = {{"id", "kind", "units", "filed_at", "by", "name_en", "name_km", "note"}};
    Rows& accounts = folder_.tables["accounts.csv"];
    accounts = {{"id", "case", "source", "date", "what"}};
    Rows& rulings = folder_.tables["rulings.csv"];
    rulings = {{"id", "case", "body", "date", "decision", "votes_changed"}};
    for (std::uint64_t i = 0; i < 3; ++i) {
      const std::string id = std::to_string(9 - i);
      rows.push_back({"case" + id, maybe() ? "complaint" : "incident", list(units_),
                      optional(time()), optional(text()), text(), optional(text()),
                      optional(text())});
      cases_.push_back("case" + id);
      accounts.push_back({"a" + id, any(cases_), any(sources_), optional(time()), text()});
      rulings.push_back(
          {"r" + id, any(cases_), any(sources_), optional(time()), text(), optional(number(99))});
    }
  }

  void make_doubts() {
    Rows& rows = folder_.tables["doubts.csv"];
    rows = {{"id", "contest", "units", "way", "low", "high", "from", "to", "confidence", "status",
             "source", "case", "citation", "note"}};
    Rows& votes = folder_.tables["doubt_votes.csv"];
    votes = {{"doubt", "unit", "alternative", "party", "votes"}};
    static const Names kWays = {"removable", "addable", "switchable", "unknown", "alternatives"};
    static const Names kStatus = {"alleged", "admitted", "established", "dismissed"};
    for (std::uint64_t i = 0, doubts = 1 + below(5); i < doubts; ++i) {
      const std::string id = "d" + std::to_string(i);
      const std::string way = any(kWays);
      const bool copies = way == "alternatives";
      rows.push_back({id, contest(), copies ? "" : list(units_), way, optional(number(10)),
                      maybe() ? "all" : std::to_string(10 + below(90)),
                      way == "addable" || copies ? "" : list(parties_),
                      way == "removable" || copies ? "" : list(parties_), optional("0.95"),
                      any(kStatus), any(sources_), optional(any(cases_)), optional(text()), ""});
      if (!copies) continue;
      for (const char* alternative : {"second", "first"}) {
        for (const std::string& party : parties_) {
          votes.push_back({id, units_.back(), alternative, party, number(500)});
        }
      }
    }
  }

  void make_panel() {
    Rows& members = folder_.tables["panel/members.csv"];
    members = {{"id", "side", "name", "role"}};
    Rows& items = folder_.tables["panel/items.csv"];
    items = {{"id", "title_en", "title_km", "proposed_by", "state", "date"}};
    Rows& positions = folder_.tables["panel/positions.csv"];
    positions = {{"item", "side", "date", "position", "reason"}};
    Rows& resolutions = folder_.tables["panel/resolutions.csv"];
    resolutions = {{"id", "item", "date", "text_en", "text_km", "adopted_by"}};
    for (std::uint64_t i = 0; i < 3; ++i) {
      const std::string id = std::to_string(i);
      members.push_back({"m" + id, "side" + number(2), text(), optional(text())});
      items.push_back({"i" + id, text(), optional(text()), optional(text()), "", optional(date())});
      positions.push_back({"i" + number(i + 1), members[1 + below(i + 1)][1], optional(time()),
                           text(), optional(text())});
      resolutions.push_back({"x" + id, optional("i" + number(i + 1)), optional(date()), text(),
                             optional(text()), optional(text())});
    }
  }

  std::mt19937_64& engine_;
  RandomFolder folder_;
  std::uint64_t contests_ = 1;
  std::uint64_t seats_ = 0;
  Names units_, parties_, cases_;
  const Names sources_ = {"nec", "watch.dog"};
};

template <typename Thing>
void shuffle(std::vector<Thing>& things, std::size_t first, std::mt19937_64& engine) {
  for (std::size_t i = things.size(); i > first + 1; --i) {
    std::swap(things[i - 1], things[first + engine() % (i - first)]);
  }
}

void shuffle_table(Rows& rows, std::mt19937_64& engine) {
  shuffle(rows, 1, engine);
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < rows.front().size(); ++i) order.push_back(i);
  shuffle(order, 0, engine);
  for (auto& row : rows) {
    std::vector<std::string> cells;
    for (const std::size_t i : order) cells.push_back(row[i]);
    row = std::move(cells);
  }
}

// The columns that hold counts and nothing else.
bool is_count(const std::string& path, const std::string& column) {
  static const std::vector<std::string> kColumns = {"registered", "cast",          "seats", "votes",
                                                    "value",      "votes_changed", "z",     "y"};
  if (path == "claims.csv") return false;
  return std::find(kColumns.begin(), kColumns.end(), column) != kColumns.end();
}

std::string in_khmer(const std::string& digits) {
  std::string result;
  for (const char c : digits) {
    if (c < '0' || c > '9') return digits;
    result += "\xE1\x9F";
    result += static_cast<char>(0xA0 + (c - '0'));
  }
  return result;
}

std::string with_line_end(const std::string& text, const std::string& line_end) {
  std::string result;
  for (const char c : text) result += c == '\n' ? line_end : std::string(1, c);
  return result;
}

std::string as_cell(std::string text, const Style& style) {
  if (style.spaced) text = " " + text + "\xC2\xA0";
  if (text.find_first_of(std::string("\"\n,;\t") + style.separator) == std::string::npos) {
    return text;
  }
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"') result += c;
    result += c;
  }
  return result + "\"";
}

}  // namespace

RandomFolder random_folder(std::mt19937_64& engine) { return Maker(engine).make(); }

FileContents written(const RandomFolder& folder, const Style& style, std::mt19937_64& engine) {
  const std::string mark = style.mark ? "\xEF\xBB\xBF" : "";
  FileContents files;
  files["election.toml"] = mark + with_line_end(folder.toml, style.line_end);
  for (auto [path, rows] : folder.tables) {
    if (style.shuffled) shuffle_table(rows, engine);
    std::string text;
    for (std::size_t r = 0; r < rows.size(); ++r) {
      for (std::size_t i = 0; i < rows[r].size(); ++i) {
        const bool khmer = style.khmer_digits && r > 0 && is_count(path, rows[0][i]);
        if (i > 0) text += style.separator;
        text += as_cell(khmer ? in_khmer(rows[r][i]) : rows[r][i], style);
      }
      text += '\n';
    }
    files[path] = mark + with_line_end(text, style.line_end);
  }
  return files;
}

}  // namespace scrutineer::testing
