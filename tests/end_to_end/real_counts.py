"""Election folders of real counts, made from ../shared/data (which never enters the repository)."""
import csv
import io
import pathlib
import zipfile

from end_to_end.program import SHARED

DATA = SHARED / "data"
BOLIVIA = ["CC", "FPV", "MTS", "UCS", "MAS - IPSP", "21F", "PDC", "MNR", "PAN-BOL"]


def slug(text):
    """Letters a to z and digits; the rest as one hyphen."""
    plain = {"á": "a", "é": "e", "í": "i", "ó": "o", "ú": "u", "ñ": "n"}
    out = "".join(c if c.isascii() and c.isalnum() else plain.get(c, "-") for c in text.lower())
    return "-".join(part for part in out.split("-") if part)


def write_csv(path, header, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def toml(folder, election, contest, parties, sources, more=""):
    text = "schema = 1\n\n[election]\n" + election + "\n[[contest]]\n" + contest
    text += "".join(f'\n[[party]]\nid = "{p}"\nname_en = "{n}"\n' for p, n in parties)
    text += "".join(f'\n[[source]]\nid = "{s}"\nrole = "{r}"\nurl = "https://example.org/"\n'
                    for s, r in sources)
    (folder / "election.toml").write_text(text + more, encoding="utf-8")


def bolivia_rows(name):
    with zipfile.ZipFile(DATA / "bolivia-2019" / name) as archive:
        text = io.TextIOWrapper(archive.open(archive.namelist()[0]), encoding="utf-8-sig")
        return list(csv.DictReader(text))


def bolivia(folder: pathlib.Path):
    """The final count and both quick releases, by station; the ten-point rule as a question."""
    folder.mkdir()
    final = bolivia_rows("final_computo.zip")
    units = {"bolivia": ("", "country")}
    for row in final:
        home = row["País"] == "Bolivia"
        place = slug(row["Departamento"] if home else "abroad " + row["País"])
        units.setdefault(place, ("bolivia", "department"))
        units[row["Número Mesa"]] = (place, "station")
    write_csv(folder / "units.csv", ["unit", "parent", "level", "name_en"],
              [[u, parent, level, u if level != "station" else ""]
               for u, (parent, level) in units.items()])
    for source, name in (("oep", "final_computo.zip"),
                         ("trep-1940", "trep - acta.2019.10.20.19.40.57.zip"),
                         ("trep-1829", "trep - acta.2019.10.21.18.29.53.zip")):
        write_csv(folder / "returns" / f"{source}.csv",
                  ["unit", "registered", "blank", "invalid", *map(slug, BOLIVIA)],
                  [[r["Número Mesa"], r["Inscritos"], r["Blancos"], r["Nulos"],
                    *(r[p] for p in BOLIVIA)] for r in bolivia_rows(name)])
    toml(folder, 'id = "bo-2019"\ndate = 2019-10-20\nlanguages = ["en"]\nname_en = "President"\n',
         'id = "president"\nseats = 1\nrule = "plurality"\nconstituencies = "country"\n',
         [(slug(p), p) for p in BOLIVIA],
         [("oep", "commission"), ("trep-1940", "other"), ("trep-1829", "other")],
         '\n[[question]]\nid = "first-round"\ncontest = "president"\nkind = "lead-at-least"\n'
         'who = "mas-ipsp"\npoints = "1/10"\nshare = "2/5"\n')


def afghanistan_rows(name):
    with open(DATA / "afghanistan-2014" / name, encoding="utf-8-sig", newline="") as file:
        forms = {}
        for row in csv.DictReader(file):
            form = forms.setdefault(row["ps_code"], {"status": row.get("post_audit_status", "")})
            form[row["candidate_code"]] = "" if row["votes"] == "NA" else row["votes"]
        return forms


def afghanistan(folder: pathlib.Path):
    """The run-off: the preliminary count, then the final one; stations that were invalidated."""
    folder.mkdir()
    preliminary = afghanistan_rows("prelim_af_candidate_ps_data_run_off_2014_lite.csv")
    final = afghanistan_rows("final_af_candidate_ps_data_run_off_2014_lite.csv")
    provinces = sorted({code[:2] for code in final})
    write_csv(folder / "units.csv", ["unit", "parent", "level", "name_en"],
              [["af", "", "country", "Afghanistan"],
               *([f"province-{p}", "af", "province", p] for p in provinces),
               *([code, f"province-{code[:2]}", "station", ""] for code in sorted(final))])
    write_csv(folder / "returns" / "iec.csv", ["unit", "revision", "ghani", "abdullah"],
              [[code, revision, form["101_1_13"], form["100_1_1"]]
               for revision, forms in enumerate((preliminary, final))
               for code, form in sorted(forms.items())])
    write_csv(folder / "claims.csv", ["id", "source", "date", "kind", "unit", "value"],
              [["annulled-" + code, "iec", "2014-09", "unit-state", code, "annulled"]
               for code, form in sorted(final.items()) if form["status"] == "Invalidated"])
    toml(folder, 'id = "af-2014"\ndate = 2014-06-14\nlanguages = ["en"]\nname_en = "Run-off"\n',
         'id = "president"\nseats = 1\nrule = "plurality"\nconstituencies = "country"\n',
         [("ghani", "Ashraf Ghani"), ("abdullah", "Abdullah Abdullah")], [("iec", "commission")],
         '\n[[question]]\nid = "winner"\ncontest = "president"\nkind = "wins"\nwho = "ghani"\n')


ALBANIA = ["lsi", "ps", "pkd", "sfida", "pr", "pd", "pbdksh", "adk", "psd", "ad", "frd", "pds",
           "pdiu", "aak", "mega", "pksh", "apd", "libra"]


def albania(folder: pathlib.Path):
    """Every station, with a rule of the folder's own: votes cast are the voters who came."""
    folder.mkdir()
    with open(DATA / "albania-2017/albania2017.csv", encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    districts = {slug(r["qarku"]): (r["qarku"], r["totalSeats"]) for r in rows}
    seen, units = {}, []
    for row in rows:
        code = row["qvKod"].strip('"').replace(" ", "")
        seen[code] = seen.get(code, 0) + 1
        row["unit"] = code if seen[code] == 1 else f"{code}.{seen[code]}"
        units.append([row["unit"], slug(row["qarku"]), "station", "", "", row["zgjedhes"]])
    write_csv(folder / "units.csv", ["unit", "parent", "level", "name_en", "seats", "registered"],
              [["al", "", "country", "Albania", "", ""],
               *([d, "al", "district", name, seats, ""] for d, (name, seats) in districts.items()),
               *units])
    fields = {"admitted": "totalVoters", "cast": "ballotsCast", "valid": "validVotes",
              "invalid": "invalidVotes", "spoiled": "damagedBallots", "unused": "unusedBallots"}
    write_csv(folder / "returns" / "kqz.csv", ["unit", *fields, *ALBANIA],
              [[r["unit"], *(r[c] for c in fields.values()), *(r[p] for p in ALBANIA)]
               for r in rows])
    toml(folder, 'id = "al-2017"\ndate = 2017-06-25\nlanguages = ["en"]\nname_en = "Assembly"\n',
         'id = "assembly"\nseats = 140\nrule = "dhondt"\nconstituencies = "district"\n'
         'threshold = { share = "3/100", of = "valid", scope = "constituency" }\n',
         [(p, p.upper()) for p in ALBANIA], [("kqz", "commission")],
         '\n[[check]]\ncode = "cast-are-admitted"\nseverity = "error"\nformula = "admitted = cast"\n')
