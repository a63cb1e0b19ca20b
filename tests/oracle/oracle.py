#!/usr/bin/env python3
"""An independent oracle for `respond grade PLAN --batch` (shared/spec/grading.md).

    oracle.py PLAN [--closed] [--param incubation.csf=21]... < lines.jsonl > expected.jsonl

The conditions are written by hand from the four official texts; nothing here reads the
tool's plan files.  Every clause of the four plans is a disjunction in which each alternative looks
at the facts of one *part* only (say: "deaths + missing" or "participants and unrest").
So a completion is a free choice of one row in every part, its clauses are the union of the rows' clauses, and
its level is the most severe of the rows' levels.  Each part is enumerated in full:

- a count takes every integer of its range up to a cap, one more than the highest threshold that the count or
  a sum with it is compared with; a larger value behaves like the cap;
- a decimal (an integer number of millionths) takes the low end of its range and every cut inside it;
- a bool or an enumeration takes each of its values.

Errors are only marked ("*").  The id of a line that may be refused before its keys are read is "*" too.
"""
import itertools
import json
import re
import sys
from datetime import date

NONE = 9                      # "no level", "no grade": less severe than all; min() is "most severe wins"
LIMIT = 10**15                # beyond it a number is an error
MICRO = 10**6
CAP = 501
CAPS = {("tourism", "deaths"): 31, ("tourism", "missing"): 31,      # their sum is compared with 30 at most
        ("road", "deaths"): 101, ("road", "missing"): 31, ("road", "injured"): 101,    # deaths + injured: 100;
        #                     deaths, deaths + missing: 30; deaths + missing + injured: 10
        ("road", "cities"): 6, ("road", "counties"): 5}

# ---------------------------------------------------------------- facts (grading.md 2)

COUNT, MONEY, HOURS, BOOL = "count", "money", "hours", "bool"
FACTS = {
    "construction": {
        "deaths": COUNT, "serious_injuries": COUNT, "direct_loss": MONEY, "endangered": COUNT,
        "beyond_county": BOOL, "municipal_utility": BOOL, "hq_level": [0, 1, 2, 3, 4]},
    "tourism": {
        "deaths": COUNT, "missing": COUNT, "serious_injuries": COUNT, "trapped": COUNT,
        "mass_participants": COUNT, "mass_unrest": BOOL,
        "stranded": COUNT, "stranded_hours": HOURS, "stranded_disruption": BOOL,
        "other_grade": ["none", "general", "larger", "major", "extraordinary"],
        "capacity": ["unstated", "county_copes", "county_struggles", "beyond_city"],
        "hq_level": [0, 1, 2, 3]},
    "road": {
        "traffic_accident": BOOL, "hazmat_release": BOOL, "severe_weather": BOOL,
        "deaths": COUNT, "missing": COUNT, "injured": COUNT,
        "pollution": ["none", "some", "major"], "cities": COUNT, "counties": COUNT},
    "animal": {
        "fmd_new_subtype": BOOL, "pathogen_leak_infection": BOOL, "zoonosis_human_surge": BOOL,
        "zoonosis_human_case": BOOL, "mass_death_counties": COUNT, "hq_level": [0, 1, 2, 3, 4]},
}
DISCRETION = {"beyond_county", "hq_level", "other_grade", "capacity"}
CUTS = {MONEY: [1, 1000 * MICRO, 5000 * MICRO, 10000 * MICRO],     # > 0, >= 1000, >= 5000, >= 1亿
        HOURS: [24 * MICRO + 1]}                                   # > 24

# ---------------------------------------------------------------- conditions, from the texts
# `within(x, a, b)` is a以上b以下: literally a <= x < b; in the safe reading the upper bound is dropped.


def literal(x, low, high):
    return low <= x < high


def safe(x, low, high):
    return low <= x


def scale(within, n, cuts, clauses):
    """Four rungs, the mildest first: cuts[0]以上cuts[1]以下, …, cuts[3]以上."""
    for k in range(3):
        if within(n, cuts[k], cuts[k + 1]):
            yield from clauses[k]
    if n >= cuts[3]:
        yield from clauses[3]


def ladder(cuts, clauses):
    return lambda within, n: scale(within, n, cuts, clauses)


