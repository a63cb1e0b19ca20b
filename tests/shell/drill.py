"""Drills: what comes in, when, to whom; several shells on one journal; the clock's rate; the score, again and again."""
import functools
import json
import os
import re
import tempfile

import tap as t
from talk import ALL_PLANS, Talk, answers, entries, piped

SCENARIO = {
    "format": 1, "title": {"zh": "冬季演练", "en": "Winter drill"}, "use": "drill", "start": "2026-03-01 03:00",
    "incidents": [{"id": "crash", "plan": "road", "title": "国道追尾"}],
    "objectives": [{"id": "quick", "title": {"zh": "及时启动", "en": "Launch in time"}, "events": ["call", "worse", "follows_quiet"]}],
    "events": [
        {"id": "call", "at": "T+00:00", "medium": "phone", "says": {"zh": "货车追尾", "en": "Lorries"}, "until": "T+00:20",
         "expect": {"took": [{"step": "launch", "level": 3, "role": "hq"}]}},
        {"id": "worse", "at": "T+00:30", "medium": "fax", "says": {"zh": "又有八人死亡", "en": "Eight more"}, "if": {"state": "active"}, "until": "T+00:50",
         "expect": {"active_level": 2}},
        {"id": "quiet", "at": "T+00:30", "says": {"zh": "没人管", "en": "Nobody came"}, "if": {"not": True, "state": "active"}},
        {"id": "press", "at": "worse+00:10", "medium": "message", "says": {"zh": "记者追问", "en": "The press asks"}},
        {"id": "follows_quiet", "at": "quiet+00:30", "until": "quiet+00:40", "expect": {"state": "ended"}},
    ],
}
PLAYED = ["set traffic_accident=yes deaths=3 missing=0 injured=0", "as hq 李四", "launch 3"]


def staged(check):
    """With a folder of its own, and the scenario in it."""
    @functools.wraps(check)
    def run(tap, shell):
        with tempfile.TemporaryDirectory() as folder:
            scenario = os.path.join(folder, "drill.json")
            with open(scenario, "w", encoding="utf-8") as file:
                json.dump(SCENARIO, file, ensure_ascii=False)
            check(tap, shell, folder, scenario)
    return run


def play(shell, database, *lines):
    return piped(shell, "\n".join(lines), "--db", database, RESPOND_PLANS=ALL_PLANS)


def injects(database):
    return [json.loads(entry["body"]) for entry in entries(database) if entry["type"] == "inject"]


@staged
def check_play(tap, shell, folder, scenario):
    database = os.path.join(folder, "play.db")
    answer = play(shell, database, "drill " + scenario, *PLAYED, "clock +35m", "drill", "set deaths=11", "raise 2", "document first --issue", "task done report_city 已报", "clock +10m", "drill", "drill score")
    order = [answer.out.find(text) for text in ("☎ 【演练】road-1 电话：货车追尾", "启动", "☎ 【演练】road-1 传真：又有八人死亡", "☎ 【演练】road-1 短信：记者追问")]
    tap.ok(answer.status == 0 and -1 not in order and order == sorted(order), "drill: what the scenario says comes in at its time", answer.shown)
    tap.same([it.get("event") for it in injects(database)], [0, 1, 2, 3], "drill: each inject is in the journal once", injects(database))
    tap.same([bool(it.get("skipped")) for it in injects(database)], [False, False, True, False], "drill: what its condition rules out is left out, and that is kept")
    lines = score(shell, database)
    met = {line["what"]: line["met"] for line in lines}
    tap.ok(met.get("货车追尾") == "met" and met.get("又有八人死亡") == "met" and met.get("及时启动") == "met", "drill: expectations met in their windows count", met)
    found = {line["what"]: line["found"] for line in lines}
    tap.same((found.get("接报到书面首报发出"), found.get("接报到第一次报告（预案的报告任务办完）")), ("35 分钟", "35 分钟"), "drill: how long the first reports took", found)
    tap.ok(met.get("首报的缺项") == "not_met" and int(found["首报的缺项"]) > 1, "drill: what the first report lacked", found)
    tap.ok("follows_quiet" not in met, "drill: what follows an inject that was left out is not judged", met)
    tap.ok(any(line["part"] == "tasks" and line["met"] == "not_met" for line in lines), "drill: a task that was late is not met", lines)
    tap.ok(all("%" not in str(line["found"]) for line in lines), "drill: nothing is averaged", lines)
    tap.same(score(shell, database), lines, "drill: scoring again gives the same")


