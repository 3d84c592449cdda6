"""What an author may write in the front matter of `case.md`: keys and their types."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from lessons.reading.shape import Filled, Shape
from lessons.reading.shapes import HintShape, LimitsShape


class FaultShape(Shape, frozen=True, kw_only=True):
    """One entry of `faults.toml`."""

    name: Filled
    """What the learner reads."""
    shows: Filled
    """What it looks like wherever it is."""


class TrialShape(Shape, frozen=True, kw_only=True):
    """One entry of a case's trials: an experiment that may confirm a suspicion."""

    ask: Filled
    """What is done, as the learner reads it."""
    does: Filled
    """Which trial of `lessons/clinics/trial_names.py` it is."""
    sees: Filled
    """How it comes out, in that trial's own words; lint makes it."""
    says: Filled
    """What that means; `{figures}` of the trial are filled in."""
    leaves: Annotated[tuple[Filled, ...], Meta(min_length=1)]
    """Suspects that would have shown the same, the fault among them."""
    variant: str = ""
    """Function of `lab.py` that gives a changed experiment, for trials that compare two."""


class MendShape(Shape, frozen=True, kw_only=True):
    """The exercise of a case: its files lie in `exercise/`, and its kind is `mend`."""

    ask: Filled
    """What to mend."""
    hints: tuple[HintShape, ...] = ()
    """Steps of help, the smallest first."""
    limits: LimitsShape = LimitsShape(seconds=30.0)
    """What the code may use."""
    epochs: Annotated[int, Meta(ge=1, le=100)] = 10
    """For how long the learner's own run is drawn."""
    score: Filled = "accuracy"
    """What its `train` measures after every epoch."""


class CaseShape(Shape, frozen=True, kw_only=True):
    """The front matter of `case.md`; below it the complaint, then a heading `## Explanation`."""

    title: Filled
    """What is seen. It must not give the fault away."""
    group: Filled
    """Complaint under which it is listed: one of `lessons/clinics/groups.py`."""
    minutes: Annotated[int, Meta(ge=3, le=30)]
    """How long it takes."""
    covers: Annotated[tuple[Filled, ...], Meta(min_length=1)]
    """Ids of topics."""
    fault: Filled
    """What it is: one of the suspects."""
    suspects: Annotated[dict[str, Filled], Meta(min_length=4, max_length=10)]
    """Faults of `faults.toml` that it might be, and what speaks for or against each here."""
    trials: Annotated[dict[str, TrialShape], Meta(min_length=3, max_length=5)]
    """Experiments to choose from; one of them leaves nothing but the fault."""
    mend: MendShape
    """What is to be mended, and how that is looked at."""
    tags: tuple[Filled, ...] = ()
    """Words by which it is found."""
    ends: Literal["finished", "diverged"] = "finished"
    """How the broken run ends."""
    seed: Annotated[int, Meta(ge=0)] = 0
    """Seed of the broken run."""
    views: tuple[Filled, ...] = ()
    """What is drawn beside the plots."""
    log_loss: bool = False
    """Whether the loss begins on a logarithmic axis."""
