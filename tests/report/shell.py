"""The same from the shell, and as a program says it."""
import json
import os

import tap as t

FIVE_MINUTES = """open construction 塔吊倒塌
set endangered=2
moment occurrence -10m
detail place 平安路工地
detail 信息来源 项目部
detail project 平安花园
as office_director 李四
launch 4
document first --issue -o %(first)s
document launch -o %(launch)s
document 首报
"""


def lines(office, text, *options):
    shell = os.path.join(os.path.dirname(office.respond), "respond-shell")
    return t.run([shell, *options], stdin=text, env=office.env)


def check_first_hour(tap, office):
    paths = {name: office.path("hour-%s.html" % name) for name in ("first", "launch")}
    done = lines(office, FIVE_MINUTES % paths, "--db", office.path("hour.db"))
    tap.ok(done.status == 0 and "草稿" not in done.out, "from one call to the first report and the launch notice", done.shown)
    texts = {}
    for name, path in paths.items():
        with open(path, encoding="utf-8") as file:
            texts[name] = file.read()
    tap.ok(all(word in texts["first"] for word in ("平安路工地", "项目部", "平安花园", "Ⅳ级响应")), "the first report has what was said")
    tap.ok("关于启动Ⅳ级响应的通知" in texts["launch"] and "5.3.2" in texts["launch"] and "李四" in texts["launch"], "the notice has level, clause and signer")


def check_protocol(tap, office):
    text = "open road 追尾\ndetail place A\ndetail place B\nundo\ndetail trend ?\ndetail plaec x\ndetail\ndetail place\ndocument first --issue\nundo\ndocument nothing\ndocument\nstatus\ndocument adjust\n"
    done = lines(office, text, "--json", "--db", office.path("protocol.db"))
    answers = [json.loads(line) for line in done.out.split("\n") if line]
    tap.same([a["ok"] for a in answers], [True, True, True, True, True, False, True, False, True, False, False, True, True, False], "what is done and what is refused", done.shown)
    tap.same([a.get("seq") for a in answers][1:5], [2, 3, 4, 5], "a detail is an entry")
    tap.same((answers[5]["error"]["code"], answers[5]["error"].get("hint")), ("reference", "place"), "the nearest key")
    tap.ok("place 发生地点" in answers[6]["text"] and "A" in answers[6]["text"], "details are listed", answers[6])
    tap.same((answers[8]["form"], answers[8]["number"], "seq" in answers[8]), ("first", 1, True), "a document that goes out")
    tap.ok("信息来源" in answers[8]["missing"] and "发生地点" not in answers[8]["missing"] and "首报" in answers[8]["text"], "with what it lacks", answers[8]["missing"])
    tap.same((answers[9]["error"]["code"], answers[10]["error"]["code"], answers[13]["error"]["code"]), ("state", "usage", "state"), "it is not undone; unknown forms; no such step")
    state = answers[12]["state"]
    tap.same((state["details"], state["issued"]), ({"place": "A"}, {"first": 1}), "both are in the state")


def check_drill(tap, office):
    done = lines(office, 'open road --drill --at "2026-03-01 03:00" x\ndetail place A\ndocument call\n', "--db", office.path("drill.db"))
    tap.ok(done.status == 0 and done.out.count("＝＝ 演练 ＝＝") == 2 and "2026年3月1日03:00" in done.out, "a drill's document by its clock, marked", done.shown)


def check(tap, office):
    check_first_hour(tap, office)
    check_protocol(tap, office)
    check_drill(tap, office)
