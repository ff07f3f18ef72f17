#!/usr/bin/env python3
"""Layers point one way: a file may include what stands above its folder in docs/architecture.md,
never below; the analyses know no files, so they may not include folder/ either."""
import pathlib
import re
import sys

# Each folder with the folders that it may include, besides itself.
CORE = ["base", "election"]
ALLOWED = {
    "base": [],
    "privacy": ["base"],
    "election": ["base"],
    "folder": CORE,
    "seats": CORE,
    "count": CORE,
    "roll": CORE,
    "forensics": CORE,
    "cases": CORE,
    "audit": CORE + ["seats"],
    "outcome": CORE + ["seats"],
    "panel": CORE,
    "record": ["base"],
}
ANALYSES = ["seats", "count", "roll", "audit", "forensics", "cases", "outcome", "panel", "record"]
ALLOWED["simulate"] = CORE + ANALYSES
ALLOWED["findings"] = CORE + ANALYSES + ["simulate"]
ALLOWED["report"] = ALLOWED["findings"] + ["findings"]
ALLOWED["serve"] = ALLOWED["report"] + ["report", "folder"]
ALLOWED["cli"] = ALLOWED["serve"] + ["serve", "privacy"]

# Single headers of a folder below: what a reader fills, and how it writes values down.
ALSO = {
    "folder": [
        "audit/cards.hpp",
        "audit/design.hpp",
        "roll/clerical_sample.hpp",
        "roll/dates.hpp",
        "roll/findings.hpp",
        "roll/intervals.hpp",
        "roll/names.hpp",
        "roll/removals.hpp",
        "roll/roll.hpp",
        "roll/survey.hpp",
    ]
}

INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"')


def violations(source: pathlib.Path):
    """Every include under `source` that points the wrong way, as a sentence."""
    for path in sorted(source.rglob("*.[ch]pp")):
        folder = path.relative_to(source).parts[0]
        if folder not in ALLOWED:
            yield f"{path}: the folder {folder} is not in the list of layers"
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            match = INCLUDE.match(line)
            if not match:
                continue
            target = match.group(1).split("/")[0]
            if "/" not in match.group(1):
                yield f"{path}:{number}: includes are written from src/: {match.group(1)}"
            elif match.group(1) in ALSO.get(folder, []):
                continue
            elif target != folder and target not in ALLOWED[folder]:
                yield f"{path}:{number}: {folder} may not include {target}"


def finds_a_planted_violation(tmp: pathlib.Path) -> bool:
    """The check itself is checked: a seat rule that reads a file must be reported."""
    (tmp / "seats").mkdir()
    (tmp / "seats" / "rule.cpp").write_text('#include "folder/folder.hpp"\n', encoding="utf-8")
    return len(list(violations(tmp))) == 1


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as planted:
        if not finds_a_planted_violation(pathlib.Path(planted)):
            sys.exit("the check does not see a planted violation")
    found = list(violations(pathlib.Path(__file__).resolve().parent.parent / "src"))
    print("\n".join(found))
    sys.exit(1 if found else 0)
