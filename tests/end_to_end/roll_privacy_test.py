"""Nothing of a voter's data is in what `scrutineer roll …` prints or publishes. Strings that stand nowhere else are
planted in every cell of a roll, every command runs, and every output is searched for them, also as they look in lower
case, Base64, hexadecimal, URLs, UTF-16 and plain digests.

A new command is a line of COMMANDS. Every file that it makes must be declared there, by name or pattern: `published`
files hold nothing of the roll, `aggregates` its units besides, `personal` ones (docs/roll-privacy.md lists them)
identifiers too, and none of them a name, a date or an address. `copies` hold what a roll holds."""
import base64
import dataclasses
import fnmatch
import hashlib
import os
import pathlib
import shutil
import tempfile
import typing
import unittest
import urllib.parse

from end_to_end.program import run

HEADER = "voter_id,family_name,given_name,sex,birth_date,commune,house,list_number,phone"
IDENTIFIERS = ("QIDAZWX7310442", "QIDBZWX8842197")
UNITS = ("zunitaqx", "zunitbqx")
# Of two people: one stays with another house, one is on the old roll alone.
NAMES = ("Zqxvuktar", "Wzibrokuth", "Xhuqzebin", "Vyjqolmet", "ហ្សុកវ៉ែង", "ឃ្វីតឡាវ៉ង់")
DATES = ("1937-11-23", "1941-12-19")
ADDRESSES = ("90817263", "80716253", "70615243", "0887766551", "0998877662", "60514233", "50413223")


def roll_text(is_old):
    """Three people with marks among 400 others."""
    house = ADDRESSES[0] if is_old else ADDRESSES[1]
    rows = [f"{IDENTIFIERS[0]},{NAMES[0]},{NAMES[1]},m,{DATES[0]},{UNITS[0]},{house},{ADDRESSES[2]},{ADDRESSES[3]}"]
    if is_old:
        rows.append(f"{IDENTIFIERS[1]},{NAMES[2]},{NAMES[3]},f,{DATES[1]},{UNITS[1]},{ADDRESSES[5]},3,{ADDRESSES[4]}")
        rows.append(f"K{IDENTIFIERS[1]},{NAMES[4]},{NAMES[5]},f,{DATES[1]},{UNITS[1]},{ADDRESSES[6]},4,1")
    rows += [f"p{i},Sok{chr(97 + i % 20)}a,Dara{chr(97 + i // 20 % 20)}o,{'mf'[i % 2]},19{50 + i % 40}-0{1 + i % 9}-"
             f"{1 + i % 28:02},kandal{i % 7},{i},{i},{i}" for i in range(400)]
    return "\n".join([HEADER, *rows]) + "\n"


def spellings(mark):
    """The bytes that would give a mark away."""
    texts = {mark, mark.lower(), mark.upper()}
    if mark in DATES:
        year, month, day = mark.split("-")
        texts |= {f"{day}/{month}/{year}", f"{month}/{day}/{year}", f"{year}/{month}/{day}", f"{day}.{month}.{year}",
                  year + month + day, day + month + year}
    found = set()
    for text in texts:
        data = text.encode("utf-8")
        found |= {data, text.encode("utf-16-le"), text.encode("utf-16-be"), data.hex().encode(),
                  data.hex().upper().encode(), urllib.parse.quote(text).encode(), text[::-1].encode("utf-8")}
        # As Base64 has it at each of three places within a longer text, less the letters that others share.
        for shift in range(3):
            encoded = base64.b64encode(b"\0" * shift + data)
            found.add(encoded[2 * (shift > 0) + (shift > 1):len(encoded) - 4])
            found.add(base64.urlsafe_b64encode(b"\0" * shift + data)[2 * (shift > 0) + (shift > 1):len(encoded) - 4])
        for name in ("md5", "sha1", "sha256", "sha512", "blake2b"):
            digest = hashlib.new(name, data).digest()
            # Of a digest its beginning is enough to look a guess up.
            found |= {digest[:8], digest[:8].hex().encode(), base64.b64encode(digest[:9])}
    return {one for one in found if len(one) >= 6}


