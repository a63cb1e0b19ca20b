"""A live incident on its diagrams: which, as of when, whether an exercise; who has accepted, what is done and what is late."""
import json
import os
import re
import tempfile
from collections import Counter

import draw
import geometry
import svg
import tap as t
from reading import Reading

PLANS = os.path.join(t.ROOT, "plans")
TITLE = "雾天<追尾> &amp; 甲's --> %s"
LINES = ["open road --drill --at \"2026-03-01 03:00\" \"%s\"" % TITLE, "set traffic_accident=true deaths=12", "as hq 李", "launch 2", "clock +5m",
         "task accept l2_notify", "task accept weather_relief", "task done support_communications 已通",
         "open construction --drill --at \"2026-03-01 03:10\" 塌方", "set deaths=5", "as 指挥长 张", "launch 2",
         "open road 真的追尾", "set deaths=1 traffic_accident=true", "resume road-1", "clock +90m", "status"]
TIME = re.compile(r"2026-03-01 04:3[5-9]")      # the drill's clock goes on while the test runs
TASKS = [("l2_notify", "◐", "busy"), ("support_communications", "✓", "done"), ("l2_direct", "○", "value"),      # how they are marked
         ("report_city", "!超时", "late"), ("l2_members_go", "!超时", "late")]
BASE = {"leader", "member", "guest"}
HEADS = {"hq", "office", "outside", "group", "label"}


def check(tap, respond):
    with tempfile.TemporaryDirectory() as folder:
        stage = Stage(respond, folder)
        tap.ok(stage.flaw is None, "an incident to be drawn", stage.flaw)
        if stage.flaw is None:
            check_heads(tap, stage)
            check_command(tap, stage)
            check_tasks(tap, stage)
            check_levels(tap, stage)
            check_conflict(tap, stage)
            check_asked(tap, stage)
            check_closed(tap, stage)


class Stage:
    """A journal with two exercises and one real incident."""

    def __init__(self, respond, folder):
        self.respond, self.database = respond, os.path.join(folder, "journal.db")
        self.env = t.environment(RESPOND_PLANS=PLANS, HOME=folder, TZ="CST-8")
        answers = self.shell(LINES)
        bad = [it for it in answers if not it.get("ok")]
        self.flaw = bad[0] if bad else None if len(answers) == len(LINES) else answers
        self.state = answers[-1].get("state") if answers else None

    def shell(self, lines):
        done = t.run([self.respond + "-shell", "--json", "--db", self.database], stdin="\n".join(lines) + "\n", env=self.env, timeout=draw.PATIENCE)
        return [json.loads(line) for line in done.out.splitlines()]

    def arguments(self, kind, incident, *more):
        return [incident.split("-")[0], kind, "--incident", incident, "--db", self.database, *more]

    def picture(self, kind, incident="road-1", *more):
        return draw.picture(self.respond, self.arguments(kind, incident, *more), env=self.env)

    def pictures(self, incident, *more):
        """Of every kind."""
        return draw.side_by_side(lambda kind: self.picture(kind, incident, *more), draw.KINDS)


def facts(page):
    """The title block: what, and its value."""
    return {key.string: value.string for key in page.with_style("key") for value in page.with_style("fact")
            if abs(key.left - value.left) < 1 and abs(key.bottom - value.top) < 1}


def check_heads(tap, stage):
    for lang, words in ("zh", ("事件", "时刻", "演练")), ("en", ("Incident", "As of", "EXERCISE")):
        pictures = stage.pictures("road-1", "--lang", lang)
        geometry.check_pictures(tap, "a live incident (%s)" % lang, pictures)
        for kind, picture in zip(draw.KINDS, pictures):
            wrong = [(number, facts(page)) for number, page in enumerate(picture.pages, 1) if not is_named(page, words)]
            tap.ok(picture.pages and not wrong, "a live incident (%s): every page of %s names it, its time and the exercise" % (lang, kind), *wrong)
            about = picture.pages[0].root.findtext(svg.SVG + "desc") if picture.pages else ""
            good = "road-1 " + TITLE in about and TIME.search(about) and words[-1] in about
            tap.ok(good, "a live incident (%s): the description of %s says so too" % (lang, kind), about)
    for kind, picture in zip(draw.KINDS, stage.pictures("road-2")):
        good = picture.flaw is None and not picture.boxes("exercise") and facts(picture.pages[0]).get("事件") == "road-2 真的追尾"
        tap.ok(good, "a real incident is no exercise: %s" % kind, picture.flaw, *picture.boxes("exercise"))


