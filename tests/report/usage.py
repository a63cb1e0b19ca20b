"""Exit statuses, numbers of documents, files, and what a bare incident gives."""
import os
import re

import tap as t
from golden import MARK, split_missing
from stories import COMMON, FORMS, STORIES, Story, plan as read_plan


def refused(tap, answer, status, words, name):
    tap.ok(answer.status == status and words in answer.err and answer.out == "", name, answer.shown)


def check_statuses(tap, office):
    road = office.of("road", "first")
    answer = office.run("report")
    tap.ok(answer.status == 0 and all("  %s " % form in answer.out for form in FORMS), "report by itself lists the forms", answer.shown)
    refused(tap, office.run("report", "road-1", "--db", road), 64, "--form", "no form")
    refused(tap, office.run("report", "road-1", "--form", "frist", "--db", road), 64, "first", "the nearest form")
    refused(tap, office.run("report", "--form", "first", "--db", road), 64, "", "no incident")
    refused(tap, office.run("report", "a", "b", "--form", "first", "--db", road), 64, "", "two incidents")
    refused(tap, office.run("report", "road-1", "--form", "first", "--format", "pdf", "--db", road), 64, "pdf", "an unknown format")
    refused(tap, office.run("report", "road-9", "--form", "first", "--db", road), 66, "road-1", "no such incident")
    refused(tap, office.run("report", "road-1", "--form", "first", "--db", office.path("none.db")), 66, "", "no journal")
    refused(tap, office.report("road", "first", "-o", office.path("none/first.md")), 74, "", "a folder that is not there")
    refused(tap, office.report("road", "first", "-o", "/dev/full"), 74, "", "a full disk")
    with open(office.path("junk.db"), "w", encoding="utf-8") as file:
        file.write("no journal of ours " * 100)
    refused(tap, office.run("report", "road-1", "--form", "first", "--db", office.path("junk.db")), 65, "", "another program's file")
    by_title = office.run("report", "大运高速多车追尾", "--form", "首报", "--db", road)
    tap.same(by_title.out, office.report("road", "first").out, "by title, and the form by its name")
    for form, command in (("review", "review"), ("总结评估", "review"), ("cap", "cap")):
        there, here = office.run(command, "road-1", "--db", road), office.run("report", "road-1", "--form", form, "--db", road)
        tap.ok((there.status, there.out, there.err) == (here.status, here.out, here.err), "the form %s is what `respond %s` writes" % (form, command), here.shown)
        refused(tap, office.run("report", "road-1", "--form", form, "--issue", "--db", road), 64, "--issue", "which is not issued: " + form)
        refused(tap, office.run("report", "--form", form, "--db", road), 64, "", "nor written of nothing: " + form)
    for lang in ("zh", "en"):
        tap.ok(office.run("report", "--help", "--lang", lang).out.count("respond report ") >= 4, "help has examples: " + lang)


def check_steps(tap, office):
    bare = office.journal("bare", Story("road", "无"))
    for form in ("launch", "adjust", "end"):
        refused(tap, office.run("report", "road-1", "--form", form, "--db", bare), 1, "", "a bare incident has nothing for " + form)
    graded = office.journal("graded", Story("construction", "塔吊").set(deaths=12))
    answer = office.run("report", "construction-1", "--form", "launch", "--db", graded)
    tap.ok(answer.status == 0 and "拟由指挥长决定启动" in answer.out and "5.3.4" in answer.out and "签发：" + MARK in answer.out, "a launch that is due is a draft", answer.shown)
    waiting = Story("construction", "塔吊").set(deaths=3).step("launch", "office_director", 3).set(deaths=12)
    answer = office.run("report", "construction-1", "--form", "adjust", "--db", office.journal("waiting", waiting))
    tap.ok("由Ⅲ级响应调整为Ⅱ级响应" in answer.out and "拟由指挥长" in answer.out, "so is a change", answer.shown)
    county = Story("animal", "猪瘟").add("report", {"reports": [{"date": "2126-02-26", "county": "140622", "township": "金城镇", "premises": "一场", "disease": "csf"}]})
    answer = office.run("report", "animal-1", "--form", "launch", "--db", office.journal("county", county))
    tap.ok("县级防治重大动物疫病指挥部" in answer.out and "4.2.4.2" in answer.out, "a level that is the county's is signed by the county's headquarters", answer.shown)


SIGNED = {  # form: who signs by the texts, the person, the clause
    "road": {"launch": ("朔州市道路交通安全应急指挥部", "李四", "4.2.5"), "adjust": ("朔州市道路交通安全应急指挥部", "李副市长", "4.2.5"), "end": ("朔州市道路交通安全应急指挥部", "李四", "4.6")},
    "animal": {"launch": ("市防治动物重大疫病指挥部", "李四", "4.2.3.2"), "adjust": ("市防治动物重大疫病指挥部", "李四", "4.2.1.2"), "end": ("市防治动物重大疫病指挥部", "李四", "4.5")},
    "tourism": {"launch": ("市指挥部办公室", "李四", "5.3.1.2"), "adjust": ("市文化和旅游突发事件应急指挥部", "副市长", "5.3.2.2"), "end": ("市文化和旅游突发事件应急指挥部", "李四", "5.5")},
    "construction": {"launch": ("市指挥部办公室", "李四", "5.3.2"), "adjust": ("市城乡建设事故应急指挥部", "副市长", "5.3.4"), "end": ("市现场指挥部", "李四", "5.3.7")},
}