def score(shell, database):
    respond = os.path.join(os.path.dirname(shell), "respond")
    answer = t.run([respond, "score", "road-1", "--db", database, "--json"], env=t.environment(RESPOND_PLANS=ALL_PLANS, TZ="CST-8"))
    lines = [json.loads(line) for line in answer.out.splitlines()]
    for line in lines: # what is still open depends on the clock, which runs on
        line["found"] = re.sub(r"\d+ 分钟", "N 分钟", line["found"]) if line["part"] == "record" else line["found"]
    return lines


@staged
def check_first_report(tap, shell, folder, scenario):
    lacked = []
    for number, before in enumerate(("note 无", "detail place 国道 K105")):
        database = os.path.join(folder, "report%d.db" % number)
        play(shell, database, "drill " + scenario, *PLAYED, before, "document first --issue", "clock +5m", "detail source 122", "document first --issue")
        lacked += [int(line["found"]) for line in score(shell, database) if line["what"] == "首报的缺项"]
    tap.ok(len(lacked) == 2 and lacked[0] == lacked[1] + 1, "drill: the first report is scored as it went out: what was known then is not lacking, what came later is", lacked)


@staged
def check_branch(tap, shell, folder, scenario):
    database = os.path.join(folder, "branch.db")
    answer = play(shell, database, "drill " + scenario, "clock +35m", "drill", "drill score")
    tap.ok("没人管" in answer.out and "又有八人死亡" not in answer.out.split("情景注入")[0], "drill: what nobody did leads another way", answer.shown)
    tap.ok("✗  货车追尾" in answer.out, "drill: an expectation past its window is not met", answer.shown)


@staged
def check_clock(tap, shell, folder, scenario):
    database = os.path.join(folder, "clock.db")
    answer = play(shell, database, "drill " + scenario, "drill pause", "drill", "drill rate 200", "drill rate 12345678", "drill postpone +20m", "clock +45m", "drill script",
                  "drill inject", "drill inject 记者到场 --medium radio", "drill inject x --medium pigeon")
    tap.ok("已暂停" in answer.out and "速度 200%" in answer.out, "drill: its clock stands, and runs at another rate", answer.shown)
    tap.ok("○ 03:50" in answer.out and "又有八人死亡" not in [it.get("text") for it in injects(database)], "drill: what was postponed is still to come", answer.shown)
    tap.ok("记者到场" in json.dumps(injects(database), ensure_ascii=False), "drill: something else comes in", injects(database))
    tap.ok(answer.status == 64 and len(answer.err.splitlines()) == 3, "drill: what its director mistypes is refused", answer.err)
    times = [entry["drill_time"] for entry in entries(database)]
    tap.same(times, sorted(times), "drill: its clock never goes back")


@staged
def check_together(tap, shell, folder, scenario):
    """Two players on one journal, whoever lets things come in: each comes in once, and both see it."""
    database = os.path.join(folder, "together.db")
    with Talk(shell, database, RESPOND_PLANS=ALL_PLANS) as first, Talk(shell, database, RESPOND_PLANS=ALL_PLANS) as second:
        first.say("drill " + scenario)
        second.say("resume road-1")
        second.say("as hq 李四")
        second.say("clock +35m")
        said = first.say("drill").get("text", "") + second.say("drill").get("text", "")
        tap.ok(said.count("✓ 03:") >= 2, "drill: both players see what came in", said)
    tap.same(sorted(it["event"] for it in injects(database)), [0, 1, 2], "drill: nothing comes in twice", injects(database))


@staged
def check_flawed(tap, shell, folder, _):
    path = os.path.join(folder, "flawed.json")
    flawed = dict(SCENARIO, events=[{"at": "soon"}], incidents=[{"id": "crash", "plan": "nowhere"}])
    with open(path, "w", encoding="utf-8") as file:
        json.dump(flawed, file)
    answer = play(shell, os.path.join(folder, "flawed.db"), "drill " + path, "drill /nowhere.json", "drill score")
    tap.ok(answer.status != 0 and "flawed.json:1:" in answer.err and "/events/0/at" in answer.err, "drill: a flawed scenario is named, with its place", answer.err)
    found, _ = answers(shell, os.path.join(folder, "flawed.db"), ["open road", "drill pause"], RESPOND_PLANS=ALL_PLANS)
    tap.ok(found[-1].get("ok") is False, "drill: an incident that is none has no drill clock", found)


PARTS = [check_play, check_first_report, check_branch, check_clock, check_together, check_flawed]