# construction: 附件4 grades, and 附件3/n级/1 launches on the grade

ACCIDENT = [["附件4/一般", "附件3/四级/1"], ["附件4/较大", "附件3/三级/1"],
            ["附件4/重大", "附件3/二级/1"], ["附件4/特别重大", "附件3/一级/1"]]


ENDANGERED = [["附件3/四级/2"], ["附件3/三级/2"], ["附件3/二级/2"], ["附件3/一级/2"]]
LOSS_CUTS = (1, 1000 * MICRO, 5000 * MICRO, 10000 * MICRO)     # (0..1000), …, 1亿元以上, in millionths of 万元


def c_findings(within, beyond_county, hq):
    if beyond_county:
        yield "附件3/二级/3"
    yield from {1: ["附件3/一级/3"], 2: ["附件3/二级/4"],
                3: ["附件3/三级/3"], 4: ["附件3/四级/3"]}.get(hq, [])


# tourism: 附件1 grades, and 5.3.n.1(1) launches on the grade

def event(number):
    return [["附件1/一般/(%d)" % number, "5.3.1.1(1)"], ["附件1/较大/(%d)" % number, "5.3.2.1(1)"],
            ["附件1/重大/(%d)" % number, "5.3.3.1(1)"], ["附件1/特别重大/(%d)" % number, "5.3.3.1(1)"]]


def t_dead_or_missing(within, deaths, missing):
    return scale(within, deaths + missing, (1, 3, 10, 30), event(1))


def t_mass(within, n, unrest):
    return scale(within, n, (3, 50, 100, 300), event(2)) if unrest else ()


def t_stranded(within, n, hours, disruption):
    return scale(within, n, (1, 50, 200, 500), event(3)) if hours > 24 * MICRO and disruption else ()


def t_findings(within, other_grade, capacity, hq):
    if other_grade != "none":
        yield from event(4)[["general", "larger", "major", "extraordinary"].index(other_grade)]
    yield from {"beyond_city": ["5.3.3.1(2)"], "county_struggles": ["5.3.2.1(2)"],
                "county_copes": ["5.3.1.1(2)"]}.get(capacity, [])
    yield from {1: ["5.3.3.1(3)"], 2: ["5.3.2.1(3)"], 3: ["5.3.1.1(3)"]}.get(hq, [])


# road: 4.1.1 to 4.1.4

def r_accident_or_release(within, accident, release, pollution, casualties):
    deaths, missing, injured = casualties
    lost = deaths + missing                # 失联、死亡
    hurt = deaths + injured                # 伤亡
    both = deaths + missing + injured      # 失联、伤亡
    if accident:
        if deaths >= 30 or hurt >= 100:
            yield "4.1.1/事故"
        if within(lost, 10, 30) or within(hurt, 50, 100):
            yield "4.1.2/事故"
        if within(lost, 3, 10) or within(hurt, 10, 50):
            yield "4.1.3/事故"
        if within(deaths, 1, 3) or within(both, 1, 10):
            yield "4.1.4/事故"
    if release:
        if deaths >= 10 or hurt >= 50 or pollution == "major":
            yield "4.1.1/危化品"
        if within(lost, 5, 10) or within(hurt, 30, 50) or pollution == "some":
            yield "4.1.2/危化品"
        if within(lost, 3, 5) or within(hurt, 5, 30):
            yield "4.1.3/危化品"
        if within(lost, 1, 3) or within(hurt, 1, 5):
            yield "4.1.4/危化品"


def r_weather(within, weather, cities, counties):
    if not weather:
        return
    if cities >= 5:
        yield "4.1.1/天气"
    if counties >= 4:
        yield "4.1.2/天气"
    if counties >= 2:
        yield "4.1.3/天气"
    yield "4.1.4/天气"


# animal: 4.2.n.1

DISEASES = ("hpai fmd prrs csf nd ppr asf brucellosis tuberculosis rabies anthrax "
            "other_class2 other_class3").split()
INCUBATION = {"prrs": 14, "csf": 14, "nd": 21, "anthrax": 20, "rabies": 180, "brucellosis": 60,
              "tuberculosis": 60, "other_class2": 30, "other_class3": 30}
