"""Notices when a run stops being made of numbers."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Literal

from engine.events import Event, NonFinite, Problem, StepEnded


class Guard:
    """Watches the steps of one run for the first loss or gradient that is not finite."""

    def __init__(self, layers: tuple[str, ...], *, stops: bool) -> None:
        """`stops`: whether such a step ends the run, or is only reported."""
        self.trouble: StepEnded | None = None
        """The first step that was not finite."""
        self.layer = ""
        """Where the forward pass broke, if somebody has found out."""
        self._layers = layers
        self._stops = stops
        self._said = False

    @property
    def halts(self) -> bool:
        """Whether the run has to end because of what was seen."""
        return self._stops and self.trouble is not None

    def check(self, ended: Sequence[StepEnded], *, overflow: bool = False) -> bool:
        """Look at new steps, oldest first. Returns whether this is where the trouble begins.

        `overflow`: gradients that are not finite are float16's, and the step was skipped.
        """
        if self.trouble is not None:
            return False
        for event in ended:
            if not math.isfinite(event.loss if overflow else event.loss + event.grad_norm):
                self.trouble = event
                return True
        return False

    def news(self) -> Iterator[Event]:
        """`NonFinite`, once, as soon as there is trouble."""
        if self.trouble is None or self._said:
            return
        self._said = True
        yield NonFinite(
            step=self.trouble.step,
            what=_what(self.trouble),
            layer=self.layer or _broken(self.trouble, self._layers),
        )

    def problem(self) -> Problem | None:
        """Why the run had to end; None where it did not have to."""
        trouble = self.trouble
        if trouble is None or not self._stops:
            return None
        return Problem(
            title=f"Diverged at step {trouble.step}",
            reason=f"The {_what(trouble)} is no longer a finite number (loss {trouble.loss:g}, "
            f"gradient norm {trouble.grad_norm:g}).",
            next_step="Lower the learning rate, clip the gradient, or look at the steps before it.",
        )


def _what(event: StepEnded) -> Literal["loss", "gradient"]:
    return "gradient" if math.isfinite(event.loss) else "loss"


def _broken(event: StepEnded, layers: tuple[str, ...]) -> str:
    """The first tensor whose gradient is not finite, where it is only in some."""
    broken = [
        name
        for name, norm in zip(layers, event.layer_norms, strict=True)
        if not math.isfinite(norm)
    ]
    return broken[0] if 0 < len(broken) < len(layers) else ""
