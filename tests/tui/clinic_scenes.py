"""The ward on the stage, and one case at every one of its stages."""

from __future__ import annotations

import math

from kept_runs import keep_run
from stage import Act, Opener, Scene, Stage

from engine.request import RunRequest
from lessons.clinics.as_lesson import SCENARIO
from lessons.clinics.case_file import load_case
from lessons.clinics.mended import Mended
from lessons.clinics.notes import Notes
from lessons.clinics.shown import Figure, Shown, Trail
from lessons.clinics.ward import CASES
from lessons.exercises.folder import read_starter
from lessons.exercises.workspace import Workspace, digest
from lessons.progress.records import AttemptMade, ClinicStep, RunMade
from tui.screens.clinic.screen import ClinicScreen
from tui.screens.clinic.ward import WardScreen

CASE = load_case(CASES / "restless")
RISING = tuple(2.3 - step / 60 + math.exp(step / 60) / 4 for step in range(200))
FALLING = tuple(0.2 + 2.1 * math.exp(-step / 30) for step in range(200))
NORMS = tuple(0.3 + step / 20 for step in range(200))
TWICE = Shown(
    outcome="doubles",
    figures=(Figure("once", "first", 0.312), Figure("twice", "second", 0.624)),
)
FAULT = ClinicStep(stage="fault", answer=CASE.fault, right=True)
TEST = ClinicStep(stage="test", answer="same_batch", right=True)


def keep(at: Stage, *steps: ClinicStep) -> None:
    """What the learner did about the case."""
    for step in steps:
        at.app.progress.record(CASE.origin, CASE.id, step)


async def ward(at: Stage) -> None:
    """Every case, one of them begun."""
    keep(at, ClinicStep(stage="fault", answer="momentum", right=False))
    await at.press("c")
    await at.on(WardScreen)


def notes(at: Stage) -> Notes:
    """What was found out about the case."""
    return Notes(at.engine.runs.root.parent, CASE.id)


def ran(at: Stage) -> None:
    """The broken run, as the lab makes it."""
    asked = RunRequest(recipe=CASE.recipe, name=SCENARIO, origin=CASE.origin)
    run = keep_run(at.engine.runs, RISING, norms=NORMS, asked=asked)
    made = RunMade(run=run, scenario=SCENARIO, seed=CASE.seed, standard=True)
    at.app.progress.record(CASE.origin, "", made)


def case(*steps: ClinicStep, suspect: str = "") -> Opener:
    """The case after these steps, with the keys on a suspect."""

    async def open_it(at: Stage) -> None:
        await at.home()
        keep(at, *steps)
        screen = ClinicScreen(CASE)
        at.app.push_screen(screen)
        await at.on(ClinicScreen)
        await at.still()
        if suspect:
            screen.choices.highlight(suspect)
            await at.still()

    return open_it


async def naming(at: Stage) -> None:
    """The run is made, and one suspect was named that it is not."""
    ran(at)
    await case(suspect="momentum")(at)


async def mending(at: Stage) -> None:
    """The test has confirmed it."""
    notes(at).keep_trial("same_batch", TWICE)
    await case(TEST)(at)


async def mended(at: Stage) -> None:
    """The code was mended and passed."""
    begins = "loss.backward()"
    emptied = f"optimizer.zero_grad()\n            {begins}"
    code = read_starter(CASE.exercise).replace(begins, emptied)
    path = Workspace().path(CASE.origin, CASE.exercise)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(code, encoding="utf-8")
    passed = AttemptMade(outcome="passed", passed=3, checks=3, digest=digest(code))
    at.app.progress.record(CASE.origin, CASE.exercise.id, passed)
    scores = (Trail("as it was", (0.2, 0.4, 0.3, 0.1)), Trail("yours", (0.5, 0.8, 0.9, 0.95)))
    both = Mended(
        source=code,
        broken=Trail("as it was", RISING),
        own=Trail("yours", FALLING),
        broken_scores=scores[0],
        own_scores=scores[1],
    )
    notes(at).keep_mended(both)
    await case()(at)


ACTS = (
    Act(
        "clinic",
        (
            Scene("ward", ward, brief=True),
            Scene("clinic-examine", case(), brief=True),
            Scene("clinic-name", naming, brief=True),
            Scene("clinic-confirm", case(FAULT)),
            Scene("clinic-mend", mending, brief=True),
            Scene("clinic-mended", mended, brief=True),
        ),
    ),
)
