"""scrutineer audit simulate: what would settle a majority, and bad input."""
import unittest

from end_to_end.program import EXAMPLES, Folder, result, run

# Two provinces; red has 4 of 6 seats and needs 3.
ELECTION = """schema = 1
[election]
id = "small"
date = 2024-01-01
languages = ["en"]
name_en = "Small"
[[contest]]
id = "assembly"
name_en = "Assembly"
seats = 6
rule = "dhondt"
constituencies = "province"
ballot = "list"
[[question]]
id = "majority"
name_en = "Does red hold three seats?"
contest = "assembly"
kind = "seats-at-least"
who = "red"
seats = 3
[[party]]
id = "red"
name_en = "Red"
[[party]]
id = "blue"
name_en = "Blue"
[[source]]
id = "nec"
name_en = "Commission"
role = "commission"
"""
UNITS = "unit,parent,level,name_en,seats\ntop,,country,Top,\np1,top,province,P1,3\np2,top,province,P2,3\n"
RETURNS = "unit,cast,valid,invalid,red,blue\np1,2050,2000,50,1200,800\np2,2030,2000,30,1250,750\n"


def simulate(folder, *arguments):
    return run("audit", "simulate", folder, *arguments)


class Small(unittest.TestCase):
    def folder(self, election=ELECTION, returns=RETURNS):
        folder = Folder("cambodia-2013")
        self.addCleanup(folder.__exit__)
        for path in sorted(folder.path.rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()
        folder.write("election.toml", election)
        folder.write("units.csv", UNITS)
        folder.write("returns/nec.csv", returns)
        return folder.path

    def fault(self, *arguments, **texts):
        done = simulate(self.folder(**texts), *arguments)
        self.assertEqual(done.returncode, 2, done.stdout)
        self.assertEqual(done.stdout, "")
        return done.stderr

    def test_reported_votes_are_audited_as_if_they_were_true(self):
        answer = result("audit", "simulate", self.folder(), "--audits", "30")
        self.assertFalse(answer["from_twins"])
        self.assertEqual((answer["tables"], answer["needed"], answer["who"]), (1, 3, ["red"]))
        adaptive, bundle, every_seat = answer["designs"]
        self.assertEqual((adaptive["confirmed"], bundle["confirmed"]), (30, 30))
        self.assertFalse(every_seat["simulated"])
        self.assertLess(adaptive["ballots"]["mean"], every_seat["ballots"]["mean"])
        for design in answer["designs"]:
            self.assertAlmostEqual(sum(u["ballots"] for u in design["by_unit"]),
                                   design["ballots"]["mean"], delta=0.01)

    def test_the_same_seed_gives_the_same_answer_whatever_the_threads(self):
        folder = self.folder()
        answers = {simulate(folder, "--json", "--seed", seed, "--threads", threads).stdout
                   for seed, threads in ((1, 1), (1, 2))}
        self.assertEqual(len(answers), 1)
        self.assertNotIn(simulate(folder, "--json", "--seed", 2).stdout, answers)

    def test_an_audit_can_be_given_up(self):
        answer = result("audit", "simulate", self.folder(), "--most-ballots", "3", "--design",
                        "adaptive")
        self.assertEqual(answer["designs"][0]["confirmed"], 0)
        self.assertEqual(answer["designs"][0]["ballots"]["most"], 3)

    def test_a_majority_that_is_not_reported_is_answered_by_the_seats_of_the_others(self):
        answer = result("audit", "simulate", self.folder(ELECTION.replace("seats = 3", "seats = 5")),
                        "--design", "adaptive")
        self.assertFalse(answer["holds"])
        self.assertEqual(answer["designs"][0]["confirmed"], answer["designs"][0]["audits"])
        said = simulate(self.folder(ELECTION.replace("seats = 3", "seats = 5"))).stdout
        self.assertIn("does not hold at least 5 seats", said)

    def test_a_tie_that_no_sample_can_settle(self):
        self.assertIn("only by a lot", self.fault(
            returns="unit,cast,valid,invalid,red,blue\np1,2050,2000,50,1000,1000\n"
                    "p2,2030,2000,30,400,1600\n",
            election=ELECTION.replace("seats = 3", "seats = 2")))

    def test_no_votes(self):
        self.assertIn("The majority is not reported", self.fault(
            returns="unit,cast,valid,invalid,red,blue\np1,0,0,0,0,0\np2,0,0,0,0,0\n"))

    def test_one_party_needs_no_ballot(self):
        one = ELECTION.replace('[[party]]\nid = "blue"\nname_en = "Blue"\n', "")
        answer = result("audit", "simulate", self.folder(
            one, "unit,cast,valid,invalid,red\np1,2050,2000,50,2000\np2,2030,2000,30,2000\n"))
        for design in answer["designs"]:
            self.assertEqual(design["ballots"]["most"], 0)

    def test_questions_of_other_kinds(self):
        wins = ELECTION.replace('"seats-at-least"', '"wins"').replace("seats = 3\n", "")
        self.assertIn("no question of kind seats-at-least", self.fault(election=wins))
        self.assertIn("not of kind seats-at-least",
                      self.fault("--question", "majority", election=wins))
        self.assertIn("nothing", self.fault("--question", "nothing"))

    def test_numbers_that_are_none(self):
        self.assertIn("--risk-limit", self.fault("--risk-limit", "x"))
        self.assertIn("--votes-per-seat-within", self.fault("--votes-per-seat-within", "0"))


class Twins(unittest.TestCase):
    def test_where_only_facts_are_published_twins_are_drawn_and_it_says_so(self):
        done = simulate(EXAMPLES / "cambodia-2013", "--draws", "1", "--audits", "2", "--design",
                        "adaptive")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("synthetic", done.stdout)
        self.assertIn("not published", done.stdout)
        self.assertIn("2 of 2", done.stdout)

    def test_what_the_commission_does_not_report_is_answered_by_the_others(self):
        answer = result("audit", "simulate", EXAMPLES / "cambodia-2013", "--question",
                        "opposition-majority", "--draws", "1", "--audits", "1", "--design",
                        "adaptive")
        self.assertFalse(answer["holds"])
        self.assertEqual(answer["needed"], 62)
        self.assertEqual(answer["designs"][0]["confirmed"], 1)


if __name__ == "__main__":
    unittest.main()
