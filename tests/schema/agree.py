#!/usr/bin/python3
"""tests/schema/agree.py BUILD_DIR: plans/*.schema.json accept what the loader accepts, no more and no less.

The files of harbour are varied, one thing at a time, at every place that a schema knows; `respond rules` and the schema must both
accept each variation or both refuse it. What only the loader can know (references, expressions, citations, order) is left alone.
So is 1.0, an integer to a schema but not to the loader.
"""
import concurrent.futures
import json
import os
import re
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "..")]
import tap as t  # noqa: E402
import jsonschema  # noqa: E402

FILES = {"spill": "plan", "regions": "regions", "agencies": "agencies"}     # file of harbour: its schema
PAIR = {"zh": "字", "en": "word"}
DROP = object()

SAMPLES = (None, True, 7, "x", [], {})      # one of each JSON type
BAD_TEXTS = ("", "a\nb", "a\u007f", "\u0000")
GOOD_TEXTS = ("\u0085", "字" * 5000)
BAD_IDS = ("Capital", "1st", "_a", ".a", "a-b", "a b", "é", "a" * 65)
DATES = """2024-02-29 2000-02-29 1900-02-29 2023-02-29 2023-02-30 0004-02-29 0000-02-29 0000-01-01 0001-01-01 9999-12-31 2030-01-31 2030-04-30
    2030-04-31 2030-06-31 2030-07-31 2030-09-31 2030-11-31 2030-12-32 2030-05-00 2030-00-10 2030-13-01 2030-5-01 02030-05-01 2030/05/01
    2030-05-01T00:00 ２０３０-05-01""".split()

# Others name what stands here: without it, or with none in it, they would name nothing.
NAMED = {("spill", *place.split("/")) for place in
         ("grades", "terms", "diseases", "parameters", "organisation", "organisation/bodies", "organisation/posts", "organisation/groups")}
NOT_EMPTY = NAMED | {("regions", "counties"), ("agencies", "agencies")}
ID = re.compile(r".*/(id|agency|body|of|grade|parent|by/\*|to/\*|owners/\*|after/\*)")
DATE = ("spill", "document", "issued")
# Where any text will do: nothing is looked up by it.
FREE = re.compile(r".*/(zh|en)|spill/document/number|spill/contents/\*/clause|regions/city/code|.*/(aliases|short)/\*")
# A level cannot be renumbered without breaking the order, so its range is tried by itself (extra_cases).
ORDERED = {("spill", "levels", "*", "level")}


# ---------------------------------------------------------------- the two sides


class Loader:
    def __init__(self, respond, folder, base):
        self.respond, self.folder = respond, folder
        self.base = {name: json.dumps(data, ensure_ascii=False).encode("utf-8") for name, data in base.items()}

    def run(self, **changed):
        """Load harbour with the files in `changed` in place of the base's."""
        with tempfile.TemporaryDirectory(dir=self.folder) as city:
            for name in FILES:
                data = json.dumps(changed[name], ensure_ascii=False).encode("utf-8") if name in changed else self.base[name]
                with open(os.path.join(city, name + ".json"), "wb") as file:
                    file.write(data)
            return t.run([self.respond, "rules", "spill", "--plans", city, "--lang", "en"])


class Schema:
    def __init__(self, kind):
        self.root = t.read_json(t.ROOT, "plans", kind + ".schema.json")
        self.validator = jsonschema.Draft202012Validator(self.root)

    def accepts(self, data):
        return self.validator.is_valid(data)

    def resolved(self, schema):
        """A subschema with what it refers to."""
        if "$ref" not in schema:
            return schema
        return {**self.resolved(self.root["$defs"][schema["$ref"].rpartition("/")[2]]), **schema}

    def places(self, schema=None, steps=()):
        """(steps, subschema) of everything that the schema knows; an element of a list is "*"."""
        schema = self.resolved(schema or self.root)
        yield steps, schema
        for key, inner in schema.get("properties", {}).items():
            yield from self.places(inner, (*steps, key))
        if "items" in schema:
            yield from self.places(schema["items"], (*steps, "*"))


# ---------------------------------------------------------------- documents


