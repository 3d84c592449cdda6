"""Runs statements one after the other in one contained process. Called in a worker."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from lessons.checking import explaining
from lessons.checking.busy import GRACE, not_longer_than
from lessons.checking.channel import ClosedError
from lessons.checking.confine import Room
from lessons.checking.custody import Custody, OverLimit
from lessons.checking.harmless import harmless_data
from lessons.checking.learner import Learner, LearnerError, LimitError
from lessons.checking.messages import Load
from lessons.checking.reach import reach
from lessons.checking.verdict import Explained, Limit
from lessons.workbench.believed import believed
from lessons.workbench.seen import Step

SECONDS = 5.0
"""For all statements together."""
MEMORY_MB = 512
STAGE = Path(__file__).with_name("stage.py")
SEED = 0
_HERE = {
    "SystemExit": ("There is nothing to end here", "Leave the workbench with its key."),
    "PermissionError": (
        "That is not allowed here",
        "What you type runs in a place of its own: without network, without other files and "
        "without other processes. Tensors need none of them.",
    ),
}
"""Errors that mean something else on a workbench than in an exercise."""
_GONE = "It was gone before there was anything to see."
_LIMITS: dict[Limit, tuple[str, str]] = {
    "time": (
        "It took too long",
        f"Everything on the workbench together has {SECONDS:g} seconds. Is there a loop that does "
        "not end?",
    ),
    "memory": (
        "It wanted too much memory",
        f"There are {MEMORY_MB} MiB. A float32 takes 4 bytes: multiply the sizes, and by 4.",
    ),
    "output": ("It printed too much", "Look for a print in a loop that goes on."),
    "processes": ("It started too many threads", "One is enough here."),
    "file size": ("It wrote too much to files", "Tensors need no files here."),
}


def perform(
    statements: Sequence[str], known: int, folder: str, seconds: float = SECONDS
) -> list[Step]:
    """Run all of them in order, and report on those from number `known` on.

    One that raises is passed over; after one that passes a limit, or ends the process, there is no
    other: where that happens before number `known`, it is what comes back. `folder` is empty and
    there for this call only.
    """
    room = Room(Path(folder), seconds, MEMORY_MB, reach(), os.getpid())
    custody = Custody(room)
    steps: list[Step] = []
    try:
        _not_looked_into()
        learner = Learner(custody, "\n".join(statements))
        custody.channel.receive()
        custody.begin()
        with not_longer_than(seconds + GRACE):
            learner.reseed(SEED)
            learner.ask(Load("", STAGE.read_text(encoding="utf-8")))
            learner.stage("begin")
            for number, statement in enumerate(statements):
                line = 1 + sum(one.count("\n") + 1 for one in statements[:number])
                steps.append(_step(custody, learner, statement, line))
                if steps[-1].over:
                    break
    finally:
        custody.end()
    return steps[known:] or steps[-1:]


def _step(custody: Custody, learner: Learner, statement: str, line: int) -> Step:
    """One statement, or why there is nothing to see."""
    try:
        return believed(learner.stage("step", statement, line), statement)
    except OverLimit as over:
        return _over(statement, over.limit)
    except LimitError as error:
        return _over(statement, error.limit)
    except ClosedError:
        status = custody.settled()
        limit = explaining.limit_of_end(status)
        if limit:
            return _over(statement, limit)
        title = explaining.vanished(status).title
        gone = Explained(original="", title=title, words=_GONE)
        return Step(statement=statement, error=gone, over=True)
    except LearnerError as error:
        return Step(statement=statement, error=_told(error.error))


def _over(statement: str, limit: Limit) -> Step:
    title, words = _LIMITS.get(limit, ("It passed a limit", ""))
    error = Explained(original="", title=title, words=words)
    return Step(statement=statement, error=error, over=True)


def _told(error: Explained) -> Explained:
    """Without a traceback: there is one line, and it stands above."""
    kind = error.original.partition(":")[0]
    if kind in _HERE:
        title, words = _HERE[kind]
        return Explained(original="", title=title, words=words)
    data = harmless_data([error.original, error.title, error.words])
    return Explained(original=data[0], title=data[1], words=data[2])


def _not_looked_into() -> None:
    """Nothing here is secret; still nobody reads this process from the one beside it."""
    if sys.platform == "linux":
        from lessons.checking.linux.kernel import no_looking_in

        no_looking_in()
