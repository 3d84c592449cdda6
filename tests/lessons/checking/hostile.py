"""Files that try to pass without being right, or to do harm; and what has to become of them.

`{outside}` is a folder with files that must not change, `{exercise}` that of the exercise.
"""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import dedent

RIGHT = """
def sgd_step(weights, gradient, lr):
    return weights - lr * gradient
"""


@dataclass(frozen=True, slots=True)
class Hostile:
    """One file."""

    name: str
    source: str
    outcome: str = "failed"
    over: str = ""
    says: str = ""
    """Part of what the learner is told, or of what was printed."""

    @property
    def seconds(self) -> float:
        """Time that it is given: so much that a busy machine is no reason, where it should end."""
        return 0.4 if self.over == "time" else 10.0


def wrong(body: str) -> str:
    """A function that does something else than asked."""
    lines = dedent(body).strip().splitlines()
    return "\n".join(["def sgd_step(weights, gradient, lr):", *(f"    {line}" for line in lines)])


@dataclass(frozen=True, slots=True)
class Attempt:
    """Something that has to be refused."""

    name: str
    code: str
    says: str = ""
    """Part of the refusal."""


def trying(attempts: tuple[Attempt, ...]) -> str:
    """A right function that also tries what has to be refused, and prints how each of them went."""
    tried = []
    for attempt in attempts:
        lines = "\n".join(f"    {line}" for line in attempt.code.splitlines())
        tried.append(
            f"try:\n{lines}\nexcept BaseException as error:\n"
            f"    print({attempt.name!r}, 'refused:', type(error).__name__, error)\n"
            f"else:\n    print({attempt.name!r}, 'worked')"
        )
    return "\n".join([RIGHT, *tried])


def on_top(code: str) -> str:
    """A right function after other code."""
    return f"{dedent(code).strip()}\n{RIGHT}"


def beside(code: str, body: str) -> str:
    """Other code before a function that is not right."""
    return f"{dedent(code).strip()}\n{wrong(body)}"


ENDING = (
    Hostile("sys.exit(0) on import", on_top("import sys; sys.exit(0)"), says="SystemExit"),
    Hostile("sys.exit(0) in the function", wrong("import sys; sys.exit(0)"), says="SystemExit"),
    Hostile("os._exit(0) on import", on_top("import os; os._exit(0)"), says="exit status 0"),
    Hostile("os._exit(0) in the function", wrong("import os; os._exit(0)"), says="exit status 0"),
    Hostile(
        "a subclass of SystemExit",
        wrong("class Done(SystemExit): code = 0\nraise Done"),
        says="Done",
    ),
    Hostile("KeyboardInterrupt", wrong("raise KeyboardInterrupt"), says="KeyboardInterrupt"),
    Hostile("GeneratorExit", wrong("raise GeneratorExit"), says="GeneratorExit"),
    Hostile(
        "an exception that cannot be shown",
        wrong("class Odd(Exception):\n    def __str__(self): raise Odd\nraise Odd"),
        says="Odd",
    ),
    Hostile("a segmentation fault", wrong("import ctypes; ctypes.string_at(0)"), says="SIGSEGV"),
    Hostile("abort", wrong("import os; os.abort()"), says="SIGABRT"),
    Hostile(
        "deep recursion in C",
        wrong(
            "import sys; sys.setrecursionlimit(10**9)\nf = lambda: [*map(lambda _: f(), [0])]\nf()"
        ),
        says="SIGSEGV",
    ),
    Hostile("recursion", wrong("return sgd_step(weights, gradient, lr)"), says="RecursionError"),
    Hostile("kills itself", wrong("import os, signal; os.kill(os.getpid(), 9)"), says="SIGKILL"),
)

ALWAYS_EQUAL = """
class Yes:
    shape, dtype, ndim = (3, 4), "float32", 2
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __bool__(self): return True
    def __getattr__(self, name): return Yes()
    def __call__(self, *a, **k): return self
    def __sub__(self, other): return 0
    __rsub__ = __add__ = __radd__ = __mul__ = __sub__
    def __len__(self): return 3
    def __hash__(self): return 0
"""
TENSOR = """
import torch
class Yes(torch.Tensor):
    @classmethod
    def __torch_function__(cls, function, types, args=(), kwargs=None):
        return True
    def __eq__(self, other): return True
"""

