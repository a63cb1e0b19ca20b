"""respond triage: each plan says what it says alone; two plans at one event; what is asked, claimed and said differently; mistakes."""
import json
import os
import random
import tempfile

import tap as t

PLANS = ("animal", "construction", "road", "tourism")
USAGE, DATA, NO_INPUT = 64, 65, 66
REPORTS = [{"date": "2026-02-20", "county": "140602", "township": "神头镇", "premises": "p1", "disease": "hpai"},
           {"date": "2026-02-25", "county": "140621", "township": "北周庄镇", "premises": "p2", "disease": "hpai"}]

# arguments, exit status, words of the one message
MISTAKES = [
    (["deahts=3"], USAGE, ["“deahts”", "是否指：deaths"]),
    (["deaths"], USAGE, ["“deaths”", "事实=值"]),
    (["deaths="], USAGE, ["deaths="]),
    (["=3"], USAGE, ["“”"]),
    (["deaths=1", "死亡=2"], USAGE, ["“deaths”", "两次"]),
    (["construction:hq_level=2", "construction:hq_level=3"], USAGE, ["“hq_level”", "两次"]),
    (["hq_level=2"], USAGE, ["“hq_level”", "预案", ":hq_level"]),
    (["tourism:hq_level=4"], USAGE, ["预案 tourism", "hq_level=4", "1 至 3"]),
    (["rode:deaths=1"], USAGE, ["“rode”", "是否指：road"]),
    (["road:trapped=1"], USAGE, ["预案 road", "“trapped”"]),
    (["pollution=heavy", "--lang", "en"], USAGE, ["plan road, pollution=heavy", "none, some, major"]),
    (["deaths=3.5", "--lang", "en"], USAGE, ["deaths=3.5", "plain integer"]),
    (["deaths=9..3"], USAGE, ["deaths=9..3", "下限大于上限"]),
    (["traffic_accident=maybe"], USAGE, ["预案 road", "是/否"]),
    (["x\x1b[31m=1"], USAGE, ["x\\x1b"]),
    (["--param", "incubation.xyz=3"], USAGE, ["“incubation.xyz”", "是否指：incubation."]),
    (["--param", "incubation.csf=x"], USAGE, ["incubation.csf"]),
    (["--as-of", "2026-02-30"], USAGE, ["“2026-02-30”"]),
    (["--reports", "/nowhere/log.json"], NO_INPUT, ["/nowhere/log.json"]),
    (["--city", "shuozou"], USAGE, ["“shuozou”", "是否指：shuozhou"]),
    (["--jsn"], USAGE, ["“--jsn”", "--json"]),
]


def triage(respond, *arguments, status=0):
    """The object; fails the caller with what was said when there is none."""
    answer = t.run([respond, "triage", *arguments, "--json"], cwd=t.ROOT, timeout=30)
    assert answer.status == status and answer.out.count("\n") == 1, answer.shown
    found = json.loads(answer.out)
    found["by"] = {plan["id"]: plan for plan in found["plans"]}
    return found


def check(tap, respond):
    check_mistakes(tap, respond)
    check_alone(tap, respond)
    check_order(tap, respond)
    check_coach(tap, respond)
    check_storm(tap, respond)
    check_hotel(tap, respond)
    check_reports(tap, respond)
    check_scopes(tap, respond)
    check_words(tap, respond)
    check_cities(tap, respond)


def check_mistakes(tap, respond):
    for arguments, status, words in MISTAKES:
        answer = t.run([respond, "triage", *arguments], cwd=t.ROOT, timeout=20)
        lines = answer.err.splitlines()
        good = answer.status == status and answer.out == "" and len(lines) == 1 and lines[0].startswith("respond: ")
        tap.ok(good and all(word in answer.err for word in words), "triage %s: exit %d, one message" % (" ".join(arguments)[:50], status), words, answer.shown)


# ---------------------------------------------------------------- the same as grade says, plan by plan


def facts_of(data):
    return {fact["id"]: fact for fact in data["facts"]}


