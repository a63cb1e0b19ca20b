"""The same bytes for the same question: again, in another home, another locale, another folder, with no fonts and no Graphviz plugins."""
import os
import tempfile

import draw
import tap as t

CITY = os.path.join(t.ROOT, "plans")
BARE = {key: value for key, value in os.environ.items() if key in ("ASAN_OPTIONS", "LSAN_OPTIONS", "UBSAN_OPTIONS")}
ENVIRONMENTS = [
    ("again", lambda home: None),
    ("in another home", lambda home: t.environment(HOME=home, XDG_CACHE_HOME=home)),
    ("without a home", lambda home: {k: v for k, v in t.environment().items() if k not in ("HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME")}),
    ("in the C locale", lambda home: {**BARE, "LANG": "C"}),
    ("with another locale and zone", lambda home: {**BARE, "LC_ALL": "de_DE.ISO-8859-1", "LC_NUMERIC": "de_DE", "TZ": "Asia/Tokyo"}),
    ("with no fonts", lambda home: t.environment(FONTCONFIG_FILE="/dev/null", FONTCONFIG_PATH="/nonexistent")),
    ("with no plugins of Graphviz", lambda home: t.environment(GVBINDIR="/nonexistent", SERVER_NAME="x", DOTFONTPATH="/nonexistent")),
    ("with nothing at all", lambda home: BARE),
]


def check(tap, respond):
    with tempfile.TemporaryDirectory() as home:
        for form in ("svg", "dot"):
            check_respond(tap, respond, form, home)
            check_renderer(tap, respond, form, home)


def check_respond(tap, respond, form, home):
    plans = draw.PLANS if form == "svg" else ["construction"]
    wanted = [[plan, kind, "--format", form, "--lang", "zh", "--plans", CITY] for plan in plans for kind in draw.KINDS]
    first = draw.side_by_side(lambda it: draw.diagram(respond, it), wanted)
    for what, environment in ENVIRONMENTS:
        more = draw.side_by_side(lambda it: draw.diagram(respond, it, env=environment(home), cwd=home), wanted)
        wrong = [" ".join(it[:2]) for it, one, two in zip(wanted, first, more) if one.status != 0 or one.out != two.out]
        tap.ok(not wrong, "respond diagram --format %s: the same bytes %s" % (form, what), wrong, more[0].shown)


def check_renderer(tap, respond, form, home):
    """Past respond, which hands hardly any of the environment on."""
    chart = draw.diagram(respond, ["road", "command", "--json"]).out
    first = draw.render(respond, chart, "--format", form)
    for what, environment in ENVIRONMENTS:
        more = draw.render(respond, chart, "--format", form, env=environment(home), cwd=home)
        good = first.status == 0 and first.out == more.out and more.err == ""
        tap.ok(good, "respond-diagram --format %s: the same bytes %s" % (form, what), more.shown)
    if form == "svg":
        tap.same(first.out, draw.diagram(respond, ["road", "command"]).out, "respond diagram is respond-diagram of its --json")