FORGING = (
    Hostile("an object equal to everything", beside(ALWAYS_EQUAL, "return Yes()")),
    Hostile(
        "a tensor with its own __torch_function__",
        beside(TENSOR, "return torch.zeros(3, 4).as_subclass(Yes)"),
        says="expected",
    ),
    Hostile(
        "a str equal to everything",
        wrong("class S(str):\n    __eq__ = lambda s, o: True\nreturn S('x')"),
    ),
    Hostile(
        "a float equal to everything",
        wrong("class F(float):\n    __eq__ = lambda s, o: True\nreturn F(1)"),
    ),
    Hostile(
        "torch.allclose, equal and isclose patched",
        beside(
            "import torch\ntorch.allclose = torch.equal = lambda *a, **k: True\n"
            "torch.isclose = lambda a, b, **k: torch.ones_like(a).bool()\n"
            "torch.Tensor.__eq__ = lambda a, b: True\ntorch.Tensor.any = lambda s: False",
            "return weights",
        ),
    ),
    Hostile(
        "builtins patched",
        beside(
            "import builtins\nbuiltins.abs = lambda x: 0\nbuiltins.all = lambda x: True\n"
            "builtins.AssertionError = ValueError",
            "return weights",
        ),
    ),
    Hostile(
        "modules of the checker patched",
        beside(
            "import lessons.checking.differing as d, lessons.checking.expect as e\n"
            "import lessons.checking.judge as j\n"
            "d.same = e.same = lambda *a, **k: True\nj._told = lambda *a: None\n"
            "e.close = e.shape = lambda *a, **k: None",
            "return weights",
        ),
    ),
    Hostile(
        "sys.modules emptied",
        beside("import sys\nfor name in list(sys.modules): sys.modules.pop(name)", "return 1"),
    ),
    Hostile(
        "__import__ patched",
        beside("import builtins\nbuiltins.__import__ = lambda *a, **k: 1 / 0", "return weights"),
    ),
    Hostile(
        "asserts switched off",
        beside("import sys\nsys.flags = None\n__debug__x = False", "return weights"),
    ),
    Hostile(
        "a trace function",
        beside(
            "import sys\nsys.settrace(lambda *a: None)\nsys.setprofile(lambda *a: None)",
            "return weights",
        ),
    ),
    Hostile("a generator", wrong("yield weights"), says="Remote"),
    Hostile("a lambda", wrong("return lambda: weights")),
    Hostile("a lazy object", wrong("return object()")),
    Hostile("nan", wrong("return weights * float('nan')"), says="nan"),
    Hostile("inf", wrong("return weights / 0"), says="inf"),
    Hostile("a list that contains itself", wrong("a = []\na.append(a)\nreturn a"), says="itself"),
    Hostile("a list nested very deeply", wrong("a = []\nfor _ in range(9999): a = [a]\nreturn a")),
    Hostile("a huge list", wrong("return [1.0] * 5_000_000"), says="items"),
    Hostile("a huge tensor", wrong("import torch; return torch.zeros(30_000_000)"), says="MiB"),
    Hostile("an integer of a million bits", wrong("return 1 << 1_000_000"), says="bits"),
    Hostile("a string of 100 MB", wrong("return 'x' * 100_000_000"), says="MiB"),
    Hostile("an expanded tensor", wrong("import torch; return torch.zeros(1).expand(10**9)")),
    Hostile("a sparse tensor", wrong("return (weights - lr * gradient).to_sparse()"), "passed"),
    Hostile("a tensor on meta", wrong("return weights.to('meta')"), says="meta"),
    Hostile("an array of objects", wrong("import numpy as np; return np.array([object()])")),
)

CHANNEL = """
import os, socket, stat
def ends():
    for fd in range(3, 256):
        try:
            if stat.S_ISSOCK(os.fstat(fd).st_mode): yield socket.socket(fileno=os.dup(fd))
        except OSError: pass
"""
FRAME = """
import msgspec, struct
def frame(message):
    body = msgspec.msgpack.encode(message)
    return struct.pack(">II", len(body), 0) + body
"""

