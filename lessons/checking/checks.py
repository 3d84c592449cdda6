"""What a `check.py` is made of: functions that are given the learner's code, in their order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from lessons.errors import LessonError

if TYPE_CHECKING:
    from lessons.checking.learner import Learner

_MARK = "__check__"
Tested = Callable[["Learner"], None]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that is tested."""

    tests: str
    """What, in a sentence that a learner reads."""
    why: str
    """Why it matters."""
    run: Tested
    """Returns where it holds, raises where it does not."""


def check(tests: str, *, why: str) -> Callable[[Tested], Tested]:
    """Mark a function of a `check.py` as one of its checks."""

    def marked(function: Tested) -> Tested:
        setattr(function, _MARK, Check(tests, why, function))
        return function

    return marked


def load_checks(path: Path) -> tuple[Check, ...]:
    """The checks of a file, in its order. Runs it; raises LessonError where it does not work."""
    try:
        # optimize=0: an author's assert counts under `python -O` as well.
        code = compile(path.read_bytes(), str(path), "exec", dont_inherit=True, optimize=0)
        names: dict[str, object] = {
            "__name__": f"check_of_{path.parent.name}",
            "__file__": str(path),
        }
        exec(code, names)
    except FileNotFoundError as error:
        raise LessonError(path, 1, "", "there are no checks", "Write this file.") from error
    except Exception as error:
        line = getattr(error, "lineno", None) or _line(error, path)
        message = f"it cannot be run: {type(error).__name__}: {error}"
        raise LessonError(path, line, "", message, "Correct it.") from error
    found = (getattr(value, _MARK, None) for value in names.values())
    checks = tuple(mark for mark in found if isinstance(mark, Check))
    if not checks:
        raise LessonError(path, 1, "", "it checks nothing", "Mark a function with @check(…).")
    return checks


def _line(error: BaseException, path: Path) -> int:
    """Where in the file it was raised."""
    line, trace = 1, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == str(path):
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
