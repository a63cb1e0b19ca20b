"""Templates of one's own, good and bad."""
import os

from golden import split_missing
from stories import FORMS


def put(office, folder, form, data):
    os.makedirs(office.path(folder), exist_ok=True)
    with open(os.path.join(office.path(folder), form + ".md"), "wb") as file:
        file.write(data if isinstance(data, bytes) else data.encode("utf-8"))
    return office.path(folder)


BAD = {   # name: (template, line:column, what the message says)
    "an unknown field": ("# x\n\n在{{plase}}\n", "3:4", "place"),
    "a column outside its list": ("{{owner}}", "1:3", ""),
    "a column of another list": ("{{#reports}}{{says}}{{/reports}}", "1:15", ""),
    "a list as text": ("{{facts}}", "1:3", ""),
    "a tag that is not closed": ("a {{place", "1:3", ""),
    "a section that is not closed": ("{{#facts}}\n", "1:4", ""),
    "a section closed by another": ("{{#facts}}{{/basis}}", "1:14", "facts"),
    "an include": ("{{> /etc/passwd}}", "1:3", ""),
    "a call": ("{{place()}}", "1:8", ""),
    "a control character": ("a\n\x1b]0;x\x07", "2:1", ""),
    "bytes that are no text": (b"a\xff", "1:2", ""),
}


def check_bad(tap, office):
    for number, (name, (template, place, words)) in enumerate(BAD.items()):
        folder = put(office, "bad%d" % number, "first", template)
        answer = office.report("road", "first", "--templates", folder)
        where = "%s/first.md:%s:" % (folder, place)
        tap.ok(answer.status == 65 and where[-40:] in answer.err and words in answer.err and answer.out == "", "%s has its place" % name, where, answer.shown)
    deep = put(office, "deep", "first", "{{#place}}" * 9 + "{{/place}}" * 9)
    tap.same(office.report("road", "first", "--templates", deep).status, 65, "sections nine deep")
    long = put(office, "long", "first", "a" * 70000)
    tap.same(office.report("road", "first", "--templates", long).status, 65, "a template of 70,000 bytes")
    bomb = put(office, "bomb", "tasks", "{{#agencies}}" * 8 + "x" + "{{/agencies}}" * 8)
    tap.same(office.report("road", "tasks", "--templates", bomb).status, 65, "a template that would never end")
    answer = office.report("road", "first", "--templates", office.path("nowhere"))
    tap.ok(answer.status == 66 and "nowhere" in answer.err, "a folder that is not there", answer.shown)


def check_good(tap, office):
    own = put(office, "own", "first", "\ufeff# 快报\r\n\r\n{{place}}，死亡{{fact.deaths}}，{{detail.traffic}}。{{! 备注 }}\r\n\r\n{{#measures}}\r\n措施：{{measures}}\r\n{{/measures}}\r\n<b>{{cause}}</b>\r\n")
    answer = office.report("road", "first", "--templates", own)
    body, missing = split_missing(answer.out)
    tap.same(body, "**演练**\n\n# 快报\n\n大运高速 K105 下行，死亡12 人，下行中断。\n\n<b>〔未报〕</b>\n", "a template of one's own, as another system's editor saves it", answer.err)
    tap.same(missing, ["初步原因"], "what it asks for and nobody said is listed all the same")
    html = office.report("road", "first", "--templates", own, "--format", "html")
    tap.ok("&lt;b&gt;〔未报〕&lt;/b&gt;" in html.out and html.out.count("<div class=\"banner\">演练</div>") == 2, "its HTML is text, and the drill is marked", html.shown)
    tap.same(office.report("road", "launch", "--templates", own).out, office.report("road", "launch").out, "a form that the folder does not have is ours")


def check_ours(tap, office):
    """Our templates, printed and given back, make the same documents."""
    for lang in ("zh", "en"):
        for form in FORMS:
            shown = office.run("report", "--form", form, "--show-template", "--lang", lang)
            folder = put(office, "ours-" + lang, form, shown.out)
            for plan in ("road", "construction"):
                same = office.report(plan, form, "--lang", lang).out == office.report(plan, form, "--lang", lang, "--templates", folder).out
                tap.ok(shown.status == 0 and same, "%s %s %s: our template through the folder" % (plan, form, lang))


def check(tap, office):
    check_bad(tap, office)
    check_good(tap, office)
    check_ours(tap, office)
