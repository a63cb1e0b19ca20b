"""The batch as a stream: odd lines, odd ends, a peer that waits, output that fails, bounded memory."""
import json
import os
import resource
import select
import subprocess
import threading

import tap as t

LONG = 1 << 20
MEMORY = 48 << 20       # bytes of address space for a batch of any length
PLAIN = b'{"id": "x", "facts": {"traffic_accident": true, "hazmat_release": false, "severe_weather": false, "deaths": 3, "missing": 0, ' \
        b'"injured": 12, "pollution": "none", "cities": 1, "counties": 1}}\n'

# name: (input, by line: the id of a good answer, or ("error code", words of the path))
ODD = {
    "no line at all": (b"", []),
    "no newline at the end": (b'{"id": "a"}\n{"id": "b"}', ["a", "b"]),
    "CRLF": (b'{"id": "a"}\r\n{"id": "b"}\r\n', ["a", "b"]),
    "blank lines": (b'{"id": "a"}\n\n \n{"id": "b"}\n', ["a", ("json", ""), ("json", ""), "b"]),
    "not JSON in the middle": (b'{"id": "a"}\nhello\n{"id": "b"}\n', ["a", ("json", ""), "b"]),
    "NUL bytes": (b'{"id": "a"}\n\0\n{"id": "b"}\0\n{"id": "c"}\n', ["a", ("json", ""), ("json", ""), "c"]),
    "an escaped NUL in the id": (b'{"id": "a\\u0000b"}\n', ["a\0b"]),
    "bad UTF-8": (b'{"id": "\xff"}\n{"id": "b"}\n', [("json", ""), "b"]),
    "a byte order mark": (b'\xef\xbb\xbf{"id": "a"}\n{"id": "b"}\n', [("json", ""), "b"]),
    "a million brackets": (b"[" * 1000000 + b'\n{"id": "b"}\n', [("limit", ""), "b"]),
    "a line of 1 MiB": (b'{"id": "a"}'.ljust(LONG) + b'\n{"id": "b"}\n', ["a", "b"]),
    "a line of 1 MiB and a byte": (b'{"id": "a"}'.ljust(LONG + 1) + b'\n{"id": "b"}\n', [("limit", ""), "b"]),
    "a line of 9 MiB in the middle": (b'{"id": "a"}\n' + b" " * (9 * LONG) + b'\n{"id": "b"}\n', ["a", ("limit", ""), "b"]),
    "a line of 3 MiB without its newline": (b'{"id": "a"}\n' + b" " * (3 * LONG), ["a", ("limit", "")]),
    "a key twice": (b'{"id": "a", "facts": {"deaths": 1, "deaths": 2}}\n', [("key", "/facts/deaths")]),
    "NaN": (b'{"id": "a", "facts": {"deaths": NaN}}\n', [("json", "")]),
    "1e400": (b'{"id": "a", "facts": {"deaths": 1e400}}\n', [("value", "/facts/deaths")]),
    "10^400": (b'{"id": "a", "facts": {"deaths": 1' + b"0" * 400 + b"}}\n", [("value", "/facts/deaths")]),
    "a negative count": (b'{"id": "a", "facts": {"deaths": -1}}\n', [("value", "/facts/deaths")]),
    "min above max": (b'{"id": "a", "facts": {"deaths": {"min": 3, "max": 2}}}\n', [("value", "/facts/deaths")]),
    "a date that does not exist": (b'{"id": "a", "as_of": "2026-02-30"}\n', [("value", "/as_of")]),
    "an unknown fact": (b'{"id": "a", "facts": {"deahts": 1}}\n', [("key", "/facts/deahts")]),
    "a key that needs escaping": (b'{"id": "a", "facts": {"a/b~c": 1}}\n', [("key", "/facts/a~1b~0c")]),
}


def check(tap, respond):
    for name, (given, wanted) in ODD.items():
        check_odd(tap, respond, name, given, wanted)
    check_waiting(tap, respond)
    check_full(tap, respond)
    check_closed(tap, respond)
    check_memory(tap, respond)


