"""respond who: the whole structure, one agency, JSON; against the plan files, read a second time here."""
import itertools
import json
import os
import re
import tempfile
import time
import unicodedata

import tap as t

PLANS = {"animal": 4, "construction": 4, "road": 4, "tourism": 3}      # how many levels
USAGE, DATA, NO_INPUT = 64, 65, 66

# arguments, exit status, words of the one message
MISTAKES = [
    (["who"], USAGE, ["who PLAN"]),
    (["who", "raod"], NO_INPUT, ["“raod”", "是否指：road"]),
    (["who", "road", "--level", "5"], USAGE, ["“5”", "1 至 4"]),
    (["who", "road", "--level", "two", "--lang", "en"], USAGE, ['"two"', "1 to 4"]),
    (["who", "road", "市公安"], USAGE, ["“市公安”", "是否指：市公安局"]),
    (["who", "road", "housin", "--lang", "en"], USAGE, ['no agency, body, post or group "housin"', "did you mean: housing"]),
    (["who", "construction", "住房和"], USAGE, ["“住房和”", "住房和城乡建设"]),
    (["who", "road", ""], USAGE, ["“”"]),
    (["who", "road", "x\x1b[31m" + "局" * 100], USAGE, ["x\\x1b"]),
    (["who", "road", "市公安局", "市民政局"], USAGE, ["“市公安局”", "“市民政局”"]),
    (["who", "road", "deahts=1"], USAGE, ["“deahts”", "是否指：deaths"]),
    (["who", "road", "--levle", "1"], USAGE, ["“--levle”", "--level"]),
]


def check(tap, respond):
    check_mistakes(tap, respond)
    agencies = t.read_json(t.SHUOZHOU, "agencies.json")["agencies"]
    for plan, levels in PLANS.items():
        data = t.read_json(t.SHUOZHOU, plan + ".json")
        check_graph(tap, respond, plan, data)
        for level in range(levels + 1):
            check_level(tap, respond, plan, data, level)
        check_agencies(tap, respond, plan, data, agencies)
    check_facts(tap, respond)
    check_findings(tap, respond)
    check_made_up(tap, respond)


def who(respond, *arguments):
    return t.run([respond, "who", *arguments], cwd=t.ROOT, timeout=30)


def check_mistakes(tap, respond):
    for arguments, status, words in MISTAKES:
        answer = t.run([respond, *arguments], cwd=t.ROOT, timeout=20)
        lines = answer.err.splitlines()
        good = answer.status == status and answer.out == "" and len(lines) == 1 and lines[0].startswith("respond: ")
        tap.ok(good and all(word in answer.err for word in words), "%s: exit %d, one message" % (" ".join(arguments)[:50], status), words, answer.shown)


# ---------------------------------------------------------------- the graph, built a second time


def includes(data, level):
    """A level and those that it takes in."""
    by_number = {it["level"]: it for it in data["levels"]}
    while level:
        yield level
        level = by_number[level].get("includes", 0)


def is_called(data, task, level):
    return level == 0 or "levels" not in task or bool(set(task["levels"]) & set(includes(data, level)))


def all_tasks(data):
    """The plan's tasks, and the duties as tasks."""
    yield from data["tasks"]
    for kind in ("bodies", "groups", "members"):
        for owner in data["organisation"].get(kind, []):
            ident = owner.get("id") or owner["agency"]
            for number, duty in enumerate(owner.get("duties", []), 1):
                more = {"levels": owner["levels"]} if "levels" in owner else {}
                yield {"id": "%s.%d" % (ident, number), "kind": "duty", "owners": [ident], "what": duty, "clause": owner["clause"],
                       **({"to": duty["to"]} if "to" in duty else {}), **more}


def headquarters(data):
    bodies = data["organisation"]["bodies"]
    parts = {it.get("of") for it in bodies + data["organisation"]["groups"]}
    ours = [b["id"] for b in bodies if b["kind"] == "hq" and b.get("tier", "city") == "city"]
    return next((b for b in ours if b in parts), ours[0])


