// A plan, carried out: which cells' votes it leaves, and the moves of single cells that lead there.
#include <algorithm>

#include "outcome/doubts_program.hpp"

namespace scrutineer::doubting {

namespace {

class Applier {
 public:
  explicit Applier(const Arena& arena) : arena_(arena) {
    for (const DoubtCell& cell : arena.problem->cells) {
      left_.push_back(cell.votes);
      room_.push_back(cell.can_be_added.value_or(arena.unbounded));
    }
    applied_.votes = left_;
  }

  Applied run(const Plan& plan) {
    choose(plan);
    for (const Use& use : plan.uses) spread(use);
    return std::move(applied_);
  }

 private:
  void choose(const Plan& plan) {
    for (std::size_t place = 0; place < plan.speakers.size(); ++place) {
      if (!plan.speakers[place]) continue;
      const Speaker& speaker = arena_.places[place].speakers[*plan.speakers[place]];
      const std::size_t cell = arena_.places[place].cells.front();
      left_[cell] = applied_.votes[cell] = speaker.votes;
      CellMove move;
      move.doubt = speaker.doubt;
      move.cell = cell;
      move.option = speaker.option;
      applied_.moves.push_back(move);
    }
  }

  // Takes the votes from whichever cells of the place still have some.
  void spread(const Use& use) {
    Votes left = use.votes;
    for (const std::size_t cell : arena_.places[use.place].cells) {
      Votes& stock = use.from ? left_[cell][*use.from] : room_[cell];
      const Votes votes = std::min(left, stock);
      if (votes == 0) continue;
      stock -= votes;
      left -= votes;
      if (use.from) applied_.votes[cell][*use.from] -= votes;
      if (use.to) applied_.votes[cell][*use.to] += votes;
      applied_.moves.push_back({use.doubt, cell, use.from, use.to, votes, std::nullopt});
    }
  }

  const Arena& arena_;
  std::vector<std::vector<Votes>> left_;
  std::vector<Votes> room_;
  Applied applied_;
};

}  // namespace

Applied apply(const Arena& arena, const Plan& plan) { return Applier(arena).run(plan); }

}  // namespace scrutineer::doubting
