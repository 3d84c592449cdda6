"""Whatever a process prints is caught, at the price of nothing that would stop it."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from engine.output import LONGEST_LINE, MOST_LINES

ROOT = Path(__file__).parents[2]
BEGIN = """
import os, sys, errno
from engine.output import Output
said = []
output = Output(said.append)
real = os.dup(1)
output.begin()
"""
END = """
output.end()
print("too late", flush=True)
os.write(real, "\\n".join(said).encode())
"""


def caught(code: str, **environment: str) -> list[str]:
    """Lines that were caught while a process of its own ran the code; nothing else may appear."""
    done = subprocess.run(
        [sys.executable, "-c", BEGIN + code + END],
        capture_output=True,
        check=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONUNBUFFERED": "", **environment},
        timeout=60,
    )
    assert done.stderr == b""
    return done.stdout.decode().split("\n")


def test_both_descriptors_are_caught_from_python_and_natively() -> None:
    lines = caught(
        "print('out'); print('err', file=sys.stderr)\n"
        "os.write(1, b'one\\n'); os.write(2, b'two\\n')"
    )
    assert lines == ["out", "err", "one", "two"]


def test_a_child_process_is_caught_too() -> None:
    assert caught("os.system('echo child')") == ["child"]


def test_what_was_not_flushed_or_not_ended_is_caught() -> None:
    assert caught("print('no end', end='')") == ["no end"]


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_letters_of_every_script_are_caught_in_every_locale(encoding: str) -> None:
    assert caught("print('θ 梯度 \\udcff')", PYTHONIOENCODING=encoding) == ["θ 梯度 ?"]


def test_bytes_that_are_no_letters_are_caught() -> None:
    assert caught("os.write(1, b'\\xff\\xfe!\\n')") == ["\ufffd\ufffd!"]


def test_a_flood_is_capped_and_counted() -> None:
    lines = caught("for i in range(100_000): print(i)")
    assert lines[:MOST_LINES] == [str(number) for number in range(MOST_LINES)]
    assert lines[MOST_LINES:] == [f"… and {100_000 - MOST_LINES} more lines"]


def test_a_line_without_end_comes_in_pieces() -> None:
    lines = caught(f"print('x' * {2 * LONGEST_LINE + 1})")
    assert [len(line) for line in lines] == [LONGEST_LINE, LONGEST_LINE, 1]


def test_a_full_disk_does_not_stop_who_prints() -> None:
    lines = caught(
        f"""
def full(text):
    raise OSError({errno.ENOSPC}, "full")
output._say = full
for _ in range(50_000): print("x" * 20)
os.write(real, b"still here")
output._say = said.append
"""
    )
    assert lines[0].startswith("still here")
