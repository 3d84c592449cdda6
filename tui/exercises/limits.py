"""What is said where code was stopped at a limit: which one, and what usually leads to it."""

from __future__ import annotations

from dataclasses import dataclass

from lessons.checking.verdict import Limit
from lessons.exercises.exercise import Limits


@dataclass(frozen=True, slots=True)
class Stopped:
    """Why code was stopped."""

    what: str
    usually: str


def stopped(over: Limit, limits: Limits) -> Stopped:
    """The words for one limit."""
    match over:
        case "memory":
            return Stopped(
                f"It wanted more than {limits.memory_mb} MB of memory.",
                "Usually a list grows at every step (losses kept with their graph: `loss.item()` "
                "lets the graph go), or two shapes were broadcast into something huge, as "
                "(n, 1) and (n,) are.",
            )
        case "output":
            return Stopped(
                "It printed more than can be read.",
                "Usually a print stands inside a loop. Print every hundredth step, or only the "
                "last one.",
            )
        case "processes":
            return Stopped(
                "It started too many threads.",
                "Usually they are started in a loop, and none of them comes to its end.",
            )
        case "file size":
            return Stopped(
                "It wrote a file larger than it may.",
                "Nothing has to be written to disk here: what a function returns is what counts.",
            )
    return Stopped(
        f"It was not done after {limits.seconds:g} seconds.",
        "Usually a loop does not come to its end: look at what its condition waits for, and "
        "whether anything in the loop changes that. Else it makes far more steps than are needed.",
    )
