"""A whole audit by its verbs, as docs/audit-walkthrough.md has it, and every refusal on the way."""
import hashlib
import json
import os
import re
import subprocess
import sys
import unittest

from end_to_end.program import BINARY, EXAMPLES, ROOT, Folder, run

EXAMPLE = "audit-district"
DICE = "31415926535897932384"


def read_paper(folder, round_):
    subprocess.run([sys.executable, EXAMPLES / EXAMPLE / "read_paper.py", folder, str(round_)],
                   check=True, capture_output=True)


def result(verb, folder, *arguments):
    done = run("audit", verb, folder, *arguments, "--json")
    assert done.returncode in (0, 1), done.stderr
    return json.loads(done.stdout)["result"]


def to_seed(folder):
    for step in (("assertions",), ("commit",), ("seed", "--dice", DICE)):
        done = run("audit", step[0], folder, *step[1:])
        assert done.returncode == 0, done.stderr


def to_assessment(folder, *size):
    to_seed(folder)
    assert run("audit", "sample", folder, *size).returncode == 0
    read_paper(folder, 1)
    return result("assess", folder)


def commands_of_the_walkthrough():
    """The lines after $ in its blocks, joined where they end in a backslash."""
    page = (ROOT / "docs/audit-walkthrough.md").read_text(encoding="utf-8")
    for block in re.findall(r"```sh\n(.*?)```", page, re.S):
        for line in block.replace("\\\n", " ").splitlines():
            if line.strip() and not line.startswith("#"):
                yield line


class Workflow(unittest.TestCase):
    def test_the_walkthrough_as_it_is_written(self):
        with Folder(EXAMPLE) as folder:
            last = None
            for command in commands_of_the_walkthrough():
                if command.startswith("cp "):
                    continue  # the folder is the copy
                last = subprocess.run(["bash", "-c", 'scrutineer() { "$BINARY" "$@"; }\n' + command],
                                      cwd=folder.path.parent, env={**os.environ, "BINARY": BINARY},
                                      capture_output=True, text=True, check=False)
                self.assertIn(last.returncode, (0, 1), f"{command}\n{last.stderr}")
            self.assertIn("they are what follows", last.stdout)

    def test_an_audit_that_confirms_everything(self):
        with Folder(EXAMPLE) as folder:
            assessment = to_assessment(folder.path, "--size", "600")
            self.assertEqual(assessment["decision"], "confirmed")
            targets = {target["id"]: target for target in assessment["targets"]}
            self.assertTrue(targets["question:majority"]["confirmed"])
            self.assertFalse(targets["mayor"]["targeted"])
            self.assertGreater(targets["mayor"]["sample_size"], 0)
            self.assertEqual(result("verify", folder.path)["differences"], [])
            refused = run("audit", "sample", folder.path, "--size", "10")
            self.assertEqual(refused.returncode, 2)
            self.assertIn("has ended", refused.stderr)

    def test_rounds_go_on_where_the_last_one_ended(self):
        with Folder(EXAMPLE) as folder:
            first = to_assessment(folder.path, "--size", "30")
            self.assertEqual(first["decision"], "continue")
            self.assertEqual(run("audit", "plan", folder.path).returncode, 0)
            self.assertEqual(run("audit", "sample", folder.path).returncode, 0)
            read_paper(folder.path, 2)
            second = result("assess", folder.path)
            self.assertEqual(second["round"], 2)
            one = folder.read("audit/rounds/1/sample.csv").splitlines()
            two = folder.read("audit/rounds/2/sample.csv").splitlines()
            self.assertFalse({line.split(",")[1] for line in one[1:]} &
                             {line.split(",")[1] for line in two[1:]})
            self.assertEqual(int(two[1].split(",")[0]), len(one))
            self.assertEqual(result("verify", folder.path)["differences"], [])

    def test_one_large_round_says_what_two_small_ones_say(self):
        with Folder(EXAMPLE) as apart, Folder(EXAMPLE) as together:
            to_assessment(apart.path, "--size", "40")
            run("audit", "sample", apart.path, "--sizes", self.sizes(apart, 100))
            read_paper(apart.path, 2)
            in_two = result("assess", apart.path)
            in_one = to_assessment(together.path, "--sizes", self.sizes(together, 100))
            self.assertEqual(in_two["streams"], in_one["streams"])
            self.assertEqual(in_two["assertions"], in_one["assertions"])

    @staticmethod
    def sizes(folder, size):
        folder.write("sizes.txt", "contest,unit,size\n" + "".join(
            f"assembly,{unit},{size}\n" for unit in ("centre", "north", "south")))
        return folder.path / "sizes.txt"

    def test_tickets_root_and_seed_are_made_again_by_hand(self):
        with Folder(EXAMPLE) as folder:
            to_assessment(folder.path, "--size", "20")
            commitment = json.loads(folder.read("audit/commitment.json"))
            lines = "".join(
                f"{hashlib.sha256((folder.path / file['path']).read_bytes()).hexdigest()}  "
                f"{file['path']}\n" for file in commitment["files"])
            root = hashlib.sha256(f"scrutineer audit commitment v1\n{lines}".encode()).hexdigest()
            self.assertEqual(root, commitment["root"])
            seed = hashlib.sha256(
                f"scrutineer audit seed v1\n{root}\n{DICE}\n\n".encode()).hexdigest()
            self.assertEqual(seed, json.loads(folder.read("audit/seed.json"))["seed"])
            rows = [line.split(",") for line in folder.read("audit/rounds/1/sample.csv").splitlines()]
            for row in rows[1:]:
                ticket = hashlib.sha256(f"scrutineer|v1|{seed}|cards|{row[1]}".encode()).hexdigest()
                self.assertEqual(ticket, row[-1])

    def test_misread_and_missing_cards_are_listed(self):
        with Folder(EXAMPLE) as folder:
            assessment = to_assessment(folder.path, "--size", "3000")
            found = {one["card"]: one for one in assessment["discrepancies"]}
            differences = [line.split(",") for line in
                           folder.read("audit/paper-differences.csv").splitlines()[1:]]
            self.assertEqual(sorted(found), sorted(card for card, *_ in differences))
            self.assertEqual(assessment["cards"]["missing"],
                             sum(state == "missing" for _, state, *_ in differences))
            self.assertEqual(assessment["cards"]["phantoms"], 2)


