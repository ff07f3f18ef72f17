// scrutineer audit verify: every file of an audit made again from the others, and compared.
#include <algorithm>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "cli/audit_verbs.hpp"
#include "cli/audit_workspace.hpp"

namespace scrutineer::cli {

namespace {

struct Request {
  Options options;
  std::string path;
};

struct Difference {
  std::string file, what;
};

class Verifier {
 public:
  explicit Verifier(const Workspace& audit) : audit_(audit) {}

  void run() {
    const std::string assertions = assertions_text(audit_);
    const bool has_seed = audit_.has("audit/seed.json");
    const bool has_rounds = rounds_drawn(audit_.files) > 0;
    const bool has_commitment = audit_.has("audit/commitment.json");
    const auto files = files_to_commit(audit_, assertions);
    if (!compare("audit/assertions.json", assertions, has_commitment)) return;
    if (!compare("audit/commitment.json", commitment_text(files), has_seed || has_rounds)) return;
    const auto commitment = commitment_of(audit_);
    if (!took(commitment) || (!has_seed && !has_rounds)) return;
    const auto ceremony = seed_of(audit_, *commitment);
    if (!took(ceremony)) return;
    compare("audit/seed.json", seed_text(*commitment, audit_, *ceremony), true);
    const auto drawn = drawn_rounds(audit_, ceremony->seed);
    if (took(drawn)) check_rounds(*commitment, *drawn);
  }

  std::size_t files() const { return files_; }
  std::size_t rounds() const { return rounds_; }
  const std::vector<Difference>& differences() const { return differences_; }

 private:
  template <typename T>
  bool took(const Result<T>& result) {
    if (result) return true;
    for (const Error& error : result.error())
      differences_.push_back({error.file, to_sentence(error)});
    return false;
  }

  // False where the file is not there, since nothing can follow from it; a fault where it is
  // needed.
  bool compare(const std::string& path, const std::string& expected, bool is_needed) {
    const auto at = audit_.files.find(path);
    if (at == audit_.files.end()) {
      if (is_needed) differences_.push_back({path, path + " is not there, and later files are."});
      return false;
    }
    ++files_;
    if (at->second == expected) return true;
    const auto differs =
        std::mismatch(at->second.begin(), at->second.end(), expected.begin(), expected.end());
    const auto line = 1 + std::count(at->second.begin(), differs.first, '\n');
    differences_.push_back(
        {path, fmt::format("{}, line {}: not what follows from the other files.", path, line)});
    return true;
  }

  void check_rounds(const Commitment& commitment, const DrawnRounds& drawn) {
    for (std::size_t round = 1; round <= drawn.sizes.size(); ++round) {
      ++rounds_;
      for (const auto& [path, bytes] : sample_texts(audit_, commitment, drawn, round)) {
        compare(path, bytes, true);
      }
      const std::string assessment = round_path(round, "assessment.json");
      const bool is_last = round == drawn.sizes.size();
      if (!audit_.has(assessment)) {
        if (!is_last) {
          differences_.push_back(
              {assessment,
               fmt::format("Round {} was drawn before round {} was assessed.", round + 1, round)});
        }
        continue;
      }
      const auto read = read_rounds(audit_, drawn, round);
      if (!took(read)) continue;
      const Assessment again =
          assess(audit_.agenda, drawn.order, drawn.cards, read->rounds, audit_.records_or_none());
      compare(assessment, text_of(assessment_json(audit_, commitment, drawn, *read, again)), true);
      if (!is_last && again.decision != Decision::more_cards) {
        differences_.push_back(
            {assessment, fmt::format("The audit ended with round {}, and round {} was drawn.",
                                     round, round + 1)});
      }
    }
  }

  const Workspace& audit_;
  std::size_t files_ = 0, rounds_ = 0;
  std::vector<Difference> differences_;
};

int run_verify(const Request& request) {
  const auto audit = open_audit(request.path);
  if (!audit) return report_errors(audit.error());
  Verifier verifier(*audit);
  verifier.run();
  const auto& differences = verifier.differences();
  const int status = differences.empty() ? kDone : kAnswerIsNo;
  if (request.options.json) {
    Json list = Json::array();
    for (const Difference& one : differences)
      list.push_back({{"file", one.file}, {"what", one.what}});
    Json result = {{"agrees", differences.empty()},
                   {"files", verifier.files()},
                   {"rounds", verifier.rounds()},
                   {"differences", std::move(list)}};
    return emit(request.options, envelope("audit verify", inputs_of(*audit), std::move(result)),
                status);
  }
  std::string text;
  for (const Difference& one : differences) text += one.what + "\n";
  text += fmt::format("{} files of {} rounds were made again: {}.\n", verifier.files(),
                      verifier.rounds(),
                      differences.empty() ? "they are what follows from the others"
                                          : fmt::format("{} differences", differences.size()));
  return emit(request.options, text, status);
}

}  // namespace

void add_audit_verify(CLI::App& audit, Action& action) {
  auto request = std::make_shared<Request>();
  CLI::App* verb = audit.add_subcommand(
      "verify", "Makes every file of an audit again from the others, and compares");
  verb->add_option("folder", request->path, "Election folder with audit/ in it")->required();
  verb->add_flag("--json", request->options.json, "Print one JSON object instead of a text");
  verb->add_option("--out", request->options.out, "Write to this file instead of standard output");
  verb->footer(
      "Exit status 0: all is as it follows; 1: something is not, and every difference is listed.\n"
      "Example:\n  scrutineer audit verify examples/audit-district");
  verb->callback([request, &action] { action = [request] { return run_verify(*request); }; });
}

}  // namespace scrutineer::cli
