"""roll/ of an election folder: the page of the roll in `report`, its doubts in `outcome`, its faults in `check`;
nothing of a voter in any page."""
import csv
import json
import pathlib
import re
import tempfile
import unittest

from end_to_end.program import ROOT, Folder, question, result, run

TOML = """schema = 1

[election]
id = "example"
date = 2026-05-03
languages = ["en"]
name_en = "Council"

[[contest]]
id = "council"
seats = 5
rule = "dhondt"
constituencies = "district"
ballot = "list"

[[question]]
id = "majority"
contest = "council"
kind = "seats-at-least"
who = "red"
seats = 3

[[party]]
id = "red"
name_en = "Red"

[[party]]
id = "blue"
name_en = "Blue"

[[source]]
id = "commission"
name_en = "Commission"
role = "commission"

[[source]]
id = "observers"
name_en = "Observers"
role = "observer"
"""
FILES = {
    "election.toml": TOML,
    "units.csv": "unit,parent,level,seats\ntown,,town,\neast,town,district,3\nwest,town,district,2\n",
    "returns/commission.csv": "unit,blue,red\neast,93,110\nwest,60,80\n",
}
DOUBTS = "id,units,way,low,high,confidence,status,source\n"
REMOVALS = DOUBTS + "wrongful-removals,east,addable,3,{high},0.95,alleged,observers\n"
FLOW = "class,entries\nold,300\nunchanged,250\nchanged,20\nmoved,10\nambiguous,5\nremoved,15\n"


