"""Conversions through the program: what is written is read as the same, a refused input writes nothing,
and the same input gives the same bytes."""
import pathlib
import tempfile
import unittest

from end_to_end.program import EXAMPLES, SHARED, result, run

NIST = SHARED / "data/formats/nist-cdf/synthetic"
EML = SHARED / "data/formats/eml-nl"


def files_of(folder):
    """The bytes of every file, by path."""
    return {p.relative_to(folder): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


class Convert(unittest.TestCase):
    def setUp(self):
        keep = tempfile.TemporaryDirectory()
        self.addCleanup(keep.cleanup)
        self.place = pathlib.Path(keep.name)

    def convert(self, *inputs, to, out):
        done = run("convert", *inputs, "--to", to, "-o", self.place / out)
        self.assertEqual(done.returncode, 0, done.stderr)
        return self.place / out

    def test_votes_survive_every_format(self):
        first = result("seats", EXAMPLES / "denmark-2014-ep")["chamber"]["by_party"]
        for to in ("nist-json", "nist-xml"):
            there = self.convert(EXAMPLES / "denmark-2014-ep", to=to, out=to)
            back = self.convert(there, to="folder", out=f"{to}-folder")
            self.assertEqual(run("check", back).returncode, 0)
            # Connected lists are not held: the seats are those of every list alone.
            seats = result("seats", back)["chamber"]["by_party"]
            self.assertEqual(sum(seats.values()), sum(first.values()))

    def test_a_report_and_its_way_back_are_the_same_folder(self):
        if not NIST.exists():
            self.skipTest(f"no conformance sets at {NIST}")
        report = NIST / "gen-01/err_v2/err-gen-01.json"
        first = self.convert(report, to="folder", out="first")
        for to in ("nist-json", "nist-xml"):
            again = self.convert(self.convert(first, to=to, out=f"again.{to}"), to="folder",
                                 out=f"again-{to}")
            self.assertEqual(files_of(again), files_of(first))

    def test_several_eml_files_are_one_election(self):
        if not EML.exists():
            self.skipTest(f"no EML-NL files at {EML}")
        folder = self.convert(EML / "election_definition/eml110a_test.eml.xml",
                              EML / "polling_stations/eml110b_test.eml.xml",
                              EML / "candidate_list/eml230b_test.eml.xml", to="folder", out="nl")
        self.assertEqual(run("check", folder).returncode, 0)

    def test_the_same_input_gives_the_same_bytes(self):
        for to in ("nist-json", "nist-xml", "eml", "csv"):
            one = self.convert(EXAMPLES / "denmark-2014-ep", to=to, out=f"one.{to}")
            two = self.convert(EXAMPLES / "denmark-2014-ep", to=to, out=f"two.{to}")
            self.assertEqual(one.read_bytes(), two.read_bytes())

    def test_a_refused_input_writes_nothing(self):
        wrong = {
            "empty": b"",
            "zip": b"PK\x03\x04rest",
            "cut.json": b'{"@type": "ElectionResults.ElectionReport", "Elec',
            "deep.json": b'{"a":' * 1_000_000,
            "entity.xml": b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><EML>&b;</EML>',
            "page.xml": b"<html/>",
            "latin.csv": b"county,office,candidate,votes\nA,Mayor,Ren\xe9,1\n",
            "count.csv": b"county,office,candidate,votes\nA,Mayor,B,1e5\nA,Mayor,C,-1\n",
        }
        for name, bytes_ in wrong.items():
            path = self.place / name
            path.write_bytes(bytes_)
            for to in ("folder", "nist-xml"):
                with self.subTest(name=name, to=to):
                    done = run("convert", path, "--to", to, "-o", self.place / "out")
                    self.assertEqual(done.returncode, 2, done.stderr)
                    self.assertIn(name, done.stderr)
                    self.assertEqual(done.stdout, "")
                    self.assertFalse((self.place / "out").exists())
        self.assertEqual(len(list(self.place.iterdir())), len(wrong))
        self.assertIn("2 errors", done.stderr)

    def test_nothing_is_replaced(self):
        there = self.convert(EXAMPLES / "denmark-2014-ep", to="csv", out="a.csv")
        before = there.read_bytes()
        done = run("convert", EXAMPLES / "cambodia-2013", "--to", "csv", "-o", there)
        self.assertEqual(done.returncode, 2)
        self.assertEqual(there.read_bytes(), before)

    def test_a_source_is_chosen_by_its_id(self):
        done = run("convert", EXAMPLES / "cases/ghana-2020", "--to", "csv", "--source", "ec-first",
                   "-o", self.place / "a.csv")
        self.assertEqual(done.returncode, 0, done.stderr)
        done = run("convert", EXAMPLES / "cases/ghana-2020", "--to", "csv", "--source", "nobody",
                   "-o", self.place / "b.csv")
        self.assertEqual(done.returncode, 2)
        self.assertIn("nobody", done.stderr)


if __name__ == "__main__":
    unittest.main()
