"""What people write is never taken for markup: HTML, Markdown, terminal sequences, template tags, in every place that a document shows."""
import html.parser
import re

from stories import COMMON, FORMS, Story

NASTY = ("<script>alert(1)</script><img src=http://e.example/x onerror=alert(1)> **b** _i_ `c` [l](javascript:alert(1)) ![p](http://e.example/p.png) | | # h "
         "&lt;b&gt; {{place}} {{#facts}} </td></table></body> \" ' $x$ ~~s~~ \\")
CONTROL = "\x1b[31m\x1b]0;t\x07\x9b2J\r\n- list\n# head\u202e\u2066\x00".replace("\x00", "")
TAGS = set("html head meta title style body table thead tbody tfoot tr td th div h1 h2 h3 p ul li strong".split())
ATTRIBUTES = {"lang", "charset", "http-equiv", "content", "class"}


class Page(html.parser.HTMLParser):
    """The tags and attributes of a page, its text, and whether tags are closed in order."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.tags, self.attributes, self.text, self.open, self.flaws = set(), set(), [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.flaws.append(tag)

    def handle_data(self, data):
        self.text.append(data)


def hostile_story():
    story = Story("road", NASTY)
    story.occurred(10).set(traffic_accident=True, deaths=3)
    story.details(**{key: "%s %s %s" % (NASTY, key, CONTROL) for key in (*COMMON, "traffic", "cargo")})
    story.step("launch", "hq", 3, name=NASTY, reason=NASTY + CONTROL).issue("first")
    story.add("note", {"text": NASTY + CONTROL}, name=NASTY)
    story.add("assign", {"task": "l3_team", "text": NASTY}).add("done", {"task": "l3_team", "text": NASTY + CONTROL})
    story.step("raise", "hq", 2, name=NASTY, reason=NASTY).add("shift", {"to": NASTY, "head": "0" * 64})
    return story.mark("middle").confirm("handling_done", "no_secondary_danger", role="hq", name=NASTY).step("end", "hq", name=NASTY)


def flat(text):
    return "".join(text.split())


def check_html(tap, form, text):
    page = Page(text)
    shown = flat("".join(page.text))
    tap.ok(page.tags <= TAGS and page.attributes <= ATTRIBUTES and not page.flaws and not page.open, "%s html: only our own elements, closed in order" % form,
           page.tags - TAGS, page.attributes - ATTRIBUTES, page.flaws, page.open)
    tap.ok(flat("<script>alert(1)</script><img src=http://e.example/x onerror=alert(1)> **b** _i_ `c`") in shown, "%s html: what was written is shown as it is" % form)
    style = re.search(r"<style>(.*?)</style>", text, re.S)[1]
    tap.ok("default-src 'none'" in text and not re.search(r"url\(|@import|expression|javascript", style), "%s html: loads nothing" % form)


def check_markdown(tap, form, text):
    plain = re.sub(r"\\[!-/:-@\[-`{-~]", "", text)     # what is escaped means nothing
    tap.ok(not re.search(r"<[a-zA-Z/!]|\]\(|`|&[a-z#]|://|\$", plain), "%s md: no tag, link, code, entity" % form, re.findall(r".{0,20}(?:<[a-zA-Z/!]|\]\(|`|&[a-z#]|://).{0,20}", plain)[:3])
    heads = re.findall(r"^#+ (.*)$", text, re.M)
    tap.ok(not any("head" in head for head in heads) and not re.search(r"^- list", text, re.M), "%s md: no line of its own" % form, heads)


def check(tap, office):
    story = hostile_story()
    paths = {form: office.journal("hostile-" + form, story, None if form in ("end", "final") else "middle") for form in FORMS}
    for form in FORMS:
        answers = {name: office.run("report", "road-1", "--form", form, "--format", name, "--db", paths[form]) for name in ("md", "html", "txt")}
        tap.ok(all(answer.status == 0 for answer in answers.values()), "%s: written" % form, *[answer.err for answer in answers.values()])
        for name, answer in answers.items():
            bad = re.findall(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", answer.out)
            tap.ok(not bad, "%s %s: drives no terminal" % (form, name), bad[:5])
            tap.ok("{{place}}" in answer.out.replace("\\", "") and "大运高速" not in answer.out, "%s %s: a tag in a text is text" % (form, name))
        check_html(tap, form, answers["html"].out)
        check_markdown(tap, form, answers["md"].out)
        marks = re.findall(r"^\|.*\|$", answers["md"].out, re.M)
        widths = {len(re.sub(r"\\.", "", line).split("|")) for line in marks}
        tap.ok(widths <= {4, 6}, "%s md: no cell is broken open" % form, widths)
