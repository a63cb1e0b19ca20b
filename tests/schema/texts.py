"""The clauses of the four official texts, read from the texts themselves."""
import os
import re

import tap as t

LEVEL = "一二三四"
# What stands in one paragraph of road 4.1.n, without numbers of its own.
ROAD_KINDS = {"事故": "发生道路交通事故", "危化品": "易燃易爆物品", "天气": "极端恶劣天气"}


def have():
    return os.path.isdir(t.SOURCES)


def read(plan):
    with open(os.path.join(t.SOURCES, plan + ".txt"), encoding="utf-8") as file:
        return file.read().splitlines()


class Outline:
    """`lines[clause]` is the text of each clause: a section, a numbered item of one, a row of an annex."""

    def __init__(self, plan):
        self.plan, self.lines = plan, {}
        self.section = self.row = ""            # the open section; in an annex also the open row of its table
        for line in read(plan):
            self.take(line.strip())

    def open(self, clause, line):
        self.lines.setdefault(clause, [])
        self.lines[clause].append(line)

    def take(self, line):
        numbered = re.match(r"(\d+(?:\.\d+)*)[ \u3000]\S", line)
        annex = re.match(r"附件(\d+) ", line)
        item = re.match(r"[(（](\d+)[)）]", line)
        row = re.match(r"(特别重大|重大|较大|一般)(?:突发事件|事故)：|([一二三四]级)响应 ", line)
        entry = re.match(r"(\d+)\. ?\S", line)
        if annex:
            self.section, self.row = "附件" + annex[1], ""
            self.open(self.section, line)
        elif numbered and not self.section.startswith("附件"):
            self.section, self.row = numbered[1], ""
            self.open(self.section, line)
        elif row and self.section.startswith("附件"):
            self.row = self.section + "/" + (row[1] or row[2])
            self.open(self.row, line)
        elif item and self.section:
            self.open(self.row + "/(%s)" % item[1] if self.row else self.section + "(%s)" % item[1], line)
        elif entry and self.section.startswith("附件"):
            self.open((self.row or self.section) + "/" + entry[1], line)
        elif self.section:
            self.open(self.row or self.section, line)
            if self.plan == "road" and re.fullmatch(r"4\.1\.[1-4]", self.section):
                for kind, words in ROAD_KINDS.items():
                    if words in line:
                        self.open("%s/%s" % (self.section, kind), line)

    def items(self, clause):
        """How many numbered items a clause has, counted from one without a gap; 0 for none."""
        shapes = [clause + "(%d)", clause + "/(%d)", clause + "/%d"]
        return max(self.run(shape) for shape in shapes)

    def run(self, shape):
        count = 0
        while shape % (count + 1) in self.lines:
            count += 1
        return count

    def text(self, clause):
        return "\n".join(self.lines.get(clause, []))


def conditions(outline):
    """Every clause of the text that says when a level or a grade is reached."""
    shapes = {"animal": r"4\.2\.[1-4]\.1\(\d+\)", "tourism": r"5\.3\.[1-3]\.1\(\d+\)|附件1/[^/]+/\(\d+\)",
              "construction": r"附件3/[^/]+/\d+|附件4/[^/]+", "road": r"4\.1\.[1-4]/.+"}
    return {clause for clause in outline.lines if re.fullmatch(shapes[outline.plan], clause)}
