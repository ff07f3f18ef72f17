// The front door of audits' mathematics: what is drawn, what a card is worth as evidence, and what
// the evidence says. Pure functions of values; no files, no clock, no randomness but from a seed.
#pragma once

#include "audit/batch.hpp"          // IWYU pragma: export
#include "audit/bravo.hpp"          // IWYU pragma: export
#include "audit/comparison.hpp"     // IWYU pragma: export
#include "audit/kaplan_markov.hpp"  // IWYU pragma: export
#include "audit/martingale.hpp"     // IWYU pragma: export
#include "audit/sample_sizes.hpp"   // IWYU pragma: export
#include "audit/sampler.hpp"        // IWYU pragma: export
#include "audit/strata.hpp"         // IWYU pragma: export
#include "audit/suite.hpp"          // IWYU pragma: export