def base_documents():
    """Harbour, with the keys and the room that its own plan does not need: each key somewhere, all nine levels, late escalation."""
    base = {name: t.read_json(t.HARBOUR, name + ".json") for name in FILES}
    plan = base["spill"]
    plan["contents"].insert(0, {"clause": "0", "title": PAIR, "items": 1})
    plan["levels"] += [{"level": n, "name": PAIR, "clause": "3.1"} for n in range(len(plan["levels"]) + 1, 10)]
    plan["tasks"][0]["deadline"].update(minutes=0, escalate=525600)
    organisation = plan["organisation"]
    office = find(plan, ("organisation", "bodies", "*", "hosts"))
    for holder in (organisation["bodies"][office[2]]["hosts"][0], organisation["groups"][0]["leaders"][0], organisation["groups"][0]["members"][0]):
        holder.update(officer=PAIR, when="near_shore")
    for kind in ("bodies", "groups", "members"):
        duties = find(plan, ("organisation", kind, "*", "duties"))
        organisation[kind][duties[2]]["duties"][0]["to"] = ["commander"]
    return base


def find(value, steps):
    """The path of the first value at a place, None when there is none."""
    if not steps:
        return ()
    keys = range(len(value)) if steps[0] == "*" else [steps[0]] if steps[0] in value else []
    for key in keys:
        rest = find(value[key], steps[1:])
        if rest is not None:
            return (key, *rest)
    return None


def at(value, path):
    return at(value[path[0]], path[1:]) if path else value


def put(value, path, new):
    """A copy that has `new` at the path, or nothing there for DROP."""
    if not path:
        return new
    copy = value.copy()
    if new is DROP and len(path) == 1:
        del copy[path[0]]
    else:
        copy[path[0]] = put(value[path[0]], path[1:], new)
    return copy


def slim(value, path=None):
    """As much of a document as a schema must see to judge what is at the path: of a list, the item on the path, or one."""
    if path == () or not isinstance(value, (dict, list)):
        return value
    step, rest = (path[0], path[1:]) if path else (None, None)
    if isinstance(value, dict):
        return {key: slim(inner, rest if key == step else None) for key, inner in value.items()}
    if step is not None and step < len(value):
        return [slim(value[step], rest)]
    return [slim(inner) for inner in value[:1]] if value and isinstance(value[0], dict) else value


# ---------------------------------------------------------------- variations


def json_type(value):
    return "number" if type(value) in (int, float) else type(value).__name__


def variations(place, schema, value):
    """What to put at a place instead of its value."""
    yield from (sample for sample in SAMPLES if json_type(sample) != json_type(value))
    if place[-1] != "*" and len(place) > 1 and place not in NAMED:
        yield DROP
    if isinstance(value, str):
        yield from text_variations(place, schema, value)
    elif isinstance(value, dict):
        yield {**value, "at": 1}
        if place not in NOT_EMPTY:
            yield {}
    elif isinstance(value, list):
        if place not in NOT_EMPTY:
            yield []
        if not isinstance(value[0], dict):
            yield [*value, value[0]]
    elif json_type(value) == "number":
        yield 0.5


def text_variations(place, schema, value):
    if "enum" in schema:
        yield from ("", "nonsense", value.upper(), value + "\n")
        return
    yield from (*BAD_TEXTS, value + "\n")
    if ID.fullmatch("/".join(place)):
        yield from BAD_IDS
    if place == DATE:
        yield from DATES
    if FREE.fullmatch("/".join(place)):
        yield from GOOD_TEXTS


def shown(value):
    return "no key" if value is DROP else json.dumps(value, ensure_ascii=False)[:80]