TALKING = (
    Hostile(
        "forged verdicts on the channel",
        beside(
            CHANNEL + FRAME,
            "for end in ends():\n    for _ in range(20):\n"
            "        end.send(frame({'type': 'Judgement', 'outcome': 'passed'}))\nreturn weights",
        ),
    ),
    Hostile(
        "forged results on the channel",
        beside(
            CHANNEL + FRAME,
            "for end in ends():\n    for _ in range(20):\n"
            "        end.send(frame({'type': 'Returned', 'value': None}))\nreturn weights",
        ),
    ),
    Hostile(
        "garbage on the channel",
        beside(CHANNEL, "for end in ends(): end.send(os.urandom(4096))\nreturn weights"),
        says="cannot be read",
    ),
    Hostile(
        "a frame of four gigabytes",
        beside(CHANNEL, "for end in ends(): end.send(b'\\xff' * 8)\nreturn weights"),
        says="cannot be read",
    ),
    Hostile(
        "a frame of nested lists",
        beside(
            CHANNEL,
            "body = b'\\x82\\xa4type\\xa8Returned\\xa5value' + b'\\x91' * 100_000\n"
            "head = len(body).to_bytes(4, 'big') + bytes(4)\n"
            "for end in ends(): end.sendall(head + body)\nreturn weights",
        ),
        says="cannot be read",
    ),
    Hostile(
        "half a frame",
        beside(
            CHANNEL,
            "for end in ends(): end.send(bytes([0, 0, 1, 0, 0, 0, 0, 0, 1]))\nos._exit(0)",
        ),
        says="exit status 0",
    ),
    Hostile(
        "half a frame, then silence",
        beside(
            CHANNEL,
            "import time\nfor end in ends(): end.send(bytes([0, 0, 1, 0, 0, 0, 0, 0, 1]))\n"
            "while True: time.sleep(1)",
        ),
        "over_limit",
        "time",
    ),
    Hostile(
        "an impossible tensor on the channel",
        beside(
            CHANNEL + FRAME,
            "m = {'type': 'Returned', 'value': ['T', 'float32', [2**39, 2**39], 0, False, False]}\n"
            "for end in ends(): end.send(frame(m))\nreturn weights",
        ),
        says="cannot be read",
    ),
    Hostile(
        "the channel closed",
        wrong("import os\nos.closerange(3, 256)\nreturn weights - lr * gradient"),
        says="",
    ),
)

LASTING = (
    Hostile("an endless loop", wrong("while True: pass"), "over_limit", "time"),
    Hostile("an endless loop on import", on_top("while True: pass"), "over_limit", "time"),
    Hostile(
        "an endless loop that catches everything",
        wrong("while True:\n    try:\n        while True: pass\n    except BaseException: pass"),
        "over_limit",
        "time",
    ),
    Hostile(
        "an endless loop in native code",
        wrong("import torch\na = torch.ones(900, 900)\nwhile True: a = torch.linalg.qr(a)[0]"),
        "over_limit",
        "time",
    ),
    Hostile(
        "signals ignored",
        wrong(
            "import signal, time\nfor n in (2, 3, 14, 15, 24): signal.signal(n, signal.SIG_IGN)\n"
            "while True: time.sleep(1)"
        ),
        "over_limit",
        "time",
    ),
    Hostile(
        "a thread that goes on",
        on_top(
            "import threading\ndef on():\n    while True: pass\nthreading.Thread(target=on).start()"
        ),
        "passed",
    ),
    Hostile(
        "an atexit handler that loops",
        on_top("import atexit\n@atexit.register\ndef _():\n    while True: pass"),
        "passed",
    ),
    Hostile(
        "a __del__ that loops",
        beside("class D:\n    def __del__(self):\n        while True: pass", "return D()\n"),
    ),
    Hostile(
        "a print flood",
        on_top("for _ in range(200_000): print('x' * 80)"),
        "passed",
        says="left out",
    ),
    Hostile("a print flood without end", on_top("while True: print('x' * 9999)"), "over_limit"),
    Hostile(
        "a flood on stderr",
        on_top("import os\nwhile True: os.write(2, b'x' * 65536)"),
        "over_limit",
    ),
    Hostile(
        "gigabytes of bytes",
        wrong("return bytearray(4 << 30)"),
        "over_limit",
        "memory",
    ),
    Hostile(
        "gigabytes of tensor",
        wrong("import torch; return torch.empty(1 << 30)"),
        "over_limit",
        "memory",
    ),
    Hostile(
        "gigabytes by and by",
        wrong("a = []\nwhile True: a.append(bytearray(1 << 24))"),
        "over_limit",
        "memory",
    ),
    Hostile(
        "gigabytes shared",
        wrong("import mmap\nreturn mmap.mmap(-1, 8 << 30)"),
        says="",
    ),
    Hostile(
        "a huge file",
        wrong("with open('f', 'wb') as f:\n    while True: f.write(bytes(1 << 20))"),
        "over_limit",
        "file size",
    ),
    Hostile(
        "many files",
        wrong(
            "import time\nfor i in range(9000): open(f'f{i}', 'w').close()\n"
            "while True: time.sleep(1)"
        ),
        "over_limit",
        "file size",
    ),
    Hostile(
        "a very deep folder",
        on_top("import os\nfor _ in range(300): os.mkdir('d'); os.chdir('d')"),
        "passed",
    ),
)

