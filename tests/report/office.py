"""An office for the tests: journals made from stories, and the program that writes their documents."""
import os

import tap as t
from stories import AT_THE_END, STORIES

PLANS = os.path.join(t.ROOT, "plans")


class Office:
    def __init__(self, respond, folder):
        self.respond, self.folder, self.journals = respond, folder, {}
        self.env = t.environment(TZ="CST-8", HOME=folder, RESPOND_PLANS=PLANS)

    def path(self, name):
        return os.path.join(self.folder, name)

    def run(self, *words, stdin=b"", **more):
        return t.run([self.respond, *words], stdin=stdin, env={**self.env, **more})

    def journal(self, name, story, mark=None):
        """The path of a journal that has a story, up to a mark."""
        path = self.path(name + ".db")
        answer = self.run("import", "-", "--db", path, stdin=story.text(mark))
        if answer.status != 0:
            raise AssertionError("%s: %s" % (name, answer.shown))
        return path

    def of(self, plan, form):
        """The journal in which a plan's story has come as far as the form needs."""
        mark = None if form in AT_THE_END else "middle"
        name = "%s-%s" % (plan, mark)
        if name not in self.journals:
            self.journals[name] = self.journal(name, STORIES[plan](), mark)
        return self.journals[name]

    def report(self, plan, form, *options):
        return self.run("report", plan + "-1", "--form", form, "--db", self.of(plan, form), *options)
