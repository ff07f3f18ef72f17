// Every text that Scrutineer says to people, in every language it speaks, in one catalogue.
//
// The texts live in texts/*.txt, embedded in the program: a line with the id, then one line per
// language ("en: …", "km: …"); "#" begins a comment. Placeholders are names in braces. A translator
// needs no C++; a test checks that both languages have every text and the same placeholders.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "election/election.hpp"

namespace scrutineer {

using Catalogue = std::map<std::string, LocalizedText, std::less<>>;

// The embedded texts. An id that stands twice or a line that is none of the above is an error of
// ours, which the tests find: such lines are skipped here.
const Catalogue& catalogue();

// Reads one file of texts; all errors of the file are returned together.
Result<Catalogue> read_catalogue(std::string_view file, std::string_view bytes);

// The languages of the catalogue, the first being the one that other elections fall back to.
const std::vector<std::string>& catalogue_languages();

// A value for a placeholder, in each language.
using Values = std::vector<std::pair<std::string_view, LocalizedText>>;

// The text with its placeholders filled in. An unknown id gives "⟦id⟧", which no page may contain.
LocalizedText say(std::string_view id, const Values& values = {});

// One language of it.
std::string say_in(const std::string& language, std::string_view id, const Values& values = {});

// The names of placeholders of a text, ascending, once each.
std::vector<std::string> placeholders(std::string_view text);

// The same text in every language of the catalogue.
LocalizedText everywhere(const std::string& text);

// Texts one after another, in each language, with a space between them.
LocalizedText join(const std::vector<LocalizedText>& texts, std::string_view between = " ");

}  // namespace scrutineer
