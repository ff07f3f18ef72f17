"""scrutineer roll plan, worker, merge: the files of roll diff byte for byte, whatever is between; every damaged
file a sentence, and nothing left behind."""
import json
import pathlib
import random
import shutil
import subprocess
import tempfile
import unittest

from end_to_end.program import BINARY, result, run

BLOCKED = ("--all-pairs", 0)  # small rolls by keys, as large ones are
HEADER = "id,family_name,given_name,sex,birth_date,commune,house\n"


def files_of(folder):
    return {path.name: path.read_bytes() for path in sorted(pathlib.Path(folder).iterdir())}


def simulated(place, people=2000):
    done = run("simulate", "roll", "--people", people, "--communes", 20, "--seed", 5, "-o", place / "rolls")
    assert done.returncode == 0, done.stderr
    return place / "rolls/old.csv", place / "rolls/new.csv"


def planned(place, rolls, name="plan", parts=16, options=BLOCKED):
    done = run("roll", "plan", *rolls, "--parts", parts, *options, "-o", place / name)
    assert done.returncode == 0, done.stderr
    return place / name


def weigh(plan, parts):
    for part in parts:
        done = run("roll", "worker", plan, "--part", part, "--threads", 1)
        assert done.returncode == 0, done.stderr


def stream(plan, lines, path):
    """What one worker says of these lines."""
    path.parent.mkdir(exist_ok=True)
    with path.open("wb") as out:
        done = subprocess.run([BINARY, "roll", "worker", plan, "--stream"], input="".join(lines).encode("ascii"),
                              stdout=out, stderr=subprocess.PIPE, timeout=120, check=False)
    return done


def lines_of(plan):
    return [line for part in sorted(plan.glob("*.part"))
            for line in part.read_text("ascii").splitlines(keepends=True)]


