"""respond-shell reading commands from a pipe."""
import glob
import os
import subprocess
import unicodedata

import tap as t

HERE = os.path.dirname(os.path.abspath(__file__))
PLANS = os.path.join(t.ROOT, "tests", "plans")


def piped(shell, lines, *options, **more):
    return t.run([shell, *options], stdin=lines, env=t.environment(RESPOND_PLANS=PLANS, **more))


def read_session(path):
    """What it is about, then the parts "--- in", "--- out", "--- err", "--- status"; the last two may be missing."""
    with open(path, encoding="utf-8") as file:
        about, *parts = file.read().split("--- ")
    return about.strip(), dict(part.split("\n", 1) for part in parts)


def check_sessions(tap, shell):
    for path in sorted(glob.glob(os.path.join(HERE, "*.session"))):
        about, parts = read_session(path)
        name = os.path.basename(path).replace(".session", "")
        answer = piped(shell, parts["in"])
        tap.same(answer.out, parts["out"], "%s: output: %s" % (name, about))
        tap.same(answer.err, parts.get("err", ""), "%s: messages" % name)
        tap.same(answer.status, int(parts.get("status", "0")), "%s: status" % name)


def check_options(tap, shell):
    for lang, word in (("zh", "退出码"), ("en", "Exit status")):
        answer = piped(shell, "", "--help", "--lang", lang)
        tap.ok(answer.status == 0 and word in answer.out and "--plans" in answer.out, "--help in %s" % lang, answer.shown)
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
    with open("/dev/full", "wb") as full:
        done = subprocess.run([shell], input=b"open spill\nfacts\n", stdout=full, stderr=subprocess.DEVNULL, timeout=60,
                              env=t.environment(RESPOND_PLANS=PLANS), check=False)
    tap.same(done.returncode, 74, "output that cannot be written is an I/O error")


def check_undo(tap, shell):
    start = ["open spill", "as-of 2030-01-01"]
    changes = ["set crew_dead=%d" % i for i in range(1, 60)] + ["as-of 2030-06-%02d" % i for i in range(1, 21)]
    changes += ["report disease=algae county=990101 township=t%d" % i for i in range(20)]
    before = piped(shell, "\n".join(start + ["facts"])).out
    after = piped(shell, "\n".join(start + changes + ["undo"] * len(changes) + ["facts"]))
    facts = before[before.index("  tonnes"):]
    tap.ok(after.status == 0 and after.out.endswith(facts), "a hundred undos bring back the beginning", after.shown)
    answer = piped(shell, "\n".join(["open spill"] + ["set crew_dead=%d" % (i % 7) for i in range(3000)] + ["undo"] * 1001))
    tap.ok(answer.status == 0 and answer.out.count("撤销：") == 1000 and "撤销了 open" in answer.out, "the last thousand changes can be undone", answer.shown)
    answer = piped(shell, "open spill\n" * 20 + "undo\n" * 8)
    tap.ok(answer.status == 0 and answer.out.count("撤销了 open") == 8, "eight incidents can be gone back to", answer.shown)
    tap.same(piped(shell, "open spill\n" * 20 + "undo\n" * 9).status, 64, "a ninth cannot")


def cells(text):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def check_width(tap, shell):
    """Nothing is wider than 80 cells: help, views, questions."""
    for lang in ("zh", "en"):
        lines = ["lang " + lang, "help"] + ["help " + name for name in "open set ask grade who tasks report reports lang".split()]
        lines += ["open spill", "set crew_dead=2..", "facts", "ask", "?", "", "report", "stop", "who 1", "grade", "why"]
        answer = piped(shell, "\n".join(lines))
        wide = [line for line in answer.out.split("\n") if cells(line) > 80]
        tap.ok(answer.status == 0 and not wide, "everything fits 80 columns (%s)" % lang, *wide)


def check(tap, shell):
    check_sessions(tap, shell)
    check_options(tap, shell)
    check_hostile_input(tap, shell)
    check_undo(tap, shell)
    check_width(tap, shell)
