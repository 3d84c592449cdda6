"""Calls to the Linux kernel that Python has no function for."""

from __future__ import annotations

import ctypes
import functools
import os
import signal

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_SET_SECCOMP = 22
PR_CAPBSET_DROP = 24
PR_SET_CHILD_SUBREAPER = 36
PR_SET_NO_NEW_PRIVS = 38
CAPSET = {"x86_64": 126, "aarch64": 91}
_CAPABILITIES_V3 = 0x20080522


@functools.cache
def libc() -> ctypes.CDLL:
    """The C library of this process."""
    return ctypes.CDLL(None, use_errno=True)


def prctl(option: int, value: int = 0, pointer: object = None) -> bool:
    """Whether it worked."""
    numbers = [ctypes.c_ulong(value), pointer or ctypes.c_ulong(0), *[ctypes.c_ulong(0)] * 2]
    return int(libc().prctl(option, *numbers)) == 0


def syscall(number: int, *arguments: object) -> int:
    """What it returns. Raises OSError."""
    result = int(libc().syscall(ctypes.c_long(number), *arguments))
    if result < 0:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error))
    return result


def adopt_orphans() -> None:
    """Become the parent of all descendants whose parent is gone."""
    prctl(PR_SET_CHILD_SUBREAPER, 1)


def no_looking_in() -> None:
    """Nobody of the same user may read this process's memory from now on."""
    prctl(PR_SET_DUMPABLE, 0)


def end_with(parent: int) -> bool:
    """End when the parent does. False where it is gone already."""
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    return os.getppid() == parent


def no_new_rights() -> bool:
    """Never again more rights than now."""
    return prctl(PR_SET_NO_NEW_PRIVS, 1)


class _Header(ctypes.Structure):
    _fields_ = [("version", ctypes.c_uint32), ("pid", ctypes.c_int)]


class _Data(ctypes.Structure):
    _fields_ = [(name, ctypes.c_uint32) for name in ("effective", "permitted", "inheritable")]


def drop_capabilities() -> None:
    """No rights beyond those of a user, not even for root."""
    for capability in range(64):
        prctl(PR_CAPBSET_DROP, capability)
    number = CAPSET.get(os.uname().machine)
    if number is not None:
        header, none = _Header(_CAPABILITIES_V3, 0), (_Data * 2)()
        syscall(number, ctypes.byref(header), ctypes.byref(none))
