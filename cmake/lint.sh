#!/usr/bin/env bash
# Formatting and the direction of includes. Called by ./run lint.
set -euo pipefail
cd "$(dirname "$0")/.."

mapfile -t sources < <(git ls-files '*.cpp' '*.hpp')
echo "clang-format: ${#sources[@]} files"
clang-format-19 --dry-run --Werror "${sources[@]}"

echo "includes point one way"
python3 tests/includes_test.py

echo "lint passed"
