"""scrutineer count quick: from the plan to the verdict, by hand where a hand can, and bad input."""
import csv
import hashlib
import pathlib
import random
import tempfile
import unittest

from end_to_end.program import result, run

TOML = """schema = 1

[election]
id = "quick"
date = 2024-01-01
languages = ["en"]
name_en = "Quick"

[[contest]]
id = "house"
seats = 10
rule = "dhondt"
constituencies = "country"

[[party]]
id = "red"
name_en = "Red"

[[party]]
id = "blue"
name_en = "Blue"

[[party]]
id = "tiny"
name_en = "Tiny"

[[source]]
id = "nec"
role = "commission"
name_en = "Commission"

[[source]]
id = "observers"
role = "observer"
name_en = "Observers"
"""
SIZES = {"east": 30, "north": 20, "west": 10}


def write(path, rows):
    path.parent.mkdir(exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def make(place):
    """An election of 60 stations, the same forms in two hands, and a drawn sample of four each."""
    folder = place / "folder"
    folder.mkdir()
    (folder / "election.toml").write_text(TOML, encoding="utf-8")
    units = [("unit", "parent", "level", "name_en", "seats", "registered"),
             ("top", "", "country", "Top", 10, "")]
    forms = [("unit", "cast", "valid", "red", "blue", "tiny")]
    dice = random.Random(1)
    for district, size in SIZES.items():
        units.append((district, "top", "district", district, "", ""))
        for i in range(size):
            units.append((f"{district}-{i}", district, "station", f"{district} {i}", "", 500))
            red, blue, tiny = dice.randint(150, 200), dice.randint(80, 110), dice.randint(0, 3)
            valid = red + blue + tiny
            forms.append((f"{district}-{i}", valid + 2, valid, red, blue, tiny))
    write(folder / "units.csv", units)
    for source in ("nec", "observers"):
        write(folder / "returns" / f"{source}.csv", forms)
    sample = place / "sample.csv"
    done = run("count", "quick", "draw", folder, "--strata", "district", "--per-stratum", 4,
               "--public-seed", "a lottery", "--out", sample)
    assert done.returncode == 0, done.stderr
    return folder, sample


def shift(folder):
    """Moves 40 votes from red to blue in every official form."""
    path = folder / "returns" / "nec.csv"
    rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
    write(path, rows[:1] + [[u, c, v, int(r) - 40, int(b) + 40, t] for u, c, v, r, b, t in rows[1:]])


class Quick(unittest.TestCase):
    def setUp(self):
        self.keep = tempfile.TemporaryDirectory()
        self.folder, self.sample = make(pathlib.Path(self.keep.name))

    def tearDown(self):
        self.keep.cleanup()

    def estimate(self, *more):
        return result("count", "quick", "estimate", self.folder, "--source", "observers",
                      "--sample", self.sample, *more)

    def refused(self, *arguments):
        done = run("count", "quick", *arguments)
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        return done.stderr

    def test_the_sample_is_what_anybody_draws_by_hand(self):
        drawn = list(csv.DictReader(
            self.sample.read_text(encoding="utf-8").splitlines()))
        by_hand = []
        for district, size in sorted(SIZES.items()):
            tickets = sorted((hashlib.sha256(f"a lottery:{district}-{i}".encode()).hexdigest(),
                              f"{district}-{i}") for i in range(size))
            by_hand += [(unit, district, ticket, str(n + 1))
                        for n, (ticket, unit) in enumerate(tickets[:4])]
        self.assertEqual([tuple(row.values()) for row in drawn], by_hand)

    def test_a_larger_sample_contains_the_smaller_one(self):
        def units(size):
            return {row["unit"] for row in result(
                "count", "quick", "draw", self.folder, "--strata", "district", "--size", size,
                "--public-seed", "a lottery")["sample"]}
        self.assertLess(units(12), units(13))
        self.assertLess(units(13), units(60))

    def test_the_estimate_is_the_textbooks(self):
        forms = {row["unit"]: row for row in csv.DictReader(
            (self.folder / "returns/observers.csv").read_text(encoding="utf-8").splitlines())}
        totals = {"red": 0, "valid": 0}
        for row in csv.DictReader(
            self.sample.read_text(encoding="utf-8").splitlines()):
            for name in totals:
                totals[name] += SIZES[row["stratum"]] / 4 * int(forms[row["unit"]][name])
        answer = self.estimate("--public-seed", "a lottery")
        self.assertAlmostEqual(answer["shares"][0]["estimate"], totals["red"] / totals["valid"], 6)
        self.assertEqual(answer["lead"]["of"], "red")
        self.assertTrue(answer["drawn_by_seed"])
        self.assertFalse(self.estimate("--public-seed", "b lottery")["drawn_by_seed"])

    def test_the_same_forms_are_consistent_and_moved_votes_are_not(self):
        same = self.estimate("--official", "nec")["comparison"]
        self.assertEqual(same["in_all"]["verdict"], "consistent")
        self.assertEqual(same["per_station"]["differing"], [])
        shift(self.folder)
        moved = self.estimate("--official", "nec")["comparison"]
        self.assertEqual(moved["in_all"]["verdict"], "not-consistent")
        self.assertEqual(moved["per_station"]["verdict"], "not-consistent")
        self.assertEqual(moved["per_station"]["net_lead"]["votes"], -80 * 60)

    def test_a_wished_precision_is_what_the_plan_expects(self):
        plan = result("count", "quick", "plan", self.folder, "--strata", "district",
                      "--precision", "2%", "--earlier", "nec", "--allocation", "neyman")
        self.assertEqual(plan["margins"][0]["figure"], "lead")
        self.assertLessEqual(plan["margins"][0]["margin"], 0.02)
        self.assertLess(plan["size"], 60)

    def test_people_read_tables(self):
        done = run("count", "quick", "estimate", self.folder, "--source", "observers", "--sample",
                   self.sample, "--official", "nec")
        self.assertIn("12 of 12 sampled stations reported", done.stdout)
        self.assertIn("In all: consistent", done.stdout)
        for verb in ("plan", "draw", "estimate"):
            self.assertIn("Example", run("count", "quick", verb, "--help").stdout)

    def test_bad_designs_are_refused_with_a_sentence(self):
        design = (self.folder, "--strata", "district")
        for arguments, sentence in (
                (("plan", self.folder, "--strata", "parish", "--size", 12), "no level is called"),
                (("plan", self.folder, "--size", 12), "--strata"),
                (("plan", *design), "--size"),
                (("plan", *design, "--size", 61), "the frame has 60"),
                (("plan", *design, "--size", 3), "two of each"),
                (("plan", *design, "--precision", "1%"), "--earlier"),
                (("plan", *design, "--precision", "0.01%", "--earlier", "nec", "--response", "50%"),
                 "not to be reached"),
                (("plan", *design, "--precision", "lots", "--earlier", "nec"), "expected a share"),
                (("plan", *design, "--size", 12, "--allocation", "neyman"), "--earlier"),
                (("plan", *design, "--size", 12, "--earlier", "nce"), "did you mean"),
                (("plan", *design, "--size", 12, "--earlier", "nec", "--for", "green"), "no party"),
                (("draw", *design, "--size", 12), "--public-seed"),
                (("draw", *design, "--size", 12, "--public-seed", " "), "everybody knows"),
        ):
            with self.subTest(arguments=arguments[2:]):
                self.assertIn(sentence, self.refused(*arguments))

    def test_every_error_of_a_sample_is_named_in_one_run(self):
        self.sample.write_text("unit,stratum\neast-1,east\neast-1,east\nnowhere,east\nwest-1,east\n",
                               encoding="utf-8")
        told = self.refused("estimate", self.folder, "--source", "observers", "--sample",
                            self.sample)
        for row in ("row 3", "row 4", "row 5"):
            self.assertIn(row, told)
        for text in ("", "unit,stratum\n", "unit\neast-1\n", "unit,stratum\neast-1,\n", "\0\0"):
            self.sample.write_text(text, encoding="utf-8")
            self.refused("estimate", self.folder, "--source", "observers", "--sample", self.sample)
        self.refused("estimate", self.folder, "--source", "observers", "--sample",
                     self.folder / "absent.csv")

    def test_strata_from_a_file(self):
        strata = self.folder.parent / "strata.csv"
        write(strata, [("unit", "stratum")] + [
            (f"{d}-{i}", "rural" if i % 2 else "urban") for d, n in SIZES.items() for i in range(n)])
        plan = result("count", "quick", "plan", self.folder, "--strata-file", strata, "--size", 12)
        self.assertEqual([s["stratum"] for s in plan["strata"]], ["rural", "urban"])


if __name__ == "__main__":
    unittest.main()
