#!/usr/bin/env python3
"""Plays the people who read the cards of a round: python3 read_paper.py FOLDER ROUND. It fills in the
template with what is on paper: the records, but for audit/paper-differences.csv."""
import csv
import pathlib
import sys


def rows(path):
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def main(folder, round_):
    paper = {row["card"]: row for row in rows(folder / "audit/records.csv")}
    for row in rows(folder / "audit/paper-differences.csv"):
        paper[row["card"]].update(row)
    place = folder / "audit/rounds" / round_
    template = rows(place / "interpretations-template.csv")
    for row in template:
        card = paper[row["card"]]
        row["state"] = card.get("state", "")
        row.update({contest: card[contest] for contest in list(row)[4:]})
    with (place / "interpretations.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(template[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(template)
    print(f"{len(template)} cards were read.")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), sys.argv[2])