def edges_of(data):
    """(kind, from, to, clause) of every edge that the plan makes."""
    org = data["organisation"]
    for it in org["bodies"] + org["groups"]:
        if "of" in it:
            yield "commands", it["of"], it["id"], it["clause"]
    for post in org["posts"]:
        chief = {"deputy": "commander", "deputy_director": "director"}.get(post["rank"])
        if chief is None:
            yield "commands", post["id"], post["body"], post["clause"]
        chiefs = [p["id"] for p in org["posts"] if p["body"] == post["body"] and p["rank"] == chief]
        for above in chiefs or ([post["body"]] if chief else []):
            yield "deputises", post["id"], above, post["clause"]
        for holder in post.get("holders", []):
            yield "holds", holder["agency"], post["id"], post["clause"]
    for body in org["bodies"]:
        for holder in body.get("hosts", []):
            yield "hosts", holder["agency"], body["id"], body["clause"]
    for group in org["groups"]:
        for holder in group["leaders"]:
            yield "leads", holder["agency"], group["id"], group["clause"]
        for holder in group.get("members", []):
            yield "member_of", holder["agency"], group["id"], group["clause"]
    for member in org["members"]:
        yield "member_of", member["agency"], headquarters(data), member["clause"]
    for row in data["authority"]:
        for by, to in itertools.product(row["by"], row.get("to", [])):
            if row["step"] == "hand_over":
                yield "commands", to, by, row["clause"]
            elif by != to:
                yield "reports_to", by, to, row["clause"]
    for task in all_tasks(data):
        for by, to in itertools.product(task["owners"], task.get("to", [])):
            if by != to:
                yield "reports_to" if task["kind"] == "report" else "notifies", by, to, task["clause"]


def check_graph(tap, respond, plan, data):
    answer = who(respond, plan, "--json")
    things = [json.loads(line) for line in answer.out.splitlines()]
    edges = [(e["edge"], e["from"], e["to"], e["clause"]) for e in things if "edge" in e]
    tap.same(sorted(edges), sorted(edges_of(data)), "who %s --json: every edge of the plan, and no other" % plan, answer.err)
    nodes = {n["node"] for n in things if "node" in n}
    tap.ok(all(e[1] in nodes and e[2] in nodes for e in edges), "who %s --json: every end of an edge is a node" % plan)
    for level in range(1, PLANS[plan] + 1):
        told = [json.loads(line) for line in who(respond, plan, "--level", str(level), "--json").out.splitlines()]
        tasks = {e["task"] for e in told if "task" in e and "edge" in e}
        wanted = {task["id"] for task in all_tasks(data) if "to" in task and is_called(data, task, level) and set(task["owners"]) != set(task["to"])}
        tap.same(tasks, wanted, "who %s --level %d --json: the calls of the level" % (plan, level))
    org, placed = data["organisation"], {e[1] for e in edges if e[0] in ("hosts", "holds", "leads", "member_of")}
    actors = {it["id"] for kind in ("bodies", "posts", "groups") for it in org[kind]}
    named = {a for task in all_tasks(data) for a in task["owners"] + task.get("to", [])} | {a for row in data["authority"] for a in row["by"] + row.get("to", [])}
    found = {f["finding"]: set(f["nodes"]) for f in things if f.get("finding") in ("unplaced", "leaderless", "vacant", "circle")}
    tap.same(found.get("unplaced"), named - actors - placed, "who %s --json: agencies without a place" % plan)
    tap.ok(not set(found) & {"leaderless", "vacant", "circle"}, "who %s --json: each group has its leader, each post its holder" % plan, found)
    untold = [f["task"] for f in things if f.get("finding") == "untold"]
    tap.same(untold, [task["id"] for task in data["tasks"] if task["kind"] == "report" and "deadline" in task and "to" not in task],
             "who %s --json: urgent reports to nobody" % plan)


# ---------------------------------------------------------------- for a person


def squeezed(text):
    return re.sub(r"\s", "", text)


def width(line):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 0 if unicodedata.combining(c) else 1 for c in line)


def check_shape(tap, answer, name):
    lines = answer.out.splitlines()
    tap.ok(answer.status == 0 and answer.err == "" and lines, name, answer.shown)
    tap.ok(all(width(line) <= 80 for line in lines), name + ": 80 columns", [line for line in lines if width(line) > 80][:2])
    tap.ok(all(line == line.rstrip() for line in lines), name + ": no spaces at the end of a line")


