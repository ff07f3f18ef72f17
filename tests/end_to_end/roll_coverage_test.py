"""scrutineer roll survey coverage: people who were met and looked up on the list."""
import pathlib
import tempfile
import unittest

from end_to_end.program import result, run


def people_form():
    """Three strata of four clusters of ten people each, of whom one or two in ten are not found."""
    lines = ["stratum,cluster,outcome,adults"]
    for place in range(12):
        for person in range(10):
            missing = person == 0 or (person == 1 and place % 3 == 0)
            outcome = "unreached" if person == 9 else "not_listed" if missing else "listed"
            lines.append(f"s{place // 4},c{place},{outcome},{1 + person % 2}")
    return "\n".join(lines) + "\n"


class Coverage(unittest.TestCase):
    def setUp(self):
        self.keep = tempfile.TemporaryDirectory()
        self.form = pathlib.Path(self.keep.name) / "people.csv"
        self.form.write_text(people_form(), encoding="utf-8")

    def tearDown(self):
        self.keep.cleanup()

    def coverage(self, *arguments):
        return result("roll", "survey", "coverage", self.form, *arguments)

    def test_shares_are_weighted_by_the_adults_of_a_household(self):
        answer = self.coverage()
        # Of each ten: adults 1 2 1 2 1 2 1 2 1 and one who was not met; the first is missing, in four of
        # twelve places the second too: (12 + 4 * 2) of 12 * 13 adults.
        share = answer["not_found_of_those_with_an_answer"]["share"]
        self.assertAlmostEqual(share, 20 / 156, places=6)
        self.assertIsNone(answer["missing"])
        wide = answer["not_found_whatever_the_others_are"]
        self.assertLess(wide["low"], share)
        self.assertGreater(wide["high"], (20 + 24) / (156 + 24))

    def test_what_the_search_misses_is_taken_out(self):
        answer = self.coverage("--known", "95/100", "--absent", "2/100")
        observed = answer["not_found_of_those_with_an_answer"]["share"]
        self.assertAlmostEqual(answer["missing"]["value"], (observed - 0.05) / 0.93, places=6)
        perfect = self.coverage("--known", "100/100")
        self.assertAlmostEqual(perfect["missing"]["value"], observed, places=6)

    def test_wrong_inputs_are_sentences(self):
        def refused(part, *arguments):
            done = run("roll", "survey", "coverage", *arguments)
            self.assertEqual(done.returncode, 2, done.stdout)
            self.assertIn(part, done.stderr)

        for known in ("95", "95/", "x/100", "101/100", "1/0", "-1/5", "99999999999999999999/1"):
            refused("--known: found", self.form, f"--known={known}")
        refused("tells nothing", self.form, "--known", "5/100", "--absent", "5/100")
        refused("give both", self.form, "--names", 5)
        refused("--known", self.form, "--names", 5, "--validity", self.form)
        refused("nothing.csv", self.form.parent / "nothing.csv")
        bad = self.form.parent / "bad.csv"
        good = people_form()
        for text, part in [
            ("", "bad.csv"),
            ("stratum,cluster\na,b\n", "outcome"),
            (good.replace("unreached", "away", 1), "one of listed, not_listed"),
            (good.replace("unreached,2", "unreached,0", 1), "adults"),
            (good.replace("unreached,2", "unreached,99999999999999999999", 1), "adults"),
            (good.encode("utf-16"), "bad.csv"),
            (good.replace("s0", "sé", 1).encode("latin-1"), "UTF-8"),
            (good[:-3], "bad.csv"),
        ]:
            bad.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
            refused(part, bad)
        bad.write_text("stratum,cluster,outcome\na,b,refused\na,c,unreached\n", encoding="utf-8")
        refused("answer", bad)


if __name__ == "__main__":
    unittest.main()
