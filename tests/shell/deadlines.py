"""When tasks fall due: worked out again from the plans' JSON, in Python, over moments, steps, restarts, month ends and jumps of a drill's clock.

The rules: a deadline is so many minutes after a moment; what counts from the launch counts from the launching or raising that
called for the task, and again when a lowering had taken it back before anybody started on it. What is due can be changed by nothing else.
"""
import datetime
import functools
import json
import os
import random
import re
import tempfile

import tap as t
from talk import CITY, PLANS, Talk, entries

STARTS = ["2028-02-28 23:40", "2028-02-29 23:50", "2027-02-28 23:30", "2026-12-31 23:58", "2026-04-30 22:15", "2100-02-28 23:00", "2026-03-01 03:00"]
TYPED = ["occurrence", "discovery", "report_received", "confirmed", "alert", "arrival"]
HOLDERS = {"shuozhou": ("construction", "tourism", "animal", "road"), "harbour": ("spill",)}
OPS = 18
SLACK = 600000   # a test that is slower than this would be unsure of everything


def milliseconds(text):
    return int(datetime.datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=CITY).timestamp()) * 1000


def civil(time):
    return datetime.datetime.fromtimestamp(time // 1000, CITY).strftime("%Y-%m-%d %H:%M")


class Oracle:
    """What the plan's text says is due, from the plan's JSON and what was done."""

    def __init__(self, plan):
        self.includes = {level["level"]: level.get("includes") for level in plan["levels"]}
        self.tasks = {task["id"]: task for task in plan["tasks"] if "deadline" in task}
        self.moments, self.active = {}, {}          # active: tier -> level
        self.called, self.held, self.started = {}, set(), set()

    def calls(self, task):
        for level in self.active.values():
            while level is not None:
                if level in task.get("levels", [level]):
                    return True
                level = self.includes[level]
        return False

    def follow(self, now):
        """After a step at `now`: what is newly called for counts from now."""
        for name, task in self.tasks.items():
            if task["deadline"]["from"] != "launch":
                continue
            if not self.calls(task):
                self.held.discard(name)
            elif name not in self.held:
                if name not in self.started:
                    self.called[name] = now
                self.held.add(name)

    def step(self, now, tier, level):
        self.active[tier] = level
        self.follow(now)

    def due(self, name):
        deadline = self.tasks[name]["deadline"]
        start = self.called.get(name) if deadline["from"] == "launch" else self.moments.get(deadline["from"])
        return None if start is None else start + deadline["minutes"] * 60000

    def flaws(self, state):
        wrong = []
        moments = {name: time for name, time in state["moments"].items() if name not in ("launch", "end")}
        if moments != {name: time for name, time in self.moments.items() if name != "end"}:
            wrong.append("moments %s, not %s" % (moments, self.moments))
        shown = {row["task"]: row for row in state["tasks"]}
        for name, task in self.tasks.items():
            launched = task["deadline"]["from"] == "launch"
            if launched and (name in self.called) != (name in shown):
                wrong.append("%s: called for: %s" % (name, name in shown))
            elif name in shown and shown[name].get("due") != self.due(name):
                wrong.append("%s: due %s, not %s" % (name, shown[name].get("due"), self.due(name)))
        return wrong


    def late(self, state, now, until):
        """Tasks that are overdue, and those that go up; and those of which it cannot be said, since the clock runs on from `now` to `until`."""
        late, up, unsure = set(), set(), set()
        for row in state["tasks"]:
            if row["task"] not in self.tasks or row["status"] not in ("open", "accepted") or self.due(row["task"]) is None:
                continue
            deadline = self.tasks[row["task"]]["deadline"]
            start = self.due(row["task"]) - deadline["minutes"] * 60000
            for minutes, found in ((deadline["minutes"], late), (deadline.get("escalate"), up)):
                if minutes is not None and start + (minutes + 1) * 60000 <= now:
                    found.add(row["task"])
                elif minutes is not None and start + (minutes + 1) * 60000 <= until:
                    unsure.add(row["task"])
        return late, up, unsure


class Run:
    """One incident in a drill, with its oracle beside it."""

    def __init__(self, shell, city, plan, rng):
        self.shell, self.city, self.rng = shell, city, rng
        self.folder = tempfile.TemporaryDirectory()
        self.database = os.path.join(self.folder.name, "journal.db")
        self.plan = t.read_json(city, plan + ".json")
        self.oracle, self.seen = Oracle(self.plan), 0
        self.talk = self.start()
        self.clock = milliseconds(rng.choice(STARTS))
        self.say("open %s --drill --at \"%s\"" % (plan, civil(self.clock)))
        self.oracle.moments["report_received"] = self.clock
        self.wrong = [] if entries(self.database)[0]["drill_time"] == self.clock else ["the clock starts elsewhere"]

    def start(self):
        return Talk(self.shell, self.database, RESPOND_PLANS=os.path.dirname(self.city))

    def close(self):
        self.talk.__exit__()
        self.folder.cleanup()

    def say(self, line):
        answer = self.talk.say(line)
        self.said = line
        self.refusal = None if answer.get("ok") else str(answer)
        return answer

    def newest(self):
        row = entries(self.database)[-1]
        self.clock = row["drill_time"]
        return row

    # what can be done

    def moment(self):
        """Said outright, in short, or as so long ago."""
        name, ago = self.rng.choice(TYPED), self.rng.randrange(0, 3000)
        how = self.rng.randrange(3)
        if how == 0:
            time = self.clock // 60000 * 60000 - ago * 60000
            self.say("moment %s \"%s\"" % (name, civil(time)))
        elif how == 1:
            time = self.clock // 60000 * 60000 - (ago % 1400 + 5) * 60000
            self.say("moment %s %s" % (name, civil(time)[11:]))
        else:
            self.say("moment %s -%dm" % (name, ago))
            time = json.loads(self.newest()["body"])["time"]
            if abs(self.clock - ago * 60000 - time) > 60000:    # the shell's "now" was a little earlier
                self.wrong.append("-%dm at %d is not %d" % (ago, self.clock, time))
        self.newest()
        self.oracle.moments[name] = time

    def jump(self):
        if self.rng.randrange(2):
            self.say("clock +%d%s" % (self.rng.randrange(1, 40), self.rng.choice("mhd")))
        else:
            to = self.clock // 60000 * 60000 + self.rng.randrange(1, 90000) * 60000
            self.say("clock \"%s\"" % civil(to))
            if self.newest()["drill_time"] != to:
                self.wrong.append("the clock is not at %d" % to)
        self.newest()

    def rows(self, step, tier):
        """Who may, as the plan has it: (level, role)."""
        every = [level["level"] for level in self.plan["levels"]]
        found = [(level, row["by"][0]) for row in self.plan["authority"] if row["step"] == step and row.get("tier", "city") == tier
                 for level in row.get("levels", every)]
        return found or (self.rows("launch", tier) if step in ("raise", "lower") else [])

    def step(self):
        """Launch, raise or lower, in some tier."""
        tier = self.rng.choice(["city", "city", "county", "province"])
        level = self.oracle.active.get(tier)
        step = "launch" if level is None else self.rng.choice(["raise", "lower"])
        rows = [row for row in self.rows(step, tier) if level is None or (row[0] < level if step == "raise" else row[0] > level)]
        if not rows:
            return self.jump()
        target, role = self.rng.choice(rows)
        self.talk.say("as %s 甲" % role)
        self.say("%s %d --tier %s 演练" % (step, target, tier))
        self.oracle.step(self.newest()["drill_time"], tier, target)
        return None

    def accept(self):
        """What was started is not taken back."""
        can = [row["task"] for row in self.talk.state()["tasks"] if row["status"] == "open" and row["task"] in self.oracle.tasks]
        if not can:
            return self.jump()
        task = self.rng.choice(can)
        self.say("task accept %s" % task)
        self.newest()
        self.oracle.started.add(task)
        return None

    def restart(self):
        self.talk.__exit__()
        self.talk = self.start()
        self.say("resume %s-1" % self.plan["id"])

    def act(self):
        what = self.rng.choice([self.moment, self.moment, self.step, self.step, self.jump, self.accept, self.restart])
        what()
        if self.refusal is not None:
            self.wrong.append("refused: %s: %s" % (self.said, self.refusal))
        state = self.talk.state()
        self.wrong += ["after %s: %s" % (self.said, flaw) for flaw in self.oracle.flaws(state) + self.flaws_of_overdue(state)]

    def flaws_of_overdue(self, state):
        late, up, unsure = self.oracle.late(state, self.clock, self.clock + SLACK)
        listed = re.split(r"^! (?=[a-z0-9_]+\s)", self.talk.say("overdue")["text"], flags=re.M)[1:]
        shown = {row.split()[0]: "须上报" in "".join(row.split()) for row in listed}
        wrong = [] if set(shown) - unsure == late - unsure else ["overdue: %s, not %s" % (sorted(shown), sorted(late))]
        goes = {task for task, escalated in shown.items() if escalated}
        self.seen += len(late) + len(up)
        return wrong + ([] if goes - unsure == up - unsure else ["goes up: %s, not %s" % (sorted(goes), sorted(up))])


def check_plan(tap, shell, path):
    """Several drills under one plan."""
    city, plan = path.split(" ")
    counted = 0
    for seed in range(5):
        run = Run(shell, city, plan, random.Random("%s %d" % (plan, seed)))
        try:
            for _ in range(OPS):
                run.act()
            counted += run.seen
            tap.ok(not run.wrong, "deadlines: %s, drill %d" % (plan, seed), *run.wrong)
        finally:
            run.close()
    tap.ok(counted > 20, "deadlines: %s: something was overdue" % plan, counted)


def check_daylight_saving(tap, shell):
    """Where clocks are changed: minutes are counted through the gap, and typed times are civil ones."""
    with tempfile.TemporaryDirectory() as folder:
        with Talk(shell, os.path.join(folder, "journal.db"), TZ="CET-1CEST,M3.5.0,M10.5.0/3") as talk:
            talk.say("open spill --drill --at \"2026-03-29 01:50\"")
            talk.say("moment occurrence \"2026-03-29 01:45\"")
            talk.say("moment confirmed \"2026-03-28 12:00\"")
            talk.say("as commander 甲")
            talk.say("launch 1 演练")
            due = {row["task"]: row.get("due") for row in talk.state()["tasks"]}
            at = 1774744200000  # 2026-03-29 00:30 UTC, 01:30 there; at 02:00 it is 03:00
            tap.same((due["boom_first"], due["bury_fish"]), (at + (15 + 90) * 60000, at + (-13 * 60 - 30 + 1440) * 60000),
                     "deadlines: through a night in which clocks are changed")
            answer = talk.say("task boom_first")
            tap.ok("限 04:15" in answer["text"], "and shown by the clock on the wall", answer)


PARTS = [functools.partial(check_plan, path="%s %s" % (os.path.join(PLANS, city) if city == "harbour" else t.SHUOZHOU, plan))
         for city, plans in HOLDERS.items() for plan in plans] + [check_daylight_saving]
