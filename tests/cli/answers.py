"""What a person reads: the incidents that the project promised to grade, tasks, rules; and the same as JSON."""
import json
import os
import tempfile
import unicodedata

import tap as t

PLANS = {"animal": [1, 2, 3, 4], "construction": [1, 2, 3, 4], "road": [1, 2, 3, 4], "tourism": [1, 2, 3]}
WIDTH = 80

# arguments, by language: words that must be there (words beginning with "!" must not)
GRADES = [
    ("road traffic_accident=true deaths=2 missing=1..3 injured=12",
     ["三级响应", "已证实", "4.1.3/事故", "仍可能", "一级响应", "先问", "启动", "4.2.3", "失联", "市公安局", "!安全级别"],
     ["Level III", "proven", "4.1.3/事故", "Possible", "Level I", "Ask first", "launch", "!Safe level"]),
    ("road traffic_accident=true deaths=0 missing=40 injured=0",
     ["未达任何级别", "安全级别", "二级响应", "4.1.2/事故", "上限", "4.2.2", "注意"],
     ["no level", "Safe level", "Level II", "4.1.2/事故", "upper bound", "Note"]),
    ("tourism stranded=260 stranded_hours=30 stranded_disruption=true",
     ["一级响应", "已定", "重大突发事件", "5.3.3.1(1)", "附件1/重大/(3)", "260", "30", "5.3.3.2", "总指挥", "!仍可能", "!先问"],
     ["Level 1", "settled", "5.3.3.1(1)", "附件1/重大/(3)", "260", "!Possible"]),
    ("construction deaths=3..50",
     ["Ⅲ级响应", "较大事故", "没有哪一条单独成立", "Ⅰ级响应", "3..50", "死亡多少人", "办公室主任"],
     ["Level III", "no clause holds by itself", "Level I", "3..50", "How many people died?"]),
    ("construction deaths=3 beyond_county=是 municipal_utility=是 --closed",
     ["已定", "附件3/二级/3", "市城管局", "!市住建局办公室主任?"], ["settled", "附件3/二级/3"]),
    ("construction 死亡=30", ["附件4/特别重大", "特别重大"], ["附件4/特别重大"]),
    ("road traffic_accident=否 hazmat_release=否 severe_weather=否", ["未达任何级别", "已定", "!启动"], ["no level", "settled"]),
]


def width(line):
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


def check(tap, respond):
    for arguments, *words in GRADES:
        for lang, wanted in zip(("zh", "en"), words):
            answer = t.run([respond, "grade", *arguments.split(), "--plans", t.SHUOZHOU, "--lang", lang])
            missing = [w for w in wanted if (w[0] == "!") == (w.lstrip("!") in answer.out)]
            tap.ok(answer.status == 0 and answer.err == "" and not missing, "grade %s (%s)" % (arguments, lang), "wrong: %s" % missing, answer.out)
    with tempfile.TemporaryDirectory() as folder:
        check_log(tap, respond, folder)
    check_tasks(tap, respond)
    check_rules(tap, respond)
    check_plans(tap, respond)
    check_width(tap, respond)
    check_unproven(tap, respond)


def check_log(tap, respond, folder):
    """Two counties that touch, 21 days and 22 days after the earlier report, as an array and as lines."""
    reports = [{"date": "2026-02-08", "county": "140602", "township": "神头镇", "premises": "p1", "disease": "hpai"},
               {"date": "2026-02-20", "county": "140603", "township": "井坪镇", "premises": "p2", "disease": "hpai"}]
    lines = [json.dumps(r, ensure_ascii=False) for r in reports]
    for form, text in (("array", "[%s]" % ",".join(lines)), ("lines", "\n".join(lines) + "\n")):
        path = os.path.join(folder, form)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        for as_of, wanted in (("2026-03-01", ["I级", "已定", "4.2.1.1(1)", "相邻", "2026-03-01", "省"]),
                              ("2026-03-02", ["III级", "已证实", "4.2.3.1(1)", "2026-03-02", "!4.2.1.1(1)"]),
                              ("2026-02-07", ["未达任何级别", "!4.2.1.1(1)"])):
            answer = t.run([respond, "grade", "animal", "--plans", t.SHUOZHOU, "--reports", path, "--as-of", as_of])
            missing = [w for w in wanted if (w[0] == "!") == (w.lstrip("!") in answer.out)]
            tap.ok(answer.status == 0 and not missing, "grade animal: touching counties as %s on %s" % (form, as_of), "wrong: %s" % missing, answer.shown)
    islands = json.dumps([reports[0], {**reports[1], "county": "140622"}])
    with open(path, "w", encoding="utf-8") as file:
        file.write(islands)
    answer = t.run([respond, "grade", "animal", "--plans", t.SHUOZHOU, "--reports", path, "--as-of", "2026-03-01", "--json"])
    tap.same(json.loads(answer.out)["level"], 2, "grade animal: counties that do not touch are level 2", answer.shown)
    changed = t.run([respond, "grade", "animal", "--plans", t.SHUOZHOU, "--as-of", "2026-03-01", "--param", "incubation.csf=21"])
    tap.ok("incubation.csf = 21" in changed.out and "14" in changed.out, "grade animal: an overridden parameter is shown with the plan's", changed.shown)


