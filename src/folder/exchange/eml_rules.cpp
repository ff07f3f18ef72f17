// What every EML-NL file must say of itself and its election, by itself and beside the others.
#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "folder/exchange/eml.hpp"

namespace scrutineer::exchange {

const std::map<std::string, std::vector<std::string>>& eml_categories() {
  // Kieswet: municipal council, house of representatives, European Parliament, senate, provincial
  // council, water board, island council, electoral colleges, referendums.
  static const std::map<std::string, std::vector<std::string>> kCategories = {
      {"GR", {"GR1", "GR2"}}, {"TK", {"TK"}},         {"EP", {"EP"}}, {"EK", {"EK"}},
      {"PS", {"PS1", "PS2"}}, {"AB", {"AB1", "AB2"}}, {"ER", {"ER1"}}};
  return kCategories;
}

namespace {

std::string listed(const std::vector<std::string>& items) {
  std::string text;
  for (const std::string& item : items) text += (text.empty() ? "" : " or ") + item;
  return text;
}

struct Shape {
  EmlKind kind;
  std::string_view outer;  // the element that holds the election
};

std::optional<Shape> shape_of(std::string_view document) {
  if (document == "110a") return Shape{EmlKind::definition, "ElectionEvent"};
  if (document == "110b") return Shape{EmlKind::stations, "ElectionEvent"};
  if (document == "230b") return Shape{EmlKind::candidates, "CandidateList"};
  if (document == "520") return Shape{EmlKind::result, "Result"};
  const bool is_count = document.starts_with("510") && document.size() <= 4 &&
                        (document.size() == 3 ||
                         std::string_view("abcdqrs").find(document[3]) != std::string_view::npos);
  if (is_count) return Shape{EmlKind::count, "Count"};
  return std::nullopt;
}

class Opener {
 public:
  Opener(EmlFile& file, const ElementReader& reader) : file_(file), reader_(reader) {}

  bool open() {
    if (!check_root()) return false;
    const Element* outer = find_outer();
    if (outer == nullptr) return false;
    file_.election = reader_.only(*outer, "Election", "the election");
    if (file_.election == nullptr) return false;
    const Element* identifier =
        reader_.only(*file_.election, "ElectionIdentifier", "the election's identifier");
    if (identifier != nullptr) read_identity(*identifier);
    const Element* holder = file_.election;
    if (file_.kind == EmlKind::count) {
      holder = reader_.only(*file_.election, "Contests", "the contests");
    }
    if (holder != nullptr) file_.contest = reader_.only(*holder, "Contest", "one contest");
    read_authority();
    read_created();
    return file_.contest != nullptr;
  }

 private:
  bool check_root() {
    const Element& root = file_.root;
    if (root.name != "EML" || root.space != kEmlSpace) {
      reader_.problems().quote(
          reader_.file(), root.line, "", root.name,
          "EML, the outermost element, in the namespace " + std::string(kEmlSpace));
      return false;
    }
    file_.document = root.value("Id");
    const auto shape = shape_of(file_.document);
    if (!shape) {
      reader_.expected(root, "Id", file_.document,
                       "110a, 110b, 230b, 510 (a, b, c, d, q, r or s) or 520");
      return false;
    }
    file_.kind = shape->kind;
    return true;
  }

  // A file that says it is a definition and holds a list of candidates is neither.
  const Element* find_outer() {
    const Shape shape = *shape_of(file_.document);
    const Element* outer = file_.root.find(shape.outer);
    if (outer != nullptr) return outer;
    for (const std::string_view other : {"ElectionEvent", "CandidateList", "Count", "Result"}) {
      if (file_.root.find(other) == nullptr) continue;
      const std::string meant = other == "ElectionEvent"   ? "110a or 110b"
                                : other == "CandidateList" ? "230b"
                                : other == "Count"         ? "510"
                                                           : "520";
      reader_.expected(file_.root, "Id", file_.document,
                       meant + ", as the file holds the element " + std::string(other));
      return nullptr;
    }
    reader_.missing(file_.root, shape.outer, "it in a file of the kind " + file_.document);
    return nullptr;
  }

