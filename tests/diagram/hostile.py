"""Names made to break out of the picture: the literal text is drawn, every format is still itself, and nothing else appears."""
import json
import os
import re
import shutil
import tempfile

import draw
import geometry
import svg
import tap as t

NAMES = [
    ('"><script>alert(1)</script>', "a script"),
    ("&lt;b&gt; &#60;i&#62; &amp;amp; &nbsp;", "references"),
    ("a & b", "an ampersand"),
    ("\\N \\G \\E \\n \\l \\\\", "escapes of Graphviz"),
    ("<<TABLE><TR><TD>x</TD></TR></TABLE>>", "a label of HTML"),
    ("%n%s%100000d{0}$x`id`", "formats"),
    ("--><!-- --", "a comment"),
    ("]]><![CDATA[", "a section"),
    ("<?xml-stylesheet href='http://x/'?>", "an instruction"),
    ('" onload="alert(1)" x="', "an attribute"),
    ("}; a -> b [label=\"x\"]; {", "DOT"),
    ("x->y->z", "arrows"),
    ("page", "the name of a node of ours"),
    ("graph0", "the id of a group of ours"),
    ("右\u202e倒\u202c过\u2066来\u2069", "overrides of direction"),
    ("非\ufffe字\uffff符", "no characters"),
    ("e\u0301\u0302\u0323 한글 ضغط", "combining marks and other scripts"),
    ("🚒🧯👩‍🚒", "characters beyond the first plane"),
    ("  two  blanks\u00a0here ", "blanks"),
    ("长" * 300, "300 characters"),
    ("unbroken" * 38, "300 letters without a break"),
]
HARBOUR, PLAN = t.HARBOUR, "spill"
MEMBER, LEADER = "coast_guard", "harbour_office"    # of a group of the plan


def check(tap, respond):
    with tempfile.TemporaryDirectory() as folder:
        for number, (name, what) in enumerate(NAMES[::3] if t.SANITIZED else NAMES):
            city = make(os.path.join(folder, str(number)), name)
            pictures = draw.side_by_side(lambda it: draw.picture(respond, it), [[PLAN, kind, "--plans", city] for kind in draw.KINDS])
            check_pictures(tap, name, what, pictures)
            check_dot(tap, respond, what, city)
            if number % 4 == 0:     # these take longest
                check_formats(tap, respond, what, city)


def make(city, name):
    """A city in which everything that has a name has this one."""
    shutil.copytree(HARBOUR, city)
    for file in ("agencies.json", PLAN + ".json"):
        data = rename(t.read_json(city, file), name)
        with open(os.path.join(city, file), "w", encoding="utf-8") as out:
            json.dump(data, out, ensure_ascii=False)
    return city


def rename(value, name):
    """Every pair of wordings, and every short name of an agency."""
    if isinstance(value, list):
        return [rename(it, name) for it in value]
    if not isinstance(value, dict):
        return value
    if set(value) == {"zh", "en"}:
        return {"zh": name, "en": name}
    return {key: [name] if key == "short" and isinstance(it, list) else rename(it, name) for key, it in value.items()}


def is_drawn(box, name):
    """All of the name, or as much as there was room for."""
    said, wanted = svg.squeezed(box.string), svg.squeezed(svg.visible(name))
    return said == wanted or (len(said) > 20 and said.endswith("…") and wanted.startswith(said[:-1]))


def is_titled(box, name):
    return geometry.is_title(box.title, svg.visible(name))


def check_pictures(tap, name, what, pictures):
    flaws = ["%s: %s" % (it.name, it.flaw) for it in pictures if it.flaw]
    tap.ok(not flaws, "names with %s: every kind is drawn, as well-formed XML" % what, *flaws)
    wrong = ["%s does not keep this: %s: %s" % (it.name, words, flaw) for it in pictures for page in it.pages for rule, words in geometry.RULES
             for flaw in rule(page)]
    tap.ok(not wrong, "names with %s: all rules of geometry hold, and no other elements are there" % what, *wrong[:4])
    wrong = [flaw for it in pictures for page, chart in zip(it.pages, it.charts) for flaw in geometry.disagreements(page, chart)]
    tap.ok(not wrong, "names with %s: the SVG is the chart of --json" % what, *wrong[:4])
    for style in ("member", "hq", "label"):
        boxes = [box for box in pictures[0].boxes(style) if box.texts]
        good = [box for box in boxes if is_drawn(box, name) and is_titled(box, name)]
        tap.ok(boxes and good, "names with %s: the %s has that text, and that title" % (what, style), *boxes[:4])
    lost = ["%s: %s" % (it.name, it.pages[0].root.findtext(svg.SVG + "desc")) for it in pictures
            if it.pages and svg.visible(name) not in it.pages[0].root.findtext(svg.SVG + "desc")]
    tap.ok(not lost, "names with %s: the description has the title" % what, *lost)
    subtitles = [box for it in pictures for page in it.pages for box in page.with_style("subtitle")]
    good = len(subtitles) >= len(pictures) and all(is_drawn(box, name) for box in subtitles)
    tap.ok(good, "names with %s: the plan's title is on every page" % what, *subtitles)


def check_formats(tap, respond, what, city):
    png, pdf = draw.side_by_side(lambda it: draw.diagram(respond, [PLAN, "command", "--plans", city, "--format", it]), ["png", "pdf"])
    good = png.status == 0 and png.out.startswith(b"\x89PNG\r\n\x1a\n") and png.out.endswith(b"IEND\xaeB\x60\x82")
    tap.ok(good, "names with %s: PNG" % what, png.status, png.err)
    good = pdf.status == 0 and pdf.out.startswith(b"%PDF-") and pdf.out.rstrip().endswith(b"%%EOF")
    tap.ok(good, "names with %s: PDF" % what, pdf.status, pdf.err)


def check_dot(tap, respond, what, city):
    if shutil.which("dot") is None:
        tap.skip("names with %s: DOT" % what, "no dot here")
        return
    dot = draw.diagram(respond, [PLAN, "command", "--plans", city, "--format", "dot"])
    parsed = t.run(["dot", "-Kneato", "-n2", "-Tplain"], stdin=dot.out, timeout=draw.PATIENCE)
    chart = json.loads(draw.diagram(respond, [PLAN, "command", "--plans", city, "--json"]).out)
    kinds = [line.split(" ", 1)[0] for line in joined(parsed.out)]
    tap.ok(dot.status == 0 and parsed.status == 0 and "syntax" not in parsed.err and "rror" not in parsed.err,
           "names with %s: DOT that dot reads" % what, parsed.err, dot.err)
    wanted = len(chart["boxes"]) + 1, len(chart["links"])      # the page is a node too
    tap.same((kinds.count("node"), kinds.count("edge")), wanted, "names with %s: DOT has the boxes and links" % what)


def joined(plain):
    """Lines; one that ends in a backslash goes on."""
    return re.sub(r"\\\n", "", plain).splitlines()
