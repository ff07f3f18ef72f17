// scrutineer convert: results of other programs to an election folder, and back.
#include <filesystem>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "cli/command.hpp"
#include "folder/exchange.hpp"

namespace scrutineer::cli {

namespace {

struct Request {
  Options options;
  std::vector<std::string> inputs;
  std::string to, output, source;
};

Json note_json(const Note& note) {
  Json json = {{"kind", std::string(name_of(note.kind))}, {"text", note.text}};
  if (!note.contest.empty()) json["contest"] = note.contest;
  if (!note.unit.empty()) json["unit"] = note.unit;
  if (!note.party.empty()) json["column"] = note.party;
  if (note.votes) json["votes"] = *note.votes;
  return json;
}

Json notes_json(const std::vector<Note>& notes) {
  Json list = Json::array();
  for (const Note& note : notes) list.push_back(note_json(note));
  return list;
}

std::string notes_text(const std::string& title, const std::vector<Note>& notes) {
  constexpr std::size_t kMostShown = 40;
  std::string text;
  for (std::size_t i = 0; i < notes.size() && i < kMostShown; ++i) {
    if (i == 0) text += title + "\n";
    text += fmt::format("  {}: {}\n", name_of(notes[i].kind), notes[i].text);
  }
  if (notes.size() > kMostShown) {
    text += fmt::format("  … and {} more (--json gives them all)\n", notes.size() - kMostShown);
  }
  return text;
}

int run(const Request& request) {
  const std::vector<std::filesystem::path> paths(request.inputs.begin(), request.inputs.end());
  const Result<ReadExchange> read = read_exchange(paths);
  if (!read) return report_errors(read.error());
  const Format to = *format_from_name(request.to);
  const Election& election = read->imported.election;
  const Result<std::vector<Note>> written =
      write_exchange(election, to, request.output, request.source);
  if (!written) return report_errors(written.error());
  std::size_t rows = 0;
  for (const ReturnTable& table : election.returns) rows += table.unit.size();
  if (request.options.json) {
    const Json result = {{"from", std::string(name_of(read->imported.format))},
                         {"to", request.to},
                         {"output", std::filesystem::path(request.output).filename().string()},
                         {"election", election.id},
                         {"contests", election.contests.size()},
                         {"units", election.units.size()},
                         {"parties", election.parties.size()},
                         {"returns", rows},
                         {"notes_in", notes_json(read->imported.notes)},
                         {"notes_out", notes_json(*written)}};
    return emit(request.options, envelope("convert", {{}, read->inputs}, result));
  }
  std::string text =
      fmt::format("{} ({}) to {} ({}): {} contests, {} units, {} parties, {} returns.\n",
                  election.id, name_of(read->imported.format), request.output, request.to,
                  election.contests.size(), election.units.size(), election.parties.size(), rows);
  text += notes_text("Reading:", read->imported.notes);
  text += notes_text("Writing:", *written);
  return emit(request.options, text);
}

}  // namespace

void add_convert(CLI::App& app, Action& action) {
  auto request = std::make_shared<Request>();
  CLI::App* verb = app.add_subcommand(
      "convert", "Read results of other programs into an election folder, or write them");
  verb->add_option(
          "inputs", request->inputs,
          "An election folder, a file (NIST SP 1500-100 v2 JSON or XML, OpenElections CSV), "
          "or EML-NL files of one election; told by content")
      ->required();
  verb->add_option("--to", request->to, "The format to write")
      ->required()
      ->check(CLI::IsMember({"nist-json", "nist-xml", "eml", "csv", "folder"}));
  verb->add_option("-o,--output", request->output, "A new file, or a new or empty folder")
      ->required();
  verb->add_option("--source", request->source,
                   "Whose counts are written, where there are several (default: the commission's)");
  add_common_options(*verb, request->options);
  verb->footer(
      "What a format cannot hold is listed, not dropped in silence (docs/formats/exchange.md).\n"
      "Every error of every input is printed, and nothing is written; exit status 2.\n"
      "Examples:\n"
      "  scrutineer convert results.json --to folder -o election\n"
      "  scrutineer convert definition.eml.xml stations.eml.xml candidates.eml.xml count.eml.xml "
      "\\\n"
      "    --to folder -o election\n"
      "  scrutineer convert examples/denmark-2014-ep --to nist-xml -o denmark.xml --json");
  verb->callback([request, &action] { action = [request] { return run(*request); }; });
}

}  // namespace scrutineer::cli
