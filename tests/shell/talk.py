"""Talking to respond-shell from a test: everything at once through a pipe, or line by line with an answer of JSON to each.

    answer = piped(shell, "open spill\\nfacts\\n")
    with Talk(shell, database) as talk:
        talk.say("open spill")["seq"]
"""
import datetime
import hashlib
import json
import os
import selectors
import sqlite3
import subprocess
import tempfile

import tap as t

HERE = os.path.dirname(os.path.abspath(__file__))
PLANS = os.path.join(t.ROOT, "tests", "plans")      # the harbour
ALL_PLANS = os.path.join(t.ROOT, "plans")
CITY = datetime.timezone(datetime.timedelta(hours=8))   # of TZ=CST-8
PATIENCE = 60   # seconds for an answer; nothing is measured


def environment(home, **more):
    """A home of its own: its journal and history are there. Civil time is that of the plans' city."""
    env = t.environment(**{"RESPOND_PLANS": PLANS, "HOME": home, "TZ": "CST-8", **more})
    return {key: value for key, value in env.items() if key not in ("XDG_DATA_HOME", "XDG_STATE_HOME")}


def piped(shell, lines, *options, home=None, **more):
    """Feed lines to a shell with a journal of its own, or that of `home`; its t.Answer."""
    with tempfile.TemporaryDirectory() as folder:
        return t.run([shell, *options], stdin=lines, env=environment(home or folder, **more))


def answers(shell, database, lines, **more):
    """The JSON answers to lines through a pipe, and the exit status."""
    with tempfile.TemporaryDirectory() as home:
        text = lines if isinstance(lines, (str, bytes)) else "\n".join(lines) + "\n"
        done = t.run([shell, "--json", "--db", database], stdin=text, env=environment(home, **more))
    return [json.loads(line) for line in done.out.split("\n") if line], done.status


class Talk:
    """A shell that is kept running. Ends with its `with` block."""

    def __init__(self, shell, database, **more):
        self.home = tempfile.TemporaryDirectory()
        self.process = subprocess.Popen([shell, "--json", "--db", database], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, env=environment(self.home.name, **more), bufsize=0)
        self.unread = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            try:
                pipe.close()
            except OSError:     # what was never read by a killed shell
                pass
        self.home.cleanup()

    def send(self, line):
        self.process.stdin.write(line.encode("utf-8") + b"\n")
        self.process.stdin.flush()

    def hear(self):
        """The next answer; {} when the shell is gone, or has had enough time."""
        while b"\n" not in self.unread:
            with selectors.DefaultSelector() as selector:
                selector.register(self.process.stdout, selectors.EVENT_READ)
                more = selector.select(PATIENCE) and os.read(self.process.stdout.fileno(), 1 << 16)
            if not more:
                return {}
            self.unread += more
        line, self.unread = self.unread.split(b"\n", 1)
        return json.loads(line)

    def rest(self):
        """All that a killed shell had answered before it died."""
        self.process.kill()
        self.process.wait()
        self.unread += self.process.stdout.read()
        lines, self.unread = self.unread.split(b"\n")[:-1], b""
        return [json.loads(line) for line in lines]

    def say(self, line):
        """The answer; {} from a shell that is gone."""
        try:
            self.send(line)
        except BrokenPipeError:
            return {}
        return self.hear()

    def state(self):
        return self.say("status").get("state", {})

    def leave(self):
        """Ctrl-D; the exit status."""
        self.process.stdin.close()
        return self.process.wait(PATIENCE)


def entries(database):
    """What the journal has, looked at without the program: rows as dictionaries, oldest first."""
    connection = sqlite3.connect("file:%s?mode=ro" % database, uri=True)
    try:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute("SELECT * FROM entry ORDER BY seq")]
    finally:
        connection.close()


def field(data):
    return len(data).to_bytes(8, "big") + data


def number(value):
    return field(value.to_bytes(8, "big", signed=True))


def chain_holds(rows):
    """Whether every entry's hash is that of its content and the one before it: docs/journal.md."""
    previous = bytes(32)
    for count, row in enumerate(rows, 1):
        text = [field(row[key].encode("utf-8")) for key in ("name", "role", "type", "body", "reason")]
        data = (field(b"respond journal 1") + field(previous) + number(row["seq"]) + field(row["incident"].encode("utf-8")) + number(row["time"]) +
                number(row["drill_time"]) + b"".join(text))
        if row["seq"] != count or row["previous"] != previous or row["hash"] != hashlib.sha256(data).digest():
            return False
        previous = row["hash"]
    return True
