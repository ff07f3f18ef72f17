"""scrutineer count on small folders, on real counts, and on input that is wrong."""
import pathlib
import shutil
import sys
import tempfile
import unittest
from collections import Counter

from end_to_end import real_counts
from end_to_end.program import ROOT, result, run


class Place(unittest.TestCase):
    def setUp(self):
        self.keep = tempfile.TemporaryDirectory()
        self.path = pathlib.Path(self.keep.name)

    def tearDown(self):
        self.keep.cleanup()


class RealCounts(Place):
    def make(self, name):
        if not (real_counts.DATA / name).is_dir():
            print(f"SKIPPED: {real_counts.DATA / name} is not here", file=sys.stderr)
            self.skipTest("the shared data is not here")
        folder = self.path / name
        getattr(real_counts, name.split("-")[0])(folder)
        return folder

    def test_bolivia_sums_exactly_and_its_quick_releases_compare(self):
        folder = self.make("bolivia-2019")
        country = result("count", "consolidate", folder, "--level", "country")
        fields = country["contests"][0]["units"][0]["fields"]
        self.assertEqual(fields["mas-ipsp"], 2_889_359)
        self.assertEqual(fields["cc"], 2_240_920)
        self.assertEqual(fields["parties"], 6_137_671)
        self.assertEqual(country["contests"][0]["units"][0]["reported"], 34_555)
        compared = {e["copy"]: e for e in result("count", "compare", folder)["effects"]}
        self.assertEqual(compared["trep-1940"]["compared"], 28_975)
        self.assertEqual(compared["trep-1829"]["compared"], 32_806)
        # Counted over the parties' votes alone: 427 and 546 forms differ there.
        for source, differing in (("trep-1940", 427), ("trep-1829", 546)):
            votes = [d for d in result("count", "compare", folder)["differences"]
                     if d["copy"] == source and any(
                         c["field"] not in ("registered", "blank", "invalid") for c in d["counts"])]
            self.assertEqual(len(votes), differing)

    def test_bolivias_ten_point_rule_hangs_on_no_form_that_differs(self):
        folder = self.make("bolivia-2019")
        asked = result("outcome", folder, "--basis", "oep")["questions"][0]
        self.assertTrue(asked["holds"])
        self.assertEqual(asked["answer"], "cannot-change")

    def test_afghanistan_with_and_without_what_was_invalidated(self):
        folder = self.make("afghanistan-2014")
        contest = result("count", "consolidate", folder, "--level", "country")["contests"][0]
        country = contest["units"][0]
        self.assertEqual(country["fields"]["ghani"], 3_935_567)
        self.assertEqual(country["fields"]["abdullah"], 3_185_018)
        self.assertEqual(country["annulled"], 1_206)
        self.assertEqual(country["annulled_fields"]["ghani"], 4_174_856 - 3_935_567)
        self.assertEqual(country["annulled_fields"]["abdullah"], 3_308_876 - 3_185_018)
        first = contest["history"]["publications"][0]["fields"]
        self.assertEqual((first["ghani"], first["abdullah"]), (4_485_888, 3_461_639))
        asked = result("outcome", folder)["questions"][0]
        self.assertTrue(asked["holds"])

    def test_albanias_forms_that_do_not_add_up(self):
        folder = self.make("albania-2017")
        codes = Counter()
        units = {}
        for v in result("count", "check", folder)["violations"]:
            codes[v["code"]] += 1
            units.setdefault(v["code"], set()).add(v["unit"])
        self.assertEqual(codes["parties-equal-valid"] + codes["valid-not-zero"], 8)
        parts = units.get("valid-and-invalid-are-cast", set()) | units.get("valid-within-cast", set())
        self.assertEqual(len(parts), 75)
        self.assertEqual(codes["cast-are-admitted"], 40)


SMALL = {
    "election.toml": 'schema = 1\n\n[election]\nid = "s"\ndate = 2024-01-01\nlanguages = ["en"]\n'
                     'name_en = "S"\n\n[[contest]]\nid = "c"\nseats = 1\nrule = "plurality"\n'
                     'constituencies = "country"\n\n[[question]]\nid = "winner"\ncontest = "c"\n'
                     'kind = "wins"\nwho = "a"\n'
                     + "".join(f'\n[[party]]\nid = "{p}"\nname_en = "{p}"\n' for p in "ab")
                     + "".join(f'\n[[source]]\nid = "{s}"\nrole = "{r}"\n' for s, r in
                               (("nec", "commission"), ("agents", "party"))),
    "units.csv": "unit,parent,level,registered\ntop,,country,\ns1,top,station,500\n"
                 "s2,top,station,500\n",
    "returns/nec.csv": "unit,a,b\ns1,100,90\ns2,50,50\n",
    "returns/agents.csv": "unit,a,b\ns1,100,90\ns2,50,63\n",
}