class Parts(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.keep = tempfile.TemporaryDirectory()
        cls.place = pathlib.Path(cls.keep.name)
        cls.rolls = simulated(cls.place)
        cls.diff = {}
        for name, options in (("blocked", BLOCKED), ("all", ())):
            done = run("roll", "diff", *cls.rolls, *options, "-o", cls.place / name)
            assert done.returncode == 0, done.stderr
            cls.diff[name] = files_of(cls.place / name)
        cls.plan = planned(cls.place, cls.rolls)
        weigh(cls.plan, range(1, 17))

    @classmethod
    def tearDownClass(cls):
        cls.keep.cleanup()

    def setUp(self):
        self.own = tempfile.TemporaryDirectory()
        self.addCleanup(self.own.cleanup)
        self.path = pathlib.Path(self.own.name)

    def copy(self):
        return pathlib.Path(shutil.copytree(self.plan, self.path / "plan"))

    def refused(self, *arguments, expected=()):
        done = run("roll", *arguments)
        self.assertEqual(done.returncode, 2, done.stdout)
        self.assertEqual(done.stdout, "")
        for part in expected:
            self.assertIn(str(part), done.stderr)
        self.assertNotIn("internal", done.stderr)
        self.assertEqual([p.name for p in self.path.iterdir() if p.name.startswith("out")], [])

    def test_any_number_of_parts_gives_the_files_of_diff(self):
        self.assertEqual(set(self.diff["all"]), {"pairs.csv", "removed.csv", "added.csv", "units.csv", "snapshots.csv",
                                                "model.txt", "model.svg"})
        self.assertNotEqual(self.diff["all"]["model.txt"], self.diff["blocked"]["model.txt"])
        for name, options in (("blocked", BLOCKED), ("all", ())):
            for parts in (1, 5):
                with self.subTest(name=name, parts=parts):
                    plan = planned(self.path, self.rolls, f"plan-{name}-{parts}", parts, options)
                    weigh(plan, reversed(range(1, parts + 1)))
                    run("roll", "merge", plan, "-o", self.path / f"{name}-{parts}")
                    self.assertEqual(files_of(self.path / f"{name}-{parts}"), self.diff[name])
        run("roll", "merge", self.plan, "-o", self.path / "sixteen")
        self.assertEqual(files_of(self.path / "sixteen"), self.diff["blocked"])

    def test_what_is_said_of_them_is_what_diff_says(self):
        diff = result("roll", "diff", *self.rolls, *BLOCKED)
        merge = result("roll", "merge", self.plan)
        self.assertEqual(diff, merge)

    def test_files_are_named_by_their_digest_and_are_the_same_again(self):
        again = planned(self.path, self.rolls)
        self.assertEqual({p.name for p in again.iterdir()}, {p.name for p in self.plan.iterdir()})
        self.assertEqual((again / "plan.json").read_bytes(), (self.plan / "plan.json").read_bytes())
        plan = json.loads((again / "plan.json").read_text("utf-8"))
        self.assertEqual(len(plan["parts"]), 16)
        records = [part["records"] for part in plan["parts"]]
        self.assertLess(max(records), 2 * min(records))

    def test_a_part_weighed_again_has_the_same_bytes_or_is_left(self):
        plan = self.copy()
        path = plan / "results/part-3.result"
        first = path.read_bytes()
        before = path.stat().st_mtime_ns
        self.assertTrue(result("roll", "worker", plan, "--part", 3)["done_already"])
        self.assertIn("was done already", run("roll", "worker", plan, "--part", 3).stdout)
        self.assertEqual(path.stat().st_mtime_ns, before)
        for broken in (first[:100], b"", first.replace(b"pass 1", b"pass 2", 1)):
            path.write_bytes(broken)
            self.assertFalse(result("roll", "worker", plan, "--part", 3)["done_already"])
            self.assertEqual(path.read_bytes(), first)
        self.assertEqual(len(list((plan / "results").iterdir())), 16)

    def test_streams_of_whole_keys_in_any_order_give_the_files_of_diff(self):
        dealt = [[], [], []]
        for line in lines_of(self.plan):
            dealt[sum(line.split("\t", 1)[0].encode()) % 3].append(line)
        dealt.append([])  # an engine's empty partition
        for number, lines in enumerate(dealt):
            random.Random(number).shuffle(lines)
            self.assertEqual(stream(self.plan, lines, self.path / f"said/part-{number:05}").returncode, 0)
        (self.path / "said/_SUCCESS").write_bytes(b"")
        done = run("roll", "merge", self.plan, "--stream", self.path / "said", "-o", self.path / "changes")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(files_of(self.path / "changes"), self.diff["blocked"])
        # One is lost, or there twice.
        (self.path / "said/part-00001").rename(self.path / "aside")
        self.refused("merge", self.plan, "--stream", self.path / "said", "-o", self.path / "out",
                     expected=["a part is missing"])
        shutil.copy(self.path / "said/part-00000", self.path / "said/part-00001")
        self.refused("merge", self.plan, "--stream", self.path / "said", expected=["torn apart"])
        self.refused("merge", self.plan, "--stream", self.path / "nowhere", expected=["nowhere", "no such folder"])

    def test_streams_that_are_none_are_sentences(self):
        lines = lines_of(self.plan)
        for broken, expected in ((["1:1\tx\t\n"], "row 1, column row"), ([lines[0], lines[0]], "twice"),
                                 ([lines[0][:-1]], "row 1"), ([lines[0], "hello\n"], "row 2, column key"),
                                 (["9" * 40 + ":1\t"], "column key"), ([lines[0].replace("\t", " ")], "row 1")):
            done = stream(self.plan, broken, self.path / "said/part-0")
            self.assertEqual(done.returncode, 2, broken)
            self.assertIn(expected, done.stderr.decode())
            self.assertEqual((self.path / "said/part-0").read_bytes(), b"")
        wide = "".join(lines[:3]).encode("utf-16")
        done = subprocess.run([BINARY, "roll", "worker", self.plan, "--stream"], input=wide, capture_output=True,
                              timeout=60, check=False)
        self.assertEqual(done.returncode, 2)

    def test_missing_results_are_named_with_what_to_run(self):
        plan = self.copy()
        for part in (2, 9):
            (plan / f"results/part-{part}.result").unlink()
        self.refused("merge", plan, "-o", self.path / "out",
                     expected=["2 of 16 parts", "2, 9.", f"scrutineer roll worker {plan} --part 2"])

    def test_damaged_results_are_named(self):
        plan = self.copy()
        path = plan / "results/part-7.result"
        good = path.read_bytes()
        digits = good.replace(b"patterns", b"Patterns", 1)
        for broken in (good[:-10], good[: len(good) // 2], b"", digits, good + b"x", good.decode().encode("utf-16"),
                       (plan / "results/part-8.result").read_bytes()):
            path.write_bytes(broken)
            self.refused("merge", plan, "-o", self.path / "out", expected=["part-7.result"])
        path.unlink()
        path.mkdir()
        self.refused("merge", plan, "-o", self.path / "out", expected=["part-7.result"])

    def test_results_of_another_plan_are_refused(self):
        other = planned(self.path, self.rolls, "other", options=("--all-pairs", 1))
        self.assertEqual((other / "plan.json").read_bytes(), (self.plan / "plan.json").read_bytes())
        shutil.rmtree(other)
        other = planned(self.path, (self.rolls[1], self.rolls[0]), "other")
        shutil.rmtree(other / "results")
        shutil.copytree(self.plan / "results", other / "results")
        self.refused("merge", other, "-o", self.path / "out", expected=["part-1.result", "of the plan"])

    def test_damaged_plans_parts_and_values_are_named(self):
        for suffix, verb in (("*.part", ("worker", "--part", 4)), ("*.values", ("worker", "--part", 4)),
                             ("*.records", ("merge",))):
            for number in range(2):
                plan = self.copy()
                if verb[0] == "worker":
                    (plan / "results/part-4.result").unlink()
                wanted = json.loads((plan / "plan.json").read_text("utf-8"))["parts"][3]["sha256"]
                path = plan / f"{wanted}.part" if suffix == "*.part" else next(plan.glob(suffix))
                data = bytearray(path.read_bytes())
                if number == 0:
                    data[len(data) // 2] ^= 1
                path.write_bytes(data if number == 0 else data[:-5])
                self.refused(verb[0], plan, *verb[1:], expected=[path.name])
                path.unlink()
                self.refused(verb[0], plan, *verb[1:], expected=[path.name])
                shutil.rmtree(plan)

    def test_plans_that_are_none_are_sentences(self):
        plan = self.copy()
        path = plan / "plan.json"
        good = path.read_text("utf-8")
        for broken in (good[:500], "", "{}", "[" * 100_000, "null", good.replace('"kin": ', '"kin": 1'),
                       good.replace("roll plan 1", "roll plan 2"), "[]", good.replace('"rows": 2', '"rows": 3')):
            path.write_text(broken, encoding="utf-8")
            self.refused("worker", plan, "--part", 1, expected=["plan.json"])
            self.refused("merge", plan, "-o", self.path / "out", expected=["plan.json"])
        path.write_bytes(good.encode("utf-16"))
        self.refused("worker", plan, "--part", 1, expected=["plan.json"])
        path.unlink()
        self.refused("worker", plan, "--part", 1, expected=["plan.json", "no such file"])
        self.refused("worker", self.path / "nowhere", "--part", 1, expected=["nowhere"])
        self.refused("worker", self.rolls[0], "--part", 1, expected=["plan.json"])

    def test_numbers_of_parts_out_of_range_are_refused(self):
        for parts in (0, 65_537, -1, "1e99", 10**30):
            self.refused("plan", *self.rolls, "--parts", parts, "-o", self.path / "out", expected=["--parts"])
        for part in (0, 17, -3, 10**30):
            self.refused("worker", self.plan, "--part", part, expected=["--part"])
        self.refused("worker", self.plan, expected=["--part"])

    def test_broken_rolls_leave_nothing(self):
        row = "1,Sok,Dara,m,1970-05-31,kandal,12\n"
        good = self.path / "good.csv"
        good.write_text(HEADER + row, encoding="utf-8")
        for name, data in (("empty", b""), ("wide", (HEADER + row).encode("utf-16")),
                           ("cut", (HEADER + row + '2,"Chan').encode()), ("short", (HEADER + "2,Chan\n").encode()),
                           ("latin", (HEADER + row.replace("Sok", "S\u00f6k")).encode("latin-1"))):
            bad = self.path / f"{name}.csv"
            bad.write_bytes(data)
            self.refused("plan", good, bad, "-o", self.path / "out", expected=[bad.name])
        self.refused("plan", good, self.path / "nowhere.csv", "-o", self.path / "out", expected=["nowhere.csv"])
        twice = self.path / "twice.csv"
        twice.write_text(HEADER + row + row, encoding="utf-8")
        self.refused("plan", good, twice, "--id", "id", "-o", self.path / "out", expected=["row 3"])
        self.refused("plan", good, good, "-o", self.plan, expected=["not empty"])

    def test_rolls_without_rows_go_the_same_way(self):
        none = self.path / "none.csv"
        none.write_text(HEADER, encoding="utf-8")
        plan = planned(self.path, (self.rolls[0], none), parts=2, options=())
        weigh(plan, (1, 2))
        run("roll", "merge", plan, "-o", self.path / "changes")
        run("roll", "diff", self.rolls[0], none, "-o", self.path / "diff")
        self.assertEqual(files_of(self.path / "changes"), files_of(self.path / "diff"))

    def test_nothing_of_a_person_is_printed(self):
        mark = "Zzyxqua"
        roll = self.path / "roll.csv"
        rows = "".join(f"{i},Sok{i % 7},Dara{i % 11},m,19{50 + i % 40}-03-{1 + i % 28:02},kandal,{i}\n"
                       for i in range(2, 100))
        roll.write_text(HEADER + f"1,{mark},{mark},m,1970-05-31,kandal,12\n" + rows, encoding="utf-8")
        said = [run("roll", "plan", roll, roll, "--parts", 1, *BLOCKED, "-o", self.path / "plan", "--json"),
                run("roll", "worker", self.path / "plan", "--part", 1, "--json"),
                run("roll", "merge", self.path / "plan", "-o", self.path / "changes")]
        texts = [text for done in said for text in (done.stdout, done.stderr)]
        texts += [data.decode() for data in files_of(self.path / "changes").values()]
        texts += [path.read_text("utf-8") for path in (self.path / "plan").rglob("*.json")]
        texts += [path.read_text("utf-8") for path in (self.path / "plan/results").iterdir()]
        for text in texts:
            self.assertNotIn(mark.lower(), text.lower())
            self.assertNotIn("1970-05-31", text)


if __name__ == "__main__":
    unittest.main()
