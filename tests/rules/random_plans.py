"""Small random plans, random partial knowledge, and the exact answer by trying every completion.

All numbers are small: no threshold is above TOP, so TOP + 1 stands for every larger value (facts are never negative, and a sum with
one of them in it is past all thresholds too). Decimals are written in millionths for the same reason.
"""
import itertools
import json
import random
from datetime import date, timedelta

TOP = 5
MOST_COMPLETIONS = 1500
NONE = 99
AS_OF = date(2030, 6, 15)
COUNTIES = ["990101", "990102", "990103", "990104"]
BORDERS = {("990101", "990102"), ("990102", "990103")}
DISEASES = ["algae", "dieoff"]
DAYS = {"window.algae": 4, "incubation.algae": 2, "incubation.dieoff": 7}
SPREADS = ["sporadic", "epidemic", "outbreak"]


def pair(text):
    return {"zh": text, "en": text}


def number(fact_type, value):
    """A number as a plan or a batch line writes it."""
    return "0.%06d" % value if fact_type == "decimal" else str(value)


class Fact:
    def __init__(self, rnd, index):
        self.type = rnd.choice(["bool", "count", "count", "count", "decimal", "decimal", "enum", "level"])
        self.id = "%s_%d" % (self.type[0], index)
        self.index = index
        self.discretion = self.type in ("bool", "enum", "level") and rnd.random() < 0.2
        self.harm = self.type != "level" and rnd.random() < 0.7
        self.values = ["none", "some", "much"]

    @property
    def is_number(self):
        return self.type in ("count", "decimal")

    def domain(self, levels):
        return {"bool": [0, 1], "enum": [0, 1, 2], "level": list(range(levels + 1))}.get(self.type, list(range(TOP + 2)))

    def declaration(self):
        out = {"id": self.id, "type": self.type, "label": pair(self.id), "question": pair(self.id)}
        if self.type == "enum":
            out["values"] = [{"id": value, "label": pair(value)} for value in self.values]
        return {**out, **({"harm": True} if self.harm else {}), **({"discretion": True} if self.discretion else {})}


# ---------------------------------------------------------------- expressions
# A node has its text, how loosely it binds (0 atom, 1 and, 2 or), and Python source for both readings, negated or not.


class Test:
    """low <= measure <= high; None is an open side."""

    def __init__(self, text, measure, low, high, harm, equal=False):
        self.text, self.loose, self.measure, self.low, self.high = text, 0, measure, low, high
        self.harm, self.equal = harm, equal

    def source(self, safe, negated):
        if negated:
            below = self.side(None, self.low - 1, safe) if self.low is not None else "False"
            above = self.side(self.high + 1, None, safe) if self.high is not None else "False"
            return "(%s or %s)" % (below, above)
        return self.side(self.low, self.high, safe)

    def side(self, low, high, safe):
        if safe and self.harm and not self.equal:
            high = None
        parts = ["%d <= %s" % (low, self.measure)] if low is not None else []
        parts += ["%s <= %d" % (self.measure, high)] if high is not None else []
        return "(%s)" % (" and ".join(parts) or "True")


class Not:
    def __init__(self, inner):
        self.inner, self.loose = inner, 0
        self.text = "not " + (inner.text if inner.loose == 0 else "(%s)" % inner.text)

    def source(self, safe, negated):
        return self.inner.source(safe, not negated)


class Join:
    def __init__(self, word, parts):
        self.word, self.parts, self.loose = word, parts, 1 if word == "and" else 2
        self.text = (" %s " % word).join("(%s)" % p.text if p.loose > self.loose or (p.loose == self.loose and i) else p.text
                                         for i, p in enumerate(parts))

    def source(self, safe, negated):
        word = self.word if not negated else {"and": "or", "or": "and"}[self.word]
        return "(%s)" % (" %s " % word).join(p.source(safe, negated) for p in self.parts)


class Grade:
    def __init__(self, name, rows):
        self.text, self.loose, self.rows = "grade(%s)" % name, 0, rows

    def source(self, safe, negated):
        return Join("or", self.rows).source(safe, negated) if self.rows else str(negated)


def spelt(node, text):
    """The same node under another wording, which binds like an atom."""
    node.text, node.loose = text, 0
    return node