SPELLINGS = {mark: spellings(mark) for mark in (*IDENTIFIERS, *UNITS, *NAMES, *DATES, *ADDRESSES)}
NEVER = (*NAMES, *DATES, *ADDRESSES)


def marks_in(data, marks):
    lower = data.lower()
    return [mark for mark in marks if any(one in data or one in lower for one in SPELLINGS[mark])]


@dataclasses.dataclass
class Command:
    name: str
    arguments: typing.Callable  # of the folder with the inputs and the folder for outputs
    published: tuple = ()  # files in the folder for outputs
    aggregates: tuple = ()
    personal: tuple = ()
    copies: tuple = ()
    secret: tuple = ()  # keys
    prints_units: bool = False
    allowed: tuple = (0,)


def survey_draw(inputs, _):
    frame = inputs / "frame.csv"
    frame.write_text("stratum,cluster,names\n" + "".join(f"a,kandal{i},60\n" for i in range(7)) +
                     "".join(f"a,{unit},2\n" for unit in UNITS), encoding="utf-8")
    return ("roll", "survey", "draw", frame, "--clusters", 3, "--take", 2, "--public-seed", "x")


def worker(inputs, output):
    shutil.copytree(inputs / "made/plan/d", output / "d")
    return ("roll", "worker", output / "d", "--part", 1)


def merge(inputs, output):
    shutil.copytree(inputs / "made/plan/d", output / "d")
    for part in (1, 2):
        run("roll", "worker", output / "d", "--part", part)
    return ("roll", "merge", output / "d", "-o", output / "c")


