#!/usr/bin/env bash
# The figures of docs/benchmarks.md. Called by ./run bench, with the build folder.
#
# Machines are shared and noisy, so every figure stands beside a peer of the same run: reading the same
# folder (`check`), or allocating the same chamber once.
set -euo pipefail
cd "$(dirname "$0")/.."
build=$1
scrutineer=$build/src/cli/scrutineer
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
rules=(dhondt sainte-lague hare-largest-remainder hare-then-highest-averages plurality)

held() {  # seats of party p0 in a folder
  "$scrutineer" seats "$1" --json |
    python3 -c 'import json, sys; print(json.load(sys.stdin)["result"]["chamber"]["by_party"]["p0"])'
}

echo "== Whole commands: 650 constituencies, 12 parties, 131 doubts; p0 would lose five seats"
for rule in "${rules[@]}"; do
  python3 bench/make_chamber.py "$work/$rule" "$rule"
  python3 bench/make_chamber.py "$work/$rule" "$rule" --majority $(($(held "$work/$rule") - 4))
  hyperfine --warmup 1 --runs 5 --style none --export-json "$work/$rule.json" \
    "$scrutineer check $work/$rule" \
    "$scrutineer margin $work/$rule --question majority --change switch" \
    "$scrutineer outcome $work/$rule" >/dev/null 2>&1
  python3 bench/table.py "$rule" "$work/$rule.json" check margin outcome
done

echo "== The report of Cambodia 2013, linear programs included"
hyperfine --warmup 1 --runs 5 --style none --export-json "$work/report.json" \
  "$scrutineer check examples/cambodia-2013" \
  --prepare "rm -rf $work/site" "$scrutineer report examples/cambodia-2013 -o $work/site" >/dev/null 2>&1
python3 bench/table.py cambodia-2013 "$work/report.json" check report

echo "== Returns of 1,050,000 stations and 20 parties"
python3 bench/make_returns.py "$work/returns.csv"
python3 bench/count_beside_duckdb.py "$scrutineer" "$work/returns.csv"

echo "== Two snapshots of 200,000 people, linked by us and by Splink on DuckDB"
"$scrutineer" simulate roll --people 200000 --seed 7 --old-script roman --new-script roman -o "$work/rolls" >/dev/null
python3 bench/splink_roll.py "$scrutineer" "$work/rolls"

echo "== A thousand records of which who is who is known, by us and by Splink"
fake=../shared/data/rolls/splink_fake_1000.csv
if [[ -f $fake ]]; then
  "$build/bench/roll_accuracy" fake "$fake" | grep "F1"
  python3 bench/splink_fake.py "$fake"
else
  echo "SKIPPED: $fake is not there"
fi

echo "== Margins inside the program: milliseconds, beside allocating the same chamber once"
"$build/bench/bench_margin" --benchmark_min_time=0.2 --benchmark_counters_tabular=true \
  --benchmark_color=false 2>/dev/null

echo "== Audits: milliseconds of CPU; SHANGRLA's figures stand in docs/benchmarks.md"
"$build/bench/bench_audit" --benchmark_min_time=0.2 --benchmark_counters_tabular=true \
  --benchmark_color=false 2>/dev/null

echo "== Audits: one update of the chamber's knapsack, and assertions of instant runoffs"
for bench in bench_chamber bench_irv; do
  "$build/bench/$bench" --benchmark_min_time=0.2 --benchmark_counters_tabular=true \
    --benchmark_color=false 2>/dev/null
done
