"""The judge: makes the learner's process, runs the checks against it, and decides.

Called in a fresh worker of the engine. Everything that must not be known to the learner's code,
the checks, the ticket, the seed, is read only after that code's process has been made.
"""

from __future__ import annotations

import hashlib
import os
import random
import sys
import time
from dataclasses import replace
from pathlib import Path

import msgspec

from engine.events import Problem
from lessons.checking import explaining
from lessons.checking.attempted import Attempt, attempt
from lessons.checking.busy import GRACE, not_longer_than
from lessons.checking.channel import ClosedError
from lessons.checking.checks import Check, load_checks
from lessons.checking.confine import Room
from lessons.checking.custody import Custody, OverLimit
from lessons.checking.expect import ExpectationError
from lessons.checking.learner import Learner, LearnerError, LimitError, NotWrittenError
from lessons.checking.messages import Ready
from lessons.checking.reach import reach
from lessons.checking.ticket import ROOM, TICKET, Signed, Ticket
from lessons.checking.verdict import Checked, Explained, Judgement, Limit
from lessons.errors import TutorError
from lessons.exercises.exercise import Exercise

_RUN_UNTOUCHED = ("mend", "goal")
"""Kinds whose starter works: it may be judged, to see what it does."""


def judge(exercise: Exercise, source: str, folder: str) -> Signed:
    """The verdict on a file. `folder` has the ticket and is there for this judgement only."""
    began = time.monotonic()
    source = source.removeprefix("\ufeff")
    judgement: Judgement | Problem
    unreadable = explaining.unreadable(source)
    looked = Attempt() if unreadable else _looked_at(exercise, source)
    if unreadable:
        ticket = _ticket(Path(folder))
        judgement = Judgement(outcome="failed", error=unreadable)
    elif looked.missing:
        ticket = _ticket(Path(folder))
        judgement = Judgement(outcome="not_attempted", message=looked.missing)
    else:
        ticket, judgement = _tried(exercise, source, Path(folder), looked.blank)
    if isinstance(judgement, Problem):
        return Signed(ticket.token, None, judgement)
    seconds = time.monotonic() - began
    return Signed(ticket.token, replace(judgement, seconds=seconds, seed=ticket.seed))


def _looked_at(exercise: Exercise, source: str) -> Attempt:
    starter = _text(exercise.folder / "starter.py")
    return attempt(source, starter, works=exercise.kind in _RUN_UNTOUCHED)


def _tried(
    exercise: Exercise, source: str, folder: Path, blank: frozenset[str]
) -> tuple[Ticket, Judgement | Problem]:
    limits = exercise.limits
    readable = reach(_home(exercise.folder))
    room = Room(folder / ROOM, limits.seconds, limits.memory_mb, readable, os.getpid())
    custody = Custody(room)
    try:
        _become_judge()
        ticket = _ticket(folder)
        checks = load_checks(exercise.folder / "check.py")
        stage = _text(exercise.folder / "stage.py")
        learner = Learner(custody, source, blank, exercise.uses)
        with not_longer_than(limits.seconds + GRACE):
            judgement = _Session(custody, learner, ticket.seed).judged(checks, stage)
    except TutorError as error:
        return ticket, error.problem
    finally:
        printed = custody.end()
    return ticket, replace(judgement, output=printed)


def _home(folder: Path) -> Path:
    """The folder with everything that could give answers away: the lesson, where it is in one."""
    lesson = folder.parents[1]
    return lesson if (lesson / "lesson.md").is_file() else folder.parent


def _become_judge() -> None:
    """From here on there are secrets in this process."""
    if sys.platform == "linux":
        from lessons.checking.linux.kernel import no_looking_in

        no_looking_in()


def _ticket(folder: Path) -> Ticket:
    path = folder / TICKET
    ticket = msgspec.json.decode(path.read_bytes(), type=Ticket)
    path.unlink()
    return ticket


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