def some_value(dice, fact):
    if fact["type"] == "bool":
        return dice.choice(("true", "false"))
    if fact["type"] == "enum":
        return dice.choice(fact["values"])["id"]
    number = dice.choice((0, 1, 2, 3, 5, 9, 10, 29, 30, 100, 600))
    return dice.choice(("%d" % number, "%d.." % number, "..%d" % number, "%d..%d" % (number, number + dice.randrange(40))))


def check_alone(tap, respond):
    """Whatever the facts: level, possible, safe level, grade, clauses and questions are those of `respond grade`."""
    plans = {plan: t.read_json(t.SHUOZHOU, plan + ".json") for plan in PLANS}
    known = {}
    for data in plans.values():
        known.update({name: fact for name, fact in facts_of(data).items() if not fact.get("discretion")})
    dice, wrong = random.Random(5), []
    for _ in range(25):
        said = {name: some_value(dice, fact) for name, fact in sorted(known.items()) if dice.random() < 0.4}
        found = triage(respond, "--as-of", "2026-03-01", *("%s=%s" % pair for pair in said.items()))
        for plan, data in plans.items():
            own = ["%s=%s" % (name, value) for name, value in said.items() if name in facts_of(data)]
            alone = json.loads(t.run([respond, "grade", plan, "--json", *own, *(["--as-of", "2026-03-01"] if plan == "animal" else [])], cwd=t.ROOT).out)
            for key in ("level", "possible", "settled", "safe_level", "event_grade", "clauses", "ask"):
                if key == "ask" and found["by"][plan]["applies"] == "no":      # nobody asks: not sorted
                    found["by"][plan][key], alone[key] = sorted(found["by"][plan][key]), sorted(alone[key])
                if found["by"][plan][key] != alone[key]:
                    wrong.append((said, plan, key, found["by"][plan][key], alone[key]))
    tap.ok(not wrong, "triage says of each plan what grade says", *wrong[:3])


def check_order(tap, respond):
    """Whatever the facts: scopes first, then what most plans ask, each for a reason, none twice."""
    dice, wrong = random.Random(6), []
    names = ["deaths=3", "missing=2..", "injured=..9", "trapped=4", "traffic_accident=yes", "tourism_event=yes", "construction_event=no", "serious_injuries=1",
             "stranded=600", "severe_weather=yes", "animal_epidemic=no"]
    for _ in range(20):
        said = dice.sample(names, dice.randrange(len(names)))
        found = triage(respond, *said)
        asked, by = found["ask"], found["by"]
        ranks = [(not ask["scope"], 0 if ask["scope"] else -len(ask["plans"])) for ask in asked]
        good = ranks == sorted(ranks) and len({ask["fact"] for ask in asked}) == len(asked)
        for ask in asked:
            for plan in ask["plans"]:
                good = good and (by[plan]["applies"] == "open" if ask["scope"] else ask["fact"] in by[plan]["ask"] and by[plan]["applies"] != "no")
        open_ones = {plan for plan in by if by[plan]["applies"] == "open"}
        good = good and open_ones == {plan for ask in asked if ask["scope"] for plan in ask["plans"]}
        served = {plan for ask in asked for plan in ask["plans"]}
        good = good and all(by[plan]["settled"] or plan in served for plan in by if by[plan]["applies"] == "yes")
        if not good:
            wrong.append((said, asked))
    tap.ok(not wrong, "triage asks in order, for a reason, and serves every plan", *wrong[:3])


# ---------------------------------------------------------------- events under two plans


def counted(found):
    """fact: {plan: sums} of each fact that is counted differently."""
    return {it["fact"]: {reading["plan"]: [sorted(s) for s in reading["sums"]] for reading in it["plans"]} for it in found["differences"] if it["kind"] == "counted"}


def steps(found, *facts):
    """{plan: {level: from}} of a sum."""
    for it in found["differences"]:
        if it["kind"] == "steps" and sorted(it["sum"]) == sorted(facts):
            return {reading["plan"]: {step["level"]: step["at_least"] for step in reading["steps"]} for reading in it["plans"]}
    return None


