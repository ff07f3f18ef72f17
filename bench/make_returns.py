#!/usr/bin/env python3
"""A CSV of made-up returns as large as a large country's: 700 districts, 1,500 stations each, 20 parties.

    make_returns.py FILE.csv [STATIONS-A-DISTRICT]

Every form agrees with itself but one in a thousand, whose valid votes are one too many."""
import random
import sys

DISTRICTS = 700
PARTIES = 20


def main():
    path = sys.argv[1]
    stations = int(sys.argv[2]) if len(sys.argv) > 2 else 1500
    draw = random.Random(7)
    parties = [f"party {chr(ord('a') + party)}" for party in range(PARTIES)]
    with open(path, "w", encoding="utf-8") as file:
        file.write(",".join(["province", "district", "unit", "registered", "cast", "invalid", "valid",
                             *parties]) + "\n")
        number = 0
        for district in range(DISTRICTS):
            province = district // 28
            for _ in range(stations):
                number += 1
                votes = [int(draw.random() ** 3 * 90) for _ in parties]
                valid = sum(votes)
                invalid = draw.randrange(8)
                cast = valid + invalid
                registered = cast * 5 // 4 + 10 + draw.randrange(100)
                valid += 1 if number % 1000 == 0 else 0
                counts = ",".join(map(str, [registered, cast, invalid, valid, *votes]))
                file.write(f"P{province:02d},P{province:02d} District {district},{number:07d},{counts}\n")


if __name__ == "__main__":
    main()