class RollReport(unittest.TestCase):
    def setUp(self):
        self.keep = tempfile.TemporaryDirectory()
        self.addCleanup(self.keep.cleanup)
        self.path = pathlib.Path(self.keep.name)

    def folder(self, **more):
        """A small election with files of roll/, by their names without the extension."""
        place = self.path / "folder"
        files = {**FILES, **{f"roll/{name}.csv": text for name, text in more.items()}}
        for name, text in files.items():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            (place / name).write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
        return place

    def site(self, folder):
        done = run("report", folder, "-o", self.path / "site", "--draws", 2)
        self.assertEqual(done.returncode, 0, done.stderr)
        return self.path / "site"

    def refused(self, folder, *parts):
        for verb in ("check", "outcome"):
            done = run(verb, folder)
            self.assertEqual((done.returncode, done.stdout), (2, ""), done.stderr)
            for part in parts:
                self.assertIn(part, done.stderr)
        return done.stderr

    def test_doubts_of_the_roll_change_an_answer_and_stand_in_the_report(self):
        ask = lambda folder: question(result("outcome", folder), "majority")
        self.assertEqual(ask(self.folder())["answer"], "cannot-change")
        self.assertEqual(ask(self.folder(doubts=REMOVALS.format(high=16)))["answer"], "cannot-change")
        folder = self.folder(doubts=REMOVALS.format(high=17))
        answer = ask(folder)
        self.assertEqual((answer["answer"], answer["decisive_doubts"], answer["confidence"]),
                         ("can-change", ["wrongful-removals"], "19/20"))
        site = self.site(folder)
        self.assertIn('id="doubt-wrongful-removals"', (site / "index.html").read_text("utf-8"))
        self.assertIn('href="index.html#doubt-wrongful-removals"',
                      (site / "roll.html").read_text("utf-8"))

    def test_duplicates_are_removable_votes(self):
        doubt = DOUBTS + "second-entries,east,removable,0,{high},,alleged,observers\n"
        answer = question(result("outcome", self.folder(doubts=doubt.format(high=17))), "majority")
        self.assertEqual(answer["in_doubt"]["removable"], 17)
        self.assertEqual(answer["answer"], "can-change")

    def test_an_id_in_both_files_of_doubts_is_refused_with_both_places(self):
        folder = self.folder(doubts=REMOVALS.format(high=8))
        (folder / "doubts.csv").write_text(REMOVALS.format(high=9), encoding="utf-8")
        self.refused(folder, "roll/doubts.csv, row 2, column id", "doubts.csv, row 2 has it")

    def test_what_is_found_is_an_input_with_its_digest(self):
        done = run("check", self.folder(flow=FLOW, doubts=REMOVALS.format(high=8)), "--json")
        self.assertEqual(done.returncode, 0, done.stderr)
        inputs = [item["path"] for item in json.loads(done.stdout)["inputs"]]
        self.assertEqual([path for path in inputs if path.startswith("roll/")],
                         ["roll/doubts.csv", "roll/flow.csv"])

    def test_broken_files_are_refused_in_a_sentence(self):
        header, row = "figure,value,low,high,source\n", "removed,5,4,6,visits\n"
        for file, text, parts in [
                ("removals", "", ["roll/removals.csv", "empty"]),
                ("removals", header + row[:9], ["roll/removals.csv, row 2"]),
                ("removals", (header + row).encode("utf-16"), ["roll/removals.csv"]),
                ("removals", (header + row + "removed,1,,,caf\u00e9\n").encode("latin-1"),
                 ["roll/removals.csv", "UTF-8"]),
                ("removals", header + "removed,1000000000000001,,,x\n",
                 ["row 2, column value", "at most 1000000000000000"]),
                ("removals", header + "removed,99999999999999999999999,,,x\n", ["row 2, column value"]),
                ("removals", "figure,value\nremoved,5\n", ["the column source"]),
                ("removals", header + "gone,5,,,x\n", ["row 2, column figure", "one of apparent"]),
                ("flow", FLOW + "old,300\n", ["row 8, column class", "each class once"]),
                ("flow", FLOW.replace("removed,15", "removed,16"), ["expected 301: unchanged"]),
                ("units", "unit,old\neast,5\neast,5\n", ["row 3, column unit", "each unit once"]),
                ("snapshots", "snapshot,sha256\nold,abc\n", ["64 lower-case hexadecimal digits"]),
                ("audits", "audit,asked,share,source,note\na,names,0.1,s,n\n", ["one of names_on_the_roll"]),
                ("disparity", "test,p\ne_value,2\n", ["a probability from 0 to 1"]),
                ("removal", header + row, ["did you mean \"roll/removals.csv\"?"])]:
            with self.subTest(file=file, text=text):
                folder = self.folder(**{file: text})
                self.refused(folder, *parts)
                (folder / f"roll/{file}.csv").unlink()
        self.assertEqual(run("check", folder).returncode, 0)

    def test_the_example_says_what_may_be_multiplied_and_both_design_effects(self):
        site = self.site(ROOT / "examples/cambodia-2013")
        page = (site / "roll.html").read_text("utf-8")
        for words in ["a design effect of 3.19", "2,450 each way, it means 1.59", "414 places",
                      "about 1,010,000 names, 858,000 to 1,160,000",
                      "it needs the number of: eligible people", "9,675,453", "Nobody states a figure."]:
            self.assertIn(words, page)
        for path in [site / "roll.html", site / "km/roll.html"]:
            self.assertNotIn("⟦", path.read_text("utf-8"))

    def simulated(self):
        """Two rolls, and their findings by province in a copy of the example. The rolls' own cells, too."""
        rolls, changes = self.path / "rolls", self.path / "changes"
        for arguments in (["simulate", "roll", "--people", 2000, "--communes", 40, "-o", rolls],
                          ["roll", "diff", rolls / "old.csv", rolls / "new.csv", "-o", changes]):
            done = run(*arguments)
            self.assertEqual(done.returncode, 0, done.stderr)
        province = {row["commune"]: row["province"] for row in rows_of(rolls / "communes.csv")}
        by_unit = rows_of(changes / "units.csv")
        columns = [column for column in by_unit[0] if column != "unit"]
        sums = {}
        for row in by_unit:
            place = sums.setdefault(province[row["unit"]], dict.fromkeys(columns, 0))
            for column in columns:
                place[column] += int(row[column])
        units = "unit," + ",".join(columns) + "\n"
        for place, cells in sorted(sums.items()):
            units += place + "," + ",".join(str(cells[column]) for column in columns) + "\n"
        total = lambda column: sum(cells[column] for cells in sums.values())
        flow = "class,entries\n" + "".join(
            f"{name},{total(column)}\n"
            for name, column in [("old", "old"), ("new", "new"), ("unchanged", "unchanged"),
                                 ("changed", "changed"), ("moved", "moved_out"),
                                 ("ambiguous", "ambiguous_old"), ("removed", "removed"),
                                 ("added", "added")])
        return {"roll/units.csv": units, "roll/flow.csv": flow}, rolls

    def test_simulated_rolls_make_a_flow_and_a_map_and_no_page_has_a_cell_of_theirs(self):
        files, rolls = self.simulated()
        with Folder("cambodia-2013") as folder:
            for name, text in files.items():
                folder.write(name, text)
            site = self.site(folder.path)
        page = (site / "roll.html").read_text("utf-8")
        flow = dict(line.split(",") for line in files["roll/flow.csv"].split()[1:])
        self.assertIn('class="flow-picture"', page)
        self.assertIn(f"apparently removed {int(flow['removed']):,}", page)
        self.assertIn('class="map"', page)
        ids = {row["voter_id"] for file in ("old.csv", "new.csv") for row in rows_of(rolls / file)}
        self.assertGreater(len(ids), 3000)
        for path in site.rglob("*.html"):
            words = set(re.findall(r"[A-Z0-9]+", path.read_text("utf-8")))
            self.assertFalse(words & ids, path)

    def test_the_format_page_names_every_column_and_name(self):
        page = (ROOT / "docs/formats/roll-findings.md").read_text("utf-8")
        named = set(re.findall(r"[\w./-]+", " ".join(re.findall(r"`([^`\n]+)`", page))))
        sources = sorted((ROOT / "src/folder/roll_findings").glob("*.cpp"))
        text = "".join(path.read_text("utf-8") for path in sources if "_test" not in path.name)
        text += (ROOT / "src/roll/findings.hpp").read_text("utf-8")
        names = set(re.findall(r'\{"([\w-]+)"', text))
        self.assertGreater(len(names), 50)
        self.assertEqual(sorted(names - named), [])
        for path in re.findall(r'"(roll/\w+\.csv)"', (ROOT / "src/folder/parse.cpp").read_text("utf-8")):
            self.assertIn(path, page)


def rows_of(path):
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    unittest.main()
