"""What an author may write in the front matter of `case.md`: keys and their types."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from lessons.shape import Filled, Shape
from lessons.shapes import HintShape, LimitsShape


class FaultShape(Shape, frozen=True, kw_only=True):
    """One entry of `faults.toml`."""

    name: Filled
    shows: Filled


class TrialShape(Shape, frozen=True, kw_only=True):
    """One entry of a case's trials."""

    ask: Filled
    does: Filled
    sees: Filled
    says: Filled
    leaves: Annotated[tuple[Filled, ...], Meta(min_length=1)]
    variant: str = ""


class MendShape(Shape, frozen=True, kw_only=True):
    """The exercise of a case."""

    ask: Filled
    hints: tuple[HintShape, ...] = ()
    limits: LimitsShape = LimitsShape(seconds=30.0)
    epochs: Annotated[int, Meta(ge=1, le=100)] = 10
    score: Filled = "accuracy"


class CaseShape(Shape, frozen=True, kw_only=True):
    """The front matter of `case.md`."""

    title: Filled
    group: Filled
    minutes: Annotated[int, Meta(ge=3, le=30)]
    covers: Annotated[tuple[Filled, ...], Meta(min_length=1)]
    fault: Filled
    suspects: Annotated[dict[str, Filled], Meta(min_length=4, max_length=10)]
    trials: Annotated[dict[str, TrialShape], Meta(min_length=3, max_length=5)]
    mend: MendShape
    tags: tuple[Filled, ...] = ()
    ends: Literal["finished", "diverged"] = "finished"
    seed: Annotated[int, Meta(ge=0)] = 0
    views: tuple[Filled, ...] = ()
    log_loss: bool = False
