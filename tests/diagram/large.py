"""A made-up city of 500 agencies, with one plan that has everything in quantity: every kind is drawn, in time, on as many pages as it takes."""
import json
import os
import tempfile
import time

import draw
import geometry
import tap as t
from agencies import Shown, check_picture
from reading import Reading

AGENCIES, GROUPS, MEMBERS, BODIES = 500, 40, 120, 60
SECONDS = 60 if t.SANITIZED else 10     # it takes less than one; a limit for what hangs, not a measure
TIERS = ["city", "county", "province", "nation"]
KINDS = ["hq", "office", "authority", "government"]


def check(tap, respond):
    with tempfile.TemporaryDirectory() as folder:
        city = make(os.path.join(folder, "big"))
        for kind in draw.KINDS:
            wanted = [["big", kind, *draw.at_level(level), "--lang", lang, "--plans", city] for level in (0, 1) for lang in draw.LANGS]
            pictures = draw.side_by_side(lambda it: draw.picture(respond, it), wanted)
            geometry.check_pictures(tap, "500 agencies, %s" % kind, pictures)
            start = time.monotonic()
            answer = draw.diagram(respond, ["big", kind, "--plans", city, "-o", os.path.join(folder, kind + ".svg")])
            took = time.monotonic() - start
            tap.ok(answer.status == 0 and took < SECONDS, "500 agencies, %s: drawn in under %d s" % (kind, SECONDS), took, answer.shown)
        reading = Reading(city, "big")
        for level in (0, 1, 2):
            picture = draw.picture(respond, ["big", "command", *draw.at_level(level), "--plans", city])
            check_picture(tap, "500 agencies, command, level %d" % level, reading, Shown(picture, level, "zh"))


def make(city):
    agencies, plan = made_up()
    t.make_city(city, t.HARBOUR, {"big": plan})
    with open(os.path.join(city, "agencies.json"), "w", encoding="utf-8") as file:
        json.dump({"format": 1, "agencies": agencies}, file, ensure_ascii=False)
    return city


def pair(zh, en):
    return {"zh": zh, "en": en}


def made_up():
    """Names of several lengths; every group, body and agency has something to do."""
    agencies = [{"id": "a%d" % i, "name": pair("第%d" % i + "区" * (i % 9) + "局", "Bureau %d" % i + " of Long Affairs" * (i % 5)), "level": "city"}
                for i in range(AGENCIES)]
    ids = [it["id"] for it in agencies]
    organisation = {"bodies": bodies(ids), "posts": posts(ids), "groups": groups(ids),
                    "members": [{"agency": it, "clause": "2" if n % 7 else "3"} for n, it in enumerate(ids[:MEMBERS])]}
    plan = {"format": 1, "id": "big", "title": pair("大城市应急预案", "Big City Plan"),
            "levels": [{"level": 1, "name": pair("一级响应", "Level I"), "clause": "1", "includes": 2},
                       {"level": 2, "name": pair("二级响应", "Level II"), "clause": "1"}],
            "facts": [{"id": "fire", "type": "bool", "label": pair("起火", "fire"), "question": pair("起火了吗？", "Is there a fire?")}],
            "rules": [{"clause": "1", "level": 1, "when": "fire", "says": pair("起火", "fire")}],
            "organisation": organisation, "authority": authority(), "tasks": tasks(ids)}
    return agencies, plan


def bodies(ids):
    made = [{"id": "hq", "kind": "hq", "name": pair("市指挥部", "City Headquarters"), "clause": "1"},
            {"id": "office", "kind": "office", "of": "hq", "name": pair("办公室", "Office"), "clause": "1", "hosts": [
                {"agency": ids[0], "when": "fire"}, {"agency": ids[1], "when": "not fire"}]},
            {"id": "onsite", "kind": "onsite_hq", "of": "hq", "name": pair("现场指挥部", "On-site Headquarters"), "clause": "1"}]
    for i in range(BODIES - len(made)):
        made.append({"id": "b%d" % i, "kind": KINDS[i // len(TIERS) % len(KINDS)], "tier": TIERS[i % len(TIERS)], "clause": "1(%d)" % i,
                     "name": pair("第%d机构" % i + "及其办事机构" * (i % 4), "Body %d" % i + " and what belongs to it" * (i % 4))})
    return made


def posts(ids):
    ranks = [("hq", "commander"), ("hq", "deputy"), ("office", "director"), ("onsite", "commander"), ("b0", "commander"), ("b4", "director")]
    return [{"id": "post%d" % i, "body": body, "rank": rank, "name": pair("第%d岗位" % i, "Post %d" % i), "clause": "1",
             "holders": [{"agency": it, "officer": pair("负责人", "head")} for it in ids[i:2 * i]]} for i, (body, rank) in enumerate(ranks)]


def groups(ids):
    """Some of the headquarters, some of the on-site one, of another body or of none; one too large for a page."""
    of = [{"of": "hq"}, {"of": "onsite"}, {"of": "hq"}, {"of": "b1"}, {}]
    made = []
    for i in range(GROUPS):
        count = 130 if i == 7 else 3 + i % 24
        it = {"id": "g%d" % i, "name": pair("第%d工作组" % i, "Group %d" % i), "clause": "2(%d)" % i, **of[i % len(of)],
              "leaders": [{"agency": ids[(i * 11 + n) % AGENCIES]} for n in range(i % 3)],
              "members": [{"agency": ids[(i * 12 + n) % AGENCIES]} for n in range(count)]}
        made.append({**it, "levels": [1 + i % 2]} if i % 3 == 0 else it)
    return made


def authority():
    rows = [{"step": "launch", "levels": [level], "by": ["post0"], "clause": "1"} for level in (1, 2)]
    rows += [{"step": step, "by": ["hq"], "clause": "1"} for step in ("raise", "lower", "end")]
    rows += [{"step": "propose", "by": ["office"], "to": ["hq"], "clause": "1"}, {"step": "hand_over", "by": ["hq"], "to": ["b2"], "clause": "1"}]
    return rows + [{"step": "launch", "tier": "county", "by": ["b1"], "to": ["hq"], "clause": "1"}]


def tasks(ids):
    kinds = ["report", "alert", "first", "response", "special", "support", "end", "recovery"]
    made = [{"id": "all", "kind": "report", "owners": ["hq"], "to": ids[:300], "what": pair("通知各单位", "tell them all"), "clause": "4"}]
    for i in range(200):
        owners = [ids[(i * 7 + n) % AGENCIES] for n in range(1 + i % 4)]
        it = {"id": "t%d" % i, "kind": kinds[i % len(kinds)], "owners": owners, "clause": "4(%d)" % i,
              "what": pair("第%d件事" % i + "，并报告进展" * (i % 6), "Task %d" % i + ", and report how it goes" * (i % 6)), "levels": [1 + i % 2]}
        if i % 3 == 0:
            it["to"] = ["b%d" % (i % 50), ids[i]]
        if i % 5 == 0:
            it["deadline"] = {"minutes": i, "from": "launch"}
        if i % 10 == 9:
            it["after"] = ["t%d" % (i - 1)]
        made.append(it)
    return made
