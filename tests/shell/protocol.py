"""respond-shell --json: one line of JSON for each command, which a script can rely on."""
import json
import os
import re
import sqlite3
import tempfile

import tap as t
from talk import ALL_PLANS, Talk, answers, chain_holds, entries, environment, piped

LOOKS, WRITES = False, True

# Every command, each way in which it can be said: what it is, and whether it writes.
COMMANDS = [("plans", LOOKS), ("help", LOOKS), ("help launch", LOOKS), ("incidents", LOOKS), ("as 甲", LOOKS), ("open road 国道追尾", WRITES),
            ("facts", LOOKS), ("status", LOOKS), ("incidents all", LOOKS), ("set deaths=1 traffic_accident=true", WRITES),
            ("set deaths=1 traffic_accident=true", WRITES), ("moment", LOOKS), ("moment occurrence -20m", WRITES), ("grade", LOOKS),
            ("why", LOOKS), ("why-not 2", LOOKS), ("what-if deaths=12 missing=", LOOKS), ("flip", LOOKS), ("when", LOOKS),
            ("when --all", LOOKS), ("ask", LOOKS), ("triage", LOOKS), ("triage tourism_event=是 stranded=40", LOOKS), ("who", LOOKS), ("who 1", LOOKS), ("tasks", LOOKS), ("tasks all", LOOKS), ("tasks 2", LOOKS), ("as office 乙", LOOKS),
            ("propose 4", WRITES), ("as commander 丙", LOOKS), ("launch 4", WRITES), ("raise 3 领导要求", WRITES), ("lower 4", WRITES),
            ("task report_city", LOOKS), ("task accept report_city", WRITES), ("task assign report_city 丁", WRITES),
            ("task done report_city 已报", WRITES), ("task reopen report_city", WRITES), ("task skip report_city 已由县里报", WRITES), ("overdue", LOOKS),
            ("conflicts", LOOKS), ("diagram", LOOKS), ("diagram levels --level 4 -o {reports}.svg", LOOKS), ("note 一笔", WRITES), ("undo", WRITES),
            ("detail", LOOKS), ("detail place 208国道", WRITES), ("document", LOOKS), ("document 首报", LOOKS), ("document first --issue -o {reports}.html", WRITES),
            ("log", LOOKS), ("log 2", LOOKS), ("log all", LOOKS),
            ("handover-shift 戊", WRITES), ("as commander 戊", LOOKS), ("accept-shift", WRITES), ("confirm", LOOKS), ("confirm 1", WRITES),
            ("confirm no_secondary_danger", WRITES), ("end", WRITES), ("recover", WRITES), ("close", WRITES), ("note 补记", WRITES),
            ("open tourism --drill --at \"2026-03-01 03:00\"", WRITES), ("clock", LOOKS), ("clock +30m", WRITES), ("drill pause", WRITES), ("drill rate 200", WRITES), ("drill inject 记者到场", WRITES), ("drill score", LOOKS), ("as 总指挥 己", LOOKS),
            ("launch 1 情况不明", WRITES), ("handover", WRITES), ("as 上级指挥部 庚", LOOKS), ("takeback", WRITES), ("open animal", WRITES),
            ("report disease=hpai county=朔城区 township=神头镇", WRITES), ("reports {reports}", WRITES), ("as-of 2026-03-01", WRITES),
            ("close 误报", WRITES), ("resume road-1", LOOKS), ("lang en", LOOKS), ("status", LOOKS), ("lang zh", LOOKS), ("set --help", LOOKS)]

