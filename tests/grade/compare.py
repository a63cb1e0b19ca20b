#!/usr/bin/env python3
"""compare.py EXPECTED ACTUAL: two JSONL files, line by line, as TAP 14; exit 1 on any difference.

`clauses` and `ask` compare as sets; an expected "*" stands for any string (as an id, for null too);
keys that only ACTUAL has (warnings, …) are allowed, but an answer is a grade or an error, never both.
"""
import json
import sys

SETS = {"clauses", "ask"}


def show(value):
    return json.dumps(value, ensure_ascii=False)


def same(expected, actual):
    """Equal as JSON: 1, 1.0 and true are three different things."""
    return expected == actual and show(expected) == show(actual)


def differences(expected, actual, where=""):
    if expected == "*":
        if not (isinstance(actual, str) or (where == "/id" and actual is None)):
            yield "%s: expected any string, got %s" % (where, show(actual))
    elif where[1:] in SETS:
        if not isinstance(actual, list) or not all(isinstance(item, str) for item in actual):
            yield "%s: expected a list of strings, got %s" % (where, show(actual))
        elif set(expected) != set(actual):
            yield "%s: missing %s, unexpected %s" % (
                where, show(sorted(set(expected) - set(actual))), show(sorted(set(actual) - set(expected))))
    elif isinstance(expected, dict):
        if not isinstance(actual, dict):
            yield "%s: expected an object, got %s" % (where, show(actual))
            return
        for key, value in expected.items():
            if key not in actual:
                yield "%s/%s: missing, expected %s" % (where, key, show(value))
            else:
                yield from differences(value, actual[key], where + "/" + key)
        if not where and "error" not in expected and "error" in actual:
            yield "/error: a grade was expected, got %s" % show(actual["error"])
        if not where and "error" in expected and "level" in actual:
            yield "/level: an error was expected, got a grade"
    elif not same(expected, actual):
        yield "%s: expected %s, got %s" % (where, show(expected), show(actual))


def check(expected, actual):
    """The differences between two lines of text; None is a line that is not there."""
    if expected is None:
        return ["a line too many: %s" % actual]
    if actual is None:
        return ["no line; expected %s" % expected]
    try:
        value = json.loads(actual)
    except (ValueError, RecursionError) as problem:
        return ["not JSON (%s): %s" % (problem, actual)]
    return list(differences(json.loads(expected), value))


def name(expected, number):
    ident = json.loads(expected).get("id") if expected else None
    text = ident if isinstance(ident, str) and ident else "line %d" % number
    text = "".join(c if c.isprintable() and ord(c) < 0x10000 else "?" for c in text[:100])
    return text.replace("\\", "\\\\").replace("#", "\\#")


def read(path):
    with open(path, "rb") as file:
        lines = file.read().decode("utf-8", "replace").split("\n")
    return lines[:-1] if lines[-1] == "" else lines


def main(argv):
    if len(argv) != 3:
        sys.exit("usage: compare.py EXPECTED ACTUAL")
    expected, actual = read(argv[1]), read(argv[2])
    count = max(len(expected), len(actual))
    expected += [None] * (count - len(expected))
    actual += [None] * (count - len(actual))
    failed = 0
    out = ["TAP version 14", "1..%d" % count]
    for number, (want, got) in enumerate(zip(expected, actual), 1):
        problems = check(want, got)
        failed += bool(problems)
        out.append("%s %d - %s" % ("not ok" if problems else "ok", number, name(want, number)))
        if problems:
            out += ["  ---", "  line: %d" % number, "  differences:"]
            out += ["    - " + json.dumps(p[:2000], ensure_ascii=False) for p in problems] + ["  ..."]
    out.append("# %d of %d lines differ" % (failed, count))
    sys.stdout.buffer.write(("\n".join(out) + "\n").encode("utf-8", "replace"))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