ZOONOSES = ["brucellosis", "tuberculosis", "rabies", "anthrax"]
SPREADS = ["sporadic", "epidemic", "outbreak"]
COUNTIES = ["140602", "140603", "140621", "140622", "140623", "140681"]
BORDERS = [("140602", "140603"), ("140602", "140621"), ("140603", "140621"), ("140603", "140623"),
           ("140621", "140623"), ("140621", "140681"), ("140621", "140622"), ("140681", "140622")]


def a_reports(reports, as_of, incubation):
    """The part of the animal plan that has no facts: what the reports say."""
    def chosen(disease, days=None, spread="sporadic"):
        return [r for r in reports if r["disease"] == disease
                and r["date"] <= as_of and (days is None or r["date"] >= as_of - days)
                and SPREADS.index(r["spread"]) >= SPREADS.index(spread)]

    def counties(*which):
        return len({r["county"] for r in chosen(*which)})

    def premises(*which):
        return len({r["premises"] for r in chosen(*which)})

    def townships(*which):
        return len({(r["county"], r["township"]) for r in chosen(*which)})

    def touching(*which):
        hit = {r["county"] for r in chosen(*which)}
        return any(a in hit and b in hit for a, b in BORDERS)

    def rules(within):
        pigs_and_poultry = [(d, incubation[d]) for d in ("prrs", "csf", "nd")]
        zoonoses = [(d, incubation[d]) for d in ZOONOSES]
        if counties("hpai", 21) >= 3 or touching("hpai", 21) or premises("hpai", 21) >= 3:
            yield "4.2.1.1(1)"
        if touching("fmd", 14) or townships("fmd", 14) >= 5:
            yield "4.2.1.1(2)"
        if any(counties(d, n) >= 5 or premises(d, n) >= 10 for d, n in pigs_and_poultry):
            yield "4.2.1.1(3)"
        if counties("ppr") >= 3:
            yield "4.2.1.1(4)"
        if counties("asf", 15) >= 1:
            yield "4.2.1.1(5)"
        if any(counties(d, n, "outbreak") >= 1 for d, n in zoonoses):
            yield "4.2.1.1(7)"
        if counties("hpai", 21) >= 2 or premises("hpai", 21) >= 2:
            yield "4.2.2.1(1)"
        if counties("fmd", 14) >= 2 or premises("fmd", 14) >= 5:
            yield "4.2.2.1(2)"
        if any(counties(d, n) >= 4 or premises(d, n) >= 8 for d, n in pigs_and_poultry):
            yield "4.2.2.1(3)"
        if any(counties(d, n, "outbreak") >= 5 for d, n in zoonoses):
            yield "4.2.2.1(4)"
        if within(counties("ppr"), 1, 3):
            yield "4.2.2.1(5)"
        if counties("hpai", 21) >= 1:
            yield "4.2.3.1(1)"
        if counties("fmd", 14) >= 1 or premises("fmd", 14) >= 2:
            yield "4.2.3.1(2)"
        if any(within(counties(d, n), 2, 4) for d, n in pigs_and_poultry):
            yield "4.2.3.1(3)"
        if any(within(counties(d, n, "epidemic"), 2, 5) for d, n in zoonoses):
            yield "4.2.3.1(4)"
        if any(counties(d) >= 1 for d in ("csf", "nd")):
            yield "4.2.4.1(1)"
        if any(counties(d, None, "outbreak") >= 1 for d in ZOONOSES + ["other_class2", "other_class3"]):
            yield "4.2.4.1(2)"
    return rules


def when(clause):
    """A part of one fact: the clause holds when the fact is true, or at least one."""
    return lambda within, value: [clause] if value >= 1 else []


def a_hq(within, hq):
    return {1: ["4.2.1.1(8)"], 2: ["4.2.2.1(7)"], 3: ["4.2.3.1(5)"], 4: ["4.2.4.1(3)"]}.get(hq, [])


