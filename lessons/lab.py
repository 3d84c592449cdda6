"""From a lesson's lab to runs and back: what to train, and what a lesson's `lab.py` is given."""

from __future__ import annotations

from engine.request import Parameters, RunRequest
from lessons.knobs import checked
from lessons.names import unknown
from lessons.progress.records import LessonRecord
from lessons.runs import Curve, FinishedRun, Runs
from lessons.schema import Lesson, Run, Scenario

__all__ = ["Curve", "FinishedRun", "Runs", "find_scenario", "missing", "request"]


def request(
    lesson: Lesson,
    scenario: str | None = None,
    turned: Parameters = (),
    *,
    seed: int | None = None,
    device: str = "auto",
    steps: int | None = None,
) -> RunRequest:
    """The run of a scenario, or of the defaults, with some knobs turned by hand.

    Raises UnknownName for a strange scenario or knob, BadValue for a value out of range.
    """
    lab = lesson.lab
    for name, _ in turned:
        if not lab.has(name):
            raise unknown("knob", name, (knob.name for knob in lab.knobs))
    turned = tuple((name, checked(lab.knob(name), value)) for name, value in turned)
    chosen = None if scenario is None else find_scenario(lesson, scenario)
    return RunRequest(
        recipe=lab.recipe,
        parameters=lab.parameters(chosen, turned),
        seed=lab.seed if seed is None else seed,
        device=device,
        steps=steps,
        name=scenario or "",
        origin=lesson.id,
    )


def missing(
    lesson: Lesson, block: Run, record: LessonRecord, device: str = "auto"
) -> list[RunRequest]:
    """The runs that a block still asks for: scenarios by seeds, those that were made left out."""
    return [
        request(lesson, name, seed=seed, device=device)
        for seed in range(lesson.lab.seed, lesson.lab.seed + block.seeds)
        for name in block.scenarios
        if record.run_of(name, seed) is None
    ]


def find_scenario(lesson: Lesson, name: str) -> Scenario:
    """The lab's scenario of that name. Raises UnknownName with the nearest one."""
    for scenario in lesson.lab.scenarios:
        if scenario.name == name:
            return scenario
    raise unknown("scenario", name, (scenario.name for scenario in lesson.lab.scenarios))
