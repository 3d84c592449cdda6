"""The filter says what its table says, on every machine that it knows."""

from __future__ import annotations

import errno

import pytest

from lessons.checking.linux.calls import (
    ARCHITECTURES,
    CLONE,
    FCNTL,
    IOCTL,
    KILL,
    OWN,
    PRCTL,
    REACHES_OUT,
    REFUSED,
    SIGNALS_TO,
    SOCKETPAIR,
    UNKNOWN,
)
from lessons.checking.linux.seccomp import (
    ALLOW,
    ANY_BIT,
    AT_LEAST,
    EQUAL,
    ERROR,
    KILL_PROCESS,
    LOAD,
    RETURN,
    program,
)

PROCESS = 4321
DENIED = ERROR | errno.EPERM
THREAD, FORK = 0x3D0F00, 0x01200011
HARMLESS = {"x86_64": (0, 1, 9, 44, 47, 202), "aarch64": (63, 64, 222, 206, 212, 98)}
"""read, write, mmap, sendto, recvmsg, futex."""


def answer(
    machine: str, number: int, first: int = 0, second: int = 0, architecture: int | None = None
) -> int:
    """Run the filter as the kernel does."""
    known = ARCHITECTURES[machine][0]
    given = {0: number, 4: architecture or known, 16: first, 24: second}
    steps, place, held = program(machine, PROCESS), 0, 0
    tests = {
        EQUAL: lambda figure: held == figure,
        AT_LEAST: lambda figure: held >= figure,
        ANY_BIT: lambda figure: bool(held & figure),
    }
    while True:
        code, holds, fails, figure = steps[place]
        place += 1
        if code == RETURN:
            return figure
        if code == LOAD:
            held = given[figure]
        else:
            place += holds if tests[code](figure) else fails


@pytest.mark.parametrize("machine", ARCHITECTURES)
def test_every_call_of_the_table_is_refused(machine: str) -> None:
    column = ARCHITECTURES[machine][1]
    for table, refusal in ((REFUSED, DENIED), (UNKNOWN, ERROR | errno.ENOSYS)):
        for name, numbers in table.items():
            if numbers[column] >= 0:
                assert answer(machine, numbers[column]) == refusal, name


@pytest.mark.parametrize("machine", ARCHITECTURES)
def test_what_every_program_needs_is_allowed(machine: str) -> None:
    for number in HARMLESS[machine]:
        assert answer(machine, number) == ALLOW


@pytest.mark.parametrize("machine", ARCHITECTURES)
def test_some_calls_depend_on_whom_they_are_about(machine: str) -> None:
    column = ARCHITECTURES[machine][1]
    for numbers in KILL.values():
        assert answer(machine, numbers[column], PROCESS) == ALLOW
        for other in (0, 1, PROCESS + 1, 2**32 - 1):
            assert answer(machine, numbers[column], other) == DENIED
    assert answer(machine, CLONE[column], THREAD) == ALLOW
    assert answer(machine, CLONE[column], FORK) == DENIED
    for numbers in OWN.values():
        for whom, said in ((0, ALLOW), (PROCESS, ALLOW), (PROCESS - 1, DENIED)):
            assert answer(machine, numbers[column], whom) == said
    for option, said in ((1, DENIED), (0x59616D61, DENIED), (15, ALLOW), (38, ALLOW)):
        assert answer(machine, PRCTL[column], option) == said


@pytest.mark.parametrize("machine", ARCHITECTURES)
def test_some_calls_depend_on_what_they_ask_for(machine: str) -> None:
    column = ARCHITECTURES[machine][1]
    for call, refused, fine in (
        (FCNTL, SIGNALS_TO, (1, 2, 3, 4, 1030)),
        (IOCTL, REACHES_OUT, (0x5401, 0x5413, 0x541B)),
        (SOCKETPAIR, (2, 3, 4, 5, 0x80002), (1, 0x80001, 0x80801)),
    ):
        for asked in refused:
            assert answer(machine, call[column], 3, asked) == DENIED
        for asked in fine:
            assert answer(machine, call[column], 3, asked) == ALLOW


def test_other_conventions_are_no_way_round() -> None:
    assert answer("x86_64", 0x40000000 + 57) == DENIED
    assert answer("x86_64", 2, architecture=0x40000003) == KILL_PROCESS


def test_no_call_stands_in_two_tables() -> None:
    tables = [*REFUSED.values(), *UNKNOWN.values(), *KILL.values(), *OWN.values()]
    tables += [CLONE, PRCTL, FCNTL, IOCTL, SOCKETPAIR]
    for column in (0, 1):
        numbers = [pair[column] for pair in tables if pair[column] >= 0]
        assert len(numbers) == len(set(numbers))
