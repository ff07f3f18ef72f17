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


def columns_in_order():
    """The columns of each file in the order of the canonical form; returns have those of parties."""
    for path in sorted((ROOT / "src/folder").glob("*.cpp")):
        if path.name in ("returns.cpp", "table.cpp"):
            continue
        text = path.read_text(encoding="utf-8")
        for table in re.findall(r"array<ColumnRule, \d+> \w+ =\s*\{(.*?)\};", text, re.S):
            found = re.findall(r'\{"(\w+)"(?:, Need::\w+)?(, true)?\}', table)
            yield ["`" + name + ("_*`" if localized else "`") for name, localized in found]


def known_names():
    """The names of the enumerations of the model, and the keys that election.toml's readers ask for."""
    model = (ROOT / "src/election/election.cpp").read_text(encoding="utf-8")
    for name in re.findall(r'"([a-z][a-z-]+)"', model):
        yield "election.cpp", name
    for path in ("checks_toml.cpp", "election_toml.cpp", "questions_toml.cpp"):
        text = (ROOT / "src/folder" / path).read_text(encoding="utf-8")
        for key in re.findall(r'section\.\w+(?:<\w+>)?\("(\w+)"', text):
            yield path, key
    claims = (ROOT / "src/folder/claims.cpp").read_text(encoding="utf-8")
    for kind in re.findall(r'\{"([a-z-]+)", Measure::', claims):
        yield "claims.cpp", kind


def known_files():
    """The files that parse.cpp reads, besides returns."""
    text = (ROOT / "src/folder/parse.cpp").read_text(encoding="utf-8")
    return re.findall(r'\{"([\w./]+)", read_\w+', text)


def example():
    """The files of the example, by path."""
    part = PAGE[PAGE.index("## A small example"):]
    return dict(re.findall(r"^`([\w./]+)`\n\n```\w+\n(.*?)^```", part, re.S | re.M))


def shown_runs():
    """The commands of the example, with what the page prints below each."""
    part = PAGE[PAGE.index("## A small example"):]
    text = "".join(re.findall(r"^```console\n(.*?)^```", part, re.S | re.M))
    return re.findall(r"^\$ scrutineer (.*)\n((?:(?!\$ ).*\n)*)", text, re.M)


def lines_of(text):
    """Without the blank lines at either end."""
    return text.strip("\n").splitlines()


class Formats(unittest.TestCase):
    def test_every_column_is_named(self):
        words = named_on_page()
        columns = list(known_columns())
        self.assertGreater(len(columns), 60)
        missing = sorted({column for column in columns if column[1] not in words})
        self.assertEqual(missing, [])

    def test_columns_stand_in_the_canonical_order(self):
        cells = [cell.strip() for line in PAGE.splitlines() if line.startswith("| `")
                 for cell in line.split("|")]
        listed = [re.findall(r"`\w+(?:_\*)?`", re.sub(r"\([^)]*\)", "", cell)) for cell in cells]
        tables = list(columns_in_order())
        self.assertEqual(len(tables), 11)
        self.assertEqual([table for table in tables if table not in listed], [])

    def test_every_file_is_named(self):
        files = known_files()
        self.assertGreater(len(files), 9)
        self.assertEqual([file for file in files if f"`{file}`" not in PAGE], [])

    def test_every_name_and_key_is_named(self):
        words = named_on_page()
        names = list(known_names())
        self.assertGreater(len(names), 60)
        self.assertEqual(sorted({name for name in names if name[1] not in words}), [])

    def run_on(self, files, arguments):
        """The finished process of `scrutineer ARGUMENTS` in a folder of these files."""
        with tempfile.TemporaryDirectory() as place:
            for path, text in files.items():
                target = pathlib.Path(place) / path
                target.parent.mkdir(exist_ok=True)
                target.write_text(text, encoding="utf-8")
            return subprocess.run([BINARY, *arguments], capture_output=True, text=True, cwd=place,
                                  encoding="utf-8", check=False)

    def ask(self, files):
        done = self.run_on(files, ["outcome", ".", "--json"])
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)["result"]["questions"][0]

    def test_the_example_prints_what_the_page_shows(self):
        files = example()
        self.assertEqual(sorted(files), ["doubts.csv", "election.toml", "returns/commission.csv",
                                         "units.csv"])
        shown = shown_runs()
        self.assertEqual([command.split()[0] for command, _ in shown],
                         ["check", "seats", "outcome"])
        for command, output in shown:
            with self.subTest(command):
                done = self.run_on(files, command.split())
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertEqual(lines_of(done.stdout), lines_of(output))

    def test_the_example_changes_as_the_page_says(self):
        files = example()
        answer = self.ask(files)
        self.assertEqual((answer["holds"], answer["answer"], answer["votes_needed"]),
                         (True, "cannot-change", 17))
        files["doubts.csv"] = files["doubts.csv"].replace(",8,", ",17,")
        self.assertEqual(self.ask(files)["answer"], "can-change")


if __name__ == "__main__":
    unittest.main()
