"""A plan file read a second time: who has which place at a level. Independent of the program; used to judge its pictures."""
import tap as t


class Reading:
    def __init__(self, folder, plan):
        self.plan = t.read_json(folder, plan + ".json")
        self.org = {kind: self.plan.get("organisation", {}).get(kind, []) for kind in ("bodies", "posts", "groups", "members")}
        self.agencies = {it["id"]: it for it in t.read_json(folder, "agencies.json")["agencies"]}
        self.owned = {it["id"]: it for kind in ("bodies", "posts", "groups") for it in self.org[kind]}

    # ---- names, as they are shown

    def name(self, ident, lang):
        if ident in self.owned:
            return self.owned[ident]["name"][lang]
        agency = self.agencies[ident]
        return agency["short"][0] if lang == "zh" and agency.get("short") else agency["name"][lang]

    def holder(self, holder, lang):
        """(agency and officer as one text, whether under a condition)"""
        officer = holder.get("officer")
        return self.name(holder["agency"], lang) + (("（%s）" if lang == "zh" else " (%s)") % officer[lang] if officer else ""), "when" in holder

    # ---- what is called for

    def includes(self, level):
        by_number = {it["level"]: it for it in self.plan["levels"]}
        while level:
            yield level
            level = by_number[level].get("includes", 0)

    def calls(self, level):
        """Tasks, and the duties as tasks, that a level (0: any) calls for."""
        levels = set(self.includes(level))
        tasks = list(self.plan.get("tasks", []))
        for kind in ("bodies", "groups", "members"):
            for owner in self.org[kind]:
                ident = owner.get("id") or owner["agency"]
                for number, duty in enumerate(owner.get("duties", []), 1):
                    tasks.append({"id": "%s.%d" % (ident, number), "owners": [ident], "to": duty.get("to", []), "what": duty,
                                  "levels": owner.get("levels", [])})
        return [it for it in tasks if not level or not it.get("levels") or levels & set(it["levels"])]

    def steps(self, level):
        return [row for row in self.plan.get("authority", []) if stands(row, level)]

    # ---- who is where

    def headquarters(self):
        parts = {it.get("of") for it in self.org["bodies"] + self.org["groups"]}
        ours = [it["id"] for it in self.org["bodies"] if it["kind"] == "hq" and it.get("tier", "city") == "city"]
        return next((it for it in ours if it in parts), ours[0])

    def groups(self, level):
        return [it for it in self.org["groups"] if stands(it, level)]

    def posts(self, body):
        return [it for it in self.org["posts"] if it["body"] == body]

    def bodies(self, level):
        """Those to be shown: the headquarters, whoever has groups, and all that the level gives something to do."""
        acting = {a for it in self.calls(level) + self.steps(level) for a in it.get("owners", []) + it.get("by", []) + it.get("to", [])}
        acting |= {self.owned[a]["body"] for a in acting if a in self.owned and "body" in self.owned[a]}
        acting |= {it.get("of") for it in self.groups(level)} | {self.headquarters()}
        return [it for it in self.org["bodies"] if not level or it["id"] in acting]

    def unplaced(self):
        """Agencies that are named, but have no place at any level."""
        holders = [h for it in self.org["bodies"] for h in it.get("hosts", [])] + [h for it in self.org["posts"] for h in it.get("holders", [])]
        holders += [h for it in self.org["groups"] for h in it["leaders"] + it.get("members", [])] + self.org["members"]
        named = {a for it in self.calls(0) + self.steps(0) for a in it.get("owners", []) + it.get("by", []) + it.get("to", [])}
        return sorted(named - set(self.owned) - {h["agency"] for h in holders})


def stands(it, level):
    return not level or not it.get("levels") or level in it["levels"]
