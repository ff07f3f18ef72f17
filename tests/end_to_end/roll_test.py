"""scrutineer roll: links between simulated snapshots against the planted truth; nothing of a person in what is
printed; every broken file a sentence, and nothing left behind."""
import csv
import pathlib
import tempfile
import unittest

from end_to_end.program import result, run

HEADER = "id,family_name,given_name,sex,birth_date,commune,house\n"
ROW = "1,Sok,Dara,m,1970-05-31,kandal,12\n"
OTHER = "2,Chan,Vanna,f,1980-02-03,takeo,7\n"


OUTCOMES = ("found_correct", "found_correct", "found_correct", "moved", "never_known", "unreached")


def frame_and_form(place):
    """A frame of three provinces, one with a commune that every sample holds, and a form filled in."""
    frame, form = place / "frame.csv", place / "form.csv"
    rows = [f"{p},{p}{c},{100 + 137 * c}" for p in "abc" for c in range(9)] + ["a,huge,9000"]
    frame.write_text("stratum,cluster,names\n" + "\n".join(rows) + "\n", encoding="utf-8")
    done = run("roll", "survey", "draw", frame, "--clusters", 12, "--take", 5, "--public-seed", "a b")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    filled = [line + OUTCOMES[i % len(OUTCOMES)] for i, line in enumerate(lines[1:])]
    form.write_text("\n".join([lines[0], *filled]) + "\n", encoding="utf-8")
    return frame, form


def rows_of(path):
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


