// One sharing of seats among votes, without thresholds or connected lists: who is certain, who is
// tied at the last seat. allocate() makes its stages of this.
#pragma once

#include <cstddef>
#include <vector>

#include "seats/keys.hpp"

namespace scrutineer {

struct Award {
  std::size_t party = 0;
  Seats k = 0;  // the party's k-th prize
};

struct Shares {
  std::vector<Seats> full;     // given at once, before any comparison (full quotas)
  std::vector<Seats> certain;  // with those
  std::vector<Award> awards;   // one by one, highest key first
  std::vector<std::size_t> tied;
  Seats open = 0;   // prizes among the tied, at most one each; under plurality one prize
  Seats prize = 1;  // seats of a prize
  Seats vacant = 0;
};

// `from_zero` gives every seat one by one, for a protocol of quotients.
Shares share_seats(const Sharing& sharing, const std::vector<Votes>& votes, bool from_zero);

}  // namespace scrutineer
