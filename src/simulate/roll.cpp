#include "simulate/roll.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/threads.hpp"
#include "simulate/roll_people.hpp"
#include "simulate/roll_rows.hpp"

namespace scrutineer {

namespace {

// Communes that are in memory at a time; the same for any number of threads.
constexpr std::size_t kBatch = 16;

// An entry whose place is in another commune than where it began.
struct Away {
  RollEntry entry;
  std::int64_t old_number = -1, new_number = -1;  // in the snapshots, where it is away there
};

struct Guest {
  std::uint32_t from = 0, position = 0;  // in away[from]
};

// What is known of a commune before anything is written.
struct Outline {
  std::vector<Away> away;
  std::int64_t old_here = 0, new_here = 0;  // entries that began here and are here
  std::vector<Guest> old_guests, new_guests;
  std::int64_t old_first = 0, new_first = 0;  // numbers of the first entries
};

// One commune's part of the files.
struct Block {
  std::string old_rows, new_rows, truth;
  std::array<std::int64_t, kRollStatuses> by_status{};
  std::array<std::int64_t, kRollSlips> slips{};
};

struct Listed {
  const RollEntry* entry = nullptr;
  std::int64_t number = 0;
};

// The entries that began in a commune, and the lists that stand there.
struct Page {
  std::vector<RollEntry> entries;
  std::vector<std::int64_t> old_numbers, new_numbers;  // of the entries; -1: not in the snapshot
  std::vector<Listed> old_list, new_list;              // point into `entries` and the outlines
};

class Maker {
 public:
  Maker(RollDesign design, const RollSink& sink) : design_(std::move(design)), sink_(sink) {}

  Result<RollSummary> run() {
    survey();
    settle();
    if (auto done = write_headers(); !done) return tl::unexpected(done.error());
    RollSummary summary;
    summary.communes = design_.communes;
    summary.old_rows = old_rows_;
    summary.new_rows = new_rows_;
    const std::size_t communes = design_.communes.size();
    for (std::size_t first = 0; first < communes; first += kBatch) {
      std::vector<Block> blocks(std::min(kBatch, communes - first));
      for_each_piece(blocks.size(), [&](std::size_t i) {
        blocks[i] = block_of(static_cast<std::uint32_t>(first + i));
      });
      for (const Block& block : blocks) {
        if (auto done = write(block, summary); !done) return tl::unexpected(done.error());
      }
    }
    return summary;
  }

 private:
  // The first time over all communes: how many entries each has, and who is elsewhere.
  void survey() {
    outlines_.resize(design_.communes.size());
    for_each_piece(outlines_.size(), [&](std::size_t c) {
      const auto commune = static_cast<std::uint32_t>(c);
      Outline& outline = outlines_[c];
      for (const RollEntry& entry : entries_of(design_, commune)) {
        outline.old_here += entry.old_commune == commune ? 1 : 0;
        outline.new_here += entry.new_commune == commune ? 1 : 0;
        if (is_away(entry, commune)) outline.away.push_back({entry, -1, -1});
      }
    });
  }

  static bool is_away(const RollEntry& entry, std::uint32_t commune) {
    return (entry.old_commune != kNoCommune && entry.old_commune != commune) ||
           (entry.new_commune != kNoCommune && entry.new_commune != commune);
  }

  // Numbers in a snapshot: commune by commune, first who began there, then guests.
  void settle() {
    for (std::uint32_t c = 0; c < outlines_.size(); ++c) {
      for (std::uint32_t i = 0; i < outlines_[c].away.size(); ++i) {
        const RollEntry& entry = outlines_[c].away[i].entry;
        if (entry.old_commune != kNoCommune && entry.old_commune != c) {
          outlines_[entry.old_commune].old_guests.push_back({c, i});
        }
        if (entry.new_commune != kNoCommune && entry.new_commune != c) {
          outlines_[entry.new_commune].new_guests.push_back({c, i});
        }
      }
    }
    for (Outline& outline : outlines_) {
      outline.old_first = old_rows_;
      outline.new_first = new_rows_;
      old_rows_ += outline.old_here;
      new_rows_ += outline.new_here;
      for (const Guest& guest : outline.old_guests) away(guest).old_number = old_rows_++;
      for (const Guest& guest : outline.new_guests) away(guest).new_number = new_rows_++;
    }
    const Random seed = Random(design_.plan.seed).fork("ids");
    old_ids_ = VoterIds('A', old_rows_, seed.fork("old"));
    new_ids_ = VoterIds('B', new_rows_, seed.fork("new"));
  }

