"""Commands given wrongly: the exit status, and one clear message on standard error."""
import tap as t

USAGE, NO_INPUT = 64, 66

# arguments, exit status, words that the one message must have (Chinese, the default; English where --lang en is given)
MISTAKES = [
    (["grad"], USAGE, ["“grad”", "是否指：grade"]),
    (["grad", "--lang", "en"], USAGE, ["“grad”"]),      # the language is an option of commands
    (["xyzzy"], USAGE, ["“xyzzy”", "respond help"]),
    ([""], USAGE, ["“”"]),
    (["--closed"], USAGE, ["“--closed”"]),
    (["help", "tsaks"], USAGE, ["“tsaks”", "是否指：tasks"]),
    (["grade"], USAGE, ["grade PLAN"]),
    (["plans", "road"], USAGE, ["plans"]),
    (["rules"], USAGE, ["rules PLAN"]),
    (["rules", "road", "animal"], USAGE, ["rules PLAN"]),
    (["help", "grade", "tasks"], USAGE, ["help"]),
    (["grade", "road", "--closd"], USAGE, ["“--closd”", "是否指：--closed"]),
    (["grade", "road", "--closd", "--lang", "en"], USAGE, ["“--closd”"]),
    (["plans", "--closed"], USAGE, ["“--closed”"]),
    (["grade", "road", "--reports"], USAGE, ["--reports", "缺少值"]),
    (["grade", "road", "--closed=yes"], USAGE, ["--closed", "不带值"]),
    (["grade", "road", "--lang", "fr"], USAGE, ["zh", "en"]),
    (["grade", "raod"], NO_INPUT, ["“raod”", "是否指：road"]),
    (["grade", "raod", "--lang", "en"], NO_INPUT, ['there is no plan "raod"', "did you mean: road"]),
    (["rules", "anymal"], NO_INPUT, ["“anymal”", "是否指：animal"]),
    (["tasks", "nowhere/road", "--level", "1"], NO_INPUT, ["“nowhere/road”"]),
    (["plans", "--plans", "/nonexistent"], NO_INPUT, ["“/nonexistent”"]),
    (["tasks", "road"], USAGE, ["--level"]),
    (["tasks", "road", "--level", "5"], USAGE, ["“5”", "1 至 4"]),
    (["tasks", "tourism", "--level", "4", "--lang", "en"], USAGE, ['"4"', "1 to 3"]),
    (["tasks", "road", "--level", "two"], USAGE, ["“two”"]),
    (["tasks", "road", "--level", "0"], USAGE, ["“0”"]),
    (["grade", "road", "deahts=1"], USAGE, ["“deahts”", "是否指：deaths"]),
    (["grade", "road", "deahts=1", "--lang", "en"], USAGE, ['no fact "deahts"', "did you mean: deaths"]),
    (["grade", "road", "=3"], USAGE, ["“”"]),
    (["grade", "road", "deaths"], USAGE, ["deaths=3..9"]),
    (["grade", "road", "deaths="], USAGE, ["deaths="]),
    (["grade", "road", "deaths=9..3"], USAGE, ["deaths=9..3", "下限大于上限"]),
    (["grade", "road", "deaths=9..3", "--lang", "en"], USAGE, ["deaths=9..3", "min is greater than max"]),
    (["grade", "road", "deaths=-1"], USAGE, ["deaths=-1", "不能是负数"]),
    (["grade", "road", "deaths=-1", "--lang", "en"], USAGE, ["cannot be negative"]),
    (["grade", "road", "deaths=1.5"], USAGE, ["deaths=1.5", "整数"]),
    (["grade", "road", "deaths=NaN"], USAGE, ["deaths=NaN", "不是数"]),
    (["grade", "road", "deaths=inf", "--lang", "en"], USAGE, ["deaths=inf", "not a number"]),
    (["grade", "road", "deaths=1e400"], USAGE, ["deaths=1e400", "指数"]),
    (["grade", "road", "deaths=1" + "0" * 400], USAGE, ["10^15"]),
    (["grade", "road", "deaths=1000000000000001"], USAGE, ["10^15"]),
    (["grade", "road", "deaths=3,5"], USAGE, ["deaths=3,5"]),
    (["grade", "road", "deaths=0x10"], USAGE, ["deaths=0x10"]),
    (["grade", "road", "deaths=03"], USAGE, ["deaths=03"]),
    (["grade", "construction", "direct_loss=0.1234567"], USAGE, ["六位"]),
    (["grade", "road", "traffic_accident=maybe"], USAGE, ["traffic_accident=maybe", "true/false"]),
    (["grade", "road", "pollution=sme"], USAGE, ["“sme”", "none, some, major", "是否指：some"]),
    (["grade", "construction", "hq_level=5"], USAGE, ["hq_level=5", "1 至 4"]),
    (["grade", "road", "deaths=3", "deaths=4"], USAGE, ["deaths"]),
    (["why"], USAGE, ["why PLAN"]),
    (["why-not", "road"], USAGE, ["why-not PLAN LEVEL"]),
    (["why-not", "road", "5"], USAGE, ["“5”", "1 至 4"]),
    (["why-not", "tourism", "4", "--lang", "en"], USAGE, ['"4"', "1 to 3"]),
    (["flip", "road", "deahts=1"], USAGE, ["“deahts”", "是否指：deaths"]),
    (["flip", "raod"], NO_INPUT, ["“raod”", "是否指：road"]),
    (["when", "animal", "--reports", "/nonexistent"], NO_INPUT, ["/nonexistent"]),
    (["when", "animal", "--al"], USAGE, ["“--al”", "是否指：--all"]),
    (["what-if", "road", "deaths=1"], USAGE, ["--then"]),
    (["what-if", "road", "--then", "deaths=x"], USAGE, ["deaths=x", "不是数"]),
    (["what-if", "road", "--then", "deahts="], USAGE, ["“deahts”", "是否指：deaths"]),
    (["what-if", "road", "--then", "deaths"], USAGE, ["deaths=3..9"]),
    (["what-if", "road", "--then", "deaths=", "--then", "死亡=3", "--lang", "en"], USAGE, ['"deaths"', "twice"]),
    (["grade", "animal", "--as-of", "2026-02-30"], USAGE, ["2026-02-30"]),
    (["grade", "animal", "--as-of", "yesterday"], USAGE, ["yesterday"]),
    (["grade", "animal", "--param", "incubation.cfs=3"], USAGE, ["“incubation.cfs”", "是否指：incubation.csf"]),
    (["grade", "animal", "--param", "incubation.csf"], USAGE, ["incubation.csf=天数"]),
    (["grade", "animal", "--param", "incubation.csf=-3"], USAGE, ["incubation.csf"]),
    (["grade", "animal", "--param", "incubation.csf=99999"], USAGE, ["36500"]),
    (["grade", "animal", "--reports", "/nonexistent.json"], NO_INPUT, ["/nonexistent.json"]),
    (["grade", "road", "--reports", "/dev/null"], USAGE, ["road"]),
    (["grade", "road", "--batch", "deaths=1"], USAGE, ["--batch"]),
    (["grade", "animal", "--as-of", "2026-03-01", "--as-of", "2026-03-02"], USAGE, ["--as-of"]),
    (["grade", "animal", "--reports", "/dev/null", "--reports", "/dev/null"], USAGE, ["--reports"]),
]
COMMANDS = ["plans", "grade", "tasks", "who", "rules", "shell", "help"]


