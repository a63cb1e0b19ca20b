"""Every form of every plan, letter by letter; and that a number is the same wherever it stands."""
import os
import re

from stories import FORMS, STORIES, plan as read_plan

GOLDEN = os.path.join(os.path.dirname(os.path.abspath(__file__)), "golden")
MARK, MARK_EN = "〔未报〕", "[not reported]"
# Besides Chinese Markdown: one plan each as text, as HTML, and in English.
ALSO = (("road", ("--format", "txt"), "txt"), ("tourism", ("--format", "html"), "html"), ("construction", ("--lang", "en"), "en.md"))


def same_as_golden(tap, name, answer, renew):
    path = os.path.join(GOLDEN, name)
    if renew:
        with open(path, "w", encoding="utf-8") as file:
            file.write(answer.out)
    try:
        with open(path, encoding="utf-8") as file:
            wanted = file.read()
    except OSError:
        wanted = None
    if answer.status != 0 or answer.out != wanted:
        got, want = answer.out.split("\n"), (wanted or "").split("\n")
        first = next((i for i, pair in enumerate(zip(got, want)) if pair[0] != pair[1]), min(len(got), len(want)))
        tap.ok(False, "golden: " + name, answer.err, "line %d" % (first + 1), *["expected: " + line for line in want[first:first + 3]],
               *["got:      " + line for line in got[first:first + 3]])
    else:
        tap.ok(True, "golden: " + name)


def rows(document):
    """(label, value) of every table row with two cells."""
    return [(match[1], match[2]) for match in re.finditer(r"^\| ([^|]+) \| ([^|]*) \|$", document, re.M)]


def split_missing(document):
    """What comes before the list of missing things, and that list."""
    body, _, tail = document.partition("\n## 缺项\n")
    return body, re.findall(r"^- (.*)$", tail, re.M)


def check_numbers(tap, office, plan):
    labels = [fact["label"]["zh"] for fact in read_plan(plan)["facts"]]
    seen = {}
    for form in ("call", "first", "followup", "shift", "adjust"):
        document = office.report(plan, form).out
        for label, value in rows(document):
            seen.setdefault(label, {}).setdefault(value, []).append(form)
        for label, value in re.findall(r"([^；：\n]+?) ([^；\n]+)；", document) if form == "adjust" else ():
            seen.setdefault(label, {}).setdefault(value, []).append(form)
    numbers = {label: values for label, values in seen.items() if label in labels}
    tap.ok(len(numbers) >= 2 and any(len(forms) >= 4 for values in numbers.values() for forms in values.values()), "%s: facts are in several forms" % plan, numbers)
    tap.ok(all(len(values) == 1 for values in numbers.values()), "%s: each number is the same in all forms" % plan,
           {label: values for label, values in numbers.items() if len(values) > 1})


def check_missing(tap, office, plan, form):
    document = office.report(plan, form).out
    body, missing = split_missing(document)
    tap.same(bool(missing), MARK in body, "%s %s: what is missing is listed, and only then" % (plan, form))
    unlisted = [label for label, value in rows(body) if value == MARK and label not in missing]
    tap.ok(not unlisted, "%s %s: every marked row is listed" % (plan, form), unlisted)
    tap.ok(len(set(missing)) == len(missing), "%s %s: nothing is listed twice" % (plan, form), missing)


def check_language(tap, office, plan, form):
    answer = office.report(plan, form, "--lang", "en")
    tap.ok(answer.status == 0 and MARK not in answer.out and "缺项" not in answer.out, "%s %s: in English" % (plan, form), answer.shown)


def check_marks(tap, office, plan, form):
    """A drill says so at the top and the bottom, whatever the format; nothing else does."""
    drill = plan in ("road", "animal")
    for name in ("md", "txt", "html"):
        lines = [line for line in office.report(plan, form, "--format", name).out.split("\n") if line]
        if name == "html":
            marks = sum("<div class=\"banner\">演练</div>" in line for line in lines)
            tap.same(marks, 2 if drill else 0, "%s %s %s: head and foot of every page" % (plan, form, name))
        else:
            marked = ["演练" in lines[0], "演练" in lines[-1]]
            tap.same(marked, [drill, drill], "%s %s %s: first and last line" % (plan, form, name))


def check(tap, office, renew):
    for plan in STORIES:
        for form in FORMS:
            same_as_golden(tap, "%s-%s.md" % (plan, form), office.report(plan, form), renew)
            check_missing(tap, office, plan, form)
            check_language(tap, office, plan, form)
            check_marks(tap, office, plan, form)
        check_numbers(tap, office, plan)
    for plan, options, suffix in ALSO:
        for form in ("first", "launch", "shift"):
            same_as_golden(tap, "%s-%s.%s" % (plan, form, suffix), office.report(plan, form, *options), renew)