def levels(found):
    return {it["plan"]: it["level"] for difference in found["differences"] if difference["kind"] == "level" for it in difference["plans"]}


def applying(found):
    return sorted(plan for plan, it in found["by"].items() if it["applies"] == "yes")


def check_coach(tap, respond):
    found = triage(respond, "traffic_accident=yes", "tourism_event=yes", "deaths=2", "missing=1", "injured=14", "construction_event=no", "animal_epidemic=no")
    tap.same(applying(found), ["road", "tourism"], "coach crash at a scenic site: two plans apply")
    tap.same(levels(found), {"road": 3, "tourism": 2}, "coach crash: the levels differ")
    sums = counted(found)
    tap.same(sums["deaths"], {"road": [["deaths"], ["deaths", "injured"], ["deaths", "missing"], ["deaths", "injured", "missing"]], "tourism": [["deaths", "missing"]]},
             "coach crash: how the dead are counted")
    tap.same(sums["injured"]["tourism"], [], "coach crash: tourism does not count the injured")
    tap.same((sums["trapped"]["road"], sums["trapped"]["tourism"]), ([], [["trapped"]]), "coach crash: only tourism would count the trapped")
    tap.ok("pollution" not in sums and "counties" not in sums, "coach crash: nothing of what hangs on facts not known", sums)
    tap.same(steps(found, "deaths", "missing"), {"road": {3: 3, 2: 10}, "tourism": {3: 1, 2: 3, 1: 10}}, "coach crash: dead and missing, from which number on")
    tap.same(steps(found, "deaths", "injured"), {"road": {3: 10, 2: 50, 1: 100}, "tourism": {}}, "coach crash: dead and injured")
    clauses = {step["clause"] for it in found["differences"] if it["kind"] == "steps" for reading in it["plans"] for step in reading["steps"]}
    tap.ok({"4.1.3/事故", "附件1/较大/(1)"} <= clauses, "coach crash: each step has its clause", clauses)
    charge = {plan: [it for it in found["by"][plan]["in_charge"] if it["step"] == "launch" and it["tier"] == "city"] for plan in ("road", "tourism")}
    tap.same((charge["road"][0]["by"], charge["tourism"][0]["by"], charge["tourism"][0]["clause"]), (["hq"], ["commander"], "5.3.2.2"), "coach crash: who launches")
    check_claims(tap, found, "road", "tourism")


def check_claims(tap, found, *plans):
    """Every agency that leads a group or is a member in both is claimed by both; nobody is claimed who is in one plan alone."""
    data = {plan: t.read_json(t.SHUOZHOU, plan + ".json") for plan in plans}
    places = {plan: {holder["agency"] for group in it["organisation"]["groups"] for holder in group["leaders"]} |
              {member["agency"] for member in it["organisation"]["members"]} for plan, it in data.items()}
    claimed = {it["agency"]: it["plans"] for it in found["claimed_twice"]}
    both = set.intersection(*places.values())
    tap.ok(both and both <= set(claimed), "%s: members of both are claimed twice" % " and ".join(plans), both - set(claimed))
    named = {plan: json.dumps(it) for plan, it in data.items()}
    stray = [agency for agency, by in claimed.items() if sorted(by) != sorted(plans) or not all('"%s"' % agency in named[plan] for plan in plans)]
    tap.ok(not stray, "%s: only those are" % " and ".join(plans), stray)
    seats = {(seat["plan"], seat.get("leads") or seat.get("holds")) for it in found["claimed_twice"] if it["agency"] == "public_security" for seat in it["seats"]}
    if plans == ("road", "tourism"):
        tap.ok({("road", "抢险救援组"), ("tourism", "社会稳定组")} <= seats, "coach crash: the police lead groups in both", seats)