# What is refused, and why.
REFUSALS = [("open nowhere", "no_input"), ("opne road", "usage"), ("re", "usage"), ("deaths=1", "usage"), ("status", "usage"), ("open", "usage"),
            ("open road --at 03:00", "usage"), ("open road --drill --at 25:00", "usage"), ("open road 追尾", None), ("why-not", "usage"),
            ("why-not 9", "usage"), ("what-if", "usage"), ("what-if detahs=1", "usage"), ("what-if deaths", "usage"), ("what-if deaths=1 deaths=2", "usage"), ("what-if deaths=x", "usage"), ("flip 2", "usage"),
            ("report", "usage"), ("report disease=hpai county=朔城区 township=甲", "usage"), ("reports /nowhere", "usage"),
            ("as-of 2026-03-01", "usage"), ("set", "usage"), ("set deaths=x", "usage"), ("set detahs=1", "usage"),
            ("set deaths=1 deaths=2", "usage"), ("set deaths=3..2", "usage"), ("launch 9", "usage"), ("launch 4", "authority"),
            ("as 没有的岗位 甲", "reference"), ("as office 甲", None), ("launch 4", "authority"), ("launch 4 --tier moon", "usage"), ("raise 3", "state"),
            ("end", "state"), ("close", "value"), ("confirm nothing", "reference"), ("confirm 9", "reference"), ("task nothing", "reference"),
            ("task done", "usage"), ("task do report_city", "usage"), ("task done report_city", "value"), ("task skip report_city", "value"),
            ("task reopen report_city", "state"), ("moment launch 03:00", "value"), ("moment occurrence", "usage"),
            ("moment occurrence 3pm", "usage"), ("moment nothing 03:00", "usage"), ("clock +5m", "value"), ("clock 3pm", "usage"),
            ("undo", "state"), ("undo x", None), ("accept-shift", "state"), ("resume nothing", "reference"), ("incidents some", "usage"),
            ("log some", "usage"), ("lang fr", "usage"), ("help opne", "usage"), ("note", "usage"), ("handover-shift", "usage"),
            ("note \"unclosed", "usage"), ("launch --nothing 4", "usage"), ("detail nothing x", "reference"), ("detail place", "usage"),
            ("document nothing", "usage"), ("document adjust", "state"), ("document first --format pdf", "usage")]
STATUS = {"usage": 64, "value": 65, "reference": 65, "no_input": 66, "state": 1, "authority": 1}


class Journal:
    """The journal's last number, looked at from outside between two commands."""

    def __init__(self, database):
        self.connection = sqlite3.connect("file:%s?mode=ro" % database, uri=True)

    def last(self):
        return self.connection.execute("SELECT coalesce(max(seq), 0) FROM entry").fetchone()[0]

    def close(self):
        self.connection.close()


def flaws_of(answer):
    """What an answer of either kind must have."""
    wrong = []
    if answer.get("ok") is True:
        if not isinstance(answer.get("text"), str) or "error" in answer:
            wrong.append("no text")
        if "incident" in answer and not all(isinstance(answer.get(key), int) for key in ("level", "possible", "safe_level", "active_level")):
            wrong.append("no levels")
    elif answer.get("ok") is False:
        error = answer.get("error", {})
        if not error.get("message") or not error.get("code") or "clause" not in error or "seq" in answer or not isinstance(answer.get("line"), int):
            wrong.append("not a whole error")
    else:
        wrong.append("no ok")
    return wrong


def check_commands(tap, shell):
    with tempfile.TemporaryDirectory() as folder:
        database, reports = os.path.join(folder, "journal.db"), os.path.join(folder, "reports.json")
        with open(reports, "w", encoding="utf-8") as file:
            json.dump([{"disease": "csf", "county": "140622", "township": "甲", "premises": str(i), "date": "2026-02-0%d" % i} for i in range(1, 4)], file)
        with Talk(shell, database, RESPOND_PLANS=ALL_PLANS) as talk:
            said = talk.say("help").get("text", "")
            journal = Journal(database)
            for line, writes in COMMANDS:
                before = journal.last()
                answer = talk.say(line.format(reports=reports))
                after = journal.last()
                wrong = flaws_of(answer) + ([] if answer.get("ok") else ["refused"])
                wrong += [] if (after > before) == writes else ["the journal went from %d to %d" % (before, after)]
                wrong += [] if answer.get("seq") == (after if writes else None) else ["seq %s, the journal is at %d" % (answer.get("seq"), after)]
                tap.ok(not wrong, "json: %s %s" % ("writes:" if writes else "looks:", line), *wrong, answer)
            journal.close()
            tap.same(talk.leave(), 0, "json: nothing refused, status 0")
        missing = {row.split()[0] for row in said.split("\n") if re.match(r"  [a-z]", row)} - {line.split()[0] for line, _ in COMMANDS} - {"quit"}
        tap.ok(len(said) > 1000 and not missing, "every command of the shell is among them", missing)
        check_log(tap, shell, database)