def batch(respond, plan="road"):
    return [respond, "grade", plan, "--plans", t.SHUOZHOU, "--batch", "--lang", "en"]


def check_odd(tap, respond, name, given, wanted):
    answer = t.run(batch(respond), stdin=given)
    got = []
    for line in answer.out.split("\n")[:-1]:
        value = json.loads(line)
        got.append(value["id"] if "level" in value else (value["error"]["code"], value["error"]["path"]))
    good = got == wanted and answer.err == "" and answer.status == (1 if any(isinstance(w, tuple) for w in wanted) else 0)
    tap.ok(good, "batch: " + name, "expected: %r" % wanted, "got:      %r" % got, answer.shown)


def check_waiting(tap, respond):
    """A peer that sends one line and waits gets its answer before it sends the next."""
    process = subprocess.Popen(batch(respond), stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=t.environment())
    got = []
    for number in range(3):
        process.stdin.write(b'{"id": "%d"}\n' % number)
        process.stdin.flush()
        ready, _, _ = select.select([process.stdout], [], [], 30)
        got.append(json.loads(process.stdout.readline())["id"] if ready else None)
    process.stdin.close()
    tap.same((got, process.wait(30)), (["0", "1", "2"], 0), "batch: answers each line before the next is sent")
    process.stdout.close()


def check_full(tap, respond):
    """A disk that is full is never taken for an answer."""
    for arguments in (["plans"], ["rules", "road"], ["rules", "road", "--dump"], ["tasks", "road", "--level", "1"], ["grade", "road"],
                      ["grade", "road", "--json"], ["grade", "road", "--batch"], ["help"], ["help", "grade"]):
        with open("/dev/full", "wb") as full:
            done = subprocess.run([respond, *arguments], input=PLAIN, stdout=full, stderr=subprocess.PIPE, cwd=t.ROOT, env=t.environment())
        message = done.stderr.decode("utf-8")
        tap.ok(done.returncode == 74 and len(message.splitlines()) == 1, "a full disk: %s: exit 74, one message" % " ".join(arguments),
               done.returncode, message)


def check_closed(tap, respond):
    folder = subprocess.run(batch(respond), stdin=os.open("/", os.O_RDONLY), stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=t.environment())
    tap.same(folder.returncode, 74, "batch: standard input that cannot be read: exit 74", folder.stderr)
    reader = subprocess.Popen(batch(respond), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=t.environment())
    reader.stdout.close()
    try:
        reader.stdin.write(PLAIN * 10000)
        reader.stdin.close()
    except BrokenPipeError:
        pass
    tap.ok(reader.wait(30) in (-13, 74), "batch: a reader that leaves ends the run", reader.returncode)
    reader.stderr.close()


def check_memory(tap, respond):
    """Memory does not grow with the batch: 200 MB under a limit on address space (a sanitizer needs terabytes of it)."""
    size = (20 if t.SANITIZED else 200) << 20
    block = PLAIN * (LONG // len(PLAIN)) + b'{"id": "y"}'.ljust(LONG - 1) + b"\n" + b"x" * (3 * LONG) + b"\n"
    limit = None if t.SANITIZED else lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    process = subprocess.Popen(batch(respond), stdin=subprocess.PIPE, stdout=subprocess.PIPE, preexec_fn=limit, env=t.environment())

    def feed():
        try:
            for _ in range(size // len(block)):
                process.stdin.write(block)
            process.stdin.close()
        except BrokenPipeError:
            pass

    feeder = threading.Thread(target=feed)
    feeder.start()
    answers = 0
    while True:
        piece = process.stdout.read(LONG)
        if not piece:
            break
        answers += piece.count(b"\n")
    feeder.join()
    process.stdout.close()
    wanted = size // len(block) * block.count(b"\n")
    tap.same((process.wait(60), answers), (1, wanted), "batch: %d MB in %d MiB of memory" % (size >> 20, MEMORY >> 20))