  void read_identity(const Element& in) {
    EmlIdentity& identity = file_.identity;
    identity.id = reader_.text(in, "Id", "the id of the election");
    identity.name = in.value("ElectionName");
    identity.category = in.value("ElectionCategory");
    identity.subcategory = in.value("ElectionSubcategory");
    const bool full = file_.kind == EmlKind::definition || file_.kind == EmlKind::candidates;
    check_category(in, file_.kind == EmlKind::definition);
    if (const Element* domain = in.find("ElectionDomain")) {
      identity.domain_id = domain->value("Id");
      identity.domain_name = domain->text;
    } else if (full && identity.category == "GR") {
      reader_.missing(in, "ElectionDomain",
                      "the municipality whose council is elected, with its Id");
    }
    if (in.find("ElectionDate") == nullptr) {
      reader_.missing(in, "ElectionDate", "the day of the election");
    } else {
      identity.date = reader_.date(in, "ElectionDate", in.value("ElectionDate"));
    }
    if (in.find("NominationDate") != nullptr) {
      const std::string day = reader_.date(in, "NominationDate", in.value("NominationDate"));
      if (!day.empty() && !identity.date.empty() && day >= identity.date) {
        reader_.expected(in, "ElectionDate", identity.date,
                         "a day after the nomination, which is " + day);
      }
    } else if (file_.kind == EmlKind::definition) {
      reader_.missing(in, "NominationDate", "the day of the nomination");
    }
  }

  void check_category(const Element& in, bool required) {
    const EmlIdentity& identity = file_.identity;
    const auto known = eml_categories().find(identity.category);
    if (known == eml_categories().end()) return;
    if (identity.subcategory.empty()) {
      if (required) {
        reader_.missing(in, "ElectionSubcategory",
                        listed(known->second) + " in the category " + identity.category);
      }
      return;
    }
    const auto& list = known->second;
    if (std::find(list.begin(), list.end(), identity.subcategory) == list.end()) {
      reader_.expected(in, "ElectionSubcategory", identity.subcategory,
                       listed(list) + ", as ElectionCategory is " + identity.category);
    }
  }

  void read_authority() {
    const Element* authority = file_.root.find("ManagingAuthority");
    const Element* identifier =
        authority == nullptr ? nullptr : authority->find("AuthorityIdentifier");
    if (identifier == nullptr) {
      if (file_.kind == EmlKind::candidates || file_.kind == EmlKind::count) {
        reader_.missing(file_.root, "ManagingAuthority", "the authority that made the file");
      }
      return;
    }
    file_.authority = identifier->value("Id");
    file_.authority_name = identifier->text;
  }

  // Times come without an offset: their day is what is known.
  void read_created() {
    const std::string_view time = file_.root.value("CreationDateTime");
    if (time == kNotCreated) return;
    if (is_date_or_time(time)) {
      file_.created = time;
    } else if (is_calendar_day(time.substr(0, 10))) {
      file_.created = time.substr(0, 10);
    }
  }

