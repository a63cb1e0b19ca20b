#!/usr/bin/env python3
"""random_cases.py PLAN N SEED: N batch lines for oracle.py and `respond grade PLAN --batch`.

Values sit on and around the thresholds of the plans; facts are known, ranged or absent; animal reports sit on and
around the edges of the windows.  About one line in twelve is not valid.  What grading.md leaves open
(-0, a lone surrogate, an empty township, exactly 64 levels or 1 MiB) is not generated.
"""
import json
import random
import sys
from datetime import date, timedelta

BOOL = "bool"
COUNTS = {       # the numbers worth being near
    "construction": {"deaths": [0, 1, 3, 10, 30], "serious_injuries": [0, 1, 10, 50, 100],
                     "endangered": [0, 1, 3, 10, 30]},
    "tourism": {"deaths": [0, 1, 3, 10, 30], "missing": [0, 1, 3, 10, 30], "serious_injuries": [0, 1, 10, 50, 100],
                "trapped": [0, 1, 3, 10, 30], "mass_participants": [0, 3, 50, 100, 300],
                "stranded": [0, 1, 50, 200, 500]},
    "road": {"deaths": [0, 0, 1, 3, 5, 10, 30, 50], "missing": [0, 0, 1, 3, 5, 10, 30],
             "injured": [0, 0, 1, 5, 10, 30, 50, 100], "cities": [0, 1, 5], "counties": [0, 1, 2, 4]},
    "animal": {"mass_death_counties": [0, 1]},
}
DECIMALS = {"construction": {"direct_loss": [0, 1000, 5000, 10000]}, "tourism": {"stranded_hours": [0, 24]},
            "road": {}, "animal": {}}
OTHERS = {
    "construction": {"municipal_utility": BOOL},
    "tourism": {"mass_unrest": BOOL, "stranded_disruption": BOOL},
    "road": {"traffic_accident": BOOL, "hazmat_release": BOOL, "severe_weather": BOOL,
             "pollution": ["none", "some", "major"]},
    "animal": {"fmd_new_subtype": BOOL, "pathogen_leak_infection": BOOL, "zoonosis_human_surge": BOOL,
               "zoonosis_human_case": BOOL},
}
DISCRETION = {
    "construction": {"beyond_county": BOOL, "hq_level": [0, 1, 2, 3, 4]},
    "tourism": {"other_grade": ["none", "general", "larger", "major", "extraordinary"],
                "capacity": ["unstated", "county_copes", "county_struggles", "beyond_city"],
                "hq_level": [0, 1, 2, 3]},
    "road": {}, "animal": {"hq_level": [0, 1, 2, 3, 4]},
}
COUNTIES = ["140602", "140603", "140621", "140622", "140623", "140681"]
WINDOWS = {"hpai": 21, "fmd": 14, "prrs": 14, "csf": 14, "nd": 21, "ppr": 3000, "asf": 15, "brucellosis": 60,
           "tuberculosis": 60, "rabies": 180, "anthrax": 20, "other_class2": 30, "other_class3": 30}
SPREADS = ["sporadic", "epidemic", "outbreak"]
rnd = random.Random()


class Raw(str):
    """A number to be written as it stands."""


def count(near):
    if rnd.random() < 0.03:
        return rnd.choice([10**6, 2**31, 2**32 + 1, 10**15 - 1, 10**15])
    return max(0, rnd.choice(near) + rnd.choice([-2, -1, -1, 0, 0, 0, 1, 1, 2, 7]))


def decimal(near):
    if rnd.random() < 0.03:
        return Raw(rnd.choice(["1000000000000000", "999999999999999.999999", "1000000000000000.000000"]))
    micro = rnd.choice(near) * 10**6 + rnd.choice([-10**6, -500000, -1, 0, 0, 0, 1, 10, 250000, 10**6])
    text = "%d.%06d" % divmod(max(0, micro), 10**6)
    while rnd.random() < 0.8 and text[-1] == "0" and "." in text:
        text = text[:-1].rstrip(".")
    return Raw(text)


def ranged(draw):
    a, b = sorted((draw(), draw()), key=float)
    return rnd.choice([{"min": a}, {"max": b}, {"min": a, "max": b}, {"max": b, "min": a}, {"min": a, "max": a}])


