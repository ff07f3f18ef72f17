"""Rolls that want to break scrutineer roll: blocks of a million equal keys, nothing but duplicates, columns that
say nothing or the wrong thing, a disk that is full half-way. Each ends in an answer or a sentence, in bounded
memory, and leaves nothing half-written. (Broken files are in roll_test.py.)"""
import json
import os
import pathlib
import resource
import signal
import subprocess
import tempfile
import unittest

from end_to_end.program import BINARY, result, run

HEADER = "id,family_name,given_name,sex,birth_date,commune,house\n"
ROWS = ("1,Sok,Dara,m,1970-05-31,kandal,12\n"
        "2,Chan,Vanna,f,1980-02-03,takeo,7\n"
        "3,Kim,Sophal,m,1955-11-23,kampot,44\n")
# Sanitizers keep several times what a program asks for, and are slow.
IS_SANITIZED = any(name in pathlib.Path(BINARY).parts for name in ("address", "thread"))


def measured(*arguments):
    """The result of --json, and the most memory that the program had, in megabytes."""
    with tempfile.TemporaryFile("w+") as output:
        process = subprocess.Popen([BINARY, *map(str, arguments), "--json"], stdout=output,
                                   stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode == 0, process.returncode
        output.seek(0)
        return json.load(output)["result"], usage.ru_maxrss / 1024


class Hostile(unittest.TestCase):
    def setUp(self):
        keep = tempfile.TemporaryDirectory()
        self.addCleanup(keep.cleanup)
        self.path = pathlib.Path(keep.name)

    def write(self, name, text):
        path = self.path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
        return path

    def simulated(self):
        done = run("simulate", "roll", "--people", 2000, "--communes", 10, "--seed", 3, "-o", self.path / "rolls")
        self.assertEqual(done.returncode, 0, done.stderr)
        return self.path / "rolls/old.csv", self.path / "rolls/new.csv"

    def assert_nothing_left(self, name):
        self.assertEqual([p.name for p in self.path.iterdir() if p.name.startswith(name)], [])

    def assert_refused(self, done, *expected):
        self.assertEqual(done.returncode, 2, done.stdout)
        self.assertEqual(done.stdout, "")
        for part in expected:
            self.assertIn(part, done.stderr)

    def test_a_block_of_a_million_equal_keys_takes_bounded_memory(self):
        rows = 20_000 if IS_SANITIZED else 500_000
        roll = self.write("equal.csv", "id,family_name,given_name\n" +
                          "".join(f"{i},Sok,Dara\n" for i in range(rows)))
        answer, megabytes = measured("roll", "diff", roll, roll, "--id", "id")
        if not answer["all_pairs"]:
            self.assertGreater(sum(block["pairs_left_out"] for block in answer["blocks"]), rows)
        self.assertLess(answer["pairs_weighed"], 2_000_000_001)
        self.assertEqual(answer["entries"]["unchanged"], 0)  # nobody can be told from anybody
        if not IS_SANITIZED:
            self.assertFalse(answer["all_pairs"])
            self.assertLess(megabytes, 400)
        done = run("roll", "diff", roll, roll, "--id", "id")
        if not answer["all_pairs"]:
            self.assertIn("pairs were left out", done.stdout)

    def test_a_block_of_equal_keys_among_others_is_told_from_them(self):
        few = 2_000 if IS_SANITIZED else 100_000
        text = HEADER + "".join(
            f"{i},{'Sok' if i % 2 else f'Name{i % 997}'},{'Dara' if i % 2 else f'Given{i % 1013}'},m,"
            f"{1940 + i % 60}-{1 + i % 12:02}-{1 + i % 28:02},c{i % 7},{i}\n" for i in range(few))
        answer, megabytes = measured("roll", "diff", self.write("a.csv", text), self.write("b.csv", text))
        self.assertEqual(answer["entries"]["removed"], 0)
        self.assertEqual(answer["entries"]["changed"], 0)
        if not IS_SANITIZED:
            self.assertLess(megabytes, 500)

    def test_a_roll_of_nothing_but_duplicates(self):
        people = [f"Fam{i % 311},Given{i},{'mf'[i % 2]},{1930 + i % 70}-{1 + i % 12:02}-{1 + i % 28:02},c{i % 20},{i}"
                  for i in range(1500)]
        twice = self.write("twice.csv", HEADER + "".join(
            f"{copy}{i},{person}\n" for copy in "ab" for i, person in enumerate(people)))
        answer = result("roll", "dedupe", twice)
        self.assertEqual(answer["clusters"], 1500)
        self.assertEqual(answer["entries_in_clusters"], 3000)

    def test_five_people_who_stand_thousands_of_times_take_bounded_memory(self):
        people = [row.split(",", 1)[1] for row in ROWS.splitlines()]
        copies = 300 if IS_SANITIZED else 6_000
        text = HEADER + "".join(f"{copy}-{i},{person}\n" for copy in range(copies)
                                for i, person in enumerate(people))
        answer, megabytes = measured("roll", "dedupe", self.write("many.csv", text))
        self.assertEqual(answer["entries"], 3 * copies)
        if not IS_SANITIZED:
            self.assertLess(megabytes, 1_000)

    def test_a_constant_column_is_said_and_changes_no_link(self):
        old, new = self.simulated()
        links = result("roll", "diff", old, new)["entries"]
        paths = []
        for path in (old, new):
            lines = path.read_text("utf-8").splitlines()
            paths.append(self.write("constant-" + path.name, "\n".join(
                [lines[0] + ",nationality"] + [line + ",Khmer" for line in lines[1:]]) + "\n"))
        fields = ("family_name=family_name", "given_name=given_name", "sex=sex", "birth_date=birth_date",
                  "commune=unit", "house=code", "nationality=text")
        options = [part for field in fields for part in ("--field", field)]
        self.assertEqual(result("roll", "diff", *paths, *options)["entries"], links)
        self.assertIn("nationality", run("roll", "diff", *paths, *options).stdout)

    def test_rolls_without_a_field_in_common_are_refused(self):
        names = self.write("names.csv", "id,family_name,given_name\n1,Sok,Dara\n")
        dates = self.write("dates.csv", "id,birth_date,sex\n1,1970-05-31,m\n")
        self.assert_refused(run("roll", "diff", names, dates, "-o", self.path / "out"),
                            "no column that all rolls have")
        self.assert_nothing_left("out")

    def test_a_header_of_a_megabyte_is_refused(self):
        good = self.write("good.csv", HEADER + ROWS)
        long = self.write("long.csv", HEADER.replace("house", "h" * 1_000_000) + ROWS)
        done = run("roll", "diff", good, long, "-o", self.path / "out")
        self.assertIn(done.returncode, (0, 2))
        self.assertLess(len(done.stderr) + len(done.stdout), 100_000)
        if done.returncode == 2:
            self.assertIn("long.csv", done.stderr)
            self.assert_nothing_left("out")

    def test_columns_that_are_shifted_are_warned_of(self):
        old, new = self.simulated()
        lines = new.read_text("utf-8").splitlines()
        shifted = self.write("shifted.csv", "\n".join(
            [lines[0]] + [line if i % 3 else ",".join([line.split(",")[0], ""] + line.split(",")[1:-1])
                          for i, line in enumerate(lines[1:])]) + "\n")
        done = run("roll", "diff", old, shifted)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("birth_date", done.stdout)
        self.assertRegex(done.stdout, r"birth_date.*cannot be read|cannot be read.*birth_date")

    def test_encodings_that_are_mixed_name_their_row(self):
        good = self.write("good.csv", HEADER + ROWS)
        latin = self.write("latin.csv", (HEADER + ROWS).encode() + "4,Lý,Hélène,f,1990-01-02,kep,1\n".encode("latin-1"))
        self.assert_refused(run("roll", "diff", good, latin, "-o", self.path / "out"), "latin.csv", "row 5", "UTF-8")
        wide = self.write("wide.csv", (HEADER + ROWS).encode() + "4,Ly,Helene,f,1990-01-02,kep,1\n".encode("utf-16-le"))
        self.assert_refused(run("roll", "diff", good, wide, "-o", self.path / "out"), "wide.csv", "row 5")
        self.assert_nothing_left("out")

    def test_dates_in_five_orders_are_read_or_said(self):
        old, new = self.simulated()
        orders = ("{y}-{m}-{d}", "{d}/{m}/{y}", "{m}/{d}/{y}", "{y}/{d}/{m}", "{d}.{m}.{y}")
        lines = new.read_text("utf-8").splitlines()
        at = lines[0].split(",").index("birth_date")
        mixed = [lines[0]]
        for i, line in enumerate(lines[1:]):
            cells = line.split(",")
            y, m, d = cells[at].split("-")
            cells[at] = orders[i % 5].format(y=y, m=m, d=d)
            mixed.append(",".join(cells))
        path = self.write("mixed.csv", "\n".join(mixed) + "\n")
        done = run("roll", "diff", old, path)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("most cells cannot be read as one", done.stdout)
        asked = run("roll", "diff", old, path, "--id", "voter_id", "--field", "given_name=given_name",
                    "--field", "birth_date=birth_date")
        self.assertEqual(asked.returncode, 0, asked.stderr)
        self.assertRegex(asked.stdout, "mixed.csv.*birth_date.*(order|cannot be read)")

    def test_rolls_of_nothing(self):
        good = self.write("good.csv", HEADER + ROWS)
        for name, text in (("mark.csv", b"\xef\xbb\xbf"), ("lines.csv", b"\n\n\n"), ("zero.csv", b"\0" * 4096)):
            with self.subTest(name):
                self.assert_refused(run("roll", "dedupe", self.write(name, text)), name)
                self.assert_refused(run("roll", "diff", good, self.path / name), name)
        none = self.write("none.csv", HEADER)
        answer = result("roll", "diff", none, none)
        self.assertEqual((answer["old_entries"], answer["new_entries"]), (0, 0))

    def test_a_disk_that_is_full_half_way_leaves_nothing_and_the_command_works_again(self):
        old, new = self.simulated()

        def is_full():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

        for verb, rolls in (("diff", (old, new)), ("dedupe", (old,))):
            command = [BINARY, "roll", verb, *rolls, "-o", self.path / "out"]
            done = subprocess.run(command, preexec_fn=is_full, capture_output=True, text=True, check=False)
            self.assert_refused(done, "cannot be written; is there space?")
            self.assert_nothing_left("out")
            again = subprocess.run(command, capture_output=True, text=True, check=False)
            self.assertEqual(again.returncode, 0, again.stderr)
            self.assertGreater(sum(p.stat().st_size for p in (self.path / "out").iterdir()), 20_000)
            for file in (self.path / "out").iterdir():
                file.unlink()
            (self.path / "out").rmdir()


if __name__ == "__main__":
    unittest.main()
