// Texts as code points, and what one code point is folded to before names are compared. Not for
// other modules.
#pragma once

#include <string>
#include <string_view>

namespace scrutineer::roll {

// Bytes that are not UTF-8 become U+FFFD, one each.
std::u32string code_points_of(std::string_view utf8);
void append_utf8(std::string& text, char32_t code_point);

// Appends what is left of a code point: the base letter in lower case, an ASCII digit, a space for
// punctuation; nothing for signs that cannot be seen, accents and apostrophes. Khmer signs stay,
// but those that Unicode deprecates become what it says to use instead.
void append_folded(std::u32string& text, char32_t code_point);

}  // namespace scrutineer::roll