OPEN = ("--open", "--hash-memory", 1, "--hash-passes", 1)
# In order: later ones use what earlier ones made (in `made`, of the last run of that command).
COMMANDS = [
    Command("diff", lambda i, o: ("roll", "diff", i / "old.csv", i / "new.csv", "-o", o / "d"),
            published=("d/model.txt", "d/model.svg", "d/snapshots.csv"),
            personal=("d/pairs.csv", "d/removed.csv", "d/added.csv", "d/units.csv")),
    Command("dedupe", lambda i, o: ("roll", "dedupe", i / "old.csv", "-o", o / "d"),
            published=("d/model.txt", "d/model.svg", "d/duplicates.csv"),
            personal=("d/clusters.csv", "d/pairs.csv")),
    Command("removals", lambda i, o: ("roll", "removals", i / "made/diff/d", "--duplicates", i / "made/dedupe/d", "-o",
                                      o / "d"),
            published=("d/flow.csv", "d/removals.csv", "d/snapshots.csv", "d/doubts.csv"),
            aggregates=("d/units.csv",), prints_units=True),
    Command("clerical", lambda i, o: ("roll", "clerical", i / "made/diff/d", i / "old.csv", i / "new.csv",
                                      "--public-seed", "x", "-o", o / "form.csv"),
            copies=("form.csv",), personal=("form.draw.csv",)),
    Command("plan", lambda i, o: ("roll", "plan", i / "old.csv", i / "new.csv", "--parts", 2, "--all-pairs", 0, "-o",
                                  o / "d"),
            published=("d/plan.json",), copies=("d/*.values", "d/*.records", "d/*.part")),
    Command("worker", worker, published=("d/plan.json", "d/results/part-1.result"),
            copies=("d/*.values", "d/*.records", "d/*.part")),
    Command("merge", merge, published=("d/plan.json", "d/results/part-*.result", "c/model.txt", "c/model.svg",
                                       "c/snapshots.csv"),
            personal=("c/pairs.csv", "c/removed.csv", "c/added.csv", "c/units.csv"),
            copies=("d/*.values", "d/*.records", "d/*.part")),
    Command("survey draw", survey_draw, prints_units=True),
    Command("lookup build, open", lambda i, o: ("roll", "lookup", "build", i / "old.csv", i / "new.csv", *OPEN, "-o",
                                                o / "d"),
            published=("d/lookup.json", "d/buckets.bin")),
    Command("lookup build", lambda i, o: ("roll", "lookup", "build", i / "old.csv", i / "new.csv", "--new-key",
                                          o / "k.key", "-o", o / "d"),
            published=("d/lookup.json", "d/buckets.bin"), secret=("k.key",)),
    Command("lookup query, open", lambda i, o: ("roll", "lookup", "query", i / "made/lookup build, open/d",
                                                i / "people.csv")),
    Command("lookup query, held", lambda i, o: ("roll", "lookup", "query", i / "made/lookup build/d", i / "people.csv",
                                                "--key-file", i / "made/lookup build/k.key")),
    Command("lookup query, asked", lambda i, o: ("roll", "lookup", "query", i / "made/lookup build/d",
                                                 i / "people.csv", "--new-key", o / "mine.key", "--request",
                                                 o / "ask.json"),
            published=("ask.json",), secret=("mine.key",)),
    Command("lookup answer", lambda i, o: ("roll", "lookup", "answer", i / "made/lookup query, asked/ask.json",
                                           "--key-file", i / "made/lookup build/k.key", "--out", o / "said.json"),
            published=("said.json",)),
    Command("lookup query, answered", lambda i, o: ("roll", "lookup", "query", i / "made/lookup build/d",
                                                    i / "people.csv", "--key-file",
                                                    i / "made/lookup query, asked/mine.key", "--answer",
                                                    i / "made/lookup answer/said.json")),
    Command("encode", lambda i, o: ("roll", "encode", i / "old.csv", "--new-key", o / "k.key", "-o", o / "clk.csv",
                                    "--identifiers", o / "ids.csv"),
            published=("clk.csv",), personal=("ids.csv",), secret=("k.key",)),
    Command("encode, new", lambda i, o: ("roll", "encode", i / "new.csv", "--key-file", i / "made/encode/k.key", "-o",
                                         o / "clk.csv", "--identifiers", o / "ids.csv"),
            published=("clk.csv",), personal=("ids.csv",)),
    Command("encode compare", lambda i, o: ("roll", "encode", "compare", i / "made/encode/clk.csv",
                                            i / "made/encode, new/clk.csv", "-o", o / "pairs.csv"),
            published=("pairs.csv",)),
    Command("intersect start", lambda i, o: ("roll", "intersect", "start", i / "old.csv", "--new-key", o / "k.key",
                                             "-o", o / "blinded"),
            published=("blinded",), secret=("k.key",)),
    Command("intersect start, new", lambda i, o: ("roll", "intersect", "start", i / "new.csv", "--new-key",
                                                  o / "k.key", "-o", o / "blinded"),
            published=("blinded",), secret=("k.key",)),
    Command("intersect answer", lambda i, o: ("roll", "intersect", "answer", i / "made/intersect start/blinded",
                                              "--key-file", i / "made/intersect start, new/k.key", "-o", o / "answer"),
            published=("answer",)),
    Command("intersect finish", lambda i, o: ("roll", "intersect", "finish", i / "old.csv",
                                              i / "made/intersect start, new/blinded",
                                              i / "made/intersect answer/answer", "--key-file",
                                              i / "made/intersect start/k.key", "-o", o / "common.csv"),
            personal=("common.csv",)),
]


