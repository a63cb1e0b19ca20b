"""why, why-not, what-if, flip, when: what they say, and as JSON, replayed through `grade`."""
import datetime
import json
import os
import tempfile
import unicodedata

import tap as t

LEVELS = {"road": 4, "construction": 4, "tourism": 3, "animal": 4}
REPORTS = [{"date": "2026-02-10", "county": "140602", "township": "神头镇", "premises": "p1", "disease": "hpai"},
           {"date": "2026-02-20", "county": "140603", "township": "井坪镇", "premises": "p2", "disease": "hpai"},
           {"date": "2026-02-25", "county": "140621", "township": "岱岳镇", "premises": "p3", "disease": "csf"},
           {"date": "2026-03-05", "county": "140602", "township": "神头镇", "premises": "p4", "disease": "ppr"}]

# arguments; words that must be there (words that begin with "!" must not), in Chinese and in English
WORDS = [
    (["why", "road", "traffic_accident=true", "deaths=4", "missing=0", "severe_weather=no", "injured=8"],
     ["4.1.3/事故", "失联、死亡 4 在 3..9 内", "伤亡 12 在 10..49 内", "未定", "不再相干", "设区市、县（市、区）：极端恶劣天气 = 否", "!4.1.1/天气"],
     ["4.1.3/事故", "dead and missing 4, within 3..9", "Open", "No matter", "cities, counties: extreme weather = no", "!4.1.1/天气"]),
    (["why", "construction", "deaths=3..50"], ["没有哪一条单独成立", "死亡 ≥10且<30（现 3..50）"], ["no clause of this level holds by itself"]),
    (["why", "road", "traffic_accident=true", "deaths=30"], ["死亡 30（≥30）", "无论是什么，级别都一样|至多关系到"], ["dead 30 (≥30)"]),
    (["why", "road", "--closed"], ["没有条款成立"], ["no clause does"]),
    (["why", "road", "traffic_accident=yes", "missing=40", "--closed"], ["安全级别", "4.1.2/事故 只因上限而不成立"], ["Safe level"]),
    (["why-not", "road", "2", "traffic_accident=true", "deaths=4", "--closed"],
     ["不可能", "失联、死亡 ≥10且<30（现 4，还差 6 人）", "县（市、区） ≥4（现 0，还差 4）"], ["impossible", "now 4: 6 people short"]),
    (["why-not", "road", "3", "traffic_accident=true", "deaths=12", "--closed"], ["更重的二级响应已证实", "✓ 4.1.3/事故"], ["more severe"]),
    (["why-not", "construction", "3", "deaths=12", "--closed"], ["更重的Ⅱ级响应已证实", "死亡 ≥3且<10（现 12，多出 3 人）"], ["3 people too many"]),
    (["why-not", "construction", "Ⅰ级", "deaths=4"], ["仍可能（?）", "重伤 ≥100（现 不明）", "直接经济损失 ≥10000（现 不明）"], ["possible (?)"]),
    (["why-not", "construction", "1", "deaths=4", "--closed"], ["死亡 ≥30（现 4，还差 26 人）"], ["26 people short"]),
    (["why-not", "construction", "3", "deaths=4", "--closed"], ["已证实。各条", "✓ 附件3/三级/1"], ["is proven. Its clauses"]),
    (["why-not", "construction", "2", "direct_loss=4999.5", "deaths=40", "--closed"], ["直接经济损失 ≥5000且<10000（现 4999.5，还差 0.5 万元）"], ["0.5 10,000 yuan short"]),
    (["why-not", "tourism", "1", "stranded=300", "stranded_hours=24", "stranded_disruption=yes", "--closed"], ["滞留时间 >24（现 24）"], ["now 24)"]),
    (["why-not", "animal", "1", "--reports", "{log}", "--as-of", "2026-03-11"], ["21日内高致病性禽流感县数 ≥3（现 1，还差 2 个县）|相邻县数 ≥2（现 1，还差 1 个县）"],
     ["short"]),
    (["what-if", "road", "traffic_accident=true", "deaths=4", "--closed", "--then", "deaths=12"],
     ["死亡 4 人 → 12 人", "三级响应 → 二级响应", "新成立", "4.1.2/事故", "不再成立", "4.1.4/事故", "启动", "只是假设"],
     ["dead 4 people → 12 people", "Level III → Level II", "Now holds", "No longer", "launch", "only supposed"]),
    (["what-if", "construction", "deaths=4", "--closed", "--then", "deaths="], ["死亡 4 人 → 不明", "可能更高：Ⅰ级响应", "再问"], ["possibly Level I", "Ask next"]),
    (["what-if", "construction", "deaths=4", "--then", "死亡=4"], ["与已知的没有不同", "不变"], ["nothing that differs", "the same"]),
    (["flip", "construction", "deaths=4", "--closed"], ["Ⅰ级响应", "死亡 4 人 → ≥30 人", "死亡 4 人 → 10..29 人", "死亡 4 人 → 0 人"],
     ["deaths 4 people → ≥30 people", "no level"]),
    (["flip", "road"], ["危化品车泄漏、爆炸、燃烧 查明为 是；环境污染 查明为 重大"], ["turns out to be major"]),
    (["flip", "animal", "--as-of", "2026-03-01"], ["〔须有人认定〕市指挥部认定的级别 无 → III级（较大）", "计数当作不变"], ["somebody has to find so"]),
    (["flip", "animal", "--as-of", "2026-03-20", "--param", "incubation.csf=60", "--reports", "{log}"], ["改变任何事实都不能"], ["no change of facts"]),
    (["flip", "road", "traffic_accident=yes", "deaths=5", "missing=0", "--closed"], ["死亡 5 人 → 10..29 人", "死亡 5 人 → 0 人"], ["10..29 people"]),
    (["when", "animal", "--closed", "--reports", "{log}", "--as-of", "2026-03-01"],
     ["2026-03-04", "I级（特别重大） → III级（较大）", "21日内高致病性禽流感县数 2 → 1", "2026-03-05", "另有 2 天", "!2026-03-12"],
     ["2026-03-04", "→ Level III", "2 other days"]),
    (["when", "animal", "--closed", "--reports", "{log}", "--as-of", "2026-03-01", "--all"], ["2026-03-12", "不变", "!另有"], ["2026-03-12", "the same"]),
    (["when", "animal", "--as-of", "2026-03-01"], ["不会随时间改变"], ["never"]),
    (["when", "road", "traffic_accident=yes"], ["不按日期窗口计数"], ["never"]),
]

