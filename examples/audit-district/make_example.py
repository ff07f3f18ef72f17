#!/usr/bin/env python3
"""Makes the files of this example from a seed: python3 make_example.py FOLDER. A made-up district of
6,000 cards; what is on paper differs from the records where audit/paper-differences.csv says so."""
import csv
import pathlib
import random
import sys

SEED = 20261130
# Constituency, seats, stations, and the share of each party in it.
CONSTITUENCIES = [
    ("centre", 5, 9, {"lotus": 40, "river": 30, "dawn": 11, "garden": 8, "union": 5, "hill": 3,
                      "lamp": 3}),
    ("north", 4, 7, {"lotus": 51, "river": 22, "dawn": 10, "garden": 7, "union": 5, "hill": 3,
                     "lamp": 2}),
    ("south", 3, 6, {"lotus": 37, "river": 31, "dawn": 13, "garden": 8, "union": 6, "hill": 3,
                     "lamp": 2}),
]
MAYOR = {"sok": 46, "chan": 38, "keo": 16}
DIFFERENCES = 7
PARTIES = {"dawn": ("Dawn", "អរុណោទ័យ"), "garden": ("Garden", "សួនច្បារ"), "hill": ("Hill", "ភ្នំ"),
           "lamp": ("Lamp", "ចង្កៀង"), "lotus": ("Lotus", "ផ្កាឈូក"), "river": ("River", "ទន្លេ"),
           "union": ("Union", "សហភាព"), "sok": ("Sok Dara", "សុខ ដារ៉ា"),
           "chan": ("Chan Thida", "ចាន់ ធីតា"), "keo": ("Keo Vanna", "កែវ វណ្ណា")}


def drawn(random_, shares, blanks):
    """One choice by the shares, or a ballot without a vote, or one with two."""
    kind = random_.random()
    if kind < blanks:
        return "-"
    names, weights = zip(*shares.items())
    choice = random_.choices(names, weights)[0]
    if kind < blanks + 0.005:
        return ";".join(sorted(random_.sample(names, 2)))
    return choice


def write(path, header, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([header, *rows])


def election_toml():
    parties = "".join(f'\n[[party]]\nid = "{id_}"\nname_en = "{en}"\nname_km = "{km}"\n'
                      for id_, (en, km) in sorted(PARTIES.items()))
    return f'''schema = 1

[election]
id = "audit-district"
date = 2026-11-29
timezone = "Asia/Phnom_Penh"
languages = ["en", "km"]
name_en = "A made-up district, to try an audit on"
name_km = "ស្រុកប្រឌិតមួយ សម្រាប់សាកល្បងសវនកម្ម"
citation = "Made by make_example.py from the seed {SEED}; nobody voted here."

[[contest]]
id = "assembly"
name_en = "Assembly"
name_km = "សភា"
seats = 12
rule = "dhondt"
constituencies = "constituency"
ballot = "list"

[[contest]]
id = "mayor"
name_en = "Mayor"
name_km = "អភិបាល"
seats = 1
rule = "plurality"
constituencies = "district"
ballot = "single"

[[question]]
id = "majority"
name_en = "Does Lotus hold the majority of the assembly?"
name_km = "តើផ្កាឈូកមានសំឡេងភាគច្រើនក្នុងសភាឬទេ?"
contest = "assembly"
kind = "seats-at-least"
who = "lotus"
seats = 7

[[question]]
id = "mayor"
name_en = "Does Sok Dara have the most votes for mayor?"
name_km = "តើសុខ ដារ៉ា មានសំឡេងច្រើនជាងគេសម្រាប់អភិបាលឬទេ?"
contest = "mayor"
kind = "wins"
who = "sok"
{parties}
[[source]]
id = "commission"
name_en = "Election commission"
name_km = "គណៈកម្មាធិការរៀបចំការបោះឆ្នោត"
role = "commission"
'''


def counts(cards, contest, names):
    """The row of a return: invalid ballots, then votes."""
    found = [card[contest] for card in cards]
    votes = [found.count(name) for name in names]
    return [len(found), len(found) - sum(votes), *votes]


def main(folder):
    random_ = random.Random(SEED)
    constituencies, places = [], []
    manifest, records = [], []
    returns = {"assembly": [], "mayor": []}
    assembly = [party for party in sorted(PARTIES) if party not in MAYOR]
    for constituency, seats, stations, shares in CONSTITUENCIES:
        constituencies.append([constituency, "district", "constituency", constituency.capitalize(), "",
                               seats])
        for number in range(1, stations + 1):
            unit = f"{constituency[0]}{number:02d}"
            places.append([unit, constituency, "station", f"Station {unit.upper()}", "", ""])
            # Stations differ from one another, as they do.
            local = {party: share * random_.uniform(0.7, 1.3) for party, share in shares.items()}
            cards = [{"assembly": drawn(random_, local, 0.012), "mayor": drawn(random_, MAYOR, 0.02)}
                     for _ in range(random_.randint(240, 306))]
            manifest.append([f"{unit}-box", unit, len(cards), f"Shelf {constituency[0].upper()}"])
            records += [[f"{unit}-{position:03d}", f"{unit}-box", position, card["assembly"],
                         card["mayor"]] for position, card in enumerate(cards, 1)]
            returns["assembly"].append(
                [unit, "assembly", *counts(cards, "assembly", assembly)])
            returns["mayor"].append(
                [unit, "mayor", *counts(cards, "mayor", sorted(MAYOR))])
    columns = ["unit", "contest", "cast", "invalid"]
    units = [["district", "", "district", "The district", "ស្រុក", ""], *constituencies, *places]
    (folder / "audit").mkdir(parents=True, exist_ok=True)
    (folder / "election.toml").write_text(election_toml(), encoding="utf-8")
    write(folder / "units.csv", ["unit", "parent", "level", "name_en", "name_km", "seats"], units)
    write(folder / "returns/commission.assembly.csv", [*columns, *assembly], returns["assembly"])
    write(folder / "returns/commission.mayor.csv", [*columns, *sorted(MAYOR)], returns["mayor"])
    write(folder / "audit/manifest.csv", ["container", "unit", "cards", "place"], manifest)
    write(folder / "audit/records.csv", ["card", "container", "position", "assembly", "mayor"],
          records)
    differences = []
    for card, _, _, party, mayor in sorted(random_.sample(records, DIFFERENCES)):
        other = random_.choice([name for name in assembly if name != party])
        differences.append([card, "", other, mayor])
    differences[-1][1:] = ["missing", "", ""]
    write(folder / "audit/paper-differences.csv", ["card", "state", "assembly", "mayor"],
          differences)
    print(f"{len(records)} cards")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
