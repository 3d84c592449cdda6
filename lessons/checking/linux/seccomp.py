"""A seccomp filter: a program for the kernel that refuses some system calls, for good.

It is a table (`calls.py`) turned into instructions of classic BPF: compare, jump, return.
"""

from __future__ import annotations

import ctypes
import errno
import os
from collections.abc import Sequence

from lessons.checking.linux.calls import (
    ARCHITECTURES,
    CLONE,
    FCNTL,
    IOCTL,
    KILL,
    NOT_A_STREAM,
    OWN,
    PRCTL,
    REACHES_OUT,
    REFUSED,
    SIGNALS_TO,
    SOCKETPAIR,
    UNKNOWN,
)
from lessons.checking.linux.kernel import PR_SET_PDEATHSIG, PR_SET_SECCOMP, prctl

LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
NUMBER, ARCHITECTURE, FIRST, SECOND = 0, 4, 16, 24
"""Where they stand in what the filter is given; both architectures have the low half first."""
ALLOW, ERROR, KILL_PROCESS = 0x7FFF0000, 0x00050000, 0x80000000
X32 = 0x40000000
"""Calls of another convention on x86_64."""
CLONE_THREAD = 0x00010000
PR_SET_PTRACER = 0x59616D61
FILTER_MODE = 2

Instruction = tuple[int, int, int, int]
"""Code, jump where it holds, jump where not, figure."""


class _Instruction(ctypes.Structure):
    _fields_ = [
        ("code", ctypes.c_uint16),
        ("holds", ctypes.c_uint8),
        ("fails", ctypes.c_uint8),
        ("figure", ctypes.c_uint32),
    ]


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_uint16), ("filter", ctypes.POINTER(_Instruction))]


def install() -> bool:
    """Refuse from now on, in this thread and those that it starts. Whether the kernel does it."""
    machine = os.uname().machine
    if machine not in ARCHITECTURES or ctypes.sizeof(ctypes.c_void_p) != 8:
        return False
    instructions = program(machine, os.getpid())
    array = (_Instruction * len(instructions))(*(_Instruction(*one) for one in instructions))
    return prctl(PR_SET_SECCOMP, FILTER_MODE, ctypes.byref(_Program(len(instructions), array)))


def program(machine: str, process: int) -> list[Instruction]:
    """The filter for a process on a machine."""
    name, column = ARCHITECTURES[machine]
    denied = ERROR | errno.EPERM
    written: list[Instruction] = [
        (LOAD, 0, 0, ARCHITECTURE),
        (EQUAL, 1, 0, name),
        (RETURN, 0, 0, KILL_PROCESS),
        (LOAD, 0, 0, NUMBER),
        (AT_LEAST, 0, 1, X32),
        (RETURN, 0, 0, denied),
    ]
    for table, answer in ((REFUSED, denied), (UNKNOWN, ERROR | errno.ENOSYS)):
        for numbers in table.values():
            written += _when(numbers[column], (RETURN, 0, 0, answer))
    for numbers in KILL.values():
        written += _when(numbers[column], *_only_if(EQUAL, [process], denied))
    for numbers in OWN.values():
        written += _when(numbers[column], *_only_if(EQUAL, [0, process], denied))
    written += _when(CLONE[column], *_only_if(ANY_BIT, [CLONE_THREAD], denied))
    for call, place, test, figures in (
        (PRCTL, FIRST, EQUAL, (PR_SET_PDEATHSIG, PR_SET_PTRACER)),
        (FCNTL, SECOND, EQUAL, SIGNALS_TO),
        (IOCTL, SECOND, EQUAL, REACHES_OUT),
        (SOCKETPAIR, SECOND, ANY_BIT, (NOT_A_STREAM,)),
    ):
        written += _when(call[column], *_unless(place, test, figures, denied))
    return [*written, (RETURN, 0, 0, ALLOW)]


def _when(number: int, *then: Instruction) -> list[Instruction]:
    """Instructions for one call; they end in a return."""
    return [] if number < 0 else [(EQUAL, 0, len(then), number), *then]


def _only_if(test: int, figures: list[int], otherwise: int) -> list[Instruction]:
    """Allowed where the first argument passes the test with one of the figures."""
    tests = [(test, len(figures) - place, 0, figure) for place, figure in enumerate(figures)]
    return [(LOAD, 0, 0, FIRST), *tests, (RETURN, 0, 0, otherwise), (RETURN, 0, 0, ALLOW)]


def _unless(where: int, test: int, figures: Sequence[int], refused: int) -> list[Instruction]:
    """Allowed where an argument passes the test with none of the figures."""
    tests = [(test, len(figures) - place, 0, figure) for place, figure in enumerate(figures)]
    return [(LOAD, 0, 0, where), *tests, (RETURN, 0, 0, ALLOW), (RETURN, 0, 0, refused)]
