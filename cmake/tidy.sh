#!/usr/bin/env bash
# Static analysis with clang-tidy 19. Called by ./run tidy.
set -euo pipefail
cd "$(dirname "$0")/.."

cmake --preset lint >/tmp/scrutineer-configure-lint.log ||
  { cat /tmp/scrutineer-configure-lint.log >&2; exit 1; }
# Generated sources (embedded pages) must exist before the analysis reads what includes them.
mapfile -t units < <(git ls-files 'src/*.cpp' | grep -v -e '_test\.cpp$')
echo "clang-tidy: ${#units[@]} files"
printf '%s\0' "${units[@]}" |
  xargs -0 -n 1 -P "$(nproc)" clang-tidy-19 -p build/lint --quiet 2>/tmp/scrutineer-tidy.err ||
  { grep -v -e 'warnings generated' -e 'Suppressed' -e 'Use -header' /tmp/scrutineer-tidy.err >&2; exit 1; }
echo "tidy passed"