def check(tap, respond):
    for arguments, status, words in MISTAKES:
        answer = t.run([respond, *arguments], cwd=t.ROOT, timeout=20)
        lines = answer.err.splitlines()
        good = answer.status == status and answer.out == "" and len(lines) == 1 and lines[0].startswith("respond: ")
        name = " ".join(a if len(a) < 40 else a[:20] + "…" for a in arguments)
        tap.ok(good and all(word in answer.err for word in words), "usage: %s: exit %d, one message" % (name, status), words, answer.shown)
    check_help(tap, respond)


def check_help(tap, respond):
    whole = {lang: t.run([respond, "help", "--lang", lang]) for lang in ("zh", "en")}
    for name in COMMANDS:
        for lang in ("zh", "en"):
            tap.ok(("\n  %s" % name) in whole[lang].out, "help (%s) lists %s" % (lang, name), whole[lang].shown)
            one = t.run([respond, "help", name, "--lang", lang])
            tap.ok(one.status == 0 and one.out.startswith("respond " + name) and one.err == "" and "--plans" in one.out,
                   "help %s (%s)" % (name, lang), one.shown)
            if name != "shell":      # which hands its options to respond-shell
                tap.same(t.run([respond, name, "--help", "--lang", lang]).out, one.out, "%s --help (%s) says the same" % (name, lang))
    for option in ("-h", "--help"):
        tap.same(t.run([respond, option]).out, whole["zh"].out, "respond %s is help" % option)
    english = t.run([respond, "help"], env=t.environment(RESPOND_LANG="en"))
    tap.same(english.out, whole["en"].out, "RESPOND_LANG=en is --lang en")