class Roll(unittest.TestCase):
    def setUp(self):
        self.keep = tempfile.TemporaryDirectory()
        self.path = pathlib.Path(self.keep.name)

    def tearDown(self):
        self.keep.cleanup()

    def write(self, name, text):
        path = self.path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
        return path

    def rolls(self, *arguments):
        done = run("simulate", "roll", "--people", 4000, "--communes", 20, "--seed", 5, *arguments,
                   "-o", self.path / "rolls")
        self.assertEqual(done.returncode, 0, done.stderr)
        return self.path / "rolls/old.csv", self.path / "rolls/new.csv"

    def test_a_schema_of_the_election_folder_says_which_column_is_what(self):
        old, new = self.rolls()
        guessed = result("roll", "diff", old, new)
        kinds = {f["columns"][0]["header"]: f["kind"] for f in guessed["fields"]}
        fields = "".join(f'[[roll.field]]\nname = "{h}"\nkind = "{k}"\n' for h, k in kinds.items())
        self.write("election.toml", '[roll]\nid = "voter_id"\n' + fields)
        stated = result("roll", "diff", old, new, "--schema", self.path)
        self.assertEqual(stated["entries"], guessed["entries"])
        one = fields.split("[[roll.field]]")[1]
        alone = self.write("roll.toml", '[roll]\n[[roll.field]]' + one)
        only = result("roll", "dedupe", old, "--schema", alone)
        self.assertEqual([f["field"] for f in only["fields"]], [next(iter(kinds))])
        for arguments, part in [(("--schema", alone, "--field", "a=text"), "one of them is expected"),
                                (("--schema", self.path / "nothing"), "nothing"),
                                (("--schema", old), "old.csv")]:
            done = run("roll", "dedupe", old, *arguments)
            self.assertEqual(done.returncode, 2)
            self.assertIn(part, done.stderr)

    def test_links_are_those_that_were_planted(self):
        old, new = self.rolls()
        answer = result("roll", "diff", old, new, "-o", self.path / "changes")
        truth = rows_of(self.path / "rolls/truth.csv")
        # An entry that stands twice may be linked by either: they are told apart by nothing.
        person = {}
        for row in truth:
            if row["id_a"]:
                person["a" + row["id_a"]] = row["a_duplicate_of"] or row["id_a"]
            if row["id_b"]:
                person["b" + row["id_b"]] = row["id_a"] or row["b_duplicate_of"] or row["id_b"]
        for row in truth:  # a second entry of the new roll is of whom the first is of
            if row["id_b"] and row["b_duplicate_of"]:
                person["b" + row["id_b"]] = person["b" + row["b_duplicate_of"]]
        planted = sum(1 for row in truth if row["id_a"] and row["id_b"])
        links = rows_of(self.path / "changes/pairs.csv")
        right = sum(person["a" + link["id_a"]] == person["b" + link["id_b"]] for link in links)
        self.assertGreaterEqual(2 * right / (planted + len(links)), 0.995)
        # Every entry is in one place.
        counted = answer["entries"]
        linked = sum(counted[name] for name in ("unchanged", "changed", "moved", "ambiguous"))
        self.assertEqual(linked, len(links))
        self.assertEqual(linked + counted["removed"], answer["old_entries"])
        self.assertEqual(linked + counted["added"], answer["new_entries"])
        self.assertEqual(len(rows_of(self.path / "changes/removed.csv")), counted["removed"])
        units = rows_of(self.path / "changes/units.csv")
        self.assertEqual(sum(int(unit["removed"]) for unit in units), counted["removed"])
        self.assertEqual(sum(int(unit["new"]) for unit in units), answer["new_entries"])

    def test_any_number_of_threads_gives_the_same_bytes(self):
        old, new = self.rolls()
        answers = [result("roll", "diff", old, new, "--threads", n, "-o", self.path / f"out{n}")
                   for n in (1, 2)]
        self.assertEqual(answers[0]["files"], answers[1]["files"])

    def test_planted_doubles_stand_together(self):
        old, _ = self.rolls()
        result("roll", "dedupe", old, "-o", self.path / "groups")
        cluster = {row["id"]: row["cluster"] for row in rows_of(self.path / "groups/clusters.csv")}
        planted = [(row["id_a"], row["a_duplicate_of"])
                   for row in rows_of(self.path / "rolls/truth.csv") if row["a_duplicate_of"]]
        self.assertGreater(len(planted), 20)
        found = sum(cluster[a] == cluster[b] for a, b in planted)
        self.assertGreaterEqual(found, 0.8 * len(planted))

    def test_names_and_dates_of_a_person_are_in_no_output(self):
        marks = ("Zzyxqua", "Wqvomhe")
        body = "".join(f"{i},Sok{i % 7},Dara{i % 11},m,19{50 + i % 40}-03-{1 + i % 28:02},kandal,{i}\n"
                       for i in range(2, 300))
        old = self.write("old.csv", HEADER + f"1,{marks[0]},{marks[1]},m,1970-05-31,kandal,12\n" + body)
        new = self.write("new.csv", HEADER + f"1,{marks[0]},{marks[1]},m,1970-05-30,kandal,12\n" + body)
        for form in ((), ("--json",)):
            out = self.path / ("out" + "".join(form))
            done = run("roll", "diff", old, new, "-o", out, *form)
            self.assertEqual(done.returncode, 0, done.stderr)
            groups = self.path / ("groups" + "".join(form))
            twice = run("roll", "dedupe", old, "-o", groups, *form)
            self.assertEqual(twice.returncode, 0, twice.stderr)
            files = [*out.iterdir(), *groups.iterdir()]
            texts = [done.stdout, done.stderr, twice.stdout, twice.stderr,
                     *(p.read_text("utf-8") for p in files)]
            for text in texts:
                for mark in (*marks, *(m.lower() for m in marks), "1970-05-31"):
                    self.assertNotIn(mark, text)

    def refused(self, old, new, *expected, arguments=()):
        done = run("roll", "diff", old, new, "-o", self.path / "out", *arguments)
        self.assertEqual(done.returncode, 2, done.stdout)
        self.assertEqual(done.stdout, "")
        for part in expected:
            self.assertIn(part, done.stderr)
        self.assertEqual([p.name for p in self.path.iterdir() if p.name.startswith("out")], [])

    def test_broken_files_are_sentences(self):
        good = self.write("good.csv", HEADER + ROW + OTHER)
        empty = self.write("empty.csv", "")
        self.refused(good, empty, "empty.csv")
        self.refused(self.path / "absent.csv", good, "absent.csv")
        self.refused(self.path, good, str(self.path))
        wide = self.write("wide.csv", (HEADER + ROW).encode("utf-16"))
        self.refused(wide, good, "wide.csv", "UTF-8")
        cut = self.write("cut.csv", HEADER + ROW + '2,"Chan')
        self.refused(good, cut, "cut.csv", "row 3")
        short = self.write("short.csv", HEADER + ROW + "2,Chan,Vanna\n")
        self.refused(good, short, "short.csv", "row 3")
        twice = self.write("twice.csv", HEADER + ROW + ROW)
        self.refused(good, twice, "twice.csv", "row 3", arguments=("--id", "id"))
        long = self.write("long.csv", HEADER + ROW + f"2,{'x' * 1_000_000},b,f,1980-01-02,k,1\n")
        self.refused(good, long, "long.csv", "row 3")
        strange = self.write("strange.csv", "colour,weight\nred,5\nblue,7\n")
        self.refused(good, strange, "no column that all rolls have")
        self.refused(good, good, "--field", arguments=("--field", "family_name=surname"))
        self.refused(good, good, "missing", arguments=("--field", "missing=full_name"))

    def test_columns_may_be_named(self):
        old = self.write("old.csv", "who,born,x\nSok Dara,1970-05-31,a\nChan Vanna,1980-02-03,b\n")
        done = run("roll", "diff", "--field", "who=full_name", "--field", "born=birth_date", old, old)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("full_name", done.stdout)

    def test_a_folder_that_is_there_is_kept(self):
        good = self.write("good.csv", HEADER + ROW + OTHER)
        (self.path / "kept").mkdir()
        self.write("kept/mine.txt", "mine")
        done = run("roll", "diff", good, good, "-o", self.path / "kept")
        self.assertEqual(done.returncode, 2)
        self.assertIn("not empty", done.stderr)
        self.assertEqual([p.name for p in (self.path / "kept").iterdir()], ["mine.txt"])

    def test_rolls_without_rows_have_nothing_to_link(self):
        good = self.write("good.csv", HEADER + ROW + OTHER)
        none = self.write("none.csv", HEADER)
        answer = result("roll", "diff", good, none)
        self.assertEqual(answer["entries"]["removed"], 2)
        self.assertEqual(result("roll", "dedupe", none)["entries"], 0)


