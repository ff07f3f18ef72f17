"""scrutineer audit counter: a small folder, what its forms show, what its samples exclude."""
import pathlib
import tempfile
import unittest

from end_to_end.program import result, run

TOML = """schema = 1

[election]
id = "counter"
date = 2026-05-03
languages = ["en"]
name_en = "Council"

[[contest]]
id = "council"
seats = 5
rule = "RULE"
constituencies = "district"

[[question]]
id = "majority"
contest = "council"
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
id = "commission"
name_en = "Commission"
role = "commission"

[[source]]
id = "observers"
name_en = "Observers"
role = "observer"

[[source]]
id = "press"
name_en = "Press"
role = "press"
"""
STATIONS = 40


def votes(station):
    return (70 + station % 5, 20 + station % 3)


def make(place, held, rule="dhondt", changed=()):
    """Forty stations of at most a hundred cards, of which observers hold the forms `held`."""
    folder = pathlib.Path(place) / "folder"
    (folder / "returns").mkdir(parents=True, exist_ok=True)
    (folder / "election.toml").write_text(TOML.replace("RULE", rule), encoding="utf-8")
    units = "unit,parent,level,seats,registered\ntown,,town,,\neast,town,district,5,\n"
    units += "".join(f"s{s:02},east,station,,100\n" for s in range(STATIONS))
    (folder / "units.csv").write_text(units, encoding="utf-8")

    def form(s, source):
        red, blue = votes(s)
        return f"s{s:02},{red - (source == 'observers' and s in changed)},{blue}\n"
    for source, stations in (("commission", range(STATIONS)), ("observers", held)):
        (folder / "returns" / f"{source}.csv").write_text(
            "unit,red,blue\n" + "".join(form(s, source) for s in stations), encoding="utf-8")
    return folder


class Counter(unittest.TestCase):
    def setUp(self):
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        self.place = pathlib.Path(place.name)

    def write(self, text, name="drawn.csv"):
        (self.place / name).write_text(text, encoding="utf-8")
        return self.place / name

    def refused(self, folder, *arguments, says):
        done = run("audit", "counter", folder, *arguments)
        self.assertEqual((done.returncode, done.stdout), (2, ""), done.stderr)
        self.assertIn(says, done.stderr)

    def test_held_forms_beside_the_basis(self):
        folder = make(self.place, range(10), changed=(3,))
        held = result("audit", "counter", folder, "--source", "observers")["held"][0]
        east = held["constituencies"][0]
        self.assertEqual([east[k] for k in ("units", "held", "agreeing", "differing")],
                         [40, 10, 9, 1])
        self.assertEqual(east["differences"],
                         [{"unit": "s03", "parties": [{"party": "red", "held": 72, "basis": 73}]}])
        self.assertEqual(east["open"]["cards"], 3000)
        # If all 3,000 were blue's: 3,209 to 719, and 3,209 / 5 is less than 719.
        self.assertEqual((held["least"], held["most"]), ({"red": 1, "blue": 0}, {"red": 5, "blue": 4}))
        self.assertEqual(held["questions"][0]["settled"], "open")

    def test_enough_forms_settle_a_question(self):
        folder = make(self.place, range(30))
        held = result("audit", "counter", folder, "--source", "observers",
                      "--question", "majority")["held"][0]
        # Red 2160, blue 630, 1000 open: blue gets 1630 at most, and red keeps three seats.
        self.assertEqual((held["least"]["red"], held["most"]["red"]), (3, 5))
        self.assertEqual(held["questions"], [{"question": "majority", "settled": "yes", "why": None}])

    def test_forms_drawn_at_random(self):
        folder = make(self.place, range(20))
        drawn = self.write("unit\n" + "".join(f"s{(s * 7) % 20:02}\n" for s in range(20)) + "s30\n")
        place = result("audit", "counter", folder, "--source", "observers", "--sampled", "--drawn",
                       drawn)["sampled"][0]
        self.assertEqual((place["population"], place["drawn"], place["missing"]), (40, 21, 1))
        self.assertEqual(place["reported"], {"red": 4, "blue": 1})
        self.assertFalse(place["reported_excluded"])
        self.assertIn({"red": 4, "blue": 1}, place["set"]["vectors"])
        self.assertEqual(place["set"]["most"]["blue"], 2)  # the majority of blue is excluded
        text = run("audit", "counter", folder, "--source", "observers", "--sampled", "--drawn", drawn)
        words = " ".join(text.stdout.split())
        self.assertIn("drawn at random", words)
        self.assertIn("does not confirm", words)

    def test_ballots_drawn_at_random(self):
        folder = make(self.place, range(1))
        cards = self.write("card,container,position,council\n" + "".join(
            f"c{i},,,{'blue' if i % 4 == 0 else 'red'}\n" for i in range(200)), "cards.csv")
        where = ("--sampled", "--interpretations", cards, "--contest", "council", "--unit", "east")
        place = result("audit", "counter", folder, *where)["sampled"][0]
        self.assertEqual(place["population"], sum(sum(votes(s)) for s in range(STATIONS)))
        self.assertLessEqual(place["set"]["most"]["blue"], 2)
        manifest = self.write("container,unit,cards\na,s00,5000\nb,east,1000\n", "manifest.csv")
        place = result("audit", "counter", folder, *where, "--manifest", manifest)["sampled"][0]
        self.assertEqual((place["population"], place["population_by"]), (6000, "manifest"))
        small = self.write("container,unit,cards\na,s00,5\n", "small.csv")
        self.refused(folder, *where, "--manifest", small, says="at most the 5")
        empty = self.write("card,container,position,council\n", "empty.csv")
        self.refused(folder, *where[:2], empty, *where[3:], says="empty.csv")
        self.refused(folder, *where[:-1], "s00", says="elects nobody")
        without = self.write("card,container,position\nc1,,\n", "without.csv")
        self.refused(folder, *where[:2], without, *where[3:], says='no column "council"')
        self.refused(folder, *where, "--risk-limit", "1/10000000000000", says="at least 1e-12")

    def test_refusals(self):
        folder = make(self.place, range(3))
        self.refused(folder, says="--source")
        self.refused(folder, "--source", "nobody", says="nobody")
        self.refused(folder, "--source", "press", says="has no forms")
        self.refused(folder, "--source", "commission", says="is the basis itself")
        self.refused(folder, "--source", "observers", "--contest", "x", says="no contest")
        self.refused(folder, "--source", "observers", "--question", "x", says="x")
        self.refused(folder, "--source", "observers", "--sampled", says="--drawn")
        sampled = ("--source", "observers", "--sampled", "--drawn")
        self.refused(folder, *sampled[:2], "--drawn", self.write("unit\ns01\n"), says="--sampled")
        self.refused(folder, *sampled, self.write("unit\n"), says="no units")
        self.refused(folder, *sampled, self.write("unit\ns01\ns01\nx\n"), says="row 4")
        self.refused(folder, *sampled, self.write("unit\neast\n"), says="lowest unit")
        self.refused(folder, *sampled, self.write("station\ns01\n"), says="no column")
        returns = folder / "returns/observers.csv"
        returns.write_text("unit,red,blue\ns01,90,11\n", encoding="utf-8")
        self.refused(folder, *sampled, self.write("unit\ns01\n"), says="at most the 100")
        other = make(self.place, range(3), rule="hare-largest-remainder")
        self.refused(other, *sampled, self.write("unit\ns01\n"), says="is not offered under")


if __name__ == "__main__":
    unittest.main()