def compare(rnd, name, write, top, test):
    """A random comparison of a measure. `test(low, high, names a value)` makes a test without text."""
    a, b = sorted((rnd.randint(0, top), rnd.randint(0, top)))
    ends = rnd.choice("[("), rnd.choice("])")
    low, high = a + (ends[0] == "("), b - (ends[1] == ")")
    shapes = [(">= " + write(a), lambda: test(a, None, False)), ("> " + write(a), lambda: test(a + 1, None, False)),
              ("<= " + write(a), lambda: test(None, a, False)), ("< " + write(a), lambda: test(None, a - 1, False)),
              ("= " + write(a), lambda: test(a, a, True)), ("!= " + write(a), lambda: Not(test(a, a, True))),
              ("in {%s, %s}" % (write(b), write(a)), lambda: Join("or", [test(a, a, True), test(b, b, True)])),
              ("in [..%s]" % write(a), lambda: test(None, a, False)), ("in (%s..]" % write(a), lambda: test(a + 1, None, False)),
              ("in [..)", lambda: test(None, None, False))]
    if low <= high:
        shapes += [("in %s%s..%s%s" % (ends[0], write(a), write(b), ends[1]), lambda: test(low, high, False))] * 4
    behind, make = rnd.choice(shapes)
    return spelt(make(), "%s %s" % (name, behind))


class Maker:
    """Makes expressions over a plan's facts."""

    def __init__(self, rnd, facts, levels, terms, reports):
        self.rnd, self.facts, self.levels, self.terms, self.reports = rnd, facts, levels, terms, reports
        self.grades = {}

    def single(self, fact):
        source = "v[%d]" % fact.index
        if fact.type == "bool":
            return Test(fact.id, source, 1, 1, fact.harm)
        top = {"enum": 2, "level": self.levels}.get(fact.type, TOP)
        write = (lambda v: fact.values[v]) if fact.type == "enum" else (lambda v: number(fact.type, v))
        named = fact.type in ("enum", "level")
        return compare(self.rnd, fact.id, write, top, lambda low, high, equal: Test("", source, low, high, fact.harm, equal and named))

    def sum(self):
        kind = self.rnd.choice(["count", "count", "decimal"])
        pool = [f for f in self.facts if f.type == kind]
        if len(pool) < 2:
            return self.single(self.rnd.choice(self.facts))
        chosen = self.rnd.sample(pool, self.rnd.randint(2, min(3, len(pool))))
        named = [t for t in self.terms if t[1] == sorted(f.index for f in chosen)]
        text = named[0][0] if named and self.rnd.random() < 0.7 else " + ".join(f.id for f in chosen)
        source, harm = "(%s)" % " + ".join("v[%d]" % f.index for f in chosen), all(f.harm for f in chosen)
        return compare(self.rnd, text, lambda v: number(kind, v), TOP, lambda low, high, equal: Test("", source, low, high, harm))

    def count(self):
        """A number counted from the reports, which is known: the measure's source is the number."""
        rnd = self.rnd
        unit = rnd.choice(["counties", "adjacent counties", "townships", "premises", "reports"])
        diseases = rnd.choice([["algae"], ["dieoff"], ["algae", "dieoff"]])
        spread, window = rnd.choice(SPREADS + [None, None]), rnd.choice(["incubation", "window.algae", "3 days", None])
        arguments = ["disease = " + diseases[0] if len(diseases) == 1 else "disease in {%s}" % ", ".join(diseases)]
        arguments += ["spread %s %s" % (rnd.choice(["=", ">="]), spread)] if spread else []
        arguments += ["within " + window] if window else []
        rnd.shuffle(arguments)
        tallies = [str(self.tally(unit, disease, spread, window)) for disease in diseases]
        return compare(rnd, "%s(%s)" % (unit, ", ".join(arguments)), str, 3,
                       lambda low, high, equal: Join("or", [Test("", tally, low, high, True) for tally in tallies]))

    def tally(self, unit, disease, spread, window):
        days = {"incubation": DAYS["incubation." + disease], "3 days": 3, None: 10**6}.get(window, DAYS.get(window))
        chosen = [r for r in self.reports if r["disease"] == disease and timedelta(0) <= AS_OF - r["day"] <= timedelta(days)
                  and SPREADS.index(r["spread"]) >= SPREADS.index(spread or "sporadic")]
        if unit == "adjacent counties":
            return largest_group({r["county"] for r in chosen})
        keys = {"counties": lambda r: r["county"], "townships": lambda r: (r["county"], r["township"]), "premises": lambda r: r["premises"],
                "reports": id}
        return len({keys[unit](r) for r in chosen})

    def expression(self, depth, grades=True):
        roll = self.rnd.random()
        if depth > 0 and roll < 0.5:
            return Join(self.rnd.choice(["and", "or"]), [self.expression(depth - 1, grades) for _ in range(self.rnd.choice([2, 2, 3]))])
        if depth > 0 and roll < 0.62:
            return Not(self.expression(depth - 1, grades))
        if grades and self.grades and roll < 0.68:
            name = self.rnd.choice(list(self.grades))
            return Grade(name, self.grades[name])
        if self.reports is not None and roll < 0.75:
            return self.count()
        return self.sum() if roll < 0.88 else self.single(self.rnd.choice(self.facts))


