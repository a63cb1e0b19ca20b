"""Where pictures go: names of pages, standard output, links, devices, folders that are not there, several at once."""
import concurrent.futures
import os
import resource
import subprocess
import tempfile

import draw
import large
import svg
import tap as t

ROAD = ["road", "command", "--plans", os.path.join(t.ROOT, "plans")]


def check(tap, respond):
    with tempfile.TemporaryDirectory() as folder:
        check_names(tap, respond, folder)
        check_pages(tap, respond, folder)
        check_targets(tap, respond, folder)
        check_links(tap, respond, folder)
        check_refused(tap, respond, folder)
        check_full(tap, respond, folder)
        check_rivals(tap, respond, folder)
    with open("/dev/full", "wb") as full:
        done = subprocess.run([respond, "diagram", *ROAD], stdout=full, stderr=subprocess.PIPE, env=t.environment(), timeout=60, check=False)
    tap.ok(done.returncode == draw.IO and done.stderr, "respond diagram: standard output on a full disk: exit 74", done.returncode, done.stderr)


def read(path):
    """None when it is not there."""
    try:
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        return None


def check_names(tap, respond, folder):
    """Numbers go before the ending; no ending, a hidden file, a dot in the folder's name."""
    city = large.make(os.path.join(folder, "big"))
    pages = len(draw.picture(respond, ["big", "command", "--plans", city]).pages)
    for name, first in ("a.svg", "a-1.svg"), ("a", "a-1"), ("a.b.svg", "a.b-1.svg"), (".svg", ".svg-1"), ("图 2.svg", "图 2-1.svg"), (
            "%d.svg", "%d-1.svg"):
        out = os.path.join(folder, "x.y", "for " + name)
        os.makedirs(out)
        answer = draw.diagram(respond, ["big", "command", "--plans", city, "-o", os.path.join(out, name)])
        wanted = {first.replace("-1", "-%d" % n) for n in range(1, pages + 1)}
        tap.ok(answer.status == 0 and set(os.listdir(out)) == wanted, "-o %s: %d pages" % (name, pages), os.listdir(out), answer.shown)
        told = [line for line in answer.err.splitlines() if name.split(".")[0] in line]
        tap.ok(answer.out == b"" and len(told) == pages, "-o %s: a line for each page" % name, answer.shown)


def check_pages(tap, respond, folder):
    arguments = ["big", "command", "--plans", os.path.join(folder, "big"), "--lang", "en"]
    whole = draw.picture(respond, arguments)
    for number, page in enumerate(whole.pages, 1):
        path = os.path.join(folder, "only.svg")
        alone = draw.diagram(respond, [*arguments, "--page", str(number)])
        saved = draw.diagram(respond, [*arguments, "--page", str(number), "-o", path])
        good = alone.out == page.data and saved.status == 0 and read(path) == page.data
        tap.ok(good, "--page %d: that page, on standard output and in its file" % number)
    answer = draw.diagram(respond, arguments)
    first, words = svg.Page(answer.out).with_style("note")[-1].string, "page 1 of %d" % len(whole.pages)
    good = answer.status == 0 and words in first and words in answer.err
    tap.ok(good, "several pages: standard output gets the first, and it is said", first, answer.err)


def check_targets(tap, respond, folder):
    plain = draw.diagram(respond, ROAD).out
    path = os.path.join(folder, "new.svg")
    answer = draw.diagram(respond, [*ROAD, "-o", path], preexec_fn=lambda: os.umask(0o027))
    tap.ok(answer.status == 0 and read(path) == plain, "-o: the same bytes as on standard output", answer.shown)
    tap.same(oct(os.stat(path).st_mode & 0o777), "0o640", "-o: a new file is as open as others are")
    with open(path, "wb") as file:
        file.write(b"x" * 1000000)
    answer = draw.diagram(respond, [*ROAD, "-o", path])
    tap.ok(answer.status == 0 and read(path) == plain, "-o: an old file is replaced as a whole", answer.shown)
    answer = draw.diagram(respond, [*ROAD, "-o", "/dev/stdout"])
    tap.ok(answer.status == 0 and answer.out == plain, "-o /dev/stdout: a pipe is written to", answer.shown[:300])
    answer = draw.diagram(respond, [*ROAD, "-o", "/dev/null"])
    tap.ok(answer.status == 0 and not os.path.isfile("/dev/null"), "-o /dev/null: a device stays a device", answer.shown)
    answer = draw.diagram(respond, [*ROAD, "-o", "here.svg"], cwd=folder)
    tap.ok(answer.status == 0 and read(os.path.join(folder, "here.svg")) == plain, "-o: a name alone is in this folder", answer.shown)


