"""respond-shell reading commands from a pipe."""
import datetime
import glob
import os
import subprocess
import tempfile
import unicodedata

import tap as t
from talk import ALL_PLANS, CITY, HERE, answers, environment, piped


def read_session(path):
    """What it is about, then the parts "--- in", "--- out", "--- err", "--- status"; the last two may be missing. <today> is the date."""
    with open(path, encoding="utf-8") as file:
        about, *parts = file.read().split("--- ")
    return about.strip(), dict(part.split("\n", 1) for part in parts)


def check_sessions(tap, shell):
    for path in sorted(glob.glob(os.path.join(HERE, "*.session"))):
        about, parts = read_session(path)
        name = os.path.basename(path).replace(".session", "")
        days = [datetime.datetime.now(CITY).date()]
        answer = piped(shell, parts["in"])
        days.append(datetime.datetime.now(CITY).date()) # midnight may have passed meanwhile
        outs = [parts["out"].replace("<today>", day.isoformat()) for day in days]
        tap.same(answer.out, outs[answer.out == outs[1]], "%s: output: %s" % (name, about))
        tap.same(answer.err, parts.get("err", ""), "%s: messages" % name)
        tap.same(answer.status, int(parts.get("status", "0")), "%s: status" % name)


def check_options(tap, shell):
    for lang, word in (("zh", "退出码"), ("en", "Exit status")):
        answer = piped(shell, "", "--help", "--lang", lang)
        tap.ok(answer.status == 0 and word in answer.out and "--db" in answer.out and "--plans" in answer.out, "--help in %s" % lang, answer.shown)
    answer = piped(shell, "open spill\n", "--lang", "en")
    tap.ok(answer.status == 0 and "Harbour City" in answer.out, "--lang en", answer.shown)
    answer = piped(shell, "open road\n", "--plans", t.SHUOZHOU)
    tap.ok(answer.status == 0 and "道路交通" in answer.out, "--plans names one city's folder", answer.shown)
    answer = piped(shell, "", "--plans", "/nowhere")
    tap.same(answer.status, 66, "a plans folder that is not there", answer.shown)
    answer = piped(shell, "", "--lnag", "en")
    tap.ok(answer.status == 64 and "--lang" in answer.err, "a mistyped option suggests the nearest", answer.shown)
    answer = piped(shell, "", "extra")
    tap.same(answer.status, 64, "an argument that is not expected", answer.shown)


def check_journal_file(tap, shell):
    """Where it is, and what cannot be one."""
    with tempfile.TemporaryDirectory() as home:
        path = os.path.join(home, ".local", "share", "respond", "journal.db")
        answer = piped(shell, "open spill\n", home=home)
        tap.ok(answer.status == 0 and os.path.exists(path), "without --db the journal is in ~/.local/share/respond", answer.shown)
        tap.ok(os.stat(path).st_mode & 0o777 == 0o600 and os.stat(os.path.dirname(path)).st_mode & 0o777 == 0o700, "0600, in a folder of 0700")
        data = os.path.join(home, "data")
        answer = piped(shell, "open spill\n", home=home)
        tap.ok("spill-2" in answer.out, "the next shell goes on with it", answer.shown)
        done = t.run([shell], stdin="open spill\n", env={**environment(home), "XDG_DATA_HOME": data})
        tap.ok("spill-1" in done.out and os.path.exists(os.path.join(data, "respond", "journal.db")), "XDG_DATA_HOME is heeded", done.shown)
        for what, content, status in (("another program's file", b"something else entirely\n" * 100, 65), ("a folder", None, 66)):
            name = os.path.join(home, "odd")
            if content is None:
                name = home
            else:
                with open(name, "wb") as file:
                    file.write(content)
            answer = piped(shell, "open spill\n", "--db", name)
            tap.ok(answer.status == status and answer.err != "" and answer.out == "", "%s is no journal" % what, answer.shown)
        answer = piped(shell, "open spill\n", "--db", "")
        tap.same(answer.status, 64, "an empty --db", answer.shown)


