"""scrutineer audit martingale and sampler: by hand where a hand can, and bad input."""
import csv
import hashlib
import io
import pathlib
import tempfile
import unittest

from end_to_end.program import result, run


class Files(unittest.TestCase):
    def setUp(self):
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        self.place = pathlib.Path(place.name)

    def write(self, text, name="values.csv"):
        path = self.place / name
        path.write_text(text, encoding="utf-8")
        return path


class Martingales(Files):
    def test_a_fixed_bet_by_hand(self):
        for text in ("value\n1\n0\n1\n", "1\n0\n1\n"):
            answer = result("audit", "martingale", "--method", "fixed-bet", "--params", "lambda=1",
                            "--data", self.write(text))
            self.assertEqual([round(s["p_value"], 4) for s in answer["steps"]],
                             [0.6667, 0.6667, 0.6667])
            self.assertEqual(answer["sample_size"], 3)
            self.assertFalse(answer["confirmed"])

    def test_the_series_of_the_notes(self):
        values = "".join(f"{1 if (7919 * i + 13) % 1000 < 510 else 0 if (7919 * i + 13) % 1000 < 960 else 0.5}\n"
                         for i in range(1, 2001))
        answer = result("audit", "martingale", "--method", "alpha-fixed", "--params", "eta=0.53",
                        "--n", 100000, "--data", self.write(values))
        self.assertEqual(answer["steps"][999]["p_value"], 0.150757)  # 0.1507568848, rounded up
        self.assertEqual(answer["confirmed_after"], 1605)

    def test_text_says_when_it_was_confirmed(self):
        path = self.write("other,x\n9,1\n9,1\n9,1\n9,1\n9,1\n9,1\n")
        done = run("audit", "martingale", "--method", "kaplan-kolmogorov", "--data", path,
                   "--column", "x", "--n", 10)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("0.0238096\n", done.stdout)
        self.assertIn("after 4 values", done.stdout)

    def refused(self, path, *parts, arguments=()):
        done = run("audit", "martingale", "--method", "agrapa", "--data", path, *arguments)
        self.assertEqual(done.returncode, 2, done.stdout)
        self.assertEqual(done.stdout, "")
        for part in parts:
            self.assertIn(part, done.stderr)

    def test_bad_input(self):
        self.refused(self.place / "none.csv", "none.csv", "cannot be read")
        self.refused(self.place, "cannot be read", "a file?")
        done = run("audit", "irv", self.place)
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertIn("a file?", done.stderr)
        self.refused(self.write(""), "values.csv")
        self.refused(self.write("value\n"), "no values")
        for wrong in ("x", "nan", "inf", "-0.1", "1.1", "1e400", ""):
            self.refused(self.write(f"value\n1\n\"{wrong}\"\n0\n"), "row 3", "value", wrong,
                         "a number from 0 to u = 1")
        # Every error in one run.
        self.refused(self.write("value\na\nb\n"), "row 2", "row 3", "2 errors")
        self.refused(self.write("1\n1\n1\n"), "3 values", "at most the 2", arguments=("--n", 2))
        self.refused(self.write("a,b\n1,2\n"), "--column", "a, b")
        self.refused(self.write("a,b\n1,2\n"), "called \"c\"", arguments=("--column", "c"))
        path = self.write("1\n")
        for parameters in ("c", "c=", "=1", "c=x"):
            self.refused(path, "--params", arguments=("--params", parameters))
        self.refused(path, "no parameter", arguments=("--params", "eta=1"))
        self.refused(path, "c: found 2", arguments=("--params", "c=2"))
        self.refused(path, "u: found", arguments=("--u", "nan"))
        self.refused(path, "t: found", arguments=("--t", "1"))
        done = run("audit", "martingale", "--method", "minerva", "--data", path)
        self.assertEqual(done.returncode, 2)
        self.assertIn("alpha-shrink-trunc", done.stderr)

    def test_help_lists_every_method(self):
        done = run("audit", "martingale", "--help")
        for name in ("alpha-fixed", "kelly-comparison", "plug-in", "bravo", "Minerva"):
            self.assertIn(name, done.stdout)


class Samplers(Files):
    def ids(self, *arguments):
        return [d["id"] for d in result("audit", "sampler", *arguments)["draws"]]

    def test_our_tickets_are_digests(self):
        done = run("audit", "sampler", "--seed", "12 44 7", "--n", 50, "--size", 5)
        rows = list(csv.DictReader(io.StringIO(done.stdout)))
        tickets = sorted((hashlib.sha256(f"scrutineer|v1|12 44 7|ballots|{i}".encode()).hexdigest(),
                          str(i)) for i in range(1, 51))
        self.assertEqual([(r["ticket"], r["id"]) for r in rows], tickets[:5])

    def test_our_numbers_with_replacement(self):
        expected = [str(1 + int(hashlib.sha256(f"scrutineer|v1|x|ballots|{i}".encode()).hexdigest(),
                                16) % 7) for i in range(1, 21)]
        self.assertEqual(self.ids("--seed", "x", "--n", 7, "--size", 20, "--with-replacement"),
                         expected)

    def test_colorado(self):
        drawn = self.ids("--scheme", "colorado", "--seed", "3546311556112163624615351222", "--n",
                         876, "--size", 5)
        self.assertEqual(drawn, ["740", "180", "264", "789", "238"])

    def test_cards_by_their_own_names(self):
        path = self.write("card\nb-1\nb-2\nb-3\n", "cards.csv")
        self.assertEqual(sorted(self.ids("--seed", "x", "--ids", path, "--size", 9)),
                         ["b-1", "b-2", "b-3"])

    def test_bad_input(self):
        def refused(part, *arguments):
            done = run("audit", "sampler", *arguments)
            self.assertEqual(done.returncode, 2)
            self.assertIn(part, done.stderr)
            self.assertEqual(done.stdout, "")
        refused("--n", "--seed", "x", "--size", 1)
        refused("--seed", "--seed", " ", "--n", 5, "--size", 1)
        refused("twice", "--seed", "x", "--ids", self.write("card\na\na\n"), "--size", 1)
        refused("scheme", "--scheme", "dice", "--seed", "x", "--n", 5, "--size", 1)
        refused("domain", "--seed", "x", "--domain", "a|b", "--n", 5, "--size", 1)
        refused("--with-replacement", "--scheme", "cryptorandom", "--seed", "x", "--n", 5,
                "--size", 1)


if __name__ == "__main__":
    unittest.main()
