"""The ward on the stage, and one case at every one of its stages."""

from __future__ import annotations

import math
from unittest.mock import patch

from stage import Act, Opener, Scene, Stage

from lessons.clinics.mended import Mended
from lessons.clinics.shown import Figure, Shown, Trail
from lessons.clinics.ward import CASES, load_case
from lessons.exercises.folder import read_starter
from lessons.exercises.workspace import Workspace, digest
from lessons.records import AttemptMade, ClinicStep
from tui.clinics.patient import Patient
from tui.screens.clinic.screen import ClinicScreen
from tui.screens.clinic.ward import WardScreen

CASE = load_case(CASES / "restless")
RISING = tuple(2.3 - step / 60 + math.exp(step / 60) / 4 for step in range(200))
FALLING = tuple(0.2 + 2.1 * math.exp(-step / 30) for step in range(200))
RUN = Patient(
    run="made",
    figures=tuple(
        Figure(name, name, 1.5)
        for name in ("norm_first", "norm_most", "loss_least", "loss_last", "loss_most")
    ),
    loss=Trail("training loss", RISING),
    norm=Trail("gradient norm", tuple(0.3 + step / 20 for step in range(200))),
)
TWICE = Shown(
    outcome="doubles",
    figures=(Figure("once", "first", 0.312), Figure("twice", "second", 0.624)),
)
FAULT = ClinicStep(stage="fault", answer=CASE.fault, right=True)
TEST = ClinicStep(stage="test", answer="same_batch", right=True)


def keep(at: Stage, *steps: ClinicStep) -> None:
    """What the learner did about the case."""
    for step in steps:
        at.app.progress.record_clinic(CASE.origin, CASE.id, step)


async def ward(at: Stage) -> None:
    """Every case, one of them begun."""
    keep(at, ClinicStep(stage="fault", answer="momentum", right=False))
    await at.press("c")
    await at.on(WardScreen)


def case(*steps: ClinicStep, ran: bool = True, suspect: str = "") -> Opener:
    """The case after these steps."""

    async def open_it(at: Stage) -> None:
        await at.home()
        keep(at, *steps)
        screen = ClinicScreen(CASE)
        found = RUN if ran else None
        screen.shown = {"same_batch": TWICE}
        with patch("tui.screens.clinic.working.patient", lambda *_: found):
            at.app.push_screen(screen)
            await at.on(ClinicScreen)
            await at.until(lambda: screen.patient is found)
        if suspect:
            screen.choices.highlight(suspect)
            await at.still()

    return open_it


async def mended(at: Stage) -> None:
    """The code was mended and passed."""
    begins = "loss.backward()"
    emptied = f"optimizer.zero_grad()\n            {begins}"
    code = read_starter(CASE.exercise).replace(begins, emptied)
    path = Workspace().path(CASE.origin, CASE.exercise)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(code, encoding="utf-8")
    passed = AttemptMade(outcome="passed", passed=3, checks=3, digest=digest(code))
    at.app.progress.record_attempt(CASE.origin, CASE.exercise.id, passed)
    scores = (Trail("as it was", (0.2, 0.4, 0.3, 0.1)), Trail("yours", (0.5, 0.8, 0.9, 0.95)))
    both = Mended(
        source=code,
        broken=Trail("as it was", RISING),
        own=Trail("yours", FALLING),
        broken_scores=scores[0],
        own_scores=scores[1],
    )
    with patch("lessons.clinics.notes.Notes.mended", lambda _: both):
        await case()(at)


ACTS = (
    Act(
        "clinic",
        (
            Scene("ward", ward),
            Scene("clinic-examine", case(ran=False), brief=True),
            Scene("clinic-name", case(suspect="momentum"), brief=True),
            Scene("clinic-confirm", case(FAULT)),
            Scene("clinic-mend", case(TEST), brief=True),
            Scene("clinic-mended", mended, brief=True),
        ),
    ),
)
