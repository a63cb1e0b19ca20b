"""Where everything stands, from the SVG alone: nothing overlaps, sticks out or is crossed; and the SVG is the chart of --json."""
import itertools
import re

import draw
import svg
import tap as t

MARGIN = 28     # cli/sheet.h
ELSEWHERE = re.compile(r"url\((?!#)|javascript:|expression", re.I)
TAGS = {"svg", "title", "desc", "style", "g", "polygon", "polyline", "path", "text"}


def check(tap, respond):
    for plan, kind in itertools.product(draw.PLANS, draw.KINDS):
        wanted = [[plan, kind, *draw.at_level(level), "--lang", lang] for level in draw.levels_of(plan) for lang in draw.LANGS]
        check_pictures(tap, "%s %s" % (plan, kind), draw.side_by_side(lambda it: draw.picture(respond, it), wanted))
    others = [], ["--level", "1"], ["--level", "3", "--lang", "en"]
    wanted = [["spill", kind, *more, "--plans", t.HARBOUR] for kind in draw.KINDS for more in others]
    check_pictures(tap, "a made-up plan", draw.side_by_side(lambda it: draw.picture(respond, it), wanted))


def check_pictures(tap, name, pictures):
    """Each rule for all pages of pictures of one kind."""
    flaws = ["%s: %s" % (it.name, it.flaw) for it in pictures if it.flaw]
    tap.ok(not flaws, name + ": is drawn at every level, in both languages, as well-formed XML", *flaws[:5])
    for rule, words in RULES:
        wrong = ["%s page %d: %s" % (it.name, number, flaw) for it in pictures for number, page in enumerate(it.pages, 1) for flaw in rule(page)]
        tap.ok(not wrong, name + ": " + words, *wrong[:8])
    wrong = ["%s page %d: %s" % (it.name, number, flaw) for it in pictures
             for number, (page, chart) in enumerate(zip(it.pages, it.charts), 1) for flaw in disagreements(page, chart)]
    tap.ok(not wrong, name + ": the SVG shows the boxes, texts and links of --json", *wrong[:8])
    wrong = ["%s: %s" % (it.name, flaw) for it in pictures for flaw in miscounted(it)]
    tap.ok(not wrong, name + ": every page says which of how many it is", *wrong[:8])


# ---------------------------------------------------------------- rules: what is wrong with a page


def unlabelled(page):
    root = page.root
    if root.get("role") != "img":
        yield "role is %s" % root.get("role")
    by_id = {it.get("id"): it for it in root.iter()}
    named = [by_id.get(ident) for ident in root.get("aria-labelledby", "").split()]
    if [it.tag for it in named if it is not None] != [svg.SVG + "title", svg.SVG + "desc"]:
        yield "aria-labelledby names %s" % named
    if not all(it is not None and (it.text or "").strip() for it in named):
        yield "an empty title or description"
    if root.get(svg.XML_LANG) not in ("zh-CN", "en"):
        yield "xml:lang is %s" % root.get(svg.XML_LANG)


def unsafe(page):
    """Nothing that runs, is fetched, or leads elsewhere."""
    for part in (b"<!", b"<?"):     # a DTD, entities, sections, comments; instructions
        if part in page.data.replace(b'<?xml version="1.0" encoding="UTF-8"?>\n', b"", 1):
            yield part
    attributes = set()
    for it in page.root.iter():
        tag = it.tag.replace(svg.SVG, "") if isinstance(it.tag, str) else str(it.tag)
        if tag not in TAGS:
            yield "an element <%s>" % tag
        if tag == "style" and not re.fullmatch(r"(\.\w+ text,?)+\{font-weight:bold\}", it.text or ""):
            yield "style %s" % it.text
        attributes.update(it.attrib.items())
    for key, value in attributes:
        key = key.rpartition("}")[2].lower()
        if key.startswith("on") or (key == "href" and not value.startswith("#")) or ELSEWHERE.search(value):
            yield "%s=%s" % (key, value)


