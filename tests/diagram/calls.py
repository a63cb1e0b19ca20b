"""The course of the response has every task of the level, and who tells whom every call: against the plan file, read a second time."""
import draw
import svg
import tap as t
from reading import Reading

BEHIND = "〔［[(→-"      # what may follow a task's words: levels, conditions, a time limit, whom it tells, the clause


def check(tap, respond):
    for plan in draw.PLANS:
        reading = Reading(t.SHUOZHOU, plan)
        members = {it["agency"] for it in reading.org["members"]}
        for kind, shows in ("flow", lambda task: not is_duty_of(task, members)), ("notify", lambda task: bool(task.get("to"))):
            wanted = [(level, lang) for level in draw.levels_of(plan) for lang in draw.LANGS]
            commands = [[plan, kind, *draw.at_level(level), "--lang", lang] for level, lang in wanted]
            pictures = draw.side_by_side(lambda it: draw.picture(respond, it), commands)
            for (level, lang), picture in zip(wanted, pictures):
                called = {svg.squeezed(it["what"][lang]) for it in reading.calls(level) if shows(it)}
                others = {svg.squeezed(it["what"][lang]) for it in reading.calls(0) if shows(it)} - called
                said = [svg.squeezed(box.string) for box in picture.boxes("value")]
                missing, more = [it for it in called if not is_said(it, said)], [it for it in others if is_said(it, said)]
                name = "%s %s, level %d (%s): all that the level calls for, and nothing else" % (plan, kind, level, lang)
                tap.ok(called and not missing and not more, name, "missing: %s" % missing[:6], "too many: %s" % more[:6], picture.flaw)


def is_duty_of(task, members):
    """What a member of the headquarters has to do at all times is no step in the course of a response."""
    return "clause" not in task and task["owners"][0] in members


def is_said(words, said):
    return any(text.startswith(words) and text[len(words):len(words) + 1] in BEHIND for text in said)
