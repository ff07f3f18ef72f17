// What a snapshot says of an entry: its names in the snapshot's script, its slips, a row of CSV.
// Used inside this folder only.
#pragma once

#include <string>
#include <string_view>

#include "simulate/roll_people.hpp"

namespace scrutineer {

struct WrittenEntry {
  std::string family_name, given_name;
  bool male = false;
  BirthDay birth;
  House house;
};
WrittenEntry written(const RollEntry& entry, RollSide side, RollScript script);

// Whole numbers from 0 on, one to one, as identifiers of eight digits or more that say nothing of
// where an entry stands: number × a + b modulo how many there are.
class VoterIds {
 public:
  VoterIds(char letter, std::int64_t entries, Random random);
  void append(std::string& csv, std::int64_t number) const;

 private:
  char letter_;
  std::uint64_t entries_, factor_ = 1, shift_ = 0;
  std::size_t digits_ = 8;
};

// voter_id,family_name,given_name,sex,birth_date,commune,house,list_number. No name, and nothing
// else here, needs quotes.
struct RowPlace {
  std::int64_t number = 0;   // of the entry in its snapshot
  std::string_view commune;  // code
  std::size_t in_list = 0;   // from 1
};
void append_roll_row(std::string& csv, const VoterIds& ids, const RowPlace& place,
                     const WrittenEntry& entry);

}  // namespace scrutineer
