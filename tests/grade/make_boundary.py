#!/usr/bin/env python3
"""Writes PLAN.boundary.jsonl and PLAN.boundary.expected.jsonl beside itself.

The level, the clauses, and (where they differ from the level) the safe level, the possible level and
the questions of every case are written down here by hand, from the official texts.  All other fields come from
../oracle/oracle.py, which must agree on those written down: each guards the other.
"""
import json
import os
import sys
from datetime import date, timedelta

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "oracle"))
sys.dont_write_bytecode = True
import oracle  # noqa: E402

ABSENT = object()
SAME = object()


class Raw(str):
    """A number to be written as it stands (0.000001 must not become 1e-06)."""


class Plan:
    def __init__(self, name, calm):
        self.name, self.calm, self.lines = name, calm, []

    def case(self, slug, facts, level, clauses, safe=SAME, possible=SAME, ask=(), grade=SAME, **rest):
        """`facts` are laid over the calm ones; without `possible` the level is settled."""
        known = {k: v for k, v in {**self.calm, **facts}.items() if v is not ABSENT}
        wanted = {"level": level, "clauses": sorted(clauses), "safe_level": level if safe is SAME else safe,
                  "possible": level if possible is SAME else possible, "settled": possible is SAME,
                  "ask": sorted(ask)}
        if grade is not SAME:
            wanted["event_grade"] = grade
        self.add(slug, write({"id": slug, "facts": known, **rest}), wanted)

    def ladder(self, slug, rungs, facts_of, clauses, **rest):
        """rungs: "value:level …", "-" for no level; `clauses[level]` are the clauses expected there."""
        for rung in rungs.split():
            value, level = rung.split(":")
            self.case("%s-%s" % (slug, value), facts_of(Raw(value)),
                      int(level[0]) if level != "-" else None, clauses[level] if level != "-" else [], **rest)

    def steps(self, fact, rungs, **others):
        """rungs: "low..high:level>possible …": ranges over an edge, where the lower clause ends and the upper begins,
        so that no clause of the level holds at both ends."""
        for rung in rungs.split():
            span, levels = rung.split(":")
            low, high = span.split("..")
            level, possible = (None if n == "-" else int(n) for n in levels.split(">"))
            self.case("step-%s-%s-to-%s" % (fact.replace("_", "-"), low, high),
                      {**others, fact: between(Raw(low), Raw(high))}, level, [], possible=possible, ask=[fact])

    def error(self, slug, text, ident=SAME):
        """A line that is not valid; {ID} in it stands for its id."""
        self.add(slug, text.replace("{ID}", '"id": "%s"' % slug), None, slug if ident is SAME else ident)

    def add(self, slug, text, wanted, ident=SAME):
        answer = oracle.answer(self.name, text.encode("utf-8"))
        where = "%s %s: %s" % (self.name, slug, answer)
        assert answer["id"] == (slug if ident is SAME else ident), where
        assert ("error" in answer) == (wanted is None), where
        for key, value in (wanted or {}).items():
            assert answer[key] == value, "%s\n  %s written down: %s" % (where, key, value)
        self.lines.append((slug, text, json.dumps(answer, ensure_ascii=False)))

    def emit(self):
        slugs = [slug for slug, _, _ in self.lines]
        twice = {slug for slug in slugs if slugs.count(slug) > 1}
        assert not twice, twice
        for ending, k in ((".boundary.jsonl", 1), (".boundary.expected.jsonl", 2)):
            with open(os.path.join(HERE, self.name + ending), "w", encoding="utf-8", newline="\n") as file:
                file.writelines(line[k] + "\n" for line in self.lines)
        print("%s: %d cases" % (self.name, len(self.lines)))