def check_tasks(tap, respond):
    for plan, levels in PLANS.items():
        data = t.read_json(t.SHUOZHOU, plan + ".json")
        for level in levels:
            arguments = [respond, "tasks", plan, "--level", str(level), "--plans", t.SHUOZHOU]
            listed, person = t.run(arguments + ["--json"]), t.run(arguments)
            tasks = [json.loads(line) for line in listed.out.splitlines()]
            called = {task["id"] for task in data["tasks"] if level in task.get("levels", [level])}
            missing = called - {task["id"] for task in tasks}
            tap.ok(listed.status == 0 and not missing and len(tasks) == len({task["id"] for task in tasks}),
                   "tasks %s --level %d has every task of the level, once" % (plan, level), missing, listed.err)
            told = {task["id"]: task["to"] for task in tasks}
            tap.ok(all(told[task["id"]] == task.get("to", []) for task in data["tasks"] if task["id"] in told), "tasks %s --level %d: whom each tells" % (plan, level))
            tap.ok(all(task["owners"] and task["clause"] and task["what"]["zh"] and task["what"]["en"] for task in tasks),
                   "tasks %s --level %d: an owner, a clause, both wordings" % (plan, level))
            tap.ok(person.status == 0 and "共 %d 项任务" % len(tasks) in person.out, "tasks %s --level %d: the same number for a person" % (plan, level),
                   person.out[-300:])
    first, second = (t.run([respond, "tasks", "construction", "--level", n, "--plans", t.SHUOZHOU, "--json"]).out for n in "12")
    ids = [{json.loads(line)["id"] for line in out.splitlines() if json.loads(line)["kind"] == "response"} for out in (first, second)]
    tap.ok(ids[1] and ids[1] <= ids[0], "tasks construction: level 1 takes in level 2's response", ids[1] - ids[0])


def check_rules(tap, respond):
    for plan in PLANS:
        data = t.read_json(t.SHUOZHOU, plan + ".json")
        for lang in ("zh", "en"):
            person = t.run([respond, "rules", plan, "--plans", t.SHUOZHOU, "--lang", lang])
            missing = [r["clause"] for r in data["rules"] if r["clause"] not in person.out] + [f["id"] for f in data["facts"] if f["id"] not in person.out]
            tap.ok(person.status == 0 and person.err == "" and not missing, "rules %s (%s): every clause and fact" % (plan, lang), missing, person.err)
        listed = [json.loads(line) for line in t.run([respond, "rules", plan, "--plans", t.SHUOZHOU, "--json"]).out.splitlines()]
        tap.same([(r["clause"], r["when"]) for r in listed], [(r["clause"], r["when"]) for r in data["rules"]], "rules %s --json: the plan's, in order" % plan)
        dumped = t.run([respond, "rules", plan, "--dump", "--plans", t.SHUOZHOU, "--lang", "en"])
        rows = [line.split("\t") for line in dumped.out.splitlines()]
        clauses = [{row[2] for row in rows if row[0] == reading} for reading in ("literal", "safe")]
        tap.ok(dumped.status == 0 and all(len(row) == 4 for row in rows) and clauses[0] == clauses[1] == {r["clause"] for r in data["rules"]},
               "rules %s --dump: every clause in both readings" % plan, dumped.shown)