def check_level(tap, respond, plan, data, level):
    org = data["organisation"]
    for lang in ("zh", "en"):
        answer = who(respond, plan, "--lang", lang, *(["--level", str(level)] if level else []))
        name = "who %s --level %d (%s)" % (plan, level, lang)
        check_shape(tap, answer, name)
        text = squeezed(answer.out)
        stands = {g["id"]: level == 0 or level in g.get("levels", [level]) for g in org["groups"]}
        led = {"zh": "牵头", "en": "ledby"}[lang]
        missing = [g["id"] for g in org["groups"] if (squeezed(g["name"][lang]) + led in text) != stands[g["id"]]]
        tap.ok(not missing, name + ": the groups of the level, and no other", missing)
        calls = [task for task in all_tasks(data) if "to" in task]
        wrong = [task["id"] for task in calls if is_called(data, task, level) and squeezed(task["what"][lang]) not in text]
        tap.ok(not wrong, name + ": every call of the level", wrong)
        posts = [p["name"][lang] for p in org["posts"] if p["body"] == headquarters(data)]
        tap.ok(all(squeezed(post) in text for post in posts), name + ": the posts of the headquarters", posts)


def names_of(agency):
    return [agency["id"], agency["name"]["zh"], agency["name"]["en"], *agency["short"]]


def check_agencies(tap, respond, plan, data, agencies):
    edges = list(edges_of(data))
    named = {a for task in all_tasks(data) for a in task["owners"]} | {a for row in data["authority"] for a in row["by"]} | {e[1] for e in edges} | {e[2] for e in edges}
    for agency in agencies:
        ident = agency["id"]
        answer = who(respond, plan, ident, "--json")
        things = [json.loads(line) for line in answer.out.splitlines()]
        own = sorted((e["edge"], e["from"], e["to"], e["clause"]) for e in things if "edge" in e)
        good = tap.same(own, sorted(e for e in edges if ident in e[1:3]), "who %s %s --json: its edges" % (plan, ident), answer.err)
        person = who(respond, plan, ident)
        lines = person.out.splitlines()
        tap.ok(good and person.status == 0 and all(width(line) <= 80 for line in lines) and ("本预案没有提到它。" in lines) == (ident not in named),
               "who %s %s: in words" % (plan, ident), person.shown)
    housing = next(a for a in agencies if a["id"] == "housing")
    same = {who(respond, plan, name).out for name in names_of(housing)}
    tap.same(len(same), 1, "who %s: an agency by any of its names" % plan)
    for member in data["organisation"]["members"]:
        ways = [json.loads(line) for line in who(respond, plan, member["agency"], "--json", "--level", "1").out.splitlines() if '"path"' in line]
        tap.ok(len(ways) == 1 and ways[0]["path"] and ways[0]["by"] == "structure", "who %s %s: a way to the commander" % (plan, member["agency"]), ways)


def check_facts(tap, respond):
    unknown, pipes, house = (who(respond, "construction", "hq_office", *more).out for more in ([], ["municipal_utility=yes"], ["municipal_utility=no"]))
    hosts = [squeezed(re.search(r"设在(.*?)［", squeezed(text))[1]) for text in (unknown, pipes, house)]
    tap.same(hosts[1:], ["市城管局", "市住建局"], "who construction: the fact decides who houses the office")
    tap.ok("市住建局〔若" in hosts[0] and "市城管局〔若" in hosts[0], "who construction: without the fact both, each with its condition", hosts[0])


def check_findings(tap, respond):
    text = squeezed(who(respond, "animal").out)
    tap.ok("一人多职市草牧业发展中心（主任）：副指挥长、办公室主任" in text, "who animal: one person in two posts", text[-600:])
    text = squeezed(who(respond, "construction").out)
    tap.ok(text.count("未写报给谁") == 2, "who construction: 5.1 does not say to whom", text[-900:])
    text = squeezed(who(respond, "road", "--lang", "en").out)
    tap.ok("nocommanderOn-siteHeadquarters" in text, "who road: the on-site headquarters has no commander", text[-900:])
    text = squeezed(who(respond, "animal", "livestock_keepers").out)
    tap.ok("报告线责任报告单位和责任报告人→〔报告〕县级动物防疫机构→〔报告〕市草牧业发展中心→〔担任〕副指挥长→〔协助指挥〕指挥长" in text,
           "who animal: outsiders reach the commander by what they report", text)
    text = squeezed(who(respond, "construction", "scene_staff").out)
    tap.ok("正文没有写出通到指挥长的途径" in text, "who construction: the chain of reports breaks off", text)


