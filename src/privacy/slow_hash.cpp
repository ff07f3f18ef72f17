#include "privacy/slow_hash.hpp"

#include <fmt/core.h>
#include <sodium.h>

#include "privacy/sodium.hpp"

namespace scrutineer::privacy {

static_assert(std::tuple_size_v<Salt> == crypto_pwhash_argon2id_SALTBYTES);

Salt new_salt() {
  Salt salt{};
  fill_with_secret_chance(salt);
  return salt;
}

Result<Digest> slow_hash(std::string_view text, const Salt& salt, const SlowHashCost& cost) {
  start_sodium();
  Digest digest{};
  if (crypto_pwhash_argon2id(digest.data(), digest.size(), text.data(), text.size(), salt.data(),
                             cost.passes, cost.memory_mib << 20U,
                             crypto_pwhash_argon2id_ALG_ARGON2ID13) != 0) {
    return fail(
        fmt::format("{} MiB for one digest are not to be had on this machine.", cost.memory_mib));
  }
  return digest;
}

}  // namespace scrutineer::privacy
