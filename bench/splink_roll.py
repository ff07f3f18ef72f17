#!/usr/bin/env python3
"""Two simulated snapshots of a roll linked by us and by Splink (MIT; pip install splink, left out loudly where it
is not installed) on DuckDB, one after the other, each a process of its own with two threads.

    splink_roll.py SCRUTINEER FOLDER        FOLDER from `scrutineer simulate roll --old-script roman --new-script roman`

Splink's blocking rules are the keys of our passes (src/roll/passes.cpp) on columns that are prepared here. They
differ from ours in two ways: a name's key is the name itself and not its skeleton, and no block is divided. Pairs
are therefore printed beside seconds. Comparisons, training and the one-to-one step (mutual best, at even odds) are
those of Splink's own examples. Right links are counted as `id_a,id_b` of truth.csv has them."""
import csv
import importlib.metadata
import json
import os
import pathlib
import subprocess
import sys
import tempfile

RULES = [
    "l.family_key = r.family_key and l.given_key = r.given_key",
    "l.family_key = r.given_key and l.given_key = r.family_key",
    "l.birth_date = r.birth_date and l.given_1 = r.given_1 and l.is_day",
    "l.birth_date = r.birth_date and l.family_key = r.family_key and l.is_day",
    "l.family_key = r.family_key and l.commune = r.commune and l.year = r.year",
    "l.family_key = r.family_key and l.commune = r.commune and l.house = r.house",
    "l.given_key = r.given_key and l.commune = r.commune",
    "l.given_3 = r.given_3 and l.family_2 = r.family_2 and l.month = r.month and l.is_day",
    "l.house = r.house and l.commune = r.commune and l.year = r.year",
]
PREPARED = """
select voter_id as unique_id, family_name, given_name, sex, birth_date, commune, house,
  lower(family_name) as family_key, lower(given_name) as given_key,
  lower(given_name[:1]) as given_1, lower(given_name[:3]) as given_3, lower(family_name[:2]) as family_2,
  birth_date[:4] as year, birth_date[:7] as month, birth_date[6:] not in ('01-01', '12-31') as is_day
from read_csv('{}', header = true, all_varchar = true)"""
MUTUAL_BEST = """
with ranked as (
  select unique_id_l as a, unique_id_r as b,
    row_number() over (partition by unique_id_l order by match_weight desc, unique_id_r) as of_a,
    row_number() over (partition by unique_id_r order by match_weight desc, unique_id_l) as of_b
  from {} where match_probability >= 0.5)
select a, b from ranked where of_a = 1 and of_b = 1"""


def prepared(folder):
    import duckdb
    connection = duckdb.connect()
    connection.execute("set threads = 2")
    for name in ("old", "new"):
        connection.execute(f"create table {name} as {PREPARED.format(folder / (name + '.csv'))}")
    return connection


def link_with_splink(folder):
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator
    connection = prepared(folder)
    settings = SettingsCreator(
        link_type="link_only",
        blocking_rules_to_generate_predictions=RULES,
        comparisons=[
            cl.JaroWinklerAtThresholds("family_name", [0.92, 0.88]).configure(term_frequency_adjustments=True),
            cl.JaroWinklerAtThresholds("given_name", [0.92, 0.88]).configure(term_frequency_adjustments=True),
            cl.ExactMatch("sex"),
            cl.DamerauLevenshteinAtThresholds("birth_date", [1]).configure(term_frequency_adjustments=True),
            cl.ExactMatch("commune"),
            cl.LevenshteinAtThresholds("house", [1]),
        ])
    linker = Linker(["old", "new"], settings, DuckDBAPI(connection))
    training = linker.training
    training.estimate_probability_two_random_records_match([RULES[0] + " and l.birth_date = r.birth_date"], recall=0.8)
    training.estimate_u_using_random_sampling(max_pairs=1e6)
    training.estimate_parameters_using_expectation_maximisation(RULES[0])
    training.estimate_parameters_using_expectation_maximisation("l.birth_date = r.birth_date and l.commune = r.commune")
    predicted = linker.inference.predict(threshold_match_weight=-10)
    table = predicted.physical_name
    kept = connection.execute(f"select count(*) from {table}").fetchone()[0]
    links = connection.execute(MUTUAL_BEST.format(table)).fetchall()
    return {"kept": kept, "links": links}


def count_pairs(folder):
    """Apart from what is measured."""
    rules = " union ".join(f"select l.unique_id, r.unique_id from old l join new r on {rule}" for rule in RULES)
    return prepared(folder).execute(f"select count(*) from ({rules})").fetchone()[0]


def measured(command, output):
    """CPU seconds and peak memory in megabytes of a child process."""
    with open(output, "w", encoding="utf-8") as file:
        process = subprocess.Popen(command, stdout=file, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{command[0]} ended with {process.returncode}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def f1(folder, links):
    with open(folder / "truth.csv", encoding="utf-8") as file:
        truth = {(row["id_a"], row["id_b"]) for row in csv.DictReader(file) if row["id_a"] and row["id_b"]}
    return 2 * len(truth & links) / (len(truth) + len(links))


def main():
    if sys.argv[1] == "--splink":
        print(json.dumps(link_with_splink(pathlib.Path(sys.argv[2]))))
        return
    scrutineer, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    # Not imported here: a child's peak counts what its parent held when it was started.
    try:
        print(f"Splink {importlib.metadata.version('splink')}")
    except importlib.metadata.PackageNotFoundError:
        print("SKIPPED: Splink is not installed for this Python (pip install splink).")
        return
    with tempfile.TemporaryDirectory() as work:
        ours = measured([scrutineer, "roll", "diff", folder / "old.csv", folder / "new.csv", "--threads", "2",
                         "--json", "-o", f"{work}/out"], f"{work}/ours.json")
        theirs = measured([sys.executable, __file__, "--splink", folder], f"{work}/splink.json")
        answer = json.loads(pathlib.Path(work, "ours.json").read_text("utf-8"))["result"]
        splink_answer = json.loads(pathlib.Path(work, "splink.json").read_text("utf-8"))
        with open(f"{work}/out/pairs.csv", encoding="utf-8") as file:
            links = {(row["id_a"], row["id_b"]) for row in csv.DictReader(file)}
        print(f"ours:   {ours[0]:.1f} CPU s, {ours[1]:.0f} MB, {answer['pairs_weighed']:,} pairs, "
              f"{len(links):,} links, F1 by entry {f1(folder, links):.4f}")
        their_links = {tuple(link) for link in splink_answer["links"]}
        print(f"Splink: {theirs[0]:.1f} CPU s, {theirs[1]:.0f} MB, {count_pairs(folder):,} pairs, "
              f"{len(their_links):,} links, F1 by entry {f1(folder, their_links):.4f}")
        print(f"Splink / ours: CPU {theirs[0] / ours[0]:.1f}, memory {theirs[1] / ours[1]:.1f}")


if __name__ == "__main__":
    main()
