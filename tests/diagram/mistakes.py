"""respond diagram given wrongly: the exit status, and one clear message; by itself it says what there is."""
import draw
import tap as t

# arguments, exit status, words of the one message
MISTAKES = [
    (["road", "commnd"], draw.USAGE, ["“commnd”", "command levels flow notify conflict", "是否指：command"]),
    (["road", "levles", "--lang", "en"], draw.USAGE, ['"levles"', "command, levels, flow, notify and conflict", "did you mean: levels"]),
    (["road", "xyzzy"], draw.USAGE, ["“xyzzy”"]),
    (["road", ""], draw.USAGE, ["“”"]),
    (["road", "图\x1b[31m" + "图" * 200], draw.USAGE, ["\\x1b"]),
    (["raod", "command"], draw.NO_INPUT, ["“raod”", "是否指：road"]),
    (["raod", "command", "--lang", "en"], draw.NO_INPUT, ['"raod"', "did you mean: road"]),
    (["nowhere/road", "command"], draw.NO_INPUT, ["“nowhere/road”"]),
    (["road", "command", "--plans", "/nonexistent"], draw.NO_INPUT, ["“/nonexistent”"]),
    (["road", "command", "--level", "5"], draw.USAGE, ["“5”", "1 至 4"]),
    (["tourism", "levels", "--level", "4", "--lang", "en"], draw.USAGE, ['"4"', "1 to 3"]),
    (["road", "command", "--level", "0"], draw.USAGE, ["“0”"]),
    (["road", "command", "--level", "two"], draw.USAGE, ["“two”"]),
    (["road", "command", "--level"], draw.USAGE, ["--level", "缺少值"]),
    (["road", "command", "--format", "jpeg"], draw.USAGE, ["“jpeg”", "svg pdf png dot"]),
    (["road", "command", "--format", "SVG", "--lang", "en"], draw.USAGE, ['"SVG"', "svg, pdf, png and dot"]),
    (["road", "command", "--page", "0"], draw.USAGE, ["--page", "“0”"]),
    (["road", "command", "--page", "-1"], draw.USAGE, ["--page", "“-1”"]),
    (["road", "command", "--page", "1.5"], draw.USAGE, ["--page", "“1.5”"]),
    (["road", "command", "--page", ""], draw.USAGE, ["--page", "“”"]),
    (["road", "command", "--page", "99"], draw.USAGE, ["99", "共 1 页"]),
    (["road", "command", "--page", "99", "--json", "--lang", "en"], draw.USAGE, ["no page 99", "there are 1"]),
    (["road", "command", "--page", "99", "-o", "/dev/null"], draw.USAGE, ["99"]),
    (["road", "command", "--page", "99999999999999999999"], draw.USAGE, ["--page"]),
    (["road", "command", "--levle", "1"], draw.USAGE, ["“--levle”", "--level"]),
    (["road", "command", "--json=yes"], draw.USAGE, ["--json"]),
    (["road", "command", "-o"], draw.USAGE, ["-o", "缺少值"]),
    (["road", "command", "--lang", "fr"], draw.USAGE, ["zh", "en"]),
    (["road", "command", "deahts=1"], draw.USAGE, ["“deahts”", "是否指：deaths"]),
    (["road", "command", "deaths=x"], draw.USAGE, ["deaths=x"]),
    (["road", "command", "deaths"], draw.USAGE, ["deaths=3..9"]),
    (["road", "command", "deaths=1", "deaths=2"], draw.USAGE, ["deaths"]),
    (["road", "command", "levels"], draw.USAGE, ["levels"]),
    (["road", "command", "--incident", "road-1", "--db", "/nonexistent/j.db"], draw.NO_INPUT, ["/nonexistent/j.db"]),
    (["road", "command", "deaths=1", "--incident", "road-1"], draw.USAGE, ["--incident", "deaths=1"]),
]


def check(tap, respond):
    answers = draw.side_by_side(lambda it: draw.diagram(respond, it[0]), MISTAKES)
    for (arguments, status, words), answer in zip(MISTAKES, answers):
        lines = answer.err.splitlines()
        good = answer.status == status and answer.out == b"" and len(lines) == 1 and lines[0].startswith("respond: ") and lines[0].isprintable()
        name = "diagram %s: exit %d, one message" % (" ".join(arguments)[:60], status)
        tap.ok(good and all(word in answer.err for word in words), name, words, answer.shown)
    check_kinds(tap, respond)
    check_help(tap, respond)
    check_facts(tap, respond)


def check_kinds(tap, respond):
    for lang in draw.LANGS:
        answer = draw.diagram(respond, ["--lang", lang])
        lines = answer.out.decode().splitlines()
        said = [line.split()[0] for line in lines if line.startswith("  ") and line[2] != " "]
        tap.ok(answer.status == 0 and said == draw.KINDS and answer.err == "", "diagram alone lists the kinds (%s)" % lang, answer.shown)
    named = {kind: draw.diagram(respond, ["road", kind]).out for kind in draw.KINDS}
    for kind, name in zip(draw.KINDS, ["指挥体系图", "响应级别图", "应急响应流程图", "报告通知图", "单位占用图"]):
        tap.ok(draw.diagram(respond, ["road", name]).out == named[kind] and name in named[kind].decode(), "diagram road %s is %s" % (name, kind))
    by_city = draw.diagram(respond, ["shuozhou/road", "command"])
    tap.ok(by_city.out == named["command"], "diagram of a plan by its city and id", by_city.shown[:300])


def check_help(tap, respond):
    for lang, words in ("zh", ["--incident", "--page", "-o FILE", "退出码"]), ("en", ["--incident", "--page", "-o FILE", "Exit status"]):
        for arguments in ["diagram", "--help"], ["help", "diagram"]:
            answer = t.run([respond, *arguments, "--lang", lang], timeout=draw.PATIENCE)
            good = answer.status == 0 and all(word in answer.out for word in words + draw.KINDS)
            tap.ok(good, "%s (%s)" % (" ".join(arguments), lang), answer.shown)


def check_facts(tap, respond):
    """Facts decide what hangs on them: who houses the office."""
    said = []
    for fact in ([], ["municipal_utility=yes"], ["municipal_utility=no"]):
        page = draw.picture(respond, ["construction", "command", *fact]).pages[0]
        label = next(box for box in page.with_style("label") if box.string == "设在")
        said.append(next(box.string for box in page.boxes if abs(box.left - label.right) < 1 and abs(box.top - label.top) < 1))
    tap.same(said[1:], ["市城管局", "市住建局"], "diagram construction command: the fact decides who houses the office")
    tap.ok("市住建局〔若" in said[0] and "市城管局〔若" in said[0], "diagram construction command: without the fact both, each with its condition", said[0])
