#!/usr/bin/env python3
"""Splink (MIT; pip install splink, left out loudly where it is not installed) on its own test data of a thousand
records, by its library's comparisons for such fields, chosen by us; the truth is the file's column cluster. Prints what
`roll_accuracy fake` prints of ours.

    splink_fake.py splink_fake_1000.csv"""
import csv
import importlib.metadata
import logging
import sys


def truth_of(path):
    clusters = {}
    with open(path, encoding="utf-8") as file:
        for row in csv.DictReader(file):
            clusters.setdefault(row["cluster"], []).append(int(row["unique_id"]))
    return {(a, b) for ids in clusters.values() for a in ids for b in ids if a < b}


def weighed_pairs(path):
    import duckdb
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on
    connection = duckdb.connect()
    connection.execute(f"create table fake as select * from read_csv('{path}', header = true, all_varchar = true)")
    settings = SettingsCreator(
        link_type="dedupe_only",
        blocking_rules_to_generate_predictions=[
            block_on("first_name"), block_on("surname"), block_on("dob"), block_on("email"), block_on("city")],
        comparisons=[
            cl.NameComparison("first_name"),
            cl.NameComparison("surname"),
            cl.DateOfBirthComparison("dob", input_is_string=True),
            cl.ExactMatch("city").configure(term_frequency_adjustments=True),
            cl.EmailComparison("email"),
        ])
    linker = Linker("fake", settings, DuckDBAPI(connection))
    training = linker.training
    training.estimate_probability_two_random_records_match(
        [block_on("first_name", "dob"), block_on("email")], recall=0.7)
    training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    training.estimate_parameters_using_expectation_maximisation(block_on("dob"))
    training.estimate_parameters_using_expectation_maximisation(block_on("first_name", "surname"))
    predicted = linker.inference.predict(threshold_match_weight=-20)
    query = f"select match_weight, unique_id_l, unique_id_r from {predicted.physical_name}"
    pairs = [(weight, tuple(sorted((int(a), int(b))))) for weight, a, b in connection.execute(query).fetchall()]
    return sorted(pairs, reverse=True)


def main():
    try:
        print(f"Splink {importlib.metadata.version('splink')}")
    except importlib.metadata.PackageNotFoundError:
        print("SKIPPED: Splink is not installed for this Python (pip install splink).")
        return
    logging.disable(logging.WARNING)
    truth = truth_of(sys.argv[1])
    pairs = weighed_pairs(sys.argv[1])
    hits, best, at = 0, 0.0, {}
    for count, (weight, pair) in enumerate(pairs, 1):
        hits += pair in truth
        best = max(best, 2 * hits / (count + len(truth)))
        for bits in (-8, -4, 0, 4, 8):
            if weight >= bits:
                at[bits] = (hits, count)
    print(f"pairs: best F1 {best:.4f}")
    for bits, (right, found) in sorted(at.items()):
        print(f"pairs of {bits:+} bits and more: F1 {2 * right / (found + len(truth)):.5f}, "
              f"precision {right / found:.5f}, recall {right / len(truth):.5f}")


if __name__ == "__main__":
    main()