class OtherEvidence(unittest.TestCase):
    def test_polling_and_pools_confirm_the_same_outcome(self):
        for evidence in ("polling", "pools"):
            with self.subTest(evidence=evidence), Folder(EXAMPLE) as folder:
                folder.write("audit/audit.toml", folder.read("audit/audit.toml").replace(
                    '"comparison"', f'"{evidence}"'))
                assessment = to_assessment(folder.path, "--size", "1400")
                target = {one["id"]: one for one in assessment["targets"]}["question:majority"]
                self.assertTrue(target["confirmed"], target)
                self.assertEqual(result("verify", folder.path)["differences"], [])

    def test_styles_draw_only_what_records_list(self):
        with Folder(EXAMPLE) as folder:
            folder.write("audit/audit.toml", folder.read("audit/audit.toml").replace(
                "dice_digits", "styles = true\ndice_digits"))
            assessment = to_assessment(folder.path, "--size", "600")
            self.assertEqual(assessment["decision"], "confirmed")


class Refusals(unittest.TestCase):
    def refused(self, folder, *arguments, saying):
        done = run("audit", arguments[0], folder.path, *arguments[1:])
        self.assertEqual(done.returncode, 2, done.stdout)
        self.assertIn(saying, done.stderr)
        self.assertNotIn("terminate", done.stderr)

    def change(self, folder, name, old, new, count=1):
        text = folder.read(name)
        self.assertIn(old, text)
        folder.write(name, text.replace(old, new, count))

    def test_steps_out_of_order(self):
        with Folder(EXAMPLE) as folder:
            self.refused(folder, "commit", saying="audit assertions first")
            self.refused(folder, "seed", "--dice", DICE, saying="audit commit first")
            self.refused(folder, "sample", "--size", "9", saying="audit commit first")
            to_seed(folder.path)
            self.refused(folder, "assess", saying="audit sample first")
            self.refused(folder, "sample", saying="audit plan")
            run("audit", "sample", folder.path, "--size", "9")
            self.refused(folder, "sample", "--size", "9", saying="has not been assessed")
            self.refused(folder, "assess", saying="interpretations.csv")

    def test_seeds(self):
        with Folder(EXAMPLE) as folder:
            run("audit", "assertions", folder.path)
            run("audit", "commit", folder.path)
            self.refused(folder, "seed", "--dice", "123", saying="at least the 20")
            self.refused(folder, "seed", "--dice", "six" * 9, saying="expected digits")
            self.refused(folder, "seed", "--dice", DICE, "--beacon", "x", saying="no beacon")
            self.assertEqual(run("audit", "seed", folder.path, "--dice", DICE).returncode, 0)
            self.refused(folder, "seed", "--dice", DICE[::-1], saying="one seed")
            self.change(folder, "audit/seed.json", '"dice": "3', '"dice": "4')
            self.refused(folder, "sample", "--size", "9", saying="does not follow")

    def test_files_that_changed_after_the_commitment(self):
        for name, old, new in (("audit/audit.toml", "1/20", "1/10"),
                               ("audit/manifest.csv", "Shelf N", "Shelf M"),
                               ("audit/records.csv", ",lotus,sok", ",lotus,chan"),
                               ("returns/commission.mayor.csv", "c01,mayor,261,8,92", "c01,mayor,261,8,91")):
            with self.subTest(name=name), Folder(EXAMPLE) as folder:
                to_seed(folder.path)
                self.change(folder, name, old, new)
                self.refused(folder, "sample", "--size", "9", saying=name)

    def test_interpretations_that_do_not_belong(self):
        with Folder(EXAMPLE) as folder:
            to_assessment(folder.path, "--size", "9")
            name = "audit/rounds/1/interpretations.csv"
            good = folder.read(name).splitlines()
            drawn = {line.split(",")[0] for line in good}
            other = next(line.split(",") for line in folder.read("audit/records.csv").splitlines()[1:]
                         if line.split(",")[0] not in drawn)
            folder.write(name, "\n".join([*good, ",".join([*other[:3], "", *other[3:]])]) + "\n")
            self.refused(folder, "assess", saying="was not drawn")
            folder.write(name, "\n".join(good[:-1]) + "\n")
            self.refused(folder, "assess", saying="is left out")
            folder.write(name, "\n".join([*good, good[-1]]) + "\n")
            self.refused(folder, "assess", saying=good[-1].split(",")[0])
            folder.write(name, folder.read("audit/rounds/1/interpretations-template.csv"))
            self.refused(folder, "assess", saying='"?"')
            folder.write(name, "\n".join(line.rsplit(",", 1)[0] for line in good) + "\n")
            self.refused(folder, "assess", saying="mayor")

    def test_records_manifests_and_bounds_that_disagree(self):
        for name, old, new, saying in (
                ("audit/records.csv", "c01-001,c01-box", "c01-001,c99-box", "c99-box"),
                ("audit/records.csv", "c01-001,c01-box,1,", "c01-001,c01-box,900,", "position"),
                ("audit/records.csv", "c01-002,c01-box,2,", "c01-002,c01-box,1,", "c01-001"),
                ("audit/records.csv", "c01-002,", "c01-001,", "c01-001"),
                ("audit/manifest.csv", "c01-box,c01,", "c01-box,nowhere,", "units.csv"),
                ("audit/audit.toml", "cards = 1576", "cards = 1000", "at most 1000"),
                ("audit/audit.toml", 'unit = "south"', 'unit = "moon"', "moon"),
                ("audit/audit.toml", 'contest = "assembly"', 'contest = "senate"', "senate"),
                ("audit/audit.toml", 'question = "majority"', 'question = "who"', "who"),
                ("audit/audit.toml", 'evidence = "comparison"', 'evidence = "batches"', "batches"),
                ("audit/audit.toml", 'evidence = "comparison"', 'evidence = "guess"', "polling"),
                ("audit/audit.toml", '"1/20"', '"2"', "risk_limit"),
                ("audit/audit.toml", "dice_digits = 20", "dice_digits = 2", "dice_digits"),
                ("audit/audit.toml", "[audit]", "[audit]\nrisk = 1", "risk_limit"),
                ("audit/audit.toml", "schema = 1", "schema = 2", "schema")):
            with self.subTest(name=name, new=new), Folder(EXAMPLE) as folder:
                self.change(folder, name, old, new)
                self.refused(folder, "assertions", saying=saying)

    def test_files_that_are_missing_cut_off_or_in_another_encoding(self):
        for name in ("audit/audit.toml", "audit/manifest.csv"):
            with self.subTest(name=name), Folder(EXAMPLE) as folder:
                (folder.path / name).unlink()
                self.refused(folder, "assertions", saying=name)
        with Folder(EXAMPLE) as folder:
            (folder.path / "audit/records.csv").unlink()
            self.refused(folder, "assertions", saying="audit/records.csv")
        for name in ("audit/audit.toml", "audit/manifest.csv", "audit/records.csv"):
            for text in ('"', "caf\u00e9,\u00e9\n\u00e9,\u00e9\n".encode("cp1252"), ""):
                with self.subTest(name=name, text=text), Folder(EXAMPLE) as folder:
                    folder.write(name, text)
                    self.refused(folder, "assertions", saying=name)
        with Folder(EXAMPLE) as folder:
            to_seed(folder.path)
            folder.write("audit/commitment.json", "{")
            self.refused(folder, "sample", "--size", "9", saying="audit/commitment.json")

    def test_a_card_that_was_read_elsewhere_than_it_was_drawn_is_refused(self):
        with Folder(EXAMPLE) as folder:
            to_assessment(folder.path, "--size", "30")
            name = "audit/rounds/1/interpretations.csv"
            first = folder.read(name).splitlines()[1].split(",")
            moved = ",".join([*first[:2], str(int(first[2]) + 1), *first[3:]])
            self.change(folder, name, ",".join(first), moved)
            self.refused(folder, "assess", saying="as in sample.csv")
            differences = result("verify", folder.path)["differences"]
            self.assertEqual([one["file"] for one in differences], [name])
            self.change(folder, name, moved, ",".join([first[0], "", "", *first[3:]]))
            self.assertEqual(result("verify", folder.path)["differences"], [])

    def test_verify_lists_what_was_changed(self):
        with Folder(EXAMPLE) as folder:
            to_assessment(folder.path, "--size", "30")
            for name, old, new in (("audit/rounds/1/assessment.json", '"confirmed": false',
                                    '"confirmed": true'),
                                   ("audit/rounds/1/sample.csv", "Shelf", "shelf"),
                                   ("audit/rounds/1/retrieval.html", "box", "Box")):
                good = folder.read(name)
                self.change(folder, name, old, new)
                self.assertEqual([one["file"] for one in result("verify", folder.path)["differences"]],
                                 [name])
                folder.write(name, good)
            self.change(folder, "audit/assertions.json", '"margin": "', '"margin": "1')
            self.assertIn("audit/assertions.json",
                          [one["file"] for one in result("verify", folder.path)["differences"]])