def facts_of(plan):
    """Each line has its own mood: how often facts are harmless, exact, ranged, absent."""
    mood = rnd.choice([(8, 3, 1, 0), (6, 1, 1, 1), (2, 5, 1, 0), (1, 1, 1, 1), (3, 1, 4, 0), (3, 0, 1, 3), (0, 0, 0, 1)])
    facts = {}

    def fill(name, none, draw, can_range):
        kind = rnd.choices(["none", "exact", "ranged", "absent"], mood)[0]
        if plan == "road" and name in ("deaths", "missing", "injured") and kind == "absent" and rnd.random() < 0.8:
            kind = "exact"
        if kind == "none":
            facts[name] = none
        elif kind != "absent":
            facts[name] = ranged(draw) if kind == "ranged" and can_range else draw()

    for name, near in COUNTS[plan].items():
        fill(name, 0, lambda: count(near), True)
    for name, near in DECIMALS[plan].items():
        fill(name, 0, lambda: decimal(near), True)
    for name, kind in OTHERS[plan].items():
        choices = ([False] * 5 if plan == "animal" else [False, True]) + [True] if kind == BOOL else kind
        calm = plan == "animal" or rnd.random() < 0.3
        fill(name, choices[0] if calm else rnd.choice(choices), lambda: rnd.choice(choices), False)
    for name, kind in DISCRETION[plan].items():
        if rnd.random() < 0.15:
            facts[name] = rnd.choice([False, True] if kind == BOOL else kind)
    items = list(facts.items())
    rnd.shuffle(items)
    return dict(items)


def reports_of(as_of):
    counties = rnd.choice([rnd.sample(COUNTIES, rnd.choice([1, 1, 2, 2, 3, 4, 5, 6])),
                           ["140602", "140622"], ["140603", "140681"], ["140623", "140622"], COUNTIES])
    diseases = rnd.choices(list(WINDOWS), k=rnd.choice([1, 1, 1, 2, 3, 5]))
    edge = rnd.random() < 0.5
    worst = rnd.choice([1, 2, 2, 3])
    if rnd.random() < 0.3:         # the quieter rules: III(3), III(4), IV
        diseases = rnd.choices(["prrs", "csf", "nd", "brucellosis", "tuberculosis", "rabies", "anthrax",
                                "other_class2", "other_class3"], k=rnd.choice([1, 1, 2]))
        worst = rnd.choice([1, 2, 2, 2])
    reports = []
    for _ in range(rnd.choice([0, 1, 1, 2, 3, 4, 5, 6, 8, 10, 12, 16])):
        disease = rnd.choice(diseases)
        window = WINDOWS[disease]
        ago = window + rnd.choice([-1, 0, 0, 1]) if edge and rnd.random() < 0.5 else rnd.randrange(0, window + 1)
        if rnd.random() < 0.06:
            ago = -rnd.randint(1, 3)
        report = {"date": (as_of - timedelta(ago)).isoformat(), "county": rnd.choice(counties),
                  "township": rnd.choice(["神头镇", "北城街道", "T1", "T2", "T3", "T4"]),
                  "premises": "p%d" % rnd.randint(1, rnd.choice([2, 4, 12])), "disease": disease}
        if rnd.random() < 0.7:
            report["spread"] = rnd.choice(SPREADS[:worst] + SPREADS[worst - 1:worst] * 3)
        items = list(report.items())
        rnd.shuffle(items)
        reports.append(dict(items))
    return reports


def line_of(plan, ident):
    line = {"id": ident, "facts": facts_of(plan)}
    as_of = rnd.choice([date(2026, 3, 1), date(2024, 3, 1), date(2027, 1, 5), date(2026, 7, 15)])
    if plan == "animal" or rnd.random() < 0.05:
        line["as_of"] = as_of.isoformat()
        line["reports"] = reports_of(as_of)
        if rnd.random() < 0.1:
            del line["reports"]
    if plan != "animal" and rnd.random() < 0.05:
        del line["facts"]
    if plan == "animal" and rnd.random() < 0.05:
        del line["facts"]
    if rnd.random() < 0.02:
        del line["id"]
    elif rnd.random() < 0.02:
        line["id"] = rnd.choice(["", "*", "丁-😀", "a\"b\\c/\n\t", "\u0000x", "\u007f\u0085\u2028", "x" * 5000])
    items = list(line.items())
    rnd.shuffle(items)
    return dict(items)