CASUALTIES = ("deaths", "missing", "injured")
PARTS = {
    "construction": [
        (("deaths",), ladder((1, 3, 10, 30), ACCIDENT)),
        (("serious_injuries",), ladder((1, 10, 50, 100), ACCIDENT)),
        (("direct_loss",), ladder(LOSS_CUTS, ACCIDENT)),
        (("endangered",), ladder((1, 3, 10, 30), ENDANGERED)),
        (("beyond_county", "hq_level"), c_findings),
        (("municipal_utility",), lambda within, value: ())],
    "tourism": [
        (("deaths", "missing"), t_dead_or_missing),
        (("serious_injuries",), ladder((1, 10, 50, 100), event(1))),
        (("trapped",), ladder((1, 3, 10, 30), event(1))),
        (("mass_participants", "mass_unrest"), t_mass),
        (("stranded", "stranded_hours", "stranded_disruption"), t_stranded),
        (("other_grade", "capacity", "hq_level"), t_findings)],
    "road": [
        (("traffic_accident", "hazmat_release", "pollution", CASUALTIES), r_accident_or_release),
        (("severe_weather", "cities", "counties"), r_weather)],
    "animal": [
        (("fmd_new_subtype",), when("4.2.1.1(2)")), (("pathogen_leak_infection",), when("4.2.1.1(6)")),
        (("zoonosis_human_surge",), when("4.2.1.1(7)")), (("zoonosis_human_case",), when("4.2.2.1(4)")),
        (("mass_death_counties",), when("4.2.2.1(6)")), (("hq_level",), a_hq)],
}
LEVELS = {
    "construction": {"附件3/一级": 1, "附件3/二级": 2, "附件3/三级": 3, "附件3/四级": 4,
                     "附件4/特别重大": 1, "附件4/重大": 2, "附件4/较大": 3, "附件4/一般": 4},
    "tourism": {"5.3.3.1": 1, "5.3.2.1": 2, "5.3.1.1": 3,
                "附件1/特别重大": 1, "附件1/重大": 1, "附件1/较大": 2, "附件1/一般": 3},
    "road": {"4.1.1/": 1, "4.1.2/": 2, "4.1.3/": 3, "4.1.4/": 4},
    "animal": {"4.2.1.1": 1, "4.2.2.1": 2, "4.2.3.1": 3, "4.2.4.1": 4},
}
GRADES = {"特别重大": 1, "重大": 2, "较大": 3, "一般": 4}
GRADE_NAMES = {1: "extraordinary", 2: "major", 3: "larger", 4: "general", NONE: None}


def level_of_clause(plan, clause):
    return next(n for prefix, n in LEVELS[plan].items() if clause.startswith(prefix))


def level_of(plan, clauses):
    return min((level_of_clause(plan, c) for c in clauses), default=NONE)


def grade_of(clauses):
    return min((GRADES[c.split("/")[1]] for c in clauses if c.startswith(("附件1/", "附件4/"))),
               default=NONE)

# ---------------------------------------------------------------- completions


def values(kind, domain, cap):
    """Enough values of a domain: a list of values, or a pair (low, high)."""
    if isinstance(domain, list):
        return domain
    low, high = domain
    if kind == COUNT:
        return range(min(low, cap), min(high, cap) + 1)
    return [low] + [cut for cut in CUTS[kind] if low < cut <= high]


CELLS = [sum(x >= t for t in (1, 3, 5, 10, 30, 50, 100)) for x in range(304)]     # all of road's thresholds
MEMO = {}


def casualties(domains):
    """Road's (deaths, missing, injured): one triple for each way to stand to the thresholds, and
    for each of the three facts, the sets of those triples that one can go through by changing it alone."""
    key = tuple(domains)
    if key in MEMO:
        return MEMO[key]
    spans = [values(COUNT, d, CAPS["road", f]) for f, d in zip(CASUALTIES, domains)]
    triples = {}            # way -> its first triple
    way_of = {}             # triple -> way
    for d, m, i in itertools.product(*spans):
        way = CELLS[d], CELLS[d + m], CELLS[d + i], CELLS[d + m + i]
        way_of[d, m, i] = triples.setdefault(way, (d, m, i))
    deaths, missing, injured = spans
    MEMO[key] = list(triples.values()), {
        "deaths": {frozenset(way_of[d, m, i] for d in deaths) for m in missing for i in injured},
        "missing": {frozenset(way_of[d, m, i] for m in missing) for d in deaths for i in injured},
        "injured": {frozenset(way_of[d, m, i] for i in injured) for d in deaths for m in missing}}
    return MEMO[key]


