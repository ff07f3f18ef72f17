"""Every file broken as a spreadsheet breaks it: a sentence with file, row, column, found, expected;
all errors in one run; exit status 2; nothing written."""
import pathlib
import tempfile
import unittest

from end_to_end.program import EXAMPLES, Folder, run


class BadInput(unittest.TestCase):
    EXAMPLE = "cases/austria-2016"

    def refused(self, name, text, *expected, example=None):
        """The errors of the example with one file replaced; no verb writes anything."""
        with Folder(example or self.EXAMPLE) as folder:
            folder.write(name, text)
            for verb in ("check", "seats", "outcome"):
                done = run(verb, folder.path)
                self.assertEqual(done.returncode, 2, (verb, done.stderr))
                self.assertEqual(done.stdout, "")
                for part in expected:
                    self.assertIn(part, done.stderr)
            out = folder.path.parent / "site"
            done = run("report", folder.path, "-o", out)
            self.assertEqual(done.returncode, 2)
            self.assertFalse(out.exists())
            return done.stderr

    def test_numbers(self):
        for wrong in ("1.5", "-1", "1,234", "1.234.567", "1 234", "1E+05", "2000000000000000",
                      "99999999999999999999", "n/a", "#REF!"):
            cell = f'"{wrong}"' if "," in wrong else wrong
            self.refused(self.returns(),
                         f"unit,hofer,van-der-bellen\nat,{cell},2251517\n",
                         self.returns(), "row 2", "hofer", wrong)

    def returns(self):
        names = sorted(p.name for p in (EXAMPLES / self.EXAMPLE / "returns").iterdir())
        return f"returns/{names[0]}"

    def test_khmer_digits_are_numbers(self):
        with Folder(self.EXAMPLE) as folder:
            folder.write(self.returns(), "unit,hofer,van-der-bellen\nat,២២២០៦៥៤,2251517\n")
            self.assertEqual(run("check", folder.path).returncode, 0)

    def test_structure(self):
        returns = self.returns()
        self.refused(returns, "", returns)
        self.refused(returns, "unit,hofer,van-der-bellen\nat,1\n", returns, "row 2")
        self.refused(returns, "unit,hofer,hofer\nat,1,2\n", returns, "hofer")
        self.refused(returns, "hofer,van-der-bellen\n1,2\n", returns, "unit")
        self.refused(returns, "unit,hofer,nobody\nat,1,2\n", returns, "nobody")
        self.refused(returns, "unit,hofer\nxx,1\n", returns, "row 2", "xx")
        self.refused(returns, 'unit,hofer,van-der-bellen\nat,"1,2\n', returns)
        self.refused(returns, "unit,hofer\nat,1\n".encode("utf-16"), returns, "UTF-16")
        self.refused(returns, b"unit,hofer\nat,\xff\xfe1\n", returns, "row 2")

    def test_units(self):
        head = "unit,parent,level,name_en,seats\n"
        self.refused("units.csv", head + "at,,country,Austria,1\nat,,country,Austria,1\n",
                     "units.csv", "row 3", "at")
        self.refused("units.csv", head + "at,b,country,Austria,1\nb,at,country,B,\n", "units.csv",
                     "at")
        self.refused("units.csv", head + "at,,country,Austria,2\n", "seats", "2", "1")
        self.refused("units.csv", head + "at,missing,country,Austria,1\n", "missing")

    def test_doubts_and_claims(self):
        self.refused("doubts.csv", "id,contest,way,low,high,status,source\n"
                     "d,seat,vanished,0,10,alleged,nobody\n",
                     "doubts.csv", "row 2", "vanished", "nobody")
        self.refused("claims.csv", "id,source,kind,value\nc,nobody,seats,1\nc,nobody,seats,x\n",
                     "claims.csv", "row 2", "row 3", "nobody")

    def test_toml(self):
        self.refused("election.toml", "schema = 1\n[election\n", "election.toml", "row 2")
        self.refused("election.toml", "", "election.toml")
        self.refused("election.toml", "schema = 2\n", "election.toml", "schema")

    def test_all_errors_of_all_files_come_in_one_run(self):
        with Folder(self.EXAMPLE) as folder:
            folder.write(self.returns(), "unit,hofer,van-der-bellen\nat,1.5,-2\n")
            folder.write("units.csv", "unit,parent,level,name_en,seats\nat,,country,Austria,one\n")
            done = run("check", folder.path)
            self.assertEqual(done.returncode, 2)
            for part in ("1.5", "-2", "one", "units.csv", "returns/"):
                self.assertIn(part, done.stderr)

    def test_paths_and_usage(self):
        for verb in ("check", "seats", "outcome"):
            done = run(verb, "/does/not/exist")
            self.assertEqual(done.returncode, 2)
            self.assertIn("/does/not/exist", done.stderr)
        self.assertEqual(run("margin", EXAMPLES / "denmark-2014-ep").returncode, 2)
        done = run("margin", EXAMPLES / "denmark-2014-ep", "--party", "oo")
        self.assertEqual(done.returncode, 2)
        self.assertIn('"oo"', done.stderr)
        self.assertEqual(run("nonsense").returncode, 2)
        self.assertEqual(run("--help").returncode, 0)
        for verb in ("check", "seats", "margin", "outcome", "report", "demo"):
            done = run(verb, "--help")
            self.assertEqual(done.returncode, 0)
            self.assertIn("Example", done.stdout)

    def test_a_report_does_not_replace_what_is_not_a_report(self):
        with tempfile.TemporaryDirectory() as place:
            precious = pathlib.Path(place) / "thesis.txt"
            precious.write_text("years of work", encoding="utf-8")
            done = run("report", EXAMPLES / "denmark-2014-ep", "-o", place, "--draws", 0)
            self.assertEqual(done.returncode, 2)
            self.assertEqual(precious.read_text(encoding="utf-8"), "years of work")

    def test_published_facts_that_contradict_each_other_are_named(self):
        with Folder("cambodia-2013") as folder:
            claims = folder.read("claims.csv")
            header = claims.splitlines()[0].split(",")
            row = {"id": "planted", "source": "cambodia-daily", "of": "nec", "kind": "votes",
                   "contest": "assembly", "unit": "kandal", "party": "cpp", "value": "1"}
            planted = ",".join(row.get(column, "") for column in header) + "\n"
            folder.write("claims.csv", claims + planted)
            done = run("check", folder.path)
            self.assertEqual(done.returncode, 1, done.stderr)
            self.assertIn("planted", done.stdout)


if __name__ == "__main__":
    unittest.main()