def write(value):
    """JSON text; Raw numbers as they stand; now and then with spaces or escapes."""
    if isinstance(value, Raw):
        return str(value)
    comma, colon = rnd.choice([(", ", ": "), (", ", ": "), (",", ":"), (" ,\t", " :  ")])
    if isinstance(value, dict):
        return "{" + comma.join(json.dumps(k) + colon + write(v) for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + comma.join(map(write, value)) + "]"
    return json.dumps(value, ensure_ascii=rnd.random() < 0.2)


def edit(value, path, new):
    """Set (or with new = KeyError delete) a value inside."""
    for key in path[:-1]:
        value = value[key]
    if new is KeyError:
        del value[path[-1]]
    else:
        value[path[-1]] = new


REPORT = {"date": "2026-02-20", "county": "140602", "township": "神头镇", "premises": "p1", "disease": "hpai"}
BAD_COUNTS = [-1, Raw("3.0"), Raw("1e2"), Raw("1E0"), "3", None, True, [3], Raw("1000000000000001"), Raw("9" * 400),
              Raw("9007199254740993"), Raw("18446744073709551616"), {}, {"min": 5, "max": 4}, {"min": None}, {"min": 1, "mid": 2}, {"min": "1"},
              {"min": -1}, {"max": Raw("2.5")}, {"Min": 1}, {"min": {"min": 1}}, {"max": Raw("1000000000000001")}]
BAD_DECIMALS = [-1, Raw("-0.000001"), Raw("0.0000001"), Raw("1.0000000"), Raw("1e3"), Raw("1.5E1"), "3", None, False,
                Raw("1000000000000000.000001"), Raw("1000000000000001"), {}, {"min": 2, "max": Raw("1.999999")},
                {"max": Raw("1e1")}, {"max": Raw("0.1234567")}]
BAD_BOOLS = [0, 1, "true", None, {"min": False}, {"max": True}, [True]]
BAD_CHOICES = ["", "None", "some ", "larger1", 7, -1, None, True, Raw("1.0"), {"min": 1}, {"min": "none"}, [], ["none"]]
BAD_REPORTS = [(["date"], bad) for bad in (KeyError, "2026-02-30", "2026-2-03", "20260203", "2025-02-29", "2026-13-01",
                                           "2026-00-10", "2026-01-00", "2026-02-03T00:00", " 2026-02-03", "", 20260203,
                                           None, "２０２６-02-03", "2026-02-03\n", "2026/02/03")]
BAD_REPORTS += [([key], bad) for key in ("county", "township", "premises", "disease") for bad in (KeyError, 140602, None, [])]
BAD_REPORTS += [(["disease"], "HPAI"), (["disease"], "flu"), (["county"], "140600"), (["county"], "朔城区"),
                (["spread"], "huge"), (["spread"], None), (["spread"], 1), (["spread"], ""), (["note"], "x"), (["Date"], "x")]
BAD_DATES = ["2026-02-29", "2026-3-1", "20260301", "01-03-2026", "2026-03-01 ", "", None, 20260301, "2026-03-32", "today"]


def invalid_value(plan, line):
    """An object with a readable id that is refused for what it says."""
    line.setdefault("facts", {})
    line.setdefault("reports", [])
    facts = [(n, BAD_COUNTS) for n in COUNTS[plan]] + [(n, BAD_DECIMALS) for n in DECIMALS[plan]]
    for name, kind in {**OTHERS[plan], **DISCRETION[plan]}.items():
        facts.append((name, BAD_BOOLS if kind == BOOL else BAD_CHOICES))
    if rnd.random() < 0.5:
        name, bad = rnd.choice(facts)
        path, new = ["facts", name], rnd.choice(bad)
    else:
        edit_report, bad_report = rnd.choice(BAD_REPORTS)
        path, new = rnd.choice([
            (["facts", rnd.choice(["death", "Deaths", "", "unknown", "deaths ", "as_of"])], 1),
            ([rnd.choice(["fact", "ID", "warnings", "as-of", "", "param"])], 1),
            (["id"], rnd.choice([None, 7, [], {}, True, Raw("1.5")])),
            (["facts"], rnd.choice([None, [], "x", 1])), (["reports"], rnd.choice([None, {}, "x", [1], [None], [[]]])),
            (["as_of"], rnd.choice(BAD_DATES)), (["as_of"], KeyError if plan == "animal" else None), (None, None),
            (None, None), (None, None)])
        if path is None:
            line["reports"].insert(rnd.randint(0, len(line["reports"])), dict(REPORT))
            k = line["reports"].index(REPORT)
            path, new = ["reports", k] + edit_report, bad_report
            if plan != "animal" and path[-1] in ("county", "disease") and isinstance(new, str):
                new = 5        # whether other plans look that close is left open
    edit(line, path, new)
    return write(line).encode("utf-8")


def hostile(plan, line):
    """A line that is refused for its form."""
    text = write(line)
    inner = text.rstrip()[1:-1]
    deep = rnd.choice([66, 100, 500, 3000])
    choice = rnd.choice([
        "", " ", "\t \r", "not json", "nul", "[]", "null", "3", '"x"', "[%s]" % text, text + text, text + ",", text[:-1],
        text[:len(text) // 2], "{%s,}" % inner, "{,%s}" % inner, "\ufeff" + text, "{'id': 'x'}", "{id: 1}",
        '{"id": "x", "facts": {"%s": 01}}', '{"id": "x", "facts": {"%s": +1}}', '{"id": "x", "facts": {"%s": .5}}',
        '{"id": "x", "facts": {"%s": 1.}}', '{"id": "x", "facts": {"%s": NaN}}', '{"id": "x", "facts": {"%s": Infinity}}',
        '{"id": "x", "facts": {"%s": 0x1}}', '{"id": "x", "facts": {"%s": 1 2}}', '{"id": "x", "facts": {"%s": True}}',
        '{"id": "x\ty"}', '{"id": "\\x41"}', '{"id": "\\u12"}', '{"id": "\\u12G4"}', '{"id": "x}', "{\"id\": \"x\"}\u00a0",
        '{"id": "x"} // done', '/* */ {"id": "x"}', "{}{}", "{\"id\" \"x\"}", "{\"id\": }", "\x00", text + "\x00", "{\"id\": \"\x00\"}",
        "[" * deep + "]" * deep, "[" * 100000, '{"facts":' * deep + "1" + "}" * deep,
        '{"facts": %s1%s}' % ("[" * deep, "]" * deep),
        '{"facts": {}, "facts": {}}', '{"reports": [], "reports": []}', '{"facts": {"%s": 0, "%s": 1}}',
        '{"facts": {"%s": {"min": 1, "min": 1}}}', '{"id": "a", "id": "a"}', '{"id": "a", "\\u0069d": "b"}',
        '{"id": "a", "facts": {"\\u0025": 1, "%%": 2}}', '{"reports": [{"date": "x", "date": "y"}]}'])
    if "%s" in choice and choice.startswith('{"'):
        name = rnd.choice(list(COUNTS[plan]))
        choice = choice.replace("%s", name)
    data = choice.replace("%%", "%").encode("utf-8")
    if rnd.random() < 0.15:
        bad = rnd.choice([b"\xff", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\x80", b"\xe4\xb8", b"\xf8\x88\x80\x80\x80"])
        data = b'{"id": "x' + bad + b'"}'
    return data


def main(argv):
    plan, lines = argv[1], int(argv[2])
    rnd.seed("%s %s" % (plan, argv[3]))
    long_line = rnd.randrange(lines) if lines >= 1000 else None
    for k in range(lines):
        line, what = line_of(plan, "%s-%d" % (plan[0], k + 1)), rnd.random()
        if k == long_line:
            data = b'{"facts": {}, "reports": []%s}' % (b" " * (1 << 20))
        elif what < 0.05:
            data = invalid_value(plan, line)
        elif what < 0.08:
            data = hostile(plan, line)
        else:
            data = write(line).encode("utf-8")
        assert b"\n" not in data
        sys.stdout.buffer.write(data + b"\n")


if __name__ == "__main__":
    main(sys.argv)
