// What every document from outside is checked for before a parser sees it.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/result.hpp"

namespace scrutineer::exchange {

// Documents are kept in memory several times over.
inline constexpr std::size_t kLargestDocument = std::size_t{256} << 20U;

// The line of a position, from 1.
std::int64_t line_at(std::string_view bytes, std::size_t position);

// Why the bytes are no text in UTF-8 of a size that is read: empty, a zip, another encoding, a
// control character. `what` completes "expected …": "an XML file".
std::optional<Error> refuse_bytes(std::string_view name, std::string_view bytes,
                                  std::string_view what);

// Without a byte-order mark.
std::string_view without_mark(std::string_view bytes);

}  // namespace scrutineer::exchange
