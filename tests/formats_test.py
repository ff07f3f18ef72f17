#!/usr/bin/env python3
"""docs/formats is the reference: it names every column and name that the readers know, and its example
gives the answer that is printed beside it."""
import json
import os
import pathlib
import re
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent
BINARY = os.environ.get("SCRUTINEER_BINARY", str(ROOT / "build/release/src/cli/scrutineer"))
PAGE = (ROOT / "docs/formats/election-folder.md").read_text(encoding="utf-8")


def named_on_page():
    """Every `word` between backticks; name_* stands for its prefix."""
    words = set()
    for quoted in re.findall(r"`([^`\n]+)`", PAGE):
        words.update(re.findall(r"[a-z][a-z_-]*[a-z]|[a-z]", quoted.replace("_*", "")))
    return words


def known_columns():
    """The columns of the ColumnRule tables of src/folder."""
    for path in sorted((ROOT / "src/folder").glob("*.cpp")):
        text = path.read_text(encoding="utf-8")
        for table in re.findall(r"array<ColumnRule, \d+> \w+ =\s*\{\{(.*?)\}\};", text, re.S):
            for column in re.findall(r'\{"(\w+)"', "{" + table.lstrip("{")):
                yield path.name, column


def known_names():
    """The names of the enumerations of the model, and the keys that election.toml's readers ask for."""
    model = (ROOT / "src/election/election.cpp").read_text(encoding="utf-8")
    for name in re.findall(r'"([a-z][a-z-]+)"', model):
        yield "election.cpp", name
    for path in ("election_toml.cpp", "questions_toml.cpp"):
        text = (ROOT / "src/folder" / path).read_text(encoding="utf-8")
        for key in re.findall(r'section\.\w+(?:<\w+>)?\("(\w+)"', text):
            yield path, key


def example():
    """The files of the example, by path."""
    part = PAGE[PAGE.index("## A small example"):]
    return dict(re.findall(r"^`([\w./]+)`\n\n```\w+\n(.*?)^```", part, re.S | re.M))


class Formats(unittest.TestCase):
    def test_every_column_is_named(self):
        words = named_on_page()
        columns = list(known_columns())
        self.assertGreater(len(columns), 60)
        missing = sorted({column for column in columns if column[1] not in words})
        self.assertEqual(missing, [])

    def test_every_name_and_key_is_named(self):
        words = named_on_page()
        names = list(known_names())
        self.assertGreater(len(names), 60)
        self.assertEqual(sorted({name for name in names if name[1] not in words}), [])

    def ask(self, files):
        with tempfile.TemporaryDirectory() as place:
            for path, text in files.items():
                target = pathlib.Path(place) / path
                target.parent.mkdir(exist_ok=True)
                target.write_text(text, encoding="utf-8")
            done = subprocess.run([BINARY, "outcome", place, "--json"], capture_output=True, text=True,
                                  check=False)
            self.assertEqual(done.returncode, 0, done.stderr)
            return json.loads(done.stdout)["result"]["questions"][0]

    def test_the_example_gives_the_printed_answer(self):
        files = example()
        self.assertEqual(sorted(files), ["doubts.csv", "election.toml", "returns/commission.csv",
                                         "units.csv"])
        answer = self.ask(files)
        self.assertEqual((answer["holds"], answer["answer"], answer["votes_needed"]),
                         (True, "cannot-change", 17))
        files["doubts.csv"] = files["doubts.csv"].replace(",8,", ",17,")
        self.assertEqual(self.ask(files)["answer"], "can-change")


if __name__ == "__main__":
    unittest.main()
