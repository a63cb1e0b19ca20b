"""respond-shell by real key strokes: tmux is the terminal, 80 by 24, and the screen is what is looked at."""
import os
import re
import shutil
import signal
import stat
import subprocess
import tempfile
import time

import tap as t
from pipes import cells
from talk import PLANS, piped

PATIENCE = 15   # seconds for what must appear; a slow machine takes its time, a fast one waits for nothing


class Terminal:
    """A shell in a tmux of its own, with a home of its own. Ends with its `with` block."""

    def __init__(self, command, home=None, **more):
        self.folder = tempfile.mkdtemp(prefix="respond-shell-")
        self.home = home or os.path.join(self.folder, "home")
        os.makedirs(self.home, exist_ok=True)
        environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "RESPOND_PLANS": PLANS, "HOME": self.home, **more}
        environment.update({k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")})
        self.environment = {k: v for k, v in environment.items() if v is not None}
        said = self.tmux("new-session", "-d", "-x", "80", "-y", "24", "%s; echo STATUS=$?; exec sleep 1000" % command)
        if not self.tmux("has-session") == "":
            raise OSError("tmux cannot open a terminal here (are there pseudo-terminals?): " + said)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.tmux("kill-server")
        shutil.rmtree(self.folder, ignore_errors=True)

    def tmux(self, *words):
        done = subprocess.run(["tmux", "-u", "-f", "/dev/null", "-S", os.path.join(self.folder, "tmux"), *words], env=self.environment,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60, check=False)
        return done.stdout.decode("utf-8", "replace")

    def screen(self, *options):
        return self.tmux("capture-pane", "-p", *options).rstrip("\n")

    def last(self):
        return self.screen().split("\n")[-1]

    def press(self, *names):
        self.tmux("send-keys", *names)

    def type(self, text):
        self.tmux("send-keys", "-l", "--", text)

    def paste(self, text, *options):
        self.tmux("set-buffer", "--", text)
        self.tmux("paste-buffer", "-d", *options)

    def wait(self, wanted):
        """Until the screen has it: a text, or a function of the screen. Returns whether it came."""
        has = wanted if callable(wanted) else lambda screen: wanted in screen
        for _ in range(PATIENCE * 20):
            if has(self.screen()):
                return True
            time.sleep(0.05)
        return False

    def line(self, text):
        """Until the line being typed is exactly this."""
        return self.wait(lambda screen: screen.split("\n")[-1] == text)

    def fresh(self):
        """An empty screen with a prompt, so that what is waited for cannot be old. Kills the line being typed."""
        self.press("C-e", "C-u", "C-l")
        self.wait(lambda screen: screen.count("\n") == 0 and screen.endswith(">"))

    def run(self, text, wanted):
        """Type a line on an empty screen; wait for what it must say and for the next prompt."""
        self.fresh()
        self.type(text)
        self.press("Enter")
        return self.wait(lambda screen: wanted in screen and "\n" in screen and screen.endswith(">"))


def check_completion(tap, shell):
    with Terminal(shell) as term:
        tap.ok(term.wait("respond>"), "the shell greets with a prompt", term.screen())
        tap.ok("溢油" in term.screen() and "未归档" not in term.screen(), "the greeting lists the plans", term.screen())
        term.type("dk")
        term.press("Tab")
        tap.ok(term.line("respond> open"), "Tab completes a command by the initials of its Chinese name", term.last())
        term.type("yy")
        term.press("Tab")
        tap.ok(term.line("respond> open spill"), "Tab completes a plan by pinyin initials", term.last())
        term.press("Enter")
        tap.ok(term.wait("spill-1 溢油 无↑1级>"), "the prompt has the plan, the proven and the possible level", term.screen())
        for typed, completed, what in (
            ("set cysw", "set crew_dead=", "a fact by pinyin initials"),
            ("set 近", "set near_shore=", "a fact by the beginning of its Chinese label"),
            ("set ton", "set tonnes=", "a fact by its id"),
            ("set oil_kind=zy", "set oil_kind=heavy", "a value by pinyin initials"),
            ("tasks 黄", "tasks 3", "a level by its name"),
        ):
            term.fresh()
            term.type(typed)
            term.press("Tab")
            tap.ok(term.line("spill-1 溢油 无↑1级> " + completed), "Tab completes " + what, term.last())
        term.fresh()
        term.type("set crew")
        term.press("Tab")
        tap.ok(term.wait("船员失踪") and term.last() == "spill-1 溢油 无↑1级> set crew_", "what is not certain is listed with labels", term.screen())
        labels = [cells(line[:line.index("船员")]) for line in term.screen().split("\n") if "船员" in line]
        tap.ok(len(labels) == 3 and len(set(labels)) == 1, "the labels line up", term.screen())
        term.press("C-a", "Right", "Right", "Right", "Right")
        term.type("tonn")
        term.press("Tab")
        tap.ok(term.line("spill-1 溢油 无↑1级> set tonnes=crew_"), "Tab works in the middle of a line", term.last())


def check_commands(tap, shell):
    with Terminal(shell) as term:
        term.wait("respond>")
        tap.ok(term.run("opne spill", "是否指：open"), "a mistyped command suggests the nearest", term.screen())
        tap.ok(term.last() == "respond>", "and opens nothing", term.screen())
        tap.ok(term.run("open spill", "海港市溢油应急预案"), "open", term.screen())
        tap.ok(term.run("set 船员死亡=4 tonnes=0.5", "橙色响应，仍可能：红色响应"), "set says the new level", term.screen())
        tap.ok(term.last() == "spill-1 溢油 2级↑1级>", "the prompt follows the level", term.screen())
        tap.ok(term.run("set 船员死亡=12", "红色响应（已定）") and term.last() == "spill-1 溢油 1级>", "a settled level stands alone in the prompt", term.screen())
        tap.ok(term.run("undo", "船员死亡：4") and term.last() == "spill-1 溢油 2级↑1级>", "undo", term.screen())
        tap.ok(term.run("facts", "溢油量") and "0.5 吨" in term.screen(), "facts", term.screen())
        tap.ok(term.run("who", "指挥长"), "who", term.screen())
        tap.ok(term.run("grade", "先问"), "grade", term.screen())
        tap.ok(term.run("why", "why-not 级别"), "why", term.screen())
        tap.ok(term.run("tasks", "待办"), "tasks", term.screen())
        tap.ok(term.run("lang en", "spill-1 oil spill 2↑1>"), "lang en", term.screen())
        tap.ok(term.run("help", "Ctrl-D quits"), "help in English", term.screen())
        term.run("lang zh", "溢油 2级")
        term.fresh()
        term.press("C-d")
        tap.ok(term.wait("STATUS=0"), "Ctrl-D quits with status 0", term.screen())
        tap.ok("已存档；resume spill-1 接着办。" in term.screen(), "and says how to come back", term.screen())


def check_ask(tap, shell):
    with Terminal(shell) as term:
        term.wait("respond>")
        term.run("open spill", "海港市")
        term.run("set tonnes=0 slick_area=0 oil_kind=petrol sea_state=calm crew_lost=0 crew_hurt=0", "海况：平静")
        term.fresh()
        term.type("ask")
        term.press("Enter")
        tap.ok(term.wait(lambda s: s.endswith("船员死亡>")), "ask asks the first open question", term.screen())
        tap.ok("关系到" in term.screen() and "3.1(1)" in term.screen(), "and says which clauses hang on it", term.screen())
        term.type("lots")
        term.press("Enter")
        tap.ok(term.wait(lambda s: "不是数" in s and s.endswith("船员死亡>")), "a wrong answer is told and asked again", term.screen())
        term.type("3..9")
        term.press("Enter")
        tap.ok(term.wait(lambda s: "橙色响应，仍可能" in s and s.endswith("船舶起火>")), "a range is an answer; the new level follows", term.screen())
        term.press("Tab")
        tap.ok(term.wait(lambda s: "上一题" in s), "Tab lists the allowed answers", term.screen())
        term.type("back")
        term.press("Enter")
        tap.ok(term.wait(lambda s: s.endswith("船员死亡>") and "未达任何级别" in s), "back takes the last answer back", term.screen())
        term.type("2")
        term.press("Enter")
        tap.ok(term.wait(lambda s: s.endswith("船舶起火>")), "another answer goes on", term.screen())
        term.type("?")
        term.press("Enter")
        tap.ok(term.wait(lambda s: s.endswith("已锚泊>")), "? passes the question over", term.screen())
        term.press("Enter")
        tap.ok(term.wait("spill-1 溢油 3级↑1级>"), "an empty line leaves", term.screen())
        tap.ok(term.run("undo", "船员死亡：不明"), "one answer is one undo", term.screen())
        term.fresh()
        term.type("ask")
        term.press("Enter")
        term.wait(lambda s: s.endswith("船员死亡>"))
        term.press("C-c")
        tap.ok(term.wait(lambda s: s.endswith("spill-1 溢油 无↑1级>")), "Ctrl-C leaves the questions", term.screen())


def check_report(tap, shell):
    with Terminal(shell) as term:
        term.wait("respond>")
        term.run("open spill", "海港市")
        term.run("as-of 2030-06-01", "2030-06-01")
        term.fresh()
        for typed, prompt in (("report", "病种>"), ("1", "县区>"), ("", "县区>"), ("dt", None), ("东礁", "疫点>"), ("", "日期>"), ("back", "疫点>"), ("一号湾", "日期>"),
                              ("", "流行程度>"), ("0", None)):
            term.type(typed)
            if typed == "dt":
                term.press("Tab")
                term.wait(lambda s: s.endswith("县区> 灯塔区"))
                prompt = "乡镇>"
            term.press("Enter")
            if prompt is not None:
                term.wait(lambda s, p=prompt: s.endswith(p))
        tap.ok(term.wait("2030-06-01  灯塔区东礁 一号湾  藻华，散发"), "report asks for the parts, one by one", term.screen())
        tap.ok("县区不能不写" in term.screen(), "a part that must be given is asked again", term.screen())
        term.fresh()
        term.type("report township=dj")
        term.press("Tab")
        tap.ok(term.wait(lambda s: s.endswith("report township=东礁")), "a township that was reported completes", term.last())


def check_keys(tap, shell):
    with Terminal(shell) as term:
        term.wait("respond>")
        term.run("open spill", "海港市")
        term.fresh()
        term.type("set crew_dead=3")
        term.line("spill-1 溢油 无↑1级> set crew_dead=3")
        term.press("C-c")
        tap.ok(term.wait(lambda s: s.endswith("\nspill-1 溢油 无↑1级>")), "Ctrl-C clears the line and runs nothing", term.screen())
        term.press("C-c")
        tap.ok(term.run("facts", "crew_dead               不明"), "Ctrl-C on an empty line keeps the shell", term.screen())
        term.fresh()
        term.press("Up")
        tap.ok(term.line("spill-1 溢油 无↑1级> facts"), "Up recalls the last command", term.last())
        term.fresh()
        long = "set crew_dead=1 crew_lost=2 crew_hurt=3 near_shore=true tonnes=5"
        term.type(long)
        term.line("spill-1 溢油 无↑1级> " + long)
        term.tmux("resize-window", "-x", "40", "-y", "20")
        tap.ok(term.wait(lambda s: "spill-1 溢油 无↑1级> " + long in s.replace("\n", "")), "a narrower window wraps the line", term.screen())
        term.tmux("resize-window", "-x", "80", "-y", "24")
        term.wait(lambda s: s.split("\n")[-1] == "spill-1 溢油 无↑1级> " + long)
        term.press("Enter")
        tap.ok(term.wait("船员受伤：3"), "and keeps it whole", term.screen())
        term.fresh()
        term.press("C-z")
        tap.ok(term.run("lang zh", ">"), "Ctrl-Z does not freeze a shell that nobody could wake", term.screen())


def check_paste(tap, shell):
    lines = "open spill\nset crew_dead=2\n\nset near_shore=true\n"
    for what, options in (("a bracketed paste", ["-p"]), ("a plain paste", [])):
        with Terminal(shell) as term:
            term.wait("respond>")
            term.fresh()
            term.paste(lines, *options)
            if options:
                term.wait("set near_shore=true")
                term.press("Enter")
            tap.ok(term.wait("粘贴了 3 行") and term.wait("   3  set near_shore=true"), "%s of three lines is shown first" % what, term.screen())
            term.type("n")
            term.press("Enter")
            tap.ok(term.wait("一行也没有执行") and term.wait(lambda s: s.endswith("respond>")), "%s can be dropped" % what, term.screen())
            term.fresh()
            term.paste(lines, *options)
            if options:
                term.wait("set near_shore=true")
                term.press("Enter")
            term.wait("粘贴了 3 行")
            term.type("y")
            term.press("Enter")
            tap.ok(term.wait("近岸：是") and term.wait(lambda s: s.endswith("spill-1 溢油 3级↑1级>")), "%s runs line by line" % what, term.screen())
    with Terminal(shell) as term:
        term.wait("respond>")
        term.fresh()
        term.paste("open spill\nset bogus=1\nset crew_dead=2\n", "-p")
        term.wait("crew_dead=2")
        term.press("Enter")
        term.wait("粘贴了 3 行")
        term.type("y")
        term.press("Enter")
        tap.ok(term.wait("其余 1 行没有执行") and "船员死亡：2" not in term.screen(), "a line that fails stops the rest of a paste", term.screen())
        term.fresh()
        term.paste("set crew_dead=1\nset crew_lost=1\nfac")
        tap.ok(term.wait(lambda s: "船员失踪：1" in s and s.endswith("> fac")), "the unfinished last line of a paste stays to be typed on", term.screen())


def check_history(tap, shell):
    with Terminal(shell) as term:
        folder = os.path.join(term.home, ".local", "state", "respond")
        path = os.path.join(folder, "history")
        term.wait("respond>")
        term.run("open spill", "海港市")
        term.run("facts", "tonnes")
        tap.ok(os.path.exists(path), "the history file is in ~/.local/state/respond")
        tap.same([stat.S_IMODE(os.stat(p).st_mode) for p in (folder, path)], [0o700, 0o600], "its folder is 0700, the file 0600")
        with Terminal(shell, home=term.home) as second:
            second.wait("respond>")
            second.press("Up", "Up")
            tap.ok(second.line("respond> open spill"), "the next shell remembers", second.screen())
    with Terminal(shell, XDG_STATE_HOME="/proc/nowhere") as term:
        tap.ok(term.wait("respond>") and term.run("plans", "spill"), "without a folder for it there is no history, and no failure", term.screen())
    with Terminal(shell, HOME=None) as term:
        tap.ok(term.wait("本次所写不存档") and term.run("plans", "spill"), "without a home neither; that nothing is kept is said", term.screen())
        term.run("open spill", "海港市")
        tap.ok(term.run("set crew_dead=4", "spill-1 溢油 2级↑1级>"), "and work can go on", term.screen())
        term.fresh()
        term.press("C-d")
        tap.ok(term.wait("respond grade spill crew_dead=4") and "没有存档" in term.screen(), "what was set is said once more as a command", term.screen())
    with tempfile.TemporaryDirectory() as state:
        os.makedirs(os.path.join(state, "respond"))
        victim = os.path.join(state, "victim")
        with open(victim, "w", encoding="utf-8") as file:
            file.write("mine\n")
        os.symlink(victim, os.path.join(state, "respond", "history"))
        with Terminal(shell, XDG_STATE_HOME=state) as term:
            term.wait("respond>")
            term.run("plans", "spill")
        with open(victim, encoding="utf-8") as file:
            tap.same(file.read(), "mine\n", "a link in the history's place is not followed")
    with tempfile.TemporaryDirectory() as state:
        os.makedirs(os.path.join(state, "respond"))
        path = os.path.join(state, "respond", "history")
        with open(path, "w", encoding="utf-8") as file:
            file.writelines("set crew_dead=%d 死亡\n" % i for i in range(40000))
        with Terminal(shell, XDG_STATE_HOME=state) as term:
            term.wait("respond>")
            term.press("Up")
            tap.ok(term.line("respond> set crew_dead=39999 死亡"), "a history that has grown is read from its end", term.last())
        tap.ok(os.path.getsize(path) <= 256 * 1024, "and cut down", os.path.getsize(path))


def check_terminal(tap, shell):
    with Terminal(shell) as term:
        term.wait("respond>")
        tap.ok("\x1b[1m" in term.screen("-e"), "the prompt is bold", term.screen("-e"))
    with Terminal(shell, NO_COLOR="1") as term:
        term.wait("respond>")
        term.run("open spill", "海港市")
        tap.ok("\x1b[1m" not in term.screen("-e"), "NO_COLOR is heeded", term.screen("-e"))
    for sent in (signal.SIGTERM, signal.SIGHUP):
        with Terminal("sh -c 'echo PID=$$; exec %s'" % shell) as term:
            term.wait("respond>")
            pid = re.search(r"PID=(\d+)", term.screen())
            term.type("set half")
            term.line("respond> set half")
            os.kill(int(pid[1]), sent)
            tap.ok(term.wait("STATUS=%d" % (128 + sent)), "%s ends the shell as it ends any program" % sent.name, term.screen())
    with Terminal("sh -c '%s; stty -a'" % shell) as term:
        term.wait("respond>")
        term.press("C-d")
        tap.ok(term.wait(" icanon") and " echo " in term.screen(), "the terminal is left as it was", term.screen())
    with Terminal("bash --norc --noprofile -i", PS1="$ ") as term:
        term.wait("$")
        term.type(shell)
        term.press("Enter")
        term.wait("respond>")
        term.run("open spill", "海港市")
        term.press("C-z")
        tap.ok(term.wait("Stopped"), "Ctrl-Z stops the shell under another", term.screen())
        term.type("fg")
        term.press("Enter")
        tap.ok(term.wait(lambda s: s.endswith("spill-1 溢油 无↑1级>")) and term.run("set crew_dead=2", "黄色响应"), "and fg brings it back", term.screen())


def check_names(tap, shell):
    """Completion of what a running incident has: roles, tasks, conditions, moments, incidents."""
    with Terminal(shell) as term:
        term.wait("respond>")
        term.run("open spill 夜间碰撞", "海港市")
        for typed, completed, what in (
            ("as zhz", "as commander", "a post by pinyin initials"),
            ("as 办公室主", "as office_director", "a post by its name"),
            ("task acc", "task accept", "what is done to a task"),
            ("task accept xbw", "task accept boom_first", "a task by pinyin initials"),
            ("task ship", "task ship_reports", "a task alone, by its id"),
            ("confirm ywqc", "confirm oil_recovered", "an ending condition"),
            ("moment fx", "moment discovery", "a moment"),
            ("launch 黄", "launch 3", "a level to launch"),
            ("resume 夜", "resume spill-1", "an incident by its title"),
        ):
            term.fresh()
            term.type(typed)
            term.press("Tab")
            tap.ok(term.line("spill-1 溢油 无↑1级> " + completed), "Tab completes " + what, term.last())
        term.run("task done ship_reports 已电话报告", "完成")
        term.fresh()
        term.type("task accept s")
        term.press("Tab")
        term.type("x")
        tap.ok(term.line("spill-1 溢油 无↑1级> task accept sx"), "a task that is done is not offered for accepting", term.last())
        term.fresh()
        term.type("task reopen s")
        term.press("Tab")
        tap.ok(term.line("spill-1 溢油 无↑1级> task reopen ship_reports"), "but for reopening", term.last())


def elsewhere(shell, term, *lines):
    """Another shell on the same journal, in another room."""
    return piped(shell, "\n".join(lines) + "\n", home=term.home)


def above(screen, alert, line):
    """Whether the alert stands above the line being typed, and that line is whole."""
    rows = screen.split("\n")
    return rows[-1] == line and any(alert in row for row in rows[:-1])


def check_alerts(tap, shell):
    with Terminal(shell) as term:
        term.wait("respond>")
        term.run("open spill", "海港市")
        term.fresh()
        term.type("set crew_ded=2")
        term.line("spill-1 溢油 无↑1级> set crew_ded=2")
        term.press("Left", "Left", "Left")
        elsewhere(shell, term, "as 乙", "resume spill-1", "note 拖轮到场")
        tap.ok(term.wait(lambda s: above(s, "乙：备注：拖轮到场", "spill-1 溢油 无↑1级> set crew_ded=2")),
               "a note by another shell appears above the line being typed", term.screen())
        term.type("a")
        tap.ok(term.line("spill-1 溢油 无↑1级> set crew_dead=2"), "the cursor is still where it was", term.last())
        term.press("Enter")
        tap.ok(term.wait("船员死亡：2"), "and the line runs: what was shown is known", term.screen())
        tap.ok(term.run("log", "共 3 条") and term.screen().count("拖轮到场") == 1, "an alert is said once", term.screen())
        term.fresh()
        long = "note " + "一二三四五六七八九十" * 9
        term.type(long)
        term.wait(lambda s: long in s.replace("\n", ""))
        elsewhere(shell, term, "as 乙", "resume spill-1", "set crew_dead=12")
        whole = "spill-1 溢油 1级> " + long
        tap.ok(term.wait(lambda s: s.replace("\n", "").endswith(whole) and "乙：写入：船员死亡 12" in s),
               "the prompt changes before a line of three rows, which stays whole", term.screen())
        tap.ok("无↑1级" not in term.screen() and "3级↑1级" not in term.screen(), "and nothing of the old one is left", term.screen())
        term.press("Enter")
        tap.ok(term.wait("已记（第 5 条）"), "and it can be sent", term.screen())


def check_overdue(tap, shell):
    with Terminal(shell) as term:
        term.wait("respond>")
        term.run("open spill --drill --at \"2026-03-01 03:00\" 演习", "海港市")
        tap.ok(term.last() == "【演练】spill-1 溢油 无↑1级>", "the prompt of a drill says so", term.last())
        term.run("moment discovery 03:00", "discovery 发现")
        term.fresh()
        term.type("note 拖轮")
        elsewhere(shell, term, "resume spill-1", "clock +10m")
        tap.ok(term.wait(lambda s: above(s, "逾期 ship_reports", "【演练】spill-1 溢油 无↑1级 逾期1> note 拖轮")),
               "a task that becomes overdue is told above the line being typed", term.screen())
        tap.ok("［3.3(1)］" in term.screen() and "应于 03:00" in term.screen(), "with its clause, and when it was due", term.screen())
        tap.ok(any("演练" in row for row in term.screen().split("\n") if "逾期 ship_reports" in row), "and that it is a drill", term.screen())
        elsewhere(shell, term, "resume spill-1", "clock +10m")
        tap.ok(term.wait(lambda s: above(s, "须上报 ship_reports", "【演练】spill-1 溢油 无↑1级 逾期1> note 拖轮")),
               "and again when it goes up", term.screen())
        term.press("Enter")
        term.wait("已记")
        tap.ok(term.run("overdue", "须上报"), "overdue lists it", term.screen())
        tap.ok(term.run("task done ship_reports 已报", "完成") and term.last() == "【演练】spill-1 溢油 无↑1级>", "done, it is gone from the prompt", term.screen())
    with Terminal(shell) as term:
        term.wait("respond>")
        term.run("open spill --drill", "海港市")
        term.fresh()
        term.type("ask")
        term.press("Enter")
        term.wait(lambda s: s.endswith("船员失踪>"))
        term.type("3")
        elsewhere(shell, term, "as 乙", "resume spill-1", "note 拖轮到场")
        tap.ok(term.wait(lambda s: above(s, "拖轮到场", "船员失踪> 3")), "a question being answered keeps its prompt under an alert", term.screen())


def check_killed(tap, shell):
    with tempfile.TemporaryDirectory() as home:
        with Terminal("sh -c 'echo PID=$$; exec %s'" % shell, home=home) as term:
            term.wait("respond>")
            pid = re.search(r"PID=(\d+)", term.screen())
            term.run("open spill 夜间碰撞", "海港市")
            term.run("set crew_dead=2", "黄色响应")
            term.run("as 办公室主任 张三", "张三")
            term.run("launch 3", "响应中")
            term.run("task accept watch_slick", "已接受")
            tap.ok(term.last() == "spill-1 溢油 3级↑1级 响应3级>", "the prompt has the level in force", term.last())
            term.type("set crew_dead=12")
            term.line("spill-1 溢油 3级↑1级 响应3级> set crew_dead=12")
            os.kill(int(pid[1]), signal.SIGKILL)
            term.wait("STATUS=137")
        with Terminal(shell, home=home) as term:
            tap.ok(term.wait("未归档的事件") and "spill-1" in term.screen() and "夜间碰撞" in term.screen(),
                   "after kill -9 the greeting lists what is running", term.screen())
            tap.ok(term.run("resume spill-1", "黄色响应") and term.last() == "spill-1 溢油 3级↑1级 响应3级>",
                   "resume goes on where it was", term.screen())
            screen = term.screen()
            for word in ("夜间碰撞", "响应中  黄色响应", "张三（办公室主任）启动", "已确认 0/3", "待办", "已接受 1", "最后一条是第 4 条"):
                tap.ok(word in screen, "and shows where things stand: " + word, screen)
            tap.ok(term.run("facts", "crew_dead               2 "), "what was not sent was not done", term.screen())


def without_tmux(tap, _shell):
    tap.skip("the shell by key strokes", "tmux is not installed")


PARTS = [check_completion, check_commands, check_ask, check_report, check_keys, check_paste, check_history, check_terminal, check_names, check_alerts,
         check_overdue, check_killed]
if shutil.which("tmux") is None:
    PARTS = [without_tmux]
