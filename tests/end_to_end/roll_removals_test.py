"""scrutineer roll clerical and roll removals: forms filled in from the planted truth, the planted number of wrongful
removals within its interval; findings without a person or a small cell in them; every broken file a sentence."""
import csv
import pathlib
import random
import stat
import tempfile
import unittest
import xml.etree.ElementTree

from end_to_end.program import result, run

COUNTS = ("old", "new", "unchanged", "changed", "moved_out", "moved_in", "ambiguous_old", "ambiguous_new", "removed",
          "added")
SUMS = (("old", ("unchanged", "changed", "moved_out", "ambiguous_old", "removed")),
        ("new", ("unchanged", "changed", "moved_in", "ambiguous_new", "added")))
DOUBTS = "id,contest,units,way,low,high,from,to,confidence,status,source,case,citation,note"


def rows_of(path):
    with pathlib.Path(path).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def write_rows(path, rows):
    with pathlib.Path(path).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


class Case:
    """Two simulated rolls that were compared, and who is who in them."""

    def __init__(self, place, seed, people=5000, communes=40):
        self.place = place
        done = run("simulate", "roll", "--people", people, "--communes", communes, "--seed", seed, "-o", place / "rolls")
        assert done.returncode == 0, done.stderr
        self.old, self.new = place / "rolls/old.csv", place / "rolls/new.csv"
        self.changes = place / "changes"
        result("roll", "diff", self.old, self.new, "-o", self.changes)
        self.person = {"a": {}, "b": {}}
        truth = rows_of(place / "rolls/truth.csv")
        for row in truth:
            if row["id_a"]:
                self.person["a"][row["id_a"]] = row["a_duplicate_of"] or row["id_a"]
            if row["id_b"] and not row["b_duplicate_of"]:
                self.person["b"][row["id_b"]] = row["id_a"] or row["id_b"]
        for row in truth:
            if row["id_b"] and row["b_duplicate_of"]:
                self.person["b"][row["id_b"]] = self.person["b"][row["b_duplicate_of"]]
        self.on_new = set(self.person["b"].values())
        self.wrongful = {row["id_a"] for row in truth if row["status"] == "wrongly-removed"}

    def clerical(self, *arguments):
        form = self.place / "form.csv"
        done = run("roll", "clerical", self.changes, self.old, self.new, "--public-seed", "a lottery", "-o", form,
                   *arguments)
        assert done.returncode == 0, done.stderr
        return form

    def fill(self, form, unsure=0):
        """Answers from the truth; the first `unsure` questions stay open."""
        rows = rows_of(form)
        entries = {}
        for person in self.person["a"].values():
            entries[person] = entries.get(person, 0) + 1
        for number, row in enumerate(rows):
            person = self.person["a"][row["old_id"]]
            is_same = bool(row["new_id"]) and self.person["b"][row["new_id"]] == person
            row["same_person"] = "yes" if is_same else "no" if row["new_id"] else ""
            if not is_same:
                row["found_elsewhere"] = "yes" if person in self.on_new else "no"
                row["old_entries"] = entries[person]
            if number < unsure:
                row["same_person"] = "unsure"
                row["found_elsewhere"] = "unsure"
        write_rows(form, rows)

    def field(self):
        """A field audit of apparent removals: whoever was wrongly removed is found at home."""
        frame = self.place / "frame.csv"
        units = [row for row in rows_of(self.changes / "units.csv") if int(row["removed"])]
        write_rows(frame, [{"stratum": "all", "cluster": row["unit"], "names": row["removed"]} for row in units])
        visits = self.place / "visits.csv"
        done = run("roll", "survey", "draw", frame, "--clusters", 24, "--take", 6, "--public-seed", "x", "--out", visits)
        assert done.returncode == 0, done.stderr
        lists = {}
        for row in rows_of(self.changes / "removed.csv"):
            lists.setdefault(row["unit"], []).append(row["id"])
        rows = rows_of(visits)
        for row in rows:
            person = self.person["a"][lists[row["cluster"]][int(row["place"]) - 1]]
            row["outcome"] = "found_correct" if person in self.wrongful or person in self.on_new else "dead"
            row["on_new_roll"] = "yes" if person in self.on_new else "no"
        write_rows(visits, rows)
        return visits

    def areas(self):
        areas = self.place / "areas.csv"
        communes = rows_of(self.place / "rolls/communes.csv")
        draws = random.Random(5)
        write_rows(areas, [{"unit": row["commune"], "province": f"p{i // 20}", "district": f"d{i // 4}",
                            "share": row["opposition"], "other": f"{draws.random():.3f}",
                            "age": f"{draws.random():.3f}"} for i, row in enumerate(communes)])
        return areas