  Away& away(const Guest& guest) { return outlines_[guest.from].away[guest.position]; }
  const Away& away(const Guest& guest) const { return outlines_[guest.from].away[guest.position]; }

  Result<void> write_headers() {
    std::string communes = "commune,name,province,opposition\n";
    for (const RollCommune& commune : design_.communes) {
      fmt::format_to(std::back_inserter(communes), "{},{},{},{}.{:03}\n", commune.code,
                     commune.name, commune.province, commune.opposition / 1'000,
                     commune.opposition % 1'000);
    }
    const std::string_view snapshot =
        "voter_id,family_name,given_name,sex,birth_date,commune,house,list_number\n";
    const std::array<std::pair<RollPart, std::string_view>, kRollParts> headers = {
        {{RollPart::communes, communes},
         {RollPart::old_snapshot, snapshot},
         {RollPart::new_snapshot, snapshot},
         {RollPart::truth, "id_a,id_b,status,a_duplicate_of,b_duplicate_of,differs\n"}}};
    for (const auto& [part, text] : headers) {
      if (auto done = sink_(part, text); !done) return done;
    }
    return {};
  }

  Result<void> write(const Block& block, RollSummary& summary) {
    summary.by_commune.push_back(block.by_status);
    for (std::size_t s = 0; s < kRollStatuses; ++s) summary.by_status[s] += block.by_status[s];
    for (std::size_t s = 0; s < kRollSlips; ++s) summary.slips[s] += block.slips[s];
    const std::array<std::pair<RollPart, const std::string*>, 3> texts = {
        {{RollPart::old_snapshot, &block.old_rows},
         {RollPart::new_snapshot, &block.new_rows},
         {RollPart::truth, &block.truth}}};
    for (const auto& [part, text] : texts) {
      if (auto done = sink_(part, *text); !done) return done;
    }
    return {};
  }

  // The second time: everything of one commune.
  Block block_of(std::uint32_t commune) const {
    Page page = page_of(commune);
    Block block;
    block.old_rows = list_text(commune, RollSide::old_one, std::move(page.old_list));
    block.new_rows = list_text(commune, RollSide::new_one, std::move(page.new_list));
    for (std::size_t i = 0; i < page.entries.size(); ++i) append_truth(page, i, block);
    return block;
  }

  Page page_of(std::uint32_t commune) const {
    const Outline& outline = outlines_[commune];
    Page page;
    page.entries = entries_of(design_, commune);
    page.old_numbers.assign(page.entries.size(), -1);
    page.new_numbers.assign(page.entries.size(), -1);
    std::size_t away_so_far = 0;
    for (std::size_t i = 0; i < page.entries.size(); ++i) {
      const RollEntry& entry = page.entries[i];
      if (is_away(entry, commune)) {
        const Away& there = outline.away[away_so_far++];
        page.old_numbers[i] = there.old_number;
        page.new_numbers[i] = there.new_number;
      }
      if (entry.old_commune == commune) {
        page.old_numbers[i] = outline.old_first + static_cast<std::int64_t>(page.old_list.size());
        page.old_list.push_back({&entry, page.old_numbers[i]});
      }
      if (entry.new_commune == commune) {
        page.new_numbers[i] = outline.new_first + static_cast<std::int64_t>(page.new_list.size());
        page.new_list.push_back({&entry, page.new_numbers[i]});
      }
    }
    for (const Guest& guest : outline.old_guests) {
      page.old_list.push_back({&away(guest).entry, away(guest).old_number});
    }
    for (const Guest& guest : outline.new_guests) {
      page.new_list.push_back({&away(guest).entry, away(guest).new_number});
    }
    return page;
  }

  std::string list_text(std::uint32_t commune, RollSide side, std::vector<Listed> list) const {
    const bool is_old = side == RollSide::old_one;
    Random random =
        Random(design_.plan.seed).fork(is_old ? "old order" : "new order").fork(commune);
    random.shuffle(list);
    std::string text;
    text.reserve(list.size() * 110);
    const RollScript script = is_old ? design_.plan.old_script : design_.plan.new_script;
    for (std::size_t i = 0; i < list.size(); ++i) {
      append_roll_row(text, is_old ? old_ids_ : new_ids_,
                      {list[i].number, design_.communes[commune].code, i + 1},
                      written(*list[i].entry, side, script));
    }
    return text;
  }

  void append_truth(const Page& page, std::size_t i, Block& block) const {
    const RollEntry& entry = page.entries[i];
    const std::int64_t old_number = page.old_numbers[i], new_number = page.new_numbers[i];
    const bool is_second = entry.status == RollStatus::duplicate_kept ||
                           entry.status == RollStatus::duplicate_removed ||
                           entry.status == RollStatus::duplicate_added;
    const bool in_old = old_number >= 0, in_new = new_number >= 0;
    std::string& text = block.truth;
    if (in_old) old_ids_.append(text, old_number);
    text += ',';
    if (in_new) new_ids_.append(text, new_number);
    text += ',';
    text += name_of(entry.status);
    text += ',';
    if (is_second && in_old) old_ids_.append(text, page.old_numbers[entry.original]);
    text += ',';
    if (is_second && in_new) new_ids_.append(text, page.new_numbers[entry.original]);
    text += ',';
    if (in_old && in_new) append_differences(entry, block);
    text += '\n';
    ++block.by_status[static_cast<std::size_t>(entry.status)];
  }

  static void append_differences(const RollEntry& entry, Block& block) {
    std::string_view separator;
    const auto add = [&](std::string_view field) {
      block.truth += separator;
      block.truth += field;
      separator = ";";
    };
    for (std::size_t s = 0; s < kRollSlips; ++s) {
      if (entry.slips[s] == RollSide::neither) continue;
      ++block.slips[s];
      add(name_of(static_cast<RollSlip>(s)));
    }
    if (entry.status == RollStatus::moved) add("commune");
    if (entry.old_house != entry.new_house) add("house");
  }

  RollDesign design_;
  const RollSink& sink_;
  std::vector<Outline> outlines_;
  std::int64_t old_rows_ = 0, new_rows_ = 0;
  VoterIds old_ids_{'A', 1, Random(0)}, new_ids_{'B', 1, Random(0)};
};

}  // namespace

std::string_view name_of(RollStatus status) {
  constexpr std::array<std::string_view, kRollStatuses> kStatuses = {"kept",
                                                                     "moved",
                                                                     "died",
                                                                     "moved-away",
                                                                     "duplicate-removed",
                                                                     "wrongly-removed",
                                                                     "added",
                                                                     "duplicate-kept",
                                                                     "duplicate-added"};
  return kStatuses[static_cast<std::size_t>(status)];
}

std::string_view name_of(RollSlip slip) {
  constexpr std::array<std::string_view, kRollSlips> kSlips = {
      "family_name", "given_name", "name_order", "birth_date", "sex", "house"};
  return kSlips[static_cast<std::size_t>(slip)];
}

std::string_view name_of(RollScript script) {
  return script == RollScript::khmer ? "khmer" : "roman";
}

const std::vector<RollShare>& roll_shares() {
  static const std::vector<RollShare> shares = {
      {"default-birthdays", &RollPlan::default_birthdays, "People whose birthday is 1 January"},
      {"given-name-errors", &RollPlan::given_name_errors, "Given names that differ in writing"},
      {"family-name-errors", &RollPlan::family_name_errors, "Family names that differ in writing"},
      {"birth-date-errors", &RollPlan::birth_date_errors, "Dates of birth that differ"},
      {"name-order-errors", &RollPlan::name_order_errors, "Names whose order is exchanged"},
      {"house-errors", &RollPlan::house_errors, "House numbers that differ, of people who stay"},
      {"sex-errors", &RollPlan::sex_errors, "Sexes that differ"},
      {"moved", &RollPlan::moved, "People who move to another commune"},
      {"died", &RollPlan::died, "People who die and are removed"},
      {"moved-away", &RollPlan::moved_away, "People who leave and are removed"},
      {"wrongly-removed", &RollPlan::wrongly_removed, "People who are wrongly removed"},
      {"added", &RollPlan::added, "People who are added, of those of the old roll"},
      {"duplicates-kept", &RollPlan::duplicates_kept, "Second entries that stay"},
      {"duplicates-removed", &RollPlan::duplicates_removed, "Second entries that are removed"},
      {"duplicates-added", &RollPlan::duplicates_added, "Second entries that are added"},
      {"duplicates-elsewhere", &RollPlan::duplicates_elsewhere,
       "Of second entries, those in another commune"}};
  return shares;
}

Result<RollSummary> simulate_roll(const RollPlan& plan, const RollSink& sink) {
  Result<RollDesign> design = design_roll(plan);
  if (!design) return tl::unexpected(std::move(design.error()));
  return Maker(std::move(*design), sink).run();
}

}  // namespace scrutineer