ONE = """schema = 1

[election]
id = "one"
date = 2026-11-29
languages = ["en"]
name_en = "One contest"

[[contest]]
id = "seat"
seats = 1
rule = "plurality"
constituencies = "country"
ballot = "single"
"""


class Outcomes(unittest.TestCase):
    """Contests that are no contests."""

    def audited(self, votes, bound=None):
        with Folder(EXAMPLE) as folder:
            for path in sorted(folder.path.rglob("*"), reverse=True):
                path.rmdir() if path.is_dir() else path.unlink()
            parties = [f"p{number}" for number in range(1, len(votes) + 1)]
            folder.write("election.toml", ONE + "".join(
                f'\n[[party]]\nid = "{id_}"\nname_en = "{id_}"\n' for id_ in parties) +
                '\n[[source]]\nid = "nec"\nrole = "commission"\n')
            folder.write("units.csv", "unit,level,name_en,seats\ntop,country,Top,1\n")
            folder.write("returns/nec.csv", ",".join(["unit", *parties]) + "\n" +
                         ",".join(["top", *map(str, votes)]) + "\n")
            folder.write("audit/manifest.csv", f"container,cards\nbox,{bound or sum(votes) or 5}\n")
            folder.write("audit/audit.toml", 'schema = 1\n[audit]\nrisk_limit = "1/20"\n'
                         'evidence = "polling"\n[[target]]\ncontest = "seat"\n')
            to_seed(folder.path)
            agenda = json.loads(folder.read("audit/assertions.json"))
            done = run("audit", "sample", folder.path, "--size", "5")
            if done.returncode != 0:
                return agenda, done.stderr
            rows = folder.read("audit/rounds/1/interpretations-template.csv").replace("?", "p1")
            folder.write("audit/rounds/1/interpretations.csv", rows)
            return agenda, result("assess", folder.path)

    def test_a_tie(self):
        agenda, assessment = self.audited([50, 50, 3])
        self.assertEqual(agenda["targets"][0]["standing"], "tie")
        self.assertEqual(agenda["assertions"][0]["margin"], "0/1")
        self.assertIsNone(agenda["assertions"][0]["test"])
        self.assertEqual((assessment["decision"], assessment["targets"][0]["reason"]),
                         ("full-count", "tie"))

    def test_one_candidate(self):
        agenda, _ = self.audited([50])
        self.assertEqual((agenda["targets"][0]["standing"], agenda["assertions"]),
                         ("uncontested", []))

    def test_no_votes(self):
        agenda, _ = self.audited([0, 0])
        self.assertEqual(agenda["targets"][0]["standing"], "no-votes")

    def test_a_hundred_and_one_candidates(self):
        agenda, assessment = self.audited([100 - k for k in range(101)])
        self.assertEqual(len(agenda["assertions"]), 100)
        self.assertEqual(assessment["decision"], "continue")

    def test_every_card_read(self):
        _, assessment = self.audited([3, 2])
        self.assertEqual((assessment["decision"], assessment["targets"][0]["p_value"]),
                         ("confirmed", 0.0))


if __name__ == "__main__":
    unittest.main()
