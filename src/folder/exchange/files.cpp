// The thin layer of files: what a path holds is told by its first bytes; what is written is there
// completely or not at all.
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

#include "base/csv.hpp"
#include "base/digest.hpp"
#include "base/text.hpp"
#include "folder/exchange.hpp"
#include "folder/exchange/text_check.hpp"

namespace scrutineer {

namespace {

namespace fs = std::filesystem;

Error problem(const fs::path& path, std::string found, std::string expected) {
  return described(shown(path.string()), 0, "", std::move(found), std::move(expected));
}

Result<std::string> read_bytes(const fs::path& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (status.type() == fs::file_type::not_found) {
    return fail(problem(path, "no such file or folder", "an election folder or a file of results"));
  }
  if (status.type() != fs::file_type::regular) {
    return fail(problem(path, "something that is no file", "a file of results"));
  }
  const std::uintmax_t size = fs::file_size(path, error);
  if (error || size > exchange::kLargestDocument) {
    return fail(
        problem(path, error ? "a file that cannot be read" : std::to_string(size) + " bytes",
                "a file of at most " + std::to_string(exchange::kLargestDocument) + " bytes"));
  }
  std::ifstream stream(path, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(stream), {}};
  if (!stream.good() && !stream.eof()) {
    return fail(problem(path, "a file that cannot be read", "a file that this user may read"));
  }
  return bytes;
}

// The name of the outermost element, without its prefix; "" where none begins.
std::string_view root_name(std::string_view xml) {
  for (std::size_t at = xml.find('<'); at != std::string_view::npos; at = xml.find('<', at + 1)) {
    const std::string_view rest = xml.substr(at + 1);
    if (rest.starts_with('?') || rest.starts_with('!')) {
      if (rest.starts_with("!--")) at = std::min(xml.find("-->", at), xml.size() - 1);
      continue;
    }
    std::string_view name = rest.substr(0, rest.find_first_of(" \t\r\n/>"));
    const std::size_t colon = name.find(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
  }
  return {};
}

Result<Imported> import_table(const std::string& name, const std::string& bytes) {
  Result<LoadedFolder> table = parse_table(name, bytes, {});
  if (!table) return tl::unexpected<Errors>(std::move(table.error()));
  return Imported{Format::csv, std::move(table->election), {}};
}

// Our own table (docs/formats/table.md) has neither an office nor a candidate.
bool is_table(const std::string& name, std::string_view bytes) {
  const Result<CsvTable> table = read_csv(name, bytes);
  if (!table) return false;
  bool office = false;
  bool party = false;
  bool votes = false;
  for (const std::string& column : table->header()) {
    office |= column == "office" || column == "candidate";
    party |= column == "party";
    votes |= column == "votes";
  }
  return party && votes && !office;
}

Result<Imported> import_one(Format format, const ExchangeInput& input) {
  switch (format) {
    case Format::nist_json:
      return parse_nist_json(input.name, input.bytes);
    case Format::nist_xml:
      return parse_nist_xml(input.name, input.bytes);
    case Format::eml:
      return parse_eml({input});
    default:
      return is_table(input.name, input.bytes) ? import_table(input.name, input.bytes)
                                               : parse_openelections(input.name, input.bytes);
  }
}

Result<Imported> import_files(const std::vector<ExchangeInput>& inputs) {
  Errors errors;
  std::vector<Format> formats;
  for (const ExchangeInput& input : inputs) {
    const Result<Format> format = detect_format(input.name, input.bytes);
    if (format) {
      formats.push_back(*format);
    } else {
      errors.insert(errors.end(), format.error().begin(), format.error().end());
    }
  }
  if (!errors.empty()) return tl::unexpected<Errors>(std::move(errors));
  if (inputs.size() == 1) return import_one(formats.front(), inputs.front());
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    if (formats[i] == Format::eml) continue;
    errors.push_back(described(inputs[i].name, 0, "",
                               "a file of the format " + std::string(name_of(formats[i])),
                               "EML files, where several are given together"));
  }
  if (!errors.empty()) return tl::unexpected<Errors>(std::move(errors));
  return parse_eml(inputs);
}

Result<ReadExchange> read_one_folder(const fs::path& path) {
  Result<LoadedFolder> folder = read_folder(path);
  if (!folder) return tl::unexpected<Errors>(std::move(folder.error()));
  return ReadExchange{{Format::folder, std::move(folder->election), {}}, std::move(folder->inputs)};
}

std::string digest_of(const Election& election) {
  std::string all;
  for (const auto& [path, bytes] : canonical_files(election)) {
    all += path + " " + sha256_hex(bytes) + "\n";
  }
  return sha256_hex(all);
}

Result<Exported> export_as(const Election& election, Format format, const std::string& source) {
  switch (format) {
    case Format::nist_json:
      return write_nist_json(election, source);
    case Format::nist_xml:
      return write_nist_xml(election, source);
    case Format::eml:
      return write_eml(election, source);
    default:
      return write_openelections(election, source);
  }
}

Result<void> write_file(const fs::path& target, const std::string& bytes) {
  std::error_code error;
  if (fs::exists(fs::symlink_status(target, error))) {
    return fail(problem(target, "something there already", "a new file"));
  }
  fs::path beside = target;
  beside += ".partial";
  std::ofstream stream(beside, std::ios::binary | std::ios::trunc);
  stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  stream.close();
  if (stream) fs::rename(beside, target, error);
  if (stream && !error) return {};
  fs::remove(beside, error);
  return fail(problem(target, "a file that cannot be written",
                      "a place in a folder that is there and that this user may write to"));
}

}  // namespace

Result<Format> detect_format(std::string_view name, std::string_view bytes) {
  if (auto error = exchange::refuse_bytes(name, bytes, "a file of results"))
    return fail(std::move(*error));
  const std::string_view text = trimmed(exchange::without_mark(bytes));
  if (text.front() == '{' || text.front() == '[') return Format::nist_json;
  if (text.front() != '<') return Format::csv;
  const std::string_view root = root_name(text);
  if (root == "EML") return Format::eml;
  // A document type declaration is refused by the reader, with its own reason.
  if (root == "ElectionReport" || root.empty() ||
      text.find("<!DOCTYPE") != std::string_view::npos) {
    return Format::nist_xml;
  }
  return fail(described(shown(name), 0, "",
                        "XML whose outermost element is \"" + shown(root) + "\"",
                        "ElectionReport (NIST SP 1500-100) or EML (EML-NL)"));
}

Result<ReadExchange> read_exchange(const std::vector<fs::path>& paths) {
  std::error_code ignored;
  if (paths.size() == 1 && fs::is_directory(paths.front(), ignored))
    return read_one_folder(paths.front());
  Errors errors;
  std::vector<ExchangeInput> inputs;
  for (const fs::path& path : paths) {
    if (fs::is_directory(path, ignored)) {
      errors.push_back(problem(path, "a folder beside other inputs", "one folder alone, or files"));
      continue;
    }
    Result<std::string> bytes = read_bytes(path);
    if (bytes) {
      inputs.push_back({shown(path.filename().string()), std::move(*bytes)});
    } else {
      errors.insert(errors.end(), bytes.error().begin(), bytes.error().end());
    }
  }
  if (paths.empty())
    return fail("no input is given; expected an election folder or a file of results.");
  if (!errors.empty()) return tl::unexpected<Errors>(std::move(errors));
  Result<Imported> imported = import_files(inputs);
  if (!imported) return tl::unexpected<Errors>(std::move(imported.error()));
  ReadExchange read{std::move(*imported), {}};
  const std::string canonical = digest_of(read.imported.election);
  for (const ExchangeInput& input : inputs) {
    read.inputs.push_back({input.name, sha256_hex(input.bytes), canonical});
  }
  return read;
}

Result<std::vector<Note>> write_exchange(const Election& election, Format format,
                                         const fs::path& target, const std::string& source) {
  if (format == Format::folder) {
    const auto written = write_folder(election, target);
    if (!written) return tl::unexpected<Errors>(written.error());
    return std::vector<Note>{};
  }
  Result<Exported> exported = export_as(election, format, source);
  if (!exported) return tl::unexpected<Errors>(std::move(exported.error()));
  if (const auto written = write_file(target, exported->bytes); !written) {
    return tl::unexpected<Errors>(written.error());
  }
  return std::move(exported->notes);
}

}  // namespace scrutineer
