// A finding wraps the result of an analysis for people and for machines: a statement in each
// language, the values, the method with its source, the inputs with their digests, the assumptions,
// the caveats, and what is still open. report and serve show findings and compute nothing.
#pragma once

#include <string>
#include <vector>

#include "election/election.hpp"

namespace scrutineer {

struct Input {
  std::string path;              // relative to the folder
  std::string sha256;            // of the bytes as found, lower-case hexadecimal
  std::string canonical_sha256;  // of the canonical form
};

struct Finding {
  std::string id;           // "outcome/majority/nec"
  std::string kind;         // the analysis: "outcome", "margin", "seats", …
  LocalizedText statement;  // one or two sentences that can be quoted
  LocalizedText summary;    // shorter, beside others that name the same claims; may be empty
  LocalizedText method;     // with its source
  std::vector<LocalizedText> assumptions, caveats, open;
  std::vector<std::string> rests_on;  // ids of claims
};

}  // namespace scrutineer