def check_hostile_input(tap, shell):
    for what, line, message in (
        ("a NUL byte", b"set crew_dead=1\0 x", "UTF-8"),
        ("bad UTF-8", b"set crew_dead=\xff", "UTF-8"),
        ("a line of 100 kB", b"set " + b"x" * 100000, "65536"),
        ("300 words", b"set " + b"crew_dead=1 " * 300, "256"),
    ):
        answer = piped(shell, b"open spill\n" + line + b"\nset crew_dead=2\n")
        tap.ok(answer.status in (64, 65) and "第 2 行" in answer.err and message in answer.err and "船员死亡：2" in answer.out,
               "%s is refused by its line, and the next one runs" % what, answer.shown)
    answer = piped(shell, "open spill\nset crew_dead=2")
    tap.ok(answer.status == 0 and "船员死亡：2" in answer.out, "a last line without its newline counts", answer.shown)
    answer = piped(shell, "open spill\r\nset crew_dead=2\r\n")
    tap.ok(answer.status == 0 and "船员死亡：2" in answer.out, "lines may end as on Windows", answer.shown)
    tap.same(piped(shell, "").status, 0, "an empty input is no error")
    with open("/dev/full", "wb") as full, tempfile.TemporaryDirectory() as home:
        done = subprocess.run([shell], input=b"open spill\nfacts\n", stdout=full, stderr=subprocess.DEVNULL, timeout=60, env=environment(home), check=False)
    tap.same(done.returncode, 74, "output that cannot be written is an I/O error")


def check_undo(tap, shell):
    start = ["open spill", "as-of 2030-01-01"]
    changes = ["set crew_dead=%d" % i for i in range(1, 60)] + ["as-of 2030-06-%02d" % i for i in range(1, 21)]
    changes += ["report disease=algae county=990101 township=t%d" % i for i in range(20)]
    before = piped(shell, "\n".join(start + ["facts"])).out
    after = piped(shell, "\n".join(start + changes + ["undo"] * len(changes) + ["facts"]))
    facts = before[before.index("  tonnes"):]
    tap.ok(after.status == 0 and after.out.endswith(facts), "a hundred undos bring back the beginning", after.shown)
    log = piped(shell, "\n".join(["open spill", "set crew_dead=1", "undo", "set crew_dead=2", "log"])).out
    tap.ok("船员死亡 1〔已更正〕" in log and "更正第 2 条" in log and "船员死亡 2\n" in log, "both the corrected entry and its correction stay in the log", log)
    answer = piped(shell, "\n".join(["open spill", "as 甲", "set crew_dead=1", "as 乙", "undo", "undo 1", "undo 2", "facts"]))
    tap.ok("第 5 行：最近一条（第 2 条）是甲写的；要更正它，写 undo 2" in answer.err and "第 6 行：只能更正最近的一条（第 2 条）" in answer.err,
           "somebody else's entry is corrected by its number only", answer.shown)
    tap.ok("crew_dead               不明" in answer.out, "and with it, it is", answer.shown)
    answer = piped(shell, "\n".join(["open spill", "set crew_dead=2", "as office_director 甲", "launch 3", "undo", "undo 3", "undo 2"]))
    tap.ok(answer.status == 1 and answer.err.count("响应的步骤不能撤销") == 3, "a step of the response is not undone, nor what came before it", answer.shown)


def cells(text):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


# What an officer may see in a whole incident, with names and texts that are long.
LONG = "一二三四五六七八九十" * 6
VIEWS = ["status", "facts", "grade", "why", "why-not 1", "what-if deaths=30", "flip", "when", "triage", "triage tourism_event=yes", "who", "who 1", "tasks", "tasks all", "tasks 1", "overdue", "confirm", "moment", "log all",
         "conflicts", "incidents"]
EVENTFUL = ["open road %s" % LONG, "open construction --drill --at \"2026-03-01 03:00\" %s" % LONG, "as duty %s" % LONG,
            "as office_director %s" % LONG, "set deaths=1..2 injured=3..", "propose 4", "launch 4", "moment occurrence -90m", "note %s" % LONG,
            "clock +2h", "task assign city_depts_report %s" % LONG, "task done city_depts_report %s" % LONG, "task city_depts_report", "undo",
            "set deaths=12", "launch 3", "lower 3", "confirm 1 2", "confirm 1", "handover-shift %s" % LONG, "resume road-1", "set deaths=3",
            "as commander 李", "launch 3 %s" % LONG, "resume construction-1"]


def check_width(tap, shell):
    """Nothing is wider than 80 cells: help, views, questions."""
    for lang in ("zh", "en"):
        names = "open resume as set ask moment grade triage who launch confirm close task report reports undo note handover-shift clock log lang".split()
        lines = ["lang " + lang, "help"] + ["help " + name for name in names]
        lines += ["open spill", "set crew_dead=2..", "facts", "ask", "?", "", "report", "stop", "who 1", "grade", "why", "why-not 1", "what-if crew_dead=", "flip", "when"]
        answer = piped(shell, "\n".join(lines))
        wide = [line for line in answer.out.split("\n") if cells(line) > 80]
        tap.ok(answer.status == 0 and not wide, "everything fits 80 columns (%s)" % lang, *wide, answer.err)
        answer = piped(shell, "\n".join(["lang " + lang] + [line for event in EVENTFUL for line in [event] + VIEWS]), RESPOND_PLANS=ALL_PLANS)
        wide = [line for line in answer.out.split("\n") if cells(line) > 80]
        tap.ok(not wide and answer.out.count("construction-1") > 20, "and so does a whole incident (%s)" % lang, *wide)


