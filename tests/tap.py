"""What the Python suites share: TAP points, running the program under test, temporary city folders.

    tap = Tap()
    answer = run([respond, "plans"])
    tap.same(answer.status, 0, "plans load")
    sys.exit(tap.finish())
"""
import json
import os
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
HARBOUR = os.path.join(ROOT, "tests", "plans", "harbour")
SHUOZHOU = os.path.join(ROOT, "plans", "shuozhou")
SOURCES = os.path.join(ROOT, "..", "shared", "sources")
SANITIZED = os.environ.get("TESTS_SANITIZED") == "1"    # set by tests/run: slower, and no limit on address space

sys.dont_write_bytecode = True


class Tap:
    def __init__(self):
        self.count = self.failed = 0

    def ok(self, good, name, *details):
        """One point; `details` are printed only when it fails. Returns whether it passed."""
        self.count += 1
        self.failed += not good
        self._say("%s %d - %s" % ("ok" if good else "not ok", self.count, _plain(name)))
        for detail in details if not good else ():
            for line in str(detail)[:4000].splitlines() or [""]:
                self._say("# " + line)
        return good

    def same(self, got, want, name, *details):
        return self.ok(got == want, name, "expected: %r" % (want,), "got:      %r" % (got,), *details)

    def skip(self, name, why):
        self.count += 1
        self._say("ok %d - %s # SKIP %s" % (self.count, _plain(name), why))

    def finish(self):
        self._say("1..%d" % self.count)
        sys.stdout.flush()
        return 1 if self.failed else 0

    @staticmethod
    def _say(line):
        sys.stdout.buffer.write((line + "\n").encode("utf-8", "replace"))


def _plain(name):
    """A name must not look like a directive, and stays on its line."""
    return "".join(c if c.isprintable() else "?" for c in name).replace("#", "＃")


class Answer:
    def __init__(self, status, out, err):
        self.status, self.out, self.err = status, out, err

    @property
    def shown(self):
        return "exit %d\nstdout: %s\nstderr: %s" % (self.status, self.out[:1500], self.err[:1500])


def environment(**more):
    """Ours, without what would change the program's answers."""
    env = {k: v for k, v in os.environ.items() if not k.startswith("RESPOND_") and k not in ("NO_COLOR", "LANG")}
    env.update({"LC_ALL": "C.UTF-8", **more})
    return env


def run(argv, stdin=b"", timeout=120, raw=False, **options):
    """Run to the end. Output as text (bytes when `raw`); a death by signal is a negative status."""
    options.setdefault("env", environment())
    if isinstance(stdin, str):
        stdin = stdin.encode("utf-8")
    try:
        done = subprocess.run(argv, input=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=timeout, **options)
    except subprocess.TimeoutExpired:
        return Answer(-1, b"" if raw else "", "still running after %d s" % timeout)
    out = done.stdout if raw else done.stdout.decode("utf-8", "replace")
    return Answer(done.returncode, out, done.stderr.decode("utf-8", "replace"))


def program(argv):
    """The respond of the build folder that a suite was given."""
    if len(argv) != 2:
        sys.exit("usage: %s BUILD_DIR" % argv[0])
    path = os.path.join(os.path.abspath(argv[1]), "respond")
    if not os.access(path, os.X_OK):
        sys.exit("%s: no respond in %s" % (argv[0], argv[1]))
    return path


def make_city(folder, source, plans=()):
    """A city folder: the registries of `source` and, by id, plans given as data or as bytes."""
    os.makedirs(folder, exist_ok=True)
    for name in ("regions.json", "agencies.json"):
        shutil.copy(os.path.join(source, name), folder)
    for ident, plan in dict(plans).items():
        data = plan if isinstance(plan, bytes) else json.dumps(plan, ensure_ascii=False, indent=1).encode("utf-8")
        with open(os.path.join(folder, ident + ".json"), "wb") as file:
            file.write(data)
    return folder


def read_json(*path):
    with open(os.path.join(*path), encoding="utf-8") as file:
        return json.load(file)


def read_jsonl(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file.read().split("\n") if line.strip()]