def write(value):
    if isinstance(value, Raw):
        return str(value)
    if isinstance(value, dict):
        return "{" + ", ".join(json.dumps(k) + ": " + write(v) for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(write, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def between(low, high):
    return {"min": low, "max": high}


def one(fact, **others):
    return lambda value: {**others, fact: value}


# ================================================================ construction: 附件3, 附件4

def construction():
    plan = Plan("construction", {"deaths": 0, "serious_injuries": 0, "direct_loss": 0, "endangered": 0,
                                 "municipal_utility": False})
    case, ladder = plan.case, plan.ladder
    one_, two, three, four = (["附件3/一级/1", "附件4/特别重大"], ["附件3/二级/1", "附件4/重大"],
                              ["附件3/三级/1", "附件4/较大"], ["附件3/四级/1", "附件4/一般"])
    accident = {"1": one_, "2": two, "3": three, "4": four}
    trapped = {"1": ["附件3/一级/2"], "2": ["附件3/二级/2"], "3": ["附件3/三级/2"], "4": ["附件3/四级/2"]}

    case("quiet-day", {}, None, [], grade=None)
    ladder("deaths", "0:- 1:4 2:4 3:3 4:3 9:3 10:2 11:2 29:2 30:1 31:1 1000000000000000:1", one("deaths"), accident)
    ladder("serious-injuries", "0:- 1:4 2:4 9:4 10:3 11:3 49:3 50:2 51:2 99:2 100:1 101:1",
           one("serious_injuries"), accident)
    ladder("loss", "0:- 0.0:- 0.000000:- 0.000001:4 0.5:4 1:4 999:4 999.999999:4 1000:3 1000.000000:3 1000.000001:3 1001:3 "
           "4999:3 4999.999999:3 5000:2 5000.000001:2 5001:2 9999:2 9999.999999:2 10000:1 10000.000001:1 10001:1 "
           "1000000000000000:1 999999999999999.999999:1", one("direct_loss"), accident)
    ladder("endangered", "0:- 1:4 2:4 3:3 4:3 9:3 10:2 11:2 29:2 30:1 31:1", one("endangered"), trapped, grade=None)

    plan.steps("deaths", "0..1:->4 2..3:4>3 9..10:3>2 29..30:2>1")
    plan.steps("serious_injuries", "0..1:->4 9..10:4>3 49..50:3>2 99..100:2>1")
    plan.steps("direct_loss", "0..0.000001:->4 999.999999..1000:4>3 4999.999999..5000:3>2 9999.999999..10000:2>1")
    plan.steps("endangered", "0..1:->4 2..3:4>3 9..10:3>2 29..30:2>1")

    # 附件3/n级 "其他情形" and 二级/3
    case("hq-0", {"hq_level": 0}, None, [])
    case("hq-1", {"hq_level": 1}, 1, ["附件3/一级/3"], grade=None)
    case("hq-2", {"hq_level": 2}, 2, ["附件3/二级/4"])
    case("hq-3", {"hq_level": 3}, 3, ["附件3/三级/3"])
    case("hq-4", {"hq_level": 4}, 4, ["附件3/四级/3"])
    case("hq-4-does-not-lower", {"hq_level": 4, "deaths": 3}, 3, three)
    case("hq-2-raises-a-general-accident", {"hq_level": 2, "deaths": 1}, 2, ["附件3/二级/4"], grade="general")
    case("beyond-county-true", {"beyond_county": True}, 2, ["附件3/二级/3"], grade=None)
    case("beyond-county-false", {"beyond_county": False}, None, [])
    case("beyond-county-with-one-dead", {"beyond_county": True, "deaths": 1}, 2, ["附件3/二级/3"], grade="general")
    case("beyond-county-with-30-dead", {"beyond_county": True, "deaths": 30}, 1, one_, grade="extraordinary")
    case("beyond-county-and-hq-2-and-10-endangered", {"beyond_county": True, "hq_level": 2, "endangered": 10}, 2,
         ["附件3/二级/2", "附件3/二级/3", "附件3/二级/4"], grade=None)
    case("municipal-utility-changes-nothing", {"municipal_utility": True, "deaths": 1}, 4, four)

    # the most severe level wins, all its clauses are reported
    case("deaths-9-injuries-50", {"deaths": 9, "serious_injuries": 50}, 2, two, grade="major")
    case("deaths-2-loss-1000", {"deaths": 2, "direct_loss": 1000}, 3, three, grade="larger")
    case("deaths-3-endangered-3", {"deaths": 3, "endangered": 3}, 3, three + ["附件3/三级/2"])
    case("deaths-1-endangered-30", {"deaths": 1, "endangered": 30}, 1, ["附件3/一级/2"], grade="general")
    case("everything-at-level-1", {"deaths": 30, "serious_injuries": 100, "direct_loss": 10000, "endangered": 30, "hq_level": 1},
         1, one_ + ["附件3/一级/2", "附件3/一级/3"], grade="extraordinary")
    case("everything-one-short-of-level-4", {"direct_loss": Raw("0.000000")}, None, [])

    # what is not known
    gone = {"deaths": ABSENT, "serious_injuries": ABSENT, "direct_loss": ABSENT, "endangered": ABSENT}
    case("nothing-known", {**gone, "municipal_utility": ABSENT}, None, [], possible=1, ask=gone, grade=None)
    case("utility-is-never-asked", {"municipal_utility": ABSENT}, None, [])
    case("deaths-unknown", {"deaths": ABSENT}, None, [], possible=1, ask=["deaths"], grade=None)
    case("deaths-1-to-2", {"deaths": between(1, 2)}, 4, four, grade="general")
    case("deaths-0-to-1", {"deaths": between(0, 1)}, None, [], possible=4, ask=["deaths"], grade=None)
    case("deaths-at-most-0", {"deaths": {"max": 0}}, None, [])
    case("deaths-at-most-9", {"deaths": {"max": 9}}, None, [], possible=3, ask=["deaths"])
    case("deaths-at-most-30", {"deaths": {"max": 30}}, None, [], possible=1, ask=["deaths"])
    case("deaths-at-least-3", {"deaths": {"min": 3}}, 3, [], possible=1, ask=["deaths"], grade="larger")
    case("deaths-at-least-30-rest-unknown", {**gone, "deaths": {"min": 30}}, 1, one_, grade="extraordinary")
    case("deaths-at-least-29", {"deaths": {"min": 29}}, 2, [], possible=1, ask=["deaths"], grade="major")
    case("deaths-10-to-29", {"deaths": between(10, 29)}, 2, two, grade="major")
    case("deaths-9-to-10", {"deaths": between(9, 10)}, 3, [], possible=2, ask=["deaths"], grade="larger")
    case("deaths-range-of-one-value", {"deaths": between(3, 3)}, 3, three)
    case("deaths-3-to-50-rest-known", {"deaths": between(3, 50)}, 3, [], possible=1, ask=["deaths"], grade="larger")
    case("loss-at-most-0.000001", {"direct_loss": {"max": Raw("0.000001")}}, None, [], possible=4, ask=["direct_loss"])
    case("loss-above-0", {"direct_loss": between(Raw("0.000001"), Raw("999.999999"))}, 4, four)
    case("loss-at-least-5000", {"direct_loss": {"min": 5000}}, 2, [], possible=1, ask=["direct_loss"])
    case("endangered-hides-deaths-0-to-3", {"endangered": 5, "deaths": between(0, 3)}, 3, ["附件3/三级/2"], grade=None)
    case("endangered-hides-deaths-up-to-9", {"endangered": 10, "deaths": {"max": 9}}, 2, ["附件3/二级/2"])
    case("endangered-3-to-30-and-deaths-3-to-9", {"endangered": between(3, 30), "deaths": between(3, 9)}, 3, three,
         possible=1, ask=["endangered"])
    case("one-range-needs-the-other", {"deaths": between(2, 3), "serious_injuries": between(9, 10)}, 4, [], possible=3,
         ask=["deaths", "serious_injuries"], grade="general")
    case("loss-and-deaths-both-open-but-settled", {"deaths": between(3, 9), "direct_loss": between(0, 4999)}, 3, three)
    case("beyond-county-rest-unknown", {**gone, "beyond_county": True}, 2, ["附件3/二级/3"], possible=1, ask=gone, grade=None)
    case("hq-1-rest-unknown", {**gone, "hq_level": 1}, 1, ["附件3/一级/3"], grade=None)
    case("hq-3-endangered-open", {"hq_level": 3, "endangered": {"max": 12}}, 3, ["附件3/三级/3"], possible=2, ask=["endangered"])

    # 5: reports and as_of are checked for form and ignored
    case("reports-and-as-of-are-ignored", {}, None, [], as_of="2026-03-01", reports=[report("asf", SC)])
    case("reports-without-as-of", {}, None, [], reports=[])
    errors(plan, "deaths", "municipal_utility")
    for slug, text in [("seven-digits", "0.0000001"), ("seven-digits-zeros", "1.0000000"), ("exponent", "1e3"),
                       ("negative", "-0.000001"), ("beyond", "1000000000000000.000001"), ("string", '"5"'),
                       ("range-upside-down", '{"min": 2, "max": 1.999999}'), ("range-exponent", '{"max": 1E1}')]:
        plan.error("error-loss-" + slug, '{{ID}, "facts": {"direct_loss": %s}}' % text)
    for slug, text in [("5", "5"), ("negative", "-1"), ("string", '"1"'), ("decimal", "1.0"), ("bool", "true")]:
        plan.error("error-hq-level-" + slug, '{{ID}, "facts": {"hq_level": %s}}' % text)
    plan.error("error-fact-of-another-plan", '{{ID}, "facts": {"injured": 1}}')
    return plan


# ================================================================ tourism: 附件1, 5.3

def tourism():
    plan = Plan("tourism", {"deaths": 0, "missing": 0, "serious_injuries": 0, "trapped": 0, "mass_participants": 0,
                            "mass_unrest": False, "stranded": 0, "stranded_hours": 0, "stranded_disruption": False})
    case, ladder = plan.case, plan.ladder

    def event(k):        # "1+" is 特别重大, "1" 重大
        return {"1+": ["5.3.3.1(1)", "附件1/特别重大/(%d)" % k], "1": ["5.3.3.1(1)", "附件1/重大/(%d)" % k],
                "2": ["5.3.2.1(1)", "附件1/较大/(%d)" % k], "3": ["5.3.1.1(1)", "附件1/一般/(%d)" % k]}

    case("quiet-day", {}, None, [], grade=None)
    people = "0:- 1:3 2:3 3:2 4:2 9:2 10:1 11:1 29:1 30:1+ 31:1+"
    ladder("deaths", people, one("deaths"), event(1))
    ladder("missing", people, one("missing"), event(1))
    ladder("trapped", people, one("trapped"), event(1))
    ladder("deaths-1-missing", "0:3 1:3 2:2 3:2 8:2 9:1 10:1 28:1 29:1+ 30:1+", one("missing", deaths=1), event(1))
    ladder("missing-29-deaths", "0:1 1:1+ 2:1+", one("deaths", missing=29), event(1))
    ladder("missing-5-deaths", "0:2 4:2 5:1 6:1 24:1 25:1+", one("deaths", missing=5), event(1))
    ladder("serious-injuries", "0:- 1:3 2:3 9:3 10:2 11:2 49:2 50:1 51:1 99:1 100:1+ 101:1+", one("serious_injuries"), event(1))
    ladder("mass", "0:- 1:- 2:- 3:3 4:3 49:3 50:2 51:2 99:2 100:1 101:1 299:1 300:1+ 301:1+",
           one("mass_participants", mass_unrest=True), event(2))
    ladder("mass-without-unrest", "2:- 3:- 50:- 100:- 300:-", one("mass_participants", mass_unrest=False), event(2))
    late = {"stranded_hours": 25, "stranded_disruption": True}
    ladder("stranded", "0:- 1:3 2:3 49:3 50:2 51:2 199:2 200:1 201:1 499:1 500:1+ 501:1+", one("stranded", **late), event(3))
    ladder("stranded-without-disruption", "1:- 50:- 500:-", one("stranded", stranded_hours=25), event(3))
    ladder("stranded-24-hours", "1:- 50:- 500:-", one("stranded", stranded_hours=24, stranded_disruption=True), event(3))
    hours = "0:- 23:- 23.999999:- 24:- 24.000000:- "
    ladder("hours-of-1", hours + "24.000001:3 25:3", one("stranded_hours", stranded=1, stranded_disruption=True), event(3))
    ladder("hours-of-50", hours + "24.000001:2 25:2", one("stranded_hours", stranded=50, stranded_disruption=True), event(3))
    ladder("hours-of-200", hours + "24.000001:1 25:1", one("stranded_hours", stranded=200, stranded_disruption=True), event(3))
    ladder("hours-of-500", hours + "24.000001:1+ 25:1+", one("stranded_hours", stranded=500, stranded_disruption=True), event(3))

    people, unrest = "0..1:->3 2..3:3>2 9..10:2>1", {"mass_unrest": True}
    plan.steps("deaths", people)
    plan.steps("missing", people)
    plan.steps("trapped", people)
    plan.steps("serious_injuries", "0..1:->3 9..10:3>2 49..50:2>1")
    plan.steps("mass_participants", "2..3:->3 49..50:3>2 99..100:2>1", **unrest)
    plan.steps("stranded", "0..1:->3 49..50:3>2 199..200:2>1", **late)
    for fact, low, high, more in [("deaths", 29, 30, {}), ("missing", 29, 30, {}), ("trapped", 29, 30, {}),
                                  ("serious_injuries", 99, 100, {}), ("mass_participants", 299, 300, unrest),
                                  ("stranded", 499, 500, late)]:      # 重大 or 特别重大: both launch level 1
        case("step-%s-%d-to-%d" % (fact.replace("_", "-"), low, high), {**more, fact: between(low, high)}, 1, ["5.3.3.1(1)"],
             grade="major")

    # findings
    case("other-none", {"other_grade": "none"}, None, [], grade=None)
    case("other-general", {"other_grade": "general"}, 3, ["5.3.1.1(1)", "附件1/一般/(4)"], grade="general")
    case("other-larger", {"other_grade": "larger"}, 2, ["5.3.2.1(1)", "附件1/较大/(4)"], grade="larger")
    case("other-major", {"other_grade": "major"}, 1, ["5.3.3.1(1)", "附件1/重大/(4)"], grade="major")
    case("other-extraordinary", {"other_grade": "extraordinary"}, 1, ["5.3.3.1(1)", "附件1/特别重大/(4)"], grade="extraordinary")
    case("capacity-unstated", {"capacity": "unstated"}, None, [])
    case("capacity-county-copes", {"capacity": "county_copes"}, 3, ["5.3.1.1(2)"], grade=None)
    case("capacity-county-struggles", {"capacity": "county_struggles"}, 2, ["5.3.2.1(2)"], grade=None)
    case("capacity-beyond-city", {"capacity": "beyond_city"}, 1, ["5.3.3.1(2)"], grade=None)
    case("hq-0", {"hq_level": 0}, None, [])
    case("hq-1", {"hq_level": 1}, 1, ["5.3.3.1(3)"], grade=None)
    case("hq-2", {"hq_level": 2}, 2, ["5.3.2.1(3)"])
    case("hq-3", {"hq_level": 3}, 3, ["5.3.1.1(3)"])
    case("county-copes-does-not-lower", {"capacity": "county_copes", "deaths": 3}, 2, event(1)["2"], grade="larger")
    case("beyond-city-with-a-general-event", {"capacity": "beyond_city", "deaths": 1}, 1, ["5.3.3.1(2)"], grade="general")
    case("hq-3-does-not-lower", {"hq_level": 3, "trapped": 3}, 2, event(1)["2"])
    case("all-of-level-3", {"hq_level": 3, "capacity": "county_copes", "other_grade": "general", "deaths": 1,
                            "mass_participants": 3, "mass_unrest": True, "stranded": 1, **late}, 3,
         ["5.3.1.1(1)", "5.3.1.1(2)", "5.3.1.1(3)", "附件1/一般/(1)", "附件1/一般/(2)", "附件1/一般/(3)", "附件1/一般/(4)"])

    # a clause of 附件1 holds when its own condition holds, even when a higher grade holds too
    case("30-dead-and-60-injured", {"deaths": 30, "serious_injuries": 60}, 1,
         ["5.3.3.1(1)", "附件1/特别重大/(1)", "附件1/重大/(1)"], grade="extraordinary")
    case("30-dead-and-100-participants", {"deaths": 30, "mass_participants": 100, "mass_unrest": True}, 1,
         ["5.3.3.1(1)", "附件1/特别重大/(1)", "附件1/重大/(2)"], grade="extraordinary")
    case("10-dead-and-10-injured", {"deaths": 10, "serious_injuries": 10}, 1, ["5.3.3.1(1)", "附件1/重大/(1)"], grade="major")

    # what is not known
    all_facts = {fact: ABSENT for fact in plan.calm}
    case("nothing-known", all_facts, None, [], possible=1, ask=all_facts, grade=None)
    case("struggles-rest-unknown", {**all_facts, "capacity": "county_struggles"}, 2, ["5.3.2.1(2)"], possible=1,
         ask=all_facts, grade=None)
    case("beyond-city-rest-unknown", {**all_facts, "capacity": "beyond_city"}, 1, ["5.3.3.1(2)"], grade=None)
    case("deaths-0-to-1-missing-0-to-1", {"deaths": between(0, 1), "missing": between(0, 1)}, None, [], possible=3,
         ask=["deaths", "missing"])
    case("deaths-1-to-2-missing-0-to-1", {"deaths": between(1, 2), "missing": between(0, 1)}, 3, [], possible=2,
         ask=["deaths", "missing"], grade="general")
    case("deaths-1-missing-0-to-1", {"deaths": 1, "missing": between(0, 1)}, 3, event(1)["3"], grade="general")
    case("deaths-4-to-5-missing-4", {"deaths": between(4, 5), "missing": 4}, 2, event(1)["2"])
    case("deaths-4-to-5-missing-5", {"deaths": between(4, 5), "missing": 5}, 2, [], possible=1, ask=["deaths"], grade="larger")
    case("deaths-at-least-10", {"deaths": {"min": 10}}, 1, ["5.3.3.1(1)"], grade="major")
    case("deaths-10-to-29", {"deaths": between(10, 29)}, 1, event(1)["1"], grade="major")
    case("deaths-at-least-30", {"deaths": {"min": 30}}, 1, event(1)["1+"], grade="extraordinary")
    case("deaths-at-most-2", {"deaths": {"max": 2}}, None, [], possible=3, ask=["deaths"])
    case("missing-unknown-deaths-10", {"deaths": 10, "missing": ABSENT}, 1, ["5.3.3.1(1)"], grade="major")
    case("injuries-10-to-100", {"serious_injuries": between(10, 100)}, 2, [], possible=1, ask=["serious_injuries"], grade="larger")
    case("trapped-3-to-9", {"trapped": between(3, 9)}, 2, event(1)["2"], grade="larger")
    case("trapped-2-to-3", {"trapped": between(2, 3)}, 3, [], possible=2, ask=["trapped"], grade="general")
    case("unrest-unknown-2-participants", {"mass_participants": 2, "mass_unrest": ABSENT}, None, [])
    case("unrest-unknown-3-participants", {"mass_participants": 3, "mass_unrest": ABSENT}, None, [], possible=3, ask=["mass_unrest"])
    case("unrest-unknown-100-participants", {"mass_participants": 100, "mass_unrest": ABSENT}, None, [], possible=1,
         ask=["mass_unrest"])
    case("unrest-and-participants-unknown", {"mass_participants": ABSENT, "mass_unrest": ABSENT}, None, [], possible=1,
         ask=["mass_participants", "mass_unrest"])
    case("no-unrest-participants-unknown", {"mass_participants": ABSENT}, None, [])
    case("participants-3-to-49", {"mass_participants": between(3, 49), "mass_unrest": True}, 3, event(2)["3"])
    case("hours-at-least-24", {"stranded": 50, "stranded_hours": {"min": 24}, "stranded_disruption": True}, None, [],
         possible=2, ask=["stranded_hours"])
    case("hours-more-than-24", {"stranded": 50, "stranded_hours": {"min": Raw("24.000001")}, "stranded_disruption": True}, 2,
         event(3)["2"], grade="larger")
    case("hours-at-most-24", {"stranded": 50, "stranded_hours": {"max": 24}, "stranded_disruption": True}, None, [])
    case("stranded-at-most-49", {"stranded": {"max": 49}, **late}, None, [], possible=3, ask=["stranded"])
    case("stranded-49-to-50", {"stranded": between(49, 50), **late}, 3, [], possible=2, ask=["stranded"], grade="general")
    case("stranded-200-disruption-unknown", {"stranded": 200, "stranded_hours": 30, "stranded_disruption": ABSENT}, None, [],
         possible=1, ask=["stranded_disruption"])
    case("stranded-all-three-unknown", {"stranded": ABSENT, "stranded_hours": ABSENT, "stranded_disruption": ABSENT}, None,
         [], possible=1, ask=["stranded", "stranded_hours", "stranded_disruption"])
    case("larger-hides-small-unknowns", {"other_grade": "larger", "trapped": {"max": 9}, "serious_injuries": {"max": 49}}, 2,
         ["5.3.2.1(1)", "附件1/较大/(4)"], grade="larger")
    case("grade-proven-by-cases", {"deaths": between(3, 9), "trapped": between(0, 10)}, 2, event(1)["2"], possible=1,
         ask=["trapped"], grade="larger")
    errors(plan, "trapped", "mass_unrest")
    for slug, text in [("unknown", '"copes"'), ("case", '"Unstated"'), ("null", "null"), ("range", '{"min": "unstated"}'),
                       ("number", "0"), ("list", '["unstated"]')]:
        plan.error("error-capacity-" + slug, '{{ID}, "facts": {"capacity": %s}}' % text)
    plan.error("error-hq-level-4", '{{ID}, "facts": {"hq_level": 4}}')
    plan.error("error-hours-seven-digits", '{{ID}, "facts": {"stranded_hours": 24.0000001}}')
    plan.error("error-hours-exponent", '{{ID}, "facts": {"stranded_hours": 2.4e1}}')
    return plan


# ================================================================ road: 4.1

def road():
    plan = Plan("road", {"traffic_accident": False, "hazmat_release": False, "severe_weather": False, "deaths": 0,
                         "missing": 0, "injured": 0, "pollution": "none", "cities": 0, "counties": 0})
    ladder = plan.ladder

    def case(slug, kinds, facts, *rest, **more):
        names = {"A": "traffic_accident", "H": "hazmat_release", "W": "severe_weather"}
        plan.case(slug, {**{names[k]: True for k in kinds}, **facts}, *rest, **more)

    def clauses(what):
        return {str(n): ["4.1.%d/%s" % (n, what)] for n in (1, 2, 3, 4)}

    acc, haz, wea = clauses("事故"), clauses("危化品"), clauses("天气")
    a, h, w = {"traffic_accident": True}, {"hazmat_release": True}, {"severe_weather": True}

    case("quiet-day", "", {}, None, [])
    case("no-kind-40-dead", "", {"deaths": 40, "injured": 100, "cities": 6, "counties": 6, "pollution": "major"}, None, [])

    # 事故: 死亡 30; 伤亡 10, 50, 100; 失联、死亡 3, 10, 30; 死亡 [1..3); 失联、伤亡 [1..10)
    ladder("accident-deaths", "0:- 1:4 2:4 3:3 4:3 9:3 10:2 11:2 29:2 30:1 31:1", one("deaths", **a), acc)
    ladder("accident-injured", "0:- 1:4 2:4 8:4 9:4 10:3 11:3 49:3 50:2 51:2 99:2 100:1 101:1", one("injured", **a), acc)
    ladder("accident-missing", "0:- 1:4 2:4 3:3 4:3 9:3 10:2 11:2 28:2 29:2", one("missing", **a), acc)
    ladder("accident-missing-hole", "30:- 31:- 99:- 100:-", one("missing", **a), acc, safe=2)
    ladder("accident-dead-1-missing", "0:4 1:4 2:3 3:3 8:3 9:2 10:2 27:2 28:2", one("missing", deaths=1, **a), acc)
    ladder("accident-dead-1-missing-hole", "29:4 30:4", one("missing", deaths=1, **a), acc, safe=2)
    ladder("accident-dead-29-missing", "0:2", one("missing", deaths=29, **a), acc)
    ladder("accident-dead-29-missing-hole", "1:3 2:3", one("missing", deaths=29, **a), acc, safe=2)
    ladder("accident-dead-30-missing", "0:1 1:1", one("missing", deaths=30, **a), acc)
    ladder("accident-dead-1-injured", "0:4 1:4 8:4 9:3 10:3 48:3 49:2 50:2 98:2 99:1 100:1", one("injured", deaths=1, **a), acc)
    ladder("accident-dead-29-injured", "0:2 20:2 70:2 71:1 72:1", one("injured", deaths=29, **a), acc)
    ladder("accident-missing-1-injured", "0:4 7:4 8:4", one("injured", missing=1, **a), acc)
    ladder("accident-missing-27-deaths", "2:2", one("deaths", missing=27, **a), acc)
    ladder("accident-missing-27-deaths-hole", "3:- 4:-", one("deaths", missing=27, **a), acc, safe=2)
    ladder("accident-missing-28-deaths-hole", "2:4 3:-", one("deaths", missing=28, **a), acc, safe=2)
    case("accident-missing-1-injured-9", "A", {"missing": 1, "injured": 9}, None, [], safe=4)
    case("accident-missing-1-injured-10", "A", {"missing": 1, "injured": 10}, 3, acc["3"])
    ladder("accident-missing-2-injured", "6:4 7:4", one("injured", missing=2, **a), acc)
    case("accident-missing-2-injured-8", "A", {"missing": 2, "injured": 8}, None, [], safe=4)
    case("accident-missing-2-injured-9", "A", {"missing": 2, "injured": 9}, None, [], safe=4)
    case("accident-dead-1-missing-1-injured-8", "A", {"deaths": 1, "missing": 1, "injured": 8}, 4, acc["4"])
    case("accident-dead-5-missing-25", "A", {"deaths": 5, "missing": 25}, None, [], safe=2)
    case("accident-dead-5-missing-24", "A", {"deaths": 5, "missing": 24}, 2, acc["2"])
    case("accident-dead-12-missing-18", "A", {"deaths": 12, "missing": 18}, 3, acc["3"], safe=2)
    case("accident-missing-30-injured-50", "A", {"missing": 30, "injured": 50}, 2, acc["2"])
    case("accident-missing-30-injured-10", "A", {"missing": 30, "injured": 10}, 3, acc["3"], safe=2)
    case("accident-missing-are-not-casualties", "A", {"missing": 9, "injured": 49}, 3, acc["3"])
    case("accident-ignores-pollution", "A", {"pollution": "major"}, None, [])

    # 危化品: 死亡 10; 伤亡 1, 5, 30, 50; 失联、死亡 1, 3, 5, 10; pollution
    ladder("hazmat-deaths", "0:- 1:4 2:4 3:3 4:3 5:2 6:2 9:2 10:1 11:1", one("deaths", **h), haz)
    ladder("hazmat-injured", "0:- 1:4 2:4 4:4 5:3 6:3 29:3 30:2 31:2 49:2 50:1 51:1", one("injured", **h), haz)
    ladder("hazmat-missing", "0:- 1:4 2:4 3:3 4:3 5:2 6:2 8:2 9:2", one("missing", **h), haz)
    ladder("hazmat-missing-hole", "10:- 11:- 40:-", one("missing", **h), haz, safe=2)
    ladder("hazmat-dead-1-missing", "0:4 1:4 2:3 3:3 4:2 5:2 8:2", one("missing", deaths=1, **h), haz)
    ladder("hazmat-dead-1-missing-hole", "9:4 10:4", one("missing", deaths=1, **h), haz, safe=2)
    ladder("hazmat-dead-9-missing-hole", "1:3 2:3", one("missing", deaths=9, **h), haz, safe=2)
    ladder("hazmat-dead-10-missing", "0:1 5:1", one("missing", deaths=10, **h), haz)
    ladder("hazmat-dead-1-injured", "0:4 3:4 4:3 5:3 28:3 29:2 30:2 48:2 49:1 50:1", one("injured", deaths=1, **h), haz)
    ladder("hazmat-missing-2-injured", "0:4 4:4 5:3 27:3 28:3 29:3 30:2", one("injured", missing=2, **h), haz)
    case("hazmat-pollution-none", "H", {"pollution": "none"}, None, [])
    case("hazmat-pollution-some", "H", {"pollution": "some"}, 2, haz["2"])
    case("hazmat-pollution-major", "H", {"pollution": "major"}, 1, haz["1"])
    case("hazmat-pollution-some-one-dead", "H", {"pollution": "some", "deaths": 1}, 2, haz["2"])
    case("hazmat-pollution-some-ten-dead", "H", {"pollution": "some", "deaths": 10}, 1, haz["1"])
    case("hazmat-pollution-some-ten-missing", "H", {"pollution": "some", "missing": 10}, 2, haz["2"])

    # 天气
    ladder("weather-counties", "0:4 1:4 2:3 3:3 4:2 5:2 6:2", one("counties", **w), wea)
    ladder("weather-cities", "0:4 1:4 4:4 5:1 6:1", one("cities", **w), wea)
    ladder("weather-4-counties-cities", "4:2 5:1", one("cities", counties=4, **w), wea)
    case("weather-ignores-casualties", "W", {"deaths": 40, "injured": 100}, 4, wea["4"])
    case("counties-without-weather", "A", {"counties": 4, "cities": 5}, None, [])

    # ranges over an edge
    plan.steps("injured", "0..1:->4 9..10:4>3 49..50:3>2 99..100:2>1", **a)
    plan.steps("missing", "0..1:->4 9..10:3>2", **a)
    case("step-accident-missing-2-to-3", "A", {"missing": between(2, 3)}, 4, acc["4"], possible=3, ask=["missing"])
    for fact, low, high, level, possible in [("injured", 0, 1, None, 4), ("injured", 4, 5, 4, 3), ("injured", 29, 30, 3, 2),
                                             ("injured", 49, 50, 2, 1), ("missing", 0, 1, None, 4), ("missing", 2, 3, 4, 3),
                                             ("missing", 4, 5, 3, 2)]:
        case("step-hazmat-%s-%d-to-%d" % (fact, low, high), "H", {fact: between(low, high)}, level, [], possible=possible, ask=[fact])
    case("step-weather-counties-1-to-2", "W", {"counties": between(1, 2)}, 4, wea["4"], possible=3, ask=["counties"])
    case("step-weather-counties-3-to-4", "W", {"counties": between(3, 4)}, 3, wea["3"], possible=2, ask=["counties"])

    # more than one kind
    case("accident-and-hazmat-9-dead", "AH", {"deaths": 9}, 2, haz["2"])
    case("accident-and-hazmat-10-dead", "AH", {"deaths": 10}, 1, haz["1"])
    case("accident-and-hazmat-30-dead", "AH", {"deaths": 30}, 1, acc["1"] + haz["1"])
    case("accident-and-hazmat-3-dead", "AH", {"deaths": 3}, 3, acc["3"] + haz["3"])
    case("accident-and-hazmat-10-missing", "AH", {"missing": 10}, 2, acc["2"])
    case("accident-and-hazmat-30-missing", "AH", {"missing": 30}, None, [], safe=2)
    case("accident-and-weather-3-dead-2-counties", "AW", {"deaths": 3, "counties": 2}, 3, acc["3"] + wea["3"])
    case("accident-and-weather-30-missing", "AW", {"missing": 30}, 4, wea["4"], safe=2)
    case("all-three-kinds-and-no-harm", "AHW", {}, 4, wea["4"])
    case("all-three-kinds-at-level-1", "AHW", {"deaths": 30, "cities": 5}, 1, acc["1"] + haz["1"] + wea["1"])
    case("all-three-kinds-at-level-4", "AHW", {"deaths": 1}, 4, acc["4"] + haz["4"] + wea["4"])

    # what is not known
    all_facts = {fact: ABSENT for fact in plan.calm}
    harm = ["deaths", "missing", "injured"]
    case("nothing-known", "", all_facts, None, [], possible=1, ask=all_facts)
    case("accident-harm-unknown", "A", {f: ABSENT for f in harm}, None, [], possible=1, ask=harm)
    case("accident-at-most-2-dead", "A", {"deaths": {"max": 2}}, None, [], possible=4, ask=["deaths"])
    case("accident-1-to-2-dead", "A", {"deaths": between(1, 2)}, 4, acc["4"])
    case("accident-2-to-3-dead", "A", {"deaths": between(2, 3)}, 4, acc["4"], possible=3, ask=["deaths"])
    case("accident-9-to-10-injured", "A", {"injured": between(9, 10)}, 4, [], possible=3, ask=["injured"])
    case("accident-28-to-31-dead", "A", {"deaths": between(28, 31)}, 2, [], possible=1, ask=["deaths"])
    case("accident-2-dead-at-least-7-injured", "A", {"deaths": 2, "injured": {"min": 7}}, 4, acc["4"], possible=1, ask=["injured"])
    case("accident-up-to-40-dead-100-injured", "A", {"deaths": {"max": 40}, "injured": 100}, 1, acc["1"])
    case("accident-up-to-9-dead-95-injured", "A", {"deaths": {"max": 9}, "injured": 95}, 2, [], possible=1, ask=["deaths"])
    case("accident-dead-1-to-2-missing-28-to-29", "A", {"deaths": between(1, 2), "missing": between(28, 29)}, 4, acc["4"],
         safe=2, possible=2, ask=["deaths", "missing"])
    case("accident-missing-at-least-30", "A", {"missing": {"min": 30}}, None, [], safe=2)
    case("accident-missing-29-to-30", "A", {"missing": between(29, 30)}, None, [], safe=2, possible=2, ask=["missing"])
    case("accident-dead-and-missing-at-least-10-each", "A", {"deaths": {"min": 10}, "missing": {"min": 10}}, 3, [], safe=2,
         possible=1, ask=["deaths", "missing"])
    case("accident-injured-50-to-99-rest-known", "A", {"injured": between(50, 99)}, 2, acc["2"])
    case("accident-missing-unknown-12-injured", "A", {"injured": 12, "missing": ABSENT}, 3, acc["3"], possible=2, ask=["missing"])
    case("kind-unknown-5-dead", "", {"deaths": 5, "traffic_accident": ABSENT}, None, [], possible=3, ask=["traffic_accident"])
    case("two-kinds-unknown-30-dead", "", {"deaths": 30, "traffic_accident": ABSENT, "hazmat_release": ABSENT}, None, [],
         possible=1, ask=["traffic_accident", "hazmat_release"])
    case("accident-30-dead-hazmat-unknown", "A", {"deaths": 30, "hazmat_release": ABSENT}, 1, acc["1"])
    case("accident-10-dead-hazmat-unknown", "A", {"deaths": 10, "hazmat_release": ABSENT}, 2, acc["2"], possible=1,
         ask=["hazmat_release"])
    case("no-kind-harm-unknown", "", {f: ABSENT for f in harm + ["pollution", "cities", "counties"]}, None, [])
    case("hazmat-pollution-unknown", "H", {"pollution": ABSENT}, None, [], possible=1, ask=["pollution"])
    case("hazmat-pollution-unknown-10-dead", "H", {"pollution": ABSENT, "deaths": 10}, 1, haz["1"])
    case("hazmat-pollution-unknown-5-dead", "H", {"pollution": ABSENT, "deaths": 5}, 2, haz["2"], possible=1, ask=["pollution"])
    case("hazmat-missing-9-to-10", "H", {"missing": between(9, 10)}, None, [], safe=2, possible=2, ask=["missing"])
    case("hazmat-missing-5-to-9", "H", {"missing": between(5, 9)}, 2, haz["2"])
    case("hazmat-dead-4-to-5", "H", {"deaths": between(4, 5)}, 3, haz["3"], possible=2, ask=["deaths"])
    case("hazmat-injured-5-to-29", "H", {"injured": between(5, 29)}, 3, haz["3"])
    case("weather-counties-unknown", "W", {"counties": ABSENT}, 4, wea["4"], possible=2, ask=["counties"])
    case("weather-both-unknown", "W", {"counties": ABSENT, "cities": ABSENT}, 4, wea["4"], possible=1, ask=["counties", "cities"])
    case("weather-at-least-2-counties", "W", {"counties": {"min": 2}}, 3, wea["3"], possible=2, ask=["counties"])
    case("weather-at-least-5-cities", "W", {"cities": {"min": 5}, "counties": ABSENT}, 1, wea["1"])
    case("weather-4-to-5-cities", "W", {"cities": between(4, 5)}, 4, wea["4"], possible=1, ask=["cities"])
    case("weather-unknown-no-counties", "", {"severe_weather": ABSENT}, None, [], possible=4, ask=["severe_weather"])
    case("weather-hides-small-accident", "AW", {"deaths": {"max": 2}, "counties": 2}, 3, wea["3"])
    case("proven-by-two-kinds-in-turn", "AW", {"injured": between(9, 10), "counties": between(1, 2)}, 4, wea["4"], possible=3,
         ask=["injured", "counties"])
    errors(plan, "deaths", "traffic_accident")
    for slug, text in [("unknown", '"huge"'), ("bool", "true"), ("empty", '""'), ("range", '{"max": "some"}')]:
        plan.error("error-pollution-" + slug, '{{ID}, "facts": {"pollution": %s}}' % text)
    plan.error("error-hq-level", '{{ID}, "facts": {"hq_level": 1}}')
    return plan


# ================================================================ animal: 4.2

SC, PL, SY, YX, YY, HR = "140602", "140603", "140621", "140622", "140623", "140681"
NAMES = {SC: "shuocheng", PL: "pinglu", SY: "shanyin", YX: "yingxian", YY: "youyu", HR: "huairen"}
TOUCHING = [(SC, PL), (SC, SY), (PL, SY), (PL, YY), (SY, YY), (SY, HR), (SY, YX), (HR, YX)]
APART = [(SC, YX), (SC, YY), (SC, HR), (PL, YX), (PL, HR), (YX, YY), (YY, HR)]
APART_3 = [SC, YX, YY]                    # no two of the three touch
AS_OF = date(2026, 3, 1)


def report(disease, county, ago=5, premises="p1", township="T1", spread=None):
    out = {"date": (AS_OF - timedelta(ago)).isoformat(), "county": county, "township": township, "premises": premises,
           "disease": disease}
    return {**out, "spread": spread} if spread else out


def animal():
    plan = Plan("animal", {"fmd_new_subtype": False, "pathogen_leak_infection": False, "zoonosis_human_surge": False,
                           "zoonosis_human_case": False, "mass_death_counties": 0})

    def facts(slug, over, *rest, reports=(), as_of=AS_OF.isoformat(), **more):
        plan.case(slug, over, *rest, reports=list(reports), as_of=as_of, **more)

    def case(slug, reports, *rest, **more):
        facts(slug, {}, *rest, reports=reports, **more)

    def in_counties(disease, n, **how):   # one premises id, one township name: only the counties count
        return [report(disease, county, **how) for county in [SC, YX, YY, HR, PL, SY][:n]]

    def in_premises(disease, n, **how):   # one county, one township
        return [report(disease, YX, premises="p%d" % k, **how) for k in range(n)]

    def in_townships(disease, n, **how):  # one county, one premises id
        return [report(disease, YX, township="T%d" % k, **how) for k in range(n)]

    one_, two, three, four = ({k: ["4.2.%d.1(%d)" % (n, k)] for k in range(1, 9)} for n in (1, 2, 3, 4))
    case("quiet-day", [], None, [])

    # (1) hpai, 21 days
    for a, b in TOUCHING:
        case("hpai-touching-%s-%s" % (NAMES[a], NAMES[b]), [report("hpai", a), report("hpai", b)], 1, one_[1])
        case("fmd-touching-%s-%s" % (NAMES[a], NAMES[b]), [report("fmd", b), report("fmd", a)], 1, one_[2])
    for a, b in APART:
        case("hpai-apart-%s-%s" % (NAMES[a], NAMES[b]), [report("hpai", a), report("hpai", b)], 2, two[1])
        case("fmd-apart-%s-%s" % (NAMES[a], NAMES[b]), [report("fmd", b), report("fmd", a)], 2, two[2])
    case("hpai-1-county", [report("hpai", SC)], 3, three[1])
    case("hpai-3-counties-apart-one-premises-id", [report("hpai", c) for c in APART_3], 1, one_[1])
    case("hpai-4-counties", [report("hpai", c) for c in APART_3 + [HR]], 1, one_[1])
    case("hpai-1-premises-twice", in_premises("hpai", 1) * 2, 3, three[1])
    case("hpai-2-premises", in_premises("hpai", 2), 2, two[1])
    case("hpai-3-premises", in_premises("hpai", 3), 1, one_[1])
    case("hpai-4-premises", in_premises("hpai", 4), 1, one_[1])
    case("hpai-2-premises-3-reports", in_premises("hpai", 2) + in_premises("hpai", 1, ago=3), 2, two[1])
    case("hpai-2-premises-2-counties-apart", [report("hpai", SC), report("hpai", YX, premises="p2")], 2, two[1])
    case("hpai-3-premises-2-counties-apart", [report("hpai", SC), report("hpai", YX, premises="p2"),
                                              report("hpai", YX, premises="p3")], 1, one_[1])
    case("hpai-3-townships-only", in_townships("hpai", 3), 3, three[1])
    for ago, level, clauses in [(0, 3, three[1]), (20, 3, three[1]), (21, 3, three[1]), (22, None, []), (-1, None, [])]:
        case("hpai-day-%d" % ago, [report("hpai", SC, ago=ago)], level, clauses)
    case("hpai-touching-at-21-and-22", [report("hpai", SC, ago=21), report("hpai", PL, ago=22)], 3, three[1])
    case("hpai-touching-both-at-21", [report("hpai", SC, ago=21), report("hpai", PL, ago=21)], 1, one_[1])
    case("hpai-second-premises-at-22", in_premises("hpai", 1) + [report("hpai", YX, premises="p9", ago=22)], 3, three[1])
    case("hpai-second-premises-at-21", in_premises("hpai", 1) + [report("hpai", YX, premises="p9", ago=21)], 2, two[1])
    case("hpai-third-premises-at-21", in_premises("hpai", 2) + [report("hpai", YX, premises="p9", ago=21)], 1, one_[1])
    case("hpai-third-premises-at-22", in_premises("hpai", 2) + [report("hpai", YX, premises="p9", ago=22)], 2, two[1])
    case("hpai-second-county-apart-at-21", [report("hpai", SC), report("hpai", YX, ago=21)], 2, two[1])
    case("hpai-second-county-apart-at-22", [report("hpai", SC), report("hpai", YX, ago=22)], 3, three[1])
    case("hpai-third-county-apart-at-21", [report("hpai", SC), report("hpai", YX), report("hpai", YY, ago=21)], 1, one_[1])
    case("hpai-third-county-apart-at-22", [report("hpai", SC), report("hpai", YX), report("hpai", YY, ago=22)], 2, two[1])
    case("hpai-and-fmd-do-not-touch", [report("hpai", SC), report("fmd", PL)], 3, three[1] + three[2])

    # (2) fmd, 14 days
    case("fmd-1-county", [report("fmd", SC)], 3, three[2])
    for n, level, clauses in [(2, 3, three[2]), (4, 3, three[2]), (5, 1, one_[2]), (6, 1, one_[2])]:
        case("fmd-%d-townships" % n, in_townships("fmd", n), level, clauses)
    for n, level, clauses in [(1, 3, three[2]), (2, 3, three[2]), (3, 3, three[2]), (4, 3, three[2]), (5, 2, two[2]), (6, 2, two[2])]:
        case("fmd-%d-premises" % n, in_premises("fmd", n), level, clauses)
    names = ["A", "B", "C", "D"]
    case("fmd-same-township-name-in-two-counties-is-two",
         [report("fmd", SC, township=t) for t in names] + [report("fmd", YX, township="A")], 1, one_[2])
    case("fmd-4-townships-in-two-counties-apart",
         [report("fmd", SC, township=t) for t in names[:3]] + [report("fmd", YX, township="A")], 2, two[2])
    case("fmd-same-township-twice-is-one", [report("fmd", SC, township=t) for t in names + ["A"]], 3, three[2])
    case("fmd-fifth-township-at-15", in_townships("fmd", 4) + [report("fmd", YX, township="T9", ago=15)], 3, three[2])
    case("fmd-fifth-township-at-14", in_townships("fmd", 4) + [report("fmd", YX, township="T9", ago=14)], 1, one_[2])
    case("fmd-fifth-premises-at-15", in_premises("fmd", 4) + [report("fmd", YX, premises="p9", ago=15)], 3, three[2])
    case("fmd-fifth-premises-at-14", in_premises("fmd", 4) + [report("fmd", YX, premises="p9", ago=14)], 2, two[2])
    case("fmd-touching-at-14", [report("fmd", SC), report("fmd", PL, ago=14)], 1, one_[2])
    case("fmd-touching-at-15", [report("fmd", SC), report("fmd", PL, ago=15)], 3, three[2])
    case("fmd-apart-at-14", [report("fmd", SC), report("fmd", YX, ago=14)], 2, two[2])
    case("fmd-apart-at-15", [report("fmd", SC), report("fmd", YX, ago=15)], 3, three[2])
    for ago, level, clauses in [(0, 3, three[2]), (13, 3, three[2]), (14, 3, three[2]), (15, None, []), (-1, None, [])]:
        case("fmd-day-%d" % ago, [report("fmd", SC, ago=ago)], level, clauses)
    facts("fmd-new-subtype", {"fmd_new_subtype": True}, 1, one_[2])

    # (3) prrs, csf, nd: each by itself, in its own incubation; csf and nd fall to IV(1)
    for disease, days, low in [("prrs", 14, (None, [])), ("csf", 14, (4, four[1])), ("nd", 21, (4, four[1]))]:
        rungs = {1: low, 2: (3, three[3]), 3: (3, three[3]), 4: (2, two[3]), 5: (1, one_[3]), 6: (1, one_[3])}
        for n, answer in rungs.items():
            case("%s-%d-counties" % (disease, n), in_counties(disease, n), *answer)
        for n, answer in {7: low, 8: (2, two[3]), 9: (2, two[3]), 10: (1, one_[3]), 11: (1, one_[3])}.items():
            case("%s-%d-premises" % (disease, n), in_premises(disease, n), *answer)
        for ago, answer in {days - 1: (3, three[3]), days: (3, three[3]), days + 1: low, -1: (None, [])}.items():
            case("%s-2-counties-day-%d" % (disease, ago), in_counties(disease, 2, ago=ago), *answer)
        case("%s-second-county-too-old" % disease,
             [report(disease, SC, ago=days), report(disease, YX, ago=days + 1)], *low)
        case("%s-eighth-premises-too-old" % disease,
             in_premises(disease, 7) + [report(disease, YX, premises="p9", ago=days + 1)], *low)
        case("%s-long-ago" % disease, [report(disease, SC, ago=4000)], *low)
        case("%s-same-premises-id-in-two-counties-is-one" % disease,
             in_premises(disease, 7) + [report(disease, SC, premises="p0")], 3, three[3])
        case("%s-8-premises-in-two-counties" % disease,
             in_premises(disease, 7) + [report(disease, SC, premises="p7")], 2, two[3])
        case("%s-outbreak-is-no-rule" % disease, [report(disease, SC, spread="outbreak")], *low)
    case("prrs-2-and-csf-2-counties-are-not-4", [report("prrs", SC), report("prrs", YX), report("csf", YY), report("csf", HR)],
         3, three[3])
    case("prrs-csf-nd-one-county-each", [report("prrs", SC), report("csf", YX), report("nd", YY)], 4, four[1])
    case("prrs-5-and-nd-5-premises-are-not-10", in_premises("prrs", 5) + in_premises("nd", 5), 4, four[1])
    case("prrs-4-and-csf-4-premises-are-not-8", in_premises("prrs", 4) + in_premises("csf", 4), 4, four[1])
    case("nd-in-its-own-window", in_counties("nd", 2, ago=18) + in_counties("csf", 2, ago=18), 3, three[3])
    case("csf-not-in-the-window-of-nd", in_counties("csf", 2, ago=18), 4, four[1])
    case("prrs-4-counties-beat-nd-2", in_counties("prrs", 4) + in_counties("nd", 2), 2, two[3])

    # (4) II(5) ppr without a window, (5) asf
    for n, level, clauses in [(1, 2, two[5]), (2, 2, two[5]), (3, 1, one_[4]), (4, 1, one_[4]), (6, 1, one_[4])]:
        case("ppr-%d-counties" % n, in_counties("ppr", n), level, clauses)
        case("ppr-%d-counties-long-ago" % n, in_counties("ppr", n, ago=4000), level, clauses)
    case("ppr-many-premises-in-one-county", in_premises("ppr", 12), 2, two[5])
    case("ppr-after-as-of", in_counties("ppr", 1, ago=-1), None, [])
    case("ppr-third-county-after-as-of", in_counties("ppr", 2) + [report("ppr", YY, ago=-1)], 2, two[5])
    for ago, level, clauses in [(0, 1, one_[5]), (14, 1, one_[5]), (15, 1, one_[5]), (16, None, []), (-1, None, [])]:
        case("asf-day-%d" % ago, [report("asf", HR, ago=ago)], level, clauses)
    case("asf-2-counties", in_counties("asf", 2), 1, one_[5])

    # (6), (7) second half, II(4) second half, II(6), hq_level
    facts("pathogen-leak", {"pathogen_leak_infection": True}, 1, one_[6])
    facts("zoonosis-surge", {"zoonosis_human_surge": True}, 1, one_[7])
    facts("zoonosis-case", {"zoonosis_human_case": True}, 2, two[4])
    for n, level, clauses in [(0, None, []), (1, 2, two[6]), (2, 2, two[6]), (6, 2, two[6])]:
        facts("mass-death-%d" % n, {"mass_death_counties": n}, level, clauses)
    for n, level, clauses in [(0, None, []), (1, 1, one_[8]), (2, 2, two[7]), (3, 3, three[5]), (4, 4, four[3])]:
        facts("hq-%d" % n, {"hq_level": n}, level, clauses)

    # the four zoonoses: I(7), II(4), III(4), IV(2)
    for disease, days in [("brucellosis", 60), ("tuberculosis", 60), ("rabies", 180), ("anthrax", 20)]:
        for ago, level, clauses in [(0, 1, one_[7]), (days - 1, 1, one_[7]), (days, 1, one_[7]), (days + 1, 4, four[2]),
                                    (4000, 4, four[2]), (-1, None, [])]:
            case("%s-outbreak-day-%d" % (disease, ago), [report(disease, SC, ago=ago, spread="outbreak")], level, clauses)
        for n, level, clauses in [(1, None, []), (2, 3, three[4]), (3, 3, three[4]), (4, 3, three[4])]:
            case("%s-epidemic-%d-counties" % (disease, n), in_counties(disease, n, spread="epidemic"), level, clauses)
        for n in (5, 6):                   # [2..5), and nothing above asks for an epidemic: a hole of the text
            case("%s-epidemic-%d-counties" % (disease, n), in_counties(disease, n, spread="epidemic"), None, [], safe=3)
        for ago, level, clauses in [(days - 1, 3, three[4]), (days, 3, three[4]), (days + 1, None, []), (-1, None, [])]:
            case("%s-epidemic-2-counties-day-%d" % (disease, ago), in_counties(disease, 2, ago=ago, spread="epidemic"), level, clauses)
        case("%s-epidemic-second-county-too-old" % disease, [report(disease, SC, spread="epidemic"),
             report(disease, YX, ago=days + 1, spread="epidemic")], None, [])
        case("%s-sporadic-6-counties" % disease, in_counties(disease, 6, spread="sporadic"), None, [])
        case("%s-no-spread-is-sporadic" % disease, in_counties(disease, 3), None, [])
        case("%s-epidemic-and-sporadic" % disease, [report(disease, SC, spread="epidemic"), report(disease, YX)], None, [])
        for n in (4, 5, 6):                # II(4) asks for 5 of these, but one is I(7) already
            case("%s-outbreak-%d-counties" % (disease, n), in_counties(disease, n, spread="outbreak"), 1, one_[7])
        case("%s-epidemic-many-premises" % disease, in_premises(disease, 12, spread="epidemic"), None, [])
        case("%s-old-outbreak-new-epidemic" % disease, [report(disease, SC, ago=days + 1, spread="outbreak"),
             report(disease, SC, spread="epidemic")], 4, four[2])
    case("zoonoses-are-counted-each-by-itself",
         [report("brucellosis", SC, spread="epidemic"), report("rabies", YX, spread="epidemic")], None, [])
    case("one-zoonosis-in-the-hole-another-not",
         in_counties("brucellosis", 5, spread="epidemic") + in_counties("rabies", 2, spread="epidemic"), 3, three[4])
    for disease in ("other_class2", "other_class3"):
        for ago, level, clauses in [(0, 4, four[2]), (30, 4, four[2]), (31, 4, four[2]), (4000, 4, four[2]), (-1, None, [])]:
            case("%s-outbreak-day-%d" % (disease, ago), [report(disease, SC, ago=ago, spread="outbreak")], level, clauses)
        case("%s-outbreak-6-counties" % disease, in_counties(disease, 6, spread="outbreak"), 4, four[2])
        case("%s-epidemic-2-counties" % disease, in_counties(disease, 2, spread="epidemic"), None, [])
        case("%s-sporadic" % disease, in_counties(disease, 6), None, [])

    # all clauses of the level; calendar
    case("hpai-and-fmd-and-asf", in_premises("hpai", 3) + in_townships("fmd", 5) + in_counties("asf", 1), 1,
         one_[1] + one_[2] + one_[5])
    case("hpai-fmd-prrs-brucellosis-at-3", [report("hpai", SC), report("fmd", SC)] + in_counties("prrs", 2)
         + in_counties("brucellosis", 2, spread="epidemic"), 3, three[1] + three[2] + three[3] + three[4])
    case("csf-and-old-anthrax-outbreak", [report("csf", SC), report("anthrax", SC, ago=21, spread="outbreak")], 4, four[1] + four[2])
    facts("hq-4-does-not-lower", {"hq_level": 4}, 3, three[1], reports=[report("hpai", SC)])
    facts("case-mass-death-ppr-at-2", {"zoonosis_human_case": True, "mass_death_counties": 1, "hq_level": 2}, 2,
          two[4] + two[5] + two[6] + two[7], reports=[report("ppr", SC)])
    for day, as_of, level in [("2026-02-14", "2026-03-01", 1), ("2026-02-13", "2026-03-01", None),
                              ("2024-02-15", "2024-03-01", 1), ("2024-02-14", "2024-03-01", None),
                              ("2025-12-20", "2026-01-04", 1), ("2025-12-19", "2026-01-04", None),
                              ("2024-02-29", "2024-02-29", 1), ("2024-03-01", "2024-02-29", None)]:
        case("asf-on-%s-graded-on-%s" % (day, as_of), [{**report("asf", SC), "date": day}], level,
             one_[5] if level else [], as_of=as_of)

    # what is not known
    gone = {fact: ABSENT for fact in plan.calm}
    facts("nothing-known", gone, None, [], possible=1, ask=gone)
    facts("asf-rest-unknown", gone, 1, one_[5], reports=[report("asf", SC)])
    facts("hpai-apart-rest-unknown", gone, 2, two[1], possible=1, reports=[report("hpai", SC), report("hpai", YX)],
          ask=["fmd_new_subtype", "pathogen_leak_infection", "zoonosis_human_surge"])
    facts("epidemic-hole-rest-unknown", gone, None, [], safe=3, possible=1, ask=gone,
          reports=in_counties("rabies", 5, spread="epidemic"))
    facts("subtype-unknown", {"fmd_new_subtype": ABSENT}, None, [], possible=1, ask=["fmd_new_subtype"])
    facts("subtype-unknown-fmd-at-1", {"fmd_new_subtype": ABSENT}, 1, one_[2], reports=in_townships("fmd", 5))
    facts("human-case-unknown-hpai-at-3", {"zoonosis_human_case": ABSENT}, 3, three[1], possible=2, ask=["zoonosis_human_case"],
          reports=[report("hpai", SC)])
    facts("human-case-surge-unknown", {"zoonosis_human_case": True, "zoonosis_human_surge": ABSENT}, 2, two[4], possible=1,
          ask=["zoonosis_human_surge"])
    facts("mass-death-at-most-1", {"mass_death_counties": {"max": 1}}, None, [], possible=2, ask=["mass_death_counties"])
    facts("mass-death-at-least-1", {"mass_death_counties": {"min": 1}}, 2, two[6])
    facts("mass-death-at-most-0", {"mass_death_counties": {"max": 0}}, None, [])
    facts("mass-death-unknown-ppr", {"mass_death_counties": ABSENT}, 2, two[5], reports=[report("ppr", SC)])
    facts("hq-3-mass-death-unknown", {"hq_level": 3, "mass_death_counties": ABSENT}, 3, three[5], possible=2,
          ask=["mass_death_counties"])

    errors(plan, "mass_death_counties", "fmd_new_subtype", ', "as_of": "2026-03-01"')
    plan.error("error-no-as-of", '{{ID}, "facts": {}, "reports": []}')
    good = report("hpai", SC)
    for slug, key, value in [("no-date", "date", ABSENT), ("no-county", "county", ABSENT), ("no-township", "township", ABSENT),
                             ("no-premises", "premises", ABSENT), ("no-disease", "disease", ABSENT),
                             ("unknown-key", "note", "x"), ("unknown-county", "county", "140600"),
                             ("county-number", "county", 140602), ("unknown-disease", "disease", "flu"),
                             ("disease-case", "disease", "HPAI"), ("unknown-spread", "spread", "huge"),
                             ("spread-null", "spread", None), ("premises-number", "premises", 1), ("township-null", "township", None),
                             ("date-30-feb", "date", "2026-02-30"), ("date-29-feb", "date", "2025-02-29"),
                             ("date-short", "date", "2026-2-3"), ("date-basic", "date", "20260203"),
                             ("date-time", "date", "2026-02-03T00:00:00"), ("date-month-13", "date", "2026-13-01"),
                             ("date-day-0", "date", "2026-02-00"), ("date-space", "date", "2026-02-03 ")]:
        bad = {k: v for k, v in {**good, key: value}.items() if v is not ABSENT}
        plan.error("error-report-" + slug, '{{ID}, "reports": [%s, %s], "as_of": "2026-03-01"}' % (write(good), write(bad)))
    plan.error("error-report-after-as-of-is-checked-too",
               '{{ID}, "reports": [%s], "as_of": "2026-03-01"}' % write({**good, "date": "2026-04-31"}))
    plan.error("error-hq-level-5", '{{ID}, "facts": {"hq_level": 5}, "as_of": "2026-03-01"}')
    return plan


# ================================================================ lines that are not valid (grading.md 5)

def errors(plan, count, flag, tail=""):
    """The kinds that every plan shares; `tail` is what a valid line must have as well."""
    def line(slug, inside, ident=SAME):
        plan.error("error-" + slug, "{" + inside + tail + "}", ident)

    for slug, text in [("negative", "-1"), ("decimal", "3.0"), ("exponent", "1e2"), ("string", '"3"'), ("null", "null"),
                       ("bool", "true"), ("list", "[3]"), ("beyond", "1000000000000001"), ("huge", "9" * 40),
                       ("range-empty", "{}"), ("range-upside-down", '{"min": 5, "max": 4}'), ("range-null", '{"min": null}'),
                       ("range-unknown-key", '{"min": 1, "step": 2}'), ("range-negative", '{"min": -1}'),
                       ("range-decimal", '{"max": 2.5}'), ("range-string", '{"max": "2"}'),
                       ("range-beyond", '{"max": 1000000000000001}')]:
        line("count-" + slug, '{ID}, "facts": {"%s": %s}' % (count, text))
    for slug, text in [("number", "1"), ("string", '"true"'), ("null", "null"), ("range", '{"min": false}')]:
        line("bool-" + slug, '{ID}, "facts": {"%s": %s}' % (flag, text))
    line("unknown-fact", '{ID}, "facts": {"%sx": 1}' % count)
    line("fact-case", '{ID}, "facts": {"%s": 1}' % count.upper())
    line("unknown-key", '{ID}, "facts": {}, "param": {}')
    line("facts-null", '{ID}, "facts": null')
    line("facts-list", '{ID}, "facts": []')
    line("reports-null", '{ID}, "reports": null')
    line("reports-object", '{ID}, "reports": {}')
    line("reports-of-strings", '{ID}, "reports": ["hpai"]')
    line("report-key-missing", '{ID}, "reports": [{"date": "2026-02-20", "county": "140602"}]')
    line("report-date-form", '{ID}, "reports": [%s]' % write({**report("hpai", SC), "date": "2026-02-31"}))
    for slug, text in [("null", "null"), ("number", "20260301"), ("form", '"2026-3-1"'), ("no-such-day", '"2026-02-29"')]:
        plan.error("error-as-of-" + slug, '{{ID}, "as_of": %s}' % text)
    line("id-null", '"id": null', None)
    line("id-number", '"id": 7', None)
    for slug, text in [("blank", ""), ("spaces", "  "), ("word", "not json"), ("array", "[]"), ("null", "null"),
                       ("leading-zero", '{"id": "x", "facts": {"%s": 01}}' % count),
                       ("nan", '{"id": "x", "facts": {"%s": NaN}}' % count), ("two-objects", '{"id": "x"} {"id": "y"}'),
                       ("trailing-comma", '{"id": "x",}'), ("single-quotes", "{'id': 'x'}"), ("comment", '{"id": "x"} // x'),
                       ("tab-in-string", '{"id": "a\tb"}'), ("half", '{"id": "x", "facts": {'), ("bom", '\ufeff{"facts": {}}')]:
        plan.error("error-json-" + slug, text, None)


if __name__ == "__main__":
    for make in (construction, tourism, road, animal):
        make().emit()
