"""scrutineer roll lookup: what a voter is told is what became of the entries; a masked question is answered without
being read; every broken file is a sentence."""
import base64
import csv
import json
import os
import pathlib
import stat
import tempfile
import unittest

import jsonschema

from end_to_end.program import ROOT, result, run

COLUMNS = ("family_name", "given_name", "birth_date")
FAST = ("--open", "--hash-memory", 1, "--hash-passes", 1)


def rows_of(path):
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def write_people(path, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path


class Lookup(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        keep = tempfile.TemporaryDirectory()
        cls.addClassCleanup(keep.cleanup)
        cls.path = pathlib.Path(keep.name)
        done = run("simulate", "roll", "--people", 2000, "--communes", 10, "--seed", 11, "-o", cls.path / "rolls")
        assert done.returncode == 0, done.stderr
        cls.old, cls.new = cls.path / "rolls/old.csv", cls.path / "rolls/new.csv"
        cls.key = cls.path / "lookup.key"
        cls.built = result("roll", "lookup", "build", cls.old, cls.new, "--new-key", cls.key, "-o",
                           cls.path / "lookup")
        done = run("roll", "diff", cls.old, cls.new, "-o", cls.path / "changes")
        assert done.returncode == 0, done.stderr

    def query(self, people, *arguments):
        return result("roll", "lookup", "query", self.path / "lookup", people, *arguments)["people"]

    def schema(self, verb, *arguments):
        schema = json.loads((ROOT / f"docs/schema/{verb.replace(' ', '-')}.json").read_text("utf-8"))
        done = run(*verb.split(), *arguments, "--json")
        self.assertIn(done.returncode, (0, 1), done.stderr)
        jsonschema.Draft202012Validator(schema).validate(json.loads(done.stdout))

    def test_a_voter_is_told_what_became_of_the_entry(self):
        old = {row["voter_id"]: row for row in rows_of(self.old)}
        removed = {row["id"] for row in rows_of(self.path / "changes/removed.csv")}
        linked = {row["id_a"] for row in rows_of(self.path / "changes/pairs.csv") if row["class"] == "unchanged"}
        for ids, expected in ((sorted(removed)[:40], True), (sorted(linked)[:40], False)):
            people = write_people(self.path / "some.csv", [old[i] for i in ids])
            answers = self.query(people, "--key-file", self.key)
            self.assertEqual(len(answers), 40)
            for answer in answers:
                self.assertEqual(answer["date"], "stated")
                self.assertGreaterEqual(answer["old_entries"], 1)
                if answer["old_entries"] == 1:
                    self.assertEqual(answer["removed"], expected)
                if not expected:
                    self.assertGreaterEqual(answer["new_entries"], 1)

    def test_who_is_on_no_roll_is_not_found_and_the_status_is_one(self):
        people = write_people(self.path / "nobody.csv",
                              [{"family_name": "Qxq", "given_name": "Zwz", "birth_date": "1971-05-30"}])
        done = run("roll", "lookup", "query", self.path / "lookup", people, "--key-file", self.key)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("row 2: no entry", done.stdout)

    def test_a_masked_question_gets_the_same_answer_and_shows_no_name(self):
        people = write_people(self.path / "three.csv", rows_of(self.old)[:3])
        mine, ask, said = (self.path / name for name in ("mine.key", "ask.json", "said.json"))
        done = run("roll", "lookup", "query", self.path / "lookup", people, "--new-key", mine, "--request", ask)
        self.assertEqual((done.returncode, done.stdout), (0, ""), done.stderr)
        self.assertEqual(len(json.loads(ask.read_text("utf-8"))["points"]), 15)
        done = run("roll", "lookup", "answer", ask, "--key-file", self.key, "--out", said)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.query(people, "--key-file", mine, "--answer", said),
                         self.query(people, "--key-file", self.key))
        # One question in two masks has no point in common.
        again = self.path / "again.json"
        run("roll", "lookup", "query", self.path / "lookup", people, "--new-key", self.path / "2.key", "--request",
            again)
        self.assertFalse(set(json.loads(ask.read_text("utf-8"))["points"]) &
                         set(json.loads(again.read_text("utf-8"))["points"]))
        # An answer by another key, for other people, or of points that changed places, is not believed.
        other = self.path / "other.key"
        run("roll", "lookup", "build", self.old, "--new-key", other, "-o", self.path / "other")
        self.refused("another key", "answer", ask, "--key-file", other)
        self.refused("proof", "query", self.path / "lookup",
                     write_people(self.path / "four.csv", rows_of(self.old)[1:4]), "--key-file", mine, "--answer",
                     said)
        answer = json.loads(said.read_text("utf-8"))
        answer["points"][0], answer["points"][1] = answer["points"][1], answer["points"][0]
        said.write_text(json.dumps(answer), encoding="utf-8")
        self.refused("proof", "query", self.path / "lookup", people, "--key-file", mine, "--answer", said)
        self.refused("--most", "answer", ask, "--key-file", self.key, "--most", 14)

    def refused(self, expected, *arguments):
        done = run("roll", "lookup", *arguments)
        self.assertEqual(done.returncode, 2, (arguments, done.stdout))
        self.assertEqual(done.stdout, "")
        self.assertIn(expected, done.stderr)
        self.assertNotIn(self.key.read_text("utf-8").strip(), done.stderr)

    def test_an_open_directory_is_made_again_from_its_salt_and_asked_without_a_key(self):
        one, other = self.path / "open", self.path / "open2"
        salt = result("roll", "lookup", "build", self.old, *FAST, "-o", one)["lookup"]["salt"]
        result("roll", "lookup", "build", self.old, *FAST, "--salt", salt, "--threads", 1, "-o", other)
        for name in ("lookup.json", "buckets.bin"):
            self.assertEqual((one / name).read_bytes(), (other / name).read_bytes())
        answers = result("roll", "lookup", "query", one,
                         write_people(self.path / "me.csv", rows_of(self.old)[:2]))["people"]
        self.assertEqual([answer["date"] for answer in answers], ["stated", "stated"])
        self.refused("open", "query", one, self.path / "me.csv", "--key-file", self.key)

    def test_a_default_day_is_found_by_who_knows_the_day(self):
        entry = next(row for row in rows_of(self.old) if row["birth_date"].endswith("-01-01"))
        people = write_people(self.path / "day.csv", [{**entry, "birth_date": entry["birth_date"][:4] + "-06-15"}])
        self.assertEqual(self.query(people, "--key-file", self.key)[0]["date"], "first_of_january")

    def test_latin_letters_find_a_khmer_entry(self):
        roll = self.path / "khmer.csv"
        roll.write_text("family_name,given_name,birth_date\nសុខ,ដារ៉ា,1970-05-31\n" +
                        "".join(f"Chan,Vanna,19{50 + i}-02-03\n" for i in range(20)), encoding="utf-8")
        result("roll", "lookup", "build", roll, *FAST, "-o", self.path / "khmer")
        people = write_people(self.path / "latin.csv",
                              [{"family_name": "Sok", "given_name": "Dara", "birth_date": "1970-05-31"}])
        self.assertEqual(result("roll", "lookup", "query", self.path / "khmer", people)["people"][0]["date"],
                         "stated")

    def test_a_unit_may_be_asked_for(self):
        self.assertEqual(result("roll", "lookup", "build", self.old, *FAST, "--with-unit", "-o",
                                self.path / "units")["lookup"]["unit"], "matched")
        entry = rows_of(self.old)[0]
        people = self.path / "unit.csv"
        for unit, date in ((entry["commune"], "stated"), ("elsewhere", None)):
            people.write_text("family_name,given_name,birth_date,commune\n"
                              f"{entry['family_name']},{entry['given_name']},{entry['birth_date']},{unit}\n",
                              encoding="utf-8")
            self.assertEqual(result("roll", "lookup", "query", self.path / "units", people)["people"][0]["date"],
                             date)
        self.refused("unit", "query", self.path / "units",
                     write_people(self.path / "no-unit.csv", rows_of(self.old)[:1]))

    def test_buckets_are_of_one_size_and_hold_as_many_as_was_asked(self):
        lookup = self.built["lookup"]
        self.assertGreaterEqual(lookup["least_entries_of_a_bucket"], 10)
        size = (self.path / "lookup/buckets.bin").stat().st_size
        self.assertEqual(size, 9 * lookup["bucket_records"] << lookup["prefix_bits"])
        self.assertEqual(lookup["names_with_dates"] + lookup["padding"], size // 9)
        wide = result("roll", "lookup", "build", self.old, *FAST, "--least-bucket", 200, "-o", self.path / "wide")
        self.assertGreaterEqual(wide["lookup"]["least_entries_of_a_bucket"], 200)

    def test_what_is_printed_keeps_its_schema(self):
        people = write_people(self.path / "two.csv", rows_of(self.old)[:2])
        self.schema("roll lookup query", self.path / "lookup", people, "--key-file", self.key)
        self.schema("roll lookup build", self.old, self.new, "--key-file", self.key, "-o", self.path / "schema")
        self.schema("roll lookup build", self.old, *FAST, "-o", self.path / "schema-open")

    def test_keys_are_their_owners_alone(self):
        self.assertEqual(stat.S_IMODE(self.key.stat().st_mode), 0o600)
        seen = self.path / "seen.key"
        seen.write_bytes(self.key.read_bytes())
        os.chmod(seen, 0o644)
        people = write_people(self.path / "two.csv", rows_of(self.old)[:2])
        query = ("query", self.path / "lookup", people)
        self.refused("644", *query, "--key-file", seen)
        self.refused("cannot be read", *query, "--key-file", self.path / "absent.key")
        self.refused("cannot be read", *query, "--key-file", self.path)
        cut = self.path / "cut.key"
        cut.write_text(self.key.read_text("utf-8")[:20], encoding="utf-8")
        os.chmod(cut, 0o600)
        self.refused("hexadecimal", *query, "--key-file", cut)
        # A key is never written over; and the directory is then not there either.
        before = self.key.read_bytes()
        self.refused("there already", "build", self.old, "--new-key", self.key, "-o", self.path / "none")
        self.assertEqual(self.key.read_bytes(), before)
        self.assertEqual([p.name for p in self.path.iterdir() if p.name.startswith("none")], [])

    def test_broken_rolls_and_wishes_are_sentences(self):
        empty, wide = self.path / "empty.csv", self.path / "wide.csv"
        empty.write_text("", encoding="utf-8")
        wide.write_bytes(self.old.read_text("utf-8").encode("utf-16"))
        latin = self.path / "latin1.csv"
        latin.write_bytes("family_name,given_name,birth_date\nRené,Ä,1970-05-31\n".encode("latin-1"))
        nameless = self.path / "nameless.csv"
        nameless.write_text("birth_date,house\n1970-05-31,2\n", encoding="utf-8")
        few = self.path / "few.csv"
        few.write_text("family_name,given_name,birth_date\nSok,Dara,1970-05-31\n", encoding="utf-8")
        out = ("-o", self.path / "none")
        for roll, expected in ((empty, "empty.csv"), (wide, "UTF-8"), (latin, "UTF-8"), (nameless, "full_name"),
                               (few, "expected at least 10"), (self.path / "absent.csv", "absent.csv")):
            self.refused(expected, "build", roll, *FAST, *out)
        self.refused("--open", "build", self.old, *out)
        self.refused("--open", "build", self.old, "--open", "--key-file", self.key, *out)
        self.refused("--salt", "build", self.old, *FAST, "--salt", "xyz", *out)
        self.refused("--with-unit", "build", few, *FAST, "--with-unit", *out)
        self.refused("", "build", self.old, "--open", "--hash-memory", 10**9, *out)
        self.refused("not empty", "build", self.old, *FAST, "-o", self.path / "rolls")
        self.assertEqual([p.name for p in self.path.iterdir() if p.name.startswith("none")], [])

    def test_broken_directories_and_people_are_sentences(self):
        people = write_people(self.path / "two.csv", rows_of(self.old)[:2])
        broken = self.path / "broken"
        broken.mkdir(exist_ok=True)
        whole = {name: (self.path / "lookup" / name).read_bytes() for name in ("lookup.json", "buckets.bin")}

        def changed(**members):
            return {"lookup.json": json.dumps({**json.loads(whole["lookup.json"]), **members}).encode()}

        for files, expected in (({"buckets.bin": whole["buckets.bin"][:-1]}, "cut short"),
                                ({"buckets.bin": b""}, "cut short"),
                                ({"buckets.bin": bytes(len(whole["buckets.bin"]))}, "SHA-256"),
                                ({"lookup.json": b""}, "JSON"), ({"lookup.json": b"[1]"}, "JSON"),
                                ({"lookup.json": whole["lookup.json"][:50]}, "JSON"),
                                ({"lookup.json": whole["lookup.json"].decode().encode("utf-16")}, "JSON"),
                                ({"lookup.json": b"\xff\xfe{}"}, "JSON"), ({"lookup.json": b"{}"}, "errors"),
                                (changed(prefix_bits=10**30), "prefix_bits"), (changed(prefix_bits=-1), "prefix_bits"),
                                (changed(prefix_bits=25), "prefix_bits"), (changed(bucket_records=0), "bucket_records"),
                                (changed(salt="zz"), "salt"), (changed(mode="free"), "mode"),
                                (changed(public_key="00" * 32), "ristretto255"), (changed(version=2), "version"),
                                (changed(format="x"), "format"), (changed(rolls="two"), "rolls")):
            for name, data in {**whole, **files}.items():
                (broken / name).write_bytes(data)
            with self.subTest(expected=expected, files=list(files)):
                self.refused(expected, "query", broken, people, "--key-file", self.key)
        self.refused("cannot be read", "query", self.path / "absent", people, "--key-file", self.key)
        for text, expected in (("", "none.csv"), ("family_name,given_name\nSok,Dara\n", "birth_date"),
                               ("full_name,birth_date\nSok Dara,1970-05-31\n", "given_name"),
                               ("family_name,given_name,birth_date\n", "0 rows"),
                               ("family_name,given_name,birth_date\nSok,Dara,\n", "row 2"),
                               ("family_name,given_name,birth_date\nSok,Dara,03/04/1970\n", "two ways"),
                               ("family_name,given_name,birth_date\nSok,,1970-05-31\n", "row 2"),
                               ("family_name,given_name,birth_date\n" + "Sok,Dara,1970-05-31\n" * 101, "101 rows")):
            bad = self.path / "none.csv"
            bad.write_text(text, encoding="utf-8")
            with self.subTest(text=text[:60]):
                self.refused(expected, "query", self.path / "lookup", bad, "--key-file", self.key)
        bad.unlink()
        for data, expected in ((b"", "JSON"), (b'{"points": ["' + base64.b64encode(b"x" * 32) + b'"]}', "points"),
                               (b'{"points": [' + b'"' + b"00" * 32 + b'"]}', "points"),
                               (b'{"points": []}', "points"), (b'{"points": [[[1]]]}', "points")):
            bad = self.path / "none.json"
            bad.write_bytes(data)
            self.refused(expected, "answer", bad, "--key-file", self.key)
        bad.unlink()


if __name__ == "__main__":
    unittest.main()
