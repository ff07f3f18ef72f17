// How accurate and how fast linkage is on public and simulated rolls whose truth is known; the same
// constants everywhere, no label used.
//   roll_accuracy historical|fake FILE         clusters of a file of Splink's test data
//   roll_accuracy snapshots FOLDER [threads]   old.csv, new.csv and truth.csv of a simulated roll
#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <unordered_map>

#include <fmt/core.h>
#include <sys/resource.h>

#include "base/threads.hpp"
#include "roll/link.hpp"
#include "roll/names_by_unit.hpp"
#include "roll_truth.hpp"

namespace scrutineer::roll {
namespace {

CsvTable read(const std::string& path) {
  std::ifstream file(path);
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  CsvLimits limits;
  limits.bytes = std::size_t{4} << 30U;
  limits.rows = 50'000'000;
  auto table = read_csv(path, bytes, limits);
  if (!table) {
    fmt::print(stderr, "{}\n", to_sentence(table.error()[0]));
    std::exit(2);
  }
  return std::move(*table);
}

double cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

void print_use(double since) {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  fmt::print("{:.2f} CPU seconds, at most {} MB in memory\n", cpu_seconds() - since,
             usage.ru_maxrss / 1024);
}

void print_f1(const char* what, double right, double found, double truth) {
  fmt::print("{}: F1 {:.5f}, precision {:.5f}, recall {:.5f}\n", what, 2 * right / (found + truth),
             right / found, right / truth);
}

double pairs(double n) { return n * (n - 1) / 2; }

int run_clusters(const std::vector<Field>& schema, const std::string& path) {
  const CsvTable table = read(path);
  const Texts persons = column(table, "cluster");
  Rolls rolls;
  rolls.schema = schema;
  add(rolls, table);
  const double start = cpu_seconds();
  const Deduplication found = *dedupe(rolls);
  print_use(start);
  fmt::print("{}", model_table(found.model, schema));
  std::map<std::string, double> by_person;
  std::map<std::uint32_t, std::map<std::string, double>> by_cluster;
  for (std::size_t row = 0; row < persons.size(); ++row) {
    ++by_person[persons[row]];
    ++by_cluster[found.clusters.cluster_of[row]][persons[row]];
  }
  double truth = 0, right = 0, all = 0;
  for (const auto& [person, n] : by_person) truth += pairs(n);
  for (const auto& [cluster, people] : by_cluster) {
    double size = 0;
    for (const auto& [person, n] : people) right += pairs(n), size += n;
    all += pairs(size);
  }
  std::vector<Edge> edges = found.candidates;
  std::stable_sort(edges.begin(), edges.end(),
                   [](const Edge& a, const Edge& b) { return a.weight > b.weight; });
  double best = 0;
  struct Taken {
    double pairs = 0, hits = 0;
  } taken;
  std::map<int, Taken> at;  // by the least bits
  for (const Edge& edge : edges) {
    ++taken.pairs;
    taken.hits += persons[edge.left] == persons[edge.right] ? 1 : 0;
    best = std::max(best, 2 * taken.hits / (taken.pairs + truth));
    for (const int bits : {-8, -4, 0, 4, 8}) {
      if (edge.weight >= bits * kBit) at[bits] = taken;
    }
  }
  fmt::print("pairs: best F1 {:.4f}\n", best);
  for (const auto& [bits, t] : at) {
    print_f1(fmt::format("pairs of {:+} bits and more", bits).c_str(), t.hits, t.pairs, truth);
  }
  print_f1("clusters", right, all, truth);
  return 0;
}

// Rows of a person in either roll that are not linked to another of the same person.
struct Unlinked {
  std::vector<std::uint32_t> left, right;
};

// Why persons in both rolls have no link: the best pair of each by the model, and what became of
// it.
class MissedPairs {
 public:
  MissedPairs(const Rolls& rolls, const Linkage& linkage)
      : linkage_(linkage),
        comparisons_(*Comparisons::of(rolls)),
        left_(comparisons_, rolls.snapshots[0]),
        right_(comparisons_, rolls.snapshots[1]),
        frequencies_(side_frequencies(comparisons_, sides_)),
        scoring_(Scoring::of(comparisons_, linkage.model, frequencies_)),
        by_unit_(comparisons_, sides_, frequencies_, linkage.model),
        comparer_(comparisons_, &scoring_) {}

  void add(const Unlinked& person) {
    std::optional<Edge> best;
    for (const std::uint32_t left : person.left) {
      for (const std::uint32_t right : person.right) {
        const ValueId *a = left_.row(left), *b = right_.row(right);
        const Weight odds = comparer_.weigh(a, b).weight + by_unit_(a, b) + linkage_.prior;
        if (!best || odds > best->weight) best = Edge{left, right, odds};
      }
    }
    if (!best) return;
    Count& count = counts_[describe(*best)];
    if (best->weight < 0) {
      ++count.below;
    } else if (is_candidate(*best)) {
      ++count.lost;
    } else {
      ++count.no_candidate;
    }
  }

  void print() const {
    fmt::print("{:<44} {:>16} {:>18} {:>12}\n", "persons without their link", "below even odds",
               "another link taken", "no candidate");
    Count all;
    for (const auto& [what, count] : counts_) {
      print(what, count);
      all.below += count.below, all.lost += count.lost, all.no_candidate += count.no_candidate;
    }
    print("all", all);
  }

