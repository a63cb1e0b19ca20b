"""A picture as its SVG alone says it is: boxes, links and texts in page coordinates (y downwards), and how wide our text is.

    page = Page(svg_bytes)          raises Flaw when it is not such a picture
    page.boxes[3].style, page.boxes[3].texts[0].right, page.links[0].points
"""
import re
import unicodedata
import xml.etree.ElementTree as etree

SVG = "{http://www.w3.org/2000/svg}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
ROUNDING = 0.6      # Graphviz rounds places to whole points, or to two digits
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
ABOVE, BELOW = 0.88, 0.24   # of a line, from its baseline, in ems: an ideograph reaches up, a g down

# cli/chart_text.c: thousandths of an em, from the blank on; bold is 112 percent of it, everything else an em
ASCII = [
    318, 401, 460, 838, 637, 951, 780, 275, 391, 391, 500, 838, 318, 361, 318, 337, 637, 637, 637, 637, 637, 637, 637, 637,
    637, 637, 337, 337, 838, 838, 838, 531, 1000, 685, 687, 699, 771, 632, 576, 775, 752, 295, 295, 656, 558, 863, 749, 788,
    604, 788, 695, 635, 611, 732, 685, 989, 686, 611, 686, 391, 337, 391, 838, 500, 500, 613, 635, 550, 635, 616, 353, 635,
    634, 278, 278, 580, 278, 975, 634, 612, 635, 635, 412, 521, 393, 634, 592, 818, 592, 592, 525, 637, 337, 637, 838]


class Flaw(Exception):
    """Not a picture of ours at all."""


def width(text, size, bold):
    """Points of a line."""
    ems = 0
    for c in text:
        if " " <= c <= "~":
            ems += ASCII[ord(c) - 0x20] * (112 if bold else 100) // 100
        elif ord(c) < 0x300 or unicodedata.category(c) not in ("Mn", "Me", "Cf"):
            ems += 1000
    return ems * size / 1000


def visible(text):
    """core/text.c, text_add_safe: what cannot or must not be printed is written out."""
    shown = ""
    for c in text:
        code = ord(c)
        if code != 10 and (code < 0x20 or 0x7F <= code < 0xA0):
            shown += "\\x%02x" % code
        elif 0x202A <= code <= 0x202E or 0x2066 <= code <= 0x2069 or code in (0xFFFE, 0xFFFF):
            shown += "\\u%04x" % code
        else:
            shown += c
    return shown


def squeezed(text):
    """Without blanks, which may have become the end of a line."""
    return re.sub(r"\s", "", text)


def blanks(text):
    """The second of two blanks is a no-break space when Graphviz writes it."""
    return (text or "").replace("\u00a0", " ")


class Rect:
    def __init__(self, points):
        if not points:
            raise Flaw("nothing is drawn in a box")
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        self.left, self.right, self.top, self.bottom = min(xs), max(xs), min(ys), max(ys)

    @property
    def width(self):
        return self.right - self.left

    def holds(self, other, slack=ROUNDING):
        return (other.left >= self.left - slack and other.right <= self.right + slack and
                other.top >= self.top - slack and other.bottom <= self.bottom + slack)

    def overlaps(self, other, slack=ROUNDING):
        return (other.left < self.right - slack and other.right > self.left + slack and
                other.top < self.bottom - slack and other.bottom > self.top + slack)

    def touches(self, point, slack=ROUNDING):
        """Whether a point is on its edge."""
        x, y = point
        near = self.left - slack <= x <= self.right + slack and self.top - slack <= y <= self.bottom + slack
        return near and (min(abs(x - self.left), abs(x - self.right)) <= slack or min(abs(y - self.top), abs(y - self.bottom)) <= slack)

    def __repr__(self):
        return "(%g,%g)-(%g,%g)" % (self.left, self.top, self.right, self.bottom)


class Text(Rect):
    """A line in its place, by our widths."""

    def __init__(self, element, page, bold):
        self.string = blanks(element.text)
        self.size = float(element.get("font-size"))
        x, y = page.place(float(element.get("x")), float(element.get("y")))
        wide = width(self.string, self.size, bold)
        self.anchor, self.x = element.get("text-anchor"), x
        left = {"start": x, "middle": x - wide / 2, "end": x - wide}[self.anchor]
        super().__init__([(left, y - ABOVE * self.size), (left + wide, y + BELOW * self.size)])


