"""A case as a lesson of its own: what labs, exercises and progress are made for."""

from __future__ import annotations

from lessons.clinics.case import Case
from lessons.schema import Lab, Lesson, Prose, Scenario
from lessons.views import with_those_of_every_lab

SCENARIO = "patient"


def as_lesson(case: Case) -> Lesson:
    """Its lab makes the broken run; nothing in it says what is broken."""
    lab = Lab(
        recipe=case.recipe,
        views=with_those_of_every_lab(case.views),
        scenarios=(Scenario(name=SCENARIO, label="the run", ends=case.ends),),
        seed=case.seed,
        log_loss=case.log_loss,
    )
    return Lesson(
        id=case.origin,
        title=case.title,
        aim="Name the fault, confirm it, mend it.",
        minutes=case.minutes,
        requires=(),
        covers=case.covers,
        sources=(),
        lab=lab,
        blocks=(Prose(id="complaint", markdown=case.complaint), case.exercise),
        folder=case.exercise.folder,
    )