class Comparison:
    def __init__(self, respond, folder):
        self.base = base_documents()
        self.loader = Loader(respond, folder, self.base)
        self.schemas = {name: Schema(kind) for name, kind in FILES.items()}

    def disagreement(self, file, path, new):
        """One line when schema and loader do not agree on a variation, else None."""
        data = put(self.base[file], path, new)
        answer = self.loader.run(**{file: data})
        accepts = self.schemas[file].accepts(slim(data, path[:-1] if new is DROP else path))
        if answer.status == (0 if accepts else 65):
            return None
        return "%s: the schema %s it; loader: %s" % (shown(new), "accepts" if accepts else "refuses", answer.shown.replace("\n", " "))

    def place(self, file, steps, schema):
        """All variations at one place: how many there were, and the disagreements."""
        path = find(self.base[file], steps)
        if path is None:
            return 0, ["harbour has nothing at this place"]
        value = at(self.base[file], path)
        tried = list(variations((file, *steps), schema, value))
        wrong = [self.disagreement(file, path, new) for new in tried]
        if "enum" in schema:
            wrong.append(self.choices(file, path, schema))
        if json_type(value) == "number" and (file, *steps) not in ORDERED:
            edges = self.edges(file, path)
            tried += edges
            wrong += [self.disagreement(file, path, new) for new in edges] or ["the loader tells no range"]
        if isinstance(value, dict):
            wrong.append(self.keys(file, path, schema))
        return len(tried), [line for line in wrong if line]

    def refusal(self, file, path, new, words):
        """What the loader says about a wrong value, taken apart by a pattern."""
        return re.search(words, self.loader.run(**{file: put(self.base[file], path, new)}).err)

    def choices(self, file, path, schema):
        said = self.refusal(file, path, "nonsense", r'"nonsense" is not one of: ([a-z_, ]+)')
        loader = said[1].strip().split(", ") if said else []
        return None if sorted(loader) == sorted(schema["enum"]) else "choices of the loader: %s; of the schema: %s" % (loader, schema["enum"])

    def edges(self, file, path):
        """Around both ends of the range that the loader tells."""
        said = self.refusal(file, path, -1, r"expected an integer from (\d+) to (\d+)")
        return [int(said[1]) - 1, int(said[1]), int(said[2]), int(said[2]) + 1, 10 ** 30] if said else []

    def keys(self, file, path, schema):
        """Offer an object every key that there is: which of them are known?"""
        value = at(self.base[file], path)
        offered = {key for other in self.schemas.values() for _, s in other.places() for key in s.get("properties", {})} - set(value)
        answer = self.loader.run(**{file: put(self.base[file], path, {**value, **dict.fromkeys(offered)})})
        loader = offered - set(re.findall(r'unknown key "(\w+)"', answer.err))
        known = offered & set(schema["properties"])
        return None if loader == known else "optional keys of the loader: %s; of the schema: %s" % (sorted(loader), sorted(known))


# ---------------------------------------------------------------- cases that one place cannot show


def bare_plan(**more):
    """Only what must be there."""
    return {"format": 1, "id": "spill", "title": PAIR, "levels": [{"level": 1, "name": PAIR, "clause": "1"}],
            "facts": [{"id": "fire", "type": "bool", "label": PAIR, "question": PAIR}],
            "rules": [{"clause": "1", "level": 1, "when": "fire", "says": PAIR}], **more}


def bare_city(**more):
    return {"format": 1, "city": {"code": "1", "name": PAIR}, "counties": [{"code": c, "name": PAIR} for c in "abc"], **more}


def extra_cases():
    """(name, the changed files)"""
    fact, rule, level = (bare_plan()[key][0] for key in ("facts", "rules", "levels"))
    value = {"id": "a", "label": PAIR}
    plans = {
        "no key that may be left out": {}, "an empty organisation": {"organisation": {}}, "no rules": {"rules": []},
        "values of a bool": {"facts": [{**fact, "values": [value]}]}, "no values of a bool": {"facts": [{**fact, "values": []}]},
        "an enum of one value": {"facts": [fact, {**fact, "id": "kind", "type": "enum", "values": [value]}]},
        "a rule with level and grade": {"grades": [{"id": "g", "name": PAIR, "clause": "1"}], "rules": [{**rule, "grade": "g"}]},
        "a rule with grade": {"grades": [{"id": "g", "name": PAIR, "clause": "1"}], "rules": [rule, put({**rule, "grade": "g"}, ("level",), DROP)]},
        "an id of 64": {"ending": [{"id": "a" * 64, "condition": PAIR, "clause": "1"}]},
        "nine levels": {"levels": [{**level, "level": n} for n in range(1, 10)]},
        "ten levels": {"levels": [{**level, "level": min(n, 9)} for n in range(1, 11)]},
        "a source with clause and note": {"parameters": [{"id": "p", "days": 1, "source": {"clause": "1", "note": PAIR}}]},
    }
    for number in (0, 1, 9, 10):
        plans["level %d alone" % number] = {"levels": [{**level, "level": number}], "rules": []}
    for name, more in plans.items():
        yield name, {"spill": bare_plan(**more)}
    for name, borders in {"no border": [], "a border": [["a", "b"]], "a border twice": [["a", "b"]] * 2, "a border with itself": [["a", "a"]],
                          "half a border": [["a"]], "a border of three": [["a", "b", "c"]]}.items():
        yield name, {"regions": bare_city(borders=borders)}
    yield "no counties", {"regions": bare_city(counties=[])}
    for name, agencies in {"no agencies": [], "an agency whose id has 64": [{"id": "a" * 64, "name": PAIR, "level": "city"}]}.items():
        yield name, {"agencies": {"format": 1, "agencies": agencies}, "spill": bare_plan()}


def many(item, key, count):
    """Copies of an item that have different names."""
    return [{**item, key: "%s%d" % (item[key], i)} for i in range(count)]


