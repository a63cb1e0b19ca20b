"""Plans, registries and reports that are hostile, broken or not files at all."""
import json
import os
import tempfile
import time

import tap as t

GOOD = os.path.join(t.HARBOUR, "spill.json")
REPORT = {"date": "2026-02-20", "county": "140602", "township": "神头镇", "premises": "p1", "disease": "hpai"}


def write(path, data):
    with open(path, "wb") as file:
        file.write(data if isinstance(data, bytes) else data.encode("utf-8"))


def sparse(path):
    with open(path, "wb") as file:
        file.truncate(2 << 30)


def nested(path):
    write(path, b"[" * 1000000)


# name: (how to make the plan file, words of the one diagnostic)
HOSTILE = {
    "2 GB": (sparse, "4 MiB"),
    "a million brackets": (nested, "deep.json:1:65: nested deeper than 64 levels"),
    "a FIFO": (os.mkfifo, "not a regular file"),
    "a folder": (os.mkdir, "not a regular file"),
    "a device": (lambda path: os.symlink("/dev/zero", path), "not a regular file"),
    "a link to nothing": (lambda path: os.symlink("nothing", path), "cannot read"),
    "a NUL": (lambda path: write(path, b"\0"), "deep.json:1:1: not a JSON value"),
    "not UTF-8": (lambda path: write(path, b'{"title": "\xff"}'), "deep.json:1:12: not UTF-8"),
    "a duplicate key": (lambda path: write(path, '{"id": "deep", "id": "deep"}'), 'deep.json:1:16: key "id" is given twice'),
    "10^400": (lambda path: write(path, '{"format": 1%s}' % ("0" * 400)), "deep.json:1:12:"),
}


def check(tap, respond):
    for name, (make, words) in HOSTILE.items():
        with tempfile.TemporaryDirectory() as folder:
            check_hostile(tap, respond, name, make, words, folder)
    with tempfile.TemporaryDirectory() as folder:
        check_unreadable(tap, respond, folder)
        check_registries(tap, respond, folder)
        check_folders(tap, respond, folder)
        check_reports(tap, respond, folder)


def check_hostile(tap, respond, name, make, words, folder):
    t.make_city(folder, t.HARBOUR, {"spill": t.read_json(GOOD)})
    make(os.path.join(folder, "deep.json"))
    began = time.monotonic()
    loaded = t.run([respond, "rules", "deep", "--plans", folder, "--lang", "en"], timeout=20)
    diagnostics = [line for line in loaded.err.splitlines() if "deep.json:" in line]
    if name == "10^400":
        diagnostics = diagnostics[:1]        # the keys that it lacks are said too
    tap.ok(loaded.status == 65 and len(diagnostics) == 1 and words in diagnostics[0], "plan file: %s: exit 65, one diagnostic" % name, loaded.shown)
    listed = t.run([respond, "plans", "--plans", folder], timeout=20)
    tap.ok(listed.status == 65 and "海港市溢油应急预案" in listed.out, "plan file: %s: the other plan is still listed" % name, listed.shown)
    tap.ok(time.monotonic() - began < 10, "plan file: %s: refused at once" % name)


def check_unreadable(tap, respond, folder):
    plan = os.path.join(t.make_city(os.path.join(folder, "closed"), t.HARBOUR), "x.json")
    write(plan, "{}")
    os.chmod(plan, 0)
    os.chmod(folder, 0o755)
    nobody = {} if os.geteuid() != 0 else {"user": 65534}
    try:
        answer = t.run([respond, "rules", "x", "--plans", os.path.dirname(plan)], **nobody)
    except OSError as problem:
        tap.skip("plan file: unreadable", "cannot run as another user: %s" % problem)
        return
    tap.ok(answer.status == 65 and "x.json" in answer.err and "读不了" in answer.err, "plan file: unreadable: exit 65, says so", answer.shown)


def check_registries(tap, respond, folder):
    """A registry that does not load is one diagnostic, not one for each agency that the plan names."""
    for name, text, words in (("agencies.json", "{", "agencies.json:1:2"), ("regions.json", "[", "regions.json:1:2"), ("agencies.json", None, "agenc")):
        city = t.make_city(os.path.join(folder, "registry"), t.HARBOUR, {"spill": t.read_json(GOOD)})
        path = os.path.join(city, name)
        if text is None:
            os.remove(path)
        else:
            write(path, text)
        answer = t.run([respond, "rules", "spill", "--plans", city, "--lang", "en"])
        diagnostics = [line for line in answer.err.splitlines() if ".json" in line]
        tap.ok(answer.status == 65 and len(diagnostics) == 1 and words in answer.err,
               "registry: %s %s: one diagnostic" % (name, "missing" if text is None else "broken"), len(diagnostics), answer.shown)