def repeated_ids(page):
    seen = set()
    for it in page.root.iter():
        ident = it.get("id")
        if ident in seen:
            yield ident
        if ident is not None:
            seen.add(ident)


def beyond_page(page):
    whole = svg.Rect([(0, 0), (page.width, page.height)])
    if [float(n) for n in page.root.get("viewBox").split()] != [0, 0, page.width, page.height]:
        yield page.root.get("viewBox")
    wide, high = (float(page.root.get(side).removesuffix("pt")) for side in ("width", "height"))
    if abs(wide / page.width - high / page.height) > 0.001:
        yield "the picture is squeezed: %g × %g" % (wide, high)
    for it in page.graph.iter(svg.SVG + "polygon"):
        if not whole.holds(svg.Rect(page.points(it.get("points")))):
            yield it.get("points")
    for it in page.boxes + [text for box in page.boxes for text in box.texts]:
        if not whole.holds(it):
            yield it
    for link in page.links:
        if not whole.holds(svg.Rect(link.curve + link.points)):
            yield link


def in_margin(page):
    room = svg.Rect([(MARGIN, MARGIN), (page.width - MARGIN, page.height - MARGIN)])
    return [box for box in page.boxes if not room.holds(box)]


def overlapping(page):
    boxes = sorted(page.boxes, key=lambda box: box.top)
    for at, box in enumerate(boxes):
        for other in boxes[at + 1:]:
            if other.top >= box.bottom - svg.ROUNDING:
                break
            if box.overlaps(other):
                yield "%s and %s" % (box, other)


def spilling(page):
    """Widths are exact: half a point for the rounded frame is all that they get."""
    for box in page.boxes:
        for text in box.texts:
            if not box.holds(text):
                yield "%s holds “%s” %s" % (box, text.string, svg.Rect.__repr__(text))


def crowded(page):
    for box in page.boxes:
        for above, below in zip(box.texts, box.texts[1:]):
            if below.bottom - above.bottom < below.size:
                yield box


def ragged(page):
    return [box for box in page.boxes if len({(text.anchor, text.x) for text in box.texts}) > 1]


def slanted(page):
    for link in page.links:
        if len(link.points) < 2 or not link.is_straight:
            yield link
        for a, b in zip(link.points, link.points[1:]):
            if min(abs(a[0] - b[0]), abs(a[1] - b[1])) > 0.05 or a == b:
                yield link


def crossing(page):
    """A link may run along an edge, and start or end at its own two."""
    for link in page.links:
        own = page.ends(link) or ()
        for a, b in zip(link.points, link.points[1:]):
            part = svg.Rect([a, b])
            for box in page.boxes:
                if box not in own and part.overlaps(box):
                    yield "%s passes through %s" % (link, box)


def loose(page):
    """
    An end is at the edge of the box that the link names, or of one of the panel that this box is part of; or it branches off another link of
    that box.
    """
    panels = find_panels(page)
    for link in page.links:
        ends = page.ends(link)
        if ends is None:
            yield "%s joins no boxes" % link
            continue
        if ends[0] is ends[1]:      # a sample in the legend
            continue
        for point, end in ((link.points[0], ends[0]), (link.points[-1], ends[1])):
            if not any(box.touches(point) for box in panels[end.id]) and not branches(page, link, point, end):
                yield "%s: %s is not at %s" % (link, point, end)


def branches(page, link, point, box):
    dot = svg.Rect([point])
    return any(other is not link and box in (page.ends(other) or ()) and svg.Rect([a, b]).holds(dot)
               for other in page.links for a, b in zip(other.points, other.points[1:]))


def find_panels(page):
    """By id of a box: all boxes that it hangs together with by shared edges."""
    panel = {box.id: [box] for box in page.boxes}
    boxes = sorted(page.boxes, key=lambda box: box.top)
    for at, box in enumerate(boxes):
        for other in boxes[at + 1:]:
            if other.top > box.bottom + svg.ROUNDING:
                break
            if panel[box.id] is not panel[other.id] and share_edge(box, other):
                panel[box.id] += panel[other.id]
                for it in panel[other.id]:
                    panel[it.id] = panel[box.id]
    return panel


