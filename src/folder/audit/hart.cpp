// Hart Verity: a card as one XML file, `Cvr`. An option's value is 1, or on a ranked ballot as many
// digits as ranks with the 1 at its rank. An overvoted contest has the element Overvoted; a
// write-in has no name, but perhaps the text that it was resolved to.
#include <algorithm>

#include <fmt/core.h>

#include "folder/audit/cards_builder.hpp"
#include "folder/exchange/element.hpp"

namespace scrutineer::records {

namespace {

using exchange::Element;

class HartReader {
 public:
  HartReader(std::string_view file, CardsBuilder& cards) : file_(file), cards_(cards) {}

  void read(const Element& card) {
    if (card.name != "Cvr") {
      return cards_.describe({file_, card.line, ""},
                             "XML whose outermost element is not Cvr (" + card.name + ")",
                             std::string(kKnownFormats));
    }
    const std::string_view guid = card.value("CvrGuid");
    if (guid.empty()) {
      return cards_.describe({file_, card.line, "CvrGuid"}, "no CvrGuid", "the id of the card");
    }
    // Sheets of one ballot may share the id.
    const std::string_view sheet = card.value("SheetNumber");
    const std::string id = sheet.empty() ? std::string(guid) : fmt::format("{}-{}", guid, sheet);
    CardPlace place{std::string(card.value("BatchNumber")), 0};
    if (const auto text = card.value("BatchSequence"); !text.empty()) {
      const auto position = position_in(text);
      if (!position) {
        cards_.wrong({file_, card.line, "BatchSequence"}, text, "a whole number from 1");
      }
      place.position = position.value_or(0);
    }
    if (!cards_.start_card({file_, card.line, "CvrGuid"}, id, place)) return;
    for (const Element* contests : card.all("Contests")) {
      for (const Element* contest : contests->all("Contest")) read_contest(*contest);
    }
  }

 private:
  // By its name: a card of the samples gives one id to two contests.
  void read_contest(const Element& contest) {
    const Where where{file_, contest.line, "Contest/Name"};
    const auto position = cards_.contest(where, contest.value("Name"));
    if (!position) return;
    const bool is_overvoted = contest.find("Overvoted") != nullptr;
    std::vector<CardsBuilder::Ranked> ranked;
    for (const Element* options : contest.all("Options")) {
      for (const Element* option : options->all("Option")) read_option(*option, *position, ranked);
    }
    if (is_overvoted) {
      ++cards_.facts(*position).overvoted;
      ranked.clear();
    }
    cards_.add_choices(where, *position, std::move(ranked));
  }

  void read_option(const Element& option, std::size_t contest,
                   std::vector<CardsBuilder::Ranked>& ranked) {
    const Where where{file_, option.line, "Option/Value"};
    const std::string_view value = option.value("Value");
    if (value.empty() || value.size() > 1'000 ||
        value.find_first_not_of("01") != std::string_view::npos) {
      return cards_.wrong(where, value, "1, or a 1 among zeros that is at its rank");
    }
    const Element* const write_in = option.find("WriteInData");
    if (write_in != nullptr && write_in->value("WriteInDataStatus") == "Rejected") {
      return cards_.note("A rejected write-in is left out");
    }
    std::string_view name = option.value("Name");
    if (name.empty() && write_in != nullptr) name = write_in->value("Text");
    if (name.empty() && write_in != nullptr) name = "Write-in";
    const auto candidate = cards_.candidate({file_, option.line, "Option/Name"}, contest, name);
    if (!candidate) return;
    if (value.size() > 1) cards_.facts(contest).is_ranked = true;
    // Ranked several times: the first counts, as on every ballot.
    for (std::size_t i = 0; i < value.size(); ++i) {
      if (value[i] == '1') ranked.emplace_back(static_cast<std::uint32_t>(i + 1), *candidate);
    }
  }

  std::string_view file_;
  CardsBuilder& cards_;
};

}  // namespace

void read_hart(const Part& file, CardsBuilder& cards) {
  const auto root = exchange::read_xml(file.name, file.bytes);
  if (!root) return cards.problems().add_all(root.error());
  HartReader(file.name, cards).read(*root);
}

}  // namespace scrutineer::records