def check_links(tap, respond, folder):
    plain = draw.diagram(respond, ROAD).out
    for what, target in ("a file", "target.svg"), ("what is not there yet", "later.svg"):
        link, target = os.path.join(folder, "link to " + target), os.path.join(folder, target)
        if what == "a file":
            with open(target, "wb") as file:
                file.write(b"old")
        os.symlink(os.path.basename(target), link)
        answer = draw.diagram(respond, [*ROAD, "-o", link])
        good = answer.status == 0 and os.path.islink(link) and read(target) == plain
        tap.ok(good, "-o over a link to %s: the link stays, the file is written" % what, os.listdir(folder), answer.shown)


def check_refused(tap, respond, folder):
    sealed = os.path.join(folder, "sealed")
    os.mkdir(sealed, 0o555)
    cases = [("a folder that is not there", os.path.join(folder, "nowhere", "a.svg")), ("a full disk", "/dev/full"), ("a folder", folder),
             ("a name that is too long", os.path.join(folder, "n" * 300)),
             ("a file for a folder", os.path.join(folder, "new.svg", "a.svg"))]
    if os.geteuid() != 0:
        cases.append(("a folder that is read only", os.path.join(sealed, "a.svg")))
    else:
        tap.skip("-o into a folder that is read only", "root writes anywhere")
    before = sorted(os.listdir(folder))
    for what, path in cases:
        answer = draw.diagram(respond, [*ROAD, "-o", path])
        lines = answer.err.splitlines()
        good = answer.status == draw.IO and answer.out == b"" and len(lines) == 1 and lines[0].startswith("respond: ")
        tap.ok(good, "-o into %s: exit 74, one line" % what, answer.shown)
    tap.same(sorted(os.listdir(folder)), before, "-o: what failed leaves nothing behind")
    answer = draw.diagram(respond, [*ROAD, "-o", os.path.join(folder, "no\x1b[31mwhere", "a.svg")])
    tap.ok(answer.status == draw.IO and "\x1b" not in answer.err, "-o: control characters of a name are not printed", answer.shown)
    answer = draw.diagram(respond, [*ROAD, "-o", os.path.join(folder, "e\x1bf.svg")])
    tap.ok(answer.status == 0 and "\x1b" not in answer.err, "-o: nor are those of a file that was written", answer.shown)


def check_full(tap, respond, folder):
    """The file may not become as large as the picture: what was there stays."""
    path = os.path.join(folder, "full", "a.svg")
    os.mkdir(os.path.dirname(path))
    with open(path, "wb") as file:
        file.write(b"old")
    chart, picture = len(draw.diagram(respond, [*ROAD, "--json"]).out), len(draw.diagram(respond, ROAD).out)
    most = (chart + picture) // 2      # respond-diagram is given the chart as a file in memory
    answer = draw.diagram(respond, [*ROAD, "-o", path], restore_signals=False,      # SIGXFSZ stays ignored
                          preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most)))
    tap.ok(answer.status == draw.IO and read(path) == b"old" and os.listdir(os.path.dirname(path)) == ["a.svg"],
           "-o: a picture that is cut short leaves what was there, and nothing beside it", os.listdir(os.path.dirname(path)), answer.shown)


def check_rivals(tap, respond, folder):
    """Several at once into one file: whoever looks finds one of theirs, whole."""
    path = os.path.join(folder, "rivals", "a.svg")
    os.mkdir(os.path.dirname(path))
    wanted = [[*ROAD, "--level", str(1 + n % 4)] for n in range(24)]
    pictures = [draw.diagram(respond, it).out for it in wanted[:4]]
    draw.diagram(respond, [*wanted[0], "-o", path])
    with concurrent.futures.ThreadPoolExecutor(3) as pool:
        running = [pool.submit(draw.diagram, respond, [*it, "-o", path]) for it in wanted]
        seen = 0
        while not all(it.done() for it in running):
            seen += 1 if read(path) in pictures else -1000000
    good = all(it.result().status == 0 for it in running) and os.listdir(os.path.dirname(path)) == ["a.svg"]
    tap.ok(good and seen > 0, "-o: several at once, and there is a whole picture at every moment", seen, os.listdir(os.path.dirname(path)))
