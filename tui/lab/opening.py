"""What a lab is to show when it is opened: from a link in prose, a share string, a stored run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from engine.request import Parameters
from lessons.links import LabLink

Plot = Literal["loss", "lr", "gradients"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """None, or nothing, leaves what it is."""

    scenario: str | None = None
    settings: Parameters = ()
    """Knobs turned by hand."""
    seed: int | None = None
    view: str | None = None
    plot: Plot | None = None
    """The plot that gets the focus."""
    steps: tuple[int, int] | None = None
    """First and last step on the plots; both the same puts the cursor there."""
    slow_motion: bool = False
    """Whether to begin by taking an update apart."""
    runs: tuple[str, ...] = ()
    """Stored runs that are put on the bench, by their ids."""


AS_IT_IS = Opening()
"""Nothing in particular."""
PLOTS: dict[str, Plot] = {"loss": "loss", "lr": "lr", "grad_norm": "gradients"}
"""What a link calls the plots."""


def opening_of(link: LabLink) -> Opening:
    """What a link in a lesson's text asks for."""
    return Opening(
        scenario=link.scenario,
        view=link.view,
        plot=PLOTS[link.plot] if link.plot else None,
        steps=link.steps,
        slow_motion=link.slow_motion,
    )
