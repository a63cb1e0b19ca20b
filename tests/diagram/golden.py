"""Two pictures, byte by byte: what changes how anything is drawn shows here, and is looked at before it is accepted."""
import difflib
import os

import draw

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "golden")
PICTURES = [("road-command-2.svg", ["road", "command", "--level", "2"]), ("animal-levels.svg", ["animal", "levels"])]


def check(tap, respond):
    for name, arguments in PICTURES:
        answer = draw.diagram(respond, arguments)
        with open(os.path.join(HERE, name), "rb") as file:
            wanted = file.read()
        lines = [data.decode("utf-8", "replace").splitlines() for data in (wanted, answer.out)]
        changes = difflib.unified_diff(*lines, "golden/" + name, "now", n=0, lineterm="")
        tap.ok(answer.status == 0 and answer.out == wanted, "respond diagram %s is tests/diagram/golden/%s" % (" ".join(arguments), name),
               "If the picture should have changed: tests/diagram/run BUILD --renew, look at both in a browser, commit.", answer.err,
               *[line[:200] for line in changes][:30])


def renew(respond):
    for name, arguments in PICTURES:
        answer = draw.diagram(respond, arguments)
        if answer.status != 0:
            return answer.status
        with open(os.path.join(HERE, name), "wb") as file:
            file.write(answer.out)
    return 0
