// What must hold for any bytes that the readers are given. The fuzzers call these functions with
// what libFuzzer invents, the ordinary tests with the seeds in fuzz/corpus/.
#pragma once

#include <string>
#include <string_view>

namespace scrutineer::fuzz {

// Each reads the bytes and gives what is wrong, or nothing: errors must be fit to be shown, and
// what is read must come back from its canonical form.
std::string check_csv(std::string_view bytes);
// The bytes are election.toml, beside a small units.csv.
std::string check_toml(std::string_view bytes);
// The bytes are files of a folder, each below a line "%% <path>"; election.toml and units.csv are
// given where they are not among them.
std::string check_claims(std::string_view bytes);
// The exchange formats: what is read is written in that format, and is then read again without
// loss.
std::string check_nist_json(std::string_view bytes);
std::string check_nist_xml(std::string_view bytes);
// The bytes are one file, or several of one election, each below a line "%% <name>".
std::string check_eml(std::string_view bytes);
std::string check_openelections(std::string_view bytes);
// Ballots of instant runoffs: what is read is written, and is then read again as the same.
std::string check_raire(std::string_view bytes);
// Cast-vote records of any format, and manifests: what is read is written in ours, and is then read
// again as the same.
std::string check_records(std::string_view bytes);
std::string check_manifest(std::string_view bytes);
// What an audit is asked (audit.toml).
std::string check_audit_design(std::string_view bytes);
// A snapshot of a register: by a schema that is found, with values in their own canonical form.
std::string check_roll(std::string_view bytes);
// A linkage in parts: records of a part, a result, plan.json.
std::string check_roll_parts(std::string_view bytes);
// Between parties and voters: lookup.json, requests and answers, filters, masked keys.
std::string check_roll_parties(std::string_view bytes);

}  // namespace scrutineer::fuzz