def check_storm(tap, respond):
    found = triage(respond, "severe_weather=yes", "counties=3", "cities=1", "stranded=600", "stranded_hours=30", "stranded_disruption=yes", "traffic_accident=no",
                   "hazmat_release=no", "construction_event=no", "animal_epidemic=no")
    tap.same(applying(found), ["road", "tourism"], "storm with stranded tourists: two plans apply, tourism by the stranded alone")
    tap.same(levels(found), {"road": 3, "tourism": 1}, "storm: the levels differ")
    sums = counted(found)
    tap.same((sums["stranded"], sums["counties"]), ({"road": [], "tourism": [["stranded"]]}, {"road": [["counties"]], "tourism": []}), "storm: each counts its own")
    tap.same(steps(found, "stranded")["tourism"], {3: 1, 2: 50, 1: 200}, "storm: stranded, with hours and disruption")
    tap.ok(all(step["with_more"] for it in found["differences"] if it["kind"] == "steps" and it["sum"] == ["stranded"] for reading in it["plans"] for step in reading["steps"]),
           "storm: stranded only together with hours")
    tap.same(found["ask"], [], "storm: nothing is left to ask")


def check_hotel(tap, respond):
    found = triage(respond, "construction_event=yes", "tourism_event=yes", "deaths=1", "serious_injuries=4", "trapped=8", "endangered=8", "road_event=no", "animal_epidemic=no")
    tap.same(applying(found), ["construction", "tourism"], "hotel collapse: two plans apply")
    tap.same((found["by"]["construction"]["level"], found["by"]["tourism"]["level"]), (3, 2), "hotel collapse: levels")
    sums = counted(found)
    tap.same((sums["trapped"], sums["endangered"]), ({"construction": [], "tourism": [["trapped"]]}, {"construction": [["endangered"]], "tourism": []}), "hotel collapse: those inside")
    tap.same(steps(found, "serious_injuries"), {"construction": {4: 1, 3: 10, 2: 50, 1: 100}, "tourism": {3: 1, 2: 10, 1: 50}}, "hotel collapse: the same count, other levels")
    tap.ok("serious_injuries" not in sums, "hotel collapse: both count the seriously injured alone", sums)
    check_claims(tap, found, "construction", "tourism")


# ---------------------------------------------------------------- reports, scopes, words, cities


def check_reports(tap, respond):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "log.json")
        with open(path, "w", encoding="utf-8") as file:
            json.dump(REPORTS, file)
        found = triage(respond, "--reports", path, "--as-of", "2026-03-01")
        tap.same((found["by"]["animal"]["applies"], found["by"]["animal"]["level"]), ("yes", 1), "reports: the animal plan applies, and grades them")
        early = triage(respond, "--reports", path, "--as-of", "2026-02-19")
        tap.same((early["by"]["animal"]["applies"], early["by"]["animal"]["level"]), ("open", None), "reports after the grading date do not count")
        short = triage(respond, "--reports", path, "--as-of", "2026-03-01", "--param", "window.hpai=5")
        tap.same((short["by"]["animal"]["applies"], short["by"]["animal"]["level"]), ("yes", 3), "--param reaches the plan that has it")
        text = t.run([respond, "triage", "--reports", path, "--as-of", "2026-03-01"], cwd=t.ROOT)
        tap.ok("疫情报告 2 条" in text.out, "reports: told with what is known", text.shown)


def check_scopes(tap, respond):
    cases = [(["deaths=3"], []), (["traffic_accident=yes"], ["road"]), (["road_event=yes"], ["road"]), (["municipal_utility=yes"], ["construction"]),
             (["stranded=1"], ["tourism"]), (["mass_death_counties=1"], ["animal"]), (["tourism:hq_level=2"], ["tourism"]), (["other_grade=general"], ["tourism"]),
             (["animal_epidemic=no", "zoonosis_human_case=yes"], ["animal"]), (["stranded=0", "other_grade=none"], [])]
    for said, wanted in cases:
        tap.same(applying(triage(respond, *said)), wanted, "%s: which plans apply" % " ".join(said))
    found = triage(respond, "road_event=no", "tourism_event=no", "construction_event=no", "animal_epidemic=no", "deaths=50")
    tap.same({it["applies"] for it in found["plans"]}, {"no"}, "four answers rule four plans out")
    tap.same((found["ask"], found["claimed_twice"], found["differences"]), ([], [], []), "no plan, nothing to ask or to compare")
    closed = triage(respond, "--closed", "traffic_accident=yes", "deaths=3")
    tap.same((applying(closed), closed["by"]["tourism"]["applies"], closed["ask"]), (["road"], "no", []), "--closed: what is not said is not so")


