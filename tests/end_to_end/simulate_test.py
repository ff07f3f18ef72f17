"""scrutineer simulate: a twin beside what was published of Cambodia; the same seed, the same bytes. (That every
single fact holds is checked in src/simulate/tables_test.cpp.)"""
import csv
import hashlib
import json
import pathlib
import tempfile
import unittest

from end_to_end.program import EXAMPLES, run, result

CAMBODIA = EXAMPLES / "cambodia-2013"
NATIONAL = {"cpp": 3_235_969, "cnrp": 2_946_176, "funcinpec": 242_413}


def bytes_of(folder):
    return {p.relative_to(folder): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


class Simulate(unittest.TestCase):
    def setUp(self):
        self.keep = tempfile.TemporaryDirectory()
        self.path = pathlib.Path(self.keep.name)

    def tearDown(self):
        self.keep.cleanup()

    def make(self, name, *arguments):
        done = run("simulate", *arguments, "-o", self.path / name)
        self.assertEqual(done.returncode, 0, done.stderr)
        return self.path / name

    def seats_of(self, folder):
        """The seats computed from the commission's returns, by constituency."""
        for chamber in result("seats", folder)["chambers"]:
            if chamber["computed"] and chamber["source"] == "nec":
                return {c["unit"]: c["by_party"] for c in chamber["constituencies"]}
        raise AssertionError("no computed chamber")

    def test_a_twin_of_cambodia_has_its_published_seats_votes_and_registered_names(self):
        twin = self.make("twin", "--fit", CAMBODIA, "--seed", 7)
        checked = result("check", twin)
        self.assertEqual(checked["contradictions"], [])
        self.assertIn("ynthetic", (twin / "election.toml").read_text(encoding="utf-8"))
        with (self.path / "twin-truth/returns.csv").open(encoding="utf-8") as file:
            truth = list(csv.DictReader(file))
        self.assertEqual(len(truth), 19_009)
        for party, votes in NATIONAL.items():
            self.assertEqual(sum(int(row[party]) for row in truth), votes)
        self.assertEqual(sum(int(row["registered"]) for row in truth), 9_675_453)
        published = {}
        with (CAMBODIA / "claims.csv").open(encoding="utf-8") as file:
            for row in csv.DictReader(file):
                if row["kind"] == "seats" and row["unit"] and row["of"] == "nec":
                    published.setdefault(row["unit"], {})[row["party"]] = int(row["value"])
        self.assertEqual(len(published), 24)
        computed = self.seats_of(twin)
        for unit, seats in published.items():
            for party, number in seats.items():
                self.assertEqual(computed[unit].get(party, 0), number, (unit, party))

    def test_the_same_seed_gives_the_same_bytes_and_another_seed_another_country(self):
        first = bytes_of(self.make("a", "--stations", 200, "--seed", 5))
        self.assertEqual(first, bytes_of(self.make("b", "--stations", 200, "--seed", 5)))
        self.assertNotEqual(first, bytes_of(self.make("c", "--stations", 200, "--seed", 6)))

    def test_wrong_wishes_are_refused_and_nothing_is_written(self):
        for wish in (["--stations", "-3"], ["--fit", self.path / "nowhere"],
                     ["--seed", "99999999999999999999999"], ["--draws", "5"]):
            with self.subTest(wish=wish):
                done = run("simulate", *wish, "-o", self.path / "new")
                self.assertEqual(done.returncode, 2, done.stdout)
                self.assertNotEqual(done.stderr, "")
                self.assertFalse((self.path / "new").exists())
        full = self.make("full", "--stations", 50)
        self.assertEqual(run("simulate", "--stations", 50, "-o", full).returncode, 2)

    def test_a_roll_is_the_same_bytes_for_any_number_of_threads_and_says_what_it_is(self):
        wish = ("--people", 3000, "--communes", 30, "--wrongly-removed", "2%")
        made = [bytes_of(self.make_roll(name, *wish, "--seed", seed, "--threads", threads))
                for name, seed, threads in (("a", 5, 1), ("b", 5, 2), ("c", 6, 2))]
        self.assertEqual(made[0], made[1])
        self.assertNotEqual(made[0], made[2])
        plan = json.loads((self.path / "a/plan.json").read_text(encoding="utf-8"))
        self.assertTrue(plan["synthetic"])
        self.assertEqual(plan["shares_in_millionths"]["wrongly-removed"], 20_000)
        with (self.path / "a/truth.csv").open(encoding="utf-8") as file:
            statuses = [row["status"] for row in csv.DictReader(file)]
        self.assertEqual(statuses.count("wrongly-removed"), 60)

    def make_roll(self, name, *arguments):
        done = run("simulate", "roll", *arguments, "-o", self.path / name)
        self.assertEqual(done.returncode, 0, done.stderr)
        return self.path / name

    def test_digests_of_a_roll_are_those_of_its_files(self):
        answer = result("simulate", "roll", "--scale", 5000, "-o", self.path / "roll")
        self.assertEqual({f["name"] for f in answer["files"]},
                         {p.name for p in (self.path / "roll").iterdir()})
        for file in answer["files"]:
            written = (self.path / "roll" / file["name"]).read_bytes()
            self.assertEqual(file["sha256"], hashlib.sha256(written).hexdigest(), file["name"])
            self.assertEqual(file["bytes"], len(written))

    def test_wrong_wishes_for_a_roll_are_refused_and_nothing_is_written(self):
        for wish in (["--people", "99"], ["--people", 1000, "--communes", 100], ["--bias", "11"],
                     ["--bias", "much"], ["--died", "101%"], ["--moved", "60%"],
                     ["--old-script", "greek"], ["--people", 1000, "--scale", 9], ["--stations", 50]):
            with self.subTest(wish=wish):
                done = run("simulate", "roll", *wish, "-o", self.path / "new")
                self.assertEqual(done.returncode, 2, done.stdout)
                self.assertNotEqual(done.stderr, "")
                self.assertEqual(list(self.path.iterdir()), [])
        full = self.make_roll("full", "--scale", 5000)
        self.assertEqual(run("simulate", "roll", "-o", full).returncode, 2)
        self.assertEqual(run("simulate").returncode, 2)


if __name__ == "__main__":
    unittest.main()
