"""The report of Cambodia 2013 in a real browser: both languages, phone and desktop, print, axe's rules.

axe-core (MPL-2.0) comes from npm, pinned by version and digest, and is not kept in the repository. What is
absent (Chromium, npm, the network) is skipped loudly."""
import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
import unittest

import browser

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
BINARY = os.environ.get("SCRUTINEER_BINARY", str(ROOT / "build/release/src/cli/scrutineer"))
AXE = "axe-core@4.14.1"
AXE_SHA512 = ("1477dafa598d8d065f273d6af302aa203c02e83131707b7fa648cd41bd3d6b73"
              "4f8c22a0dab86ee6a6f64b8afbe804b214d36db85a2826965edfb3a0b9d546b5")


def fetch_axe(place):
    """axe.min.js in `place`, or the reason why there is none."""
    if not shutil.which("npm"):
        return None, "npm is absent"
    for _ in range(2):  # a registry that does not answer is no fault of a page
        try:
            done = subprocess.run(["npm", "pack", AXE], cwd=place, capture_output=True, text=True,
                                  timeout=120, check=False)
            break
        except subprocess.TimeoutExpired:
            continue
    else:
        return None, "npm did not answer when asked for " + AXE
    archives = list(pathlib.Path(place).glob("axe-core-*.tgz"))
    if done.returncode != 0 or not archives:
        return None, "npm could not fetch " + AXE
    if hashlib.sha512(archives[0].read_bytes()).hexdigest() != AXE_SHA512:
        raise AssertionError(f"{AXE} has another digest than the one that was reviewed")
    with tarfile.open(archives[0]) as archive:
        script = archive.extractfile("package/axe.min.js").read()
    path = pathlib.Path(place) / "axe.min.js"
    path.write_bytes(script)
    return path, None


PLANTED = """<!doctype html><html lang="{language}"><head><meta charset="utf-8">
<style>@media (prefers-color-scheme: dark) {{ .faint {{ color: #222; background: #111 }} }}</style></head>
<body><header>a</header><nav>b</nav><main><h1>c</h1><p class="faint">Faint at night</p><img src="e.png"/>
<p style="width: 500px">f</p></main><footer>g</footer></body></html>"""