def is_named(page, words):
    found = facts(page)
    return (svg.squeezed(found.get(words[0], "")) == svg.squeezed("road-1" + TITLE) and TIME.fullmatch(found.get(words[1], ""))
            and [box.string for box in page.with_style("exercise")] == [words[2]])


# ---------------------------------------------------------------- marks


def progress(stage, reading):
    """By actor: tasks called, accepted or done, done, late; from the shell's state and the plan."""
    owners = {it["id"]: it["owners"] for it in reading.calls(0)}
    called, accepted, done, late = Counter(), Counter(), Counter(), Counter()
    for task in stage.state["tasks"]:
        if task["status"] == "withdrawn":
            continue
        ended = task["status"] in ("done", "skipped")
        for owner in owners[task["task"]]:
            called[owner] += 1
            accepted[owner] += task["status"] != "open"
            done[owner] += ended
            late[owner] += not ended and task.get("due", stage.state["clock"]) < stage.state["clock"]
    return {it: (called[it], accepted[it], done[it], late[it]) for it in called}


def mark_of(counts):
    """As it is written, and the style of an agency's box."""
    called, accepted, done, late = counts
    mark = "✓%d" % done if done == called else "%s%d/%d" % ("◐" if accepted else "○", accepted, called)
    style = "late" if late else "done" if done == called else "busy" if accepted else None
    return mark + ("!超时%d" % late if late else ""), style


def check_command(tap, stage):
    reading = Reading(t.SHUOZHOU, "road")
    counted = progress(stage, reading)
    names = {svg.squeezed(reading.name(it, "zh")): it for it in list(reading.agencies) + list(reading.owned)}
    any_name = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    said = re.compile("(?:牵头)?(%s)(?:（.*）)?(?:［[^］]*］)?((?:[✓◐○][0-9/]+)?(?:!超时[0-9]+)?)" % any_name)
    wrong, seen = [], Counter()
    for box in stage.picture("command").boxes(*BASE, *HEADS, "late", "done", "busy"):
        found = said.fullmatch(svg.squeezed(box.string))
        if found is None:
            wrong += [box] if box.texts and box.style not in HEADS else []
            continue
        mark, style = mark_of(counted[names[found[1]]]) if names[found[1]] in counted else ("", None)
        good = found[2] == mark and (box.style in HEADS or box.style == style or (style is None and box.style in BASE))
        wrong += [] if good else ["%s: not %s, %s" % (box, mark, style)]
        seen[mark[:1]] += 1
        seen["late"] += "!" in mark
    tap.ok(not wrong, "a live incident: every agency, body and post has the mark and the style of its tasks", *wrong[:8])
    tap.ok(all(seen[it] for it in ("✓", "◐", "○", "late")), "a live incident: some have done all, some accepted, some nothing, some are late", seen)
    marked = draw.picture(stage.respond, ["road", "command"]).boxes("late", "done", "busy")
    tap.ok(not marked, "a plan by itself has no marks", *marked[:4])


def check_tasks(tap, stage):
    """The course of the response has the state of each task."""
    what = {it["id"]: svg.squeezed(it["what"]["zh"]) for it in Reading(t.SHUOZHOU, "road").calls(0)}
    boxes = stage.picture("flow").boxes("value", "late", "done", "busy")
    for task, mark, style in TASKS:
        found = [box for box in boxes if svg.squeezed(box.string).startswith(mark + what[task])]
        alike = [box for box in boxes if what[task] in svg.squeezed(box.string)]
        tap.ok(found and all(box.style == style for box in found), "a live incident: flow marks %s with %s" % (task, mark), *alike)


