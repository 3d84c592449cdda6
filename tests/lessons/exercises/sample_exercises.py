"""One exercise of every kind, for tests."""

from __future__ import annotations

from pathlib import Path

from lessons.authoring.new_exercise import TEMPLATES
from lessons.exercises.exercise import Exercise, ExerciseKind, Hint

SAMPLES = TEMPLATES
KINDS: tuple[ExerciseKind, ...] = ("complete", "mend", "fade", "goal", "output", "order")

HINTS = (
    Hint(ask="Which way does the gradient point?", text="It points up the hill."),
    Hint(ask="What does the rate do?", text="It scales the step."),
)


def sample(kind: ExerciseKind, folder: Path = SAMPLES) -> Exercise:
    """The sample of a kind; from another folder where a test has changed a copy."""
    return Exercise(
        id=f"sample_{kind}",
        title="A sample",
        kind=kind,
        ask="Write it.",
        folder=folder / kind,
        hints=HINTS if kind == "complete" else (),
        missing=("find out who is to blame", "take a step") if kind == "fade" else (),
        distractors=("slope = place",) if kind == "order" else (),
    )
