"""The command structure shows every agency in each of its places, at every level: against the plan file, read a second time."""
import re
from collections import Counter

import draw
import svg
import tap as t
from reading import Reading

HEADS = ("hq", "office", "outside", "group", "band")
WORDS = {
    "zh": {"continued": r"（续）|（接上页）", "levels": r"〔[^〔〕]*〕$", "if": r"〔若.+?〕", "clause": r"［[^［］]*］$", "housed": "设在",
           "part": "隶属", "lead": "牵头", "members": "%s成员单位%d个", "unplaced": "预案提到而未列入指挥体系的单位%d个"},
    "en": {"continued": r"\(continued\)", "levels": r"\([^()]*\)$", "if": r"\(if.+?\)$", "clause": r"\[[^][]*\]$", "housed": "housedin",
           "part": "partof", "lead": "Lead:", "members": "Membersofthe%s:%d", "unplaced": "Namedbytheplan,withoutaplaceinthestructure:%d"},
}


def check(tap, respond):
    for plan in draw.PLANS:
        reading = Reading(t.SHUOZHOU, plan)
        wanted = [(level, lang) for level in draw.levels_of(plan) for lang in draw.LANGS]
        commands = [[plan, "command", *draw.at_level(level), "--lang", lang] for level, lang in wanted]
        pictures = draw.side_by_side(lambda it: draw.picture(respond, it), commands)
        for (level, lang), picture in zip(wanted, pictures):
            check_picture(tap, "%s command, level %d (%s)" % (plan, level, lang), reading, Shown(picture, level, lang))


def check_picture(tap, name, reading, shown):
    same(tap, shown.groups(reading), wanted_groups(reading, shown), name + ": the groups of the level, each with all its leaders and members once")
    hq, members = reading.headquarters(), reading.org["members"]
    heading = shown.words["members"] % (svg.squeezed(reading.name(hq, shown.lang)), len(members))
    same(tap, shown.band(heading), Counter(holders(reading, members, shown.lang)), name + ": every member of the headquarters once")
    guests = reading.unplaced()
    wanted = Counter((svg.squeezed(reading.name(it, shown.lang)), False) for it in guests)
    same(tap, shown.band(shown.words["unplaced"] % len(guests)), wanted, name + ": every agency without a place once")
    same(tap, shown.bodies(), wanted_bodies(reading, shown), name + ": the bodies of the level, who houses them, their posts and who holds those")


def same(tap, got, want, name):
    """Of what is counted, only what differs is worth reading."""
    missing, more = [list((a - b).items())[:6] for a, b in ((want, got), (got, want))]
    tap.ok(got == want, name, *["missing: %s" % (it,) for it in missing], *["too many: %s" % (it,) for it in more])


# ---------------------------------------------------------------- what should be there, counted


def holders(reading, items, lang):
    """(agency and officer, whether under a condition) of each."""
    return [(svg.squeezed(text), is_open) for text, is_open in (reading.holder(it, lang) for it in items)]


def wanted_groups(reading, shown):
    found = Counter()
    for group in reading.groups(shown.level):
        name = svg.squeezed(group["name"][shown.lang])
        found[name, "group"] = 1
        found.update((name, "leader", *it) for it in holders(reading, group["leaders"], shown.lang))
        found.update((name, "member", *it) for it in holders(reading, group.get("members", []), shown.lang))
        if not group["leaders"]:
            found[name, "vacant"] = 1
    return found


def wanted_bodies(reading, shown):
    """(body, label, value) of each row; what a condition says is shown in words, here it is only a mark."""
    found = Counter()
    for body in reading.bodies(shown.level):
        rows = [(shown.words["housed"], body["hosts"])] if body.get("hosts") else []
        rows += [(svg.squeezed(it["name"][shown.lang]), it.get("holders", [])) for it in reading.posts(body["id"])]
        name = svg.squeezed(body["name"][shown.lang])
        found[name,] += 1
        for label, held in rows:
            found[name, label, "".join(text + "?" * is_open for text, is_open in holders(reading, held, shown.lang)) or "vacant"] += 1
    return found


# ---------------------------------------------------------------- what is there


class Shown:
    """A command structure, by what stands below what."""

    def __init__(self, picture, level, lang):
        self.picture, self.level, self.lang, self.words = picture, level, lang, WORDS[lang]

    def heads(self, *styles):
        """Headings with all boxes below each; samples in the legend have no text."""
        for page in self.picture.pages:
            for head in page.with_style(*styles):
                if head.texts:
                    yield head, list(below(page, head))

    def groups(self, reading):
        names = {svg.squeezed(it["name"][self.lang]) for it in reading.org["groups"]}
        found = Counter()
        for head, boxes in self.heads("group"):
            said = svg.squeezed(head.string)
            whole = re.sub(self.words["continued"], "", said)
            name = whole if whole in names else re.sub(self.words["levels"], "", whole)
            found[name, "group"] += whole == said
            found.update((name, "vacant") if box.style == "vacant" else (name, box.style, *self.agency(box)) for box in boxes)
        return found

    def agency(self, box):
        """Who leads says so; without the word, it is none of the plan's agencies."""
        said = svg.squeezed(box.string)
        if box.style == "leader":
            said = said.removeprefix(self.words["lead"]) if said.startswith(self.words["lead"]) else "?" + said
        plain = re.sub(self.words["if"], "", said)
        return plain, plain != said

    def band(self, heading):
        """All that stands below the bands with a heading, on whichever page; their clauses are left out."""
        found = Counter()
        for head, boxes in self.heads("band"):
            if re.sub(self.words["clause"], "", svg.squeezed(head.string)) != heading:
                continue
            for box in boxes:
                said, plain = svg.squeezed(box.string), re.sub(self.words["clause"], "", svg.squeezed(box.string))
                plain = re.sub(self.words["if"], "", plain)
                found[plain, re.search(self.words["if"].rstrip("$"), said) is not None] += 1
        return found

    def bodies(self):
        found = Counter()
        for head, boxes in self.heads("hq", "office", "outside"):
            said = svg.squeezed(head.string)
            name = re.sub(self.words["continued"], "", said)
            found[name,] += name == said
            for label, value in zip(boxes[::2], boxes[1::2]):
                if svg.squeezed(label.string) == self.words["part"]:
                    continue
                holders_said = re.sub(self.words["if"].rstrip("$"), "?", svg.squeezed(value.string))
                found[name, svg.squeezed(label.string), "vacant" if value.style == "vacant" else holders_said] += 1
        return found


def below(page, head):
    """The stack of boxes under a heading, and under what stands beside it, row by row."""
    right = head.right
    for box in page.boxes:
        if abs(box.top - head.top) < 1 and abs(box.left - right) < 1 and box.style == "clause":
            right = box.right
    bottom, left = head.bottom, head.left
    while True:
        row = [box for box in page.boxes if abs(box.top - bottom) <= svg.ROUNDING and box.left >= left - 1 and box.right <= right + 1]
        if not row or row[0].style in HEADS:
            return
        yield from sorted(row, key=lambda box: box.left)
        bottom = row[0].bottom
