"""Many pictures: nothing is left behind, and the shell that asks for them does not grow."""
import json
import os
import re
import selectors
import subprocess
import tempfile

import draw
import large
import tap as t

RENDERS = 50 if t.SANITIZED else 1000
DRAWN = 20 if t.SANITIZED else 200
WARM = 20 if DRAWN > 20 else 5              # so many first: what is allocated once is there then
KIB_MORE = 256      # that the shell may grow by afterwards; a leak of a chart is more
CHART = {"format": 1, "lang": "zh", "title": "t", "description": "d", "width": 200, "height": 100, "scale": 100, "links": [
    {"style": "goes", "from": 0, "to": 1, "points": [50, 40, 50, 60]}], "boxes": [
    {"style": "hq", "x": 30, "y": 20, "width": 100, "height": 20, "lines": ["一"]},
    {"style": "office", "x": 30, "y": 60, "width": 100, "height": 20, "lines": ["二"]}]}
MEASURE = "import resource as r, subprocess as s, sys; s.run(sys.argv[1:], stdout=s.DEVNULL); print(r.getrusage(r.RUSAGE_CHILDREN).ru_maxrss)"


def check(tap, respond):
    check_renderer(tap, respond)
    check_size(tap, respond)
    check_shell(tap, respond)


def check_renderer(tap, respond):
    with tempfile.TemporaryDirectory() as folder:
        env = t.environment(TMPDIR=folder, HOME=folder, RESPOND_PLANS=os.path.join(t.ROOT, "plans"))
        chart, before = json.dumps(CHART), strays()
        answers = draw.side_by_side(lambda form: draw.render(respond, chart, "--format", form, env=env, cwd=folder), ["svg"] * RENDERS)
        tap.ok(all(it.status == 0 and it.err == "" for it in answers) and len({it.out for it in answers}) == 1, "%d pictures, all the same" % RENDERS)
        tap.same((os.listdir(folder), strays() - before), ([], set()), "%d pictures leave nothing behind" % RENDERS)
        draw.side_by_side(lambda form: draw.diagram(respond, ["road", "command", "--format", form], env=env, cwd=folder), ["svg", "dot"] * 10)
        tap.same((os.listdir(folder), strays() - before), ([], set()), "respond diagram leaves nothing behind")


def strays():
    """Files in /tmp that may be ours; others work there meanwhile."""
    return {it.name for it in os.scandir("/tmp") if re.search(r"respond|chart|diagram|graphviz|^gv", it.name) and it.is_file()}


def check_size(tap, respond):
    """The largest of all children so far: drawing 500 agencies takes a bounded amount of memory."""
    with tempfile.TemporaryDirectory() as folder:
        city = large.make(os.path.join(folder, "big"))
        most = []
        for kind in draw.KINDS:
            answer = t.run(["python3", "-c", MEASURE, respond, "diagram", "big", kind, "--plans", city], timeout=draw.PATIENCE)
            most.append(int(answer.out or 1 << 30))
        limit = 1 << 20 if t.SANITIZED else 128 << 10
        tap.ok(max(most) < limit, "500 agencies take less than %d MiB, drawing included" % (limit >> 10), most)


# ---------------------------------------------------------------- the shell


class Shell:
    """respond-shell --json over pipes, one answer to each line."""

    def __init__(self, respond, folder):
        env = t.environment(RESPOND_PLANS=os.path.join(t.ROOT, "plans"), HOME=folder, TZ="CST-8")
        self.process = subprocess.Popen([respond + "-shell", "--json", "--db", os.path.join(folder, "j.db")], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=env, cwd=folder, bufsize=0)
        self.unread = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait(draw.PATIENCE)
        self.process.stdout.close()

    def say(self, line):
        self.process.stdin.write(line.encode() + b"\n")
        while b"\n" not in self.unread:
            with selectors.DefaultSelector() as selector:
                selector.register(self.process.stdout, selectors.EVENT_READ)
                more = selector.select(draw.PATIENCE) and os.read(self.process.stdout.fileno(), 1 << 16)
            if not more:
                return {}
            self.unread += more
        answer, self.unread = self.unread.split(b"\n", 1)
        return json.loads(answer)

    def size(self):
        """KiB in memory."""
        with open("/proc/%d/status" % self.process.pid, encoding="utf-8") as file:
            return int(re.search(r"^VmRSS:\s+(\d+)", file.read(), re.M)[1])

    def files(self):
        return len(os.listdir("/proc/%d/fd" % self.process.pid))

    def children(self):
        with open("/proc/%d/task/%d/children" % (self.process.pid, self.process.pid), encoding="utf-8") as file:
            return file.read().split()


def check_shell(tap, respond):
    with tempfile.TemporaryDirectory() as folder, Shell(respond, folder) as shell:
        for line in ("open road 追尾", "set traffic_accident=true deaths=12", "as hq 李", "launch 2"):
            tap.ok(shell.say(line).get("ok"), "shell: " + line)
        kinds, first, wrong = draw.KINDS, None, []
        for number in range(DRAWN):
            kind = kinds[number % len(kinds)]
            answer = shell.say("diagram %s -o %s.svg" % (kind, kind))
            wrong += [] if answer.get("ok") else [answer]
            if number == WARM - 1:
                first = shell.size(), shell.files()
        last = shell.size(), shell.files()
        tap.ok(not wrong, "shell: %d diagrams" % DRAWN, *wrong[:3])
        if t.SANITIZED:
            tap.skip("shell: it grows no larger", "what is freed is kept for a while by the sanitizer, which finds leaks itself")
        else:
            tap.ok(last[0] - first[0] < KIB_MORE, "shell: %d diagrams later it is no larger" % (DRAWN - WARM), first, last)
        tap.same(last[1], first[1], "shell: and has no more files open")
        tap.same(shell.children(), [], "shell: and no children")
        left = [it for it in os.listdir(folder) if "svg" in it]
        tap.ok(len(left) >= len(kinds) and all(it.endswith(".svg") for it in left), "shell: the pictures are there, and nothing beside them", left)