  EmlFile& file_;
  const ElementReader& reader_;
};

// Three statements say whether a council is large: its seats, its subcategory and its preference
// threshold (Kieswet P 15; 19 seats: P 7 and P 8). Where one stands against two, it is the one.
void check_council(const EmlFile& file, const ElementReader& reader, Seats seats, Votes threshold) {
  const Element& in = *file.election;
  if (seats < 9 || seats > 45) {
    reader.expected(in, "NumberOfSeats", std::to_string(seats),
                    "9 to 45 seats, as a municipal council has (Gemeentewet, article 8)");
    return;
  }
  const bool by_seats = seats >= kLargeCouncil;
  const bool by_category = file.identity.subcategory == "GR2";
  const bool by_threshold = threshold == 25;
  const int large = (by_seats ? 1 : 0) + (by_category ? 1 : 0) + (by_threshold ? 1 : 0);
  if ((large == 0 && threshold == 50) || large == 3) return;
  const bool meant = large >= 2;
  const std::string size = meant ? "19 or more seats" : "fewer than 19 seats";
  if (by_seats != meant) {
    reader.expected(in, "NumberOfSeats", std::to_string(seats),
                    (meant ? "19 to 45" : "9 to 18") + std::string(" in the subcategory ") +
                        file.identity.subcategory);
  } else if (by_category != meant) {
    reader.expected(*in.find("ElectionIdentifier"), "ElectionSubcategory",
                    file.identity.subcategory,
                    std::string(meant ? "GR2" : "GR1") + ", as the council has " + size);
  } else {
    reader.expected(in, "PreferenceThreshold", std::to_string(threshold),
                    std::string(meant ? "25" : "50") + ", as the council has " + size);
  }
}

}  // namespace

std::optional<EmlFile> open_eml(std::string_view name, std::string_view bytes, Problems& problems) {
  Result<Element> root = read_xml(name, bytes);
  if (!root) {
    problems.add_all(root.error());
    return std::nullopt;
  }
  EmlFile file;
  file.name = shown(name);
  file.root = std::move(*root);
  const ElementReader reader(file.name, problems);
  if (!Opener(file, reader).open()) return std::nullopt;
  return file;
}

Seats check_definition(const EmlFile& file, const ElementReader& reader) {
  const Element& in = *file.election;
  const std::string_view method = file.contest->value("VotingMethod");
  if (!method.empty() && method != "SPV") {
    reader.expected(*file.contest, "VotingMethod", method, "SPV (one preference vote)");
  }
  const Count seats = reader.count(in, "NumberOfSeats", 1'000'000);
  if (in.find("NumberOfSeats") == nullptr)
    reader.missing(in, "NumberOfSeats", "the seats of the body");
  const Count threshold = reader.count(in, "PreferenceThreshold", 100);
  if (in.find("PreferenceThreshold") == nullptr) {
    reader.missing(in, "PreferenceThreshold", "a percentage of the quota, such as 25");
  }
  const Element* tree = in.find("ElectionTree");
  if (tree == nullptr) {
    reader.missing(in, "ElectionTree", "the regions of the election");
  } else if (tree->find("Region") == nullptr) {
    reader.missing(*tree, "Region", "at least one region");
  }
  const auto& categories = eml_categories().at("GR");
  const bool known = std::find(categories.begin(), categories.end(), file.identity.subcategory) !=
                     categories.end();
  if (seats && threshold && known && file.identity.category == "GR") {
    check_council(file, reader, *seats, *threshold);
  }
  if (seats && *seats < 1) reader.expected(in, "NumberOfSeats", "0", "at least one seat");
  return seats.value_or(1);
}

void check_together(const std::vector<EmlFile>& files, Problems& problems) {
  const auto definition = std::find_if(files.begin(), files.end(), [](const EmlFile& file) {
    return file.kind == EmlKind::definition;
  });
  const EmlFile& first = definition == files.end() ? files.front() : *definition;
  std::map<EmlKind, const EmlFile*> seen;
  for (const EmlFile& file : files) {
    const auto [place, is_new] = seen.try_emplace(file.kind, &file);
    if (!is_new) {
      problems.quote(file.name, file.root.line, "EML/Id", file.document,
                     "one file of each kind; " + place->second->name + " is of this kind too");
    }
    const ElementReader reader(file.name, problems);
    const Element& in = *file.election->find("ElectionIdentifier");
    const auto same = [&](std::string_view child, const std::string& found,
                          const std::string& other) {
      if (found.empty() || other.empty() || found == other) return true;
      reader.expected(in, child, found,
                      other + ", as in " + first.name + "; this file belongs to another election");
      return false;
    };
    // Written by us, an id is in lower case.
    const bool one_id = slug(file.identity.id) == slug(first.identity.id);
    if (!one_id) {
      same("Id", file.identity.id, first.identity.id);
      continue;
    }
    same("ElectionDate", file.identity.date, first.identity.date);
    same("ElectionCategory", file.identity.category, first.identity.category);
    same("ElectionSubcategory", file.identity.subcategory, first.identity.subcategory);
    same("ElectionDomain", file.identity.domain_id, first.identity.domain_id);
  }
}

}  // namespace scrutineer::exchange
