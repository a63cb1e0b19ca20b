"""respond-diagram by itself: what it refuses, with the place and on standard error alone; what it draws of a chart that somebody else made."""
import copy
import json
import re
import subprocess
import time

import draw
import svg

BOX = {"style": "member", "x": 30, "y": 20, "width": 100, "height": 20, "name": "first", "lines": ["one"]}
LINK = {"style": "goes", "from": 0, "to": 1, "points": [50, 40, 50, 60]}
CHART = {"format": 1, "lang": "zh", "title": "t", "description": "d", "width": 200, "height": 100, "scale": 100,
         "boxes": [BOX, {**BOX, "y": 60, "name": "second"}], "links": [LINK]}
ABSENT = object()


def changed(value, *path):
    """CHART with another value at a path, or without that key."""
    chart = copy.deepcopy(CHART)
    inner = chart
    for key in path[:-1]:
        inner = inner[key]
    if value is ABSENT:
        del inner[path[-1]]
    else:
        inner[path[-1]] = value
    return chart


def replaced(old, new):
    """CHART as text, changed as JSON itself would not be."""
    return json.dumps(CHART).replace(old, new, 1)


# what, the chart, words of the message (in English)
BAD = [
    ("nothing", b"", [":1:1: there is nothing here"]),
    ("blanks", b" \n ", [":1:1: there is nothing here"]),
    ("no JSON", b"<svg/>", [":1:1: "]),
    ("half a chart", json.dumps(CHART)[:-9], [":1:"]),
    ("two charts", json.dumps(CHART) + json.dumps(CHART), [":1:%d: " % (len(json.dumps(CHART)) + 1)]),
    ("a byte order mark", b"\xef\xbb\xbf" + json.dumps(CHART).encode(), [":1:1: ", "byte order mark"]),
    ("bytes that are not UTF-8", replaced('"one"', '"@"').encode().replace(b"@", b"\xff", 1), ["UTF-8"]),
    ("half a surrogate pair", replaced('"one"', '"\\ud800"'), [":1:"]),
    ("a NUL", replaced('"one"', '"\\u0000"'), ["/boxes/0/lines/0"]),
    ("a control character", changed(["a\nb"], "boxes", 0, "lines"), ["/boxes/0/lines/0"]),
    ("an empty line", changed([""], "boxes", 0, "lines"), ["/boxes/0/lines/0"]),
    ("too deep nesting", "[" * 100, [":1:65: "]),
    ("a key twice", replaced('"lang"', '"format"'), ["format"]),
    ("an unknown key", changed(1, "colour"), ['"colour"', "[/colour]"]),
    ("an unknown key of a box", changed(1, "boxes", 1, "href"), ['"href"', "[/boxes/1/href]"]),
    ("an unknown key of a link", changed(1, "links", 0, "URL"), ['"URL"', "[/links/0/URL]"]),
    ("no width", changed(ABSENT, "width"), ['missing "width"']),
    ("no style", changed(ABSENT, "boxes", 0, "style"), ['missing "style"', "[/boxes/0]"]),
    ("an unknown style", changed("membr", "boxes", 1, "style"), ["membr", "[/boxes/1/style]"]),
    ("an unknown style of a link", changed("member", "links", 0, "style"), ["[/links/0/style]"]),
    ("another format", changed(2, "format"), ["[/format]"]),
    ("another language", changed("fr", "lang"), ["[/lang]"]),
    ("no title", changed("", "title"), ["[/title]"]),
    ("text for a number", changed("200", "width"), ["[/width]"]),
    ("a fraction", replaced('"width": 200', '"width": 200.5'), ["[/width]"]),
    ("a negative place", changed(-1, "boxes", 0, "x"), ["[/boxes/0/x]"]),
    ("a box without width", changed(0, "boxes", 0, "width"), ["[/boxes/0/width]"]),
    ("a number beyond 64 bits", replaced('"width": 200', '"width": 99999999999999999999'), ["[/width]"]),
    ("a number beyond any", replaced('"width": 200', '"width": 1e999'), ["[/width]"]),
    ("a page that is too large", changed(200001, "height"), ["[/height]", "200000"]),
    ("a scale of nothing", changed(0, "scale"), ["[/scale]"]),
    ("a box beyond the page", changed(101, "boxes", 0, "x"), ["beyond the page", "[/boxes/0]"]),
    ("a box below the page", changed(81, "boxes", 1, "y"), ["beyond the page", "[/boxes/1]"]),
    ("a link to a box that is not there", changed(2, "links", 0, "to"), ["0 to 1", "[/links/0]"]),
    ("a link from one that cannot be", changed(-1, "links", 0, "from"), ["[/links/0/from]"]),
    ("a link without boxes", {**CHART, "boxes": []}, ["[/links/0]"]),
    ("a link of one point", changed([50, 40], "links", 0, "points"), ["[/links/0/points]"]),
    ("half a point", changed([50, 40, 50, 60, 50], "links", 0, "points"), ["[/links/0/points]"]),
    ("a point for a number", changed([50, 40, [50], 60], "links", 0, "points"), ["[/links/0/points/2]"]),
    ("a link beyond the page", changed([50, 40, 50, 101], "links", 0, "points"), ["[/links/0/points]"]),
    ("a slanted link", changed([50, 40, 60, 60], "links", 0, "points"), ["[/links/0/points]"]),
    ("a list for a chart", [CHART], [":1:1: "]),
    ("nothing for a list", changed(None, "boxes"), ["[/boxes]"]),
    ("more than 64 MiB", b" " * ((64 << 20) + 1), ["67108864"]),
]
TEXTS = [("a\ufffeb\uffff", "no characters"), ("a\u202eb\u2066", "overrides of direction"), ("\\N &lt; <b> %s", "what is special"),
         ("x" * 5000, "a long line")]