class Pages(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if not shutil.which("chromium"):
            raise unittest.SkipTest("SKIPPED: chromium is absent; no page was opened")
        keep = tempfile.TemporaryDirectory()
        cls.addClassCleanup(keep.cleanup)
        cls.axe, reason = fetch_axe(keep.name)
        if reason:
            print(f"SKIPPED: {reason}; the accessibility rules of axe were NOT run", file=sys.stderr)

    def setUp(self):
        self.keep = tempfile.TemporaryDirectory()
        self.place = pathlib.Path(self.keep.name)
        self.addCleanup(self.keep.cleanup)

    def run_program(self, *arguments):
        subprocess.run([BINARY, *map(str, arguments)], check=True, stdout=subprocess.DEVNULL)

    def look_at(self, site, only=None):
        command = [sys.executable, "-B", str(HERE / "check_pages.py"), str(site)]
        command += ["--only", only] if only else []
        command += ["--axe", str(self.axe)] if self.axe else []
        return subprocess.run(command, capture_output=True, text=True, timeout=1000, check=False)

    def check(self, folder, only=None):
        site = self.place / "site"
        self.run_program("report", folder, "-o", site, "--draws", 10)
        done = self.look_at(site, only)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return site

    def test_faults_that_only_a_browser_sees_are_found(self):
        site = self.place / "planted"
        for language, folder in (("en", site), ("km", site / "km")):
            folder.mkdir()
            (folder / "index.html").write_text(PLANTED.format(language=language), encoding="utf-8")
        (site / "style.css").write_text("", encoding="utf-8")
        done = self.look_at(site)
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        expected = ["index.html: 508 px wide on a screen of 320 px",
                    "index.html: 508 px wide on a screen of 390 px",
                    "km/index.html: the Khmer font was not loaded"]
        if self.axe:  # document-title is a rule of the top document alone
            expected += ["index.html (light): document-title", "index.html (dark): document-title",
                         "index.html (light): image-alt", "index.html (dark): color-contrast",
                         "km/index.html (dark): color-contrast"]
        for fault in expected:
            self.assertIn(fault, done.stdout)
        for fault in ["768 px", "(light): color-contrast", "\nindex.html: the Khmer font"]:
            self.assertNotIn(fault, done.stdout)

    def test_a_page_that_is_not_there_and_one_that_crashes_are_said(self):
        for address in ((self.place / "absent.html").as_uri(), "chrome://crash"):
            with browser.Browser(shutil.which("chromium")) as window:
                self.assertRaises(browser.Silent, window.load, address)

    def test_the_report_of_cambodia_2013_has_no_fault_in_a_browser(self):
        self.check(ROOT / "examples/cambodia-2013")

    def test_the_pages_of_a_count_with_planted_errors_have_no_fault_in_a_browser(self):
        country = self.place / "country"
        self.run_program("simulate", "--stations", 8, "--provinces", 2, "--errors", 1, "--seed", 2,
                         "-o", country)
        toml = country / "election.toml"
        text = toml.read_text(encoding="utf-8")
        self.assertIn('languages = ["en"]', text)
        toml.write_text(text.replace('languages = ["en"]', 'languages = ["en", "km"]'),
                        encoding="utf-8")
        site = self.check(country)
        self.assertTrue((site / "km/count.html").is_file())

    def test_the_page_of_an_audit_between_two_rounds_has_no_fault_in_a_browser(self):
        folder = self.place / "district"
        shutil.copytree(ROOT / "examples/audit-district", folder)
        for step in (["assertions"], ["commit"], ["seed", "--dice", "31415926535897932384"],
                     ["sample", "--size", "40"]):
            self.run_program("audit", step[0], folder, *step[1:])
        subprocess.run([sys.executable, folder / "read_paper.py", folder, "1"], check=True,
                       stdout=subprocess.DEVNULL)
        site = self.check(folder, only="audit.html")
        page = (site / "audit.html").read_text(encoding="utf-8")
        self.assertIn("more ballots are needed", page)
        self.assertIn('class="evidence-needed"', page)
        subprocess.run([BINARY, "audit", "assess", folder], check=False, stdout=subprocess.DEVNULL)
        assessment = json.loads((folder / "audit/rounds/1/assessment.json").read_text("utf-8"))
        for card in assessment["discrepancies"]:  # each card whose paper is not as recorded
            self.assertIn(card["card"], page)

    def test_the_page_of_a_roll_with_a_flow_and_a_map_has_no_fault_in_a_browser(self):
        folder = self.place / "country"
        shutil.copytree(ROOT / "examples/cambodia-2013", folder)
        write_findings(folder)
        site = self.check(folder, only="roll.html")
        page = (site / "roll.html").read_text(encoding="utf-8")
        for part in ('class="flow-picture"', 'class="map"', 'fill="url(#hatch)"', "Not explained by chance.",
                     "(confidence 95%)"):
            self.assertIn(part, page)


def write_findings(folder):
    """Findings about a roll of the example's provinces, made up, in every file of roll/."""
    units = (folder / "units.csv").read_text(encoding="utf-8").splitlines()
    provinces = [row.split(",")[0] for row in units if ",province," in row]
    rows, sums = [], [0] * 8
    for i, province in enumerate(provinces):
        cells = [200_000 + 4_000 * i, 31_000 + 500 * i, 4_000 + 90 * i, 4_100 + 85 * i, 60 + i, 58 + i,
                 3_000 + 1_400 * i, 9_000 + 210 * i]
        sums = [a + b for a, b in zip(sums, cells)]
        same, changed, away, here, vague_old, vague_new, removed, added = cells
        old, new = same + changed + away + vague_old + removed, same + changed + here + vague_new + added
        persons = f"{removed * 19 // 20},{removed * 9 // 10},{removed}" if i % 7 else ",,"
        gone = removed if i % 7 else ""
        rows.append(f"{province},{old},{new},{same},{changed},{away},{here},{vague_old},{vague_new},"
                    f"{gone},{added},{persons}")
    old = sum(sums[:3]) + sums[4] + sums[6]
    new = sum(sums[:3]) + sums[4] + sums[7]
    (folder / "roll/units.csv").write_text(
        "unit,old,new,unchanged,changed,moved_out,moved_in,ambiguous_old,ambiguous_new,removed,added,"
        "removed_persons,removed_persons_low,removed_persons_high\n" + "\n".join(rows) + "\n", "utf-8")
    (folder / "roll/flow.csv").write_text(
        f"class,entries\nold,{old}\nnew,{new}\nunchanged,{sums[0]}\nchanged,{sums[1]}\nmoved,{sums[2]}\n"
        f"ambiguous,{sums[4]}\nremoved,{sums[6]}\nadded,{sums[7]}\n", "utf-8")
    (folder / "roll/removals.csv").write_text(
        "figure,value,low,high,confidence,source,note\n"
        f"apparent,{sums[6]},,,,roll diff,\n"
        "missed_share,0.06,0.048,0.075,.95,pairs.csv and 1200 judged pairs,\n"
        "false_share,0.004,0.0015,0.009,.95,pairs.csv and 1200 judged pairs,\n"
        "removed,443000,430000,461000,.95,the three above,\n"
        "wrongful_by_audit,41000,31000,54000,.95,visits to 960 apparent removals,\n"
        "wrongful_by_accounting,,18000,,,life table and the registry's causes,As far as causes are complete\n"
        "wrongful_by_name,1312,,,,complaints,\n"
        "duplicates,61000,52000,70000,.95,roll dedupe,\n", "utf-8")
    (folder / "roll/snapshots.csv").write_text(
        f"snapshot,date,entries,sha256\nold.csv,2012-12-31,{old},{'0a' * 32}\nnew.csv,,{new},{'9f' * 32}\n",
        "utf-8")
    (folder / "roll/disparity.csv").write_text(
        "test,value,low,high,p,note\nrate_ratio_per_10_points,1.31,1.12,1.53,0.0011,\n"
        "permutation_areas,,,,0.0004,9999 orders\npermutation_blocks,,,,0.012,9999 orders\n"
        "tipping_point_of_estimate,0.041,,,,\ntipping_point_of_interval,0.017,,,,\n"
        "placebo_difference,0.22,0.05,0.39,0.011,additions of the same year\ne_value,1.95,1.49,,,\n"
        "word,,,,,not_explained_by_chance\n", "utf-8")
    (folder / "roll/doubts.csv").write_text(
        "id,way,low,high,confidence,status,source,note\n"
        "roll-wrongful-removals,addable,31000,54000,0.95,alleged,comfrel,Made up for a test\n", "utf-8")


if __name__ == "__main__":
    unittest.main()