# An incident of each plan, to be explained and replayed.
INCIDENTS = [("road", {}), ("road", {"traffic_accident": True, "deaths": 4}), ("road", {"hazmat_release": True, "deaths": {"min": 3, "max": 12}, "pollution": "none"}),
             ("road", {"severe_weather": True, "counties": 3, "traffic_accident": False, "hazmat_release": False}),
             ("construction", {}), ("construction", {"deaths": 4, "direct_loss": 999.5}), ("construction", {"hq_level": 1}),
             ("tourism", {}), ("tourism", {"deaths": 1, "missing": {"min": 2}}), ("tourism", {"stranded": 260, "stranded_hours": 24}),
             ("animal", {}), ("animal", {"mass_death_counties": 1, "fmd_new_subtype": False})]


def width(line):
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


def check(tap, respond):
    with tempfile.TemporaryDirectory() as folder:
        log = os.path.join(folder, "log.json")
        with open(log, "w", encoding="utf-8") as file:
            json.dump(REPORTS, file)
        check_words(tap, respond, log)
        check_replay(tap, respond, log)
        check_days(tap, respond, log)
    check_shapes(tap, respond)


def run(respond, arguments, *more):
    return t.run([respond, *arguments, "--plans", t.SHUOZHOU, *more])


def has(text, wanted):
    """One of several words with a bar between them; what a line break has parted is together."""
    text = text.replace("\n", "").replace(" ", "")
    return any(word.replace(" ", "") in text for word in wanted.split("|"))


def check_words(tap, respond, log):
    for arguments, *languages in WORDS:
        arguments = [argument.replace("{log}", log) for argument in arguments]
        for lang, wanted in zip(("zh", "en"), languages):
            answer = run(respond, arguments, "--lang", lang)
            wrong = [word for word in wanted if (word[0] == "!") == has(answer.out, word.lstrip("!"))]
            wide = [line for line in answer.out.split("\n") if width(line) > 80]
            tap.ok(answer.status == 0 and answer.err == "" and not wrong and not wide, "%s (%s)" % (" ".join(arguments[:3]), lang), "wrong: %s" % wrong, *wide,
                   answer.shown)


def as_words(facts):
    """Facts of a batch line as they are typed."""
    def value(it):
        if isinstance(it, dict):
            return "%s..%s" % (it.get("min", ""), it.get("max", ""))
        return {True: "true", False: "false"}.get(it, it) if isinstance(it, bool) else it
    return ["%s=%s" % (fact, value(it)) for fact, it in facts.items()]


def graded(respond, plan, facts, options):
    return json.loads(run(respond, ["grade", plan, *as_words(facts), *options, "--json"]).out)


def explained(respond, arguments):
    return json.loads(run(respond, [*arguments, "--json"]).out)