def check_log(tap, shell, database):
    """The same journal, as the other program shows it."""
    rows = entries(database)
    tap.ok(chain_holds(rows), "the chain holds")
    respond = shell[:-len("-shell")]
    done = t.run([respond, "log", "--db", database, "--json"])
    lines = [json.loads(line) for line in done.out.split("\n") if line]
    tap.same([(line["seq"], line["incident"], line["type"], line["hash"]) for line in lines],
             [(row["seq"], row["incident"], row["type"], row["hash"].hex()) for row in rows], "respond log --json has the same entries", done.err)
    done = t.run([respond, "log", "--db", database, "--verify", "--head", rows[-1]["hash"].hex()])
    tap.same(done.status, 0, "respond log --verify holds", done.shown)


def check_refusals(tap, shell):
    with tempfile.TemporaryDirectory() as folder:
        database = os.path.join(folder, "journal.db")
        with Talk(shell, database, RESPOND_PLANS=ALL_PLANS) as talk:
            talk.say("plans")
            journal = Journal(database)
            for number, (line, code) in enumerate(REFUSALS, 2):
                before = journal.last()
                answer = talk.say(line)
                if code is None:
                    continue
                wrong = flaws_of(answer) + ([] if journal.last() == before else ["something was written"])
                wrong += [] if answer.get("error", {}).get("code") == code else ["code"]
                wrong += [] if answer.get("line") == number else ["line %s, not %d" % (answer.get("line"), number)]
                tap.ok(not wrong, "json: refused with %s: %s" % (code, line), *wrong, answer)
            journal.close()
            talk.leave()
        for code, status in STATUS.items():
            line = next(line for line, wanted in REFUSALS if wanted == code)
            got = answers(shell, os.path.join(folder, code + ".db"), ["open road", "as office 甲", line, "facts"], RESPOND_PLANS=ALL_PLANS)
            tap.ok(got[1] == status and [answer["ok"] for answer in got[0]] == [True, True, False, True],
                   "json: %s ends with status %d" % (code, status), got)
        got, status = answers(shell, os.path.join(folder, "last.db"), ["opne", "open road", "open nowhere", "raise 2", "facts"], RESPOND_PLANS=ALL_PLANS)
        tap.same(status, 1, "json: the status is the last refusal's", got)


def check_silence(tap, shell):
    """What is no command has no answer, and what comes behind quit is not read."""
    with tempfile.TemporaryDirectory() as folder:
        got, status = answers(shell, os.path.join(folder, "a.db"), "\n  \n# open spill\n   # x\n\t\n\r\nopen spill\n\nquit\nfacts\n")
        tap.ok(status == 0 and len(got) == 2 and got[0]["seq"] == 1 and got[1]["ok"], "json: blank lines and comments answer nothing; quit ends it", got)
        got, status = answers(shell, os.path.join(folder, "b.db"), "opne\n\n# x\nopne\n")
        tap.same([answer["line"] for answer in got], [1, 4], "json: but they count as lines")
        got, status = answers(shell, os.path.join(folder, "c.db"), "")
        tap.same((got, status), ([], 0), "json: no input, no answer")
        got, status = answers(shell, os.path.join(folder, "d.db"), "open spill")
        tap.ok(len(got) == 1 and got[0]["ok"], "json: a last line without its newline counts", got)
        odd = os.path.join(folder, "odd")
        with open(odd, "wb") as file:
            file.write(b"no journal at all\n" * 40)
        answer = piped(shell, "open spill\n", "--json", "--db", odd)
        tap.ok(answer.status == 65 and answer.out == "" and answer.err, "json: without a journal nothing runs", answer.shown)
        with tempfile.TemporaryDirectory() as home:
            env = environment(home)
            del env["HOME"]
            answer = t.run([shell, "--json"], stdin="open spill\n", env=env)
        tap.ok(answer.status == 66 and answer.out == "" and answer.err, "json: nor without knowing where it is", answer.shown)


HOSTILE = [b"set crew_dead=1\0 x", b"note \xff\xfe", b"note \xed\xa0\x80", b"note \xc0\xaf", b"note " + b"x" * 70000, b"note \"unclosed",
           b"note 'x", b"set " + b"crew_dead=1 " * 300, b"\xff", b"\0", b"open spill " + b"y" * 65000 + b"\0"]


