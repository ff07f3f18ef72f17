"""What --json prints is what docs/schema says."""
import json
import pathlib
import tempfile
import unittest

import jsonschema

from end_to_end import audit_counter_test, audit_workflow_test, count_test, quick_test, roll_removals_test, roll_test
from end_to_end.roll_coverage_test import people_form
from end_to_end.program import EXAMPLES, ROOT, Folder, run


def small_count(folder):
    """A folder with every kind of thing that count reports."""
    for name, text in {
            **count_test.SMALL,
            "returns/nec.csv": "unit,revision,cast,a,b\ns1,0,190,100,90\ns1,1,180,99,90\n"
                               "s2,0,100,50,50\ntop,0,,200,140\n",
            "claims.csv": "id,source,date,kind,unit,value,note\n"
                          "q,nec,2024-01-02,unit-state,s2,quarantined,minutes\n"}.items():
        target = folder / name
        target.parent.mkdir(exist_ok=True)
        target.write_text(text, encoding="utf-8")


class Schemas(unittest.TestCase):
    def check(self, verb, *arguments):
        name = verb.replace(" ", "-")
        schema = json.loads((ROOT / "docs/schema" / f"{name}.json").read_text(encoding="utf-8"))
        jsonschema.Draft202012Validator.check_schema(schema)
        done = run(*verb.split(), *arguments, "--json")
        self.assertIn(done.returncode, (0, 1), done.stderr)
        jsonschema.Draft202012Validator(schema).validate(json.loads(done.stdout))

    def test_every_verb_on_every_example(self):
        folders = [EXAMPLES / "cambodia-2013", EXAMPLES / "denmark-2014-ep",
                   *sorted(p for p in (EXAMPLES / "cases").iterdir() if p.is_dir())]
        self.assertGreater(len(folders), 8)
        for folder in folders:
            for verb in ("check", "seats", "outcome"):
                with self.subTest(folder=folder.name, verb=verb):
                    self.check(verb, folder)

    def test_seats_with_steps(self):
        self.check("seats", EXAMPLES / "denmark-2014-ep", "--steps")

    def test_margins(self):
        self.check("margin", EXAMPLES / "denmark-2014-ep", "--party", "o", "--change", "switch")
        self.check("margin", EXAMPLES / "cambodia-2013", "--question", "majority")

    def test_reports_and_the_demo(self):
        with tempfile.TemporaryDirectory() as place:
            self.check("report", EXAMPLES / "denmark-2014-ep", "-o", f"{place}/site", "--draws", "4")
            self.check("demo", "--examples", EXAMPLES, "-o", f"{place}/demo",
                       "--draws", "4")

    def test_the_count_of_copies_revisions_and_what_is_set_aside(self):
        with tempfile.TemporaryDirectory() as place:
            small_count(pathlib.Path(place))
            for verb in ("count check", "count compare", "count consolidate", "count doubts",
                         "count rules"):
                with self.subTest(verb=verb):
                    self.check(verb, place)
            self.check("count compare", place, "--level", "country")
        self.check("count rules")

    def test_quick_counts(self):
        with tempfile.TemporaryDirectory() as place:
            folder, sample = quick_test.make(pathlib.Path(place))
            design = ("--strata", "district", "--per-stratum", "4")
            self.check("count quick plan", folder, *design)
            self.check("count quick plan", folder, *design, "--earlier", "nec")
            self.check("count quick draw", folder, *design, "--public-seed", "a lottery")
            estimate = (folder, "--source", "observers", "--sample", sample)
            self.check("count quick estimate", *estimate)
            self.check("count quick estimate", *estimate, "--official", "nec", "--public-seed", "x")
            quick_test.shift(folder)
            self.check("count quick estimate", *estimate, "--official", "nec")

    def test_simulated_countries_twins_and_families(self):
        with tempfile.TemporaryDirectory() as place:
            self.check("simulate", "--stations", 60, "--provinces", 2, "-o", f"{place}/country")
            fit = ("--fit", EXAMPLES / "cambodia-2013")
            self.check("simulate", *fit, "--stations", 60, "-o", f"{place}/twin")
            self.check("simulate", *fit, "--draws", 2, "--votes-per-seat-within", 2, "-o",
                       f"{place}/family")

    def test_simulated_rolls(self):
        with tempfile.TemporaryDirectory() as place:
            self.check("simulate roll", "--people", 1000, "--communes", 5, "--bias", "3/2", "-o",
                       f"{place}/roll")

    def test_rolls(self):
        with tempfile.TemporaryDirectory() as place:
            run("simulate", "roll", "--people", 1000, "--communes", 5, "-o", f"{place}/roll")
            old, new = f"{place}/roll/old.csv", f"{place}/roll/new.csv"
            self.check("roll diff", old, new)
            self.check("roll diff", old, new, "-o", f"{place}/changes")
            self.check("roll dedupe", old, "-o", f"{place}/groups")
            for options in ((), ("--all-pairs", 0)):
                plan = f"{place}/plan{len(options)}"
                self.check("roll plan", old, new, "--parts", 1, *options, "-o", plan)
                self.check("roll worker", plan, "--part", 1)
                self.check("roll worker", plan, "--part", 1)
                self.check("roll merge", plan)

    def test_removals_of_a_roll(self):
        with tempfile.TemporaryDirectory() as place:
            case = roll_removals_test.Case(pathlib.Path(place), 1, people=2000)
            draw = (case.changes, case.old, case.new, "--size", 150, "--public-seed", "x", "-o")
            self.check("roll clerical", *draw, f"{place}/other.csv")
            form = case.clerical("--size", 150)
            case.fill(form)
            causes = pathlib.Path(place) / "causes.csv"
            causes.write_text("cause,persons\nmoved away,10\n", encoding="utf-8")
            run("roll", "dedupe", case.old, "-o", f"{place}/groups")
            self.check("roll removals", case.changes)
            self.check("roll removals", case.changes, "--clerical", form, "--field", case.field(), "--causes", causes,
                       "--by-name", 2, "--areas", case.areas(), "--order", case.old, "--before",
                       case.changes / "units.csv", "--duplicates", f"{place}/groups", "-o", f"{place}/findings")

    def test_field_audits_of_a_roll(self):
        with tempfile.TemporaryDirectory() as place:
            frame, form = roll_test.frame_and_form(pathlib.Path(place))
            self.check("roll survey plan")
            self.check("roll survey plan", "--published-people", 4900, "--published-clusters", 414)
            self.check("roll survey draw", frame, "--clusters", 12, "--public-seed", "x")
            self.check("roll survey estimate", form)
            people = pathlib.Path(place) / "people.csv"
            people.write_text(people_form(), encoding="utf-8")
            self.check("roll survey coverage", people)
            self.check("roll survey coverage", people, "--known", "95/100", "--absent", "1/50",
                       "--names", 90000, "--validity", form)

    def test_conversions(self):
        with tempfile.TemporaryDirectory() as place:
            for to in ("nist-json", "nist-xml", "eml", "csv", "folder"):
                self.check("convert", EXAMPLES / "denmark-2014-ep", "--to", to, "-o",
                           f"{place}/{to}")
                if to != "folder":
                    self.check("convert", f"{place}/{to}", "--to", "folder", "-o",
                               f"{place}/{to}-again")

    def test_audits(self):
        with tempfile.TemporaryDirectory() as place:
            values = pathlib.Path(place) / "values.csv"
            values.write_text("value\n1\n0.5\n0\n1\n", encoding="utf-8")
            self.check("audit martingale", "--method", "square-kelly", "--data", values)
            self.check("audit martingale", "--method", "kaplan-wald", "--data", values, "--n", "4")
            for scheme in ("ours", "colorado", "shangrla", "rivest"):
                self.check("audit sampler", "--scheme", scheme, "--seed", "x", "--n", "9",
                           "--size", "4")
            self.check("audit sampler", "--scheme", "cryptorandom", "--seed", "x", "--n", "9",
                       "--size", "4", "--with-replacement")
            ballots = pathlib.Path(place) / "ballots.raire"
            ballots.write_text("1\nContest,1,3,a,b,c,winner,a\n1,x,a,b\n1,y,b,a\n1,z,a\n1,w,c,b\n1,v,a\n",
                               encoding="utf-8")
            self.check("audit irv", ballots)
        self.check("audit simulate", EXAMPLES / "cambodia-2013", "--draws", "1", "--audits", "1")

    def test_records_and_manifests(self):
        with tempfile.TemporaryDirectory() as place:
            records, manifest = pathlib.Path(place) / "r.csv", pathlib.Path(place) / "m.csv"
            records.write_text("card,container,position,state,mayor\nc1,a,1,,ada=5;ben=3\nc2,a,1,,-\n"
                               "c3,,,missing,\nc4,x,2,,ben\n", encoding="utf-8")
            manifest.write_text("container,unit,cards,place\na,s1,1,\nb,,2,shelf 3\n",
                                encoding="utf-8")
            self.check("audit records", records)
            self.check("audit records", records, "--manifest", manifest)
            self.check("audit manifest", manifest)

    def test_counter_audits(self):
        with tempfile.TemporaryDirectory() as place:
            folder = audit_counter_test.make(place, range(9), changed=(3,))
            drawn = pathlib.Path(place) / "drawn.csv"
            drawn.write_text("unit\ns01\ns30\n", encoding="utf-8")
            self.check("audit counter", folder, "--source", "observers")
            self.check("audit counter", folder, "--source", "observers", "--sampled", "--drawn",
                       drawn)

    def test_an_audit_step_by_step(self):
        for evidence in ("comparison", "pools"):
            with Folder(audit_workflow_test.EXAMPLE) as folder:
                folder.write("audit/audit.toml", folder.read("audit/audit.toml").replace(
                    '"comparison"', f'"{evidence}"'))
                self.check("audit assertions", folder.path)
                self.check("audit plan", folder.path, "--runs", 20)
                self.check("audit commit", folder.path)
                self.check("audit seed", folder.path, "--dice", audit_workflow_test.DICE)
                self.check("audit sample", folder.path, "--size", 300)
                audit_workflow_test.read_paper(folder.path, 1)
                self.check("audit assess", folder.path)
                self.check("audit verify", folder.path)

    def test_the_check_can_fail(self):
        schema = json.loads((ROOT / "docs/schema/check.json").read_text(encoding="utf-8"))
        with self.assertRaises(jsonschema.ValidationError):
            jsonschema.validate({"scrutineer": "0", "verb": "seats", "inputs": [], "result": {}},
                                schema)


if __name__ == "__main__":
    unittest.main()
