// Names in the form in which they are compared. Everything here is a pure function of one text; it
// runs once a different value, not once a record.
#pragma once

#include <string>
#include <string_view>

namespace scrutineer::roll {

// The canonical form of a name: Khmer put into the order of Unicode TN 61 before anything else is
// done to it, invisible signs, apostrophes and doubled spaces gone, other punctuation a space,
// letters that look alike folded, Latin in lower case without accents, digits those of ASCII. Empty
// where nothing is stated ("", "-", "n/a"). Its own canonical form; bytes that are not UTF-8 are
// spaces.
std::string canonical_name(std::string_view utf8);

// The same for a text that is no name.
std::string canonical_text(std::string_view utf8);

// "m" or "f" where the text is a usual word for it in English, French or Khmer; else its canonical
// text.
std::string canonical_sex(std::string_view utf8);

// The canonical form with one byte a sign, for comparisons that count signs: ASCII as it is, Khmer
// (U+1780 to U+17FF) as 128 to 255, any other letter as one of the bytes 1 to 31 by its code point.
std::string signs_of(std::string_view canonical);

// What is left of a name when romanisation, vowels' spelling, spaces and doubled letters are taken
// away: a Khmer name and its usual romanisations have one skeleton (romanisation_table.hpp).
// Letters of other scripts stay. Empty for an empty name.
std::string skeleton(std::string_view canonical);

}  // namespace scrutineer::roll
