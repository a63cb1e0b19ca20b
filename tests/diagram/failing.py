"""A respond-diagram that is not there, dies, fails, hangs, says nothing or too much: an error in one line, and nothing is touched.

    begun = failing.begin(respond)      those that take until the time is up run beside the other tests
    …
    failing.check(tap, respond, begun)
"""
import concurrent.futures
import os
import shutil
import signal
import subprocess
import tempfile
import time

import draw
import large
import tap as t

SECONDS = 20        # cli/picture.h
OLD = b"what was there before\n"

# what, the script in place of respond-diagram (None: nothing; bytes: as they are), exit status, words of the message
FAKES = [
    ("missing", None, draw.NO_INPUT, ["the program that draws is not there", "respond-diagram"]),
    ("no program at all", b"\x00\x01\x02", draw.INTERNAL, ["cannot run respond-diagram"]),
    ("killed", "kill -9 $$", draw.INTERNAL, ["ended by signal 9"]),
    ("killed with half a picture", "printf '<svg'; kill -9 $$", draw.INTERNAL, ["ended by signal 9"]),
    ("crashing", "kill -SEGV $$", draw.INTERNAL, ["ended by signal 11"]),
    ("failing", "echo 'out of ink' >&2; exit 3", draw.INTERNAL, ["exit status 3", "out of ink"]),
    ("failing with a picture", "printf '<svg/>'; exit 1", draw.INTERNAL, ["exit status 1"]),
    ("failing in many words", "head -c 50000000 /dev/zero | tr '\\0' x >&2; exit 3", draw.INTERNAL, ["exit status 3", "xxx"]),
    ("failing in control characters", "printf 'a\\033[31mb' >&2; exit 3", draw.INTERNAL, ["a\\x1b[31mb"]),
    ("silent", "exit 0", draw.INTERNAL, ["drew nothing"]),
    ("silent with a message", "echo 'nothing to do' >&2", draw.INTERNAL, ["drew nothing"]),
    ("flooding", "exec yes", draw.INTERNAL, []),
]
SLOW = [
    ("hanging", "exec sleep 40", draw.INTERNAL, ["%d seconds" % SECONDS]),
    ("hanging with half a picture", "printf '<svg'; exec sleep 40", draw.INTERNAL, ["%d seconds" % SECONDS]),
    ("hanging with closed streams", "exec sleep 40 >&- 2>&-", draw.INTERNAL, []),
    ("gone, but its child holds the streams", "sleep 40 & exit 0", draw.INTERNAL, ["%d seconds" % SECONDS]),
    ("hanging and deaf to requests", "trap '' TERM INT HUP; exec sleep 40", draw.INTERNAL, ["%d seconds" % SECONDS]),
]


class Case:
    """respond beside a fake renderer, in a folder of its own; with -o onto a file that was there, and to standard output."""

    def __init__(self, respond, fake):
        self.what, self.script, self.status, self.words = fake
        with tempfile.TemporaryDirectory() as folder:
            self.respond = place(respond, os.path.join(folder, "bin"), self.script)
            self.out = os.path.join(folder, "out")
            os.mkdir(self.out)
            file = os.path.join(self.out, "picture.svg")
            with open(file, "wb") as old:
                old.write(OLD)
            self.to_file, self.took = self.run(["-o", file])
            with open(file, "rb") as kept:
                self.kept = kept.read() == OLD and os.listdir(self.out) == ["picture.svg"]
            self.to_stdout = self.run([])[0] if fake not in SLOW else None

    def run(self, more):
        """In a process group of its own, so that nothing of it stays behind."""
        start = time.monotonic()
        process = subprocess.Popen([self.respond, "diagram", "road", "command", "--lang", "en", "--plans", os.path.join(t.ROOT, "plans"), *more],
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=t.environment(), cwd=self.out,
                                   start_new_session=True)
        try:
            out, err = process.communicate(timeout=draw.PATIENCE)
            status = process.returncode
        except subprocess.TimeoutExpired:
            process.kill()
            out, err, status = b"", b"still running", -1
        took = time.monotonic() - start
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        return t.Answer(status, out.decode("utf-8", "replace"), err.decode("utf-8", "replace")), took


def place(respond, folder, script):
    """A respond of its own, which looks for respond-diagram beside itself."""
    os.mkdir(folder)
    for name in ("respond", "respond-shell"):
        shutil.copy(os.path.join(os.path.dirname(respond), name), folder)
    if script is not None:
        path = os.path.join(folder, "respond-diagram")
        with open(path, "wb") as file:
            file.write(script if isinstance(script, bytes) else ("#!/bin/sh\n%s\n" % script).encode())
        os.chmod(path, 0o755)
    return os.path.join(folder, "respond")


def begin(respond):
    pool = concurrent.futures.ThreadPoolExecutor(len(SLOW))
    return [pool.submit(Case, respond, fake) for fake in SLOW]


def check(tap, respond, begun):
    for case in draw.side_by_side(lambda fake: Case(respond, fake), FAKES):
        check_case(tap, case)
        tap.ok(is_refusal(case, case.to_stdout), "a renderer that is %s: nothing on standard output" % case.what, case.to_stdout.shown)
        tap.ok("seconds" not in case.to_file.err, "a renderer that is %s: is not said to be slow" % case.what, case.took, case.to_file.err)
    for future in begun:
        case = future.result()
        check_case(tap, case)
        tap.ok(SECONDS - 1 < case.took < SECONDS + 40, "a renderer that is %s: stopped when its time is up" % case.what, case.took)
    check_second_page(tap, respond)


def is_refusal(case, answer):
    lines = answer.err.splitlines()
    one = len(lines) == 1 and len(lines[0]) < 700 and lines[0].startswith("respond: ") and lines[0].isprintable()
    return answer.status == case.status and answer.out == "" and one and all(word in answer.err for word in case.words)


def check_case(tap, case):
    tap.ok(is_refusal(case, case.to_file), "a renderer that is %s: exit %d, one line" % (case.what, case.status), case.words, case.to_file.shown)
    tap.ok(case.kept, "a renderer that is %s: the file is as it was, and nothing is left beside it" % case.what)


def check_second_page(tap, respond):
    """The first page is not written when a later one fails."""
    with tempfile.TemporaryDirectory() as folder:
        script = 'been=$(dirname "$0")/been; [ -e "$been" ] && exit 3; : > "$been"; echo "<svg/>"'
        path = place(respond, os.path.join(folder, "bin"), script)
        city, out = large.make(os.path.join(folder, "big")), os.path.join(folder, "out")
        os.mkdir(out)
        answer = draw.diagram(path, ["big", "command", "--plans", city, "-o", os.path.join(out, "p.svg")])
        tap.ok(answer.status == draw.INTERNAL and os.listdir(out) == [], "a renderer that fails at the second page: no page is written",
               os.listdir(out), answer.shown)