class Neighbours(Place):
    def test_a_form_unlike_its_neighbours_is_told_only_when_asked(self):
        rows = ["unit,a,b"] + [f"s{i},{200 + i},{100 + 3 * i}" for i in range(8)] + ["s9,2100,110"]
        file = self.path / "r.csv"
        file.write_text("\n".join(rows) + "\n", encoding="utf-8")
        self.assertEqual(result("count", "check", file)["violations"], [])
        found = result("count", "check", file, "--neighbours")["violations"]
        self.assertEqual([(v["unit"], v["code"]) for v in found], [("s9", "tenfold-count")])
        self.assertIn("a digit were too many", run("count", "check", file, "--neighbours").stdout)


class Doubts(Place):
    def folder(self, **files):
        folder = self.path / "folder"
        for name, text in {**SMALL, **files}.items():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        return folder

    def answer(self, folder, *options):
        return result("outcome", folder, "--basis", "nec", *options)["questions"][0]

    def test_copies_that_differ_can_change_who_won(self):
        folder = self.folder()
        asked = self.answer(folder)
        self.assertEqual(asked["answer"], "can-change")
        self.assertEqual(asked["decisive_doubts"], ["copies:s2"])
        self.assertEqual(self.answer(folder, "--no-copies")["answer"], "cannot-change")

    def test_a_sample_of_stations_is_no_count_of_the_whole(self):
        folder = self.folder(**{"returns/agents.csv": "unit,a,b\ns1,100,90\n"})
        asked = result("outcome", folder)["questions"]
        self.assertEqual([q["basis"] for q in asked], ["nec"])
        chambers = result("seats", folder)["chambers"]
        self.assertEqual([c["source"] for c in chambers if c["computed"]], ["nec"])

    def test_a_smaller_difference_cannot(self):
        folder = self.folder(**{"returns/agents.csv": "unit,a,b\ns1,100,90\ns2,50,59\n"})
        self.assertEqual(self.answer(folder)["answer"], "cannot-change")

    def test_a_quarantined_station_counts_or_not(self):
        claims = ("id,source,date,kind,unit,value,note\n"
                  "q,nec,2024-01-02,unit-state,s1,quarantined,minutes\n")
        same = {"claims.csv": claims, "returns/agents.csv": "unit,a,b\ns1,100,90\ns2,50,50\n"}
        asked = self.answer(self.folder(**same))
        self.assertEqual(asked["holds"], "tie")
        self.assertEqual(asked["answer"], "can-change")

    def test_a_station_that_has_not_reported_is_addable(self):
        folder = self.folder(**{"returns/nec.csv": "unit,a,b\ns1,100,90\n",
                                "returns/agents.csv": "unit,a,b\ns1,100,90\n"})
        self.assertEqual(self.answer(folder)["answer"], "can-change")


class BadInput(Place):
    def refused(self, *arguments):
        done = run(*arguments)
        self.assertEqual(done.returncode, 2, done.stdout + done.stderr)
        self.assertEqual(done.stdout, "")
        return done.stderr

    def file(self, data):
        path = self.path / "returns.csv"
        path.write_bytes(data)
        return path

    def test_each_wrong_file_has_its_own_sentence(self):
        for data, words in (
                (b"", "empty"),
                (b"unit,a\n1,2\n\"2,3\n", "row 3"),
                (b"unit,a\n1,2\n1,3\n", "each station once"),
                (b"unit,a\n1,99999999999999999999\n", "row 2, column a"),
                ("unit,a\nM\u00e4rz,2\n".encode("cp1252"), "UTF-8"),
                (b"PK\x03\x04\x14\x00\x00\x00", "compressed"),
                (b"a,b\n1,2\n", "a column unit")):
            with self.subTest(data=data):
                self.assertIn(words, self.refused("count", "check", self.file(data)))

    def test_what_is_not_there_is_named(self):
        self.assertIn("no such", self.refused("count", "check", self.path / "nowhere"))
        file = self.file(b"place,unit,a,b\nx,1,2,3\n")
        self.assertIn("--level", self.refused("count", "consolidate", file, "--level", "county"))
        self.assertIn("no unit", self.refused("count", "consolidate", file, "--unit", "nine"))
        self.assertIn("no source", self.refused("count", "compare", file, "--reference", "nec"))

    def test_a_folder_whose_rules_are_wrong_is_refused_with_all_reasons(self):
        folder = self.path / "folder"
        shutil.copytree(ROOT / "examples/denmark-2014-ep", folder)
        with (folder / "election.toml").open("a", encoding="utf-8") as file:
            file.write('\n[[check]]\ncode = "mine"\nformula = "cast <"\nseverity = "error"\n'
                       '\n[[check]]\ncode = "few-invalid"\ntolerances = { percent = 5 }\n')
        said = self.refused("count", "check", folder)
        self.assertIn("mine", said)
        self.assertIn("per_cent", said)
        self.assertIn("mine", self.refused("check", folder))


class Documentation(unittest.TestCase):
    def test_the_page_of_checks_is_what_the_program_prints(self):
        page = (ROOT / "docs/checks.md").read_text(encoding="utf-8")
        self.assertEqual(run("count", "rules").stdout, page)


if __name__ == "__main__":
    unittest.main()
