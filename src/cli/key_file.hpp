// Files that hold a secret key: made for their owner alone, refused when others may read them,
// never printed.
#pragma once

#include <optional>
#include <string>

#include "base/result.hpp"
#include "privacy/secret_key.hpp"

namespace CLI {
class App;
}

namespace scrutineer::cli {

// --key-file or --new-key.
struct KeyChoice {
  std::string file, new_file;
  bool is_given() const { return !file.empty() || !new_file.empty(); }
};
// `what` says what the key is for.
void add_key_options(CLI::App& verb, KeyChoice& choice, const std::string& what);

// The key of --key-file, or a new one, which is in no file before keep_key.
Result<privacy::SecretKey> key_of(const KeyChoice& choice);

// Writes a new key; does nothing for one that was read. Fails where the file is there already.
Result<void> keep_key(const KeyChoice& choice, const privacy::SecretKey& key);

}  // namespace scrutineer::cli