def check_folders(tap, respond, folder):
    empty = os.path.join(folder, "empty")
    os.mkdir(empty)
    answer = t.run([respond, "plans", "--plans", empty])
    tap.ok(answer.status == 66 and len(answer.err.splitlines()) == 1, "plans folder: empty: exit 66", answer.shown)
    both = t.run([respond, "grade", "spill", "--plans", os.path.join(t.ROOT, "tests", "plans"), "--json"])
    tap.same(both.status, 0, "plans folder: a folder of cities", both.shown)
    named = t.run([respond, "grade", "harbour/spill", "--json"], env=t.environment(RESPOND_PLANS=os.path.join(t.ROOT, "tests", "plans")))
    tap.same(named.out, both.out, "plans folder: RESPOND_PLANS, and a plan by its city", named.shown)
    for city in ("one", "two"):
        t.make_city(os.path.join(folder, "cities", city), t.HARBOUR, {"spill": t.read_json(GOOD)})
    twice = t.run([respond, "grade", "spill", "--plans", os.path.join(folder, "cities")])
    tap.ok(twice.status == 64 and "one/spill" in twice.err and "two/spill" in twice.err, "plans folder: a plan in two cities: exit 64, names both",
           twice.shown)
    elsewhere = t.run([respond, "plans"], cwd="/")
    tap.ok(elsewhere.status in (0, 66), "plans folder: found, or missed clearly, from any folder", elsewhere.shown)


def grade_reports(respond, path, as_of="2026-03-01"):
    return t.run([respond, "grade", "animal", "--plans", t.SHUOZHOU, "--reports", path, "--as-of", as_of, "--json"], timeout=20)


def check_reports(tap, respond, folder):
    path = os.path.join(folder, "log")
    line = json.dumps(REPORT, ensure_ascii=False)
    wrong = json.dumps({**REPORT, "date": "2026-02-30"}, ensure_ascii=False)
    good = [("an array", "[%s, %s]" % (line, line)), ("lines", line + "\n" + line + "\n"), ("no newline at the end", line), ("CRLF", line + "\r\n"),
            ("an empty array", "[]"), ("an empty file", ""), ("an array over several lines", "[\n%s\n]\n" % line)]
    for name, text in good:
        write(path, text)
        answer = grade_reports(respond, path)
        tap.ok(answer.status == 0 and json.loads(answer.out)["level"] == (3 if REPORT["premises"] in text else None), "reports: " + name, answer.shown)
    bad = [("a date that does not exist, in an array", "[%s,\n %s]" % (line, wrong), ["log:2:", "[/1/date]"]),
           ("a date that does not exist, in lines", line + "\n" + wrong, ["log:2:", "[/date]"]),
           ("not JSON in the middle", line + "\nhpai\n" + line, ["log:2:1"]), ("an unknown disease", line.replace("hpai", "hpia"), ["是否指：hpai"]),
           ("an unknown county", line.replace("140602", "140600"), ["140600"]), ("a duplicate key", '{"date": "x", "date": "y"}', ["log:1:15", "date"]),
           ("not UTF-8", b'[{"date": "\xff"}]', ["UTF-8"]), ("an object", '{"reports": []}', ["reports"]), ("a number", "3", ["log:1"])]
    for name, text, words in bad:
        write(path, text)
        answer = grade_reports(respond, path)
        tap.ok(answer.status == 65 and answer.out == "" and len(answer.err.splitlines()) == 1 and all(w in answer.err for w in words),
               "reports: %s: exit 65, one message" % name, words, answer.shown)
    sparse(path)
    answer = grade_reports(respond, path)
    tap.ok(answer.status == 65 and "64 MiB" in answer.err, "reports: 2 GB: exit 65, at once", answer.shown)
    answer = grade_reports(respond, folder)
    tap.ok(answer.status == 66 and folder in answer.err, "reports: a folder: exit 66", answer.shown)