def share_edge(a, b):
    across = min(a.right, b.right) - max(a.left, b.left)
    along = min(a.bottom, b.bottom) - max(a.top, b.top)
    return max(across, along) > 1 and min(across, along) > -svg.ROUNDING


RULES = [
    (unlabelled, "has a role, a title, a description and a language"),
    (unsafe, "has nothing that runs or is fetched"),
    (repeated_ids, "has no id twice"),
    (beyond_page, "has nothing beyond the page"),
    (in_margin, "keeps every box inside the margins"),
    (overlapping, "lets no two boxes overlap"),
    (spilling, "keeps every text in its box"),
    (crowded, "sets the lines of a box apart"),
    (ragged, "begins or centres the lines of a box at one place"),
    (slanted, "draws links level or upright"),
    (crossing, "draws no link through a box"),
    (loose, "lets every link end at its boxes"),
]


# ---------------------------------------------------------------- the chart


def same_place(box, it):
    sides = [(box.left, it["x"]), (box.top, it["y"]), (box.right, it["x"] + it["width"]), (box.bottom, it["y"] + it["height"])]
    return all(abs(got - want) <= svg.ROUNDING for got, want in sides)


def is_title(title, name):
    """A name that another box has too is followed by a number."""
    name = svg.blanks(name)
    return title == name or (title.startswith(name + " (") and title.endswith(")") and title[len(name) + 2:-1].isdigit())


def disagreements(page, chart):
    head = [page.root.findtext(svg.SVG + "title"), page.root.findtext(svg.SVG + "desc"), page.root.get(svg.XML_LANG), page.width, page.height]
    wanted = [chart["title"], chart["description"], {"zh": "zh-CN", "en": "en"}[chart["lang"]], chart["width"], chart["height"]]
    if head != wanted:
        yield "%s, not %s" % (head, wanted)
    if abs(float(page.root.get("width").removesuffix("pt")) - chart["width"] * chart["scale"] / 100) > 0.06:
        yield "width %s at %d %%" % (page.root.get("width"), chart["scale"])
    if len(page.boxes) != len(chart["boxes"]) or len(page.links) != len(chart["links"]):
        yield "%d boxes and %d links, not %d and %d" % (len(page.boxes), len(page.links), len(chart["boxes"]), len(chart["links"]))
    for box, it in zip(page.boxes, chart["boxes"]):
        if not same_place(box, it) or box.style != it["style"] or [text.string for text in box.texts] != [svg.blanks(line) for line in it["lines"]]:
            yield "%s is %s" % (box, it)
        elif not is_title(box.title, it.get("name", it["style"])):
            yield "%s has the title “%s”, not “%s”" % (box, box.title, it.get("name"))
    for link, it in zip(page.links, chart["links"]):
        yield from misdrawn(page, link, it)


def misdrawn(page, link, it):
    points = list(zip(it["points"][::2], it["points"][1::2]))
    ends = page.ends(link)
    if len(points) != len(link.points) or link.style != it["style"]:
        yield "%s is %s" % (link, it)
    elif any(abs(a - b) > svg.ROUNDING for got, want in zip(link.points, points) for a, b in zip(got, want)):
        yield "%s goes by %s" % (link, points)
    elif ends is None or [box.id for box in ends] != ["b%d" % it["from"], "b%d" % it["to"]]:
        yield "%s joins %s, not %d and %d" % (link, ends, it["from"], it["to"])


def miscounted(picture):
    if picture.files != (["p.svg"] if len(picture.files) == 1 else ["p-%d.svg" % n for n in range(1, len(picture.files) + 1)]):
        yield picture.files
    for number, page in enumerate(picture.pages, 1):
        words = {"第%d页，共%d页" % (number, len(picture.pages)), "page%dof%d" % (number, len(picture.pages))}
        if not any(word in svg.squeezed(box.string) for box in page.with_style("note") for word in words):
            yield "page %d of %d says %s" % (number, len(picture.pages), [box.string for box in page.with_style("note")][-1:])