def check_plans(tap, respond):
    listed = t.run([respond, "plans", "--plans", os.path.join(t.ROOT, "plans"), "--json"])
    rows = [json.loads(line) for line in listed.out.splitlines()]
    tap.same([(r["city"], r["id"], r["loads"]) for r in rows], [("shuozhou", plan, True) for plan in sorted(PLANS)], "plans --json: four plans load")
    for row in rows:
        data = t.read_json(t.SHUOZHOU, row["id"] + ".json")
        tap.same([row["levels"], row["rules"], row["facts"], row["members"], row["groups"]],
                 [len(data["levels"]), len(data["rules"]), len(data["facts"]), len(data["organisation"]["members"]), len(data["organisation"]["groups"])],
                 "plans --json: %s as the file has it" % row["id"])
    for lang in ("zh", "en"):
        person = t.run([respond, "plans", "--plans", os.path.join(t.ROOT, "plans"), "--lang", lang])
        titles = [t.read_json(t.SHUOZHOU, plan + ".json")["title"][lang] for plan in PLANS]
        tap.ok(person.status == 0 and all(title in person.out.replace("\n" + " " * 24, " ") for title in titles), "plans (%s): four titles" % lang, person.shown)


def check_width(tap, respond):
    """Nothing runs past an 80-column terminal, in either language."""
    shown = [["plans"], ["help"]] + [["help", name] for name in ("plans", "grade", "tasks", "who", "rules", "shell", "help")]
    for plan, levels in PLANS.items():
        shown += [["rules", plan], ["grade", plan]] + [["tasks", plan, "--level", str(level)] for level in levels]
    for arguments in shown:
        for lang in ("zh", "en"):
            answer = t.run([respond, *arguments, "--lang", lang], cwd=t.ROOT)
            wide = [line for line in answer.out.splitlines() if width(line) > WIDTH]
            tap.ok(answer.status == 0 and not wide, "80 columns: %s (%s)" % (" ".join(arguments), lang), "%d lines are wider; the first:" % len(wide), *wide[:1])
            trailing = [line for line in answer.out.splitlines() if line != line.rstrip()]
            tap.ok(not trailing, "no spaces at the end of a line: %s (%s)" % (" ".join(arguments), lang), *trailing[:2])


def pigeons(holes):
    """A plan whose level 1 holds whatever the facts are, which takes for ever to prove: one pigeon more than there are holes; either some
    pigeon is in none, or two are in one. Too many facts for a diagram."""
    def word(text):
        return {"zh": text, "en": text}
    facts = [["p%d_%d" % (pigeon, hole) for hole in range(holes)] for pigeon in range(holes + 1)]
    rules = [" and ".join("not " + fact for fact in row) for row in facts]
    rules += ["%s and %s" % (one[hole], other[hole]) for i, one in enumerate(facts) for other in facts[:i] for hole in range(holes)]
    return {"format": 1, "id": "pigeons", "title": word("鸽巢"), "levels": [{"level": 1, "name": word("一级"), "clause": "1"}],
            "facts": [{"id": fact, "type": "bool", "label": word(fact), "question": word(fact + "?")} for row in facts for fact in row],
            "rules": [{"clause": "1", "level": 1, "when": when, "says": word("例")} for when in rules]}


def check_unproven(tap, respond):
    """A search that gives up says so wherever a level is shown, and claims nothing that it has not proven."""
    with tempfile.TemporaryDirectory() as folder:
        t.make_city(folder, t.HARBOUR, {"pigeons": pigeons(7)})
        for lang, phrase, sentence in (("zh", "未能全部算清", "组合过多"), ("en", "not all worked out", "too many combinations")):
            base = ["--plans", folder, "--lang", lang]
            asked = json.loads(t.run([respond, "ask", "pigeons", "--json", *base]).out)
            tap.ok(asked["exact"] is False and asked["level"] is None and asked["possible"] == 1 and not asked["settled"], "ask: not proven (%s)" % lang, asked)
            graded = t.run([respond, "grade", "pigeons", *base])
            tap.ok(phrase in graded.out and sentence in graded.out, "grade: not proven (%s)" % lang, graded.shown)
            answer = json.loads(t.run([respond, "grade", "pigeons", "--json", *base]).out)
            tap.ok(answer["level"] is None and answer["safe_level"] is None and answer["possible"] == 1 and len(answer["warnings"]) == 1
                   and sentence in answer["warnings"][0], "grade --json: not proven (%s)" % lang, answer)
        proven = json.loads(t.run([respond, "grade", "pigeons", "p0_0=true", "p1_0=true", "--json", "--plans", folder]).out)
        tap.ok(proven["level"] == 1 and proven["settled"] and proven["warnings"] == [], "grade --json: what one clause proves needs no search", proven)
        talk = t.run([respond, "shell", "--plans", folder, "--lang", "zh"], "open pigeons\nstatus\n", env=t.environment(XDG_DATA_HOME=folder))
        tap.ok(talk.out.count("未能全部算清") == 2, "shell: opening and status say not proven", talk.shown)
