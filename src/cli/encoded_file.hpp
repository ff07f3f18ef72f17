// The file of keyed Bloom filters that `roll encode` writes and compares
// (docs/formats/roll-parties.md).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "roll/encoding.hpp"

namespace scrutineer::cli {

inline constexpr std::size_t kFilterBytes = roll::kEncodingBits / 8;

// The first column; the second is named by what the filters were made with.
inline constexpr std::string_view kEntryColumn = "entry";
inline constexpr std::string_view kFilterColumn = "clk_1024_";  // and a digest

// Eight bytes a word, the lowest first, on any machine.
std::string bytes_of(const roll::Encoding& encoding);
roll::Encoding encoding_of(std::string_view bytes);  // kFilterBytes of them

struct EncodedFile {
  std::string header;  // of the filters
  std::vector<std::string> entries;
  std::vector<roll::Encoding> encodings;
};

// `name` is what errors call the bytes.
Result<EncodedFile> parse_encoded(const std::string& name, std::string_view bytes);

}  // namespace scrutineer::cli
