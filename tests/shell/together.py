"""Several shells on one journal, and shells that are killed: nothing that was acknowledged is lost, nothing is overwritten."""
import json
import os
import random
import tempfile
import threading

from talk import ALL_PLANS, Talk, chain_holds, entries, piped

SEED = 20260301
ROUNDS = 30


class Room:
    """A folder with a journal, and the shells that work on it."""

    def __init__(self, shell, plans=None):
        self.shell, self.plans = shell, plans
        self.folder = tempfile.TemporaryDirectory()
        self.database = os.path.join(self.folder.name, "journal.db")
        self.talks = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for talk in self.talks:
            talk.__exit__()
        self.folder.cleanup()

    def talk(self, *lines):
        more = {} if self.plans is None else {"RESPOND_PLANS": self.plans}
        talk = Talk(self.shell, self.database, **more)
        self.talks.append(talk)
        for line in lines:
            talk.say(line)
        return talk


def check_each_sees_the_other(tap, shell):
    with Room(shell) as room:
        first, second = room.talk("as 甲"), room.talk("as 乙")
        tap.same(first.say("open spill 夜间碰撞").get("seq"), 1, "together: the first opens an incident")
        tap.ok("spill-1" in second.say("incidents")["text"], "the second lists it without having been restarted")
        answer = second.say("resume 夜间碰撞")
        tap.ok(answer["incident"] == "spill-1" and "夜间碰撞" in answer["text"], "and resumes it", answer)
        first.say("set crew_dead=2")
        answer = second.say("status")
        tap.ok(answer["level"] == 3 and "甲" in answer["text"] and "船员死亡 2" in answer["text"],
               "what the first sets, the second sees, and who it was", answer)
        tap.ok("甲" not in second.say("status")["text"].split("spill-1")[0], "news are told once")
        tap.same(second.say("note 拖轮到场").get("seq"), 3, "the second writes")
        answer = first.say("log")
        tap.ok(answer["text"].count("拖轮到场") == 2, "the first is told, and has it in the log", answer)
        tap.same(first.state(), second.state(), "both have the same state")
        one, two = first.say("open spill"), second.say("open spill")
        tap.same((one["incident"], two["incident"]), ("spill-2", "spill-3"), "incidents opened at once get ids of their own")
        tap.ok("3 个事件" in first.say("incidents")["text"], "and both know all of them")


# What the second says without having seen what the first has just said.
STALE = ["set crew_dead=5", "undo", "undo 2", "launch 3", "propose 2", "task accept ship_reports", "confirm 1", "moment occurrence -5m",
         "handover-shift 丙", "close 误报", "as-of 2030-01-01", "report disease=algae county=灯塔区 township=甲"]


def check_stale_writers(tap, shell):
    for line in STALE:
        with Room(shell) as room:
            first = room.talk("as 甲", "open spill", "set crew_dead=2")
            second = room.talk("as office_director 甲", "resume spill-1")
            first.say("set tonnes=3")
            answer = second.say(line)
            error = answer.get("error", {})
            tap.ok(error.get("code") == "conflict" and len(entries(room.database)) == 3, "stale: nothing is done: %s" % line, answer)
            tap.same(second.leave(), 75, "stale: exit status 75: %s" % line)
    with Room(shell) as room:
        first = room.talk("as 甲", "open spill")
        second = room.talk("as 乙", "resume spill-1")
        first.say("set crew_dead=2")
        tap.same(second.say("set crew_dead=5").get("error", {}).get("code"), "conflict", "stale: told")
        tap.ok(second.say("facts")["ok"] and second.say("set crew_dead=5").get("seq") == 3, "and said again, it is done")
        tap.same(first.say("set crew_dead=9").get("error", {}).get("code"), "conflict", "now the first is the stale one")
        tap.same(first.state()["facts"], {"crew_dead": [5, 5]}, "and sees what holds")
        for number in range(4, 8):
            speaker = (first, second)[number % 2]
            tap.same(speaker.say("note %d" % number).get("seq"), number, "a note never conflicts")
        first.say("open spill")
        first.say("set crew_dead=1")
        tap.same(second.say("set crew_lost=1").get("seq"), 10, "what is written to another incident is no conflict")
    with Room(shell) as room:
        first = room.talk("as office_director 甲", "open spill", "set crew_dead=2")
        second = room.talk("as commander 乙", "resume spill-1")
        first.say("launch 3")
        answer = second.say("raise 2")
        tap.same(answer["error"]["code"], "conflict", "stale: nor is anything refused on what is no longer so", answer)
        tap.ok(second.say("raise 2")["ok"], "and said again, it is done")
    with tempfile.TemporaryDirectory() as folder:
        database = os.path.join(folder, "journal.db")
        with Talk(shell, database) as other:
            other.say("open spill")
            answer = piped(shell, "resume spill-1\nnote x\nset crew_dead=1\n", "--db", database)
            tap.ok(answer.status == 0, "one after the other there is no conflict", answer.shown)
            answer = other.say("set crew_dead=2")
            tap.ok("看过新的情况" in answer["error"]["message"], "the message says what to do", answer)


