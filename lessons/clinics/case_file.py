"""Reads one case: the folder's `case.md`, checked against the faults and trials that there are."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from lessons.clinics.case import Case, Suspect, Trial
from lessons.clinics.case_shapes import CaseShape, FaultShape
from lessons.clinics.groups import GROUPS
from lessons.clinics.trial_names import TRIALS
from lessons.errors import LessonError
from lessons.exercises.exercise import Exercise, Hint, Limits
from lessons.names import nearest
from lessons.reading.markdown import Text, split
from lessons.reading.table import Table

CASE_FILE = "case.md"
FAULTS_FILE = Path(__file__).parent / "faults.toml"
EXPLANATION = "## Explanation"
"""The heading below which everything is kept back until the run is mended."""


def load_case(folder: Path) -> Case:
    """Read a case. Raises LessonError where the file is missing or anything in it is wrong."""
    file = folder / CASE_FILE
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        fix = "Write it: front matter, the complaint, and a section Explanation."
        raise LessonError(file, 1, "", "the case has no readable case.md", fix) from None
    document = split(text, file)
    shape = document.front.shaped(CaseShape)
    prose = "\n\n".join(part.markdown for part in document.parts if isinstance(part, Text))
    complaint, heading, explanation = prose.partition(EXPLANATION)
    if not (complaint.strip() and heading and explanation.strip()):
        fix = f"Write what is seen, then a line {EXPLANATION}, then what it was."
        raise LessonError(file, 1, "", "a case needs a complaint and an explanation", fix)
    _check(document.front, shape)
    return Case(
        id=folder.name,
        title=shape.title,
        group=shape.group,
        minutes=shape.minutes,
        covers=shape.covers,
        tags=shape.tags,
        complaint=complaint.strip(),
        explanation=explanation.strip(),
        fault=shape.fault,
        suspects=tuple(
            sorted((_suspect(key, here) for key, here in shape.suspects.items()), key=_name)
        ),
        trials=tuple(sorted((_trial(key, shape) for key in shape.trials), key=_ask)),
        exercise=_exercise(folder, shape),
        ends=shape.ends,
        score=shape.mend.score,
        epochs=shape.mend.epochs,
        seed=shape.seed,
        views=shape.views,
        log_loss=shape.log_loss,
        folder=folder,
    )


def _check(table: Table, shape: CaseShape) -> None:
    """Every name means something."""
    _one_of(table, shape.group, GROUPS, "group")
    for key in shape.suspects:
        _one_of(table, key, _faults(), "suspects", key)
    _one_of(table, shape.fault, shape.suspects, "fault")
    for name, trial in shape.trials.items():
        _one_of(table, trial.does, TRIALS, "trials", name, "does")
        for left in trial.leaves:
            _one_of(table, left, shape.suspects, "trials", name, "leaves")
        if shape.fault not in trial.leaves:
            fix = f'Add "{shape.fault}", or look at what the trial measures.'
            message = "the fault itself would not show this"
            raise table.error(message, fix, "trials", name, "leaves")
    if not any(trial.leaves == (shape.fault,) for trial in shape.trials.values()):
        fix = "Add one that leaves nothing but the fault."
        raise table.error("no trial tells the fault from all others", fix, "trials")


def _one_of(table: Table, name: str, known: Iterable[str], *path: str) -> None:
    names = tuple(known)
    if name not in names:
        near = nearest(name, names)
        fix = f'Did you mean "{near}"?' if near else f"There is: {', '.join(names)}."
        raise table.error(f'there is no "{name}"', fix, *path)


@cache
def _faults() -> dict[str, FaultShape]:
    """Every fault that can be suspected, by its key. Raises LessonError."""
    table = Table.read(FAULTS_FILE, 1, FAULTS_FILE.read_text(encoding="utf-8"))
    return {key: table.shaped(FaultShape, key) for key in table.keys}


def _name(suspect: Suspect) -> str:
    """The order of the file would tell which one the author thought of first."""
    return suspect.name


def _ask(trial: Trial) -> str:
    return trial.ask


def _suspect(key: str, here: str) -> Suspect:
    fault = _faults()[key]
    return Suspect(key=key, name=fault.name, shows=fault.shows, here=here)


def _trial(key: str, shape: CaseShape) -> Trial:
    trial = shape.trials[key]
    return Trial(
        key=key,
        ask=trial.ask,
        does=trial.does,
        variant=trial.variant,
        sees=trial.sees,
        says=trial.says,
        leaves=trial.leaves,
    )


def _exercise(folder: Path, shape: CaseShape) -> Exercise:
    mend = shape.mend
    return Exercise(
        id=folder.name,
        title="Mend the program",
        kind="mend",
        ask=mend.ask,
        folder=folder / "exercise",
        hints=tuple(Hint(ask=hint.ask, text=hint.text) for hint in mend.hints),
        limits=Limits(seconds=mend.limits.seconds, memory_mb=mend.limits.memory_mb),
    )