def largest_group(counties):
    groups = []
    for county in counties:
        touching = [g for g in groups if any((a, county) in BORDERS or (county, a) in BORDERS for a in g)]
        groups = [g for g in groups if g not in touching] + [{county}.union(*touching)]
    return max(map(len, groups), default=0)


# ---------------------------------------------------------------- a plan with its incidents


class Plan:
    """`data` is the plan file; `lines` are batch lines, `answers` what they must get."""

    def __init__(self, seed, lines):
        rnd = self.rnd = random.Random("plan %s" % seed)
        self.levels = rnd.choice([2, 3, 3])
        self.facts = [Fact(rnd, i) for i in range(rnd.randint(3, 5))]
        self.reports = self.random_reports() if rnd.random() < 0.3 else None
        self.terms = self.random_terms()
        maker = Maker(rnd, self.facts, self.levels, self.terms, self.reports)
        self.rules = []                                # (clause, level, grade index or -1, node)
        self.grade_levels = [rnd.randint(1, self.levels) for _ in range(rnd.choice([0, 0, 1, 2]))]
        for index, level in enumerate(self.grade_levels):
            rows = [maker.expression(1, grades=False) for _ in range(rnd.randint(1, 2))]
            self.rules += [("g%d.%d" % (index, i), level, index, row) for i, row in enumerate(rows)]
            maker.grades["grade_%d" % index] = rows
        self.rules += [("r%d" % i, rnd.randint(1, self.levels), -1, maker.expression(2)) for i in range(rnd.randint(1, 5))]
        rnd.shuffle(self.rules)
        self.grade_count = len(self.grade_levels)
        self.literal, self.safe = ([self.compiled(node.source(safe, False)) for *_, node in self.rules] for safe in (False, True))
        self.lines, self.answers = zip(*(self.incident("i%d" % i) for i in range(lines)))

    @staticmethod
    def compiled(source):
        return eval("lambda v: " + source)      # our own source, from above

    def random_terms(self):
        kind = self.rnd.choice(["count", "decimal"])
        pool = [f for f in self.facts if f.type == kind]
        if len(pool) < 2 or self.rnd.random() < 0.5:
            return []
        chosen = sorted(self.rnd.sample(pool, 2), key=lambda f: f.index)
        return [("both", [f.index for f in chosen], " + ".join(f.id for f in chosen))]

    def random_reports(self):
        rnd = self.rnd
        return [{"day": AS_OF - timedelta(rnd.choice([-1, 0, 1, 2, 3, 4, 5, 7, 8, 40])), "county": rnd.choice(COUNTIES),
                 "township": rnd.choice("ab"), "premises": rnd.choice("pqrs"), "disease": rnd.choice(DISEASES),
                 "spread": rnd.choice(SPREADS)} for _ in range(rnd.randint(0, 6))]

    @property
    def data(self):
        out = {"format": 1, "id": "random", "title": pair("random"),
               "levels": [{"level": n, "name": pair("level %d" % n), "clause": "1"} for n in range(1, self.levels + 1)],
               "grades": [{"id": "grade_%d" % i, "name": pair("grade"), "clause": "1", "level": level} for i, level in enumerate(self.grade_levels)],
               "facts": [fact.declaration() for fact in self.facts],
               "terms": [{"id": t[0], "is": t[2], "label": pair("both")} for t in self.terms],
               "rules": [{"clause": clause, **({"grade": "grade_%d" % grade} if grade >= 0 else {"level": level}), "when": node.text,
                          "says": pair("rule")} for clause, level, grade, node in self.rules]}
        if self.reports is not None:
            out["diseases"] = [{"id": d, "name": pair(d)} for d in DISEASES]
            out["parameters"] = [{"id": k, "days": v, "name": pair(k), "source": {"note": pair("test")}} for k, v in DAYS.items()]
        return {key: value for key, value in out.items() if value != []}

    def incident(self, ident):
        domains, facts = [], {}
        share = self.rnd.choice([0.3, 0.6, 1.0])
        for fact in self.facts:
            domain = fact.domain(self.levels)
            known, domain = self.knowledge(fact, domain, share)
            while len(domain) > 1 and len(domain) * product(domains) > MOST_COMPLETIONS:
                known, domain = self.knowledge(fact, fact.domain(self.levels), 0)
            if known is not None:
                facts[fact.id] = known
            domains.append(domain)
        line = {"id": ident, "facts": facts}
        if self.reports is not None:
            line["reports"] = [{**{k: v for k, v in r.items() if k != "day"}, "date": r["day"].isoformat()} for r in self.reports]
            line["as_of"] = AS_OF.isoformat()
        return write(line), {"id": ident, **self.answer(domains)}

    def knowledge(self, fact, domain, share):
        """(what the line says, the values left). `share` is how often a fact is not exactly known."""
        rnd = self.rnd
        if rnd.random() < share:
            if fact.is_number and rnd.random() < 0.6:
                low, high = sorted((rnd.randint(0, TOP + 2), rnd.randint(0, TOP + 2)))
                said = {"min": number(fact.type, low), "max": number(fact.type, high)}
                for key in rnd.choice([[], [], ["min"], ["max"]]):
                    del said[key]
                low, high = low if "min" in said else 0, high if "max" in said else TOP + 1
                return {k: Raw(v) for k, v in said.items()}, list(range(min(low, TOP + 1), min(high, TOP + 1) + 1))
            return None, [0] if fact.discretion else domain
        value = rnd.choice(domain)
        said = {"bool": bool(value), "enum": fact.values[value] if fact.type == "enum" else None, "level": value}
        return said[fact.type] if fact.type in said else Raw(number(fact.type, value)), [value]

    def level_of(self, rules, v):
        return min((level for (_, level, _, _), holds in zip(self.rules, rules) if holds(v)), default=NONE)

    def answer(self, domains):
        level_at, worst, possible, safe, grade = {}, 0, NONE, 0, self.grade_count
        for v in itertools.product(*domains):
            level = level_at[v] = self.level_of(self.literal, v)
            worst, possible, safe = max(worst, level), min(possible, level), max(safe, self.level_of(self.safe, v))
            grade = min(grade, max((g for (_, _, g, _), holds in zip(self.rules, self.literal) if g >= 0 and holds(v)), default=-1))
        always = [all(holds(v) for v in level_at) for holds in self.literal]
        clauses = [rule[0] for rule, every in zip(self.rules, always) if every and rule[1] == worst]
        return {"level": shown(worst), "possible": shown(possible), "settled": worst == possible, "safe_level": shown(safe),
                "event_grade": "grade_%d" % grade if 0 <= grade < self.grade_count else None, "clauses": clauses,
                "ask": self.ask(domains, level_at)}

    def ask(self, domains, level_at):
        asked = []
        for fact, domain in zip(self.facts, domains):
            if fact.discretion or len(domain) < 2:
                continue
            seen = {}
            for v, level in level_at.items():
                seen.setdefault(v[:fact.index] + v[fact.index + 1:], set()).add(level)
            if any(len(levels) > 1 for levels in seen.values()):
                asked.append(fact.id)
        return sorted(asked)


class Raw(str):
    """A number to be written as it stands."""


def write(value):
    if isinstance(value, Raw):
        return str(value)
    if isinstance(value, dict):
        return "{%s}" % ", ".join("%s: %s" % (json.dumps(k), write(v)) for k, v in value.items())
    if isinstance(value, list):
        return "[%s]" % ", ".join(map(write, value))
    return json.dumps(value)


def product(domains):
    total = 1
    for domain in domains:
        total *= len(domain)
    return total


def shown(level):
    return None if level == NONE else level
