#!/usr/bin/env python3
"""One line from hyperfine's JSON: mean seconds of each command, and its ratio to the first.

    table.py TITLE FILE.json NAME..."""
import json
import sys


def main():
    title, path, *names = sys.argv[1:]
    with open(path, encoding="utf-8") as file:
        runs = json.load(file)["results"]
    peer = runs[0]["mean"]
    cells = [f"{name} {run['mean']:.3f} s ± {run['stddev']:.3f} ({run['mean'] / peer:.1f} ×)"
             for name, run in zip(names, runs)]
    print(f"{title:28} " + "   ".join(cells))


if __name__ == "__main__":
    main()
