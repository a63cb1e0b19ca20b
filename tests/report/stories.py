"""Four incidents, one a plan, told as journal entries: from the first call to the end. Two of them are drills.

Entries are dated far ahead, so that no clock runs on behind them: what a document says does not depend on when it is printed.
"""
import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.append(os.path.join(HERE, "..", "cli"))
from journal import Book  # noqa: E402

AHEAD = 4927824000000       # 2126-02-26T16:00Z, 2126-02-27 00:00 in Shuozhou
DRILL = 1772305200000       # 2026-02-28T19:00Z, 2026-03-01 03:00 in Shuozhou
MINUTE = 60000

COMMON = ("caller", "caller_phone", "source", "place", "nature", "area", "course", "cause", "trend", "loss", "leaders", "measures", "requests", "commander",
          "commander_phone", "next", "addressee", "signer", "contact")
FORMS = ("call", "first", "followup", "final", "launch", "adjust", "end", "tasks", "shift")


class Story:
    def __init__(self, plan, title, drill=False):
        self.plan, self.ident, self.drill, self.clock = plan, plan + "-1", drill, DRILL if drill else -1
        self.book = Book()
        self.book.now = AHEAD
        self.marks = {}
        self.add("open", {"plan": "shuozhou/" + plan, "title": title, "drill": drill})

    @property
    def now(self):
        """By the incident's clock."""
        return self.clock if self.drill else self.book.now

    def add(self, kind, body=None, role="", name="张三", reason="", minutes=1):
        self.clock += minutes * MINUTE if self.drill else 0
        self.book.add(self.ident, kind, body or {}, name=name, role=role, reason=reason, drill=self.clock, minutes=minutes)
        return self

    def set(self, **facts):
        return self.add("set", {"facts": facts})

    def details(self, **texts):
        for key, text in texts.items():
            self.add("detail", {"key": key, "text": text}, minutes=0)
        return self

    def step(self, kind, role, level=None, proven=None, name="李四", tier="city", reason="", **more):
        body = {"tier": tier, **({} if level is None else {"level": level, "proven": proven or level, "possible": 1}), **more}
        return self.add(kind, body, role, name, reason, minutes=3)

    def occurred(self, before):
        return self.add("moment", {"moment": "occurrence", "time": self.now - before * MINUTE}, minutes=0)

    def confirm(self, *conditions, role="", name="李四"):
        for condition in conditions:
            self.add("confirm", {"condition": condition}, role, name)
        return self

    def issue(self, form, number=1):
        return self.add("issue", {"form": form, "number": number})

    def mark(self, name):
        """So far the story has come when its documents of that moment are written."""
        self.marks[name] = len(self.book.lines)
        return self

    def text(self, mark=None):
        return "".join(line + "\n" for line in self.book.lines[:self.marks.get(mark, len(self.book.lines))])


def road():
    story = Story("road", "大运高速多车追尾", drill=True).occurred(20)
    story.set(traffic_accident=True, deaths={"min": 2, "max": 4}, injured=12)
    story.details(caller="高速交警 赵六", caller_phone="0349-1234567", source="122 报警", place="大运高速 K105 下行", course="雾中 7 车连环追尾", traffic="下行中断")
    story.step("propose", "office", 3, name="值班员王五").step("launch", "hq", 3, provisional=True).issue("first")
    story.add("accept", {"task": "l3_team"}, "hq", "李四").add("note", {"text": "03:12 消防、急救到场"})
    story.set(deaths=12, missing=0, severe_weather=False, hazmat_release=False)
    story.details(commander="刘支队长", commander_phone="13900000000", trend="伤亡还在核实", area="朔城区")
    story.step("raise", "commander", 2, name="李副市长", reason="死亡 12 人").mark("middle")
    story.add("done", {"task": "l2_notify", "text": "03:20 全部通知到"}, "office", "王五")
    story.add("shift", {"to": "钱七", "head": "0" * 64})
    return story.confirm("handling_done", "no_secondary_danger", role="hq").step("end", "hq")


def animal():
    story = Story("animal", "神头镇蛋鸡场疫情", drill=True)
    report = {"date": "2026-02-27", "county": "140602", "township": "神头镇", "premises": "王某蛋鸡场", "disease": "hpai", "spread": "sporadic"}
    story.occurred(600).add("report", {"reports": [report]})
    story.details(source="县动物疫控中心电话", place="朔城区神头镇", species="蛋鸡，海兰褐", herd="8200 只", symptoms="精神沉郁，产蛋下降", sick="1500 只", dead="430 只",
                  samples="已采 20 份送省疫控")
    story.step("propose", "hq_office", 3, name="值班员王五").step("launch", "hq", 3).issue("first")
    story.add("report", {"reports": [{**report, "date": "2026-02-28", "county": "140603", "township": "井坪镇", "premises": "二号场"}]})
    story.details(measures="封锁疫点，扑杀 8200 只").set(zoonosis_human_case=False)
    story.step("raise", "hq", 1, reason="两县连片").mark("middle")
    return story.confirm(*[e["id"] for e in plan("animal")["ending"]], role="hq").step("end", "hq")


def tourism():
    story = Story("tourism", "应县木塔景区踩踏").occurred(15)
    story.set(deaths={"min": 1, "max": 2}, serious_injuries=3, trapped=2)
    story.details(source="景区值班室", place="应县木塔广场", unit="应县木塔景区", scene="人群已疏散一半", category="踩踏", loss="尚未统计")
    story.step("launch", "office_director", 3).issue("first").issue("followup")
    story.set(deaths=4, missing=0, trapped=0, mass_participants=0, stranded=0)
    story.details(scene="人群已全部疏散").step("raise", "commander", 2, name="副市长").mark("middle")
    return story.confirm(*[e["id"] for e in plan("tourism")["ending"]], role="hq").step("end", "hq")


def construction():
    story = Story("construction", "平安路工地塔吊倒塌").occurred(25)
    story.set(endangered=2, municipal_utility=False)
    story.details(source="项目部", place="平鲁区平安路 3 号工地", project="平安花园 3 号楼", firms="建设：甲公司；施工：乙公司；监理：丙公司", enterprise_head="孙八 13800000000")
    story.step("launch", "office_director", 4).issue("first")
    story.set(deaths=11, serious_injuries={"min": 5, "max": 9}, direct_loss=1200.5, endangered=0)
    story.step("raise", "commander", 2, name="副市长", reason="死亡 11 人").mark("middle")
    return story.confirm(*[e["id"] for e in plan("construction")["ending"]], role="onsite_commander").step("end", "onsite_commander")


def plan(name):
    with open(os.path.join(HERE, "..", "..", "plans", "shuozhou", name + ".json"), encoding="utf-8") as file:
        return json.load(file)


STORIES = {"road": road, "animal": animal, "tourism": tourism, "construction": construction}
# Written when the response has ended; all others while it runs.
AT_THE_END = ("end", "final")
