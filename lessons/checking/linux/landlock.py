"""Landlock: the kernel lets this process read and write below some folders only, for good.

Linux 5.13 and newer; newer versions also know TCP, signals and abstract sockets.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import stat
from collections.abc import Iterable

from lessons.checking.linux.kernel import syscall

# The same numbers on every architecture.
CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
VERSION = 1
PATH_BENEATH = 1

WRITE_FILE = 1 << 1
READ_FILE = 1 << 2
READ_DIR = 1 << 3
EXECUTE = 1 << 0
MAKE_DEVICES = (1 << 6) | (1 << 11)
FILE_RIGHTS = EXECUTE | WRITE_FILE | READ_FILE | (1 << 14) | (1 << 15)
"""Those that a single file can have: these, truncating and ioctl."""
RIGHTS_BY_VERSION = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
"""How many rights to files each version knows."""
ALL_TCP = 0b11
ALL_SCOPES = 0b11


class _Ruleset(ctypes.Structure):
    _fields_ = [(name, ctypes.c_uint64) for name in ("files", "network", "scopes")]


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = [("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32)]


def version() -> int:
    """Of this kernel's Landlock; 0 where there is none."""
    try:
        return syscall(CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint32(VERSION))
    except (OSError, AttributeError):
        return 0


def restrict(own: str, readable: Iterable[str], listed: Iterable[str]) -> bool:
    """Write below `own` only; read there and what is readable. Whether the kernel does it."""
    known = version()
    if not known:
        return False
    every = (1 << RIGHTS_BY_VERSION.get(known, 16)) - 1
    try:
        ruleset = _ruleset(known, every)
        try:
            _allow(ruleset, own, every & ~(EXECUTE | MAKE_DEVICES), every)
            _allow(ruleset, os.devnull, READ_FILE | WRITE_FILE | (1 << 15), every)
            for path in readable:
                _allow(ruleset, path, READ_FILE | READ_DIR, every)
            for path in listed:
                _allow(ruleset, path, READ_DIR, every)
            syscall(RESTRICT_SELF, ctypes.c_int(ruleset), ctypes.c_uint32(0))
        finally:
            os.close(ruleset)
    except OSError:
        return False
    return True


def _ruleset(known: int, every: int) -> int:
    rules = _Ruleset(every, ALL_TCP if known >= 4 else 0, ALL_SCOPES if known >= 6 else 0)
    size = 8 if known < 4 else 16 if known < 6 else 24
    return syscall(CREATE_RULESET, ctypes.byref(rules), ctypes.c_size_t(size), ctypes.c_uint32(0))


def _allow(ruleset: int, path: str, rights: int, every: int) -> None:
    """Add one path; one that is not there needs no right."""
    with contextlib.suppress(OSError):
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
        try:
            folder = stat.S_ISDIR(os.fstat(descriptor).st_mode)
            rights &= every if folder else every & FILE_RIGHTS
            rule = _Beneath(rights, descriptor)
            if rights:
                arguments = (ctypes.c_int(PATH_BENEATH), ctypes.byref(rule), ctypes.c_uint32(0))
                syscall(ADD_RULE, ctypes.c_int(ruleset), *arguments)
        finally:
            os.close(descriptor)