class Part:
    """All rows of one part, summed up.  `moves[fact]`: sets of levels that one can go
    through by changing that fact alone."""

    def __init__(self, plan, facts, rules, domains):
        spans, routes = [], {}
        for fact in facts:
            if fact == CASUALTIES:
                span, routes = casualties([domains[f] for f in CASUALTIES])
            else:
                span = values(FACTS[plan][fact], domains[fact], CAPS.get((plan, fact), CAP))
            spans.append(span)
        rows = {row: set(rules(literal, *row)) for row in itertools.product(*spans)}
        level = {row: level_of(plan, clauses) for row, clauses in rows.items()}
        self.levels = set(level.values())
        self.safe = max(level_of(plan, rules(safe, *row)) for row in rows)
        self.grade = max(grade_of(clauses) for clauses in rows.values())
        self.always = set.intersection(*rows.values())
        self.moves = {}
        for k, fact in enumerate(facts):
            if fact == CASUALTIES:             # always the last of its part
                for f in CASUALTIES:
                    self.moves[f] = {frozenset(level[head + (triple,)] for triple in route)
                                     for head in itertools.product(*spans[:-1]) for route in routes[f]}
                continue
            groups = {}
            for row in rows:
                groups.setdefault(row[:k] + row[k + 1:], set()).add(level[row])
            self.moves[fact] = {frozenset(group) for group in groups.values()}


def part(plan, facts, rules, domains):
    names = [f for fact in facts for f in (fact if isinstance(fact, tuple) else (fact,))]
    key = (plan, facts) + tuple(tuple(domains[f]) for f in names)
    if not facts:
        return Part(plan, facts, rules, domains)
    if key not in MEMO:
        MEMO[key] = Part(plan, facts, rules, domains)
    return MEMO[key]


def shown(level):
    return None if level == NONE else level


def grade(plan, domains, report_rules):
    """Completions are free choices of a row in every part; so the least severe level is that of the part
    whose least severe row is the most severe, and a clause always holds when some part always gives it."""
    parts = [part(plan, facts, rules, domains) for facts, rules in PARTS[plan]]
    if report_rules:
        parts.append(part(plan, (), report_rules, domains))
    level = min(max(p.levels) for p in parts)
    best = min(min(p.levels) for p in parts)
    always = set().union(*(p.always for p in parts))
    ask = []
    for p in parts:
        others = {NONE}
        for q in parts:
            if q is not p:
                others = {min(a, b) for a in others for b in q.levels}
        ask += [fact for fact, moves in p.moves.items() if fact not in DISCRETION
                and any(len({min(n, other) for n in move}) > 1 for move in moves for other in others)]
    return {
        "level": shown(level), "possible": shown(best), "settled": level == best,
        "safe_level": shown(min(p.safe for p in parts)),
        "event_grade": GRADE_NAMES[min(p.grade for p in parts)],
        "clauses": sorted(c for c in always if level_of_clause(plan, c) == level),
        "ask": sorted(ask)}

# ---------------------------------------------------------------- reading a line (grading.md 5)


class Bad(Exception):
    """Not a valid line."""


class Refused(Bad):
    """May be refused before the keys are read: the id may be null."""


class Number:
    def __init__(self, text):
        self.text = text


def unique(pairs):
    if len({key for key, _ in pairs}) != len(pairs):
        raise Refused
    return dict(pairs)


def constant(name):
    raise ValueError(name)


def depth(value):
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return 0 if inside is None else 1 + max(map(depth, inside), default=0)


def parse(line):
    if len(line) > 1 << 20:
        raise Refused
    try:
        value = json.loads(line.decode("utf-8"), object_pairs_hook=unique, parse_int=Number,
                           parse_float=Number, parse_constant=constant)
        if depth(value) > 64:
            raise Refused
        json.dumps(value, ensure_ascii=False, default=lambda n: n.text).encode("utf-8")
    except RecursionError:
        raise Refused from None
    except UnicodeEncodeError:             # a lone surrogate: cannot be UTF-8 (our reading)
        raise Refused from None
    except ValueError:
        raise Bad from None
    return value