def long_lists(count):
    """For each list that has a limit, by its place: files in which it has so many items."""
    fact, rule = (bare_plan()[key][0] for key in ("facts", "rules"))
    agency = {"id": "a", "name": PAIR, "level": "city"}
    named = {"id": "x", "name": PAIR, "clause": "1"}
    member = {"agency": "a", "clause": "1"}
    task = {"id": "t", "kind": "first", "owners": ["a"], "what": PAIR, "clause": "1"}
    agencies = {"format": 1, "agencies": [agency, *many(agency, "id", count - 1)]}
    never = {**rule, "when": "fire and not fire"}       # comes apart into nothing, so no other limit is met

    def plan(**more):
        return {"spill": bare_plan(**more), "agencies": agencies}

    def organisation(**more):
        return plan(organisation={"bodies": [{**named, "kind": "hq"}], **more})

    return {
        "spill/contents": plan(contents=[{"clause": "1", "title": PAIR}, *many({"clause": "1.", "title": PAIR}, "clause", count - 1)]),
        "spill/facts": plan(facts=[fact, *many(fact, "id", count - 1)]),
        "spill/rules": plan(rules=[rule] + [never] * (count - 1)),
        "spill/ending": plan(ending=many({"id": "e", "condition": PAIR, "clause": "1"}, "id", count)),
        "spill/details": plan(details=many({"id": "d", "label": PAIR, "clause": "1"}, "id", count)),
        "spill/tasks": plan(tasks=many(task, "id", count)),
        "spill/tasks/*/after": plan(tasks=[{**task, "after": ["u"] * count}, {**task, "id": "u"}]),
        "spill/organisation/bodies": organisation(bodies=many({**named, "kind": "hq"}, "id", count)),
        "spill/organisation/posts": organisation(posts=many({**named, "id": "p", "body": "x", "rank": "deputy"}, "id", count)),
        "spill/organisation/groups": organisation(groups=many({**named, "id": "g", "leaders": []}, "id", count)),
        "spill/organisation/members": organisation(members=[member, *many(member, "agency", count - 1)]),
        "regions/counties": {"regions": bare_city(counties=many({"code": "c", "name": PAIR}, "code", count))},
        "agencies/agencies": {"agencies": agencies, "spill": bare_plan()},
    }


# ---------------------------------------------------------------- the points


def check_places(tap, comparison):
    places = [(file, steps, schema) for file, it in comparison.schemas.items() for steps, schema in it.places()]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        found = pool.map(lambda place: comparison.place(*place), places)
        for (file, steps, _), (count, wrong) in zip(places, found):
            tap.ok(not wrong, "%s.json /%s: schema and loader agree on %d variations" % (file, "/".join(steps), count), *wrong)


def check_extra(tap, comparison):
    for name, files in extra_cases():
        answer = comparison.loader.run(**files)
        accepts = all(comparison.schemas[file].accepts(data) for file, data in files.items())
        verb = "accepts" if accepts else "refuses"
        tap.same(answer.status, 0 if accepts else 65, "%s: the loader agrees with the schema, which %s it" % (name, verb), answer.shown)


def check_limits(tap, comparison):
    """The schema's limits are read, not run: it would take long to see that 4096 tasks fit."""
    elsewhere = {"spill/levels", "regions/borders/*"}       # they follow from the order, and from being a pair: see extra_cases
    limits = {"/".join((file, *steps)): schema["maxItems"] for file, it in comparison.schemas.items() for steps, schema in it.places()
              if "maxItems" in schema and "/".join((file, *steps)) not in elsewhere}
    tap.same(sorted(limits), sorted(long_lists(1)), "the lists with a limit")
    for place, most in sorted(limits.items()):
        full, over = (long_lists(count).get(place, {}) for count in (most, most + 1))
        answers = comparison.loader.run(**full), comparison.loader.run(**over)
        tap.same([a.status for a in answers], [0, 65], "%s: the loader takes %d, and no more" % (place, most), *(a.shown for a in answers))


def main(argv):
    respond, tap = t.program(argv), t.Tap()
    with tempfile.TemporaryDirectory() as folder:
        comparison = Comparison(respond, folder)
        for file, schema in comparison.schemas.items():
            answer = comparison.loader.run()
            tap.ok(schema.accepts(comparison.base[file]) and answer.status == 0, "the %s.json to be varied is right" % file, answer.shown)
        if not tap.failed:      # a wrong base would show as a disagreement at every place
            check_places(tap, comparison)
            check_extra(tap, comparison)
            check_limits(tap, comparison)
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main(sys.argv))
