"""The journal from outside: log, export and import, against a second writer of the format that docs/journal.md describes."""
import datetime
import hashlib
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time
import unicodedata

import tap as t

USAGE, DATA, NO_INPUT, IO, BUSY = 64, 65, 66, 74, 75
START = 1772323200000       # 2026-03-01T00:00:00Z
ZEROS = "0" * 64
WIDTH = 80


# ---------------------------------------------------------------- the format, written by another hand


def field(data):
    return len(data).to_bytes(8, "big") + data


def number(value):
    return field(value.to_bytes(8, "big", signed=True))


def stamp(ms):
    if ms < 0:
        return None
    at = datetime.datetime(1970, 1, 1) + datetime.timedelta(milliseconds=ms)
    return at.strftime("%Y-%m-%dT%H:%M:%S.") + "%03dZ" % (at.microsecond // 1000)


class Book:
    """Entries with right hashes, as lines."""

    def __init__(self):
        self.lines, self.hashes, self.now = [], [bytes(32)], START

    def add(self, incident, kind, body, name="张三", role="", reason="", drill=-1, minutes=1):
        self.now += minutes * 60000
        body = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
        seq = len(self.lines) + 1
        texts = [field(text.encode("utf-8")) for text in (incident, name, role, kind, body, reason)]
        digest = hashlib.sha256(field(b"respond journal 1") + field(self.hashes[-1]) + number(seq) + texts[0] + number(self.now) + number(drill) +
                                b"".join(texts[1:])).digest()
        pairs = [("seq", seq), ("incident", incident), ("time", stamp(self.now)), ("drill_time", stamp(drill)), ("actor", name), ("role", role), ("type", kind),
                 ("body", None), ("reason", reason), ("hash", digest.hex())]
        self.lines.append("{%s}" % ",".join('"%s":%s' % (key, body if key == "body" else json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")) for key, value in pairs))
        self.hashes.append(digest)
        return self

    @property
    def text(self):
        return "".join(line + "\n" for line in self.lines)

    @property
    def head(self):
        return "%d %s" % (len(self.lines), self.hashes[-1].hex())


def sample():
    """Three incidents, one of them a drill under a Chinese name; a correction; levels other than the assessed ones."""
    book = Book()
    add = book.add
    add("gd-1", "open", {"plan": "shuozhou/construction", "title": "塔吊倒塌", "drill": False})
    add("gd-1", "set", {"facts": {"deaths": 3, "direct_loss": 12.5}, "unset": ["serious_injuries"]}, role="office_director")
    add("gd-1", "propose", {"tier": "city", "level": 2, "proven": 3, "possible": 1}, role="office_director")
    add("京昆追尾", "open", {"plan": "road", "title": "", "drill": True}, drill=START)
    add("京昆追尾", "launch", {"level": 4, "provisional": True, "proven": 3, "possible": 1}, name="李四", role="hq", reason="先按四级启动，\n等核实", drill=START + 60000)
    add("gd-1", "launch", {"level": 1, "proven": 3, "possible": 2}, name="王五", role="chief_commander", reason="现场判断将升级")
    add("gd-1", "note", {"text": "风大，吊车停。" * 20})
    add("gd-1", "undo", {"seq": 7})
    add("x", "open", {"plan": "nowhere"})
    add("x", "weird", '{"a":[1,2],"b":"\\u0000\\u001b[2J"}', name="\u202e\u007f"[:1])
    add("", "note", {"text": "整本"}, name="")
    return book


# ---------------------------------------------------------------- helpers


class Desk:
    """A folder with a journal in it."""

    def __init__(self, respond, folder, book=None):
        self.respond, self.folder, self.db = respond, folder, os.path.join(folder, "j.db")
        if book is not None:
            self.must_import(book.text)

    def run(self, *arguments, stdin=b"", **options):
        options.setdefault("env", t.environment(TZ="CST-8"))
        return t.run([self.respond, *arguments, "--db", self.db, "--plans", os.path.join(t.ROOT, "plans")], stdin=stdin, timeout=30, **options)

    def must_import(self, text):
        done = self.run("import", "-", stdin=text)
        if done.status != 0:
            raise RuntimeError(done.shown)
        return done

    def sql(self, script):
        """With the triggers taken off, and put back as they were."""
        base = sqlite3.connect(self.db)
        triggers = base.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY rowid").fetchall()
        base.executescript("".join("DROP TRIGGER %s;" % name for name, _ in triggers) + script + ";" + "".join(sql + ";" for _, sql in triggers))
        base.close()

    def files(self):
        return sorted(os.listdir(self.folder))


def wait_for(desk, name):
    """Until a file whose name ends so is there: an import has begun to write."""
    end = time.monotonic() + 30
    while time.monotonic() < end and not any(file.endswith(name) for file in desk.files()):
        time.sleep(0.01)


def width(line):
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


def lang_of(index):
    return ["--lang", ("zh", "en")[index]]


def check(tap, respond):
    for part in (check_round_trip, check_table, check_head, check_usage, check_files, check_rights, check_locked, check_changed, check_cut, check_refused_imports,
                 check_half_import, check_two_imports, check_streams, check_place, check_odd, check_help):
        with tempfile.TemporaryDirectory() as folder:
            os.chmod(folder, 0o755)
            part(tap, respond, folder)


# ---------------------------------------------------------------- what is right


def check_round_trip(tap, respond, folder):
    book = sample()
    desk = Desk(respond, folder)
    done = desk.must_import(book.text)
    tap.ok("11 条" in done.out and done.out.splitlines()[-1] == book.head, "import says how many and the head, as another writer computed it", done.shown)
    tap.same(oct(os.stat(desk.db).st_mode & 0o777), "0o600", "import: the new journal is its owner's alone")
    tap.same(desk.files(), ["j.db"], "import leaves nothing beside the journal")
    tap.same(desk.run("export").out, book.text, "export gives the imported lines, byte for byte")
    tap.same(desk.run("log", "--json").out, book.text, "log --json has the same lines")
    tap.same(desk.run("log", "--json", "--since", "9").out.splitlines(), book.lines[9:], "log --json --since")
    tap.same(desk.run("log", "京昆追尾", "--json").out.splitlines(), book.lines[3:5], "log INCIDENT --json")
    tap.same(desk.run("log", "gd-1", "--json", "--since", "6").out.splitlines(), book.lines[6:8], "log INCIDENT --json --since")
    tap.same(desk.run("log", "", "--json").out.splitlines(), book.lines[10:], "log \"\": what concerns the whole journal")
    answer = desk.run("log", "gd-1", "--json", "--since", "11")
    tap.same((answer.status, answer.out), (0, ""), "log --json --since the last one is empty")

    size = len(book.lines)
    more = sample_more(book)
    path = os.path.join(folder, "more.jsonl")
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join(more.lines[size:]))        # no newline at the end
    done = desk.run("import", path, "--lang", "en")
    tap.ok(done.status == 0 and done.out.startswith("300 entries") and done.out.splitlines()[-1] == more.head, "import appends to a journal", done.shown)
    tap.same(desk.run("export").out, more.text, "export after two imports is one journal")
    done = Desk(respond, folder + "/deep/er").run("import", "-", "--json", stdin=more.text)
    tap.same(json.loads(done.out or "{}"), {"imported": 311, "seq": 311, "hash": more.hashes[-1].hex()}, "import --json, into folders that it makes", done.shown)
    piped = subprocess.run("%s export --db %s | %s import - --db %s" % (respond, desk.db, respond, os.path.join(folder, "k.db")), shell=True, env=t.environment(),
                           stdout=subprocess.PIPE)
    tap.ok(piped.returncode == 0 and t.run([respond, "export", "--db", os.path.join(folder, "k.db")]).out == more.text,
           "export | import makes the same journal")


def sample_more(book):
    more = Book()
    more.lines, more.hashes, more.now = list(book.lines), list(book.hashes), book.now
    for i in range(300):
        more.add("gd-%d" % (i % 3), "note", {"text": "第 %d 条" % i}, minutes=i % 2)
    return more


def check_table(tap, respond, folder):
    desk = Desk(respond, folder, sample())
    wanted = [["立案：塔吊倒塌（城乡建设）", "张三（市指挥部办公室主任）", "写入：死亡 3 人", "改为不明：重伤", "建议启动Ⅱ级响应", "【演练】", "初步判断", "低于已证明的三级响应",
               "高于可能的Ⅱ级响应", "理由：先按四级启动，", "〔已更正〕", "更正第 7 条", "weird", "备注：整本", "2026-03-01 08:01"],
              ["opened: 塔吊倒塌 (construction)", "(HQ Office Director)", "set: deaths 3 people", "now unknown: serious injuries", "proposed Level II", "[EXERCISE]",
               "on a first guess", "below the proven Level III", "above the possible Level II", "reason: 先按四级启动，", "[corrected]", "corrects entry 7", "weird",
               "note: 整本", "2026-03-01 08:01"]]
    for index in (0, 1):
        answer = desk.run("log", *lang_of(index))
        lines = answer.out.splitlines()
        whole = "".join(line[35:].strip() + " " for line in lines)      # wrapped lines joined again
        flat = answer.out + whole + whole.replace(" ", "")
        missing = [words for words in wanted[index] if words not in flat and words.replace(" ", "") not in flat]
        tap.ok(answer.status == 0 and not missing, "log (%s): who, what and why in words" % "zh en".split()[index], missing, answer.shown)
        tap.ok(len(answer.err.splitlines()) == 1 and "nowhere" in answer.err, "log (%s): says which plan is not to be had" % "zh en".split()[index], answer.err)
        starts = [columns(line) for line in lines]
        tap.ok(all(width(line) <= WIDTH and line == line.rstrip() for line in lines), "log (%s): 80 columns" % "zh en".split()[index], answer.out)
        tap.same(sorted({start for start in starts if start is not None}), [35], "log (%s): wide characters line up" % "zh en".split()[index], answer.out)
        tap.ok("\033" not in answer.out and "\u202e" not in answer.out and "\\u202e" in answer.out, "log (%s): data never drives the terminal" % "zh en".split()[index])
        drills = [line for line in lines if "京昆追尾" in line]
        tap.ok(len(drills) == 2 and all(("【演练】", "[EXERCISE]")[index] in line and "2026-03-01 08:0" in line for line in drills),
               "log (%s): a drill's entries have its clock and its mark" % "zh en".split()[index], drills)
    one = desk.run("log", "gd-1", "--since", "5").out.splitlines()
    tap.ok(one[0] == "gd-1  塔吊倒塌" and one[1].startswith("    6  2026-03-01 08:06  王五（市应急救援总指挥部总指挥）"), "log INCIDENT --since has a heading", one)
    tap.ok(desk.run("log", "京昆追尾").out.startswith("【演练】京昆追尾\n"), "log: a drill's heading is marked")
    tap.same(desk.run("log", "--since", "11").out, "第 11 条之后没有记录。\n", "log --since the last one says so")
    tap.same(desk.run("log", "gd-1", "--since", "11", "--lang", "en").out, "There is nothing after entry 11.\n", "log INCIDENT --since the last one says so")
    bare = t.run([respond, "log", "gd-1", "--db", desk.db, "--plans", "/nonexistent"])
    tap.ok(bare.status == 0 and "office_director" in bare.out and "启动1级" in bare.out and len(bare.err.splitlines()) == 1, "log reads without plans", bare.shown)
    cross = Book().add("a", "note", {"text": "x"}).add("b", "undo", {"seq": 1}).add("a", "undo", {"seq": 9})
    tap.ok("〔" not in Desk(respond, os.path.join(folder, "cross"), cross).run("log").out, "log: a correction is of its own incident")
    book = Book()
    for i in range(1100):
        book.add("n", "note", {"text": "风" * (i % 40)})
    long = Desk(respond, os.path.join(folder, "long"), book).run("log", "n")
    tap.same(sorted({columns(line, 0) for line in long.out.splitlines()[1:]}), [26], "log: numbers of four digits line up with those of one", long.out[:300])


def columns(line, incident=10):
    """Where the words of a line begin: behind the number, the time and the column of incidents."""
    at, end = 0, 2 + 3 + 2 + 16 + 2 + incident
    if incident == 0:
        end += 1
    for place, char in enumerate(line):
        if at >= end and not char.isspace():
            return at if line[:place].endswith("  ") else None
        at += width(char)
    return None


def check_head(tap, respond, folder):
    book = sample()
    desk = Desk(respond, folder, book)
    for index in (0, 1):
        lines = desk.run("log", "--head", *lang_of(index)).out.splitlines()
        groups = "".join(lines[2:]).replace(" ", "")
        tap.ok(lines[0] == book.head and groups == book.head.split()[1] and width(lines[-1]) <= WIDTH, "log --head (%s): one line, and in groups" % lang_of(index)[1], lines)
    tap.same(json.loads(desk.run("log", "--head", "--json").out), {"seq": 11, "hash": book.head.split()[1]}, "log --head --json")
    whole = desk.run("log", "--verify")
    tap.ok(whole.status == 0 and "11 条" in whole.out and whole.out.splitlines()[-1] == book.head, "log --verify says how many hold and the head", whole.shown)
    tap.same(json.loads(desk.run("log", "--verify", "--json").out), {"holds": True, "entries": 11, "hash": book.head.split()[1]}, "log --verify --json")
    for seq in (1, 7, 11):
        head = book.hashes[seq].hex()
        grouped = " ".join(head[i:i + 8] for i in range(0, 64, 8)).upper()
        for given in (head, head.upper(), grouped):
            answer = desk.run("log", "--verify", "--head", given, "--lang", "en")
            tap.ok(answer.status == 0 and "entry %d:" % seq in answer.out and "after it came %d more" % (11 - seq) in " ".join(answer.out.split()),
                   "log --verify --head of entry %d: %s…" % (seq, given[:12]), answer.shown)
        shown = json.loads(desk.run("log", "--verify", "--json", "--head=" + head).out)
        tap.same(shown.get("head_seq"), seq, "log --verify --json --head of entry %d" % seq)
    nothing = desk.run("log", "--verify", "--head", ZEROS, "--lang", "en")
    tap.ok(nothing.status == 0 and "proves nothing" in nothing.out, "log --verify --head: that of an empty journal proves nothing", nothing.shown)
    wrong = desk.run("log", "--verify", "--head", "f" * 64, "--lang", "en")
    tap.ok(wrong.status == DATA and "no entry has the given head" in wrong.err and "not to be trusted" in wrong.out, "log --verify --head: one that is nobody's", wrong.shown)


# ---------------------------------------------------------------- what is wrong


def check_usage(tap, respond, folder):
    desk = Desk(respond, folder, sample())
    head = sample().hashes[3].hex()
    cases = [(["log", "a", "b"], "log [INCIDENT]"), (["log", "--since", "x"], "“x”"), (["log", "--since", "-1"], "“-1”"), (["log", "--since", "1.5"], "1.5"),
             (["log", "--since", "9" * 30], "--since"), (["log", "--since", ""], "--since"), (["log", "--since"], "--since"), (["log", "--verify", "--since", "3"], "--verify"),
             (["log", "gd-1", "--verify"], "--verify"), (["log", "gd-1", "--head"], "--head"), (["log", "--head", "--since", "3"], "--head"),
             (["log", "--head", head], "--verify --head"), (["log", "--verify", "--head"], "链头"), (["log", "--verify", "--head="], "链头"),
             (["log", "--verify", "--head", head[:63]], "64"), (["log", "--verify", "--head", head + "0"], "64"), (["log", "--verify", "--head", head[:63] + "g"], "64"),
             (["log", "--verify", "--head", head, "--head", head], "--head"), (["log", "--verify", "--verify"], "--verify"), (["log", "--sinse", "3"], "是否指：--since"),
             (["export", "x"], "export"), (["export", "--json"], "--json"), (["import"], "import FILE|-"), (["import", "a", "b"], "import FILE|-")]
    for arguments, words in cases:
        answer = desk.run(*arguments)
        tap.ok(answer.status == USAGE and words in answer.err and len(answer.err.splitlines()) == 1 and answer.out == "", "usage: %s" % " ".join(arguments)[:60],
               words, answer.shown)
    for wrong, near in (("gd-2", "gd-1"), ("京昆追为", "京昆追尾"), ("completely-else", None)):
        for extra in ([], ["--json"], ["--since", "3"]):
            answer = desk.run("log", wrong, *extra)
            tap.ok(answer.status == NO_INPUT and "“%s”" % wrong in answer.err and (near is None) == ("是否指" not in answer.err) and answer.out == "" and
                   (near is None or answer.err.strip().endswith("：" + near)), "log of an unknown incident: %s %s" % (wrong, " ".join(extra)), answer.shown)


def every_use(desk, **options):
    """Each command that opens a journal, with what it answers."""
    book = sample()
    for arguments in (["log"], ["log", "--json"], ["log", "gd-1"], ["log", "--head"], ["log", "--verify"], ["log", "--verify", "--head", book.hashes[2].hex()], ["export"],
                      ["import", "-"]):
        yield " ".join(arguments)[:30], desk.run(*arguments, stdin=book.text, **options)


def check_files(tap, respond, folder):
    """Files that are no journal: refused with one message, and not a byte of them changed."""
    good = Desk(respond, os.path.join(folder, "good"), sample())
    data = open(good.db, "rb").read()
    other = os.path.join(folder, "other.db")
    base = sqlite3.connect(other)
    base.executescript("CREATE TABLE people (name); INSERT INTO people VALUES ('x')")
    base.close()
    newer = os.path.join(folder, "newer.db")
    shutil.copy(good.db, newer)
    base = sqlite3.connect(newer)
    base.execute("PRAGMA user_version = 2")
    base.close()
    changed = os.path.join(folder, "changed.db")
    shutil.copy(good.db, changed)
    base = sqlite3.connect(changed)
    base.execute("DROP TRIGGER entry_kept")
    base.close()
    cases = {"another program's database": (open(other, "rb").read(), DATA, "别的程序的数据库"), "a newer format": (open(newer, "rb").read(), DATA, "第 2 版"),
             "a text": (b"nothing of the kind\n" * 20, DATA, "不是 respond 的日志"), "one byte": (b"x", DATA, "不是 respond 的日志"),
             "a page cut short": (data[:4000], DATA, ""), "the first page alone": (data[:4096], DATA, ""), "a trigger gone": (open(changed, "rb").read(), DATA, "触发器被改动过")}
    for name, (content, status, words) in cases.items():
        desk = Desk(respond, os.path.join(folder, name))
        os.mkdir(desk.folder)
        with open(desk.db, "wb") as file:
            file.write(content)
        for use, answer in every_use(desk):
            tap.ok(answer.status == status and words in answer.err and len(answer.err.splitlines()) == 1 and "j.db" in answer.err and (answer.out == "" or "verify" in use),
                   "%s: %s" % (name, use), words, answer.shown)
        tap.ok(open(desk.db, "rb").read() == content and desk.files() == ["j.db"], "%s: left as it was" % name, desk.files())
    kinds = {"nothing there": lambda path: None, "an empty file": lambda path: open(path, "w").close(), "a folder": os.mkdir, "a FIFO": os.mkfifo,
             "a link": lambda path: os.symlink(good.db, path), "a link to nothing": lambda path: os.symlink("nothing", path)}
    for name, make in kinds.items():
        desk = Desk(respond, os.path.join(folder, name))
        os.mkdir(desk.folder)
        make(desk.db)
        before = desk.files()
        for use, answer in every_use(desk):
            if use == "import -" and name in ("nothing there", "an empty file"):
                tap.same((answer.status, answer.err), (0, ""), "%s: import makes the journal" % name)
            else:
                tap.ok(answer.status == NO_INPUT and len(answer.err.splitlines()) == 1 and answer.out == "" and desk.files() == before, "%s: %s" % (name, use), answer.shown)


def check_rights(tap, respond, folder):
    """What somebody else may not read or write."""
    desk = Desk(respond, os.path.join(folder, "closed"), sample())
    try:
        t.run([respond, "help"], user=65534)
    except OSError as problem:
        tap.skip("another user's journal", "cannot run as another user: %s" % problem)
        return
    for mode, owner, statuses in ((0o600, 0, {"": IO}), (0o644, 0, {"": 0, "import -": IO}), (0o444, 65534, {"": 0, "import -": IO})):
        os.chmod(desk.db, mode)
        os.chown(desk.db, owner, owner)
        os.chmod(desk.folder, 0o555 if owner else 0o755)
        for use, answer in every_use(desk, user=65534):
            status = statuses.get(use, statuses[""])
            tap.ok(answer.status == status and len(answer.err.splitlines()) <= 1 + (use == "log"), "mode %o of user %d: %s" % (mode, owner, use), status, answer.shown)
    os.chmod(desk.folder, 0o555)
    os.chown(desk.folder, 65534, 65534)
    fresh = os.path.join(desk.folder, "new.db")
    answer = t.run([respond, "import", "-", "--db", fresh], stdin=sample().text, user=65534)
    tap.ok(answer.status == IO and "new.db: " in answer.err and "import-" not in answer.err and desk.files() == ["j.db"], "import into a folder that is read-only", answer.shown)
    for path in ("/proc/j.db", "/dev/full/j.db"):
        answer = t.run([respond, "import", "-", "--db", path], stdin=sample().text)
        tap.ok(answer.status in (IO, NO_INPUT) and path in answer.err and len(answer.err.splitlines()) == 1, "import into %s" % path, answer.shown)


def check_locked(tap, respond, folder):
    """Held by another program: every command waits five seconds, says so, and writes nothing. All at once, since they only wait."""
    book = sample()
    desk = Desk(respond, os.path.join(folder, "held"), book)
    path = os.path.join(folder, "more.jsonl")
    with open(path, "w", encoding="utf-8") as file:
        file.write(sample_more(book).lines[11])
    base = sqlite3.connect(desk.db, isolation_level=None)
    base.execute("BEGIN EXCLUSIVE")
    uses = [["log"], ["log", "gd-1", "--json"], ["log", "--head"], ["log", "--verify"], ["export"], ["import", path]]
    running = [subprocess.Popen([respond, *use, "--db", desk.db, "--lang", "en"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=t.environment()) for use in uses]
    for use, process in zip(uses, running):
        out, err = process.communicate(timeout=60)
        tap.ok(process.returncode == BUSY and b"five seconds" in err and len(err.splitlines()) == 1 and out == b"", "locked: %s" % " ".join(use[:3]).replace(path, "FILE"), process.returncode, out, err)
    base.execute("ROLLBACK")
    base.close()
    tap.ok(desk.run("export").out == book.text and desk.files() == ["j.db"], "locked: nothing was written", desk.files())


def check_changed(tap, respond, folder):
    """An entry changed behind the triggers: named by every command; what comes before it is shown, what comes after it with --since."""
    book = sample_more(sample()).add("gd-2", "undo", {"seq": 200})
    for column, value in (("body", "'{}'"), ("time", "time + 1"), ("name", "'李四'"), ("reason", "'x'"), ("hash", "zeroblob(32)"), ("incident", "'gd-9'")):
        desk = Desk(respond, os.path.join(folder, column), book)
        desk.sql("UPDATE entry SET %s = %s WHERE seq = 150" % (column, value))
        exported = desk.run("export")
        tap.ok(exported.status == DATA and exported.out.splitlines() == book.lines[:149] and "150" in exported.err and "149" in exported.err and "不完整" in exported.err,
               "%s changed: export stops and says where" % column, exported.err, len(exported.out.splitlines()))
        verified = desk.run("log", "--verify", "--lang", "en")
        tap.ok(verified.status == DATA and "150" in verified.err and "149 entries" in verified.out, "%s changed: --verify names it" % column, verified.shown)
        tap.same(json.loads(desk.run("log", "--verify", "--json").out), {"holds": False, "entries": 149}, "%s changed: --verify --json" % column)
        listed = desk.run("log", "--json")
        tap.ok(listed.status == DATA and listed.out.splitlines() == book.lines[:149] and "150" in listed.err, "%s changed: log --json stops there" % column, listed.err)
        table = desk.run("log")
        tap.ok(table.status == DATA and "  149  " in table.out and "  150  " not in table.out and "150" in table.err, "%s changed: log stops there" % column, table.err)
        after = desk.run("log", "--json", "--since", "150")
        tap.ok(after.status == 0 and after.out.splitlines() == book.lines[150:], "%s changed: log --json --since reads on" % column, after.shown[-300:])
        people = desk.run("log", "--since", "150")
        tap.ok(people.status == 0 and "  312  " in people.out and people.out.count("〔") == 1, "%s changed: log --since reads on" % column, people.err)
    desk = Desk(respond, os.path.join(folder, "gone"), book)
    desk.sql("DELETE FROM entry WHERE seq = 20")
    for use in (["log", "--verify"], ["export"], ["log", "--json"]):
        answer = desk.run(*use)
        tap.ok(answer.status == DATA and "第 20 条记录不见了" in answer.err, "an entry gone: %s" % " ".join(use), answer.err)
    pages = bytearray(open(desk.db, "rb").read())
    for at in range(len(pages) // 2, len(pages) // 2 + 4096):
        pages[at] ^= 0x55
    with open(desk.db, "wb") as file:
        file.write(pages)
    for use, answer in every_use(desk):
        if use not in ("log --head", "import -", "log gd-1"):
            tap.ok(answer.status == DATA and len(answer.err.splitlines()) <= 2, "a page overwritten: %s" % use, answer.status, answer.err)


def check_cut(tap, respond, folder):
    """A tail that was cut off shows only against a head on paper."""
    book = sample_more(sample())
    desk = Desk(respond, folder, book)
    paper = {seq: book.hashes[seq].hex() for seq in (200, 311)}
    desk.sql("DELETE FROM entry WHERE seq > 250")
    tap.same(desk.run("log", "--verify").status, 0, "a cut tail: the rest holds in itself")
    tap.same(desk.run("log", "--verify", "--head", paper[200]).status, 0, "a cut tail: a head from before the cut is there")
    cut = desk.run("log", "--verify", "--head", paper[311], "--lang", "en")
    tap.ok(cut.status == DATA and "cut off" in cut.err and "first 250 entries" in cut.out, "a cut tail: the head on paper shows it", cut.shown)


def check_refused_imports(tap, respond, folder):
    book = sample()
    lines = book.lines
    back = Book()
    back.add("a", "note", {}).add("a", "note", {}, minutes=-1)
    other = Book()
    other.add("a", "note", {}).add("a", "note", {})
    mixed = other.lines[0] + "\n" + lines[1] + "\n"
    respelt = json.dumps(json.loads(lines[0]), ensure_ascii=False)
    cases = {
        "an entry missing": ("\n".join(lines[:4] + lines[5:]) + "\n", "-:5:1: ", "应接第 5 条，这里是第 6 条"),
        "the first entry missing": (lines[1] + "\n", "-:1:1: ", "应接第 1 条，这里是第 2 条"),
        "an entry twice": ("\n".join([lines[0], lines[0]]) + "\n", "-:2:1: ", "应接第 2 条，这里是第 1 条"),
        "a wrong hash": (book.text.replace(book.hashes[6].hex(), "0" * 64), "-:6:1: ", "第 6 条的哈希不对"),
        "a changed text": (book.text.replace("现场判断", "现场判定"), "-:6:1: ", "第 6 条的哈希不对"),
        "another chain": (mixed, "-:2:1: ", "第 2 条的哈希不对"),
        "a clock going backwards": (back.text, "-:2:1: ", "时间倒退"),
        "CRLF": (book.text.replace("\n", "\r\n"), "-:1:1: ", "CRLF"),
        "CRLF in one line": (book.text.replace("\n", "\r\n", 4).replace("\r\n", "\n", 3), "-:4:1: ", "CRLF"),
        "a byte order mark": ("\ufeff" + book.text, "-:1:1: ", "BOM"),
        "a blank line": (book.text + "\n", "-:12:1: ", ""),
        "a blank line first": ("\n" + book.text, "-:1:1: ", ""),
        "no JSON": (lines[0] + "\nhello\n", "-:2:1: ", ""),
        "a line cut off": (book.text[:-40], "-:11:", ""),
        "another spelling": (respelt + "\n", "-:1:1: ", "respond export"),
        "a key too many": (lines[0][:-1] + ',"more":1}\n', "-:1:%d: " % (len(lines[0]) + 1), "没有这个键"),
        "a wrong type": (lines[0].replace('"seq":1', '"seq":"1"') + "\n", "-:1:8: ", "seq"),
        "an array": ("[]\n", "-:1:1: ", "对象"),
        "not UTF-8": (lines[0].encode("utf-8").replace(b"gd-1", b"gd\xff1") + b"\n", "-:1:", "UTF-8"),
        "a NUL": (lines[0].encode("utf-8") + b"\0\n", "-:1:", ""),
        "a line of 9 MiB": (lines[0] + "\n" + "x" * (9 << 20), "-:2:1: ", "KiB"),
        "a line of 9 MiB and its end": ("x" * (9 << 20) + "\n" + lines[0] + "\n", "-:1:1: ", "KiB"),
    }
    fresh = Desk(respond, os.path.join(folder, "fresh"))
    kept = Desk(respond, os.path.join(folder, "kept"), Book().add("k", "note", {}))
    kept_text = kept.run("export").out
    os.mkdir(fresh.folder)
    for name, (text, place, words) in cases.items():
        answer = fresh.run("import", "-", stdin=text)
        tap.ok(answer.status == DATA and answer.err.startswith("respond: " + place) and words in answer.err and len(answer.err.splitlines()) == 1 and answer.out == "",
               "import of %s: exit 65, one message with the place" % name, place, words, answer.shown)
        english = fresh.run("import", "-", "--lang", "en", stdin=text)
        tap.ok(english.status == DATA and english.err.startswith("respond: " + place) and not any(c > "\u2e7f" for c in english.err), "import of %s: in English" % name, english.err)
        tap.same(fresh.files(), [], "import of %s: makes no journal" % name)
        tap.ok(kept.run("import", "-", stdin=text).status == DATA and kept.run("export").out == kept_text and kept.files() == ["j.db"],
               "import of %s: a journal stays as it was" % name, kept.files())
    path = os.path.join(folder, "lines.jsonl")
    with open(path, "w", encoding="utf-8") as file:
        file.write(cases["a wrong hash"][0])
    answer = fresh.run("import", path)
    tap.ok(answer.err.startswith("respond: %s:6:1: " % path), "import of a file: the message has its name", answer.err)
    with open(path, "w", encoding="utf-8"):
        pass
    inputs = [(path, NO_INPUT, "是空的"), ("/dev/null", NO_INPUT, "不是普通文件"), (folder, NO_INPUT, "不是普通文件"), (path + ".not", NO_INPUT, "读不了")]
    for name, status, words in inputs:
        for desk in (fresh, kept):
            answer = desk.run("import", name)
            tap.ok(answer.status == status and name + ": " in answer.err and words in answer.err and desk.files() == (["j.db"] if desk is kept else []),
                   "import of %s" % os.path.basename(name), answer.shown, desk.files())
    answer = fresh.run("import", "-")
    tap.ok(answer.status == NO_INPUT and "-: 是空的" in answer.err and fresh.files() == [], "import of an empty standard input", answer.shown)
    again = kept.run("import", "-", stdin=kept_text)
    tap.ok(again.status == DATA and "应接第 2 条" in again.err, "import of what is there already", again.shown)


def check_half_import(tap, respond, folder):
    """Killed in the middle: the journal is not there, or is as it was."""
    book = sample_more(sample())
    for name, before in (("new", None), ("old", book)):
        desk = Desk(respond, os.path.join(folder, name), before)
        os.makedirs(desk.folder, exist_ok=True)
        more = sample_more(book) if before else book
        text = "".join(line + "\n" for line in more.lines[len(before.lines) if before else 0:])
        process = subprocess.Popen([respond, "import", "-", "--db", desk.db], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=t.environment())
        process.stdin.write(text[:len(text) // 2].encode("utf-8"))
        process.stdin.flush()
        wait_for(desk, "-journal")
        seen = os.path.exists(desk.db)
        process.send_signal(signal.SIGKILL)
        process.wait(30)
        process.stdin.close()
        process.stdout.close()
        if before is None:
            tap.ok(not seen and not os.path.exists(desk.db), "import killed half-way: no journal is there", desk.files())
        else:
            tap.same(desk.run("export").out, before.text, "import killed half-way: the journal is as it was")
        done = desk.run("import", "-", stdin=text)
        tap.ok(done.status == 0 and desk.run("export").out == more.text, "import killed half-way: and can be done again", done.shown)


def check_two_imports(tap, respond, folder):
    """Two make the same journal: the one that ends later is refused, and the first one's journal stays."""
    desk = Desk(respond, folder)
    late = subprocess.Popen([respond, "import", "-", "--db", desk.db, "--lang", "en"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=t.environment())
    late.stdin.write(Book().add("late", "note", {}).text.encode("utf-8"))
    late.stdin.flush()
    wait_for(desk, "-journal")
    first = desk.must_import(sample().text)
    out, err = late.communicate(timeout=30)
    tap.ok(first.status == 0 and late.returncode == BUSY and b"made elsewhere" in err and b"j.db: " in err and out == b"", "two imports: the later one is refused", late.returncode, err)
    tap.ok(desk.run("export").out == sample().text and desk.files() == ["j.db"], "two imports: the first one's journal stays", desk.files())


def check_streams(tap, respond, folder):
    """A full disk is never taken for an answer."""
    desk = Desk(respond, folder, sample())
    for use in (["log"], ["log", "--json"], ["log", "--head"], ["log", "--verify"], ["export"]):
        with open("/dev/full", "wb") as full:
            done = subprocess.run([respond, *use, "--db", desk.db, "--plans", os.path.join(t.ROOT, "plans")], stdout=full, stderr=subprocess.PIPE, env=t.environment())
        tap.ok(done.returncode == IO and "写不出去" in done.stderr.decode("utf-8").splitlines()[-1], "a full disk: %s" % " ".join(use), done.returncode, done.stderr)
    piped = os.open("/", os.O_RDONLY)
    answer = subprocess.run([respond, "import", "-", "--db", os.path.join(folder, "n.db")], stdin=piped, stderr=subprocess.PIPE, env=t.environment())
    os.close(piped)
    tap.ok(answer.returncode == IO and not os.path.exists(os.path.join(folder, "n.db")), "import: standard input that cannot be read", answer.returncode, answer.stderr)
    reading, writing = os.pipe()
    os.write(writing, sample().text.encode("utf-8"))
    os.close(writing)
    answer = t.run([respond, "import", "/dev/fd/%d" % reading, "--db", os.path.join(folder, "n.db")], pass_fds=[reading])
    os.close(reading)
    tap.ok(answer.status == 0 and sample().head in answer.out, "import: a pipe by its name, as <(command) gives it", answer.shown)


def check_place(tap, respond, folder):
    """--db, else $XDG_DATA_HOME/respond/journal.db, else ~/.local/share/respond/journal.db; else a clear word."""
    book = sample()
    places = [({"XDG_DATA_HOME": folder + "/xdg"}, "xdg/respond/journal.db"), ({"HOME": folder + "/home"}, "home/.local/share/respond/journal.db"),
              ({"XDG_DATA_HOME": "relative", "HOME": folder + "/home2"}, "home2/.local/share/respond/journal.db")]
    bare = {k: v for k, v in t.environment().items() if k not in ("HOME", "XDG_DATA_HOME")}
    for more, path in places:
        env = {**bare, **more}
        missing = t.run([respond, "log"], env=env)
        tap.ok(missing.status == NO_INPUT and path in missing.err, "no journal yet: %s" % path, missing.shown)
        done = t.run([respond, "import", "-"], stdin=book.text, env=env)
        tap.ok(done.status == 0 and os.path.exists(os.path.join(folder, path)) and t.run([respond, "export"], env=env).out == book.text, "the journal is in %s" % path, done.shown)
    for index, words in enumerate(("请指定日志文件；是否指：--db FILE", "say which file; did you mean: --db FILE")):
        for use in (["log"], ["export"], ["import", "-"]):
            answer = t.run([respond, *use, *lang_of(index)], stdin=book.text, env=bare)
            tap.ok(answer.status == NO_INPUT and words in answer.err and len(answer.err.splitlines()) == 1, "no home and no --db: %s (%s)" % (use[0], lang_of(index)[1]), answer.shown)
    answer = t.run([respond, "log", "--db", ""], env=bare)
    tap.ok(answer.status == USAGE and "--db" in answer.err, "--db without a name", answer.shown)
    far = t.run([respond, "log"], env={**bare, "HOME": "/" + "x" * 4090})
    tap.ok(far.status == NO_INPUT and "--db FILE" in far.err, "a home that is too far", far.status, far.err[:300])


def check_odd(tap, respond, folder):
    """An imported journal may have any type and body: each entry still has its line, in both languages."""
    bodies = ["{}", '{"level":2}', '{"level":"x","tier":7}', '{"facts":{"deaths":{}},"unset":[1,null]}', '{"facts":[]}', '{"reports":[{},7,[]]}', '{"task":null}', '{"text":"\\n\\n"}',
              '{"text":"%s"}' % ("长" * 20000), '{"seq":1e400}', '{"to":[],"head":1}', '{"moment":"x","time":1}', '{"moment":"launch","time":99999999999999999999}',
              '{"id":"x","days":-1}', '{"date":7}', '{"plan":7,"title":{},"drill":"yes"}', '{"plan":"../../etc/passwd"}', '{"a":%s}' % ("[" * 62 + "]" * 62)]
    kinds = ["open", "set", "report", "as_of", "parameter", "moment", "launch", "end", "confirm", "done", "note", "undo", "shift", "shift_accept", "clock", "dismiss", "\\x", "类型" * 50]
    book = Book()
    for i, kind in enumerate(kinds):
        for j, body in enumerate(bodies):
            book.add(("a", "宽" * 30, "b\x1b[2J")[(i + j) % 3], kind, body, name="名" * (j % 40), role="commander" * (i % 2), reason="\n" * (j % 3),
                     drill=START if (i + j) % 3 == 1 else -1)
    desk = Desk(respond, folder, book)
    for index in (0, 1):
        answer = desk.run("log", *lang_of(index))
        found = re.findall(r"^ +(\d+)  \d{4}-\d\d-\d\d ", answer.out, re.M)
        tap.same((answer.status, found), (0, [str(seq) for seq in range(1, len(book.lines) + 1)]), "odd bodies: each entry has its line (%s)" % lang_of(index)[1], answer.err[:300])
        tap.ok("\033" not in answer.out, "odd bodies: no escape gets through (%s)" % lang_of(index)[1])
        gaps = re.findall(r"^ +\d+  \S+ \S+  a( +)", answer.out, re.M)
        tap.ok(gaps and set(gaps) == {" " * 9}, "odd bodies: a wide name does not push the others aside (%s)" % lang_of(index)[1], set(gaps))
        for incident in ("a", "宽" * 30):
            one = desk.run("log", incident, *lang_of(index))
            tap.same(one.status, 0, "odd bodies: log %s (%s)" % (incident[:3], lang_of(index)[1]), one.err[:300])
    tap.same(desk.run("export").out, book.text, "odd bodies: export gives them back")


def check_help(tap, respond, folder):
    for command, statuses in (("log", (64, 65, 66, 74, 75)), ("export", (65, 66, 74, 75)), ("import", (65, 66, 74, 75))):
        for index in (0, 1):
            answer = t.run([respond, "help", command, *lang_of(index)])
            missing = [status for status in statuses if not re.search(r"\b%d " % status, " ".join(answer.out.split()))]
            wide = [line for line in answer.out.splitlines() if width(line) > WIDTH or line != line.rstrip()]
            tap.ok(answer.status == 0 and not missing and not wide and "--db" in answer.out and answer.out.startswith("respond " + command), "help %s (%s)" % (command, lang_of(index)[1]),
                   missing, wide, answer.out)
            tap.same(t.run([respond, command, "--help", *lang_of(index)]).out, answer.out, "%s --help (%s) says the same" % (command, lang_of(index)[1]))
