"""The one way to have a learner's file judged: screen, command line, lint and clinics use it."""

from __future__ import annotations

import hmac
import os
import secrets
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from engine.errors import EngineError
from lessons.checking.verdict import Judgement
from lessons.errors import TutorError
from lessons.exercises.exercise import Exercise

Call = Callable[..., Any]
"""`Engine.call`: calls `package.module:function` with arguments in a fresh worker."""

JUDGE = "lessons.checking.judge:judge"
LARGEST_SEED = 2**31
_TOO_BUSY = "What it gives back could not be looked at in time. Is it what is asked for?"


class NotJudgedError(TutorError):
    """What came back is no judgement of the judge's."""


def judge(exercise: Exercise, source: str, call: Call, *, seed: int | None = None) -> Judgement:
    """The verdict on a file. Blocks for as long as the learner's code runs; use a thread.

    Without a seed one is drawn that nobody can foresee; the judgement names it, and with it the
    checks draw the same inputs again. Raises EngineError where no process can be had, TutorError
    where the exercise itself cannot be used, or what came back is no judgement of the judge's.
    """
    import msgspec

    from lessons.checking.clearing import clear
    from lessons.checking.ticket import ROOM, TICKET, Ticket

    token = secrets.token_hex(16)
    drawn = secrets.randbelow(LARGEST_SEED) if seed is None else seed
    folder = Path(tempfile.mkdtemp(prefix="tutor-"))
    try:
        (folder / ROOM).mkdir()
        _write_secret(folder / TICKET, msgspec.json.encode(Ticket(token, drawn)))
        answer = _answered(call, exercise, source, folder)
    finally:
        clear(folder)
    return answer if isinstance(answer, Judgement) else _believed(answer, token)


def _answered(call: Call, exercise: Exercise, source: str, folder: Path) -> Any:
    """What the judge says; where it had to be ended, a judgement that says this."""
    from lessons.checking.busy import GRACE

    began = time.monotonic()
    try:
        return call(JUDGE, exercise, source, str(folder))
    except EngineError:
        seconds = time.monotonic() - began
        if seconds < exercise.limits.seconds + GRACE:
            raise
    return Judgement(outcome="over_limit", over="time", message=_TOO_BUSY, seconds=seconds)


def _believed(answer: Any, token: str) -> Judgement:
    import msgspec

    from lessons.checking.harmless import harmless_data
    from lessons.checking.ticket import Signed

    try:
        signed: Signed = msgspec.convert(harmless_data(answer), Signed, strict=False)
    except msgspec.ValidationError as error:
        raise _not_judged() from error
    if not hmac.compare_digest(signed.token, token):
        raise _not_judged()
    if signed.problem is not None:
        problem = signed.problem
        raise TutorError(problem.title, problem.reason, problem.next_step)
    if signed.judgement is None:
        raise _not_judged()
    return signed.judgement


def _not_judged() -> NotJudgedError:
    return NotJudgedError(
        "The file was not judged",
        "What came back does not come from the judge.",
        "Check again; if it happens again, see what `tutor doctor` says.",
    )


def _write_secret(path: Path, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "wb") as file:
        file.write(data)
