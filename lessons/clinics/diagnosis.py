"""How far a learner is with a case: worked out from what was done, oldest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from lessons.clinics.case import Case, Suspect
from lessons.progress.records import ClinicStep

Stage = Literal["examine", "name", "test", "mend", "compare"]
"""Look at the run, name the fault, confirm it, mend the code, see both runs and what it was."""
STAGES: tuple[Stage, ...] = get_args(Stage)


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """Where the learner stands. A case that was begun again starts from nothing."""

    stage: Stage
    suspected: tuple[str, ...] = ()
    """Keys of the suspects that were named, in order, each once."""
    tested: tuple[str, ...] = ()
    """Keys of the trials that were made, in order, each once."""
    mended: bool = False
    ever_mended: bool = False
    """Also before it was begun again."""

    @property
    def begun(self) -> bool:
        """Whether anything was done."""
        return bool(self.suspected or self.tested or self.mended)


def diagnosis(case: Case, steps: Sequence[ClinicStep], *, examined: bool) -> Diagnosis:
    """Where the learner stands; `examined`: whether the broken run was looked at."""
    starts = [place for place, step in enumerate(steps) if step.stage == "begun"]
    since = steps[starts[-1] + 1 :] if starts else steps
    suspected = _answers(since, "fault")
    tested = _answers(since, "test")
    named = case.fault in suspected
    confirmed = any(step.right for step in since if step.stage == "test")
    mended = any(step.right for step in since if step.stage == "mend")
    stage: Stage = "examine"
    if mended:
        stage = "compare"
    elif named and confirmed:
        stage = "mend"
    elif named:
        stage = "test"
    elif examined:
        stage = "name"
    return Diagnosis(
        stage=stage,
        suspected=suspected,
        tested=tested,
        mended=mended,
        ever_mended=any(step.right for step in steps if step.stage == "mend"),
    )


def _answers(steps: Sequence[ClinicStep], stage: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(step.answer for step in steps if step.stage == stage))


def left(case: Case, tested: Sequence[str]) -> tuple[Suspect, ...]:
    """The suspects that all trials made so far leave."""
    kept = [case.trial(key).leaves for key in tested if any(t.key == key for t in case.trials)]
    return tuple(one for one in case.suspects if all(one.key in leaves for leaves in kept))


def confirms(case: Case, tested: Sequence[str]) -> bool:
    """Whether these trials together leave the fault and nothing else."""
    return [one.key for one in left(case, tested)] == [case.fault]