PLACE = re.compile(r"^(?:respond: )?-:\d+:\d+: \S")


def check(tap, respond):
    answers = draw.side_by_side(lambda it: draw.render(respond, it[1], "--lang", "en"), BAD)
    for (what, _, words), answer in zip(BAD, answers):
        lines = answer.err.splitlines()
        placed = lines and all(PLACE.match(line) for line in lines) or what == "more than 64 MiB"
        good = answer.status == draw.DATA and answer.out == b"" and placed and all(word in answer.err for word in words)
        tap.ok(good, "respond-diagram: %s is refused, with its place" % what, words, answer.shown)
    check_all_flaws(tap, respond)
    check_usage(tap, respond)
    check_drawn(tap, respond)
    check_text(tap, respond)


def check_all_flaws(tap, respond):
    chart = changed("x", "boxes", 0, "style")
    chart["boxes"][1]["x"] = -1
    chart["width"] = 0
    answer = draw.render(respond, chart)
    pointers = re.findall(r"\[(/[^]]*)\]$", answer.err, re.M)
    tap.same(sorted(pointers), ["/boxes/0/style", "/boxes/1/x", "/width"], "respond-diagram: all flaws at once", answer.shown)
    lines = json.dumps(changed("x", "boxes", 1, "style"), indent=1)
    number = 1 + lines[:lines.index('"x",\n')].count("\n")
    tap.ok("-:%d:" % number in draw.render(respond, lines).err, "respond-diagram: the line of a flaw", number)


def check_usage(tap, respond):
    for options in ["--format", "gif"], ["--format"], ["--frmat", "svg"], ["a.json"], ["--lang", "fr"]:
        answer = draw.render(respond, CHART, *options)
        good = answer.status == draw.USAGE and answer.out == b"" and len(answer.err.splitlines()) == 1
        tap.ok(good, "respond-diagram %s: exit 64, one line" % " ".join(options), answer.shown)
    for lang, word in ("zh", "退出码"), ("en", "Exit status"):
        answer = draw.render(respond, b"", "--help", "--lang", lang)
        tap.ok(answer.status == 0 and word in answer.out.decode() and answer.err == "", "respond-diagram --help (%s)" % lang, answer.shown)
    program, chart = [draw.respond_diagram(respond)], json.dumps(CHART).encode()
    with open("/dev/full", "wb") as full:
        done = subprocess.run(program, input=chart, stdout=full, stderr=subprocess.PIPE, timeout=60, check=False)
    tap.same(done.returncode, draw.IO, "respond-diagram: a full disk", done.stderr)


def page_of(answer):
    """The page, or why there is none."""
    try:
        return svg.Page(answer.out), ""
    except (svg.Flaw, AttributeError, TypeError) as flaw:
        return None, "%s\n%s" % (flaw, answer.shown)


def check_drawn(tap, respond):
    page, why = page_of(draw.render(respond, CHART))
    tap.ok(page and len(page.boxes) == 2 and len(page.links) == 1 and page.links[0].arrow, "respond-diagram: a chart of two boxes and a link", why)
    page, why = page_of(draw.render(respond, {**CHART, "boxes": [], "links": []}))
    tap.ok(page and (page.width, page.height, page.boxes) == (200, 100, []), "respond-diagram: an empty page", why)
    page, why = page_of(draw.render(respond, changed(250, "scale")))
    tap.ok(page and page.root.get("width") == "500.0pt" and page.width == 200, "respond-diagram: scale enlarges the picture, not the page", why)
    page, why = page_of(draw.render(respond, changed(ABSENT, "boxes", 0, "name")))
    tap.ok(page and page.boxes[0].title == "member", "respond-diagram: a box without a name has that of its style", why)
    page, why = page_of(draw.render(respond, {**CHART, "boxes": [BOX, {**BOX, "y": 60}]}))
    tap.ok(page and [box.title for box in page.boxes] == ["first", "first (2)"], "respond-diagram: two boxes of one name are two", why)
    chart = {**CHART, "height": 40000, "boxes": [{**BOX, "y": 20 * n, "name": "n%d" % (n % 7)} for n in range(2000)], "links": []}
    start = time.monotonic()
    page, why = page_of(draw.render(respond, chart))
    took = time.monotonic() - start
    tap.ok(page and len(page.boxes) == 2000 and took < 60, "respond-diagram: 2000 boxes", took, why)


def check_text(tap, respond):
    """A chart need not come from respond: its text is made safe here too."""
    for text, what in TEXTS:
        chart = {**CHART, "title": text, "description": text, "boxes": [{**BOX, "name": text, "lines": [text]}], "links": []}
        page, why = page_of(draw.render(respond, chart))
        seen = page and [page.root.findtext(svg.SVG + "title"), page.root.findtext(svg.SVG + "desc"), page.boxes[0].title, page.boxes[0].string]
        tap.same(seen, [svg.visible(text)] * 4, "respond-diagram: a chart's text with %s" % what, why)
