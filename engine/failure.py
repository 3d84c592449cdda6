"""Puts an exception into a learner's words."""

from __future__ import annotations

import errno
import signal
import traceback

from engine.errors import EngineError
from engine.events import Problem

RUN_AGAIN = "Everything recorded up to then is kept. Run again."
"""What helps where nothing is known to be wrong with the run itself."""
DISK_FULL = Problem(
    title="The disk is full",
    reason="The run could not be recorded any further; what was recorded is kept.",
    next_step="Free some space and run again.",
)


def explain(error: BaseException) -> Problem:
    """What a run that raised is reported as."""
    if isinstance(error, EngineError):
        return error.problem
    details = "".join(traceback.format_exception(error))
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return DISK_FULL
    if isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryError":
        return Problem(
            title="Out of memory",
            reason=str(error) or "The device has no room for this model and batch.",
            next_step="Use a smaller batch or a smaller model.",
            details=details,
        )
    return Problem(
        title=f"{type(error).__name__} in the lab's code",
        reason=str(error) or "It gave no reason.",
        next_step="Read the last lines of the traceback; the run's record up to here is kept.",
        details=details,
    )


def not_started(error: BaseException) -> EngineError:
    """What is raised where there is no process to train in."""
    return EngineError(
        "The training process did not start",
        str(error) or "It ended before it could be given its task.",
        "Try again; if it happens again, see what `tutor doctor` says.",
    )


def lost(exitcode: int | None) -> Problem:
    """What a worker that vanished during a run is reported as."""
    return Problem(
        title="The training process is gone", reason=_ended(exitcode), next_step=RUN_AGAIN
    )


def lost_call(exitcode: int | None) -> Problem:
    """What a worker that vanished while it worked something out is reported as."""
    return Problem(
        title="The worker process is gone",
        reason=_ended(exitcode),
        next_step="Nothing of yours is lost. Try again.",
    )


def ended_by_force(patience: float) -> Problem:
    """What a worker is reported as that was asked to stop and did not."""
    waited = f"It did not stop within {patience:g} s" if patience else "It was not waited for"
    return Problem(
        title="The training process was ended by force",
        reason=f"{waited}, and was ended by {_signal_name(9)}.",
        next_step=RUN_AGAIN,
    )


def _ended(exitcode: int | None) -> str:
    if exitcode is None:
        return "Its connection closed while it was still running."
    if exitcode < 0:
        return f"It was ended by {_signal_name(-exitcode)}."
    return f"It ended by itself with exit status {exitcode}."


def _signal_name(number: int) -> str:
    try:
        return f"signal {number} ({signal.Signals(number).name})"
    except ValueError:
        return f"signal {number}"
