"""What a lab is to show when it is opened: from a link in prose, a share string, a stored run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from engine.request import Parameters

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
    runs: tuple[str, ...] = ()
    """Stored runs that are put on the bench, by their ids."""


AS_IT_IS = Opening()
"""Nothing in particular."""
