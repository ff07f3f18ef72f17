#!/usr/bin/env bash
# fuzz/run.sh BUILD [SECONDS]: each fuzzer for that long, from its seeds. New inputs go to
# BUILD/corpus, crashes to BUILD/crashes; fails where there is one. A crash that is understood
# becomes a seed in fuzz/corpus/NAME/.
set -euo pipefail
build=$(realpath "$1")
seconds=${2:-60}
cd "$(dirname "$0")"

status=0
for fuzzer in csv toml claims nist_json nist_xml eml openelections raire records manifest audit_design roll roll_parts roll_parties; do
  corpus=$build/corpus/$fuzzer crashes=$build/crashes/$fuzzer log=$build/$fuzzer.log
  mkdir -p "$corpus" "$crashes"
  if "$build/fuzz/fuzz_$fuzzer" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 \
    -max_len=4096 -dict=folder.dict -print_final_stats=1 -artifact_prefix="$crashes/" \
    "$corpus" "corpus/$fuzzer" >"$log" 2>&1; then
    executions=$(awk '/stat::number_of_executed_units/ {print $2}' "$log")
    coverage=$(grep -o 'cov: [0-9]*' "$log" | tail -n 1)
    echo "fuzz_$fuzzer: $executions executions, ${coverage/cov:/coverage} edges, no crash"
  else
    status=1
    echo "fuzz_$fuzzer: FAILED, see $log and $crashes"
    tail -n 30 "$log"
  fi
done
exit $status