def check_replay(tap, respond, log):
    """Every flip reaches its level, every near miss its clause, by the command that grades."""
    flips = misses = 0
    for plan, facts in INCIDENTS:
        options = ["--as-of", "2026-03-06", "--reports", log] if plan == "animal" else []
        wrong = []
        now = graded(respond, plan, facts, options)
        for flip in explained(respond, ["flip", plan, *as_words(facts), *options])["flips"]:
            if flip["how"] == "now":
                wrong += [flip] if flip["to"] != now["level"] else []
            if flip["how"] != "change":
                continue
            after = graded(respond, plan, {**facts, **flip["change"]}, options)
            flips += 1
            wrong += [flip] if after["level"] != flip["to"] or any(after[key] != it for key, it in flip["after"].items()) else []
        for level in range(1, LEVELS[plan] + 1):
            for miss in explained(respond, ["why-not", plan, str(level), *as_words(facts), *options])["clauses"]:
                if miss["change"] is None or miss["by_reports"]:
                    continue
                after = explained(respond, ["why", plan, *as_words({**facts, **miss["change"]}), *options])
                misses += 1
                wrong += [miss] if [miss["clause"], "yes"] not in [[c["clause"], c["holds"]] for c in after["clauses"]] else []
        tap.ok(not wrong, "%s %s: every flip and every near miss, replayed" % (plan, facts), *wrong)
    tap.ok(flips > 30 and misses > 150, "there were some", flips, misses)


def check_days(tap, respond, log):
    """`when` against grading day by day."""
    options = ["--reports", log]
    turns = explained(respond, ["when", "animal", *options, "--as-of", "2026-03-01"])["turns"]
    before = graded(respond, "animal", {}, [*options, "--as-of", "2026-03-01"])
    wanted = []
    for day in range(1, 60):
        date = (datetime.date(2026, 3, 1) + datetime.timedelta(day)).isoformat()
        after = graded(respond, "animal", {}, [*options, "--as-of", date])
        if any(after[key] != before[key] for key in ("level", "possible", "safe_level")):
            wanted.append([date, after["level"], after["possible"], after["safe_level"]])
        before = after
    tap.same([[turn["date"], turn["level"], turn["possible"], turn["safe_level"]] for turn in turns], wanted, "when: as grading day by day has it")
    tap.ok(len(wanted) >= 2, "and there are such days", wanted)


def check_shapes(tap, respond):
    """Members that other programs rely on."""
    why = explained(respond, ["why", "road", "traffic_accident=true", "deaths=4", "missing=0", "severe_weather=no"])
    held = [clause for clause in why["clauses"] if clause["holds"] == "yes"]
    tap.same(held, [{"clause": "4.1.3/事故", "level": 3, "holds": "yes", "by": [[
        {"what": "交通事故", "facts": ["traffic_accident"], "wanted": [True], "now": [True], "holds": "yes"},
        {"what": "失联、死亡", "facts": ["deaths", "missing"], "wanted": {"min": 3, "max": 9}, "now": {"min": 4, "max": 4}, "holds": "yes"}]]}], "why: a clause")
    tap.same([(idle["fact"], idle["because"], idle["blocked_by"][0]["facts"]) for idle in why["idle"]],
             [("cities", "blocked", ["severe_weather"]), ("counties", "blocked", ["severe_weather"])], "why: what does not matter")
    miss = explained(respond, ["why-not", "road", "2", "traffic_accident=true", "deaths=4", "--closed"])["clauses"][0]
    tap.same([miss[key] for key in ("clause", "holds", "failing", "kinds", "open", "missing", "change")], ["4.1.2/事故", "no", 1, 0, 0, 6, {"deaths": 10}],
             "why-not: the nearest")
    tap.same(miss["tests"][1], {"what": "失联、死亡", "facts": ["deaths", "missing"], "wanted": {"min": 10, "max": 29}, "now": {"min": 4, "max": 4}, "holds": "no",
                                "missing": 6}, "why-not: a test that fails")
    after = explained(respond, ["what-if", "construction", "deaths=4", "direct_loss=1..9", "--closed", "--then", "deaths=12", "--then", "direct_loss="])
    tap.same(after["suppose"], {"deaths": 12}, "what-if: what is supposed")
    tap.same((after["unset"], after["before"]["level"], after["after"]["level"], after["comes"]), (["direct_loss"], 3, 2, ["附件3/二级/1", "附件4/重大"]),
             "what-if: before and after")
    tap.ok(after["ask"] == {"fact": "direct_loss", "at_least": 10000} and after["launch"][0]["clause"] == "5.3.4", "what-if: what comes next", after)
    when = explained(respond, ["when", "road"])
    tap.same((when["as_of"], when["complete"], when["turns"]), (None, True, []), "when: a plan without reports")
