#!/usr/bin/env python3
"""Writes an election folder of 650 constituencies and 12 parties for a rule, with doubts of every kind.

    make_chamber.py FOLDER RULE [--constituencies 650] [--parties 12] [--majority SEATS]

The figures come from a fixed linear congruence, so every machine measures the same election."""
import argparse
import pathlib


class Numbers:
    def __init__(self, seed):
        self.state = seed

    def below(self, most):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 33) % most


def toml(rule, seats, parties, majority):
    lines = ['schema = 1', '', '[election]', 'id = "bench"', 'date = 2026-01-01',
             'languages = ["en"]', 'name_en = "Benchmark"', 'citation = "synthetic"', '',
             '[[contest]]', 'id = "assembly"', f'seats = {seats}', f'rule = "{rule}"',
             'constituencies = "district"', 'ballot = "list"', '',
             '[[question]]', 'id = "majority"', 'contest = "assembly"', 'kind = "seats-at-least"',
             'who = "p0"', f'seats = {majority or seats // 4}', '',
             '[[question]]', 'id = "composition"', 'contest = "assembly"', 'kind = "seats-equal"', '']
    for party in parties:
        lines += ['[[party]]', f'id = "{party}"', f'name_en = "{party.upper()}"', '']
    lines += ['[[source]]', 'id = "commission"', 'role = "commission"', 'name_en = "Commission"', '',
              '[[source]]', 'id = "observers"', 'role = "observer"', 'name_en = "Observers"', '']
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("rule")
    parser.add_argument("--constituencies", type=int, default=650)
    parser.add_argument("--parties", type=int, default=12)
    parser.add_argument("--majority", type=int, default=0, help="what p0 is asked to hold")
    choice = parser.parse_args()
    random = Numbers(650)
    parties = [f"p{i}" for i in range(choice.parties)]
    units, returns, doubts = [], [], []
    total = 0
    ways = ["removable", "addable", "switchable", "unknown"]
    for i in range(choice.constituencies):
        unit = f"c{i}"
        seats = 5 + random.below(8)
        total += seats
        strength, votes = 400_000, []
        for _ in parties:
            votes.append(strength // 2 + random.below(strength))
            strength = strength * 7 // 10
        units.append(f"{unit},country,district,{unit.upper()},{seats}")
        returns.append(",".join([unit, *map(str, votes)]))
        if i % 5 == 0:
            high = 1 + random.below(sum(votes) // 50)
            doubts.append(f"d{i},assembly,{unit},{ways[i // 5 % 4]},0,{high},,,alleged,observers")
    doubts.append("anywhere,assembly,,addable,0,30000,,,alleged,observers")
    root = pathlib.Path(choice.folder)
    (root / "returns").mkdir(parents=True, exist_ok=True)

    def write(name, header, rows):
        (root / name).write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")

    (root / "election.toml").write_text(toml(choice.rule, total, parties, choice.majority), encoding="utf-8")
    write("units.csv", "unit,parent,level,name_en,seats", ["country,,country,Country,", *units])
    write("returns/commission.csv", ",".join(["unit", *parties]), returns)
    write("doubts.csv", "id,contest,units,way,low,high,from,to,status,source", doubts)


if __name__ == "__main__":
    main()
