"""Has a program of the learner's train, contained, and brings back its curves. No verdict."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from engine.errors import EngineError
from lessons.checking.channel import ClosedError
from lessons.checking.confine import Room
from lessons.checking.custody import Custody, OverLimit
from lessons.checking.learner import Learner, LearnerError
from lessons.checking.reach import reach
from lessons.exercises.exercise import Exercise
from lessons.exercises.folder import STAGE

NEXT_STEP = "Check the code again: the exercise says what happens there."


@dataclass(frozen=True, slots=True)
class Curves:
    """What the program says of its training."""

    losses: list[float]
    """Of every step."""
    scores: list[float]
    """Of every epoch."""


def record(exercise: Exercise, source: str, folder: str, seed: int, epochs: int) -> Curves:
    """Train. Called in a fresh worker; `folder` is there for this call only. Raises EngineError."""
    limits = exercise.limits
    secret = reach(exercise.folder.parent)
    room = Room(Path(folder), limits.seconds, limits.memory_mb, secret, os.getpid())
    custody = Custody(room)
    try:
        learner = Learner(custody, source)
        custody.channel.receive()
        custody.begin()
        learner.reseed(seed)
        learner.load((exercise.folder / STAGE).read_text(encoding="utf-8"))
        found = learner.stage("trained", seed, epochs)
        return Curves(
            losses=[float(loss) for loss in found["losses"]],
            scores=[float(score) for score in found["scores"]],
        )
    except LearnerError as error:
        raise EngineError("The program raised an error", error.error.original, NEXT_STEP) from error
    except OverLimit as over:
        reason = f"It passed its limit of {over.limit}."
        raise EngineError("The program was ended", reason, NEXT_STEP) from over
    except ClosedError as error:
        raise EngineError("The program was ended", "Its process is gone.", NEXT_STEP) from error
    finally:
        custody.end()
