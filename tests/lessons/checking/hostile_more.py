"""More hostile files: what they give back keeps the judge busy, or steers the reader's terminal.

`GROUPS` and `ATTEMPTS` are all there are, those of `hostile` among them.
"""

from __future__ import annotations

import hostile
from hostile import CHANNEL, FRAME, RIGHT, Attempt, Hostile, beside, on_top, wrong

FRAMES = CHANNEL + FRAME


def said(message: str) -> str:
    """A forged reply in place of a result."""
    return beside(FRAMES, f"for end in ends(): end.sendall(frame({message}))\nreturn weights")


BUSY = (
    Hostile(
        "keys that collide",
        wrong("import itertools\nreturn {t: 0 for t in itertools.product((-1, -2), repeat=13)}"),
        says="keys",
    ),
    Hostile(
        "numbers that collide in a set",
        said("{'type': 'Returned', 'value': ['s', [['i', hex(k << 61)] for k in range(60000)]]}"),
        says="cannot be read",
    ),
    Hostile(
        "a map in a frame, whose keys collide",
        beside(
            FRAMES,
            "import itertools\nkeys = list(itertools.product((255, 254), repeat=16))\n"
            "body = b'\\x82\\xa4type\\xa8Returned\\xa5value\\xdf' + struct.pack('>I', len(keys))\n"
            "body += b''.join(b'\\xdc\\x00\\x10' + bytes(key) + b'\\x00' for key in keys)\n"
            "for end in ends(): end.sendall(struct.pack('>II', len(body), 0) + body)",
        ),
        says="cannot be read",
    ),
    Hostile(
        "a message that patterns take the square of",
        said("{'type': 'Raised', 'kinds': ['E'] * 50, 'message': '1' * 1_900_000}"),
        says="E: 111",
    ),
    Hostile(
        "a hundred thousand lines of an error",
        said(
            "{'type': 'Raised', 'kinds': ['E'], 'message': 'x', 'lines': [2**63] * 100_000,"
            " 'functions': ['f'] * 100_000}"
        ),
        says="E: x",
    ),
    Hostile("a range without end", wrong("return range(10**18)")),
    Hostile(
        "a mapping without end",
        wrong(
            "class D(dict):\n    def items(self):\n        while True: yield 1, 1\nreturn D()",
        ),
        says="items",
    ),
    Hostile(
        "one byte at a time",
        beside(
            FRAMES,
            "import time\nfor end in ends():\n"
            "    for byte in frame({'type': 'Returned', 'value': ['l', [1] * 9000]}):\n"
            "        end.send(bytes([byte])); time.sleep(0.01)",
        ),
        "over_limit",
        "time",
    ),
    Hostile(
        "thousands of threads",
        on_top(
            "import threading, time\nthreading.stack_size(32768)\n"
            "while True: threading.Thread(target=time.sleep, args=(99,), daemon=True).start()"
        ),
        "over_limit",
        "processes",
    ),
    Hostile(
        "memory that is shared",
        wrong(
            "import mmap\nm = mmap.mmap(-1, 600 << 20)\n"
            "for i in range(0, 600 << 20, 4096): m[i] = 1\nwhile True: pass"
        ),
        "over_limit",
        "memory",
    ),
    Hostile("a file of a million lines", "x = 1\n" * 1_000_000 + RIGHT, says="too long"),
    Hostile("a sum of a thousand", "x = " + "+".join("1" * 1000) + RIGHT, "passed"),
    Hostile("a power of powers", "x = 9**9**9" + RIGHT, "over_limit", "time"),
)

STEERING = (
    Hostile(
        "an escape sequence in an error",
        wrong("raise type('\\x1b[2J', (ValueError,), {})('\\x1b]0;x\\x07 \\u202e')"),
        says="]0;x",
    ),
    Hostile("an escape sequence in the source", wrong("raise ValueError  # \x1b[2J"), says="[2J"),
    Hostile(
        "an escape sequence in what shows an object",
        wrong("class A:\n    def __repr__(self): return '\\x1b[2J'\nreturn A()"),
        says="Remote",
    ),
    Hostile(
        "an escape sequence in a forged reply",
        said("{'type': 'Unsendable', 'why': '\\x1b[2J' * 300_000}"),
        says="[2J",
    ),
)

ODD = (
    Hostile(
        "complex numbers", wrong("return (weights - lr * gradient) + 0j"), says="expected (3, 4)"
    ),
    Hostile(
        "right for the first inputs only",
        beside("n = []", "n.append(1)\nreturn weights - lr * gradient * (len(n) < 3)"),
    ),
    Hostile("bytes", wrong("return [b'x', bytearray(9)]")),
    Hostile("an empty helper", on_top("def hook(*_): pass"), "passed"),
    Hostile(
        "a form feed, which is no end of a line",
        "x = 1\f\n\f\n" + wrong("return 1 / 0"),
        says="line 4, in sgd_step",
    ),
    Hostile(
        "modules of its own that shadow others",
        on_top("import sys\nopen('math.py', 'w').write('1/0')\nsys.path.insert(0, '.')"),
        "passed",
    ),
)

C = "import ctypes, os\nc = ctypes.CDLL(None, use_errno=True)\n"
JUDGE = "os.getppid()"
LEANING = (
    Attempt("signals by way of a pipe", f"import fcntl, os\nfcntl.fcntl(1, 8, {JUDGE})"),
    Attempt(
        "signals by way of a socket",
        "import fcntl, os, socket, struct\na, b = socket.socketpair()\n"
        f"fcntl.ioctl(a, 0x8901, struct.pack('i', {JUDGE}))",
    ),
    Attempt("a datagram", "import socket\nsocket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)"),
    Attempt(
        "the judge put to sleep",
        f"import os\nos.sched_setscheduler({JUDGE}, os.SCHED_IDLE, os.sched_param(0))",
    ),
    Attempt("the judge on one core", f"import os\nos.sched_setaffinity({JUDGE}, {{0}})"),
    Attempt("the judge's files last", f"{C}assert c.syscall(251, 1, {JUDGE}, 3 << 13) >= 0"),
    Attempt(
        "attributes of a file",
        "import fcntl, os, struct\n"
        "fcntl.ioctl(open(os.__file__), 0x40086602, struct.pack('q', 64))",
    ),
    Attempt("the terminal", f"{C}assert c.open(b'/dev/tty', 2) >= 0"),
    Attempt("the judge's maps", f"{C}assert c.open(f'/proc/{{{JUDGE}}}/maps'.encode(), 0) >= 0"),
    Attempt("io_uring", f"{C}assert c.syscall(425, 8, bytes(120)) >= 0"),
    Attempt("a name space", f"{C}assert c.unshare(0x10000000) == 0"),
    Attempt("more memory", "import resource\nresource.setrlimit(resource.RLIMIT_AS, (-1, -1))"),
)

ATTEMPTS = (*hostile.ATTEMPTS, *LEANING)
GROUPS = hostile.GROUPS | {
    "keeps the judge busy": BUSY,
    "steers a terminal": STEERING,
    "almost right, or oddly right": ODD,
}