def check_hostile(tap, shell):
    with tempfile.TemporaryDirectory() as folder:
        lines = b"open spill\n" + b"".join(line + b"\nnote after\n" for line in HOSTILE)
        database = os.path.join(folder, "a.db")
        got, status = answers(shell, database, lines)
        taken = [(line[:20], answer) for line, answer in zip(HOSTILE, got[1::2]) if answer["ok"]]
        tap.ok(len(got) == 2 * len(HOSTILE) + 1 and not taken, "json: each hostile line is one answer, refused", *taken, len(got))
        tap.ok(all(answer["ok"] for answer in got[2::2]), "json: and the next one runs", got[2::2])
        tap.same((len(entries(database)), status), (1 + len(HOSTILE), 64), "json: nothing of them is in the journal")
        long = "z" * 60000
        got, status = answers(shell, os.path.join(folder, "b.db"), ["open spill", "note " + long, "log"])
        tap.ok(status == 0 and long in got[2]["text"].replace("\n", "").replace(" ", ""), "json: a note of 60 kB is kept whole")


CONTROL = "".join(chr(c) for c in list(range(1, 9)) + [11, 12] + list(range(14, 32)) + [127, 0x85, 0x9b]) + "\x1b]0;owned\x07\x1b[2J\x9b31m"
SMUGGLE = ["open spill 标题{c}", "as 名{c}字", "as 角{c}色 名", "note 记{c}事", "set crew_dead={c}", "set {c}=1", "moment occurrence {c}", "open {c}",
           "{c}", "resume {c}", "task {c}", "task assign ship_reports 乙{c}", "task done ship_reports 凭{c}据", "launch {c}", "undo {c}", "log {c}",
           "confirm {c}", "handover-shift 丙{c}", "as 丙{c}", "accept-shift", "report disease=algae county=灯塔区 township=乡{c} premises=点{c}",
           "report disease={c}", "reports /no{c}where", "as-of {c}", "clock {c}", "help {c}", "lang {c}", "as office_director 名{c}",
           "set crew_dead=2", "launch 3 由{c}", "status", "tasks all", "log all", "incidents all", "facts", "confirm 1", "confirm", "conflicts",
           "overdue", "task ship_reports", "detail place 点{c}", "detail {c} x", "detail", "document {c}", "document first", "document shift"]


def check_control(tap, shell):
    """Control characters are data: they come back in JSON as they were, and reach no terminal."""
    with tempfile.TemporaryDirectory() as folder:
        lines = "\n".join(line.format(c=CONTROL) for line in SMUGGLE) + "\n"
        for lang in ("zh", "en"):
            done = t.run([shell, "--db", os.path.join(folder, lang), "--lang", lang], stdin=lines, env=environment(folder), raw=True)
            text = done.out.decode("utf-8", "replace") + done.err
            raw = sorted({c for c in text if (ord(c) < 32 and c != "\n") or 127 <= ord(c) < 160})
            tap.ok(not raw and "标题" in text, "no control character is printed raw (%s)" % lang, raw,
                   *[line for line in text.split("\n") if any(c in line for c in raw)])
        answer = t.run([shell, "--json", "--db", os.path.join(folder, "json")], stdin=lines, env=environment(folder), raw=True)
        raw = sorted({c for c in answer.out if c < 32 and c != 10})
        tap.ok(not raw and len(answer.out.split(b"\n")) == len(SMUGGLE) + 1, "nor in JSON", raw)
        rows = entries(os.path.join(folder, "json"))
        tap.ok(json.loads(rows[0]["body"])["title"] == "标题" + CONTROL, "and the journal has what was said", rows[0]["body"])
        log = t.run([shell[:-len("-shell")], "log", "--db", os.path.join(folder, "json")], env=environment(folder), raw=True)
        raw = sorted({c for c in log.out.decode("utf-8") if (ord(c) < 32 and c != "\n") or 127 <= ord(c) < 160})
        tap.ok(log.status == 0 and not raw, "respond log prints none either", raw, log.out)


PARTS = [check_commands, check_refusals, check_silence, check_hostile, check_control]
