"""Makes the runs of a lesson in this process, as fast as they go, and looks at what came out."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.events import Evaluated, Event, Probed, RunEnded, StepEnded
from engine.observations import PathPoints
from engine.references import resolve
from engine.request import Value
from engine.training import train
from lessons.lab import FinishedRun, Runs, request
from lessons.questions.forms import Number
from lessons.reading.lesson_file import load_lesson
from lessons.schema import Lesson, Predict, Prose, Quiz, Run

CURRICULUM = Path(__file__).parents[3] / "lessons" / "curriculum"
SEEDS = range(int(os.environ.get("SEEDS", "2")))
"""What holds for one seed holds for others: `SEEDS=5` looks at more. Lint proves predictions."""


@dataclass(slots=True)
class Bench:
    """One lesson and its runs, each made once and only when it is asked for."""

    lesson: Lesson
    _events: dict[tuple[object, ...], tuple[Event, ...]] = field(default_factory=dict)

    def events(self, scenario: str | None, seed: int = 0, **turned: Value) -> tuple[Event, ...]:
        """Everything a run says; `turned` are knobs turned by hand."""
        key = (scenario, seed, *turned.items())
        if key not in self._events:
            asked = request(self.lesson, scenario, tuple(turned.items()), seed=seed)
            experiment = resolve(asked.recipe)(**dict(asked.parameters))
            self._events[key] = tuple(train(experiment, seed=seed, device="cpu"))
        return self._events[key]

    def run(self, scenario: str | None, seed: int = 0, **turned: Value) -> FinishedRun:
        """A run as answer functions are given it."""
        return finished(scenario or "turned by hand", seed, self.events(scenario, seed, **turned))

    def runs(self, scenarios: Iterable[str], seed: int = 0) -> Runs:
        """One run of each of these scenarios."""
        return Runs(self.run(scenario, seed) for scenario in scenarios)

    def observed(self, prediction: str, seed: int = 0) -> str:
        """The option that the runs of one seed bear out, which the prediction must offer."""
        predict = self.predict(prediction)
        answer: str = resolve(predict.answer)(self.runs(predict.scenarios, seed))
        assert answer in [option.key for option in predict.options]
        return answer

    def predict(self, prediction: str) -> Predict:
        """The prediction with that id."""
        return next(
            block
            for block in self.lesson.blocks
            if isinstance(block, Predict) and block.id == prediction
        )

    def number(self, quiz: str) -> float:
        """The right answer of a numeric question, of the lesson or of a review."""
        asked = (*self.lesson.blocks, *self.lesson.reviews)
        found = next(block for block in asked if block.id == quiz)
        assert isinstance(found, Quiz)
        assert isinstance(found.form, Number)
        return found.form.answer

    def path(self, scenario: str | None, seed: int = 0, **turned: Value) -> NDArray[np.float64]:
        """Where two weights have been: (steps + 1, 2), the start included."""
        seen = [
            event.seen.points.numpy()
            for event in self.events(scenario, seed, **turned)
            if isinstance(event, Probed) and isinstance(event.seen, PathPoints)
        ]
        return np.concatenate(seen).astype(float)

    def after(self, block: str) -> str:
        """The text that follows a block, on one line."""
        blocks = self.lesson.blocks
        place = next(place for place, found in enumerate(blocks) if found.id == block)
        following = next(found for found in blocks[place + 1 :] if isinstance(found, Prose))
        return " ".join(following.markdown.split())

    def never_run(self) -> set[str]:
        """Scenarios that no run block of the lesson makes."""
        runs = (block for block in self.lesson.blocks if isinstance(block, Run))
        made = {scenario for block in runs for scenario in block.scenarios}
        return {scenario.name for scenario in self.lesson.lab.scenarios} - made


def bench(lesson_id: str) -> Bench:
    """The lesson of the curriculum with that id, read from its folder."""
    return Bench(load_lesson(CURRICULUM / lesson_id, lesson_id))


def finished(scenario: str, seed: int, events: Iterable[Event]) -> FinishedRun:
    """Events of a whole run in the form that answer functions are given."""
    events = tuple(events)
    steps = [event for event in events if isinstance(event, StepEnded)]
    (ended,) = (event for event in events if isinstance(event, RunEnded))
    return FinishedRun(
        scenario=scenario,
        seed=seed,
        status=ended.status,
        loss=np.array([step.loss for step in steps]),
        lr=np.array([step.lr[0] for step in steps]),
        grad_norm=np.array([step.grad_norm for step in steps]),
        applied_norm=np.array([step.applied_norm for step in steps]),
        evaluations=tuple(event for event in events if isinstance(event, Evaluated)),
    )
