#!/usr/bin/env python3
"""Checks an audit from its files alone: verify_audit.py DIR. Written from docs/formats/audit-folder.md, not from the
program, so that a mistake of one is not one of both. Assorters, margins, means: exact; e-values: to 1 part in 100,000.
Exit status 0: all follows from the files; 1: something does not, each difference is printed; 2: they cannot be read.
Not checked: plan.json, printed lists, instant runoffs, and whether the assertions suffice for the outcome."""
import csv, hashlib, json, math, sys, tomllib
from collections import Counter, defaultdict, namedtuple
from fractions import Fraction
from pathlib import Path

CUT = 2 ** 20  # logarithms in the chamber's knapsack are cut down to multiples of 1 / CUT
Card = namedtuple("Card", "id container position place unit")  # a phantom has no container

def table(path):
    lines = path.read_text("utf-8-sig").splitlines()
    separator = max(",;\t", key=lines[0].count)
    return [{name.strip(): cell.strip() for name, cell in row.items()} for row in csv.DictReader(lines, delimiter=separator)]

def digest(data):
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()
def assorter(form, cell):  # A of a card with this cell, None for a card that is missing
    if cell is None:
        return Fraction(0)
    weights = [form["per_vote"][name] for name in (set(cell.split(";")) if cell not in ("", "-") else ())]
    countable = 1 <= len(weights) <= form["most_choices"]
    vote = form["per_valid"] + sum(weights) if countable else form["per_invalid"]
    return scaled(form, form["per_card"] + (vote if cell else 0))

def scaled(form, weight, cards=1):
    return Fraction(1, 2) + Fraction(weight, 2 * form["scale"] * cards) if form["scale"] else Fraction(1, 2)
def upper_bound(form):  # the greatest A that any card can have
    best = sorted(form["per_vote"].values(), reverse=True)
    votes = best[0] + sum(max(0, weight) for weight in best[1:form["most_choices"]])
    return scaled(form, form["per_card"] + max(0, form["per_invalid"], form["per_valid"] + votes))

def counted_mean(form, tally, cards):  # the mean of A over so many cards, of which a return is the tally
    votes = sum(weight * tally["votes"].get(party, 0) for party, weight in form["per_vote"].items())
    valid, invalid = form["per_valid"] * tally["valid"], form["per_invalid"] * tally["invalid"]
    return scaled(form, votes + valid + invalid + form["per_card"] * cards, cards)

def bet(test, j, total, m):  # the bet on draw j, before 1/m limits it
    parameters, u = test["parameters"], test["u"]
    if test["method"] == "fixed-bet":
        return parameters["lambda"]
    if test["method"] != "alpha-shrink-trunc" or parameters["f"]:
        raise ValueError(f"the documents do not say how {test['method']} bets with {parameters}")
    w = parameters["d"] + j - 1
    distance = parameters["c"] / math.sqrt(w)
    eta = min(u - distance, max((parameters["d"] * parameters["eta"] + total) / w, m + distance))
    return max(0.0, (eta - m) / (m * (u - m))) if m else math.inf

def martingale(test, values):  # ln M after each value
    log, total, half = 0.0, 0.0, test["cards"] / 2
    for j, value in enumerate(values, 1):
        m = (half - total) / (test["cards"] - j + 1)
        if m < 0 or log == math.inf:
            log = math.inf
        elif m >= test["u"]:
            log = log if test["rests"] else -math.inf
        elif value != m:
            gain = min(bet(test, j, total, m), 1 / m if m else math.inf) * (value - m)
            log = log + math.log1p(gain) if gain > -1 else -math.inf
        total += value
        yield log

def knapsack(chamber, logs):  # ln E from the current ln M of its assertions; seats that must be lost; e_j(d) by unit
    def least(names):
        log = min([700.0, *(logs[name] for name in names)])
        return math.floor(log * CUT) / CUT if log > -math.inf else log
    units = chamber["constituencies"]
    terms = {unit["unit"]: [0.0, *(least(bound["assertions"]) for bound in unit["bounds"])] for unit in units}
    target, best = sum(unit["reported"] for unit in units) - chamber["needed"] + 1, {0: 0.0}
    for unit_terms in terms.values():  # best: by seats lost so far, `target` and more as one
        ways = [(min(target, lost + more), log + term) for lost, log in best.items() for more, term in enumerate(unit_terms)]
        best = {lost: min(log for at, log in ways if at == lost) for lost, _ in ways}
    return best[target], least(chamber["everywhere"]), target, terms

