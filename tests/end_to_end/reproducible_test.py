"""Same claims, same version: same bytes, whatever the machine's habits."""
import pathlib
import tempfile
import unittest

from end_to_end.program import EXAMPLES, run


def site(folder, out, **how):
    """The files of a report: path to bytes."""
    done = run("report", folder, "-o", out, "--draws", 3, "--threads", how.pop("threads", 1), **how)
    assert done.returncode == 0, done.stderr
    root = pathlib.Path(out)
    return {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*") if p.is_file()}


class Reproducible(unittest.TestCase):
    def test_the_report_is_the_same_bytes_in_another_place_time_zone_locale_and_thread_count(self):
        example = EXAMPLES / "cambodia-2013"
        with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
            first = site(example, f"{one}/site")
            second = site(example, f"{two}/elsewhere", threads=4, cwd=two,
                          env={"TZ": "Asia/Phnom_Penh", "LC_ALL": "de_DE.UTF-8", "LANG": "km_KH"})
            self.assertEqual(first.keys(), second.keys())
            for name, data in first.items():
                self.assertEqual(data, second[name], name)
            again = site(example, f"{one}/site")
            self.assertEqual(first, again, "writing over an earlier report")

    def test_json_is_the_same_bytes_for_every_verb(self):
        for verb in (["seats"], ["outcome"], ["check"],
                     ["margin", "--question", "majority", "--change", "switch"]):
            name, *rest = verb
            example = EXAMPLES / "cambodia-2013"
            first = run(name, example, *rest, "--json")
            second = run(name, "cambodia-2013", *rest, "--json", "--threads", "4", cwd=EXAMPLES,
                         env={"TZ": "America/Lima", "LC_ALL": "fr_FR.UTF-8"})
            self.assertIn(first.returncode, (0, 1), first.stderr)
            self.assertEqual(first.stdout, second.stdout, verb)


if __name__ == "__main__":
    unittest.main()