# ---------------------------------------------------------------- made-up plans


def pair(name):
    return {"zh": name + "处", "en": name}


def bare(**more):
    return {"format": 1, "id": "p", "title": pair("p"), "levels": [{"level": 1, "name": pair("one"), "clause": "1"}],
            "facts": [{"id": "fire", "type": "bool", "label": pair("fire"), "question": pair("fire")}],
            "rules": [{"clause": "1", "level": 1, "when": "fire", "says": pair("fire")}], **more}


def body(ident, **more):
    return {"id": ident, "kind": "hq", "name": pair(ident), "clause": "1", **more}


def ask(respond, plan, agencies=None, *arguments):
    """`who` of a made-up plan in a city of its own."""
    with tempfile.TemporaryDirectory() as folder:
        city = t.make_city(os.path.join(folder, "c"), t.HARBOUR, {"p": plan})
        if agencies is not None:
            with open(os.path.join(city, "agencies.json"), "w", encoding="utf-8") as file:
                json.dump({"format": 1, "agencies": agencies}, file, ensure_ascii=False)
        return t.run([respond, "who", "p", *arguments, "--plans", city], timeout=30)


def big_plan(count, groups):
    """So many agencies in so many groups, all told by the headquarters."""
    agencies = [{"id": "a%d" % i, "name": pair("第%d" % i), "level": "city"} for i in range(count)]
    ids = [a["id"] for a in agencies]
    teams = [{"id": "g%d" % i, "of": "hq", "name": pair("组%d" % i), "clause": "1", "leaders": [{"agency": ids[i]}],
              "members": [{"agency": a} for a in ids[i::groups]]} for i in range(groups)]
    task = {"id": "call", "kind": "report", "owners": ["hq"], "to": ids, "what": pair("call"), "clause": "1"}
    return bare(organisation={"bodies": [body("hq")], "groups": teams, "members": [{"agency": a, "clause": "1"} for a in ids]}, tasks=[task]), agencies


def check_made_up(tap, respond):
    answer = ask(respond, bare())
    check_shape(tap, answer, "who: a plan without an organisation")
    tap.ok("没有发现缺口。" in answer.out, "who: nothing is missing where nothing is", answer.shown)
    circle = bare(organisation={"bodies": [body("a", of="c"), body("b", of="a"), body("c", of="b")], "groups": [dict(body("g"), leaders=[])]})
    circle["organisation"]["groups"][0].pop("kind")
    text = squeezed(ask(respond, circle).out)
    tap.ok("指挥成圈a处→b处→c处→a处" in text and "组无牵头g处" in text, "who: a circle of command and a group without leader are said", text)
    tap.ok("不属于哪个机构的工作组g处牵头（正文未写由谁）［1］" in text, "who: a group of no body is shown", text)
    evil = [{"id": "evil", "name": {"zh": "\"><script>\u202e局\\", "en": "%s%n"}, "level": "city"}]
    plan = bare(organisation={"bodies": [body("hq")], "members": [{"agency": "evil", "clause": "1"}]})
    listed = ask(respond, plan, evil, "--json").out
    tap.ok([json.loads(line)["name"] for line in listed.splitlines() if '"evil", "kind"' in line] == [evil[0]["name"]], "who --json: a hostile name is that text", listed)
    tap.ok("%s%n" in ask(respond, plan, evil, "--lang", "en").out, "who: a hostile name is no format")
    plan, agencies = big_plan(500, 40)
    start = time.monotonic()
    answer = ask(respond, plan, agencies)
    took = time.monotonic() - start
    check_shape(tap, answer, "who: 500 agencies")
    tap.ok(took < (20 if t.SANITIZED else 2), "who: 500 agencies in under 2 s", took)
    tap.ok("各成员单位" in answer.out, "who: all members are said in one word")
    for name in ("spill",):
        for lang in ("zh", "en"):
            check_shape(tap, t.run([respond, "who", name, "--plans", t.HARBOUR, "--lang", lang]), "who: harbour (%s)" % lang)
