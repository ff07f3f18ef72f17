// Numbers, names and lists as people read them, in every language of the catalogue.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "election/election.hpp"
#include "findings/catalogue.hpp"

namespace scrutineer {

// "215,890", in Arabic digits in both languages, so that figures can be compared between pages.
std::string grouped(std::int64_t number);
LocalizedText number(std::int64_t number);

// "1 vote", "215,890 votes"; where empty, "all votes".
LocalizedText votes(Count count);

// "39.6%", rounded half up to `digits` places, in whole-number arithmetic.
std::string percent(const Rational& share, int digits = 1);
// Exactly: "5%", "0.1%", and "1/15" where a percentage would be rounded.
std::string exact_share(const Rational& share);

// "28 July 2013"; an incomplete date ("2013-07", "2013") as far as it goes; else as it is written.
LocalizedText date(std::string_view iso);

LocalizedText name_of(const Election& election, PartyIndex party);
LocalizedText name_of(const Election& election, SourceIndex source);
LocalizedText name_of(const Election& election, UnitIndex unit);
LocalizedText name_of(const Election& election, const Question& question);  // its id without a name
// The names as they stand inside a sentence: English puts "the" before committees and parties.
LocalizedText spoken(LocalizedText name);
LocalizedText who_of(const Election& election, const Question& question);

// A short name for tables and drawings: the id in capitals ("CPP").
std::string abbreviation(const Election& election, PartyIndex party);
std::string abbreviation(const Election& election, SourceIndex source);

// The first letter of an English sentence as a capital.
LocalizedText sentence(LocalizedText text);

// "a, b and c".
LocalizedText list_of(const std::vector<LocalizedText>& items);

}  // namespace scrutineer