class Survey(unittest.TestCase):
    def setUp(self):
        self.keep = tempfile.TemporaryDirectory()
        self.path = pathlib.Path(self.keep.name)
        self.addCleanup(self.keep.cleanup)

    def test_the_margin_of_2013_implies_both_design_effects(self):
        published = result("roll", "survey", "plan", "--published-people", 4900,
                           "--published-clusters", 414)["published"]
        self.assertAlmostEqual(published["asked_one_way"]["design_effect"], 3.19, delta=0.01)
        self.assertAlmostEqual(published["asked_half_each_way"]["design_effect"], 1.59, delta=0.01)

    def test_a_draw_weighs_every_name_of_the_frame_once(self):
        frame, form = frame_and_form(self.path)
        names = {}
        for row in rows_of(frame):
            names[row["stratum"]] = names.get(row["stratum"], 0) + int(row["names"])
        weights = {}
        for row in rows_of(form):
            weights[row["stratum"]] = weights.get(row["stratum"], 0) + float(row["weight"])
        for stratum, number in names.items():
            self.assertAlmostEqual(weights[stratum] / number, 1, places=6)
        self.assertIn("yes", {row["certain"] for row in rows_of(form)})
        again = run("roll", "survey", "draw", frame, "--clusters", 12, "--take", 5, "--public-seed", "a b")
        other = run("roll", "survey", "draw", frame, "--clusters", 12, "--take", 5, "--public-seed", "a c")
        self.assertEqual(len(again.stdout.splitlines()), len(rows_of(form)) + 1)
        self.assertNotEqual(again.stdout, other.stdout)

    def test_shares_are_those_of_the_weights(self):
        _, form = frame_and_form(self.path)
        answer = result("roll", "survey", "estimate", form)
        rows = rows_of(form)
        self.assertEqual(answer["names"], len(rows))
        total = sum(float(row["weight"]) for row in rows)
        for outcome, share in answer["outcomes"].items():
            mine = sum(float(row["weight"]) for row in rows if row["outcome"] == outcome) / total
            self.assertAlmostEqual(share["share"], mine, places=5)
            self.assertLessEqual(share["low"], share["share"])
            self.assertGreaterEqual(share["high"], share["share"])
        known = answer["found_of_those_with_an_answer"]
        whatever = answer["found_whatever_the_others_are"]
        self.assertLess(whatever["low"], known["share"])
        self.assertGreater(whatever["high"], known["share"])

    def test_broken_forms_and_wishes_are_sentences(self):
        frame, form = frame_and_form(self.path)
        text = form.read_text(encoding="utf-8")
        draw = ("draw", frame, "--public-seed", "x", "--clusters")
        cases = [
            (("estimate", self.path / "absent.csv"), "absent.csv"),
            (("estimate", self.write(text.replace("moved", "gone", 1))), "expected one of"),
            (("estimate", self.write(text.replace(",no,", ",perhaps,", 1))), "yes or no"),
            (("estimate", self.write("stratum,cluster\na,b\n")), "outcome"),
            (("estimate", self.write("")), "form"),
            (("estimate", self.write(text.encode("utf-16"))), "UTF-8"),
            (("estimate", self.write("stratum,cluster,weight,outcome\na,b,1e999,moved\n")), "weight"),
            (("estimate", self.write("stratum,cluster,weight,outcome\na,b,0,moved\n")), "above 0"),
            (("estimate", self.write("stratum,cluster,weight,outcome\na,b,,moved\n")), "above 0"),
            (("estimate", self.write("stratum,cluster,outcome\na,b,moved\na,b,dead\n")), "two"),
            (("draw", self.write("stratum,cluster,names\na,b,1\na,b,2\n"), "--clusters", 2,
              "--public-seed", "x"), "no other row"),
            (("draw", self.write("stratum,cluster,names\na,b,many\n"), "--clusters", 2,
              "--public-seed", "x"), "names"),
            ((*draw, 500), ""),
            (("draw", frame, "--clusters", 12, "--public-seed", " "), "--public-seed"),
            (("plan", "--margin", "0"), "--margin"),
            (("plan", "--published-people", "4900"), "both"),
            (("plan", "--published-people", "8", "--published-clusters", "4"), "more than two"),
        ]
        for arguments, expected in cases:
            with self.subTest(arguments=arguments):
                done = run("roll", "survey", *arguments)
                self.assertEqual(done.returncode, 2, done.stdout)
                self.assertEqual(done.stdout, "")
                self.assertIn(expected, done.stderr)

    def write(self, text):
        path = self.path / "form2.csv"
        number = 2
        while path.exists():
            number += 1
            path = self.path / f"form{number}.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
        return path


if __name__ == "__main__":
    unittest.main()