class _Session:
    """The checks of one judgement, one after the other."""

    def __init__(self, custody: Custody, learner: Learner, seed: int) -> None:
        self._custody = custody
        self._learner = learner
        self._seed = seed
        self._done: list[Checked] = []

    def judged(self, checks: tuple[Check, ...], stage: str) -> Judgement:
        """The verdict, without what was printed."""
        error = self._loaded(stage)
        if isinstance(error, Judgement):
            return replace(error, checks=tuple(_open(check) for check in checks))
        for place, check in enumerate(checks):
            stopped = self._checked(check, place)
            if stopped is not None:
                rest = tuple(_open(check) for check in checks[len(self._done) :])
                return replace(stopped, checks=(*self._done, *rest))
        return Judgement(outcome="passed", checks=tuple(self._done))

    def _loaded(self, stage: str) -> Judgement | None:
        try:
            self._greeted()
            self._custody.begin()
            self._learner.reseed(_derived(self._seed, "load"))
            self._learner.load(stage)
        except OverLimit as over:
            return _over(over.limit)
        except LimitError as error:
            return _over(error.limit, error.error)
        except NotWrittenError as error:
            return Judgement(outcome="not_attempted", message=_not_written(error.name))
        except LearnerError as error:
            return Judgement(outcome="failed", error=error.error)
        except ClosedError:
            return self._gone()
        return None

    def _greeted(self) -> None:
        reply, _ = self._custody.channel.receive()
        if not isinstance(reply, Ready):
            raise ClosedError

    def _checked(self, check: Check, place: int) -> Judgement | None:
        """None where it passed; otherwise how all ends."""
        self._reseed(place)
        try:
            self._learner.reseed(_derived(self._seed, f"learner {place}"))
            check.run(self._learner)
        except OverLimit as over:
            self._done.append(_failed(check, message=_LIMITS[over.limit]))
            return _over(over.limit)
        except LimitError as error:
            self._done.append(_failed(check, error=error.error))
            return _over(error.limit)
        except NotWrittenError as error:
            self._done.append(_failed(check, message=_not_written(error.name)))
            written = len(self._done) > 1
            outcome = Judgement(outcome="failed" if written else "not_attempted")
            return replace(outcome, message=_not_written(error.name))
        except ClosedError:
            gone = self._gone()
            self._done.append(_failed(check, error=gone.error, message=gone.message))
            return replace(gone, error=None)
        except Exception as error:
            self._done.append(_told(check, error))
            return Judgement(outcome="failed")
        self._done.append(Checked(tests=check.tests, why=check.why, passed=True))
        return None

    def _reseed(self, place: int) -> None:
        import numpy as np
        import torch

        seed = _derived(self._seed, f"check {place}")
        torch.manual_seed(seed)
        np.random.seed(seed % 2**32)
        random.seed(seed)

    def _gone(self) -> Judgement:
        status = self._custody.settled()
        limit = explaining.limit_of_end(status)
        if limit:
            return _over(limit)
        return Judgement(outcome="failed", error=explaining.vanished(status))


_LIMITS: dict[Limit, str] = {
    "": "",
    "time": "It did not end in time.",
    "memory": "It wanted more memory than this exercise allows.",
    "output": "It printed more than is kept. Look for a print in a loop that goes on.",
    "processes": "It started too many threads.",
    "file size": "It wrote more to files than this exercise allows.",
}


def _over(limit: Limit, error: Explained | None = None) -> Judgement:
    return Judgement(outcome="over_limit", over=limit, message=_LIMITS[limit], error=error)


def _open(check: Check) -> Checked:
    return Checked(tests=check.tests, why=check.why, passed=None)


def _failed(check: Check, *, message: str = "", error: Explained | None = None) -> Checked:
    return Checked(tests=check.tests, why=check.why, passed=False, message=message, error=error)


def _told(check: Check, error: Exception) -> Checked:
    """What a check that raised says."""
    checked = _failed(check)
    match error:
        case ExpectationError():
            return replace(
                checked, message=error.message, tag=error.tag, difference=error.difference
            )
        case LearnerError():
            return replace(checked, error=error.error)
        case AssertionError():
            return replace(checked, message=str(error) or "This does not hold.")
    # What came back is of a kind that the check did not think of.
    original = f"{type(error).__name__}: {error}"
    return replace(
        checked,
        message="What came back cannot be looked at in this check: it is of another kind.",
        error=Explained(original=original, title="Not of the kind that is asked for"),
    )


def _not_written(name: str) -> str:
    return f"`{name}` is not written yet."


def _derived(seed: int, use: str) -> int:
    """A seed of its own for each use; none of them leads back to another one."""
    digest = hashlib.blake2b(f"{seed} {use}".encode(), digest_size=6).digest()
    return int.from_bytes(digest)