def need(condition):
    if not condition:
        raise Bad


def read_number(kind, value):
    need(isinstance(value, Number) and len(value.text) < 100)
    if kind == COUNT:
        need(re.fullmatch(r"-?[0-9]+", value.text))
        n, limit = int(value.text), LIMIT
    else:
        found = re.fullmatch(r"(-?[0-9]+)(?:\.([0-9]{1,6}))?", value.text)
        need(found)
        n, limit = int(found[1] + (found[2] or "").ljust(6, "0")), LIMIT * MICRO
    need(0 <= n <= limit)
    return n


def read_fact(kind, value):
    """The domain of a fact: a list of values, or (low, high) of a number."""
    if kind == BOOL:
        need(isinstance(value, bool))
        return [value]
    if isinstance(kind, list):
        if isinstance(value, Number) and kind[0] == 0:
            value = read_number(COUNT, value)
            need(value in kind)
        else:
            need(isinstance(value, str) and value in kind)
        return [value]
    top = LIMIT if kind == COUNT else LIMIT * MICRO
    if not isinstance(value, dict):
        n = read_number(kind, value)
        return n, n
    need(value and set(value) <= {"min", "max"})
    low = read_number(kind, value["min"]) if "min" in value else 0
    high = read_number(kind, value["max"]) if "max" in value else top
    need(low <= high)
    return low, high


def absent(fact, kind, closed):
    if kind in (COUNT, MONEY, HOURS):
        return (0, 0) if closed else (0, LIMIT * MICRO)
    every = [False, True] if kind == BOOL else kind
    return every[:1] if closed or fact in DISCRETION else every


def read_date(value):
    need(isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value))
    try:
        return date(*map(int, value.split("-"))).toordinal()
    except ValueError:
        raise Bad from None


def read_report(value):
    keys = {"date", "county", "township", "premises", "disease"}
    need(isinstance(value, dict) and keys <= set(value) <= keys | {"spread"})
    need(all(isinstance(v, str) for v in value.values()))
    need(value["county"] in COUNTIES and value["disease"] in DISEASES)
    need(value.get("spread", "sporadic") in SPREADS)
    return dict(value, date=read_date(value["date"]), spread=value.get("spread", "sporadic"))


def answer(plan, line, closed=False, incubation=INCUBATION):
    ident = None
    try:
        top = parse(line)
        need(isinstance(top, dict))
        if "id" in top:
            need(isinstance(top["id"], str))
            ident = top["id"]
        need(set(top) <= {"id", "facts", "reports", "as_of"})
        facts, reports = top.get("facts", {}), top.get("reports", [])
        need(isinstance(facts, dict) and set(facts) <= set(FACTS[plan]))
        domains = {fact: read_fact(kind, facts[fact]) if fact in facts else absent(fact, kind, closed)
                   for fact, kind in FACTS[plan].items()}
        need(isinstance(reports, list))
        reports = [read_report(r) for r in reports]
        need("as_of" in top or plan != "animal")
        as_of = read_date(top["as_of"]) if "as_of" in top else None
        rules = a_reports(reports, as_of, incubation) if plan == "animal" else None
        return {"id": ident, **grade(plan, domains, rules)}
    except Refused:
        ident = "*"
    except Bad:
        pass
    return {"id": ident, "error": {"code": "*", "message": "*", "path": "*"}}


def main(argv):
    plan, closed, incubation = argv[1], False, dict(INCUBATION)
    rest = iter(argv[2:])
    for arg in rest:
        if arg == "--closed":
            closed = True
        elif arg == "--param":
            name, days = next(rest).split("=")
            prefix, disease = name.split(".")
            assert prefix == "incubation" and disease in incubation, name
            incubation[disease] = int(days)
        else:
            sys.exit("oracle.py: unknown argument " + arg)
    for line in sys.stdin.buffer:
        line = line[:-1] if line.endswith(b"\n") else line
        out = json.dumps(answer(plan, line, closed, incubation), ensure_ascii=False)
        sys.stdout.buffer.write(out.encode("utf-8") + b"\n")


if __name__ == "__main__":
    main(sys.argv)