def check_levels(tap, stage):
    """Where it stands, and the way that it has come."""
    picture = stage.picture("levels")
    now = [box.string for box in picture.boxes("now") if box.texts]
    tap.ok(any("响应中" in it and "二级响应" in it for it in now), "a live incident: levels says where it stands", now)
    went = [link for page in picture.pages for link in page.links if link.style == "went" and page.ends(link)[0] is not page.ends(link)[1]]
    tap.ok(went, "a live incident: levels shows the way that was taken", picture.flaw)
    rows = [svg.squeezed(box.string) for box in picture.boxes("value", "label")]
    tap.ok("2026-03-0103:00" in rows and any("李（" in it for it in rows) and any(it.startswith("启动二级响应") for it in rows),
           "a live incident: levels says who took the step, and when", rows[-6:])
    plain = draw.picture(stage.respond, ["road", "levels"])
    good = not plain.boxes("now") and all(link.style != "went" for page in plain.pages for link in page.links)
    tap.ok(good, "a plan by itself stands nowhere", *plain.boxes("now"))


def check_conflict(tap, stage):
    """Exercises meet exercises, real incidents real ones."""
    heads = " ".join(box.string for box in stage.picture("conflict").boxes("ours", "level"))
    good = "road-1" in heads and "construction-1" in heads and "road-2" not in heads
    tap.ok(good, "a live incident: conflict shows the other exercise alone", heads)


# ---------------------------------------------------------------- how it is asked for


# plan, incident, more, exit status, words of the one message
REFUSED = [
    ("road", "road-9", [], draw.NO_INPUT, ["“road-9”", "是否指：road-1"]),
    ("road", "road-9", ["--lang", "en"], draw.NO_INPUT, ['"road-9"', "did you mean: road-1"]),
    ("animal", "road-1", [], draw.USAGE, ["road-1", "shuozhou/road", "shuozhou/animal"]),
    ("raod", "road-1", [], draw.NO_INPUT, ["“raod”", "是否指：road"]),
    ("road", "road-1", ["--level", "9"], draw.USAGE, ["“9”", "1 至 4"]),
    ("road", "road-1", ["deaths=1"], draw.USAGE, ["--incident", "deaths=1"]),
    ("road", "road-1", ["--page", "99"], draw.USAGE, ["99"]),
]


def check_asked(tap, stage):
    """The level in force, another one, the incident by its title; and what is refused."""
    def ask(plan, incident, *more):
        return draw.diagram(stage.respond, [plan, "command", "--incident", incident, "--db", stage.database, *more], env=stage.env)

    levels = [facts(svg.Page(ask("road", "road-1", *more).out)).get("级别") for more in ([], ["--level", "1"], ["--level", "4"])]
    tap.same(levels, ["二级响应", "一级响应", "四级响应"], "a live incident: the level in force, or the one asked for")
    answer = ask("road", TITLE)
    tap.ok(answer.status == 0 and b"road-1" in answer.out, "a live incident by its title", answer.shown[:300])
    for plan, incident, more, status, words in REFUSED:
        answer = ask(plan, incident, *more)
        good = answer.status == status and answer.out == b"" and len(answer.err.splitlines()) == 1 and all(word in answer.err for word in words)
        tap.ok(good, "diagram %s command --incident %s %s: exit %d, one message" % (plan, incident, " ".join(more), status), answer.shown)
    before = os.stat(stage.database)
    ask("road", "road-1")
    after = os.stat(stage.database)
    tap.same((before.st_mtime_ns, before.st_size), (after.st_mtime_ns, after.st_size), "drawing an incident does not write to its journal")


def check_closed(tap, stage):
    answers = stage.shell(["resume road-1", "as hq 李", "confirm 1", "confirm 2", "end", "recover", "close"])
    tap.ok(all(it.get("ok") for it in answers), "the incident is closed", answers)
    pictures = stage.pictures("road-1")
    tap.ok(not any(it.flaw for it in pictures), "a closed incident can still be drawn", *[it.flaw for it in pictures if it.flaw])
    now = [box.string for box in pictures[1].boxes("now") if box.texts]
    tap.ok(any("归档" in it for it in now), "a closed incident: levels says so", now)