def check_words(tap, respond):
    said = ["traffic_accident=yes", "tourism_event=yes", "deaths=2", "missing=1", "construction_event=no"]
    zh, en = (t.run([respond, "triage", *said, "--lang", lang], cwd=t.ROOT) for lang in ("zh", "en"))
    tap.ok(zh.status == en.status == 0 and zh.err == en.err == "", "words: no messages", zh.err, en.err)
    for text, words in ((zh.out, ["✓ 道路交通  适用：", "✓ 文旅  适用：", "? 动物疫情  是否适用未定；若适用：", "✗ 不适用    城乡建设", "先问", "同一件事，各预案说法不同", "不止一个预案要的单位"]),
                        (en.out, ["✓ road traffic  applies: ", "? animal epidemic  may apply; if it does: ", "✗ no        construction", "Ask first",
                                  "What the plans say differently", "Agencies that more than one plan claims"])):
        tap.ok(all(word in text for word in words), "words: marks with words beside them", [word for word in words if word not in text], text)
    tap.ok(not any("\u4e00" <= c <= "\u9fff" for line in en.out.splitlines() for c in line.replace("事故", "").replace("附件", "").replace("较大", "").replace("重大", "")
                   .replace("一般", "").replace("天气", "").replace("危化品", "").replace("特别", "")), "words: English but for clause numbers", en.out)


def check_cities(tap, respond):
    with tempfile.TemporaryDirectory() as root:
        for name, folder in (("harbour", t.HARBOUR), ("shuozhou", t.SHUOZHOU)):
            os.symlink(folder, os.path.join(root, name))
        answer = t.run([respond, "triage", "deaths=3", "--plans", root], timeout=20)
        tap.ok(answer.status == USAGE and "--city" in answer.err and answer.out == "", "several cities: it asks which", answer.shown)
        found = triage(respond, "tonnes=3", "--plans", root, "--city", "harbour")
        tap.same([it["id"] for it in found["plans"]], sorted(name[:-5] for name in os.listdir(t.HARBOUR) if name.endswith(".json") and name not in ("agencies.json", "regions.json")),
                 "--city: its plans")
    with tempfile.TemporaryDirectory() as city:
        data = t.read_json(t.SHUOZHOU, "road.json")
        t.make_city(city, t.SHUOZHOU, {"road": data, "tourism": b"{"})
        answer = t.run([respond, "triage", "traffic_accident=yes", "deaths=3", "--json", "--plans", city], timeout=20)
        found = json.loads(answer.out)
        tap.ok(answer.status == DATA and [it["id"] for it in found["plans"]] == ["road"] and found["left_out"] == ["tourism"] and "tourism.json:1:" in answer.err,
               "a flawed plan is left out, named, and the others are answered", answer.shown)
        text = t.run([respond, "triage", "--plans", city], timeout=20)
        tap.ok(text.status == DATA and "! 未载入    tourism" in text.out, "a flawed plan is named in the text too", text.shown)
        t.make_city(city, t.SHUOZHOU, {"road": b"{", "tourism": b"{"})
        answer = t.run([respond, "triage", "--plans", city], timeout=20)
        tap.ok(answer.status == DATA and answer.out == "", "no plan that loads: nothing is answered", answer.shown)
        del data["scope"]
        t.make_city(city, t.SHUOZHOU, {"road": data})
        os.remove(os.path.join(city, "tourism.json"))
        answer = t.run([respond, "triage", "traffic_accident=yes", "deaths=3", "--plans", city], timeout=20)
        tap.ok(answer.status == 0 and "适用范围    预案没有写" in answer.out and "〔道路交通〕" in answer.out, "a plan without a scope: open, and asked about all the same", answer.shown)
