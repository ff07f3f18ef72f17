// What the readers of all exchange formats share: ids that the house accepts, and an election that
// is put together piece by piece and then passed through the folder format, so that whatever comes
// from outside holds to the same rules and has the same order as a folder. Not for other modules.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "election/election.hpp"
#include "folder/exchange.hpp"
#include "folder/parts.hpp"
#include "folder/problems.hpp"
#include "folder/returns.hpp"

namespace scrutineer::exchange {

// Ids of one kind by what the format calls them. Ids that are acceptable keep themselves; the
// others are written in lower case, with a number behind it where that is taken, in the order of
// the alphabet: the same ids whatever the order of the file. Different originals have different
// ids.
class Ids {
 public:
  using Accept = std::function<bool(std::string_view)>;

  void add(const std::string& original) { originals_.insert(original); }
  // Once, after all add(). Two kinds that must not share an id share `taken`.
  void assign(const Accept& accept, std::set<std::string>& taken);
  // Of an original that was added.
  const std::string& of(const std::string& original) const { return ids_.at(original); }
  // Original and id, where they differ.
  std::vector<std::pair<std::string, std::string>> renamed() const;

 private:
  std::set<std::string> originals_;
  std::map<std::string, std::string> ids_;
};

struct Sketch {
  Election election;                         // levels are still empty, and so is every unit's
  std::vector<std::string> level_of;         // by unit
  std::map<std::uint32_t, ReturnRows> rows;  // by contest, of the first source
  std::vector<Note> notes;

  UnitIndex add_unit(Unit unit, std::string level);
  // The cell of a column ("cpp", "cpp/candidate"), or of a field, made where it is new.
  Count& cell(ContestIndex contest, UnitIndex unit, const std::string& column);
  Count& cell(ContestIndex contest, UnitIndex unit, Field field);
  void note(NoteKind kind, std::string text);
};

// Parents first gives each unit the level that it was given where these have one order from top to
// bottom, and otherwise "level.depth".
void assign_levels(Sketch& sketch);

// The election that the folder format makes of it. Contests without constituencies are elected by
// the level of the one unit at the top. Errors name `file`.
Result<Imported> finish(Sketch sketch, Format format, std::string_view file);

// Notes on ids that were renamed: "The unit "HSB1::12" is called "12" here."
void note_renamed(Sketch& sketch, std::string_view what, const Ids& ids);

// The source whose counts are written, its returns by contest, and what is left out besides.
struct Chosen {
  SourceIndex source;
  std::vector<const ReturnTable*> tables;  // by contest; null where it has none
};
Result<Chosen> choose_source(const Election& election, const std::string& source,
                             std::vector<Note>& notes);

// Rows of the highest revision of each unit, by unit id.
std::vector<std::size_t> current_rows(const Election& election, const ReturnTable& table);

// Votes cast as the contests state them of each unit: where these differ, there are several.
std::map<std::uint32_t, std::set<Votes>> cast_by_unit(const Election& election,
                                                      const Chosen& chosen);

// Notes on whole parts of the election that no exchange format holds.
void note_unheld_parts(const Election& election, std::vector<Note>& notes);
// And on what a NIST report does not say of units, contests and coalitions.
void note_unheld_structure(const Election& election, std::vector<Note>& notes);

}  // namespace scrutineer::exchange