class Privacy(unittest.TestCase):
    def setUp(self):
        keep = tempfile.TemporaryDirectory()
        self.addCleanup(keep.cleanup)
        self.inputs = pathlib.Path(keep.name)
        for is_old, name in ((True, "old.csv"), (False, "new.csv")):
            (self.inputs / name).write_text(roll_text(is_old), encoding="utf-8")
        people = [f"{NAMES[0]},{NAMES[1]},{DATES[0]}", f"{NAMES[2]},{NAMES[3]},{DATES[1]}"]
        (self.inputs / "people.csv").write_text(
            "\n".join(["family_name,given_name,birth_date", *people]) + "\n", encoding="utf-8")

    def check(self, command, output, done):
        self.assertIn(done.returncode, command.allowed, done.stderr)
        hidden = NEVER + IDENTIFIERS + (() if command.prints_units else UNITS)
        printed = (done.stdout + "\0" + done.stderr).encode("utf-8")
        self.assertEqual(marks_in(printed, hidden), [], "printed")
        # The digest of a file of one or two people is undone by trying names and dates.
        self.assertNotIn(hashlib.sha256((self.inputs / "people.csv").read_bytes()).hexdigest().encode(), printed)
        files = {path.relative_to(output).as_posix(): path for path in output.rglob("*") if path.is_file()}
        groups = {group: [name for name in files for pattern in getattr(command, group)
                          if fnmatch.fnmatchcase(name, pattern)]
                  for group in ("published", "aggregates", "personal", "copies", "secret")}
        for group, names in groups.items():
            for pattern in getattr(command, group):
                self.assertTrue(fnmatch.filter(names, pattern), f"{pattern} is made")
        self.assertEqual(sorted(files), sorted(name for names in groups.values() for name in names),
                         "every file is declared, once")
        for group, marks in (("published", NEVER + IDENTIFIERS + UNITS), ("aggregates", NEVER + IDENTIFIERS),
                             ("personal", NEVER)):
            for name in groups[group]:
                self.assertEqual(marks_in(files[name].read_bytes(), marks), [], name)
        for name in groups["secret"]:
            key = files[name].read_bytes().strip()
            self.assertNotIn(key, printed)
            self.assertEqual(os.stat(files[name]).st_mode & 0o777, 0o600)
            for other in files:
                if other != name:
                    self.assertNotIn(key, files[other].read_bytes())
                    self.assertNotIn(bytes.fromhex(key.decode()), files[other].read_bytes())

    def test_nothing_of_a_person_is_printed_or_published(self):
        for command in COMMANDS:
            for form in (("--json",), ()):
                output = self.inputs / "made" / (command.name + (" json" if form else ""))
                output.mkdir(parents=True)
                done = run(*command.arguments(self.inputs, output), *form)
                with self.subTest(command=command.name, form=form):
                    self.check(command, output, done)

    def test_the_search_finds_what_is_there(self):
        for mark in (*NEVER, *IDENTIFIERS, *UNITS):
            data = mark.encode("utf-8")
            for text in (data, data.lower(), base64.b64encode(data), base64.b64encode(b"a" + data + b"b"),
                         base64.b64encode(b"ab" + data + b"c"), data.hex().encode(), mark.encode("utf-16-le"),
                         mark.encode("utf-16"), urllib.parse.quote(mark).encode(), hashlib.sha256(data).digest(),
                         hashlib.sha256(data).hexdigest().encode(), hashlib.md5(data).hexdigest().encode()):
                self.assertIn(mark, marks_in(b"before " + text + b" after", [mark]), text)
            self.assertEqual(marks_in(b"an innocent text, kandal1, p17", [mark]), [])

    def test_every_command_of_a_roll_is_here(self):
        """A verb that is added to `roll` must be added to COMMANDS, or here with why it needs no roll."""
        without_a_roll = {"survey plan", "survey estimate", "survey coverage"}
        known = {command.name.split(",")[0] for command in COMMANDS} | without_a_roll

        def verbs(*above):
            lines = run("roll", *above, "--help").stdout.splitlines()
            if "Subcommands:" not in lines:
                return [" ".join(above)]
            below = lines[lines.index("Subcommands:") + 1:]
            below = below[:below.index("")] if "" in below else below
            below = [line.split()[0] for line in below if not line.startswith("   ")]
            return [verb for name in below for verb in verbs(*above, name)]

        self.assertEqual(set(verbs()) - known, set())


if __name__ == "__main__":
    unittest.main()