ATTEMPTS = (
    Attempt("fork", "import os; os.fork()"),
    Attempt("fork without Python", "import ctypes; assert ctypes.CDLL(None).fork() >= 0"),
    Attempt(
        "a grandchild in a session of its own",
        "import subprocess\nsubprocess.Popen(['sleep', '1000'], start_new_session=True)",
        "may not start other processes",
    ),
    Attempt("os.system", "import os; assert os.system('true') == 0"),
    Attempt(
        "exec without Python",
        "import ctypes\n"
        "assert ctypes.CDLL(None).execl(b'/bin/sh', b'sh', b'-c', b'true', None) >= 0",
    ),
    Attempt("posix_spawn", "import os; os.posix_spawn('/bin/true', ['true'], {})"),
    Attempt(
        "multiprocessing",
        "import multiprocessing as m; m.get_context('fork').Process(target=print).start()",
        "may not start other processes",
    ),
    Attempt(
        "a DataLoader with workers",
        "from torch.utils.data import DataLoader\nlist(DataLoader(list(range(9)), num_workers=2))",
        "num_workers=0",
    ),
    Attempt("setsid", "import os; os.setsid()"),
    Attempt("kills its parent", "import os; os.kill(os.getppid(), 9)"),
    Attempt(
        "kills its parent without Python",
        "import ctypes, os; assert ctypes.CDLL(None).kill(os.getppid(), 9) == 0",
    ),
    Attempt("kills everybody", "import os; os.kill(-1, 9)"),
    Attempt("kills its group", "import os; os.killpg(0, 9)"),
    Attempt("outlives its judge", "import ctypes; assert ctypes.CDLL(None).prctl(1, 0) == 0"),
    Attempt(
        "reads its judge's memory", "import os; open(f'/proc/{os.getppid()}/mem', 'rb').read(1)"
    ),
    Attempt(
        "attaches to its judge",
        "import ctypes, os; assert ctypes.CDLL(None).ptrace(16, os.getppid(), 0, 0) == 0",
    ),
    Attempt(
        "a socket",
        "import socket; socket.create_connection(('127.0.0.1', 9), 1)",
        "may not open network",
    ),
    Attempt(
        "a name looked up", "import socket; socket.getaddrinfo('a.b', 80)", "may not open network"
    ),
    Attempt("a download", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9')"),
    Attempt(
        "a socket without Python", "import ctypes; assert ctypes.CDLL(None).socket(2, 1, 0) >= 0"
    ),
    Attempt("stdin", "input()", "EOFError"),
    Attempt("a file deleted", "import os; os.remove('{outside}/kept')"),
    Attempt(
        "a file deleted without Python",
        "import ctypes; assert ctypes.CDLL(None).unlink(b'{outside}/kept') == 0",
    ),
    Attempt("a folder deleted", "import shutil; shutil.rmtree('{outside}')"),
    Attempt("a file written", "open('{outside}/kept', 'w')", "may write only"),
    Attempt("a file made", "open('{outside}/new', 'w')", "may write only"),
    Attempt(
        "a file made without Python",
        "import ctypes; assert ctypes.CDLL(None).creat(b'{outside}/new', 420) >= 0",
    ),
    Attempt(
        "a file cut", "import ctypes; assert ctypes.CDLL(None).truncate(b'{outside}/kept', 0) == 0"
    ),
    Attempt("a file moved in", "import os; os.rename('{outside}/kept', 'mine')"),
    Attempt("a link to a file", "import os; os.symlink('{outside}/kept', 'l'); open('l', 'w')"),
    Attempt("rights changed", "import os; os.chmod('{outside}', 0)", "rights"),
    Attempt(
        "rights changed without Python",
        "import ctypes; assert ctypes.CDLL(None).chmod(b'{outside}', 0) == 0",
    ),
    Attempt("times changed", "import os; os.utime('{outside}/kept', (0, 0))"),
    Attempt(
        "the solution read",
        "print(open('{exercise}/solutions/reference.py').read())",
        "may not read",
    ),
    Attempt(
        "the solution read without Python",
        "import ctypes\n"
        "assert ctypes.CDLL(None).open(b'{exercise}/solutions/reference.py', 0) >= 0",
    ),
    Attempt("the ticket looked for", "print(open('../ticket').read())"),
)

LOOKING = (
    Hostile(
        "a fork bomb",
        on_top("import os\ntry:\n    while True: os.fork()\nexcept OSError: print('refused')"),
        "passed",
        says="refused",
    ),
    Hostile(
        "the solution looked for on disk",
        on_top(
            """
            import sys, os, inspect, lessons, engine
            roots = [*sys.path, os.path.dirname(lessons.__file__), "/proc/self/cwd/..",
                     "{exercise}", os.path.dirname(inspect.getfile(engine)) + "/.."]
            for root in roots:
                for folder, folders, files in os.walk(root):
                    if "site-packages" in folder or "/python3" in folder: folders.clear()
                    for name in files:
                        if name in ("reference.py", "check.py"):
                            try: print(open(os.path.join(folder, name)).read())
                            except OSError: pass
            """
        ),
        "passed",
    ),
    Hostile(
        "the solution looked for in memory",
        on_top(
            """
            import gc, sys
            frame = sys._getframe()
            while frame:
                if "kept-from-" + "learners" in repr(frame.f_locals): print(frame.f_locals)
                frame = frame.f_back
            for thing in gc.get_objects():
                if isinstance(thing, (str, bytes)) or type(thing).__name__ in ("Exercise", "dict"):
                    if "kept-from-" + "learners" in repr(thing)[:5000]: print(thing)
            """
        ),
        "passed",
    ),
    Hostile(
        "the environment read",
        on_top("import os\nprint(dict(os.environ), open('/proc/self/environ', 'rb').read())"),
        "passed",
    ),
    Hostile(
        "the parent's pipes looked for",
        on_top(
            "import os\nfds = [f for f in range(3, 256) if os.path.exists(f'/proc/self/fd/{f}')]\n"
            "print('open:', len(fds))"
        ),
        "passed",
        says="open: 1",
    ),
)

TEXTS = (
    Hostile("not UTF-8 printed", on_top("import os; os.write(1, b'\\xff\\xfe\\x00')"), "passed"),
    Hostile("an escape sequence printed", on_top("print('\\x1b[2J\\x1b]0;x\\x07')"), "passed"),
    Hostile("a surrogate printed", on_top("print('\\ud800')"), "passed"),
    Hostile("null bytes in the source", RIGHT + "\0", says="null byte"),
    Hostile("halves of characters in the source", RIGHT + "# \udcff", says="UTF-8"),
    Hostile("a byte order mark", "\ufeff" + RIGHT, "passed"),
    Hostile("Windows line ends", RIGHT.replace("\n", "\r\n"), "passed"),
    Hostile("tabs", RIGHT.replace("    ", "\t"), "passed"),
    Hostile("tabs and spaces", wrong("x = 1\n\treturn x"), says="Error"),
    Hostile("a coding line that lies", "# -*- coding: ascii -*-\n# é" + RIGHT, "passed"),
    Hostile("letters that look alike", RIGHT.replace("sgd_step", "sgd_stеp"), "not_attempted"),
    Hostile("a name in another form of Unicode", RIGHT.replace("sgd_step", "ｓgd_step"), "passed"),
    Hostile("brackets nested deeply", "x = " + "(" * 5000 + ")" * 5000 + RIGHT),
    Hostile("minus signs nested deeply", "x = " + "-" * 50_000 + "1" + RIGHT),
    Hostile("an empty file", "", "not_attempted", says="empty"),
    Hostile("only comments", "# later\n\n'''One day.'''\n", "not_attempted", says="empty"),
    Hostile("only a name", "sgd_step = 3\n", says="not callable"),
    Hostile("no function", "x = 1\n", "not_attempted", says="sgd_step"),
    Hostile("dots", wrong("..."), "not_attempted", says="sgd_step"),
    Hostile("NotImplementedError", wrong("raise NotImplementedError('x')"), "not_attempted"),
    Hostile(
        "NotImplementedError behind an if",
        wrong("if lr:\n    raise NotImplementedError"),
        "not_attempted",
        says="sgd_step",
    ),
)

GROUPS = {
    "ends itself": ENDING,
    "forges a result": FORGING,
    "talks to the judge": TALKING,
    "lasts, floods, fills": LASTING,
    "looks around": LOOKING,
    "odd texts": TEXTS,
}
