"""Whole incidents, from the first call to closing: plays/*.play, each a reading of a plan's text, not of its data.

A line is what an officer types, and the indented lines below it are what must follow:

    people 指挥长 副指挥长 市住建局       all who are tried wherever only some of them may
    only 指挥长 may launch 2 [5.3.4]      refused to everybody else with that clause, then done by the first who may
    set deaths=12                         any command of the shell; it must succeed, unless
        refused authority [5.3.4]         the error's code, and the clause when there must be one
        level 2, possible 1, active 4     what is proven, what is possible, what is in force; 0: no level
        city active 4                     a response's state and level, and "provisional" when it is a first guess
        task send_team_iv open            a task's status
        says 建议                         the answer has this text; with "never" it has not
    restart                               the shell is killed, and another goes on with the same incident

At the end a fresh shell must find the same state, and the journal its chain whole.
"""
import functools
import glob
import os
import re
import tempfile

from talk import ALL_PLANS, HERE, Talk, chain_holds, entries

ONLY = re.compile(r"only (?P<who>.+?) may (?P<command>.+?)(?: \[(?P<clause>[^]]+)\])?$")
REFUSED = re.compile(r"refused (?P<code>\w+)(?: \[(?P<clause>[^]]+)\])?$")
STATED = ("city", "county", "province", "task", "confirmed")   # expectations that look at the state


def read_play(path):
    """What it is about, and its lines: (number, text, expectations)."""
    about, lines = [], []
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file.read().split("\n"), 1):
            if line.startswith("#"):
                about += [line[1:].strip()] if not lines else []
            elif line.startswith(" "):
                lines[-1][2].append(line.strip())
            elif line:
                lines.append((number, line, []))
    return " ".join(about), lines


def clauses(error):
    return (error.get("clause") or "").split(", ")


def flaw(expected, answer, state):
    """What is wrong about an answer, or None."""
    word, _, rest = expected.partition(" ")
    error = answer.get("error", {})
    if word == "refused":
        wanted = REFUSED.match(expected)
        good = error.get("code") == wanted["code"] and (wanted["clause"] is None or wanted["clause"] in clauses(error))
        return None if good else "refused with %s %s" % (error.get("code"), error.get("clause"))
    if word in ("says", "never"):
        said = "".join((answer.get("text", "") + error.get("message", "") + error.get("hint", "")).split())   # however it was wrapped
        return None if ("".join(rest.split()) in said) == (word == "says") else "it says: " + answer.get("text", str(error))
    if word in ("level", "possible", "active"):
        numbers = dict(part.split() for part in expected.split(", "))
        got = {name: str(answer.get("active_level" if name == "active" else name)) for name in numbers}
        return None if got == numbers else got
    if word == "confirmed":
        return None if len(state["confirmed"]) == int(rest) else state["confirmed"]
    if word == "task":
        task, status = rest.split()
        got = {row["task"]: row["status"] for row in state["tasks"]}.get(task, "not_called")
        return None if got == status else got
    if word in STATED:
        response = {row["tier"]: row for row in state["responses"]}.get(word, {"state": "idle", "level": 0, "provisional": False})
        got = "%s %d%s" % (response["state"], response["level"], " provisional" if response["provisional"] else "")
        return None if got in (rest, rest + " 0") else got
    return "not understood"


class Stage:
    def __init__(self, tap, shell, name):
        self.tap, self.shell, self.name = tap, shell, name
        self.folder = tempfile.TemporaryDirectory()
        self.database = os.path.join(self.folder.name, "journal.db")
        self.people, self.speaker, self.incident = [], None, None
        self.talk = None
        self.start()

    def start(self):
        self.talk = Talk(self.shell, self.database, RESPOND_PLANS=ALL_PLANS)

    def close(self):
        self.talk.__exit__()
        self.folder.cleanup()

    def say(self, command):
        answer = self.talk.say(command)
        self.incident = answer.get("incident", self.incident)
        return answer

    def speak(self, person):
        self.speaker = "as %s %s本人" % (person, person)
        return self.say(self.speaker)

    def restart(self):
        before = self.talk.state() if self.talk.process.poll() is None else {}
        self.talk.__exit__()
        self.start()
        self.say("resume %s" % self.incident)
        after = self.talk.state()
        if self.speaker is not None:
            self.say(self.speaker)
        return [] if before == after and before else ["before: %s" % before, "after:  %s" % after]

    def only(self, rule):
        """Refused to the others, done by the first who may. What went wrong, and the last answer."""
        wrong, who = [], rule["who"].split(" or ")
        for person in self.people:
            if person in who:
                continue
            answer = self.speak(person)
            if not answer.get("ok"):
                wrong.append("%s is nobody: %s" % (person, answer))
                continue
            answer = self.say(rule["command"])
            error = answer.get("error", {})
            if answer.get("ok"):
                return ["%s was let do it" % person], answer
            if error.get("code") != "authority" or (rule["clause"] and rule["clause"] not in clauses(error)):
                wrong.append("%s is refused with %s %s: %s" % (person, error.get("code"), error.get("clause"), error.get("message")))
        for person in who:
            self.speak(person)
            answer = self.say(rule["command"])
            if answer.get("ok"):
                return wrong, answer
            wrong.append("%s is refused: %s" % (person, answer))
        return self.go_on(rule["command"], wrong)

    def go_on(self, command, wrong):
        """Nobody who may could; somebody must, so that the rest of the play can be seen."""
        answer = {}
        for person in self.people:
            self.speak(person)
            answer = self.say(command)
            if answer.get("ok"):
                wrong.append("but %s was let do it" % person)
                break
        return wrong, answer

    def act(self, text, expectations):
        """One line of the play: what went wrong."""
        if text.startswith("people "):
            self.people = text.split()[1:]
            return []
        if text == "restart":
            return self.restart()
        rule = ONLY.match(text)
        if text.startswith("as "):
            self.speaker = text
        wrong, answer = self.only(rule) if rule else ([], self.say(text))
        if not rule and not answer.get("ok") and not any(line.startswith("refused") for line in expectations):
            wrong.append("refused: %s" % answer)
        looked = any(line.split()[0] in STATED for line in expectations)
        state = self.talk.state() if looked else {}
        if not answer or (looked and not state):
            wrong.append("the shell is gone: %s" % self.talk.process.wait())
            self.restart()
            state = self.talk.state()
        for expected in expectations if state or not looked else ():
            found = flaw(expected, answer, state)
            if found is not None:
                wrong.append("expected %s; got: %s" % (expected, found))
        return wrong


def check_play(tap, shell, path):
    about, lines = read_play(path)
    name = os.path.basename(path)
    stage = Stage(tap, shell, name)
    try:
        for number, text, expectations in lines:
            wrong = stage.act(text, expectations)
            tap.ok(not wrong, "%s:%d: %s" % (name, number, text), *wrong)
        wrong = stage.restart()
        tap.ok(not wrong, "%s: a fresh shell finds the same state: %s" % (name, about), *wrong)
        tap.ok(chain_holds(entries(stage.database)), "%s: the chain holds" % name)
    finally:
        stage.close()


PARTS = [functools.partial(check_play, path=path) for path in sorted(glob.glob(os.path.join(HERE, "plays", "*.play")))]
