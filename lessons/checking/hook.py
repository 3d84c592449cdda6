"""The second layer: Python's audit hook says in words what this process may not do.

Where the kernel shuts the process in, this only makes its refusals readable. Where it does not,
this is what there is: enough against an accident, not against ill will.
"""

from __future__ import annotations

import multiprocessing.process
import multiprocessing.synchronize
import os
import sys
from collections.abc import Callable
from pathlib import Path

from lessons.checking.reach import Reach

NETWORK = "This exercise may not open network connections."
PROCESSES = (
    "This exercise may not start other processes. A DataLoader works here with num_workers=0."
)
SIGNALS = "This exercise may not send signals to other processes."
RIGHTS = "This exercise may not change the owner, the rights or the times of files."
_NETWORK = (
    *("socket.connect", "socket.bind", "socket.sendto", "socket.getaddrinfo"),
    *("socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo"),
)
_PROCESSES = (
    *("subprocess.Popen", "os.system", "os.fork", "os.forkpty", "os.exec", "os.posix_spawn"),
    *("os.spawn", "pty.spawn", "os.startfile"),
)
_RIGHTS = ("os.chmod", "os.chown", "os.utime", "os.setxattr", "os.removexattr", "os.chflags")
_WRITES = (
    *("os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink"),
    *("os.truncate", "shutil.rmtree", "shutil.move"),
)
_TO_WRITE = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
Arguments = tuple[object, ...]


def forbid(folder: Path, reach: Reach) -> None:
    """Refuse from now on, in this process, for good."""
    own = os.path.realpath(folder)
    readable = (own, os.devnull, "/proc/self", f"/proc/{os.getpid()}", *reach.readable)
    places = {path.rstrip(os.sep) for path in readable}
    process = os.getpid()

    def hook(event: str, arguments: Arguments) -> None:
        judged = rules.get(event)
        words = judged(arguments) if judged is not None else ""
        if words:
            raise PermissionError(words)

    def opened(arguments: Arguments) -> str:
        path, _, flags = arguments
        writing = bool(isinstance(flags, int) and flags & _TO_WRITE)
        return _refused(path, writing, own, places)

    def written(arguments: Arguments) -> str:
        return next((w for p in arguments if (w := _refused(p, True, own, places))), "")

    def signalled(arguments: Arguments) -> str:
        return "" if arguments[0] == process else SIGNALS

    rules: dict[str, Callable[[Arguments], str]] = {
        "open": opened,
        "os.kill": signalled,
        "os.killpg": lambda _: SIGNALS,
        **dict.fromkeys(_NETWORK, lambda _: NETWORK),
        **dict.fromkeys(_PROCESSES, lambda _: PROCESSES),
        **dict.fromkeys(_RIGHTS, lambda _: RIGHTS),
        **dict.fromkeys(_WRITES, written),
    }
    _no_children()
    sys.addaudithook(hook)


def _refused(path: object, writing: bool, own: str, places: set[str]) -> str:
    """Why a path may not be opened; empty where it may."""
    if isinstance(path, bytes):
        path = os.fsdecode(path)
    if not isinstance(path, str | os.PathLike):  # a descriptor that is open already, or None
        return ""
    asked = os.fspath(path)
    real = os.path.realpath(asked)
    if writing:
        fine = real in (own, os.devnull) or real.startswith(own + os.sep)
        return "" if fine else f"This exercise may write only in its own folder, not to {asked!r}."
    where = real
    while where not in places:
        parent = os.path.dirname(where)
        if parent == where:
            return f"This exercise may not read {asked!r}."
        where = parent
    return ""


def _no_children() -> None:
    """multiprocessing takes a semaphore before it starts anything; refused there, in our words."""

    def refused(*_: object, **__: object) -> None:
        raise PermissionError(PROCESSES)

    multiprocessing.process.BaseProcess.start = refused  # type: ignore[method-assign]
    multiprocessing.synchronize.SemLock.__init__ = refused  # type: ignore[method-assign]