# A coach that went off the road at a scenic site; what is asked there belongs to other plans.
COACH = ["open road 景区大巴侧翻", "set traffic_accident=true deaths=2 missing=1 injured=14", "triage", "triage 文旅突发事件=是 construction_event=否 animal_epidemic=否",
         "triage hq_level=2", "triage road:hq_level=2", "facts", "log"]


def check_triage(tap, shell):
    done = piped(shell, "\n".join(COACH), RESPOND_PLANS=ALL_PLANS)
    before, after = done.out.split("事件 road-1  景区大巴侧翻\n已知")[1:]
    tap.ok("✓ 道路交通（本事件的预案）  适用：三级响应" in before and "? 文旅  是否适用未定；若适用：二级响应" in before and "同一件事" not in before
           and before.index("tourism_event") < before.index("construction_event") < before.index("serious_injuries"),
           "triage on the incident's facts: what to ask, the most severe first", done.shown)
    tap.ok("✓ 文旅  适用：二级响应" in after and "✗ 不适用    城乡建设、动物疫情" in after and "响应级别              道路交通 三级响应；文旅 二级响应" in after
           and "市公安局" in after, "triage with other plans' facts: levels, differences, agencies", done.shown)
    tap.ok("tourism_event" not in after.split("  road_event")[1] and "文旅" not in after.split("  road_event")[1], "and nothing of it is written down", done.shown)
    tap.ok("第 5 行：“hq_level”由各预案自己的指挥机构认定" in done.err and "第 6 行：预案 road 没有事实“hq_level”" in done.err and done.status == 64, "whose finding must be said", done.shown)
    english = piped(shell, "\n".join(["lang en"] + COACH[:3]), RESPOND_PLANS=ALL_PLANS)
    tap.ok("✓ road traffic (this incident's plan)  applies: Level III" in english.out and "? tourism  may apply; if it does: Level 2" in english.out, "triage in English", english.shown)
    several = piped(shell, "triage deaths=3\ntriage deaths=3 --city shuozhou", RESPOND_PLANS=ALL_PLANS)
    tap.ok(several.status == 0 and several.out.count("已知        死亡 3 人") == 2, "without an incident it is a question of its own", several.shown)
    with tempfile.TemporaryDirectory() as folder:
        got, _ = answers(shell, os.path.join(folder, "j.db"), COACH[:4], RESPOND_PLANS=ALL_PLANS)
    first, second = ({plan["id"]: plan["applies"] for plan in answer["triage"]["plans"]} for answer in got[2:])
    tap.same((first, second), ({"animal": "open", "construction": "open", "road": "yes", "tourism": "open"},
                               {"animal": "no", "construction": "no", "road": "yes", "tourism": "yes"}), "triage as JSON")


def check_drill(tap, shell):
    """EXERCISE stands on every view of a drill, so that no page of it can be taken for the real thing."""
    start = ["lang en", "open spill --drill --at \"2026-03-01 03:00\"", "moment discovery 02:00", "set crew_dead=2"]
    views = ["status", "facts", "grade", "why", "who", "why-not 1", "what-if crew_dead=9", "flip", "when", "triage", "triage near_shore=true", "who 1", "tasks", "tasks all", "tasks 2", "overdue", "task ship_reports", "confirm",
             "moment", "log", "conflicts", "incidents", "clock"]
    with tempfile.TemporaryDirectory() as folder:
        got, _ = answers(shell, os.path.join(folder, "drill.db"), start + views)
        bare = [view for view, answer in zip(views, got[len(start):]) if "EXERCISE" not in answer["text"]]
        tap.ok(not bare, "EXERCISE stands on every view of a drill", bare)
        got, _ = answers(shell, os.path.join(folder, "real.db"), [start[0], "open spill"] + start[2:] + [view for view in views if view != "clock"])
        tap.ok(not any("EXERCISE" in answer.get("text", "") for answer in got), "and on none of what is real")


PARTS = [check_sessions, check_options, check_journal_file, check_hostile_input, check_undo, check_width, check_triage, check_drill]