class RollRemovals(unittest.TestCase):
    def setUp(self):
        self.keep = tempfile.TemporaryDirectory()
        self.addCleanup(self.keep.cleanup)
        self.path = pathlib.Path(self.keep.name)

    def case(self, seed=1, **wishes):
        place = self.path / f"case{seed}"
        place.mkdir()
        return Case(place, seed, **wishes)

    def test_planted_removals_lie_within_their_intervals(self):
        removed_inside = wrongful_inside = 0
        for seed in (1, 2, 3):
            case = self.case(seed)
            form = case.clerical("--size", 250)
            case.fill(form)
            answer = result("roll", "removals", case.changes, "--clerical", form, "--field", case.field(),
                            "--behind-links", "like-removed")
            planted = len(set(case.person["a"].values()) - case.on_new)
            removed = answer["removed_persons"]
            audit = answer["wrongly_removed"]["by_audit"]
            removed_inside += removed["low"] <= planted <= removed["high"]
            wrongful_inside += audit["low"] <= len(case.wrongful) <= audit["high"]
            # Apparent removals are more: missed links, and second entries of people who stay.
            self.assertGreater(answer["apparent_removals"], planted)
            self.assertEqual(answer["apparent_removals"] + answer["links"], answer["old_entries"])
        self.assertEqual(removed_inside, 3)
        self.assertEqual(wrongful_inside, 3)

    def test_without_a_sample_nothing_is_called_removed(self):
        case = self.case()
        done = run("roll", "removals", case.changes)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("Only apparent removals are known", done.stdout)
        answer = result("roll", "removals", case.changes, "--by-name", 7)
        self.assertIsNone(answer["removed_persons"])
        self.assertEqual(answer["wrongly_removed"]["by_name"], 7)
        for option in ("--field", "--causes", "--deaths"):
            self.refused(("removals", case.changes, option, case.changes / "units.csv"), "--clerical")

    def test_unsure_answers_widen_the_interval_on_both_sides(self):
        case = self.case()
        form = case.clerical("--size", 250)
        case.fill(form)
        sure = result("roll", "removals", case.changes, "--clerical", form)
        case.fill(form, unsure=60)
        unsure = result("roll", "removals", case.changes, "--clerical", form)
        self.assertEqual(unsure["clerical"]["unsure"], 60)
        self.assertGreater(unsure["removed_persons"]["high"], sure["removed_persons"]["high"])
        self.assertGreater(unsure["removed_persons"]["value"], sure["removed_persons"]["value"])

    def test_the_form_is_for_its_owner_and_does_not_say_what_the_linkage_believes(self):
        case = self.case()
        form = case.clerical("--size", 200)
        for path in (form, case.place / "form.draw.csv"):
            self.assertEqual(stat.S_IMODE(path.stat().st_mode), 0o600)
        rows = rows_of(form)
        self.assertEqual(len(rows), 200 + min(200, len(rows_of(case.changes / "removed.csv"))))
        self.assertNotIn("probability", rows[0])
        for kind in ("link", "removal"):
            ids = [row["old_id"] for row in rows if row["kind"] == kind]
            listed = rows_of(case.changes / ("pairs.csv" if kind == "link" else "removed.csv"))
            order = {row["id_a" if kind == "link" else "id"]: i for i, row in enumerate(listed)}
            self.assertEqual(ids, sorted(ids, key=order.get))
        # Cells stand as the rolls have them.
        cells = {row["voter_id"]: row for row in rows_of(case.old)}
        for row in rows[:20]:
            self.assertEqual(row["old_given_name"], cells[row["old_id"]]["given_name"])
        # The same draw again, and not over a form that may hold answers.
        again = case.place / "again.csv"
        run("roll", "clerical", case.changes, case.old, case.new, "--size", 200, "--public-seed", "a lottery", "-o", again)
        self.assertEqual(again.read_text("utf-8"), form.read_text("utf-8"))
        self.refused(("clerical", case.changes, case.old, case.new, "--public-seed", "a lottery", "-o", form), "already")

    def test_findings_hold_counts_alone_and_no_small_ones(self):
        case = self.case()
        form = case.clerical("--size", 250)
        case.fill(form)
        out = case.place / "findings"
        done = run("roll", "removals", case.changes, "--clerical", form, "--field", case.field(), "--areas", case.areas(),
                   "--share", "share", "--share", "other", "--control", "age", "--by-name", 3, "--old-date", "2012-10",
                   "--new-date", "2013-06-01", "-o", out)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(sorted(p.name for p in out.iterdir()),
                         ["disparity.csv", "doubts.csv", "flow.csv", "removals.csv", "snapshots.csv", "units.csv"])
        texts = [done.stdout, done.stderr, *(p.read_text("utf-8") for p in out.iterdir())]
        marks = [row["voter_id"] for path in (case.old, case.new) for row in rows_of(path)[:300]]
        marks += [row["given_name"] for row in rows_of(case.old)[:50] if len(row["given_name"]) > 3]
        for text in texts:
            for mark in marks:
                self.assertNotIn(mark, text)
        flow = {row["class"]: int(row["entries"]) for row in rows_of(out / "flow.csv")}
        self.assertEqual(flow["old"], sum(flow[c] for c in ("unchanged", "changed", "moved", "ambiguous", "removed")))
        self.assertEqual(flow["new"], sum(flow[c] for c in ("unchanged", "changed", "moved", "ambiguous", "added")))
        units = rows_of(out / "units.csv")
        exact = {row["unit"]: row for row in rows_of(case.changes / "units.csv")}
        blanks = 0
        for row in units:
            for name in COUNTS:
                blanks += row[name] == ""
                self.assertIn(row[name], ("", exact[row["unit"]][name]))
                self.assertFalse(row[name] and 1 <= int(row[name]) <= 9)
            for total, parts in SUMS:
                self.assertNotEqual(sum(row[name] == "" for name in (total, *parts)), 1)
            if row["removed"] == "":
                self.assertEqual(row["removed_persons"], "")
        for name in COUNTS:
            self.assertNotEqual(sum(row[name] == "" for row in units), 1)
        self.assertGreater(blanks, 10)
        figures = {row["figure"]: row for row in rows_of(out / "removals.csv")}
        self.assertEqual(set(figures), {"apparent", "missed_share", "false_share", "removed", "wrongful_by_audit",
                                        "wrongful_by_name"})
        self.assertEqual(int(figures["apparent"]["value"]), flow["removed"])
        # A count is no estimate, and what is known by name has no upper end.
        self.assertEqual((figures["apparent"]["low"], figures["apparent"]["high"]), ("", ""))
        named = figures["wrongful_by_name"]
        self.assertTrue(named["low"])
        self.assertEqual((named["value"], named["high"]), ("", ""))
        self.assertLess(int(figures["removed"]["low"]), int(figures["removed"]["high"]))
        self.assertEqual((out / "doubts.csv").read_text("utf-8").splitlines()[0], DOUBTS)
        doubt, = rows_of(out / "doubts.csv")
        self.assertEqual((doubt["way"], doubt["low"], doubt["high"]),
                         ("addable", figures["wrongful_by_audit"]["low"], figures["wrongful_by_audit"]["high"]))
        snapshots = rows_of(out / "snapshots.csv")
        self.assertEqual([(row["snapshot"], row["date"]) for row in snapshots],
                         [("old", "2012-10"), ("new", "2013-06-01")])
        tests = [row["test"] for row in rows_of(out / "disparity.csv")]
        for test in ("rate_ratio_per_10_points", "permutation_areas", "permutation_blocks", "placebo_difference",
                     "tipping_point_of_estimate", "tipping_point_of_interval", "e_value", "word"):
            self.assertEqual(tests.count(test), 2, test)
        # Nothing half-written, nothing overwritten.
        self.refused(("removals", case.changes, "-o", out), "not empty")

    def test_routes_stand_side_by_side_and_contradictions_are_said(self):
        case = self.case()
        form = case.clerical("--size", 250)
        case.fill(form)
        causes, deaths = case.place / "causes.csv", case.place / "deaths.csv"
        causes.write_text("cause,persons,low,high\nmoved away,25,20,30\n", encoding="utf-8")
        deaths.write_text("persons,yearly_probability\n4000,0.005\n1000,0.03\n", encoding="utf-8")
        answer = result("roll", "removals", case.changes, "--clerical", form, "--causes", causes, "--deaths", deaths,
                        "--by-name", 5000)
        account = answer["wrongly_removed"]["without_a_known_cause"]
        self.assertEqual([cause["cause"] for cause in account["causes"]], ["expected deaths", "moved away"])
        self.assertAlmostEqual(account["causes"][0]["value"], 50, places=6)
        self.assertAlmostEqual(account["value"], max(0, answer["removed_persons"]["value"] - 75), delta=0.1)
        self.assertEqual(len(answer["wrongly_removed"]["contradictions"]), 1)

    def test_a_planted_day_and_a_planted_run_are_found(self):
        old, new = self.path / "old.csv", self.path / "new.csv"
        header = "id,family_name,given_name,sex,birth_date,commune,house\n"
        lines = [f"{i},Fam{i % 37}x,Giv{i},{'mf'[i % 2]},19{50 + i % 40}-{1 + i % 12:02}-{1 + i % 28:02},c{i % 9},{i}\n"
                 for i in range(1000, 1400)]
        gone = set(range(100, 120)) | {3, 200, 333}
        old.write_text(header + "".join(lines), encoding="utf-8")
        new.write_text(header + "".join(line for i, line in enumerate(lines) if i not in gone), encoding="utf-8")
        changes = self.path / "changes"
        result("roll", "diff", old, new, "--id", "id", "-o", changes)
        removed = [row["id"] for row in rows_of(changes / "removed.csv")]
        self.assertEqual(len(removed), len(gone))
        dates = self.path / "dates.csv"
        days = ["2013-03-07"] * 14 + [f"2013-04-{d:02}" for d in range(1, 10)]
        dates.write_text("id,date\n" + "".join(f"{i},{d}\n" for i, d in zip(removed, days)) + "9999999,2013-01-01\n",
                         encoding="utf-8")
        timing = result("roll", "removals", changes, "--dates", dates, "--order", old, "--id", "id")["timing"]
        self.assertEqual(timing["days"]["flagged"], [{"day": "2013-03-07", "removals": 14}])
        self.assertEqual(timing["days"]["dated"], len(gone))
        self.assertEqual(timing["runs"]["lengths"], [20])
        self.refused(("removals", changes, "--order", new, "--id", "id"), "--order")

    def test_second_entries_are_bounded_and_are_a_doubt_of_their_own(self):
        case = self.case()
        groups, out = case.place / "groups", case.place / "findings"
        answer = result("roll", "dedupe", case.old, "-o", groups)["second_entries"]
        planted = sum(1 for a, person in case.person["a"].items() if a != person)
        self.assertGreater(planted, 20)
        self.assertLessEqual(answer["low"], planted)
        self.assertGreaterEqual(answer["high"], planted)
        self.assertGreater(answer["low"], 0.3 * planted)
        removals = result("roll", "removals", case.changes, "--duplicates", groups, "-o", out)
        self.assertEqual(removals["second_entries"], {"low": answer["low"], "high": answer["high"]})
        doubt, = rows_of(out / "doubts.csv")
        self.assertEqual((doubt["way"], int(doubt["low"]), int(doubt["high"])), ("removable", 0, answer["high"]))
        figure = rows_of(out / "removals.csv")[-1]
        self.assertEqual((figure["figure"], int(figure["low"]), int(figure["high"])),
                         ("duplicates", answer["low"], answer["high"]))
        for text in ("", "figure,value,low,high\n", "figure,value,low,high\nduplicates,,9,3\n",
                     "figure,value,low,high\nduplicates,,-1,3\n"):
            (groups / "duplicates.csv").write_text(text, encoding="utf-8")
            self.refused(("removals", case.changes, "--duplicates", groups), "duplicates")

    def test_the_chart_of_weights_is_a_picture_with_words_and_without_people(self):
        case = self.case(people=2000)
        picture = xml.etree.ElementTree.parse(case.changes / "model.svg").getroot()
        words = "".join(picture.itertext())
        for part in ("given_name", "birth_date", "exact", "different"):
            self.assertIn(part, words)
        svg = "{http://www.w3.org/2000/svg}"
        self.assertIsNotNone(picture.find(svg + "title"))
        self.assertGreater(len(picture.findall(svg + "rect")), 20)
        for row in rows_of(case.old)[:200]:
            self.assertNotIn(row["voter_id"], words)
            self.assertTrue(len(row["given_name"]) < 4 or row["given_name"] not in words)

    def refused(self, arguments, *expected):
        done = run("roll", *arguments)
        self.assertEqual(done.returncode, 2, done.stdout)
        self.assertEqual(done.stdout, "")
        for part in expected:
            self.assertIn(part, done.stderr)

    def test_broken_files_are_sentences(self):
        case = self.case(people=2000)
        form = case.clerical("--size", 150)
        case.fill(form)
        visits, areas = case.field(), case.areas()
        number = 0

        def changed(path, change, draw=False):
            nonlocal number
            number += 1
            target = case.place / f"changed{number}.csv"
            text = change(path.read_text("utf-8"))
            target.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
            if draw:
                (case.place / f"changed{number}.draw.csv").write_bytes((case.place / "form.draw.csv").read_bytes())
            return target

        removals = ("removals", case.changes)
        filled = (*removals, "--clerical", form)
        forms = [
            (lambda text: text.replace(",yes,", ",perhaps,", 1), "yes, no or unsure"),
            (lambda text: text[:text.rindex("removal,")], "no row for"),
            (lambda text: text[:len(text) // 2], "changed"),
            (lambda text: text.encode("utf-16"), "UTF-8"),
            (lambda text: text.encode("utf-8") + b"\xe9\n", "UTF-8"),
            (lambda text: "", "changed"),
            (lambda text: text.replace("found_elsewhere", "elsewhere"), "found_elsewhere"),
            (lambda text: text + text[text.rindex("removal,"):], "once"),
            (lambda text: text.replace(",no,1,", ",no,99999999999999999999,", 1), "old_entries"),
        ]
        for change, expected in forms:
            with self.subTest(form=expected):
                self.refused((*removals, "--clerical", changed(form, change, draw=True)), expected)
        self.refused((*removals, "--clerical", case.place / "absent.csv"), "absent")
        self.refused((*filled, "--field", changed(visits, lambda text: text.replace("dead", "gone", 1))), "expected one of")
        self.refused((*filled, "--field", changed(visits, lambda text: text.replace("on_new_roll", "x"))), "on_new_roll")
        self.refused((*filled, "--field", visits, "--drawn-from", "confirmed"), "on_new_roll")
        self.refused((*removals, "--areas", changed(areas, lambda text: text.replace("010001", "nowhere", 1))), "nowhere")
        self.refused((*removals, "--areas", areas, "--share", "none"), "none")
        self.refused((*removals, "--areas", changed(areas, lambda text: text.replace("0.", "9.", 1))), "share")
        self.refused((*removals, "--before", areas), "--areas")
        self.refused((*removals, "--old-date", "yesterday"), "--old-date")
        self.refused((*removals, "--doubt-source", "A B"), "--doubt-source")
        self.refused(("removals", case.place), "pairs.csv")
        self.refused(("clerical", case.changes, case.new, case.new, "--public-seed", "x", "-o", case.place / "f.csv"),
                     "digest")
        self.refused(("clerical", case.changes, case.old, case.new, "--size", 3, "--public-seed", "x", "-o",
                      case.place / "f.csv"), "")
        self.refused(("clerical", case.changes, case.old, case.new, "--public-seed", " ", "-o", case.place / "f.csv"),
                     "--public-seed")
        self.assertFalse(list(case.place.glob("f.*")))
        # Files that are not of one comparison.
        pairs = case.changes / "pairs.csv"
        text = pairs.read_text("utf-8")
        pairs.write_text(text + text[text.rindex("\n", 0, -1) + 1:], encoding="utf-8")
        self.refused(removals, "pairs.csv", "nowhere else")
        pairs.write_text(text.replace(",unchanged,", ",vanished,", 1), encoding="utf-8")
        self.refused(filled, "class")
        pairs.write_text(text[:text.rindex("\n", 0, -1) + 1], encoding="utf-8")
        self.refused(removals, "in all units")


if __name__ == "__main__":
    unittest.main()