class Box(Rect):
    def __init__(self, element, page):
        self.id, self.style = element.get("id"), element.get("class")[len("node "):]
        self.title = blanks(element.findtext(SVG + "title"))
        super().__init__([p for child in element if child.tag in (SVG + "polygon", SVG + "path", SVG + "polyline")
                          for p in page.points(child.get("points") or child.get("d"))])
        self.texts = [Text(it, page, self.style in page.bold) for it in element.iter(SVG + "text")]

    @property
    def string(self):
        return "".join(text.string for text in self.texts)

    def __repr__(self):
        return "%s %s “%s” %s" % (self.id, self.style, self.string[:30], super().__repr__())


class Link:
    """The corners of a line, to the tip of its arrow."""

    def __init__(self, element, page):
        self.id, self.style = element.get("id"), element.get("class")[len("edge "):]
        self.title = blanks(element.findtext(SVG + "title"))
        curve = page.points(element.find(SVG + "path").get("d"))
        self.curve, self.points = curve, curve[:1]
        for at in range(1, len(curve), 3):      # a straight part: from its start by way of its two ends
            self.points.append(curve[at + 2])
        self.arrow = element.find(SVG + "polygon") is not None
        if self.arrow:
            head = page.points(element.find(SVG + "polygon").get("points"))
            self.points[-1] = head[1]

    @property
    def is_straight(self):
        """Every curve is a line: its handles lie at its ends."""
        parts = [self.curve[at - 1:at + 3] for at in range(1, len(self.curve), 3)]
        return len(self.curve) % 3 == 1 and all(part[0] == part[1] and part[2] == part[3] for part in parts)

    def __repr__(self):
        return "%s %s “%s” %s" % (self.id, self.style, self.title[:40], " ".join("%g,%g" % p for p in self.points))


class Page:
    def __init__(self, data):
        self.data = data
        try:
            self.root = etree.fromstring(data)
        except etree.ParseError as error:
            raise Flaw("not well-formed: %s" % error) from error
        if self.root.tag != SVG + "svg":
            raise Flaw("the root is %s" % self.root.tag)
        self.width, self.height = (float(n) for n in self.root.get("viewBox").split()[2:])
        self.graph = self.root.find(SVG + "g")
        moved = re.fullmatch(r"scale\(1 1\) rotate\(0\) translate\((\S+) (\S+)\)", self.graph.get("transform"))
        if moved is None:
            raise Flaw("the page is turned or scaled: %s" % self.graph.get("transform"))
        self.dx, self.dy = float(moved[1]), float(moved[2])
        self.bold = set(re.findall(r"\.(\w+) text", self.root.findtext(SVG + "style") or ""))
        groups = [(it.get("class") or "", it) for it in self.graph.iter(SVG + "g")]
        self.boxes = by_number([Box(it, self) for name, it in groups if name.startswith("node ")])
        self.links = by_number([Link(it, self) for name, it in groups if name.startswith("edge ")])
        self.by_title = {box.title: box for box in self.boxes}
        self.joined = {link.id: self.find_ends(link) for link in self.links}

    def place(self, x, y):
        return x + self.dx, y + self.dy

    def points(self, string):
        numbers = [float(n) for n in NUMBER.findall(string)]
        return [self.place(*pair) for pair in zip(numbers[::2], numbers[1::2])]

    def ends(self, link):
        """The boxes that a link is said to join; None when it does not say."""
        return self.joined[link.id]

    def find_ends(self, link):
        """Titles are unique, but may have an arrow in them."""
        parts = link.title.split("->")
        for cut in range(1, len(parts)):
            ends = self.by_title.get("->".join(parts[:cut])), self.by_title.get("->".join(parts[cut:]))
            if None not in ends:
                return ends
        return None

    def with_style(self, *styles):
        return [box for box in self.boxes if box.style in styles]


def by_number(things):
    """In the order of the chart; ids are a letter and the number."""
    things = sorted(things, key=lambda it: int(it.id[1:]))
    if [int(it.id[1:]) for it in things] != list(range(len(things))):
        raise Flaw("ids are not 0, 1, 2 …: %s" % [it.id for it in things][:20])
    return things