def write_notes(shell, database, name, count, acknowledged):
    with Talk(shell, database) as talk:
        talk.say("as %s" % name)
        talk.say("resume spill-1")
        for i in range(count):
            talk.send("note %s %d" % (name, i))
        for i in range(count):
            answer = talk.hear()
            acknowledged.append((answer.get("seq"), "%s %d" % (name, i)))


def check_at_once(tap, shell):
    """Three that write as fast as they can."""
    with Room(shell) as room:
        room.talk("open spill")
        said, threads = [], []
        for name in "甲乙丙":
            threads.append(threading.Thread(target=write_notes, args=(shell, room.database, name, 100, said)))
            threads[-1].start()
        for thread in threads:
            thread.join()
        rows = entries(room.database)
        wanted = sorted(said, key=lambda one: one[0] or 0)
        tap.same([(row["seq"], json.loads(row["body"])["text"]) for row in rows[1:]], wanted,
                 "three shells at once: each note is there, once, under its number")
        tap.ok(chain_holds(rows), "and the chain holds")


# ---- kill -9 ----

OPENERS = ["set traffic_accident=true deaths=3 missing=0", "as commander 李", "launch 3", "moment occurrence -30m"]


def some_line(rng, tasks):
    task = rng.choice(tasks)
    return rng.choice([
        "set deaths=%d" % rng.randrange(0, 40), "set injured=%d..%d" % (rng.randrange(5), rng.randrange(5, 9)), "set missing=?",
        "note %d" % rng.randrange(10 ** 6), "task accept %s" % task, "task done %s 凭据" % task, "task reopen %s" % task, "task assign %s 丁" % task, "undo",
        "raise 2 试", "lower 3 试", "lower 4 试",
        "moment confirmed -%dm" % rng.randrange(90), "confirm 1", "handover-shift 乙", "as commander 乙", "accept-shift", "as commander 李", "status"])


def play_and_kill(talk, rng, tasks):
    """Many lines at once; killed when some of them are answered. What was acknowledged, and the last state that was shown."""
    lines = [some_line(rng, tasks) for _ in range(60)]
    for line in lines:
        talk.send(line)
    heard = [talk.hear() for _ in range(rng.randrange(len(lines)))] + talk.rest()
    states = [answer["state"] for answer in heard if "state" in answer]
    return [answer["seq"] for answer in heard if "seq" in answer], states[-1] if states else None


def check_killed(tap, shell):
    rng = random.Random(SEED)
    acknowledged = []
    with Room(shell, ALL_PLANS) as room:
        talk = room.talk("as 甲", "open road 追尾", *OPENERS)
        tasks = [row["task"] for row in talk.state()["tasks"]][:12]
        for number in range(ROUNDS):
            before = talk.state()["seq"]
            seqs, state = play_and_kill(talk, rng, tasks)
            acknowledged += seqs
            talk, fresh = room.talk("resume road-1"), room.talk("resume road-1")
            rows = entries(room.database)   # now that a shell has taken back what was half written
            extra = len(rows) - max(seqs, default=before)
            found, again = talk.state(), fresh.state()
            fresh.leave()
            wrong = [] if {row["seq"] for row in rows} >= set(acknowledged) else ["lost: %s" % (set(acknowledged) - {row["seq"] for row in rows})]
            wrong += [] if extra in (0, 1) else ["%d entries that nobody was told of" % extra]
            wrong += [] if chain_holds(rows) else ["the chain is broken"]
            wrong += [] if found and found == again and found["seq"] == len(rows) else ["resumed: %s" % found, "replayed: %s" % again]
            wrong += [] if state is None or state["seq"] != found.get("seq") or state == found else ["shown: %s" % state, "resumed: %s" % found]
            tap.ok(not wrong, "kill -9, round %d: %d entries" % (number + 1, len(rows)), *wrong)
            talk.say("as commander 李")
        tap.ok(len(acknowledged) > ROUNDS, "the rounds wrote something: %d" % len(acknowledged))


PARTS = [check_killed, check_stale_writers, check_each_sees_the_other, check_at_once]