def check_signatures(tap, office):
    for plan, forms in SIGNED.items():
        for form, (body, name, clause) in forms.items():
            document = office.report(plan, form).out
            block = re.findall(r"^> (.+)$", document, re.M)
            basis = next((line for line in document.split("\n") if "决定" in line and "自" in line), "")
            tap.ok(block[:1] == [body] and ("签发：" + name) in block[1] and clause in basis, "%s %s: signed by whom the plan names, under its clause" % (plan, form), block, basis)


def check_then(tap, office):
    """A notice says what was known when its step was taken, whenever it is printed."""
    launch, adjust = (office.report("construction", form).out for form in ("launch", "adjust"))
    tap.ok("涉险、被困、失联 2 人；" in launch and "死亡" not in launch.split("## ")[0] and "评估为Ⅳ级响应" in launch and "附件3/四级/2" in launch, "a launch by what was known at the launch", launch)
    tap.ok("死亡 11 人；" in adjust and "评估为Ⅱ级响应" in adjust, "a change by what was known at the change", adjust)


def check_everything_said(tap, office):
    """With every fact and detail given, and every task of a report known, nothing of a report is missing."""
    for plan in STORIES:
        story, data = Story(plan, "全"), read_plan(plan)
        story.details(**{key: "某" + key for key in (*COMMON, *[d["id"] for d in data["details"]])}).occurred(5)
        values = {"bool": False, "count": 1, "decimal": 1.5}
        story.set(**{f["id"]: values.get(f["type"], f["values"][0]["id"] if f.get("values") else 1) for f in data["facts"]})
        path = office.journal("all-" + plan, story)
        for form in ("call", "first", "followup"):
            answer = office.run("report", plan + "-1", "--form", form, "--db", path)
            tap.ok(answer.status == 0 and MARK not in answer.out and "缺项" not in answer.out, "%s %s: nothing is missing when all was said" % (plan, form), split_missing(answer.out)[1])
        answer = office.run("report", plan + "-1", "--form", "first", "--db", path)
        tap.ok(all("某" + d["id"] in answer.out.replace("\\", "") for d in data["details"]), "%s: the first report has the plan's own details" % plan)


def check_issue(tap, office):
    path = office.journal("issue", STORIES["road"](), "middle")

    def write(form, *more):
        return office.run("report", "road-1", "--form", form, "--db", path, *more)

    draft = write("followup")
    tap.ok("续报1" in draft.out and "草稿" in draft.out, "before it goes out it is a draft of the next number", draft.shown)
    first = write("followup", "--issue", "-o", office.path("followup.html"))
    tap.ok(first.status == 0 and first.out == "" and os.path.exists(office.path("followup.html")), "it goes out into a file", first.shown)
    with open(office.path("followup.html"), encoding="utf-8") as file:
        tap.ok("草稿" not in file.read(), "and is no draft then")
    again = write("followup")
    tap.ok("续报1" in again.out and "草稿" not in again.out and "死亡" in again.out, "printed once more it is the same", again.shown)
    tap.same(again.out.replace("（草稿，未发出）", ""), draft.out.replace("（草稿，未发出）", ""), "to the letter")
    second = write("followup", "--issue")
    tap.ok("续报2" in second.out and "无变化" in second.out, "the next counts from there: nothing has changed since", second.shown)
    log = office.run("log", "road-1", "--db", path)
    tap.ok("发出续报（第 1 份）" in log.out and "发出续报（第 2 份）" in log.out, "both are in the log", log.shown)
    shift = write("shift")
    tap.ok("续报，第 2 份" in shift.out and re.search(r"第 \d+ 条：[0-9a-f]{64}", shift.out), "the next shift sees them, and the head", shift.shown)
    bad = write("followup", "--issue", "-o", office.path("none/x.md"))
    tap.ok(bad.status == 74 and "续报3" in write("followup").out, "what could not be written can be printed again", bad.shown)


def check_manual(tap, office):
    """docs/reports.md has every form, key and field."""
    with open(os.path.join(t.ROOT, "docs", "reports.md"), encoding="utf-8") as file:
        manual = file.read()
    words = set(re.findall(r"`([^` ]+)`", manual))
    fields = set()
    for form in FORMS:
        fields.update(re.findall(r"\{\{[#^]?([a-z_.0-9]+)\}\}", office.run("report", "--form", form, "--show-template").out))
    keys = {detail["id"] for plan in STORIES for detail in read_plan(plan)["details"]}
    tap.same(sorted((set(FORMS) | set(COMMON) | keys | fields) - words), [], "the manual has every form, key and field")
    listed = office.run("shell", "--db", office.path("keys.db"), stdin="open road\ndetail\n").out
    tap.ok(all("  %s " % key in listed for key in (*COMMON, "traffic", "cargo")), "detail lists the keys", listed)


def check(tap, office):
    check_manual(tap, office)
    check_statuses(tap, office)
    check_steps(tap, office)
    check_signatures(tap, office)
    check_then(tap, office)
    check_everything_said(tap, office)
    check_issue(tap, office)
