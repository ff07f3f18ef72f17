"""verify_audit.py, written from the documents alone, and `audit verify` agree: on audits that are as they should be, and
on those of which a byte was changed."""
import csv
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
EXAMPLE = HERE.parent / "examples/audit-district"
BINARY = os.environ["SCRUTINEER_BINARY"]
DICE = "31415926535897932384"


def rows(path):
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def write(path, table):
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(table[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(table)


def run(*arguments):
    return subprocess.run(list(map(str, arguments)), capture_output=True, text=True, encoding="utf-8", check=False)


def replace(path, old, new):
    text = path.read_text("utf-8")
    assert old in text, f"{path} has no {old!r}"
    path.write_text(text.replace(old, new, 1), "utf-8")


class Verifiers(unittest.TestCase):
    def setUp(self):
        self.place = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))

    def audit(self, *arguments):
        done = run(BINARY, "audit", *arguments)
        self.assertIn(done.returncode, (0, 1), done.stderr)
        return done

    def copy(self, **replacements):
        """The example, with other settings in its audit.toml."""
        folder = self.place / "folder"
        shutil.copytree(EXAMPLE, folder)
        for old, new in replacements.values():
            replace(folder / "audit/audit.toml", old, new)
        return folder

    def begin(self, folder):
        for step in (["assertions"], ["commit"], ["seed", "--dice", DICE]):
            self.audit(step[0], folder, *step[1:])

    def round(self, folder, number, size, change=lambda place, row: None):
        """Draws a round, reads what the example's records have but for `change`, and assesses it."""
        self.audit("sample", folder, "--size", size)
        paper = {(row["container"], row["position"]): row for row in rows(EXAMPLE / "audit/records.csv")}
        place = folder / f"audit/rounds/{number}"
        template = rows(place / "interpretations-template.csv")
        for n, row in enumerate(template):
            row |= {contest: paper[row["container"], row["position"]][contest] for contest in ("assembly", "mayor")}
            change(n, row)
        write(place / "interpretations.csv", template)
        self.audit("assess", folder)

    def both(self, folder):
        theirs = run(BINARY, "audit", "verify", folder)
        return theirs, run(sys.executable, "-B", HERE / "verify_audit.py", folder)

    def agree(self, folder):
        for done in self.both(folder):
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("assessment.json", done.stdout)

    def test_a_comparison_over_two_rounds_with_phantoms(self):
        folder = self.copy()
        self.begin(folder)
        self.round(folder, 1, 40)
        self.round(folder, 2, 60)
        self.agree(folder)

    def test_polling(self):
        folder = self.copy(evidence=('"comparison"', '"polling"'))
        self.begin(folder)
        self.round(folder, 1, 150)
        self.agree(folder)

    def test_polling_by_a_named_method(self):
        folder = self.copy(evidence=('"comparison"', '"polling"'),
                           method=("[[target]]", '[method]\nname = "alpha-shrink-trunc"\nd = 50\n\n[[target]]'))
        self.begin(folder)
        self.round(folder, 1, 150)
        self.agree(folder)

    def test_pools(self):
        folder = self.copy(evidence=('"comparison"', '"pools"'))
        self.begin(folder)
        self.round(folder, 1, 150, misread)
        self.agree(folder)

    def test_missing_cards_cards_without_a_record_and_paper_that_differs(self):
        folder = self.copy()
        records = rows(folder / "audit/records.csv")
        write(folder / "audit/records.csv", [row for row in records if not row["card"].endswith("7")])
        self.begin(folder)
        self.round(folder, 1, 60, misread)
        self.agree(folder)

    def test_styles_with_cards_that_turn_out_not_to_have_the_contest(self):
        folder = self.copy(styles=("dice_digits", "styles = true\ndice_digits"))
        self.begin(folder)
        self.round(folder, 1, 60, misread)
        self.agree(folder)

    def test_all_cards_of_a_chamber_with_a_barrier(self):
        folder = self.copy()
        replace(folder / "election.toml", 'ballot = "list"', 'ballot = "list"\nthreshold = { share = "3/100", scope = "contest" }')
        self.begin(folder)
        self.round(folder, 1, 3000)
        self.agree(folder)

    def test_a_mayor_whom_nobody_stood_against(self):
        folder = self.copy(target=("[[cards]]", '[[target]]\ncontest = "mayor"\n\n[[cards]]'),
                           evidence=('"comparison"', '"polling"'))
        (folder / "audit/records.csv").unlink()
        path = folder / "returns/commission.mayor.csv"
        write(path, [{name: row[name] for name in ("unit", "contest", "sok")} for row in rows(path)])
        self.begin(folder)
        self.round(folder, 1, 20, lambda n, row: row.update(mayor="sok"))
        self.agree(folder)

    def test_a_changed_byte_in_any_kind_of_file_is_seen_by_both(self):
        folder = self.copy()
        self.begin(folder)
        self.round(folder, 1, 40, misread)
        self.agree(folder)
        first = folder / "audit/rounds/1"
        card = rows(first / "interpretations.csv")[0]["card"]
        ticket = rows(first / "sample.csv")[0]["ticket"]
        p_value = first.joinpath("assessment.json").read_text("utf-8").split('"p_value": 0.')[1][:6]
        changes = {
            "audit/manifest.csv": ("Shelf C", "Shelf D"),
            "audit/records.csv": ("c01-001", "c01-00x"),
            "audit/assertions.json": ('"per_invalid": 0', '"per_invalid": 1'),
            "audit/seed.json": (DICE, DICE[:-1] + "5"),
            "returns/commission.mayor.csv": ("c01,mayor,261", "c01,mayor,262"),
            "audit/rounds/1/sizes.csv": ("40", "41"),
            "audit/rounds/1/sample.csv": (ticket, ticket[:-1] + ("0" if ticket[-1] != "0" else "1")),
            "audit/rounds/1/interpretations.csv": (card, card[:-1] + "x"),
            "audit/rounds/1/assessment.json": (f'"p_value": 0.{p_value}', f'"p_value": 0.{int(p_value[0]) ^ 1}{p_value[1:]}'),
        }
        for path, (old, new) in changes.items():
            with self.subTest(path):
                kept = (folder / path).read_bytes()
                replace(folder / path, old, new)
                theirs, ours = self.both(folder)
                self.assertNotEqual(theirs.returncode, 0, theirs.stdout)
                self.assertNotEqual(ours.returncode, 0, ours.stdout)
                self.assertNotIn("Traceback", ours.stderr)
                (folder / path).write_bytes(kept)
        self.agree(folder)

    def test_a_folder_without_an_audit_is_refused_in_a_sentence(self):
        done = run(sys.executable, "-B", HERE / "verify_audit.py", self.place)
        self.assertEqual(done.returncode, 2)
        self.assertIn("This audit cannot be read", done.stdout)


def misread(n, row):
    """Every fifth card is not as recorded, in all the ways that people meet."""
    found = ("lotus;river", "sok"), ("lotus", ""), ("", "sok"), ("-", "-"), ("river;river", "keo;sok"), ("missing", "")
    if n % 5 == 0:
        row["assembly"], row["mayor"] = found[n // 5 % len(found)]
        if row["assembly"] == "missing":
            row["state"], row["assembly"] = "missing", ""


if __name__ == "__main__":
    unittest.main()