 private:
  struct Count {
    std::uint64_t below = 0, lost = 0, no_candidate = 0;
  };

  static void print(const std::string& what, const Count& count) {
    fmt::print("{:<44} {:>16} {:>18} {:>12}\n", what, count.below, count.lost, count.no_candidate);
  }

  bool is_candidate(const Edge& pair) const {
    const auto before = [](const Edge& a, const Edge& b) {
      return a.left != b.left ? a.left < b.left : a.right < b.right;
    };
    return std::binary_search(linkage_.candidates.begin(), linkage_.candidates.end(), pair, before);
  }

  // The fields in which the pair is not alike.
  std::string describe(const Edge& pair) {
    const ValueId *a = left_.row(pair.left), *b = right_.row(pair.right);
    const std::vector<Field> schema = voter_schema();
    std::string text;
    for (std::size_t k = 0; k < comparisons_.list.size(); ++k) {
      const Level level = level_in(comparer_.pattern(a, b), k);
      const bool is_date = comparisons_.list[k].kind == FieldKind::birth_date;
      if (is_date && level == date_level::exact_default) text += " default-day";
      if (level != kExact && !(is_date && level == date_level::exact_default)) {
        text += " " + schema[k].name;
      }
    }
    return text.empty() ? "all alike" : text.substr(1);
  }

  const Linkage& linkage_;
  Comparisons comparisons_;
  Records left_, right_;
  Sides sides_{Pairing::between, &left_, &right_};
  std::vector<SideFrequencies> frequencies_;
  Scoring scoring_;
  NamesByUnit by_unit_;
  PairComparer comparer_;
  std::map<std::string, Count> counts_;
};

void print_missed(const Rolls& rolls, const Linkage& linkage, const std::vector<Texts>& ids,
                  const std::unordered_map<std::string, std::string>& person_of) {
  std::vector<bool> is_linked[2] = {std::vector<bool>(ids[0].size()),
                                    std::vector<bool>(ids[1].size())};
  for (const Link& link : linkage.links) {
    if (person_of.at(ids[0][link.left]) != person_of.at(ids[1][link.right])) continue;
    is_linked[0][link.left] = is_linked[1][link.right] = true;
  }
  std::unordered_map<std::string, Unlinked> persons;
  for (std::uint32_t row = 0; row < ids[0].size(); ++row) {
    if (!is_linked[0][row]) persons[person_of.at(ids[0][row])].left.push_back(row);
  }
  for (std::uint32_t row = 0; row < ids[1].size(); ++row) {
    if (is_linked[1][row]) continue;
    const auto person = persons.find(person_of.at(ids[1][row]));
    if (person != persons.end()) person->second.right.push_back(row);
  }
  MissedPairs missed(rolls, linkage);
  for (const auto& [name, person] : persons) missed.add(person);
  missed.print();
}

int run_snapshots(const std::string& folder) {
  auto person_of = persons_of(read(folder + "/truth.csv"));
  Rolls rolls;
  rolls.schema = voter_schema();
  std::vector<Texts> ids;
  for (const char* name : {"/old.csv", "/new.csv"}) {
    const CsvTable table = read(folder + name);
    ids.push_back(column(table, "voter_id"));
    add(rolls, table);
  }
  const double start = cpu_seconds();
  const Linkage linkage = *link(rolls);
  print_use(start);
  fmt::print("{} pairs weighed, {} candidates, {} links\n", linkage.pairs_weighed,
             linkage.candidates.size(), linkage.links.size());
  std::unordered_map<std::string, std::pair<double, double>> entries;
  for (const std::string& id : ids[0]) ++entries[person_of[id]].first;
  for (const std::string& id : ids[1]) ++entries[person_of[id]].second;
  double truth = 0, right = 0;
  for (const auto& [person, n] : entries) truth += std::min(n.first, n.second);
  for (const Link& link : linkage.links) {
    right += person_of[ids[0][link.left]] == person_of[ids[1][link.right]] ? 1 : 0;
  }
  print_f1("links, by person", right, static_cast<double>(linkage.links.size()), truth);
  print_missed(rolls, linkage, ids, person_of);
  return 0;
}

}  // namespace
}  // namespace scrutineer::roll

int main(int count, char** arguments) {
  using namespace scrutineer::roll;
  const std::string what = count > 2 ? arguments[1] : "";
  scrutineer::set_threads(count > 3 ? std::strtoul(arguments[3], nullptr, 10) : 2);
  if (what == "snapshots") return run_snapshots(arguments[2]);
  if (what == "historical") {
    return run_clusters({{"first_name", FieldKind::given_name},
                         {"surname", FieldKind::family_name},
                         {"dob", FieldKind::birth_date},
                         {"birth_place", FieldKind::text},
                         {"postcode_fake", FieldKind::code},
                         {"gender", FieldKind::sex},
                         {"occupation", FieldKind::text}},
                        arguments[2]);
  }
  if (what == "fake") {
    return run_clusters({{"first_name", FieldKind::given_name},
                         {"surname", FieldKind::family_name},
                         {"dob", FieldKind::birth_date},
                         {"city", FieldKind::text},
                         {"email", FieldKind::text}},
                        arguments[2]);
  }
  fmt::print(stderr, "roll_accuracy historical|fake FILE | snapshots FOLDER [threads]\n");
  return 2;
}
