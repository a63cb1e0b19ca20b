"""Drawing for the tests: the pages of a diagram as SVG, and the charts that they were drawn from.

    picture = draw.picture(respond, ["road", "command", "--level", "2"])
    picture.pages[0].boxes, picture.charts[0]["boxes"], picture.answer.err
"""
import concurrent.futures
import json
import os
import tempfile

import svg
import tap as t

PLANS = {"animal": 4, "construction": 4, "road": 4, "tourism": 3}      # how many levels
KINDS = ["command", "levels", "flow", "notify", "conflict"]
LANGS = ["zh", "en"]
PATIENCE = 120      # seconds for what takes milliseconds
USAGE, DATA, NO_INPUT, INTERNAL, IO = 64, 65, 66, 70, 74


def respond_diagram(respond):
    return os.path.join(os.path.dirname(respond), "respond-diagram")


def diagram(respond, arguments, **options):
    """respond diagram: bytes on standard output. Run from where the four plans are."""
    options.setdefault("cwd", t.ROOT)
    return t.run([respond, "diagram", *arguments], timeout=PATIENCE, raw=True, **options)


def render(respond, chart, *options, **more):
    """respond-diagram: a chart (text, bytes or data) as a picture."""
    data = chart if isinstance(chart, (str, bytes)) else json.dumps(chart, ensure_ascii=False)
    return t.run([respond_diagram(respond), *options], stdin=data, timeout=PATIENCE, raw=True, **more)


class Picture:
    """All pages of a diagram. `flaw` says why there is none."""

    def __init__(self, respond, arguments, **options):
        self.name, self.pages, self.charts, self.flaw = " ".join(arguments), [], [], None
        with tempfile.TemporaryDirectory() as folder:
            self.answer = diagram(respond, [*arguments, "-o", os.path.join(folder, "p.svg")], **options)
            self.files = sorted(os.listdir(folder), key=lambda name: (len(name), name))
            try:
                for name in self.files:
                    with open(os.path.join(folder, name), "rb") as file:
                        self.pages.append(svg.Page(file.read()))
                for number in range(1, len(self.pages) + 1):
                    answer = diagram(respond, [*arguments, "--json", "--page", str(number)], **options)
                    self.charts.append(json.loads(answer.out))
            except (svg.Flaw, ValueError, TypeError, AttributeError) as error:
                self.flaw = "%s: %s" % (type(error).__name__, error)
        if self.flaw is None and (self.answer.status != 0 or not self.pages):
            self.flaw = self.answer.shown

    def boxes(self, *styles):
        return [box for page in self.pages for box in page.with_style(*styles)]


def picture(respond, arguments, **options):
    return Picture(respond, arguments, **options)


def side_by_side(function, items):
    """The results in order; as many at a time as there are processors."""
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 2) as pool:
        return list(pool.map(function, items))


def levels_of(plan):
    """0: whatever the level. With sanitizers fewer: they are slow, and what they find is in all of them."""
    return range(2 if t.SANITIZED else PLANS[plan] + 1)


def at_level(level):
    return ["--level", str(level)] if level else []