def differences(where, stated, computed):  # a sentence for each; what is not computed is passed over
    if isinstance(computed, list) and len(stated) == len(computed):
        stated, computed = dict(enumerate(stated, 1)), dict(enumerate(computed, 1))
    if isinstance(computed, dict):
        return [line for name in computed for line in differences(f"{where}, {name}", stated.get(name), computed[name])]
    alike = (Fraction(stated) if isinstance(computed, Fraction) else stated) == computed
    if isinstance(computed, float):
        alike = math.isclose(float(stated), computed, rel_tol=1e-5, abs_tol=2 / CUT if "log_e" in where else 1e-300)
    return [] if alike else [f"{where}: stated {stated}, computed {computed}"]

class Audit:
    def __init__(self, folder):
        self.folder = folder
        toml = {name: tomllib.loads((folder / name).read_text("utf-8")) for name in ("election.toml", "audit/audit.toml")}
        self.asked, self.bounds = toml["audit/audit.toml"]["audit"], toml["audit/audit.toml"].get("cards", [])
        self.levels = {contest["id"]: contest["constituencies"] for contest in toml["election.toml"]["contest"]}
        self.parties = {party["id"] for party in toml["election.toml"]["party"]}
        roles = {source["id"]: source["role"] for source in toml["election.toml"]["source"]}
        self.basis = self.asked.get("basis") or next(name for name in roles if roles[name] == "commission")
        self.returns = [path for path in (folder / "returns").glob("*.csv")
                        if (source := path.name.split(".")[0]) == self.basis or source not in roles]
        self.units = {row["unit"]: row for row in table(folder / "units.csv")}
        self.agenda = self.json("assertions.json")
        self.evidence, self.read, self.found = self.agenda["evidence"], {}, []
        self.assertions = [of | {"stream": (of["contest"], of["unit"])} for of in self.agenda["assertions"]]
        self.counts, self.cards = self.read_returns(), self.read_cards()

    def json(self, name):
        return json.loads((self.folder / "audit" / name).read_text("utf-8"))
    def same(self, where, stated, computed):
        self.found += (new := differences(where, stated, computed))
        print(f"Checked: {where}.", *(f"Differs: {line}." for line in new), sep="\n")
    def ticket(self, card):
        return digest(f"scrutineer|v1|{self.seed}|cards|{card.id}")
    def upwards(self, unit):  # a unit and those above it
        return [unit, *self.upwards(self.units[unit]["parent"])] if unit else []

    def read_returns(self):  # counts by contest and unit: the highest revision, where it states votes
        found = defaultdict(lambda: defaultdict(dict))
        for row in (row for path in self.returns for row in table(path)):
            counts = [(row["field"], row["value"])] if "field" in row else row.items()
            if (row.get("source") or self.basis) == self.basis:
                key = row.get("contest") or next(iter(self.levels)), row["unit"]
                found[key][int(row.get("revision") or 0)] |= {
                    name: int(text) for name, text in counts if text and name in {"valid", "invalid", "cast"} | self.parties}
        return {key: row for key, rows in found.items() if self.parties & set(row := rows[max(rows)])}

    def tally(self, contest, unit):  # of a unit (`*`: of all), from the lowest rows that state votes
        below = [at for of, at in self.counts if of == contest and (unit == "*" or unit in self.upwards(at))]
        higher, votes, valid, invalid = {parent for at in below for parent in self.upwards(at)[1:]}, Counter(), 0, 0
        for row in (self.counts[contest, at] for at in below if at not in higher):
            votes.update(mine := {name: row[name] for name in self.parties & set(row)})
            valid += (counted := row.get("valid", sum(mine.values())))
            invalid += row.get("invalid", row.get("cast", counted) - counted)
        return {"votes": votes, "valid": valid, "invalid": invalid}

    def read_cards(self):  # every place of the manifest is a card; its id is the record's, where there is one
        found = table(path) if (path := self.folder / "audit/records.csv").exists() else []
        self.records, ids = {row["card"]: row for row in found}, {(row["container"], row["position"]): row["card"] for row in found}
        return [Card(ids.get((row["container"], k), f"{row['container']}/{k}"), row["container"], k,
                     row.get("place", ""), row.get("unit", ""))
                for row in table(self.folder / "audit/manifest.csv") for k in map(str, range(1, int(row["cards"]) + 1))]

    def stream(self, contest, unit):  # cards of a contest in a unit, in the order of the manifest, then phantoms
        electing = [name for name, row in self.units.items() if row["level"] == self.levels[contest]]
        electing = electing or [name for name, row in self.units.items() if not row["parent"]]
        if unit == "*":
            return sorted((card for part in electing for card in self.stream(contest, part)), key=lambda card: not card.container)
        places = [card for card in self.cards if unit in self.upwards(card.unit or electing[0])]
        cards = [card for card in places if not self.agenda["styles"] or self.cell(self.records, card, contest)]
        bound = sum(row["cards"] for row in self.bounds if (row["contest"], row["unit"]) == (contest, unit))
        beyond = range(1, (bound or len(places)) - len(cards) + 1)
        return cards + [Card(f"phantom/{contest}/{unit}/{k}", "", "", "", unit) for k in beyond]

    def check_ceremony(self):  # the commitment, that no file has changed since, and the seed
        paths = [f"audit/{name}" for name in ("assertions.json", "audit.toml", "manifest.csv", "records.csv")]
        paths += ["claims.csv", "election.toml", *(f"returns/{path.name}" for path in self.returns), "units.csv"]
        paths = sorted(path for path in paths if (self.folder / path).exists())
        files = [{"path": path, "sha256": digest((self.folder / path).read_bytes())} for path in paths]
        self.root = digest("\n".join(["scrutineer audit commitment v1", *(f"{x['sha256']}  {x['path']}" for x in files), ""]))
        self.same("commitment.json", self.json("commitment.json"), {"root": self.root, "files": files})
        stated, least, beacon = self.json("seed.json"), self.asked.get("dice_digits", 20), self.asked.get("beacon")
        self.seed = digest(f"scrutineer audit seed v1\n{self.root}\n{stated['dice']}\n{stated['beacon_value']}\n")
        dice = stated["dice"] if stated["dice"].isdigit() and len(stated["dice"]) >= least else f"{least} digits"
        self.same("seed.json", stated, {"commitment": self.root, "seed": self.seed, "dice": dice, "beacon": beacon})

    def check_agenda(self):  # streams, now in the order of their tickets; pools; and what assertions are tested by
        pools, keys = self.agenda["pools"].items(), [(row["contest"], row["unit"]) for row in self.agenda["streams"]]
        self.streams = {key: sorted(self.stream(*key), key=self.ticket) for key in keys}
        self.pools = {(of, pool["unit"]): pool for of, rows in pools for pool in rows}
        held = Counter((of, self.record_key(card, of)) for of, _ in pools for card in self.cards)
        self.same("assertions.json", self.agenda, {
            "risk_limit": self.asked["risk_limit"], "evidence": self.asked["evidence"],
            "streams": [{"cards": len(row), "phantoms": sum(not card.container for card in row)} for row in self.streams.values()],
            "pools": {of: [self.tally(of, pool["unit"]) | {"cards": held[of, pool["unit"]]} for pool in rows] for of, rows in pools},
            "assertions": [self.tested(assertion) for assertion in self.assertions]})

    def tested(self, assertion):
        form, contest, cards = assertion["assorter"], assertion["contest"], self.streams[assertion["stream"]]
        margin, u = 2 * counted_mean(form, self.tally(*assertion["stream"]), len(cards)) - 1, upper_bound(form)
        computed = {"upper_bound": u, "record_mean": None, "margin": margin, "margin_number": float(margin)}
        if self.evidence != "polling":
            keys = Counter(self.record_key(card, contest) for card in cards)
            mean = sum(self.recorded(assertion, key) * count for key, count in keys.items()) / len(cards)
            computed["record_mean"], u = mean, 2 / (2 - (2 * mean - 1) / u)
        return computed | ({"test": {"u": float(u), "cards": len(cards)}} if assertion["test"] else {})

    def cell(self, rows, card, contest):  # None where there is none; with styles, a card without the contest is missing
        row, reserved = rows.get(card.id), contest in ("card", "container", "position", "state")
        text = None if row is None or row.get("state") == "missing" else row.get("\\" * reserved + contest, "")
        return text or None if self.agenda["styles"] else text

    def record_key(self, card, contest):  # what A_record follows from: a pool's unit or a record's cell; None: 1/2
        if self.evidence == "pools" and card.container:
            return next(unit for unit in self.upwards(card.unit) if (contest, unit) in self.pools)
        return self.cell(self.records, card, contest)

    def recorded(self, assertion, key):
        if pool := self.pools.get((assertion["contest"], key)):
            return counted_mean(assertion["assorter"], pool, pool["cards"])
        return Fraction(1, 2) if key is None else assorter(assertion["assorter"], key)

    def score(self, assertion, record, read):  # the value that the martingale is fed
        value, bound = assorter(assertion["assorter"], read), Fraction(assertion["upper_bound"])
        if self.evidence == "polling":
            return float(value)
        u = 2 / (2 - (2 * Fraction(assertion["record_mean"]) - 1) / bound)
        return float(max(Fraction(0), min(u, (1 - (self.recorded(assertion, record) - value) / bound) * u / 2)))

    def check_rounds(self):
        sizes, drawn, peaks, decision, found = {}, {}, Counter(), "continue", []
        rounds = sorted((self.folder / "audit/rounds").glob("*"), key=lambda folder: int(folder.name))
        for number, folder in enumerate(rounds, 1):
            self.same(f"decision before round {number}", decision, "continue")
            cards, decision = self.check_sample(folder, sizes, drawn), "not assessed"
            if (folder / "assessment.json").exists():
                rows = table(folder / "interpretations.csv")
                at = {card.id: card for card in cards}  # where a row says where its card lies, it is there
                places = sorted([row["card"], *(row[x] or getattr(at.get(row["card"]), x, "") for x in ("container", "position"))]
                                for row in rows)
                self.same(f"round {number}, interpretations.csv", places, sorted(list(card[:3]) for card in cards if card.container))
                self.read |= {row["card"]: row for row in rows}
                found += self.discrepancies(number, cards) if self.evidence == "comparison" else []
                stated = self.json(f"rounds/{number}/assessment.json")
                computed = self.assessment(drawn, peaks, stated) | {"round": number, "discrepancies": found}
                self.same(f"round {number}, assessment.json", stated, computed)
                decision = computed["decision"]

    def check_sample(self, folder, sizes, drawn):  # the cards of a round, by ticket
        for key, size in (((row["contest"], row["unit"]), int(row["size"])) for row in table(folder / "sizes.csv")):
            self.same(f"round {folder.name}, sizes.csv, {key}", size, max(size, sizes.get(key, 0)))
            sizes[key] = size
        cards = {card.id: card for key, size in sizes.items() for card in self.streams[key][:size] if card.id not in drawn}
        cards = sorted(cards.values(), key=self.ticket)
        sample = [dict(zip(("draw", "card", "container", "position", "place", "ticket"), (str(draw), *card[:4], self.ticket(card))))
                  for draw, card in enumerate(cards, len(drawn) + 1)]
        self.same(f"round {folder.name}, sample.csv", table(folder / "sample.csv"), sample)
        drawn |= {card.id: card for card in cards}
        return cards

    def discrepancies(self, number, cards):  # where records and cards of a round differ
        for card, contest in ((card, contest) for card in cards if card.container for contest in self.levels):
            record, read = self.record_key(card, contest), self.cell(self.read, card, contest)
            over = [(value, of["id"]) for of in self.assertions if of["contest"] == contest and record != read
                    and (value := self.recorded(of, record) - assorter(of["assorter"], read)) and card in self.streams[of["stream"]]]
            if over:
                greatest, name = max(over, key=lambda pair: pair[0])
                yield {"card": card.id, "round": number, "contest": contest, "record": record, "assertion": name,
                       "found": "missing" if self.read[card.id].get("state") == "missing" else read or "", "overstatement": greatest}

    def run(self, assertion, cards):  # ln M now and at its greatest, 1 included
        pairs = [(self.record_key(card, assertion["contest"]), self.cell(self.read, card, assertion["contest"])) for card in cards]
        scores = {pair: self.score(assertion, *pair) for pair in set(pairs)}
        logs = [0.0, *(martingale(assertion["test"], [scores[pair] for pair in pairs]) if assertion["test"] else [])]
        return logs[-1], max(logs)

    def assessment(self, drawn, peaks, stated):
        self.prefix = {key: next((n for n, card in enumerate(cards) if card.id not in drawn), len(cards))
                       for key, cards in self.streams.items()}
        runs = {of["id"]: self.run(of, self.streams[of["stream"]][:self.prefix[of["stream"]]]) for of in self.assertions}
        targets = [self.target(target, runs, peaks, row) for target, row in zip(self.agenda["targets"], stated["targets"], strict=True)]
        decisions = {row["decision"] for row in targets if row["targeted"]}
        return {"commitment": self.root, "risk_limit": self.asked["risk_limit"], "targets": targets,
                "assertions": [{"id": name, **self.result([name], *run)} for name, run in runs.items()],
                "cards": {"read": len(self.read), "phantoms": len(drawn) - len(self.read),
                          "missing": sum(row.get("state") == "missing" for row in self.read.values())},
                "streams": [{"contest": of, "unit": unit, "read": read} for (of, unit), read in self.prefix.items()],
                "decision": next((one for one in ("full-count", "continue") if one in decisions), "confirmed")}

    def result(self, names, log, peak):
        keys, p_value = {of["stream"] for of in self.assertions if of["id"] in names}, math.exp(-peak)
        return {"sample_size": sum(self.prefix[key] for key in keys), "p_value": p_value, "log_e": log,
                "confirmed": p_value <= Fraction(self.asked["risk_limit"])}

    def target(self, target, runs, peaks, stated):
        names, chamber, weakest = target["assertions"], target["chamber"], []
        log = peak = min((runs[name][1] for name in names), default=math.inf if target["standing"] == "uncontested" else 0.0)
        if chamber:
            log, everywhere, lost, terms = knapsack(chamber, {name: run[0] for name, run in runs.items()})
            deficits = [(row["deficit"], terms[row["unit"]][row["deficit"]]) for row in stated["weakest"]]
            least = sum(seats for seats, _ in deficits) >= lost and abs(sum(term for _, term in deficits) - log) < 2 / CUT
            weakest, log = stated["weakest"] if least else f"deficits with sum {log}", min(log, everywhere)
            peak = peaks[target["id"]] = max(peaks[target["id"]], log)
        row = {"id": target["id"], "targeted": target["targeted"], "weakest": weakest,
               **self.result(names, log, 0.0 if target["standing"] in ("tie", "no-votes") else peak)}
        done = all(self.prefix[of["stream"]] == len(self.streams[of["stream"]]) for of in self.assertions if of["id"] in names)
        decision, reason = {"tie": ("full-count", "tie"), "no-votes": ("full-count", "no-votes"),
                            "uncontested": ("confirmed", "uncontested")}.get(target["standing"]) or (
            ("confirmed", None) if row["confirmed"] else ("full-count", "all-cards-read") if done else ("continue", None))
        return row | {"decision": decision, "reason": reason}

def main(folder):
    try:
        audit = Audit(Path(folder))
        audit.check_ceremony(), audit.check_agenda(), audit.check_rounds()
    except (OSError, LookupError, AttributeError, TypeError, ValueError, ArithmeticError, StopIteration, csv.Error) as error:
        print(f"This audit cannot be read: {type(error).__name__}: {error}.")
        return 2
    print(f"{len(audit.found)} differences." if audit.found else "All of it follows from the files.")
    return 1 if audit.found else 0

if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2] or print(__doc__) or "."))
